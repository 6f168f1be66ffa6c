package sqlite

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// FinishTable makes a lowered table what SQLite would say it is. What SQLite has
// not and nobody misses is dropped: comments, INCLUDE, index methods. What holds
// data together and can't be had is an error.
func (d Dialect) FinishTable(t *schema.Table) error {
	if err := finishSchema(&t.Schema); err != nil {
		return err
	}
	if len(t.Exclusions) > 0 {
		return dialect.Unsupported(name, "exclusion constraints", "keep the rule in a trigger, or leave it to the program")
	}
	if t.WithoutOverlaps() {
		return dialect.Unsupported(name, "keys WITHOUT OVERLAPS", "keep the rule in a trigger, or leave it to the program")
	}
	if err := finishOptions("table", &t.Options, schema.Strict, schema.WithoutRowid); err != nil {
		return err
	}
	t.Comment = ""
	for _, c := range t.Columns {
		if err := finishColumn(t, c); err != nil {
			return fmt.Errorf("column %s: %w", c.Name, err)
		}
	}
	if err := finishKeys(t); err != nil {
		return err
	}
	for _, f := range t.ForeignKeys {
		if err := finishForeignKey(f); err != nil {
			return fmt.Errorf("foreign key %s over %s: %w", f.Name, strings.Join(f.Columns, ", "), err)
		}
	}
	finishChecks(t)
	for _, x := range t.Indexes {
		if err := finishIndex(x, t); err != nil {
			return fmt.Errorf("index %s: %w", x.Name, err)
		}
	}
	return nil
}

// finishSchema: the default schema is called main.
func finishSchema(s *string) error {
	if strings.EqualFold(*s, "main") {
		*s = ""
	}
	if *s != "" {
		return dialect.Unsupported(name, "schema "+*s, "leave the schema out of the models, or give SQLite a project of its own")
	}
	return nil
}

// finishOptions folds options to those that are set, and refuses unknown ones,
// which would have no effect. A flag is "true" or absent.
func finishOptions(of string, opts *schema.Options, known ...string) error {
	own := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys((*opts)[name])) {
		value := (*opts)[name][key]
		if !slices.Contains(known, key) {
			return fmt.Errorf("sqlite has no option %s of a %s; there are: %s", key, of, strings.Join(known, ", "))
		}
		value = strings.ToLower(strings.TrimSpace(value))
		if value == "1" {
			value = "true"
		}
		if value != "" && !(of == "table" && (value == "false" || value == "0")) {
			own[key] = value
		}
	}
	*opts = nil
	if len(own) > 0 {
		*opts = schema.Options{name: own}
	}
	return nil
}

func finishColumn(t *schema.Table, c *schema.Column) error {
	if err := finishOptions("column", &c.Options, "not_null", "not_null_on_conflict"); err != nil {
		return err
	}
	c.Comment, c.OnUpdate = "", schema.Text{}
	c.Collation = schema.SQL(collationName(c.Collation.Any))
	if c.Identity != nil {
		c.Identity, c.Autoincrement = nil, true
	}
	if c.Autoincrement {
		if affinityOf(c.Type.Any) != integerAffinity {
			return fmt.Errorf("sqlite numbers rows only in an integer column, not in %s", c.Type.Any)
		}
		c.Type, c.Default = schema.SQL("integer"), nil
	}
	if strict(t) {
		typ, err := strictType(c.Type.Any)
		if err != nil {
			return err
		}
		c.Type = schema.SQL(typ)
	}
	if c.Generated != nil {
		c.Generated.SQL = schema.SQL(ownText(c.Generated.SQL.Any, t.Name))
		c.Default = nil
	}
	if c.Default != nil {
		c.Default = spellDefault(c.Default.SQL.Any)
	}
	return nil
}

// currentTime are the other dialects' spellings of CURRENT_TIMESTAMP.
var currentTime = []string{"now", "current_timestamp"}

