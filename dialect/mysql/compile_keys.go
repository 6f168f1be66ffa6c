package mysql

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// createPrimaryKey adds a primary key; an index that a foreign key had for want of
// it goes.
func (c compiler) createPrimaryKey(op *ops.CreatePrimaryKey) ([]string, error) {
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	actions := []string{"ADD " + primaryKeySQL(&op.PrimaryKey)}
	if live != nil {
		for _, f := range live.ForeignKeys {
			if x := madeIndex(live, f); x != nil && keyLeads(&op.PrimaryKey, f.Columns) {
				actions = append(actions, "DROP INDEX "+quote(x.Name))
			}
		}
		actions = append(actions, keepShorter(live, op.PrimaryKey.Columns, true)...)
	}
	return c.alter(op.On, actions...), nil
}

// dropPrimaryKey drops a primary key. A foreign key that it served gets an index.
func (c compiler) dropPrimaryKey(op *ops.DropPrimaryKey) ([]string, error) {
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	actions := []string{"DROP PRIMARY KEY"}
	if live != nil {
		live.PrimaryKey = nil
		actions = append(actions, addAll(standIns(live, ""))...)
	}
	return c.alter(op.On, actions...), nil
}

// createIndex adds an index. Where it serves a foreign key, the index that stood
// in for it goes, as InnoDB does with one that it made itself. If that has the same
// name, nothing tells whether the statement was run already: it may be run twice.
func (c compiler) createIndex(on ops.On, x *schema.Index) ([]string, error) {
	live, err := c.live(on)
	if err != nil {
		return nil, err
	}
	part, err := c.lower(on, schema.Table{Indexes: []*schema.Index{x}, Options: optionsOf(live)})
	if err != nil {
		return nil, err
	}
	native := part.Indexes[0]
	if err := checkNames(native.Name); err != nil {
		return nil, err
	}
	actions := []string{"ADD " + indexSQL(native)}
	if live != nil {
		for _, old := range live.Indexes {
			if replaces(native, old, live) {
				actions = append(actions, "DROP INDEX "+quote(old.Name))
			}
		}
		if slices.Contains([]string{"", "fulltext"}, native.Using) && !slices.ContainsFunc(native.Columns, func(p schema.IndexPart) bool { return p.Name == "" }) {
			actions = append(actions, keepShorter(live, native.ColumnNames(), native.Using == "")...)
		}
	}
	out := c.alter(on, actions...)
	if live != nil && live.Index(native.Name) != nil && native.Options.Get(name, "ignored") != "" { // MariaDB may take it for the old one
		out = append(out, c.alter(on, "ALTER INDEX "+quote(native.Name)+" IGNORED")...)
	}
	return out, nil
}

// keepShorter are the actions that keep the indexes that a wider one covers. The
// server drops one that it made for a foreign key, even when that key is long gone,
// and no catalog tells which they are; saying it again makes it the user's. One that
// was the user's before is not built again. They come by their names, whose order no statement
// before changes. A full-text index serves no foreign key: MariaDB would drop the index of one
// all the same, and MySQL refuse to.
func keepShorter(live *schema.Table, wider []string, serves bool) []string {
	var actions []string
	byName := slices.SortedFunc(slices.Values(live.Indexes), func(a, b *schema.Index) int { return cmp.Compare(a.Name, b.Name) })
	for _, x := range byName {
		if x.Unique || !plain(x) || len(x.Columns) > len(wider) || !slices.Equal(x.ColumnNames(), wider[:len(x.Columns)]) {
			continue
		}
		if !serves || !slices.ContainsFunc(live.ForeignKeys, func(f *schema.ForeignKey) bool { return impliedBy(live, x, f) }) {
			actions = append(actions, "DROP INDEX "+quote(x.Name), "ADD "+indexSQL(x))
		}
	}
	return actions
}

// LosesIndex reports whether an index is one that InnoDB made for a foreign key, and
// drops with the key or when another one that serves it comes.
func (*Dialect) LosesIndex(x *schema.Index, from, to *schema.Table) bool {
	return slices.ContainsFunc(from.ForeignKeys, func(f *schema.ForeignKey) bool {
		return impliedBy(from, x, f) && (to == nil || !sameColumns(to, f) || served(to, f.Columns, x.Name))
	})
}

