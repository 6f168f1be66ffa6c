package autogen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// others are the objects of kinds that have no vocabulary of their own.
var others = kind[schema.Object]{
	name:    func(x *schema.Object) string { return x.Kind + " " + x.ID().String() },
	comment: func(x *schema.Object) *string { return &x.Comment },
	same:    func(a, b *schema.Object) bool { return a.SQL.Equal(b.SQL) },
	create:  func(x *schema.Object) ops.Op { return &ops.CreateObject{Object: *x} },
	drop: func(x *schema.Object) ops.Op {
		return &ops.DropObject{Named: ops.Named{Name: x.Name, Schema: x.Schema}, ObjectKind: x.Kind}
	},
	setComment: func(x *schema.Object) ops.Op {
		return &ops.SetComment{On: x.Kind, Name: x.Name, Schema: x.Schema, Comment: x.Comment}
	},
}

// earlyKinds are the kinds of objects that tables may need; those of lateKinds stand
// on tables, or look at all that happens.
var (
	earlyKinds = []string{"collation", "type", "text search dictionary", "text search configuration", "operator", "cast"}
	lateKinds  = []string{"statistics", "event trigger"}
)

func isLate(kind string) bool { return slices.Contains(lateKinds, kind) }

// checkKinds refuses an object of a kind that nobody would compare, and so make.
func (c *comparison) checkKinds() error {
	kinds := slices.Concat(earlyKinds, lateKinds)
	for _, x := range c.wish.Objects {
		if !slices.Contains(kinds, x.Kind) {
			return fmt.Errorf("object %s: there is no kind %q%s: it is %s", x.ID(), x.Kind, spelling.DidYouMean(x.Kind, kinds), strings.Join(kinds, ", "))
		}
	}
	return nil
}

// others compares objects, kind by kind.
func (c *comparison) others(kinds []string, creates, drops *[]ops.Op) {
	for _, kind := range kinds {
		c.leave(kind)
		objectsOf(c, ofKind(c.wish.Objects, kind), ofKind(c.native.Objects, kind), ofKind(c.live.Objects, kind), ofKind(c.past().Objects, kind), others, creates, drops)
	}
}

// leave takes out of the live database what is in no schema, stands on nothing that is
// compared, and neither the wish nor an earlier revision has: it may be somebody
// else's, as extensions may.
func (c *comparison) leave(kind string) {
	if kind != "cast" && kind != "event trigger" || len(ofKind(c.live.Objects, kind)) == 0 {
		return
	}
	a, ours := newArranger(c.d, c.live), ofKind(c.native.Objects, kind)
	if c.opts.History != nil {
		ours = append(ours, ofKind(c.opts.History.Objects, kind)...)
	}
	c.live.Objects = slices.DeleteFunc(c.live.Objects, func(x *schema.Object) bool {
		other := x.Kind == kind && !slices.ContainsFunc(ours, func(o *schema.Object) bool { return others.name(o) == others.name(x) }) && !a.standsOnState(x)
		if other {
			c.skip(kind, x.ID(), "no revision made it")
		}
		return other
	})
}

// standsOnState reports whether an object needs a function or a type of the database.
func (a *arranger) standsOnState(x *schema.Object) bool {
	w := words{}
	a.addAny(w, x)
	has := func(space, name string) bool { return w[space+" "+lower(name)] }
	return slices.ContainsFunc(a.state.Routines, func(r *schema.Routine) bool { return has(routine, r.Name) }) ||
		slices.ContainsFunc(a.state.Enums, func(e *schema.Enum) bool { return has(types, e.Name) }) ||
		slices.ContainsFunc(a.state.Domains, func(d *schema.Domain) bool { return has(types, d.Name) }) ||
		slices.ContainsFunc(a.state.Composites, func(t *schema.Composite) bool { return has(types, t.Name) })
}

