package dialect

import (
	"context"
	"database/sql"
	"time"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Dialect is one kind of database.
type Dialect interface {
	// Name is the key of this dialect in revision files: "postgres", "mysql", "sqlite".
	Name() string

	// DSN turns a URL into the name of a database/sql driver and what to open it
	// with. ok is false when the URL is of another dialect. An error never
	// contains the URL's password.
	DSN(url string) (driver, dsn string, ok bool, err error)

	// Existing changes what to open such that a database that is not there is an
	// error, and is not made.
	Existing(dsn string) string

	// Quote quotes an identifier; Literal quotes a value (nil, bool, int64,
	// float64, string, []byte, time.Time) as an SQL literal.
	Quote(identifier string) string
	Literal(value any) string

	// Lexicon tells how this dialect's SQL is read; Traits how its server takes changes.
	Lexicon() Lexicon
	Traits() Traits

	// LowerType spells a neutral or native type name as the server's catalog does.
	// A name that it does not know passes through.
	LowerType(name string) (string, error)
	// RaiseType is the inverse of LowerType: the neutral name where lowering it
	// gives back exactly this native one, else the native name.
	RaiseType(native string) string
	// FinishTable makes a table that [LowerTable] has taken through the steps that
	// all dialects share what this server would say it is: it drops what the server
	// hasn't got, spells defaults as the catalog does, folds implied settings.
	FinishTable(t *schema.Table) error
	// FinishDatabase does the same to the objects beside tables.
	FinishDatabase(db *schema.Database) error
	// Reconcile settles, in place, what the wish leaves open and the live database
	// has decided (which form of auto-increment, which table collation), and takes
	// out of live what the server made by itself (MySQL's index under a foreign
	// key). Both are native. It is called once before a comparison.
	Reconcile(wish, live *schema.Database)
	// RaiseTable puts a native table into neutral form, in place: such that
	// lowering it again gives exactly the native table that it was. The database is
	// the one that the table is part of (for the values of its enums).
	RaiseTable(t *schema.Table, in *schema.Database)

	// Compile turns an operation, in neutral or native form, into statements.
	// present looks up what is there now, where the dialect has to know.
	Compile(op ops.Op, present Present) ([]Statement, error)
	// CompileNext compiles the operation at the head of a list, and with it as many of the
	// next ones as the server does at less cost at once: a table is copied once instead of
	// once for each. It returns how many these are. present is as it is before the first.
	CompileNext(list []ops.Op, present Present) (n int, statements []Statement, err error)

	// Recreates reports whether a column can only be changed so by dropping it and
	// adding it anew. Existing says what the column is.
	Recreates(change *ops.AlterColumn) bool
	// LosesIndex reports whether the server drops an index by itself while a table
	// becomes another one, both native, that has it too; to is nil where that has
	// another index of its name.
	LosesIndex(x *schema.Index, from, to *schema.Table) bool
	// MadeIndexes are the indexes that the server makes by itself with a native table that
	// lacks them.
	MadeIndexes(t *schema.Table) []*schema.Index
	// Follow does to a database what this server does to it after an operation, which has
	// been applied to the database otherwise: to the texts of all others after a rename_table
	// or rename_column, and to the columns that others have from one that changes. It returns
	// the views and triggers that the server leaves with the old name, and so broken.
	Follow(db *schema.Database, op ops.Op) (broken []string)
	// Script frames offline SQL: what goes before the first statement of a
	// revision's transaction and after its last.
	Script() (begin, commit []string)
	// Setting is the statement that sets, in a script, what Prepare sets for a run and
	// the given statement can't do without; empty where there is no such thing.
	Setting(statement string) string
	// Prepare readies a fresh connection for migrating (time-outs, pragmas).
	Prepare(ctx context.Context, conn *sql.Conn) error
	// Remember notes what is set in a session now, for what a script or Prepare sets
	// afterwards to be taken back: restore does so, also within a transaction.
	Remember(ctx context.Context, conn *sql.Conn) (restore func(context.Context) error, err error)
	// Home is the schema in which a table without one stands, such that naming it
	// finds that table whatever a script sets.
	Home(ctx context.Context, conn *sql.Conn) (schema string, err error)
	// Begin starts a revision's transaction on a prepared connection; Commit ends
	// it, first checking what the dialect can only check at the end.
	Begin(ctx context.Context, conn *sql.Conn) error
	Commit(ctx context.Context, conn *sql.Conn) error
	// Lock waits until no other runner works on this database, at the longest for
	// the given time (forever when it is negative), and returns what frees the lock
	// again. It returns [ErrLockTimeout] when the time is over.
	Lock(ctx context.Context, conn *sql.Conn, timeout time.Duration) (unlock func(), err error)
	// HasTable reports whether a table exists in the connection's default schema
	// (or the one named).
	HasTable(ctx context.Context, conn *sql.Conn, table schema.Name) (bool, error)
	// SetTimeouts limits how long the statements of a connection wait for locks, and
	// how long they run; 0 is the server's own setting.
	SetTimeouts(ctx context.Context, conn *sql.Conn, lock, statement time.Duration) error
	// LockedOut reports whether an error says that a statement waited too long for
	// a lock. Blockers names, for people, who holds locks that others may wait for.
	LockedOut(err error) bool
	Blockers(ctx context.Context, q Queryer) ([]string, error)

	// Absent reports whether an error says that what was to be taken away is not
	// there.
	Absent(err error) bool

	// Effect tells what a statement does.
	Effect(sql string) Effect
	// Definition is what the catalog says of an object now: empty when there is no
	// such thing, [Invalid] when what is there is the rest of a failed attempt, and
	// [Untold] when the server doesn't say. Any change of the object shows in it.
	Definition(ctx context.Context, conn *sql.Conn, o Object) (string, error)
	// Variables returns the statement that gives another session what these
	// statements left in this one for later ones to read: user variables; empty when
	// there is nothing.
	Variables(ctx context.Context, conn *sql.Conn, statements []string) (string, error)
	// Undoes reports whether a transaction undoes what is written to a table.
	Undoes(ctx context.Context, conn *sql.Conn, table schema.Name) (bool, error)
	// Seal returns a statement together with the one that records its end, for the
	// server to carry out by itself, where it can; else the statement alone.
	Seal(statement, record string) string
	// Session names the server's side of a connection. Running reports whether that
	// side still works on a statement, after its client is gone perhaps.
	Session(ctx context.Context, conn *sql.Conn) (string, error)
	Running(ctx context.Context, conn *sql.Conn, session, statement string) (bool, error)

	// Scratch makes an empty database like the one that conn is connected to (which
	// dsn opened), for SQL models to be loaded into.
	Scratch(ctx context.Context, conn *sql.Conn, dsn string) (*Scratch, error)
	// Explain adds to a driver's error what the user can do about it; empty when
	// there is nothing to add.
	Explain(err error) string
}

// Invalid is the definition of an index that a failed CREATE INDEX CONCURRENTLY
// has left behind.
const Invalid = "invalid"

// Statement is one statement to send.
type Statement struct {
	SQL string
	// NoTransaction marks a statement that refuses to run in a transaction.
	NoTransaction bool
	// Warning says what the server would do to it without a word.
	Warning string `json:"-"`
}

// Present returns a database that holds just the named table as it is now, in
// native form, with its triggers; no table in it when there is none. What it
// returns is the caller's to change.
type Present func(table schema.Name) (*schema.Database, error)

// Queryer reads: a *sql.DB, *sql.Conn or *sql.Tx.
type Queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Scratch is an empty database for a while.
type Scratch struct {
	// DSN opens it, on one connection only.
	DSN string
	// First are the statements that make it like the other one, to be run in it.
	First []string
	// Drop removes it.
	Drop func(context.Context) error
}
