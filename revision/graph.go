package revision

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
)

// Graph is a history: revisions and how they follow each other. It is made by
// [New] or [Load] and does not change.
type Graph struct {
	revs    []*Revision    // in the order given, which breaks ties everywhere
	byID    map[string]int // node of an id
	byLabel map[string]int // node that carries a label itself

	// Parents of a node: by down_revision; with its dependencies; with those of its
	// dependencies only that no ancestor has already. Then the same upwards.
	down, all, eff                     [][]int
	children, allChildren, effChildren [][]int

	order  []int      // parents and dependencies before those that need them
	labels [][]string // a node's labels after they spread along the branch

	heads, realHeads, bases, realBases []int
}

// New builds the graph of revisions. Their order breaks ties, so it should be the
// same on every machine; [Load] sorts by file name. The revisions are not copied
// and must not change afterwards.
func New(revisions []*Revision) (*Graph, error) {
	g := &Graph{revs: revisions}
	if err := g.index(); err != nil {
		return nil, err
	}
	deps, err := g.link()
	if err != nil {
		return nil, err
	}
	if _, err := g.sort(g.down, g.children, g.heads, g.bases, CodeCycle); err != nil {
		return nil, err
	}
	if g.order, err = g.sort(g.all, g.allChildren, g.realHeads, g.realBases, CodeDependencyCycle); err != nil {
		return nil, err
	}
	g.reduce(deps)
	g.spreadLabels()
	return g, nil
}

// With returns the graph that has these revisions too.
func (g *Graph) With(revisions ...*Revision) (*Graph, error) {
	return New(append(slices.Clone(g.revs), revisions...))
}

// index checks each revision by itself and maps ids and labels to nodes.
func (g *Graph) index() error {
	g.byID = make(map[string]int, len(g.revs))
	g.byLabel = map[string]int{}
	for i, r := range g.revs {
		if err := checkSelf(r); err != nil {
			return err
		}
		if first, ok := g.byID[r.ID]; ok {
			return fail(CodeDuplicateRevision, "Give one of them another id (and name it in the files that follow it), or delete it.",
				"revision %s is there twice: %s and %s", r.ID, g.revs[first].where(), r.where())
		}
		g.byID[r.ID] = i
	}
	for i, r := range g.revs {
		for _, label := range r.Labels {
			if err := checkLabel(label); err != nil {
				return err
			}
			first, ok := g.lookup(label)
			if ok && (first != i || label == r.ID) {
				return fail(CodeDuplicateLabel, "Rename the label in one of the files.",
					"branch label '%s' of revision %s is already used by revision %s", label, r.where(), g.revs[first].where())
			}
			g.byLabel[label] = i
		}
	}
	return nil
}

// checkSelf checks what a revision says without looking at others.
func checkSelf(r *Revision) error {
	const hint = "A revision cannot come after itself: correct the file."
	if slices.Contains(r.Down, r.ID) {
		return fail(CodeCycle, hint, "revision %s names itself as its down_revision: %s -> %s", r.where(), r.ID, r.ID)
	}
	if slices.Contains(r.DependsOn, r.ID) {
		return fail(CodeDependencyCycle, hint, "revision %s depends on itself: %s -> %s", r.where(), r.ID, r.ID)
	}
	return CheckID(r.ID)
}

// lookup finds the node of a full id or a label.
func (g *Graph) lookup(name string) (int, bool) {
	if i, ok := g.byID[name]; ok {
		return i, true
	}
	i, ok := g.byLabel[name]
	return i, ok
}

// link resolves parents and dependencies, and finds heads and bases. It returns
// each node's dependencies.
func (g *Graph) link() (deps [][]int, err error) {
	g.down = make([][]int, len(g.revs))
	g.all = make([][]int, len(g.revs))
	deps = make([][]int, len(g.revs))
	for i, r := range g.revs {
		if g.down[i], err = g.nodes(r.Down, g.byID, r, CodeMissingParent); err != nil {
			return nil, err
		}
		if deps[i], err = g.dependencies(r); err != nil {
			return nil, err
		}
		g.all[i] = joined(g.down[i], deps[i])
		if len(g.down[i]) == 0 {
			g.bases = append(g.bases, i)
		}
		if len(g.all[i]) == 0 {
			g.realBases = append(g.realBases, i)
		}
	}
	g.children, g.allChildren = inverted(g.down), inverted(g.all)
	for i := range g.revs {
		if len(g.children[i]) == 0 {
			g.heads = append(g.heads, i)
		}
		if len(g.allChildren[i]) == 0 {
			g.realHeads = append(g.realHeads, i)
		}
	}
	return deps, nil
}

