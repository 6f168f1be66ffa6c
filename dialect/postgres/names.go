package postgres

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// maxName is the length in bytes at which the server cuts an identifier.
const maxName = 63

// keywords are the words that the server quotes where they are names.
var keywords = wordSet(`all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both
	case cast char character check coalesce collate collation column concurrently constraint create cross current_catalog
	current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc
	distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping
	having ilike in initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg
	json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least
	left like limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric
	offset on only or order out outer overlaps overlay placing position precision primary real references returning right row
	select session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to
	trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes
	xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// Quote quotes an identifier.
func (Dialect) Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Ident spells an identifier as the server prints it: quoted only where it must be.
func Ident(name string) string {
	if plain(name) && !keywords[name] {
		return name
	}
	return Dialect{}.Quote(name)
}

// plain reports whether an identifier survives unquoted.
func plain(name string) bool {
	for i, r := range name {
		if r != '_' && (r < 'a' || r > 'z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return name != ""
}

// identName spells a possibly qualified name as the server prints it.
func identName(n schema.Name) string {
	if n.Schema == "" {
		return Ident(n.Name)
	}
	return Ident(n.Schema) + "." + Ident(n.Name)
}

// parseName reads the parts of a dotted SQL name, unfolding quotes and case.
func parseName(s string) []string {
	var parts []string
	for _, t := range lexicon.Tokens(s) {
		switch t.Kind {
		case dialect.Word:
			parts = append(parts, strings.ToLower(t.Text))
		case dialect.Quoted:
			parts = append(parts, t.Value)
		}
	}
	return parts
}

// table quotes a table's name, or that of another object in a schema.
func table(n schema.Name) string {
	if n.Schema == "" {
		return Dialect{}.Quote(n.Name)
	}
	return Dialect{}.Quote(n.Schema) + "." + Dialect{}.Quote(n.Name)
}

// columnList quotes names for a list in parentheses.
func columnList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = Dialect{}.Quote(n)
	}
	return strings.Join(quoted, ", ")
}

// checkLengths refuses statements that name something beyond the server's limit:
// the server would cut the name without a word, and two could become one.
func checkLengths(statements []dialect.Statement) error {
	for _, s := range statements {
		if long := tooLong(s.SQL, dialect.Quoted); long != "" {
			return fmt.Errorf("the name %q has %d bytes: PostgreSQL cuts names at %d; shorten it", long, len(long), maxName)
		}
	}
	return nil
}

// tooLong returns the first name, among tokens of these kinds, that the server would cut.
func tooLong(sql string, kinds ...dialect.TokenKind) string {
	for _, t := range lexicon.Tokens(sql) {
		if slices.Contains(kinds, t.Kind) && len(t.Name()) > maxName {
			return t.Name()
		}
	}
	return ""
}

// SequenceName returns the name that the server gives to the sequence behind a
// serial or identity column: table_column_seq.
func SequenceName(tableName, column string) string { return madeName(tableName, column, "seq") }

// IndexName returns the name that the server gives to an index: table_columns_idx,
// or table_pkey.
func IndexName(tableName string, columns []string, label string) string {
	return madeName(tableName, strings.Join(distinct(columns), "_"), label)
}

// distinct gives a number to each column of an index whose name has come before.
func distinct(columns []string) []string {
	var list []string
	for _, column := range columns {
		own := column
		for n := 1; slices.Contains(list, own); n++ {
			number := strconv.Itoa(n)
			own = clip(column, maxName-len(number)) + number
		}
		list = append(list, own)
	}
	return list
}

// madeName joins names as the server does, the longer one cut to fit.
func madeName(tableName, column, label string) string {
	rest := len("__" + label)
	if column == "" {
		rest--
	}
	t, c := len(tableName), len(column)
	for t+c > maxName-rest {
		if t > c {
			t--
		} else {
			c--
		}
	}
	if column == "" {
		return clip(tableName, t) + "_" + label
	}
	return clip(tableName, t) + "_" + clip(column, c) + "_" + label
}

// clip cuts a string to at most n bytes without splitting a character.
func clip(s string, n int) string {
	if n >= len(s) {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}
