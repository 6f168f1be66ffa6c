package mysql

import (
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// name is the dialect's key in revision files, for both products.
const name = "mysql"

// Dialect implements [dialect.Dialect] for MySQL and MariaDB.
type Dialect struct{}

var _ dialect.Dialect = (*Dialect)(nil)

// New returns the dialect.
func New() dialect.Dialect { return &Dialect{} }

// Name returns "mysql".
func (*Dialect) Name() string { return name }

// lexicon is how both servers read SQL with their default sql_mode.
var lexicon = dialect.Lexicon{
	Backticks:    true,
	Backslashes:  true,
	HashComments: true,
	DashSpace:    true,
	Executable:   true,
	Delimiter:    true,
	Bodies:       []string{"trigger", "function", "procedure", "event", "package"},
}

// Lexicon tells how MySQL's SQL is read.
func (*Dialect) Lexicon() dialect.Lexicon { return lexicon }

// Traits tells that DDL commits, and that MySQL minds little of what depends on what
// changes. Whether names of tables fold their case depends on the file system.
func (*Dialect) Traits() dialect.Traits { return traits }

var traits = dialect.Traits{
	WantsKeys:      true, // sql_require_primary_key, and MariaDB's innodb_force_primary_key
	Now:            "CAST(CURRENT_TIMESTAMP(6) AS CHAR(26))",
	Comments:       true,
	BindsLate:      true,
	Rebuilds:       true,
	FoldsColumns:   true,
	OwnIndexes:     true,                        // the name of a foreign key is there once in a database, on MySQL that of a check too
	RenamesInPlace: []string{"index", "unique"}, // which is an index
	AtOnce:         dialect.ChangesColumn,
	IndexesWithin:  true,
	Referred:       dialect.LeadingColumns,
	FillsNotNull:   true,
	FillsNull:      fillsNull,
	Union:          "union", // of a MERGE table
	Rowless:        rowless,
	Lean:           lean,
	OptionsFirst:   true, // the character set is that of columns that say none
}

// fillsNull: MariaDB does so in strict mode too.
func fillsNull(native string) string {
	if strings.HasPrefix(native, "timestamp") {
		return ", or (MariaDB) writes the time of the change there"
	}
	return ""
}

// rowless tells of the engines that store nothing. A table that gets one loses its rows without a word.
func rowless(table schema.Options) bool {
	return slices.Contains([]string{"MERGE", "MRG_MyISAM", "BLACKHOLE"}, table.Get(name, "engine"))
}

// lean tells of the engines that don't take every column: MEMORY has no TEXT, CSV no NULL, and none of
// them spatial or computed columns on each server. CSV has no keys, and ARCHIVE one.
func lean(table schema.Options) bool {
	return slices.Contains([]string{"MEMORY", "CSV", "ARCHIVE"}, table.Get(name, "engine"))
}

// Quote quotes an identifier with backticks.
func (*Dialect) Quote(identifier string) string { return quote(identifier) }

func quote(identifier string) string {
	return "`" + strings.ReplaceAll(identifier, "`", "``") + "`"
}

// escapes are those that SHOW CREATE TABLE writes, so that a literal of ours is
// spelled as the catalog spells it.
var escapes = strings.NewReplacer(`\`, `\\`, `'`, `''`, "\x00", `\0`, "\n", `\n`, "\r", `\r`)

func quoteString(s string) string { return "'" + escapes.Replace(s) + "'" }

// Literal quotes a value as an SQL literal.
func (*Dialect) Literal(value any) string {
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
	case string:
		return quoteString(v)
	case []byte:
		return "x'" + hex.EncodeToString(v) + "'"
	case time.Time:
		return "'" + timeText(v) + "'"
	default:
		return quoteString(fmt.Sprint(v))
	}
}

func floatLiteral(f float64) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "NULL" // MySQL's numbers have neither
	}
	if abs := math.Abs(f); abs == 0 || abs >= 1e-6 && abs < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strings.Replace(strconv.FormatFloat(f, 'g', -1, 64), "e+", "e", 1)
}

// timeText spells a time without its zone, which MySQL's literals don't have: an
// instant is given in UTC; what TOML knows as a local date or time, as it reads.
func timeText(t time.Time) string {
	switch t.Location().String() {
	case "time-local":
		return t.Format("15:04:05.999999")
	case "date-local":
		return t.Format("2006-01-02")
	case "datetime-local":
	default:
		t = t.UTC()
	}
	return t.Format("2006-01-02 15:04:05.999999")
}

// Existing is what DSN gives: connecting makes no database.
func (*Dialect) Existing(dsn string) string { return dsn }

// Recreates: a virtual column can't become a stored or plain one, nor the reverse.
func (*Dialect) Recreates(change *ops.AlterColumn) bool {
	if change.Existing == nil {
		return false
	}
	virtual := func(c *schema.Column) bool { return c.Generated != nil && !c.Generated.Stored }
	return virtual(change.Existing) != virtual(change.Change(change.Existing))
}
