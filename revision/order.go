package revision

import (
	"math"
	"slices"
)

// newestFirst orders the wanted nodes such that each comes before those that it
// needs, and depth first: a branch is finished before its sibling starts, and all
// branches that meet in a node before the node. heads are where the walk starts.
func (g *Graph) newestFirst(wanted []bool, heads []int) []int {
	s := newSorter(g, wanted, heads)
	for s.first >= 0 {
		s.step()
	}
	return s.out
}

// starts are the wanted heads, and the newest of what they don't lead to through
// wanted nodes, in node order.
func (g *Graph) starts(wanted []bool, heads []int) []int {
	starts := keep(heads, wanted)
	reached := make([]bool, len(g.revs))
	stack := slices.Clone(starts)
	next := len(g.order)
	for {
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if reached[at] {
				continue
			}
			reached[at] = true
			stack = append(stack, keep(g.eff[at], wanted)...)
		}
		for next--; next >= 0 && (!wanted[g.order[next]] || reached[g.order[next]]); next-- {
		}
		if next < 0 {
			slices.Sort(starts)
			return slices.Compact(starts)
		}
		starts, stack = append(starts, g.order[next]), append(stack, g.order[next])
	}
}

// sorter walks down from several heads at once. Each walk is a slot; slots form a
// list in the order in which they were opened.
type sorter struct {
	g       *Graph
	todo    []bool
	out     []int
	covered []bool // nodes at or below the heads
	pending []int  // how many nodes above this one are still to come
	done    []bool // the node is out, or is not wanted and nothing above it is to come

	at, next, prev       []int // per slot: the node where it stands, its neighbours in the list
	first, last, current int
	slotOf               []int // the slot that stands at a node, or -1
	least                []int // a bound: no slot before this one stands at or above a node
	found                []int // the search that has made the bound of a node exact
	search               int
}

func newSorter(g *Graph, wanted []bool, heads []int) *sorter {
	n := len(g.revs)
	s := &sorter{
		g: g, todo: slices.Clone(wanted), pending: make([]int, n), done: make([]bool, n),
		slotOf: make([]int, n), least: make([]int, n), found: make([]int, n), first: -1, last: -1,
	}
	for i := range s.slotOf {
		s.slotOf[i] = -1
	}
	starts := g.starts(wanted, heads)
	s.covered = reach(g.eff, starts)
	for i, in := range s.covered {
		if in {
			for _, p := range g.eff[i] {
				s.pending[p]++
			}
		}
	}
	for _, h := range starts {
		s.open(h)
	}
	s.current = s.first
	return s
}

// settle marks a node as done, and with it the unwanted ones that waited for it.
func (s *sorter) settle(i int) {
	stack := []int{i}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		s.done[at] = true
		for _, p := range s.g.eff[at] {
			if s.pending[p]--; s.pending[p] == 0 && !s.todo[p] {
				stack = append(stack, p)
			}
		}
	}
}

// step puts out the current slot's node, or goes to the slot that must go first.
func (s *sorter) step() {
	slot := s.current
	node := s.at[slot]
	if s.pending[node] > 0 {
		if other := s.above(node); other != none {
			s.current = other
			return
		}
	}
	s.out = append(s.out, node)
	s.todo[node] = false
	s.slotOf[node] = -1
	s.settle(node)

	moved := false
	for _, p := range s.g.eff[node] {
		switch {
		case !s.todo[p] || s.slotOf[p] >= 0:
		case !moved:
			moved = true
			s.at[slot], s.slotOf[p] = p, slot
		default:
			s.open(p)
		}
	}
	if !moved {
		s.close(slot)
	}
}

func (s *sorter) open(node int) {
	slot := len(s.at)
	s.at, s.next, s.prev = append(s.at, node), append(s.next, -1), append(s.prev, s.last)
	s.slotOf[node] = slot
	if s.last >= 0 {
		s.next[s.last] = slot
	} else {
		s.first = slot
	}
	s.last = slot
}

// close ends a slot; the one before it goes on.
func (s *sorter) close(slot int) {
	before, after := s.prev[slot], s.next[slot]
	if before >= 0 {
		s.next[before] = after
	} else {
		s.first = after
	}
	if after >= 0 {
		s.prev[after] = before
	} else {
		s.last = before
	}
	if s.current = before; before < 0 {
		s.current = s.first
	}
}

// none is more than any slot.
const none = math.MaxInt

// above finds the first slot that stands above a node, or none.
func (s *sorter) above(node int) int {
	s.search++
	best := none
	for _, c := range s.g.effChildren[node] {
		if s.covered[c] && !s.done[c] && s.least[c] < best {
			best = min(best, s.firstSlot(c))
		}
	}
	return best
}

// firstSlot finds the first slot that stands at or above a node. That can only grow
// while slots go down, so what was found before bounds the search from below: it
// ends as soon as it meets the bound.
func (s *sorter) firstSlot(node int) int {
	if s.found[node] == s.search {
		return s.least[node]
	}
	best := none
	if s.slotOf[node] >= 0 {
		best = s.slotOf[node]
	}
	for _, c := range s.g.effChildren[node] {
		if best == s.least[node] {
			break
		}
		if s.covered[c] && !s.done[c] && s.least[c] < best {
			best = min(best, s.firstSlot(c))
		}
	}
	s.found[node], s.least[node] = s.search, best
	return best
}
