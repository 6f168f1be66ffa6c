package autogen

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// partitionOf is the table that another one is a partition of.
func (a *arranger) partitionOf(t *schema.Table) (schema.Name, bool) {
	return a.named(t.Options.Get(a.name, schema.PartitionOf))
}

// within reports whether a table is another one or a partition of it, at any depth.
func (a *arranger) within(table, whole schema.Name) bool {
	for ok := true; ok && table != whole; {
		t := a.tables[table]
		if t == nil {
			return false
		}
		table, ok = a.partitionOf(t)
	}
	return table == whole
}

// freePartitions says that the partitions of a table may go after a foreign key that refers
// to it. On PostgreSQL it stands on each of them.
func (a *arranger) freePartitions(e *effect, of schema.Name) {
	for _, part := range a.parts[of] {
		e.frees.add(relations, part.Name)
		a.freePartitions(e, part)
	}
}

func (a *arranger) noteReferred(on schema.Name, keys ...*schema.ForeignKey) {
	for _, f := range keys {
		a.referred[f.Target()] = append(a.referred[f.Target()], referrer{on, f})
	}
}

// replace lets a key go after what comes in its stead for foreign keys that stay, where nothing
// else serves these meanwhile (MySQL). Another key of its name can't come before.
func (a *arranger) replace(e *effect, t *schema.Table, gone piece) {
	if a.d.Traits().Referred != dialect.LeadingColumns {
		return
	}
	for _, r := range a.referred[t.ID()] {
		serves := func(p piece) bool { return leads(p.columns(), r.key.Referred) }
		if !serves(gone) || a.cut[cutKey{r.on, r.key.Name}] || a.stays(t, serves) {
			continue
		}
		for _, p := range a.comes[t.ID()] {
			switch {
			case !serves(p) || p.name == gone.name && p.Primary == nil:
			case p.Primary == nil:
				e.needs.add(indexed, p.name)
			case gone.Primary == nil:
				e.needs.add(keyed, t.Name)
			}
		}
	}
}

// addServing adds the indexes, there or to come, by which a foreign key may find what it refers to. The
// keys of its target are [referable].
func (a *arranger) addServing(w words, f *schema.ForeignKey) {
	by := a.d.Traits().Referred
	if by == dialect.AnyColumns {
		return
	}
	add := func(x *schema.Index) {
		if refersBy(by, x) && serves(by, x.ColumnNames(), f.Referred) {
			for _, own := range a.index(f.Target(), x.Name) {
				w[own.word()] = true
			}
		}
	}
	for _, p := range a.comes[f.Target()] {
		if p.Index != nil {
			add(p.Index)
		}
	}
	if t := a.tables[f.Target()]; t != nil {
		for _, x := range t.Indexes {
			add(x)
		}
	}
}

// stays reports whether a table has a piece of some sort that isn't dropped.
func (a *arranger) stays(t *schema.Table, sort func(piece) bool) bool {
	for p := range pieces(t) {
		if sort(p) && !a.cut[cutKey{t.ID(), p.name}] {
			return true
		}
	}
	return false
}

// referredBy is what others refer to by the index that the server makes for a foreign key: it
// comes and goes with that (MySQL). An index of the table that is dropped makes it no less needed.
func (a *arranger) referredBy(t *schema.Table, on schema.Name, f *schema.ForeignKey) []thing {
	if len(a.referred[on]) == 0 {
		return nil
	}
	stay := *t
	stay.Indexes = slices.DeleteFunc(slices.Clone(t.Indexes), func(x *schema.Index) bool { return a.cut[cutKey{on, x.Name}] })
	for _, x := range madeFor(a.d, &stay, f) {
		if slices.ContainsFunc(a.referred[on], func(r referrer) bool { return r.key != f && leads(x.ColumnNames(), r.key.Referred) }) {
			return uniqueOf(on)
		}
	}
	return nil
}

