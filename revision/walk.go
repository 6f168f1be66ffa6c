package revision

import "slices"

// reach marks the nodes that edges lead to from some, those included.
func reach(edges [][]int, from []int) []bool {
	seen := make([]bool, len(edges))
	stack := make([]int, 0, len(from)+16)
	for _, n := range from {
		if !seen[n] {
			seen[n] = true
			stack = append(stack, n)
		}
	}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, n := range edges[at] {
			if !seen[n] {
				seen[n] = true
				stack = append(stack, n)
			}
		}
	}
	return seen
}

// lineage marks what a node follows, itself, and what follows it.
func (g *Graph) lineage(i int) []bool {
	return union(reach(g.down, []int{i}), reach(g.children, []int{i}))
}

// fullLineage is lineage with dependencies.
func (g *Graph) fullLineage(i int) []bool {
	return union(reach(g.eff, []int{i}), reach(g.allChildren, []int{i}))
}

func union(a, b []bool) []bool {
	for i, in := range b {
		a[i] = a[i] || in
	}
	return a
}

func keep(nodes []int, in []bool) []int {
	var kept []int
	for _, n := range nodes {
		if in[n] {
			kept = append(kept, n)
		}
	}
	return kept
}

// baseNode stands for the place below every base.
const baseNode = -1

// walk goes steps up (or down, when negative) from a node, by down_revision, and
// reports whether it got there; otherwise it ends where the history does. On the way
// up, only children in within are taken, unless it is nil.
func (g *Graph) walk(from, steps int, within []bool) (at int, ok bool, err error) {
	at = from
	for ; steps > 0; steps-- {
		next := g.bases
		if at != baseNode {
			next = g.children[at]
		}
		if within != nil {
			next = keep(next, within)
		}
		if len(next) == 0 {
			return at, false, nil
		}
		if len(next) > 1 {
			return at, false, g.ambiguousWalk(at, next, "is followed by several revisions", "LABEL@+N")
		}
		at = next[0]
	}
	for ; steps < 0; steps++ {
		if at == baseNode {
			return at, false, nil
		}
		switch parents := g.down[at]; len(parents) {
		case 0:
			at = baseNode
		case 1:
			at = parents[0]
		default:
			return at, false, g.ambiguousWalk(at, parents, "merges several revisions", "")
		}
	}
	return at, true, nil
}

func (g *Graph) ambiguousWalk(at int, next []int, what, form string) error {
	hint := "Name the revision that you mean."
	if form != "" {
		hint = "Name the revision that you mean, or the branch: " + form + "."
	}
	return fail(CodeAmbiguousWalk, hint, "ambiguous walk: %s %s: %s", g.idOf(at), what, listed(g.ids(next)))
}

// idOf names a node or the base.
func (g *Graph) idOf(i int) string {
	if i == baseNode {
		return "base"
	}
	return g.revs[i].ID
}

func (g *Graph) ids(nodes []int) []string {
	ids := make([]string, len(nodes))
	for i, n := range nodes {
		ids[i] = g.revs[n].ID
	}
	return ids
}

func (g *Graph) revisions(nodes []int) []*Revision {
	revs := make([]*Revision, len(nodes))
	for i, n := range nodes {
		revs[i] = g.revs[n]
	}
	return revs
}

// overlap returns a node of the list that lies above another of it, and those that
// lie below it, or none.
func (g *Graph) overlap(nodes []int) (above int, below []int) {
	var parents []int
	for _, n := range nodes {
		parents = append(parents, g.eff[n]...)
	}
	if len(nodes) < 2 || len(keep(nodes, reach(g.eff, parents))) == 0 {
		return baseNode, nil
	}
	for _, n := range nodes {
		under := keep(nodes, reach(g.eff, g.eff[n]))
		if len(under) > 0 {
			slices.Sort(under)
			return n, slices.Compact(under)
		}
	}
	return baseNode, nil
}
