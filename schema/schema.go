package schema

// Name names an object within a schema. An empty Schema is the connection's
// default one ("public" on PostgreSQL unless search_path says otherwise).
type Name struct{ Schema, Name string }

func (n Name) String() string {
	if n.Schema == "" {
		return n.Name
	}
	return n.Schema + "." + n.Name
}

// Database is everything that a comparison looks at. Slices keep the order of
// the source, so that output made from them is the same on every run.
type Database struct {
	// Default is what the default schema is called, where it has a name.
	Default, DefaultComment string
	// Unread are schemas that have something in them and were not read.
	Unread []string
	// User is as whom a live database was read: MySQL notes no definer of what that user
	// defined, and PostgreSQL no privileges of theirs on what they own.
	User string
	// NotNullNames: the server has a name for what is behind NOT NULL (PostgreSQL 18).
	NotNullNames bool
	// UnloggedSequences: a sequence may be unlogged, as that of an unlogged table's column is (PostgreSQL 15).
	UnloggedSequences bool
	// KeysHoldNumbers: a column that a foreign key is on, or refers to, neither comes to number the rows
	// nor ceases to (MySQL, and not MariaDB).
	KeysHoldNumbers bool
	// SameDefaults: no column comes to a table with a default that another server would have another value
	// for, like UUID() (MySQL, and not MariaDB).
	SameDefaults bool
	// StrictMode is the session's sql_mode with what has the server refuse to cut values off, where that has not
	// (MySQL).
	StrictMode string
	// Tablespace is where a live database puts what names none, empty for its own: that has no option (PostgreSQL).
	Tablespace string

	Schemas    []*Schema
	Extensions []*Extension
	Enums      []*Enum
	Domains    []*Domain
	Composites []*Composite
	Objects    []*Object
	Sequences  []*Sequence
	Tables     []*Table
	Views      []*View
	Routines   []*Routine
	Triggers   []*Trigger
	Events     []*Event

	// Grants are what roles may do with these. AsNew are those that new objects of the user get
	// at once: in a schema, or in any where its name is AnySchema.
	Grants, AsNew []*Grant
	// Owners are those of objects that the user doesn't own: what an owner may do goes without saying.
	Owners []Owner

	// Skipped are what a server has beside these.
	Skipped []Skipped
}

// Schema is a namespace other than the default one.
type Schema struct {
	Name    string `toml:"name"`
	Comment string `toml:"comment"`
	// Empty: a live one that nothing at all is in, whether it was read or can't be.
	Empty bool `toml:"-"`
}

// Extension is a PostgreSQL extension.
type Extension struct {
	Name    string `toml:"name"`
	Schema  string `toml:"schema"`
	Version string `toml:"version"`
}

// Enum is a named enumeration type. Only PostgreSQL has it as an object of its
// own; elsewhere the columns that use it carry the values in their type.
type Enum struct {
	Name    string   `toml:"name"`
	Schema  string   `toml:"schema"`
	Values  []string `toml:"values,empty"`
	Comment string   `toml:"comment"`
}

// Domain is a PostgreSQL domain: a type with a default and checks.
type Domain struct {
	Name      string   `toml:"name"`
	Schema    string   `toml:"schema"`
	Type      Text     `toml:"type"`
	NotNull   bool     `toml:"nullable,not"`
	Default   *Default `toml:"default"`
	Collation string   `toml:"collation"`
	Checks    []*Check `toml:"checks"`
	Comment   string   `toml:"comment"`

	// NotNullName is that of the constraint behind NOT NULL, where it is not the server's choice (PostgreSQL 18).
	NotNullName string `toml:"not_null_name"`
}

// Sequence is a sequence generator. Zero numbers mean the server's default;
// Min and Max are pointers because zero is a bound that people set.
type Sequence struct {
	Name      string `toml:"name"`
	Schema    string `toml:"schema"`
	Type      string `toml:"type"`
	Start     *int64 `toml:"start"`
	Increment int64  `toml:"increment"`
	Min       *int64 `toml:"min"`
	Max       *int64 `toml:"max"`
	Cache     int64  `toml:"cache"` // -1 is none (MariaDB)
	Cycle     bool   `toml:"cycle"`
	OwnedBy   string `toml:"owned_by"` // table.column
	Unlogged  bool   `toml:"unlogged"` // PostgreSQL 15
	Comment   string `toml:"comment"`
}

// View is a view or, on PostgreSQL, a materialized view. SQL is the query.
type View struct {
	Name         string   `toml:"name"`
	Schema       string   `toml:"schema"`
	SQL          Text     `toml:"sql"`
	Materialized bool     `toml:"materialized"`
	Columns      []string `toml:"columns"`
	Indexes      []*Index `toml:"indexes"`
	Comment      string   `toml:"comment"`
	Options      Options  `toml:"options"`

	// Granted is what grants the privileges on a live one, and Shape its columns, each with its
	// type and collation (PostgreSQL).
	Granted string   `toml:"-"`
	Shape   []string `toml:"-"`
}

// Routine is a function, procedure or aggregate. SQL is the whole CREATE
// statement as the server prints it; Args tells overloads apart.
type Routine struct {
	Name    string  `toml:"name"`
	Schema  string  `toml:"schema"`
	Kind    string  `toml:"kind"` // function, procedure, aggregate
	Args    string  `toml:"args"`
	SQL     Text    `toml:"sql"`
	Comment string  `toml:"comment"`
	Options Options `toml:"options"`
	Granted string  `toml:"-"` // as of a view
}

// Trigger is a trigger on a table or view. SQL is the whole CREATE statement.
type Trigger struct {
	Name    string  `toml:"name"`
	Schema  string  `toml:"schema"`
	Table   string  `toml:"table"`
	SQL     Text    `toml:"sql"`
	Comment string  `toml:"comment"`
	Options Options `toml:"options"`
}
