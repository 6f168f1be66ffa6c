package postgres

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// The server prints one meaning of `s IN ('a', 'b')`, over a varchar column, in
// two ways: as a cast of the array where somebody wrote IN, and as casts of the
// elements where a dump of that was loaded. Reading its own first text, it prints
// the second, as it does with every array that is cast without somebody saying so.
// stableArrays and foldArrays deal with that: a text that has been read makes the
// same expression again, and both forms compare as equal.

// StableText returns an expression or a query of the catalog in a form from which the
// server makes that very one.
func StableText(sql string) string { return stableConstants(stableArrays(sql)) }

// stableArrays leaves out the casts of arrays, which what they stand beside brings back. One
// that somebody wrote is in the elements, unless it has a length.
func stableArrays(sql string) string {
	if !strings.Contains(sql, "])::") && !strings.Contains(sql, "]::") {
		return sql
	}
	tokens := lexicon.Tokens(sql)
	var b strings.Builder
	at := 0
	for i := 0; i < len(tokens); i++ {
		if open, end, after := castArray(tokens, i); after != 0 {
			b.WriteString(sql[at:tokens[i].Start])
			b.WriteString(stableArrays(sql[tokens[open].Start:tokens[end-1].End])) // one may hold another
			at, i = tokens[after-1].End, after-1
		}
	}
	return b.String() + sql[at:]
}

// castArray finds ( ARRAY […] )::type[] at a token, or that without parentheses as statistics
// have it: where ARRAY starts, where its bracket has closed, and where all has ended; 0 when
// there is none. An empty one needs its type.
func castArray(tokens []dialect.Token, i int) (open, end, after int) {
	if open = i; tokens[i].Is("(") {
		open++
	}
	if open+2 >= len(tokens) || !tokens[open].Is("array") || !tokens[open+1].Is("[") || tokens[open+2].Is("]") {
		return 0, 0, 0
	}
	end = closing(tokens, open+1) + 1
	if after = end; open > i && end < len(tokens) && tokens[end].Is(")") {
		after++
	}
	if after-end != open-i || after >= len(tokens) || !tokens[after].Is("::") {
		return 0, 0, 0
	}
	if after = typeEnd(tokens, after+1); !tokens[after-1].Is("]") { // to no array, or with a length
		return 0, 0, 0
	}
	return open, end, after
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

// foldArrays brings arrays to the form without a cast, of one that something is compared with
// (= ANY), or of its elements.
func foldArrays(tokens []dialect.Token) []dialect.Token {
	if !slices.ContainsFunc(tokens, func(t dialect.Token) bool { return t.Is("array") }) {
		return tokens
	}
	var out []dialect.Token
	for i := 0; i < len(tokens); i++ {
		var open, end, after int
		compared := i > 1 && tokens[i-1].Is("(") && (tokens[i-2].Is("any") || tokens[i-2].Is("all"))
		if compared {
			open, end, after = castArray(tokens, i)
		}
		if after == 0 && tokens[i].Is("array") && i+1 < len(tokens) && tokens[i+1].Is("[") {
			open, end = i, closing(tokens, i+1)+1
			after = end
		}
		if after == 0 {
			out = append(out, tokens[i])
			continue
		}
		out = append(out, foldElements(tokens[open:end], compared)...)
		i = after - 1
	}
	return out
}

// foldElements turns ARRAY[('a'::character varying)::text, …] into
// ARRAY['a'::character varying, …]; in one that text is compared with, where there is no other
// way to compare them, also elements that are no constants.
func foldElements(array []dialect.Token, compared bool) []dialect.Token {
	out := make([]dialect.Token, 0, len(array))
	for i := 0; i < len(array); i++ {
		if array[i].Is("(") && (array[i-1].Is("[") || array[i-1].Is(",")) {
			end := closing(array, i)
			inner := array[min(i+1, end):end] // one that never closes ends where it begins
			constant := len(inner) == 4 && inner[0].Kind == dialect.String && inner[2].Is("character") && inner[3].Is("varying")
			if (constant || compared) && end+2 < len(array) && array[end+1].Is("::") && array[end+2].Is("text") {
				out = append(out, inner...)
				i = end + 2
				continue
			}
		}
		out = append(out, array[i])
	}
	return out
}
