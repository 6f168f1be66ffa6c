package autogen

import (
	"cmp"
	"maps"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// matching tells, for one kind of part of a table, which parts of the wish are
// live already (same: wish index to live index), which have to be created, and
// which live ones have to go. A changed part is in both of the latter.
type matching struct {
	same    map[int]int
	created []int
	gone    []int
}

// match pairs the parts of both sides: by name where both have one, else by what
// they are. Its cost is linear for named parts. Where renames is true, parts that
// differ in nothing but the name are the same ones, to be renamed.
func match[T any](wish, live []*T, name func(*T) *string, same func(a, b *T) bool, renames bool) matching {
	m := matching{same: map[int]int{}}
	byName := map[string]int{}
	for j, l := range live {
		if n := *name(l); n != "" {
			byName[n] = j
		}
	}
	taken := make([]bool, len(live))
	done := make([]bool, len(wish))
	for i, w := range wish {
		if j, ok := byName[*name(w)]; ok && !taken[j] {
			taken[j], done[i] = true, true
			if same(w, live[j]) {
				m.same[i] = j
			} else {
				m.created, m.gone = append(m.created, i), append(m.gone, j)
			}
		}
	}
	for i, w := range wish {
		if done[i] {
			continue
		}
		if j := twin(w, live, taken, name, same, renames); j >= 0 {
			taken[j] = true
			m.same[i] = j
		} else {
			m.created = append(m.created, i)
		}
	}
	for j := range live {
		if !taken[j] {
			m.gone = append(m.gone, j)
		}
	}
	return m
}

// twin finds the live part that equals one of the wish under another name, where
// either of the two has none or where it can be renamed.
func twin[T any](w *T, live []*T, taken []bool, name func(*T) *string, same func(a, b *T) bool, renames bool) int {
	for j, l := range live {
		if !taken[j] && (renames || *name(w) == "" || *name(l) == "") && same(w, l) {
			return j
		}
	}
	return -1
}

// validated finds the parts that are live but for having to be validated, and takes them for
// the same ones.
func validated[T any](m *matching, wish, live []*T, same func(a, b *T) bool, name func(*T) *string, notValid func(*T) *bool) {
	turned(m, wish, live, same, name, func(is, _ *T) bool {
		was := *notValid(is)
		*notValid(is) = false
		return was
	})
}

// turned takes parts for the same ones that a live one becomes under its name.
func turned[T any](m *matching, wish, live []*T, same func(a, b *T) bool, name func(*T) *string, become func(is, wish *T) bool) {
	m.created = slices.DeleteFunc(m.created, func(i int) bool {
		at := slices.IndexFunc(m.gone, func(j int) bool {
			is := *live[j]
			return *name(&is) == *name(wish[i]) && become(&is, wish[i]) && same(wish[i], &is)
		})
		if at >= 0 {
			m.same[i] = m.gone[at]
			m.gone = slices.Delete(m.gone, at, at+1)
		}
		return at >= 0
	})
}

// validate does so for those that are the same still.
func validate[T any](d *tableDiff, m matching, wish, live, before []*T, name func(*T) *string, notValid func(*T) *bool, to *[]ops.Op) {
	if !slices.ContainsFunc(live, func(part *T) bool { return *notValid(part) }) {
		return
	}
	for _, i := range slices.Sorted(maps.Keys(m.same)) {
		if j := m.same[i]; i < len(wish) && j < len(before) && *notValid(live[j]) && !*notValid(wish[i]) {
			*notValid(before[j]) = true
			*to = append(*to, &ops.ValidateConstraint{On: d.on, Name: *name(wish[i])})
		}
	}
}

// adopt gives the parts that are live already one form on both sides: the wish's
// words under the live name, or under the one that names say for it. A part of the
// native wish that the neutral one does not have (a check that a type implies) is
// left to its column.
func adopt[T any](wish, before []*T, m matching, name func(*T) *string, names map[string]string) {
	for i, j := range m.same {
		if i >= len(wish) || j >= len(before) {
			continue
		}
		liveName := *name(before[j])
		if *name(wish[i]) == "" {
			*name(wish[i]) = cmp.Or(names[liveName], liveName)
		}
		*before[j] = *schema.Clone(wish[i])
		*name(before[j]) = liveName
	}
}

// renamed calls rename for the parts that get another name.
func renamed[T any](wish, before []*T, m matching, name func(*T) *string, rename func(from, to string)) {
	for _, i := range slices.Sorted(maps.Keys(m.same)) {
		if j := m.same[i]; i < len(wish) && j < len(before) {
			if from, to := *name(before[j]), *name(wish[i]); from != "" && from != to {
				rename(from, to)
			}
		}
	}
}

// emit turns what has to be created and dropped into operations.
func emit[T any](m matching, wish, before []*T, drops, creates *[]ops.Op, create, drop func(*T) ops.Op) {
	for _, j := range m.gone {
		*drops = append(*drops, drop(before[j]))
	}
	for _, i := range m.created {
		if i < len(wish) {
			*creates = append(*creates, create(schema.Clone(wish[i])))
		}
	}
}
