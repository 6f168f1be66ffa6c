package autogen

import (
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// objectEffect is effect for the objects beside tables.
func (a *arranger) objectEffect(e *effect, op ops.Op) {
	switch o := op.(type) {
	case *ops.CreateSchema:
		e.makes = []thing{{namespace, "", o.Name, ""}}
	case *ops.DropSchema:
		e.removes = []thing{{namespace, "", o.Name, ""}}
	case *ops.AlterExtension:
		e.needs.add(namespace, o.Schema)
		e.frees.add(namespace, o.Existing)
	case *ops.CreateEnum:
		e.make(types, o.Schema, o.Name)
	case *ops.AlterEnum:
		if o.Values != nil {
			e.make(types, o.Schema, o.Name)
			e.removes = e.makes
			a.retypeEnum(e, o)
		}
	case *ops.DropEnum:
		e.remove(types, o.ID())
	case *ops.CreateDomain:
		e.make(types, o.Schema, o.Name)
		a.addDomain(e.needs, &o.Domain)
	case *ops.AlterDomain:
		a.alterDomain(e, o)
	case *ops.DropDomain:
		e.remove(types, o.ID())
		for _, d := range a.state.Domains {
			if id(d.Schema, d.Name) == o.ID() {
				a.addDomain(e.frees, d)
			}
		}
	case *ops.CreateComposite:
		e.make(types, o.Schema, o.Name)
		e.makes = append(e.makes, relation(o.ID())) // one without rows, as pg_class has it
		a.addAll(e.needs, o.Columns)
	case *ops.AlterComposite:
		a.alterComposite(e, o)
	case *ops.DropComposite:
		e.remove(types, o.ID())
		e.removes = append(e.removes, relation(o.ID()))
		for _, t := range a.state.Composites {
			if t.ID() == o.ID() {
				a.addAll(e.frees, t.Columns)
			}
		}
	case *ops.CreateObject:
		a.createAny(e, &o.Object)
	case *ops.DropObject:
		a.dropAny(e, o)
	case *ops.CreateSequence:
		e.make(relations, o.Schema, o.Name)
		e.makes = append(e.makes, rowsOf(id(o.Schema, o.Name))) // no type may have its name
		e.needs.add(relations, ownerTable(a, o.OwnedBy))
		e.inOrder(id(o.Schema, o.Name))
	case *ops.AlterSequence:
		e.needs.add(relations, o.Name, ownerTable(a, o.OwnedBy))
		e.needs.add(standing, ownerColumn(a, o.OwnedBy))
		for _, s := range a.state.Sequences {
			if s.Name == o.Name && s.Schema == o.Schema && s.OwnedBy != o.OwnedBy && !a.freed[s] {
				e.frees.add(relations, o.Name, ownerTable(a, s.OwnedBy))
				e.frees.add(standing, ownerColumn(a, s.OwnedBy))
				delete(e.needs, relations+" "+lower(o.Name)) // which may be another one, made later
				a.freed[s] = true
			}
		}
		e.inOrder(id(o.Schema, o.Name))
	case *ops.DropSequence:
		e.remove(relations, o.ID())
		e.removes = append(e.removes, rowsOf(o.ID()))
		e.inOrder(o.ID())
	default:
		a.codeEffect(e, op)
	}
}

// argTypes tells routines of one name apart, as a server does: by the types of the
// arguments, of which the last words will do. What a routine only returns is none.
func (a *arranger) argTypes(args string) string {
	var out []string
	last, depth, returned := "", 0, false
	end := func() {
		if !returned && last != "" {
			out = append(out, last)
		}
		last, returned = "", false
	}
	for _, t := range a.lex.Tokens(args) {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case t.Is(",") && depth == 0:
			end()
		case depth == 0 && last == "" && t.Is("out"):
			returned = true
		case depth == 0 && isName(t):
			last = lower(t.Name())
		}
	}
	end()
	return strings.Join(out, ",")
}

// ownerTable is the table of table.column, as SQL spells it.
func ownerTable(a *arranger, ownedBy string) string {
	if tokens := a.lex.Tokens(ownedBy); len(tokens) > 0 {
		return tokens[0].Name()
	}
	return ""
}

// ownerColumn is the column that a sequence belongs to, as [columnWord] has it.
func ownerColumn(a *arranger, ownedBy string) string {
	if tokens := a.lex.Tokens(ownedBy); len(tokens) == 3 {
		return columnWord(id("", tokens[0].Name()), tokens[2].Name())
	}
	return ""
}

// alterView is effect for a view that stays. With another query it lets go of what only the one
// before read, and then is for others to read what it gives. Both may read a table, so that not
// all that happens to that comes before it, or after: columns tell.
func (a *arranger) alterView(e *effect, o *ops.AlterView) {
	for key, value := range o.Options[a.name] {
		e.needs.addCode(a.lex, value)
		if slices.Contains(indexOptions, key) {
			e.needs.add(relations, value)
		}
	}
	e.inOrder(o.ID())
	query := o.SQL.For(a.name)
	if query == "" {
		e.code = true
		e.needs.add(relations, o.Name)
		return
	}
	e.makes = []thing{relation(o.ID())}
	a.addQuery(e.needs, query)
	if v := a.state.View(o.ID()); v != nil {
		a.addQuery(e.frees, v.SQL.For(a.name))
	}
	maps.DeleteFunc(e.frees, func(word string, _ bool) bool { // what gives a column a name is not told from what reads one
		return e.needs[word] && !strings.HasPrefix(word, columned+" ")
	})
}

