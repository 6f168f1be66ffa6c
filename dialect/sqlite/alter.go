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
	db     *schema.Database // holds just the table, under the name that the operation uses
	table  *schema.Table    // native
	stored string           // its name in the case in which the database has it
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
		found := &target{db, t, t.Name}
		db.Tables[i], t.Name = t, on.Table
		return found, nil
	}
	return nil, fmt.Errorf("there is no table %s", on.Table)
}

// change applies a change to a table in memory and rebuilds it as it is then;
// nothing is done where SQLite would not see a difference.
func (c compiler) change(on ops.On, apply func(*target) error) ([]dialect.Statement, error) {
	to, err := c.table(on)
	if err != nil {
		return nil, err
	}
	before := schema.Clone(to.table)
	if err := apply(to); err != nil {
		return nil, err
	}
	return c.rebuild(before, to, nil)
}

// rebuild makes the table what the target has become. using gives the expressions
// that fill columns, where it isn't the column itself.
func (c compiler) rebuild(before *schema.Table, to *target, using map[string]string) ([]dialect.Statement, error) {
	after, err := dialect.LowerTable(c, to.db.Tables[0])
	if err != nil {
		return nil, err
	}
	if after, err = numbered(c, after); err != nil || len(using) == 0 && sameTable(before, after) {
		return nil, err
	}
	before.Name, after.Name = to.stored, to.stored
	return rebuild{c, before, after, to.db.Triggers, using}.statements()
}

// replay is the change that an operation makes in memory.
func replay(op ops.Op) func(*target) error {
	return func(to *target) error { return ops.Apply(to.db, op) }
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
	if taken := columnLike(to.table, o.Column.Name); taken != nil {
		return nil, fmt.Errorf("table %s has a column %s already", o.Table, taken.Name)
	}
	before := schema.Clone(to.table)
	if err := ops.Apply(to.db, o); err != nil {
		return nil, err
	}
	after, err := dialect.LowerTable(c, to.table)
	if err != nil {
		return nil, err
	}
	if column := after.Column(o.Column.Name); addable(column) {
		return statements(addClause(o.Table, column)), nil
	}
	return c.rebuild(before, to, nil)
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
		rebuilt, err := c.rebuild(before, to, nil)
		return append(list, rebuilt...), err
	}
	rebuilt, err := c.rebuild(before, to, nil)
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

func (c compiler) alterColumn(o *ops.AlterColumn) ([]dialect.Statement, error) {
	to, err := c.table(o.On)
	if err != nil {
		return nil, err
	}
	column := columnLike(to.table, o.Column)
	if column == nil {
		return nil, noColumn(o.On, o.Column)
	}
	before := schema.Clone(to.table)
	if o.Nullable != nil && o.Options.Get(name, schema.KeyNotNull) == "" {
		dropOption(&column.Options, schema.KeyNotNull)
	}
	change := *o
	change.Column = column.Name
	if o.Autoincrement != nil && !*o.Autoincrement && o.Type.IsZero() && o.Existing != nil {
		change.Type = o.Existing.Type // numbering made it an integer
	}
	if err := ops.Apply(to.db, &change); err != nil {
		return nil, err
	}
	using := map[string]string{}
	if sql := o.Using.For(name); sql != "" {
		using[column.Name] = sql
	}
	return c.rebuild(before, to, using)
}
