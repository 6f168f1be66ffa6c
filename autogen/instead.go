package autogen

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// insteadTriggers makes the triggers of a view that is made anew once more: they go
// with the old one.
func (c *comparison) insteadTriggers() {
	p := &c.plan
	for _, op := range slices.Clone(p.dropCode) {
		view, ok := op.(*ops.DropView)
		again := func(op ops.Op) bool {
			o, ok := op.(*ops.CreateView)
			return ok && id(o.Schema, o.Name) == view.ID()
		}
		if !ok || !slices.ContainsFunc(p.createCode, again) {
			continue
		}
		for _, t := range c.live.Triggers {
			dropped := func(op ops.Op) bool {
				o, ok := op.(*ops.DropTrigger)
				return ok && o.Name == t.Name && o.ID() == id(t.Schema, t.Table)
			}
			if id(t.Schema, t.Table) == view.ID() && !slices.ContainsFunc(p.dropCode, dropped) {
				p.dropCode = append(p.dropCode, dropTrigger(t))
				p.createCode = append(p.createCode, &ops.CreateTrigger{Trigger: *schema.Clone(t)})
			}
		}
	}
}
