package sqlite

import (
	"fmt"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// ParseTable reads a CREATE TABLE statement as SQLite keeps it into a native
// table. References to other tables stay as they are written: what they leave
// open only the database knows.
func ParseTable(sql string) (*schema.Table, error) {
	parsed, err := parseTable(sql)
	if err != nil {
		return nil, err
	}
	return parsed.Table, nil
}

// parsedTable is a table with the pieces of text that it was read from.
type parsedTable struct {
	*schema.Table
	elements []element
}

// element is one column definition or table constraint. It tells what it
// declares by position in the table's lists.
type element struct {
	text        string
	lead, trail string // comments on the lines before, and behind on the same line
	column      string // empty for a table constraint
	primaryKey  bool
	uniques     []int
	foreignKeys []int
	checks      []int
}

// tableParser fills a table. current is the element that is being read.
type tableParser struct {
	*parser
	table   *schema.Table
	current *element
}

func parseTable(sql string) (*parsedTable, error) {
	p := tableParser{parser: newParser(sql), table: &schema.Table{}}
	elements, err := p.statement()
	if err != nil {
		return nil, fmt.Errorf("reading CREATE TABLE %s: %w", p.table.Name, err)
	}
	p.resolveNames()
	declareKeys(p.table)
	settleKeys(p.table)
	p.table.Source = sql
	return &parsedTable{p.table, elements}, nil
}

func (p *tableParser) statement() ([]element, error) {
	if err := p.expect("create"); err != nil {
		return nil, err
	}
	_ = p.accept("temp") || p.accept("temporary")
	if err := p.expect("table"); err != nil {
		return nil, err
	}
	p.accept("if", "not", "exists")
	var err error
	if p.table.Name, err = p.qualifiedName(); err != nil {
		return nil, err
	}
	elements, err := p.elements()
	if err != nil {
		return nil, err
	}
	return elements, p.tableOptions()
}

// elements reads the list between the parentheses.
func (p *tableParser) elements() ([]element, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var list []element
	lead := p.commentsAfter(p.pos - 1)
	for {
		start := p.pos
		p.current = &element{}
		if err := p.element(); err != nil {
			return nil, err
		}
		p.current.text = p.text(start, p.pos)
		p.current.lead = lead
		p.current.trail, lead = cutLine(p.commentsAfter(p.pos - 1))
		last := p.accept(")")
		if !last {
			if p.accept(","); p.done() {
				return nil, p.fail(")")
			}
			own, next := cutLine(p.commentsAfter(p.pos - 1))
			p.current.trail, lead = joinComments(p.current.trail, lead, own), next
		}
		list = append(list, *p.current)
		if last {
			return list, nil
		}
	}
}

// commentsAfter returns the comments between a token and the next.
func (p *parser) commentsAfter(token int) string {
	end := len(p.sql)
	if token+1 < len(p.tokens) {
		end = p.tokens[token+1].Start
	}
	return strings.TrimRight(p.sql[p.tokens[token].End:end], " \t\r\n")
}

// cutLine parts comments into those on the first line and the others.
func cutLine(comments string) (line, rest string) {
	line, rest, _ = strings.Cut(comments, "\n")
	if strings.Count(line, "/*") != strings.Count(line, "*/") {
		line, rest = comments, ""
	}
	return strings.TrimSpace(line), strings.TrimSpace(rest)
}

func joinComments(comments ...string) string {
	var out []string
	for i, c := range comments {
		if c == "" {
			continue
		}
		if i < len(comments)-1 && strings.HasPrefix(c, "--") && len(strings.TrimSpace(strings.Join(comments[i+1:], ""))) > 0 {
			c += "\n   "
		}
		out = append(out, c)
	}
	return strings.Join(out, " ")
}

func (p *tableParser) element() error {
	name := ""
	for p.accept("constraint") {
		var err error
		if name, err = p.name(); err != nil {
			return err
		}
	}
	switch {
	case p.accept("primary", "key"):
		return p.tablePrimaryKey(name)
	case p.at(0).Is("unique") && p.at(1).Is("("):
		p.pos++
		return p.tableUnique(name)
	case p.at(0).Is("check") && p.at(1).Is("("):
		p.pos++
		return p.check(name)
	case p.accept("foreign", "key"):
		columns, err := p.nameList()
		if err != nil {
			return err
		}
		return p.references(name, columns)
	}
	return p.columnDefinition()
}

func (p *tableParser) tablePrimaryKey(name string) error {
	if err := p.expect("("); err != nil {
		return err
	}
	terms, autoincrement, err := p.terms()
	if err != nil {
		return err
	}
	k := &schema.PrimaryKey{Name: name}
	k.Columns, k.Options = keyTerms(terms)
	if autoincrement && len(k.Columns) == 1 {
		if c := columnLike(p.table, k.Columns[0]); c != nil {
			c.Autoincrement = true
		}
	}
	setOption(&k.Options, "on_conflict", p.onConflict())
	p.table.PrimaryKey, p.current.primaryKey = k, true
	return nil
}

func (p *tableParser) tableUnique(name string) error {
	if err := p.expect("("); err != nil {
		return err
	}
	terms, _, err := p.terms()
	if err != nil {
		return err
	}
	u := &schema.Unique{Name: name}
	u.Columns, u.Options = keyTerms(terms)
	setOption(&u.Options, "on_conflict", p.onConflict())
	p.addUnique(u)
	return nil
}

func (p *tableParser) addUnique(u *schema.Unique) {
	p.current.uniques = append(p.current.uniques, len(p.table.Uniques))
	p.table.Uniques = append(p.table.Uniques, u)
}

func (p *tableParser) check(name string) error {
	sql, err := p.parens()
	if err != nil {
		return err
	}
	p.onConflict() // SQLite reads it and does nothing about it
	p.current.checks = append(p.current.checks, len(p.table.Checks))
	p.table.Checks = append(p.table.Checks, &schema.Check{Name: name, SQL: schema.SQL(ownText(sql, p.table.Name))})
	return nil
}

// keyTerms parts the terms of a key into its columns and what follows each.
func keyTerms(terms []schema.IndexPart) ([]string, schema.Options) {
	var columns, suffixes []string
	for _, t := range terms {
		columns = append(columns, t.Name)
		suffix := t.Order
		if t.Collation != "" {
			suffix = strings.ToLower(strings.TrimSpace("collate " + quoteCollation(t.Collation) + " " + t.Order))
		}
		suffixes = append(suffixes, suffix)
	}
	var opts schema.Options
	if strings.Join(suffixes, "") != "" {
		opts.Set(name, "terms", strings.Join(suffixes, ","))
	}
	return columns, opts
}

// onConflict reads ON CONFLICT action; ABORT is what happens anyway.
func (p *parser) onConflict() string {
	if !p.accept("on", "conflict") {
		return ""
	}
	action := strings.ToLower(p.at(0).Text)
	p.pos++
	if action == "abort" {
		return ""
	}
	return action
}

func setOption(opts *schema.Options, key, value string) {
	if value != "" {
		opts.Set(name, key, value)
	}
}

// tableOptions reads what follows the list.
func (p *tableParser) tableOptions() error {
	for !p.done() {
		switch {
		case p.accept("without", "rowid"):
			p.table.Options.Set(name, schema.WithoutRowid, "true")
		case p.accept("strict"):
			p.table.Options.Set(name, schema.Strict, "true")
		case p.accept(","), p.accept(";"):
		default:
			return p.fail("WITHOUT ROWID or STRICT")
		}
	}
	return nil
}

// columnLike finds a column as SQLite does, in any case.
func columnLike(t *schema.Table, name string) *schema.Column {
	for _, c := range t.Columns {
		if strings.EqualFold(c.Name, name) {
			return c
		}
	}
	return nil
}

// resolveNames gives the columns of constraints the spelling of their declaration, and strings that of strings.
func (p *tableParser) resolveNames() {
	t := p.table
	for _, text := range t.Expressions() {
		text.Any = spellStrings(text.Any, t)
	}
	resolve := func(names []string) {
		for i, n := range names {
			if c := columnLike(t, n); c != nil {
				names[i] = c.Name
			}
		}
	}
	if t.PrimaryKey != nil {
		resolve(t.PrimaryKey.Columns)
	}
	for _, u := range t.Uniques {
		resolve(u.Columns)
	}
	for _, f := range t.ForeignKeys {
		resolve(f.Columns)
		if strings.EqualFold(f.References, t.Name) {
			f.References = t.Name
			resolve(f.Referred)
		}
	}
}
