package revision

import (
	"slices"
	"strings"
)

// Resolve returns the one revision that an identifier names; nil for base, and for
// head in an empty history. Relative forms need a starting point and are refused.
func (g *Graph) Resolve(identifier string) (*Revision, error) {
	i, err := g.resolveOne(identifier)
	if err != nil || i == baseNode {
		return nil, err
	}
	return g.revs[i], nil
}

// ResolveMany returns the revisions that identifiers name, in order: heads names
// several, base none, and -N those N steps below each head.
func (g *Graph) ResolveMany(identifiers ...string) ([]*Revision, error) {
	var found []int
	for _, text := range identifiers {
		nodes, err := g.resolveMany(text)
		if err != nil {
			return nil, err
		}
		found = append(found, nodes...)
	}
	return g.revisions(found), nil
}

// ResolveWith is [Graph.ResolveMany] where current may be named too: it stands for
// these rows of the version table.
func (g *Graph) ResolveWith(current []string, identifiers ...string) ([]*Revision, error) {
	var found []*Revision
	for _, text := range identifiers {
		if text == "current" {
			rows, err := g.rows(current)
			if err != nil {
				return nil, err
			}
			found = append(found, g.revisions(rows)...)
			continue
		}
		revs, err := g.ResolveMany(text)
		if err != nil {
			return nil, err
		}
		found = append(found, revs...)
	}
	return found, nil
}

// rows finds the nodes of a version table's rows, each once, in their order.
func (g *Graph) rows(current []string) ([]int, error) {
	nodes := make([]int, 0, len(current))
	seen := make(map[int]bool, len(current))
	for _, id := range current {
		i, ok := g.byID[id]
		if !ok {
			return nil, fail(CodeUnknownCurrent,
				"Get the file back (another branch may have it), or say where the database is with `migrate stamp --purge REVISION`.",
				"the database is at revision '%s', which no revision file has", id)
		}
		if !seen[i] {
			seen[i] = true
			nodes = append(nodes, i)
		}
	}
	return nodes, nil
}

// resolveOne returns a node or baseNode.
func (g *Graph) resolveOne(text string) (int, error) {
	id, err := g.parse(text)
	if err != nil {
		return baseNode, err
	}
	if id.Relative {
		return baseNode, relativeNotAllowed(id)
	}
	return g.single(id.Label, id.Symbol)
}

func relativeNotAllowed(id Identifier) error {
	return fail(CodeRelativeNotAllowed, "Name the revision itself.", "can't locate revision '%s': a relative form has no meaning here", id.Text)
}

// single resolves label@symbol to one node or to baseNode.
func (g *Graph) single(label, symbol string) (int, error) {
	nodes, err := g.expand(label, symbol)
	switch {
	case err != nil:
		return baseNode, err
	case len(nodes) == 0:
		return baseNode, nil
	case len(nodes) > 1:
		return baseNode, g.multipleHeads(label, symbol, nodes)
	}
	return nodes[0], nil
}

func (g *Graph) multipleHeads(label, symbol string, nodes []int) error {
	name, hint := symbol, "Name one of them, narrow to a branch with LABEL@head, say heads for all, or join them with `migrate merge heads`."
	if label != "" {
		name, hint = label+"@"+symbol, "Name one of them, or join them with `migrate merge "+strings.Join(g.ids(nodes), " ")+"`."
	}
	return fail(CodeMultipleHeads, hint, "there are multiple heads for '%s': %s", name, listed(g.ids(nodes)))
}

// resolveMany resolves an identifier to any number of nodes.
func (g *Graph) resolveMany(text string) ([]int, error) {
	id, err := g.parse(text)
	if err != nil {
		return nil, err
	}
	if !id.Relative {
		return g.expand(id.Label, id.Symbol)
	}
	if id.Symbol != "" || id.Steps >= 0 {
		return nil, relativeNotAllowed(id)
	}
	nodes, short, err := g.belowHeads(id)
	if err == nil && short {
		err = fail(CodeWalkedTooFar, "", "there are fewer than %d revisions for '%s'", -id.Steps, id.Text)
	}
	return nodes, err
}

