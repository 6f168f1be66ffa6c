package autogen

import (
	"fmt"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// tagPrefix starts the names that unnamed parts have while a wish is lowered.
const tagPrefix = "limbeck_unnamed_"

// tag names all unnamed constraints and indexes of a table, so that they can be
// told apart in another form of the same table.
func tag(t *schema.Table) {
	tagAll("ck", t.Checks, checkName)
	tagAll("ix", t.Indexes, indexName)
	tagAll("uq", t.Uniques, uniqueName)
	tagAll("fk", t.ForeignKeys, foreignKeyName)
	tagAll("ex", t.Exclusions, exclusionName)
}

func tagAll[T any](kind string, parts []*T, name func(*T) *string) {
	for i, p := range parts {
		if *name(p) == "" {
			*name(p) = fmt.Sprintf("%s%s_%d", tagPrefix, kind, i)
		}
	}
}

// untag takes the names of tag away again.
func untag(t *schema.Table) {
	untagAll(t.Checks, checkName)
	untagAll(t.Indexes, indexName)
	untagAll(t.Uniques, uniqueName)
	untagAll(t.ForeignKeys, foreignKeyName)
	untagAll(t.Exclusions, exclusionName)
}

func untagAll[T any](parts []*T, name func(*T) *string) {
	for _, p := range parts {
		if strings.HasPrefix(*name(p), tagPrefix) {
			*name(p) = ""
		}
	}
}

// align puts the parts of a neutral table and its native form, both tagged, into
// the same order. A part that the dialect leaves out (a check without text for it)
// is not compared; one that only the native form has (a check that a type implies)
// comes last.
func align(wish, native *schema.Table) {
	wish.Checks, native.Checks = alignAll(wish.Checks, native.Checks, checkName)
	wish.Indexes, native.Indexes = alignAll(wish.Indexes, native.Indexes, indexName)
	wish.Uniques, native.Uniques = alignAll(wish.Uniques, native.Uniques, uniqueName)
	wish.ForeignKeys, native.ForeignKeys = alignAll(wish.ForeignKeys, native.ForeignKeys, foreignKeyName)
	wish.Exclusions, native.Exclusions = alignAll(wish.Exclusions, native.Exclusions, exclusionName)
}

func alignAll[T any](wish, native []*T, name func(*T) *string) (w, n []*T) {
	byName := make(map[string]*T, len(native))
	for _, p := range native {
		byName[*name(p)] = p
	}
	for _, p := range wish {
		if twin, ok := byName[*name(p)]; ok {
			w, n = append(w, p), append(n, twin)
			delete(byName, *name(p))
		}
	}
	for _, p := range native {
		if byName[*name(p)] == p {
			n = append(n, p)
		}
	}
	return w, n
}
