package revision

import "slices"

// Stamp plans to record, without running anything, that a database is at the
// targets. Rows on the line of a target move to it, a target on a line of its own
// gets a new row, base takes rows away; other rows stay. With purge, the rows that
// are there, known or not, go first.
func (g *Graph) Stamp(current []string, purge bool, targets ...string) (*Plan, error) {
	plan := &Plan{HeadsBefore: append([]string{}, current...)}
	table := newRows(current)
	if purge && len(table) > 0 {
		gone := slices.Compact(slices.Sorted(slices.Values(current)))
		plan.Steps = append(plan.Steps, Step{Direction: Down, From: gone, Rows: table.move(gone, nil)})
		current = nil
	}
	rows, err := g.rows(current)
	if err != nil {
		return nil, err
	}
	want, err := g.stampTargets(targets)
	if err != nil {
		return nil, err
	}
	related := rows
	if !want.everything {
		related = keep(rows, want.near)
	}
	if len(want.nodes) == 0 {
		for _, n := range related {
			id := []string{g.revs[n].ID}
			plan.Steps = append(plan.Steps, Step{Direction: Down, From: id, Rows: table.move(id, nil)})
		}
	}
	for _, dest := range want.nodes {
		if !slices.Contains(related, dest) {
			plan.Steps = append(plan.Steps, g.stampStep(table, related, want.nodes, dest))
		}
	}
	plan.HeadsAfter = table.sorted()
	return plan, plan.warnStamp(g, rows, want)
}

// stampWant is what the targets of a stamp come to.
type stampWant struct {
	nodes      []int  // where to; none means base
	near       []bool // the nodes on the line of a target or of its label
	everything bool   // base was said without a label: all rows are meant
}

func (g *Graph) stampTargets(targets []string) (w stampWant, err error) {
	w = stampWant{near: make([]bool, len(g.revs)), everything: len(targets) == 0}
	for _, text := range targets {
		id, err := g.parse(text)
		if err != nil {
			return w, err
		}
		if id.Relative {
			return w, relativeNotAllowed(id)
		}
		nodes, err := g.expand(id.Label, id.Symbol)
		if err != nil {
			return w, err
		}
		for _, n := range nodes {
			w.near = union(w.near, g.fullLineage(n))
			if !slices.Contains(w.nodes, n) {
				w.nodes = append(w.nodes, n)
			}
		}
		if id.Label != "" {
			branch, err := g.branch(id.Label)
			if err != nil {
				return w, err
			}
			w.near = union(w.near, g.fullLineage(branch))
		}
		w.everything = w.everything || id.Label == "" && len(nodes) == 0
	}
	return w, nil
}

// stampStep moves the related rows to one target. A row that is itself a target, on
// another line, stays.
func (g *Graph) stampStep(table versionRows, related, dests []int, dest int) Step {
	above, below := reach(g.allChildren, []int{dest}), reach(g.eff, []int{dest})
	step := Step{Revision: g.revs[dest], Direction: Up, To: g.ids([]int{dest})}
	onLine := false
	for _, n := range related {
		if above[n] {
			step.Direction = Down
		}
		onLine = onLine || above[n] || below[n]
	}
	if onLine {
		for _, n := range related {
			if above[n] || below[n] || !slices.Contains(dests, n) {
				step.From = append(step.From, g.revs[n].ID)
			}
		}
	}
	step.Rows = table.move(step.From, step.To)
	return step
}

// warnStamp says what a stamp forgets that did not have to go, and which of the rows
// that it leaves are superfluous.
func (p *Plan) warnStamp(g *Graph, before []int, want stampWant) error {
	after, err := g.rows(p.HeadsAfter)
	if err != nil {
		return err
	}
	if above, below := g.overlap(after); len(below) > 0 {
		p.Warnings = append(p.Warnings, "the version table will hold revision "+g.revs[above].ID+
			", and also what that implies: "+listed(g.ids(below)))
	}
	if want.everything {
		return nil
	}
	kept, expected := reach(g.eff, after), reach(g.allChildren, want.nodes)
	if len(want.nodes) == 0 {
		expected = want.near
	}
	var lost []int
	for i, applied := range reach(g.eff, before) {
		if applied && !kept[i] && !expected[i] {
			lost = append(lost, i)
		}
	}
	if len(lost) > 0 {
		p.Warnings = append(p.Warnings, "these revisions will no longer count as applied: "+listed(g.ids(lost)))
	}
	return nil
}