// spellDefault returns a default as it is kept: without parentheses around.
func spellDefault(sql string) *schema.Default {
	sql = trim(sql)
	if sql == "" {
		return nil
	}
	tokens := lexicon.Tokens(sql)
	call := len(tokens) >= 3 && tokens[1].Is("(") && tokens[len(tokens)-1].Is(")") && (len(tokens) == 3 || len(tokens) == 4 && tokens[2].Kind == dialect.Number)
	if call && slices.ContainsFunc(currentTime, tokens[0].Is) {
		sql = "CURRENT_TIMESTAMP"
	}
	return &schema.Default{SQL: schema.SQL(sql)}
}

func finishKeys(t *schema.Table) error {
	if k := t.PrimaryKey; k != nil {
		if err := finishOptions("primary key", &k.Options, "on_conflict", "terms", "rowid", "nulls", "not_null"); err != nil {
			return err
		}
		t.PrimaryKey = &schema.PrimaryKey{Name: k.Name, Columns: k.Columns, Options: k.Options}
	}
	settleKeys(t)
	for _, c := range t.Columns {
		if c.Autoincrement && t.PrimaryKey != nil && !slices.Equal(t.PrimaryKey.Columns, []string{c.Name}) {
			return fmt.Errorf("column %s: sqlite numbers rows only in a column that is the primary key by itself; this one is (%s)",
				c.Name, strings.Join(t.PrimaryKey.Columns, ", "))
		}
	}
	for i, u := range t.Uniques {
		if err := finishOptions("unique constraint", &u.Options, "on_conflict", "terms"); err != nil {
			return err
		}
		if u.NullsNotDistinct {
			return fmt.Errorf("unique constraint %s: %w", u.Name, nullsNotDistinct())
		}
		t.Uniques[i] = &schema.Unique{Name: u.Name, Columns: u.Columns, Options: u.Options}
	}
	return nil
}

func nullsNotDistinct() error {
	return dialect.Unsupported(name, "NULLS NOT DISTINCT", "make the columns NOT NULL, or use a unique index over coalesce(…)")
}

// settleKeys settles what a primary key says of its columns.
//
// SQLite lets NULL into a primary key that isn't declared NOT NULL, unless it is
// the rowid, or the table is STRICT or WITHOUT ROWID. The rest of Limbeck takes a
// primary key for NOT NULL; what deviates from that is in the option not_null.
func settleKeys(t *schema.Table) {
	takeNotes(t)
	alias := rowidAlias(t)
	for _, c := range t.Columns {
		said := c.Options.Get(name, schema.KeyNotNull)
		dropOption(&c.Options, schema.KeyNotNull)
		switch {
		case t.PrimaryKey == nil && c.Autoincrement && said == "true": // is about to be the key
			c.Options.Set(name, schema.KeyNotNull, said)
			continue
		case !inKey(t, c.Name):
			if said != "" {
				c.NotNull = said == "true"
			}
			continue
		case c == alias && said == "true", c != alias && said == "false" && takesNullKeys(t):
			c.Options.Set(name, schema.KeyNotNull, said)
		}
		c.NotNull = c.Options.Get(name, schema.KeyNotNull) != "false"
	}
	switch {
	case alias != nil:
		dropOption(&t.PrimaryKey.Options, "terms")
	case t.PrimaryKey != nil && !wouldAlias(t):
		dropOption(&t.PrimaryKey.Options, "rowid")
	}
}

// takeNotes gives the columns of a key what the key says of them in its options nulls
// and not_null (see autogen): while a column was in no key, the database could not
// keep it.
func takeNotes(t *schema.Table) {
	if t.PrimaryKey == nil {
		return
	}
	for note, value := range map[string]string{"nulls": "false", "not_null": "true"} {
		for _, column := range strings.Split(t.PrimaryKey.Options.Get(name, note), ",") {
			if c := columnLike(t, column); c != nil {
				c.Options.Set(name, schema.KeyNotNull, value)
			}
		}
		dropOption(&t.PrimaryKey.Options, note)
	}
}

