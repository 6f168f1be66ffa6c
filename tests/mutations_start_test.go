package tests

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// start is a database that mutations begin with.
type start struct {
	t       *testing.T
	dialect string
	name    string
	schema  string // as SQL
	file    string // of a schema that only the server's own client can read
	rows    string
	admin   *sql.DB
	full    *copied // PostgreSQL's and SQLite's copies are made of these
	bare    *copied
	oracle  string // the query of the catalog, of PostgreSQL
	copying string // how PostgreSQL makes a copy

	ready func() error // prepares it, once

	mu     sync.Mutex
	states map[string]*state // of copies that nothing has changed yet
}

// ownStart is the schema of testdata/mutations: small, and with all kinds of things.
func ownStart(t *testing.T, dialect string) *start {
	t.Helper()
	base := filepath.Join("testdata", "mutations", dialect)
	schema, err := os.ReadFile(base + ".sql")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := os.ReadFile(base + ".rows.sql")
	if err != nil {
		t.Fatal(err)
	}
	return startOf(t, dialect, base+".sql", string(schema), string(rows))
}

// dumpStart is a file that may be a dump, with what only psql or MariaDB's client
// understands, and a row in each table that takes one.
func dumpStart(t *testing.T, dialect, file string) *start {
	t.Helper()
	schema, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := newStart(t, dialect, file, string(schema), "")
	s.file = file
	return s
}

// mariadbOnly are statements within a comment that MariaDB executes.
var mariadbOnly = regexp.MustCompile(`(?m)^/\*M!.*\*/;\n`)

