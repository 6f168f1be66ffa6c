package tests

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/revision"
)

// dag is a random history.
type dag struct {
	r         *rand.Rand
	revisions []*revision.Revision
	labels    []string
}

const letters = "abc012"

func newDAG(r *rand.Rand) *dag {
	d := &dag{r: r}
	heads := []string{}
	var all []string
	for range 1 + r.IntN(14) {
		rev := &revision.Revision{ID: d.newName(all, 4+r.IntN(3))}
		rev.Down = d.parents(heads, all)
		for range d.r.IntN(3) * d.r.IntN(2) * d.r.IntN(2) {
			label := d.newName(all, 3+r.IntN(5))
			d.labels, all = append(d.labels, label), append(all, label)
			rev.Labels = append(rev.Labels, label)
		}
		heads = slices.DeleteFunc(heads, func(h string) bool { return slices.Contains(rev.Down, h) })
		heads = append(heads, rev.ID)
		d.revisions = append(d.revisions, rev)
		all = append(all, rev.ID)
	}
	d.addDependencies()
	if r.IntN(3) == 0 {
		r.Shuffle(len(d.revisions), func(i, j int) { d.revisions[i], d.revisions[j] = d.revisions[j], d.revisions[i] })
	}
	return d
}

// newName makes an id or a label that is not there; many share a beginning.
func (d *dag) newName(taken []string, length int) string {
	for {
		name := make([]byte, length)
		for i := range name {
			name[i] = letters[d.r.IntN(len(letters))]
		}
		if !slices.Contains(taken, string(name)) {
			return string(name)
		}
	}
}

// parents picks what a new revision follows: mostly heads, at times anything.
func (d *dag) parents(heads, all []string) []string {
	n := []int{0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3}[d.r.IntN(11)]
	if d.r.IntN(5) == 0 {
		heads = nil
		for _, rev := range d.revisions {
			heads = append(heads, rev.ID)
		}
	}
	picked := slices.Clone(heads)
	d.r.Shuffle(len(picked), func(i, j int) { picked[i], picked[j] = picked[j], picked[i] })
	return picked[:min(n, len(picked))]
}

// addDependencies makes some revisions depend on others, on earlier ones mostly: on
// later ones it may make a cycle.
func (d *dag) addDependencies() {
	for i, rev := range d.revisions {
		for range d.r.IntN(3) * d.r.IntN(2) * d.r.IntN(2) {
			before := i
			if d.r.IntN(25) == 0 {
				before = len(d.revisions)
			}
			if before == 0 {
				continue
			}
			on := d.revisions[d.r.IntN(before)]
			name := on.ID
			if len(on.Labels) > 0 && d.r.IntN(2) == 0 {
				name = on.Labels[0]
			}
			if !slices.Contains(rev.DependsOn, name) {
				rev.DependsOn = append(rev.DependsOn, name)
			}
		}
	}
}

func (d *dag) byID(id string) *revision.Revision {
	return d.revisions[slices.IndexFunc(d.revisions, func(r *revision.Revision) bool { return r.ID == id })]
}

// every marks all revisions.
func (d *dag) every() map[string]bool {
	all := map[string]bool{}
	for _, r := range d.revisions {
		all[r.ID] = true
	}
	return all
}

// hasCycle takes away what needs nothing that is left, until nothing goes.
func (d *dag) hasCycle() bool {
	left := slices.Clone(d.revisions)
	for {
		names := map[string]bool{}
		for _, r := range left {
			names[r.ID] = true
			for _, label := range r.Labels {
				names[label] = true
			}
		}
		before := len(left)
		left = slices.DeleteFunc(left, func(r *revision.Revision) bool {
			return !slices.ContainsFunc(slices.Concat(r.Down, r.DependsOn), func(name string) bool { return names[name] })
		})
		if len(left) == before {
			return before > 0
		}
	}
}

// nodes is the history as Alembic is told it.
func (d *dag) nodes() []map[string]any {
	var list []map[string]any
	for _, r := range d.revisions {
		list = append(list, map[string]any{
			"id": r.ID, "down": append([]string{}, r.Down...), "labels": append([]string{}, r.Labels...), "depends_on": append([]string{}, r.DependsOn...),
		})
	}
	return list
}

func (d *dag) String() string {
	var b strings.Builder
	for _, r := range d.revisions {
		fmt.Fprintf(&b, "  %s down=%v labels=%v depends_on=%v\n", r.ID, r.Down, r.Labels, r.DependsOn)
	}
	return b.String()
}

// question makes up a command.
func (d *dag) question(rows []string) question {
	do := []string{"upgrade", "upgrade", "upgrade", "upgrade", "downgrade", "downgrade", "downgrade", "stamp", "history", "current", "show"}[d.r.IntN(11)]
	q := question{Do: do, Rows: rows, Targets: []string{}, Order: []string{}}
	switch do {
	case "upgrade":
		q.Target = d.pick(d.place, d.place, d.place, d.steps("+"), d.steps("+"), d.steps("-"))
	case "downgrade":
		q.Target = d.pick(d.place, d.place, d.place, d.steps("-"), d.steps("-"), d.steps("+"))
	case "stamp":
		for range 1 + d.r.IntN(2)*d.r.IntN(2) {
			q.Targets = append(q.Targets, d.place())
		}
	case "show":
		q.Target = d.pick(d.place, d.place, d.steps("-"))
	case "history":
		current := func() string { return "current" }
		nothing := func() string { return "" }
		lower, upper := d.pick(d.place, d.place, d.steps("-"), nothing, current), d.pick(d.place, d.place, d.steps("+"), nothing, current)
		q.Target = lower + ":" + upper
	}
	return q
}

func (d *dag) pick(from ...func() string) string { return from[d.r.IntN(len(from))]() }

func (d *dag) id() string { return d.revisions[d.r.IntN(len(d.revisions))].ID }

// name is an id, a label, the beginning of one, or a word that is none.
func (d *dag) name() string {
	name := d.id()
	if len(d.labels) > 0 && d.r.IntN(3) == 0 {
		name = d.labels[d.r.IntN(len(d.labels))]
	}
	switch d.r.IntN(24) {
	case 0, 1:
		name = name[:2+d.r.IntN(len(name)-1)]
	case 2:
		name = "unknown"
	}
	return name
}

// word is a symbol that is no name.
func (d *dag) word() string { return []string{"head", "heads", "base"}[d.r.IntN(3)] }

// place is an identifier that is not relative.
func (d *dag) place() string {
	switch d.r.IntN(10) {
	case 0, 1:
		return d.name() + "@" + d.word()
	case 2:
		return d.name() + "@" + d.name()
	case 3, 4:
		return d.word()
	}
	return d.name()
}

// steps makes relative identifiers.
func (d *dag) steps(sign string) func() string {
	return func() string {
		steps := sign + strconv.Itoa([]int{0, 1, 1, 1, 1, 2, 2, 3, 4}[d.r.IntN(9)])
		switch d.r.IntN(6) {
		case 0, 1:
			return steps
		case 2:
			return d.name() + "@" + steps
		case 3:
			return d.name() + "@" + d.pick(d.name, d.word) + steps
		}
		return d.pick(d.name, d.name, d.name, d.word) + steps
	}
}
