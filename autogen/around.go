package autogen

import (
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// around takes down what is written in SQL and stands on columns whose types change,
// or on something else that is made anew, and puts it up again after it.
func (c *comparison) around() {
	if !c.d.Traits().PinsViews {
		c.wholeViews()
		return
	}
	for _, op := range c.plan.alterColumns {
		if o := op.(*ops.AlterColumn); c.moves(o) || o.Drops("generated") {
			c.retype(o.ID(), o.Column)
		}
	}
	for _, op := range c.plan.dropAgain {
		o := op.(*ops.DropColumn)
		c.retype(o.ID(), o.Column)
	}
	c.retypeEnums()
	c.keysThatStand()
	c.heirs()
	c.takeDown()
}

// keysThatStand notes the constraints that go from tables which stay. What groups by a
// primary key's columns, and selects others, stands on the key; what leaves out
// rows ON CONFLICT ON CONSTRAINT on that one.
func (c *comparison) keysThatStand() {
	for _, op := range slices.Concat(c.plan.dropConstraints, c.plan.dropAgain) {
		switch o := op.(type) {
		case *ops.DropPrimaryKey:
			c.keyless.add(relations, o.Table)
			c.remade.add(relations, o.Name)
		case *ops.DropUnique:
			c.remade.add(relations, o.Name)
		case *ops.DropExclusion:
			c.remade.add(relations, o.Name)
		}
	}
}

// groups reports whether a text, by its words, reads a table that loses its key, and groups rows.
func (c *comparison) groups(w words, tokens []dialect.Token) bool {
	for word := range c.keyless {
		if w[word] {
			return slices.ContainsFunc(tokens, func(t dialect.Token) bool { return t.Is("group") })
		}
	}
	return false
}

// wholeViews takes down what stands on views that are made anew, where columns come or go, or
// get other names: SQLite reads every view and trigger then, and goes on only if all that they name is there.
func (c *comparison) wholeViews() {
	p := &c.plan
	if !c.d.Traits().ReadsViews || len(p.dropColumns)+len(p.dropAgain)+len(p.addColumns)+len(p.addGenerated)+len(p.renames) == 0 {
		return
	}
	gone := words{}
	for _, op := range p.dropCode {
		if o, ok := op.(*ops.DropView); ok {
			gone.add(relations, o.Name)
		}
	}
	stands := func(sql schema.Text) bool {
		w := words{}
		w.addView(c.d.Lexicon(), sql.Any)
		return slices.ContainsFunc(slices.Collect(maps.Keys(w)), func(word string) bool { return gone[word] })
	}
	for again := len(gone) > 0; again; {
		again = false
		for _, v := range c.live.Views {
			if !gone[relations+" "+lower(v.Name)] && stands(v.SQL) {
				gone.add(relations, v.Name)
				c.codeAgain(dropView(v), &ops.CreateView{View: *schema.Clone(v)})
				again = true
			}
		}
	}
	for _, t := range c.live.Triggers {
		if len(gone) > 0 && stands(t.SQL) {
			c.triggerAgain(t)
		}
	}
}

// retype notes that a column's type changes.
func (c *comparison) retype(table schema.Name, column string) {
	if c.retyped[table] == nil {
		c.retyped[table] = map[string]bool{}
	}
	c.retyped[table][lower(column)] = true
}

// retypeEnums notes the columns of the enums that are made anew.
func (c *comparison) retypeEnums() {
	for _, op := range c.plan.alterEnums {
		if o := op.(*ops.AlterEnum); o.Values != nil {
			c.columnsOf(o.Name, func(t *schema.Table, column string) { c.retype(t.ID(), column) })
		}
	}
}

// columnsOf finds the columns of a type.
func (c *comparison) columnsOf(typeName string, found func(*schema.Table, string)) {
	for _, t := range c.live.Tables {
		for _, column := range t.Columns {
			if namesType(c.a.lex, column.Type.For(c.d.Name()), typeName) {
				found(t, column.Name)
			}
		}
	}
}

// heirs says of the tables that inherit a column what is said of their parents.
func (c *comparison) heirs() {
	for _, parent := range slices.Collect(maps.Keys(c.retyped)) {
		for _, child := range c.a.descendants(parent) {
			for _, column := range slices.Collect(maps.Keys(c.retyped[parent])) {
				c.retype(child, column)
			}
		}
	}
}

// takeDown finds the views, routines, triggers, policies, rules and statistics
// that stand on what moves.
func (c *comparison) takeDown() {
	gone := map[schema.Name]bool{} // views that the plan drops already
	for _, op := range c.plan.dropCode {
		if o, ok := op.(*ops.DropView); ok {
			gone[o.ID()] = true
			c.remade.add(relations, o.Name)
			c.remade.add(types, o.Name)
		}
	}
	for again := true; again; {
		again = c.pinRoutines()
		again = c.pinParsed() || again
		for _, v := range c.live.Views {
			name := id(v.Schema, v.Name)
			indexed := slices.ContainsFunc(v.Indexes, c.indexStandsOn)
			if gone[name] || !indexed && !c.pinned(v.SQL.Any, schema.Name{}) && !c.pinned(c.changedQuery(v), schema.Name{}) {
				continue
			}
			gone[name], again = true, true
			c.remade.add(relations, v.Name)
			c.remade.add(types, v.Name)
			c.plan.dropCode = append(c.plan.dropCode, dropView(v))
			c.plan.createCode = append(c.plan.createCode, &ops.CreateView{View: *c.changed(v)})
			c.triggersAround(name)
		}
	}
	for _, t := range c.live.Triggers {
		if c.pinned(t.SQL.Any, id(t.Schema, t.Table)) {
			c.triggerAgain(t)
		}
	}
	for _, x := range ofKind(c.live.Objects, lateKinds...) {
		forgets := targeted(x) || x.Kind == "statistics" && len(c.stopovers)+len(c.plan.dropAgain) > 0 // which columns take, but perhaps not as text
		if c.stands(func(w words) { c.a.addAny(w, x) }) || forgets && c.pinned(x.SQL.Any, schema.Name{}) {
			c.codeAgain(others.drop(x), &ops.CreateObject{Object: *schema.Clone(x)})
		}
	}
	for _, t := range c.live.Tables {
		c.optionsAgain(t)
	}
}

// targeted reports whether statistics have a target of their own: PostgreSQL makes statistics anew
// itself where the type of a column changes, and forgets it.
func targeted(x *schema.Object) bool {
	return x.Kind == "statistics" && strings.Contains(x.SQL.Any, "; ALTER STATISTICS ")
}

// pinned reports whether a text that belongs to a table, or to none, names something that moves.
func (c *comparison) pinned(sql string, owner schema.Name) bool {
	w := words{}
	w.addCode(c.a.lex, sql)
	named, cast := map[string]bool{}, map[string]bool{}
	tokens := c.a.lex.Tokens(sql)
	for i, t := range tokens {
		if isName(t) {
			name := lower(t.Name())
			named[name] = true
			cast[name] = cast[name] || i > 0 && tokens[i-1].Is("::") || i > 2 && tokens[i-1].Is(".") && tokens[i-3].Is("::")
		}
	}
	for name := range named {
		if !cast[name] {
			delete(w, types+" "+name) // in a view, most names are not types
		}
	}
	if c.stands(func(all words) {
		for word := range w {
			all[word] = true
		}
	}) || c.groups(w, tokens) {
		return true
	}
	for table, columns := range c.retyped {
		if table != owner && !w[relations+" "+lower(table.Name)] && !c.returned(table, w) {
			continue
		}
		for column := range columns {
			if named[column] {
				return true
			}
		}
	}
	return false
}

// returned reports whether a text, by its words, calls a routine that returns a table's rows.
func (c *comparison) returned(table schema.Name, w words) bool {
	if c.heads == nil {
		c.heads = map[string][]string{}
		for _, r := range c.live.Routines {
			head := words{}
			c.a.addHead(head, r.SQL.For(c.d.Name()))
			for word := range head {
				c.heads[word] = append(c.heads[word], routine+" "+lower(r.Name))
			}
		}
	}
	return slices.ContainsFunc(c.heads[types+" "+lower(table.Name)], func(called string) bool { return w[called] })
}

// codeAgain takes down and puts up, unless the plan does so already.
func (c *comparison) codeAgain(drop, create ops.Op) {
	if !contains(c.plan.dropCode, drop) {
		c.plan.dropCode, c.plan.createCode = append(c.plan.dropCode, drop), append(c.plan.createCode, create)
	}
}

func (c *comparison) triggerAgain(t *schema.Trigger) {
	c.codeAgain(dropTrigger(t), &ops.CreateTrigger{Trigger: *schema.Clone(t)})
}

func (c *comparison) triggersAround(view schema.Name) {
	for _, t := range c.live.Triggers {
		if id(t.Schema, t.Table) == view {
			c.triggerAgain(t)
		}
	}
}

// owners lets a sequence come before the table that uses it, and belong to it
// after; and takes it away from a table that goes.
func (c *comparison) owners() {
	p := &c.plan
	for _, op := range p.createObjects {
		if o, ok := op.(*ops.CreateSequence); ok && o.OwnedBy != "" {
			p.comments = append(p.comments, &ops.AlterSequence{Sequence: *schema.Clone(&o.Sequence)})
			o.OwnedBy = ""
		}
	}
	for _, op := range slices.Concat(p.createObjects, p.dropObjects) {
		for _, s := range c.live.Sequences {
			if s.OwnedBy == "" {
				continue
			}
			switch o := op.(type) {
			case *ops.DropSequence:
				if id(s.Schema, s.Name) != o.ID() {
					continue
				}
			case *ops.AlterSequence: // a table that goes takes its sequences along
				if id(s.Schema, s.Name) != id(o.Schema, o.Name) || !c.goes(s) {
					continue
				}
			default:
				continue
			}
			free := schema.Clone(s)
			free.OwnedBy = ""
			p.dropCode = append(p.dropCode, &ops.AlterSequence{Sequence: *free})
		}
	}
}

// goes reports whether the table that a sequence belongs to is dropped.
func (c *comparison) goes(s *schema.Sequence) bool {
	tokens := c.d.Lexicon().Tokens(s.OwnedBy)
	return len(tokens) > 0 && slices.ContainsFunc(c.plan.dropped, func(t *schema.Table) bool {
		return t.Schema == s.Schema && t.Name == tokens[0].Name()
	})
}

// warnGrants tells of the privileges that go with the views and routines which are made anew.
// Other databases have other roles, so that it takes grants in the configuration to give them back.
func (c *comparison) warnGrants() {
	warn := func(drop, create ops.Op, on schema.Target, called, grants string) {
		if grants != "" && (len(c.opts.Filter.Grants) == 0 || c.ungranted[on]) && contains(c.result.Upgrade, drop) && contains(c.result.Upgrade, create) {
			c.result.Warnings = append(c.result.Warnings, Note{called, "is made anew, and the privileges on it go: let grants in [autogenerate] keep them, or give them back with an execute after it, here " + grants})
		}
	}
	for _, v := range c.live.Views {
		warn(dropView(v), &ops.CreateView{View: *v}, schema.Target{On: "table", Name: id(v.Schema, v.Name)}, "view "+id(v.Schema, v.Name).String(), v.Granted)
	}
	k := c.routines()
	for _, r := range c.live.Routines {
		warn(k.drop(r), k.create(r), schema.Target{On: "routine", Name: id(r.Schema, r.Name), Args: r.Args}, "routine "+id(r.Schema, r.Name).String()+"("+r.Args+")", r.Granted)
	}
}
