package schema

import (
	"iter"
	"slices"
)

// Table is a base table with everything that hangs on it but its triggers.
type Table struct {
	Name        string        `toml:"table"`
	Schema      string        `toml:"schema"`
	Columns     []*Column     `toml:"columns"`
	PrimaryKey  *PrimaryKey   `toml:"primary_key"`
	Uniques     []*Unique     `toml:"uniques"`
	ForeignKeys []*ForeignKey `toml:"foreign_keys"`
	Checks      []*Check      `toml:"checks"`
	Exclusions  []*Exclusion  `toml:"exclusions"`
	Indexes     []*Index      `toml:"indexes"`
	Comment     string        `toml:"comment"`
	Options     Options       `toml:"options"`

	// RenamedFrom is what a model says that the table was called before.
	RenamedFrom string `toml:"renamed_from,model"`
	// Origin is where a model declares the table, as file:line, for messages.
	Origin string `toml:"-"`
	// Exact says that a wish is as a server took it: how its columns are numbered is
	// said in full, and not left to what there is.
	Exact bool `toml:"-"`
	// Source is the CREATE statement that a live SQLite table was read from. It is
	// no part of what the table is: a rebuild keeps of the text what still holds.
	Source string `toml:"-"`
	// Heirs says that a live table has others that inherit from it or are partitions
	// of it. It is no part of what the table is.
	Heirs bool `toml:"-"`
}

// Column is one column of a table.
type Column struct {
	Name          string     `toml:"name"`
	Type          Text       `toml:"type"`
	NotNull       bool       `toml:"nullable,not"`
	Default       *Default   `toml:"default"`
	Autoincrement bool       `toml:"autoincrement"`
	Identity      *Identity  `toml:"identity"`
	Generated     *Generated `toml:"generated"`
	OnUpdate      Text       `toml:"on_update"` // MySQL's ON UPDATE CURRENT_TIMESTAMP; other dialects ignore it
	Collation     Text       `toml:"collation"`
	Comment       string     `toml:"comment"`
	Options       Options    `toml:"options"`

	// AnyNumbering says that a live column that numbers rows in another way than the
	// wish would (a SQLite key without AUTOINCREMENT) may stay as it is.
	AnyNumbering bool `toml:"-"`
	// Kept says that a table which has the live column from this one is to keep it as its
	// own when it goes.
	Kept bool `toml:"-"`
	// RenamedFrom is what a model says that the column was called before.
	RenamedFrom string `toml:"renamed_from,model"`
	Origin      string `toml:"-"`
}

// Identity makes a column GENERATED … AS IDENTITY (SQL:2003; PostgreSQL).
type Identity struct {
	Always    bool   `toml:"always"` // else BY DEFAULT
	Start     *int64 `toml:"start"`
	Increment int64  `toml:"increment"`
	Min       *int64 `toml:"min"`
	Max       *int64 `toml:"max"`
	Cache     int64  `toml:"cache"`
	Cycle     bool   `toml:"cycle"`
}

// Generated makes a column's value an expression over the others.
type Generated struct {
	SQL    Text `toml:"sql"`
	Stored bool `toml:"stored"` // else virtual
}

// PrimaryKey is a table's primary key. An empty name is the server's choice.
type PrimaryKey struct {
	Name    string   `toml:"name"`
	Columns []string `toml:"columns"`
	Include []string `toml:"include"`
	// WithoutOverlaps says that the last column is a range, and that no two rows of
	// the same key may overlap in it (PostgreSQL 18).
	WithoutOverlaps bool    `toml:"without_overlaps"`
	Deferrable      bool    `toml:"deferrable"`
	Deferred        bool    `toml:"deferred"` // INITIALLY DEFERRED
	Comment         string  `toml:"comment"`
	IndexComment    string  `toml:"index_comment"` // of the index behind it (PostgreSQL)
	Options         Options `toml:"options"`

	// AnyOrder says that the wish knows no order of the columns: those of a live key
	// may stay as they are.
	AnyOrder bool `toml:"-"`
}

