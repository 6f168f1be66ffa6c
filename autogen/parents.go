package autogen

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// changeParents lets tables come to new parents before they leave others, where what they
// have from either is the same: it stays inherited then, and would else be theirs for good.
func (c *comparison) changeParents() {
	name := c.d.Name()
	for _, op := range c.plan.detach {
		leave := op.(*ops.AlterTable)
		i := slices.IndexFunc(c.plan.alterTables, func(op ops.Op) bool {
			o, ok := op.(*ops.AlterTable)
			return ok && o.ID() == leave.ID() && o.Options.Get(name, schema.Inherits) != ""
		})
		if i < 0 {
			continue
		}
		join := c.plan.alterTables[i].(*ops.AlterTable)
		had, stay := listed(c.a.lex, c.live.Table(leave.ID()).Options.Get(name, schema.Inherits)), listed(c.a.lex, leave.Options.Get(name, schema.Inherits))
		come := without(listed(c.a.lex, join.Options.Get(name, schema.Inherits)), stay)
		if !c.comesAsItIs(leave.ID(), come) {
			continue
		}
		leave.Options.Set(name, schema.Inherits, join.Options.Get(name, schema.Inherits))
		if delete(join.Options[name], schema.Inherits); len(join.Options[name]) == 0 {
			join.Options = nil
		}
		if join.Options == nil && join.Comment == nil {
			c.plan.alterTables = slices.Delete(c.plan.alterTables, i, i+1)
		}
		made, gone := c.among(c.plan.created, come), c.among(c.plan.dropped, without(had, stay))
		c.freeNames(made, gone)
		c.spellNotNulls(made, gone)
		c.spellNotNulls(gone, made)
	}
}

// without returns those of a list that are not in another one.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

// comesAsItIs reports whether a table fits to new parents before all else is done to it and
// to them.
func (c *comparison) comesAsItIs(table schema.Name, parents []string) bool {
	for _, parent := range parents {
		id, _ := c.a.named(parent)
		p := c.native.Table(id)
		if p == nil || c.live.Table(id) != nil && c.changes(id, p) || c.changes(table, p) ||
			slices.ContainsFunc(p.Checks, func(k *schema.Check) bool { return c.lacks(table, k) }) ||
			!c.comesAsItIs(table, listed(c.a.lex, p.Options.Get(c.d.Name(), schema.Inherits))) {
			return false
		}
	}
	return true
}

// changes reports whether the plan changes what a table and its parent have in common.
func (c *comparison) changes(table schema.Name, parent *schema.Table) bool {
	has := func(column string) bool { return parent.Column(column) != nil }
	p := &c.plan
	return slices.ContainsFunc(slices.Concat(p.addColumns, p.addGenerated, p.alterColumns, p.dropColumns, p.createConstraints, p.dropConstraints), func(op ops.Op) bool {
		on, ok := op.(interface{ ID() schema.Name })
		if !ok || on.ID() != table {
			return false
		}
		switch o := op.(type) {
		case *ops.AddColumn:
			return has(o.Column.Name)
		case *ops.DropColumn:
			return table == parent.ID()
		case *ops.AlterColumn:
			return has(o.Column) && (retyped(o) || o.Nullable != nil)
		case *ops.CreateCheck:
			return slices.ContainsFunc(parent.Checks, func(k *schema.Check) bool { return k.Name == o.Name })
		case *ops.DropCheck:
			return table == parent.ID()
		}
		return false
	})
}

// lateChecks gives parents the checks that a table lacks when the table is there: the server
// takes none to them that has not all, and hands on what comes.
func (c *comparison) lateChecks() {
	for _, op := range c.plan.alterTables {
		table, parents := c.joins(op)
		c.checksAnew(table, parents)
	}
}

// earlyChecks gives a table that becomes a partition the checks that it lacks: the server asks for
// them before it takes the table, and lets none be its own then.
func (c *comparison) earlyChecks() {
	for _, op := range c.plan.attach {
		table := op.(*ops.AlterTable).ID()
		for of, ok := c.a.partitionOf(c.wish.Table(table)); ok; {
			p := c.wish.Table(of)
			if p == nil {
				break
			}
			for _, k := range p.Checks {
				create := &ops.CreateCheck{On: ops.OnTable(table), Check: *schema.Clone(k)}
				create.Comment = ""
				if c.lacks(table, k) && !contains(c.plan.createConstraints, create) {
					c.plan.createConstraints = append(c.plan.createConstraints, create)
				}
			}
			of, ok = c.a.partitionOf(p)
		}
	}
}

// joins are the parents that a table comes to with an operation.
func (c *comparison) joins(op ops.Op) (table schema.Name, parents []string) {
	o, ok := op.(*ops.AlterTable)
	if !ok || o.Existing == nil {
		return table, nil
	}
	of := func(options schema.Options) []string {
		return listed(c.a.lex, options.Get(c.d.Name(), schema.Inherits))
	}
	return o.ID(), without(of(o.Options), of(o.Existing.Options))
}

