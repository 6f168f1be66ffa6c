package autogen

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// handed is what changes of a column set in the tables that have it from there too, over what
// these have of their own.
type handed struct {
	def, null, retyped bool
	options            []string // of the dialect
}

// handedBy is what an operation hands down.
func (c *comparison) handedBy(o *ops.AlterColumn) handed {
	numbers := o.Autoincrement != nil || o.Identity != nil || o.Drops("identity") // by way of the default, perhaps
	h := handed{def: numbers || o.Default != nil || o.Drops("default"), null: o.Nullable != nil, retyped: retyped(o)}
	for _, key := range c.d.Traits().HandedDown {
		if _, changes := o.Options[c.d.Name()][key]; changes {
			h.options = append(h.options, key)
		}
	}
	if h.retyped {
		h.options = append(h.options, c.d.Traits().ResetByType...)
	}
	return h
}

func (h handed) empty() bool { return !h.def && !h.null && !h.retyped && len(h.options) == 0 }

func (h handed) and(other handed) handed {
	return handed{h.def || other.def, h.null || other.null, h.retyped || other.retyped, slices.Concat(h.options, other.options)}
}

// version is a column in the words of operations and as the server has it, and the table whose it is.
type version struct {
	neutral, native *schema.Column
	of              schema.Name
}

// serial reports whether the default of the column is that of a sequence of its own.
func (v version) serial(c *comparison) bool {
	return strings.HasSuffix(v.neutral.Type.For(c.d.Name()), "serial")
}

// handedDefault is what a table has from this one as the default of its column: from a serial one that
// of the parent's sequence.
func (v version) handedDefault(c *comparison) *schema.Default {
	if !v.serial(c) {
		return schema.Clone(v.neutral.Default)
	}
	sequence := c.a.sequenceOf(v.of, v.neutral)[0]
	return &schema.Default{SQL: schema.SQL("nextval(" + c.d.Literal(quoted(c.d, id(sequence.schema, sequence.name))) + ")")}
}

// heirlooms are the columns that tables have from others, and the changes of them.
type heirlooms struct {
	*comparison
	changes map[cutKey]handed // by the table and the column
}

// keepOwn parts the change of a column that a table has from another, and of which it says
// more, where the other's changes too: first the table's becomes what the other's is, and when
// that one has changed, what it is to be. What is so both ways loses nothing, whatever the
// change of the other's does to it.
func (c *comparison) keepOwn() {
	if c.d.Traits().HandedDown == nil {
		return
	}
	h := &heirlooms{c, map[cutKey]handed{}}
	for _, op := range slices.Concat(c.plan.alterColumns, c.plan.back) {
		o := op.(*ops.AlterColumn)
		key := cutKey{o.ID(), o.Column}
		h.changes[key] = h.changes[key].and(c.handedBy(o))
	}
	if len(h.changes) == 0 {
		return
	}
	var first, last []ops.Op
	for _, t := range c.inheriting() {
		for _, column := range c.before.Table(t.ID()).Columns {
			before, after := h.part(t, column)
			if before != nil {
				first = append(first, before)
			}
			if after != nil {
				last = append(last, after)
			}
		}
	}
	slices.Reverse(first)
	c.plan.alterColumns = slices.Concat(first, c.plan.alterColumns)
	c.plan.back = append(c.plan.back, last...)
}

// inheriting are the live tables that have columns from others, and these, which come first.
func (c *comparison) inheriting() (list []*schema.Table) {
	var visit func(t *schema.Table)
	visit = func(t *schema.Table) {
		if t == nil || slices.Contains(list, t) {
			return
		}
		for _, parent := range c.a.parents(t) {
			visit(c.a.tables[parent])
		}
		list = append(list, t)
	}
	for _, t := range c.live.Tables {
		if len(c.a.parents(t)) > 0 {
			visit(t)
		}
	}
	return list
}

// part makes the two changes of a column, where it is handed down: before is its table's.
func (h *heirlooms) part(t *schema.Table, before *schema.Column) (first, last ops.Op) {
	parent, what := h.handedTo(t, before.Name)
	was := h.inWhole(h.before, h.live, parent, before.Name)
	if what.empty() || was.neutral == nil || before.Generated != nil || before.Identity != nil || before.Autoincrement {
		return nil, nil
	}
	on, live := ops.OnTable(t.ID()), version{before, t.Column(before.Name), t.ID()}
	if what.retyped && !was.serial(h.comparison) { // it follows; of the parent's sequence it has no more than the default
		before.Type, before.Collation = was.neutral.Type, was.neutral.Collation
	}
	wished := h.native.Table(t.ID())
	if wished == nil { // it goes after the other has changed, and comes back before
		return change(on, before, what.as(h.comparison, before, live, was)), nil
	}
	wish := version{h.wish.Table(t.ID()).Column(before.Name), wished.Column(before.Name), t.ID()}
	is := h.inWhole(h.wish, h.native, parent, before.Name)
	if wish.neutral == nil || is.neutral == nil || h.takeChange(on, before.Name) > 1 {
		return nil, nil
	}
	h.changes[cutKey{t.ID(), before.Name}] = h.changes[cutKey{t.ID(), before.Name}].and(what)
	if what.retyped && !h.sameDefault(live.native.Default, wish.native.Default) {
		what.def = true
	}
	between := schema.Clone(before)
	between.Type, between.Collation = wish.neutral.Type, wish.neutral.Collation
	return change(on, before, what.as(h.comparison, before, live, was)), change(on, what.as(h.comparison, between, wish, is), wish.neutral)
}

