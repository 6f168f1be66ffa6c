package autogen

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// kind says how objects of one kind are told apart and changed.
type kind[T any] struct {
	what    string
	name    func(*T) string
	comment func(*T) *string
	same    func(wish, live *T) bool // but for the comment
	create  func(*T) ops.Op
	drop    func(*T) ops.Op
	// alter changes an object in place; nil, or a nil result, means that it is
	// dropped and made again.
	alter func(wish, live *T) ops.Op
	// setComment changes the comment alone; nil where there is no such operation.
	setComment func(*T) ops.Op
}

// called says what an object is, for people.
func (k kind[T]) called(o *T) string { return strings.TrimSpace(k.what + " " + k.name(o)) }

// objects finds what differs in the objects beside tables, of the kinds that the
// wish declares.
func (c *comparison) objects() {
	p, past := &c.plan, c.past()
	objectsOf(c, c.wish.Extensions, c.native.Extensions, c.live.Extensions, past.Extensions, extensions, &p.createObjects, nil)
	c.movedExtensions()
	c.others(earlyKinds, &p.createObjects, &p.dropObjects)
	objectsOf(c, c.wish.Sequences, c.native.Sequences, c.live.Sequences, past.Sequences, sequences, &p.createObjects, &p.dropObjects)
	objectsOf(c, c.wish.Domains, c.native.Domains, c.live.Domains, past.Domains, c.domains(), &p.createObjects, &p.dropObjects)
	objectsOf(c, c.native.Composites, c.native.Composites, c.live.Composites, unnamed(c, types, c.native.Composites, past.Composites, func(t *schema.Composite) string { return t.Name }), c.composites(), &p.createObjects, &p.dropObjects)
	objectsOf(c, c.wish.Routines, c.native.Routines, c.live.Routines, unnamed(c, routine, c.wish.Routines, past.Routines, func(r *schema.Routine) string { return r.Name }), c.routines(), &p.createObjects, &p.dropObjects)
	objectsOf(c, c.wish.Views, c.native.Views, c.live.Views, past.Views, c.views(), &p.createCode, &p.dropCode)
	c.viewIndexes()
	c.compareTriggers()
	objectsOf(c, c.wish.Events, c.native.Events, c.live.Events, past.Events, c.events(), &p.createCode, &p.dropCode)
	c.others(lateKinds, &p.createCode, &p.dropCode)
	c.skipped()
	if c.opts.Complete {
		c.extensions()
	}
}

// past is what the revisions have made.
func (c *comparison) past() *schema.Database {
	return cmp.Or(c.opts.History, &schema.Database{})
}

// unnamed are those of the past that no option of a table names: the type that the table is of,
// its policies and rules stay where the models are silent on them. Where the wish declares any,
// nobody asks for them.
func unnamed[T any](c *comparison, space string, wish, past []*T, name func(*T) string) []*T {
	if len(past) == 0 || len(wish) > 0 || !c.opts.CompleteKinds {
		return nil
	}
	w := words{}
	for _, t := range c.native.Tables {
		for _, value := range t.Options[c.d.Name()] {
			w.addCode(c.d.Lexicon(), value)
		}
	}
	return slices.DeleteFunc(slices.Clone(past), func(x *T) bool { return w[space+" "+lower(name(x))] })
}

// objectsOf compares one kind. What the wish does not have is dropped if it is complete, or
// complete in the kinds that it declares; so is what the revisions made of a kind that it no
// longer declares.
func objectsOf[T any](c *comparison, wish, native, live, past []*T, k kind[T], creates, drops *[]ops.Op) {
	if c.opts.Complete || len(wish) > 0 {
		compareObjects(c, wish, native, live, k, creates, drops)
	}
	if drops == nil {
		return
	}
	wanted, made := map[string]bool{}, map[string]bool{}
	for _, n := range native {
		wanted[k.name(n)] = true
	}
	for _, m := range past {
		made[k.name(m)] = true
	}
	var gone []ops.Op
	for _, l := range live {
		switch name := k.name(l); {
		case wanted[name]:
		case c.opts.Complete || c.opts.CompleteKinds && (len(wish) > 0 || made[name]):
			gone = append(gone, k.drop(l))
		case len(wish) == 0:
			c.result.Skipped = append(c.result.Skipped, Note{k.called(l), "the models declare none"})
		}
	}
	slices.Reverse(gone)
	*drops = append(*drops, gone...)
}

