package ops

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/limbeck/migrate/schema"
)

// applyObject is [Apply] for the objects beside tables.
func applyObject(db *schema.Database, op Op) error {
	switch o := op.(type) {
	case *CreateSchema:
		db.Schemas = append(db.Schemas, schema.Clone(&o.Schema))
	case *DropSchema:
		return drop(&db.Schemas, "schema", o.Name, func(s *schema.Schema) bool { return s.Name == o.Name })
	case *CreateExtension:
		db.Extensions = append(db.Extensions, schema.Clone(&o.Extension))
	case *AlterExtension:
		at := slices.IndexFunc(db.Extensions, func(e *schema.Extension) bool { return e.Name == o.Name })
		if at < 0 {
			return fmt.Errorf("there is no extension %s", o.Name)
		}
		db.Extensions[at].Schema = o.Schema
	case *DropExtension:
		return drop(&db.Extensions, "extension", o.Name, func(e *schema.Extension) bool { return e.Name == o.Name })
	case *CreateEnum:
		db.Enums = append(db.Enums, schema.Clone(&o.Enum))
	case *AlterEnum:
		return alterEnum(db, o)
	case *DropEnum:
		return drop(&db.Enums, "enum", o.Name, func(e *schema.Enum) bool { return o.ID() == (schema.Name{Schema: e.Schema, Name: e.Name}) })
	case *CreateDomain:
		db.Domains = append(db.Domains, schema.Clone(&o.Domain))
	case *AlterDomain:
		return replace(db.Domains, &o.Domain, "domain", o.Name, func(d *schema.Domain) bool { return d.Name == o.Name && d.Schema == o.Schema })
	case *DropDomain:
		return drop(&db.Domains, "domain", o.Name, func(d *schema.Domain) bool { return o.ID() == (schema.Name{Schema: d.Schema, Name: d.Name}) })
	case *CreateComposite:
		db.Composites = append(db.Composites, schema.Clone(&o.Composite))
	case *AlterComposite:
		return replace(db.Composites, &o.Composite, "composite type", o.Name, func(c *schema.Composite) bool { return c.ID() == o.Composite.ID() })
	case *DropComposite:
		return drop(&db.Composites, "composite type", o.Name, func(c *schema.Composite) bool { return c.ID() == o.ID() })
	case *CreateObject:
		db.Objects = append(db.Objects, schema.Clone(&o.Object))
	case *DropObject:
		return drop(&db.Objects, o.ObjectKind, o.Name, o.drops)
	case *CreateSequence:
		db.Sequences = append(db.Sequences, schema.Clone(&o.Sequence))
	case *AlterSequence:
		return replace(db.Sequences, &o.Sequence, "sequence", o.Name, func(s *schema.Sequence) bool { return s.Name == o.Name && s.Schema == o.Schema })
	case *DropSequence:
		return drop(&db.Sequences, "sequence", o.Name, func(s *schema.Sequence) bool { return o.ID() == (schema.Name{Schema: s.Schema, Name: s.Name}) })
	case *CreateView:
		db.Views = append(db.Views, schema.Clone(&o.View))
	case *AlterView:
		v := db.View(o.ID())
		if v == nil {
			return fmt.Errorf("there is no view %s", o.ID())
		}
		*v = *o.Change(v)
	case *DropView:
		return drop(&db.Views, "view", o.Name, func(v *schema.View) bool { return o.ID() == (schema.Name{Schema: v.Schema, Name: v.Name}) })
	case *CreateRoutine:
		same := func(r *schema.Routine) bool { return sameRoutine(r, &o.Routine) }
		if at := slices.IndexFunc(db.Routines, same); at >= 0 {
			r := o.Routine
			r.Comment = cmp.Or(r.Comment, db.Routines[at].Comment) // which a replacement keeps
			return replace(db.Routines, &r, "routine", o.Name, same)
		}
		db.Routines = append(db.Routines, schema.Clone(&o.Routine))
	case *DropRoutine:
		return drop(&db.Routines, "routine", o.Name, func(r *schema.Routine) bool {
			return o.ID() == (schema.Name{Schema: r.Schema, Name: r.Name}) && (o.Args == "" || o.Args == r.Args)
		})
	case *CreateTrigger:
		db.Triggers = append(db.Triggers, schema.Clone(&o.Trigger))
	case *DropTrigger:
		return drop(&db.Triggers, "trigger", o.Name, func(t *schema.Trigger) bool {
			return t.Name == o.Name && t.Table == o.Table && t.Schema == o.Schema
		})
	case *CreateEvent:
		db.Events = append(db.Events, schema.Clone(&o.Event))
	case *AlterEvent:
		return replace(db.Events, &o.Event, "event", o.Name, func(e *schema.Event) bool { return e.ID() == o.ID() })
	case *DropEvent:
		return drop(&db.Events, "event", o.Name, func(e *schema.Event) bool { return e.ID() == o.ID() })
	case *Grant, *Revoke:
		standing := schema.StandingOf(db.Grants)
		Settle(standing, op)
		db.Grants = standing.Grants()
	case *SetComment:
		return setComment(db, o)
	default:
		return fmt.Errorf("%s can't be replayed", op.Kind())
	}
	return nil
}

