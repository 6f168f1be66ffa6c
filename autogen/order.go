package autogen

import (
	"container/heap"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// phases collects the operations by their kind. The order of the fields is the
// order in which they run where none needs another one; see [arrange].
type phases struct {
	renames           []ops.Op // and columns of composite types, with dropCode before all others
	createSchemas     []ops.Op
	dropCode          []ops.Op // triggers and views
	createEnums       []ops.Op
	alterEnums        []ops.Op
	createObjects     []ops.Op // extensions, sequences, domains, routines
	dropForeignKeys   []ops.Op
	detach            []ops.Op // partitions, when no key refers to their rows any more
	reattach          []ops.Op // those with another bound
	dropConstraints   []ops.Op
	renameParts       []ops.Op
	tableDefaults     []ops.Op // what new columns of a table follow
	dropAgain         []ops.Op // columns that are added anew
	addColumns        []ops.Op
	alterColumns      []ops.Op
	back              []ops.Op // to the types that columns had before alterColumns
	addGenerated      []ops.Op // after the columns that they are computed from
	alterTables       []ops.Op
	createUniques     []ops.Op
	createConstraints []ops.Op
	createIndexes     []ops.Op
	attach            []ops.Op // partitions, with all that they need
	dropIndexes       []ops.Op
	createForeignKeys []ops.Op
	createCode        []ops.Op
	comments          []ops.Op
	dropColumns       []ops.Op
	giveTypes         []ops.Op // to tables that have the columns of theirs by then
	partition         []ops.Op // tables, on MySQL; what not every column can be part of
	dropObjects       []ops.Op
	dropEnums         []ops.Op
	dropSchemas       []ops.Op

	created []*schema.Table // neutral, all parts named
	dropped []*schema.Table // neutral
}

// lists are all of them, in their order.
func (p *phases) lists() []*[]ops.Op {
	return []*[]ops.Op{&p.renames, &p.createSchemas, &p.dropCode, &p.createEnums, &p.alterEnums, &p.createObjects, &p.dropForeignKeys,
		&p.detach, &p.reattach, &p.dropConstraints, &p.renameParts, &p.tableDefaults, &p.dropAgain, &p.addColumns, &p.alterColumns,
		&p.back, &p.addGenerated, &p.alterTables, &p.createUniques, &p.createConstraints, &p.createIndexes, &p.attach, &p.dropIndexes,
		&p.createForeignKeys, &p.createCode, &p.comments, &p.dropColumns, &p.giveTypes, &p.partition, &p.dropObjects, &p.dropEnums, &p.dropSchemas}
}

// add puts what another plan has after what is there, phase by phase.
func (p *phases) add(other *phases) {
	from := other.lists()
	for i, to := range p.lists() {
		*to = append(*to, *from[i]...)
	}
	p.created, p.dropped = append(p.created, other.created...), append(p.dropped, other.dropped...)
}

// order puts all operations into one list, kind after kind.
func (c *comparison) order() []ops.Op {
	p := &c.plan
	creates, keys := createTables(c.d, p.created)
	p.dropCode = append(p.dropCode, c.cutCode()...)
	cutKeys, drops := dropTables(c.d, p.dropped)
	for _, cut := range slices.Concat(cutKeys, c.namesakes()) {
		if !contains(p.dropForeignKeys, cut) {
			p.dropForeignKeys = append(p.dropForeignKeys, cut)
		}
	}
	parents, attached := c.comingTo(), p.attached()
	parentIndexes, dropIndexes := before(parents, p.dropIndexes)
	parentColumns, dropColumns := before(parents, p.dropColumns)
	ownIndexes, dropIndexes := before(attached, dropIndexes)
	ownColumns, dropColumns := before(attached, dropColumns)
	ownKeys, createKeys := before(c.above(c.wish, attached), p.createForeignKeys)
	keptKeys, dropKeys := c.keptKeys()
	return slices.Concat(p.createSchemas, p.dropCode, p.createEnums, p.alterEnums, p.createObjects, dropKeys, p.detach, keptKeys, p.reattach,
		p.dropConstraints, p.renameParts, p.tableDefaults, p.dropAgain, p.addColumns, p.alterColumns, p.back, p.addGenerated, parentIndexes, parentColumns, p.alterTables, p.createUniques, p.createConstraints, p.createIndexes, ownIndexes, ownColumns, ownKeys, p.attach,
		dropIndexes, creates, keys, createKeys, dropColumns, p.giveTypes, p.partition, p.createCode, p.comments, drops, p.dropObjects,
		p.dropEnums, p.dropSchemas)
}

// attached are the tables that become partitions, which have no other columns than their
// table has.
func (p *phases) attached() map[schema.Name]bool {
	attached := map[schema.Name]bool{}
	for _, op := range p.attach {
		attached[op.(*ops.AlterTable).ID()] = true
	}
	return attached
}

// above are tables with all that they are partitions of. Where a key is created for these and their
// partition, on the way back it leaves before that of the others goes: its own would go with it.
func (c *comparison) above(db *schema.Database, tables map[schema.Name]bool) map[schema.Name]bool {
	all := map[schema.Name]bool{}
	for name := range tables {
		for t := db.Table(name); t != nil && !all[t.ID()]; {
			all[t.ID()] = true
			of, _ := c.a.partitionOf(t)
			t = db.Table(of)
		}
	}
	return all
}

// before tells what goes from some tables from the rest.
func before(tables map[schema.Name]bool, list []ops.Op) (own, rest []ops.Op) {
	for _, op := range list {
		on, ok := op.(interface{ ID() schema.Name })
		_, index := op.(*ops.CreateIndex) // one that has to be attached to its parent's
		if ok && tables[on.ID()] && !index {
			own = append(own, op)
		} else {
			rest = append(rest, op)
		}
	}
	return own, rest
}

// keptKeys are the foreign keys that go from tables that are partitions no longer and from
// those that they leave: before that, the one's would go with the other's.
func (c *comparison) keptKeys() (kept, rest []ops.Op) {
	leaving := map[schema.Name]bool{}
	for _, op := range c.plan.detach {
		leaving[op.(*ops.AlterTable).ID()] = true
	}
	leaving = c.above(c.live, leaving)
	for _, op := range c.plan.dropForeignKeys {
		if o, ok := op.(*ops.DropForeignKey); ok && leaving[o.ID()] {
			kept = append(kept, op)
		} else {
			rest = append(rest, op)
		}
	}
	return kept, rest
}

// namesakes drops the foreign keys of tables that go whose names others are to have,
// where a database has each name once: tables go last.
func (c *comparison) namesakes() []ops.Op {
	if c.d.Traits().OwnForeignKeys {
		return nil
	}
	made := map[string]bool{}
	for _, t := range c.plan.created {
		for _, f := range t.ForeignKeys {
			made[lower(f.Name)] = true
		}
	}
	for _, op := range c.plan.createForeignKeys {
		if o, ok := op.(*ops.CreateForeignKey); ok {
			made[lower(o.Name)] = true
		}
	}
	var cuts []ops.Op
	for _, t := range c.plan.dropped {
		for _, f := range t.ForeignKeys {
			if f.Name != "" && made[lower(f.Name)] {
				cuts = append(cuts, dropForeignKey(ops.OnTable(t.ID()), f))
			}
		}
	}
	return cuts
}

// cutCode drops the rules and policies of tables that go which name others that go and stand
// on the first: its children, say. None of these could go before the other.
func (c *comparison) cutCode() (cuts []ops.Op) {
	name, needs := c.d.Name(), map[string]words{}
	for _, t := range c.plan.dropped {
		w := words{}
		c.a.addTable(w, t)
		needs[relation(t.ID()).word()] = w
	}
	var leads func(w words, to string, seen map[string]bool) bool
	leads = func(w words, to string, seen map[string]bool) bool {
		for word := range w {
			if next := needs[word]; next != nil && !seen[word] {
				seen[word] = true
				if next[to] || leads(next, to, seen) {
					return true
				}
			}
		}
		return false
	}
	for _, t := range c.plan.dropped {
		own := relation(t.ID()).word()
		for _, key := range slices.Sorted(maps.Keys(t.Options[name])) {
			w := words{}
			w.addCode(c.a.lex, t.Options[name][key])
			if isCode(key) && leads(w, own, map[string]bool{own: true}) && !c.dropsCode(t.ID(), key) {
				cuts = append(cuts, setOption(t, name, key, ""))
			}
		}
	}
	return cuts
}

// createTables makes new tables, referred ones first. Foreign keys that close a
// cycle come after all tables.
func createTables(d dialect.Dialect, tables []*schema.Table) (creates, keys []ops.Op) {
	order, late := sortTables(d, tables)
	for _, t := range order {
		bare := schema.Clone(t)
		bare.ForeignKeys = nil
		for _, f := range t.ForeignKeys {
			if late[f] {
				keys = append(keys, &ops.CreateForeignKey{On: ops.OnTable(t.ID()), ForeignKey: *schema.Clone(f)})
			} else {
				bare.ForeignKeys = append(bare.ForeignKeys, schema.Clone(f))
			}
		}
		late := slices.Concat(cutLate(bare, t), cutOwnKeys(d, bare))
		for _, op := range ops.CreateTableOps(bare) {
			if makesPartial(op) { // new partitions would get one
				keys = append(keys, op)
			} else {
				creates = append(creates, op)
			}
		}
		keys = append(keys, late...)
	}
	return creates, keys
}

// recreated says with a table that comes back what waits for its indexes and for other tables after them.
func recreated(d dialect.Dialect, back []ops.Op, before *schema.Database) []ops.Op {
	var late []ops.Op
	for _, op := range back {
		if o, ok := op.(*ops.CreateTable); ok {
			late = slices.Concat(late, cutLate(&o.Table, before.Table(o.ID())), cutOwnKeys(d, &o.Table))
		}
	}
	return append(back, late...)
}

// cutOwnKeys takes out of a table the foreign keys to columns of its own that only an index,
// which comes after it, makes fit for that.
func cutOwnKeys(d dialect.Dialect, bare *schema.Table) (late []ops.Op) {
	if d.Traits().Referred == dialect.AnyColumns {
		return nil
	}
	within := func(f *schema.ForeignKey) bool {
		return f.Target() != bare.ID() || len(f.Referred) == 0 || bare.PrimaryKey != nil && sameSet(bare.PrimaryKey.Columns, f.Referred) ||
			slices.ContainsFunc(bare.Uniques, func(u *schema.Unique) bool { return sameSet(u.Columns, f.Referred) })
	}
	bare.ForeignKeys = slices.DeleteFunc(bare.ForeignKeys, func(f *schema.ForeignKey) bool {
		if within(f) {
			return false
		}
		late = append(late, &ops.CreateForeignKey{On: ops.OnTable(bare.ID()), ForeignKey: *schema.Clone(f)})
		return true
	})
	return late
}

// cutLate takes out of a table's options what waits for other tables or for indexes:
// rules and policies, and options that name an index.
func cutLate(bare, t *schema.Table) (late []ops.Op) {
	options := bare.Options["postgres"]
	for _, key := range slices.Sorted(maps.Keys(options)) {
		value := options[key]
		_, ofParent := inheritedIndex(key)
		named := slices.Contains(indexOptions, key) && (t.Index(value) != nil || t.Options.Get("postgres", schema.PartitionOf) != "")
		if isCode(key) || ofParent || named {
			late = append(late, setOption(t, "postgres", key, value))
			delete(options, key)
		}
	}
	return late
}

// inheritedIndex returns the index of its parent for which a partition has one that an option
// tells of.
func inheritedIndex(option string) (parent string, ok bool) {
	kind, parent, named := strings.Cut(option, " ")
	return parent, named && strings.HasPrefix(kind, "index")
}

// indexOptions are the options of a table that are the name of an index.
var indexOptions = []string{schema.ReplicaIdentity, schema.ClusterOn}

// dropTables drops tables, referring ones first. Foreign keys in a cycle are cut
// before.
func dropTables(d dialect.Dialect, tables []*schema.Table) (cuts, drops []ops.Op) {
	order, late := sortTables(d, tables)
	for _, t := range order {
		for _, f := range t.ForeignKeys {
			if late[f] {
				cuts = append(cuts, dropForeignKey(ops.OnTable(t.ID()), f))
			}
		}
	}
	for _, t := range slices.Backward(order) {
		drops = append(drops, &ops.DropTable{On: ops.OnTable(t.ID())})
	}
	return cuts, drops
}

// DropTables returns what drops the tables and enums of a wish that are live.
func DropTables(d dialect.Dialect, wish, live *schema.Database) []ops.Op {
	var tables []*schema.Table
	there := live.TablesByID()
	for _, t := range wish.Tables {
		if have := there[t.ID()]; have != nil {
			tables = append(tables, have)
		}
	}
	cuts, drops := dropTables(d, tables)
	list := slices.Concat(cuts, drops)
	for _, e := range wish.Enums {
		named := ops.Named{Name: e.Name, Schema: e.Schema}
		if live.Enum(named.ID()) != nil {
			list = append(list, &ops.DropEnum{Named: named})
		}
	}
	return leaveReferred(d, arrange(d, list, live), live)
}

// sortTables orders tables such that each comes after those that it refers to,
// otherwise as they stand. late are the foreign keys that had to be disregarded
// for that, because tables refer to each other in a circle.
func sortTables(d dialect.Dialect, tables []*schema.Table) (order []*schema.Table, late map[*schema.ForeignKey]bool) {
	late = map[*schema.ForeignKey]bool{}
	if whole := wholes(d, tables); !slices.Equal(whole, each(tables)) {
		newSorter(tables, whole, late).sort()
	}
	for _, i := range newSorter(tables, each(tables), late).sort() {
		order = append(order, tables[i])
	}
	return order, late
}

func each(tables []*schema.Table) []int {
	list := make([]int, len(tables))
	for i := range list {
		list[i] = i
	}
	return list
}

// wholes are, for each table, the one that it is a part of in the end. A key to a partitioned
// table is one to its partitions, and these have its own keys: such a table goes as a whole.
func wholes(d dialect.Dialect, tables []*schema.Table) []int {
	a, index, list := &arranger{name: d.Name(), lex: d.Lexicon()}, indexOf(tables), each(tables)
	for i := range tables {
		for {
			of, _ := a.partitionOf(tables[list[i]])
			j, ok := index[of]
			if !ok {
				break
			}
			list[i] = j
		}
	}
	return list
}

func indexOf(tables []*schema.Table) map[schema.Name]int {
	index := map[schema.Name]int{}
	for i, t := range tables {
		index[t.ID()] = i
	}
	return index
}

// sorter is the state of sortTables; tables are known by their index, or by that of
// what they are part of.
type sorter struct {
	whole     []int
	index     map[schema.Name]int
	keys      [][]*schema.ForeignKey
	late      map[*schema.ForeignKey]bool
	waiting   []int   // how many keys of a table point to tables that are not placed
	referrers [][]int // for each table, one entry per key that points to it
	placed    []bool
	ready     readyHeap
}

// readyHeap yields the smallest index first: among tables that can go, the one
// that stands first.
type readyHeap struct{ sort.IntSlice }

func (h *readyHeap) Push(x any) { h.IntSlice = append(h.IntSlice, x.(int)) }
func (h *readyHeap) Pop() any {
	last := h.IntSlice[len(h.IntSlice)-1]
	h.IntSlice = h.IntSlice[:len(h.IntSlice)-1]
	return last
}

func newSorter(tables []*schema.Table, whole []int, late map[*schema.ForeignKey]bool) *sorter {
	n := len(tables)
	s := &sorter{whole: whole, index: indexOf(tables), keys: make([][]*schema.ForeignKey, n), late: late, waiting: make([]int, n),
		referrers: make([][]int, n), placed: make([]bool, n)}
	for i, t := range tables {
		s.keys[whole[i]] = append(s.keys[whole[i]], t.ForeignKeys...)
	}
	for i := range tables {
		for _, f := range s.keys[i] {
			if j, ok := s.target(i, f); ok {
				s.waiting[i]++
				s.referrers[j] = append(s.referrers[j], i)
			}
		}
		if s.waiting[i] == 0 {
			heap.Push(&s.ready, i)
		}
	}
	return s
}

// sort returns the order and adds to what is late.
func (s *sorter) sort() (order []int) {
	for first := 0; len(order) < len(s.placed); {
		next, ok := s.pop()
		if !ok {
			for s.placed[first] {
				first++
			}
			next = s.onCircle(first)
			for _, f := range s.keys[next] {
				if j, ok := s.target(next, f); ok && !s.placed[j] {
					s.late[f] = true
				}
			}
		}
		if !s.placed[next] {
			s.place(next)
			order = append(order, next)
		}
	}
	return order
}

// target returns the other table of the list that a key points to.
func (s *sorter) target(i int, f *schema.ForeignKey) (int, bool) {
	j, ok := s.index[f.Target()]
	if !ok || s.late[f] {
		return 0, false
	}
	return s.whole[j], s.whole[j] != i
}

func (s *sorter) pop() (int, bool) {
	if s.ready.Len() == 0 {
		return 0, false
	}
	return heap.Pop(&s.ready).(int), true
}

func (s *sorter) place(i int) {
	s.placed[i] = true
	for _, r := range s.referrers[i] {
		if s.waiting[r]--; s.waiting[r] == 0 && !s.placed[r] {
			heap.Push(&s.ready, r)
		}
	}
}

// onCircle follows references from a table that waits until one comes again: that
// one is part of a circle.
func (s *sorter) onCircle(i int) int {
	for seen := map[int]bool{}; !seen[i]; {
		seen[i] = true
		for _, f := range s.keys[i] {
			if j, ok := s.target(i, f); ok && !s.placed[j] {
				i = j
				break
			}
		}
	}
	return i
}