// declareKeys notes, of a table just read, where NOT NULL stands at the columns
// of its primary key.
func declareKeys(t *schema.Table) {
	if t.PrimaryKey == nil {
		return
	}
	alias := rowidAlias(t)
	for _, column := range t.PrimaryKey.Columns {
		switch c := t.Column(column); {
		case c == nil:
		case c == alias && c.NotNull:
			c.Options.Set(name, schema.KeyNotNull, "true")
		case c != alias && !c.NotNull:
			c.Options.Set(name, schema.KeyNotNull, "false")
		}
	}
}

// takesNullKeys reports whether a primary key of the table may hold NULL.
func takesNullKeys(t *schema.Table) bool { return !strict(t) && !withoutRowid(t) }

func strict(t *schema.Table) bool       { return t.Options.Get(name, schema.Strict) != "" }
func withoutRowid(t *schema.Table) bool { return t.Options.Get(name, schema.WithoutRowid) != "" }

// rowidAlias returns the column that is the table's rowid under another name: the
// single column of a primary key, declared as just INTEGER.
func rowidAlias(t *schema.Table) *schema.Column {
	if !wouldAlias(t) || t.PrimaryKey.Options.Get(name, "rowid") == "false" {
		return nil
	}
	return t.Column(t.PrimaryKey.Columns[0])
}

func wouldAlias(t *schema.Table) bool {
	if t.PrimaryKey == nil || len(t.PrimaryKey.Columns) != 1 || withoutRowid(t) {
		return false
	}
	c := t.Column(t.PrimaryKey.Columns[0])
	return c != nil && c.Type.Any == "integer"
}

func dropOption(opts *schema.Options, key string) {
	own := (*opts)[name]
	if delete(own, key); len(own) == 0 {
		*opts = nil
	}
}

func finishForeignKey(f *schema.ForeignKey) error {
	if err := finishSchema(&f.ReferencesSchema); err != nil {
		return err
	}
	if len(f.OnDeleteColumns) > 0 {
		return dialect.Unsupported(name, "ON DELETE … of some columns", "let it name all of the key's columns, or use a trigger")
	}
	if strings.EqualFold(f.Match, "full") && len(f.Columns) > 1 {
		return dialect.Unsupported(name, "MATCH FULL", "add a check that the columns are all NULL or all not")
	}
	if f.Period || f.NotEnforced {
		return dialect.Unsupported(name, "a foreign key with a period or NOT ENFORCED", "declare it for postgres only")
	}
	f.Match, f.NotValid, f.Comment = "", false, ""
	f.Deferrable = f.Deferrable || f.Deferred
	return nil
}

// finishChecks drops the checks that are none here: without a text for SQLite, or
// not enforced.
func finishChecks(t *schema.Table) {
	t.Checks = slices.DeleteFunc(t.Checks, func(c *schema.Check) bool { return trim(c.SQL.Any) == "" || c.NotEnforced })
	for i, c := range t.Checks {
		t.Checks[i] = &schema.Check{Name: c.Name, SQL: schema.SQL(ownText(c.SQL.Any, t.Name))}
	}
}

// ownText is the form in which an expression over a table's own columns is kept.
func ownText(sql, table string) string { return unqualify(trim(sql), table) }

// finishIndex keeps what decides which rows an index takes and in what order.
func finishIndex(x *schema.Index, t *schema.Table) error {
	if x.NullsNotDistinct {
		return nullsNotDistinct()
	}
	if err := finishOptions("index", &x.Options); err != nil {
		return err
	}
	for i := range x.Columns {
		part := &x.Columns[i]
		if x.Unique && part.Length > 0 {
			return dialect.Unsupported(name, "unique index over the start of a column", "index an expression for sqlite: substr("+part.Name+", 1, "+fmt.Sprint(part.Length)+")")
		}
		part.SQL = schema.SQL(tidy(part.SQL.Any))
		part.Nulls, part.Length, part.Opclass = "", 0, ""
	}
	finishParts(x.Columns, t)
	x.Where = schema.SQL(tidy(x.Where.Any))
	x.Include, x.Using, x.Comment = nil, "", ""
	return nil
}
