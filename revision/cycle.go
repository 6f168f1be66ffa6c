package revision

import (
	"slices"
	"strings"
)

// sort orders the nodes parents first, or says which cycle there is.
func (g *Graph) sort(parents, children [][]int, heads, bases []int, code Code) ([]int, error) {
	waiting := make([]int, len(parents))
	order := make([]int, 0, len(parents))
	for i, list := range parents {
		if waiting[i] = len(list); waiting[i] == 0 {
			order = append(order, i)
		}
	}
	for next := 0; next < len(order); next++ {
		for _, c := range children[order[next]] {
			if waiting[c]--; waiting[c] == 0 {
				order = append(order, c)
			}
		}
	}
	if len(order) == len(parents) {
		return order, nil
	}
	cycle := g.ids(findCycle(parents, waiting))
	what, key := "down_revision", "down_revision"
	if code == CodeDependencyCycle {
		what, key = "down_revision and depends_on", "depends_on"
	}
	message := "the history goes in a circle by " + what + ": " + strings.Join(cycle, " -> ")
	caught := g.ids(cutOff(parents, children, heads, bases))
	if slices.ContainsFunc(caught, func(id string) bool { return !slices.Contains(cycle, id) }) {
		message += " (revisions that this cuts off: " + listed(caught) + ")"
	}
	return nil, fail(code, "Correct "+key+" of one revision of the circle.", "%s", message)
}

// findCycle returns the nodes of a cycle, in upgrade order, the first again at the
// end. Nodes that still wait have a parent that waits, so going from one to the next
// must come round.
func findCycle(parents [][]int, waiting []int) []int {
	at := slices.IndexFunc(waiting, func(n int) bool { return n > 0 })
	seen := map[int]int{}
	var path []int
	for {
		if first, ok := seen[at]; ok {
			path = append(path[first:], at)
			slices.Reverse(path)
			return path
		}
		seen[at] = len(path)
		path = append(path, at)
		next := slices.IndexFunc(parents[at], func(p int) bool { return waiting[p] > 0 })
		at = parents[at][next]
	}
}

// cutOff returns the nodes that lie on no way from a base to a head: all of them
// when there is no base or no head.
func cutOff(parents, children [][]int, heads, bases []int) []int {
	below, above := reach(parents, heads), reach(children, bases)
	var cut []int
	for i := range parents {
		if !below[i] || !above[i] {
			cut = append(cut, i)
		}
	}
	return cut
}
