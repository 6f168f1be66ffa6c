package autogen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/schema"
)

// Candidate is a table or column that only the models have, and what in the
// database it may have been before a rename: the likeliest first. Columns are
// table.column.
type Candidate struct {
	Kind string // "table" or "column"
	New  string
	Olds []string
}

// maxOlds is how many names a candidate lists at most.
const maxOlds = 5

// candidates finds what is created in the shape of something that is dropped, and
// warns of it: only people know whether it is the same thing.
func (c *comparison) candidates() {
	for _, t := range c.plan.created {
		native := c.native.Table(t.ID())
		var olds []likeness
		for _, gone := range c.plan.dropped {
			if live := c.live.Table(gone.ID()); live.Schema == t.Schema {
				olds = append(olds, likeness{live.ID().String(), sharedColumns(native, live), spelling.Distance(t.Name, live.Name)})
			}
		}
		c.candidate("table", t.ID().String(), t.Name, olds)
	}
	for i, wish := range c.wish.Tables {
		if live := c.live.Table(wish.ID()); live != nil {
			c.columnCandidates(c.native.Tables[i], live)
		}
	}
}

func (c *comparison) columnCandidates(native, live *schema.Table) {
	table := live.ID().String() + "."
	for _, column := range native.Columns {
		if live.Column(column.Name) != nil {
			continue
		}
		var olds []likeness
		for _, gone := range live.Columns {
			if native.Column(gone.Name) == nil {
				olds = append(olds, likeness{table + gone.Name, sameColumn(column, gone), spelling.Distance(column.Name, gone.Name)})
			}
		}
		c.candidate("column", table+column.Name, column.Name, olds)
	}
}

// candidate notes a candidate, and what to say if it is one. flag is its new name
// as --rename wants it.
func (c *comparison) candidate(kind, name, flag string, olds []likeness) {
	if slices.Contains(c.opts.Fresh, name) {
		return
	}
	olds = slices.DeleteFunc(olds, func(l likeness) bool { return l.shape == 0 })
	if len(olds) == 0 {
		return
	}
	slices.SortStableFunc(olds, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.shape, a.shape), cmp.Compare(a.distance, b.distance))
	})
	found := Candidate{Kind: kind, New: name}
	var flags []string
	for _, l := range olds[:min(len(olds), maxOlds)] {
		found.Olds = append(found.Olds, l.old)
		flags = append(flags, "--rename "+shellQuote(l.old+"="+flag))
	}
	lost := map[string]string{"table": "rows", "column": "values"}[kind]
	c.result.Candidates = append(c.result.Candidates, found)
	c.result.Warnings = append(c.result.Warnings, Note{kind + " " + name, fmt.Sprintf("is new, and %s goes with its %s; if it is a rename, say %s",
		strings.Join(found.Olds, " or "), lost, strings.Join(flags, " or "))})
}

// likeness is how much something that goes resembles something that comes. A shape
// of 0 is none.
type likeness struct {
	old             string
	shape, distance int
}

// sharedColumns compares two tables: in percent of the larger one, when more than
// half of its columns have the same name and type.
func sharedColumns(a, b *schema.Table) int {
	same := 0
	for _, column := range a.Columns {
		if other := b.Column(column.Name); other != nil && other.Type.Any == column.Type.Any {
			same++
		}
	}
	largest := max(len(a.Columns), len(b.Columns))
	if 2*same <= largest {
		return 0
	}
	return 100 * same / largest
}

// sameColumn compares two columns: 3 for the same type, NULL and default, 2 for the
// same type, 1 for one of another length.
func sameColumn(a, b *schema.Column) int {
	if (a.Generated == nil) != (b.Generated == nil) || (a.Identity == nil) != (b.Identity == nil) || a.Autoincrement != b.Autoincrement {
		return 0
	}
	switch {
	case a.Type.Any == b.Type.Any && a.NotNull == b.NotNull && a.Default.Equal(b.Default):
		return 3
	case a.Type.Any == b.Type.Any:
		return 2
	case baseType(a.Type.Any) == baseType(b.Type.Any):
		return 1
	}
	return 0
}

// baseType is a type without its length.
func baseType(native string) string {
	base, _, _ := strings.Cut(native, "(")
	return strings.ToLower(strings.TrimSpace(base))
}

// shellQuote quotes a word where a shell would not take it as it is.
func shellQuote(word string) string {
	plain := func(r rune) bool {
		return r == '_' || r == '.' || r == '=' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	if strings.TrimFunc(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
