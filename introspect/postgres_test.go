package introspect_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/schema"
)

// pgEverything is a schema with something of every kind.
const pgEverything = `
CREATE EXTENSION citext; CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm;
CREATE TYPE mood AS ENUM ('a', 'it''s'); COMMENT ON TYPE mood IS 'how';
CREATE DOMAIN zip AS varchar(9) COLLATE "C" DEFAULT '0' NOT NULL CONSTRAINT zip_ck CHECK (VALUE ~ '^[0-9]+$');
CREATE DOMAIN double AS double precision;
CREATE SEQUENCE counter START 5 INCREMENT 2; COMMENT ON SEQUENCE counter IS 'counts';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := 1; RETURN NEW; END $$;
CREATE FUNCTION two(int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'; COMMENT ON FUNCTION two(int) IS 'doubles';
CREATE PROCEDURE nop() LANGUAGE sql AS '';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE TABLE parents (id bigserial PRIMARY KEY, code citext NOT NULL, at timestamp(3), CONSTRAINT uq_code UNIQUE NULLS NOT DISTINCT (code) INCLUDE (at));
CREATE TABLE kids (
  id integer GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 5), parent_id bigint NOT NULL, n smallint DEFAULT -1, mood mood DEFAULT 'a', moods mood[],
  name varchar(50) COLLATE "C" DEFAULT 'x', label text, size double, zip zip, doubled int GENERATED ALWAYS AS (n * 2) STORED, "Odd name" int DEFAULT nextval('counter'),
  room int4range, during tsrange, status varchar(9),
  CONSTRAINT kids_pk PRIMARY KEY (id, parent_id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_parent FOREIGN KEY (parent_id) REFERENCES parents (id) ON UPDATE RESTRICT ON DELETE CASCADE DEFERRABLE,
  CONSTRAINT ck_n CHECK (n > 0) NO INHERIT, CONSTRAINT ck_status CHECK (status IN ('a', 'b')),
  CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (n > 1)
) WITH (fillfactor = 70, toast.autovacuum_enabled = false);
ALTER TABLE kids ADD CONSTRAINT ck_late CHECK (n < 100) NOT VALID;
ALTER TABLE kids ALTER label SET STORAGE EXTERNAL, ALTER label SET STATISTICS 500, ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON kids AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (n > 1) WITH CHECK (n > 2);
COMMENT ON TABLE kids IS 'the kids'; COMMENT ON COLUMN kids.name IS 'first'; COMMENT ON CONSTRAINT ck_n ON kids IS 'positive';
CREATE INDEX ix_plain ON kids (name, n DESC); COMMENT ON INDEX ix_plain IS 'plain';
CREATE UNIQUE INDEX ix_odd ON kids (lower(label) COLLATE "C" text_pattern_ops, n NULLS FIRST, "Odd name" DESC NULLS LAST) INCLUDE (zip) WITH (fillfactor = 50) WHERE n > 3;
CREATE INDEX ix_gin ON kids USING gin (label gin_trgm_ops);
CREATE INDEX ix_sig ON kids USING gist (label gist_trgm_ops (siglen = 32));
CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF n ON kids FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION touch();
CREATE RULE quiet AS ON DELETE TO parents DO INSTEAD NOTHING;
CREATE TABLE events (id int, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events (id DEFAULT 7) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX ix_day ON events (day);
CREATE UNLOGGED TABLE heirs (extra text) INHERITS (parents);
CREATE VIEW v WITH (security_barrier) AS SELECT id, name FROM kids WHERE status IN ('a', 'b') WITH LOCAL CHECK OPTION;
CREATE RULE kept AS ON DELETE TO v DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM kids; CREATE UNIQUE INDEX ix_m ON m (n); COMMENT ON MATERIALIZED VIEW m IS 'counts';
`

// pgMakeEverything makes it, of what the server knows.
func pgMakeEverything(t *testing.T, db *sql.DB) {
	t.Helper()
	var version int
	if err := db.QueryRow("SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
		t.Fatal(err)
	}
	script := pgEverything
	if version < 150000 {
		script = strings.Replace(script, " NULLS NOT DISTINCT", "", 1)
	}
	pgExec(t, db, script)
}

