package autogen

import (
	"iter"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// partial reports whether a key or an index, by its options, is part of one that not all
// partitions have. A partition that comes when that one is there gets its part from the server.
func partial(options schema.Options) bool {
	return options.Get("postgres", schema.OnlyHere)+options.Get("postgres", schema.AttachTo) != ""
}

// attachedTo is the index that an index, by its options, is attached to.
func (a *arranger) attachedTo(options schema.Options) (parent schema.Name, ok bool) {
	return a.named(options.Get(a.name, schema.AttachTo))
}

// piece is a key or an index of a table, which is one of the three.
type piece struct {
	on      ops.On
	name    string
	options schema.Options
	primary *schema.PrimaryKey
	unique  *schema.Unique
	index   *schema.Index
}

func (p piece) create() ops.Op {
	switch {
	case p.primary != nil:
		return &ops.CreatePrimaryKey{On: p.on, PrimaryKey: *schema.Clone(p.primary)}
	case p.unique != nil:
		return &ops.CreateUnique{On: p.on, Unique: *schema.Clone(p.unique)}
	}
	return &ops.CreateIndex{On: p.on, Index: *schema.Clone(p.index)}
}

func (p piece) drop(ifExists bool) ops.Op {
	switch {
	case p.primary != nil:
		return &ops.DropPrimaryKey{On: p.on, Name: p.name, IfExists: ifExists}
	case p.unique != nil:
		return &ops.DropUnique{On: p.on, Name: p.name, Columns: orColumns(p.name, p.unique.Columns), IfExists: ifExists}
	}
	return &ops.DropIndex{On: p.on, Name: p.name, IfExists: ifExists}
}

// pieces are the keys and indexes of a table.
func pieces(t *schema.Table) iter.Seq[piece] {
	on := ops.OnTable(t.ID())
	return func(yield func(piece) bool) {
		if k := t.PrimaryKey; k != nil && !yield(piece{on: on, name: k.Name, options: k.Options, primary: k}) {
			return
		}
		for _, u := range t.Uniques {
			if !yield(piece{on: on, name: u.Name, options: u.Options, unique: u}) {
				return
			}
		}
		for _, x := range t.Indexes {
			if !yield(piece{on: on, name: x.Name, options: x.Options, index: x}) {
				return
			}
		}
	}
}

// pieceOf is the key or index of a table that has a name.
func pieceOf(t *schema.Table, name string) (piece, bool) {
	for p := range pieces(t) {
		if p.name == name {
			return p, true
		}
	}
	return piece{}, false
}

// madePiece returns the options of the key or index that an operation makes.
func madePiece(op ops.Op) (options schema.Options) {
	switch o := op.(type) {
	case *ops.CreatePrimaryKey:
		return o.Options
	case *ops.CreateUnique:
		return o.Options
	case *ops.CreateIndex:
		return o.Options
	}
	return nil
}

// droppedPiece returns the name of the key or index that an operation drops, and the table's.
func droppedPiece(op ops.Op) (table, name schema.Name, ok bool) {
	switch o := op.(type) {
	case *ops.DropPrimaryKey:
		return o.ID(), id(o.Schema, o.Name), true
	case *ops.DropUnique:
		return o.ID(), id(o.Schema, o.Name), true
	case *ops.DropIndex:
		return o.ID(), id(o.Schema, o.Name), true
	}
	return table, name, false
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

// partIndexes are the keys and indexes that the plan drops while it looks at [partial] ones.
type partIndexes struct {
	*comparison
	drops map[schema.Name]ops.Op
	moved map[schema.Name]bool // those whose parts come or go
}

// partialIndexes makes partial keys and indexes anew with the one that they are attached to,
// which takes them along when it goes, and that one where its parts or the partitions are
// others: it lets go of no part, and new partitions come with one.
func (c *comparison) partialIndexes() {
	p := &partIndexes{c, map[schema.Name]ops.Op{}, map[schema.Name]bool{}}
	for _, op := range slices.Concat(c.plan.dropConstraints, c.plan.dropIndexes) {
		if _, name, ok := droppedPiece(op); ok {
			p.drops[name] = op
		}
	}
	p.late()
	for more := true; more; {
		more = p.whole()
		more = p.parts() || more
	}
}

// late makes partial keys and indexes when all tables are there.
func (p *partIndexes) late() {
	late := func(op ops.Op) bool { return partial(madePiece(op)) }
	for _, list := range []*[]ops.Op{&p.plan.createUniques, &p.plan.createIndexes} {
		for _, op := range *list {
			if late(op) {
				p.plan.createForeignKeys = append(p.plan.createForeignKeys, op)
				if parent, ok := p.a.attachedTo(madePiece(op)); ok {
					p.moved[parent] = true
				}
			}
		}
		*list = slices.DeleteFunc(*list, late)
	}
}

// dropPartial drops partial keys and indexes before partitions leave their table, so that on
// the way back these come before them.
func (c *comparison) dropPartial() {
	there := c.live.TablesByID()
	early := func(op ops.Op) bool {
		table, name, ok := droppedPiece(op)
		if !ok || there[table] == nil {
			return false
		}
		x, ok := pieceOf(there[table], name.Name)
		return ok && partial(x.options)
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

// anew drops a key or an index and makes it again, with its new comments.
func (p *partIndexes) anew(t *schema.Table, x piece, ifExists bool) {
	p.plan.comments = slices.DeleteFunc(p.plan.comments, func(op ops.Op) bool {
		o, ok := op.(*ops.SetComment)
		return ok && id(o.Schema, o.Table) == t.ID() && o.Name == x.name && (o.On == "constraint" || o.On == "index")
	})
	drop := x.drop(ifExists)
	p.drops[id(t.Schema, x.name)] = drop
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
			if wish == nil || x.options.Get(p.d.Name(), schema.OnlyHere) == "" || p.drops[name] != nil {
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

// parts lets the parts of a key or an index go with it, and come again if they are to stay.
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
			switch own := p.drops[id(t.Schema, x.name)]; {
			case p.drops[parent] == nil && own != nil && !p.moved[parent]:
				p.moved[parent], more = true, true
			case p.drops[parent] != nil && own != nil:
				goesAlong(own)
			case p.drops[parent] != nil && stays:
				p.anew(wish, again, true)
				more = true
			}
		}
	}
	return more
}

// goesAlong says that what an operation drops may have gone before.
func goesAlong(op ops.Op) {
	switch o := op.(type) {
	case *ops.DropPrimaryKey:
		o.IfExists = true
	case *ops.DropUnique:
		o.IfExists = true
	case *ops.DropIndex:
		o.IfExists = true
	}
}
