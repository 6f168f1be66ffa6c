package autogen

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// pins are what the plan takes down and makes anew, and what stands on it for that
// reason, on a server that lets nothing go while something else needs it.
type pins struct {
	a      *arranger
	remade words // routines and types that go and come back
	// stopovers are the types that columns have in between, by their own types.
	stopovers map[string]string
	retyped   map[schema.Name]map[string]bool // columns, in lower case, whose types change
	keyless   words                           // tables that lose their primary key, perhaps for another one
	heads     map[string][]string             // the routines whose heads name something, by what that is; see returned
	rows      map[schema.Name]bool            // views that are made anew, of whose rows' types there may be columns; see foreseeViews
	reshaped  []schema.Name                   // tables with other types, of whose rows' types there are columns; see retypeRows
}

// pin finds which routines, types and operators have to be made anew because they
// stand on others that are, and which types columns have meanwhile.
func (c *comparison) pin() error {
	c.pins = pins{a: newArranger(c.d, c.live), remade: words{}, stopovers: map[string]string{},
		retyped: map[schema.Name]map[string]bool{}, keyless: words{}}
	if !c.d.Traits().PinsViews {
		return nil
	}
	c.a.noteValues(c.plan.alterEnums)
	c.splitComposites()
	c.pinRenamed()
	c.replaced()
	c.retypeRows()
	if c.typedByView() {
		c.rows = map[schema.Name]bool{}
	}
	for _, name := range c.otherKinds() {
		c.remade.add(relations, name.Name)
		c.remade.add(types, name.Name)
	}
	c.foreseeTypes()
	for again := len(c.remade)+len(c.retyped) > 0 || c.rows != nil; again; {
		again = c.foreseeViews() || c.pinDomains() || c.pinComposites() || c.pinRoutines() || c.pinObjects() || c.pinParsed()
	}
	return c.stops()
}

// foreseeTypes notes the columns of other types than they have: a routine whose body reads
// one is made anew, as is a view, and what stands on that is found together with the tables.
func (c *comparison) foreseeTypes() {
	if !slices.ContainsFunc(c.live.Routines, c.a.parsed) && c.rows == nil {
		return
	}
	there := c.live.TablesByID()
	for _, t := range c.native.Tables {
		live := there[t.ID()]
		if live == nil {
			continue
		}
		for _, column := range t.Columns {
			if was := live.Column(column.Name); was != nil && !sameAttribute(column, was) {
				c.retype(t.ID(), column.Name)
			}
		}
	}
	c.retypeEnums()
	c.heirs()
}

// foreseeViews notes the views that will be made anew, where columns have such types: these
// have others meanwhile, which the comparison of tables has to know.
func (c *comparison) foreseeViews() (more bool) {
	if c.rows == nil {
		return false
	}
	for _, v := range c.live.Views {
		name := id(v.Schema, v.Name)
		if !c.rows[name] && (contains(c.plan.dropCode, dropView(v)) || c.pinned(v.SQL.Any, schema.Name{})) {
			c.rows[name], more = true, true
			c.remade.add(relations, v.Name)
			c.remade.add(types, v.Name)
		}
	}
	return more
}

// replaced notes what the plan itself drops and creates again.
func (c *comparison) replaced() {
	created := words{}
	for _, op := range c.plan.createObjects {
		for _, t := range c.a.effect(op).makes {
			created[t.word()] = true
		}
	}
	for _, op := range slices.Concat(c.plan.dropObjects, c.plan.dropEnums) {
		for _, t := range c.a.effect(op).removes {
			if created[t.word()] {
				c.remade[t.word()] = true
			}
		}
	}
	for _, op := range c.plan.alterEnums {
		if o := op.(*ops.AlterEnum); o.Values != nil {
			c.remade.add(types, o.Name)
		}
	}
	c.goneRoutines()
	c.retypeComposites()
}

