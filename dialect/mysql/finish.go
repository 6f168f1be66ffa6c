package mysql

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// FinishTable makes a lowered table what this server would say it is.
func (d *Dialect) FinishTable(t *schema.Table) error {
	if len(t.Exclusions) > 0 {
		return dialect.Unsupported("MySQL", "exclusion constraints", "keep the rule in a trigger, or declare it for postgres only")
	}
	if t.WithoutOverlaps() {
		return dialect.Unsupported("MySQL", "keys WITHOUT OVERLAPS", "keep the rule in a trigger, or declare them for postgres only")
	}
	finishOptions(t)
	for _, c := range t.Columns {
		if err := finishColumn(t, c); err != nil {
			return fmt.Errorf("column %s: %w", c.Name, err)
		}
	}
	if t.PrimaryKey != nil {
		t.PrimaryKey = &schema.PrimaryKey{Columns: t.PrimaryKey.Columns, Comment: t.PrimaryKey.Comment, Options: t.PrimaryKey.Options}
	}
	for i, u := range t.Uniques {
		t.Uniques[i] = &schema.Unique{Name: u.Name, Columns: u.Columns, Comment: u.Comment, Options: u.Options, AnyName: u.AnyName}
	}
	for _, f := range t.ForeignKeys {
		if err := finishForeignKey(t, f); err != nil {
			return fmt.Errorf("foreign key %s: %w", f.Name, err)
		}
	}
	finishChecks(t)
	for _, x := range t.Indexes {
		if err := finishIndex(t, x); err != nil {
			return fmt.Errorf("index %s: %w", x.Name, err)
		}
	}
	return nil
}

// engines are the storage engines' own spellings of their names.
var engines = []string{"InnoDB", "MyISAM", "Aria", "MEMORY", "ARCHIVE", "CSV", "BLACKHOLE", "MERGE", "MRG_MyISAM", "FEDERATED", "NDB", "ROCKSDB", "Spider", "Columnstore", "S3", "CONNECT", "SEQUENCE", "TokuDB", "Mroonga"}

// optionNames are the other names that people give to a table's options.
var optionNames = map[string]string{
	"character set": "charset", "default charset": "charset", "default character set": "charset", "character_set": "charset",
	"default_charset": "charset", "collation": "collate", "default collate": "collate", "default_collate": "collate",
	"auto_increment_start": "auto_increment", "type": "engine",
}

// finishOptions spells a table's options as the catalog does.
func finishOptions(t *schema.Table) {
	given := t.Options[name]
	if len(given) == 0 {
		t.Options = nil
		return
	}
	own := map[string]string{}
	for key, value := range given {
		lower := strings.ToLower(key)
		if other, ok := optionNames[lower]; ok {
			key = other
		} else if ofServer(lower) {
			key = lower
		}
		own[key] = spellOption(key, value)
	}
	if collate := own["collate"]; collate != "" {
		delete(own, "charset")
	} else if known := defaultCollations[own["charset"]]; len(known) == 1 {
		own["collate"] = known[0]
		delete(own, "charset")
	}
	if own["engine"] == "Aria" && own["page_checksum"] == "1" { // its default, which a change of the table makes a word
		delete(own, "page_checksum")
	}
	t.Options = schema.Options{name: own}
}

func spellOption(key, value string) string {
	switch key {
	case "engine":
		for _, e := range engines {
			if strings.EqualFold(e, value) {
				return e
			}
		}
	case "charset", "collate":
		return spellCharset(strings.ToLower(value))
	case "row_format":
		return strings.ToUpper(value)
	case schema.Partition:
		return withoutEngines(value)
	}
	return value
}

// withoutEngines takes the engines out of a table's partitions, which are always its own.
func withoutEngines(clause string) string {
	var out strings.Builder
	last := 0
	tokens := lexicon.Tokens(clause)
	for i, t := range tokens {
		if i == 0 || i+2 >= len(tokens) || t.Kind != dialect.Word || !t.Is("engine") || !tokens[i+1].Is("=") {
			continue
		}
		before := i - 1
		if tokens[before].Is("storage") {
			before--
		}
		out.WriteString(clause[last:tokens[before].End])
		last = tokens[i+2].End
	}
	return out.String() + clause[last:]
}

// spellCharset: utf8 is utf8mb3, and newer servers say so.
func spellCharset(s string) string {
	if s == "utf8" || strings.HasPrefix(s, "utf8_") {
		return "utf8mb3" + s[len("utf8"):]
	}
	return s
}

