package autogen

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// goOn has the sequences that a list makes go on after the values that are there, where a
// column that has rows already comes to take its values from one: from and to are the
// databases at the ends of the list, with the names that it is written in.
func (c *comparison) goOn(list []ops.Op, from, to *schema.Database) {
	for _, op := range list {
		o, ok := op.(*ops.CreateSequence)
		if !ok {
			continue
		}
		for _, t := range to.Tables {
			was := from.Table(t.ID())
			if was == nil {
				continue
			}
			for _, column := range t.Columns {
				old := was.Column(column.Name)
				if old != nil && c.takesFrom(column, o) && isWhole(old) && isWhole(column) && o.After == "" {
					o.After = c.spelled(t.ID(), column.Name)
				}
			}
		}
	}
}

// takesFrom reports whether a column's default is the next value of a sequence.
func (c *comparison) takesFrom(column *schema.Column, o *ops.CreateSequence) bool {
	def := column.Default.For(c.d.Name())
	if def == nil || !strings.Contains(lower(def.SQL.For(c.d.Name())), "nextval") {
		return false
	}
	return slices.ContainsFunc(c.a.lex.Tokens(def.SQL.For(c.d.Name())), func(t dialect.Token) bool {
		return t.Name() == o.Name || t.Kind == dialect.String && lastName(c.a.lex.Tokens(t.Value)) == o.Name
	})
}

// whole are the types of columns, in neutral words, that a sequence numbers.
var whole = []string{"smallint", "integer", "bigint"}

func isWhole(column *schema.Column) bool {
	word, _, _ := strings.Cut(column.Type.Any, " ") // unsigned
	return slices.Contains(whole, word)
}

// spelled is a column with its table, in quotes where a bare name would be another one.
func (c *comparison) spelled(table schema.Name, column string) string {
	var out []string
	for _, name := range []string{table.Schema, table.Name, column} {
		switch {
		case name == "":
		case strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == "":
			out = append(out, name)
		default:
			out = append(out, c.d.Quote(name))
		}
	}
	return strings.Join(out, ".")
}
