package ops

import "github.com/limbeck/migrate/schema"

// Op is one operation of a revision. Its concrete types are pointers to the
// structs of this package.
type Op interface {
	// Kind is the operation's name in a revision file, such as "create_table".
	Kind() string
}

// On names the table that an operation is about. Most operations embed it.
type On struct {
	Table  string `toml:"table,required"`
	Schema string `toml:"schema"`
}

// ID returns the table's name.
func (o On) ID() schema.Name { return schema.Name{Schema: o.Schema, Name: o.Table} }

// OnTable makes the On of a table.
func OnTable(n schema.Name) On { return On{Table: n.Name, Schema: n.Schema} }

// Tables.
type (
	// CreateTable creates a table with its constraints and, after it, its indexes.
	CreateTable struct {
		schema.Table
	}
	// DropTable drops a table with all that hangs on it. DetachFrom (PostgreSQL, in its words)
	// is the table that a partition leaves first: no partition can be dropped where a foreign
	// key refers to what it is a partition of.
	DropTable struct {
		On
		DetachFrom string `toml:"detach_from"`
	}
	// RenameTable renames a table within its schema.
	RenameTable struct {
		On
		To string `toml:"to,required"`
	}
	// AlterTable changes a table's comment and options. A nil Comment stays.
	AlterTable struct {
		On
		Comment  *string        `toml:"comment"`
		Options  schema.Options `toml:"options"`
		Existing *TableExisting `toml:"existing"`
	}
	// TableExisting is what an AlterTable changes from.
	TableExisting struct {
		Comment string         `toml:"comment"`
		Options schema.Options `toml:"options"`
	}
)

// Columns.
type (
	// AddColumn adds a column at the end of a table.
	AddColumn struct {
		On
		Column schema.Column `toml:"column,required"`
	}
	// DropColumn drops a column.
	DropColumn struct {
		On
		Column string `toml:"column,required"`
		Only   bool   `toml:"only"` // tables that have the column from this one keep it (PostgreSQL)
	}
	// RenameColumn renames a column.
	RenameColumn struct {
		On
		Column string `toml:"column,required"`
		To     string `toml:"to,required"`
	}
	// AlterColumn changes what it names of a column: a zero or nil field stays as
	// it is. Drop lists what is taken away: "default", "identity", "generated",
	// "on_update", "collation". Existing is the whole column as it was, which
	// offline SQL for MySQL needs.
	AlterColumn struct {
		On
		Column        string            `toml:"column,required"`
		Type          schema.Text       `toml:"type"`
		Using         schema.Text       `toml:"using"`
		Nullable      *bool             `toml:"nullable"`
		Default       *schema.Default   `toml:"default"`
		Autoincrement *bool             `toml:"autoincrement"`
		Identity      *schema.Identity  `toml:"identity"`
		Generated     *schema.Generated `toml:"generated"`
		OnUpdate      schema.Text       `toml:"on_update"`
		Collation     schema.Text       `toml:"collation"`
		Comment       *string           `toml:"comment"`
		Options       schema.Options    `toml:"options"`
		Drop          []string          `toml:"drop"`
		Existing      *schema.Column    `toml:"existing"`
	}
)

// Constraints. A drop names its constraint, or says what it is made of where the
// database knows no name (SQLite).
type (
	CreatePrimaryKey struct {
		On
		schema.PrimaryKey
	}
	// DropPrimaryKey drops the primary key of a table. IfExists (PostgreSQL) is for one that
	// may have gone with another that it was attached to; so it is for
	// DropUnique and DropExclusion.
	DropPrimaryKey struct {
		On
		Name     string `toml:"name"`
		IfExists bool   `toml:"if_exists"`
	}
	CreateUnique struct {
		On
		schema.Unique
	}
	DropUnique struct {
		On
		Name     string   `toml:"name"`
		Columns  []string `toml:"columns"`
		IfExists bool     `toml:"if_exists"`
	}
	CreateForeignKey struct {
		On
		schema.ForeignKey
	}
	DropForeignKey struct {
		On
		Name    string   `toml:"name"`
		Columns []string `toml:"columns"`
	}
	CreateCheck struct {
		On
		schema.Check
	}
	DropCheck struct {
		On
		Name string      `toml:"name"`
		SQL  schema.Text `toml:"sql"`
	}
	CreateExclusion struct {
		On
		schema.Exclusion
	}
	DropExclusion struct {
		On
		Name     string `toml:"name,required"`
		IfExists bool   `toml:"if_exists"`
	}
	// RenameConstraint renames a constraint of any kind.
	RenameConstraint struct {
		On
		Name string `toml:"name,required"`
		To   string `toml:"to,required"`
	}
	// ValidateConstraint checks the rows that a NOT VALID constraint let pass.
	ValidateConstraint struct {
		On
		Name string `toml:"name,required"`
	}
)

// Indexes.
type (
	// CreateIndex creates an index. Concurrently (PostgreSQL) does it without
	// blocking writers, outside of a transaction.
	CreateIndex struct {
		On
		schema.Index
		Concurrently bool `toml:"concurrently"`
	}
	// DropIndex drops an index. IfExists (PostgreSQL) is for one that may have gone with
	// the index of a partitioned table that it is attached to.
	DropIndex struct {
		On
		Name         string `toml:"name,required"`
		IfExists     bool   `toml:"if_exists"`
		Concurrently bool   `toml:"concurrently"`
	}
	// AlterIndex changes options of an index, which may be a constraint's, while it is there; an empty
	// value takes one away.
	AlterIndex struct {
		On
		Name    string         `toml:"name,required"`
		Options schema.Options `toml:"options"`
	}
	RenameIndex struct {
		On
		Name string `toml:"name,required"`
		To   string `toml:"to,required"`
	}
)

