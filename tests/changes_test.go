package tests

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// changes are what a list of operations does, in the coarse words of the pairs.
type changes struct {
	dialect string
	before  *schema.Database
	now     *schema.Database // before, with the operations so far
	got     []string
	implied []string // what needs no mention
	unique  map[string]string
}

// newChanges describes operations on a database.
func newChanges(name string, list []ops.Op, before *schema.Database) (*changes, error) {
	d, err := migrate.Dialect(name)
	if err != nil {
		return nil, err
	}
	c := &changes{dialect: name, before: before, now: schema.Clone(before), unique: map[string]string{}}
	for _, op := range list {
		c.got = append(c.got, c.describe(op)...)
		if err := dialect.Apply(d, c.now, op); err != nil {
			return nil, err
		}
	}
	for _, op := range list {
		c.imply(op)
	}
	return c, nil
}

// equal compares with a list of expected changes. On MySQL a unique index is a
// unique constraint, and either word for it will do.
func (c *changes) equal(want []string) bool {
	for _, asUnique := range []bool{false, true} {
		got := slices.Clone(c.got)
		for i, g := range got {
			if u, ok := c.unique[g]; ok && asUnique {
				got[i] = u
			}
		}
		if c.covers(merge(got), merge(want)) && c.covers(merge(want), merge(got)) {
			return true
		}
	}
	return false
}

// covers reports whether each of some changes is in another list or needs no mention.
func (c *changes) covers(list, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool {
		column, _ := strings.CutSuffix(strings.TrimSuffix(s, " type"), " collation")
		collation := strings.HasSuffix(s, " type") && slices.Contains(list, column+" collation") || strings.HasSuffix(s, " collation") && slices.Contains(list, column+" type")
		return !slices.Contains(list, s) && !slices.Contains(c.implied, s) && !collation
	})
}

// list is what was found, without what needs no mention.
func (c *changes) list() []string {
	return slices.DeleteFunc(merge(c.got), func(s string) bool { return slices.Contains(c.implied, s) })
}

// merge says "alter" of what is dropped and made again.
func merge(list []string) []string {
	var out []string
	for _, change := range list {
		verb, rest, _ := strings.Cut(change, "_")
		other := map[string][]string{"drop": {"create_", "add_"}, "create": {"drop_"}, "add": {"drop_"}}[verb]
		if slices.ContainsFunc(other, func(v string) bool { return slices.Contains(list, v+rest) }) && !strings.HasPrefix(rest, "column ") {
			change = "alter_" + rest
		}
		if !slices.Contains(out, change) {
			out = append(out, change)
		}
	}
	return out
}

// imply notes what hangs on a table or a column that comes or goes.
func (c *changes) imply(op ops.Op) {
	switch o := op.(type) {
	case *ops.CreateTable:
		c.implyParts("add", "create", c.now.Table(o.ID()), "")
	case *ops.DropTable:
		c.implyParts("drop", "drop", c.before.Table(o.ID()), "")
	case *ops.DropColumn:
		c.implyParts("drop", "drop", c.before.Table(o.ID()), o.Column)
	case *ops.CreatePrimaryKey:
		for _, column := range o.Columns {
			c.implied = append(c.implied, "alter_column "+o.ID().String()+"."+column+" nullable")
		}
	}
}

func (c *changes) implyParts(add, create string, t *schema.Table, column string) {
	if t == nil {
		return
	}
	hangs := func(columns []string) bool { return column == "" || slices.Contains(columns, column) }
	name := t.ID().String()
	for _, u := range t.Uniques {
		if hangs(u.Columns) {
			c.implied = append(c.implied, add+"_unique "+columnsOf(name, u.Columns), create+"_index "+u.Name)
		}
	}
	for _, f := range t.ForeignKeys {
		if hangs(f.Columns) {
			c.implied = append(c.implied, add+"_foreign_key "+keyText(name, f))
		}
	}
	for _, x := range t.Indexes {
		if hangs(x.ColumnNames()) {
			c.implied = append(c.implied, create+"_index "+x.Name, add+"_unique "+columnsOf(name, x.ColumnNames()))
		}
	}
	for _, k := range t.Checks {
		if hangs([]string{k.Column}) {
			c.implied = append(c.implied, add+"_check "+name+" "+k.Name)
		}
	}
	for _, x := range t.Exclusions {
		c.implied = append(c.implied, add+"_exclusion "+name+" "+x.Name)
	}
	if t.PrimaryKey != nil && hangs(t.PrimaryKey.Columns) {
		c.implied = append(c.implied, add+"_primary_key "+columnsOf(name, t.PrimaryKey.Columns))
	}
}

