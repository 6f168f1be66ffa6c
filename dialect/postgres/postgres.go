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
	Fold:          func(tokens []dialect.Token) []dialect.Token { return foldConstants(foldArrays(tokens)) },
}

// Name returns "postgres".
func (Dialect) Name() string { return name }

// Lexicon tells how PostgreSQL's SQL is read.
func (Dialect) Lexicon() dialect.Lexicon { return lexicon }

// Traits tells that PostgreSQL minds all that depends on what changes.
func (Dialect) Traits() dialect.Traits { return traits }

var traits = dialect.Traits{
	TransactionalDDL: true,
	Now:              "CAST(CURRENT_TIMESTAMP AS CHAR(19))",
	Comments:         true,
	AtOnce:           dialect.ChangesColumn,
	Grants:           true,
	PinsViews:        true,
	Overloads:        true,
	OwnForeignKeys:   true, // indexes are named beside tables, in their schema
	OwnChecks:        true,
	RenamesInPlace:   []string{"index", "primary_key", "unique", "foreign_key", "check", "exclusion"},
	AdjustsIndex:     adjustsIndex,
	Referred:         dialect.UniqueColumns,
	SequenceName:     SequenceName,
	NotNullName:      NotNullName,
	OwnType:          ownType,
	HandedDown:       []string{"statistics", "storage"},
	ResetByType:      []string{"compression", "storage"},
	Serverwide:       changesServer,
}

// Existing is what DSN gives: connecting makes no database.
func (Dialect) Existing(dsn string) string { return dsn }

// Script frames offline SQL with a transaction.
func (Dialect) Script() (begin, commit []string) { return []string{"BEGIN"}, []string{"COMMIT"} }

// Recreates: what a column is generated from can't be changed, nor taken from one that has no
// values of its own.
func (Dialect) Recreates(change *ops.AlterColumn) bool {
	was := change.Existing
	virtual := was != nil && was.Generated != nil && !was.Generated.Stored
	return change.Generated != nil || change.Drops("generated") && virtual
}

// MadeIndexes is empty: foreign keys get none.
func (Dialect) MadeIndexes(*schema.Table) []*schema.Index { return nil }

// LosesIndex is false: an index is there until somebody drops it.
func (Dialect) LosesIndex(*schema.Index, *schema.Table, *schema.Table) bool { return false }
