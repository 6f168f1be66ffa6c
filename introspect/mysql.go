package introspect

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/schema"
)

// mysqlServer is what a reading has to know of the server and the session.
type mysqlServer struct {
	mariadb  bool
	version  int // 101106 is 10.11.6
	database string
	user     string
	timeZone string // of the session
	session  mysqlSession
}

// mysqlSession are the settings that the server remembers with a view, trigger
// or routine.
type mysqlSession struct{ sqlMode, charset, collation string }

// note writes down how an object's settings differ from the session's.
func (s mysqlSession) note(options *schema.Options, own mysqlSession) {
	if own.sqlMode != s.sqlMode {
		options.Set("mysql", "sql_mode", own.sqlMode)
	}
	if own.charset != s.charset {
		options.Set("mysql", "client_charset", own.charset)
	}
	if own.collation != s.collation {
		options.Set("mysql", "client_collation", own.collation)
	}
}

// The two products' catalogs differ; these say where.
//
//	                        MariaDB                       MySQL 8
//	COLUMN_DEFAULT          SQL text, NULL as text        bare text; EXTRA says DEFAULT_GENERATED of expressions
//	expressions             as they are                   strings escaped once more: _utf8mb4\'a\'
//	STATISTICS              IGNORED (10.6)                EXPRESSION, IS_VISIBLE
//	CHECK_CONSTRAINTS       TABLE_NAME, LEVEL             neither; ENFORCED is in TABLE_CONSTRAINTS
//	VIEWS                   ALGORITHM                     none
//	COLUMN_TYPE             int(11)                       int
//	COLUMNS                 none (GEOMETRY_COLUMNS)       SRS_ID
//	foreign key, no rule    RESTRICT                      NO ACTION
//
// MySQL's side is written from its manual (8.0 and 8.4), and tried on 9.7.
func (s mysqlServer) hasIgnored() bool { return s.mariadb && s.version >= 100600 }

var versionNumber = regexp.MustCompile(`(\d+)\.(\d+)\.(\d+)`)

func readMySQLServer(ctx context.Context, q dialect.Queryer) (mysqlServer, error) {
	var s mysqlServer
	var version string
	var database sql.NullString
	rows, err := q.QueryContext(ctx, "SELECT VERSION(), DATABASE(), CURRENT_USER(), @@SESSION.sql_mode, @@SESSION.character_set_client, @@SESSION.collation_connection, @@SESSION.time_zone")
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&version, &database, &s.user, &s.session.sqlMode, &s.session.charset, &s.session.collation, &s.timeZone); err != nil {
			return s, err
		}
	}
	s.database = database.String
	s.mariadb = strings.Contains(strings.ToLower(version), "mariadb")
	// An old replication prefix, 5.5.5-, stands before MariaDB's own number.
	if m := versionNumber.FindStringSubmatch(strings.TrimPrefix(version, "5.5.5-")); m != nil {
		for _, part := range m[1:] {
			n, _ := strconv.Atoi(part)
			s.version = s.version*100 + n
		}
	}
	if mysql.PlainMode(s.session.sqlMode) != s.session.sqlMode {
		return s, fmt.Errorf("the session's sql_mode is %s, under which the server spells its catalog in another way: read with a connection that the dialect has prepared, or set sql_mode in the URL", s.session.sqlMode)
	}
	return s, rows.Err()
}

// mysqlReader reads one database.
type mysqlReader struct {
	ctx    context.Context
	q      dialect.Queryer
	d      *mysql.Dialect
	server mysqlServer
	// in is the database that is read; schema what its objects say as theirs.
	in, schema string
	table      string // the only table, empty is all
	exact      bool   // every table is odd
	exactViews bool
	tables     map[string]*schema.Table
	out        *schema.Database
	// odd are the tables that information_schema doesn't tell all about.
	odd       []string
	sequences map[string]string // their comments
}