// goneRoutines notes the routines that go and have a type in their head which is made anew: what
// calls one waits for no other meanwhile, which may have that type too.
func (c *comparison) goneRoutines() {
	for _, op := range c.plan.dropObjects {
		o, ok := op.(*ops.DropRoutine)
		if !ok {
			continue
		}
		for _, r := range c.live.Routines {
			if id(r.Schema, r.Name) == o.ID() && r.Args == o.Args && c.stands(func(w words) { c.a.addHead(w, r.SQL.For(c.d.Name())) }) {
				c.remade.add(routine, r.Name)
			}
		}
	}
}

// retypeComposites notes the composite types whose columns get other types, and those that are made
// of them: no view may read such a column then, of whatever has it, nor one that goes.
func (c *comparison) retypeComposites() {
	for _, op := range c.plan.createObjects {
		if o, ok := op.(*ops.AlterComposite); ok {
			for _, column := range o.Existing.Columns {
				if !slices.ContainsFunc(o.Columns, func(stays *schema.Column) bool { return stays.Name == column.Name }) {
					c.remade.add(attribute, column.Name)
				}
			}
		}
		if o, ok := op.(*ops.AlterComposite); ok && retypes(o) {
			c.remade.add(shaped, o.Name)
			for _, column := range o.Columns {
				c.retype(o.Composite.ID(), column.Name)
			}
		}
	}
	for more := len(c.retyped) > 0; more; {
		more = false
		for _, t := range c.live.Composites {
			for _, column := range t.Columns {
				if !c.retyped[t.ID()][lower(column.Name)] && c.ofRetyped(column) {
					c.retype(t.ID(), column.Name)
					more = true
				}
			}
		}
	}
}

// ofRetyped reports whether the type of a column is one of those.
func (c *comparison) ofRetyped(column *schema.Column) bool {
	w := words{}
	w.addType(c.a.lex, column.Type.For(c.d.Name()))
	for name := range c.retyped {
		if w[types+" "+lower(name.Name)] {
			return true
		}
	}
	return false
}

// otherKinds are the names of tables, views and composite types under which there is to be
// another kind of these: what stands on the one can't stay while the other takes its place.
func (c *comparison) otherKinds() (names []schema.Name) {
	kinds := func(db *schema.Database) map[schema.Name]string {
		out := map[schema.Name]string{}
		for _, t := range db.Tables {
			out[t.ID()] = "table"
		}
		for _, v := range db.Views {
			out[id(v.Schema, v.Name)] = "view"
		}
		for _, t := range db.Composites {
			out[t.ID()] = "composite"
		}
		return out
	}
	is := kinds(c.native)
	for name, was := range kinds(c.live) {
		if is[name] != "" && is[name] != was {
			names = append(names, name)
		}
	}
	return names
}

// stands reports whether what adds these words stands on something that is made anew.
func (c *comparison) stands(add func(words)) bool {
	if len(c.remade) == 0 {
		return false
	}
	w := words{}
	add(w)
	for word := range w {
		if c.remade[word] {
			return true
		}
	}
	return false
}

// again takes an object down and makes it anew, unless the plan does that already.
func again[T any](c *comparison, k kind[T], live *T, wish []*T) bool {
	for _, w := range wish {
		if k.name(w) != k.name(live) {
			continue
		}
		if contains(c.plan.dropObjects, k.drop(live)) {
			return false
		}
		c.plan.dropObjects = append(c.plan.dropObjects, k.drop(live))
		if k.alter != nil {
			if alter := k.alter(w, live); alter != nil { // it may have been enough
				c.plan.createObjects = slices.DeleteFunc(c.plan.createObjects, func(o ops.Op) bool { return o.Kind() == alter.Kind() && contains([]ops.Op{o}, alter) })
			}
		}
		if create := k.create(schema.Clone(w)); !contains(c.plan.createObjects, create) {
			c.plan.createObjects = append(c.plan.createObjects, create)
		}
		return true
	}
	return false
}

