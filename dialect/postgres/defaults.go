package postgres

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// specialFunctions are the functions without parentheses, which the catalog
// prints in capitals.
var specialFunctions = wordSet(`current_catalog current_date current_role current_time current_timestamp current_user
	localtime localtimestamp session_user`)

// literalTypes are the built-in types whose literals the catalog keeps as they
// are written.
var literalTypes = wordSet("text varchar bpchar json name")

var (
	dateText = regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)
	hexText  = regexp.MustCompile(`^\\x([0-9a-f]{2})*$`)
	// escapes are what our reading of E'…' leaves to the server.
	escapes  = regexp.MustCompile(`^[eE]'(.|\n)*\\[^nrt'\\]`)
	wholeNum = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,8})$`)
)

// spellDefault returns a default expression as the catalog would print it for a
// column of that native type; "" when it is no default at all. What it is not
// sure of it leaves as it is: the server is asked about that later.
func spellDefault(sql, native string) string {
	written := strings.TrimSpace(sql)
	sql = Unwrap(written)
	tokens := lexicon.Tokens(sql)
	t, err := parseType(native)
	if err != nil || len(tokens) == 0 {
		return written
	}
	switch first := tokens[0]; {
	case len(tokens) == 1 && first.Is("null"):
		return ""
	case len(tokens) == 1 && first.Kind == dialect.Word:
		return spellWord(first, t)
	case len(tokens) == 1 && first.Kind == dialect.Number:
		return spellNumber(first.Text, t)
	case len(tokens) == 2 && first.Is("-") && tokens[1].Kind == dialect.Number:
		return spellNegative(tokens[1].Text, sql)
	case len(tokens) == 3 && strings.EqualFold(sql, "now()"):
		return "now()"
	case first.Kind == dialect.String && !escapes.MatchString(first.Text):
		return spellString(sql, tokens, t)
	}
	return written // DEFAULT takes some expressions only within parentheses
}

func spellWord(t dialect.Token, typ typeName) string {
	lower := strings.ToLower(t.Text)
	switch {
	case specialFunctions[lower]:
		return strings.ToUpper(lower)
	case lower == "user":
		return "USER"
	case typ.base == "boolean" && !typ.array && (lower == "true" || lower == "false"):
		return lower
	}
	return t.Text
}

func spellNumber(number string, t typeName) string {
	if t.base == "boolean" && !t.array {
		switch number {
		case "0":
			return "false"
		case "1":
			return "true"
		}
	}
	if n, err := strconv.ParseInt(number, 10, 64); err == nil && n > math.MaxInt32 {
		return quoteString(number) + "::bigint"
	}
	return number
}

// spellNegative knows how the catalog prints a negative constant: in quotes, with
// the type that the digits make by themselves.
func spellNegative(digits, sql string) string {
	switch n, err := strconv.ParseInt(digits, 10, 64); {
	case err == nil && n <= 1<<31:
		return "'-" + digits + "'::integer"
	case err == nil:
		return "'-" + digits + "'::bigint"
	case strings.ContainsAny(digits, "eExX_") || !strings.Contains(digits, "."):
		return sql
	}
	if strings.HasPrefix(digits, ".") {
		digits = "0" + digits
	}
	return "'-" + digits + "'::numeric"
}

// spellString handles a quoted literal, with or without a cast to the column's
// own type. The catalog prints the value as the type's output function does, so
// only types that print what was written are certain.
func spellString(sql string, tokens []dialect.Token, t typeName) string {
	cast := t
	cast.mods, cast.fields = "", ""
	if t.base == "character" {
		cast.base = "bpchar"
	}
	if len(tokens) > 1 {
		given, err := parseType(sql[tokens[1].End:])
		if !tokens[1].Is("::") || err != nil || given.base != t.base && given.base != cast.base || given.array != t.array || given.mods != "" {
			return sql
		}
	}
	value := tokens[0].Value
	if !t.array {
		switch t.base {
		case "boolean":
			return spellBool(value, sql)
		case "integer":
			return spellInteger(value, sql)
		case "smallint", "bigint":
			return spellWide(value, sql, cast)
		}
	}
	if keepsText(value, t) {
		return quoteString(value) + "::" + cast.String()
	}
	return sql
}

// keepsText reports whether the type's output is certain to be this very text.
func keepsText(value string, t typeName) bool {
	switch {
	case t.array:
		return value == "{}"
	case t.base == "date":
		return dateText.MatchString(value)
	case t.base == "bytea":
		return hexText.MatchString(value)
	case t.base == "jsonb":
		return value == "{}" || value == "[]"
	case t.base == "character varying", t.base == "character":
		return true
	}
	return literalTypes[t.base] || !t.known()
}

func spellBool(value, sql string) string {
	switch strings.ToLower(value) {
	case "t", "true", "yes", "on", "1", "y":
		return "true"
	case "f", "false", "no", "off", "0", "n":
		return "false"
	}
	return sql
}

func spellInteger(value, sql string) string {
	switch {
	case !wholeNum.MatchString(value):
		return sql
	case strings.HasPrefix(value, "-"):
		return quoteString(value) + "::integer"
	}
	return value
}

func spellWide(value, sql string, t typeName) string {
	if !wholeNum.MatchString(value) {
		return sql
	}
	return quoteString(value) + "::" + t.String()
}

// Unwrap takes away pairs of parentheses that enclose a whole expression; those of a row are part of it.
func Unwrap(sql string) string {
	for strings.HasPrefix(sql, "(") && strings.HasSuffix(sql, ")") {
		depth := 0
		for _, t := range lexicon.Tokens(sql) {
			switch {
			case t.Is("("):
				depth++
			case t.Is(")"):
				if depth--; depth == 0 && t.End != len(sql) {
					return sql
				}
			case t.Is(",") && depth == 1:
				return sql
			}
		}
		if depth != 0 {
			return sql
		}
		sql = strings.TrimSpace(sql[1 : len(sql)-1])
	}
	return sql
}

// raiseDefault turns a native default into a value, where lowering the value
// gives the same text again.
func raiseDefault(def *schema.Default, native string) *schema.Default {
	if def == nil {
		return nil
	}
	sql := def.SQL.For(name)
	value := defaultValue(sql)
	if value == nil || spellDefault(Dialect{}.Literal(value), native) != sql {
		return def
	}
	return &schema.Default{Value: value}
}

// defaultValue reads the constant that a default expression is; nil when it is
// something else.
func defaultValue(sql string) any {
	tokens := lexicon.Tokens(sql)
	if len(tokens) == 0 || len(tokens) > 1 && !tokens[1].Is("::") {
		return nil
	}
	text := tokens[0].Value
	switch {
	case tokens[0].Is("true"), tokens[0].Is("false"):
		return tokens[0].Is("true")
	case tokens[0].Kind == dialect.String && !strings.HasSuffix(sql, "::integer") && !strings.HasSuffix(sql, "::bigint") && !strings.HasSuffix(sql, "::numeric"):
		return text
	case tokens[0].Kind != dialect.Number && tokens[0].Kind != dialect.String:
		return nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return f
	}
	return nil
}
