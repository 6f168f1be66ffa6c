package mysql

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// maxName is the longest name of a table, column, index or constraint, in
// characters. The server cuts nothing off: it refuses, and so do we, earlier.
const maxName = 64

// checkNames refuses names that the server would refuse.
func checkNames(names ...string) error {
	for _, n := range names {
		if count := len([]rune(n)); count > maxName {
			return fmt.Errorf("the name %s has %d characters, MySQL allows %d: give it a shorter one", n, count, maxName)
		}
	}
	return nil
}

// tableName quotes a table's name, with its schema where it has one.
func tableName(n schema.Name) string {
	if n.Schema == "" {
		return quote(n.Name)
	}
	return quote(n.Schema) + "." + quote(n.Name)
}

func quoteList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = quote(n)
	}
	return strings.Join(quoted, ", ")
}

// columnSQL is a native column as CREATE TABLE and MODIFY spell it. checks are
// the checks of its table, of which it takes those that are its own.
func columnSQL(c *schema.Column, checks []*schema.Check) string {
	var b strings.Builder
	native := c.Type.Any
	b.WriteString(quote(c.Name) + " " + spellType(native))
	if srid := c.Options.Get(name, "ref_system_id"); srid != "" { // MariaDB's word for srid
		b.WriteString(" REF_SYSTEM_ID=" + srid)
	}
	if c.Options.Get(name, "compressed") != "" {
		b.WriteString(" /*M!100301 COMPRESSED*/")
	}
	if hasCharset(native) {
		b.WriteString(renderCollation(cmp.Or(c.Collation.Any, c.Options.Get(name, SaidCollation))))
	}
	if c.Generated != nil {
		b.WriteString(generatedSQL(c.Generated))
		if c.NotNull { // MariaDB takes it for no such column, and doesn't read comments for MySQL
			b.WriteString(" /*!50700 NOT NULL*/")
		}
	} else {
		b.WriteString(nullSQL(c))
	}
	if srid := c.Options.Get(name, "srid"); srid != "" {
		b.WriteString(" SRID " + srid)
	}
	if c.Options.Get(name, "invisible") != "" {
		b.WriteString(" INVISIBLE")
	}
	if c.Default != nil {
		b.WriteString(" DEFAULT " + renderDefault(c.Default.SQL.Any, native))
	}
	if c.OnUpdate.Any != "" {
		b.WriteString(" ON UPDATE " + c.OnUpdate.Any)
	}
	if c.Autoincrement {
		b.WriteString(" AUTO_INCREMENT")
	}
	if c.Options.Get(name, schema.WithoutSystemVersioning) != "" {
		b.WriteString(" WITHOUT SYSTEM VERSIONING")
	}
	if c.Comment != "" {
		b.WriteString(" COMMENT " + quoteString(c.Comment))
	}
	b.WriteString(attributesSQL(c.Options))
	if check := columnCheck(c, checks); check != "" {
		b.WriteString(" CHECK (" + check + ")")
	}
	return b.String()
}

// nullSQL: a TIMESTAMP is NOT NULL on older servers unless it says NULL.
func nullSQL(c *schema.Column) string {
	switch {
	case c.NotNull:
		return " NOT NULL"
	case baseOf(c.Type.Any) == "timestamptz":
		return " NULL"
	}
	return ""
}

func generatedSQL(g *schema.Generated) string {
	switch sql := g.SQL.Any; {
	case strings.EqualFold(sql, "row start"), strings.EqualFold(sql, "row end"):
		return " GENERATED ALWAYS AS " + sql
	case g.Stored:
		return " GENERATED ALWAYS AS (" + sql + ") STORED"
	default:
		return " GENERATED ALWAYS AS (" + sql + ") VIRTUAL"
	}
}

// columnCheck is the check that MariaDB keeps with the column, which MODIFY would
// lose. Offline it comes from the column's option "check".
func columnCheck(c *schema.Column, checks []*schema.Check) string {
	for _, check := range checks {
		if check.Column == c.Name {
			return check.SQL.Any
		}
	}
	return c.Options.Get(name, "check")
}

func partsSQL(parts []schema.IndexPart) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		switch {
		case p.Name == "":
			out[i] = "(" + p.SQL.Any + ")"
		case p.Length > 0:
			out[i] = quote(p.Name) + "(" + strconv.Itoa(p.Length) + ")"
		default:
			out[i] = quote(p.Name)
		}
		if p.Order == "desc" {
			out[i] += " DESC"
		}
	}
	return strings.Join(out, ", ")
}

