package postgres

import (
	"iter"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// heritage is what tables have from their parents, in one database.
type heritage struct {
	tables  map[schema.Name]*schema.Table
	columns map[schema.Name][]*schema.Column
}

func heritageOf(db *schema.Database) *heritage {
	return &heritage{byName(db), map[schema.Name][]*schema.Column{}}
}

// parents are the tables that a table inherits from or is a partition of.
func parents(t *schema.Table) string {
	return or(t.Options.Get(name, schema.PartitionOf), t.Options.Get(name, schema.Inherits))
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

// ofParent is a column as a table has it from its parent, which numbers its own rows only.
func ofParent(c *schema.Column) *schema.Column {
	c = schema.Clone(c)
	c.Identity = nil
	return c
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
func reconcileInherited(wish, live *schema.Database) {
	w, l := heritageOf(wish), heritageOf(live)
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
				now.Columns = append(now.Columns, ofParent(p))
			}
			if p := find(keptHad, c.Name); p != nil && find(keptWished, c.Name) == nil && t.Options.Get(name, schema.PartitionOf) == "" {
				p.Kept = true
			}
		}
		for _, p := range wished {
			missing := find(had, p.Name) == nil && find(keptWished, p.Name) == nil
			if t.Column(p.Name) == nil && (now.Column(p.Name) != nil || missing) {
				t.Columns = append(t.Columns, ofParent(p))
			}
		}
		for _, p := range had { // of a parent that it leaves
			if find(keptHad, p.Name) == nil && find(wished, p.Name) == nil && t.Column(p.Name) == nil && now.Column(p.Name) == nil {
				now.Columns = append(now.Columns, ofParent(p))
			}
		}
		columnsOfParents(t, now, keptWished, keptHad)
		followParents(t, now, keptWished, keptHad)
		for _, c := range append(slices.Clone(t.Columns), now.Columns...) {
			if delete(c.Options[name], schema.Inherited); len(c.Options[name]) == 0 {
				delete(c.Options, name)
			}
		}
		inheritedChecks(w, l, t, now)
		inheritedKeys(w, l, t, now)
	}
}

