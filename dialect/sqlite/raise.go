package sqlite

import (
	"reflect"
	"slices"
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
// that it is not NULL, whether another key takes NULL, spacing in a type, TRUE for 1, DEFAULT NULL, and a type that somebody declared under its
// neutral name, which Limbeck itself would not (see [Dialect.LowerType]).
func (d Dialect) Reconcile(wish, live *schema.Database) {
	byName := map[string]*schema.Table{}
	for _, t := range live.Tables {
		byName[t.Name] = t
	}
	sameKeys := map[string]*schema.Table{} // the tables whose primary key stays
	for _, w := range wish.Tables {
		if l := byName[w.Name]; l != nil && w.PrimaryKey != nil && l.PrimaryKey != nil && slices.Equal(w.PrimaryKey.Columns, l.PrimaryKey.Columns) {
			sameKeys[w.Name] = l
		}
	}
	_ = schema.Parallel(len(wish.Tables), func(i int) error {
		if w := wish.Tables[i]; byName[w.Name] != nil {
			d.reconcileTable(w, byName[w.Name], sameKeys)
		}
		return nil
	})
}

func (d Dialect) reconcileTable(w, l *schema.Table, sameKeys map[string]*schema.Table) {
	for _, c := range w.Columns {
		if was := l.Column(c.Name); was != nil {
			d.reconcileColumn(c, was)
			if c.AnyNumbering && was == rowidAlias(l) {
				c.Autoincrement = was.Autoincrement
			}
		}
	}
	reconcileKey(w, l)
	done := map[*schema.ForeignKey]bool{}
	exactly := func(a, b *schema.ForeignKey) bool { return alike(a, b) && slices.Equal(a.Referred, b.Referred) }
	anyhow := func(a, b *schema.ForeignKey) bool { return true }
	for _, same := range []func(a, b *schema.ForeignKey) bool{exactly, alike, anyhow} {
		for _, f := range w.ForeignKeys {
			reconcileForeignKey(f, l, sameKeys[f.References], done, same)
		}
	}
}

// alike reports whether two foreign keys differ at most in the columns that they refer to, and in
// that one has no name.
func alike(a, b *schema.ForeignKey) bool {
	c := *b
	if c.Referred = a.Referred; a.Name == "" || b.Name == "" {
		c.Name = a.Name
	}
	return reflect.DeepEqual(a, &c)
}

// reconcileForeignKey: one that names no columns is one to the primary key, where that stays. Each
// of several over the same columns takes after another one.
func reconcileForeignKey(wish *schema.ForeignKey, live, parent *schema.Table, done map[*schema.ForeignKey]bool, same func(a, b *schema.ForeignKey) bool) {
	if parent == nil || done[wish] {
		return
	}
	toKey := func(f *schema.ForeignKey) bool {
		return len(f.Referred) == 0 || slices.Equal(f.Referred, parent.PrimaryKey.Columns)
	}
	for _, f := range live.ForeignKeys {
		if slices.Equal(f.Columns, wish.Columns) && f.Target() == wish.Target() && toKey(f) && toKey(wish) && !done[f] && same(f, wish) {
			wish.Referred = slices.Clone(f.Referred)
			done[f], done[wish] = true, true
			return
		}
	}
}

func (d Dialect) reconcileColumn(wish, live *schema.Column) {
	if wish.Type.Any != live.Type.Any {
		d.reconcileType(wish, live)
	}
	if (wish.Default != nil || live.Default != nil) && meaning(wish) == meaning(live) {
		wish.Default = schema.Clone(live.Default)
	}
}

func (d Dialect) reconcileType(wish, live *schema.Column) {
	if neutral := d.RaiseType(wish.Type.Any); neutral != wish.Type.Any && strings.EqualFold(neutral, live.Type.Any) {
		wish.Type = live.Type
	}
	if respace(wish.Type.Any) == respace(live.Type.Any) {
		if _, isEnum := schema.EnumValues(live.Type.Any); !isEnum { // whose values may hold spaces
			wish.Type = live.Type
		}
	}
}

// meaning spells a default by what it stores: TRUE and FALSE are numbers, no
// default is NULL, a number has many spellings where the column stores numbers, and
// "abc", which SQLite takes for a string where there is no such column, is 'abc'.
func meaning(c *schema.Column) string {
	if c.Default == nil {
		return "NULL"
	}
	sql := c.Default.SQL.Any
	switch strings.ToUpper(sql) {
	case "TRUE":
		return "1"
	case "FALSE":
		return "0"
	case "NULL":
		return "NULL"
	}
	if tokens := lexicon.Tokens(sql); len(tokens) == 1 && tokens[0].Kind == dialect.Quoted && strings.HasPrefix(sql, `"`) {
		return literal(tokens[0].Value)
	}
	if a := affinityOf(c.Type.Any); a != textAffinity && a != blobAffinity {
		if f, err := strconv.ParseFloat(sql, 64); err == nil && float64(int64(f)) == f && f > -1<<53 && f < 1<<53 {
			return strconv.FormatInt(int64(f), 10)
		}
	}
	return sql
}

// reconcileKey leaves it to the live table whether its key takes NULL: models say
// NOT NULL of a key because it is one, and SQLite alone goes by the words. Tables
// that others made (by an ORM, say) mostly lack them, and a rebuild of each would
// be the first thing that is seen of Limbeck. What is written as SQL means what it
// says.
func reconcileKey(wish, live *schema.Table) {
	if w, l := rowidAlias(wish), rowidAlias(live); w != nil && l != nil {
		dropOption(&w.Options, schema.KeyNotNull)
		setOption(&w.Options, schema.KeyNotNull, l.Options.Get(name, schema.KeyNotNull))
	}
	if wish.Source != "" || takesNullKeys(wish) != takesNullKeys(live) {
		return
	}
	for _, c := range wish.Columns {
		was := live.Column(c.Name)
		if was == nil || c == rowidAlias(wish) || !inKey(wish, c.Name) || !inKey(live, c.Name) || was.NotNull || c.Options.Get(name, schema.KeyNotNull) != "" {
			continue
		}
		c.NotNull = false
		setOption(&c.Options, schema.KeyNotNull, was.Options.Get(name, schema.KeyNotNull))
	}
}