// replaces reports whether an index that was made for a foreign key is not
// needed any more when x is there.
func replaces(x, old *schema.Index, live *schema.Table) bool {
	return slices.ContainsFunc(live.ForeignKeys, func(f *schema.ForeignKey) bool {
		return impliedBy(live, old, f) && serves(x, f.Columns)
	})
}

// serves reports whether InnoDB can use an index for a foreign key's columns:
// they come first, in any order, whole. (A descending part serves as well.) To MariaDB
// one that says HASH is of another kind, though InnoDB has no such thing.
func serves(x *schema.Index, columns []string) bool {
	if x.Using != "" || x.Options.Get(name, Method) == "hash" || len(x.Columns) < len(columns) {
		return false
	}
	for i, column := range columns {
		if p := x.Columns[i]; p.Name != column || p.Length > 0 {
			return false
		}
	}
	return true
}

// dropIndex drops an index. One that a foreign key needs leaves a stand-in of the
// key's name behind, the one that InnoDB would have made: the server would refuse
// otherwise (error 1553), and a create_index that follows takes it away again.
func (c compiler) dropIndex(on ops.On, index string) ([]string, error) {
	live, err := c.live(on)
	if err != nil {
		return nil, err
	}
	actions := []string{"DROP INDEX " + quote(index)}
	var before []string
	if live != nil {
		actions = append(actions, addAll(standIns(live, index))...)
		before = c.heed(on, live, index)
	}
	return append(before, c.alter(on, actions...)...), nil
}

// heed lets the server heed an index again that a stand-in of its own name is going to
// replace: MariaDB would take that for the old one, and go on ignoring it.
func (c compiler) heed(on ops.On, live *schema.Table, index string) []string {
	x := live.Index(index)
	if x == nil || x.Options.Get(name, "ignored") == "" || !slices.ContainsFunc(standIns(live, index), func(x *schema.Index) bool { return x.Name == index }) {
		return nil
	}
	return c.alter(on, "ALTER INDEX "+quote(index)+" NOT IGNORED")
}

// standIns are the indexes of the foreign keys that none serves when this one goes, those
// that the server would have made.
func standIns(live *schema.Table, index string) []*schema.Index {
	left := *live
	left.Indexes = slices.DeleteFunc(slices.Clone(live.Indexes), func(x *schema.Index) bool { return x.Name == index })
	left.Uniques = slices.DeleteFunc(slices.Clone(live.Uniques), func(u *schema.Unique) bool { return u.Name == index })
	return new(Dialect).MadeIndexes(&left)
}

// addAll are the actions that make indexes.
func addAll(list []*schema.Index) []string {
	actions := make([]string, len(list))
	for i, x := range list {
		actions[i] = "ADD " + indexSQL(x)
	}
	return actions
}

// served reports whether an index other than the one named serves these columns.
func served(t *schema.Table, columns []string, except string) bool {
	if keyLeads(t.PrimaryKey, columns) {
		return true
	}
	for _, u := range t.Uniques {
		if u.Name != except && serves(uniqueIndex(u), columns) {
			return true
		}
	}
	return slices.ContainsFunc(t.Indexes, func(x *schema.Index) bool {
		return x.Name != except && serves(x, columns)
	})
}

// keyLeads reports whether a primary key starts with these columns.
func keyLeads(pk *schema.PrimaryKey, columns []string) bool {
	return pk != nil && len(pk.Columns) >= len(columns) && slices.Equal(pk.Columns[:len(columns)], columns)
}

func (c compiler) dropUnique(op *ops.DropUnique) ([]string, error) {
	if op.Name != "" {
		return c.dropIndex(op.On, op.Name)
	}
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	if live != nil {
		for _, x := range live.Indexes {
			if x.Unique && slices.Equal(x.ColumnNames(), op.Columns) {
				return c.dropIndex(op.On, x.Name)
			}
		}
	}
	return nil, fmt.Errorf("table %s: drop_unique needs the `name` of the constraint", op.ID())
}

