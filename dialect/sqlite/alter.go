package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// target is the table that an operation is about.
type target struct {
	db     *schema.Database  // holds just the table, under the name that the operation uses
	table  *schema.Table     // native
	stored string            // its name in the case in which the database has it
	using  map[string]string // column: the expression that fills it, where that isn't the column itself
}

// table looks up the table of an operation.
func (c compiler) table(on ops.On) (*target, error) {
	if err := finishSchema(&on.Schema); err != nil {
		return nil, err
	}
	db, err := c.present(on.ID())
	if err != nil {
		return nil, err
	}
	for i, t := range db.Tables {
		if !strings.EqualFold(t.Name, on.Table) {
			continue
		}
		if t, err = dialect.LowerTable(c, t); err != nil {
			return nil, err
		}
		found := &target{db, t, t.Name, map[string]string{}}
		db.Tables[i], t.Name = t, on.Table
		return found, nil
	}
	return nil, fmt.Errorf("there is no table %s", on.Table)
}

// change is what an operation does to its table, in memory.
type change func(*target) error

// changeOf is the change of an operation that SQLite has no statement for, or none for each
// column to add; nil for others.
func changeOf(op ops.Op) change {
	switch o := op.(type) {
	case *ops.AlterColumn:
		return func(to *target) error { return alterColumn(to, o) }
	case *ops.AlterTable:
		return func(to *target) error { return ops.Apply(to.db, o) }
	case *ops.AddColumn:
		return func(to *target) error { return addColumn(to, o) }
	}
	return constraint(op)
}

// rebuild makes the table what the target has become; nothing is done where SQLite would not
// see a difference.
func (c compiler) rebuild(before *schema.Table, to *target) ([]dialect.Statement, error) {
	if err := c.settle(to); err != nil || len(to.using) == 0 && sameTable(before, to.table) {
		return nil, err
	}
	after := schema.Clone(to.table)
	before.Name, after.Name = to.stored, to.stored
	return rebuild{c, before, after, to.db.Triggers, to.using}.statements()
}

// settle makes the table after a change what SQLite would say that it is.
func (c compiler) settle(to *target) error {
	after, err := dialect.LowerTable(c, to.table)
	if err == nil {
		after, err = numbered(c, after)
	}
	if err == nil {
		to.table, to.db.Tables[0] = after, after
	}
	return err
}

func (c compiler) renameTable(o *ops.RenameTable) ([]dialect.Statement, error) {
	rename := func(from, to string) string { return "ALTER TABLE " + quote(from) + " RENAME TO " + quote(to) }
	if !strings.EqualFold(o.Table, o.To) {
		return onTable(o.On, rename(o.Table, o.To))
	}
	// Names that differ only in case are one name: go by way of another.
	between, err := c.freeName(o.To)
	if err != nil {
		return nil, err
	}
	if err := finishSchema(&o.Schema); err != nil {
		return nil, err
	}
	return statements(rename(o.Table, between), rename(between, o.To)), nil
}

// freeName returns a name that no table has.
func (c compiler) freeName(table string) (string, error) {
	for n := 1; ; n++ {
		free := "_migrate_new_" + table
		if n > 1 {
			free += fmt.Sprintf("_%d", n)
		}
		db, err := c.present(schema.Name{Name: free})
		if err != nil {
			return "", err
		}
		if !slices.ContainsFunc(db.Tables, func(t *schema.Table) bool { return strings.EqualFold(t.Name, free) }) {
			return free, nil
		}
	}
}

// addColumn uses ALTER TABLE where that does just what is asked.
func (c compiler) addColumn(o *ops.AddColumn) ([]dialect.Statement, error) {
	db, err := c.present(o.ID())
	if err != nil {
		return nil, err
	}
	if len(db.Tables) > 0 {
		return c.addColumnTo(o)
	}
	// A table that nobody can describe: one that SQL of the user's has made, say,
	// and that offline SQL is about.
	t, err := dialect.LowerTable(c, &schema.Table{Name: o.Table, Schema: o.Schema, Columns: []*schema.Column{&o.Column}})
	if err != nil {
		return nil, err
	}
	if !addable(t.Columns[0]) {
		return nil, fmt.Errorf("there is no table %s that it could be added to", o.Table)
	}
	return statements(addClause(o.Table, t.Columns[0])), nil
}

func (c compiler) addColumnTo(o *ops.AddColumn) ([]dialect.Statement, error) {
	to, err := c.table(o.On)
	if err != nil {
		return nil, err
	}
	before := schema.Clone(to.table)
	if err := addColumn(to, o); err != nil {
		return nil, err
	}
	after, err := dialect.LowerTable(c, to.table)
	if err != nil {
		return nil, err
	}
	if column := after.Column(o.Column.Name); addable(column) {
		return statements(addClause(o.Table, column)), nil
	}
	return c.rebuild(before, to)
}

func addColumn(to *target, o *ops.AddColumn) error {
	if taken := columnLike(to.table, o.Column.Name); taken != nil {
		return fmt.Errorf("table %s has a column %s already", o.Table, taken.Name)
	}
	return ops.Apply(to.db, o)
}

func addClause(table string, c *schema.Column) string {
	return "ALTER TABLE " + quote(table) + " ADD COLUMN " + columnClause(c, false)
}

// addable reports whether ALTER TABLE ADD COLUMN takes the column, whatever rows
// the table holds.
func addable(c *schema.Column) bool {
	if c.Autoincrement || isRowid(c.Name) || c.Generated != nil && (c.Generated.Stored || c.NotNull) {
		return false
	}
	if c.Default == nil {
		return !c.NotNull
	}
	sql := c.Default.SQL.Any
	word := strings.ToLower(sql)
	return isLiteral(sql) && !strings.HasPrefix(word, "current_") && (word != "null" || !c.NotNull)
}

