package introspect

import (
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/schema"
)

func (r *mysqlReader) readTables() error {
	query := "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT, AUTO_INCREMENT FROM information_schema.TABLES" +
		r.where("TABLE_SCHEMA", "TABLE_NAME")
	return r.each(query, func(v []sql.NullString) error {
		name, kind := v[0].String, v[1].String
		if r.table != "" && name != r.table {
			return nil // the catalog compares names without regard to case
		}
		switch kind {
		case "BASE TABLE", "SYSTEM VERSIONED":
		case "SEQUENCE":
			r.sequences[name] = v[5].String
			return nil
		default:
			return nil
		}
		t := &schema.Table{Name: name, Schema: r.schema, Comment: v[5].String}
		if r.exact || kind == "SYSTEM VERSIONED" || strings.Contains(v[4].String, "partitioned") {
			r.odd = append(r.odd, name)
		}
		if v[2].String == "" {
			return fmt.Errorf("table %s can't be read by the server: %s", name, v[5].String)
		}
		t.Options.Set("mysql", "engine", v[2].String)
		t.Options.Set("mysql", "collate", v[3].String)
		for key, value := range mysqlOptions(v[4].String) {
			t.Options.Set("mysql", key, value)
		}
		if strings.EqualFold(v[2].String, "MRG_MyISAM") { // whose tables stand nowhere else
			r.odd = append(r.odd, name)
		}
		if v[2].String == "Aria" && t.Options.Get("mysql", "transactional") != "" { // or nobody has said so
			r.odd = append(r.odd, name)
		}
		if n, _ := strconv.ParseUint(v[6].String, 10, 64); n > 1 {
			t.Options.Set("mysql", schema.AutoIncrement, v[6].String)
		}
		r.tables[name] = t
		r.out.Tables = append(r.out.Tables, t)
		return nil
	})
}

// readPartitioned finds the tables that are partitioned BY KEY (), which MySQL doesn't say
// among their options.
func (r *mysqlReader) readPartitioned() error {
	if r.server.mariadb || r.exact {
		return nil
	}
	query := "SELECT DISTINCT TABLE_NAME FROM information_schema.PARTITIONS" + r.where("TABLE_SCHEMA", "TABLE_NAME") + " AND PARTITION_NAME IS NOT NULL"
	return r.each(query, func(v []sql.NullString) error {
		if r.tables[v[0].String] != nil {
			r.odd = append(r.odd, v[0].String)
		}
		return nil
	})
}

func (r *mysqlReader) readColumns() error {
	srid := "NULL"
	if !r.server.mariadb {
		srid = "SRS_ID"
	}
	query := "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLLATION_NAME, GENERATION_EXPRESSION, COLUMN_COMMENT, " + srid +
		" FROM information_schema.COLUMNS" + r.where("TABLE_SCHEMA", "TABLE_NAME") + " ORDER BY TABLE_NAME, ORDINAL_POSITION"
	return r.each(query, func(v []sql.NullString) error {
		t := r.tables[v[0].String]
		if t == nil {
			return nil
		}
		c, err := r.column(t, v[1:])
		if err != nil {
			return fmt.Errorf("table %s, column %s: %w", t.Name, v[1].String, err)
		}
		t.Columns = append(t.Columns, c)
		if c.Default != nil && mysql.HoldsBytes(c.Type.Any) && (strings.Contains(v[4].String, "?") || !r.server.mariadb) {
			r.odd = append(r.odd, t.Name) // MariaDB's catalog says ? for what is no character, MySQL's ends at a zero
		}
		return nil
	})
}

// column reads COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA,
// COLLATION_NAME, GENERATION_EXPRESSION, COLUMN_COMMENT, SRS_ID.
func (r *mysqlReader) column(t *schema.Table, v []sql.NullString) (*schema.Column, error) {
	native, err := r.d.SQLType(v[1].String)
	if err != nil {
		return nil, err
	}
	c := &schema.Column{Name: v[0].String, Type: schema.SQL(native), NotNull: v[2].String == "NO", Comment: v[7].String}
	c.Collation = schema.SQL(v[5].String)
	extra := v[4].String
	lower := strings.ToLower(extra)
	c.Autoincrement = strings.Contains(lower, "auto_increment")
	if _, now, ok := strings.Cut(lower, "on update "); ok {
		now, _, _ = strings.Cut(now, " ") // MariaDB has a comma after it where more follows
		c.OnUpdate = schema.SQL(strings.TrimSuffix(now, ","))
	}
	if strings.Contains(extra, "INVISIBLE") {
		c.Options.Set("mysql", "invisible", "true")
	}
	if strings.Contains(extra, "WITHOUT SYSTEM VERSIONING") {
		c.Options.Set("mysql", schema.WithoutSystemVersioning, "true")
	}
	if strings.Contains(v[1].String, "COMPRESSED") {
		c.Options.Set("mysql", "compressed", "true")
	}
	if v[8].String != "" {
		c.Options.Set("mysql", "srid", v[8].String)
	}
	if v[6].String != "" {
		c.Generated = &schema.Generated{SQL: schema.SQL(r.plainSQL(t, v[6].String)), Stored: strings.Contains(extra, "STORED") || strings.Contains(extra, "PERSISTENT")}
	} else if v[3].Valid {
		c.Default = &schema.Default{SQL: schema.SQL(r.defaultSQL(t, v[3].String, native, extra))}
	}
	return c, nil
}

