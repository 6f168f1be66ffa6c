package postgres

import (
	"reflect"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// followIndexNames lets partitions say of the indexes that they have for those of their parents
// what the wish calls these: an index, or a constraint with one, that only has another name there
// is renamed. It returns these new names, by table.
func followIndexNames(wish, live *schema.Database) map[schema.Name]map[string]string {
	there, renamed := byName(live), map[schema.Name]map[string]string{}
	for _, t := range wish.Tables {
		now := there[t.ID()]
		if now == nil || now.Options.Get(name, schema.PartitionBy) == "" {
			continue
		}
		if names := newIndexNames(t, now); len(names) > 0 {
			renamed[now.ID()] = names
			for _, heir := range heirs(live, now.ID()) {
				renameInherited(heir, names)
			}
		}
	}
	return renamed
}

// renameInherited gives the settings of a partition that name an index of its parent its new name.
func renameInherited(t *schema.Table, names map[string]string) {
	renamed := map[string]string{}
	for key, value := range t.Options[name] {
		if kind, parent, _ := strings.Cut(key, " "); inheritedSettings[kind] != "" && names[parent] != "" {
			renamed[kind+" "+names[parent]] = value
			delete(t.Options[name], key)
		}
	}
	for key, value := range renamed {
		t.Options.Set(name, key, value)
	}
}

// newIndexNames are the names that a wish has for the indexes of a live table which are there
// under others.
func newIndexNames(wish, live *schema.Table) map[string]string {
	names := map[string]string{}
	if w, l := wish.PrimaryKey, live.PrimaryKey; w != nil && l != nil && w.Name != "" && w.Name != l.Name && slices.Equal(w.Columns, l.Columns) {
		names[l.Name] = w.Name
	}
	pairRenamed(names, wish.Uniques, live.Uniques, func(u *schema.Unique) *string { return &u.Name })
	pairRenamed(names, wish.Exclusions, live.Exclusions, func(x *schema.Exclusion) *string { return &x.Name })
	pairRenamed(names, wish.Indexes, live.Indexes, func(x *schema.Index) *string { return &x.Name })
	return names
}

// pairRenamed adds those of one kind that are the same but for their names, which the other side has not.
func pairRenamed[T any](names map[string]string, wish, live []*T, called func(*T) *string) {
	lacks := func(list []*T, name string) bool {
		return name != "" && !slices.ContainsFunc(list, func(x *T) bool { return *called(x) == name })
	}
	taken := map[*T]bool{}
	for _, l := range live {
		for _, w := range wish {
			same := *l
			*called(&same) = *called(w)
			if !taken[w] && lacks(wish, *called(l)) && lacks(live, *called(w)) && reflect.DeepEqual(&same, w) {
				names[*called(l)], taken[w] = *called(w), true
				break
			}
		}
	}
}
