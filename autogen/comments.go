package autogen

import (
	"maps"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// parts are the parts of one kind in the four forms of a table.
type parts[T any] struct {
	on                         string // what set_comment calls them
	wish, native, live, before []*T
	name, comment              func(*T) *string
}

// comments changes the comments of parts that are otherwise the same. Those of
// before, which have taken the wish's words, get the live comments back.
func comments[T any](d *tableDiff, m matching, p parts[T]) {
	for _, i := range slices.Sorted(maps.Keys(m.same)) {
		j := m.same[i]
		if i >= len(p.wish) || j >= len(p.before) || *p.comment(p.native[i]) == *p.comment(p.live[j]) {
			continue
		}
		*p.comment(p.before[j]) = *p.comment(p.live[j])
		if *p.name(p.before[j]) != "" {
			d.found.comments = append(d.found.comments, &ops.SetComment{On: p.on, Name: *p.name(p.wish[i]),
				Table: d.on.Table, Schema: d.on.Schema, Comment: *p.comment(p.wish[i])})
		}
	}
}

func primaryKeyComment(k *schema.PrimaryKey) *string { return &k.Comment }
func uniqueComment(u *schema.Unique) *string         { return &u.Comment }
func foreignKeyComment(f *schema.ForeignKey) *string { return &f.Comment }
func checkComment(k *schema.Check) *string           { return &k.Comment }
func exclusionComment(x *schema.Exclusion) *string   { return &x.Comment }
func indexComment(x *schema.Index) *string           { return &x.Comment }

// Those of the indexes behind constraints.
func primaryKeyIndexComment(k *schema.PrimaryKey) *string { return &k.IndexComment }
func uniqueIndexComment(u *schema.Unique) *string         { return &u.IndexComment }
func exclusionIndexComment(x *schema.Exclusion) *string   { return &x.IndexComment }
