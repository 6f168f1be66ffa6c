package autogen

import (
	"iter"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// attachedTo is the index that an index, by its options, is attached to.
func (a *arranger) attachedTo(options schema.Options) (parent schema.Name, ok bool) {
	return a.named(options.Get(a.name, schema.AttachTo))
}

// attachedExclusion reports whether a partition has an exclusion for one of its parent that not
// all partitions have: the server attaches none, but makes it with a partition that comes later.
func attachedExclusion(t *schema.Table) bool {
	return slices.ContainsFunc(t.Exclusions, func(x *schema.Exclusion) bool { return x.Options.Attached() })
}

// piece is a key, an exclusion or an index of a table.
type piece struct {
	on      ops.On
	name    string
	options schema.Options
	schema.Indexed
}

func (p piece) create() ops.Op {
	switch {
	case p.Primary != nil:
		return &ops.CreatePrimaryKey{On: p.on, PrimaryKey: *schema.Clone(p.Primary)}
	case p.Unique != nil:
		return &ops.CreateUnique{On: p.on, Unique: *schema.Clone(p.Unique)}
	case p.Exclusion != nil:
		return &ops.CreateExclusion{On: p.on, Exclusion: *schema.Clone(p.Exclusion)}
	}
	return &ops.CreateIndex{On: p.on, Index: *schema.Clone(p.Index)}
}

func (p piece) drop(ifExists bool) ops.Op {
	switch {
	case p.Primary != nil:
		return &ops.DropPrimaryKey{On: p.on, Name: p.name, IfExists: ifExists}
	case p.Unique != nil:
		return &ops.DropUnique{On: p.on, Name: p.name, Columns: orColumns(p.name, p.Unique.Columns), IfExists: ifExists}
	case p.Exclusion != nil:
		return &ops.DropExclusion{On: p.on, Name: p.name, IfExists: ifExists}
	}
	return &ops.DropIndex{On: p.on, Name: p.name, IfExists: ifExists}
}

// columns are those of a key or an index.
func (p piece) columns() []string {
	switch {
	case p.Primary != nil:
		return p.Primary.Columns
	case p.Unique != nil:
		return p.Unique.Columns
	case p.Index != nil:
		return p.Index.ColumnNames()
	}
	return nil
}

// pieces are the keys, exclusions and indexes of a table.
func pieces(t *schema.Table) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for x := range t.Indexed() {
			if _, name, options := x.Named(); !yield(piece{ops.OnTable(t.ID()), name, *options, x}) {
				return
			}
		}
	}
}

// pieceOf is the piece of a table that has a name.
func pieceOf(t *schema.Table, name string) (piece, bool) {
	for p := range pieces(t) {
		if p.name == name {
			return p, true
		}
	}
	return piece{}, false
}

// madePiece returns the name and the options of the piece that an operation makes.
func madePiece(op ops.Op) (name schema.Name, options schema.Options) {
	switch o := op.(type) {
	case *ops.CreatePrimaryKey:
		return id(o.Schema, o.Name), o.Options
	case *ops.CreateUnique:
		return id(o.Schema, o.Name), o.Options
	case *ops.CreateExclusion:
		return id(o.Schema, o.Name), o.Options
	case *ops.CreateIndex:
		return id(o.Schema, o.Name), o.Options
	}
	return name, nil
}

// comingPiece is the key or index that an operation makes.
func comingPiece(op ops.Op) (p piece, ok bool) {
	switch o := op.(type) {
	case *ops.CreatePrimaryKey:
		return piece{on: o.On, name: o.Name, Indexed: schema.Indexed{Primary: &o.PrimaryKey}}, true
	case *ops.CreateUnique:
		return piece{on: o.On, name: o.Name, Indexed: schema.Indexed{Unique: &o.Unique}}, true
	case *ops.CreateIndex:
		return piece{on: o.On, name: o.Name, Indexed: schema.Indexed{Index: &o.Index}}, true
	}
	return p, false
}

// makesPartial reports whether an operation makes a piece that is partial.
func makesPartial(op ops.Op) bool {
	_, options := madePiece(op)
	return options.Partial()
}

