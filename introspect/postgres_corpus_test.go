package introspect_test

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/internal/pgdump"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// TestPostgresCorpus reads every schema of a folder of SQL files, makes what it
// read in an empty database, and reads that: both must be equal. The folder is
// somebody else's, so it is not part of the repository: CORPUS_DIR names one that has a folder
// postgres.
func TestPostgresCorpus(t *testing.T) {
	dir := os.Getenv("CORPUS_DIR")
	if dir == "" {
		t.Log("CORPUS_DIR is not set: there are no schemas to read")
		return
	}
	files, err := filepath.Glob(filepath.Join(dir, "postgres", "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in CORPUS_DIR: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".sql"), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			from, to := pgDatabase(t), pgDatabase(t)
			for _, piece := range postgres.New().Lexicon().Split(string(script)) {
				pgExec(t, from, piece.SQL)
			}
			pgExec(t, from, "SELECT set_config('search_path', 'public', false)")
			opts := introspect.Options{Schemas: pgOtherSchemas(t, from)}
			want := pgRead(t, from, opts)
			raisesAndLowers(t, want)
			stays(t, from, want)
			pgMake(t, to, want, pgComposites(t, from)...)
			pgExec(t, to, "COMMENT ON SCHEMA public IS "+postgres.New().Literal(want.DefaultComment))
			sameDatabase(t, want, pgRead(t, to, opts))
			if !t.Failed() {
				sameDump(t, from, to)
			}
		})
	}
}

// stays asks the server to spell what it has said: it must say the same again.
func stays(t *testing.T, db *sql.DB, want *schema.Database) {
	t.Helper()
	got, err := pgCanonicalize(t, db, want)
	if err != nil {
		t.Fatal(err)
	}
	sameDatabase(t, want, got)
}

func pgOtherSchemas(t *testing.T, db *sql.DB) []string {
	t.Helper()
	rows, err := db.Query(`SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public') ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

// pgComposites makes the composite types of a database, which the vocabulary has
// no words for.
func pgComposites(t *testing.T, db *sql.DB) []ops.Op {
	t.Helper()
	rows, err := db.Query(`SELECT 'CREATE TYPE ' || c.oid::regclass || ' AS (' || string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum) || ')'
			|| COALESCE('; COMMENT ON TYPE ' || c.oid::regclass || ' IS ' || quote_literal(obj_description(c.reltype, 'pg_type')), '')
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 WHERE c.relkind = 'c' AND c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema') GROUP BY c.oid, c.reltype`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []ops.Op
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, &ops.Execute{SQL: schema.SQL(s)})
	}
	return list
}

// pgMake makes all that a database holds. The order among the objects that are
// written in SQL is found by trying.
func pgMake(t *testing.T, db *sql.DB, want *schema.Database, more ...ops.Op) {
	t.Helper()
	pgExec(t, db, "SET check_function_bodies = off")
	pending := append(pgOps(want), more...)
	for len(pending) > 0 {
		var failed []ops.Op
		var last []string
		for _, op := range pending {
			if err := pgTry(db, op); err != nil {
				failed, last = append(failed, op), append(last, op.Kind()+": "+err.Error())
			}
		}
		if len(failed) == len(pending) {
			t.Fatalf("%d operations fail:\n%s", len(failed), strings.Join(last, "\n"))
		}
		pending = failed
	}
}

func pgTry(db *sql.DB, op ops.Op) error {
	list, err := postgres.New().Compile(op, nil)
	if err != nil {
		return err
	}
	if _, err := db.Exec("BEGIN"); err != nil {
		return err
	}
	for _, s := range list {
		if _, err := db.Exec(s.SQL); err != nil {
			_, _ = db.Exec("ROLLBACK")
			return err
		}
	}
	_, err = db.Exec("COMMIT")
	return err
}

// pgOps lists what makes a database, foreign keys and owners of sequences last.
func pgOps(want *schema.Database) []ops.Op {
	db := schema.Clone(want)
	var list, late []ops.Op
	for _, s := range db.Schemas {
		list = append(list, &ops.CreateSchema{Schema: *s})
	}
	for _, x := range db.Extensions {
		list = append(list, &ops.CreateExtension{Extension: *x})
	}
	for _, e := range db.Enums {
		list = append(list, &ops.CreateEnum{Enum: *e})
	}
	for _, s := range db.Sequences {
		if s.OwnedBy != "" {
			late = append(late, &ops.AlterSequence{Sequence: *schema.Clone(s)})
			s.OwnedBy = ""
		}
		list = append(list, &ops.CreateSequence{Sequence: *s})
	}
	for _, p := range db.Routines {
		list = append(list, &ops.CreateRoutine{Routine: *p})
	}
	for _, d := range db.Domains {
		list = append(list, &ops.CreateDomain{Domain: *d})
	}
	for _, tb := range db.Tables {
		for _, f := range tb.ForeignKeys {
			late = append(late, &ops.CreateForeignKey{On: ops.OnTable(tb.ID()), ForeignKey: *f})
		}
		tb.ForeignKeys = nil
		for key, text := range tb.Options["postgres"] {
			if strings.HasPrefix(key, "rule ") { // rules refer to other tables
				late = append(late, &ops.AlterTable{On: ops.OnTable(tb.ID()), Options: schema.Options{"postgres": {key: text}}})
				delete(tb.Options["postgres"], key)
			}
		}
		list = append(list, &ops.CreateTable{Table: *tb})
	}
	for _, v := range db.Views {
		list = append(list, &ops.CreateView{View: *v})
	}
	for _, g := range db.Triggers {
		late = append(late, &ops.CreateTrigger{Trigger: *g})
	}
	return append(list, late...)
}

// sameDump compares two databases as pg_dump sees them, the order of the
// lines aside.
func sameDump(t *testing.T, from, to *sql.DB) {
	t.Helper()
	want, got := pgDump(t, from), pgDump(t, to)
	if diff := difference(want, got); len(diff) > 0 {
		t.Errorf("only in the original's dump:\n%s", strings.Join(diff, "\n"))
	}
	if diff := difference(got, want); len(diff) > 0 {
		t.Errorf("only in the copy's dump:\n%s", strings.Join(diff, "\n"))
	}
}

// difference returns the lines of a that b has not.
func difference(a, b []string) []string {
	count := map[string]int{}
	for _, line := range b {
		count[line]++
	}
	var out []string
	for _, line := range a {
		if count[line]--; count[line] < 0 {
			out = append(out, line)
		}
	}
	return out
}

func pgDump(t *testing.T, db *sql.DB) []string {
	t.Helper()
	var name string
	if err := db.QueryRow("SELECT current_database()").Scan(&name); err != nil {
		t.Fatal(err)
	}
	admin := os.Getenv("TEST_POSTGRES_URL")
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	out, err := pgdump.Schema(u.String())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range strings.Split(out, "\n") {
		if line = strings.TrimSuffix(strings.TrimSpace(line), ","); line != "" && !strings.HasPrefix(line, "COMMENT ON SCHEMA public ") && !strings.HasPrefix(line, "--") && !strings.HasPrefix(line, `\`) {
			lines = append(lines, line)
		}
	}
	return lines
}
