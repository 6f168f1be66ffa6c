package schema

import "strings"

// Composite is a PostgreSQL type that is made of columns. These have a name, a
// type, a collation and a comment; their order is not a difference.
type Composite struct {
	Name    string    `toml:"name"`
	Schema  string    `toml:"schema"`
	Columns []*Column `toml:"columns"`
	Comment string    `toml:"comment"`
}

// ID returns the type's name.
func (c *Composite) ID() Name { return Name{c.Schema, c.Name} }

// Column returns the column of that name, nil when there is none.
func (c *Composite) Column(name string) *Column { return (&Table{Columns: c.Columns}).Column(name) }

// Object is an object of a kind that has no vocabulary of its own: SQL is the whole
// CREATE statement, or several. Kind is how DROP calls it, in lower case: "collation",
// "event trigger", "statistics". The name of a cast or an operator is all that
// follows DROP CAST or DROP OPERATOR.
type Object struct {
	Kind    string `toml:"kind,required"`
	Name    string `toml:"name,required"`
	Schema  string `toml:"schema"`
	SQL     Text   `toml:"sql"`
	Comment string `toml:"comment"`
}

// ID returns the object's name.
func (o *Object) ID() Name { return Name{o.Schema, o.Name} }

// Skipped is an object that was seen and is none of ours: of a kind that can't be
// read, or whose text says too little.
type Skipped struct {
	Kind, Schema, Name, Reason string
	Text                       string // what of it can be told to differ from another one
	Holds                      []Held
}

// ID returns the object's name.
func (s Skipped) ID() Name { return Name{s.Schema, s.Name} }

// Instead is what a table isn't in whose place the object is, such as foreign; empty where it is
// not in the place of one.
func (s Skipped) Instead() string {
	what, _ := strings.CutSuffix(s.Kind, " table")
	if what == s.Kind {
		return ""
	}
	return what
}

// Held is a column that can't change its type nor go while an object of another kind is there,
// or, without a column, a table which that object loses when it goes.
type Held struct {
	Table  Name
	Column string
}
