package autogen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Rename says that what the database calls Old (a table, or table.column) is New
// (the bare name, or with its table) in the models.
type Rename struct{ Old, New string }

// rename carries the renames out on the live side, so that the rest of the
// comparison sees the same names on both.
func (c *comparison) rename() error {
	moved := map[string]string{} // tables renamed before, by their old names
	for _, r := range c.opts.Renames {
		op, err := c.renameOp(r, moved)
		if err != nil {
			return err
		}
		if err := ops.Apply(c.live, op); err != nil {
			return fmt.Errorf("rename %s=%s: %w", r.Old, r.New, err)
		}
		if column, ok := op.(*ops.RenameColumn); ok {
			c.renameInTexts(c.live.Table(column.ID()), column)
		}
		c.plan.renames = append(c.plan.renames, op)
	}
	return nil
}

// renameInTexts does what the server does to the expressions of a table when one of
// its columns gets another name.
func (c *comparison) renameInTexts(t *schema.Table, o *ops.RenameColumn) {
	rename := func(text *schema.Text) {
		var b strings.Builder
		at := 0
		for _, token := range c.d.Lexicon().Tokens(text.Any) {
			if isName(token) && token.Name() == o.Column {
				b.WriteString(text.Any[at:token.Start])
				if at = token.End; token.Kind == dialect.Quoted {
					b.WriteString(c.d.Quote(o.To))
				} else {
					b.WriteString(o.To)
				}
			}
		}
		text.Any = b.String() + text.Any[at:]
	}
	for _, column := range t.Columns {
		if column.Generated != nil {
			rename(&column.Generated.SQL)
		}
	}
	for _, k := range t.Checks {
		rename(&k.SQL)
		if k.Column == o.Column {
			k.Column = o.To
		}
	}
	for _, x := range t.Indexes {
		rename(&x.Where)
		for i := range x.Columns {
			rename(&x.Columns[i].SQL)
		}
	}
	for _, x := range t.Exclusions {
		rename(&x.Where)
		for _, e := range x.Elements {
			rename(&e.SQL)
		}
	}
}

// renameOp finds what a rename is about. A column may name its table by the old
// name or the new one.
func (c *comparison) renameOp(r Rename, moved map[string]string) (ops.Op, error) {
	if id := parseName(r.Old); c.live.Table(id) != nil {
		to := parseName(r.New)
		moved[r.Old] = schema.Name{Schema: id.Schema, Name: to.Name}.String()
		return &ops.RenameTable{On: ops.OnTable(id), To: to.Name}, nil
	}
	dot := strings.LastIndex(r.Old, ".")
	if dot < 0 {
		return nil, fmt.Errorf("rename %s=%s: the database has no table %s", r.Old, r.New, r.Old)
	}
	owner, column := r.Old[:dot], r.Old[dot+1:]
	if now, ok := moved[owner]; ok {
		owner = now
	}
	table := parseName(owner)
	t := c.live.Table(table)
	if t == nil || t.Column(column) == nil {
		return nil, fmt.Errorf("rename %s=%s: the database has no column %s", r.Old, r.New, r.Old)
	}
	return &ops.RenameColumn{On: ops.OnTable(table), Column: column, To: r.New[strings.LastIndex(r.New, ".")+1:]}, nil
}

// unrenamed is before as it is in the database: with the old names.
func (c *comparison) unrenamed() (*schema.Database, error) {
	state := schema.Clone(c.before)
	for _, op := range slices.Backward(c.plan.renames) {
		back, err := ops.Inverse(op, state)
		if err != nil {
			return nil, err
		}
		for _, b := range back {
			if err := ops.Apply(state, b); err != nil {
				return nil, err
			}
		}
	}
	return state, nil
}

func parseName(text string) schema.Name {
	if s, name, ok := strings.Cut(text, "."); ok {
		return schema.Name{Schema: s, Name: name}
	}
	return schema.Name{Name: text}
}
