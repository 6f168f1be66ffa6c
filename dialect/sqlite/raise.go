package sqlite

import (
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// RaiseTable puts a native table into neutral form, in place.
func (d Dialect) RaiseTable(t *schema.Table, _ *schema.Database) {
	for _, c := range t.Columns {
		raiseDefault(c)
		c.Type = schema.SQL(d.RaiseType(c.Type.Any))
		if !c.Collation.IsZero() {
			c.Collation = schema.Text{By: map[string]string{name: c.Collation.Any}}
		}
	}
}

// raiseDefault makes a literal default the value that it spells.
func raiseDefault(c *schema.Column) {
	if c.Default == nil {
		return
	}
	sql := c.Default.SQL.Any
	value := literalValue(sql)
	if n, ok := value.(int64); ok && c.Type.Any == "boolean" && (n == 0 || n == 1) {
		value = n == 1
	}
	if value != nil && literal(value) == sql {
		c.Default = &schema.Default{Value: value}
	}
}

// literalValue returns the value of a plain literal, nil for all else.
func literalValue(sql string) any {
	if tokens := lexicon.Tokens(sql); len(tokens) == 1 && tokens[0].Kind == dialect.String {
		return tokens[0].Value
	}
	if n, err := strconv.ParseInt(sql, 10, 64); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(sql, 64); err == nil && strings.ContainsAny(sql, "0123456789") {
		return f
	}
	return nil
}

// Reconcile settles spellings that mean the same: how an INTEGER PRIMARY KEY says
// that it is not NULL, TRUE for 1, DEFAULT NULL, and a type that somebody declared under its
// neutral name, which Limbeck itself would not (see [Dialect.LowerType]).
func (d Dialect) Reconcile(wish, live *schema.Database) {
	byName := map[string]*schema.Table{}
	for _, t := range live.Tables {
		byName[t.Name] = t
	}
	for _, w := range wish.Tables {
		l := byName[w.Name]
		if l == nil {
			continue
		}
		for _, c := range w.Columns {
			if was := l.Column(c.Name); was != nil {
				d.reconcileColumn(c, was)
			}
		}
		reconcileAlias(w, l)
	}
}

func (d Dialect) reconcileColumn(wish, live *schema.Column) {
	if neutral := d.RaiseType(wish.Type.Any); neutral != wish.Type.Any && strings.EqualFold(neutral, live.Type.Any) {
		wish.Type = live.Type
	}
	if meaning(wish.Default) == meaning(live.Default) {
		wish.Default = schema.Clone(live.Default)
	}
}

// meaning spells TRUE and FALSE as the numbers that they are, and no default as
// the NULL that it is.
func meaning(def *schema.Default) string {
	if def == nil {
		return "NULL"
	}
	switch sql := def.SQL.Any; strings.ToUpper(sql) {
	case "TRUE":
		return "1"
	case "FALSE":
		return "0"
	case "NULL":
		return "NULL"
	default:
		return sql
	}
}

func reconcileAlias(wish, live *schema.Table) {
	w, l := rowidAlias(wish), rowidAlias(live)
	if w == nil || l == nil {
		return
	}
	dropOption(&w.Options, "not_null")
	setOption(&w.Options, "not_null", l.Options.Get(name, "not_null"))
}