// Change returns the view as it is after the operation.
func (o *AlterView) Change(before *schema.View) *schema.View {
	v := schema.Clone(before)
	if !o.SQL.IsZero() {
		v.SQL = schema.Clone(o.SQL)
	}
	v.Options = mergeOptions(v.Options, o.Options)
	return v
}

func alterEnum(db *schema.Database, o *AlterEnum) error {
	e := db.Enum(o.ID())
	if e == nil {
		return fmt.Errorf("there is no enum %s", o.ID())
	}
	values, err := o.Change(e.Values)
	if err != nil {
		return fmt.Errorf("enum %s: %w", o.ID(), err)
	}
	e.Values = values
	return nil
}

// Change returns an enum's values after the operation.
func (o *AlterEnum) Change(before []string) ([]string, error) {
	if o.Values != nil {
		return slices.Clone(o.Values), nil
	}
	values := slices.Clone(before)
	for i, v := range values {
		if to, ok := o.Rename[v]; ok {
			values[i] = to
		}
	}
	for _, add := range o.Add {
		at := len(values)
		if anchor := add.Before + add.After; anchor != "" {
			if at = slices.Index(values, anchor); at < 0 {
				return nil, fmt.Errorf("there is no value %q", anchor)
			}
			if add.After != "" {
				at++
			}
		}
		values = slices.Insert(values, at, add.Value)
	}
	return values, nil
}

// drops reports whether an object is the one that the operation drops.
func (o *DropObject) drops(x *schema.Object) bool { return x.Kind == o.ObjectKind && x.ID() == o.ID() }

// sameRoutine reports whether a create_routine replaces a routine (its text is then
// CREATE OR REPLACE).
func sameRoutine(a, b *schema.Routine) bool {
	return a.Name == b.Name && a.Schema == b.Schema && a.Args == b.Args && a.Kind == b.Kind
}

// replace puts a copy of an object in the place of the one that matches.
func replace[T any](list []*T, with *T, what, name string, match func(*T) bool) error {
	i := slices.IndexFunc(list, match)
	if i < 0 {
		return fmt.Errorf("there is no %s %s", what, name)
	}
	list[i] = schema.Clone(with)
	return nil
}

func setComment(db *schema.Database, o *SetComment) error {
	if comment := commentOf(db, o); comment != nil {
		*comment = o.Comment
		return nil
	}
	return fmt.Errorf("there is no %s %s", o.On, o.Name)
}

// commentOf points at the comment that a set_comment is about.
func commentOf(db *schema.Database, o *SetComment) *string {
	id := schema.Name{Schema: o.Schema, Name: o.Name}
	switch o.On {
	case "index", "constraint":
		if t := db.Table(schema.Name{Schema: o.Schema, Name: o.Table}); t != nil {
			return commentInTable(t, o)
		}
		if v := db.View(schema.Name{Schema: o.Schema, Name: o.Table}); v != nil {
			return commentInTable(&schema.Table{Indexes: v.Indexes}, o)
		}
	case "view", "materialized_view":
		if v := db.View(id); v != nil {
			return &v.Comment
		}
	case "sequence":
		for _, s := range db.Sequences {
			if (schema.Name{Schema: s.Schema, Name: s.Name}) == id {
				return &s.Comment
			}
		}
	case "enum":
		if e := db.Enum(id); e != nil {
			return &e.Comment
		}
	case "domain":
		for _, d := range db.Domains {
			if (schema.Name{Schema: d.Schema, Name: d.Name}) == id {
				return &d.Comment
			}
		}
	case "schema":
		if db.Default == o.Name {
			return &db.DefaultComment
		}
		for _, s := range db.Schemas {
			if s.Name == o.Name {
				return &s.Comment
			}
		}
	case "composite":
		for _, c := range db.Composites {
			if c.ID() == id {
				return &c.Comment
			}
		}
	}
	for _, x := range db.Objects {
		if x.Kind == o.On && x.ID() == id {
			return &x.Comment
		}
	}
	return commentOfCode(db, o)
}

// commentOfCode is commentOf for routines and triggers.
func commentOfCode(db *schema.Database, o *SetComment) *string {
	switch o.On {
	case "function", "procedure", "aggregate":
		for _, r := range db.Routines {
			if r.Name == o.Name && r.Schema == o.Schema && r.Args == o.Args && r.Kind == o.On {
				return &r.Comment
			}
		}
	case "trigger":
		for _, t := range db.Triggers {
			if t.Name == o.Name && t.Schema == o.Schema && t.Table == o.Table {
				return &t.Comment
			}
		}
	}
	return nil
}

// commentInTable is commentOf for an index, which may be the one behind a constraint, and
// for a constraint.
func commentInTable(t *schema.Table, o *SetComment) *string {
	if x := t.Index(o.Name); x != nil && o.On == "index" {
		return &x.Comment
	}
	switch c := constraintOf(t, o.Name); {
	case c == nil:
		return nil
	case o.On == "index":
		return c.indexComment
	default:
		return c.comment
	}
}