// indexSQL is an index as CREATE TABLE and ADD spell it.
func indexSQL(x *schema.Index) string {
	kind := "KEY"
	switch {
	case x.Using == "fulltext", x.Using == "spatial":
		kind = strings.ToUpper(x.Using) + " KEY"
	case x.Unique:
		kind = "UNIQUE KEY"
	}
	method := x.Options.Get(name, Method)
	if x.Using == "hash" || x.Using == "btree" {
		method = x.Using
	}
	s := kind + nameOrNot(x.Name) + " (" + partsSQL(x.Columns) + overlapsSQL(x.Options) + ")" + methodSQL(method, x.Options)
	if parser := x.Options.Get(name, "parser"); parser != "" {
		s += " WITH PARSER " + quote(parser)
	}
	if x.Comment != "" {
		s += " COMMENT " + quoteString(x.Comment)
	}
	s += attributesSQL(x.Options)
	for _, hidden := range []string{"ignored", "invisible"} { // MariaDB's and MySQL's word for it
		if x.Options.Get(name, hidden) != "" {
			s += " " + strings.ToUpper(hidden)
		}
	}
	return s
}

// attributesSQL are what MySQL keeps for an engine to read.
func attributesSQL(options schema.Options) string {
	s := ""
	for _, key := range []string{"engine_attribute", "secondary_engine_attribute"} {
		if value := options.Get(name, key); value != "" {
			s += " " + strings.ToUpper(key) + " " + quoteString(value)
		}
	}
	return s
}

// uniqueIndex is the index that a unique constraint is here.
func uniqueIndex(u *schema.Unique) *schema.Index {
	parts := make([]schema.IndexPart, len(u.Columns))
	for i, c := range u.Columns {
		parts[i].Name = c
	}
	return &schema.Index{Name: u.Name, Unique: true, Columns: parts, Comment: u.Comment, Options: u.Options}
}

func nameOrNot(n string) string {
	if n == "" {
		return ""
	}
	return " " + quote(n)
}

func constraintName(n string) string {
	if n == "" {
		return ""
	}
	return "CONSTRAINT " + quote(n) + " "
}

func primaryKeySQL(pk *schema.PrimaryKey) string {
	s := "PRIMARY KEY (" + partsSQL(keyParts(pk)) + overlapsSQL(pk.Options) + ")" + methodSQL(pk.Options.Get(name, Method), pk.Options)
	if pk.Comment != "" {
		s += " COMMENT " + quoteString(pk.Comment)
	}
	return s
}

// overlapsSQL is the last part of a key that says WITHOUT OVERLAPS.
func overlapsSQL(options schema.Options) string {
	if period := options.Get(name, schema.WithoutOverlaps); period != "" {
		return ", " + quote(period) + " WITHOUT OVERLAPS"
	}
	return ""
}

// methodSQL is an index's method and the size of its blocks.
func methodSQL(method string, options schema.Options) string {
	s := ""
	if method != "" {
		s = " USING " + strings.ToUpper(method)
	}
	if size := options.Get(name, BlockSize); size != "" {
		s += " KEY_BLOCK_SIZE=" + size
	}
	return s
}

func foreignKeySQL(f *schema.ForeignKey) string {
	s := constraintName(f.Name) + "FOREIGN KEY (" + quoteList(f.Columns) + ") REFERENCES " +
		tableName(f.Target()) + " (" + quoteList(f.Referred) + ")"
	if f.OnDelete != "" {
		s += " ON DELETE " + strings.ToUpper(f.OnDelete)
	}
	if f.OnUpdate != "" {
		s += " ON UPDATE " + strings.ToUpper(f.OnUpdate)
	}
	return s
}

func checkSQL(c *schema.Check) string {
	s := constraintName(c.Name) + "CHECK (" + c.SQL.Any + ")"
	if c.NotEnforced {
		s += " NOT ENFORCED"
	}
	return s
}