func ofKind(list []*schema.Object, kinds ...string) (out []*schema.Object) {
	for _, x := range list {
		if slices.Contains(kinds, x.Kind) {
			out = append(out, x)
		}
	}
	return out
}

func (c *comparison) composites() kind[schema.Composite] {
	return kind[schema.Composite]{
		what:    "composite type",
		name:    func(t *schema.Composite) string { return t.ID().String() },
		comment: func(t *schema.Composite) *string { return &t.Comment },
		same:    c.sameComposite,
		create:  func(t *schema.Composite) ops.Op { return &ops.CreateComposite{Composite: *t} },
		drop: func(t *schema.Composite) ops.Op {
			return &ops.DropComposite{Named: ops.Named{Name: t.Name, Schema: t.Schema}}
		},
		alter: func(wish, live *schema.Composite) ops.Op {
			return &ops.AlterComposite{Composite: *schema.Clone(wish), Existing: schema.Clone(live)}
		},
		setComment: func(t *schema.Composite) ops.Op {
			return &ops.SetComment{On: "composite", Name: t.Name, Schema: t.Schema, Comment: t.Comment}
		},
	}
}

// sameComposite compares the columns; as in a table, their order means nothing.
func (c *comparison) sameComposite(a, b *schema.Composite) bool {
	for _, column := range a.Columns {
		other := b.Column(column.Name)
		if other == nil || column.Comment != other.Comment || !sameAttribute(column, other) {
			return false
		}
	}
	return len(a.Columns) == len(b.Columns)
}

func sameAttribute(a, b *schema.Column) bool {
	return a.Type.Equal(b.Type) && a.Collation.Equal(b.Collation)
}

func (a *arranger) alterComposite(e *effect, o *ops.AlterComposite) {
	a.addAll(e.needs, o.Columns)
	e.inOrder(o.Composite.ID())
	if o.Existing == nil {
		return
	}
	if reshapes(o) {
		e.retypes = []thing{{shaped, o.Schema, o.Name, ""}}
	}
	for _, column := range slices.Concat(o.Columns, o.Existing.Columns) { // what reads one that goes is gone by then, what reads one that comes follows
		if o.Existing.Column(column.Name) == nil || !slices.ContainsFunc(o.Columns, func(c *schema.Column) bool { return c.Name == column.Name }) {
			e.retypes = append(e.retypes, thing{attribute, "", column.Name, ""})
		}
	}
	a.addAll(e.frees, o.Existing.Columns)
	e.frees.without(e.needs)
	if retypes(o) {
		e.make(types, o.Schema, o.Name)
		e.removes = e.makes
	}
}

// objectThing is the thing that an object of a kind is. Operators are told from each other
// by their arguments too, which texts don't mention.
func objectThing(kind string, name schema.Name) thing {
	switch {
	case kind == "type":
		return thing{types, name.Schema, name.Name, ""}
	case kind == "operator":
		symbol, arguments, _ := strings.Cut(name.Name, " ")
		return thing{operating, name.Schema, symbol, arguments}
	case strings.HasPrefix(kind, "text search"):
		return thing{searched, name.Schema, name.Name, ""}
	}
	return thing{kind, name.Schema, name.Name, ""}
}

func (a *arranger) createAny(e *effect, x *schema.Object) {
	e.makes = a.withMultirange([]thing{objectThing(x.Kind, x.ID())}, x)
	e.needs.add(namespace, x.Schema)
	e.code = isLate(x.Kind)
	a.addAny(e.needs, x)
}

func (a *arranger) dropAny(e *effect, o *ops.DropObject) {
	e.removes = []thing{objectThing(o.ObjectKind, o.ID())}
	e.frees.add(namespace, o.Schema)
	e.code = isLate(o.ObjectKind)
	for _, x := range a.state.Objects {
		if x.Kind == o.ObjectKind && x.ID() == o.ID() {
			e.removes = a.withMultirange(e.removes, x)
			a.addAny(e.frees, x)
		}
	}
}