func TestPostgresRead(t *testing.T) {
	db := pgDatabase(t)
	pgMakeEverything(t, db)
	got := pgRead(t, db, introspect.Options{})
	kids := got.Table(schema.Name{Name: "kids"})
	checks := []struct {
		what      string
		got, want any
	}{
		{"tables", tableNames(got), "events events_2026 events_rest heirs kids parents"},
		{"serial", got.Table(schema.Name{Name: "parents"}).Columns[0].Type.Any, "bigserial"},
		{"sequences", len(got.Sequences), 1},
		{"identity", fmt.Sprint(*kids.Columns[0].Identity.Start, kids.Columns[0].Identity.Increment, kids.Columns[0].Identity.Always, kids.Columns[0].Identity.Max), "10 5 true <nil>"},
		{"default", kids.Column("name").Default.SQL.Any, "'x'::character varying"},
		{"collation", kids.Column("name").Collation.Any, "C"},
		{"generated", kids.Column("doubled").Generated.SQL.Any, "n * 2"},
		{"user type called as a neutral one", kids.Column("size").Type.Any, `"double"`},
		{"enum array", kids.Column("moods").Type.Any, "mood[]"},
		{"storage", kids.Column("label").Options.Get("postgres", "storage"), "external"},
		{"statistics", kids.Column("label").Options.Get("postgres", "statistics"), "500"},
		{"fillfactor", kids.Options.Get("postgres", "with_fillfactor"), "70"},
		{"toast", kids.Options.Get("postgres", "with_toast.autovacuum_enabled"), "false"},
		{"policy", kids.Options.Get("postgres", "policy own"), "AS RESTRICTIVE FOR UPDATE TO PUBLIC USING ((n > 1)) WITH CHECK ((n > 2))"},
		{"check", kids.Checks[1].SQL.Any, "n > 0"},
		{"foreign key", kids.ForeignKeys[0].OnDelete + ", " + kids.ForeignKeys[0].OnUpdate, "cascade, restrict"},
		{"opclass parameters", kids.Index("ix_sig").Columns[0].Opclass, "gist_trgm_ops (siglen='32')"},
		{"index of an inherited key", len(got.Table(schema.Name{Name: "events_2026"}).Indexes), 0},
		{"overridden column of a partition", len(got.Table(schema.Name{Name: "events_2026"}).Columns), 1},
		{"inherited columns", len(got.Table(schema.Name{Name: "heirs"}).Columns), 1},
		{"extensions' objects", len(got.Routines), 4},
		{"view's index", got.Views[0].Indexes[0].Name, "ix_m"},
		{"trigger", got.Triggers[0].SQL.Any, "CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF n ON kids FOR EACH ROW WHEN ((new.n > 0)) EXECUTE FUNCTION touch()"},
	}
	for _, c := range checks {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", c.what, c.got, c.want)
		}
	}
}

func tableNames(db *schema.Database) string {
	var names []string
	for _, t := range db.Tables {
		names = append(names, t.Name)
	}
	return strings.Join(names, " ")
}

// TestPostgresRoundTrip: what is read makes the same database again, by our own
// reading and by pg_dump's.
func TestPostgresRoundTrip(t *testing.T) {
	from, to := pgDatabase(t), pgDatabase(t)
	pgMakeEverything(t, from)
	want := pgRead(t, from, introspect.Options{})
	pgMake(t, to, want)
	sameDatabase(t, want, pgRead(t, to, introspect.Options{}))
	sameDump(t, from, to)
}

// TestPostgresRaiseAndLower: a table that is raised and lowered again is the one
// that it was, and lowering twice changes nothing.
func TestPostgresRaiseAndLower(t *testing.T) {
	db := pgDatabase(t)
	pgMakeEverything(t, db)
	raisesAndLowers(t, pgRead(t, db, introspect.Options{}))
}

func raisesAndLowers(t *testing.T, native *schema.Database) {
	t.Helper()
	d := postgres.New()
	neutral := schema.Clone(native)
	for _, table := range neutral.Tables {
		d.RaiseTable(table, native)
	}
	lowered, err := dialect.Lower(d, neutral)
	if err != nil {
		t.Fatal(err)
	}
	again, err := dialect.Lower(d, lowered)
	if err != nil {
		t.Fatal(err)
	}
	sameDatabase(t, lowered, again)
	d.Reconcile(lowered, native)
	sameDatabase(t, native, lowered)
}

// counter counts round trips.
type counter struct {
	dialect.Queryer
	queries int
}

func (c *counter) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	c.queries++
	return c.Queryer.QueryContext(ctx, query, args...)
}