// contains reports whether a list has an operation of the same kind and subject.
func contains(list []ops.Op, op ops.Op) bool {
	text := ops.Describe(op)
	for _, o := range list {
		if ops.Describe(o) == text && sameArgs(o, op) {
			return true
		}
	}
	return false
}

// sameArgs tells overloaded routines apart.
func sameArgs(a, b ops.Op) bool {
	switch x := a.(type) {
	case *ops.CreateRoutine:
		return x.Args == b.(*ops.CreateRoutine).Args && x.Schema == b.(*ops.CreateRoutine).Schema
	case *ops.DropRoutine:
		return x.Args == b.(*ops.DropRoutine).Args && x.Schema == b.(*ops.DropRoutine).Schema
	}
	return true
}

func (c *comparison) pinDomains() (more bool) {
	for _, d := range c.live.Domains {
		if !c.stands(func(w words) { c.a.addDomain(w, d) }) || c.rulesAgain(d) {
			continue
		}
		if again(c, c.domains(), d, c.wish.Domains) {
			c.remade.add(types, d.Name)
			more = true
		}
	}
	return more
}

// rulesAgain takes from a domain the checks and the default, where these alone stand on what is
// made anew, until that is there: no column has to get another type meanwhile.
func (c *comparison) rulesAgain(d *schema.Domain) bool {
	bare := schema.Clone(d)
	bare.Checks, bare.Default = nil, nil
	at := slices.IndexFunc(c.wish.Domains, func(w *schema.Domain) bool { return w.Name == d.Name && w.Schema == d.Schema })
	if at < 0 || c.packed(d) || c.stands(func(w words) { c.a.addDomain(w, bare) }) {
		return false
	}
	wish := c.wish.Domains[at]
	first, last := c.domains().alter(bare, d), c.domains().alter(wish, bare)
	if last == nil || contains(c.plan.renames, first) {
		return last != nil
	}
	c.plan.renames = append(c.plan.renames, first) // on the way back when all is there again
	c.plan.createObjects = slices.DeleteFunc(c.plan.createObjects, func(op ops.Op) bool { return op.Kind() == last.Kind() && contains([]ops.Op{op}, last) })
	c.plan.createObjects = append(c.plan.createObjects, last)
	return true
}

func (c *comparison) pinComposites() (more bool) {
	for _, t := range c.live.Composites {
		if c.stands(func(w words) { c.a.addAll(w, t.Columns) }) && again(c, c.composites(), t, c.wish.Composites) {
			c.keepAttributes(t)
			c.remade.add(types, t.Name)
			more = true
		}
	}
	return more
}

// keepAttributes lets a composite type that is made anew have the columns that it has now, in
// their order: values go by way of text, which has just that. What it has other columns for
// comes and goes before.
func (c *comparison) keepAttributes(live *schema.Composite) {
	at := slices.IndexFunc(c.plan.createObjects, func(op ops.Op) bool {
		o, ok := op.(*ops.CreateComposite)
		return ok && o.Composite.ID() == live.ID()
	})
	if at < 0 {
		return
	}
	wish := &c.plan.createObjects[at].(*ops.CreateComposite).Composite
	before, after := schema.Clone(live), []*schema.Column{}
	before.Columns = nil
	for _, column := range live.Columns {
		if to := wish.Column(column.Name); to != nil {
			before.Columns, after = append(before.Columns, schema.Clone(column)), append(after, to)
		}
	}
	for _, column := range wish.Columns {
		if live.Column(column.Name) == nil {
			before.Columns, after = append(before.Columns, schema.Clone(column)), append(after, column)
		}
	}
	if wish.Columns = after; !c.sameComposite(before, live) {
		change := &ops.AlterComposite{Composite: *before, Existing: schema.Clone(live)}
		c.plan.renames = append(c.plan.renames, change) // before any column leaves it, and on the way back when all have it again
	}
}