// withMultirange adds the type that a range type brings along.
func (a *arranger) withMultirange(things []thing, x *schema.Object) []thing {
	tokens := a.lex.Tokens(x.SQL.For(a.name))
	for i, t := range tokens {
		if t.Is("multirange_type_name") && i+2 < len(tokens) && x.Kind == "type" {
			return append(things, thing{types, x.Schema, lastName(tokens[i+2:]), ""})
		}
	}
	return things
}

// lastName reads the name at the start of some tokens, without its schema.
func lastName(tokens []dialect.Token) string {
	for len(tokens) > 2 && tokens[1].Is(".") {
		tokens = tokens[2:]
	}
	if len(tokens) == 0 {
		return ""
	}
	return tokens[0].Name()
}

// addAny adds what the statements of an object mention.
func (a *arranger) addAny(w words, x *schema.Object) {
	sql := x.SQL.For(a.name)
	w.addCode(a.lex, sql)
	a.addSettings(w, sql)
	if objectThing(x.Kind, x.ID()).space == searched {
		for _, t := range a.lex.Tokens(sql) {
			if isName(t) {
				w.add(searched, t.Name())
			}
		}
	}
}

// addRoutine adds what a routine's statement mentions; an aggregate's names the
// functions that it is made of.
func (a *arranger) addRoutine(w words, r *schema.Routine) {
	sql := r.SQL.For(a.name)
	if a.d.Traits().BindsLate || !a.addHead(w, sql) {
		w.addCode(a.lex, sql)
	}
	if r.Kind == "aggregate" {
		a.addSettings(w, sql)
	}
	if !a.parsed(r) {
		return
	}
	for _, t := range a.lex.Tokens(r.Args) { // whose columns the body may read of a row that it is given
		if isName(t) {
			a.addRow(w, r.Args[t.Start:t.End])
		}
	}
}

// addHead adds what a statement with a head, which ends where it names the language,
// mentions: there are types, the names of the arguments, which mean nothing else, and the
// routine's own, which another one may have too.
func (a *arranger) addHead(w words, sql string) bool {
	tokens := a.lex.Tokens(sql)
	end := slices.IndexFunc(tokens, func(t dialect.Token) bool { return t.Is("language") })
	if end < 0 {
		return false
	}
	for i, t := range tokens[:end] {
		argument := i > 0 && isName(tokens[i+1]) && slices.ContainsFunc(beforeArgument, tokens[i-1].Is)
		if isName(t) && !argument {
			w.add(types, t.Name())
		}
	}
	own := max(0, slices.IndexFunc(tokens[:end], func(t dialect.Token) bool { return t.Is("(") }))
	w.addExpression(a.lex, sql[tokens[own].Start:tokens[end].Start])
	w.addView(a.lex, sql[tokens[end].Start:])
	return true
}

// beforeArgument are the words and symbols after which the name of an argument stands.
var beforeArgument = []string{"(", ",", "in", "out", "inout", "variadic"}

// parsed reports whether the body of a routine is no string: then the server keeps it as
// it keeps a view, and lets nothing go that it reads.
func (a *arranger) parsed(r *schema.Routine) bool {
	return slices.ContainsFunc(a.lex.Tokens(r.SQL.For(a.name)), func(t dialect.Token) bool { return t.Is("atomic") || t.Is("return") })
}

// addSettings adds the functions and collations that are named as in SFUNC = f.
func (a *arranger) addSettings(w words, sql string) {
	tokens := a.lex.Tokens(sql)
	for i, t := range tokens {
		if t.Is("=") && i+1 < len(tokens) && isName(tokens[i+1]) {
			w.add(routine, lastName(tokens[i+1:]))
			w.add(collated, lastName(tokens[i+1:]))
		}
	}
}

func (a *arranger) addCollation(w words, name string) {
	if tokens := a.lex.Tokens(name); len(tokens) > 1 {
		w.add(collated, lastName(tokens))
	}
	w.add(collated, strings.Trim(name, `"`))
}
