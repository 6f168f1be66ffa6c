package introspect

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/schema"
)

// parseShowCreate reads the output of SHOW CREATE TABLE, which is regular and
// tells all: what information_schema leaves out, and temporary tables.
func parseShowCreate(d *mysql.Dialect, text string) (*schema.Table, error) {
	text = openVersionComments(text)
	tokens := d.Lexicon().Tokens(text)
	p := &showParser{d: d, text: text, tokens: tokens}
	for !p.at("(") {
		if p.end() {
			return nil, errors.New("no column list")
		}
		p.pos++
	}
	t := &schema.Table{Name: tokens[p.pos-1].Name()}
	closing := p.closing(p.pos)
	if closing < 0 {
		return nil, errors.New("the column list has no end")
	}
	for _, item := range split(tokens[p.pos+1:closing], ",") {
		part := &showParser{d: d, text: text, tokens: item}
		if err := part.item(t); err != nil {
			return nil, fmt.Errorf("at %q: %w", part.all(), err)
		}
	}
	p.pos = closing + 1
	p.tail(t)
	return t, nil
}

// openVersionComments takes the marks off comments such as /*!80023 INVISIBLE */
// and /*M!100301 COMPRESSED*/, which hold what other versions don't know.
func openVersionComments(text string) string {
	var b strings.Builder
	var quote byte
	open := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0:
			if c == '\\' && quote == '\'' && i+1 < len(text) {
				b.WriteByte(c)
				i++
				c = text[i]
			} else if c == quote {
				quote = 0
			}
		case c == '\'' || c == '`':
			quote = c
		case strings.HasPrefix(text[i:], "/*!"), strings.HasPrefix(text[i:], "/*M!"):
			i += strings.IndexByte(text[i:], '!')
			for i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' {
				i++
			}
			open = true
			c = ' '
		case open && strings.HasPrefix(text[i:], "*/"):
			open = false
			i++
			c = ' '
		}
		b.WriteByte(c)
	}
	return b.String()
}

// split cuts tokens at a symbol that is in no parentheses.
func split(tokens []dialect.Token, at string) [][]dialect.Token {
	var out [][]dialect.Token
	depth, start := 0, 0
	for i, t := range tokens {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth == 0 && t.Is(at):
			out = append(out, tokens[start:i])
			start = i + 1
		}
	}
	if start < len(tokens) {
		out = append(out, tokens[start:])
	}
	return out
}

// showParser walks over tokens of a SHOW CREATE TABLE.
type showParser struct {
	d      *mysql.Dialect
	text   string
	tokens []dialect.Token
	pos    int
}

func (p *showParser) end() bool { return p.pos >= len(p.tokens) }

// at reports whether these words or symbols come next.
func (p *showParser) at(words ...string) bool {
	if p.pos+len(words) > len(p.tokens) {
		return false
	}
	for i, w := range words {
		if !p.tokens[p.pos+i].Is(w) {
			return false
		}
	}
	return true
}

func (p *showParser) take(words ...string) bool {
	if !p.at(words...) {
		return false
	}
	p.pos += len(words)
	return true
}

// name takes an identifier, or a string.
func (p *showParser) name() string {
	if p.end() {
		return ""
	}
	p.pos++
	return p.tokens[p.pos-1].Name()
}

