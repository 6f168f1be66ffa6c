package autogen

import (
	"slices"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// thing identifies what an operation makes or removes. Tables, views, sequences
// and, but on MySQL, indexes share one space of names.
type thing struct{ space, schema, name, more string }

// word is how texts mention the thing.
func (t thing) word() string { return t.space + " " + lower(t.name) }

// folded is the thing in the case that all names are compared in: whether two that
// differ only in case can be there at once is the dialect's business, and to remove
// one before the other comes is never wrong.
func (t thing) folded() thing {
	return thing{t.space, lower(t.schema), lower(t.name), lower(t.more)}
}

// effect is what an operation does to others' needs.
type effect struct {
	makes, removes []thing
	tables         []schema.Name // whose operations keep their order
	reshapes       []string      // tables whose columns change
	retypes        []thing       // what changes under those that stand on it: a column's type, a table's keys
	needs          words         // what must be there
	wants          words         // what had better be there
	frees          words         // what the thing removed or changed did need
	code           bool          // a view or trigger, which needs tables in their last shape
	regenerates    bool          // what a column is computed by changes in place
}

// computes reports whether a generated column comes, goes or changes.
func (e effect) computes() bool { return e.regenerates || e.code && len(e.reshapes) > 0 }

// others leaves generated columns out of what one of them waits for: which of them
// comes first depends on what they are computed from.
func (e effect) others(list []int, effects []effect) []int {
	if !e.computes() {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(j int) bool { return effects[j].computes() })
}

// arranger orders operations by what they need. The state is the database as it is
// before the first of them.
type arranger struct {
	d        dialect.Dialect
	name     string // the dialect's
	lex      dialect.Lexicon
	state    *schema.Database
	tables   map[schema.Name]*schema.Table
	triggers map[schema.Name][]*schema.Trigger // by their table
	cut      map[cutKey]bool
	parts    map[schema.Name][]schema.Name // the partitions of a table
	children map[schema.Name][]schema.Name // the tables that have a table's columns: these, and those that inherit from it
	parted   map[schema.Name]string        // the tables of partitioned tables' keys and indexes
	attached map[schema.Name][]cutKey      // the keys and indexes of partitions, by the index that they are attached to
	referred map[schema.Name][]referrer    // the foreign keys to a table, those that come among them
	comes    map[schema.Name][]piece       // the keys and indexes that come to a table
	coming   map[schema.Name]*schema.Table // the tables that come
	goes     map[schema.Name]bool          // the tables that go
	freed    map[*schema.Sequence]bool     // those that an operation has taken from their column
	lost     map[string][]string           // what enums, by their words, lose of their values
	gained   map[string][]string           // and what values they gain
	made     map[string][]string           // the types that composite types and domains, in lower case, are made of
}

func newArranger(d dialect.Dialect, state *schema.Database) *arranger {
	triggers := map[schema.Name][]*schema.Trigger{}
	for _, t := range state.Triggers {
		on := id(t.Schema, t.Table)
		triggers[on] = append(triggers[on], t)
	}
	a := &arranger{d: d, name: d.Name(), lex: d.Lexicon(), state: state, tables: state.TablesByID(), triggers: triggers,
		parts: map[schema.Name][]schema.Name{}, children: map[schema.Name][]schema.Name{}, parted: map[schema.Name]string{}, attached: map[schema.Name][]cutKey{}, cut: map[cutKey]bool{}, referred: map[schema.Name][]referrer{}, comes: map[schema.Name][]piece{}, coming: map[schema.Name]*schema.Table{}, goes: map[schema.Name]bool{}, freed: map[*schema.Sequence]bool{}, lost: map[string][]string{}, gained: map[string][]string{}, made: map[string][]string{}}
	for _, t := range state.Composites {
		for _, column := range t.Columns {
			a.made[lower(t.Name)] = append(a.made[lower(t.Name)], column.Type.For(a.name))
		}
	}
	for _, d := range state.Domains {
		a.made[lower(d.Name)] = append(a.made[lower(d.Name)], d.Type.For(a.name))
	}
	for _, t := range state.Tables {
		a.noteReferred(t.ID(), t.ForeignKeys...)
		if of, ok := a.partitionOf(t); ok {
			a.parts[of] = append(a.parts[of], t.ID())
		}
		for _, parent := range a.parents(t) {
			a.children[parent] = append(a.children[parent], t.ID())
		}
		parted := t.Options.Get(a.name, schema.PartitionBy) != ""
		for x := range pieces(t) {
			if parted {
				a.parted[id(t.Schema, x.name)] = t.Name
			}
			if parent, ok := a.attachedTo(x.options); ok {
				a.attached[parent] = append(a.attached[parent], cutKey{t.ID(), x.name})
			}
		}
	}
	return a
}

// parents are the tables whose columns a table has.
func (a *arranger) parents(t *schema.Table) (parents []schema.Name) {
	if of, ok := a.partitionOf(t); ok {
		parents = append(parents, of)
	}
	from := t.Options.Get(a.name, schema.Inherits)
	if from == "" {
		return parents
	}
	for _, name := range listed(a.lex, from) {
		if id, ok := a.named(name); ok {
			parents = append(parents, id)
		}
	}
	return parents
}

// descendants are the tables that have a table's columns, and theirs in turn.
func (a *arranger) descendants(table schema.Name) []schema.Name {
	list := slices.Clone(a.children[table])
	for i := 0; i < len(list); i++ {
		for _, child := range a.children[list[i]] {
			if !slices.Contains(list, child) {
				list = append(list, child)
			}
		}
	}
	return list
}

// cutKey is a key, an index, a policy or a rule that is dropped before its table is.
type cutKey struct {
	table schema.Name
	name  string
}

// arrange puts operations into an order in which each comes after those that it
// needs, changing the order given as little as that takes: an operation that
// another one needs is pulled before it.
func arrange(d dialect.Dialect, list []ops.Op, state *schema.Database) []ops.Op {
	return needsOf(d, list, state).arrange(list)
}

// arrange is [arrange], and notes the views that are stuck.
func (c *comparison) arrange(list []ops.Op, state *schema.Database) []ops.Op {
	g := needsOf(c.d, list, state)
	for i, op := range list {
		if o, ok := op.(*ops.AlterView); ok && !o.SQL.IsZero() && slices.ContainsFunc(g.hard[i], func(j int) bool { return g.needs(j, i, map[int]bool{}) }) {
			c.stuck = append(c.stuck, o.ID())
		}
	}
	return g.arrange(list)
}

// needsOf finds what each of some operations needs.
func needsOf(d dialect.Dialect, list []ops.Op, state *schema.Database) *graph {
	a := newArranger(d, state)
	a.noteValues(list)
	for _, op := range list {
		if d, ok := droppedPiece(op); ok {
			a.cut[cutKey{d.table, d.name.Name}] = true
		}
		if p, ok := comingPiece(op); ok {
			a.comes[p.on.ID()] = append(a.comes[p.on.ID()], p)
		}
		switch o := op.(type) {
		case *ops.CreateTable:
			a.coming[o.ID()] = &o.Table
			for _, parent := range a.parents(&o.Table) {
				a.children[parent] = append(a.children[parent], o.ID())
			}
			a.noteReferred(o.ID(), o.ForeignKeys...)
		case *ops.DropTable:
			a.goes[o.ID()] = true
		case *ops.CreateForeignKey:
			a.noteReferred(o.ID(), &o.ForeignKey)
		case *ops.DropForeignKey:
			a.cut[cutKey{o.ID(), o.Name}] = true
		case *ops.DropCheck:
			a.cut[cutKey{o.ID(), o.Name}] = true
		case *ops.DropTrigger:
			a.cut[cutKey{o.ID(), triggered + " " + o.Name}] = true
		case *ops.AlterTable:
			for key, value := range o.Options[a.name] {
				if value == "" && (isCode(key) || key == a.d.Traits().Union) {
					a.cut[cutKey{o.ID(), key}] = true
				}
			}
		}
	}
	effects := make([]effect, len(list))
	for i, op := range list {
		effects[i] = a.effect(op)
	}
	g := newGraph(effects, a.d.Traits().Rebuilds)
	a.keepOneColumn(list, g)
	g.atOnce = a.d.Traits().AtOnce
	return g
}

// arrange puts operations into their order.
func (g *graph) arrange(list []ops.Op) []ops.Op {
	for i := range list {
		g.visit(i)
	}
	for from := 0; from < len(g.order); {
		to := from
		for to < len(g.order) && g.atOnce(list[g.order[to]]) {
			to++
		}
		g.gather(list, g.order[from:to])
		from = max(to, from+1)
	}
	out := make([]ops.Op, len(list))
	for at, i := range g.order {
		out[at] = list[i]
	}
	return out
}

// keepOneColumn lets a column that goes from a table wait for one that comes, where all go
// that it has: hardly a server takes a table without any. Which is for that one to wait for
// what the other doesn't need.
func (a *arranger) keepOneColumn(list []ops.Op, g *graph) {
	gone, come := map[schema.Name][]int{}, map[schema.Name][]int{}
	for i, op := range list {
		switch o := op.(type) {
		case *ops.DropColumn:
			gone[o.ID()] = append(gone[o.ID()], i)
		case *ops.AddColumn:
			if t := a.tables[o.ID()]; t != nil && t.Column(o.Column.Name) == nil {
				come[o.ID()] = append(come[o.ID()], i)
			}
		}
	}
	for _, t := range a.state.Tables {
		if drops := gone[t.ID()]; len(drops) > 0 && len(drops) >= len(t.Columns) {
			g.keepOne(drops, come[t.ID()])
		}
	}
}

// keepOne lets the last of some operations wait for the first of others, or those next to
// them where that one must come before.
func (g *graph) keepOne(drops, adds []int) {
	for _, add := range adds {
		for _, drop := range slices.Backward(drops) {
			if !g.needs(add, drop, map[int]bool{}) {
				g.hard[drop] = append(g.hard[drop], add)
				slices.Sort(g.hard[drop])
				return
			}
		}
	}
}

// needs reports whether an operation needs another, or one that does.
func (g *graph) needs(i, other int, seen map[int]bool) bool {
	if i == other || seen[i] {
		return i == other
	}
	seen[i] = true
	return slices.ContainsFunc(g.hard[i], func(j int) bool { return g.needs(j, other, seen) })
}

// graph is the state of arrange. Operations are known by their index.
type graph struct {
	hard, soft [][]int // what must, and what had better, come before each
	state      []byte
	order      []int
	atOnce     func(ops.Op) bool // see [dialect.Traits]
}

const (
	untouched = iota
	visiting
	placed
)

// newGraph finds the edges. Rebuilds says that a column may change while others are computed
// from it.
func newGraph(effects []effect, rebuilds bool) *graph {
	n := len(effects)
	g := &graph{hard: make([][]int, n), soft: make([][]int, n), state: make([]byte, n)}
	makers, reshapers, freers, viewFreers := map[string][]int{}, map[string][]int{}, map[string][]int{}, map[string][]int{}
	removers, retypers, overloads := map[thing][]int{}, map[string][]int{}, map[string][]int{}
	for i, e := range effects {
		for _, m := range e.makes {
			makers[m.word()] = append(makers[m.word()], i)
		}
		for _, r := range e.removes {
			removers[r.folded()] = append(removers[r.folded()], i)
			if r.space == routine { // beside which a call may not be clear
				overloads[r.word()] = append(overloads[r.word()], i)
			}
		}
		for _, t := range e.reshapes {
			word := relation(id("", t)).word()
			reshapers[word] = append(reshapers[word], i)
		}
		for _, c := range e.retypes {
			retypers[c.word()] = append(retypers[c.word()], i)
		}
		for w := range e.frees {
			freers[w] = append(freers[w], i)
			if e.code {
				viewFreers[w] = append(viewFreers[w], i)
			}
		}
	}
	last, computed := map[schema.Name]int{}, make([][]int, n)
	for i, e := range effects {
		before := func(to *[]int, list []int) {
			for _, j := range list {
				if j != i && !slices.Contains(*to, j) {
					*to = append(*to, j)
				}
			}
		}
		for w := range e.needs {
			before(&g.hard[i], makers[w])
			before(&g.hard[i], retypers[w])
			before(&g.soft[i], overloads[w])
			switch list := e.others(reshapers[w], effects); {
			case e.code && rebuilds && e.computes():
				before(&computed[i], list)
			case e.code:
				before(&g.hard[i], list)
			}
		}
		for _, m := range e.makes {
			before(&g.hard[i], removers[m.folded()])
		}
		for _, r := range e.removes {
			before(&g.hard[i], freers[r.word()])
		}
		beneath := func(list []int) {
			for _, j := range list {
				if rebuilds && len(e.reshapes) > 0 && effects[j].computes() {
					before(&computed[i], []int{j})
				} else {
					before(&g.hard[i], []int{j})
				}
			}
		}
		for _, r := range e.retypes {
			beneath(freers[r.word()])
		}
		for _, t := range e.reshapes {
			beneath(e.others(viewFreers[relation(id("", t)).word()], effects))
		}
		for w := range e.wants {
			before(&g.soft[i], makers[w])
		}
		slices.Sort(g.hard[i])
		slices.Sort(g.soft[i])
		for _, t := range e.tables {
			if j, ok := last[t]; ok {
				before(&g.soft[i], []int{j})
			}
			last[t] = i
		}
	}
	g.addComputed(computed)
	return g
}

// addComputed has what changes under generated columns wait for those that go or are computed
// from something else instead, and those that come wait for all that changes, unless what is
// waited for has to wait itself.
func (g *graph) addComputed(before [][]int) {
	for i, list := range before {
		slices.Sort(list)
		for _, j := range list {
			if !slices.Contains(g.hard[i], j) && !g.needs(j, i, map[int]bool{}) {
				g.hard[i] = append(g.hard[i], j)
			}
		}
		slices.Sort(g.hard[i])
	}
}

// visit places an operation after all that it needs. What would lead back to one
// that is being visited is left out where it is only wished for; in a circle of
// needs the order given holds.
func (g *graph) visit(i int) {
	if g.state[i] != untouched {
		return
	}
	g.state[i] = visiting
	for _, j := range g.hard[i] {
		g.visit(j)
	}
	for _, j := range g.soft[i] {
		if g.state[j] == untouched && !g.leadsBack(j, map[int]bool{}) {
			g.visit(j)
		}
	}
	g.state[i] = placed
	g.order = append(g.order, i)
}

// gather puts those of some operations that are on one table beside each other, where nothing
// that they wait for is between: they are done at once then.
func (g *graph) gather(list []ops.Op, run []int) {
	var groups [][]int
	groupOf, last := map[int]int{}, map[schema.Name]int{}
	for _, i := range run {
		first := 0 // of the groups that it may be in
		for _, j := range slices.Concat(g.hard[i], g.soft[i]) {
			first = max(first, groupOf[j])
		}
		table := list[i].(interface{ ID() schema.Name }).ID()
		n, open := last[table]
		if !open || n < first {
			n, groups = len(groups), append(groups, nil)
			last[table] = n
		}
		groups[n], groupOf[i] = append(groups[n], i), n
	}
	copy(run, slices.Concat(groups...))
}

// leadsBack reports whether an operation is to come after one that is being visited.
func (g *graph) leadsBack(i int, seen map[int]bool) bool {
	if g.state[i] != untouched || seen[i] {
		return g.state[i] == visiting
	}
	seen[i] = true
	back := func(j int) bool { return g.leadsBack(j, seen) }
	return slices.ContainsFunc(g.hard[i], back) || slices.ContainsFunc(g.soft[i], back)
}
