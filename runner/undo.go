package runner

import (
	"context"
	"errors"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/schema"
)

// undo takes back an upgrade that stopped halfway: of the revision's downgrade,
// what has a counterpart in the applied part.
type undo struct {
	entry      entry
	db         *schema.Database // as it is, followed as far as operations go
	data, none bool             // all, none of the upgrade's data statements were applied
	exists     func(dialect.Object) (bool, error)
	effect     func(unit) dialect.Effect
}

func (r *run) newUndo(ctx context.Context, step revision.Step, e entry) (*undo, error) {
	up := step
	up.Direction = revision.Up
	list, err := units(r.d, up)
	if err != nil {
		return nil, err
	}
	if err := e.matches(up, list); err != nil {
		return nil, err
	}
	u := &undo{entry: e, data: true, none: true, effect: func(u unit) dialect.Effect { return u.effect(r.d) }}
	for i, unit := range list {
		if unit.effect(r.d).Kind == dialect.Data {
			u.data = u.data && i < e.Position
			u.none = u.none && i >= e.Position
		}
	}
	u.exists = func(o dialect.Object) (bool, error) {
		text, err := r.d.Definition(ctx, r.conn, o)
		return text != "", err
	}
	if u.db, err = introspect.Read(ctx, r.conn, r.d, introspect.Options{}); err != nil {
		return nil, r.explain(err)
	}
	return u, nil
}

// errMixed is why data is not taken back by guess.
var errMixed = errors.New("some of the upgrade's data statements were applied and some were not, and the downgrade doesn't say which of its own belong to which: " +
	"mend the cause and finish the upgrade, then downgrade")

// skips reports whether a unit of the downgrade has nothing to take back.
func (u *undo) skips(of unit) (bool, error) {
	if u == nil {
		return false, nil
	}
	e := u.effect(of)
	if e.Kind == dialect.Data {
		if !u.data && !u.none {
			return false, errMixed
		}
		return u.none && !u.data, nil
	}
	if _, ok := of.op.(*ops.Execute); !ok {
		return ops.Apply(u.db, of.op) != nil, nil
	}
	if e.Verb != "drop" || !e.Alone {
		return false, nil
	}
	for _, o := range e.Objects {
		if there, err := u.exists(o); err != nil || there {
			return false, err
		}
	}
	return true, nil
}
