package mysql

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// repartition is the action that gives a table other partitions. Where it is partitioned as it
// was, those that come after the last one are added, and of ranges only those are made anew that
// are cut otherwise: the rows of all others stay where they are. before is empty where nobody
// knows it.
func repartition(before, after string) string {
	by, old := partitionsOf(before)
	same, list := partitionsOf(after)
	ranges := len(by) > 2 && by[2].Is("range")
	if len(old) == 0 || !sameTokens(by, same) || !ranges && !by[2].Is("list") || hasDefault(old) {
		return after
	}
	for len(old) > 0 && len(list) > 0 && sameTokens(old[0].tokens, list[0].tokens) {
		old, list = old[1:], list[1:]
	}
	switch {
	case len(old) == 0 && len(list) > 0:
		return "ADD PARTITION (" + definitions(list) + ")"
	case len(list) == 0 || !ranges || !sameTokens(last(old).bound(), last(list).bound()):
		return after
	}
	for len(old) > 1 && len(list) > 1 && sameTokens(last(old).tokens, last(list).tokens) &&
		sameTokens(old[len(old)-2].bound(), list[len(list)-2].bound()) {
		old, list = old[:len(old)-1], list[:len(list)-1]
	}
	var names []string
	for _, p := range old {
		names = append(names, quote(p.tokens[1].Name()))
	}
	return "REORGANIZE PARTITION " + strings.Join(names, ", ") + " INTO (" + definitions(list) + ")"
}

// partition is the definition of one.
type partition struct {
	text   string
	tokens []dialect.Token
}

// partitionsOf takes a PARTITION BY clause with a list of partitions apart: what stands before
// the list, and what is in it.
func partitionsOf(clause string) (by []dialect.Token, list []partition) {
	tokens := lexicon.Tokens(clause)
	depth, begin := 0, 0
	for i, t := range tokens {
		switch {
		case t.Is("("):
			if depth++; depth == 1 && i+1 < len(tokens) && tokens[i+1].Is("partition") {
				by, begin = tokens[:i], i+1
			}
		case t.Is(")"):
			depth--
		}
		if begin > 0 && (depth == 1 && t.Is(",") || depth == 0) {
			list = append(list, partition{clause[tokens[begin].Start:tokens[i-1].End], tokens[begin:i]})
			begin = i + 1
		}
		if by != nil && depth == 0 {
			break
		}
	}
	return by, list
}

// bound is where a partition ends, or its values: what follows VALUES, in parentheses or not.
func (p partition) bound() []dialect.Token {
	at := slices.IndexFunc(p.tokens, func(t dialect.Token) bool { return t.Is("values") })
	if at < 0 {
		return nil
	}
	rest := p.tokens[at:]
	if end := slices.IndexFunc(rest, func(t dialect.Token) bool { return t.Is(")") || t.Is("maxvalue") }); end >= 0 {
		return rest[:end+1]
	}
	return rest
}

// hasDefault reports whether there is a partition for all other values: new ones take theirs out of it.
func hasDefault(list []partition) bool {
	return slices.ContainsFunc(list, func(p partition) bool {
		return slices.ContainsFunc(p.tokens, func(t dialect.Token) bool { return t.Is("default") })
	})
}

func definitions(list []partition) string {
	var texts []string
	for _, p := range list {
		texts = append(texts, p.text)
	}
	return strings.Join(texts, ",\n ")
}

func sameTokens(a, b []dialect.Token) bool {
	return slices.EqualFunc(a, b, func(x, y dialect.Token) bool {
		return x.Text == y.Text || x.Kind == dialect.Word && strings.EqualFold(x.Text, y.Text)
	})
}

func last(list []partition) partition { return list[len(list)-1] }
