package ops

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/limbeck/migrate/schema"
)

// Inverse returns the operations that take one back, given the database as it
// was before. An operation that can't be taken back (Execute, InsertRows, Call)
// is an error: its inverse is for the author of the revision to write.
func Inverse(op Op, before *schema.Database) ([]Op, error) {
	switch o := op.(type) {
	case *CreateTable:
		return []Op{&DropTable{On: OnTable(o.ID())}}, nil
	case *DropTable:
		return recreateTable(before, o.ID())
	case *RenameTable:
		return []Op{&RenameTable{On: On{Table: o.To, Schema: o.Schema}, To: o.Table}}, nil
	case interface {
		inverseIn(*schema.Table) ([]Op, error)
	}:
		t, _ := carrier(before, op)
		if t == nil {
			return nil, fmt.Errorf("%s: there is no table %s", op.Kind(), op.(interface{ ID() schema.Name }).ID())
		}
		return o.inverseIn(t)
	}
	return inverseObject(op, before)
}

// recreateTable says how a table comes back, its indexes and triggers after it.
func recreateTable(before *schema.Database, id schema.Name) ([]Op, error) {
	t := before.Table(id)
	if t == nil {
		return nil, fmt.Errorf("drop_table: there is no table %s", id)
	}
	list := CreateTableOps(t)
	for _, tr := range before.Triggers {
		if tr.Schema == id.Schema && tr.Table == id.Name {
			list = append(list, &CreateTrigger{*schema.Clone(tr)})
		}
	}
	return list, nil
}

// CreateTableOps returns what makes a table: a create_table, then an operation
// for each of its indexes, which reads better than a list within a list. An index
// that an auto-increment column stands first in stays within: MySQL makes no table
// without it. One comes after the wider ones that begin with its columns, in whose favour
// MySQL gives up what it holds to be a foreign key's; and all stay within where
// one of other columns has the name that MySQL would give to a key's. Keys and
// exclusions that not all partitions have (PostgreSQL) are not said with the table, from which all would get them.
func CreateTableOps(t *schema.Table) []Op {
	bare := schema.Clone(t)
	bare.Indexes = nil
	keys := cutPartial(bare)
	list := []Op{NewCreateTable(bare)}
	indexes := slices.Clone(t.Indexes)
	slices.SortStableFunc(indexes, func(a, b *schema.Index) int {
		return cmp.Compare(lateness(t, a), lateness(t, b))
	})
	within := slices.ContainsFunc(indexes, func(x *schema.Index) bool {
		return slices.ContainsFunc(t.ForeignKeys, func(f *schema.ForeignKey) bool {
			return x.Name == f.Name && !slices.Equal(x.ColumnNames(), f.Columns)
		})
	})
	for _, x := range indexes {
		c := t.Column(x.Columns[0].Name)
		if within || c != nil && c.Autoincrement && !leads(t, c.Name) {
			list[0].(*CreateTable).Indexes = append(list[0].(*CreateTable).Indexes, schema.Clone(x))
			continue
		}
		list = append(list, &CreateIndex{On: OnTable(t.ID()), Index: *schema.Clone(x)})
	}
	return append(list, keys...)
}

// NewCreateTable returns the operation that makes a table, which says so where it has no columns.
func NewCreateTable(t *schema.Table) *CreateTable {
	o := &CreateTable{*t}
	if o.Columns == nil && hasOwnColumns(t) {
		o.Columns = []*schema.Column{}
	}
	return o
}

// cutPartial takes the keys and exclusions out of a table that its partitions would get, and
// the keys that are attached to its parent's. An exclusion that is has come with the table.
func cutPartial(t *schema.Table) (keys []Op) {
	if k := t.PrimaryKey; k != nil && k.Options.Partial() {
		t.PrimaryKey, keys = nil, append(keys, &CreatePrimaryKey{On: OnTable(t.ID()), PrimaryKey: *k})
	}
	t.Uniques = slices.DeleteFunc(t.Uniques, func(u *schema.Unique) bool {
		if u.Options.Partial() {
			keys = append(keys, &CreateUnique{On: OnTable(t.ID()), Unique: *u})
		}
		return u.Options.Partial()
	})
	t.Exclusions = slices.DeleteFunc(t.Exclusions, func(x *schema.Exclusion) bool {
		late := x.Options.Partial() && !x.Options.Attached()
		if late {
			keys = append(keys, &CreateExclusion{On: OnTable(t.ID()), Exclusion: *x})
		}
		return late
	})
	return keys
}

