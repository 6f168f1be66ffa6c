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

// compile turns a unit into statements. A unit of an .sql revision is one
// statement already.
func (u unit) compile(d dialect.Dialect, present dialect.Present) ([]dialect.Statement, error) {
	if _, ok := u.op.(*ops.Call); ok {
		return []dialect.Statement{{}}, nil // a Go function takes a statement's place
	}
	return d.Compile(u.op, present)
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
