package autogen

import (
	"slices"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// recreateKeys takes foreign keys away while the types or collations of their columns change,
// and brings them back after it: MySQL alters no column that a key is on, and on
// every database both sides have to fit together again before they are checked. So it
// is with those to a table whose partitions are detached for a while, and with those
// whose key there is made anew.
func (c *comparison) recreateKeys() {
	changed := map[schema.Name][]string{}
	for _, op := range c.plan.alterColumns {
		if o := op.(*ops.AlterColumn); c.moves(o) || o.Autoincrement != nil && c.live.KeysHoldNumbers {
			changed[o.ID()] = append(changed[o.ID()], o.Column)
		}
	}
	for _, op := range c.plan.alterEnums {
		if o := op.(*ops.AlterEnum); o.Values != nil {
			c.columnsOf(o.Name, func(t *schema.Table, column string) { changed[t.ID()] = append(changed[t.ID()], column) })
		}
	}
	first := slices.Concat(c.plan.dropForeignKeys, c.plan.dropConstraints)
	moved, early, keys := c.reattached(), c.keysThatGo(first), c.keysThatGo(slices.Concat(first, c.plan.dropIndexes))
	if len(changed)+len(moved)+len(keys) == 0 {
		return
	}
	before, wished := c.before.TablesByID(), c.wish.TablesByID()
	touches := func(table schema.Name, columns []string) bool {
		return slices.ContainsFunc(columns, func(name string) bool { return slices.Contains(changed[table], name) })
	}
	var drops, again []ops.Op
	for _, t := range c.before.Tables {
		gone := keys
		if c.d.Traits().Referred == dialect.LeadingColumns && wished[t.ID()] != nil {
			gone = early // those that go last have been replaced by then
		}
		hindered := func(f *schema.ForeignKey) bool {
			return touches(t.ID(), f.Columns) || touches(f.Target(), f.Referred) || moved[relations+" "+lower(f.Target().Name)] ||
				c.unserved(f, before[f.Target()], gone[f.Target()])
		}
		for _, f := range t.ForeignKeys {
			if c.drops(t.ID(), f) || !slices.ContainsFunc(t.ForeignKeys, func(o *schema.ForeignKey) bool { return (o == f || alike(o, f)) && hindered(o) }) {
				continue
			}
			drops = append(drops, dropForeignKey(ops.OnTable(t.ID()), f))
			if wished[t.ID()] == nil {
				continue // its table goes, but later
			}
			again = append(again, &ops.CreateForeignKey{On: ops.OnTable(t.ID()), ForeignKey: *schema.Clone(f)})
		}
	}
	c.plan.dropForeignKeys = append(c.plan.dropForeignKeys, drops...)
	c.plan.createForeignKeys = slices.Concat(again, c.plan.createForeignKeys) // before the indexes that come after the keys
}

// keysThatGo are the columns of the keys and indexes that are dropped, by their tables, where
// foreign keys stand in the way of that.
func (c *comparison) keysThatGo(drops []ops.Op) map[schema.Name][][]string {
	if c.d.Traits().Referred == dialect.AnyColumns || len(drops) == 0 {
		return nil
	}
	keys, before := map[schema.Name][][]string{}, c.before.TablesByID()
	for _, op := range drops {
		on, ok := op.(interface{ ID() schema.Name })
		if !ok {
			continue
		}
		t := before[on.ID()]
		if t == nil {
			continue
		}
		switch o := op.(type) {
		case *ops.DropPrimaryKey:
			if t.PrimaryKey != nil {
				keys[t.ID()] = append(keys[t.ID()], t.PrimaryKey.Columns)
			}
		case *ops.DropUnique:
			for _, u := range t.Uniques {
				if u.Name == o.Name {
					keys[t.ID()] = append(keys[t.ID()], u.Columns)
				}
			}
		case *ops.DropIndex:
			if x := t.Index(o.Name); x != nil && refersBy(c.d.Traits().Referred, x) {
				keys[t.ID()] = append(keys[t.ID()], x.ColumnNames())
			}
		case *ops.DropForeignKey: // with which its index goes
			for _, f := range t.ForeignKeys {
				if f.Name != o.Name {
					continue
				}
				for _, x := range madeFor(c.d, t, f) {
					keys[t.ID()] = append(keys[t.ID()], x.ColumnNames())
				}
			}
		}
	}
	return keys
}

// refersBy reports whether foreign keys may refer by an index: one that isn't unique, or of some
// rows only, doesn't tell the rows of its table apart.
func refersBy(by dialect.Referred, x *schema.Index) bool {
	return by != dialect.UniqueColumns || x.Unique && x.Where.IsZero()
}

// unserved reports whether a foreign key to a table loses what it refers by, as these keys go.
// It goes over to another index where the server lets it and there is one.
func (c *comparison) unserved(f *schema.ForeignKey, t *schema.Table, gone [][]string) bool {
	count := func(keys [][]string) (n int) {
		for _, key := range keys {
			if serves(c.d.Traits().Referred, key, f.Referred) {
				n++
			}
		}
		return n
	}
	n := count(gone)
	if n == 0 || t == nil || c.d.Traits().Referred == dialect.UniqueColumns {
		return n > 0
	}
	var all [][]string
	if t.PrimaryKey != nil {
		all = append(all, t.PrimaryKey.Columns)
	}
	for _, u := range t.Uniques {
		all = append(all, u.Columns)
	}
	for _, x := range t.Indexes {
		all = append(all, x.ColumnNames())
	}
	return count(all) <= n
}

// serves reports whether a foreign key may refer to these columns by such a key.
func serves(by dialect.Referred, key, referred []string) bool {
	if by == dialect.UniqueColumns {
		return sameSet(key, referred)
	}
	return leads(key, referred)
}

// reattached are the tables that partitions leave to come back to, and those that these are part of.
func (c *comparison) reattached() words {
	name, from := c.d.Name(), words{}
	follow := func(t *schema.Table) (more bool) {
		for _, parent := range c.live.Tables {
			of := words{}
			of.addType(c.a.lex, t.Options.Get(name, schema.PartitionOf))
			if of[types+" "+lower(parent.Name)] && !from[relations+" "+lower(parent.Name)] {
				from.add(relations, parent.Name)
				more = true
			}
		}
		return more
	}
	for _, op := range c.plan.reattach {
		follow(c.live.Table(op.(*ops.AlterTable).ID()))
	}
	for more := len(from) > 0; more; {
		more = false
		for _, t := range c.live.Tables {
			more = from[relations+" "+lower(t.Name)] && follow(t) || more
		}
	}
	return from
}

// retyped reports whether a column's values are to be kept in another way.
func retyped(o *ops.AlterColumn) bool {
	return !o.Type.IsZero() || !o.Collation.IsZero() || o.Drops("collation")
}

// moves reports whether a column gets another type or collation on this server: one that has
// an enum by its name is said again for the dialects that have the values there.
func (c *comparison) moves(o *ops.AlterColumn) bool {
	if !retyped(o) {
		return false
	}
	t := c.live.Table(o.ID())
	if t == nil || t.Column(o.Column) == nil || !o.Collation.IsZero() || o.Drops("collation") {
		return true
	}
	native, err := c.d.LowerType(o.Type.For(c.d.Name()))
	return err != nil || native != t.Column(o.Column).Type.Any
}

// drops reports whether the plan drops a foreign key already.
func (c *comparison) drops(table schema.Name, f *schema.ForeignKey) bool {
	return slices.ContainsFunc(c.plan.dropForeignKeys, func(op ops.Op) bool {
		o, ok := op.(*ops.DropForeignKey)
		return ok && o.ID() == table && o.Name == f.Name && (o.Name != "" || slices.Equal(o.Columns, f.Columns))
	})
}
