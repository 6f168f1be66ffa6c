package postgres

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// heritage is what tables have from their parents, in one database.
type heritage struct {
	tables  map[schema.Name]*schema.Table
	columns map[schema.Name][]*schema.Column
	owners  map[*schema.Column]schema.Name // the tables that columns are of

	renamed map[schema.Name]map[string]string // what indexes of parents are to be called
}

func heritageOf(db *schema.Database) *heritage {
	h := &heritage{tables: byName(db), columns: map[schema.Name][]*schema.Column{}, owners: map[*schema.Column]schema.Name{}}
	for _, t := range db.Tables {
		for _, c := range t.Columns {
			h.owners[c] = t.ID()
		}
	}
	return h
}

// reconcileHeirs settles what tables have from their parents.
func reconcileHeirs(wish, live *schema.Database) {
	isHeir := func(t *schema.Table) bool { return parents(t) != "" }
	if !slices.ContainsFunc(wish.Tables, isHeir) && !slices.ContainsFunc(live.Tables, isHeir) {
		return
	}
	w, l := heritageOf(wish), heritageOf(live)
	reconcileCompression(wish, w, l)
	reconcileInherited(wish, w, l)
	l.renamed = followIndexNames(wish, live)
	reconcileIndexNames(wish, live, w, l)
}

// parents are the tables that a table inherits from or is a partition of.
func parents(t *schema.Table) string {
	return or(t.Options.Get(name, schema.PartitionOf), t.Options.Get(name, schema.Inherits))
}

// noCircles refuses tables that inherit from themselves, or are partitions of their own.
func noCircles(db *schema.Database) error {
	tables := byName(db)
	done := map[*schema.Table]bool{}
	var visit func(t *schema.Table, below []*schema.Table) error
	visit = func(t *schema.Table, below []*schema.Table) error {
		if t == nil || done[t] {
			return nil
		}
		if slices.Contains(below, t) {
			where := ""
			if t.Origin != "" {
				where = t.Origin + ": "
			}
			return fmt.Errorf("%stable %s inherits from itself, by way of %s: take it out of one of them", where, t.ID(), below[len(below)-1].ID())
		}
		for _, parent := range Names(parents(t)) {
			if err := visit(tables[parent], append(below, t)); err != nil {
				return err
			}
		}
		done[t] = true
		return nil
	}
	for _, t := range db.Tables {
		if parents(t) == "" {
			continue
		}
		if err := visit(t, nil); err != nil {
			return err
		}
	}
	return nil
}

// all returns the columns of a table with those of its parents.
func (h *heritage) all(id schema.Name) []*schema.Column {
	if list, ok := h.columns[id]; ok {
		return list
	}
	t := h.tables[id]
	if t == nil {
		return nil
	}
	h.columns[id] = nil // a circle ends here
	list := slices.Clone(t.Columns)
	for _, c := range h.inherited(t) {
		if find(list, c.Name) == nil {
			list = append(list, c)
		}
	}
	h.columns[id] = list
	return list
}

// inherited returns what a table's parents have.
func (h *heritage) inherited(t *schema.Table) []*schema.Column { return h.of(Names(parents(t))) }

// of returns what some tables have.
func (h *heritage) of(tables []schema.Name) []*schema.Column {
	var list []*schema.Column
	for _, p := range tables {
		for _, c := range h.all(p) {
			if find(list, c.Name) == nil {
				list = append(list, c)
			}
		}
	}
	return list
}

// ofParent is a column as a table has it from its parent, which numbers its own rows only, or those
// of all with the sequence that is behind its own.
func (h *heritage) ofParent(c *schema.Column) *schema.Column {
	of := h.owners[c]
	c = schema.Clone(c)
	c.Identity, c.Comment = nil, ""
	maps.DeleteFunc(c.Options[name], func(key, _ string) bool {
		return key == schema.SequenceComment || key == "n_distinct" || key == "n_distinct_inherited"
	})
	if len(c.Options[name]) == 0 {
		delete(c.Options, name)
	}
	if base, serial := serialTypes[c.Type.For(name)]; serial {
		c.Type, c.Default = schema.SQL(base), nextval(schema.Name{Schema: of.Schema, Name: SequenceName(of.Name, c.Name)})
	}
	return c
}