// lateness orders the indexes that others begin with after those, and among each other
// the shorter after the longer.
func lateness(t *schema.Table, x *schema.Index) int {
	columns := x.ColumnNames()
	wider := func(other *schema.Index) bool {
		return len(other.Columns) > len(columns) && slices.Equal(other.ColumnNames()[:len(columns)], columns)
	}
	if !slices.ContainsFunc(t.Indexes, wider) {
		return 0
	}
	return math.MaxInt - len(columns)
}

// leads reports whether a column is the first of the primary key or of a unique
// constraint.
func leads(t *schema.Table, column string) bool {
	return t.PrimaryKey != nil && t.PrimaryKey.Columns[0] == column ||
		slices.ContainsFunc(t.Uniques, func(u *schema.Unique) bool { return u.Columns[0] == column })
}

func (o *AlterTable) inverseIn(t *schema.Table) ([]Op, error) {
	back := &AlterTable{On: o.On, Existing: &TableExisting{Comment: t.Comment, Options: mergeOptions(t.Options, o.Options)}}
	if o.Comment != nil {
		comment := t.Comment
		back.Comment = &comment
		back.Existing.Comment = *o.Comment
	}
	if o.Options != nil {
		back.Options = ChangeOptions(back.Existing.Options, t.Options)
	}
	return []Op{back}, nil
}

func (o *AddColumn) inverseIn(*schema.Table) ([]Op, error) {
	return []Op{&DropColumn{On: o.On, Column: o.Column.Name}}, nil
}

// inverseIn brings a column back with the constraints and indexes that went with it.
func (o *DropColumn) inverseIn(t *schema.Table) ([]Op, error) {
	c := t.Column(o.Column)
	if c == nil {
		return nil, fmt.Errorf("drop_column: table %s has no column %s", t.ID(), o.Column)
	}
	has := func(columns []string) bool { return slices.Contains(columns, o.Column) }
	list := []Op{&AddColumn{On: o.On, Column: *schema.Clone(c)}}
	if t.PrimaryKey != nil && has(t.PrimaryKey.Columns) {
		list = append(list, &CreatePrimaryKey{On: o.On, PrimaryKey: *schema.Clone(t.PrimaryKey)})
	}
	for _, u := range t.Uniques {
		if has(u.Columns) {
			list = append(list, &CreateUnique{On: o.On, Unique: *schema.Clone(u)})
		}
	}
	for _, x := range t.Indexes {
		if has(x.ColumnNames()) {
			list = append(list, &CreateIndex{On: o.On, Index: *schema.Clone(x)})
		}
	}
	for _, f := range t.ForeignKeys {
		if has(f.Columns) {
			list = append(list, &CreateForeignKey{On: o.On, ForeignKey: *schema.Clone(f)})
		}
	}
	return list, nil
}

func (o *RenameColumn) inverseIn(*schema.Table) ([]Op, error) {
	return []Op{&RenameColumn{On: o.On, Column: o.To, To: o.Column}}, nil
}

func (o *AlterColumn) inverseIn(t *schema.Table) ([]Op, error) {
	c := t.Column(o.Column)
	if c == nil {
		return nil, fmt.Errorf("alter_column: table %s has no column %s", t.ID(), o.Column)
	}
	if back := ChangeColumn(o.On, o.Change(c), c); back != nil {
		return []Op{back}, nil
	}
	return nil, nil
}

func (o *CreatePrimaryKey) inverseIn(*schema.Table) ([]Op, error) {
	return []Op{&DropPrimaryKey{On: o.On, Name: o.Name, IfExists: o.Options.Attached()}}, nil
}

func (o *DropPrimaryKey) inverseIn(t *schema.Table) ([]Op, error) {
	if t.PrimaryKey == nil {
		return nil, fmt.Errorf("drop_primary_key: table %s has none", t.ID())
	}
	return []Op{&CreatePrimaryKey{On: o.On, PrimaryKey: *schema.Clone(t.PrimaryKey)}}, nil
}

func (o *CreateUnique) inverseIn(*schema.Table) ([]Op, error) {
	return []Op{&DropUnique{On: o.On, Name: o.Name, Columns: unnamed(o.Name, o.Columns), IfExists: o.Options.Attached()}}, nil
}

func (o *DropUnique) inverseIn(t *schema.Table) ([]Op, error) {
	for _, u := range t.Uniques {
		if matches(o.Name, u.Name, slices.Equal(o.Columns, u.Columns)) {
			return []Op{&CreateUnique{On: o.On, Unique: *schema.Clone(u)}}, nil
		}
	}
	return nil, fmt.Errorf("drop_unique: table %s has no unique constraint %s", t.ID(), o.Name)
}

