package mysql

import (
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// RaiseTable puts a native table into neutral form.
func (d *Dialect) RaiseTable(t *schema.Table, _ *schema.Database) {
	for _, c := range t.Columns {
		native := c.Type.Any
		c.Default = d.raiseDefault(c.Default, native)
		if now := c.OnUpdate.Any; now != "" {
			c.OnUpdate = ownText(raiseNow(now, native))
		}
		if c.Collation.Any != "" {
			c.Collation = ownText(c.Collation.Any)
		}
		c.Type = schema.SQL(d.RaiseType(native))
	}
}

// ownText is a text for this dialect alone.
func ownText(sql string) schema.Text {
	return schema.Text{By: map[string]string{name: sql}}
}

// raiseNow returns CURRENT_TIMESTAMP where lowering it for a column of this type
// gives the text again.
func raiseNow(sql, native string) string {
	const now = "CURRENT_TIMESTAMP"
	if spellDefault(now, native) == sql {
		return now
	}
	return sql
}

// raiseDefault returns a default as a value where the value lowers to exactly
// this text.
func (d *Dialect) raiseDefault(def *schema.Default, native string) *schema.Default {
	if def == nil {
		return nil
	}
	sql := def.SQL.Any
	if value := d.defaultValue(sql, native); value != nil && spellDefault(d.Literal(value), native) == sql {
		return &schema.Default{Value: value}
	}
	return &schema.Default{SQL: schema.SQL(raiseNow(sql, native))}
}

func (d *Dialect) defaultValue(sql, native string) any {
	v, ok := literalValue(lexicon.Tokens(sql))
	if !ok {
		return nil
	}
	switch {
	case native == "tinyint(1)" && (v.text == "0" || v.text == "1"):
		return v.text == "1"
	case v.kind == dialect.String:
		return v.text
	case v.kind == dialect.Symbol:
		return nil
	case slices.Contains(intTypes, baseOf(native)):
		if n, err := strconv.ParseInt(v.text, 10, 64); err == nil {
			return n
		}
	case strings.Contains(v.text, "."):
		if f, err := strconv.ParseFloat(v.text, 64); err == nil {
			return f
		}
	}
	if n, err := strconv.ParseInt(v.text, 10, 64); err == nil {
		return n
	}
	return nil
}
