package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect/sqlite"
)

func TestDSN(t *testing.T) {
	const tail = "?_pragma=busy_timeout%285000%29&_time_format=sqlite"
	for raw, want := range map[string]string{
		"sqlite://rel.db": "file:rel.db" + tail, "sqlite:///abs/x.db": "file:/abs/x.db" + tail, "sqlite:////abs/x.db": "file:/abs/x.db" + tail,
		"sqlite:rel.db": "file:rel.db" + tail, "SQLite3://dir/rel.db": "file:dir/rel.db" + tail, "sqlite3:/abs.db": "file:/abs.db" + tail,
		"sqlite+pysqlite:///rel.db": "file:rel.db" + tail, "sqlite+aiosqlite:////abs.db": "file:/abs.db" + tail,
		"file:x.db?mode=ro": "file:x.db?_pragma=busy_timeout%285000%29&_time_format=sqlite&mode=ro", "app.db": "file:app.db" + tail,
		"./data/app.SQLITE3": "file:./data/app.SQLITE3" + tail, "sqlite://a%20b.db": "file:a%20b.db" + tail, "a?b#c%d.db": "file:a%3Fb%23c%25d.db" + tail,
		"sqlite://x.db?_pragma=busy_timeout(10)": "file:x.db?_pragma=busy_timeout%2810%29&_time_format=sqlite",
	} {
		driver, dsn, ok, err := sqlite.New().DSN(raw)
		if err != nil || !ok || driver != "sqlite" || dsn != want {
			t.Errorf("%s: %s %q, %v, %v\nwant %q", raw, driver, dsn, ok, err, want)
		}
	}
	for _, raw := range []string{"postgres://h/x.db", "mysql://u:p@h/x.sqlite", "user:pw@tcp(h)/x", "", "notes.txt"} {
		if _, _, ok, err := sqlite.New().DSN(raw); ok || err != nil {
			t.Errorf("%s was taken for SQLite's: %v", raw, err)
		}
	}
	for _, raw := range []string{"sqlite://", "sqlite:", "sqlite:///", "sqlite://100%.db", "sqlite://x.db?a=%zz"} {
		if _, _, ok, err := sqlite.New().DSN(raw); !ok || err == nil {
			t.Errorf("%s: %v, %v, want an error", raw, ok, err)
		}
	}
}

func TestDSNOpensFiles(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{"plain.db", "a b.db", "a?b=c&d.db", "100%25.db", "#1.db", "ünï☃.db", "a;b'c.db", "+.db"} {
		path := filepath.Join(dir, file)
		open(t, path, func(db *sql.DB) {
			if _, err := db.Exec("CREATE TABLE t (a INT)"); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		})
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s was not made", file)
		}
	}
}

func open(t *testing.T, url string, use func(*sql.DB)) {
	t.Helper()
	driver, dsn, _, err := sqlite.New().DSN(url)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	use(db)
}

// TestMemory: all connections of a pool see one database in memory; another pool
// sees its own.
func TestMemory(t *testing.T) {
	for _, url := range []string{":memory:", "sqlite://:memory:", "sqlite::memory:", "sqlite+pysqlite://", "sqlite:///:memory:", "file::memory:", "file:x?mode=memory"} {
		open(t, url, func(db *sql.DB) {
			one, err := db.Conn(ctx)
			if err != nil {
				t.Fatal(err)
			}
			defer one.Close()
			if _, err := one.ExecContext(ctx, "CREATE TABLE t (a INT)"); err != nil {
				t.Fatal(url, err)
			}
			two, err := db.Conn(ctx)
			if err != nil {
				t.Fatal(err)
			}
			defer two.Close()
			var n int
			if err := two.QueryRowContext(ctx, "SELECT count(*) FROM t").Scan(&n); err != nil {
				t.Errorf("%s: %v", url, err)
			}
			unlock, err := sqlite.New().Lock(ctx, two, 0)
			if err != nil {
				t.Fatal(err)
			}
			unlock()
		})
	}
}

func TestExplain(t *testing.T) {
	dir := t.TempDir()
	junk := filepath.Join(dir, "junk.db")
	if err := os.WriteFile(junk, []byte(strings.Repeat("no database", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for url, words := range map[string]string{
		"sqlite:" + filepath.Join(dir, "none", "x.db"): "folder of the database must exist",
		"sqlite:" + junk: "no SQLite database",
	} {
		open(t, url, func(db *sql.DB) {
			err := db.QueryRow("SELECT count(*) FROM sqlite_master").Scan(new(int))
			if got := sqlite.New().Explain(err); !strings.Contains(got, words) {
				t.Errorf("%v: %q", err, got)
			}
		})
	}
}
