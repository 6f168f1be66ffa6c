package introspect_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/schema"
)

func pgCanonicalize(t *testing.T, db *sql.DB, wish *schema.Database) (*schema.Database, error) {
	t.Helper()
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	lowered, err := dialect.Lower(postgres.New(), wish)
	if err != nil {
		t.Fatal(err)
	}
	return introspect.Canonicalize(context.Background(), conn, postgres.New(), lowered)
}

// pgWish is a wish as models give it, over a database with an enum of its own.
func pgWish() *schema.Database {
	return &schema.Database{
		Enums:     []*schema.Enum{{Name: "mood", Values: []string{"a", "b", "new"}}, {Schema: "billing", Name: "kind", Values: []string{"x"}}},
		Domains:   []*schema.Domain{{Name: "positive", Type: schema.SQL("integer"), Checks: []*schema.Check{{Name: "ck", SQL: schema.SQL("VALUE>0")}}}},
		Sequences: []*schema.Sequence{{Name: "numbers"}},
		Routines:  []*schema.Routine{{Name: "code", Kind: "function", SQL: schema.SQL("CREATE FUNCTION code() RETURNS text LANGUAGE sql AS $$ SELECT 'c' $$")}},
		Tables: []*schema.Table{
			{Name: "z_parts", Origin: "models.go:7", Options: schema.Options{"postgres": {"partition_of": "public.whole", "partition_bound": "FOR VALUES FROM ('Jan 1, 2026') TO ('2027-01-01'::date)"}}},
			{Name: "whole", Columns: []*schema.Column{{Name: "day", Type: schema.SQL("date"), NotNull: true}}, Options: schema.Options{"postgres": {"partition_by": "range(day)"}}},
			{
				Name: "posts", Origin: "models.go:3",
				Columns: []*schema.Column{
					{Name: "id", Type: schema.SQL("bigint"), Autoincrement: true, Origin: "models.go:4"},
					{Name: "price", Type: schema.SQL("numeric(10,2)"), Default: &schema.Default{SQL: schema.SQL("'5'")}},
					{Name: "mood", Type: schema.SQL("public.mood"), Default: &schema.Default{Value: "new"}},
					{Name: "kind", Type: schema.SQL("billing.kind"), Default: &schema.Default{Value: "x"}},
					{Name: "n", Type: schema.SQL("positive"), Default: &schema.Default{SQL: schema.SQL("nextval('public.live_seq')")}},
					{Name: "m", Type: schema.SQL("integer"), Default: &schema.Default{SQL: schema.SQL("nextval('numbers')")}},
					{Name: "c", Type: schema.SQL("text"), Default: &schema.Default{SQL: schema.SQL("CODE( )")}},
					{Name: "twice", Type: schema.SQL("numeric"), Generated: &schema.Generated{SQL: schema.SQL("price*2"), Stored: true}},
				},
				PrimaryKey:  &schema.PrimaryKey{Columns: []string{"id"}},
				Checks:      []*schema.Check{{Name: "ck_price", SQL: schema.SQL("price > 0")}},
				ForeignKeys: []*schema.ForeignKey{{Columns: []string{"id"}, References: "nowhere", Referred: []string{"id"}}},
				Indexes:     []*schema.Index{{Name: "ix", Columns: []schema.IndexPart{{SQL: schema.SQL("LOWER(c)"), Opclass: "text_ops"}}, Where: schema.SQL("((price > 0))")}},
			},
			{Schema: "billing", Name: "posts", Columns: []*schema.Column{{Name: "id", Type: schema.SQL("bigserial")}, {Name: "kind", Type: schema.SQL("billing.kind"), Default: &schema.Default{Value: "x"}}}},
		},
		Views: []*schema.View{{Name: "w", SQL: schema.SQL("select * from v")}, {Name: "v", SQL: schema.SQL("select id, price from posts where price>1")}, {Name: "broken", SQL: schema.SQL("select nothing")}},
	}
}

const pgLive = `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE SEQUENCE live_seq; CREATE TABLE posts (id int); CREATE SCHEMA billing`