func columnsOf(table string, columns []string) string {
	return table + "(" + strings.Join(columns, ",") + ")"
}

func keyText(table string, f *schema.ForeignKey) string {
	return columnsOf(table, f.Columns) + "->" + columnsOf(f.Target().String(), f.Referred)
}

// describe says what one operation does to the database as it is now.
func (c *changes) describe(op ops.Op) []string {
	var name string
	var t *schema.Table
	if on, ok := op.(interface{ ID() schema.Name }); ok {
		name, t = on.ID().String(), c.now.Table(on.ID())
	}
	if t == nil {
		t = &schema.Table{}
	}
	switch o := op.(type) {
	case *ops.AlterTable:
		var out []string
		if o.Comment != nil {
			out = append(out, "alter_comment "+name)
		}
		if o.Options != nil {
			out = append(out, "alter_table "+name)
		}
		return out
	case *ops.AddColumn:
		return []string{"add_column " + name + "." + o.Column.Name}
	case *ops.DropColumn:
		return []string{"drop_column " + name + "." + o.Column}
	case *ops.RenameColumn:
		return []string{"rename_column " + name + "." + o.Column + "->" + o.To}
	case *ops.RenameTable:
		return []string{"rename_table " + name + "->" + o.To}
	case *ops.RenameConstraint:
		return []string{"rename_constraint " + o.Name + "->" + o.To}
	case *ops.RenameIndex:
		return []string{"rename_index " + o.Name + "->" + o.To}
	case *ops.AlterColumn:
		return alterations("alter_column "+name+"."+o.Column+" ", "alter_comment "+name+"."+o.Column, o)
	case *ops.CreateIndex:
		if o.Unique && c.dialect == "mysql" {
			c.unique["create_index "+o.Name] = "add_unique " + columnsOf(name, o.Index.ColumnNames())
		}
		return []string{"create_index " + o.Name}
	case *ops.DropIndex:
		if x := t.Index(o.Name); x != nil && x.Unique && c.dialect == "mysql" {
			c.unique["drop_index "+o.Name] = "drop_unique " + columnsOf(name, x.ColumnNames())
		}
		return []string{"drop_index " + o.Name}
	case *ops.CreateUnique:
		c.unique["add_unique "+columnsOf(name, o.Unique.Columns)] = "create_index " + o.Name
		return []string{"add_unique " + columnsOf(name, o.Unique.Columns)}
	case *ops.DropUnique:
		columns := o.Columns
		for _, u := range t.Uniques {
			if u.Name == o.Name {
				columns = u.Columns
			}
		}
		return []string{"drop_unique " + columnsOf(name, columns)}
	case *ops.CreateForeignKey:
		return []string{"add_foreign_key " + keyText(name, &o.ForeignKey)}
	case *ops.DropForeignKey:
		for _, f := range t.ForeignKeys {
			if f.Name == o.Name && (o.Name != "" || slices.Equal(o.Columns, f.Columns)) {
				return []string{"drop_foreign_key " + keyText(name, f)}
			}
		}
	case *ops.CreatePrimaryKey:
		return []string{"add_primary_key " + columnsOf(name, o.PrimaryKey.Columns)}
	case *ops.DropPrimaryKey:
		return []string{"drop_primary_key " + columnsOf(name, t.PrimaryKey.Columns)}
	case *ops.CreateCheck:
		return []string{"add_check " + name + " " + o.Name}
	case *ops.DropCheck:
		return []string{"drop_check " + name + " " + o.Name}
	case *ops.ValidateConstraint:
		return []string{"validate_constraint " + name + " " + o.Name}
	case *ops.CreateExclusion:
		return []string{"add_exclusion " + name + " " + o.Name}
	case *ops.AlterIndex:
		return []string{"alter_index " + o.Name}
	case *ops.DropExclusion:
		return []string{"drop_exclusion " + name + " " + o.Name}
	}
	return []string{describeObject(op)}
}

