package dialect

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Joins says how a dialect changes several columns of a table in one ALTER TABLE.
type Joins struct {
	Head   func(table schema.Name) string // how an ALTER TABLE of it begins
	Before string                         // how a statement begins that may come before one: ALTER SEQUENCE
	After  string                         // how a statement begins that may follow one: COMMENT ON
	// Alone reports whether an operation, compiled to these statements, stays by itself whatever
	// they are; nil: none does. The table is as it is before it, and nil when that is not known.
	Alone func(op ops.Op, statements []Statement, table *schema.Table) bool
	// Apart reports whether two operations would cost more in one ALTER TABLE than in two; nil: never.
	Apart func(a, b ops.Op) bool
}

// Compile compiles the operation at the head of a list, and with it as many of the next ones
// as can be one ALTER TABLE with it: such that change other columns of the same table. It
// returns how many these are.
func (j Joins) Compile(d Dialect, list []ops.Op, present Present) (int, []Statement, error) {
	column := changedColumn(list[0])
	if column == "" {
		statements, err := d.Compile(list[0], present)
		return 1, statements, err
	}
	table := list[0].(interface{ ID() schema.Name }).ID()
	now, err := tableOf(d, present, table)
	if err != nil {
		return 1, nil, err
	}
	first, err := d.Compile(list[0], now.present)
	if err != nil {
		return 1, nil, err
	}
	joined, ok := j.part(list[0], first, now.table())
	if !ok {
		return 1, first, nil
	}
	columns, n := []string{strings.ToLower(column)}, 1
	for _, op := range list[1:] {
		column := strings.ToLower(changedColumn(op))
		if column == "" || slices.Contains(columns, column) || j.Apart != nil && j.Apart(list[0], op) || !now.follow(list[n-1]) {
			break
		}
		statements, err := d.Compile(op, now.present)
		if err != nil {
			break // it comes again when this is the first operation
		}
		more, ok := j.part(op, statements, now.table())
		if !ok {
			break
		}
		columns, joined = append(columns, column), joined.with(more)
		n++
	}
	if len(joined.actions) == 1 {
		return 1, first, nil
	}
	alter := Statement{SQL: j.Head(table) + "\n  " + strings.Join(joined.actions, ",\n  ")}
	return n, slices.Concat(joined.before, []Statement{alter}, joined.after), nil
}

// parts are the actions of an ALTER TABLE, and the statements around it.
type parts struct {
	before  []Statement
	actions []string
	after   []Statement
}

func (p parts) with(more parts) parts {
	return parts{append(p.before, more.before...), append(p.actions, more.actions...), append(p.after, more.after...)}
}

// part is what an operation comes to with an ALTER TABLE that does more; ok is false for one
// that stays by itself.
func (j Joins) part(op ops.Op, statements []Statement, table *schema.Table) (p parts, ok bool) {
	if j.Alone != nil && j.Alone(op, statements, table) {
		return p, false
	}
	head := j.Head(op.(interface{ ID() schema.Name }).ID())
	for _, s := range statements {
		rest, alters := strings.CutPrefix(s.SQL, head)
		action := strings.TrimLeft(rest, " \n")
		switch {
		case alters && action != rest && len(p.after) == 0 && s.Warning == "":
			p.actions = append(p.actions, action)
		case j.Before != "" && strings.HasPrefix(s.SQL, j.Before) && len(p.actions) == 0:
			p.before = append(p.before, s)
		case j.After != "" && strings.HasPrefix(s.SQL, j.After):
			p.after = append(p.after, s)
		default:
			return p, false
		}
	}
	return p, len(p.actions) > 0
}

// ChangesColumn reports whether an operation makes a column, or makes it another one, and that is all.
func ChangesColumn(op ops.Op) bool {
	_, drops := op.(*ops.DropColumn)
	return !drops && changedColumn(op) != ""
}

// changedColumn is the column that an operation comes down to, empty where it may be about
// more: about another column's values, or the numbers of the rows.
func changedColumn(op ops.Op) string {
	switch o := op.(type) {
	case *ops.AddColumn:
		if c := o.Column; !c.Autoincrement && c.Identity == nil && c.Generated == nil {
			return c.Name
		}
	case *ops.DropColumn:
		return o.Column
	case *ops.AlterColumn:
		if o.Using.IsZero() && o.Autoincrement == nil && o.Identity == nil && o.Generated == nil && !o.Drops("identity") && !o.Drops("generated") {
			return o.Column
		}
	}
	return ""
}

// oneTable is a table that operations are followed in.
type oneTable struct {
	d    Dialect
	name schema.Name
	db   *schema.Database
	rest Present // for all others
}

func tableOf(d Dialect, present Present, name schema.Name) (*oneTable, error) {
	db, err := present(name)
	return &oneTable{d, name, db, present}, err
}

// table is nil when nothing is known of it.
func (o *oneTable) table() *schema.Table {
	if o.db == nil {
		return nil
	}
	return o.db.Table(o.name)
}

func (o *oneTable) present(name schema.Name) (*schema.Database, error) {
	if name != o.name {
		return o.rest(name)
	}
	return schema.Clone(o.db), nil
}

// follow does to the table what an operation does, and reports whether it could. One that does
// not fit does nothing: of a table that has left its parent a dry run does not know the columns.
func (o *oneTable) follow(op ops.Op) bool {
	t := o.table()
	if t == nil {
		return true // offline, and the operations say what they need to know
	}
	_ = Apply(o.d, o.db, op)
	native, err := LowerTable(o.d, t)
	if err == nil {
		*t = *native
	}
	return err == nil
}
