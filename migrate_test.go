package migrate

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	_ "modernc.org/sqlite"

	"github.com/limbeck/migrate/config"
)

func openSQLite(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestLibrary is what a program does that embeds its migrations.
func TestLibrary(t *testing.T) {
	versions := fstest.MapFS{
		"versions/1_aaa1.toml": {Data: []byte(`
revision = "aaa1"
[[upgrade]]
op = "create_table"
table = "a"
columns = [{ name = "id", type = "integer", nullable = false }, { name = "slug", type = "text" }]
[[upgrade]]
op = "insert_rows"
table = "a"
rows = [{ id = 1 }, { id = 2 }]
[[upgrade]]
op = "call"
name = "slugs"
args = { prefix = "p" }
[[downgrade]]
op = "drop_table"
table = "a"
`)},
	}
	db := openSQLite(t)
	slugs := func(ctx context.Context, conn *sql.Conn, args map[string]any) error {
		_, err := conn.ExecContext(ctx, "UPDATE a SET slug = ? || id", args["prefix"])
		return err
	}
	m, err := New(db, "sqlite", versions, WithFunction("slugs", slugs))
	if err != nil {
		t.Fatal(err)
	}
	result, err := m.Upgrade(t.Context(), "head")
	if err != nil || len(result.Steps) != 1 || result.HeadsAfter[0] != "aaa1" {
		t.Fatalf("%+v %v", result, err)
	}
	var slug string
	if err := db.QueryRow("SELECT slug FROM a WHERE id = 2").Scan(&slug); err != nil || slug != "p2" {
		t.Errorf("slug %q %v", slug, err)
	}
	if pending, err := m.Pending(t.Context()); err != nil || len(pending) != 0 {
		t.Errorf("pending %v %v", pending, err)
	}
	if _, err := m.Downgrade(t.Context(), "base"); err != nil {
		t.Fatal(err)
	}

	// Without the function nothing of the revision is run.
	m, _ = New(db, "sqlite", versions)
	if _, err := m.Upgrade(t.Context(), "head"); err == nil || !strings.Contains(err.Error(), `no function is registered as "slugs"`) {
		t.Error(err)
	}
	if current, err := m.Current(t.Context()); err != nil || len(current) != 0 {
		t.Errorf("current %v %v", current, err)
	}
}

// TestConnectionComesBack lends a program's only connection to a run, and wants it
// back as it was.
func TestConnectionComesBack(t *testing.T) {
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "a.db")+"?_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	versions := fstest.MapFS{"versions/1_aaa1.sql": {Data: []byte("-- revision: aaa1\n-- migrate:up transaction=off\nPRAGMA recursive_triggers = OFF;\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n")}}
	m, err := New(db, "sqlite", versions)
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range []func() error{
		func() error { _, err := m.Upgrade(t.Context(), "head"); return err },
		func() error { _, err := m.Inspect(t.Context()); return err },
		func() error { _, err := m.Check(t.Context()); return err },
		func() error { _, err := m.Downgrade(t.Context(), "base"); return err },
	} {
		if err := run(); err != nil {
			t.Fatal(err)
		}
		for _, pragma := range []string{"foreign_keys", "recursive_triggers"} {
			var on int
			if err := db.QueryRow("PRAGMA " + pragma).Scan(&on); err != nil || on != 1 {
				t.Errorf("%s: %d %v", pragma, on, err)
			}
		}
	}
}

// TestCreateAll is what a test fixture does: create what is missing, touch nothing
// that is there, and take it away again.
func TestCreateAll(t *testing.T) {
	c, err := config.Load("migrations.toml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "fixture.db")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE tags (odd text); CREATE TABLE other (id int)"); err != nil {
		t.Fatal(err)
	}
	m, err := Open(c, Target{URL: "sqlite://" + filepath.ToSlash(file)})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	tables := func() string {
		var list string
		err := db.QueryRow("SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name)").Scan(&list)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for range 2 { // the second time there is nothing to do
		if err := m.CreateAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, want := tables(), "comments likes other post_tags posts profiles tags users"; got != want {
			t.Errorf("tables %s, want %s", got, want)
		}
	}
	var odd int
	if err := db.QueryRow("SELECT count(*) FROM pragma_table_info('tags') WHERE name = 'odd'").Scan(&odd); err != nil || odd != 1 {
		t.Errorf("the table that was there has been touched: %d %v", odd, err)
	}
	if err := m.DropAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := tables(); got != "other" {
		t.Errorf("tables after DropAll: %s", got)
	}
}

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"postgres://u:secret@h/d":                    "postgres://u:xxxxx@h/d",
		"postgres://u:se@cr/et?x@h/d":                "postgres://u:xxxxx@h/d",
		"u:secret@tcp(h:1)/d":                        "u:xxxxx@tcp(h:1)/d",
		"mysql://u:se:cret@tcp(h:1)/d":               "mysql://u:xxxxx@tcp(h:1)/d",
		"postgres://h/d?password=secret&sslmode=off": "postgres://h/d?password=xxxxx&sslmode=off",
		"postgres://u:sec%zzret@h/d":                 "postgres://u:xxxxx@h/d",
		"postgres://u@h/d":                           "postgres://u@h/d",
		"sqlite://a.db":                              "sqlite://a.db",
	} {
		if got := Redact(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
		if strings.Contains(Redact(in), "secret") {
			t.Errorf("%s: %s", in, Redact(in))
		}
	}
}

func TestParseURLErrors(t *testing.T) {
	for _, in := range []string{"oracle://u:secret@h/d", "postgres://u:secret@[::1/d", "mysql://u:se%zzcret@h/d"} {
		_, _, _, err := ParseURL(in)
		if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "zzcret") {
			t.Errorf("%s: %v", in, err)
		}
	}
}