// holding are the pieces that some of tables which were there before are attached to. On the way
// back these leave the table, and their pieces go, before it does: it doesn't take them along.
func (c *comparison) holding(list []ops.Op) map[schema.Name]bool {
	created, holding := map[schema.Name]bool{}, map[schema.Name]bool{}
	for _, op := range list {
		if o, ok := op.(*ops.CreateTable); ok {
			created[o.ID()] = true
		}
	}
	for _, op := range slices.Backward(list) {
		name, options := madePiece(op)
		parent, ok := c.a.attachedTo(options)
		if ok && (holding[name] || !created[op.(interface{ ID() schema.Name }).ID()]) {
			holding[parent] = true
		}
	}
	return holding
}

// dropped is what an operation drops.
type dropped struct {
	table, name schema.Name
	ifExists    *bool // the operation's
}

// droppedPiece returns which piece an operation drops.
func droppedPiece(op ops.Op) (d dropped, ok bool) {
	switch o := op.(type) {
	case *ops.DropPrimaryKey:
		return dropped{o.ID(), id(o.Schema, o.Name), &o.IfExists}, true
	case *ops.DropUnique:
		return dropped{o.ID(), id(o.Schema, o.Name), &o.IfExists}, true
	case *ops.DropExclusion:
		return dropped{o.ID(), id(o.Schema, o.Name), &o.IfExists}, true
	case *ops.DropIndex:
		return dropped{o.ID(), id(o.Schema, o.Name), &o.IfExists}, true
	}
	return d, false
}

// named reads a name that may have its schema before it.
func (a *arranger) named(text string) (name schema.Name, ok bool) {
	switch tokens := a.lex.Tokens(text); len(tokens) {
	case 1:
		return id("", tokens[0].Name()), true
	case 3:
		return id(tokens[0].Name(), tokens[2].Name()), true
	}
	return schema.Name{}, false
}

// partIndexes are the pieces that the plan drops while it looks at those that not all
// partitions have. A partition that comes when one is there gets its part from the server.
type partIndexes struct {
	*comparison
	drops map[schema.Name]dropped
	moved map[schema.Name]bool // those whose parts come or go

	ofTableThatGoes map[schema.Name]piece
}

// partialIndexes makes partial pieces anew with the one that they are attached to,
// which takes them along when it goes, and that one where its parts or the partitions are
// others: it lets go of no part, and new partitions come with one.
func (c *comparison) partialIndexes() {
	p := &partIndexes{c, map[schema.Name]dropped{}, map[schema.Name]bool{}, map[schema.Name]piece{}}
	wished := c.wish.TablesByID()
	for _, t := range c.live.Tables {
		if wished[t.ID()] == nil {
			for x := range pieces(t) {
				p.ofTableThatGoes[id(t.Schema, x.name)] = x
			}
		}
	}
	for _, op := range slices.Concat(c.plan.dropConstraints, c.plan.dropIndexes) {
		if d, ok := droppedPiece(op); ok {
			p.drops[d.name] = d
		}
	}
	p.late()
	for more := true; more; {
		more = p.whole()
		more = p.parts() || more
	}
}

// late makes partial pieces when all tables are there.
func (p *partIndexes) late() {
	for _, list := range []*[]ops.Op{&p.plan.createUniques, &p.plan.createConstraints, &p.plan.createIndexes} {
		for _, op := range *list {
			if makesPartial(op) {
				p.plan.createForeignKeys = append(p.plan.createForeignKeys, op)
				_, options := madePiece(op)
				if parent, ok := p.a.attachedTo(options); ok {
					p.moved[parent] = true
				}
			}
		}
		*list = slices.DeleteFunc(*list, makesPartial)
	}
}

