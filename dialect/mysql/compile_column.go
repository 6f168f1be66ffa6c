package mysql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// addColumn adds a column.
func (c compiler) addColumn(op *ops.AddColumn) ([]string, error) {
	if err := checkNames(op.Column.Name); err != nil {
		return nil, err
	}
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	column := op.Column
	part, err := c.lower(op.On, schema.Table{Columns: []*schema.Column{&column}, Options: optionsOf(live)})
	if err != nil {
		return nil, err
	}
	plainRowTime(part.Columns[0], live)
	if live != nil && unsafe(part.Columns[0]) {
		if db, err := c.database(op.ID()); err != nil || db.SameDefaults {
			return c.addUnsafe(op.On, part.Columns[0], live), err
		}
	}
	return c.alter(op.On, "ADD COLUMN "+columnSQL(part.Columns[0], nil)), nil
}

// unsafeFunctions are those that a default may call, and that MySQL adds no column with, whatever the
// format of its binary log: error 1674 (manual, "ALTER TABLE", default expressions and replication).
var unsafeFunctions = []string{"current_user", "rand", "random_bytes", "session_user", "sysdate", "system_user", "user", "uuid", "uuid_short"}

// unsafe reports whether a column's default calls one of them.
func unsafe(c *schema.Column) bool {
	return c.Generated == nil && slices.ContainsFunc(lexicon.Tokens(computed(c)), func(t dialect.Token) bool {
		return t.Kind == dialect.Word && slices.Contains(unsafeFunctions, strings.ToLower(t.Text))
	})
}

// addUnsafe adds a column whose default MySQL takes of no column that comes: it gets the default when it
// is there, and each row a value of it, as if it had come with it. What the server would set to the time
// of the change in these rows stays.
func (c compiler) addUnsafe(on ops.On, column *schema.Column, live *schema.Table) []string {
	bare := schema.Clone(column)
	bare.NotNull, bare.Default = false, nil
	empty := schema.Clone(column)
	empty.NotNull = false
	fill := "UPDATE " + tableName(on.ID()) + " SET " + quote(column.Name) + " = DEFAULT"
	for _, other := range live.Columns {
		if other.OnUpdate.Any != "" && other.Name != column.Name {
			fill += ", " + quote(other.Name) + " = " + quote(other.Name)
		}
	}
	sql := slices.Concat(c.alter(on, "ADD COLUMN "+columnSQL(bare, nil)), c.alter(on, "MODIFY COLUMN "+columnSQL(empty, nil)),
		[]string{fill + " WHERE " + quote(column.Name) + " IS NULL"})
	if column.NotNull {
		sql = append(sql, c.alter(on, "MODIFY COLUMN "+columnSQL(column, nil))...)
	}
	return sql
}

func (c compiler) dropColumn(op *ops.DropColumn) ([]string, error) {
	return c.alter(op.On, "DROP COLUMN "+quote(op.Column)), nil
}

func optionsOf(t *schema.Table) schema.Options {
	if t == nil {
		return nil
	}
	return t.Options
}

// alterColumn changes a column. MODIFY repeats the whole column, so what the
// operation does not name comes from the live table, or offline from existing.
func (c compiler) alterColumn(op *ops.AlterColumn) ([]string, error) {
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	before, table, err := c.columnBefore(op, live)
	if err != nil {
		return nil, err
	}
	saidAnew(before, op, table)
	after, err := changeColumn(before, op)
	if err != nil {
		return nil, err
	}
	part, err := c.lower(op.On, schema.Table{Columns: []*schema.Column{after}, Options: table.Options})
	if err != nil {
		return nil, err
	}
	after = part.Columns[0]
	if live != nil && live.Options.Get(name, schema.SystemPeriod) != "" && isRowTime(before) && isRowTime(after) {
		return nil, fmt.Errorf("column %s of table %s bounds its PERIOD FOR SYSTEM_TIME, and MariaDB changes nothing of such a column: leave it as it is", op.Column, op.ID())
	}
	if action := defaultAction(before, after); action != "" && onlyDefault(op) {
		return c.alter(op.On, action), nil
	}
	change := c.alter(op.On, placed("MODIFY COLUMN "+columnSQL(after, table.Checks), after, live)...)
	if !casts(before.Type.Any, after.Type.Any) {
		text := &schema.Column{Name: before.Name, Type: schema.SQL("varchar(100)"), NotNull: before.NotNull}
		change = append(c.alter(op.On, "MODIFY COLUMN "+columnSQL(text, nil)), change...)
	}
	return change, nil
}