// sameColumn reports whether a column can be inherited as either of two.
func sameColumn(a, b *schema.Column) bool {
	return a.Type.Equal(b.Type) && a.Collation.Equal(b.Collation) && a.NotNull == b.NotNull && a.Default.Equal(b.Default)
}

// reconcileCompression lists the columns that a table has from its parents where their type changes
// and they are compressed: the new type sets that back in all tables, and no statement sets it again
// in more than one.
func reconcileCompression(wish *schema.Database, w, l *heritage) {
	listed := map[*schema.Table][]*schema.Column{}
	for _, t := range wish.Tables {
		now := l.tables[t.ID()]
		if now == nil || parents(t) == "" {
			continue
		}
		had := l.of(slices.DeleteFunc(Names(parents(t)), func(p schema.Name) bool { return !slices.Contains(Names(parents(now)), p) }))
		for _, p := range w.inherited(t) {
			q := find(had, p.Name)
			if q == nil || t.Column(p.Name) != nil || now.Column(p.Name) != nil || p.Type.Equal(q.Type) && p.Collation.Equal(q.Collation) {
				continue
			}
			if p.Options.Get(name, "compression")+q.Options.Get(name, "compression") != "" {
				listed[t], listed[now] = append(listed[t], w.ofParent(p)), append(listed[now], l.ofParent(q))
			}
		}
	}
	for t, columns := range listed {
		t.Columns = append(t.Columns, columns...)
	}
	w.columns, l.columns = map[schema.Name][]*schema.Column{}, map[schema.Name][]*schema.Column{}
}

func find(list []*schema.Column, name string) *schema.Column {
	return (&schema.Table{Columns: list}).Column(name)
}

// checks are those that a table has from these parents.
func (h *heritage) checks(from []schema.Name) []*schema.Check {
	var list []*schema.Check
	for _, id := range from {
		if p := h.tables[id]; p != nil {
			list = append(list, slices.DeleteFunc(slices.Clone(p.Checks), func(k *schema.Check) bool { return k.NoInherit })...)
			list = append(list, h.checks(Names(parents(p)))...)
		}
	}
	return list
}

// reconcileInherited lets both sides list the same columns of a table that has
// parents on one of them: a column that only one side says something of is listed on the
// other as its parents have it. What a parent's change does to the children is
// done by the parent.
func reconcileInherited(wish *schema.Database, w, l *heritage) {
	for _, t := range wish.Tables {
		now := l.tables[t.ID()]
		if now == nil || parents(t)+parents(now) == "" {
			continue
		}
		wished, had := w.inherited(t), l.inherited(now)
		stay := slices.DeleteFunc(Names(parents(t)), func(p schema.Name) bool { return !slices.Contains(Names(parents(now)), p) })
		keptWished, keptHad := w.of(stay), l.of(stay)
		for _, c := range t.Columns {
			if p := find(had, c.Name); p != nil && now.Column(c.Name) == nil {
				now.Columns = append(now.Columns, l.ofParent(p))
			}
			if p := find(keptHad, c.Name); p != nil && find(keptWished, c.Name) == nil && t.Options.Get(name, schema.PartitionOf) == "" {
				p.Kept = true
			}
		}
		for _, p := range wished {
			missing := find(had, p.Name) == nil && find(keptWished, p.Name) == nil
			if t.Column(p.Name) == nil && (now.Column(p.Name) != nil || missing) {
				t.Columns = append(t.Columns, w.ofParent(p))
			}
		}
		for _, p := range wished { // from one parent to another
			q := find(had, p.Name)
			both := find(keptWished, p.Name) != nil && find(keptHad, p.Name) != nil
			if q != nil && !both && t.Column(p.Name) == nil && now.Column(p.Name) == nil && !sameColumn(p, q) {
				t.Columns, now.Columns = append(t.Columns, w.ofParent(p)), append(now.Columns, l.ofParent(q))
			}
		}
		for _, p := range had { // of a parent that it leaves
			if find(keptHad, p.Name) == nil && find(wished, p.Name) == nil && t.Column(p.Name) == nil && now.Column(p.Name) == nil {
				now.Columns = append(now.Columns, l.ofParent(p))
			}
		}
		columnsOfParents(t, now, w, l, keptWished, keptHad)
		followParents(t, now, keptWished, keptHad)
		for _, c := range append(slices.Clone(t.Columns), now.Columns...) {
			if delete(c.Options[name], schema.Inherited); len(c.Options[name]) == 0 {
				delete(c.Options, name)
			}
		}
		inheritedChecks(w, l, t, now)
	}
	inheritedKeys(wish, w, l)
	for _, t := range wish.Tables {
		if now := l.tables[t.ID()]; now != nil {
			loseKept(t, now, w, l)
		}
	}
}