func (c *comparison) pinRoutines() (more bool) {
	for _, r := range c.live.Routines {
		if c.stands(func(w words) { c.a.addRoutine(w, r); delete(w, routine+" "+lower(r.Name)) }) && again(c, c.routines(), r, c.wish.Routines) {
			c.remade.add(routine, r.Name)
			more = true
		}
	}
	return more
}

// pinParsed does so for the routines whose bodies stand on columns that change or go, or
// on views that are made anew.
func (c *comparison) pinParsed() (more bool) {
	for _, r := range c.live.Routines {
		if c.a.parsed(r) && (c.pinned(r.SQL.Any, schema.Name{}) || c.readsDropped(r.SQL) || c.readsAdded(r)) && again(c, c.routines(), r, c.wish.Routines) {
			c.remade.add(routine, r.Name)
			more = true
		}
	}
	return more
}

// readsDropped reports whether a text names a column that goes, and its table.
func (c *comparison) readsDropped(sql schema.Text) bool {
	names := c.a.names(&sql)
	return slices.ContainsFunc(c.plan.dropColumns, func(op ops.Op) bool {
		o := op.(*ops.DropColumn)
		return slices.Contains(names, o.Table) && slices.Contains(names, o.Column)
	})
}

// readsAdded reports whether the plan replaces a routine by one that names a column which
// comes, and its table: on the way back that column can't go before it.
func (c *comparison) readsAdded(live *schema.Routine) bool {
	return slices.ContainsFunc(c.plan.createObjects, func(op ops.Op) bool {
		r, ok := op.(*ops.CreateRoutine)
		if !ok || r.Name != live.Name || r.Schema != live.Schema || r.Args != live.Args {
			return false
		}
		names := c.a.names(&r.SQL)
		return slices.ContainsFunc(slices.Concat(c.plan.addColumns, c.plan.addGenerated), func(op ops.Op) bool {
			o := op.(*ops.AddColumn)
			return slices.Contains(names, o.Table) && slices.Contains(names, o.Column.Name)
		})
	})
}

func (c *comparison) pinObjects() (more bool) {
	for _, x := range ofKind(c.live.Objects, earlyKinds...) {
		own := objectThing(x.Kind, x.ID()).word()
		if c.stands(func(w words) { c.a.addAny(w, x); delete(w, own) }) && again(c, others, x, c.wish.Objects) {
			for _, t := range c.a.withMultirange([]thing{objectThing(x.Kind, x.ID())}, x) {
				c.remade[t.word()] = true
			}
			more = true
		}
	}
	return more
}

// stops finds the types that columns have while theirs are made anew: a domain's
// base type, or text.
func (c *comparison) stops() error {
	stop := func(n schema.Name, between string) error {
		native, err := c.d.LowerType(quoted(c.d, n))
		if !c.serversOwn(native) {
			c.stopovers[native] = between
		}
		return err
	}
	for _, op := range slices.Concat(c.plan.dropObjects, c.plan.dropEnums) {
		var err error
		switch o := op.(type) {
		case *ops.DropEnum: // for a type of another kind
			if c.remade[types+" "+lower(o.Name)] {
				err = stop(o.ID(), "text")
			}
		case *ops.DropComposite:
			err = stop(o.ID(), "text")
		case *ops.DropObject:
			for _, t := range c.a.effect(o).removes { // a range, with its multirange
				if err == nil && t.space == types {
					err = stop(id(t.schema, t.name), "text")
				}
			}
		case *ops.DropDomain:
			err = stop(o.ID(), "")
		}
		if err != nil {
			return err
		}
	}
	for _, name := range slices.Concat(c.otherKinds(), slices.Collect(maps.Keys(c.rows)), c.pins.reshaped) {
		if err := stop(name, "text"); err != nil {
			return err
		}
	}
	for _, op := range c.plan.createObjects {
		if o, ok := op.(*ops.AlterComposite); ok && retypes(o) {
			if err := stop(o.Composite.ID(), "text"); err != nil {
				return err
			}
		}
	}
	return c.stopsWithin()
}