// addQuery adds what a query mentions, and each column that it may be of what it reads.
func (a *arranger) addQuery(w words, query string) {
	read := words{}
	read.addView(a.lex, query)
	names := a.names(&schema.Text{Any: query})
	for word := range read {
		w[word] = true
		if table, ok := strings.CutPrefix(word, relations+" "); ok {
			for _, name := range names {
				w.add(columned, table+"."+name)
			}
		}
	}
}

// codeEffect is effect for what is written in SQL.
func (a *arranger) codeEffect(e *effect, op ops.Op) {
	switch o := op.(type) {
	case *ops.CreateView:
		e.code = true
		e.make(relations, o.Schema, o.Name)
		e.makes = append(e.makes, rowsOf(id(o.Schema, o.Name)))
		e.needs.addView(a.lex, o.SQL.For(a.name))
		for _, x := range o.Indexes {
			e.makes = append(e.makes, a.index(id(o.Schema, o.Name), x.Name)...)
			a.addIndex(e.needs, x)
		}
	case *ops.AlterView:
		a.alterView(e, o)
	case *ops.DropView:
		e.code = true
		e.remove(relations, o.ID())
		e.removes = append(e.removes, rowsOf(o.ID()))
		if v := a.state.View(o.ID()); v != nil {
			e.frees.addView(a.lex, v.SQL.For(a.name))
			for _, x := range v.Indexes {
				a.addIndex(e.frees, x)
			}
		}
	case *ops.CreateRoutine:
		e.make(routine, o.Schema, o.Name)
		e.makes[0].more = a.argTypes(o.Args)
		if a.d.Traits().BindsLate {
			a.addRoutine(e.wants, &o.Routine)
			break
		}
		e.code = a.parsed(&o.Routine)
		a.addRoutine(e.needs, &o.Routine)
		a.addBody(e.wants, o.SQL.For(a.name))
	case *ops.DropRoutine:
		e.remove(routine, o.ID())
		e.removes[0].more = a.argTypes(o.Args)
		for _, r := range a.state.Routines {
			if id(r.Schema, r.Name) == o.ID() && r.Args == o.Args && !a.d.Traits().BindsLate {
				e.code = a.parsed(r)
				a.addRoutine(e.frees, r)
			}
		}
	case *ops.CreateTrigger:
		e.code = true
		e.makes = []thing{{triggered, o.Schema, o.Name, o.Table}}
		e.needs.addCode(a.lex, o.SQL.For(a.name))
		e.needs.add(relations, o.Table)
		for key := range o.Options[a.name] { // that of a partition, on PostgreSQL
			if partition, ok := strings.CutPrefix(key, "state "); ok {
				e.needs.add(relations, lastName(a.lex.Tokens(partition)))
			}
		}
	case *ops.DropTrigger:
		e.code = true
		e.removes = []thing{{triggered, o.Schema, o.Name, o.Table}}
		for _, t := range a.state.Triggers {
			if t.Name == o.Name && t.Table == o.Table && t.Schema == o.Schema {
				e.frees.addCode(a.lex, t.SQL.For(a.name))
			}
		}
		e.frees.add(relations, o.Table)
	case *ops.CreateEvent:
		e.makes = []thing{{scheduled, o.Schema, o.Name, ""}}
		e.wants.addCode(a.lex, o.SQL.For(a.name))
	case *ops.AlterEvent:
		e.wants.addCode(a.lex, o.SQL.For(a.name))
	case *ops.DropEvent:
		e.removes = []thing{{scheduled, o.Schema, o.Name, ""}}
		for _, x := range a.state.Events {
			if x.ID() == o.ID() {
				e.frees.addCode(a.lex, x.SQL.For(a.name))
			}
		}
	case *ops.SetComment:
		e.needs.add(relations, o.Name, o.Table)
		e.needs.add(types, o.Name)
		e.needs.add(routine, o.Name)
		e.needs.add(triggered, o.Name)
		e.needs.add(namespace, o.Schema)
	}
}

// alterDomain says of the columns that checks read which of them they read, and no longer: others of
// that type may come and go.
func (a *arranger) alterDomain(e *effect, o *ops.AlterDomain) {
	a.addDomain(e.needs, &o.Domain)
	for _, d := range a.state.Domains {
		if id(d.Schema, d.Name) != id(o.Schema, o.Name) {
			continue
		}
		shape := words{}
		if a.addShape(shape, o.Type.For(a.name)); d.Type.Equal(o.Type) {
			e.needs.without(shape)
		}
		for _, k := range d.Checks {
			e.frees.addExpression(a.lex, k.SQL.For(a.name))
		}
		e.frees.without(e.needs)
	}
}