func readMySQL(ctx context.Context, q dialect.Queryer, opts Options) (*schema.Database, error) {
	server, err := readMySQLServer(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &schema.Database{User: server.user}
	if !server.mariadb && server.version >= 80000 { // its catalog says for a day where AUTO_INCREMENT was
		rows, err := q.QueryContext(ctx, "SET SESSION information_schema_stats_expiry = 0")
		if err != nil {
			return nil, err
		}
		if err := rows.Close(); err != nil {
			return nil, err
		}
	}
	out.KeysHoldNumbers, out.SameDefaults, out.StrictMode = !server.mariadb, !server.mariadb, mysql.StrictMode(server.session.sqlMode)
	r := &mysqlReader{ctx: ctx, q: q, d: &mysql.Dialect{}, server: server, exact: opts.Exact || opts.ExactTables || opts.Table != nil || opts.Fresh && !server.mariadb, exactViews: opts.Exact, out: out}
	if opts.Table != nil {
		r.table, r.in, r.schema = opts.Table.Name, cmp.Or(opts.Table.Schema, server.database), opts.Table.Schema
		return out, r.read()
	}
	for _, other := range append([]string{""}, opts.Schemas...) {
		r.in, r.schema = cmp.Or(other, server.database), other
		if other != "" {
			known, err := r.readSchema(other)
			if err != nil {
				return nil, err
			}
			if !known {
				continue
			}
		}
		if err := r.read(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read reads one database into the result.
func (r *mysqlReader) read() error {
	if r.in == "" {
		return fmt.Errorf("the connection has no database: name one in the URL, mysql://host/database")
	}
	r.tables, r.odd, r.sequences = map[string]*schema.Table{}, nil, map[string]string{}
	steps := []func() error{r.readTables, r.readPartitioned, r.readColumns, r.readIndexes, r.readForeignKeys, r.readChecks, r.readOdd, r.readReferenceSystems, r.finish,
		r.readTriggers, r.readViews, r.readRoutines, r.readSequences, r.readEvents}
	if r.table != "" {
		steps = []func() error{r.readTables, r.readOdd, r.readReferenceSystems, r.finish, r.readTriggers}
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// readSchema notes another database, if there is one of that name.
func (r *mysqlReader) readSchema(name string) (bool, error) {
	known := false
	err := r.each("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = "+r.d.Literal(name), func([]sql.NullString) error {
		known = true
		r.out.Schemas = append(r.out.Schemas, &schema.Schema{Name: name})
		return nil
	})
	return known, err
}

// each runs a query and calls row for each of its rows, with the columns as text.
func (r *mysqlReader) each(query string, row func([]sql.NullString) error) error {
	rows, err := r.q.QueryContext(r.ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]sql.NullString, len(names))
	targets := make([]any, len(names))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := row(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// where restricts a query on information_schema to what is read. The columns are
// those that hold the schema and the table.
func (r *mysqlReader) where(schemaColumn, tableColumn string) string {
	s := " WHERE " + schemaColumn + " = " + r.d.Literal(r.in)
	if r.table != "" {
		s += " AND " + tableColumn + " = " + r.d.Literal(r.table)
	}
	return s
}

// reference is how a table names the database of another one: not at all when
// both are in the connection's own.
func (r *mysqlReader) reference(database string) string {
	if r.schema == "" && database == r.server.database {
		return ""
	}
	return cmp.Or(database, r.schema)
}

// plainSQL undoes the escaping that MySQL adds to a table's expressions in its catalog,
// where letters beyond ASCII are garbled (MySQL 9.7 takes their bytes for latin1).
func (r *mysqlReader) plainSQL(t *schema.Table, sql string) string {
	if r.server.mariadb {
		return sql
	}
	if strings.ContainsFunc(sql, func(c rune) bool { return c > unicode.MaxASCII }) {
		r.odd = append(r.odd, t.Name)
	}
	if !strings.Contains(sql, `\`) {
		return sql
	}
	return mysqlUnescape.Replace(sql)
}

var mysqlUnescape = strings.NewReplacer(`\\`, `\`, `\'`, `'`, `\"`, `"`, `\n`, "\n", `\r`, "\r", `\0`, "\x00")

// finish folds what both ways of reading leave, and puts the tables in order.
func (r *mysqlReader) finish() error {
	slices.SortFunc(r.out.Tables, func(a, b *schema.Table) int {
		return cmp.Or(strings.Compare(a.Schema, b.Schema), strings.Compare(a.Name, b.Name))
	})
	for _, t := range r.out.Tables {
		if t.Schema != r.schema {
			continue
		}
		if err := finishMySQLTable(r.d, t, r.in, r.exact); err != nil {
			return fmt.Errorf("table %s: %w", t.ID(), err)
		}
	}
	return nil
}

// finishMySQLTable makes MariaDB's JSON, a longtext with a check, JSON again, and
// folds what goes without saying in a table of a database.
func finishMySQLTable(d *mysql.Dialect, t *schema.Table, database string, exact bool) error {
	for _, c := range t.Columns {
		if c.Default != nil {
			c.Default.SQL = schema.SQL(unqualifyMySQL(d, database, c.Default.SQL.Any))
		}
	}
	if !exact {
		mysql.ForgetMethods(t)
		mysql.ForgetCollations(t)
	}
	t.Checks = slices.DeleteFunc(t.Checks, func(check *schema.Check) bool {
		c := t.Column(check.Column)
		if c == nil || c.Type.Any != "longtext" || cmp.Or(c.Collation.Any, t.Options.Get("mysql", "collate")) != "utf8mb4_bin" || check.SQL.Any != "json_valid("+d.Quote(c.Name)+")" {
			return false
		}
		c.Type, c.Collation = schema.SQL("json"), schema.Text{}
		return true
	})
	slices.SortFunc(t.ForeignKeys, func(a, b *schema.ForeignKey) int { return strings.Compare(a.Name, b.Name) })
	return d.FinishTable(t)
}

// unqualifyMySQL takes a database's own name off what a text refers to: the server
// adds it to the tables of a view and the sequences of a default.
func unqualifyMySQL(d *mysql.Dialect, database, sql string) string {
	own := d.Quote(database)
	if !strings.Contains(sql, own) {
		return sql
	}
	tokens := d.Lexicon().Tokens(sql)
	var b strings.Builder
	last := 0
	for i := 0; i+2 < len(tokens); i++ {
		qualifies := i == 0 || !tokens[i-1].Is(".")
		if qualifies && tokens[i].Text == own && tokens[i+1].Is(".") && tokens[i+2].Kind == dialect.Quoted {
			b.WriteString(sql[last:tokens[i].Start])
			last = tokens[i+2].Start
		}
	}
	return b.String() + sql[last:]
}