// defaultSQL is a default as SQL: MariaDB's catalog has just that, MySQL's the
// bare value, or an expression that EXTRA marks.
func (r *mysqlReader) defaultSQL(t *schema.Table, value, native, extra string) string {
	if r.server.mariadb {
		return value
	}
	switch {
	case strings.Contains(extra, "DEFAULT_GENERATED"):
		return r.plainSQL(t, value)
	case strings.HasPrefix(native, "bit("), isMySQLNumber(native),
		mysql.HoldsBytes(native) && strings.HasPrefix(value, "0x"),
		strings.HasPrefix(strings.ToUpper(value), "CURRENT_TIMESTAMP") && (strings.HasPrefix(native, "timestamp") || strings.HasPrefix(native, "datetime")):
		return value
	}
	return r.d.Literal(value)
}

func isMySQLNumber(native string) bool {
	for _, prefix := range []string{"tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "year"} {
		if strings.HasPrefix(native, prefix) {
			return true
		}
	}
	return false
}

// readReferenceSystems reads what MariaDB tells nowhere else of a geometry, where
// there is any.
func (r *mysqlReader) readReferenceSystems() error {
	geometry := func(c *schema.Column) bool { return mysql.IsGeometry(c.Type.Any) }
	any := func(t *schema.Table) bool { return t.Schema == r.schema && slices.ContainsFunc(t.Columns, geometry) }
	if !r.server.mariadb || !slices.ContainsFunc(r.out.Tables, any) {
		return nil
	}
	query := "SELECT G_TABLE_NAME, G_GEOMETRY_COLUMN, SRID FROM information_schema.GEOMETRY_COLUMNS" + r.where("G_TABLE_SCHEMA", "G_TABLE_NAME") + " AND SRID <> 0"
	return r.each(query, func(v []sql.NullString) error {
		if t := r.tables[v[0].String]; t != nil && t.Column(v[1].String) != nil {
			t.Column(v[1].String).Options.Set("mysql", "ref_system_id", v[2].String)
		}
		return nil
	})
}

func (r *mysqlReader) readIndexes() error {
	hidden, expression, order := "'NO'", "NULL", ""
	if r.server.hasIgnored() {
		hidden = "IGNORED"
	}
	// Within a table the rows come in MariaDB's own order of the indexes, which no column
	// tells: no ORDER BY. With MySQL they come in any order, parts of an index as well.
	if !r.server.mariadb {
		hidden, expression, order = "IS_VISIBLE", "EXPRESSION", " ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX"
	}
	query := "SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, NON_UNIQUE, COLLATION, SUB_PART, INDEX_TYPE, INDEX_COMMENT, " + hidden + ", " + expression +
		" FROM information_schema.STATISTICS" + r.where("TABLE_SCHEMA", "TABLE_NAME") + order
	fulltext := map[string]bool{}
	err := r.each(query, func(v []sql.NullString) error {
		t := r.tables[v[0].String]
		if t == nil {
			return nil
		}
		r.indexPart(t, v[1:])
		if v[6].String == "FULLTEXT" && !fulltext[t.Name] {
			fulltext[t.Name] = true // its parser is not in the catalog
			r.odd = append(r.odd, t.Name)
		}
		return nil
	})
	return err
}

