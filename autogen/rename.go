package autogen

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// tagged adds the renames that the models tell of and that the database has not
// seen yet, and takes the telling out of the wish.
func (c *comparison) tagged() {
	there := c.live.TablesByID()
	for _, t := range c.wish.Tables {
		was := t.ID()
		if from := t.RenamedFrom; from != "" {
			if was = parseName(from); was.Schema == "" {
				was.Schema = t.Schema
			}
			t.RenamedFrom = ""
			if there[was] != nil && there[t.ID()] == nil {
				c.ask(Rename{was.String(), t.ID().String()})
			}
		}
		live := there[t.ID()]
		if live == nil {
			live = there[was]
		}
		for _, column := range t.Columns {
			from := column.RenamedFrom
			column.RenamedFrom = ""
			if from != "" && live != nil && live.Column(from) != nil && live.Column(column.Name) == nil {
				c.ask(Rename{live.ID().String() + "." + from, t.ID().String() + "." + column.Name})
			}
		}
	}
}

// ask adds a rename, unless it was asked for, or another one of the same things.
func (c *comparison) ask(rename Rename) {
	if !slices.ContainsFunc(c.opts.Renames, func(o Rename) bool { return o.Old == rename.Old || o.New == rename.New }) {
		c.opts.Renames = append(slices.Clip(c.opts.Renames), rename)
	}
}

// rename carries the renames out on the live side, so that the rest of the
// comparison sees the same names on both.
func (c *comparison) rename() error {
	c.tagged()
	list, err := c.renames()
	if err != nil {
		return err
	}
	if err := c.carryOut(list); err != nil {
		return err
	}
	return c.carryOut(c.recased())
}

// carryOut does renames to the live side and to the history.
func (c *comparison) carryOut(list []ops.Op) error {
	if len(list) > 0 && c.original == nil {
		c.original = schema.Clone(c.live)
		c.opts.History = schema.Clone(c.opts.History)
	}
	for _, op := range list {
		if o, ok := op.(*ops.RenameColumn); ok && c.followed(o) {
			continue
		}
		if err := ops.Apply(c.live, op); err != nil {
			return fmt.Errorf("%s: %w", ops.Describe(op), err)
		}
		broken := c.d.Follow(c.live, op)
		if !c.opts.Complete {
			for _, object := range broken {
				c.result.Warnings = append(c.result.Warnings, Note{object,
					"does not follow on this server when it comes to \"" + ops.Describe(op) + "\": drop it before and create it anew after, in this revision"})
			}
		}
		if h := c.opts.History; h != nil {
			_ = dialect.Apply(c.d, h, op) // which may not know of it
		}
		c.plan.renames = append(c.plan.renames, op)
	}
	return nil
}

// followed reports whether a column has got its new name with its parent's.
func (c *comparison) followed(o *ops.RenameColumn) bool {
	t := c.live.Table(o.ID())
	return t != nil && t.Column(o.Column) == nil && t.Column(o.To) != nil
}

// parentsFirst puts the renames of the columns of tables before those of the tables that have
// these columns from them.
func (c *comparison) parentsFirst(list []*ops.RenameColumn) []*ops.RenameColumn {
	a := &arranger{d: c.d, name: c.d.Name(), lex: c.d.Lexicon()}
	var depth func(table schema.Name, below int) int
	depth = func(table schema.Name, below int) int {
		t, deepest := c.live.Table(table), below
		if t == nil || below > len(c.live.Tables) {
			return below
		}
		for _, parent := range listed(a.lex, t.Options.Get(a.name, schema.Inherits)) {
			if p, ok := a.named(parent); ok {
				deepest = max(deepest, depth(p, below+1))
			}
		}
		return deepest
	}
	slices.SortStableFunc(list, func(x, y *ops.RenameColumn) int { return cmp.Compare(depth(x.ID(), 0), depth(y.ID(), 0)) })
	return list
}