func (c compiler) createForeignKey(op *ops.CreateForeignKey) ([]string, error) {
	key := op.ForeignKey
	part, err := c.lower(op.On, schema.Table{ForeignKeys: []*schema.ForeignKey{&key}})
	if err != nil {
		return nil, err
	}
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	action := strings.Join(append(indexesAround(live, &key), "ADD "+foreignKeySQL(part.ForeignKeys[0])), ", ")
	return c.named(op.On, action, key.Name)
}

// indexesAround are the actions that keep a table's indexes what they are when a
// foreign key comes. InnoDB would replace an index that it made by one of the key's
// name; and the one that it makes takes the place of shorter ones that were made.
func indexesAround(live *schema.Table, key *schema.ForeignKey) []string {
	var actions []string
	if live == nil {
		return nil
	}
	own := &schema.Index{Name: key.Name}
	for _, column := range key.Columns {
		own.Columns = append(own.Columns, schema.IndexPart{Name: column})
	}
	makes := !served(live, key.Columns, "")
	for _, x := range live.Indexes {
		switch {
		case x.Name != key.Name && impliedBy(live, x, key):
			actions = append(actions, "DROP INDEX "+quote(x.Name), "ADD "+indexSQL(x))
		case makes && replaces(own, x, live):
			actions = append(actions, "ADD "+indexSQL(own), "DROP INDEX "+quote(x.Name))
			own = &schema.Index{}
		}
	}
	return actions
}

// dropForeignKey drops a foreign key and, with it, the index that InnoDB made for
// it. Another key that was served by that gets one of its own.
func (c compiler) dropForeignKey(op *ops.DropForeignKey) ([]string, error) {
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	key := op.Name
	var found *schema.ForeignKey
	if live != nil {
		at := slices.IndexFunc(live.ForeignKeys, func(f *schema.ForeignKey) bool {
			return f.Name == op.Name || op.Name == "" && slices.Equal(f.Columns, op.Columns)
		})
		if at >= 0 {
			found = live.ForeignKeys[at]
			key = found.Name
		}
	}
	if key == "" {
		return nil, fmt.Errorf("table %s: drop_foreign_key needs the `name` of the key", op.ID())
	}
	actions := []string{"DROP FOREIGN KEY " + quote(key)}
	if found != nil {
		if x := madeIndex(live, found); x != nil {
			live.ForeignKeys = slices.DeleteFunc(live.ForeignKeys, func(f *schema.ForeignKey) bool { return f == found })
			actions = append(append(actions, "DROP INDEX "+quote(x.Name)), addAll(standIns(live, x.Name))...)
		}
	}
	return c.alter(op.On, actions...), nil
}

// MadeIndexes are those that the server makes for the foreign keys of a table which no other
// serves. Where one of them starts with the columns of another, the longer one stays; of two
// alike the later one.
func (*Dialect) MadeIndexes(t *schema.Table) (made []*schema.Index) {
	for _, f := range t.ForeignKeys {
		longer := func(x *schema.Index) bool { return len(x.Columns) > len(f.Columns) && serves(x, f.Columns) }
		if served(t, f.Columns, "") || slices.ContainsFunc(made, longer) {
			continue
		}
		x := &schema.Index{Name: cmp.Or(f.Name, f.Columns[0])}
		for _, column := range f.Columns {
			x.Columns = append(x.Columns, schema.IndexPart{Name: column})
		}
		made = append(slices.DeleteFunc(made, func(old *schema.Index) bool { return serves(x, old.ColumnNames()) }), x)
	}
	return made
}

// madeIndex is the index that InnoDB made for a key with a name; that of a key
// without one looks like any other.
func madeIndex(t *schema.Table, f *schema.ForeignKey) *schema.Index {
	for _, x := range t.Indexes {
		if x.Name == f.Name && impliedBy(t, x, f) {
			return x
		}
	}
	return nil
}

