package autogen

import (
	"maps"
	"slices"

	"github.com/limbeck/migrate/schema"
)

// keepNames gives a unique constraint of the wish that may have any name that of
// the live one over the same columns, which an earlier version of the rule made.
func (c *comparison) keepNames() {
	there := c.live.TablesByID()
	for i, native := range c.native.Tables {
		live := there[native.ID()]
		if live == nil {
			continue
		}
		for j, u := range c.wish.Tables[i].Uniques {
			if !u.AnyName || j >= len(native.Uniques) {
				continue
			}
			if !hasUnique(live, native.Uniques[j].Name) {
				at := slices.IndexFunc(live.Uniques, func(l *schema.Unique) bool {
					return sameUnique(l, native.Uniques[j]) && (l.Name == "" || !hasUnique(native, l.Name))
				})
				if at < 0 {
					continue
				}
				native.Uniques[j].Name = live.Uniques[at].Name
			}
			u.Name = native.Uniques[j].Name
		}
		keepKeyNames(c.wish.Tables[i], native, live)
	}
}

// keepKeyNames does it for the foreign keys, if all of a table that may have any name
// are there. What says the same once more stays as well.
func keepKeyNames(wish, native, live *schema.Table) {
	there := map[int][]*schema.ForeignKey{}
	for j, f := range wish.ForeignKeys {
		if !f.AnyName || j >= len(native.ForeignKeys) {
			continue
		}
		for _, l := range live.ForeignKeys {
			if sameForeignKey(l, native.ForeignKeys[j]) {
				there[j] = append(there[j], l)
			}
		}
		if there[j] == nil {
			return
		}
	}
	for _, j := range slices.Sorted(maps.Keys(there)) {
		keys := there[j]
		own := max(0, slices.IndexFunc(keys, func(l *schema.ForeignKey) bool { return l.Name == native.ForeignKeys[j].Name }))
		wish.ForeignKeys[j].Name, native.ForeignKeys[j].Name = keys[own].Name, keys[own].Name
		for _, l := range slices.Delete(slices.Clone(keys), own, own+1) {
			again, same := *wish.ForeignKeys[j], *native.ForeignKeys[j]
			again.Name, same.Name = l.Name, l.Name
			wish.ForeignKeys, native.ForeignKeys = append(wish.ForeignKeys, &again), append(native.ForeignKeys, &same)
		}
	}
}

func hasUnique(t *schema.Table, name string) bool {
	return slices.ContainsFunc(t.Uniques, func(u *schema.Unique) bool { return u.Name == name })
}
