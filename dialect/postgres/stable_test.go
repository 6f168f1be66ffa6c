package postgres

import (
	"context"
	"database/sql"
	"os"
	"strings"
	"testing"
)

// queried are the tables of testdata/queries.sql.
const queried = `CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE DOMAIN dv AS varchar(9); CREATE DOMAIN di AS int; CREATE TYPE comp AS (x int, y varchar(3));
CREATE TABLE t (i int, b bigint, s smallint, n numeric(10,2), r real, d double precision, v varchar(9), v2 varchar(5), x text, c char(4), nm name, bo bool,
	dt date, ts timestamp, tz timestamptz, ti time, tt timetz, iv interval, j json, jb jsonb, u uuid, by bytea, bt bit(3), vb varbit(5), m mood,
	ia int[], va varchar(5)[], ta text[], ma mood[], dv dv, di di, co comp, mo money, ip inet, rg int4range, pt point, xm xml, o oid, ch "char", tv tsvector);
CREATE TABLE t2 (i int, v varchar(9), x text)`

// TestStableText makes views and looks how the server prints them. From the stable form of that
// it makes the same view, and what it prints when it reads its own text compares as equal, but for
// arrays that are not what text is compared with.
func TestStableText(t *testing.T) {
	text, err := os.ReadFile("testdata/queries.sql")
	if err != nil {
		t.Fatal(err)
	}
	conn := connect(t, testURL(t))
	mustExec(t, conn, queried)
	unstable := 0
	for _, query := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		if first, _, _ := strings.Cut(query, " "); first != "SELECT" && first != "WITH" && first != "VALUES" {
			query = "SELECT (" + query + ") AS z FROM t"
		}
		printed := printedView(t, conn, query)
		if again := printedView(t, conn, StableText(printed)); again != printed {
			t.Errorf("%s\nis printed as\n%s\nand made from that as\n%s", query, printed, again)
		}
		reread := printedView(t, conn, printed)
		if reread != printed {
			unstable++
		}
		folded := !strings.Contains(printed, "])::") || strings.Contains(printed, "ANY ((ARRAY[") && strings.Contains(printed, "])::text[]")
		if folded && lexicon.Normalize(reread) != lexicon.Normalize(StableText(printed)) {
			t.Errorf("%s\nprinted as\n%s\nis not known again in\n%s", query, printed, reread)
		}
	}
	if unstable < 30 {
		t.Errorf("the server printed only %d of its own texts in another way", unstable)
	}
}

// printedView is what the server prints of a view that has been made from a query.
func printedView(t *testing.T, conn *sql.Conn, query string) (text string) {
	t.Helper()
	mustExec(t, conn, "CREATE OR REPLACE VIEW w AS "+query)
	if err := conn.QueryRowContext(context.Background(), "SELECT pg_get_viewdef('w'::regclass)").Scan(&text); err != nil {
		t.Fatal(err)
	}
	mustExec(t, conn, "DROP VIEW w")
	return strings.TrimSuffix(text, ";")
}

// TestStableArrayInAnother takes the text that PostgreSQL 15 prints of x = ANY (ARRAY[[v, 'x'], ['a', 'b']]).
func TestStableArrayInAnother(t *testing.T) {
	got := StableText("t.x = ANY ((ARRAY[ARRAY[t.v, 'x'::character varying], (ARRAY['a'::text, 'b'::text])::character varying[]])::text[])")
	if want := "t.x = ANY (ARRAY[ARRAY[t.v, 'x'::character varying], ARRAY['a'::text, 'b'::text]])"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzStableText looks that no text is too much for what reads it.
func FuzzStableText(f *testing.F) {
	for _, text := range []string{"ARRAY[(", "x = ANY ((ARRAY[(a)::text, ('b'::character varying)::text])::text[])", "SELECT '-1'::integer AS int4, NULL::text FROM t",
		"((ARRAY[ARRAY[v], (ARRAY['a'::text])::character varying[]])::text[])", "SELECT 'x'::", "SELECT NULL::a.", "(ARRAY[1])::"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		StableText(text)
		lexicon.Normalize(text)
	})
}
