package autogen

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// goAlong says of the sequences and statistics on which models are silent, and that the server
// drops with a table or a column, that they go: they have to come back with it.
func (c *comparison) goAlong() {
	alongOf(c, sequences, c.wish.Sequences, c.live.Sequences, c.sequenceGoes, &c.plan.dropObjects)
	alongOf(c, others, c.wish.Objects, ofKind(c.live.Objects, "statistics"), c.statisticsGo, &c.plan.dropCode)
}

func alongOf[T any](c *comparison, k kind[T], wish, live []*T, goes func(*T) bool, drops *[]ops.Op) {
	said := map[string]bool{}
	for _, x := range wish {
		said[k.name(x)] = true
	}
	for _, x := range live {
		if drop := k.drop(x); !said[k.name(x)] && goes(x) && !contains(*drops, drop) {
			*drops = append(*drops, drop)
			c.result.Skipped = slices.DeleteFunc(c.result.Skipped, func(n Note) bool { return n.Object == k.called(x) })
		}
	}
}

// sequenceGoes reports whether the column that a sequence belongs to is dropped, or its table.
func (c *comparison) sequenceGoes(s *schema.Sequence) bool {
	tokens := c.d.Lexicon().Tokens(s.OwnedBy)
	return c.goes(s) || len(tokens) == 3 && slices.ContainsFunc(c.plan.dropColumns, func(op ops.Op) bool {
		o := op.(*ops.DropColumn)
		return o.ID() == id(s.Schema, tokens[0].Name()) && o.Column == tokens[2].Name()
	})
}

// statisticsGo reports whether the table of statistics is dropped, or one of their columns.
func (c *comparison) statisticsGo(x *schema.Object) bool {
	w := words{}
	c.a.addAny(w, x)
	tables, columns := c.goneOf(w, &x.SQL)
	of := c.tableOf(x)
	return slices.ContainsFunc(tables, func(t *schema.Table) bool { return t.ID() == of }) ||
		slices.ContainsFunc(columns, func(o *ops.DropColumn) bool { return o.ID() == of })
}

// tableOf is the table that statistics are about: CREATE STATISTICS ends with it, unless a
// statement that sets their target comes after.
func (c *comparison) tableOf(x *schema.Object) schema.Name {
	text, _, _ := strings.Cut(x.SQL.For(c.d.Name()), "; ALTER STATISTICS ")
	tokens := c.a.lex.Tokens(text)
	for i, t := range slices.Backward(tokens) {
		if t.Is("from") && i+1 < len(tokens) {
			of, _ := c.a.named(text[tokens[i+1].Start:])
			return of
		}
	}
	return schema.Name{}
}

// goneOf finds the tables, and the columns of others, that the plan drops among those that a
// text with these words names.
func (c *comparison) goneOf(w words, text *schema.Text) (tables []*schema.Table, columns []*ops.DropColumn) {
	for _, t := range c.plan.dropped {
		if w[relations+" "+lower(t.Name)] {
			tables = append(tables, t)
		}
	}
	names := c.a.names(text)
	for _, op := range c.plan.dropColumns {
		if o := op.(*ops.DropColumn); w[relations+" "+lower(o.Table)] && slices.Contains(names, o.Column) {
			columns = append(columns, o)
		}
	}
	return tables, columns
}

// warnReaders warns of views that stay, for the models are silent on them, while tables or columns
// that they read go: a server refuses to drop these, or keeps a view that nobody can read.
func (c *comparison) warnReaders() {
	if c.opts.Complete || c.opts.CompleteKinds && len(c.wish.Views) > 0 {
		return
	}
	views := c.views()
	for _, v := range c.live.Views {
		same := func(o *schema.View) bool { return views.name(o) == views.name(v) }
		goes := c.opts.CompleteKinds && slices.ContainsFunc(c.past().Views, same)
		if read := c.readAndGone(v); len(read) > 0 && !goes && !slices.ContainsFunc(c.wish.Views, same) {
			c.result.Warnings = append(c.result.Warnings, Note{views.called(v), "reads " + strings.Join(read, ", ") +
				", which the revision drops, and the models are silent on the view: drop or change it in the revision, before that"})
		}
	}
}

// readAndGone lists what the plan drops of what a view reads.
func (c *comparison) readAndGone(v *schema.View) (read []string) {
	w := words{}
	w.addCode(c.d.Lexicon(), v.SQL.Any)
	tables, columns := c.goneOf(w, &v.SQL)
	for _, t := range tables {
		read = append(read, "table "+t.ID().String())
	}
	for _, o := range columns {
		read = append(read, "column "+o.ID().String()+"."+o.Column)
	}
	return read
}