// Objects beside tables.
type (
	CreateSchema struct{ schema.Schema }
	DropSchema   struct {
		Name string `toml:"name,required"`
	}
	CreateExtension struct{ schema.Extension }
	// AlterExtension moves an extension to another schema, with all that it has; Existing is the one that it is in.
	AlterExtension struct {
		Name     string `toml:"name,required"`
		Schema   string `toml:"schema,required"`
		Existing string `toml:"existing"`
	}
	DropExtension struct {
		Name string `toml:"name,required"`
	}

	// CreateEnum makes a named enum type; a dialect without them does nothing.
	CreateEnum struct{ schema.Enum }
	// AlterEnum adds values to an enum in place, renames some, or, where Values is
	// given, replaces the list (which recreates the type and casts its columns).
	// Transaction "off" commits what it adds before what follows, which may use it then.
	AlterEnum struct {
		Named
		Add         []EnumValue       `toml:"add"`
		Rename      map[string]string `toml:"rename"`
		Values      []string          `toml:"values,empty"`
		Transaction string            `toml:"transaction"`
		Existing    []string          `toml:"existing"`
	}
	// EnumValue is a value to add, at the end unless it says where.
	EnumValue struct {
		Value  string `toml:"value,required"`
		Before string `toml:"before"`
		After  string `toml:"after"`
	}
	DropEnum struct{ Named }

	CreateDomain struct{ schema.Domain }
	// AlterDomain makes a domain what it describes, all but its type. Existing is
	// the domain as it was.
	AlterDomain struct {
		schema.Domain
		Existing *schema.Domain `toml:"existing,required"`
	}
	DropDomain struct{ Named }

	CreateComposite struct{ schema.Composite }
	// AlterComposite makes a composite type what it describes: it adds, drops and
	// retypes columns. Existing is the type as it was.
	AlterComposite struct {
		schema.Composite
		Existing *schema.Composite `toml:"existing,required"`
	}
	DropComposite struct{ Named }

	// CreateObject makes an object of a kind that has no operations of its own.
	CreateObject struct{ schema.Object }
	DropObject   struct {
		Named
		ObjectKind string `toml:"kind,required"`
	}

	// CreateSequence makes a sequence. After is a column, as table.column, after whose largest
	// value (the least, where the sequence falls) it goes on; the table may be in another schema.
	CreateSequence struct {
		schema.Sequence
		After string `toml:"after"`
	}
	// AlterSequence makes a sequence what it describes. Existing is the sequence as it
	// was: whether it was unlogged, and has yet to come to its new bounds.
	AlterSequence struct {
		schema.Sequence
		Existing *schema.Sequence `toml:"existing"`
	}
	DropSequence struct{ Named }

	CreateView struct{ schema.View }
	// AlterView changes a view that stays (PostgreSQL): its query, which gives the columns that the
	// view has and maybe more after them, and options, of which an empty value takes one away.
	// Existing are the options as they were, which have to be said again with a query.
	AlterView struct {
		Named
		SQL      schema.Text    `toml:"sql"`
		Options  schema.Options `toml:"options"`
		Existing schema.Options `toml:"existing"`
	}
	DropView struct {
		Named
		Materialized bool `toml:"materialized"`
	}
	CreateRoutine struct{ schema.Routine }
	DropRoutine   struct {
		Named
		RoutineKind string `toml:"kind"` // function, procedure, aggregate; empty is function
		Args        string `toml:"args"`
	}
	CreateTrigger struct{ schema.Trigger }
	DropTrigger   struct {
		On
		Name string `toml:"name,required"`
	}

	// Named names an object that is not part of a table.
	Named struct {
		Name   string `toml:"name,required"`
		Schema string `toml:"schema"`
	}
)

// ID returns the object's name.
func (n Named) ID() schema.Name { return schema.Name{Schema: n.Schema, Name: n.Name} }

// Privileges.
type (
	// Grant gives privileges to a role.
	Grant struct{ schema.Grant }
	// Revoke takes them; with a grant option, only that.
	Revoke struct{ schema.Grant }
)

// Data and code.
type (
	// SetComment sets the comment of a kind of object that has no other op for it:
	// On is "index", "constraint", "view", "sequence", "schema", "enum", "domain",
	// "composite", or the kind of a create_object.
	SetComment struct {
		On      string `toml:"on,required"`
		Name    string `toml:"name,required"`
		Table   string `toml:"table"`
		Args    string `toml:"args"` // of a function, procedure or aggregate
		Schema  string `toml:"schema"`
		Comment string `toml:"comment"`
	}
	// Execute runs SQL as it stands: one or several statements, per dialect where
	// needed. Transaction "off" runs it outside of the revision's transaction.
	Execute struct {
		SQL         schema.Text `toml:"sql,required"`
		Transaction string      `toml:"transaction"`
	}
	// InsertRows inserts literal rows. A row that lacks a key that others have
	// gets NULL there.
	InsertRows struct {
		On
		Rows []map[string]any `toml:"rows,required"`
	}
	// Call runs a Go function that the embedding program registered under Name.
	Call struct {
		Name string         `toml:"name,required"`
		Args map[string]any `toml:"args"`
	}
)
