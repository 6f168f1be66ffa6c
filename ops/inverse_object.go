package ops

import (
	"cmp"
	"fmt"
	"reflect"

	"github.com/limbeck/migrate/schema"
)

// inverseObject is [Inverse] for the objects beside tables.
func inverseObject(op Op, before *schema.Database) ([]Op, error) {
	switch o := op.(type) {
	case *CreateSchema:
		return []Op{&DropSchema{Name: o.Name}}, nil
	case *DropSchema:
		return found(op, before.Schemas, func(s *schema.Schema) bool { return s.Name == o.Name },
			func(s *schema.Schema) Op { return &CreateSchema{*schema.Clone(s)} })
	case *CreateExtension:
		return []Op{&DropExtension{Name: o.Name}}, nil
	case *AlterExtension:
		return found(op, before.Extensions, func(e *schema.Extension) bool { return e.Name == o.Name && cmp.Or(o.Existing, e.Schema) != "" },
			func(e *schema.Extension) Op {
				return &AlterExtension{Name: o.Name, Schema: cmp.Or(o.Existing, e.Schema), Existing: o.Schema}
			})
	case *DropExtension:
		return found(op, before.Extensions, func(e *schema.Extension) bool { return e.Name == o.Name },
			func(e *schema.Extension) Op { return &CreateExtension{*schema.Clone(e)} })
	case *CreateEnum:
		return []Op{&DropEnum{Named{o.Name, o.Schema}}}, nil
	case *AlterEnum:
		return inverseAlterEnum(o, before)
	case *DropEnum:
		return found(op, before.Enums, func(e *schema.Enum) bool { return o.ID() == (schema.Name{Schema: e.Schema, Name: e.Name}) },
			func(e *schema.Enum) Op { return &CreateEnum{*schema.Clone(e)} })
	case *CreateDomain:
		return []Op{&DropDomain{Named{o.Name, o.Schema}}}, nil
	case *DropDomain:
		return found(op, before.Domains, func(d *schema.Domain) bool { return o.ID() == (schema.Name{Schema: d.Schema, Name: d.Name}) },
			func(d *schema.Domain) Op { return &CreateDomain{*schema.Clone(d)} })
	case *CreateComposite:
		return []Op{&DropComposite{Named{o.Name, o.Schema}}}, nil
	case *AlterComposite:
		return found(op, before.Composites, func(c *schema.Composite) bool { return c.ID() == o.Composite.ID() },
			func(c *schema.Composite) Op {
				return &AlterComposite{Composite: *schema.Clone(c), Existing: schema.Clone(&o.Composite)}
			})
	case *DropComposite:
		return found(op, before.Composites, func(c *schema.Composite) bool { return c.ID() == o.ID() },
			func(c *schema.Composite) Op { return &CreateComposite{*schema.Clone(c)} })
	case *CreateObject:
		return []Op{&DropObject{Named: Named{o.Name, o.Schema}, ObjectKind: o.Object.Kind}}, nil
	case *DropObject:
		return found(op, before.Objects, o.drops, func(x *schema.Object) Op { return &CreateObject{*schema.Clone(x)} })
	case *CreateSequence:
		return []Op{&DropSequence{Named{o.Name, o.Schema}}}, nil
	case *AlterSequence:
		return found(op, before.Sequences, func(s *schema.Sequence) bool { return s.Name == o.Name && s.Schema == o.Schema },
			func(s *schema.Sequence) Op { return ChangeSequence(&o.Sequence, s) })
	case *DropSequence:
		return found(op, before.Sequences, func(s *schema.Sequence) bool { return s.Name == o.Name && s.Schema == o.Schema },
			func(s *schema.Sequence) Op { return &CreateSequence{Sequence: *schema.Clone(s)} })
	case *CreateView:
		return []Op{&DropView{Named: Named{o.Name, o.Schema}, Materialized: o.Materialized}}, nil
	case *AlterView:
		return found(op, before.Views, func(v *schema.View) bool { return o.ID() == (schema.Name{Schema: v.Schema, Name: v.Name}) },
			func(v *schema.View) Op { return ChangeView(o.Change(v), v, !o.SQL.IsZero()) })
	case *DropView:
		return found(op, before.Views, func(v *schema.View) bool { return o.ID() == (schema.Name{Schema: v.Schema, Name: v.Name}) },
			func(v *schema.View) Op { return &CreateView{*schema.Clone(v)} })
	case *AlterDomain:
		return found(op, before.Domains, func(d *schema.Domain) bool { return d.Name == o.Name && d.Schema == o.Schema },
			func(d *schema.Domain) Op {
				return &AlterDomain{Domain: *schema.Clone(d), Existing: schema.Clone(&o.Domain)}
			})
	case *CreateRoutine:
		for _, r := range before.Routines {
			if sameRoutine(r, &o.Routine) {
				list := []Op{&CreateRoutine{*schema.Clone(r)}}
				if r.Comment == "" && o.Comment != "" { // replaced, it would keep its comment
					list = append(list, &SetComment{On: r.Kind, Name: r.Name, Args: r.Args, Schema: r.Schema})
				}
				return list, nil
			}
		}
		return []Op{&DropRoutine{Named: Named{o.Name, o.Schema}, RoutineKind: o.Routine.Kind, Args: o.Args}}, nil
	case *DropRoutine:
		return found(op, before.Routines, func(r *schema.Routine) bool {
			return o.ID() == (schema.Name{Schema: r.Schema, Name: r.Name}) && (o.Args == "" || o.Args == r.Args)
		}, func(r *schema.Routine) Op { return &CreateRoutine{*schema.Clone(r)} })
	case *CreateTrigger:
		return []Op{&DropTrigger{On: On{Table: o.Table, Schema: o.Schema}, Name: o.Name}}, nil
	case *DropTrigger:
		return found(op, before.Triggers, func(t *schema.Trigger) bool {
			return t.Name == o.Name && t.Table == o.Table && t.Schema == o.Schema
		}, func(t *schema.Trigger) Op { return &CreateTrigger{*schema.Clone(t)} })
	case *CreateEvent:
		return []Op{&DropEvent{Named{o.Name, o.Schema}}}, nil
	case *AlterEvent:
		return found(op, before.Events, func(e *schema.Event) bool { return e.ID() == o.ID() },
			func(e *schema.Event) Op {
				return &AlterEvent{Event: *schema.Clone(e), Existing: schema.Clone(&o.Event)}
			})
	case *DropEvent:
		return found(op, before.Events, func(e *schema.Event) bool { return e.ID() == o.ID() },
			func(e *schema.Event) Op { return &CreateEvent{*schema.Clone(e)} })
	case *Grant:
		return inverseGrant(o, schema.StandingOf(before.Grants)), nil
	case *Revoke:
		return inverseRevoke(o, schema.StandingOf(before.Grants)), nil
	case *SetComment:
		return inverseSetComment(o, before)
	}
	return nil, fmt.Errorf("%s can't be taken back automatically: write its [[downgrade]] by hand", op.Kind())
}