// dropColumn drops a column with the constraints and indexes that it is part of,
// as PostgreSQL does. The column itself is left to ALTER TABLE, which refuses
// when a view, a trigger or another column still needs it; but for one that is called
// like the rowid, which ALTER TABLE does not touch.
func (c compiler) dropColumn(o *ops.DropColumn) ([]dialect.Statement, error) {
	to, err := c.table(o.On)
	if err != nil {
		return nil, err
	}
	column := columnLike(to.table, o.Column)
	if column == nil {
		return nil, noColumn(o.On, o.Column)
	}
	before := schema.Clone(to.table)
	var list []dialect.Statement
	to.table.Indexes = slices.DeleteFunc(to.table.Indexes, func(x *schema.Index) bool {
		if !indexMentions(x, column.Name) {
			return false
		}
		list = append(list, statements("DROP INDEX "+quote(x.Name))...)
		return true
	})
	before.Indexes = schema.Clone(to.table.Indexes)
	dropConstraints(to.table, column)
	if isRowid(column.Name) {
		to.table.Columns = slices.DeleteFunc(to.table.Columns, func(c *schema.Column) bool { return c == column })
		rebuilt, err := c.rebuild(before, to)
		return append(list, rebuilt...), err
	}
	rebuilt, err := c.rebuild(before, to)
	if err != nil {
		return nil, err
	}
	list = append(list, rebuilt...)
	return append(list, statements("ALTER TABLE "+quote(o.Table)+" DROP COLUMN "+quote(column.Name))...), nil
}

func noColumn(on ops.On, column string) error {
	return fmt.Errorf("table %s has no column %s", on.Table, column)
}

func indexMentions(x *schema.Index, column string) bool {
	return mentions(x.Where.Any, column) || slices.ContainsFunc(x.Columns, func(p schema.IndexPart) bool {
		return strings.EqualFold(p.Name, column) || mentions(p.SQL.Any, column)
	})
}

// dropConstraints takes the constraints away that a column is part of.
func dropConstraints(t *schema.Table, column *schema.Column) {
	has := func(columns []string) bool { return slices.Contains(columns, column.Name) }
	if t.PrimaryKey != nil && has(t.PrimaryKey.Columns) {
		t.PrimaryKey = nil
	}
	column.Autoincrement = false
	t.Uniques = slices.DeleteFunc(t.Uniques, func(u *schema.Unique) bool { return has(u.Columns) })
	t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(f *schema.ForeignKey) bool { return has(f.Columns) })
	t.Checks = slices.DeleteFunc(t.Checks, func(k *schema.Check) bool { return mentions(k.SQL.Any, column.Name) })
}

func alterColumn(to *target, o *ops.AlterColumn) error {
	column := columnLike(to.table, o.Column)
	if column == nil {
		return noColumn(o.On, o.Column)
	}
	if o.Nullable != nil && o.Options.Get(name, schema.KeyNotNull) == "" {
		dropOption(&column.Options, schema.KeyNotNull)
	}
	change := *o
	change.Column = column.Name
	if o.Autoincrement != nil && !*o.Autoincrement && o.Type.IsZero() && o.Existing != nil {
		change.Type = o.Existing.Type // numbering made it an integer
	}
	if err := ops.Apply(to.db, &change); err != nil {
		return err
	}
	if sql := o.Using.For(name); sql != "" {
		to.using[column.Name] = sql
	}
	return nil
}

// rebuildFor rebuilds a table for the operation at the head of a list, and for as many of the
// next ones as change the same table otherwise; it returns how many these are.
func (c compiler) rebuildFor(list []ops.Op) (int, []dialect.Statement, error) {
	to, err := c.table(ops.OnTable(list[0].(interface{ ID() schema.Name }).ID()))
	if err != nil {
		return 0, nil, err
	}
	before := schema.Clone(to.table)
	if err := changeOf(list[0])(to); err != nil {
		return 0, nil, err
	}
	n, altered := 1, alteredColumns(list[0])
	for _, op := range list[1:] {
		columns := alteredColumns(op)
		if slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(altered, c) }) {
			break
		}
		next, err := c.with(to, op)
		if next == nil || err != nil {
			break // an error comes again when this is the first operation
		}
		to, altered = next, append(altered, columns...)
		n++
	}
	statements, err := c.rebuild(before, to)
	return n, statements, err
}

// with returns what a target becomes by another operation; nil for one that needs no rebuild,
// or that takes the values of a column from those of others as they are by then.
func (c compiler) with(to *target, op ops.Op) (*target, error) {
	change := changeOf(op)
	if o, ok := op.(*ops.AlterColumn); change == nil || ok && (o.Using.For(name) != "" || o.Drops("generated")) {
		return nil, nil
	}
	next := &target{db: schema.Clone(to.db), stored: to.stored, using: to.using}
	next.table = next.db.Tables[0]
	if err := c.settle(next); err != nil {
		return nil, err
	}
	return next, change(next)
}

// alteredColumns are the columns that an operation gives values, or other ones perhaps.
func alteredColumns(op ops.Op) []string {
	switch o := op.(type) {
	case *ops.AddColumn: // with its default, which it may lose afterwards
		return []string{strings.ToLower(o.Column.Name)}
	case *ops.AlterColumn:
		return []string{strings.ToLower(o.Column)}
	case *ops.CreatePrimaryKey:
		columns := slices.Clone(o.Columns)
		for i, c := range columns {
			columns[i] = strings.ToLower(c)
		}
		return columns
	}
	return nil
}