// startOf is a start made of SQL.
func startOf(t *testing.T, dialect, name, schema, rows string) *start {
	t.Helper()
	s := newStart(t, dialect, name, schema, rows)
	if err := s.ready(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

func newStart(t *testing.T, dialect, name, schema, rows string) *start {
	s := &start{t: t, dialect: dialect, name: name, schema: schema, rows: rows, states: map[string]*state{}}
	s.ready = sync.OnceValue(s.prepare)
	return s
}

// prepare connects to the server and makes what copies are made of.
func (s *start) prepare() error {
	for _, step := range []func() error{s.connect, s.choose, s.inventRows} {
		if err := step(); err != nil {
			return err
		}
	}
	if s.dialect == "mysql" {
		return nil
	}
	for _, template := range []**copied{&s.bare, &s.full} {
		c, err := s.create()
		if err != nil {
			return err
		}
		s.t.Cleanup(c.drop)
		if err := c.fill(template == &s.full); err != nil {
			return err
		}
		_ = c.conn.Close() // a template with sessions can't be copied
		*template = c
	}
	return nil
}

func (s *start) connect() error {
	if s.dialect == "sqlite" {
		return nil
	}
	server, err := serverURL(s.dialect)
	if err != nil {
		return err
	}
	if s.admin, err = openURL(server.String()); err != nil {
		return err
	}
	s.admin.SetConnMaxIdleTime(time.Second) // many starts would be many sessions
	s.t.Cleanup(func() { _ = s.admin.Close() })
	return nil
}

// choose settles what depends on the server's version.
func (s *start) choose() error {
	switch s.dialect {
	case "postgres":
		oracle, err := os.ReadFile("testdata/mutations/postgres.catalog.sql")
		if err != nil {
			return err
		}
		s.oracle = string(oracle)
		if postgresMajor(s.t) < 14 { // statistics are of columns alone there
			s.oracle = strings.Replace(s.oracle, "pg_get_expr(s.stxexprs, s.stxrelid)", "NULL", 1)
		}
		if postgresMajor(s.t) >= 15 { // the older ones know no other way
			s.copying = " STRATEGY FILE_COPY"
		}
	case "mysql":
		var version string
		if err := s.admin.QueryRow("SELECT VERSION()").Scan(&version); err != nil {
			return err
		}
		if !strings.Contains(version, "MariaDB") { // to MySQL it is a comment, and no statement
			s.schema = mariadbOnly.ReplaceAllString(s.schema, "")
		}
	}
	return nil
}

// errUnfit says that what a file makes can't be changed or read even by its own server: it
// has views of tables that are not there, say.
var errUnfit = errors.New("unfit for changes")

// inventRows makes up a row for each table of a file.
func (s *start) inventRows() error {
	if s.file == "" {
		return nil
	}
	c, err := s.create()
	if err != nil {
		return err
	}
	defer c.drop()
	if err := c.load(s.file); err != nil {
		return err
	}
	if s.dialect == "sqlite" {
		if err := c.changeSQLite(nil); err != nil {
			return fmt.Errorf("%w: %w", errUnfit, err)
		}
	}
	if _, err := c.state(true); err != nil {
		return fmt.Errorf("%w: %w", errUnfit, err)
	}
	keeper := &rowKeeper{t: s.t, db: c.database}
	keeper.fill(columnsOfDatabase(s.t, c.database))
	s.rows = strings.Join(keeper.inserts, ";\n")
	return nil
}

// create makes an empty database.
func (s *start) create() (*copied, error) { return s.open("") }

// make makes a copy of the start, with rows or without.
func (s *start) make(rows bool) (*copied, error) {
	template := s.bare
	if rows {
		template = s.full
	}
	switch s.dialect {
	case "postgres":
		return s.open(" TEMPLATE " + template.name() + s.copying)
	case "sqlite":
		c, err := s.open("")
		if err != nil {
			return nil, err
		}
		content, err := os.ReadFile(template.file())
		if err != nil {
			return nil, err
		}
		return c, os.WriteFile(c.file(), content, 0o644)
	}
	c, err := s.open("")
	if err == nil {
		err = c.fill(rows)
	}
	return c, err
}

// open makes and opens a database, on PostgreSQL of a template.
func (s *start) open(template string) (*copied, error) {
	c := &copied{start: s, dir: s.t.TempDir(), remove: func() {}}
	name := "limbeck_" + randomHex()
	c.database = database{s.dialect, "sqlite://" + filepath.Join(c.dir, name+".db")}
	if s.dialect != "sqlite" {
		server, err := serverURL(s.dialect)
		if err != nil {
			return nil, err
		}
		create, drop := "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", "DROP DATABASE IF EXISTS "+name
		if s.dialect == "postgres" {
			if template == "" {
				template = " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
			}
			create, drop = "CREATE DATABASE "+name+template, drop+" WITH (FORCE)"
		}
		if _, err := s.admin.Exec(create); err != nil {
			return nil, err
		}
		c.remove = func() { _, _ = s.admin.Exec(drop) }
		server.Path = "/" + name
		c.url = server.String()
	}
	var err error
	c.conn, err = openURL(c.url)
	return c, err
}

// fill loads the start. A file may have rows of its own.
func (c *copied) fill(rows bool) error {
	var err error
	if c.start.file == "" {
		_, err = c.conn.Exec(c.start.schema)
	} else if err = c.load(c.start.file); err == nil && !rows {
		if err = c.empty(); err != nil {
			err = fmt.Errorf("%w: %w", errUnfit, err)
		}
	}
	if err == nil && rows && c.start.rows != "" {
		_, err = c.conn.Exec(c.start.rows)
	}
	return err
}

// emptying are the words before and after a table's name that take its rows away,
// whatever refers to them.
var emptying = map[string][3]string{
	"postgres": {"SET session_replication_role = replica", "DELETE FROM ", "SET session_replication_role = DEFAULT"},
	"mysql":    {"SET foreign_key_checks = 0", "DELETE FROM ", "SET foreign_key_checks = 1"},
	"sqlite":   {"PRAGMA foreign_keys = off", "DELETE FROM ", "PRAGMA foreign_keys = on"},
}

// empty takes all rows away.
func (c *copied) empty() error {
	words := emptying[c.dialect]
	statements := []string{words[0]}
	for _, column := range columnsOfDatabase(c.start.t, c.database) {
		if statement := words[1] + column.table; !slices.Contains(statements, statement) {
			statements = append(statements, statement)
		}
	}
	for _, statement := range append(statements, words[2]) {
		if _, err := c.conn.Exec(statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}
