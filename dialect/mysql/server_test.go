package mysql_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	_ "github.com/go-sql-driver/mysql"

	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// server is a connection to an empty database that one test has for itself.
type server struct {
	*testing.T
	pool *sql.DB
	conn *sql.Conn
	name string
}

func newServer(t *testing.T) *server {
	t.Helper()
	url := os.Getenv("TEST_MYSQL_URL")
	if url == "" {
		t.Fatal("TEST_MYSQL_URL is not set")
	}
	driver, dsn, _, err := mysql.New().DSN(url)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t, pool, conn, fmt.Sprintf("limbeck_mysql_%x", rand.Uint64())}
	s.exec("CREATE DATABASE "+s.name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", "USE "+s.name)
	t.Cleanup(func() {
		if _, err := pool.ExecContext(context.Background(), "DROP DATABASE "+s.name); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { conn.Close() })
	return s
}

func (s *server) exec(statements ...string) {
	s.Helper()
	for _, sql := range statements {
		if _, err := s.conn.ExecContext(s.Context(), sql); err != nil {
			s.Fatalf("%v\nin: %s", err, sql)
		}
	}
}

func (s *server) script(text string) {
	s.Helper()
	s.run(&ops.Execute{SQL: schema.SQL(text)})
}

// run compiles operations, each against the database as it is then, and executes them.
func (s *server) run(list ...ops.Op) {
	s.Helper()
	for _, op := range list {
		statements, err := mysql.New().Compile(op, s.present)
		if err != nil {
			s.Fatalf("%s: %v", op.Kind(), err)
		}
		for _, st := range statements {
			s.exec(st.SQL)
		}
	}
}

func (s *server) present(table schema.Name) (*schema.Database, error) {
	return introspect.Read(s.Context(), s.conn, mysql.New(), introspect.Options{Table: &table})
}

func (s *server) read() *schema.Database {
	s.Helper()
	db, err := introspect.Read(s.Context(), s.conn, mysql.New(), introspect.Options{})
	if err != nil {
		s.Fatal(err)
	}
	return db
}

// column runs a query and returns its rows' first or second column.
func (s *server) column(query string, which int) []string {
	s.Helper()
	rows, err := s.conn.QueryContext(s.Context(), query)
	if err != nil {
		s.Fatalf("%v\nin: %s", err, query)
	}
	defer rows.Close()
	names, _ := rows.Columns()
	var out []string
	for rows.Next() {
		values := make([]sql.NullString, len(names))
		targets := make([]any, len(names))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			s.Fatal(err)
		}
		out = append(out, values[which].String)
	}
	return out
}

// dump is the text of everything in the database.
func (s *server) dump() string {
	s.Helper()
	var b strings.Builder
	for _, table := range s.column("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1", 0) {
		b.WriteString(s.column("SHOW CREATE TABLE `"+strings.ReplaceAll(table, "`", "``")+"`", 1)[0] + "\n")
	}
	for _, trigger := range s.column("SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1", 0) {
		row := "SHOW CREATE TRIGGER " + mysql.New().Quote(trigger)
		b.WriteString(s.column(row, 1)[0] + " " + s.column(row, 2)[0] + "\n")
	}
	for _, routine := range s.column("SELECT CONCAT(ROUTINE_TYPE, ' `', ROUTINE_NAME, '`') FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1", 0) {
		b.WriteString(s.column("SHOW CREATE "+routine, 2)[0] + "\n")
	}
	return b.String()
}
