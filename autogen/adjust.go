package autogen

import (
	"maps"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// adjusts reports whether an index of a table, or of a view, by their options, can get other options
// and stay.
func (c *comparison) adjusts(table, from, to schema.Options) bool {
	can := c.d.Traits().AdjustsIndex
	return can != nil && can(table, from, to)
}

// adjusted takes the parts for the same ones whose index can get other options and stay.
func adjusted[T any](d *tableDiff, m *matching, wish, live []*T, same func(a, b *T) bool, name func(*T) *string, options func(*T) *schema.Options) {
	turned(m, wish, live, same, name, func(is, wish *T) bool {
		can := d.adjusts(d.live.Options, *options(is), *options(wish))
		*options(is) = *options(wish)
		return can
	})
}

// adjust changes the options of the indexes behind those that are the same still. Those of before,
// which have taken the wish's, get the live ones back.
func adjust[T any](d *tableDiff, m matching, p parts[T], options func(*T) *schema.Options) {
	for _, i := range slices.Sorted(maps.Keys(m.same)) {
		j := m.same[i]
		if i >= len(p.wish) || j >= len(p.before) {
			continue
		}
		change := ops.ChangeOptions(*options(p.live[j]), *options(p.native[i]))
		if change == nil {
			continue
		}
		d.giveBack(options(p.before[j]), *options(p.live[j]))
		d.found.alterTables = append(d.found.alterTables, &ops.AlterIndex{On: d.on, Name: *p.name(p.wish[i]), Options: change})
	}
}

// giveBack lets options of before, which are the wish's, be the live ones.
func (d *tableDiff) giveBack(before *schema.Options, live schema.Options) {
	native := d.d.Name()
	delete(*before, native)
	for key, value := range live[native] {
		before.Set(native, key, value)
	}
}

func primaryKeyOptions(k *schema.PrimaryKey) *schema.Options { return &k.Options }
func uniqueOptions(u *schema.Unique) *schema.Options         { return &u.Options }
func exclusionOptions(x *schema.Exclusion) *schema.Options   { return &x.Options }
func indexSettings(x *schema.Index) *schema.Options          { return &x.Options }
