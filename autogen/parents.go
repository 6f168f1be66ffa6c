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
		if i < 0 || c.d.Name() != "postgres" {
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
		c.freeNames(come, without(had, stay))
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

// freeNames drops the keys and indexes of tables that go, whose names new ones have, before
// these come: the tables wait for them.
func (c *comparison) freeNames(come, gone []string) {
	names := map[thing]bool{}
	for _, t := range c.plan.created {
		if slices.ContainsFunc(come, func(text string) bool { id, _ := c.a.named(text); return id == t.ID() }) {
			for _, made := range c.a.tableThings(t) {
				names[made] = true
			}
		}
	}
	taken := func(t *schema.Table, name string) bool {
		return slices.ContainsFunc(c.a.index(t.ID(), name), func(x thing) bool { return names[x] })
	}
	for _, t := range c.plan.dropped {
		on := ops.OnTable(t.ID())
		if !slices.ContainsFunc(gone, func(text string) bool { id, _ := c.a.named(text); return id == t.ID() }) {
			continue
		}
		if t.PrimaryKey != nil && taken(t, t.PrimaryKey.Name) {
			c.plan.dropConstraints = append(c.plan.dropConstraints, &ops.DropPrimaryKey{On: on, Name: t.PrimaryKey.Name})
		}
		for _, u := range t.Uniques {
			if taken(t, u.Name) {
				c.plan.dropConstraints = append(c.plan.dropConstraints, &ops.DropUnique{On: on, Name: u.Name})
			}
		}
		for _, x := range t.Exclusions {
			if taken(t, x.Name) {
				c.plan.dropConstraints = append(c.plan.dropConstraints, &ops.DropExclusion{On: on, Name: x.Name})
			}
		}
		for _, x := range t.Indexes {
			if taken(t, x.Name) {
				c.plan.dropConstraints = append(c.plan.dropConstraints, &ops.DropIndex{On: on, Name: x.Name})
			}
		}
	}
}