// compareObjects finds what of one kind is new or different.
func compareObjects[T any](c *comparison, wish, native, live []*T, k kind[T], creates, drops *[]ops.Op) {
	now, said := map[string]*T{}, map[string]*T{}
	for _, l := range live {
		now[k.name(l)] = l
	}
	for _, w := range wish {
		said[k.name(w)] = w
	}
	for _, n := range native {
		w, l := said[k.name(n)], now[k.name(n)]
		switch {
		case l == nil:
			*creates = append(*creates, k.create(schema.Clone(w)))
		case !k.same(n, l):
			if k.alter != nil {
				if o := k.alter(w, l); o != nil {
					*creates = append(*creates, o)
					break
				}
			}
			*drops = append(*drops, k.drop(l))
			*creates = append(*creates, k.create(schema.Clone(w)))
		case *k.comment(n) != *k.comment(l) && k.setComment != nil:
			c.plan.comments = append(c.plan.comments, k.setComment(w))
		case *k.comment(n) != *k.comment(l):
			*drops = append(*drops, k.drop(l))
			*creates = append(*creates, k.create(schema.Clone(w)))
		}
	}
}

// extensions drops those that an earlier revision made and the wish no longer has.
// Others may be somebody else's: a provider's, or an administrator's.
func (c *comparison) extensions() {
	wanted, made := map[string]bool{}, map[string]bool{}
	for _, e := range c.native.Extensions {
		wanted[e.Name] = true
	}
	if c.opts.History != nil {
		for _, e := range c.opts.History.Extensions {
			made[e.Name] = true
		}
	}
	for _, e := range c.live.Extensions {
		switch {
		case wanted[e.Name]:
		case made[e.Name]:
			c.plan.dropObjects = append(c.plan.dropObjects, &ops.DropExtension{Name: e.Name})
		default:
			c.skip("extension", schema.Name{Name: e.Name}, "no revision made it")
		}
	}
}

// movedExtensions moves those that the models have in another schema, before all that is spelled
// with that; or tells of it, where live is not read so.
func (c *comparison) movedExtensions() {
	for _, e := range c.native.Extensions {
		for _, l := range c.live.Extensions {
			from := cmp.Or(l.Schema, c.live.Default)
			switch {
			case e.Name != l.Name || e.Schema == l.Schema:
			case slices.Contains(c.opts.Moved, e.Name):
				c.plan.createSchemas = append(c.plan.createSchemas, &ops.AlterExtension{Name: e.Name, Schema: e.Schema, Existing: from})
			default:
				c.result.Warnings = append(c.result.Warnings, Note{"extension " + e.Name,
					fmt.Sprintf("is in schema %s, the models have it in %s, and the server doesn't let it be moved", from, e.Schema)})
			}
		}
	}
}

var extensions = kind[schema.Extension]{
	what:    "extension",
	name:    func(e *schema.Extension) string { return e.Name },
	comment: func(*schema.Extension) *string { return new(string) },
	same:    func(_, _ *schema.Extension) bool { return true }, // versions are the administrator's
	create:  func(e *schema.Extension) ops.Op { e.Version = ""; return &ops.CreateExtension{Extension: *e} },
}

var sequences = kind[schema.Sequence]{
	what:    "sequence",
	name:    func(s *schema.Sequence) string { return id(s.Schema, s.Name).String() },
	comment: func(s *schema.Sequence) *string { return &s.Comment },
	same: func(a, b *schema.Sequence) bool {
		x, y := *a, *b
		x.Comment, y.Comment = "", ""
		return reflect.DeepEqual(x, y)
	},
	create: func(s *schema.Sequence) ops.Op { return &ops.CreateSequence{Sequence: *s} },
	drop: func(s *schema.Sequence) ops.Op {
		return &ops.DropSequence{Named: ops.Named{Name: s.Name, Schema: s.Schema}}
	},
	alter: func(s, live *schema.Sequence) ops.Op { return ops.ChangeSequence(live, s) },
	setComment: func(s *schema.Sequence) ops.Op {
		return &ops.SetComment{On: "sequence", Name: s.Name, Schema: s.Schema, Comment: s.Comment}
	},
}