func TestPostgresFixedRoundTrips(t *testing.T) {
	counts := map[int]int{}
	for _, tables := range []int{1, 40} {
		db := pgDatabase(t)
		for i := range tables {
			pgExec(t, db, fmt.Sprintf("CREATE TABLE t%d (id serial PRIMARY KEY, n int CHECK (n > 0), p int REFERENCES t%d); CREATE INDEX ON t%d ((n + 1))", i, i, i))
		}
		c := &counter{Queryer: db}
		if _, err := introspect.Read(context.Background(), c, postgres.New(), introspect.Options{}); err != nil {
			t.Fatal(err)
		}
		counts[tables] = c.queries
	}
	if counts[1] != counts[40] || counts[1] > 19 {
		t.Errorf("round trips by number of tables: %v", counts)
	}
}

// TestPostgresOneTable: a table that is read by itself is the same as among all.
func TestPostgresOneTable(t *testing.T) {
	db := pgDatabase(t)
	pgMakeEverything(t, db)
	all := pgRead(t, db, introspect.Options{})
	for _, want := range all.Tables {
		if want.Options.Get("postgres", "partition_of")+want.Options.Get("postgres", "inherits") != "" {
			continue // without the parent, all columns are listed
		}
		id := want.ID()
		got := pgRead(t, db, introspect.Options{Table: &id})
		if len(got.Tables) != 1 || len(got.Views)+len(got.Enums)+len(got.Sequences)+len(got.Routines)+len(got.Extensions) > 0 {
			t.Fatalf("%s: %d tables and others", id, len(got.Tables))
		}
		sameDatabase(t, want, got.Tables[0])
	}
	if got := pgRead(t, db, introspect.Options{Table: &schema.Name{Name: "none"}}); len(got.Tables) != 0 {
		t.Error("a table that is not there was read")
	}
}

func TestPostgresOtherSchemas(t *testing.T) {
	db := pgDatabase(t)
	pgExec(t, db, `CREATE SCHEMA "Odd schema"; CREATE TYPE "Odd schema".mood AS ENUM ('a'); CREATE TABLE "Odd schema"."a.b" (id serial PRIMARY KEY, m "Odd schema".mood DEFAULT 'a');
		CREATE TABLE t (id int REFERENCES "Odd schema"."a.b")`)
	got := pgRead(t, db, introspect.Options{Schemas: []string{"Odd schema"}})
	odd := got.Table(schema.Name{Schema: "Odd schema", Name: "a.b"})
	if odd == nil || odd.Columns[0].Type.Any != "serial" || odd.Columns[1].Type.Any != `"Odd schema".mood` {
		t.Fatalf("got %+v", odd)
	}
	if f := got.Table(schema.Name{Name: "t"}).ForeignKeys[0]; f.Target() != odd.ID() || f.Referred[0] != "id" {
		t.Errorf("foreign key %+v", f)
	}
	if only := pgRead(t, db, introspect.Options{}); len(only.Tables) != 1 || len(only.Schemas) != 0 {
		t.Errorf("the default schema alone has %d tables, %d schemas", len(only.Tables), len(only.Schemas))
	}
	to := pgDatabase(t)
	pgMake(t, to, got)
	sameDatabase(t, got, pgRead(t, to, introspect.Options{Schemas: []string{"Odd schema"}}))
}

// TestPostgresNeverAnalyzed: the planner takes the catalog of a database that was
// never analyzed for small. Reading it must not take the square of what it has.
func TestPostgresNeverAnalyzed(t *testing.T) {
	db := pgDatabase(t)
	pgExec(t, db, `CREATE TABLE p (a int) PARTITION BY LIST (a);
DO $$ BEGIN FOR i IN 1..1500 LOOP EXECUTE format('CREATE TABLE p%s PARTITION OF p FOR VALUES IN (%s)', i, i); END LOOP; END $$`)
	read := func() time.Duration {
		shortest := time.Hour
		for range 2 {
			started := time.Now()
			pgRead(t, db, introspect.Options{})
			shortest = min(shortest, time.Since(started))
		}
		return shortest
	}
	never := read()
	pgExec(t, db, "ANALYZE")
	if analyzed := read(); never > 4*analyzed {
		t.Errorf("before ANALYZE %v, afterwards %v", never, analyzed)
	}
}

// TestPostgresSettingsStay: what reading sets in a session is taken back.
func TestPostgresSettingsStay(t *testing.T) {
	for _, value := range []string{"on", "off"} {
		conn, err := pgDatabase(t).Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var now string
		_, err = conn.ExecContext(t.Context(), "SET enable_nestloop = "+value)
		if err == nil {
			_, err = introspect.Read(t.Context(), conn, postgres.New(), introspect.Options{})
		}
		if err == nil {
			err = conn.QueryRowContext(t.Context(), "SHOW enable_nestloop").Scan(&now)
		}
		if err != nil || now != value {
			t.Errorf("enable_nestloop was %s, is %s: %v", value, now, err)
		}
	}
}