// madeFor is the index that the server makes for a foreign key of a table, if any.
func madeFor(d dialect.Dialect, t *schema.Table, f *schema.ForeignKey) []*schema.Index {
	with := *t
	with.ForeignKeys = []*schema.ForeignKey{f}
	with.Indexes = slices.DeleteFunc(slices.Clone(t.Indexes), func(x *schema.Index) bool { return x.Name == f.Name })
	return d.MadeIndexes(&with)
}

// writes are the columns that a foreign key changes by its rules: MySQL lets nothing be computed
// from them meanwhile.
func (a *arranger) writes(on schema.Name, f *schema.ForeignKey) (columns []thing) {
	sets := strings.HasPrefix(f.OnDelete, "set ") || strings.HasPrefix(f.OnUpdate, "set ")
	if a.d.Traits().Referred == dialect.LeadingColumns && (sets || f.OnUpdate == "cascade") {
		for _, c := range f.Columns {
			columns = append(columns, thing{columned, on.Schema, columnWord(on, c), ""})
		}
	}
	return columns
}

// leads reports whether an index over the first columns begins with the others.
func leads(key, columns []string) bool {
	return len(key) >= len(columns) && slices.Equal(key[:len(columns)], columns)
}

// referrers are the foreign keys that stand at some point of a list of operations.
type referrers struct {
	to   map[schema.Name][]referrer // by the table that they refer to
	gone map[cutKey]bool            // those of them that don't stand any longer
}

type referrer struct {
	on  schema.Name
	key *schema.ForeignKey
}

func (r *referrers) add(on schema.Name, f *schema.ForeignKey) {
	delete(r.gone, cutKey{on, f.Name})
	r.to[f.Target()] = append(r.to[f.Target()], referrer{on, f})
}

// leaveReferred lets the partitions that a list drops leave their table first where a
// foreign key to that one, or to what it is itself a partition of, still stands. A key
// whose table goes too goes before.
func leaveReferred(d dialect.Dialect, list []ops.Op, state *schema.Database) []ops.Op {
	goes := map[schema.Name]bool{}
	for _, op := range list {
		if o, ok := op.(*ops.DropTable); ok {
			goes[o.ID()] = true
		}
	}
	if len(goes) == 0 {
		return list
	}
	a := newArranger(d, state)
	keys := &referrers{map[schema.Name][]referrer{}, map[cutKey]bool{}}
	for _, t := range state.Tables {
		for _, f := range t.ForeignKeys {
			keys.add(t.ID(), f)
		}
	}
	var out []ops.Op
	for _, op := range list {
		switch o := op.(type) {
		case *ops.CreateTable:
			for _, f := range o.ForeignKeys {
				keys.add(o.ID(), f)
			}
		case *ops.CreateForeignKey:
			keys.add(o.ID(), &o.ForeignKey)
		case *ops.DropForeignKey:
			keys.gone[cutKey{o.ID(), o.Name}] = true
		case *ops.DropTable:
			if t := a.tables[o.ID()]; t != nil {
				for _, f := range t.ForeignKeys {
					keys.gone[cutKey{t.ID(), f.Name}] = true
				}
				var cuts []ops.Op
				cuts, op = a.leaveParent(o, t, goes, keys)
				out = append(out, cuts...)
			}
		}
		out = append(out, op)
	}
	return out
}

// leaveParent is leaveReferred for one table.
func (a *arranger) leaveParent(drop *ops.DropTable, t *schema.Table, goes map[schema.Name]bool, keys *referrers) ([]ops.Op, *ops.DropTable) {
	var cuts []ops.Op
	for of, ok := a.partitionOf(t); ok && a.tables[of] != nil; of, ok = a.partitionOf(a.tables[of]) {
		for _, r := range keys.to[of] {
			key := cutKey{r.on, r.key.Name}
			switch {
			case keys.gone[key]:
			case goes[r.on]:
				cuts, keys.gone[key] = append(cuts, dropForeignKey(ops.OnTable(r.on), r.key)), true
			default:
				drop = &ops.DropTable{On: drop.On, DetachFrom: t.Options.Get(a.name, schema.PartitionOf)}
			}
		}
	}
	return cuts, drop
}