func (c *comparison) domains() kind[schema.Domain] {
	return kind[schema.Domain]{
		what:    "domain",
		name:    func(d *schema.Domain) string { return id(d.Schema, d.Name).String() },
		comment: func(d *schema.Domain) *string { return &d.Comment },
		same: func(a, b *schema.Domain) bool {
			x, y := *a, *b
			x.Comment, y.Comment = "", ""
			return reflect.DeepEqual(x, y)
		},
		create: func(d *schema.Domain) ops.Op { return &ops.CreateDomain{Domain: *d} },
		drop: func(d *schema.Domain) ops.Op {
			return &ops.DropDomain{Named: ops.Named{Name: d.Name, Schema: d.Schema}}
		},
		alter: func(wish, live *schema.Domain) ops.Op {
			if !wish.Type.Equal(live.Type) || wish.Collation != live.Collation || c.packed(live) && !sameRules(wish, live) {
				return nil
			}
			return &ops.AlterDomain{Domain: *schema.Clone(wish), Existing: schema.Clone(live)}
		},
		setComment: func(d *schema.Domain) ops.Op {
			return &ops.SetComment{On: "domain", Name: d.Name, Schema: d.Schema, Comment: d.Comment}
		},
	}
}

// packed reports whether a domain, or one over it, is the type of something in an array or a
// composite type: the server looks for no values there, and gives the domain no other rules.
func (c *comparison) packed(d *schema.Domain) bool {
	names := func(text string) bool { return namesType(c.d.Lexicon(), text, d.Name) }
	for _, over := range c.live.Domains {
		if over != d && names(over.Type.Any) && (strings.HasSuffix(over.Type.Any, "[]") || c.packed(over)) {
			return true
		}
	}
	for _, t := range c.live.Composites {
		if slices.ContainsFunc(t.Columns, func(column *schema.Column) bool { return names(column.Type.Any) }) {
			return true
		}
	}
	return slices.ContainsFunc(c.live.Tables, func(t *schema.Table) bool {
		return slices.ContainsFunc(t.Columns, func(column *schema.Column) bool {
			return strings.HasSuffix(column.Type.Any, "[]") && names(column.Type.Any)
		})
	})
}

// sameRules reports whether two domains take the same values.
func sameRules(a, b *schema.Domain) bool {
	same := func(x, y *schema.Check) bool { return x.Name == y.Name && x.SQL.Equal(y.SQL) }
	return a.NotNull == b.NotNull && slices.EqualFunc(a.Checks, b.Checks, same)
}

func (c *comparison) routines() kind[schema.Routine] {
	return kind[schema.Routine]{
		what:    "routine",
		name:    func(r *schema.Routine) string { return id(r.Schema, r.Name).String() + "(" + r.Args + ") " + r.Kind },
		comment: func(r *schema.Routine) *string { return &r.Comment },
		same: func(a, b *schema.Routine) bool {
			return c.sameCode(a.SQL, b.SQL) && sameOwnOptions(a.Options, b.Options)
		},
		create: func(r *schema.Routine) ops.Op { return &ops.CreateRoutine{Routine: *r} },
		drop: func(r *schema.Routine) ops.Op {
			return &ops.DropRoutine{Named: ops.Named{Name: r.Name, Schema: r.Schema}, RoutineKind: r.Kind, Args: r.Args}
		},
		alter:      c.alterRoutine,
		setComment: commentOn,
	}
}

// alterRoutine puts a routine in the place of another, where that can be done in the server's words.
func (c *comparison) alterRoutine(wish, live *schema.Routine) ops.Op {
	routines, native := c.routines(), wish
	for _, n := range c.native.Routines {
		if routines.name(n) == routines.name(wish) {
			native = n
		}
	}
	if !c.replaces(native, live) {
		return nil
	}
	if wish.Comment == "" && live.Comment != "" { // replaced, it would keep its comment
		c.plan.comments = append(c.plan.comments, commentOn(wish))
	}
	own := schema.Clone(wish)
	if text := native.SQL.For(c.d.Name()); len(own.SQL.By) > 0 {
		own.SQL.By[c.d.Name()] = text
	} else {
		own.SQL = schema.SQL(text)
	}
	return &ops.CreateRoutine{Routine: *own}
}

func commentOn(r *schema.Routine) ops.Op {
	return &ops.SetComment{On: r.Kind, Name: r.Name, Args: r.Args, Schema: r.Schema, Comment: r.Comment}
}

// replaces reports whether a routine can take the place of another, as CREATE OR REPLACE does, in
// the direction that the comparison is for: arguments may get defaults, but lose none.
func (c *comparison) replaces(wish, live *schema.Routine) bool {
	head, defaults := c.replaceHead(wish.SQL)
	before, had := c.replaceHead(live.SQL)
	if head == "" || head != before {
		return false
	}
	c.oneWay = c.oneWay || defaults != had
	if c.back {
		return had >= defaults
	}
	return defaults >= had
}

