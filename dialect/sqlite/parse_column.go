package sqlite

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

func (p *tableParser) columnDefinition() error {
	columnName, err := p.name()
	if err != nil {
		return err
	}
	c := &schema.Column{Name: columnName, Type: schema.SQL(declaredType(p.typeName()))}
	p.table.Columns = append(p.table.Columns, c)
	p.current.column = columnName
	for !p.done() && !p.at(0).Is(",") && !p.at(0).Is(")") {
		if err := p.columnConstraint(c); err != nil {
			return err
		}
	}
	return nil
}

// declaredType is the native form of a type as it is written. A name in quotes
// counts without them where SQLite would read the same.
func declaredType(written string) string {
	if written == "" {
		return untyped
	}
	if strings.ContainsRune("\"'`[", rune(written[0])) {
		if tokens := lexicon.Tokens(written); len(tokens) == 1 && declarable(tokens[0].Value) {
			written = tokens[0].Value
		}
	}
	if strings.EqualFold(written, untyped) {
		return strings.ToUpper(untyped)
	}
	return nativeType(written)
}

func (p *tableParser) columnConstraint(c *schema.Column) error {
	constraint := ""
	for p.accept("constraint") {
		var err error
		if constraint, err = p.name(); err != nil {
			return err
		}
	}
	switch {
	case p.accept("primary", "key"):
		p.columnPrimaryKey(c, constraint)
	case p.accept("not", "null"):
		c.NotNull = true
		setOption(&c.Options, "not_null_on_conflict", p.onConflict())
	case p.accept("null"):
		p.onConflict()
	case p.accept("unique"):
		u := &schema.Unique{Name: constraint, Columns: []string{c.Name}}
		setOption(&u.Options, "on_conflict", p.onConflict())
		p.addUnique(u)
	case p.accept("check"):
		return p.columnCheck(c, constraint)
	case p.accept("default"):
		return p.columnDefault(c)
	case p.accept("collate"):
		collation, err := p.name()
		c.Collation = schema.SQL(collationName(collation))
		return err
	case p.at(0).Is("references"):
		return p.references(constraint, []string{c.Name})
	case p.accept("generated", "always", "as"), p.accept("as"):
		return p.generated(c)
	case constraint != "" && (p.done() || p.at(0).Is(",") || p.at(0).Is(")")):
		// A name without a constraint names nothing.
	default:
		return p.fail("a constraint of column " + c.Name)
	}
	return nil
}

func (p *tableParser) columnPrimaryKey(c *schema.Column, constraint string) {
	k := &schema.PrimaryKey{Name: constraint, Columns: []string{c.Name}}
	if p.accept("desc") {
		k.Options.Set(name, "terms", "desc")
		if c.Type.Any == "integer" {
			k.Options.Set(name, "rowid", "false")
		}
	}
	p.accept("asc")
	setOption(&k.Options, "on_conflict", p.onConflict())
	c.Autoincrement = p.accept("autoincrement")
	p.table.PrimaryKey, p.current.primaryKey = k, true
}

// columnCheck reads a check; one that lists the values of a text column, in the
// form in which enums are written, makes the column an enum.
func (p *tableParser) columnCheck(c *schema.Column, constraint string) error {
	start := p.pos
	if err := p.check(constraint); err != nil {
		return err
	}
	values := enumCheck(p.tokens[start:p.pos], c.Name)
	if constraint != "" || c.Type.Any != "text" || values == nil {
		return nil
	}
	last := len(p.table.Checks) - 1
	p.table.Checks = orNil(p.table.Checks[:last])
	p.current.checks = slices.DeleteFunc(p.current.checks, func(i int) bool { return i == last })
	c.Type = schema.SQL(schema.EnumType(values))
	return nil
}

