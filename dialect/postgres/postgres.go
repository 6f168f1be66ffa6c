package postgres

import (
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Dialect is PostgreSQL.
type Dialect struct{}

// New returns the dialect.
func New() dialect.Dialect { return Dialect{} }

const name = "postgres"

var lexicon = dialect.Lexicon{
	NameBytes:     maxName,
	DollarQuotes:  true,
	EscapeStrings: true,
	NestedComment: true,
	Bodies:        []string{"function", "procedure"}, // BEGIN ATOMIC … END
	Inline:        inline,
	Fold:          foldArrays,
}

// Name returns "postgres".
func (Dialect) Name() string { return name }

// Lexicon tells how PostgreSQL's SQL is read.
func (Dialect) Lexicon() dialect.Lexicon { return lexicon }

// Existing is what DSN gives: connecting makes no database.
func (Dialect) Existing(dsn string) string { return dsn }

// TransactionalDDL reports that a transaction undoes DDL.
func (Dialect) TransactionalDDL() bool { return true }

// Script frames offline SQL with a transaction.
func (Dialect) Script() (begin, commit []string) { return []string{"BEGIN"}, []string{"COMMIT"} }

// OwnNames: indexes are named beside tables, in their schema.
func (Dialect) OwnNames(kind string) bool { return kind == "foreign_key" }

// BindsLate: a trigger needs its function, and a function in SQL what it names.
func (Dialect) BindsLate() bool { return false }

// PinsViews reports that it can't.
func (Dialect) PinsViews() bool { return true }

// Recreates: what a column is generated from can't be changed.
func (Dialect) Recreates(change *ops.AlterColumn) bool { return change.Generated != nil }

// LosesIndex is false: an index is there until somebody drops it.
func (Dialect) LosesIndex(*schema.Index, *schema.Table, *schema.Table) bool { return false }