// createCheck adds a check to the table, or to the column that it belongs to.
func (c compiler) createCheck(op *ops.CreateCheck) ([]string, error) {
	check := op.Check
	part, err := c.lower(op.On, schema.Table{Checks: []*schema.Check{&check}})
	if err != nil || len(part.Checks) == 0 {
		return nil, err
	}
	native := part.Checks[0]
	if native.Column == "" {
		return c.named(op.On, "ADD "+checkSQL(native), native.Name)
	}
	return c.modifyCheck(op.On, native.Column, []*schema.Check{native})
}

// dropCheck drops a check. A column's own one has no name that DROP CONSTRAINT
// knows: the column is said again without it.
func (c compiler) dropCheck(op *ops.DropCheck) ([]string, error) {
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	constraint := op.Name
	if check := findCheck(live, op); check != nil {
		if check.Column != "" {
			return c.modifyCheck(op.On, check.Column, nil)
		}
		constraint = check.Name
	}
	if constraint == "" {
		return nil, fmt.Errorf("table %s: drop_check needs the `name` of the check", op.ID())
	}
	return c.alter(op.On, "DROP CONSTRAINT "+quote(constraint)), nil
}

// findCheck is the check that an operation drops; of a table's and a column's of
// the same name (older MariaDB allows both) the table's.
func findCheck(live *schema.Table, op *ops.DropCheck) *schema.Check {
	var found *schema.Check
	if live == nil {
		return nil
	}
	for _, check := range live.Checks {
		same := check.Name == op.Name || op.Name == "" && check.SQL.Any == op.SQL.For(name)
		if same && (found == nil || check.Column == "") {
			found = check
		}
	}
	return found
}

func (c compiler) modifyCheck(on ops.On, column string, checks []*schema.Check) ([]string, error) {
	live, err := c.live(on)
	if err != nil {
		return nil, err
	}
	if live == nil || live.Column(column) == nil {
		return nil, fmt.Errorf("the check of column %s.%s can be changed only with a database at hand: MySQL repeats the whole column", on.ID(), column)
	}
	return c.alter(on, "MODIFY COLUMN "+columnSQL(live.Column(column), checks)), nil
}

// renameConstraint makes a constraint anew under its new name: only indexes can
// be renamed.
func (c compiler) renameConstraint(op *ops.RenameConstraint) ([]string, error) {
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	if live == nil {
		return nil, fmt.Errorf("table %s: MySQL renames a constraint by making it anew, which needs a database at hand; use drop and create operations, or rename_index for a unique constraint", op.ID())
	}
	for _, f := range live.ForeignKeys {
		if f.Name == op.Name {
			return c.renameForeignKey(op, live, f)
		}
	}
	for _, check := range live.Checks {
		if check.Name == op.Name && check.Column == "" {
			renamed := schema.Clone(*check)
			renamed.Name = op.To
			return c.named(op.On, "DROP CONSTRAINT "+quote(op.Name)+", ADD "+checkSQL(&renamed), op.To)
		}
	}
	unique := slices.ContainsFunc(live.Uniques, func(u *schema.Unique) bool { return u.Name == op.Name })
	if unique || live.Index(op.Name) != nil {
		return c.named(op.On, "RENAME INDEX "+quote(op.Name)+" TO "+quote(op.To), op.To)
	}
	if live.PrimaryKey != nil {
		return nil, nil // the primary key has no name of its own
	}
	return nil, fmt.Errorf("table %s has no constraint %s", op.ID(), op.Name)
}

// renameForeignKey renames the index that was made for the key along with it.
func (c compiler) renameForeignKey(op *ops.RenameConstraint, live *schema.Table, f *schema.ForeignKey) ([]string, error) {
	renamed := schema.Clone(*f)
	renamed.Name = op.To
	actions := "DROP FOREIGN KEY " + quote(op.Name) + ", ADD " + foreignKeySQL(&renamed)
	if x := madeIndex(live, f); x != nil {
		actions += ", RENAME INDEX " + quote(x.Name) + " TO " + quote(op.To)
	}
	return c.named(op.On, actions, op.To)
}
