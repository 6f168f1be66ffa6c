package postgres

import (
	"context"
	"os"
	"strings"
	"testing"
)

func TestDSN(t *testing.T) {
	tests := []struct{ url, want string }{
		{"postgres://u:p@h:5433/db", "dbname='db' host='h' password='p' port='5433' user='u'"},
		{"postgresql://h/db", "dbname='db' host='h'"},
		{"postgresql+psycopg2://u@h/db", "dbname='db' host='h' user='u'"},
		{"POSTGRES://h", "host='h'"},
		{"postgres://", ""},
		{"postgres:///db", "dbname='db'"},
		{"postgres://u:p@h/db?sslmode=disable&search_path=a%2Cb", "dbname='db' host='h' password='p' search_path='a,b' sslmode='disable' user='u'"},
		{"postgres://u@/db?host=/run/postgresql", "dbname='db' host='/run/postgresql' user='u'"},
		{"postgres://u@%2Frun%2Fpostgresql/db", "dbname='db' host='/run/postgresql' user='u'"},
		{"postgres://u@[::1]:5432/db", "dbname='db' host='::1' port='5432' user='u'"},
		{"postgres://u@[fe80::1]/db", "dbname='db' host='fe80::1' user='u'"},
		{"postgres://a:1,b,c:3/db", "dbname='db' host='a,b,c' port='1,5432,3'"},
		{"postgres://h/db?options=-c%20search_path%3Dx", "dbname='db' host='h' options='-c search_path=x'"},
		{"postgres://h/db?channel_binding=require&keepalives=1", "dbname='db' host='h'"},
		{"postgres://u:p%40ss%2Fw%3Ard@h/db", "dbname='db' host='h' password='p@ss/w:rd' user='u'"},
		{"postgres://u:p@ss/w#r?d%@h/db?sslmode=disable", "dbname='db' host='h' password='p@ss/w#r?d%' sslmode='disable' user='u'"},
		{`postgres://u:it's\ok@h/db`, `dbname='db' host='h' password='it\'s\\ok' user='u'`},
		{"postgres://u:a%20b@h/my%20db", "dbname='my db' host='h' password='a b' user='u'"},
		{"postgres://h/db?password=a%3Fb&user=x", "dbname='db' host='h' password='a?b' user='x'"},
	}
	t.Setenv("PGSSLMODE", "disable") // said there, it is not said again
	for _, tt := range tests {
		driver, got, ok, err := New().DSN(tt.url)
		if driver != "postgres" || !ok || err != nil || got != tt.want {
			t.Errorf("%s\ngot  %s (%v, %v)\nwant %s", tt.url, got, ok, err, tt.want)
		}
	}
	for _, other := range []string{"mysql://h/db", "sqlite://x.db", "x.db", "", "postgres:h"} {
		if _, _, ok, err := New().DSN(other); ok || err != nil {
			t.Errorf("%q: %v, %v", other, ok, err)
		}
	}
}

// TestDefaultSSLMode: a URL that says nothing of TLS connects as psql would.
func TestDefaultSSLMode(t *testing.T) {
	t.Setenv("PGSSLMODE", "")
	for url, want := range map[string]string{"postgres://h": "sslmode='prefer'", "postgres://h?sslmode=verify-full": "sslmode='verify-full'"} {
		if _, dsn, _, err := New().DSN(url); err != nil || !strings.Contains(dsn, want) {
			t.Errorf("%s: %s, %v", url, dsn, err)
		}
	}
}

// TestDSNErrors: no error quotes the password, wherever the URL is malformed.
func TestDSNErrors(t *testing.T) {
	for _, url := range []string{
		"postgres://u:s3cret@h:port/db", "postgres://u:s3cret@h:1:2/db", "postgres://u:s3cret@::1/db", "postgres://u:s3cret@h/db?%zz=1",
		"postgres://u:s3cret@h/db?a'b=1",
	} {
		_, _, ok, err := New().DSN(url)
		if !ok || err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v, %v", url, ok, err)
		}
	}
}

