package revision

import (
	"slices"
	"strings"
)

// span says what belongs to a stretch of history.
type span struct {
	inclusive    bool   // the lower end belongs to it
	implicitBase bool   // so does what does not come after the lower end
	lower, upper string // as typed, for messages
}

// between returns what lies above the lower nodes and at or below the upper ones,
// newest first.
func (g *Graph) between(upper, lower []int, s span) ([]int, error) {
	if err := g.checkOverlap(upper); err != nil {
		return nil, err
	}
	wanted := reach(g.eff, upper)
	if !s.implicitBase {
		for _, n := range lower {
			if !wanted[n] {
				return nil, g.notAnAncestor(s, upper, lower)
			}
		}
	}
	if err := g.checkOverlap(lower); err != nil {
		return nil, err
	}
	for i, below := range reach(g.eff, lower) {
		wanted[i] = wanted[i] && !below
	}
	if s.inclusive {
		for _, n := range lower {
			wanted[n] = true
		}
	}
	if len(lower) > 0 && !s.implicitBase {
		for i, above := range reach(g.children, lower) {
			wanted[i] = wanted[i] && above
		}
	}
	return g.newestFirst(wanted, upper), nil
}

func (g *Graph) checkOverlap(nodes []int) error {
	above, below := g.overlap(nodes)
	if len(below) == 0 {
		return nil
	}
	return fail(CodeOverlap, "Leave out what the other implies.",
		"requested revision %s overlaps with other requested revisions %s", g.revs[above].ID, listed(g.ids(below)))
}

func (g *Graph) notAnAncestor(s span, upper, lower []int) error {
	if s.lower == "" && s.upper == "" {
		s.lower, s.upper = strings.Join(g.ids(lower), ","), strings.Join(g.ids(upper), ",")
	}
	return fail(CodeNotAnAncestor, "The end of a range must come after its start, on the same branch.",
		"requested range %s:%s does not refer to ancestor/descendant revisions along the same branch: %s is not an ancestor of %s",
		s.lower, s.upper, listed(g.ids(lower)), listed(g.ids(upper)))
}

// dropped returns what a downgrade takes back, newest first.
func (g *Graph) dropped(rows []int, t downTarget, target string, s span) ([]int, error) {
	roots := g.bases
	switch {
	case t.node == baseNode:
	case s.inclusive:
		roots = []int{t.node}
	default:
		roots = g.children[t.node]
	}
	if t.branch != baseNode && len(roots) > 1 {
		roots = keep(roots, reach(g.down, []int{t.branch}))
		if len(roots) == 0 {
			return nil, g.invalidTarget(rows, target)
		}
	}
	applied := reach(g.eff, rows)
	drop := reach(g.allChildren, roots)
	empty := true
	for i := range drop {
		drop[i] = drop[i] && applied[i]
		empty = empty && !drop[i]
	}
	if s.implicitBase {
		for i, below := range reach(g.eff, roots) {
			if applied[i] && !below {
				drop[i], empty = true, false
			}
		}
	}
	if empty && t.node != baseNode && !slices.Contains(rows, t.node) {
		return nil, g.invalidTarget(rows, target)
	}
	return g.newestFirst(drop, rows), nil
}

func (g *Graph) invalidTarget(rows []int, target string) error {
	at := "base"
	if len(rows) > 0 {
		at = listed(g.ids(rows))
	}
	return fail(CodeInvalidTarget, "A downgrade goes to a revision that comes before the current ones; `migrate current` shows them.",
		"destination %s is not a valid downgrade target from current head(s) %s", target, at)
}
