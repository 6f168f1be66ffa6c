package runner

import (
	"fmt"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/schema"
)

// unit is one operation of a step, or one statement of an .sql revision.
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
		off := false
		if e, ok := l.Op.(*ops.Execute); ok {
			off = e.Transaction == "off"
		}
		out = append(out, unit{l.Op, l.Line, off})
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
		return nil, nil // the run calls it
	}
	statements, err := d.Compile(u.op, present)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ops.Describe(u.op), err)
	}
	for i := range statements {
		statements[i].NoTransaction = statements[i].NoTransaction || u.noTransaction
	}
	return statements, nil
}