// createTableSQL is a native table, one part a line. Indexes stand within, so
// that a foreign key finds its own and InnoDB makes none. A foreign key for which it makes
// one stands before them: so that one comes first, whether they are made with the table
// or after it.
func createTableSQL(t *schema.Table, head string) string {
	var lines []string
	for _, c := range t.Columns {
		lines = append(lines, columnSQL(c, t.Checks))
	}
	for _, key := range []string{schema.Period, schema.SystemPeriod} {
		if period := t.Options.Get(name, key); period != "" {
			lines = append(lines, period)
		}
	}
	if t.PrimaryKey != nil {
		lines = append(lines, primaryKeySQL(t.PrimaryKey))
	}
	for _, u := range t.Uniques {
		lines = append(lines, indexSQL(uniqueIndex(u)))
	}
	var after []string
	for _, f := range t.ForeignKeys {
		if served(t, f.Columns, "") {
			after = append(after, foreignKeySQL(f))
		} else {
			lines = append(lines, foreignKeySQL(f))
		}
	}
	for _, x := range t.Indexes {
		lines = append(lines, indexSQL(x))
	}
	lines = append(lines, after...)
	for _, c := range t.Checks {
		if c.Column == "" || t.Column(c.Column) == nil {
			lines = append(lines, checkSQL(c))
		}
	}
	sql := head + " (\n  " + strings.Join(lines, ",\n  ") + "\n)"
	if options := optionsSQL(t.Options[name]); options != "" {
		sql += " " + options
	}
	if t.Comment != "" {
		sql += " COMMENT=" + quoteString(t.Comment)
	}
	if t.Options.Get(name, schema.SystemVersioning) != "" {
		sql += " WITH SYSTEM VERSIONING"
	}
	if partition := t.Options.Get(name, schema.Partition); partition != "" {
		sql += "\n" + partition
	}
	return sql
}

// spokenOptions are rendered in places of their own.
var spokenOptions = []string{"engine", "charset", "collate", schema.Period, schema.SystemPeriod, schema.SystemVersioning, schema.Partition}

// wordOptions take a word or number as their value.
var wordOptions = []string{"engine", "auto_increment", "row_format", "key_block_size", "stats_persistent", "stats_auto_recalc",
	"stats_sample_pages", "checksum", "page_checksum", "min_rows", "max_rows", "avg_row_length", "pack_keys", "delay_key_write",
	"transactional", "insert_method", "table_checksum", "autoextend_size", "sequence", "union"}

// stringOptions take a string; what is in neither list is an option of the storage engine (MariaDB).
var stringOptions = []string{"connection", "data directory", "index directory", "compression", "encryption",
	"secondary_engine_attribute", "engine_attribute", "tablespace"}

// ofServer reports whether an option, in lower case, is one of the server's own.
func ofServer(key string) bool {
	return slices.Contains(wordOptions, key) || slices.Contains(stringOptions, key) || slices.Contains(spokenOptions, key)
}

// optionsSQL renders a table's options in a fixed order.
func optionsSQL(options map[string]string) string {
	var parts []string
	if engine := options["engine"]; engine != "" {
		parts = append(parts, "ENGINE="+engine)
	}
	if charset := options["charset"]; charset != "" {
		parts = append(parts, "DEFAULT CHARSET="+charset)
	}
	if collate := options["collate"]; collate != "" {
		parts = append(parts, "DEFAULT CHARSET="+charsetOf(collate), "COLLATE="+collate)
	}
	for _, key := range sortedKeys(options) {
		if !slices.Contains(spokenOptions, key) {
			parts = append(parts, optionSQL(key, options[key]))
		}
	}
	return strings.Join(parts, " ")
}

// defaultOptions go back to the default by that word, not by 0.
var defaultOptions = []string{"row_format", "pack_keys", "page_checksum", "transactional"}

// optionSQL renders one option; an empty value puts it back to the default.
func optionSQL(key, value string) string {
	switch {
	case key == "tablespace" && value != "":
		return "TABLESPACE " + quote(value)
	case value == "" && (slices.Contains(defaultOptions, key) || strings.HasPrefix(key, "stats_")):
		return strings.ToUpper(key) + "=DEFAULT"
	case value == "" && key == "insert_method":
		return "INSERT_METHOD=NO"
	case value == "" && key == "union":
		return "UNION=()"
	case value == "" && slices.Contains(wordOptions, key):
		return strings.ToUpper(key) + "=0"
	case value == "" && slices.Contains(stringOptions, key):
		return strings.ToUpper(key) + "=''"
	case value == "":
		return quote(key) + "=DEFAULT"
	case slices.Contains(wordOptions, key):
		return strings.ToUpper(key) + "=" + value
	case slices.Contains(stringOptions, key):
		return strings.ToUpper(key) + "=" + quoteString(value)
	}
	return quote(key) + "=" + quoteString(value)
}