// placed moves a column behind what it is computed from: see [moved].
func placed(modify string, c *schema.Column, live *schema.Table) []string {
	actions := []string{modify}
	if live == nil {
		return actions
	}
	after, along := moved(c, live.Columns)
	if after == "" {
		return actions
	}
	actions[0] += " AFTER " + quote(after)
	for after = c.Name; len(along) > 0; after, along = along[0].Name, along[1:] {
		actions = append(actions, "MODIFY COLUMN "+columnSQL(along[0], live.Checks)+" AFTER "+quote(after))
	}
	return actions
}

// moved tells behind which column one moves that is computed from such as stand behind it, and are
// computed too: MariaDB computes them in their order, and defaults likewise. Those between the two that
// are computed from the column come along.
func moved(c *schema.Column, columns []*schema.Column) (after string, along []*schema.Column) {
	at := slices.IndexFunc(columns, func(o *schema.Column) bool { return o.Name == c.Name })
	last := at
	for i, other := range columns[at+1:] {
		if computed(other) != "" && reads(c, other.Name) {
			last = at + 1 + i
		}
	}
	if last == at {
		return "", nil
	}
	names := []string{c.Name}
	for _, other := range columns[at+1 : last] {
		if slices.ContainsFunc(names, func(name string) bool { return reads(other, name) }) {
			names, along = append(names, other.Name), append(along, other)
		}
	}
	return columns[last].Name, along
}

// reads reports whether a column is computed from the one of that name.
func reads(c *schema.Column, column string) bool {
	return slices.ContainsFunc(lexicon.Tokens(computed(c)), func(t dialect.Token) bool { return t.Kind != dialect.String && strings.EqualFold(t.Name(), column) })
}

// computed is the expression that gives a column its value or its default, empty where it has none.
func computed(c *schema.Column) string {
	switch {
	case c.Generated != nil:
		return c.Generated.SQL.Any
	case c.Default != nil && !isLiteral(c.Default.SQL.Any):
		return c.Default.SQL.Any
	}
	return ""
}

// families are the types that MariaDB makes of text but not of each other's values,
// even where a table has none; numbers and times are one more.
var families = [][]string{{nativeUUID}, {"inet4"}, {"inet6"}, geometries}

// casts reports whether the server makes values of one type into those of another.
// What it does not cast goes by way of text, and it refuses what makes no sense.
func casts(from, to string) bool {
	family := func(native string) int {
		return slices.IndexFunc(families, func(f []string) bool { return slices.Contains(f, baseOf(native)) })
	}
	return family(from) == family(to) || takesText(from) || takesText(to)
}

// takesText reports whether a type is a string's, which all others are made of.
func takesText(native string) bool {
	base := baseOf(native)
	return hasCharset(native) || strings.HasSuffix(base, "binary") || strings.HasSuffix(base, "blob")
}

// columnBefore is the native column that an operation changes, and its table as
// far as it is known.
func (c compiler) columnBefore(op *ops.AlterColumn, live *schema.Table) (*schema.Column, *schema.Table, error) {
	if live != nil {
		column := live.Column(op.Column)
		if column == nil {
			return nil, nil, fmt.Errorf("table %s has no column %s", op.ID(), op.Column)
		}
		return column, live, nil
	}
	existing := schema.Column{Name: op.Column}
	if op.Existing != nil {
		existing = schema.Clone(*op.Existing)
		existing.Name = op.Column
	}
	if existing.Type.For(name) == "" {
		existing.Type = op.Type
	}
	if existing.Type.For(name) == "" || op.Existing == nil && !complete(op) {
		return nil, nil, fmt.Errorf("column %s.%s: MySQL repeats the whole column in a change; without a database to read it from, the operation needs `existing`, e.g. existing = { type = \"varchar(20)\", nullable = false }", op.ID(), op.Column)
	}
	part, err := c.lower(op.On, schema.Table{Columns: []*schema.Column{&existing}})
	if err != nil {
		return nil, nil, err
	}
	return part.Columns[0], part, nil
}

