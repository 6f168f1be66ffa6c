package postgres

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// FinishTable makes a table what this server would say it is.
func (Dialect) FinishTable(t *schema.Table) error {
	if err := checkOptions(t.Options[name]); err != nil {
		return err
	}
	finishOptions(t.Options)
	for _, c := range t.Columns {
		if err := finishColumn(t, c); err != nil {
			return fmt.Errorf("column %s: %w", c.Name, err)
		}
	}
	for _, c := range t.Checks {
		c.SQL, c.Column = unwrapped(c.SQL), ""
	}
	for _, x := range t.Exclusions {
		finishExclusion(x)
	}
	for _, f := range t.ForeignKeys {
		if err := finishForeignKey(f); err != nil {
			return err
		}
	}
	for _, x := range t.Indexes {
		finishIndex(x)
	}
	for _, u := range t.Uniques {
		u.Deferrable = u.Deferrable || u.Deferred
		finishOptions(u.Options)
	}
	if pk := t.PrimaryKey; pk != nil {
		pk.Deferrable = pk.Deferrable || pk.Deferred
		finishOptions(pk.Options)
	}
	return nil
}

// optionWords are the options whose values are words of the server's, with the one that says what is
// so without the option.
var optionWords = map[string]string{
	schema.Unlogged: "false", "row_security": "disabled", schema.ReplicaIdentity: "default", "storage": "default", "compression": "default", "statistics": "-1",
}

// indexWords are those among the values that are no name of an index, which has its own capitals.
var indexWords = wordSet("full nothing default")

// finishOptions spells options as the catalog does: the server folds the names of storage
// parameters, and words have no capitals.
func finishOptions(o schema.Options) {
	own := o[name]
	for _, key := range slices.Sorted(maps.Keys(own)) {
		value, word := own[key], strings.ToLower(own[key])
		without, isWord := optionWords[key]
		switch {
		case isWord && word == without:
			delete(own, key)
		case isWord && (key != schema.ReplicaIdentity || indexWords[word]):
			own[key] = word
		case strings.HasPrefix(key, "with_"):
			delete(own, key)
			own[strings.ToLower(key)] = value
		}
	}
	if o != nil && len(own) == 0 {
		delete(o, name)
	}
}

func unwrapped(t schema.Text) schema.Text { return schema.SQL(Unwrap(strings.TrimSpace(t.For(name)))) }

func finishColumn(t *schema.Table, c *schema.Column) error {
	c.OnUpdate = schema.Text{}
	finishNotNull(c)
	finishOptions(c.Options)
	if own := c.Options.Get(name, "storage"); own != "" && own == storage(storedType(c.Type.For(name))) {
		forgetOption(c.Options, "storage")
	}
	c.Collation = schema.SQL(collationName(c.Collation.For(name)))
	if err := finishEnum(t, c); err != nil {
		return err
	}
	if c.Generated != nil {
		c.Generated.SQL = unwrapped(c.Generated.SQL)
	}
	if err := finishNumbering(c); err != nil {
		return err
	}
	if c.Default != nil {
		if sql := spellDefault(c.Default.SQL.For(name), c.Type.For(name)); sql == "" {
			c.Default = nil
		} else {
			c.Default.SQL = schema.SQL(sql)
		}
	}
	return nil
}

// finishEnum lowers an enum that has no name of its own to text with a check.
func finishEnum(t *schema.Table, c *schema.Column) error {
	typ, err := parseType(c.Type.For(name))
	if err != nil || typ.base != "enum" {
		return err
	}
	c.Type = schema.SQL("text")
	check := "ck_" + t.Name + "_" + c.Name
	for _, k := range t.Checks {
		if k.Name == check {
			return nil
		}
	}
	values := strings.ReplaceAll(typ.mods, "','", "', '")
	t.Checks = append(t.Checks, &schema.Check{Name: check, SQL: schema.SQL(Ident(c.Name) + " IN (" + values + ")")})
	return nil
}

// collationName returns a collation's bare name. A qualified one is known by its quotes, as
// C.utf8 is a bare name, and is all in quotes then. The type's own is no collation.
func collationName(sql string) string {
	tokens := lexicon.Tokens(sql)
	if len(tokens) == 1 && tokens[0].Kind == dialect.Quoted {
		sql = tokens[0].Value
	}
	if len(tokens) == 3 && tokens[1].Is(".") {
		switch {
		case tokens[0].Name() == "pg_catalog":
			sql = tokens[2].Name()
		case tokens[0].Kind == dialect.Quoted || tokens[2].Kind == dialect.Quoted:
			sql = table(schema.Name{Schema: tokens[0].Name(), Name: tokens[2].Name()})
		}
	}
	if sql == "default" {
		return ""
	}
	return sql
}

