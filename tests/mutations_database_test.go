package tests

import (
	"cmp"
	"crypto/md5"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate"
)

// copied is a copy of a start.
type copied struct {
	database
	start   *start
	dir     string
	conn    *sql.DB
	remove  func()
	closers []func()
}

func openURL(address string) (*sql.DB, error) {
	_, driver, dsn, err := migrate.ParseURL(address)
	if err != nil {
		return nil, err
	}
	if driver == "mysql" {
		dsn += "&multiStatements=true" // a start is one text
	}
	db, err := sql.Open(driver, dsn)
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

func (c *copied) drop() {
	for _, f := range c.closers {
		f()
	}
	_ = c.conn.Close()
	c.remove()
	_ = os.RemoveAll(c.dir)
}

// state is what is compared of a database.
type state struct {
	catalog string
	dump    string // empty where only the catalog was asked
	columns map[string]column
}

// column is a column of a table, or a table, and a hash of its values.
type column struct{ like, values string }

// state reads a database. It needs no client programs when it is to be quick.
func (c *copied) state(quick bool) (*state, error) {
	s := &state{columns: map[string]column{}}
	catalogs := map[string]func() (string, error){"postgres": c.catalogPostgres, "mysql": c.catalogMySQL, "sqlite": c.catalogSQLite}
	var err error
	if s.catalog, err = catalogs[c.dialect](); err != nil {
		return nil, fmt.Errorf("the catalog: %w", err)
	}
	if !quick && c.dialect != "sqlite" {
		if s.dump, err = c.dump(); err != nil {
			return nil, err
		}
		s.dump = plain(sortedLines(s.dump))
	}
	s.catalog = plain(s.catalog)
	return s, c.readColumns(s)
}

// castDefault is the type of a string, or of a negative number, that is a default, as
// PostgreSQL shows it: that of the column, or one that the column had before its type was
// changed.
var castDefault = regexp.MustCompile(`('(?:[^']|'')*')::(?:character varying|bpchar|text|smallint|integer|bigint|numeric)\b`)

// domainDefault is what is left of one that was cast to a domain over strings.
var domainDefault = regexp.MustCompile(`\(('(?:[^']|'')*')\)::[\w."]+`)

// triggerTable is the table in a trigger, which MariaDB quotes when it has got another name.
var triggerTable = regexp.MustCompile(` ON (\w+) FOR EACH ROW`)

// plain leaves out what two databases may spell differently and mean the same by:
// that, and MariaDB's memory of a USING BTREE where there is no other method.
func plain(text string) string {
	text = triggerTable.ReplaceAllString(text, " ON `$1` FOR EACH ROW")
	return domainDefault.ReplaceAllString(castDefault.ReplaceAllString(strings.ReplaceAll(text, " USING BTREE", ""), "$1"), "$1")
}

// state reads a fresh copy, once for all copies: those of a file may have been filled
// at different times.
func (s *start) state(fresh *copied, rows, quick bool) (*state, error) {
	if s.file != "" {
		return fresh.state(quick)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := fmt.Sprint(rows, quick)
	if s.states[key] == nil {
		read, err := fresh.state(quick)
		if err != nil {
			return nil, err
		}
		s.states[key] = read
	}
	return s.states[key], nil
}

// same compares catalogs and dumps.
func (s *state) same(want *state, when string) error {
	if s.catalog != want.catalog {
		return fmt.Errorf("%s the catalog differs\n%s", when, difference(s.catalog, want.catalog))
	}
	if s.dump != "" && want.dump != "" && s.dump != want.dump {
		return fmt.Errorf("%s the dump differs\n%s", when, difference(s.dump, want.dump))
	}
	return nil
}

// kept checks that what both ends of a way have, the other perhaps by another name, still has
// the rows that it had.
func (s *state) kept(before, other *state, names map[string]string, way string) error {
	var lost []string
	for _, name := range slices.Sorted(maps.Keys(before.columns)) {
		was, to := before.columns[name], cmp.Or(names[name], name)
		now := to
		if way == "downgrade" {
			now = name
		}
		if there, ok := other.columns[to]; ok && was.like == there.like && s.columns[now].values != was.values {
			lost = append(lost, name)
		}
	}
	if lost != nil {
		return fmt.Errorf("the %s has changed the rows of %s", way, strings.Join(lost, ", "))
	}
	return nil
}

// catalogSQLite is the meaning of a copy in which SQLite has been made to put all strings
// into single quotes, as it does whenever a column goes or gets another name.
func (c *copied) catalogSQLite() (string, error) {
	content, err := os.ReadFile(c.file())
	if err != nil {
		return "", err
	}
	path := c.file() + ".copy"
	defer os.Remove(path)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return "", err
	}
	db := database{c.dialect, "sqlite://" + path}
	if _, err := db.query("CREATE TABLE limbeck_probe (a); ALTER TABLE limbeck_probe RENAME a TO b; DROP TABLE limbeck_probe"); err != nil {
		return "", err
	}
	return db.meaning()
}

func (c *copied) catalogPostgres() (string, error) {
	if _, err := c.conn.Exec("SET search_path = pg_catalog; SET jit = off"); err != nil {
		return "", err
	}
	list, err := c.rows(c.start.oracle)
	return strings.Join(list, "\n"), err
}

// rows runs a query and returns its only column, sorted.
func (c *copied) rows(query string) ([]string, error) {
	rows, err := c.conn.Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var line sql.NullString
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		out = append(out, line.String)
	}
	slices.Sort(out)
	return out, rows.Err()
}

