package postgres

import (
	"math/big"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// A constant that somebody wrote in a select list without a name, as in EXISTS (SELECT 'x' …)
// or a later part of a UNION within another query, the server prints with its type and without
// a name: 'x'::text. Reading that, it takes the name of the type for the column's, and from then
// on prints 'x'::text AS text (ruleutils.c, get_target_list; parse_target.c, FigureColname).
// stableConstants and foldConstants deal with that as their likes do with arrays: see there.

// listed is a constant with a cast that is all of an item of a select list.
type listed struct {
	start, end int // its tokens
	typ        []dialect.Token
	label      string // what comes after AS
}

// listEnds are the words that end a select list.
var listEnds = wordSet("from union intersect except where group having order limit offset fetch for window")

// endsList reports whether a select list ends at a token.
func endsList(t dialect.Token) bool {
	return t.Is(")") || t.Is(";") || t.Kind == dialect.Word && listEnds[strings.ToLower(t.Text)]
}

// constants finds the constants of select lists.
func constants(tokens []dialect.Token) []listed {
	var out []listed
	within := []bool{false} // a select list, at each depth of parentheses
	for i, t := range tokens {
		top := len(within) - 1
		switch {
		case t.Is("(") || t.Is("["):
			within = append(within, false)
		case t.Is(")") || t.Is("]"):
			within = within[:max(top, 1)]
		case t.Is("select"):
			within[top] = true
		case t.Is("from") && i > 0 && tokens[i-1].Is("distinct"): // IS DISTINCT FROM
			continue
		case endsList(t):
			within[top] = false
		}
		if within[len(within)-1] && (t.Is("select") || t.Is(",")) {
			if c, ok := constant(tokens, i+1); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// constant reads an item that begins at a token.
func constant(tokens []dialect.Token, start int) (listed, bool) {
	if start < len(tokens) && tokens[start].Is("distinct") {
		start++
	}
	if start+2 >= len(tokens) || tokens[start].Kind != dialect.String && !tokens[start].Is("null") || !tokens[start+1].Is("::") {
		return listed{}, false
	}
	c := listed{start: start, end: typeEnd(tokens, start+2)}
	c.typ = tokens[start+2 : c.end]
	if c.end+1 < len(tokens) && tokens[c.end].Is("as") {
		c.label = tokens[c.end+1].Name()
		c.end += 2
	}
	return c, len(c.typ) > 0 && (c.end == len(tokens) || tokens[c.end].Is(",") || endsList(tokens[c.end]))
}

// laterWords are those that a type's name may have after its first one.
var laterWords = wordSet("varying precision with without time zone year month day hour minute second to")

// typeEnd returns where the name of a type ends that begins at a token, as format_type spells it
// without a length.
func typeEnd(tokens []dialect.Token, at int) int {
	is := func(i int, word string) bool { return i < len(tokens) && tokens[i].Is(word) }
	named := func(i int) bool {
		return i < len(tokens) && (tokens[i].Kind == dialect.Quoted || tokens[i].Kind == dialect.Word)
	}
	if !named(at) {
		return at
	}
	for at++; is(at, ".") && named(at+1); {
		at += 2
	}
	for at < len(tokens) && tokens[at].Kind == dialect.Word && laterWords[strings.ToLower(tokens[at].Text)] {
		at++
	}
	if is(at, "[") && is(at+1, "]") {
		at += 2
	}
	return at
}

// cast is the name of the type as format_type spells it.
func (c listed) cast() string {
	words := make([]string, len(c.typ))
	for i, t := range c.typ {
		if words[i] = t.Text; t.Kind == dialect.Quoted {
			words[i] = t.Value
		}
	}
	return strings.NewReplacer(" . ", ".", " [ ]", "[]").Replace(strings.Join(words, " "))
}

// written is the constant as it was written, in two tokens: a number, which the server quotes where
// it is negative or long, bits, or a string or NULL, whose type is that of what stands beside it.
func (c listed) written(tokens []dialect.Token) (sign, text string) {
	t, cast := tokens[c.start], c.cast()
	switch {
	case t.Kind != dialect.String:
		return "", t.Text
	case cast == numberType(t.Value):
		return signed(t.Value)
	case cast == "numeric" && numberType(t.Value) != "":
		return signed(t.Value + ".")
	case cast == "bit":
		return "B", t.Text
	}
	return "", t.Text
}

// signed takes the sign from a number.
func signed(number string) (sign, text string) {
	if text, negative := strings.CutPrefix(number, "-"); negative {
		return "-", text
	}
	return "", number
}

// label is the name that the server gives a column which is a cast to the type.
func label(cast string) string {
	cast = strings.TrimSuffix(cast, "[]")
	for short := range internalNames {
		if typeNames[short] == cast {
			return short
		}
	}
	return cast[strings.LastIndex(cast, ".")+1:]
}

// numberType is the type that a number has as it stands ("Numeric Constants" in the manual);
// empty for what is none.
func numberType(text string) string {
	if strings.Trim(text, "-0123456789") != "" {
		if _, ok := new(big.Rat).SetString(text); ok && strings.Trim(text, "-+.eE0123456789") == "" {
			return "numeric"
		}
		return ""
	}
	n, ok := new(big.Int).SetString(text, 10)
	switch {
	case !ok:
		return ""
	case n.IsInt64() && int64(int32(n.Int64())) == n.Int64():
		return "integer"
	case n.IsInt64():
		return "bigint"
	}
	return "numeric"
}

// stableConstants returns a query of the catalog in a form from which the server makes that very
// query: with the constants as they were written.
func stableConstants(sql string) string {
	if !strings.Contains(sql, "SELECT ") || !strings.Contains(sql, "::") {
		return sql
	}
	tokens := lexicon.Tokens(sql)
	var b strings.Builder
	at := 0
	for _, c := range constants(tokens) {
		if c.label == "" {
			b.WriteString(sql[at:tokens[c.start].Start])
			sign, text := c.written(tokens)
			b.WriteString(sign + text)
			at = tokens[c.end-1].End
		}
	}
	return b.String() + sql[at:]
}

// foldConstants brings the constants of select lists that are called as their type, to the form
// that has no name.
func foldConstants(tokens []dialect.Token) []dialect.Token {
	if !slices.ContainsFunc(tokens, func(t dialect.Token) bool { return t.Is("select") }) {
		return tokens
	}
	var out []dialect.Token
	at := 0
	for _, c := range constants(tokens) {
		if c.label == "" || c.label == label(c.cast()) {
			out = append(out, tokens[at:c.start]...)
			sign, text := c.written(tokens)
			if sign != "" {
				out = append(out, dialect.Token{Text: sign})
			}
			out = append(out, dialect.Token{Kind: tokens[c.start].Kind, Text: text})
			at = c.end
		}
	}
	return append(out, tokens[at:]...)
}
