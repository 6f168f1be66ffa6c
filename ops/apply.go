package ops

import (
	"fmt"
	"slices"

	"github.com/limbeck/migrate/schema"
)

// Apply does to a database in memory what the operation does to a real one. What
// Execute and Call do is not known: they change nothing here. An error says that
// the database lacks what the operation is about; nothing is changed then.
func Apply(db *schema.Database, op Op) error {
	switch o := op.(type) {
	case *CreateTable:
		if db.Table(o.ID()) != nil {
			return fmt.Errorf("table %s exists already", o.ID())
		}
		db.Tables = append(db.Tables, schema.Clone(&o.Table))
		return nil
	case *DropTable:
		return dropTable(db, o.ID())
	case *RenameTable:
		return renameTable(db, o)
	case *Execute, *Call, *InsertRows:
		return nil
	case interface{ applyTo(*schema.Table) error }:
		t, view := carrier(db, op)
		if t == nil {
			return fmt.Errorf("there is no table %s", op.(interface{ ID() schema.Name }).ID())
		}
		if err := o.applyTo(t); err != nil {
			return fmt.Errorf("table %s: %w", t.ID(), err)
		}
		if view != nil {
			view.Indexes = t.Indexes
		}
		if rename, ok := op.(*RenameColumn); ok {
			rename.Follow(db)
		}
		return nil
	}
	return applyObject(db, op)
}

// carrier finds the table of which an operation changes a part. A materialized view is one for its indexes.
func carrier(db *schema.Database, op Op) (*schema.Table, *schema.View) {
	id := op.(interface{ ID() schema.Name }).ID()
	switch op.(type) {
	case *CreateIndex, *DropIndex, *AlterIndex:
		if v := db.View(id); v != nil && v.Materialized {
			return &schema.Table{Name: v.Name, Schema: v.Schema, Indexes: v.Indexes}, v
		}
	}
	return db.Table(id), nil
}

func dropTable(db *schema.Database, id schema.Name) error {
	if db.Table(id) == nil {
		return fmt.Errorf("there is no table %s", id)
	}
	db.Tables = slices.DeleteFunc(db.Tables, func(t *schema.Table) bool { return t.ID() == id })
	db.Triggers = slices.DeleteFunc(db.Triggers, func(t *schema.Trigger) bool { return t.Schema == id.Schema && t.Table == id.Name })
	return nil
}

// renameTable renames a table and what refers to it.
func renameTable(db *schema.Database, o *RenameTable) error {
	t := db.Table(o.ID())
	if t == nil {
		return fmt.Errorf("there is no table %s", o.ID())
	}
	for _, other := range db.Tables {
		for _, f := range other.ForeignKeys {
			if f.Target() == t.ID() {
				f.References = o.To
			}
		}
	}
	for _, g := range db.Grants {
		if g.On == "table" && g.Schema == t.Schema && g.Name == t.Name {
			g.Name = o.To
		}
	}
	for _, tr := range db.Triggers {
		if tr.Schema == t.Schema && tr.Table == t.Name {
			tr.Table = o.To
		}
	}
	t.Name = o.To
	return nil
}

// Follow gives the column its new name in the keys, constraints and indexes of its table,
// whether that lists the column or has it from a parent, and in the foreign keys that refer
// to it.
func (o *RenameColumn) Follow(db *schema.Database) {
	if t := db.Table(o.ID()); t != nil {
		o.followIn(t)
	}
	for _, t := range db.Tables {
		for _, f := range t.ForeignKeys {
			if f.Target() == o.ID() {
				renameIn(f.Referred, o.Column, o.To)
			}
		}
	}
	for _, g := range db.Grants {
		for i, p := range g.Privileges {
			if word, column := Privilege(p); column == o.Column && g.On == "table" && g.Schema == o.Schema && g.Name == o.Table {
				g.Privileges[i] = OfColumn(word, o.To)
			}
		}
	}
}

func renameIn(names []string, from, to string) {
	for i := range names {
		if names[i] == from {
			names[i] = to
		}
	}
}

