package autogen

import (
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
	isDefault := func(def *schema.Default) bool {
		own := def.For(c.d.Name())
		return own != nil && isAdded(own.Value)
	}
	if slices.ContainsFunc(c.native.Defaults(), isDefault) || anySQL(c.native, c.d.Name(), uses) {
		o.Transaction = "off"
	}
}

// noteValues notes which values the enums lose and gain.
func (a *arranger) noteValues(list []ops.Op) {
	for _, op := range list {
		if o, ok := op.(*ops.AlterEnum); ok && o.Values != nil {
			word := types + " " + lower(o.Name)
			a.lost[word] = append(a.lost[word], without(o.Existing, o.Values)...) // of all that have the name
			a.gained[word] = append(a.gained[word], without(o.Values, o.Existing)...)
		}
	}
}

// leaveEnum has a column change before its enum does, where its default is a value that
// the enum loses, or is to be one for a while: what it changes to must not wait for the enum then, unless it is one
// that the enum gains.
func (a *arranger) leaveEnum(needs words, old, after *schema.Column) {
	for word := range a.lost {
		if (a.defaultIs(old, word, a.lost) || a.defaultIs(after, word, a.lost)) && !a.defaultIs(after, word, a.gained) {
			delete(needs, word)
		}
	}
}

// leaveDomain has a column change before an enum does, where its type is a domain of that: the
// domain goes before the enum is made anew, and the enum is there already.
func (a *arranger) leaveDomain(needs words, old, after *schema.Column) {
	for _, d := range a.state.Domains {
		if namesType(a.lex, old.Type.For(a.name), d.Name) && !namesType(a.lex, after.Type.For(a.name), d.Name) {
			base := words{}
			a.addDomain(base, d)
			for word := range a.lost {
				if base[word] {
					delete(needs, word)
				}
			}
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

// anySQL reports whether any piece of SQL that a database has for a dialect is what is asked for.
func anySQL(db *schema.Database, dialect string, asked func(string) bool) bool {
	for _, t := range db.Tables {
		for _, own := range t.Options[dialect] { // policies, bounds of partitions
			if asked(own) {
				return true
			}
		}
	}
	return slices.ContainsFunc(db.Expressions(), func(text *schema.Text) bool { return asked(text.For(dialect)) }) ||
		slices.ContainsFunc(db.Routines, func(r *schema.Routine) bool { return asked(r.SQL.For(dialect)) }) ||
		slices.ContainsFunc(db.Objects, func(o *schema.Object) bool { return asked(o.SQL.For(dialect)) })
}
