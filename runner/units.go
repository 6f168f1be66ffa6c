package runner

import (
	"fmt"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/schema"
)

// unit is one operation of a step; hand-written SQL is a unit for each statement.
type unit struct {
	op            ops.Op
	line          int
	noTransaction bool
}

// units lists what a step consists of on a dialect.
func units(d dialect.Dialect, step revision.Step) ([]unit, error) {
	body, err := step.Revision.Body()
	if err != nil {
		return nil, err
	}
	var out []unit
	if step.Direction == revision.Down && !body.HasDowngrade && !body.Empty() {
		return nil, &NoDowngrade{step.Revision}
	}
	located := body.Upgrade
	if step.Direction == revision.Down {
		located = body.Downgrade
	}
	for _, l := range located {
		e, ok := l.Op.(*ops.Execute)
		if !ok {
			out = append(out, unit{l.Op, l.Line, false})
			continue
		}
		statements, err := d.Compile(e, nowhere)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", step.Revision.Path, l.Line, err)
		}
		for _, s := range statements {
			out = append(out, unit{&ops.Execute{SQL: schema.SQL(s.SQL)}, l.Line, e.Transaction == "off"})
		}
	}
	for _, s := range body.Sections {
		if s.Direction != step.Direction || s.Dialect != "" && s.Dialect != d.Name() {
			continue
		}
		for _, piece := range d.Lexicon().Split(s.SQL) {
			out = append(out, unit{&ops.Execute{SQL: schema.SQL(piece.SQL)}, s.Line + piece.Line - 1, s.NoTransaction})
		}
	}
	return out, nil
}

// compileNext turns the unit at the head of a list into statements, and with it those of
// the next ones that the dialect does at once; it returns how many these are. A unit of an
// .sql revision is one statement already.
func compileNext(d dialect.Dialect, list []unit, present dialect.Present) (int, []dialect.Statement, error) {
	if _, ok := list[0].op.(*ops.Call); ok {
		return 1, []dialect.Statement{{}}, nil // a Go function takes a statement's place
	}
	return d.CompileNext(neighbours(list), present)
}

// neighbours are the operations at the head of a list that are on one table.
func neighbours(list []unit) []ops.Op {
	table := tableOf(list[0].op)
	out := []ops.Op{list[0].op}
	for _, u := range list[1:] {
		if table == nil || tableOf(u.op) == nil || *tableOf(u.op) != *table {
			break
		}
		out = append(out, u.op)
	}
	return out
}

// tableOf is the table of which an operation changes something, nil where it is about another object.
func tableOf(op ops.Op) *schema.Name {
	on, ok := op.(interface{ ID() schema.Name })
	if !ok {
		return nil
	}
	return new(on.ID())
}

// hash tells units apart: by what the file says, not by what that comes to on a
// database.
func (u unit) hash() string {
	if e, ok := u.op.(*ops.Execute); ok {
		return hash(e.SQL.Any)
	}
	return hash(ops.EncodeTOML("op", []ops.Op{u.op}))
}

// effect tells what a unit of hand-written SQL does; of others it is not asked.
func (u unit) effect(d dialect.Dialect) dialect.Effect {
	switch op := u.op.(type) {
	case *ops.Execute:
		return d.Effect(op.SQL.Any)
	case *ops.InsertRows, *ops.Call:
		return dialect.Effect{Kind: dialect.Data}
	}
	return dialect.Effect{Kind: dialect.Definition}
}

// chained is the hash of the first units of a list.
func chained(list []unit) string {
	applied := ""
	for _, u := range list {
		applied = chain(applied, u.hash())
	}
	return applied
}