func finishColumn(t *schema.Table, c *schema.Column) error {
	finishCollation(t, c)
	if c.Identity != nil {
		if c.Identity.Start != nil && *c.Identity.Start > 1 && t.Options.Get(name, schema.AutoIncrement) == "" {
			t.Options.Set(name, schema.AutoIncrement, fmt.Sprint(*c.Identity.Start))
		}
		c.Identity, c.Autoincrement = nil, true
	}
	native := c.Type.Any
	if c.Generated != nil {
		c.Default, c.OnUpdate = nil, schema.Text{}
		c.NotNull = c.NotNull && !isRowTime(c) // which goes without saying
		c.Generated.SQL = schema.SQL(bare(c.Generated.SQL.Any))
	}
	if c.Autoincrement {
		c.Default, c.NotNull = nil, true
		if !slices.Contains(intTypes, baseOf(native)) && baseOf(native) != "float" && baseOf(native) != "double" {
			return fmt.Errorf("autoincrement needs an integer type, not %s", native)
		}
	}
	if c.Default != nil {
		if def := spellDefault(c.Default.SQL.Any, native); def != "" {
			c.Default = &schema.Default{SQL: schema.SQL(def)}
		} else {
			c.Default = nil
		}
	}
	if now := c.OnUpdate.Any; now != "" {
		c.OnUpdate = schema.SQL(spellDefault(now, native))
	}
	return nil
}

// finishCollation takes a character set and collation that stand in the type
// into the column's Collation, which is empty where it is the table's own. A
// character set whose default collation depends on the server stays a name
// without underscore until Reconcile or the server itself decides.
func finishCollation(t *schema.Table, c *schema.Column) {
	at := strings.Index(c.Type.Any, " character set ")
	if at < 0 {
		at = strings.Index(c.Type.Any, " collate ")
	}
	if at >= 0 {
		if parsed, err := parseType(c.Type.Any); err == nil && c.Collation.IsZero() {
			c.Collation = schema.SQL(saidCollation(parsed, t.Options.Get(name, "collate")))
		}
		c.Type = schema.SQL(c.Type.Any[:at])
	}
	said := spellCharset(strings.ToLower(c.Collation.Any))
	if known := defaultCollations[said]; len(known) == 1 {
		said = known[0]
	}
	if !hasCharset(c.Type.Any) || said == t.Options.Get(name, "collate") {
		said = ""
	}
	c.Collation = schema.SQL(said)
	if c.Options.Get(name, SaidCollation) != t.Options.Get(name, "collate") || !hasCharset(c.Type.Any) {
		forgetCollation(c)
	}
}

// saidCollation is the collation, or bare character set, that a type names.
// CHAR(n) BINARY is the character set's _bin collation.
func saidCollation(t columnType, table string) string {
	switch {
	case t.collate == "binary":
		return cmp.Or(t.charset, charsetOf(table), "utf8mb4") + "_bin"
	case t.collate != "":
		return t.collate
	}
	return t.charset
}

// foldRule spells the rule of a foreign key. RESTRICT and NO ACTION both do what InnoDB
// does when nothing is said, but the catalog keeps apart the one that MariaDB, or MySQL,
// doesn't take that for.
func foldRule(rule string) string { return strings.ToLower(strings.TrimSpace(rule)) }

func finishForeignKey(t *schema.Table, f *schema.ForeignKey) error {
	if len(f.OnDeleteColumns) > 0 {
		return dialect.Unsupported("MySQL", "ON DELETE SET NULL for some of the columns", "name no columns, or use a trigger")
	}
	if f.Period || f.NotEnforced {
		return dialect.Unsupported("MySQL", "a foreign key with a period or NOT ENFORCED", "declare it for postgres only")
	}
	if t.Schema != "" && f.ReferencesSchema == "" {
		return fmt.Errorf("the table is in schema %s: say in which schema %s is", t.Schema, f.References)
	}
	if len(f.Referred) == 0 {
		return fmt.Errorf("MySQL wants to know the columns of %s: say them in referred", f.References)
	}
	f.OnDelete, f.OnUpdate = foldRule(f.OnDelete), foldRule(f.OnUpdate)
	f.Match, f.Deferrable, f.Deferred, f.NotValid, f.Comment = "", false, false, false, ""
	return nil
}

