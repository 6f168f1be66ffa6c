package mysql

import (
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// afterJoins are the words that end a list of tables, and otherJoins those of which
// the server itself sets parentheses, or that would make them wrong.
var (
	afterJoins = []string{"where", "group", "having", "order", "limit", "union", "except", "intersect", "window", "procedure"}
	otherJoins = []string{"on", "using", "left", "right", "inner", "cross", "natural", "straight_join", "for", ","}
)

// NestJoins puts parentheses around the joins in a view's text as the server does with
// joins that it reads: MariaDB's catalog has FROM a, b as a join without any, which
// becomes (a join b) when a view is made of that text.
func NestJoins(sql string) string {
	tokens := lexicon.Tokens(sql)
	marks := map[int]string{}
	for i, t := range tokens {
		if !t.Is("from") || t.Kind != dialect.Word {
			continue
		}
		joins, end := plainJoins(tokens[i+1:])
		if len(joins) == 0 {
			continue
		}
		marks[tokens[i+1].Start] += strings.Repeat("(", len(joins))
		for _, j := range append(joins[1:], end) {
			marks[tokens[i+j].End] += ")"
		}
	}
	var b strings.Builder
	last := 0
	for _, at := range slices.Sorted(maps.Keys(marks)) {
		b.WriteString(sql[last:at] + marks[at])
		last = at
	}
	return b.String() + sql[last:]
}

// plainJoins finds the joins of a list of tables that has no other kind than JOIN
// without a condition, and where the list ends.
func plainJoins(tokens []dialect.Token) (joins []int, end int) {
	depth := 0
	for i, t := range tokens {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			if depth--; depth < 0 {
				return joins, i
			}
		case depth > 0 || t.Kind == dialect.Quoted:
		case slices.ContainsFunc(afterJoins, t.Is):
			return joins, i
		case slices.ContainsFunc(otherJoins, t.Is):
			return nil, 0
		case t.Is("join"):
			joins = append(joins, i)
		}
	}
	return joins, len(tokens)
}
