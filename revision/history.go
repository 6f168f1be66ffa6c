package revision

import "slices"

// Range asks for a stretch of the history.
type Range struct {
	// Upper and Lower are identifiers. One alone may be symbolic or relative: an
	// Upper of +N counts from Lower, a Lower of -N counts from the heads. No Lower
	// means base.
	Upper, Lower []string

	Inclusive    bool // Lower itself belongs to it
	ImplicitBase bool // and so does what does not come after Lower
	Clamp        bool // a relative end beyond the history stops at its end
	// Downgrade asks for what a downgrade from Upper to Lower takes back.
	Downgrade bool
}

// Iterate returns a stretch of the history, newest first.
func (g *Graph) Iterate(r Range) ([]*Revision, error) {
	nodes, err := g.iterate(r)
	if err != nil {
		return nil, err
	}
	return g.revisions(nodes), nil
}

func (g *Graph) iterate(r Range) ([]int, error) {
	s := span{inclusive: r.Inclusive, implicitBase: r.ImplicitBase}
	if r.Downgrade {
		rows, err := g.resolveAll(r.Upper)
		if err != nil {
			return nil, err
		}
		target := "base"
		if len(r.Lower) > 0 {
			target = r.Lower[0]
		}
		t, err := g.downgradeTarget(rows, target, !r.Clamp)
		if err != nil {
			return nil, err
		}
		return g.dropped(rows, t, target, s)
	}
	lower, branch, err := g.lowerEnd(r, &s)
	if err != nil {
		return nil, err
	}
	upper, err := g.upperEnd(r, lower)
	if err != nil {
		return nil, err
	}
	if branch != nil {
		upper = keep(upper, branch)
	}
	if len(r.Upper) == 1 && len(r.Lower) == 1 {
		s.lower, s.upper = r.Lower[0], r.Upper[0]
	}
	return g.between(upper, lower, s)
}

func (g *Graph) resolveAll(identifiers []string) ([]int, error) {
	var nodes []int
	for _, text := range identifiers {
		found, err := g.resolveMany(text)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, found...)
	}
	return nodes, nil
}

// lowerEnd resolves where a range starts. label@ limits the range to the branch.
func (g *Graph) lowerEnd(r Range, s *span) (lower []int, branch []bool, err error) {
	if len(r.Lower) != 1 {
		lower, err = g.resolveAll(r.Lower)
		return lower, nil, err
	}
	id, err := g.parse(r.Lower[0])
	if err != nil {
		return nil, nil, err
	}
	if id.Label != "" {
		if branch, err = g.carriers(id.Label); err != nil {
			return nil, nil, err
		}
	}
	switch {
	case !id.Relative:
		lower, err = g.expand(id.Label, id.Symbol)
	case id.Symbol != "" || id.Steps >= 0:
		err = relativeNotAllowed(id)
	default:
		var short bool
		if lower, short, err = g.belowHeads(id); short {
			s.implicitBase = true
		}
	}
	return lower, branch, err
}

// upperEnd resolves where a range ends.
func (g *Graph) upperEnd(r Range, lower []int) ([]int, error) {
	if len(r.Upper) == 1 {
		return g.upgradeTargets(lower, r.Upper[0], !r.Clamp)
	}
	return g.resolveAll(r.Upper)
}

// History returns the revisions of a range, newest first. The range is start:end,
// start: or :end, or empty for everything; current, for either end, stands for these
// rows of the version table.
func (g *Graph) History(text string, current []string) ([]*Revision, error) {
	if text == "" {
		text = ":"
	}
	lower, upper, ok, err := ParseRange(text)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fail(CodeBadRange, "Write start:end, start: or :end.", "'%s' is not a range", text)
	}
	r := Range{Lower: []string{orElse(lower, "base")}, Upper: []string{orElse(upper, "heads")}, Inclusive: true, Clamp: true}
	if lower == "current" || upper == "current" {
		if _, err := g.rows(current); err != nil {
			return nil, err
		}
	}
	if lower == "current" {
		r.Lower = current
	}
	if upper == "current" {
		if len(current) == 0 {
			return nil, nil
		}
		r.Upper = current
	}
	return g.Iterate(r)
}

func orElse(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

// BranchPoints returns the revisions that several follow, newest first.
func (g *Graph) BranchPoints() []*Revision {
	var found []*Revision
	all := slices.Repeat([]bool{true}, len(g.revs))
	for _, i := range g.newestFirst(all, g.realHeads) {
		if len(g.children[i]) > 1 {
			found = append(found, g.revs[i])
		}
	}
	return found
}

// Current returns what counts as current where the version table has these rows:
// the applied revisions that no applied one follows. Beside rows, these are heads
// that a row implies by a dependency.
func (g *Graph) Current(rows []string) ([]*Revision, error) {
	nodes, err := g.rows(rows)
	if err != nil {
		return nil, err
	}
	return g.revisions(g.branchTips(nodes)), nil
}

// Applied returns the revisions that rows of the version table stand for, those
// first that others need.
func (g *Graph) Applied(rows []string) ([]*Revision, error) {
	nodes, err := g.rows(rows)
	if err != nil {
		return nil, err
	}
	return g.revisions(keep(g.order, reach(g.eff, nodes))), nil
}

// Related returns those of some revisions that lie on one line with what an
// identifier names (or its label), by down_revision alone or with dependencies.
func (g *Graph) Related(ids []string, identifier string, dependencies bool) ([]*Revision, error) {
	nodes, err := g.resolveAll(ids)
	if err != nil {
		return nil, err
	}
	id, err := g.parse(identifier)
	if err != nil {
		return nil, err
	}
	if id.Relative {
		return nil, relativeNotAllowed(id)
	}
	to, err := g.expand(id.Label, id.Symbol)
	if err != nil {
		return nil, err
	}
	if id.Label != "" {
		branch, err := g.branch(id.Label)
		if err != nil {
			return nil, err
		}
		to = append([]int{branch}, to...)
	}
	if len(to) == 0 {
		return g.revisions(nodes), nil
	}
	line := g.lineage
	if dependencies {
		line = g.fullLineage
	}
	near := line(to[0])
	for _, n := range to[1:] {
		near = union(near, line(n))
	}
	return g.revisions(keep(nodes, near)), nil
}
