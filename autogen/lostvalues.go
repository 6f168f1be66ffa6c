package autogen

import (
	"context"
	"slices"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// addedValues are what a plan adds to enums in place, which the way back can't take in place:
// there each type is made anew, and all that stands on it is taken down and put up around that.
type addedValues struct {
	*comparison
	list   []ops.Op
	before *schema.Database // as it was before the first of them
	at     int              // how many operations have a way back before that
}

// note keeps an operation for later that only adds values; false for any other.
func (v *addedValues) note(op ops.Op, state *schema.Database, at int) bool {
	o, ok := op.(*ops.AlterEnum)
	if !ok || len(o.Add) == 0 || !v.d.Traits().PinsViews {
		return false
	}
	if v.before == nil {
		v.before, v.at = schema.Clone(state), at
	}
	v.list = append(v.list, op)
	return true
}

// takeBack puts into a way back what takes all of the values out again, where the first came. Where
// that makes anew what else changes on the way, the one comes wholly after the other.
func (v *addedValues) takeBack(ctx context.Context, back [][]ops.Op, end *schema.Database) ([]leg, error) {
	if v.before == nil {
		return []leg{{slices.Concat(back...), end}}, nil
	}
	with := schema.Clone(v.before)
	for _, op := range v.list {
		if err := ops.Apply(with, op); err != nil {
			return nil, err
		}
	}
	native, err := dialect.Lower(v.d, with)
	if err != nil {
		return nil, err
	}
	lost, err := Compare(ctx, v.d, v.before, native, Options{Native: true, Complete: true, back: true})
	if err != nil {
		return nil, err
	}
	n := len(back) - v.at
	before, lose, after := slices.Concat(back[:n]...), lost.Upgrade, slices.Concat(back[n:]...)
	if remakesChanged(before, lose) {
		return []leg{{before, end}, {lose, with}, {after, v.before}}, nil
	}
	before, lose = v.once(before, lose)
	return []leg{{slices.Concat(before, lose, after), end}}, nil
}

// leg is a part of a way back, and the database that it starts from.
type leg struct {
	list []ops.Op
	from *schema.Database
}

// remakesChanged reports whether some operations are about what others change in place.
func remakesChanged(changes, later []ops.Op) bool {
	type subject struct {
		kind string
		of   schema.Name
		part string
	}
	changed := func(op ops.Op) subject {
		switch o := op.(type) {
		case *ops.AlterColumn:
			return subject{columned, o.ID(), o.Column}
		case *ops.AlterDomain:
			return subject{types, id(o.Schema, o.Name), ""}
		case *ops.AlterComposite:
			return subject{types, o.Composite.ID(), ""}
		case *ops.AlterView:
			return subject{relations, o.ID(), ""}
		case *ops.CreateRoutine: // in place of the one that is there
			return subject{routine, id(o.Schema, o.Name), o.Args}
		}
		return subject{}
	}
	list := map[subject]bool{}
	for _, op := range changes {
		list[changed(op)] = true
	}
	for _, op := range changes { // nothing is there then
		if o, ok := op.(*ops.DropRoutine); ok {
			delete(list, subject{routine, o.ID(), o.Args})
		}
	}
	delete(list, subject{})
	return slices.ContainsFunc(later, func(op ops.Op) bool {
		switch o := op.(type) {
		case *ops.DropDomain:
			return list[subject{types, o.ID(), ""}]
		case *ops.DropComposite:
			return list[subject{types, o.ID(), ""}]
		case *ops.DropView:
			return list[subject{relations, o.ID(), ""}]
		case *ops.DropRoutine:
			return list[subject{routine, o.ID(), o.Args}]
		}
		return list[changed(op)]
	})
}

// once leaves out what some operations make that others take down again.
func (v *addedValues) once(before, after []ops.Op) (made, rest []ops.Op) {
	a := newArranger(v.d, v.before)
	gone := map[thing]bool{}
	for _, op := range after {
		if makes, removes := a.comesOrGoes(op); len(makes) == 0 {
			for _, r := range removes {
				gone[r.folded()] = true
			}
		}
	}
	met := map[thing]bool{}
	meets := func(things []thing, of map[thing]bool) bool {
		return slices.ContainsFunc(things, func(t thing) bool { return of[t.folded()] })
	}
	for _, op := range before {
		if makes, removes := a.comesOrGoes(op); len(removes) == 0 && meets(makes, gone) {
			for _, m := range makes {
				met[m.folded()] = true
			}
			continue
		}
		made = append(made, op)
	}
	rest = slices.DeleteFunc(slices.Clone(after), func(op ops.Op) bool {
		makes, removes := a.comesOrGoes(op)
		return len(makes) == 0 && meets(removes, met)
	})
	return made, rest
}

// comesOrGoes is what an operation makes and removes, also where the order of operations does not
// need to know that: constraints whose names are their table's own.
func (a *arranger) comesOrGoes(op ops.Op) (makes, removes []thing) {
	own := func(on ops.On, name string) []thing {
		return []thing{{checked, on.Schema, columnWord(on.ID(), name), ""}}
	}
	switch o := op.(type) {
	case *ops.CreateCheck:
		return own(o.On, o.Name), nil
	case *ops.DropCheck:
		return nil, own(o.On, o.Name)
	case *ops.CreateForeignKey:
		return own(o.On, o.Name), nil
	case *ops.DropForeignKey:
		return nil, own(o.On, o.Name)
	}
	e := a.effect(op)
	return e.makes, e.removes
}