// stopsWithin goes on to the types that are made of others.
func (c *comparison) stopsWithin() error {
	for range len(c.live.Domains) + len(c.live.Composites) {
		for _, t := range c.live.Composites {
			if slices.ContainsFunc(t.Columns, func(column *schema.Column) bool { return c.stopover(column.Type.Any) != "" }) {
				native, err := c.d.LowerType(quoted(c.d, t.ID()))
				if err != nil {
					return err
				}
				c.stopovers[native] = "text"
			}
		}
		for _, d := range c.live.Domains {
			native, err := c.d.LowerType(quoted(c.d, id(d.Schema, d.Name)))
			if err != nil {
				return err
			}
			changes := c.replacesEnum(func(w words) { w.addType(c.a.lex, d.Type.Any) }) // which takes no new columns meanwhile
			switch _, moved := c.stopovers[native]; {
			case moved && changes:
				c.stopovers[native] = "text"
			case moved && strings.HasSuffix(d.Type.Any, "[]"): // that its values are arrays its name doesn't tell
				c.stopovers[native] = "text"
			case moved:
				c.stopovers[native] = cmp.Or(c.stopover(d.Type.Any), d.Type.Any)
			}
		}
	}
	return nil
}

func quoted(d dialect.Dialect, n schema.Name) string {
	if n.Schema == "" {
		return d.Quote(n.Name)
	}
	return d.Quote(n.Schema) + "." + d.Quote(n.Name)
}

// splitComposites changes the types of a composite type's columns after it has the
// right columns: what goes by way of text has them all then.
func (c *comparison) splitComposites() {
	var out []ops.Op
	for _, op := range c.plan.createObjects {
		if o, ok := op.(*ops.AlterComposite); ok && retypes(o) {
			between := schema.Clone(&o.Composite)
			for _, column := range between.Columns {
				if old := o.Existing.Column(column.Name); old != nil {
					column.Type, column.Collation = old.Type, old.Collation
				}
			}
			if !c.sameComposite(between, o.Existing) {
				out = append(out, &ops.AlterComposite{Composite: *between, Existing: o.Existing})
				o.Existing = schema.Clone(between)
			}
		}
		out = append(out, op)
	}
	c.plan.createObjects = out
}

// retypes reports whether the type of a column of a composite type changes, which no
// table may have a column of then.
func retypes(o *ops.AlterComposite) bool {
	for _, column := range o.Columns {
		if old := o.Existing.Column(column.Name); old != nil && !sameAttribute(column, old) {
			return true
		}
	}
	return false
}

// stopover returns the type that a column has while its own is made anew, empty
// when that stays.
func (c *comparison) stopover(native string) string {
	base, array := strings.CutSuffix(native, "[]")
	between := c.stopovers[base]
	if between != "" && between != "text" && array {
		between = strings.TrimSuffix(between, "[]") + "[]"
	}
	return between
}

// standsOn reports whether an expression of a table stands on what is made anew.
// Constants of an enum are looked after by the operation that changes it.
func (c *comparison) standsOn(texts ...*schema.Text) bool {
	return c.stands(func(w words) {
		for _, t := range texts {
			w.addExpression(c.a.lex, t.For(c.d.Name()))
		}
		for _, op := range c.plan.alterEnums {
			delete(w, types+" "+lower(op.(*ops.AlterEnum).Name))
		}
	})
}

// indexStandsOn reports whether an index does.
func (c *comparison) indexStandsOn(x *schema.Index) bool {
	return c.standsOn(x.Expressions()...) || c.stands(func(w words) {
		for _, part := range x.Columns {
			c.a.addCollation(w, part.Collation)
		}
	})
}