// enumCheck returns the values of ("column" IN ('a', 'b')), nil for anything else.
func enumCheck(tokens []dialect.Token, column string) []string {
	if len(tokens) < 7 || tokens[1].Kind != dialect.Quoted && tokens[1].Kind != dialect.Word ||
		!strings.EqualFold(tokens[1].Name(), column) || !tokens[2].Is("in") || !tokens[3].Is("(") {
		return nil
	}
	list := tokens[4 : len(tokens)-1]
	if !list[len(list)-1].Is(")") || len(list)%2 != 0 {
		return nil
	}
	var values []string
	for i := 0; i < len(list); i += 2 {
		if list[i].Kind != dialect.String || i+2 < len(list) && !list[i+1].Is(",") {
			return nil
		}
		values = append(values, list[i].Value)
	}
	return values
}

// columnDefault reads a default: an expression in parentheses, or a literal with
// an optional sign.
func (p *tableParser) columnDefault(c *schema.Column) error {
	start := p.pos
	if p.at(0).Is("(") {
		if _, err := p.parens(); err != nil {
			return err
		}
	} else {
		_ = p.accept("-") || p.accept("+")
		if p.done() {
			return p.fail("a default")
		}
		blob := p.at(0).Is("x") && p.at(1).Kind == dialect.String && p.at(1).Start == p.at(0).End
		p.pos++
		if blob {
			p.pos++
		}
	}
	c.Default = &schema.Default{SQL: schema.SQL(trim(p.text(start, p.pos)))}
	return nil
}

func (p *tableParser) generated(c *schema.Column) error {
	sql, err := p.parens()
	if err != nil {
		return err
	}
	c.Generated = &schema.Generated{SQL: schema.SQL(ownText(sql, p.table.Name)), Stored: p.accept("stored")}
	p.accept("virtual")
	return nil
}

// builtinCollations are known by these names in any case.
var builtinCollations = []string{"BINARY", "NOCASE", "RTRIM"}

// collationName spells a collation; BINARY is what a column has without one.
func collationName(name string) string {
	up := strings.ToUpper(name)
	switch {
	case up == "BINARY":
		return ""
	case slices.Contains(builtinCollations, up):
		return up
	}
	return name
}

// references reads REFERENCES … of a foreign key over the columns.
func (p *tableParser) references(constraint string, columns []string) error {
	if err := p.expect("references"); err != nil {
		return err
	}
	f := &schema.ForeignKey{Name: constraint, Columns: columns}
	var err error
	if f.References, err = p.name(); err != nil {
		return err
	}
	if p.at(0).Is("(") {
		if f.Referred, err = p.nameList(); err != nil {
			return err
		}
	}
	p.referenceActions(f)
	p.current.foreignKeys = append(p.current.foreignKeys, len(p.table.ForeignKeys))
	p.table.ForeignKeys = append(p.table.ForeignKeys, f)
	return nil
}

// referenceActions reads what follows a foreign key's target. MATCH is dropped:
// SQLite reads it and does nothing about it.
func (p *tableParser) referenceActions(f *schema.ForeignKey) {
	for {
		switch {
		case p.accept("on", "delete"):
			f.OnDelete = p.action()
		case p.accept("on", "update"):
			f.OnUpdate = p.action()
		case p.accept("on", "insert"): // in the grammar, without effect
			p.action()
		case p.accept("match"):
			p.pos++
		case p.accept("not", "deferrable"):
			f.Deferrable, f.Deferred = false, false
			p.initially()
		case p.accept("deferrable"):
			f.Deferrable = true
			f.Deferred = p.initially() == "deferred"
		default:
			return
		}
	}
}

func (p *parser) action() string {
	switch {
	case p.accept("set", "null"):
		return "set null"
	case p.accept("set", "default"):
		return "set default"
	case p.accept("cascade"):
		return "cascade"
	case p.accept("restrict"):
		return "restrict"
	}
	p.accept("no", "action")
	return ""
}

func (p *parser) initially() string {
	if !p.accept("initially") {
		return ""
	}
	p.pos++
	return strings.ToLower(p.tokens[min(p.pos, len(p.tokens))-1].Text)
}