// loseKept lists the columns that a table loses with its parent's where another table keeps
// them: the parent's goes from the parent only then.
func loseKept(t, now *schema.Table, w, l *heritage) {
	stay := slices.DeleteFunc(Names(parents(t)), func(p schema.Name) bool { return !slices.Contains(Names(parents(now)), p) })
	wished := w.of(stay)
	for _, p := range l.of(stay) {
		if p.Kept && t.Column(p.Name) == nil && now.Column(p.Name) == nil && find(wished, p.Name) == nil {
			c := l.ofParent(p)
			c.Options.Set(name, schema.Inherited, "true")
			now.Columns = append(now.Columns, c)
		}
	}
}

// columnsOfParents leaves it to a table's parents to add and drop a column of theirs of
// which the table says more: it changes after it has come, or before it goes.
func columnsOfParents(t, now *schema.Table, w, l *heritage, wished, had []*schema.Column) {
	for _, c := range t.Columns {
		if p := find(wished, c.Name); p != nil && find(had, c.Name) == nil && now.Column(c.Name) == nil {
			now.Columns = append(now.Columns, w.ofParent(p))
		}
	}
	for _, c := range now.Columns {
		if p := find(had, c.Name); p != nil && c.Options.Get(name, schema.Inherited) != "" && find(wished, c.Name) == nil && t.Column(c.Name) == nil {
			t.Columns = append(t.Columns, l.ofParent(p))
		}
	}
}

// followParents takes for done what a table's parents do to the columns that it
// lists itself.
func followParents(t, now *schema.Table, wished, had []*schema.Column) {
	for _, c := range now.Columns {
		to, p, was := t.Column(c.Name), find(wished, c.Name), find(had, c.Name)
		if to == nil || p == nil || was == nil {
			continue
		}
		if c.Type.Equal(was.Type) && to.Type.Equal(p.Type) {
			c.Type, c.Collation = to.Type, to.Collation
		}
	}
}

// inheritedChecks does for checks what reconcileInherited does for columns. What its
// parents lose goes from a table with them, what a table has when it leaves them stays, and
// one that is called like a check that they get goes before, unless it comes to them with it.
func inheritedChecks(w, l *heritage, t, now *schema.Table) {
	find := func(list []*schema.Check, name string) *schema.Check {
		if i := slices.IndexFunc(list, func(k *schema.Check) bool { return k.Name == name }); i >= 0 {
			return list[i]
		}
		return nil
	}
	next, before := Names(parents(t)), Names(parents(now))
	wished, had := w.checks(next), l.checks(before)
	stay := slices.DeleteFunc(slices.Clone(before), func(p schema.Name) bool { return !slices.Contains(next, p) })
	stays, gets := l.checks(stay), w.checks(stay)
	for _, k := range had {
		if find(stays, k.Name) == nil && find(t.Checks, k.Name) == nil && find(now.Checks, k.Name) == nil {
			now.Checks = append(now.Checks, schema.Clone(k))
		}
	}
	now.Checks = slices.DeleteFunc(now.Checks, func(k *schema.Check) bool {
		p := find(wished, k.Name)
		if find(gets, k.Name) != nil && find(stays, k.Name) == nil {
			return false
		}
		return p != nil && !k.NoInherit && find(t.Checks, k.Name) == nil && lexicon.Normalize(p.SQL.For(name)) == lexicon.Normalize(k.SQL.For(name))
	})
	for _, k := range t.Checks {
		p := find(had, k.Name)
		switch {
		case p == nil || find(now.Checks, k.Name) != nil:
		case parents(t) != parents(now):
			now.Checks = append(now.Checks, schema.Clone(p))
		case find(wished, k.Name) != nil:
			now.Checks = append(now.Checks, schema.Clone(k))
		}
	}
}