// Collation spells a collation in SQL.
func Collation(name string) string {
	if strings.HasPrefix(name, `"`) {
		return name
	}
	return Dialect{}.Quote(name)
}

func finishExclusion(x *schema.Exclusion) {
	x.Deferrable = x.Deferrable || x.Deferred
	x.Where = unwrapped(x.Where)
	x.Using = strings.ToLower(x.Using)
	finishOptions(x.Options)
	for _, e := range x.Elements {
		e.SQL = unwrapped(e.SQL)
	}
}

func finishForeignKey(f *schema.ForeignKey) error {
	if f.Period && (len(f.Columns) < 2 || len(f.Referred) < 2) {
		return fmt.Errorf("foreign key %s: a key with a period has two columns or more, here and in the other table, the period last", f.Name)
	}
	f.OnDelete, f.OnUpdate = action(f.OnDelete), action(f.OnUpdate)
	if f.Match = strings.ToLower(f.Match); f.Match == "simple" {
		f.Match = ""
	}
	f.Deferrable = f.Deferrable || f.Deferred
	return nil
}

func action(s string) string {
	if s = strings.ToLower(strings.Join(strings.Fields(s), " ")); s == "no action" {
		return ""
	}
	return s
}

// finishIndex folds what is the server's default, and what it hasn't got.
func finishIndex(x *schema.Index) {
	if x.Using = strings.ToLower(x.Using); x.Using == "btree" {
		x.Using = ""
	}
	x.Where = unwrapped(x.Where)
	finishOptions(x.Options)
	for i := range x.Columns {
		p := &x.Columns[i]
		p.SQL = unwrapped(p.SQL)
		p.Length = 0
		p.Collation = collationName(p.Collation)
		if p.Order = strings.ToLower(p.Order); p.Order == "asc" {
			p.Order = ""
		}
		if p.Nulls = strings.ToLower(p.Nulls); (p.Nulls == "first") == (p.Order == "desc") {
			p.Nulls = ""
		}
	}
}

// FinishDatabase makes the objects beside tables what this server would say they
// are.
func (Dialect) FinishDatabase(db *schema.Database) error {
	for _, s := range db.Sequences {
		finishSequence(s)
	}
	for _, d := range db.Domains {
		if d.Default != nil {
			d.Default.SQL = schema.SQL(spellDefault(d.Default.SQL.For(name), d.Type.For(name)))
		}
		d.Collation = collationName(d.Collation)
		for _, c := range d.Checks {
			c.SQL = unwrapped(c.SQL)
		}
	}
	for _, t := range db.Composites {
		for _, c := range t.Columns {
			c.Collation = schema.SQL(collationName(c.Collation.For(name)))
		}
	}
	for _, v := range db.Views {
		v.SQL = schema.SQL(strings.TrimRight(strings.TrimSpace(v.SQL.For(name)), "; \n\t"))
		for _, x := range v.Indexes {
			finishIndex(x)
		}
	}
	FoldSerials(db)
	if err := noCircles(db); err != nil {
		return err
	}
	return finishTyped(db)
}

// RaiseTable puts a native table into neutral form.
func (d Dialect) RaiseTable(t *schema.Table, in *schema.Database) {
	for _, c := range t.Columns {
		native := c.Type.For(name)
		c.Default = raiseDefault(c.Default, native)
		switch enum := enumOf(native, in); {
		case serialTypes[native] != "":
			c.Type = schema.Text{Any: serialTypes[native], By: map[string]string{name: native}}
			c.Autoincrement = true
		case enum != nil:
			c.Type = schema.Text{Any: schema.EnumType(enum.Values), By: map[string]string{name: native}}
		default:
			c.Type = schema.SQL(d.RaiseType(native))
		}
		if c.Identity != nil && *c.Identity == (schema.Identity{}) && integerTypes[native] != 0 {
			c.Identity, c.Autoincrement = nil, true
		}
	}
}

// enumOf returns the enum of the database that a native type names.
func enumOf(native string, in *schema.Database) *schema.Enum {
	if in == nil {
		return nil
	}
	for _, e := range in.Enums {
		if identType(schema.Name{Schema: e.Schema, Name: e.Name}) == native {
			return e
		}
	}
	return nil
}

// identType spells the name of a user's type as LowerType does.
func identType(n schema.Name) string {
	if n.Schema == "" {
		return quotedType(n.Name)
	}
	return identName(n)
}