// belowHeads goes -N down from each real head, or from those of a branch. short says
// that for some the base was reached.
func (g *Graph) belowHeads(id Identifier) (nodes []int, short bool, err error) {
	heads := g.realHeads
	if id.Label != "" {
		on, err := g.carriers(id.Label)
		if err != nil {
			return nil, false, err
		}
		heads = keep(heads, on)
	}
	for _, h := range heads {
		at, _, err := g.walk(h, id.Steps, nil)
		if err != nil {
			return nil, false, err
		}
		if at == baseNode {
			short = true
		} else {
			nodes = append(nodes, at)
		}
	}
	return nodes, short, nil
}

// carriers marks the nodes that have a label, own or spread. For a revision named
// instead of a label it is those of its branch if it has one label, else its lineage.
func (g *Graph) carriers(label string) ([]bool, error) {
	branch, err := g.branch(label)
	if err != nil {
		return nil, err
	}
	if _, ok := g.byLabel[label]; !ok {
		if len(g.labels[branch]) != 1 {
			return g.lineage(branch), nil
		}
		label = g.labels[branch][0]
	}
	on := make([]bool, len(g.revs))
	for i, labels := range g.labels {
		_, on[i] = slices.BinarySearch(labels, label)
	}
	return on, nil
}

// expand resolves label@symbol.
func (g *Graph) expand(label, symbol string) ([]int, error) {
	var on []bool
	if label != "" {
		branch, err := g.branch(label)
		if err != nil {
			return nil, err
		}
		on = g.lineage(branch)
	}
	switch symbol {
	case "base":
		return nil, nil
	case "heads":
		if on == nil {
			return g.realHeads, nil
		}
		return keep(g.heads, on), nil
	case "head":
		heads := g.heads
		if on != nil {
			heads = keep(heads, on)
		}
		if len(heads) > 1 {
			return nil, g.multipleHeads(label, symbol, heads)
		}
		return heads, nil
	}
	i, err := g.find(symbol, on)
	if err != nil {
		return nil, err
	}
	if on != nil && !on[i] {
		return nil, g.notOnBranch(i, label)
	}
	return []int{i}, nil
}

func (g *Graph) notOnBranch(i int, label string) error {
	return fail(CodeNotOnBranch, "`migrate history -r "+label+"@base:` lists the branch.",
		"revision %s is not a member of branch '%s'", g.revs[i].ID, label)
}

// branch finds the node that a label, or an id or prefix in its place, stands for.
func (g *Graph) branch(label string) (int, error) {
	i, err := g.find(label, nil)
	if e, ok := err.(*Error); ok && e.Code == CodeUnknownRevision {
		labels := make([]string, 0, len(g.byLabel))
		for _, r := range g.revs {
			labels = append(labels, r.Labels...)
		}
		hint := "No revision has a branch label."
		if len(labels) > 0 {
			hint = "The labels are: " + listed(labels) + "."
		}
		return i, fail(CodeUnknownLabel, hint, "there is no branch or revision '%s'", label)
	}
	return i, err
}

// prefixed is the least length of an id or label that a prefix can stand for.
const prefixed = 4

// find looks up an id, a label, or the unique beginning of one. The search for a
// beginning can be narrowed to some nodes.
func (g *Graph) find(name string, within []bool) (int, error) {
	if i, ok := g.lookup(name); ok {
		return i, nil
	}
	var names []string
	found := baseNode
	consider := func(i int, candidate string) {
		if len(candidate) >= prefixed && strings.HasPrefix(candidate, name) && (within == nil || within[i]) {
			names = append(names, candidate)
			found = i
		}
	}
	for i, r := range g.revs {
		consider(i, r.ID)
		for _, label := range r.Labels {
			consider(i, label)
		}
	}
	switch {
	case name == "":
		return found, fail(CodeEmptyIdentifier, "", "the revision identifier is empty")
	case len(names) == 0:
		hint := g.near(name)
		if hint == "" {
			hint = "`migrate history` lists the revisions."
		}
		return found, fail(CodeUnknownRevision, hint, "can't locate a revision identified by '%s'", name)
	case len(names) > 1:
		return found, fail(CodeAmbiguousRevision, "Type more of it.", "several revisions start with '%s': %s", name, quoted(names))
	}
	return found, nil
}
