package tests

import "testing"

// spaced is a server with two tablespaces.
func spaced(t *testing.T) *ownServer {
	t.Helper()
	s := startServer(t, "postgres")
	for _, name := range []string{"fast", "large"} {
		if out, err := s.command("mkdir", name).CombinedOutput(); err != nil {
			t.Fatal(err, string(out))
		}
		s.run("CREATE TABLESPACE " + name + " LOCATION '" + s.dir + "/" + name + "'")
	}
	return s
}

// run executes a statement on the server.
func (s *ownServer) run(statement string) {
	s.t.Helper()
	if _, err := s.database("").query(statement); err != nil {
		s.t.Fatal(err)
	}
}

// places says in which tablespace each relation is that isn't in the database's own.
func places(t *testing.T, db database) string {
	t.Helper()
	rows, err := db.query("SELECT c.relname, s.spcname FROM pg_class c JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE c.relnamespace = 'public'::regnamespace AND c.relname !~ '^migrate_' ORDER BY 1")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestTablespaces puts all that can be in a tablespace into some, there and back.
func TestTablespaces(t *testing.T) {
	t.Parallel()
	const spread = `CREATE TABLE posts (id int PRIMARY KEY USING INDEX TABLESPACE fast, at date UNIQUE USING INDEX TABLESPACE large, during int4range,
  EXCLUDE USING gist (during WITH &&) USING INDEX TABLESPACE fast WHERE (at IS NOT NULL)) TABLESPACE large;
CREATE INDEX by_day ON posts (at) TABLESPACE fast;
CREATE MATERIALIZED VIEW days TABLESPACE fast AS SELECT at FROM posts;
CREATE INDEX each_day ON days (at) TABLESPACE large;
CREATE TABLE parts (id int, at date, PRIMARY KEY (id) USING INDEX TABLESPACE large) PARTITION BY RANGE (id) TABLESPACE fast;
CREATE INDEX by_part ON parts (at) TABLESPACE fast;
CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (1) TO (2);
CREATE TABLE part_2 PARTITION OF parts FOR VALUES FROM (2) TO (3) TABLESPACE large;
CREATE TABLE part_3 PARTITION OF parts FOR VALUES FROM (3) TO (4) TABLESPACE pg_default;
`
	const plain = `CREATE TABLE posts (id int PRIMARY KEY, at date UNIQUE, during int4range, EXCLUDE USING gist (during WITH &&) WHERE (at IS NOT NULL));
CREATE INDEX by_day ON posts (at);
CREATE MATERIALIZED VIEW days AS SELECT at FROM posts;
CREATE INDEX each_day ON days (at);
CREATE TABLE parts (id int, at date, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE INDEX by_part ON parts (at);
CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (1) TO (2);
CREATE TABLE part_2 PARTITION OF parts FOR VALUES FROM (2) TO (3);
CREATE TABLE part_3 PARTITION OF parts FOR VALUES FROM (3) TO (4);
`
	s := spaced(t)
	loaded, db := s.create("loaded"), s.create("app")
	if _, err := loaded.query(spread); err != nil {
		t.Fatal(err)
	}
	want := places(t, loaded)
	p := sqlProject(t, db, spread)
	p.migrate(0, "revision", "--autogenerate", "-m", "spread")
	p.migrate(0, "upgrade", "head")
	p.migrate(0, "check")
	if got := places(t, db); got != want {
		t.Errorf("made:\n%s\nwant:\n%s", got, want)
	}
	p.write("schema.sql", plain)
	p.migrate(0, "revision", "--autogenerate", "-m", "plain")
	p.migrate(0, "upgrade", "head")
	p.migrate(0, "check")
	if got := places(t, db); got != "" {
		t.Errorf("still in tablespaces:\n%s", got)
	}
	p.migrate(0, "downgrade", "-1")
	if got := places(t, db); got != want {
		t.Errorf("back:\n%s\nwant:\n%s", got, want)
	}
}

// TestDefaultTablespace has a database that puts what names no tablespace into one of its own:
// it is no difference that this is read of it, until it isn't the default one any longer.
func TestDefaultTablespace(t *testing.T) {
	t.Parallel()
	const schema = `CREATE TABLE posts (id int PRIMARY KEY, at date UNIQUE);
CREATE INDEX by_day ON posts (at);
CREATE MATERIALIZED VIEW days AS SELECT at FROM posts;
CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE part PARTITION OF parts FOR VALUES FROM (1) TO (9);
`
	s := spaced(t)
	db := s.create("app")
	s.run("ALTER DATABASE app SET default_tablespace = fast")
	p := sqlProject(t, db, schema)
	p.migrate(0, "revision", "--autogenerate", "-m", "create")
	p.migrate(0, "upgrade", "head")
	p.migrate(0, "check")
	p.write("schema.sql", "SET default_tablespace = fast;\n"+schema)
	p.migrate(0, "check")
	s.run("ALTER DATABASE app RESET default_tablespace")
	p.migrate(0, "check")
	p.write("schema.sql", schema)
	p.migrate(2, "check")
}

// sqlProject is a project whose model is one SQL file.
func sqlProject(t *testing.T, db database, schema string) *project {
	t.Helper()
	p := &project{t, t.TempDir(), db.url}
	p.write("migrations.toml", "[databases.main]\nurl = \"${DATABASE_URL}\"\n[models]\nsql = [\"schema.sql\"]\n")
	p.write("schema.sql", schema)
	p.write("versions/.keep", "")
	return p
}