// comingTo are the tables, and theirs in turn, that others come to inherit from or to be
// partitions of: these have all that they have left by then.
func (c *comparison) comingTo() map[schema.Name]bool {
	list := map[schema.Name]bool{}
	var add func(parents []schema.Name)
	add = func(parents []schema.Name) {
		for _, parent := range parents {
			if t := c.wish.Table(parent); t != nil && !list[parent] {
				list[parent] = true
				add(c.a.parents(t))
			}
		}
	}
	for _, op := range c.plan.alterTables {
		_, parents := c.joins(op)
		for _, parent := range parents {
			if id, ok := c.a.named(parent); ok {
				add([]schema.Name{id})
			}
		}
	}
	for _, op := range c.plan.attach {
		if t := c.wish.Table(op.(*ops.AlterTable).ID()); t != nil {
			add(c.a.parents(t))
		}
	}
	return list
}

// checksAnew takes from these parents and theirs the checks that a table lacks, until it has come.
func (c *comparison) checksAnew(table schema.Name, parents []string) {
	for _, parent := range parents {
		id, _ := c.a.named(parent)
		p := c.wish.Table(id)
		if p == nil {
			continue
		}
		on, there := ops.OnTable(id), c.live.Table(id)
		late := func(k *schema.Check) bool {
			drop := dropCheck(on, k)
			if !c.lacks(table, k) || contains(c.plan.dropConstraints, drop) {
				return false
			}
			if there != nil && !slices.ContainsFunc(there.Checks, func(o *schema.Check) bool { return o.Name == k.Name }) {
				return false
			}
			if there != nil {
				c.plan.dropConstraints = append(c.plan.dropConstraints, drop)
			}
			c.plan.createConstraints = append(c.plan.createConstraints, &ops.CreateCheck{On: on, Check: *schema.Clone(k)})
			return true
		}
		if there == nil {
			p.Checks = slices.DeleteFunc(p.Checks, late)
		} else {
			for _, k := range p.Checks {
				late(k)
			}
		}
		c.checksAnew(table, listed(c.a.lex, p.Options.Get(c.d.Name(), schema.Inherits)))
	}
}

// lacks reports whether a live table has not a check that a parent hands on, neither of its
// own nor from others.
func (c *comparison) lacks(table schema.Name, k *schema.Check) bool {
	t := c.found.Table(table)
	if k.NoInherit || t == nil {
		return !k.NoInherit
	}
	if slices.ContainsFunc(t.Checks, func(o *schema.Check) bool { return o.Name == k.Name && !o.NoInherit && c.sameText(o.SQL, k.SQL) }) {
		return false
	}
	return !slices.ContainsFunc(c.a.parents(t), func(parent schema.Name) bool { return !c.lacks(parent, k) })
}

// among returns the tables that are named.
func (c *comparison) among(tables []*schema.Table, names []string) (list []*schema.Table) {
	for _, text := range names {
		id, _ := c.a.named(text)
		list = append(list, slices.DeleteFunc(slices.Clone(tables), func(t *schema.Table) bool { return t.ID() != id })...)
	}
	return list
}

// freeNames drops the keys and indexes of tables that go, whose names new ones have, before
// these come: the tables wait for them.
func (c *comparison) freeNames(made, gone []*schema.Table) {
	names := map[thing]bool{}
	for _, t := range made {
		for _, x := range c.a.tableThings(t) {
			names[x] = true
		}
	}
	for _, t := range gone {
		for x := range pieces(t) {
			drop, named := x.drop(false), slices.ContainsFunc(c.a.index(t.ID(), x.name), func(x thing) bool { return names[x] })
			if named && !contains(c.plan.dropConstraints, drop) { // for another table
				c.plan.dropConstraints = append(c.plan.dropConstraints, drop)
			}
		}
	}
}

// spellNotNulls says the names of the NOT NULL of some tables, where others that are there
// meanwhile have them: the server's choice would be others (PostgreSQL 18).
func (c *comparison) spellNotNulls(tables, others []*schema.Table) {
	usual := c.d.Traits().NotNullName
	if usual == nil {
		return
	}
	said := map[string]bool{}
	for _, t := range others {
		for _, column := range t.Columns {
			said[column.Options.Get(c.d.Name(), schema.NotNullName)] = true
		}
	}
	for _, t := range tables {
		for _, column := range t.Columns {
			if name := usual(t.Name, column.Name); column.NotNull && !c.a.namesNotNull(column) && said[name] {
				column.Options.Set(c.d.Name(), schema.NotNullName, name)
			}
		}
	}
}
