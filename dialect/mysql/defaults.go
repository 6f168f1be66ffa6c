package mysql

import (
	"encoding/hex"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/limbeck/migrate/dialect"
)

// spellDefault spells a default of a column of a native type as MariaDB's
// catalog does: SQL text such as 'draft', 0 or current_timestamp(6). It is empty
// for NULL, which is the same as no default.
func spellDefault(sql, native string) string {
	tokens := unwrap(lexicon.Tokens(sql))
	if len(tokens) == 0 {
		return ""
	}
	text := sql[tokens[0].Start:tokens[len(tokens)-1].End]
	if len(tokens) == 1 && tokens[0].Is("null") {
		return ""
	}
	if now, ok := spellNow(tokens, native); ok {
		return now
	}
	if len(tokens) == 2 && tokens[1].Kind == dialect.String && strings.HasPrefix(tokens[0].Text, "_") {
		tokens = tokens[1:] // a character set introducer
	}
	value, ok := literalValue(tokens)
	if !ok {
		return text
	}
	return spellValue(value, native)
}

// unwrap takes off parentheses that enclose all of the tokens.
func unwrap(tokens []dialect.Token) []dialect.Token {
	for len(tokens) >= 2 && tokens[0].Is("(") && closes(tokens) == len(tokens)-1 {
		tokens = tokens[1 : len(tokens)-1]
	}
	return tokens
}