// conventional maps the names that the naming convention gave to the parts of a
// table to those that it gives now that the table or its columns are renamed: the
// old names are for a table to come.
func (d *tableDiff) conventional() map[string]string {
	was := d.renamedFrom()
	if was == nil {
		return nil
	}
	names := map[string]string{}
	before, now := d.opts.Naming.again(was, d.d.Lexicon()), d.opts.Naming.again(d.live, d.d.Lexicon())
	pairNames(names, d, "index", was.Indexes, before.Indexes, now.Indexes, indexName)
	pairNames(names, d, "unique", was.Uniques, before.Uniques, now.Uniques, uniqueName)
	pairNames(names, d, "foreign_key", was.ForeignKeys, before.ForeignKeys, now.ForeignKeys, foreignKeyName)
	pairNames(names, d, "check", was.Checks, before.Checks, now.Checks, checkName)
	pairNames(names, d, "exclusion", was.Exclusions, before.Exclusions, now.Exclusions, exclusionName)
	return names
}

// pairNames does it for the parts of one kind, which stand in the same order.
func pairNames[T any](names map[string]string, d *tableDiff, kind string, was, before, now []*T, name func(*T) *string) {
	if !d.d.Traits().Renames(kind) {
		return
	}
	for i, part := range was {
		if n := *name(part); n != "" && n == *name(before[i]) {
			names[n] = *name(now[i])
		}
	}
}

// renamedFrom is the live table as it was before it, or a column of it, was
// renamed; nil when none was.
func (d *tableDiff) renamedFrom() *schema.Table {
	name, touched := d.on.ID(), false
	if len(d.plan.renames) == 0 {
		return nil
	}
	was := &schema.Database{Tables: []*schema.Table{schema.Clone(d.live)}}
	back := func(op ops.Op) {
		touched = true
		_ = dialect.Apply(d.d, was, op)
	}
	for _, op := range slices.Backward(d.plan.renames) {
		switch o := op.(type) {
		case *ops.RenameColumn:
			if o.ID() == name {
				back(&ops.RenameColumn{On: o.On, Column: o.To, To: o.Column})
			}
		case *ops.RenameTable:
			if id(o.Schema, o.To) == name {
				back(&ops.RenameTable{On: ops.OnTable(name), To: o.Table})
				name = o.ID()
			}
		}
	}
	if !touched {
		return nil
	}
	return was.Tables[0]
}

// codeBeforeRenames takes the dropping of views and triggers out of the plan where
// there are renames, and the leaving of types and unions: it is done under the old names, so that
// a downgrade can bring them back under these.
func (c *comparison) codeBeforeRenames() []ops.Op {
	if len(c.plan.renames) == 0 {
		return nil
	}
	code := c.plan.dropCode
	c.plan.dropCode = nil
	leaves := func(o *ops.AlterTable, key string) bool {
		value, changes := o.Options[c.d.Name()][key]
		return changes && value == ""
	}
	c.plan.detach = slices.DeleteFunc(c.plan.detach, func(op ops.Op) bool {
		o, ok := op.(*ops.AlterTable)
		// no column of a type has another name than there, and a union's tables have those that it knows
		if ok = ok && (leaves(o, schema.OfType) || leaves(o, c.d.Traits().Union)); ok {
			code = append(code, op)
		}
		return ok
	})
	for _, t := range c.plan.dropped {
		if key := c.d.Traits().Union; t.Options.Get(c.d.Name(), key) != "" {
			code = append(code, setOption(t, c.d.Name(), key, ""))
		}
	}
	code = append(code, c.routinesOver(code)...)
	for _, op := range code {
		var on *ops.On
		switch o := op.(type) {
		case *ops.DropRoutine:
			c.oldArgs(o)
			continue
		case *ops.DropTrigger:
			on = &o.On
		case *ops.AlterTable:
			on = &o.On
		default:
			continue
		}
		for _, r := range slices.Backward(c.plan.renames) {
			if t, ok := r.(*ops.RenameTable); ok && id(t.Schema, t.To) == on.ID() {
				on.Table = t.Table
			}
		}
	}
	return code
}