func (o *AlterTable) applyTo(t *schema.Table) error {
	if o.Comment != nil {
		t.Comment = *o.Comment
	}
	t.Options = mergeOptions(t.Options, o.Options)
	return nil
}

func (o *AddColumn) applyTo(t *schema.Table) error {
	if t.Column(o.Column.Name) != nil {
		return fmt.Errorf("column %s exists already", o.Column.Name)
	}
	t.Columns = append(t.Columns, schema.Clone(&o.Column))
	return nil
}

// applyTo drops the column with the constraints and indexes that it is part of,
// as PostgreSQL does.
func (o *DropColumn) applyTo(t *schema.Table) error {
	if t.Column(o.Column) == nil {
		return noColumn(o.Column)
	}
	has := func(columns []string) bool { return slices.Contains(columns, o.Column) }
	t.Columns = slices.DeleteFunc(t.Columns, func(c *schema.Column) bool { return c.Name == o.Column })
	t.Uniques = slices.DeleteFunc(t.Uniques, func(u *schema.Unique) bool { return has(u.Columns) })
	t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(f *schema.ForeignKey) bool { return has(f.Columns) })
	t.Indexes = slices.DeleteFunc(t.Indexes, func(x *schema.Index) bool { return has(x.ColumnNames()) })
	if t.PrimaryKey != nil && has(t.PrimaryKey.Columns) {
		t.PrimaryKey = nil
	}
	return nil
}

func (o *RenameColumn) applyTo(t *schema.Table) error {
	c := t.Column(o.Column)
	if c == nil {
		return noColumn(o.Column)
	}
	c.Name = o.To
	return nil
}

func (o *RenameColumn) followIn(t *schema.Table) {
	if t.PrimaryKey != nil {
		renameIn(t.PrimaryKey.Columns, o.Column, o.To)
		renameIn(t.PrimaryKey.Include, o.Column, o.To)
	}
	for _, u := range t.Uniques {
		renameIn(u.Columns, o.Column, o.To)
		renameIn(u.Include, o.Column, o.To)
	}
	for _, f := range t.ForeignKeys {
		renameIn(f.Columns, o.Column, o.To)
		renameIn(f.OnDeleteColumns, o.Column, o.To)
	}
	for _, x := range t.Exclusions {
		renameIn(x.Include, o.Column, o.To)
	}
	for _, x := range t.Indexes {
		for i := range x.Columns {
			if x.Columns[i].Name == o.Column {
				x.Columns[i].Name = o.To
			}
		}
		renameIn(x.Include, o.Column, o.To)
	}
}

func (o *AlterColumn) applyTo(t *schema.Table) error {
	for i, c := range t.Columns {
		if c.Name == o.Column {
			t.Columns[i] = o.Change(c)
			return nil
		}
	}
	return noColumn(o.Column)
}

func noColumn(name string) error { return fmt.Errorf("there is no column %s", name) }

func (o *CreatePrimaryKey) applyTo(t *schema.Table) error {
	if t.PrimaryKey != nil {
		return fmt.Errorf("has a primary key already")
	}
	t.PrimaryKey = schema.Clone(&o.PrimaryKey)
	for _, name := range o.Columns {
		if c := t.Column(name); c != nil {
			c.NotNull = true
		}
	}
	return nil
}

// applyTo takes along what a column says only of its part in the key (see the SQLite
// dialect): whether NULL may be in it.
func (o *DropPrimaryKey) applyTo(t *schema.Table) error {
	if t.PrimaryKey == nil {
		return nil
	}
	for _, name := range t.PrimaryKey.Columns {
		if c := t.Column(name); c != nil {
			c.NotNull = c.NotNull && c.Options.Get("sqlite", schema.KeyNotNull) != "false"
			c.Options = mergeOptions(c.Options, schema.Options{"sqlite": {schema.KeyNotNull: ""}})
		}
	}
	t.PrimaryKey = nil
	return nil
}

func (o *CreateUnique) applyTo(t *schema.Table) error {
	t.Uniques = append(t.Uniques, schema.Clone(&o.Unique))
	return nil
}

