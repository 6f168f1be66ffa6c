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

// takeBack puts into a way back what takes all of the values out again, where the first came.
func (v *addedValues) takeBack(ctx context.Context, back [][]ops.Op) ([]ops.Op, error) {
	if v.before == nil {
		return slices.Concat(back...), nil
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
	before, lose := v.once(slices.Concat(back[:n]...), lost.Upgrade)
	return slices.Concat(before, lose, slices.Concat(back[n:]...)), nil
}

// once leaves out what some operations make that others take down again.
func (v *addedValues) once(before, after []ops.Op) (made, rest []ops.Op) {
	a := newArranger(v.d, v.before)
	gone := map[thing]bool{}
	for _, op := range after {
		if e := a.effect(op); len(e.makes) == 0 {
			for _, r := range e.removes {
				gone[r.folded()] = true
			}
		}
	}
	met := map[thing]bool{}
	meets := func(things []thing, of map[thing]bool) bool {
		return slices.ContainsFunc(things, func(t thing) bool { return of[t.folded()] })
	}
	for _, op := range before {
		if e := a.effect(op); len(e.removes) == 0 && meets(e.makes, gone) {
			for _, m := range e.makes {
				met[m.folded()] = true
			}
			continue
		}
		made = append(made, op)
	}
	rest = slices.DeleteFunc(slices.Clone(after), func(op ops.Op) bool {
		e := a.effect(op)
		return len(e.makes) == 0 && meets(e.removes, met)
	})
	return made, rest
}
