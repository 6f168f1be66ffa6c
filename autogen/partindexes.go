package autogen

import (
	"maps"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// inheritedAgain says once more what partitions have of their own in the indexes that they
// have for those of their parent: where that one is made anew, so are theirs.
func (c *comparison) inheritedAgain() {
	name, anew := c.d.Name(), c.indexesAnew()
	if len(anew) == 0 {
		return
	}
	wished := c.native.TablesByID()
	for _, t := range c.live.Tables {
		wish := wished[t.ID()]
		if wish == nil {
			continue
		}
		options := t.Options[name]
		for _, key := range slices.Sorted(maps.Keys(options)) {
			parent, ok := inheritedIndex(key)
			if !ok || !anew[id(t.Schema, parent)] || wish.Options.Get(name, key) != options[key] {
				continue // a value that differs is set anyway
			}
			c.plan.dropConstraints = append(c.plan.dropConstraints, setOption(t, name, key, ""))
			c.plan.alterTables = append(c.plan.alterTables, setOption(t, name, key, options[key]))
		}
	}
}

// indexesAnew are the indexes, with those behind constraints, that the plan drops and creates.
func (c *comparison) indexesAnew() map[schema.Name]bool {
	dropped, anew := map[schema.Name]bool{}, map[schema.Name]bool{}
	for _, op := range slices.Concat(c.plan.dropConstraints, c.plan.dropIndexes, c.plan.dropForeignKeys) {
		if _, name, ok := droppedPiece(op); ok {
			dropped[name] = true
		}
	}
	for _, op := range slices.Concat(c.plan.createIndexes, c.plan.createUniques, c.plan.createForeignKeys) {
		var made schema.Name
		switch o := op.(type) {
		case *ops.CreateIndex:
			made = id(o.Schema, o.Name)
		case *ops.CreateUnique:
			made = id(o.Schema, o.Name)
		case *ops.CreatePrimaryKey:
			made = id(o.Schema, o.Name)
		}
		if dropped[made] {
			anew[made] = true
		}
	}
	return anew
}

// sayLate lets a partition that comes back have its parent's indexes, where these are made
// anew, before it says what is its own in them.
func sayLate(back []ops.Op, anew map[schema.Name]bool) []ops.Op {
	if len(anew) == 0 {
		return back
	}
	var late []ops.Op
	for _, op := range back {
		o, ok := op.(*ops.CreateTable)
		if !ok {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(o.Options["postgres"])) {
			if parent, ok := inheritedIndex(key); ok && anew[id(o.Schema, parent)] {
				late = append(late, setOption(&o.Table, "postgres", key, o.Options["postgres"][key]))
				delete(o.Options["postgres"], key)
			}
		}
	}
	return append(back, late...)
}