// closes is where the parenthesis that opens at the first token is closed.
func closes(tokens []dialect.Token) int {
	depth := 0
	for i, t := range tokens {
		if t.Is("(") {
			depth++
		} else if t.Is(")") {
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// clocks are the ways to write the current time, as the catalog spells them.
var clocks = map[string]string{
	"current_timestamp": "current_timestamp", "now": "current_timestamp",
	"localtime": "current_timestamp", "localtimestamp": "current_timestamp",
	"current_date": "curdate", "curdate": "curdate",
	"current_time": "curtime", "curtime": "curtime",
}

// spellNow spells the current time. Without a precision of its own it has the
// column's: MySQL requires that, MariaDB does it by itself.
func spellNow(tokens []dialect.Token, native string) (string, bool) {
	clock, ok := clocks[strings.ToLower(tokens[0].Text)]
	if !ok || tokens[0].Kind != dialect.Word {
		return "", false
	}
	args := ""
	switch {
	case len(tokens) == 1, len(tokens) == 3 && tokens[1].Is("(") && tokens[2].Is(")"):
		if slices.Contains(timeTypes, baseOf(native)) && clock == "current_timestamp" {
			args = argsOf(native)
		}
	case len(tokens) == 4 && tokens[1].Is("(") && tokens[2].Kind == dialect.Number && tokens[3].Is(")"):
		if args = tokens[2].Text; args == "0" {
			args = ""
		}
	default:
		return "", false
	}
	return clock + "(" + args + ")", true
}

// literal is a value as it was written: a string, a number or a row of bits.
type literal struct {
	kind dialect.TokenKind // String, Number, or Symbol for bits
	text string
}

// literalValue returns the literal that the tokens are.
func literalValue(tokens []dialect.Token) (literal, bool) {
	sign := ""
	if len(tokens) == 2 && (tokens[0].Is("-") || tokens[0].Is("+")) && tokens[1].Kind == dialect.Number {
		sign, tokens = strings.TrimPrefix(tokens[0].Text, "+"), tokens[1:]
	}
	if len(tokens) == 2 && tokens[0].Is("b") && tokens[1].Kind == dialect.String {
		return literal{dialect.Symbol, tokens[1].Value}, true
	}
	if len(tokens) != 1 {
		return literal{}, false
	}
	switch t := tokens[0]; {
	case t.Kind == dialect.String:
		return literal{dialect.String, t.Value}, true
	case t.Kind == dialect.Quoted && strings.HasPrefix(t.Text, `"`):
		return literal{dialect.String, t.Value}, true
	case t.Kind == dialect.Number && strings.HasPrefix(t.Text, "0b"):
		return literal{dialect.Symbol, t.Text[2:]}, true
	case t.Kind == dialect.Number && !strings.HasPrefix(t.Text, "0x"):
		return literal{dialect.Number, sign + t.Text}, true
	case t.Is("true"):
		return literal{dialect.Number, "1"}, true
	case t.Is("false"):
		return literal{dialect.Number, "0"}, true
	}
	return literal{}, false
}

// spellValue spells a literal as a column of a type keeps it.
func spellValue(v literal, native string) string {
	base := baseOf(native)
	if v.kind == dialect.Symbol {
		return bitText(v.text)
	}
	switch {
	case base == "bit":
		if n, err := strconv.ParseUint(v.text, 10, 64); err == nil && v.kind == dialect.Number {
			return bitText(strconv.FormatUint(n, 2))
		}
	case slices.Contains(intTypes, base), base == "year":
		if n, ok := new(big.Int).SetString(v.text, 10); ok {
			return padZeros(n.String(), native)
		}
	case base == "decimal", (base == "float" || base == "double") && argsOf(native) != "":
		if s, ok := fixScale(v.text, argsOf(native)); ok {
			return s
		}
	case base == "float", base == "double":
		if f, err := strconv.ParseFloat(v.text, 64); err == nil {
			return floatLiteral(f)
		}
	case v.kind == dialect.Number && hasCharset(native):
		return quoteString(v.text)
	}
	if v.kind == dialect.String && HoldsBytes(native) && !utf8.ValidString(v.text) {
		return "X'" + hex.EncodeToString([]byte(v.text)) + "'"
	}
	if v.kind == dialect.String {
		return quoteString(v.text)
	}
	return v.text
}

// HoldsBytes reports whether columns of a native type hold bytes, not characters.
func HoldsBytes(native string) bool {
	base := baseOf(native)
	return strings.HasSuffix(base, "binary") || strings.HasSuffix(base, "blob")
}

// padZeros gives a number the zeros that ZEROFILL shows it with.
func padZeros(number, native string) string {
	width, err := strconv.Atoi(argsOf(native))
	if err != nil || !strings.HasSuffix(native, "zerofill") || len(number) >= width {
		return number
	}
	return strings.Repeat("0", width-len(number)) + number
}

func bitText(bits string) string {
	if bits = strings.TrimLeft(bits, "0"); bits == "" {
		bits = "0"
	}
	return "b'" + bits + "'"
}

// fixScale gives a number the digits after the point that a decimal(p,s) keeps.
// A number that would be rounded is left to the server.
func fixScale(text, args string) (string, bool) {
	_, scaleText, _ := strings.Cut(args, ",")
	scale, err := strconv.Atoi(scaleText)
	n, ok := new(big.Rat).SetString(text)
	if err != nil || !ok {
		return "", false
	}
	fixed := n.FloatString(scale)
	if back, _ := new(big.Rat).SetString(fixed); back.Cmp(n) != 0 {
		return "", false
	}
	return fixed, true
}

// isLiteral reports whether a native default can stand without parentheses on
// every server.
func isLiteral(native string) bool {
	tokens := lexicon.Tokens(native)
	if _, ok := literalValue(tokens); ok {
		return true
	}
	return len(tokens) == 2 && tokens[1].Kind == dialect.String && (tokens[0].Is("x") || tokens[0].Is("b")) ||
		len(tokens) == 1 && tokens[0].Kind == dialect.Number
}

// isNow reports whether a native default is the current time and nothing else.
func isNow(def string) bool {
	return strings.HasPrefix(def, "current_timestamp(") && strings.IndexByte(def, ')') == len(def)-1
}

// renderDefault is a native default as both servers take it: MySQL wants
// parentheses around expressions and around every default of a TEXT, BLOB, JSON
// or geometry; MariaDB does not mind them.
func renderDefault(def, native string) string {
	switch {
	case isNow(def) && slices.Contains(timeTypes, baseOf(native)):
		return def
	case isLiteral(def) && !slices.Contains(lobTypes, baseOf(native)):
		return def
	}
	return "(" + def + ")"
}
