package mysql

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// partitioning is a PARTITION BY clause: what stands before the list of its partitions, as it
// is compared, and these, as they are written.
type partitioning struct {
	head  string
	parts []partition
}

type partition struct{ name, sql, compared string }

// readPartitioning takes a clause apart. One that lists no partitions has none.
func readPartitioning(clause string) (p partitioning) {
	tokens := lexicon.Tokens(clause)
	depth, start := 0, 0
	for i, t := range tokens {
		switch {
		case t.Is("("):
			if depth++; depth == 1 && p.head == "" && i+2 < len(tokens) && tokens[i+1].Is("partition") {
				p.head, start = lexicon.Normalize(clause[:t.Start]), i+1
			}
			continue
		case t.Is(")"):
			depth--
		}
		if p.head != "" && (t.Is(",") && depth == 1 || t.Is(")") && depth == 0) && start+1 < i {
			sql := clause[tokens[start].Start:tokens[i-1].End]
			p.parts = append(p.parts, partition{tokens[start+1].Name(), sql, lexicon.Normalize(sql)})
			start = i + 1
		}
	}
	return p
}

// repartition is the action that gives a table other partitions. Where the rows stay in theirs
// it makes only the new ones, or reads only those whose rows the new ones take: all of the
// clause reads the whole table. Ranges that go leave their rows to the next one. A list with a
// partition for all other values would keep rows there that are a new one's.
func repartition(before, after string) string {
	from, to := readPartitioning(before), readPartitioning(after)
	ranges := strings.HasPrefix(to.head, "partition by range ")
	lists := strings.HasPrefix(to.head, "partition by list ") && !slices.ContainsFunc(lexicon.Tokens(after), func(t dialect.Token) bool { return t.Is("default") })
	if from.head != to.head || !ranges && !lists {
		return after
	}
	start, end := 0, 0
	for shorter := min(len(from.parts), len(to.parts)); start < shorter && from.parts[start].compared == to.parts[start].compared; {
		start++
	}
	gone, come := from.parts[start:], to.parts[start:]
	for shorter := min(len(gone), len(come)); end < shorter && gone[len(gone)-1-end].compared == come[len(come)-1-end].compared; {
		end++
	}
	switch {
	case ranges && end > 0:
		gone, come = gone[:len(gone)-end+1], come[:len(come)-end+1]
		names := make([]string, len(gone))
		for i, p := range gone {
			names[i] = p.name
		}
		return "REORGANIZE PARTITION " + quoteList(names) + " INTO " + listed(come)
	case len(gone) == 0 && len(come) > 0:
		return "ADD PARTITION " + listed(come)
	}
	return after
}

// listed is a list of partitions.
func listed(parts []partition) string {
	list := make([]string, len(parts))
	for i, p := range parts {
		list[i] = p.sql
	}
	return "(" + strings.Join(list, ",\n ") + ")"
}
