package revision

import (
	"slices"
	"strings"
)

// reserved are words that mean something else in an identifier.
var reserved = []string{"head", "heads", "base", "current"}

// checkLabel refuses what could not be told from other identifiers.
func checkLabel(label string) error {
	hint := "Choose a label of letters, digits, '_', '-' or '.'."
	switch {
	case label == "":
		return fail(CodeIllegalLabel, hint, "a branch label is empty")
	case slices.Contains(reserved, label):
		return fail(CodeIllegalLabel, hint, "'%s' means something else: it cannot be a branch label", label)
	}
	if i := strings.IndexFunc(label, illegalInLabel); i >= 0 {
		return fail(CodeIllegalLabel, hint, "branch label '%s' has characters that a label cannot have (such as '@', ':' or a space)", label)
	}
	return nil
}

func illegalInLabel(r rune) bool { return r != '-' && r != '+' && illegalInID(r) }

// spreadLabels hands labels on: to all that follows a labelled revision, through
// branch and merge points, and to what comes before it as long as that is one line,
// provided that the line does not fork or merge above it either.
func (g *Graph) spreadLabels() {
	own := make([][]string, len(g.revs))
	for i, r := range g.revs {
		if len(r.Labels) == 0 {
			continue
		}
		own[i] = append(own[i], r.Labels...)
		if !g.isLineAbove(i) {
			continue
		}
		for at := i; len(g.down[at]) == 1; {
			at = g.down[at][0]
			if len(g.allChildren[at]) > 1 || len(g.down[at]) > 1 {
				break
			}
			own[at] = append(own[at], r.Labels...)
		}
	}
	g.labels = make([][]string, len(g.revs))
	for _, i := range g.order {
		parents := g.down[i]
		if len(own[i]) == 0 && len(parents) == 1 {
			g.labels[i] = g.labels[parents[0]]
			continue
		}
		set := own[i]
		for _, p := range parents {
			set = append(set, g.labels[p]...)
		}
		slices.Sort(set)
		g.labels[i] = slices.Compact(set)
	}
}

// isLineAbove reports whether a node and all that follows it make one line to which
// nothing joins and from which nothing forks.
func (g *Graph) isLineAbove(i int) bool {
	for {
		if len(g.allChildren[i]) > 1 || len(g.down[i]) > 1 {
			return false
		}
		if len(g.children[i]) == 0 {
			return true
		}
		i = g.children[i][0]
	}
}