func TestPostgresCanonicalize(t *testing.T) {
	db := pgDatabase(t)
	pgExec(t, db, pgLive)
	before := pgDump(t, db)
	got, err := pgCanonicalize(t, db, pgWish())
	if err != nil {
		t.Fatal(err)
	}
	posts, billing := got.Tables[2], got.Tables[3]
	checks := []struct{ what, got, want string }{
		{"order", tableNames(got), "z_parts whole posts posts"},
		{"origin", posts.Origin + ", " + posts.Columns[0].Origin, "models.go:3, models.go:4"},
		{"number", posts.Column("price").Default.SQL.Any, "'5'::numeric"},
		{"enum value that is new", posts.Column("mood").Default.SQL.Any, "'new'::mood"},
		{"enum", posts.Column("mood").Type.Any, "mood"},
		{"enum elsewhere", posts.Column("kind").Type.Any + " " + posts.Column("kind").Default.SQL.Any, "billing.kind 'x'::billing.kind"},
		{"sequence that is there", posts.Column("n").Default.SQL.Any, "nextval('live_seq'::regclass)"},
		{"sequence that is new", posts.Column("m").Default.SQL.Any, "nextval('numbers'::regclass)"},
		{"function that is new", posts.Column("c").Default.SQL.Any, "code()"},
		{"generated", posts.Column("twice").Generated.SQL.Any, "price * (2)::numeric"},
		{"check", posts.Checks[0].SQL.Any, "price > (0)::numeric"},
		{"index", posts.Indexes[0].Columns[0].SQL.Any + " " + posts.Indexes[0].Columns[0].Opclass, "lower(c) "},
		{"where", posts.Indexes[0].Where.Any, "price > (0)::numeric"},
		{"foreign key", posts.ForeignKeys[0].References, "nowhere"},
		{"domain", got.Domains[0].Checks[0].SQL.Any, "VALUE > 0"},
		{"other schema", billing.Schema + " " + billing.Columns[0].Type.Any + " " + billing.Columns[1].Type.Any, "billing bigserial billing.kind"},
		{"partition", got.Tables[0].Options.Get("postgres", "partition_bound") + " of " + got.Tables[0].Options.Get("postgres", "partition_of"), "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') of whole"},
		{"partitioned", got.Tables[1].Options.Get("postgres", "partition_by"), "RANGE (day)"},
		{"view", viewText(got.Views[1]), "SELECT id, price FROM posts WHERE (price > (1)::numeric)"},
		{"view on a view", viewText(got.Views[0]), "SELECT id, price FROM v"},
		{"view that can't be", got.Views[2].SQL.Any, "select nothing"},
	}
	for _, c := range checks {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
		}
	}
	if !posts.Columns[0].Autoincrement || len(got.Sequences) != 1 {
		t.Errorf("auto-increment became %+v, sequences %d", posts.Columns[0], len(got.Sequences))
	}
	if text := strings.Join(lines(t, got), "\n"); strings.Contains(text, "limbeck_") {
		t.Error("the scratch schema shows in the result")
	}
	if diff := difference(pgDump(t, db), before); len(diff) > 0 {
		t.Errorf("left behind: %q", diff)
	}
}

// viewText returns a view's query on one line, without the tables' names before
// columns, which newer servers leave out.
func viewText(v *schema.View) string {
	return strings.NewReplacer("posts.", "", "v.", "").Replace(strings.Join(strings.Fields(v.SQL.Any), " "))
}

// TestPostgresCanonicalizeInTransaction: a transaction that is open stays as it is.
func TestPostgresCanonicalizeInTransaction(t *testing.T) {
	db := pgDatabase(t)
	pgExec(t, db, pgLive)
	pgExec(t, db, "BEGIN; CREATE TABLE mine (id int)")
	if _, err := pgCanonicalize(t, db, pgWish()); err != nil {
		t.Fatal(err)
	}
	var found, path, schemas string
	if err := db.QueryRow(`SELECT to_regclass('mine')::text, current_setting('search_path'), (SELECT count(*)::text FROM pg_namespace WHERE nspname LIKE 'limbeck%')`).Scan(&found, &path, &schemas); err != nil {
		t.Fatal(err)
	}
	if found != "mine" || strings.Contains(path, "limbeck") || schemas != "0" {
		t.Errorf("table %s, search_path %s, %s scratch schemas", found, path, schemas)
	}
	pgExec(t, db, "COMMIT")
}

// TestPostgresCanonicalizeErrors: the table is named, and the session is usable.
func TestPostgresCanonicalizeErrors(t *testing.T) {
	db := pgDatabase(t)
	pgExec(t, db, pgLive)
	for _, begin := range []string{"SELECT 1", "BEGIN"} {
		pgExec(t, db, begin)
		wish := &schema.Database{Tables: []*schema.Table{{Name: "posts", Origin: "models.go:3", Columns: []*schema.Column{{Name: "id", Type: schema.SQL("bigint")}},
			Checks: []*schema.Check{{Name: "ck", SQL: schema.SQL("nothing > 0")}}}}}
		_, err := pgCanonicalize(t, db, wish)
		if err == nil || !strings.Contains(err.Error(), "table posts (models.go:3)") || !strings.Contains(err.Error(), "nothing") {
			t.Errorf("error %v", err)
		}
		pgExec(t, db, "SELECT 1")
	}
}

// TestPostgresCanonicalIsStable: what the server has said it says again.
func TestPostgresCanonicalIsStable(t *testing.T) {
	db := pgDatabase(t)
	pgMakeEverything(t, db)
	live := pgRead(t, db, introspect.Options{})
	got, err := pgCanonicalize(t, db, live)
	if err != nil {
		t.Fatal(err)
	}
	sameDatabase(t, live, got)
}

// TestPostgresArraySpellings: a check over a varchar column is printed in another
// way after a dump of it was loaded; both are read as they are and compare as equal.
func TestPostgresArraySpellings(t *testing.T) {
	db := pgDatabase(t)
	pgExec(t, db, `CREATE TABLE a (s varchar(9), CONSTRAINT ck CHECK (s IN ('a', 'b')));
		CREATE TABLE b (s varchar(9), CONSTRAINT ck CHECK ((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))`)
	live := pgRead(t, db, introspect.Options{})
	a, b := live.Tables[0].Checks[0].SQL.Any, live.Tables[1].Checks[0].SQL.Any
	lex := postgres.New().Lexicon()
	if a == b || lex.Normalize(a) != lex.Normalize(b) {
		t.Errorf("%s and %s", a, b)
	}
	to := pgDatabase(t)
	pgMake(t, to, live)
	sameDump(t, db, to)
}
