package introspect

import (
	"errors"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/schema"
)

// column reads a column's definition.
func (p *showParser) column(t *schema.Table) error {
	c := &schema.Column{Name: p.name()}
	from := p.pos
	p.pos++
	if p.at("(") {
		if _, err := p.group(); err != nil {
			return err
		}
	}
	for p.take("unsigned") || p.take("zerofill") {
	}
	native, err := p.d.SQLType(p.raw(from, p.pos))
	if err != nil {
		return err
	}
	c.Type = schema.SQL(native)
	said := p.at("character", "set")
	for !p.end() {
		if err := p.attribute(t, c); err != nil {
			return err
		}
	}
	if said { // MySQL remembers what somebody has said, be it the table's own
		c.Options.Set("mysql", mysql.SaidCollation, c.Collation.Any)
	}
	t.Columns = append(t.Columns, c)
	return nil
}

func (p *showParser) attribute(t *schema.Table, c *schema.Column) error {
	switch {
	case p.take("character", "set"):
		if charset := p.name(); c.Collation.IsZero() {
			c.Collation = schema.SQL(charset)
		}
	case p.take("collate"):
		c.Collation = schema.SQL(p.name())
	case p.take("not", "null"):
		c.NotNull = true
	case p.take("null"):
	case p.take("default"):
		if sql := p.expression(); !strings.EqualFold(sql, "null") {
			c.Default = &schema.Default{SQL: schema.SQL(sql)}
		}
	case p.take("on", "update"):
		c.OnUpdate = schema.SQL(p.expression())
	case p.take("auto_increment"):
		c.Autoincrement = true
	case p.take("invisible"):
		c.Options.Set("mysql", "invisible", "true")
	case p.take("compressed"):
		c.Options.Set("mysql", "compressed", "true")
	case p.take("without", "system", "versioning"):
		c.Options.Set("mysql", schema.WithoutSystemVersioning, "true")
	case p.take("srid"):
		c.Options.Set("mysql", "srid", p.name())
	case p.take("storage"), p.take("column_format"):
		p.name() // NDB's; nothing else reads them
	case p.take("not", "secondary"): // of a secondary engine alone
	case p.take("engine_attribute"):
		p.take("=")
		c.Options.Set("mysql", "engine_attribute", p.name())
	case p.take("secondary_engine_attribute"):
		p.take("=")
		c.Options.Set("mysql", "secondary_engine_attribute", p.name())
	case p.take("comment"):
		c.Comment = p.name()
	case p.take("check"):
		sql, err := p.group()
		t.Checks = append(t.Checks, &schema.Check{Name: c.Name, Column: c.Name, SQL: schema.SQL(sql)})
		return err
	case p.take("generated", "always", "as"), p.at("as", "("):
		p.take("as")
		return p.generated(c)
	default:
		return errors.New("an unknown attribute: " + p.tokens[p.pos].Text)
	}
	return nil
}

func (p *showParser) generated(c *schema.Column) error {
	if p.at("row") {
		c.Generated = &schema.Generated{SQL: schema.SQL("ROW " + strings.ToUpper(p.tokens[min(p.pos+1, len(p.tokens)-1)].Text)), Stored: true}
		p.pos += 2
		return nil
	}
	sql, err := p.group()
	if err != nil {
		return err
	}
	c.Generated = &schema.Generated{SQL: schema.SQL(sql)}
	if p.take("stored") || p.take("persistent") {
		c.Generated.Stored = true
	} else {
		p.take("virtual")
	}
	return nil
}

// attributeWords start what may follow a default.
var attributeWords = []string{"on", "comment", "check", "auto_increment", "invisible", "compressed", "generated", "collate", "without", "column_format", "storage"}

// expression takes a default: up to the next attribute.
func (p *showParser) expression() string {
	from, depth := p.pos, 0
	for ; !p.end(); p.pos++ {
		t := p.tokens[p.pos]
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth == 0 && t.Kind == dialect.Word && slices.Contains(attributeWords, strings.ToLower(t.Text)):
			return p.raw(from, p.pos)
		}
	}
	return p.raw(from, p.pos)
}
