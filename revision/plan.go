package revision

import "strings"

// Direction is the way that a step goes.
type Direction string

// The directions of steps.
const (
	Up   Direction = "upgrade"
	Down Direction = "downgrade"
)

// Step is one revision to run, or to record as run where the plan is a stamp.
type Step struct {
	Revision  *Revision // nil where a stamp goes to base
	Direction Direction
	// From and To are the places in the history that the step connects, for
	// messages: "a, b -> m".
	From, To []string
	// Rows is what changes in the version table when the step is done.
	Rows []RowOp
}

// Plan is the steps from some rows of the version table to a target.
type Plan struct {
	Steps       []Step
	HeadsBefore []string // the rows before, in their order
	HeadsAfter  []string // the rows after the last step, sorted
	Warnings    []string
}

// RowsAfter returns the version table's rows after a step, sorted.
func (p *Plan) RowsAfter(step int) []string {
	rows := newRows(p.HeadsBefore)
	for _, s := range p.Steps[:step+1] {
		rows.apply(s.Rows)
	}
	return rows.sorted()
}

// Upgrade plans the way from the rows of a version table up to a target: what the
// target and its dependencies need and what is not there yet, those first that
// others need. A target that is applied already gives an empty plan.
func (g *Graph) Upgrade(current []string, target string) (*Plan, error) {
	rows, err := g.rows(current)
	if err != nil {
		return nil, err
	}
	targets, err := g.upgradeTargets(rows, target, true)
	if err != nil {
		return nil, err
	}
	if err := g.checkRows(rows); err != nil {
		return nil, err
	}
	nodes, err := g.between(targets, rows, span{implicitBase: true})
	if err != nil {
		return nil, err
	}
	plan := &Plan{HeadsBefore: append([]string{}, current...), Steps: make([]Step, 0, len(nodes))}
	table := newRows(current)
	for n := len(nodes) - 1; n >= 0; n-- {
		i := nodes[n]
		id := []string{g.revs[i].ID}
		plan.Steps = append(plan.Steps, Step{
			Revision: g.revs[i], Direction: Up, From: g.ids(g.down[i]), To: id, Rows: table.move(g.ids(g.eff[i]), id),
		})
	}
	plan.HeadsAfter = table.sorted()
	return plan, nil
}

// checkRows refuses rows of which one implies another.
func (g *Graph) checkRows(rows []int) error {
	above, below := g.overlap(rows)
	if len(below) == 0 {
		return nil
	}
	var tips []string
	for _, n := range g.revisions(g.withoutImplied(rows)) {
		tips = append(tips, n.ID)
	}
	return fail(CodeOverlappingRows, "Write the version table anew with `migrate stamp --purge "+strings.Join(tips, " ")+"`.",
		"the version table holds revision %s, and also what that implies: %s", g.revs[above].ID, listed(g.ids(below)))
}

// withoutImplied leaves out the nodes below others of the list.
func (g *Graph) withoutImplied(nodes []int) []int {
	var parents, tips []int
	for _, n := range nodes {
		parents = append(parents, g.eff[n]...)
	}
	implied := reach(g.eff, parents)
	for _, n := range nodes {
		if !implied[n] {
			tips = append(tips, n)
		}
	}
	return tips
}

// Before returns the least rows of a version table that let a revision run: what it
// needs, without what that implies.
func (g *Graph) Before(r *Revision) []string {
	return g.ids(g.withoutImplied(g.eff[g.byID[r.ID]]))
}

// Downgrade plans the way from the rows of a version table down to a target: what
// follows the target goes, with all that depends on it; what that depended on stays.
func (g *Graph) Downgrade(current []string, target string) (*Plan, error) {
	rows, err := g.rows(current)
	if err != nil {
		return nil, err
	}
	t, err := g.downgradeTarget(rows, target, true)
	if err != nil {
		return nil, err
	}
	nodes, err := g.dropped(rows, t, target, span{})
	if err != nil {
		return nil, err
	}
	plan := &Plan{HeadsBefore: append([]string{}, current...), Steps: make([]Step, 0, len(nodes)), Warnings: t.warnings}
	if above, below := g.overlap(rows); len(below) > 0 {
		plan.Warnings = append(plan.Warnings, "the version table holds revision "+g.revs[above].ID+
			", and also what that implies: "+listed(g.ids(below)))
	}
	plan.down(g, rows, nodes)
	return plan, nil
}

// down adds the steps that take nodes back. A parent gets a row of its own when
// nothing applied needs it any more.
func (p *Plan) down(g *Graph, rows, nodes []int) {
	needed := make([]int, len(g.revs)) // by how many applied revisions a node is needed
	for i, applied := range reach(g.eff, rows) {
		if applied {
			for _, parent := range g.eff[i] {
				needed[parent]++
			}
		}
	}
	table := newRows(p.HeadsBefore)
	for _, i := range nodes {
		var bared []string
		for _, parent := range g.eff[i] {
			if needed[parent]--; needed[parent] == 0 {
				bared = append(bared, g.revs[parent].ID)
			}
		}
		id := []string{g.revs[i].ID}
		p.Steps = append(p.Steps, Step{
			Revision: g.revs[i], Direction: Down, From: id, To: g.ids(g.down[i]), Rows: table.move(id, bared),
		})
	}
	p.HeadsAfter = table.sorted()
}