// indexPart reads INDEX_NAME, COLUMN_NAME, NON_UNIQUE, COLLATION, SUB_PART,
// INDEX_TYPE, INDEX_COMMENT, IGNORED or IS_VISIBLE, EXPRESSION.
func (r *mysqlReader) indexPart(t *schema.Table, v []sql.NullString) {
	name := v[0].String
	part := schema.IndexPart{Name: v[1].String}
	if v[3].String == "D" {
		part.Order = "desc"
	}
	part.Length, _ = strconv.Atoi(v[4].String)
	if part.Name == "" {
		part.SQL = schema.SQL(r.plainSQL(t, v[8].String))
	}
	if name == "PRIMARY" {
		if t.PrimaryKey == nil {
			t.PrimaryKey = &schema.PrimaryKey{Comment: v[6].String}
		}
		mysql.AddKeyPart(t.PrimaryKey, part)
		return
	}
	var x *schema.Index
	if n := len(t.Indexes); n > 0 && t.Indexes[n-1].Name == name {
		x = t.Indexes[n-1]
	} else {
		x = r.newIndex(t, v)
	}
	x.Columns = append(x.Columns, part)
}

func (r *mysqlReader) newIndex(t *schema.Table, v []sql.NullString) *schema.Index {
	x := &schema.Index{Name: v[0].String, Unique: v[2].String == "0", Using: strings.ToLower(v[5].String), Comment: v[6].String}
	switch {
	case r.server.mariadb && v[7].String == "YES":
		x.Options.Set("mysql", "ignored", "true")
	case !r.server.mariadb && v[7].String == "NO":
		x.Options.Set("mysql", "invisible", "true")
	}
	t.Indexes = append(t.Indexes, x)
	return x
}

func (r *mysqlReader) readForeignKeys() error {
	keys := map[schema.Name]*schema.ForeignKey{}
	query := "SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME" +
		" FROM information_schema.KEY_COLUMN_USAGE" + r.where("TABLE_SCHEMA", "TABLE_NAME") +
		" AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION"
	err := r.each(query, func(v []sql.NullString) error {
		t := r.tables[v[0].String]
		if t == nil {
			return nil
		}
		id := schema.Name{Schema: t.Name, Name: v[1].String}
		key := keys[id]
		if key == nil {
			key = &schema.ForeignKey{Name: v[1].String, References: v[4].String, ReferencesSchema: r.reference(v[3].String)}
			keys[id] = key
			t.ForeignKeys = append(t.ForeignKeys, key)
		}
		key.Columns = append(key.Columns, v[2].String)
		key.Referred = append(key.Referred, v[5].String)
		return nil
	})
	if err != nil {
		return err
	}
	query = "SELECT TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE FROM information_schema.REFERENTIAL_CONSTRAINTS" +
		r.where("CONSTRAINT_SCHEMA", "TABLE_NAME")
	return r.each(query, func(v []sql.NullString) error {
		if key := keys[schema.Name{Schema: v[0].String, Name: v[1].String}]; key != nil {
			key.OnDelete, key.OnUpdate = r.rule(v[2].String), r.rule(v[3].String)
		}
		return nil
	})
}

// rule: MariaDB says RESTRICT where nothing was said, and NO ACTION only when
// somebody wrote it, which its dump keeps. With MySQL it is the other way round.
func (r *mysqlReader) rule(rule string) string {
	rule = strings.ToLower(rule)
	if r.server.mariadb && rule == "restrict" || !r.server.mariadb && rule == "no action" {
		return ""
	}
	return rule
}

// periodCheck is all that the catalog says of a period that MariaDB 10.11's
// application-time tables have; an ordinary check may look the same.
var periodCheck = regexp.MustCompile("^`(?:[^`]|``)+` < `(?:[^`]|``)+`$")

func (r *mysqlReader) readChecks() error {
	query := "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, LEVEL, 'YES' FROM information_schema.CHECK_CONSTRAINTS" +
		r.where("CONSTRAINT_SCHEMA", "TABLE_NAME")
	if !r.server.mariadb {
		query = "SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE, 'Table', t.ENFORCED FROM information_schema.CHECK_CONSTRAINTS c" +
			" JOIN information_schema.TABLE_CONSTRAINTS t ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'CHECK'" +
			r.where("c.CONSTRAINT_SCHEMA", "t.TABLE_NAME") + " ORDER BY t.TABLE_NAME, c.CONSTRAINT_NAME"
	}
	return r.each(query, func(v []sql.NullString) error {
		t := r.tables[v[0].String]
		if t == nil {
			return nil
		}
		check := &schema.Check{Name: v[1].String, SQL: schema.SQL(r.plainSQL(t, v[2].String)), NotEnforced: v[4].String == "NO"}
		if v[3].String == "Column" {
			check.Column = check.Name
			if !strings.Contains(v[2].String, r.d.Quote(check.Name)) { // the name that its column had before
				r.odd = append(r.odd, t.Name)
			}
		}
		t.Checks = append(t.Checks, check)
		if r.server.mariadb && periodCheck.MatchString(v[2].String) {
			r.odd = append(r.odd, t.Name)
		}
		return nil
	})
}
