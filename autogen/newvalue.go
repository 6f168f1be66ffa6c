package autogen

import (
	"iter"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// commitFirst has the values that an enum gets committed before the rest of the
// revision, where the wish has one of them in a default, a check, a view or the like:
// PostgreSQL lets nobody use a value in the transaction that adds it (ALTER TYPE).
func (c *comparison) commitFirst(o *ops.AlterEnum) {
	uses := func(text string) bool {
		return slices.ContainsFunc(o.Add, func(v ops.EnumValue) bool { return hasLiteral(c.d.Lexicon(), text, v.Value) })
	}
	isAdded := func(value any) bool {
		s, ok := value.(string)
		return ok && slices.ContainsFunc(o.Add, func(v ops.EnumValue) bool { return isLiteral(s, v.Value) })
	}
	for def := range defaults(c.native) {
		if own := def.For(c.d.Name()); own != nil && isAdded(own.Value) {
			o.Transaction = "off"
		}
	}
	for text := range texts(c.native, c.d.Name()) {
		if uses(text.For(c.d.Name())) {
			o.Transaction = "off"
		}
	}
}

// noteValues notes which values the enums lose and gain.
func (a *arranger) noteValues(list []ops.Op) {
	for _, op := range list {
		if o, ok := op.(*ops.AlterEnum); ok && o.Values != nil {
			word := types + " " + lower(o.Name)
			a.lost[word], a.gained[word] = without(o.Existing, o.Values), without(o.Values, o.Existing)
		}
	}
}

// leaveEnum has a column change before its enum does, where its default is a value that
// the enum loses: what it changes to must not wait for the enum then, unless it is one
// that the enum gains.
func (a *arranger) leaveEnum(needs words, old, after *schema.Column) {
	for word := range a.lost {
		if a.defaultIs(old, word, a.lost) && !a.defaultIs(after, word, a.gained) {
			delete(needs, word)
		}
	}
}

// betweenValues reports whether a column's default is a value that its enum loses, and
// comes to be one that it gains: there is none that it could have while the enum changes.
func (a *arranger) betweenValues(before, after *schema.Column) bool {
	for word := range a.lost {
		if a.defaultIs(before, word, a.lost) && a.defaultIs(after, word, a.gained) {
			return true
		}
	}
	return false
}

// defaultIs reports whether a column's default is one of those values of an enum.
func (a *arranger) defaultIs(column *schema.Column, enum string, values map[string][]string) bool {
	def := column.Default.For(a.name)
	if def == nil {
		return false
	}
	w := words{}
	w.addType(a.lex, column.Type.For(a.name))
	text, _ := def.Value.(string)
	return w[enum] && slices.ContainsFunc(values[enum], func(v string) bool { return isLiteral(text, v) || hasLiteral(a.lex, def.SQL.For(a.name), v) })
}

// hasLiteral reports whether SQL has a value in one of its literals.
func hasLiteral(lex dialect.Lexicon, text, value string) bool {
	return slices.ContainsFunc(lex.Tokens(text), func(t dialect.Token) bool { return t.Kind == dialect.String && isLiteral(t.Value, value) })
}

// isLiteral reports whether a literal is a value, an array that may hold it, or the
// body of a routine that has it in a literal of its own.
func isLiteral(literal, value string) bool {
	return literal == value || strings.HasPrefix(literal, "{") && strings.Contains(literal, value) || strings.Contains(literal, "'"+strings.ReplaceAll(value, "'", "''")+"'")
}

// defaults yields every default of a database.
func defaults(db *schema.Database) iter.Seq[*schema.Default] {
	return func(yield func(*schema.Default) bool) {
		for _, t := range db.Tables {
			for _, column := range t.Columns {
				if column.Default != nil && !yield(column.Default) {
					return
				}
			}
		}
		for _, d := range db.Domains {
			if d.Default != nil && !yield(d.Default) {
				return
			}
		}
	}
}

// texts yields every piece of SQL that a database has for a dialect.
func texts(db *schema.Database, dialect string) iter.Seq[*schema.Text] {
	return func(yield func(*schema.Text) bool) {
		for text := range db.Expressions() {
			if !yield(text) {
				return
			}
		}
		for _, t := range db.Tables {
			for _, own := range t.Options[dialect] { // policies, bounds of partitions
				if text := schema.SQL(own); !yield(&text) {
					return
				}
			}
		}
		for _, r := range db.Routines {
			if !yield(&r.SQL) {
				return
			}
		}
		for _, o := range db.Objects {
			if !yield(&o.SQL) {
				return
			}
		}
	}
}
