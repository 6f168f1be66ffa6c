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
	var columns []numbered
	for _, op := range list {
		o, ok := op.(*ops.CreateSequence)
		if !ok {
			continue
		}
		if columns == nil {
			columns = c.numbered(from, to)
		}
		at := slices.IndexFunc(columns, func(n numbered) bool { return n.by[relations+" "+lower(o.Name)] })
		if at >= 0 {
			o.After = c.spelled(columns[at].table, columns[at].column)
		}
	}
}

// numbered is a column that takes its values from a sequence, which its default mentions.
type numbered struct {
	table  schema.Name
	column string
	by     words
}

// numbered lists the columns of a database that take their values so, and that have whole
// numbers there and in another one.
func (c *comparison) numbered(from, to *schema.Database) []numbered {
	list := []numbered{}
	there := from.TablesByID()
	for _, t := range to.Tables {
		was := there[t.ID()]
		if was == nil {
			continue
		}
		for _, column := range t.Columns {
			def := column.Default.For(c.d.Name())
			if def == nil || !isWhole(column) || !strings.Contains(lower(def.SQL.For(c.d.Name())), "nextval") {
				continue
			}
			if old := was.Column(column.Name); old != nil && isWhole(old) {
				by := words{}
				by.addCode(c.d.Lexicon(), def.SQL.For(c.d.Name()))
				list = append(list, numbered{t.ID(), column.Name, by})
			}
		}
	}
	return list
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
		tokens := c.d.Lexicon().Tokens(name)
		switch {
		case name == "":
		case len(tokens) == 1 && tokens[0].Kind == dialect.Word && lower(name) == name:
			out = append(out, name)
		default:
			out = append(out, c.d.Quote(name))
		}
	}
	return strings.Join(out, ".")
}