// Unique is a unique constraint.
type Unique struct {
	Name             string   `toml:"name"`
	Columns          []string `toml:"columns"`
	Include          []string `toml:"include"`
	NullsNotDistinct bool     `toml:"nulls_not_distinct"`
	WithoutOverlaps  bool     `toml:"without_overlaps"`
	Deferrable       bool     `toml:"deferrable"`
	Deferred         bool     `toml:"deferred"`
	Comment          string   `toml:"comment"`
	IndexComment     string   `toml:"index_comment"` // as of a primary key
	Options          Options  `toml:"options"`

	// AnyName says that the name is only that of a rule: a live constraint that is the
	// same may keep its own.
	AnyName bool `toml:"-"`
}

// ForeignKey is a reference to another table, or to the same one. Actions are
// lower case ("cascade", "set null", …); empty is NO ACTION. Referred is empty, but
// not nil, where no columns are said: those of the primary key (SQLite, PostgreSQL).
type ForeignKey struct {
	Name             string   `toml:"name"`
	Columns          []string `toml:"columns"`
	References       string   `toml:"references"`
	ReferencesSchema string   `toml:"references_schema"`
	Referred         []string `toml:"referred,empty"`
	OnDelete         string   `toml:"on_delete"`
	OnDeleteColumns  []string `toml:"on_delete_columns"`
	OnUpdate         string   `toml:"on_update"`
	Match            string   `toml:"match"` // "full"; empty is SIMPLE
	Deferrable       bool     `toml:"deferrable"`
	Deferred         bool     `toml:"deferred"`
	NotValid         bool     `toml:"not_valid"`
	NotEnforced      bool     `toml:"not_enforced"`
	Period           bool     `toml:"period"` // the last columns are ranges, of a key without overlaps
	Comment          string   `toml:"comment"`

	// AnyName is what it is of a unique constraint; live keys that say the same once
	// more may stay, too.
	AnyName bool `toml:"-"`
}

// Target returns the table that the key points to.
func (f *ForeignKey) Target() Name { return Name{f.ReferencesSchema, f.References} }

// Check is a check constraint.
type Check struct {
	Name        string `toml:"name"`
	SQL         Text   `toml:"sql"`
	NoInherit   bool   `toml:"no_inherit"`
	NotValid    bool   `toml:"not_valid"`
	NotEnforced bool   `toml:"not_enforced"`
	Column      string `toml:"column"` // the column that the check is part of (MariaDB); empty is the table
	Comment     string `toml:"comment"`
}

// Exclusion is a PostgreSQL exclusion constraint.
type Exclusion struct {
	Name         string              `toml:"name"`
	Using        string              `toml:"using"`
	Elements     []*ExclusionElement `toml:"elements"`
	Include      []string            `toml:"include"`
	Where        Text                `toml:"where"`
	Deferrable   bool                `toml:"deferrable"`
	Deferred     bool                `toml:"deferred"`
	Comment      string              `toml:"comment"`
	IndexComment string              `toml:"index_comment"` // as of a primary key
	Options      Options             `toml:"options"`
}

// ExclusionElement is one "expression WITH operator" of an exclusion.
type ExclusionElement struct {
	SQL  Text   `toml:"sql"`
	With string `toml:"with"`
}

// Index is an index that is not the shadow of a constraint.
type Index struct {
	Name             string      `toml:"name"`
	Unique           bool        `toml:"unique"`
	Columns          []IndexPart `toml:"columns"`
	Where            Text        `toml:"where"`
	Include          []string    `toml:"include"`
	Using            string      `toml:"using"` // method or kind, lower case: gin, hash, fulltext; empty is the default
	NullsNotDistinct bool        `toml:"nulls_not_distinct"`
	Comment          string      `toml:"comment"`
	Options          Options     `toml:"options"`

	// Source is what Table.Source is for the index.
	Source string `toml:"-"`
}