// dependencies resolves what a revision depends on: ids, or labels, which stand
// for the revision that carries them (not for the head of its branch).
func (g *Graph) dependencies(r *Revision) ([]int, error) {
	if len(r.DependsOn) == 0 {
		return nil, nil
	}
	names := make(map[string]int, len(r.DependsOn))
	for _, name := range r.DependsOn {
		if i, ok := g.lookup(name); ok {
			names[name] = i
		}
	}
	deps, err := g.nodes(r.DependsOn, names, r, CodeMissingDependency)
	if err == nil && slices.Contains(deps, g.byID[r.ID]) {
		return nil, fail(CodeDependencyCycle, "A revision cannot come after itself: correct the file.",
			"revision %s depends on its own label: %s -> %s", r.where(), r.ID, r.ID)
	}
	return deps, err
}

// nodes looks names up and drops repetitions.
func (g *Graph) nodes(names []string, in map[string]int, r *Revision, code Code) ([]int, error) {
	if len(names) == 0 {
		return nil, nil
	}
	nodes := make([]int, 0, len(names))
	for _, name := range names {
		i, ok := in[name]
		if !ok {
			says := "down_revision"
			if code == CodeMissingDependency {
				says = "depends_on"
			}
			return nil, fail(code, "Restore that file, or correct "+says+"; it takes full ids. "+g.near(name),
				"revision %s has %s '%s', but there is no such revision", r.where(), says, name)
		}
		if !slices.Contains(nodes, i) {
			nodes = append(nodes, i)
		}
	}
	return nodes, nil
}

// reduce leaves out of a node's parents the dependencies that an ancestor by
// down_revision has already: those imply no row and no order of their own.
func (g *Graph) reduce(deps [][]int) {
	declared := make([]int, len(g.revs)) // by how many revisions a node is depended on
	for _, d := range deps {
		for _, to := range d {
			declared[to]++
		}
	}
	shared := make([]int, len(g.revs)) // number of a node that several depend on
	count := 0
	for i, n := range declared {
		if shared[i] = -1; n > 1 {
			shared[i] = count
			count++
		}
	}
	g.eff = g.all
	if count > 0 {
		g.eff = g.withoutInherited(deps, shared, count)
	}
	g.effChildren = inverted(g.eff)
}

// withoutInherited is reduce's work where several revisions share a dependency. A
// bit set per node says which of those its ancestors have.
func (g *Graph) withoutInherited(deps [][]int, shared []int, count int) [][]int {
	words := (count + 63) / 64
	sets := make([]uint64, words*len(g.revs))
	has := func(i int) []uint64 { return sets[i*words : (i+1)*words] }
	eff := make([][]int, len(g.revs))
	for _, i := range g.order {
		inherited := has(i)
		for _, p := range g.down[i] {
			for w, bits := range has(p) {
				inherited[w] |= bits
			}
		}
		eff[i] = g.down[i]
		if len(deps[i]) > 0 {
			own := slices.DeleteFunc(slices.Clone(deps[i]), func(d int) bool {
				n := shared[d]
				return n >= 0 && inherited[n/64]&(1<<(n%64)) != 0
			})
			eff[i] = joined(g.down[i], own)
		}
		for _, d := range deps[i] {
			if n := shared[d]; n >= 0 {
				inherited[n/64] |= 1 << (n % 64)
			}
		}
	}
	return eff
}

// joined returns a with what b adds.
func joined(a, b []int) []int {
	if len(b) == 0 {
		return a
	}
	both := slices.Clone(a)
	for _, n := range b {
		if !slices.Contains(both, n) {
			both = append(both, n)
		}
	}
	return both
}

// inverted turns parents into children, each list in node order.
func inverted(parents [][]int) [][]int {
	sizes := make([]int, len(parents))
	total := 0
	for _, list := range parents {
		for _, p := range list {
			sizes[p]++
			total++
		}
	}
	space := make([]int, 0, total)
	children := make([][]int, len(parents))
	for i, n := range sizes {
		end := len(space) + n
		children[i] = space[len(space):len(space):end]
		space = space[:end]
	}
	for i, list := range parents {
		for _, p := range list {
			children[p] = append(children[p], i)
		}
	}
	return children
}

// near suggests names that look like one that does not exist; empty if none does.
func (g *Graph) near(name string) string {
	if len(name) < 3 || len(name) > 64 {
		return ""
	}
	var found []string
	consider := func(known string) {
		if strings.EqualFold(known, name) || spelling.Distance(known, name) <= 1+len(name)/8 {
			found = append(found, known)
		}
	}
	for _, r := range g.revs {
		consider(r.ID)
		for _, label := range r.Labels {
			consider(label)
		}
	}
	if len(found) == 0 {
		return ""
	}
	return "Did you mean " + quoted(found) + "?"
}