// inheritedKeys says which keys and indexes tables bring when they become partitions, where the
// server takes its own for the parent's, and which they keep when they leave one. What is beneath
// comes first: what a partition brings is not one of its partitions' parent's as well.
func inheritedKeys(wish *schema.Database, w, l *heritage) {
	var leave, come []*schema.Table
	for _, t := range wish.Tables {
		now := l.tables[t.ID()]
		if now == nil {
			continue
		}
		of, was := t.Options.Get(name, schema.PartitionOf), now.Options.Get(name, schema.PartitionOf)
		if of != was || t.Options.Get(name, schema.PartitionBound) != now.Options.Get(name, schema.PartitionBound) {
			w.exclusions(t)
			l.exclusions(now)
		}
		if of != was && was != "" {
			leave = append(leave, now)
		}
		if of != was && of != "" {
			come = append(come, t)
		}
	}
	for _, now := range l.deepestFirst(leave) {
		for p := range l.ancestors(now) {
			kept(now, p)
		}
		maps.DeleteFunc(now.Options[name], func(key, _ string) bool { return ofKept(now, key) })
	}
	for _, t := range w.deepestFirst(come) {
		for p := range w.ancestors(t) {
			brings(t, l.tables[t.ID()], p)
		}
	}
}

// deepestFirst sorts tables by how many they are partitions of.
func (h *heritage) deepestFirst(tables []*schema.Table) []*schema.Table {
	depth := map[*schema.Table]int{}
	for _, t := range tables {
		for range h.ancestors(t) {
			depth[t]++
		}
	}
	slices.SortStableFunc(tables, func(a, b *schema.Table) int { return depth[b] - depth[a] })
	return tables
}

// ancestors are the partitioned table that a table is a partition of, the one that this is
// a partition of, and so on.
func (h *heritage) ancestors(t *schema.Table) iter.Seq[*schema.Table] {
	return func(yield func(*schema.Table) bool) {
		for seen := map[*schema.Table]bool{}; t != nil && !seen[t]; {
			seen[t] = true
			of := Names(t.Options.Get(name, schema.PartitionOf))
			if len(of) == 0 {
				return
			}
			if t = h.tables[of[0]]; t == nil || !yield(t) {
				return
			}
		}
	}
}

// exclusions says which exclusions a partition has from its parents. The server makes them when
// it becomes a partition, whatever it brings, and leaves them to it: they would be there twice
// when it comes back.
func (h *heritage) exclusions(t *schema.Table) {
	for p := range h.ancestors(t) {
		for _, x := range p.Exclusions {
			if ofAll(x.Options) {
				t.Options.Set(name, schema.ParentExclusion+" "+inheritedName(t, x.Name, elementNames(x), "excl"), x.Name)
			}
		}
	}
}

// brings lists what a table brings to its parent to be, which takes that for its own: made and
// named before, it can go again when the table leaves its parent.
func brings(t, now, parent *schema.Table) {
	if k := parent.PrimaryKey; k != nil && ofAll(k.Options) && t.PrimaryKey == nil {
		keepKey(t, k)
	}
	for _, u := range parent.Uniques {
		if ofAll(u.Options) {
			keepUnique(t, u)
		}
	}
	for _, x := range parent.Indexes {
		if ofAll(x.Options) {
			keepIndex(t, x)
		}
	}
	for key, value := range t.Options[name] {
		if ofKept(t, key) {
			now.Options.Set(name, key, value)
		}
	}
	t.ForeignKeys = append(t.ForeignKeys, schema.Clone(parent.ForeignKeys)...)
}

