package autogen

import (
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
	}
}

func hasUnique(t *schema.Table, name string) bool {
	return slices.ContainsFunc(t.Uniques, func(u *schema.Unique) bool { return u.Name == name })
}
