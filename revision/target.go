package revision

import "slices"

// upgradeTargets resolves the target of an upgrade. Relative ones start at the given
// nodes (at base when there are none); strict refuses to stop early at a head.
func (g *Graph) upgradeTargets(start []int, text string, strict bool) ([]int, error) {
	id, err := g.parse(text)
	if err != nil {
		return nil, err
	}
	if !id.Relative {
		return g.expand(id.Label, id.Symbol)
	}
	var within []bool
	if id.Label != "" {
		branch, err := g.branch(id.Label)
		if err != nil {
			return nil, err
		}
		within = g.lineage(branch)
	}
	from, err := g.upgradeStart(id, start, within)
	if err != nil {
		return nil, err
	}
	if id.Steps < 0 {
		within = nil // the way down needs no choice
	}
	at, ok, err := g.walk(from, id.Steps, within)
	switch {
	case err != nil:
		return nil, err
	case at == baseNode || strict && !ok:
		return nil, g.tooFar(id, from)
	}
	return []int{at}, nil
}

// upgradeStart finds where a relative upgrade starts from.
func (g *Graph) upgradeStart(id Identifier, start []int, within []bool) (int, error) {
	switch {
	case id.Symbol != "" && id.Steps > 0:
		// The label chooses among children on the way, it need not hold at the start.
		return g.single("", id.Symbol)
	case id.Symbol == "base":
		return baseNode, g.tooFar(id, baseNode)
	case id.Symbol != "":
		return g.single(id.Label, id.Symbol)
	case id.Steps <= 0:
		return baseNode, wrongDirection(id, "An upgrade goes up: +N.")
	}
	if within != nil {
		if on := keep(start, within); len(on) > 0 {
			start = on
		} else {
			start = g.tips(keep(g.nodesOf(reach(g.eff, start)), within))
		}
	}
	switch len(start) {
	case 0:
		return baseNode, nil
	case 1:
		return start[0], nil
	}
	return baseNode, fail(CodeAmbiguousStart, "Name the branch, LABEL"+"@"+id.relative()+", or the revision.",
		"ambiguous upgrade from multiple current revisions: %s", listed(g.ids(start)))
}

// nodesOf lists the marked nodes.
func (g *Graph) nodesOf(marked []bool) []int {
	var nodes []int
	for i, in := range marked {
		if in {
			nodes = append(nodes, i)
		}
	}
	return nodes
}

// tips returns the nodes that are no effective parent of another of them.
func (g *Graph) tips(nodes []int) []int {
	below := map[int]bool{}
	for _, n := range nodes {
		for _, p := range g.eff[n] {
			below[p] = true
		}
	}
	return slices.DeleteFunc(nodes, func(n int) bool { return below[n] })
}

func wrongDirection(id Identifier, hint string) error {
	return fail(CodeWrongDirection, hint, "'%s' does not lead to any revision in this direction", id.Text)
}

func (g *Graph) tooFar(id Identifier, from int) error {
	way := "above"
	if id.Steps < 0 {
		way = "below"
	}
	return fail(CodeWalkedTooFar, "`migrate history` lists the revisions.",
		"'%s' walks too far: the history does not go that far %s %s", id.Text, way, g.idOf(from))
}

// downTarget is where a downgrade ends, and the branch that it is limited to.
type downTarget struct {
	node     int // baseNode for base
	branch   int // baseNode for none
	warnings []string
}

// downgradeTarget resolves the target of a downgrade from rows. strict refuses to
// stop early at base.
func (g *Graph) downgradeTarget(rows []int, text string, strict bool) (t downTarget, err error) {
	t = downTarget{node: baseNode, branch: baseNode}
	id, err := g.parse(text)
	if err != nil {
		return t, err
	}
	if id.Label != "" {
		if t.branch, err = g.branch(id.Label); err != nil {
			return t, err
		}
	}
	if !id.Relative {
		if t.node, err = g.single("", id.Symbol); err != nil || t.node == baseNode || t.branch == baseNode {
			return t, err
		}
		if !g.lineage(t.branch)[t.node] {
			return t, g.notOnBranch(t.node, id.Label)
		}
		return t, nil
	}
	from, err := g.downgradeStart(id, rows, &t)
	if err != nil {
		return t, err
	}
	var within []bool
	if id.Steps > 0 && t.branch != baseNode {
		within = g.lineage(t.branch)
	}
	at, ok, err := g.walk(from, id.Steps, within)
	if err == nil && (strict && !ok || from == baseNode && at == baseNode) {
		err = g.tooFar(id, from)
	}
	t.node = at
	return t, err
}

// downgradeStart finds where a relative downgrade starts from.
func (g *Graph) downgradeStart(id Identifier, rows []int, t *downTarget) (int, error) {
	minus := len(id.relative()) > 0 && id.relative()[0] == '-' && id.Steps < 0
	switch {
	case id.Symbol == "" && !minus:
		return baseNode, wrongDirection(id, "A downgrade goes down: -N.")
	case id.Symbol == "base" && minus:
		return baseNode, g.tooFar(id, baseNode)
	case id.Symbol != "" && minus:
		return g.single(id.Label, id.Symbol)
	case id.Symbol != "":
		return g.single("", id.Symbol)
	case len(rows) == 0:
		return baseNode, fail(CodeWalkedTooFar, "", "'%s' walks too far: the database has no revision to take back", id.Text)
	}
	if id.Label != "" {
		return g.rowOn(id, rows, t.branch)
	}
	if len(rows) > 1 {
		t.warnings = append(t.warnings, "several revisions are current ("+listed(g.ids(rows))+"): "+id.Text+" is taken from "+
			g.revs[rows[0]].ID+"; name the branch (LABEL@"+id.Text+") or the revision instead")
	}
	t.branch = rows[0]
	return rows[0], nil
}

// rowOn finds the current revision of a branch: a row, or one that rows imply.
func (g *Graph) rowOn(id Identifier, rows []int, branch int) (int, error) {
	lineage := g.lineage(branch)
	on := keep(rows, lineage)
	if len(on) == 0 {
		on = keep(g.branchTips(rows), lineage)
	}
	switch len(on) {
	case 0:
		return baseNode, fail(CodeNotOnBranch, "The current revisions are: "+listed(g.ids(rows))+".",
			"nothing of branch '%s' is applied, so there is no '%s'", id.Label, id.Text)
	case 1:
		return on[0], nil
	}
	return baseNode, fail(CodeAmbiguousStart, "Name the revision to go down to.",
		"branch '%s' has several current revisions: %s", id.Label, listed(g.ids(on)))
}

// branchTips returns the applied revisions that no applied one follows.
func (g *Graph) branchTips(rows []int) []int {
	applied := reach(g.eff, rows)
	var tips []int
	for i, in := range applied {
		if in && !slices.ContainsFunc(g.children[i], func(c int) bool { return applied[c] }) {
			tips = append(tips, i)
		}
	}
	return tips
}