// kept gives a table what it has from the partitioned table that it leaves.
func kept(t, parent *schema.Table) {
	if k := parent.PrimaryKey; k != nil && ofAll(k.Options) && t.PrimaryKey == nil {
		keepKey(t, k)
	}
	for _, u := range parent.Uniques {
		if ofAll(u.Options) {
			keepUnique(t, u)
		}
	}
	for _, x := range parent.Indexes {
		if ofAll(x.Options) { // another one that it has is listed
			keepIndex(t, x)
		}
	}
	t.ForeignKeys = append(t.ForeignKeys, schema.Clone(parent.ForeignKeys)...)
}

// ofKept reports whether an option tells of the index that a partition has for one of its
// parent's which it brings or keeps, as it does all but those behind exclusions.
func ofKept(t *schema.Table, key string) bool {
	kind, parent, _ := strings.Cut(key, " ")
	if inheritedSettings[kind] == "" {
		return false
	}
	for key, exclusion := range t.Options[name] {
		if strings.HasPrefix(key, schema.ParentExclusion+" ") && exclusion == parent {
			return false
		}
	}
	return true
}

// ownOptions are the options of the index that a partition has for one of its parent's, which
// has the parent's where the partition does not say otherwise.
func ownOptions(t *schema.Table, parent string, options schema.Options) schema.Options {
	delete(options[name], schema.AttachTo)
	with := t.Options.Get(name, "index_with "+parent)
	if with == "" {
		return options
	}
	maps.DeleteFunc(options[name], func(key, _ string) bool { return strings.HasPrefix(key, "with_") || key == ParameterOrder })
	var order []string
	for _, setting := range names(with) {
		if key, value, ok := strings.Cut(setting, " = "); ok {
			order = append(order, key)
			options.Set(name, "with_"+key, strings.ReplaceAll(strings.Trim(value, "'"), "''", "'"))
		}
	}
	if !slices.IsSorted(order) {
		options.Set(name, ParameterOrder, strings.Join(order, ", "))
	}
	return options
}

// ownComments are the comments of the constraint and of the index that a partition has for one
// of its parent's.
func ownComments(t *schema.Table, parent string) (constraint, index string) {
	return t.Options.Get(name, "index_key_comment "+parent), t.Options.Get(name, "index_comment "+parent)
}

func keepKey(t *schema.Table, parent *schema.PrimaryKey) {
	t.PrimaryKey = schema.Clone(parent)
	t.PrimaryKey.Name = inheritedName(t, parent.Name, nil, "pkey")
	t.PrimaryKey.Options = ownOptions(t, parent.Name, t.PrimaryKey.Options)
	t.PrimaryKey.Comment, t.PrimaryKey.IndexComment = ownComments(t, parent.Name)
}

func keepUnique(t *schema.Table, parent *schema.Unique) {
	own := schema.Clone(parent)
	own.Name = inheritedName(t, parent.Name, keyNames(parent), "key")
	own.Options = ownOptions(t, parent.Name, own.Options)
	own.Comment, own.IndexComment = ownComments(t, parent.Name)
	t.Uniques = append(t.Uniques, own)
}

func keepIndex(t *schema.Table, parent *schema.Index) {
	own := schema.Clone(parent)
	own.Name = inheritedName(t, parent.Name, partNames(parent), "idx")
	own.Options = ownOptions(t, parent.Name, own.Options)
	_, own.Comment = ownComments(t, parent.Name)
	t.Indexes = append(t.Indexes, own)
}

// inheritedName is the name that a partition's index has.
func inheritedName(t *schema.Table, parent string, columns []string, label string) string {
	return or(t.Options.Get(name, "index "+parent), IndexName(t.Name, columns, label))
}