// complete reports whether an operation says by itself what the column must be.
func complete(op *ops.AlterColumn) bool {
	return op.Type.For(name) != "" && op.Nullable != nil && (op.Default != nil || slices.Contains(op.Drop, "default"))
}

// changeColumn merges an operation into a column.
func changeColumn(before *schema.Column, op *ops.AlterColumn) (*schema.Column, error) {
	after := schema.Clone(before)
	if op.Type.For(name) != "" {
		after.Type = op.Type
		// A default that followed the old precision follows the new one.
		after.Default = refit(after.Default, before.Type.Any)
		if now := after.OnUpdate.Any; now != "" {
			after.OnUpdate = schema.SQL(raiseNow(now, before.Type.Any))
		}
	}
	if op.Nullable != nil {
		after.NotNull = !*op.Nullable
	}
	if op.Default.For(name) != nil {
		after.Default = op.Default
	}
	if op.Autoincrement != nil {
		after.Autoincrement = *op.Autoincrement
	}
	if op.Identity != nil {
		after.Autoincrement = true
	}
	if op.Generated != nil && op.Generated.SQL.For(name) != "" {
		after.Generated = op.Generated
	}
	if op.OnUpdate.For(name) != "" {
		after.OnUpdate = op.OnUpdate
	}
	if op.Collation.For(name) != "" {
		after.Collation = op.Collation
	}
	if op.Comment != nil {
		after.Comment = *op.Comment
	}
	for _, key := range sortedKeys(op.Options[name]) {
		after.Options.Set(name, key, op.Options[name][key])
	}
	for _, what := range op.Drop {
		drop, ok := drops[what]
		if !ok {
			return nil, fmt.Errorf("column %s.%s: drop = %q is not one of %s", op.ID(), op.Column, what, strings.Join(sortedKeys(drops), ", "))
		}
		drop(after)
	}
	return after, nil
}

// refit raises a default that is the current time in the old type's precision.
func refit(def *schema.Default, native string) *schema.Default {
	if def == nil {
		return nil
	}
	return &schema.Default{SQL: schema.SQL(raiseNow(def.SQL.Any, native))}
}

// drops are what alter_column's drop can name.
var drops = map[string]func(*schema.Column){
	"default":   func(c *schema.Column) { c.Default = nil },
	"identity":  func(c *schema.Column) { c.Autoincrement = false },
	"generated": func(c *schema.Column) { c.Generated = nil },
	"on_update": func(c *schema.Column) { c.OnUpdate = schema.Text{} },
	"collation": func(c *schema.Column) { c.Collation = schema.Text{} },
}

// defaultAction is the shorter way to change nothing but a default, which can't
// lose anything else; empty where there is more to change. DROP DEFAULT would
// leave a column that can be NULL without DEFAULT NULL.
func defaultAction(before, after *schema.Column) string {
	rest := schema.Clone(before)
	rest.Default = after.Default
	if !sameColumn(rest, after) || slices.Contains(lobTypes, baseOf(after.Type.Any)) {
		return "" // MySQL has no literal, nor NULL, for the default of a TEXT
	}
	head := "ALTER COLUMN " + quote(after.Name)
	switch {
	case after.Default == nil && baseOf(after.Type.Any) == "timestamptz":
		return "" // without explicit_defaults_for_timestamp it would be the current time
	case after.Default == nil && after.NotNull:
		return head + " DROP DEFAULT"
	case after.Default == nil:
		return head + " SET DEFAULT NULL"
	}
	def := renderDefault(after.Default.SQL.Any, after.Type.Any)
	if !isLiteral(def) {
		return "" // MySQL takes the current time in MODIFY only, and there alone keeps an expression what it is
	}
	return head + " SET DEFAULT " + def
}

// onlyDefault reports whether an operation asks for no other change. One that the column seems to have
// already is for the server to judge: offline nobody knows how a new default of the table left the column.
func onlyDefault(op *ops.AlterColumn) bool {
	rest := *op
	rest.Default, rest.Drop = nil, slices.DeleteFunc(slices.Clone(op.Drop), func(what string) bool { return what == "default" })
	return !rest.Changes()
}

func sameColumn(a, b *schema.Column) bool {
	return columnSQL(a, nil) == columnSQL(b, nil)
}