// oldArgs lets a routine have the types of its arguments under their old names.
func (c *comparison) oldArgs(o *ops.DropRoutine) {
	if at := c.routineAt(o); at >= 0 && c.original != nil {
		o.Args = c.original.Routines[at].Args
	}
}

// pinRenamed makes the routines anew whose bodies the server has read and which renames touch: it
// follows, but not always to the text that the models have.
func (c *comparison) pinRenamed() {
	for i, r := range c.live.Routines {
		if !c.a.parsed(r) || !c.touched(i) {
			continue
		}
		for _, w := range c.wish.Routines {
			if k := c.routines(); k.name(w) == k.name(r) && !k.same(w, r) {
				again(c, k, r, c.wish.Routines)
			}
		}
	}
}

// touched reports whether renames change the text of a live routine, or would if it followed the
// name of a column: then the text has the old one as well, as in SELECT b AS a.
func (c *comparison) touched(at int) bool {
	if c.original == nil {
		return false
	}
	text := c.live.Routines[at].SQL
	names := c.a.names(&text)
	return text.Any != c.original.Routines[at].SQL.Any || slices.ContainsFunc(c.plan.renames, func(op ops.Op) bool {
		o, ok := op.(*ops.RenameColumn)
		return ok && slices.Contains(names, o.Column) && slices.ContainsFunc(append(c.a.descendants(o.ID()), o.ID()),
			func(t schema.Name) bool { return slices.Contains(names, t.Name) })
	})
}

// routinesOver takes the dropping of the routines out of the plan that stand on views which go, or
// whose bodies follow renames, if nothing that goes later stands on them.
func (c *comparison) routinesOver(code []ops.Op) (drops []ops.Op) {
	gone := words{}
	for _, op := range code {
		if o, ok := op.(*ops.DropView); ok {
			gone.add(relations, o.Name)
			gone.add(types, o.Name)
		}
	}
	c.plan.dropObjects = slices.DeleteFunc(slices.Clone(c.plan.dropObjects), func(op ops.Op) bool {
		o, ok := op.(*ops.DropRoutine)
		if !ok {
			return false
		}
		needs := c.a.effect(op).frees
		early := c.followsRenames(o) && !c.freedLater(o)
		for word := range gone {
			early = early || needs[word]
		}
		if early {
			drops = append(drops, o)
		}
		return early
	})
	return drops
}

// followsRenames reports whether a routine that goes has a body that follows renames.
func (c *comparison) followsRenames(o *ops.DropRoutine) bool {
	at := c.routineAt(o)
	return at >= 0 && c.a.parsed(c.live.Routines[at]) && c.touched(at)
}

func (c *comparison) routineAt(o *ops.DropRoutine) int {
	return slices.IndexFunc(c.live.Routines, func(r *schema.Routine) bool {
		return id(r.Schema, r.Name) == o.ID() && r.Args == o.Args
	})
}

// freedLater reports whether what else goes after the renames stands on a routine.
func (c *comparison) freedLater(o *ops.DropRoutine) bool {
	w, word := words{}, thing{routine, o.Schema, o.Name, ""}.word()
	for _, t := range c.plan.dropped {
		c.a.addTable(w, t)
	}
	for _, list := range c.plan.lists() {
		for _, op := range *list {
			if op != ops.Op(o) && c.a.effect(op).frees[word] {
				return true
			}
		}
	}
	return w[word]
}

// unrenamed is before as it is in the database: with the old names.
func (c *comparison) unrenamed() (*schema.Database, error) {
	state := schema.Clone(c.before)
	for _, op := range slices.Backward(c.plan.renames) {
		back, err := ops.Inverse(op, state)
		if err != nil {
			return nil, err
		}
		for _, b := range back {
			if err := dialect.Apply(c.d, state, b); err != nil {
				return nil, err
			}
		}
	}
	if c.original != nil {
		kept := schema.Clone(c.original)
		state.Views, state.Triggers, state.Routines = kept.Views, kept.Triggers, kept.Routines
	}
	return state, nil
}
