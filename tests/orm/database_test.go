package orm

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/schema"
)

// dialects are those that every comparison runs on.
var dialects = []string{"sqlite", "postgres", "mysql"}

// server are the environment variables that say where the servers are.
var server = map[string]string{"postgres": "TEST_POSTGRES_URL", "mysql": "TEST_MYSQL_URL"}

// database is an empty database for one test.
type database struct {
	dialect dialect.Dialect
	url     string
	dsn     string
	db      *sql.DB
}

func newDatabase(t *testing.T, name string) *database {
	t.Helper()
	if name == "sqlite" {
		return openDatabase(t, "sqlite://"+filepath.Join(t.TempDir(), "test.db"))
	}
	u, err := url.Parse(os.Getenv(server[name]))
	if err != nil || u.Host == "" {
		t.Fatalf("%s is not set: run the tests by `make test`, which starts the servers", server[name])
	}
	admin := openDatabase(t, u.String())
	bytes := make([]byte, 6)
	_, _ = rand.Read(bytes) // it never fails
	database := "limbeck_orm_" + hex.EncodeToString(bytes)
	create, drop := " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", ""
	if name == "postgres" {
		create, drop = "", " WITH (FORCE)"
	}
	if _, err := admin.db.Exec("CREATE DATABASE " + database + create); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = admin.db.Exec("DROP DATABASE " + database + drop) })
	u.Path = "/" + database
	return openDatabase(t, u.String())
}

func openDatabase(t *testing.T, address string) *database {
	t.Helper()
	d, driver, dsn, err := migrate.ParseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &database{d, address, dsn, db}
}

// read introspects the database, without the tables of Limbeck itself.
func (d *database) read(t *testing.T) *schema.Database {
	t.Helper()
	conn, err := d.db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := d.dialect.Prepare(context.Background(), conn); err != nil {
		t.Fatal(err)
	}
	live, err := introspect.Read(context.Background(), conn, d.dialect, introspect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return live
}

// definitions say what a table is, in the words of its server.
var definitions = map[string]string{
	"sqlite":   "SELECT sql FROM sqlite_master WHERE name = '%s'",
	"mysql":    "SHOW CREATE TABLE %s",
	"postgres": "SELECT string_agg(column_name || ' ' || data_type || CASE is_identity WHEN 'YES' THEN ' identity' ELSE '' END, ', ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = '%s'",
}

// ddl returns what the server says that a table is, on one line.
func (d *database) ddl(t *testing.T, table string) string {
	t.Helper()
	var text, name string
	into := []any{&text}
	if d.dialect.Name() == "mysql" {
		into = []any{&name, &text}
	}
	if err := d.db.QueryRow(fmt.Sprintf(definitions[d.dialect.Name()], table)).Scan(into...); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(text), " ")
}