// columnsOfParents leaves it to a table's parents to add and drop a column of theirs of
// which the table says more: it changes after it has come, or before it goes.
func columnsOfParents(t, now *schema.Table, wished, had []*schema.Column) {
	for _, c := range t.Columns {
		if p := find(wished, c.Name); p != nil && find(had, c.Name) == nil && now.Column(c.Name) == nil {
			now.Columns = append(now.Columns, ofParent(p))
		}
	}
	for _, c := range now.Columns {
		if p := find(had, c.Name); p != nil && c.Options.Get(name, schema.Inherited) != "" && find(wished, c.Name) == nil && t.Column(c.Name) == nil {
			t.Columns = append(t.Columns, ofParent(p))
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
		if p.NotNull && !was.NotNull {
			c.NotNull = to.NotNull
		}
	}
}

// inheritedChecks does for checks what reconcileInherited does for columns. What its
// parents lose goes from a table with them, what a table has when it leaves them stays, and
// one that is called like a check that they get but says something else goes before.
func inheritedChecks(w, l *heritage, t, now *schema.Table) {
	find := func(list []*schema.Check, name string) *schema.Check {
		if i := slices.IndexFunc(list, func(k *schema.Check) bool { return k.Name == name }); i >= 0 {
			return list[i]
		}
		return nil
	}
	next, before := Names(parents(t)), Names(parents(now))
	wished, had := w.checks(next), l.checks(before)
	stays := l.checks(slices.DeleteFunc(slices.Clone(before), func(p schema.Name) bool { return !slices.Contains(next, p) }))
	for _, k := range had {
		if find(stays, k.Name) == nil && find(t.Checks, k.Name) == nil && find(now.Checks, k.Name) == nil {
			now.Checks = append(now.Checks, schema.Clone(k))
		}
	}
	now.Checks = slices.DeleteFunc(now.Checks, func(k *schema.Check) bool {
		p := find(wished, k.Name)
		return p != nil && find(t.Checks, k.Name) == nil && lexicon.Normalize(p.SQL.For(name)) == lexicon.Normalize(k.SQL.For(name))
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

// inheritedKeys says which keys and indexes a table brings when it becomes a partition,
// where the server takes its own for the parent's, and which it keeps when it no longer is one.
func inheritedKeys(w, l *heritage, t, now *schema.Table) {
	of, was := t.Options.Get(name, schema.PartitionOf), now.Options.Get(name, schema.PartitionOf)
	switch {
	case of != "" && was == "":
		for p := range w.ancestors(t) {
			adopted(now, p)
		}
	case of == "" && was != "":
		for p := range l.ancestors(now) {
			kept(now, p)
		}
	}
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

// adopted takes out of a table what its parent to be will take for its own.
func adopted(t, parent *schema.Table) {
	if a, b := t.PrimaryKey, parent.PrimaryKey; a != nil && b != nil && slices.Equal(a.Columns, b.Columns) {
		t.PrimaryKey = nil
	}
	t.Uniques = slices.DeleteFunc(t.Uniques, func(u *schema.Unique) bool {
		return slices.ContainsFunc(parent.Uniques, func(o *schema.Unique) bool { return slices.Equal(o.Columns, u.Columns) })
	})
	t.Indexes = slices.DeleteFunc(t.Indexes, func(x *schema.Index) bool {
		return slices.ContainsFunc(parent.Indexes, func(o *schema.Index) bool { return ofAll(o) && sameShape(o, x) })
	})
	t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(f *schema.ForeignKey) bool {
		return slices.ContainsFunc(parent.ForeignKeys, func(o *schema.ForeignKey) bool {
			return slices.Equal(o.Columns, f.Columns) && o.Target() == f.Target()
		})
	})
}

func sameShape(a, b *schema.Index) bool {
	return a.Unique == b.Unique && a.Using == b.Using && lexicon.Normalize(a.Where.For(name)) == lexicon.Normalize(b.Where.For(name)) &&
		slices.EqualFunc(a.Columns, b.Columns, func(x, y schema.IndexPart) bool {
			return x.Name == y.Name && x.Order == y.Order && lexicon.Normalize(x.SQL.For(name)) == lexicon.Normalize(y.SQL.For(name))
		})
}

// kept gives a table what it has from the partitioned table that it leaves.
func kept(t, parent *schema.Table) {
	if k := parent.PrimaryKey; k != nil && t.PrimaryKey == nil {
		t.PrimaryKey = schema.Clone(k)
		t.PrimaryKey.Name = inheritedName(t, k.Name, "", "pkey")
	}
	for _, u := range parent.Uniques {
		own := schema.Clone(u)
		own.Name = inheritedName(t, u.Name, strings.Join(u.Columns, "_"), "key")
		t.Uniques = append(t.Uniques, own)
	}
	for _, x := range parent.Indexes {
		if !ofAll(x) { // one that it has is listed
			continue
		}
		own := schema.Clone(x)
		own.Name = inheritedName(t, x.Name, partNames(x), "idx")
		t.Indexes = append(t.Indexes, own)
	}
	for _, f := range parent.ForeignKeys {
		t.ForeignKeys = append(t.ForeignKeys, schema.Clone(f))
	}
}

// inheritedName is the name that a partition's index has.
func inheritedName(t *schema.Table, parent, columns, label string) string {
	return or(t.Options.Get(name, "index "+parent), IndexName(t.Name, columns, label))
}

// partNames joins the names that the server gives to the columns of an index.
func partNames(x *schema.Index) string {
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
	return strings.Join(append(list, x.Include...), "_")
}

// reconcileIndexNames spells the names of partitions' indexes out where only one
// side has one that is not the server's choice.
func reconcileIndexNames(wish, live *schema.Database) {
	l := byName(live)
	notInWish, notInLive := partial(wish), partial(live)
	for _, t := range wish.Tables {
		if now := l[t.ID()]; now != nil {
			spellIndexNames(t, now, live, notInWish)
			spellIndexNames(now, t, live, notInLive)
		}
	}
}

// partial are the indexes of partitioned tables that not all partitions have.
func partial(db *schema.Database) map[string]bool {
	list := map[string]bool{}
	for _, t := range db.Tables {
		for _, x := range t.Indexes {
			if !ofAll(x) {
				list[x.Name] = true
			}
		}
	}
	return list
}

// ofAll reports whether all partitions have an index of their parent.
func ofAll(x *schema.Index) bool { return x.Options.Get(name, schema.OnlyHere) == "" }

func spellIndexNames(t, other *schema.Table, in *schema.Database, without map[string]bool) {
	for key := range other.Options[name] {
		parent, ok := strings.CutPrefix(key, "index ")
		if !ok || without[parent] || t.Options.Get(name, key) != "" || t.Options.Get(name, schema.PartitionOf) == "" {
			continue
		}
		for _, p := range in.Tables {
			if x := p.Index(parent); x != nil {
				t.Options.Set(name, key, IndexName(t.Name, partNames(x), "idx"))
			}
			if p.PrimaryKey != nil && p.PrimaryKey.Name == parent {
				t.Options.Set(name, key, IndexName(t.Name, "", "pkey"))
			}
			for _, u := range p.Uniques {
				if u.Name == parent {
					t.Options.Set(name, key, IndexName(t.Name, strings.Join(u.Columns, "_"), "key"))
				}
			}
		}
	}
}
