package autogen

import (
	"fmt"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// rename carries the renames out on the live side, so that the rest of the
// comparison sees the same names on both.
func (c *comparison) rename() error {
	list, err := c.renames()
	if err != nil || len(list) == 0 {
		return err
	}
	c.original = schema.Clone(c.live)
	if c.opts.History != nil {
		c.opts.History = schema.Clone(c.opts.History)
	}
	for _, op := range list {
		if err := ops.Apply(c.live, op); err != nil {
			return fmt.Errorf("%s: %w", ops.Describe(op), err)
		}
		broken := c.d.FollowRename(c.live, op)
		if !c.opts.Complete {
			for _, object := range broken {
				c.result.Warnings = append(c.result.Warnings, Note{object,
					"does not follow on this server when it comes to \"" + ops.Describe(op) + "\": drop it before and create it anew after, in this revision"})
			}
		}
		if h := c.opts.History; h != nil && ops.Apply(h, op) == nil {
			c.d.FollowRename(h, op)
		}
		c.plan.renames = append(c.plan.renames, op)
	}
	return nil
}

// codeBeforeRenames takes the dropping of views and triggers out of the plan where
// there are renames: it is done under the old names, so that a downgrade can bring
// them back under these.
func (c *comparison) codeBeforeRenames() []ops.Op {
	if len(c.plan.renames) == 0 {
		return nil
	}
	code := c.plan.dropCode
	c.plan.dropCode = nil
	for _, op := range code {
		drop, ok := op.(*ops.DropTrigger)
		if !ok {
			continue
		}
		for _, r := range slices.Backward(c.plan.renames) {
			if t, ok := r.(*ops.RenameTable); ok && id(t.Schema, t.To) == drop.ID() {
				drop.Table = t.Table
			}
		}
	}
	return code
}

// unrenamed is before as it is in the database: with the old names.
func (c *comparison) unrenamed() (*schema.Database, error) {
	state := schema.Clone(c.before)
	for _, op := range slices.Backward(c.plan.renames) {
		back, err := ops.Inverse(op, state)
		if err != nil {
			return nil, err
		}
		for _, b := range back {
			if err := ops.Apply(state, b); err != nil {
				return nil, err
			}
		}
	}
	if c.original != nil {
		kept := schema.Clone(c.original)
		state.Views, state.Triggers, state.Sequences = kept.Views, kept.Triggers, kept.Sequences
	}
	return state, nil
}