// dropPartial drops partial pieces before partitions leave their table, so that on
// the way back these come before them.
func (c *comparison) dropPartial() {
	there := c.live.TablesByID()
	early := func(op ops.Op) bool {
		d, ok := droppedPiece(op)
		if !ok || there[d.table] == nil {
			return false
		}
		x, ok := pieceOf(there[d.table], d.name.Name)
		return ok && x.options.Partial()
	}
	for _, list := range []*[]ops.Op{&c.plan.dropConstraints, &c.plan.dropIndexes} {
		for _, op := range *list {
			if early(op) {
				c.plan.dropForeignKeys = append(c.plan.dropForeignKeys, op)
			}
		}
		*list = slices.DeleteFunc(*list, early)
	}
}

// anew drops a piece and makes it again, with its new comments.
func (p *partIndexes) anew(t *schema.Table, x piece, ifExists bool) {
	p.plan.comments = slices.DeleteFunc(p.plan.comments, func(op ops.Op) bool {
		o, ok := op.(*ops.SetComment)
		return ok && id(o.Schema, o.Table) == t.ID() && o.Name == x.name && (o.On == "constraint" || o.On == "index")
	})
	drop := x.drop(ifExists)
	p.drops[id(t.Schema, x.name)], _ = droppedPiece(drop)
	p.plan.dropConstraints = append(p.plan.dropConstraints, drop)
	p.plan.createForeignKeys = append(p.plan.createForeignKeys, x.create())
}

// whole makes those anew that stay, but for their parts.
func (p *partIndexes) whole() (more bool) {
	wished := p.wish.TablesByID()
	for _, t := range p.live.Tables {
		wish := wished[t.ID()]
		for x := range pieces(t) {
			name := id(t.Schema, x.name)
			if wish == nil || x.options.Get(p.d.Name(), schema.OnlyHere) == "" || p.goes(name) {
				continue
			}
			again, ok := pieceOf(wish, x.name)
			if ok && (p.moved[name] || !slices.Equal(p.partitions(p.native, t), p.partitions(p.live, t))) {
				p.anew(wish, again, false)
				more = true
			}
		}
	}
	return more
}

// partitions are the partitions of a table with their bounds, but for those that come later
// than its exclusions. One whose bound changes leaves and comes again.
func (p *partIndexes) partitions(db *schema.Database, of *schema.Table) (list []string) {
	for _, t := range db.Tables {
		if tokens := p.a.lex.Tokens(t.Options.Get(p.d.Name(), schema.PartitionOf)); len(tokens) > 0 && lastName(tokens) == of.Name && !attachedExclusion(t) {
			list = append(list, t.ID().String()+" "+t.Options.Get(p.d.Name(), schema.PartitionBound))
		}
	}
	slices.Sort(list)
	return list
}

// goes reports whether the plan drops a piece.
func (p *partIndexes) goes(name schema.Name) bool {
	_, ok := p.drops[name]
	return ok
}

// goesFirst drops a piece before its table goes, whose partitions stay: they leave the table
// before, and their parts that go, or are others, are its parts still.
func (p *partIndexes) goesFirst(name schema.Name) bool {
	x, ok := p.ofTableThatGoes[name]
	if !ok || p.goes(name) {
		return false
	}
	parent, attached := p.a.attachedTo(x.options)
	if attached {
		p.goesFirst(parent)
	}
	drop := x.drop(attached && p.goes(parent)) // with that one
	p.drops[name], _ = droppedPiece(drop)
	p.plan.dropConstraints = append(p.plan.dropConstraints, drop)
	return true
}

// parts lets the parts of a piece go with it, and come again if they are to stay.
func (p *partIndexes) parts() (more bool) {
	wished := p.wish.TablesByID()
	for _, t := range p.live.Tables {
		wish := wished[t.ID()]
		for x := range pieces(t) {
			parent, ok := p.a.attachedTo(x.options)
			if !ok || wish == nil {
				continue
			}
			again, stays := pieceOf(wish, x.name)
			more = p.goesFirst(parent) || more
			switch own, goes := p.drops[id(t.Schema, x.name)]; {
			case !p.goes(parent) && goes && !p.moved[parent]:
				p.moved[parent], more = true, true
			case p.goes(parent) && goes: // it may have gone before
				*own.ifExists = true
			case p.goes(parent) && stays:
				p.anew(wish, again, true)
				more = true
			}
		}
	}
	return more
}