// replaceHead returns what a CREATE OR REPLACE can't change of a routine: its name, arguments
// and result, and the defaults of arguments of any type, which keep their types; and how many of
// the arguments have a default. Empty when the text is no CREATE OR REPLACE.
func (c *comparison) replaceHead(sql schema.Text) (head string, defaults int) {
	text := sql.For(c.d.Name())
	tokens := c.d.Lexicon().Tokens(text)
	if len(tokens) < 3 || !tokens[1].Is("or") || !tokens[2].Is("replace") {
		return "", 0
	}
	depth, at, inDefault, anyType := 0, 0, false, false
	for _, t := range tokens {
		anyType = anyType || isName(t) && strings.HasPrefix(lower(t.Name()), "any")
		switch {
		case t.Is("(") || t.Is("["):
			depth++
		case t.Is(")") || t.Is("]"):
			depth--
		}
		switch {
		case depth == 0 && t.Is("language") && anyType:
			return text[:t.Start], defaults
		case depth == 0 && t.Is("language"):
			return head + text[at:t.Start], defaults
		case depth == 1 && !inDefault && (t.Is("default") || t.Is("=")):
			head, inDefault, defaults = head+strings.TrimSpace(text[at:t.Start]), true, defaults+1
		case inDefault && (depth == 0 || depth == 1 && t.Is(",")):
			at, inDefault = t.Start, false
		}
	}
	return "", 0
}

func (c *comparison) triggers() kind[schema.Trigger] {
	return kind[schema.Trigger]{
		what:    "trigger",
		name:    func(t *schema.Trigger) string { return id(t.Schema, t.Table).String() + " " + t.Name },
		comment: func(t *schema.Trigger) *string { return &t.Comment },
		same: func(a, b *schema.Trigger) bool {
			return c.sameCode(a.SQL, b.SQL) && sameOwnOptions(a.Options, b.Options)
		},
		create: func(t *schema.Trigger) ops.Op { return &ops.CreateTrigger{Trigger: *t} },
		drop:   dropTrigger,
		setComment: func(t *schema.Trigger) ops.Op {
			return &ops.SetComment{On: "trigger", Name: t.Name, Table: t.Table, Schema: t.Schema, Comment: t.Comment}
		},
	}
}

func dropTrigger(t *schema.Trigger) ops.Op {
	return &ops.DropTrigger{On: ops.On{Table: t.Table, Schema: t.Schema}, Name: t.Name}
}

// sessionOptions are what a server notes of the session that made an object: a
// wish is made in another one, and doesn't mean them. What a wish says of the
// definer, of sql_mode and of the time zone, it means. Where a trigger stands is compared apart.
var sessionOptions = map[string]bool{"client_charset": true, "client_collation": true, schema.Follows: true, "first": true}

// sameOwnOptions compares options but for those of the session.
func sameOwnOptions(a, b schema.Options) bool {
	return subset(a, b) && subset(b, a)
}

func subset(a, b schema.Options) bool {
	for dialect, options := range a {
		for key, value := range options {
			if !sessionOptions[key] && b.Get(dialect, key) != value {
				return false
			}
		}
	}
	return true
}

func id(schemaName, name string) schema.Name { return schema.Name{Schema: schemaName, Name: name} }

// skipped notes what is there of kinds that are left alone, and warns of what is not: what
// else the models have may need it.
func (c *comparison) skipped() {
	called := func(s schema.Skipped) string { return s.Kind + " " + s.ID().String() }
	there := map[string]schema.Skipped{}
	for _, s := range c.live.Skipped {
		there[called(s)] = s
		c.skip(s.Kind, s.ID(), s.Reason)
	}
	for _, s := range c.wish.Skipped {
		switch live, ok := there[called(s)]; {
		case !ok:
			c.result.Warnings = append(c.result.Warnings, Note{called(s), "is not made: " + s.Reason})
		case live.Text != s.Text:
			c.result.Warnings = append(c.result.Warnings, Note{called(s), "is not changed to what the models say: " + s.Reason})
		}
	}
}

// skip notes what was not compared.
func (c *comparison) skip(kind string, name schema.Name, reason string) {
	c.result.Skipped = append(c.result.Skipped, Note{kind + " " + name.String(), reason})
}