func (o *DropUnique) applyTo(t *schema.Table) error {
	return drop(&t.Uniques, "unique constraint", o.Name, func(u *schema.Unique) bool {
		return matches(o.Name, u.Name, slices.Equal(o.Columns, u.Columns))
	})
}

func (o *CreateForeignKey) applyTo(t *schema.Table) error {
	t.ForeignKeys = append(t.ForeignKeys, schema.Clone(&o.ForeignKey))
	return nil
}

func (o *DropForeignKey) applyTo(t *schema.Table) error {
	return drop(&t.ForeignKeys, "foreign key", o.Name, func(f *schema.ForeignKey) bool {
		return matches(o.Name, f.Name, slices.Equal(o.Columns, f.Columns))
	})
}

func (o *CreateCheck) applyTo(t *schema.Table) error {
	t.Checks = append(t.Checks, schema.Clone(&o.Check))
	return nil
}

func (o *DropCheck) applyTo(t *schema.Table) error {
	return drop(&t.Checks, "check", o.Name, func(c *schema.Check) bool {
		return matches(o.Name, c.Name, o.SQL.Equal(c.SQL))
	})
}

func (o *CreateExclusion) applyTo(t *schema.Table) error {
	t.Exclusions = append(t.Exclusions, schema.Clone(&o.Exclusion))
	return nil
}

func (o *DropExclusion) applyTo(t *schema.Table) error {
	return drop(&t.Exclusions, "exclusion constraint", o.Name, func(x *schema.Exclusion) bool { return x.Name == o.Name })
}

func (o *CreateIndex) applyTo(t *schema.Table) error {
	if t.Index(o.Name) != nil {
		return fmt.Errorf("index %s exists already", o.Name)
	}
	t.Indexes = append(t.Indexes, schema.Clone(&o.Index))
	return nil
}

func (o *DropIndex) applyTo(t *schema.Table) error {
	return drop(&t.Indexes, "index", o.Name, func(x *schema.Index) bool { return x.Name == o.Name })
}

func (o *AlterIndex) applyTo(t *schema.Table) error {
	options := indexOptions(t, o.Name)
	if options == nil {
		return fmt.Errorf("there is no index %s", o.Name)
	}
	*options = mergeOptions(*options, o.Options)
	return nil
}

func (o *RenameIndex) applyTo(t *schema.Table) error {
	x := t.Index(o.Name)
	if x == nil {
		return fmt.Errorf("there is no index %s", o.Name)
	}
	x.Name = o.To
	followName(t, o.Name, o.To)
	return nil
}

// followName gives the options that name an index, or a constraint with one, its new name.
func followName(t *schema.Table, from, to string) {
	for _, key := range []string{schema.ReplicaIdentity, schema.ClusterOn} {
		if t.Options.Get("postgres", key) == from {
			t.Options.Set("postgres", key, to)
		}
	}
}

func (o *RenameConstraint) applyTo(t *schema.Table) error {
	c := constraintOf(t, o.Name)
	if c == nil {
		return fmt.Errorf("there is no constraint %s", o.Name)
	}
	*c.name = o.To
	followName(t, o.Name, o.To)
	return nil
}

func (o *ValidateConstraint) applyTo(t *schema.Table) error {
	c := constraintOf(t, o.Name)
	if c == nil || c.notValid == nil {
		return fmt.Errorf("there is no foreign key or check %s", o.Name)
	}
	*c.notValid = false
	return nil
}

// matches reports whether a drop means a constraint: by its name, or, when it
// gives none, by what the constraint is made of.
func matches(wanted, name string, sameContent bool) bool {
	if wanted != "" {
		return wanted == name
	}
	return sameContent
}

// drop removes the first item that matches.
func drop[T any](list *[]*T, what, name string, match func(*T) bool) error {
	i := slices.IndexFunc(*list, match)
	if i < 0 {
		return fmt.Errorf("there is no %s %s", what, name)
	}
	*list = slices.Delete(*list, i, i+1)
	return nil
}
