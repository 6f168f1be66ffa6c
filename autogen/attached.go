package autogen

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// partial reports whether an index is part of one that not all partitions have. A partition
// that comes when that one is there gets its part from the server.
func partial(x *schema.Index) bool {
	return x.Options.Get("postgres", schema.OnlyHere)+x.Options.Get("postgres", schema.AttachTo) != ""
}

// attachedTo is the index that an index is attached to.
func (a *arranger) attachedTo(x *schema.Index) (parent schema.Name, ok bool) {
	switch tokens := a.lex.Tokens(x.Options.Get(a.name, schema.AttachTo)); len(tokens) {
	case 1:
		return id("", tokens[0].Name()), true
	case 3:
		return id(tokens[0].Name(), tokens[2].Name()), true
	}
	return schema.Name{}, false
}

// partIndexes are the indexes that the plan drops while it looks at [partial] ones.
type partIndexes struct {
	*comparison
	drops map[schema.Name]*ops.DropIndex
	moved map[schema.Name]bool // indexes whose parts come or go
}

// partialIndexes makes partial indexes anew with the one that they are attached to, which
// takes them along when it goes, and that one where its parts or the partitions are others:
// it lets go of no part, and new partitions come with one.
func (c *comparison) partialIndexes() {
	p := &partIndexes{c, map[schema.Name]*ops.DropIndex{}, map[schema.Name]bool{}}
	for _, op := range slices.Concat(c.plan.dropConstraints, c.plan.dropIndexes) {
		if o, ok := op.(*ops.DropIndex); ok {
			p.drops[id(o.Schema, o.Name)] = o
		}
	}
	p.late()
	for more := true; more; {
		more = p.whole()
		more = p.parts() || more
	}
	p.early()
}

// late makes partial indexes when all tables are there.
func (p *partIndexes) late() {
	late := func(op ops.Op) bool { return partial(&op.(*ops.CreateIndex).Index) }
	for _, op := range p.plan.createIndexes {
		if late(op) {
			p.plan.createForeignKeys = append(p.plan.createForeignKeys, op)
			if parent, ok := p.a.attachedTo(&op.(*ops.CreateIndex).Index); ok {
				p.moved[parent] = true
			}
		}
	}
	p.plan.createIndexes = slices.DeleteFunc(p.plan.createIndexes, late)
}

// early drops partial indexes before partitions leave their table, so that on the way back
// these come before them.
func (p *partIndexes) early() {
	there := p.live.TablesByID()
	early := func(op ops.Op) bool {
		o, ok := op.(*ops.DropIndex)
		if !ok || there[o.ID()] == nil {
			return false
		}
		x := there[o.ID()].Index(o.Name)
		return x != nil && partial(x)
	}
	for _, list := range []*[]ops.Op{&p.plan.dropConstraints, &p.plan.dropIndexes} {
		for _, op := range *list {
			if early(op) {
				p.plan.dropForeignKeys = append(p.plan.dropForeignKeys, op)
			}
		}
		*list = slices.DeleteFunc(*list, early)
	}
}

// anew drops an index and makes it again.
func (p *partIndexes) anew(t *schema.Table, name string) *ops.DropIndex {
	drop := &ops.DropIndex{On: ops.OnTable(t.ID()), Name: name}
	p.drops[id(t.Schema, name)] = drop
	p.plan.dropConstraints = append(p.plan.dropConstraints, drop)
	p.plan.createForeignKeys = append(p.plan.createForeignKeys, &ops.CreateIndex{On: drop.On, Index: *schema.Clone(t.Index(name))})
	return drop
}

// whole makes the indexes anew that stay, but for their parts.
func (p *partIndexes) whole() (more bool) {
	wished := p.wish.TablesByID()
	for _, t := range p.live.Tables {
		wish := wished[t.ID()]
		for _, x := range t.Indexes {
			name := id(t.Schema, x.Name)
			if wish == nil || x.Options.Get(p.d.Name(), schema.OnlyHere) == "" || p.drops[name] != nil || wish.Index(x.Name) == nil {
				continue
			}
			if p.moved[name] || !slices.Equal(p.partitions(p.native, t), p.partitions(p.live, t)) {
				p.anew(wish, x.Name)
				more = true
			}
		}
	}
	return more
}

// partitions are the partitions of a table.
func (p *partIndexes) partitions(db *schema.Database, of *schema.Table) (list []string) {
	for _, t := range db.Tables {
		if tokens := p.a.lex.Tokens(t.Options.Get(p.d.Name(), schema.PartitionOf)); len(tokens) > 0 && lastName(tokens) == of.Name {
			list = append(list, t.ID().String())
		}
	}
	slices.Sort(list)
	return list
}

// parts lets the parts of an index go with it, and come again if they are to stay.
func (p *partIndexes) parts() (more bool) {
	wished := p.wish.TablesByID()
	for _, t := range p.live.Tables {
		wish := wished[t.ID()]
		for _, x := range t.Indexes {
			parent, ok := p.a.attachedTo(x)
			if !ok || wish == nil {
				continue
			}
			switch own := p.drops[id(t.Schema, x.Name)]; {
			case p.drops[parent] == nil && own != nil && !p.moved[parent]:
				p.moved[parent], more = true, true
			case p.drops[parent] != nil && own != nil:
				own.IfExists = true
			case p.drops[parent] != nil:
				p.anew(wish, x.Name).IfExists = true
				more = true
			}
		}
	}
	return more
}
