package autogen

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// addShape adds what a table of a type stands on: which columns that has.
func (a *arranger) addShape(w words, of string) {
	if of != "" {
		w.add(shaped, lastName(a.lex.Tokens(of)))
	}
}

// reshapes reports whether a composite type has other columns after a change.
func reshapes(o *ops.AlterComposite) bool {
	return retypes(o) || len(o.Columns) != len(o.Existing.Columns) ||
		slices.ContainsFunc(o.Columns, func(c *schema.Column) bool { return o.Existing.Column(c.Name) == nil })
}

// leaveType takes a table from its type before all else is done to it, and gives it one
// when it has the columns for it. A type that changes has no tables meanwhile: then what
// becomes of their columns, and of what stands on these, is said as of any other table.
func (d *tableDiff) leaveType(o *ops.AlterTable) {
	name := d.d.Name()
	was, is := d.live.Options.Get(name, schema.OfType), d.native.Options.Get(name, schema.OfType)
	if was == is && !d.reshaped(was) {
		return
	}
	if was != "" {
		d.found.detach = append(d.found.detach, setOption(d.live, name, schema.OfType, ""))
	}
	if is != "" {
		d.found.giveTypes = append(d.found.giveTypes, setOption(d.live, name, schema.OfType, is))
		d.warnOrder(is)
	}
	if delete(o.Options[name], schema.OfType); len(o.Options[name]) == 0 {
		o.Options = nil
	}
}

// reshaped reports whether the plan changes the columns of a type, or makes it anew.
func (c *comparison) reshaped(of string) bool {
	w := words{}
	c.a.addShape(w, of)
	has := func(name string) bool { return w[shaped+" "+lower(name)] }
	return slices.ContainsFunc(c.plan.createObjects, func(op ops.Op) bool {
		o, ok := op.(*ops.AlterComposite)
		return ok && has(o.Name) && reshapes(o)
	}) || slices.ContainsFunc(c.plan.dropObjects, func(op ops.Op) bool {
		o, ok := op.(*ops.DropComposite)
		return ok && has(o.Name)
	})
}

// warnOrder warns of a table whose columns stand in another order than those of the type
// that it is to have, which no server takes.
func (d *tableDiff) warnOrder(of string) {
	native, _ := d.d.LowerType(of)
	find := func(list []*schema.Composite) []*schema.Column {
		for _, t := range list {
			if same, err := d.d.LowerType(quoted(d.d, t.ID())); err == nil && same == native {
				return t.Columns
			}
		}
		return nil
	}
	wished := find(d.comparison.native.Composites)
	if wished == nil {
		return
	}
	if !slices.Equal(orderAfter(d.live.Columns, d.native.Columns), orderAfter(find(d.comparison.live.Composites), wished)) {
		d.warnings = append(d.warnings, Note{"table " + d.wish.Name,
			"has its columns in another order than the type " + of + ", and the server will refuse to give it that type: make a new table of the type and move the rows"})
	}
}

// orderAfter is the order in which columns stand after a change: those that come are the last.
func orderAfter(before, after []*schema.Column) []string {
	var out []string
	has := func(list []*schema.Column, name string) bool {
		return slices.ContainsFunc(list, func(c *schema.Column) bool { return c.Name == name })
	}
	for _, c := range before {
		if has(after, c.Name) {
			out = append(out, c.Name)
		}
	}
	for _, c := range after {
		if !has(before, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}
