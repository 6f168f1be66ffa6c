package revision

import (
	"fmt"
	"slices"
)

// RowKind is what happens to a row of the version table.
type RowKind string

// The kinds of row operation.
const (
	InsertRow RowKind = "insert"
	DeleteRow RowKind = "delete"
	UpdateRow RowKind = "update"
)

// RowOp is one statement on the version table. Each must hit exactly one row; if it
// does not, somebody else changed the table meanwhile.
type RowOp struct {
	Kind    RowKind
	Version string // the row inserted, deleted, or what the row becomes
	From    string // what an updated row was
}

func (op RowOp) String() string {
	if op.Kind == UpdateRow {
		return fmt.Sprintf("update %s to %s", op.From, op.Version)
	}
	return fmt.Sprintf("%s %s", op.Kind, op.Version)
}

// versionRows are the rows of a version table while a plan is made.
type versionRows map[string]bool

func newRows(current []string) versionRows {
	rows := make(versionRows, len(current)+1)
	for _, id := range current {
		rows[id] = true
	}
	return rows
}

// sorted lists the rows.
func (v versionRows) sorted() []string {
	list := make([]string, 0, len(v))
	for id := range v {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

// move replaces the rows from, as far as they are there, by the rows to, as far as
// they are not, with the fewest statements: one row becomes another where it can.
func (v versionRows) move(from, to []string) []RowOp {
	from = slices.DeleteFunc(slices.Clone(from), func(id string) bool { return !v[id] })
	to = slices.DeleteFunc(slices.Clone(to), func(id string) bool { return v[id] })
	var ops []RowOp
	update := len(from) > 0 && len(to) > 0
	for i, id := range from {
		if !update || i < len(from)-1 {
			ops = append(ops, RowOp{Kind: DeleteRow, Version: id})
		}
	}
	for i, id := range to {
		if !update || i < len(to)-1 {
			ops = append(ops, RowOp{Kind: InsertRow, Version: id})
		}
	}
	if update {
		ops = append(ops, RowOp{Kind: UpdateRow, From: from[len(from)-1], Version: to[len(to)-1]})
	}
	v.apply(ops)
	return ops
}

// apply does what operations say.
func (v versionRows) apply(ops []RowOp) {
	for _, op := range ops {
		switch op.Kind {
		case InsertRow:
			v[op.Version] = true
		case DeleteRow:
			delete(v, op.Version)
		case UpdateRow:
			delete(v, op.From)
			v[op.Version] = true
		}
	}
}