// describeObject is describe for what is not part of a table.
func describeObject(op ops.Op) string {
	switch o := op.(type) {
	case *ops.CreateTable:
		return "create_table " + o.ID().String()
	case *ops.CreateRoutine:
		return "create_" + orFunction(o.Routine.Kind) + " " + named(o.Schema, o.Name)
	case *ops.DropRoutine:
		return "drop_" + orFunction(o.RoutineKind) + " " + o.ID().String()
	case *ops.CreateTrigger:
		return "create_trigger " + o.Name
	case *ops.DropTrigger:
		return "drop_trigger " + o.Name
	case *ops.CreateView:
		return "create_view " + named(o.Schema, o.Name)
	case *ops.AlterView:
		if !o.SQL.IsZero() {
			return "replace_view " + o.ID().String()
		}
		return "alter_view " + o.ID().String()
	case *ops.CreateEnum:
		return "create_enum " + named(o.Schema, o.Name)
	case *ops.CreateDomain:
		return "create_domain " + named(o.Schema, o.Name)
	case *ops.CreateSequence:
		return "create_sequence " + named(o.Schema, o.Name)
	case *ops.AlterSequence:
		return "alter_sequence " + named(o.Schema, o.Name)
	case *ops.CreateSchema:
		return "create_schema " + o.Name
	case *ops.DropSchema:
		return "drop_schema " + o.Name
	case *ops.SetComment:
		return "alter_comment " + o.Name
	case *ops.AlterDomain:
		return "alter_domain " + named(o.Schema, o.Name)
	case interface{ ID() schema.Name }:
		return op.Kind() + " " + o.ID().String()
	}
	return ops.Describe(op)
}

func named(schemaName, name string) string {
	return schema.Name{Schema: schemaName, Name: name}.String()
}

func orFunction(kind string) string {
	if kind == "" {
		return "function"
	}
	return kind
}

// alterations lists the aspects of a column that an operation changes.
func alterations(prefix, comment string, o *ops.AlterColumn) []string {
	var out []string
	for _, a := range []struct {
		name string
		set  bool
	}{
		{"type", !o.Type.IsZero()}, {"nullable", o.Nullable != nil},
		{"default", o.Default != nil || slices.Contains(o.Drop, "default") || !o.OnUpdate.IsZero() || slices.Contains(o.Drop, "on_update")},
		{"generated", o.Generated != nil || slices.Contains(o.Drop, "generated")},
		{"identity", o.Identity != nil || slices.Contains(o.Drop, "identity")},
		{"collation", !o.Collation.IsZero() || slices.Contains(o.Drop, "collation")},
		{"autoincrement", o.Autoincrement != nil && o.Identity == nil}, {"visibility", o.Options != nil},
	} {
		if a.set {
			out = append(out, prefix+a.name)
		}
	}
	if o.Comment != nil {
		out = append(out, comment)
	}
	return out
}

func describeAll(list []ops.Op) []string {
	out := make([]string, len(list))
	for i, op := range list {
		out[i] = ops.Describe(op)
	}
	return out
}

func openConn(t *testing.T, driver, dsn string) *sql.Conn {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// userSchemas lists the schemas beside the default one.
func userSchemas(db database) []string {
	if db.dialect != "postgres" {
		return nil
	}
	text, err := db.query(`SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema') ORDER BY 1`)
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSpace(text), "\n")
}
