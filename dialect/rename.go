package dialect

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Apply does an operation to a database in memory, and what follows it on that server.
func Apply(d Dialect, db *schema.Database, op ops.Op) error {
	if err := ops.Apply(db, op); err != nil {
		return err
	}
	d.Follow(db, op)
	return nil
}

// Renamer writes new names into SQL text, as a server does whose expressions
// follow what they name. Quote spells a name as that server does then.
type Renamer struct {
	Lexicon
	Quote func(string) string
}

// Column gives a column another name in an expression over its table. What is
// called or cast to is no column.
func (r Renamer) Column(sql, from, to string) string {
	return r.replace(sql, from, to, func(tokens []Token, i int) bool {
		called := i+1 < len(tokens) && tokens[i+1].Is("(") && tokens[i].Kind == Word
		return !called && (i == 0 || !tokens[i-1].Is("::"))
	})
}

// beforeTable are the words and symbols after which SQL names a table.
var beforeTable = []string{"from", "join", "only", ",", "(", "into", "update", "on", "references", "of"}

// Table gives a table another name in a statement: where SQL names a table, and
// where it qualifies a column by one.
func (r Renamer) Table(sql string, from schema.Name, to string) string {
	return r.replace(sql, from.Name, to, func(tokens []Token, i int) bool {
		if i >= 2 && tokens[i-1].Is(".") {
			return from.Schema != "" && strings.EqualFold(tokens[i-2].Name(), from.Schema)
		}
		if i+1 < len(tokens) && tokens[i+1].Is(".") {
			return true
		}
		return from.Schema == "" && (i == 0 || slices.ContainsFunc(beforeTable, tokens[i-1].Is))
	})
}

// afterType are the words and symbols that come after a type in the head of a routine.
var afterType = []string{",", ")", "[", "=", "default"}

// Type gives a type another name in the text of a type, or in the head of a routine: where it is
// the last word of an argument or of the result, as in "x a".
func (r Renamer) Type(sql string, from schema.Name, to string) string {
	return r.replace(sql, from.Name, to, func(tokens []Token, i int) bool {
		last := i+1 == len(tokens) || slices.ContainsFunc(afterType, tokens[i+1].Is)
		before, ok := unqualified(tokens, i, from.Schema)
		return ok && (last || before > 0 && tokens[before-1].Is("::"))
	})
}

// Cast gives a type another name in an expression.
func (r Renamer) Cast(sql string, from schema.Name, to string) string {
	return r.replace(sql, from.Name, to, func(tokens []Token, i int) bool {
		before, ok := unqualified(tokens, i, from.Schema)
		return ok && before > 0 && tokens[before-1].Is("::")
	})
}

// unqualified returns where a name begins, with its schema if it has one. That has to be the one given.
func unqualified(tokens []Token, i int, schemaName string) (first int, ok bool) {
	if i < 2 || !tokens[i-1].Is(".") {
		return i, schemaName == ""
	}
	return i - 2, schemaName != "" && strings.EqualFold(tokens[i-2].Name(), schemaName)
}

// Field gives a column another name where it is selected from a row: x in (r).x and in r[1].x,
// where r is one of the columns that are such rows.
func (r Renamer) Field(sql string, columns []string, from, to string) string {
	return r.replace(sql, from, to, func(tokens []Token, i int) bool {
		if i < 4 || !tokens[i-1].Is(".") {
			return false
		}
		row := opening(tokens, i-2) - 1
		if tokens[i-2].Is(")") {
			row += 2
		}
		return row >= 0 && slices.ContainsFunc(columns, func(c string) bool { return strings.EqualFold(c, tokens[row].Name()) })
	})
}

// opening returns where the bracket was opened that is closed at some place, or that place.
func opening(tokens []Token, i int) int {
	for at, depth := i, 0; at >= 0; at-- {
		switch {
		case tokens[at].Is(")") || tokens[at].Is("]"):
			depth++
		case tokens[at].Is("(") || tokens[at].Is("["):
			depth--
		}
		if depth == 0 {
			return at
		}
	}
	return i
}

// replace writes a new name wherever the old one stands and means what is renamed.
func (r Renamer) replace(sql, from, to string, means func([]Token, int) bool) string {
	var b strings.Builder
	at := 0
	tokens := r.Tokens(sql)
	for i, t := range tokens {
		if t.Kind != Word && t.Kind != Quoted || !strings.EqualFold(t.Name(), from) || !means(tokens, i) {
			continue
		}
		b.WriteString(sql[at:t.Start] + r.Quote(to))
		at = t.End
	}
	return b.String() + sql[at:]
}

// InTable gives a column another name in the expressions of its table.
func (r Renamer) InTable(t *schema.Table, o *ops.RenameColumn) {
	for _, text := range t.Expressions() {
		text.Any = r.Column(text.Any, o.Column, o.To)
	}
	for _, k := range t.Checks {
		if k.Column == o.Column {
			k.Column = o.To
		}
	}
}

// Mentions reports whether a statement names a table.
func (r Renamer) Mentions(sql string, table schema.Name) bool {
	return r.Table(sql, table, table.Name+"_") != sql
}
