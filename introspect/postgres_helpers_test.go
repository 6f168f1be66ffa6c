package introspect_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	_ "github.com/lib/pq"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/schema"
)

// pgDatabase makes a database of its own for a test, on one connection.
func pgDatabase(t testing.TB) *sql.DB {
	t.Helper()
	admin := os.Getenv("TEST_POSTGRES_URL")
	if admin == "" {
		t.Fatal("TEST_POSTGRES_URL is not set: it names a PostgreSQL server where tests may make databases")
	}
	name := fmt.Sprintf("limbeck_introspect_%d", rand.Uint64())
	server := pgOpen(t, admin)
	pgExec(t, server, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
	db := pgOpen(t, admin+pgSeparator(admin)+"dbname="+name)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		db.Close()
		pgExec(t, server, "DROP DATABASE "+name+" WITH (FORCE)")
		server.Close()
	})
	return db
}

func pgSeparator(url string) string {
	if strings.Contains(url, "?") {
		return "&"
	}
	return "?"
}

func pgOpen(t testing.TB, url string) *sql.DB {
	t.Helper()
	driver, dsn, ok, err := postgres.New().DSN(url)
	if !ok || err != nil {
		t.Fatalf("DSN: %v, %v", ok, err)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func pgExec(t testing.TB, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.Exec(query); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
}

func pgRead(t testing.TB, db *sql.DB, opts introspect.Options) *schema.Database {
	t.Helper()
	got, err := introspect.Read(context.Background(), db, postgres.New(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// sameDatabase compares two databases and shows where they part.
func sameDatabase(t testing.TB, want, got any) {
	t.Helper()
	a, b := lines(t, want), lines(t, got)
	shown := 0
	for i := range max(len(a), len(b)) {
		x, y := at(a, i), at(b, i)
		if x != y {
			t.Errorf("line %d\nwant %s\ngot  %s", i, x, y)
			if shown++; shown == 10 {
				t.FailNow()
			}
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "(end)"
}

func lines(t testing.TB, v any) []string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(text), "\n")
}