// finishChecks drops the checks that say nothing on this dialect. A check that
// belongs to a column has the column's name (MariaDB).
func finishChecks(t *schema.Table) {
	t.Checks = slices.DeleteFunc(t.Checks, func(c *schema.Check) bool { return c.SQL.IsZero() })
	for _, c := range t.Checks {
		c.NoInherit, c.NotValid, c.Comment = false, false, ""
		if c.Column != "" && c.Name == "" {
			c.Name = c.Column
		}
		c.SQL = schema.SQL(bare(c.SQL.Any))
	}
}

// bare is an expression without parentheses around all of it.
func bare(sql string) string {
	tokens := lexicon.Tokens(sql)
	inner := unwrap(tokens)
	if len(inner) == 0 || len(inner) == len(tokens) {
		return strings.TrimSpace(sql)
	}
	return sql[inner[0].Start:inner[len(inner)-1].End]
}

// methods are the index kinds of both servers.
var methods = []string{"", "hash", "btree", "rtree", "fulltext", "spatial"}

func finishIndex(t *schema.Table, x *schema.Index) error {
	if !x.Where.IsZero() && x.Unique {
		return dialect.Unsupported("MySQL", "unique indexes over a part of the rows", "index a generated column that is NULL in the other rows")
	}
	if x.Using = strings.ToLower(x.Using); !slices.Contains(methods, x.Using) {
		return dialect.Unsupported("MySQL", "index method "+x.Using, "leave `using` out, or say fulltext or spatial")
	}
	x.Using = foldMethod(x.Using, t.Options.Get(name, "engine"))
	x.Where, x.Include, x.NullsNotDistinct = schema.Text{}, nil, false
	for i, p := range x.Columns {
		if p.Order = strings.ToLower(p.Order); p.Order == "asc" {
			p.Order = ""
		}
		p.Nulls, p.Opclass, p.Collation = "", "", ""
		p.SQL = schema.SQL(bare(p.SQL.Any))
		if x.Using == "spatial" || x.Using == "fulltext" {
			p.Length, p.Order = 0, ""
		}
		if isWhole(t.Column(p.Name), p.Length) {
			p.Length = 0
		}
		x.Columns[i] = p
	}
	return nil
}

// isWhole reports whether the first letters of a column are all that it holds: the server then
// keeps an index of the whole column. A text has no length of its own.
func isWhole(c *schema.Column, length int) bool {
	if c == nil || length == 0 {
		return false
	}
	t, err := parseType(c.Type.For(name))
	return err == nil && slices.Contains([]string{"char", "varchar", "binary", "varbinary"}, t.base) && t.args == strconv.Itoa(length)
}

// foldMethod: each engine has one method that goes without saying, and InnoDB
// has no other.
func foldMethod(using, engine string) string {
	switch using {
	case "rtree":
		return "spatial"
	case "btree":
		if engine != "MEMORY" {
			return ""
		}
	case "hash":
		if engine != "NDB" {
			return ""
		}
	}
	return using
}

// FinishDatabase drops the objects that this server has not got: the columns that
// use an enum carry its values.
func (d *Dialect) FinishDatabase(db *schema.Database) error {
	for _, dom := range db.Domains {
		return dialect.Unsupported("MySQL", "domains (here "+dom.Name+")", "give the columns the domain's type and checks")
	}
	for _, c := range db.Composites {
		return dialect.Unsupported("MySQL", "composite types (here "+c.Name+")", "give the tables the columns, or one of type json")
	}
	for _, v := range db.Views {
		if v.Materialized {
			return dialect.Unsupported("MySQL", "materialized views (here "+v.Name+")", "use a table that a job fills")
		}
	}
	for _, t := range db.Tables {
		for _, c := range t.Columns {
			if e := findEnum(db, c.Type.Any); e != nil {
				c.Type = schema.SQL(enumType(e))
			}
		}
	}
	db.Enums, db.Domains, db.Extensions, db.Objects = nil, nil, nil, nil
	for _, s := range db.Schemas {
		s.Comment = ""
	}
	finishObjects(db)
	return nil
}

func findEnum(db *schema.Database, typeName string) *schema.Enum {
	for _, e := range db.Enums {
		if strings.EqualFold(e.Name, typeName) || strings.EqualFold(e.Schema+"."+e.Name, typeName) {
			return e
		}
	}
	return nil
}

func enumType(e *schema.Enum) string {
	values := make([]string, len(e.Values))
	for i, v := range e.Values {
		values[i] = quoteString(v)
	}
	return "enum(" + strings.Join(values, ",") + ")"
}
