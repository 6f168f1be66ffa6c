package autogen

import (
	"context"

	"github.com/limbeck/migrate/schema"
)

// settleObjects does for views, routines, triggers and domains what settle does for
// tables, where the wish has them in somebody's own words and not in a server's.
func (c *comparison) settleObjects(ctx context.Context) error {
	if c.opts.Complete || c.opts.Spell == nil {
		return nil
	}
	disputed := different(c.native.Views, c.live.Views, c.views())
	disputed = append(disputed, different(c.native.Routines, c.live.Routines, c.routines())...)
	disputed = append(disputed, different(c.native.Triggers, c.live.Triggers, c.triggers())...)
	disputed = append(disputed, different(c.native.Domains, c.live.Domains, c.domains())...)
	disputed = append(disputed, different(c.native.Objects, c.live.Objects, others)...)
	if len(disputed) == 0 {
		return nil
	}
	spelled, err := c.opts.Spell(ctx, c.wish)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		for _, object := range disputed {
			c.unconfirmed(object, err.Error())
		}
		return nil
	}
	takeObjects(c.native.Views, spelled.Views, c.views())
	takeObjects(c.native.Routines, spelled.Routines, c.routines())
	takeObjects(c.native.Triggers, spelled.Triggers, c.triggers())
	takeObjects(c.native.Domains, spelled.Domains, c.domains())
	takeObjects(c.native.Objects, spelled.Objects, others)
	return nil
}

// different lists the objects of one kind that are on both sides and differ.
func different[T any](native, live []*T, k kind[T]) []string {
	there := map[string]*T{}
	for _, l := range live {
		there[k.name(l)] = l
	}
	var out []string
	for _, n := range native {
		if l := there[k.name(n)]; l != nil && !k.same(n, l) {
			out = append(out, k.called(n))
		}
	}
	return out
}

// takeObjects puts what the server made of the objects of one kind in their place.
func takeObjects[T any](native, spelled []*T, k kind[T]) {
	said := map[string]*T{}
	for _, s := range spelled {
		said[k.name(s)] = s
	}
	for i, n := range native {
		if s := said[k.name(n)]; s != nil {
			native[i] = schema.Clone(s)
		}
	}
}
