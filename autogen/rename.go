package autogen

import (
	"fmt"
	"slices"

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
		if err := ops.Apply(c.live, op); err != nil {
			return fmt.Errorf("%s: %w", ops.Describe(op), err)
		}
		broken := c.d.FollowRename(c.live, op)
		if !c.opts.Complete {
			for _, object := range broken {
				c.result.Warnings = append(c.result.Warnings, Note{object,
					"does not follow on this server when it comes to \"" + ops.Describe(op) + "\": drop it before and create it anew after, in this revision"})
			}
		}
		if h := c.opts.History; h != nil && ops.Apply(h, op) == nil {
			c.d.FollowRename(h, op)
		}
		c.plan.renames = append(c.plan.renames, op)
	}
	return nil
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
		if ops.Apply(was, op) == nil {
			d.d.FollowRename(was, op)
		}
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
// there are renames: it is done under the old names, so that a downgrade can bring
// them back under these.
func (c *comparison) codeBeforeRenames() []ops.Op {
	if len(c.plan.renames) == 0 {
		return nil
	}
	code := c.plan.dropCode
	c.plan.dropCode = nil
	for _, op := range code {
		drop, ok := op.(*ops.DropTrigger)
		if !ok {
			continue
		}
		for _, r := range slices.Backward(c.plan.renames) {
			if t, ok := r.(*ops.RenameTable); ok && id(t.Schema, t.To) == drop.ID() {
				drop.Table = t.Table
			}
		}
	}
	return code
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
			if err := ops.Apply(state, b); err != nil {
				return nil, err
			}
		}
	}
	if c.original != nil {
		kept := schema.Clone(c.original)
		state.Views, state.Triggers, state.Sequences = kept.Views, kept.Triggers, kept.Sequences
	}
	return state, nil
}
