package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	_ "github.com/lib/pq"
)

// testURL returns the URL of a database of the test's own.
func testURL(t testing.TB) string {
	t.Helper()
	admin := os.Getenv("TEST_POSTGRES_URL")
	if admin == "" {
		t.Fatal("TEST_POSTGRES_URL is not set: it names a PostgreSQL server where tests may make databases")
	}
	server := open(t, admin)
	name := fmt.Sprintf("limbeck_dialect_%d", rand.Uint64())
	if _, err := server.Exec("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := server.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return with(admin, "dbname="+name)
}

// with adds a setting to a URL.
func with(url, setting string) string {
	if strings.Contains(url, "?") {
		return url + "&" + setting
	}
	return url + "?" + setting
}

func open(t testing.TB, url string) *sql.DB {
	t.Helper()
	driver, dsn, ok, err := New().DSN(url)
	if !ok || err != nil {
		t.Fatalf("DSN: %v, %v", ok, err)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func connect(t testing.TB, url string) *sql.Conn {
	t.Helper()
	db := open(t, url)
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn.Close()
		db.Close()
	})
	return conn
}

// testConn is a connection to a database of the test's own.
func testConn(t testing.TB) *sql.Conn {
	t.Helper()
	return connect(t, testURL(t))
}

func mustExec(t testing.TB, conn *sql.Conn, query string) {
	t.Helper()
	if _, err := conn.ExecContext(context.Background(), query); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
}

// major is the version of the server.
func major(t testing.TB, conn *sql.Conn) (version int) {
	t.Helper()
	if err := conn.QueryRowContext(context.Background(), "SELECT current_setting('server_version_num')::int / 10000").Scan(&version); err != nil {
		t.Fatal(err)
	}
	return version
}
