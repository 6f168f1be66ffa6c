package autogen

import (
	"reflect"
	"regexp"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// columnEffect tells the effect of what is done to a column of a table.
type columnEffect struct {
	*arranger
	*effect
	t  *schema.Table
	on schema.Name
}

func (e *columnEffect) op(op ops.Op) {
	if _, ok := op.(*ops.DropColumn); !ok {
		e.needs.add(defaulted, e.on.Name)
	}
	switch o := op.(type) {
	case *ops.AddColumn:
		e.added(&o.Column)
	case *ops.DropColumn:
		e.dropped(o)
	case *ops.RenameColumn:
		e.makes, e.removes, e.reshapes = e.column(o.To), e.column(o.Column), []string{e.on.Name}
	case *ops.AlterColumn:
		e.altered(o)
	}
}

// column is the column by its name, for what computes from it and for what stands on it.
func (e *columnEffect) column(name string) []thing {
	word := columnWord(e.on, name)
	return []thing{{columned, e.on.Schema, word, ""}, {standing, e.on.Schema, word, ""}}
}

// mentions adds what a column mentions.
func (e *columnEffect) mentions(w words, c *schema.Column) {
	e.addColumn(w, c)
	if c.Generated != nil {
		e.addColumns(w, e.on, c.Generated.SQL)
	}
	if d := c.Default.For(e.name); d != nil { // which may read other columns on MySQL
		e.addColumns(w, e.on, d.SQL)
	}
	if c.Options.Get(e.name, schema.WithoutSystemVersioning) != "" {
		w.add(historic, e.on.Name)
	}
}

// reads reports whether the default of a column reads others, as it may on MySQL.
func (e *columnEffect) reads(c *schema.Column) bool {
	d := c.Default.For(e.name)
	return d != nil && slices.ContainsFunc(e.names(&d.SQL), func(name string) bool { return e.t.Column(name) != nil })
}

func (e *columnEffect) added(c *schema.Column) {
	e.makes, e.reshapes = append(e.column(c.Name), thing{inherited, "", c.Name, ""}), []string{e.on.Name}
	e.retypes = []thing{{attribute, "", c.Name, ""}, {shaped, e.on.Schema, e.on.Name, ""}}
	for _, table := range append(e.descendants(e.on), e.on) { // whose rows may be written for it
		e.retypes = append(e.retypes, thing{rowed, table.Schema, table.Name, ""})
	}
	if c.Autoincrement { // it becomes the primary key at once
		e.makes = append(append(e.makes, keyOf(e.on)), e.numberingOf(e.on, c)...)
	} else if c.Identity != nil {
		e.makes = append(e.makes, e.sequenceOf(e.on, c)...)
	}
	if c.NotNull && (e.namesNotNull(c) || slices.ContainsFunc(e.t.Columns, e.namesNotNull)) {
		e.makes = append(e.makes, notNullsOf(e.on))
	}
	for _, child := range e.descendants(e.on) {
		if t := e.arranger.tables[child]; t != nil && t.Column(c.Name) != nil {
			e.makes = append(e.makes, thing{ownColumn, child.Schema, columnWord(child, c.Name), ""})
			e.needs[thing{columned, child.Schema, columnWord(child, c.Name), ""}.word()] = true // which is of the same type by then
		}
	}
	if c.Generated != nil && rowTime.MatchString(c.Generated.SQL.For(e.name)) {
		e.makes = append(e.makes, timedOf(e.on))
	}
	e.mentions(e.needs, c)
	e.addConstant(e.needs, c)
	e.code = c.Generated != nil
}

// rowTime is what stands behind the columns of a period for SYSTEM_TIME.
var rowTime = regexp.MustCompile(`(?i)^row\s+(start|end)$`)

func (e *columnEffect) dropped(o *ops.DropColumn) {
	e.removes, e.reshapes = e.column(o.Column), []string{e.on.Name}
	e.retypes = []thing{{attribute, "", o.Column, ""}, {shaped, e.on.Schema, e.on.Name, ""}}
	e.inFamily(o.Column)
	e.needs.add(inherited, columnWord(e.on, o.Column)) // the parents' goes first
	for _, child := range e.descendants(e.on) {
		e.makes = append(e.makes, thing{inherited, "", columnWord(child, o.Column), ""})
		e.removes = append(e.removes, thing{standing, child.Schema, columnWord(child, o.Column), ""}) // with keys that others refer to
	}
	c := e.t.Column(o.Column)
	if c == nil {
		return
	}
	if c.Autoincrement { // no other primary key can be there beside it
		e.removes = append(append(e.removes, keyOf(e.on)), e.numberingOf(e.on, c)...)
	} else if c.Identity != nil {
		e.removes = append(e.removes, e.sequenceOf(e.on, c)...)
	}
	if c.NotNull {
		e.removes = append(e.removes, notNullsOf(e.on))
	}
	if c.Options.Get(e.name, schema.Inherited) != "" { // its default has gone before, or is nobody else's need
		c = schema.Clone(c)
		c.Default = nil
	}
	e.mentions(e.frees, c)
	e.addConstant(e.frees, c)
	if c.Generated != nil { // the others may change when it is gone
		e.code = true
		e.frees.add(relations, e.on.Name)
	}
}

// inFamily says that operations on a column keep their order in a table and those that inherit
// from it: what is done to it in one of them sets it in others.
func (e *columnEffect) inFamily(column string) {
	for _, table := range append(e.descendants(e.on), e.on) {
		e.inOrder(schema.Name{Schema: table.Schema, Name: columnWord(table, column)})
	}
}

func (e *columnEffect) altered(o *ops.AlterColumn) {
	old, after := e.t.Column(o.Column), &schema.Column{Name: o.Column}
	known := old != nil
	if !known {
		old = after
	} else {
		after = o.Change(old)
		if !onlyDrops(o) {
			e.mentions(e.needs, after)
		}
		e.regenerates = o.Generated != nil || o.Drops("generated")
		e.leaveEnum(e.needs, old, after)
		e.leaveDomain(e.needs, old, after)
		switch numbered := old.Identity != nil || old.Autoincrement; {
		case numbered && after.Identity == nil && !after.Autoincrement:
			e.removes = append(e.removes, e.sequenceOf(e.on, old)...)
		case !numbered && after.Identity != nil:
			e.makes = append(e.makes, e.sequenceOf(e.on, after)...)
		}
	}
	e.inFamily(o.Column)
	if retyped(o) {
		e.needs.add(inherited, columnWord(e.on, o.Column)) // where the parents' goes, it is the table's own
		e.reshapes, e.retypes = []string{e.on.Name}, append(e.column(o.Column)[:1:1], e.inChildren(e.on, o.Column)...)
		for _, table := range append(e.descendants(e.on), e.on) {
			e.retypes = append(e.retypes, thing{rowed, table.Schema, table.Name, ""})
		}
	}
	numbers := o.Autoincrement != nil && *o.Autoincrement
	if o.Nullable != nil && !(numbers && e.d.Traits().NumbersInKey) {
		e.retypes = append(e.retypes, thing{nullable, e.on.Schema, columnWord(e.on, o.Column), ""})
	}
	if o.Autoincrement != nil { // MySQL computes nothing from one that numbers rows
		e.retypes = append(e.retypes, e.column(o.Column)[0])
	}
	if (o.Default != nil || o.Drops("default")) && e.reads(old) { // the default of another may read this one then
		e.retypes = append(e.retypes, e.column(o.Column)[0])
	}
	if o.Drops("generated") || o.Generated != nil && old.Generated == nil { // what it was computed from may be computed from it then, and no default reads it before (MariaDB)
		e.retypes = append(e.retypes, e.column(o.Column)[0])
	}
	switch {
	case numbers:
		e.makes = append(e.makes, e.numberingOf(e.on, after)...)
	case o.Autoincrement != nil:
		e.removes = append(e.removes, e.numberingOf(e.on, old)...)
	}
	if known {
		was := *old
		if o.Existing != nil && o.Existing.Default == nil { // another change has taken it away by then
			was.Default = nil
		}
		if o.Existing != nil && !o.Existing.Type.IsZero() { // which another change has given it
			was.Type = o.Existing.Type
		}
		e.mentions(e.frees, &was)
	}
	e.frees.without(e.needs)
}

// inChildren is a column as the tables have it that inherit it.
func (a *arranger) inChildren(table schema.Name, column string) (things []thing) {
	for _, child := range a.descendants(table) {
		things = append(things, thing{columned, child.Schema, columnWord(child, column), ""})
	}
	return things
}

// onlyDrops reports whether a change only takes something from a column, for which nothing
// has to be there that the column doesn't have already.
func onlyDrops(o *ops.AlterColumn) bool {
	rest := *o
	rest.Drop, rest.Options, rest.Existing = nil, nil, nil
	for _, options := range o.Options {
		for _, value := range options {
			if value != "" {
				return false
			}
		}
	}
	return len(o.Drop)+len(o.Options) > 0 && reflect.DeepEqual(rest, ops.AlterColumn{On: o.On, Column: o.Column})
}
