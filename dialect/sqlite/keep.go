package sqlite

import (
	"reflect"
	"slices"

	"github.com/limbeck/migrate/schema"
)

// keptElement is a piece of the text that a table was read from. It is whole when
// all that it says still holds; of others only the comments are kept.
type keptElement struct {
	element
	whole bool
}

func (k keptElement) line() line { return line{k.lead, k.text, k.trail} }

// keep finds the pieces of the old table's text that say what the new table is.
func (w *tableWriter) keep(old *schema.Table) {
	if old.Source == "" {
		return
	}
	parsed, err := parseTable(old.Source)
	if err != nil || !sameShape(parsed.Table, old) {
		return
	}
	for _, e := range parsed.elements {
		k := keptElement{element: e}
		if e.column == "" || w.t.Column(e.column) != nil {
			k.whole = w.keepElement(old, e)
			w.kept = append(w.kept, k)
		}
	}
}

// sameShape reports whether the parts of both tables are the same ones, in order.
func sameShape(parsed, old *schema.Table) bool {
	return slices.EqualFunc(parsed.Columns, old.Columns, func(a, b *schema.Column) bool { return a.Name == b.Name }) &&
		len(parsed.Uniques) == len(old.Uniques) && len(parsed.ForeignKeys) == len(old.ForeignKeys) && len(parsed.Checks) == len(old.Checks)
}

// keepElement reports whether all that an element declares is the same in the old
// table and the new, and marks it as done if so.
func (w *tableWriter) keepElement(old *schema.Table, e element) bool {
	if e.column != "" && !sameColumn(old, w.t, e.column) || e.primaryKey && !reflect.DeepEqual(old.PrimaryKey, w.t.PrimaryKey) {
		return false
	}
	uniques, ok := findAll(old.Uniques, e.uniques, w.t.Uniques, w.uniques)
	if !ok {
		return false
	}
	foreignKeys, ok := findAll(old.ForeignKeys, e.foreignKeys, w.t.ForeignKeys, w.foreignKeys)
	if !ok {
		return false
	}
	checks, ok := findAll(old.Checks, e.checks, w.t.Checks, w.checks)
	if !ok {
		return false
	}
	w.uniques, w.foreignKeys, w.checks = uniques, foreignKeys, checks
	w.primaryKey = w.primaryKey || e.primaryKey
	return true
}

// sameColumn reports whether a column is the same in both tables, and in the
// primary key of both or of neither.
func sameColumn(a, b *schema.Table, column string) bool {
	x, y := *a.Column(column), *b.Column(column)
	x.Origin, y.Origin = "", ""
	return reflect.DeepEqual(x, y) && inKey(a, column) == inKey(b, column)
}

func inKey(t *schema.Table, column string) bool {
	return t.PrimaryKey != nil && slices.Contains(t.PrimaryKey.Columns, column)
}

// findAll finds the old constraints at some positions among the new ones that
// aren't done yet, and returns what is done then.
func findAll[T any](old []*T, positions []int, now []*T, done []bool) ([]bool, bool) {
	done = slices.Clone(done)
	for _, i := range positions {
		found := false
		for j := range now {
			if found = !done[j] && reflect.DeepEqual(old[i], now[j]); found {
				done[j] = true
				break
			}
		}
		if !found {
			return nil, false
		}
	}
	return done, true
}
