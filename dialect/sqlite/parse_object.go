package sqlite

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// ParseIndex reads a CREATE INDEX statement as SQLite keeps it; t is its table,
// whose columns decide what is a column and which collation goes without saying.
func ParseIndex(sql string, t *schema.Table) (*schema.Index, error) {
	p := newParser(sql)
	x := &schema.Index{Source: sql}
	if err := p.index(x); err != nil {
		return nil, fmt.Errorf("reading CREATE INDEX %s: %w", x.Name, err)
	}
	finishParts(x.Columns, t)
	for _, text := range x.Expressions() {
		text.Any = spellStrings(text.Any, t)
	}
	return x, nil
}

func (p *parser) index(x *schema.Index) error {
	if err := p.expect("create"); err != nil {
		return err
	}
	x.Unique = p.accept("unique")
	if err := p.expect("index"); err != nil {
		return err
	}
	p.accept("if", "not", "exists")
	var err error
	if x.Name, err = p.qualifiedName(); err != nil {
		return err
	}
	if err := p.expect("on"); err != nil {
		return err
	}
	if _, err := p.name(); err != nil {
		return err
	}
	if err := p.expect("("); err != nil {
		return err
	}
	if x.Columns, _, err = p.terms(); err != nil {
		return err
	}
	if p.accept("where") {
		start := p.pos
		p.skipTo(";")
		x.Where = schema.SQL(p.text(start, p.pos))
	}
	return nil
}

// terms reads the columns and expressions of an index or key up to the closing
// parenthesis, and whether AUTOINCREMENT ends them.
func (p *parser) terms() (parts []schema.IndexPart, autoincrement bool, err error) {
	for {
		start := p.pos
		p.skipTo(",", ")")
		end := p.pos
		if p.tokens[min(end, len(p.tokens))-1].Is("autoincrement") {
			autoincrement = true
			end--
		}
		parts = append(parts, p.term(start, end))
		if p.accept(")") {
			return parts, autoincrement, nil
		}
		if err := p.expect(","); err != nil {
			return nil, false, err
		}
	}
}

// term reads expression [COLLATE name] [ASC|DESC].
func (p *parser) term(from, to int) schema.IndexPart {
	var part schema.IndexPart
	if last := p.tokens[max(from, to-1)]; to-from > 1 && (last.Is("asc") || last.Is("desc")) {
		if last.Is("desc") {
			part.Order = "desc"
		}
		to--
	}
	if to-from > 2 && p.tokens[to-2].Is("collate") && isName(p.tokens[to-1]) {
		part.Collation = spellCollation(p.tokens[to-1].Name())
		to -= 2
	}
	if to-from == 1 && isName(p.tokens[from]) {
		part.Name = p.tokens[from].Name()
	} else {
		part.SQL = schema.SQL(p.text(from, to))
	}
	return part
}

// spellCollation is [collationName], but says BINARY.
func spellCollation(n string) string {
	if spelled := collationName(n); spelled != "" {
		return spelled
	}
	return "BINARY"
}

// finishParts gives columns the spelling of their declaration, and takes away a
// collation that the column has anyway.
func finishParts(parts []schema.IndexPart, t *schema.Table) {
	for i := range parts {
		part := &parts[i]
		if part.Collation != "" {
			part.Collation = spellCollation(part.Collation)
		}
		if c := columnLike(t, part.Name); c != nil {
			part.Name = c.Name
			if part.Collation == spellCollation(c.Collation.For(name)) {
				part.Collation = ""
			}
		}
		if part.SQL.Any != "" && part.Collation == "BINARY" && !strings.Contains(strings.ToLower(part.SQL.Any), "collate") {
			part.Collation = ""
		}
	}
}

// ParseView reads a CREATE VIEW statement as SQLite keeps it.
func ParseView(sql string) (*schema.View, error) {
	p := newParser(sql)
	v := &schema.View{}
	if err := p.view(v); err != nil {
		return nil, fmt.Errorf("reading CREATE VIEW %s: %w", v.Name, err)
	}
	return v, nil
}

func (p *parser) view(v *schema.View) error {
	if err := p.expect("create"); err != nil {
		return err
	}
	_ = p.accept("temp") || p.accept("temporary")
	if err := p.expect("view"); err != nil {
		return err
	}
	p.accept("if", "not", "exists")
	var err error
	if v.Name, err = p.qualifiedName(); err != nil {
		return err
	}
	if p.at(0).Is("(") {
		if v.Columns, err = p.nameList(); err != nil {
			return err
		}
	}
	if err := p.expect("as"); err != nil {
		return err
	}
	v.SQL = schema.SQL(strings.TrimRight(p.text(p.pos, len(p.tokens)), "; \n\t"))
	return nil
}

// VirtualTable returns the name and the module, in lower case, of a CREATE VIRTUAL TABLE
// statement, and the module with what it is told, in a spelling to compare; ok is false for
// any other.
func VirtualTable(sql string) (name, module, told string, ok bool) {
	p := newParser(sql)
	if !p.accept("create", "virtual", "table") {
		return "", "", "", false
	}
	p.accept("if", "not", "exists")
	name, err := p.qualifiedName()
	if err == nil && p.accept("using") {
		told = lexicon.Normalize(strings.TrimRight(p.text(p.pos, len(p.tokens)), "; \n\t"))
		module, _ = p.name()
	}
	return name, strings.ToLower(module), told, true
}

// mentions reports whether an expression names a column. A name before an opening
// parenthesis is a function's.
func mentions(sql, column string) bool {
	tokens := lexicon.Tokens(sql)
	for i, t := range tokens {
		function := i+1 < len(tokens) && tokens[i+1].Is("(")
		if (t.Kind == dialect.Word && !function || t.Kind == dialect.Quoted) && strings.EqualFold(t.Name(), column) {
			return true
		}
	}
	return false
}

// unqualify takes a table's name from before its columns, so that a text also
// holds for the table under another name.
func unqualify(sql, table string) string {
	tokens := lexicon.Tokens(sql)
	var b strings.Builder
	end := 0
	for i := 0; i+1 < len(tokens); i++ {
		if isName(tokens[i]) && strings.EqualFold(tokens[i].Name(), table) && tokens[i+1].Is(".") {
			b.WriteString(sql[end:tokens[i].Start])
			end = tokens[i+1].End
		}
	}
	b.WriteString(sql[end:])
	return b.String()
}

// plainName is what columns are called by anybody.
var plainName = regexp.MustCompile(`^[\pL\pN_ ]+$`)

// spellStrings gives what stands in double quotes and is the name of nothing in a table the quotes
// of a string, which SQLite takes it for (Quirks, Caveats, and Gotchas, 8): beside a column that comes
// or goes it would be taken for that. What no column is called, such as a path in JSON, stays as it is written.
func spellStrings(sql string, t *schema.Table) string {
	if !strings.Contains(sql, `"`) {
		return sql
	}
	tokens := lexicon.Tokens(sql)
	is := func(i int, words ...string) bool {
		return i >= 0 && i < len(tokens) && slices.ContainsFunc(words, tokens[i].Is)
	}
	var b strings.Builder
	end := 0
	for i, token := range tokens {
		named := is(i+1, "(", ".") || is(i-1, ".", "collate", "as") || columnLike(t, token.Value) != nil || isRowid(token.Value)
		if token.Kind == dialect.Quoted && token.Text[0] == '"' && plainName.MatchString(token.Value) && !named {
			b.WriteString(sql[end:token.Start] + textLiteral(token.Value))
			end = token.End
		}
	}
	return b.String() + sql[end:]
}