// change is [ops.ChangeColumn] with nil for no change.
func change(on ops.On, before, after *schema.Column) ops.Op {
	if o := ops.ChangeColumn(on, before, after); o != nil {
		return o
	}
	return nil
}

// handedTo tells from which of its parents, that it keeps, a table has a column handed down,
// and what changes there.
func (h *heirlooms) handedTo(t *schema.Table, column string) (parent schema.Name, what handed) {
	for _, p := range h.a.parents(t) {
		wished, there := h.native.Table(t.ID()), h.a.tables[p]
		if there == nil || wished != nil && !slices.Contains(h.a.parents(wished), p) {
			continue
		}
		_, above := h.handedTo(there, column)
		if own := h.changes[cutKey{p, column}].and(above); !own.empty() {
			parent, what = p, what.and(own)
		}
	}
	return parent, what
}

// inWhole is a column as a table has it, itself or from its parents.
func (c *comparison) inWhole(neutral, native *schema.Database, table schema.Name, column string) version {
	t, n := neutral.Table(table), native.Table(table)
	if t == nil || n == nil {
		return version{}
	}
	if own := t.Column(column); own != nil {
		return version{own, n.Column(column), table}
	}
	for _, p := range c.a.parents(n) {
		if v := c.inWhole(neutral, native, p, column); v.neutral != nil {
			return v
		}
	}
	return version{}
}

// as gives a column what is handed down from another. What its own version has just the same
// it has in its own words, and a constraint behind NOT NULL that has its own name stays. While
// the type changes it has no default, which goes with any type.
func (h handed) as(c *comparison, column *schema.Column, own, from version) *schema.Column {
	column = schema.Clone(column)
	if h.def {
		column.Default = from.handedDefault(c)
		if own.serial(c) == from.serial(c) && c.sameDefault(own.native.Default, from.native.Default) {
			column.Default = schema.Clone(own.neutral.Default)
		} else if h.retyped && own.neutral.Default != nil {
			column.Default = nil
		}
	}
	if h.null && !(column.NotNull && c.a.namesNotNull(column)) {
		column.NotNull = from.neutral.NotNull
	}
	for _, key := range h.options {
		if value := from.native.Options.Get(c.d.Name(), key); value != "" && slices.Contains(c.d.Traits().HandedDown, key) {
			column.Options.Set(c.d.Name(), key, value)
		} else {
			column.Options = withoutOption(column.Options, c.d.Name(), key)
		}
	}
	return column
}

func withoutOption(options schema.Options, dialect, key string) schema.Options {
	if delete(options[dialect], key); len(options[dialect]) == 0 {
		delete(options, dialect)
	}
	if len(options) == 0 {
		return nil
	}
	return options
}

// takeChange takes the change of a column out of the plan if it has just one, and counts them.
func (c *comparison) takeChange(on ops.On, column string) int {
	of := func(op ops.Op) bool {
		o := op.(*ops.AlterColumn)
		return o.ID() == on.ID() && o.Column == column
	}
	n := 0
	for _, op := range slices.Concat(c.plan.alterColumns, c.plan.back) {
		if of(op) {
			n++
		}
	}
	if n == 1 {
		c.plan.alterColumns = slices.DeleteFunc(c.plan.alterColumns, of)
	}
	return n
}

// handDown does to a database what a change of a column does to the tables that have it from
// there and say more of it.
func (c *comparison) handDown(state *schema.Database, o *ops.AlterColumn) {
	what := c.handedBy(o)
	from := state.Table(o.ID()).Column(o.Column)
	if c.d.Traits().HandedDown == nil || what.empty() || len(c.a.descendants(o.ID())) == 0 {
		return
	}
	for _, heir := range newArranger(c.d, state).descendants(o.ID()) { // but those that have left it by then
		t := state.Table(heir)
		if t == nil || t.Column(o.Column) == nil {
			continue
		}
		column := t.Column(o.Column)
		*column = *what.as(c, column, version{column, column, heir}, version{from, from, o.ID()})
		if what.retyped {
			column.Type, column.Collation = from.Type, from.Collation
		}
		if what.retyped && what.def {
			column.Default = nil
		}
	}
}

// follows reports whether a column of a table has its type from a parent, which the table keeps.
func (d *tableDiff) follows(column string) bool {
	stay := d.a.parents(d.native)
	return slices.ContainsFunc(d.a.parents(d.live), func(p schema.Name) bool {
		return slices.Contains(stay, p) && d.inWhole(d.comparison.wish, d.comparison.native, p, column).neutral != nil
	})
}
