package dialect

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Renamer writes new names into SQL text, as a server does whose expressions
// follow what they name.
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

// replace writes a new name wherever the old one stands and means what is renamed.
func (r Renamer) replace(sql, from, to string, means func([]Token, int) bool) string {
	var b strings.Builder
	at := 0
	tokens := r.Tokens(sql)
	for i, t := range tokens {
		if t.Kind != Word && t.Kind != Quoted || !strings.EqualFold(t.Name(), from) || !means(tokens, i) {
			continue
		}
		b.WriteString(sql[at:t.Start])
		if at = t.End; t.Kind == Word && plainName(to) {
			b.WriteString(to)
		} else {
			b.WriteString(r.Quote(to))
		}
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