// partNames are the names that the server gives to the columns of an index.
func partNames(x *schema.Index) []string {
	var list []string
	for _, p := range x.Columns {
		column := p.Name
		if tokens := lexicon.Tokens(p.SQL.For(name)); column == "" {
			if column = "expr"; len(tokens) > 1 && tokens[1].Is("(") {
				column = tokens[0].Name()
			}
		}
		list = append(list, column)
	}
	return append(list, x.Include...)
}

// keyNames are those of a unique constraint.
func keyNames(u *schema.Unique) []string { return append(slices.Clone(u.Columns), u.Include...) }

// elementNames are those of an exclusion, whose elements begin with a column or a call if they
// aren't in parentheses.
func elementNames(x *schema.Exclusion) []string {
	var list []string
	for _, e := range x.Elements {
		column := "expr"
		if tokens := lexicon.Tokens(e.SQL.For(name)); len(tokens) > 0 && !tokens[0].Is("(") {
			column = tokens[0].Name()
		}
		list = append(list, column)
	}
	return append(list, x.Include...)
}

// reconcileIndexNames spells the names of partitions' indexes out where only one
// side has one that is not the server's choice. The live ones of the parents are known by the
// names that the wish has for them.
func reconcileIndexNames(wish, live *schema.Database, w, l *heritage) {
	notInWish, notInLive := partial(wish), partial(live)
	for _, t := range wish.Tables {
		if now := l.tables[t.ID()]; now != nil {
			w.spellIndexNames(t, now, notInWish)
			l.spellIndexNames(now, t, notInLive)
		}
	}
}

// partial are the keys, exclusions and indexes of partitioned tables that not all partitions have.
func partial(db *schema.Database) map[string]bool {
	list := map[string]bool{}
	note := func(index string, opts schema.Options) {
		if !ofAll(opts) {
			list[index] = true
		}
	}
	for _, t := range db.Tables {
		if k := t.PrimaryKey; k != nil {
			note(k.Name, k.Options)
		}
		for _, u := range t.Uniques {
			note(u.Name, u.Options)
		}
		for _, x := range t.Exclusions {
			note(x.Name, x.Options)
		}
		for _, x := range t.Indexes {
			note(x.Name, x.Options)
		}
	}
	return list
}

// ofAll reports whether all partitions have a key or an index of their parent, by its options.
func ofAll(opts schema.Options) bool { return opts.Get(name, schema.OnlyHere) == "" }

func (h *heritage) spellIndexNames(t, other *schema.Table, without map[string]bool) {
	of := t.Options.Get(name, schema.PartitionOf)
	if of == "" || of != other.Options.Get(name, schema.PartitionOf) {
		return
	}
	var chosen map[string]string
	for key := range other.Options[name] {
		parent, ok := strings.CutPrefix(key, "index ")
		if !ok || without[parent] || t.Options.Get(name, key) != "" {
			continue
		}
		if chosen == nil {
			chosen = h.chosenNames(t, t.Name, func(column string) string { return column })
		}
		if own := chosen[parent]; own != "" {
			t.Options.Set(name, key, own)
		}
	}
}

// chosenNames are the names that the server chooses for the indexes that a partition has for
// those of its parents, by these, where the partition has that name and its columns have those.
func (h *heritage) chosenNames(t *schema.Table, table string, column func(string) string) map[string]string {
	list := map[string]string{}
	note := func(of *schema.Table, parent string, opts schema.Options, columns []string, label string) {
		if !ofAll(opts) {
			return
		}
		for i := range columns {
			columns[i] = column(columns[i])
		}
		list[or(h.renamed[of.ID()][parent], parent)] = IndexName(table, columns, label)
	}
	for p := range h.ancestors(t) {
		if k := p.PrimaryKey; k != nil {
			note(p, k.Name, k.Options, nil, "pkey")
		}
		for _, u := range p.Uniques {
			note(p, u.Name, u.Options, keyNames(u), "key")
		}
		for _, x := range p.Exclusions {
			note(p, x.Name, x.Options, elementNames(x), "excl")
		}
		for _, x := range p.Indexes {
			note(p, x.Name, x.Options, partNames(x), "idx")
		}
	}
	return list
}