func (o *CreateForeignKey) inverseIn(*schema.Table) ([]Op, error) {
	return []Op{&DropForeignKey{On: o.On, Name: o.Name, Columns: unnamed(o.Name, o.Columns)}}, nil
}

func (o *DropForeignKey) inverseIn(t *schema.Table) ([]Op, error) {
	for _, f := range t.ForeignKeys {
		if matches(o.Name, f.Name, slices.Equal(o.Columns, f.Columns)) {
			return []Op{&CreateForeignKey{On: o.On, ForeignKey: *schema.Clone(f)}}, nil
		}
	}
	return nil, fmt.Errorf("drop_foreign_key: table %s has no foreign key %s", t.ID(), o.Name)
}

func (o *CreateCheck) inverseIn(*schema.Table) ([]Op, error) {
	back := &DropCheck{On: o.On, Name: o.Name}
	if o.Name == "" {
		back.SQL = o.SQL
	}
	return []Op{back}, nil
}

func (o *DropCheck) inverseIn(t *schema.Table) ([]Op, error) {
	for _, c := range t.Checks {
		if matches(o.Name, c.Name, o.SQL.Equal(c.SQL)) {
			return []Op{&CreateCheck{On: o.On, Check: *schema.Clone(c)}}, nil
		}
	}
	return nil, fmt.Errorf("drop_check: table %s has no check %s", t.ID(), o.Name)
}

func (o *CreateExclusion) inverseIn(*schema.Table) ([]Op, error) {
	return []Op{&DropExclusion{On: o.On, Name: o.Name, IfExists: o.Options.Attached()}}, nil
}

func (o *DropExclusion) inverseIn(t *schema.Table) ([]Op, error) {
	for _, x := range t.Exclusions {
		if x.Name == o.Name {
			return []Op{&CreateExclusion{On: o.On, Exclusion: *schema.Clone(x)}}, nil
		}
	}
	return nil, fmt.Errorf("drop_exclusion: table %s has no exclusion %s", t.ID(), o.Name)
}

func (o *CreateIndex) inverseIn(*schema.Table) ([]Op, error) {
	return []Op{&DropIndex{On: o.On, Name: o.Name, IfExists: o.Options.Attached(), Concurrently: o.Concurrently}}, nil
}

func (o *DropIndex) inverseIn(t *schema.Table) ([]Op, error) {
	if x := t.Index(o.Name); x != nil {
		return []Op{&CreateIndex{On: o.On, Index: *schema.Clone(x), Concurrently: o.Concurrently}}, nil
	}
	return nil, fmt.Errorf("drop_index: table %s has no index %s", t.ID(), o.Name)
}

func (o *AlterIndex) inverseIn(t *schema.Table) ([]Op, error) {
	options := indexOptions(t, o.Name)
	if options == nil {
		return nil, fmt.Errorf("alter_index: table %s has no index %s", t.ID(), o.Name)
	}
	return []Op{&AlterIndex{On: o.On, Name: o.Name, Options: ChangeOptions(mergeOptions(*options, o.Options), *options)}}, nil
}

func (o *RenameIndex) inverseIn(*schema.Table) ([]Op, error) {
	return []Op{&RenameIndex{On: o.On, Name: o.To, To: o.Name}}, nil
}

func (o *RenameConstraint) inverseIn(*schema.Table) ([]Op, error) {
	return []Op{&RenameConstraint{On: o.On, Name: o.To, To: o.Name}}, nil
}

// inverseIn makes the constraint anew: nothing else lets go of what has been validated.
func (o *ValidateConstraint) inverseIn(t *schema.Table) ([]Op, error) {
	for _, f := range t.ForeignKeys {
		if f.Name == o.Name && f.NotValid {
			return []Op{&DropForeignKey{On: o.On, Name: o.Name}, &CreateForeignKey{On: o.On, ForeignKey: *schema.Clone(f)}}, nil
		}
	}
	for _, k := range t.Checks {
		if k.Name == o.Name && k.NotValid {
			return []Op{&DropCheck{On: o.On, Name: o.Name}, &CreateCheck{On: o.On, Check: *schema.Clone(k)}}, nil
		}
	}
	return nil, nil
}

// unnamed gives a drop the columns by which to find a constraint without a name.
func unnamed(name string, columns []string) []string {
	if name != "" {
		return nil
	}
	return slices.Clone(columns)
}
