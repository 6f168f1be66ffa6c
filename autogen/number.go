package autogen

import (
	"reflect"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// unnumber takes from a column what numbers it, where that is to be something of
// another kind: a sequence of its own, or one that a default names, may have to go before
// the other can come. So may a default that calls what is made anew, if it does not stay,
// or that its enum loses.
func (d *tableDiff) unnumber(before, live, wish *schema.Column) *schema.Column {
	own := func(c *schema.Column) bool { return c.Identity != nil || c.Autoincrement }
	named := func(c *schema.Column) bool { return c.Default != nil && !c.Default.SQL.IsZero() }
	stale := named(live) && d.standsOn(&live.Default.SQL) && !reflect.DeepEqual(before.Default, wish.Default) || d.a.betweenValues(before, wish)
	if !(own(before) && named(wish) || named(before) && own(wish) || stale) {
		return before
	}
	plain := schema.Clone(before)
	plain.Identity, plain.Autoincrement, plain.Default = nil, false, nil
	if stale {
		plain.Identity, plain.Autoincrement = before.Identity, before.Autoincrement
	}
	if own(before) && !own(plain) { // what is said of the sequence goes with it
		plain.Options = schema.Clone(wish.Options)
		if d.d.Traits().SequenceName != nil { // serial is the name of a type there
			delete(plain.Type.By, d.d.Name())
		}
	}
	d.found.alterColumns = append(d.found.alterColumns, ops.ChangeColumn(d.on, before, plain))
	return plain
}

// sequenceOf is the sequence that comes with a column that numbers rows, where the server
// has such things.
func (a *arranger) sequenceOf(on schema.Name, c *schema.Column) []thing {
	usual := a.d.Traits().SequenceName
	if usual == nil {
		return nil
	}
	if tokens := a.lex.Tokens(c.Options.Get(a.name, schema.SequenceOf)); len(tokens) > 0 {
		return []thing{{relations, on.Schema, lastName(tokens), ""}}
	}
	return []thing{{relations, on.Schema, usual(on.Name, c.Name), ""}}
}

// numberAnew takes the default of a column in an operation of its own, where a
// sequence that goes was behind it and the column comes to number rows by itself:
// the new sequence may have the old one's name.
func (c *comparison) numberAnew() {
	var out []ops.Op
	for _, op := range c.plan.alterColumns {
		o := op.(*ops.AlterColumn)
		numbers := o.Autoincrement != nil && *o.Autoincrement || o.Identity != nil
		if numbers && slices.Contains(o.Drop, "default") && o.Existing != nil && c.losesSequence(o.Existing) {
			first := &ops.AlterColumn{On: o.On, Column: o.Column, Drop: []string{"default"}, Existing: schema.Clone(o.Existing)}
			o.Existing.Default = nil
			o.Drop = slices.DeleteFunc(slices.Clone(o.Drop), func(what string) bool { return what == "default" })
			out = append(out, first)
		}
		out = append(out, op)
	}
	c.plan.alterColumns = out
}

// losesSequence reports whether the plan drops a sequence that a default names.
func (c *comparison) losesSequence(column *schema.Column) bool {
	def := column.Default.For(c.d.Name())
	if def == nil {
		return false
	}
	named := words{}
	named.addExpression(c.d.Lexicon(), def.SQL.For(c.d.Name()))
	return slices.ContainsFunc(c.plan.dropObjects, func(op ops.Op) bool {
		o, ok := op.(*ops.DropSequence)
		return ok && named[relation(o.ID()).word()]
	})
}

// numberedByAnother reports whether the default of a column is that of a sequence which goes with a
// column of another table.
func (c *comparison) numberedByAnother(column *schema.Column) bool {
	def, w := column.Default.For(c.d.Name()), words{}
	if def == nil {
		return false
	}
	w.addExpression(c.d.Lexicon(), def.SQL.For(c.d.Name()))
	return w[routine+" nextval"] && !slices.ContainsFunc(c.live.Sequences, func(s *schema.Sequence) bool { return w[relation(id(s.Schema, s.Name)).word()] })
}