func FuzzDSN(f *testing.F) {
	f.Add("postgres://u:p@ss/w#r?d%@h:1,[::1]:2/db?sslmode=disable")
	f.Add("postgresql+x://?a=b&=&c")
	f.Fuzz(func(t *testing.T, url string) {
		if _, dsn, ok, err := New().DSN(url); ok && err == nil && strings.Count(strings.ReplaceAll(strings.ReplaceAll(dsn, `\\`, ""), `\'`, ""), "'")%2 != 0 {
			t.Errorf("%q gives %q", url, dsn)
		}
	})
}

// TestDSNOnServer: settings that are not the driver's reach the session.
func TestDSNOnServer(t *testing.T) {
	conn := connect(t, with(testURL(t), "search_path=a%2Cb"))
	var path string
	if err := conn.QueryRowContext(context.Background(), "SELECT current_setting('search_path')").Scan(&path); err != nil || path != "a,b" {
		t.Errorf("search_path is %q, %v", path, err)
	}
}

func TestExplain(t *testing.T) {
	admin := os.Getenv("TEST_POSTGRES_URL")
	url := testURL(t)
	conn := connect(t, url)
	mustExec(t, conn, "CREATE TABLE t (a int NOT NULL, b text, UNIQUE (a)); INSERT INTO t VALUES (1, 'x'); CREATE VIEW v AS SELECT a FROM t; CREATE TYPE mood AS ENUM ('a')")
	var virtual bool // since PostgreSQL 18 there are virtual columns
	if err := conn.QueryRowContext(context.Background(), "SELECT current_setting('server_version_num')::int >= 180000").Scan(&virtual); err != nil {
		t.Fatal(err)
	}
	statements := []struct{ sql, want string }{
		{"SELECT nothing FROM t", "no such column"},
		{"SELECT * FROM nothing", "no such table"},
		{"ALTER TABLE t DROP COLUMN a", "depend on it"},
		{"INSERT INTO t VALUES (1)", "same values"},
		{"INSERT INTO t VALUES (NULL)", "NULLs"},
		{"ALTER TABLE t ALTER b TYPE integer", "using"},
		{"ALTER TABLE t ALTER b TYPE integer USING b::integer", "read as its new type"},
		{"BEGIN; CREATE INDEX CONCURRENTLY ON t (a)", "transaction = \"off\""},
		{"ALTER TABLE t ADD c integer GENERATED ALWAYS AS (a) VIRTUAL", "stored"},
		{"CREATE TABLE t (a int)", "exists already"},
		{"SET search_path = ''; CREATE TABLE x (a int)", "search_path"},
	}
	for _, tt := range statements {
		mustExec(t, conn, "ROLLBACK; RESET search_path")
		if virtual && strings.HasSuffix(tt.sql, "VIRTUAL") {
			continue
		}
		_, err := conn.ExecContext(context.Background(), tt.sql)
		if got := New().Explain(err); !strings.Contains(got, tt.want) {
			t.Errorf("%s\nerror %v\nadvice %q, want something about %q", tt.sql, err, got, tt.want)
		}
	}
	connections := []struct{ url, want string }{
		{with(admin, "dbname=there_is_no_such_database"), "create the database"},
		{with(admin, "port=1"), "is the server running"},
		{with(admin, "host=/no/such/folder"), "no such socket"},
		{with(admin, "host=no.such.host.invalid"), "can't be resolved"},
	}
	for _, tt := range connections {
		db := open(t, tt.url)
		err := db.Ping()
		db.Close()
		if got := New().Explain(err); !strings.Contains(got, tt.want) {
			t.Errorf("%s\nerror %v\nadvice %q, want something about %q", tt.url, err, got, tt.want)
		}
	}
	if got := New().Explain(nil); got != "" {
		t.Errorf("no error is explained: %q", got)
	}
}