// closing is where the parenthesis at a position is closed, -1 when it isn't.
func (p *showParser) closing(open int) int {
	depth := 0
	for i := open; i < len(p.tokens); i++ {
		if p.tokens[i].Is("(") {
			depth++
		} else if p.tokens[i].Is(")") {
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// raw is the text of tokens from one position to before another.
func (p *showParser) raw(from, to int) string {
	if from >= to {
		return ""
	}
	return p.text[p.tokens[from].Start:p.tokens[to-1].End]
}

func (p *showParser) all() string { return p.raw(0, len(p.tokens)) }

// group takes (…) and returns the text within.
func (p *showParser) group() (string, error) {
	closing := -1
	if p.at("(") {
		closing = p.closing(p.pos)
	}
	if closing < 0 {
		return "", errors.New("parentheses expected")
	}
	text := p.raw(p.pos+1, closing)
	p.pos = closing + 1
	return text, nil
}

// item reads one line of the list: a column, a key or a constraint.
func (p *showParser) item(t *schema.Table) error {
	switch {
	case p.end():
		return errors.New("empty")
	case p.tokens[0].Kind == dialect.Quoted:
		return p.column(t)
	case p.take("primary", "key"):
		return p.primaryKey(t)
	case p.at("period", "for", "system_time"):
		t.Options.Set("mysql", schema.SystemPeriod, p.all())
		return nil
	case p.at("period"):
		t.Options.Set("mysql", schema.Period, p.all())
		return nil
	case p.take("constraint"):
		return p.constraint(t, p.name())
	case p.at("foreign"), p.at("check"):
		return p.constraint(t, "")
	}
	return p.key(t)
}

func (p *showParser) primaryKey(t *schema.Table) error {
	x := &schema.Index{}
	parts, err := p.indexParts(x)
	if err != nil {
		return err
	}
	p.keyOptions(x)
	t.PrimaryKey = &schema.PrimaryKey{Comment: x.Comment, Options: x.Options}
	for _, part := range parts {
		mysql.AddKeyPart(t.PrimaryKey, part)
	}
	return nil
}

func (p *showParser) key(t *schema.Table) error {
	x := &schema.Index{}
	switch {
	case p.take("unique"):
		x.Unique = true
	case p.take("fulltext"):
		x.Using = "fulltext"
	case p.take("spatial"):
		x.Using = "spatial"
	}
	if !p.take("key") && !p.take("index") {
		return errors.New("neither a column, a key nor a constraint")
	}
	x.Name = p.name()
	parts, err := p.indexParts(x)
	if err != nil {
		return err
	}
	x.Columns = parts
	p.keyOptions(x)
	t.Indexes = append(t.Indexes, x)
	return nil
}

// indexParts takes the list of a key's parts, of which the last may be the name of
// a period.
func (p *showParser) indexParts(x *schema.Index) ([]schema.IndexPart, error) {
	parts, err := p.keyParts()
	if err != nil {
		return nil, err
	}
	if inside := (&showParser{tokens: p.tokens[:p.pos], pos: max(0, p.pos-3)}); inside.at("without", "overlaps", ")") {
		last := len(parts) - 1
		x.Options.Set("mysql", schema.WithoutOverlaps, parts[last].Name)
		parts = parts[:last]
	}
	return parts, nil
}

// keyParts takes the list of an index's columns and expressions.
func (p *showParser) keyParts() ([]schema.IndexPart, error) {
	open := p.pos
	if _, err := p.group(); err != nil {
		return nil, err
	}
	var parts []schema.IndexPart
	for _, tokens := range split(p.tokens[open+1:p.pos-1], ",") {
		q := &showParser{d: p.d, text: p.text, tokens: tokens}
		var part schema.IndexPart
		if q.at("(") {
			sql, err := q.group()
			if err != nil {
				return nil, err
			}
			part.SQL = schema.SQL(sql)
		} else {
			part.Name = q.name()
			if q.at("(") {
				length, err := q.group()
				if err != nil {
					return nil, err
				}
				part.Length, _ = strconv.Atoi(length)
			}
		}
		if q.take("desc") {
			part.Order = "desc"
		}
		parts = append(parts, part)
	}
	return parts, nil
}

func (p *showParser) keyOptions(x *schema.Index) {
	for !p.end() {
		switch {
		case p.take("using"):
			x.Options.Set("mysql", mysql.Method, strings.ToLower(p.name()))
		case p.take("key_block_size", "="):
			x.Options.Set("mysql", mysql.BlockSize, p.name())
		case p.take("comment"):
			x.Comment = p.name()
		case p.take("with", "parser"):
			x.Options.Set("mysql", "parser", p.name())
		case p.take("ignored"):
			x.Options.Set("mysql", "ignored", "true")
		case p.take("invisible"):
			x.Options.Set("mysql", "invisible", "true")
		case p.take("engine_attribute"):
			p.take("=")
			x.Options.Set("mysql", "engine_attribute", p.name())
		default:
			p.pos++
		}
	}
}

func (p *showParser) constraint(t *schema.Table, name string) error {
	if p.take("check") {
		sql, err := p.group()
		t.Checks = append(t.Checks, &schema.Check{Name: name, SQL: schema.SQL(sql), NotEnforced: p.at("not", "enforced")})
		return err
	}
	if !p.take("foreign", "key") {
		return errors.New("an unknown constraint")
	}
	f := &schema.ForeignKey{Name: name}
	columns, err := p.keyParts()
	if err != nil {
		return err
	}
	if !p.take("references") {
		return errors.New("REFERENCES expected")
	}
	f.References = p.name()
	if p.take(".") {
		f.ReferencesSchema, f.References = f.References, p.name()
	}
	referred, err := p.keyParts()
	if err != nil {
		return err
	}
	f.Columns = (&schema.Index{Columns: columns}).ColumnNames()
	f.Referred = (&schema.Index{Columns: referred}).ColumnNames()
	for !p.end() {
		switch {
		case p.take("on", "delete"):
			f.OnDelete = p.rule()
		case p.take("on", "update"):
			f.OnUpdate = p.rule()
		default:
			p.pos++
		}
	}
	t.ForeignKeys = append(t.ForeignKeys, f)
	return nil
}

// rule takes CASCADE, SET NULL, NO ACTION, …
func (p *showParser) rule() string {
	from := p.pos
	for !p.end() && !p.at("on") {
		p.pos++
	}
	return strings.ToLower(p.raw(from, p.pos))
}

// tail reads the table's options and partitions.
func (p *showParser) tail(t *schema.Table) {
	from := p.pos
	for i := from; i < len(p.tokens); i++ {
		if p.tokens[i].Is("partition") && i+1 < len(p.tokens) && p.tokens[i+1].Is("by") {
			t.Options.Set("mysql", schema.Partition, strings.TrimSpace(p.raw(i, len(p.tokens))))
			p.tokens = p.tokens[:i]
			break
		}
	}
	for !p.end() {
		if p.take("with", "system", "versioning") {
			t.Options.Set("mysql", schema.SystemVersioning, "true")
			continue
		}
		if p.take("tablespace") { // MySQL says it without =, before the others
			p.take("=")
			t.Options.Set("mysql", "tablespace", p.name())
			continue
		}
		p.option(t)
	}
}

// option takes one KEY=VALUE of the table's options.
func (p *showParser) option(t *schema.Table) {
	p.take("default")
	from := p.pos
	for !p.end() && !p.at("=") {
		p.pos++
	}
	key := p.raw(from, p.pos)
	if quoted := strings.Trim(key, "`"); quoted != key {
		key = quoted // an engine's own option, which stays as it was written
	} else {
		key = strings.ToLower(key)
	}
	if !p.take("=") || p.end() {
		return
	}
	valueFrom := p.pos
	value := p.name()
	if p.tokens[valueFrom].Is("(") {
		p.pos = valueFrom
		value, _ = p.group()
		value = "(" + value + ")"
	} else if kind := p.tokens[valueFrom].Kind; kind == dialect.Number || kind == dialect.Symbol {
		value = p.tokens[valueFrom].Text
	}
	if key == "comment" {
		t.Comment = value
		return
	}
	t.Options.Set("mysql", key, value)
}

// mysqlOptions reads CREATE_OPTIONS of information_schema.TABLES.
func mysqlOptions(text string) map[string]string {
	d := &mysql.Dialect{}
	var t schema.Table
	p := &showParser{d: d, text: text, tokens: d.Lexicon().Tokens(text)}
	for !p.end() {
		if p.take("partitioned") {
			continue
		}
		p.option(&t)
	}
	return t.Options["mysql"]
}
