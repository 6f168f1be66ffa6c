package autogen

import (
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// inheritedAgain says once more what partitions have of their own in the indexes that they
// have for those of their parents: where that one is made anew, so are theirs, and where they
// leave and come again, so are those for its exclusions.
func (c *comparison) inheritedAgain() {
	name, anew, back := c.d.Name(), c.indexesAnew(), c.exclusionsBack()
	if len(anew)+len(back) == 0 {
		return
	}
	wished := c.native.TablesByID()
	for i, t := range c.live.Tables {
		wish := wished[t.ID()]
		if wish == nil {
			continue
		}
		options := t.Options[name]
		for _, key := range slices.Sorted(maps.Keys(options)) {
			parent, ok := inheritedIndex(key)
			comes := ok && len(back) > 0 && c.comesBack(t, parent, back)
			if !ok || !comes && !anew[id(t.Schema, parent)] || wish.Options.Get(name, key) != options[key] {
				continue // a value that differs is set anyway
			}
			before := &c.plan.dropConstraints
			if comes {
				before = &c.plan.dropForeignKeys // on the way back, after it has come
			}
			c.before.Tables[i].Options.Set(name, key, options[key]) // which the wish may leave to the server
			*before = append(*before, setOption(t, name, key, ""))
			c.plan.alterTables = append(c.plan.alterTables, setOption(t, name, key, options[key]))
		}
	}
}

// exclusionsBack are the exclusions of its parents that a partition gets again when it comes
// back to them.
func (c *comparison) exclusionsBack() map[cutKey]bool {
	back := map[cutKey]bool{}
	for _, op := range c.plan.reattach {
		o := op.(*ops.AlterTable)
		for key, parent := range o.Options[c.d.Name()] {
			if strings.HasPrefix(key, schema.ParentExclusion+" ") {
				back[cutKey{o.ID(), parent}] = true
			}
		}
	}
	return back
}

// comesBack reports whether a table gets an exclusion again, by itself or with the one that it
// is a partition of.
func (c *comparison) comesBack(t *schema.Table, exclusion string, back map[cutKey]bool) bool {
	of, ok := c.a.partitionOf(t)
	parent := c.live.Table(of)
	return back[cutKey{t.ID(), exclusion}] || ok && parent != nil && c.comesBack(parent, exclusion, back)
}

// indexesAnew are the indexes, with those behind constraints, that the plan drops and creates.
func (c *comparison) indexesAnew() map[schema.Name]bool {
	gone, anew := map[schema.Name]bool{}, map[schema.Name]bool{}
	for _, op := range slices.Concat(c.plan.dropConstraints, c.plan.dropIndexes, c.plan.dropForeignKeys) {
		if d, ok := droppedPiece(op); ok {
			gone[d.name] = true
		}
	}
	for _, op := range slices.Concat(c.plan.createIndexes, c.plan.createUniques, c.plan.createConstraints, c.plan.createForeignKeys) {
		if name, _ := madePiece(op); gone[name] {
			anew[name] = true
		}
	}
	return anew
}
