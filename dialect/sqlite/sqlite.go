package sqlite

import (
	"encoding/hex"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// name is the dialect's key in revision files and options.
const name = "sqlite"

// Dialect speaks to SQLite, 3.35 or newer.
type Dialect struct{}

var _ dialect.Dialect = Dialect{}

// New returns the dialect.
func New() dialect.Dialect { return Dialect{} }

// Name is "sqlite".
func (Dialect) Name() string { return name }

var lexicon = dialect.Lexicon{Backticks: true, Brackets: true, QuotedStrings: true, Bodies: []string{"trigger"}, Inline: inline}

// own are the tables that SQLite makes by itself: the shell's .schema lists them.
var own = regexp.MustCompile(`(?i)^CREATE TABLE (IF NOT EXISTS )?['"]?sqlite_(sequence|stat[0-9])\b`)

// inline passes over the tables that nobody may make, and over the lines that the shell
// takes for comments between statements.
func inline(statement, script string) (instead []string, taken int, ok bool) {
	if statement == "" && strings.HasPrefix(script, "#") {
		line, _, _ := strings.Cut(script, "\n")
		return nil, len(line), true
	}
	return nil, 0, own.MatchString(statement)
}

// Lexicon tells how SQLite's SQL is read.
func (Dialect) Lexicon() dialect.Lexicon { return lexicon }

// Traits tells that a transaction undoes all, and a rebuild changes anything, but that SQLite
// reads the whole schema each time.
func (Dialect) Traits() dialect.Traits { return traits }

var traits = dialect.Traits{
	TransactionalDDL: true,
	Now:              "CAST(CURRENT_TIMESTAMP AS CHAR(19))",
	Rebuilds:         true,
	AtOnce:           func(op ops.Op) bool { return changeOf(op) != nil },
	ReadsViews:       true,
	BindsLate:        true,
	FoldsTables:      true,
	FoldsColumns:     true,
	OwnForeignKeys:   true, // indexes are named beside tables
	OwnChecks:        true,
	OptionsFirst:     true, // a column may have a type that a strict table refuses
	NumbersInKey:     true,
}

// Quote quotes an identifier.
func (Dialect) Quote(identifier string) string { return quote(identifier) }

func quote(identifier string) string {
	return `"` + strings.ReplaceAll(identifier, `"`, `""`) + `"`
}

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = quote(n)
	}
	return strings.Join(quoted, ", ")
}

// Literal spells a value. Booleans are 1 and 0, which every version knows; times
// are UTC in the format of CURRENT_TIMESTAMP.
func (Dialect) Literal(value any) string { return literal(value) }

func literal(value any) string {
	switch v := value.(type) {
	case nil:
		return "NULL"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return floatLiteral(v)
	case []byte:
		return "x'" + hex.EncodeToString(v) + "'"
	case time.Time:
		return textLiteral(v.UTC().Format("2006-01-02 15:04:05.999999999"))
	case string:
		return textLiteral(v)
	}
	return textLiteral(fmt.Sprint(value))
}

// floatLiteral keeps a whole number a float.
func floatLiteral(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NULL"
	case math.IsInf(v, 1):
		return "9e999"
	case math.IsInf(v, -1):
		return "-9e999"
	}
	s := strconv.FormatFloat(v, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// textLiteral spells a string. SQLite reads a statement only up to a NUL, so a
// text that holds one is written in hexadecimal.
func textLiteral(s string) string {
	if strings.ContainsRune(s, 0) {
		return "CAST(x'" + hex.EncodeToString([]byte(s)) + "' AS TEXT)"
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// Script frames a revision of offline SQL. Foreign keys can only be turned off
// outside of a transaction; each revision does so, as a script may be cut.
func (Dialect) Script() (begin, commit []string) {
	return []string{"PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE"}, []string{"COMMIT"}
}

// Recreates: a rebuild changes anything.
func (Dialect) Recreates(*ops.AlterColumn) bool { return false }

// MadeIndexes is empty: foreign keys get none.
func (Dialect) MadeIndexes(*schema.Table) []*schema.Index { return nil }

// LosesIndex is false: an index is there until somebody drops it.
func (Dialect) LosesIndex(*schema.Index, *schema.Table, *schema.Table) bool { return false }
