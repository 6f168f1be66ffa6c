package autogen

import (
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// words are the things that a text mentions: the space of names that each is in,
// and its name in lower case.
type words map[string]bool

func lower(s string) string { return strings.ToLower(s) }

func (w words) add(space string, names ...string) {
	for _, n := range names {
		if n != "" {
			w[space+" "+lower(n)] = true
		}
	}
}

// without takes words away.
func (w words) without(other words) {
	for word := range other {
		delete(w, word)
	}
}

// nameInString is a string that may be a name, as in nextval('s').
var nameInString = regexp.MustCompile(`^[\w."$ ]+$`)

// addType adds the type that a type's text names.
func (w words) addType(lex dialect.Lexicon, text string) {
	for _, t := range lex.Tokens(text) {
		if isName(t) {
			w.add(types, t.Name())
		}
	}
}

// namesType reports whether a type's text names a type, perhaps as that of an array's
// elements. Most don't, which is seen without taking them apart.
func namesType(lex dialect.Lexicon, text, name string) bool {
	if !strings.Contains(lower(text), lower(name)) && !strings.Contains(name, `"`) {
		return false
	}
	w := words{}
	w.addType(lex, text)
	return w[types+" "+lower(name)]
}

// operatorSigns are what the names of PostgreSQL's operators are made of (CREATE OPERATOR).
const operatorSigns = "+-*/<>=~!@#%^&|`?"

// addOperators adds the operators in a text: signs that touch each other are one.
func (w words) addOperators(tokens []dialect.Token) {
	signs := func(t dialect.Token) bool {
		return t.Kind == dialect.Symbol && strings.Trim(t.Text, operatorSigns) == ""
	}
	symbol := ""
	for i, t := range tokens {
		if !signs(t) {
			continue
		}
		symbol += t.Text
		if i+1 == len(tokens) || tokens[i+1].Start != t.End || !signs(tokens[i+1]) {
			w.add(operating, symbol)
			symbol = ""
		}
	}
}

// addExpression adds the routines that an expression calls, the operators, the types that it
// casts to, the columns of composite types that it reads, and the sequences that it names in strings.
func (w words) addExpression(lex dialect.Lexicon, text string) {
	tokens := lex.Tokens(text)
	w.addOperators(tokens)
	is := func(i int, word string) bool { return i >= 0 && i < len(tokens) && tokens[i].Is(word) }
	for i, t := range tokens {
		switch {
		case isName(t) && is(i+1, "("):
			w.add(routine, t.Name())
		case isName(t) && ofValue(tokens, i):
			w.add(attribute, t.Name())
		case isName(t) && (is(i-1, "::") || is(i-1, ".") && is(i-3, "::") || is(i-1, "as")):
			w.add(types, t.Name())
			if is(i-2, ")") || is(i-1, ".") && is(i-4, ")") { // a row is cast to a type that has as many columns
				w.add(shaped, t.Name())
			}
		case t.Kind == dialect.String && is(i-1, "(") && nameInString.MatchString(t.Value):
			for _, part := range strings.Split(t.Value, ".") {
				w.add(relations, strings.Trim(part, `"`))
				w.add(searched, strings.Trim(part, `"`))
			}
		case isName(t) && is(i-1, "collate"):
			w.add(collated, t.Name())
		}
	}
}

// ofValue reports whether a name in an expression is that of a value's part, as both are in (v).a.b.
func ofValue(tokens []dialect.Token, i int) bool {
	for i > 1 && tokens[i-1].Is(".") && isName(tokens[i-2]) {
		i -= 2
	}
	return i > 1 && tokens[i-1].Is(".") && (tokens[i-2].Is(")") || tokens[i-2].Is("]"))
}

// beforeRelation are the words and symbols after which a relation is named, or a
// constraint whose index is one.
var beforeRelation = []string{"from", "join", "only", ",", "(", ".", "into", "update", "on", "of", "references", "using", "constraint"}

// addCode adds what a statement mentions: what an expression would, and the tables
// and views that it reads or writes.
func (w words) addCode(lex dialect.Lexicon, text string) {
	w.addExpression(lex, text)
	tokens := lex.Tokens(text)
	for i, t := range tokens {
		if isName(t) && (i == 0 || slices.ContainsFunc(beforeRelation, tokens[i-1].Is)) {
			w.add(relations, t.Name())
		}
		if isName(t) {
			w.add(types, t.Name())
		}
	}
}

// addView adds what the query of a view mentions. Most names in it are no types: only
// those are that values are cast to, or that columns of a function's result are given.
func (w words) addView(lex dialect.Lexicon, text string) {
	all := words{}
	all.addCode(lex, text)
	for word := range all {
		if !strings.HasPrefix(word, types+" ") {
			w[word] = true
		}
	}
	tokens := lex.Tokens(text)
	is := func(i int, word string) bool { return i >= 0 && tokens[i].Is(word) }
	for i, t := range tokens {
		cast := is(i-1, "::") || is(i-1, ".") && is(i-3, "::")
		given := i > 1 && isName(tokens[i-1]) && (is(i-2, "(") || is(i-2, ","))
		if isName(t) && (cast || given) {
			w.add(types, t.Name())
		}
	}
}

func isName(t dialect.Token) bool { return t.Kind == dialect.Word || t.Kind == dialect.Quoted }

// addTable adds what a table mentions: types, expressions, options, referred tables.
func (a *arranger) addTable(w words, t *schema.Table) {
	w.add(namespace, t.Schema)
	a.addAll(w, t.Columns)
	for _, k := range t.Checks {
		w.addExpression(a.lex, k.SQL.For(a.name))
	}
	for _, x := range t.Exclusions {
		a.addExclusion(w, x)
		if parent, ok := a.attachedTo(x.Options); ok { // the server makes it with the table
			w.add(relations, parent.Name)
		}
	}
	for _, x := range t.Indexes {
		a.addIndex(w, x)
	}
	for _, value := range t.Options[a.name] {
		w.addCode(a.lex, value)
	}
	by := schema.SQL(t.Options.Get(a.name, schema.PartitionBy))
	a.addPlaces(w, t.ID(), a.names(&by)) // its parent's, of a partition that has parts
	a.addBearing(w, listed(a.lex, t.Options.Get(a.name, schema.Inherits)))
	a.addShape(w, t.Options.Get(a.name, schema.OfType))
	a.addMerged(w, t.Options.Get(a.name, a.d.Traits().Union))
	for _, f := range t.ForeignKeys {
		w.add(relations, f.References)
		if f.Target() != t.ID() {
			w.add(referable, f.References)
			a.addServing(w, f)
			a.addPlaces(w, f.Target(), f.Referred)
		}
	}
}

// addMerged adds the tables whose rows another has.
func (a *arranger) addMerged(w words, union string) {
	text := schema.SQL(union)
	w.add(merged, a.names(&text)...)
}

// addPlaces adds columns that have to be there.
func (a *arranger) addPlaces(w words, on schema.Name, columns []string) {
	for _, name := range columns {
		if name != "" {
			w.add(standing, columnWord(on, name))
		}
	}
}

func (a *arranger) addAll(w words, columns []*schema.Column) {
	for _, c := range columns {
		a.addColumn(w, c)
		a.addConstant(w, c)
	}
}

// addConstant adds the column's type where a default, or what a column is computed from, is a text
// that is cast to it: that of a row is of as many columns as the type has.
func (a *arranger) addConstant(w words, c *schema.Column) {
	isText := func(sql string) bool {
		tokens := a.lex.Tokens(sql)
		return len(tokens) > 0 && tokens[0].Kind == dialect.String
	}
	constant := c.Generated != nil && isText(c.Generated.SQL.For(a.name))
	if d := c.Default.For(a.name); d != nil {
		_, text := d.Value.(string)
		constant = text || isText(d.SQL.For(a.name))
	}
	if constant {
		a.addShape(w, c.Type.For(a.name))
	}
}

func (a *arranger) addColumn(w words, c *schema.Column) {
	w.addType(a.lex, c.Type.For(a.name))
	a.addRow(w, c.Type.For(a.name))
	a.addCollation(w, c.Collation.For(a.name))
	if d := c.Default.For(a.name); d != nil {
		w.addExpression(a.lex, d.SQL.For(a.name))
	}
	if c.Generated != nil {
		w.addExpression(a.lex, c.Generated.SQL.For(a.name))
	}
}

// addRow adds the table whose rows' type a column has, or those that its type is made of.
func (a *arranger) addRow(w words, typeText string) {
	if own := a.d.Traits().OwnType; own == nil || own(typeText) {
		return
	}
	head, _, _ := strings.Cut(typeText, "(")
	name := lower(lastName(a.lex.Tokens(head)))
	if word := rowed + " " + name; name != "" && !w[word] {
		w[word] = true
		for _, of := range a.made[name] {
			a.addRow(w, of)
		}
	}
}

func (a *arranger) addExclusion(w words, x *schema.Exclusion) {
	for _, text := range x.Expressions() {
		w.addExpression(a.lex, text.For(a.name))
	}
	for _, element := range x.Elements {
		w.addOperators(a.lex.Tokens(element.With))
	}
}

// addNullable adds that columns take NULL or don't.
func addNullable(w words, on schema.Name, columns []string) {
	for _, name := range columns {
		w.add(nullable, columnWord(on, name))
	}
}

// columnWord tells a table's columns from another's.
func columnWord(on schema.Name, column string) string { return on.Name + "." + column }

// addColumns adds the columns of a table that an expression over its row reads.
func (a *arranger) addColumns(w words, on schema.Name, sql schema.Text) {
	for _, t := range a.lex.Tokens(sql.For(a.name)) {
		if isName(t) {
			w.add(columned, columnWord(on, t.Name()))
		}
	}
}

func (a *arranger) addIndex(w words, x *schema.Index) {
	w.addExpression(a.lex, x.Where.For(a.name))
	for _, p := range x.Columns {
		w.addExpression(a.lex, p.SQL.For(a.name))
		a.addCollation(w, p.Collation)
	}
}

// addTypes adds the columns whose types an index depends on. One of plain columns
// goes with any.
func (a *arranger) addTypes(w words, on schema.Name, x *schema.Index) {
	if x.Using == "" && !hasText(x) {
		return
	}
	a.addColumns(w, on, x.Where)
	for _, p := range x.Columns {
		a.addColumns(w, on, p.SQL)
		if p.Name != "" {
			w.add(columned, columnWord(on, p.Name))
		}
	}
}

func (a *arranger) addDomain(w words, d *schema.Domain) {
	w.addType(a.lex, d.Type.For(a.name))
	a.addShape(w, d.Type.For(a.name)) // which its checks may read the columns of
	a.addCollation(w, d.Collation)
	if def := d.Default.For(a.name); def != nil {
		w.addExpression(a.lex, def.SQL.For(a.name))
	}
	for _, k := range d.Checks {
		w.addExpression(a.lex, k.SQL.For(a.name))
	}
}

// addBody adds what the body of a routine mentions, where that is one string.
func (a *arranger) addBody(w words, sql string) {
	for _, t := range a.lex.Tokens(sql) {
		if t.Kind == dialect.String && strings.ContainsAny(t.Value, " \n") {
			w.addCode(a.lex, t.Value)
		}
	}
}
