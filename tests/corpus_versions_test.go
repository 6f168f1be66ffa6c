package tests

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/revision"
)

// postgresMajor is the version of the server under test.
func postgresMajor(t *testing.T) int {
	t.Helper()
	server, err := serverURL("postgres")
	if err != nil {
		t.Fatal(err)
	}
	text, err := database{"postgres", server.String()}.query("SHOW server_version_num")
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		t.Fatal(err)
	}
	return number / 10000
}

// TestCorpusVersions does what TestCorpus does with what versions of PostgreSQL
// brought, and with what is rare: the files up to the server's own version.
func TestCorpusVersions(t *testing.T) {
	major := postgresMajor(t)
	for _, version := range []int{13, 15, 18} {
		if version > major {
			continue
		}
		t.Run(strconv.Itoa(version), func(t *testing.T) {
			file, err := filepath.Abs(fmt.Sprintf("testdata/postgres/%d.sql", version))
			if err != nil {
				t.Fatal(err)
			}
			for _, failure := range runCorpus(t, "postgres", file).failures {
				t.Error(failure)
			}
		})
	}
}

// newerChanges are changes of what versions of PostgreSQL brought; each is made
// there and back.
var newerChanges = []struct {
	since    int
	name     string
	from, to string
	same     bool // nothing is to be done
}{
	{18, "not null, named", "CREATE TABLE t (a int, b int)", "CREATE TABLE t (a int CONSTRAINT t_a_given NOT NULL, b int)", false},
	{18, "not null, another name", "CREATE TABLE t (a int NOT NULL)", "CREATE TABLE t (a int CONSTRAINT t_a_given NOT NULL)", false},
	{18, "not null, not inherited", "CREATE TABLE t (a int NOT NULL)", "CREATE TABLE t (a int NOT NULL NO INHERIT)", false},
	{18, "not null, not valid", "CREATE TABLE t (a int NOT NULL)", "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID", false},
	{18, "not null, new and not valid", "CREATE TABLE t (a int)", "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT t_a_given NOT NULL a NO INHERIT NOT VALID", false},
	{18, "not null, no name asked for", "CREATE TABLE t (a int CONSTRAINT given NOT NULL)", "CREATE TABLE t (a int NOT NULL)", true},
	{18, "not null of a new parent whose long name the old one has", "CREATE TABLE old (a int CONSTRAINT table_with_a_name_that_nearly_fills_what_a_name_may__a_not_null NOT NULL); CREATE TABLE t (b int) INHERITS (old)",
		"CREATE TABLE table_with_a_name_that_nearly_fills_what_a_name_may_have (a int NOT NULL); CREATE TABLE t (b int) INHERITS (table_with_a_name_that_nearly_fills_what_a_name_may_have)", false},
	{18, "virtual", "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED)", "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)", false},
	{18, "another virtual", "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)", "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 2) VIRTUAL)", false},
	{18, "check not enforced", "CREATE TABLE t (a int, CONSTRAINT t_a CHECK (a > 0))", "CREATE TABLE t (a int, CONSTRAINT t_a CHECK (a > 0) NOT ENFORCED)", false},
	{18, "foreign key not enforced", "CREATE TABLE t (a int PRIMARY KEY, b int, CONSTRAINT t_b FOREIGN KEY (b) REFERENCES t (a))",
		"CREATE TABLE t (a int PRIMARY KEY, b int, CONSTRAINT t_b FOREIGN KEY (b) REFERENCES t (a) NOT ENFORCED)", false},
	{18, "without overlaps", "CREATE TABLE t (a int4range, b int4range, CONSTRAINT t_key UNIQUE (a, b))",
		"CREATE TABLE t (a int4range, b int4range, CONSTRAINT t_key UNIQUE (a, b WITHOUT OVERLAPS))", false},
	{18, "primary key without overlaps, and a key with a period", "CREATE TABLE t (a int4range NOT NULL, b int4range NOT NULL, CONSTRAINT t_pkey PRIMARY KEY (a, b)); CREATE TABLE u (a int4range, b int4range)",
		"CREATE TABLE t (a int4range, b int4range, CONSTRAINT t_pkey PRIMARY KEY (a, b WITHOUT OVERLAPS)); CREATE TABLE u (a int4range, b int4range, CONSTRAINT u_t FOREIGN KEY (a, PERIOD b) REFERENCES t (a, PERIOD b))", false},
	{18, "what new large objects grant", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO PUBLIC", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO PUBLIC; CREATE SCHEMA s; CREATE TABLE s.t (a int)", false},
	{15, "nulls not distinct", "CREATE TABLE t (a int, CONSTRAINT t_a UNIQUE (a))", "CREATE TABLE t (a int, CONSTRAINT t_a UNIQUE NULLS NOT DISTINCT (a))", false},
	{15, "set null of some columns", "CREATE TABLE t (a int, b int, c int, PRIMARY KEY (a, b), CONSTRAINT t_c FOREIGN KEY (a, c) REFERENCES t ON DELETE SET NULL)",
		"CREATE TABLE t (a int, b int, c int, PRIMARY KEY (a, b), CONSTRAINT t_c FOREIGN KEY (a, c) REFERENCES t ON DELETE SET NULL (c))", false},
	{15, "body of SQL", "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a; END", "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT a + 1; END", false},
}

// TestCorpusChanges makes the changes, and takes them back.
func TestCorpusChanges(t *testing.T) {
	major := postgresMajor(t)
	for _, tt := range newerChanges {
		if tt.since > major {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			made := func(statements string) database {
				db := testDatabase(t, "postgres")
				if _, err := db.query(statements); err != nil {
					t.Fatal(err)
				}
				return db
			}
			db, wanted := made(tt.from), made(tt.to)
			before, after := mustDump(t, db), mustDump(t, wanted)
			p := &project{t: t, dir: t.TempDir()}
			p.write("migrations.toml", "[databases.main]\nurl = \""+db.url+"\"\n\n[models]\nsql = [\"schema.sql\"]\n\n[autogenerate]\ngrants = \"*\"\n")
			p.write("schema.sql", tt.to)
			run := &corpusRun{t: t, p: p}
			ctx := context.Background()
			written, err := run.open(db).Revision(ctx, migrate.NewRevision{NewOptions: revision.NewOptions{Message: "change"}, Autogenerate: true})
			if err != nil {
				t.Fatal(err)
			}
			if none := written.Revision == nil; none || tt.same {
				if none != tt.same {
					t.Error(describeAll(written.Difference.Upgrade))
				}
				return
			}
			for _, way := range []struct{ to, want string }{{"head", after}, {"base", before}} {
				if way.to == "head" {
					_, err = run.open(db).Upgrade(ctx, way.to)
				} else {
					_, err = run.open(db).Downgrade(ctx, way.to)
				}
				if err != nil {
					t.Fatal(err)
				}
				if got := mustDump(t, db); got != way.want {
					t.Errorf("the dump at %s: %s", way.to, difference(got, way.want))
				}
				if d, err := run.open(db).Diff(ctx); err != nil || way.to == "head" && len(d.Upgrade) > 0 {
					t.Errorf("comparison at %s: %v %v", way.to, err, describeAll(d.Upgrade))
				}
			}
		})
	}
}