// IndexPart is one column or expression of an index.
type IndexPart struct {
	Name      string `toml:"name"`
	SQL       Text   `toml:"sql"`
	Order     string `toml:"order"` // "desc"; empty is ascending
	Nulls     string `toml:"nulls"` // "first" or "last"; empty is the server's default for the order
	Length    int    `toml:"length"`
	Opclass   string `toml:"opclass"`
	Collation string `toml:"collation"`
}

// ID returns the table's name.
func (t *Table) ID() Name { return Name{t.Schema, t.Name} }

// WithoutOverlaps reports whether a key of the table is one WITHOUT OVERLAPS.
func (t *Table) WithoutOverlaps() bool {
	return t.PrimaryKey != nil && t.PrimaryKey.WithoutOverlaps ||
		slices.ContainsFunc(t.Uniques, func(u *Unique) bool { return u.WithoutOverlaps })
}

// Column returns the column of that name, nil when there is none.
func (t *Table) Column(name string) *Column {
	for _, c := range t.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Index returns the index of that name, nil when there is none.
func (t *Table) Index(name string) *Index {
	for _, x := range t.Indexes {
		if x.Name == name {
			return x
		}
	}
	return nil
}

// ColumnNames returns the names of plain columns; expressions give "".
func (x *Index) ColumnNames() []string {
	names := make([]string, len(x.Columns))
	for i, p := range x.Columns {
		names[i] = p.Name
	}
	return names
}

// Table returns the table of that name, nil when there is none.
func (d *Database) Table(n Name) *Table {
	for _, t := range d.Tables {
		if t.ID() == n {
			return t
		}
	}
	return nil
}

// TablesByID returns the tables by their names, to look up many of them.
func (d *Database) TablesByID() map[Name]*Table {
	byID := make(map[Name]*Table, len(d.Tables))
	for _, t := range d.Tables {
		if byID[t.ID()] == nil {
			byID[t.ID()] = t
		}
	}
	return byID
}

// Enum returns the enum of that name, nil when there is none.
func (d *Database) Enum(n Name) *Enum {
	for _, e := range d.Enums {
		if (Name{e.Schema, e.Name}) == n {
			return e
		}
	}
	return nil
}

// View returns the view with that name, nil if there is none.
func (d *Database) View(n Name) *View {
	for _, v := range d.Views {
		if (Name{v.Schema, v.Name}) == n {
			return v
		}
	}
	return nil
}

// Indexed is what a table has an index for: a primary key, a unique or an exclusion
// constraint, or nothing else than the index. One of the four is set.
type Indexed struct {
	Primary   *PrimaryKey
	Unique    *Unique
	Exclusion *Exclusion
	Index     *Index
}

// Indexed lists what the table has indexes for, the primary key first.
func (t *Table) Indexed() iter.Seq[Indexed] {
	return func(yield func(Indexed) bool) {
		if t.PrimaryKey != nil && !yield(Indexed{Primary: t.PrimaryKey}) {
			return
		}
		for _, u := range t.Uniques {
			if !yield(Indexed{Unique: u}) {
				return
			}
		}
		for _, x := range t.Exclusions {
			if !yield(Indexed{Exclusion: x}) {
				return
			}
		}
		for _, x := range t.Indexes {
			if !yield(Indexed{Index: x}) {
				return
			}
		}
	}
}

// Named returns its kind, as in the names of operations, its name, and where its options are.
func (x Indexed) Named() (kind, name string, options *Options) {
	switch {
	case x.Primary != nil:
		return "primary_key", x.Primary.Name, &x.Primary.Options
	case x.Unique != nil:
		return "unique", x.Unique.Name, &x.Unique.Options
	case x.Exclusion != nil:
		return "exclusion", x.Exclusion.Name, &x.Exclusion.Options
	}
	return "index", x.Index.Name, &x.Index.Options
}