// shows are the objects of a MySQL database, and what shows each.
var shows = []struct{ list, show string }{
	{"SELECT CONCAT('`', REPLACE(TABLE_NAME, '`', '``'), '`') FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE 'migrate\\_%'", "TABLE"},
	{"SELECT CONCAT('`', TRIGGER_NAME, '`') FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()", "TRIGGER"},
	{"SELECT CONCAT('`', ROUTINE_NAME, '`') FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'FUNCTION'", "FUNCTION"},
	{"SELECT CONCAT('`', ROUTINE_NAME, '`') FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'PROCEDURE'", "PROCEDURE"},
	{"SELECT CONCAT('`', EVENT_NAME, '`') FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()", "EVENT"},
}

// catalogMySQL is what SHOW CREATE says of all that there is, a line of each text at
// a time: columns and keys stand in any order. What ends a statement among others, MySQL
// keeps with a routine.
func (c *copied) catalogMySQL() (string, error) {
	var out []string
	for _, kind := range shows {
		names, err := c.rows(kind.list)
		if err != nil {
			return "", err
		}
		for _, name := range names {
			text, err := c.showCreate(kind.show, name)
			if err != nil {
				return "", err
			}
			text = mysqlAutoIncrement.ReplaceAllString(strings.ReplaceAll(text, c.name(), "DATABASE"), "")
			for line := range strings.Lines(text) {
				out = append(out, kind.show+" "+name+": "+strings.TrimRight(line, ",;\n"))
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n"), nil
}

// brokenViews are the views of a MySQL database whose tables or columns are gone: the
// server keeps them, but nobody can make them.
func (c *copied) brokenViews() ([]string, error) {
	if c.dialect != "mysql" {
		return nil, nil
	}
	views, err := c.rows("SELECT CONCAT('`', REPLACE(TABLE_NAME, '`', '``'), '`') FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()")
	return slices.DeleteFunc(views, func(view string) bool {
		_, err := c.conn.Exec("SELECT * FROM " + view + " LIMIT 0")
		return err == nil
	}), err
}

// showCreate returns all columns of SHOW CREATE but for the time of making.
func (c *copied) showCreate(kind, name string) (string, error) {
	rows, err := c.conn.Query("SHOW CREATE " + kind + " " + name)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	titles, err := rows.Columns()
	if err != nil {
		return "", err
	}
	values, into := make([]sql.NullString, len(titles)), make([]any, len(titles))
	for i := range values {
		into[i] = &values[i]
	}
	var out strings.Builder
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		for i, v := range values {
			if titles[i] != "Created" {
				out.WriteString(v.String + "\n")
			}
		}
	}
	return out.String(), rows.Err()
}

// columnQueries list tables, columns, what each column is like, and how its values
// are hashed; columnSums make one query of a table's.
var columnQueries = map[string]string{
	"postgres": `SELECT c.oid::regclass::text, quote_ident(a.attname),
			concat_ws(' ', format_type(a.atttypid, a.atttypmod), (SELECT string_agg(enumlabel, ',') FROM pg_enum e WHERE e.enumtypid IN (t.oid, t.typelem)),
				(SELECT string_agg(b.attname || ' ' || b.atttypid::regtype, ',' ORDER BY b.attnum) FROM pg_attribute b
					WHERE b.attrelid = t.typrelid AND t.typrelid <> 0 AND b.attnum > 0 AND NOT b.attisdropped),
				CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END, pg_get_expr(c.relpartbound, c.oid),
				(SELECT string_agg(inhparent::regclass::text, ',') FROM pg_inherits i WHERE i.inhrelid = c.oid)),
			'md5(string_agg(coalesce(' || quote_ident(a.attname) || '::text, ''~''), '','' ORDER BY ' || quote_ident(a.attname) || '::text))'
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
		WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname NOT LIKE 'migrate\_%'
			AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace) ORDER BY 1, 2`,
	"mysql": "SELECT CONCAT('`', REPLACE(c.TABLE_NAME, '`', '``'), '`'), CONCAT('`', REPLACE(c.COLUMN_NAME, '`', '``'), '`')," + `
			CONCAT_WS(' ', c.COLUMN_TYPE, c.CHARACTER_SET_NAME, p.list),
			CONCAT('MD5(GROUP_CONCAT(COALESCE(HEX(CONCAT(` + "`', REPLACE(c.COLUMN_NAME, '`', '``'), '`" + `)), ''~'') ORDER BY HEX(CONCAT(` + "`', REPLACE(c.COLUMN_NAME, '`', '``'), '`" + `))))')
		FROM information_schema.COLUMNS c
		JOIN (SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE') t USING (TABLE_NAME)
		LEFT JOIN (SELECT TABLE_NAME, GROUP_CONCAT(CONCAT_WS(' ', PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, PARTITION_DESCRIPTION) ORDER BY PARTITION_ORDINAL_POSITION) AS list
			FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() GROUP BY 1) p USING (TABLE_NAME)
		WHERE c.TABLE_SCHEMA = DATABASE() AND c.GENERATION_EXPRESSION IS NULL AND c.TABLE_NAME NOT LIKE 'migrate\_%' ORDER BY 1, 2`,
	"sqlite": `SELECT '"' || m.name || '"', '"' || x.name || '"', lower(x.type),
			'(SELECT group_concat(q) FROM (SELECT quote("' || x.name || '") AS q FROM "' || m.name || '" ORDER BY 1))'
		FROM sqlite_master m, pragma_table_xinfo(m.name) x WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND x.hidden < 2 AND m.name NOT LIKE 'migrate\_%' ESCAPE '\'
			AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY 1, 2`,
}

// readColumns hashes the rows of all tables.
func (c *copied) readColumns(s *state) error {
	rows, err := c.conn.Query(columnQueries[c.dialect])
	if err != nil {
		return fmt.Errorf("the columns: %w", err)
	}
	defer rows.Close()
	var tables []string
	names, sums := map[string][]string{}, map[string][]string{}
	for rows.Next() {
		var table, name, like, sum string
		if err := rows.Scan(&table, &name, &like, &sum); err != nil {
			return err
		}
		if names[table] == nil {
			tables = append(tables, table)
		}
		names[table], sums[table] = append(names[table], name), append(sums[table], sum)
		s.columns[table+"."+name] = column{like: like}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	only := map[string]string{"postgres": "ONLY "}[c.dialect]
	for _, table := range tables {
		values, into := make([]sql.NullString, len(names[table])), make([]any, len(names[table])+1)
		count := 0
		into[0] = &count
		for i := range values {
			into[i+1] = &values[i]
		}
		if err := c.conn.QueryRow("SELECT count(*), " + strings.Join(sums[table], ", ") + " FROM " + only + table).Scan(into...); err != nil {
			return fmt.Errorf("the rows of %s: %w", table, err)
		}
		for i, name := range names[table] {
			key := table + "." + name
			s.columns[key] = column{s.columns[key].like, fmt.Sprintf("%d %x", count, md5.Sum([]byte(values[i].String)))}
		}
	}
	return nil
}

// changeSQLite runs statements, all or none. SQLite takes what leaves a view or a
// trigger without its table, and then nothing more: so they count as refused unless a
// table can be renamed after them.
func (c *copied) changeSQLite(statements []string) error {
	probe := []string{"CREATE TABLE limbeck_probe (a)", "ALTER TABLE limbeck_probe RENAME TO limbeck_probed", "DROP TABLE limbeck_probed", "COMMIT"}
	for _, statement := range slices.Concat([]string{"BEGIN"}, statements, probe) {
		if _, err := c.conn.Exec(statement); err != nil {
			_, _ = c.conn.Exec("ROLLBACK")
			return err
		}
	}
	return nil
}