// ChangeView returns what makes one view another while it is there: options, and the query where
// that is another one.
func ChangeView(was, is *schema.View, query bool) *AlterView {
	o := &AlterView{Named: Named{is.Name, is.Schema}, Options: ChangeOptions(was.Options, is.Options)}
	if query {
		o.SQL, o.Existing = schema.Clone(is.SQL), schema.Clone(was.Options)
	}
	return o
}

// ChangeSequence returns what makes one sequence another. A change of the owner alone
// needs nothing of the sequence before.
func ChangeSequence(was, is *schema.Sequence) *AlterSequence {
	o := &AlterSequence{Sequence: *schema.Clone(is)}
	settings := *was
	settings.OwnedBy = is.OwnedBy
	if !reflect.DeepEqual(&settings, is) {
		o.Existing = schema.Clone(was)
	}
	return o
}

func found[T any](op Op, list []*T, match func(*T) bool, back func(*T) Op) ([]Op, error) {
	for _, item := range list {
		if match(item) {
			return []Op{back(item)}, nil
		}
	}
	return nil, fmt.Errorf("%s: there is no such thing to bring back", op.Kind())
}

// inverseAlterEnum undoes a rename in place; a value that was added can only be
// taken away by replacing the list.
func inverseAlterEnum(o *AlterEnum, before *schema.Database) ([]Op, error) {
	e := before.Enum(o.ID())
	if e == nil {
		return nil, fmt.Errorf("alter_enum: there is no enum %s", o.ID())
	}
	after, err := o.Change(e.Values)
	if err != nil {
		return nil, fmt.Errorf("alter_enum %s: %w", o.ID(), err)
	}
	back := &AlterEnum{Named: o.Named, Existing: after}
	if len(o.Add) == 0 && o.Values == nil {
		back.Rename = map[string]string{}
		for from, to := range o.Rename {
			back.Rename[to] = from
		}
		return []Op{back}, nil
	}
	back.Values = append([]string{}, e.Values...)
	return []Op{back}, nil
}

func inverseSetComment(o *SetComment, before *schema.Database) ([]Op, error) {
	comment := commentOf(before, o)
	if comment == nil {
		return nil, fmt.Errorf("set_comment: there is no %s %s", o.On, o.Name)
	}
	back := *o
	back.Comment = *comment
	return []Op{&back}, nil
}
