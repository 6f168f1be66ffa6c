package autogen

import (
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func (c *comparison) events() kind[schema.Event] {
	return kind[schema.Event]{
		what:    "event",
		name:    func(e *schema.Event) string { return e.ID().String() },
		comment: func(*schema.Event) *string { return new(string) }, // alter changes it with the rest
		same: func(a, b *schema.Event) bool {
			return a.At == b.At && a.Every == b.Every && a.Starts == b.Starts && a.Ends == b.Ends && a.Preserve == b.Preserve &&
				a.State == b.State && a.Comment == b.Comment && c.sameCode(a.SQL, b.SQL) && sameOwnOptions(a.Options, b.Options)
		},
		create: func(e *schema.Event) ops.Op { return &ops.CreateEvent{Event: *e} },
		drop: func(e *schema.Event) ops.Op {
			return &ops.DropEvent{Named: ops.Named{Name: e.Name, Schema: e.Schema}}
		},
		alter: c.alterEvent,
	}
}

// alterEvent changes an event in place. What was found to be the same stands in
// the wish's words on both sides, and so is left alone.
func (c *comparison) alterEvent(wish, live *schema.Event) ops.Op {
	now, was := schema.Clone(wish), schema.Clone(live)
	for _, native := range c.native.Events {
		if native.ID() != wish.ID() {
			continue
		}
		now.Options = schema.Clone(native.Options)
		for _, f := range []struct{ native, live, wish, was *string }{
			{&native.At, &live.At, &now.At, &was.At}, {&native.Every, &live.Every, &now.Every, &was.Every},
			{&native.Starts, &live.Starts, &now.Starts, &was.Starts}, {&native.Ends, &live.Ends, &now.Ends, &was.Ends},
		} {
			if *f.native == *f.live {
				*f.was = *f.wish
			}
		}
		if c.sameCode(native.SQL, live.SQL) {
			was.SQL = now.SQL
		}
	}
	return &ops.AlterEvent{Event: *now, Existing: was}
}
