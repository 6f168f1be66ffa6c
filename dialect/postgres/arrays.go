package postgres

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// The server prints one meaning of `s IN ('a', 'b')`, over a varchar column, in
// two ways: as a cast of the array where somebody wrote IN, and as casts of the
// elements where a dump of that was loaded. Reading its own first text, it prints
// the second. StableText and foldArrays deal with that: a text that has been read
// makes the same expression again, and both forms compare as equal.

// StableText returns an expression of the catalog in a form from which the server
// makes that very expression: without the cast of an array of varchar constants
// to text[], which comparing text with it brings back.
func StableText(sql string) string {
	if !strings.Contains(sql, "])::text[]") {
		return sql
	}
	tokens := lexicon.Tokens(sql)
	var b strings.Builder
	at := 0
	for i := range tokens {
		open, end := castArray(tokens, i)
		if end == 0 || i < 2 || !tokens[i-1].Is("(") || !tokens[i-2].Is("any") && !tokens[i-2].Is("all") || !varcharElements(tokens[open:end]) {
			continue
		}
		b.WriteString(sql[at:tokens[i].Start])
		b.WriteString(sql[tokens[open].Start:tokens[end-1].End])
		at = tokens[end+4].End // ) :: text [ ]
	}
	return b.String() + sql[at:]
}

// castArray finds ( ARRAY […] )::text[] at a token: where ARRAY starts and where
// its bracket has closed; 0 when there is none.
func castArray(tokens []dialect.Token, i int) (open, end int) {
	if i+2 >= len(tokens) || !tokens[i].Is("(") || !tokens[i+1].Is("array") || !tokens[i+2].Is("[") {
		return 0, 0
	}
	end = closing(tokens, i+2) + 1
	for n, want := range []string{")", "::", "text", "[", "]"} {
		if end+n >= len(tokens) || !tokens[end+n].Is(want) {
			return 0, 0
		}
	}
	return i + 1, end
}

// closing returns the index of the bracket or parenthesis that closes the one at i.
func closing(tokens []dialect.Token, i int) int {
	depth := 0
	for n := i; n < len(tokens); n++ {
		switch tokens[n].Text {
		case "(", "[":
			depth++
		case ")", "]":
			if depth--; depth == 0 {
				return n
			}
		}
	}
	return len(tokens) - 1
}

// varcharElements reports whether all elements of ARRAY[…] are varchar constants.
func varcharElements(array []dialect.Token) bool {
	inner := array[2 : len(array)-1]
	for len(inner) > 0 {
		if len(inner) < 4 || inner[0].Kind != dialect.String || !inner[1].Is("::") || !inner[2].Is("character") || !inner[3].Is("varying") {
			return false
		}
		if inner = inner[4:]; len(inner) > 0 {
			if !inner[0].Is(",") {
				return false
			}
			inner = inner[1:]
		}
	}
	return true
}

// foldArrays brings an expression's arrays of varchar constants to the form
// without a cast to text, of the array or of its elements.
func foldArrays(tokens []dialect.Token) []dialect.Token {
	if !slices.ContainsFunc(tokens, func(t dialect.Token) bool { return t.Is("array") }) {
		return tokens
	}
	var out []dialect.Token
	for i := 0; i < len(tokens); i++ {
		if open, end := castArray(tokens, i); end != 0 {
			out = append(out, foldElements(tokens[open:end])...)
			i = end + 4
			continue
		}
		if tokens[i].Is("array") && i+1 < len(tokens) && tokens[i+1].Is("[") {
			end := closing(tokens, i+1) + 1
			out = append(out, foldElements(tokens[i:end])...)
			i = end - 1
			continue
		}
		out = append(out, tokens[i])
	}
	return out
}

// foldElements turns ARRAY[('a'::character varying)::text, …] into
// ARRAY['a'::character varying, …].
func foldElements(array []dialect.Token) []dialect.Token {
	out := make([]dialect.Token, 0, len(array))
	for i := 0; i < len(array); i++ {
		if i+7 < len(array) && array[i].Is("(") && array[i+1].Kind == dialect.String && array[i+2].Is("::") && array[i+3].Is("character") &&
			array[i+4].Is("varying") && array[i+5].Is(")") && array[i+6].Is("::") && array[i+7].Is("text") {
			out = append(out, array[i+1:i+5]...)
			i += 7
			continue
		}
		out = append(out, array[i])
	}
	return out
}
