package tests

import "testing"

// mutationsFound are the smallest forms of what random changes have brought to light.
var mutationsFound = []struct {
	name, dialect, start string
	rows                 string
	changes              []string
}{
	{name: "a trigger of a view that changes", dialect: "sqlite",
		start:   "CREATE TABLE t (a INTEGER, b INTEGER); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER g INSTEAD OF DELETE ON v BEGIN SELECT 1; END",
		changes: []string{"DROP VIEW v", "CREATE VIEW v AS SELECT b FROM t", "CREATE TRIGGER g INSTEAD OF DELETE ON v BEGIN SELECT 1; END"}},
	{name: "a view over another that changes, while a computed column comes", dialect: "sqlite",
		start:   "CREATE TABLE a (x INTEGER); CREATE TABLE b (y INTEGER); CREATE VIEW v AS SELECT x FROM a; CREATE VIEW w AS SELECT x FROM v",
		changes: []string{"DROP VIEW v", "CREATE VIEW v AS SELECT x, 1 AS one FROM a", "ALTER TABLE b ADD COLUMN z INTEGER AS (y + 1)"}},
	{name: "another key of a table without rowids, to which a table that goes refers", dialect: "sqlite",
		start: "CREATE TABLE s (a TEXT NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;" +
			" CREATE TABLE p (a TEXT NOT NULL, b INTEGER NOT NULL, FOREIGN KEY (a, b) REFERENCES s (a, b))",
		rows:    "INSERT INTO s VALUES ('x', 1)",
		changes: []string{"DROP TABLE p", "DROP TABLE s", "CREATE TABLE s (a TEXT NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (b, a)) WITHOUT ROWID"}},
	{name: "comment on a function in use", dialect: "postgres",
		start:   `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TABLE t (a integer); CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()`,
		changes: []string{"COMMENT ON FUNCTION f() IS 'x'", "COMMENT ON TRIGGER g ON t IS 'y'"}},
	{name: "a function replaced loses its comment", dialect: "postgres",
		start:   `CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION f(integer) IS 'x'`,
		changes: []string{"COMMENT ON FUNCTION f(integer) IS NULL", "CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 2'"}},
	{name: "settings of a serial's sequence", dialect: "postgres",
		start: "CREATE TABLE t (a serial PRIMARY KEY)", rows: "INSERT INTO t DEFAULT VALUES",
		changes: []string{"ALTER SEQUENCE t_a_seq CACHE 5"}},
	{name: "a serial's sequence of its own", dialect: "postgres",
		start:   "CREATE TABLE t (a serial PRIMARY KEY)",
		changes: []string{"ALTER SEQUENCE t_a_seq OWNED BY NONE"}},
	{name: "a sequence that another table takes over", dialect: "postgres",
		start:   "CREATE TABLE t (a serial PRIMARY KEY)",
		changes: []string{"ALTER TABLE t RENAME TO u"}},
	{name: "an identity's sequence that keeps its name", dialect: "postgres",
		start:   "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b int); CREATE TABLE u (a int GENERATED ALWAYS AS IDENTITY (START 5), b int)",
		changes: []string{"ALTER TABLE t RENAME a TO c", "ALTER TABLE u RENAME a TO c"}},
	{name: "a procedure becomes a function", dialect: "postgres",
		start:   "CREATE PROCEDURE f(a integer) LANGUAGE sql AS 'SELECT 1'",
		changes: []string{"DROP PROCEDURE f(integer)", "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'"}},
	{name: "a parent of another name while its child stays", dialect: "postgres",
		start:   "CREATE TABLE p (id int CONSTRAINT k PRIMARY KEY); CREATE TABLE q (x int); CREATE TABLE c (id int, x int, b int) INHERITS (p, q)",
		rows:    "INSERT INTO c (id, b, x) VALUES (1, 2, 3)",
		changes: []string{"ALTER TABLE p RENAME TO n"}},
	{name: "parents in another order", dialect: "postgres",
		start:   "CREATE TABLE p (id int); CREATE TABLE q (x int); CREATE TABLE c (id int, x int, b int) INHERITS (p, q)",
		changes: []string{"ALTER TABLE c NO INHERIT p", "ALTER TABLE c INHERIT p"}},
	{name: "a function that makes calls of another unclear", dialect: "postgres",
		start: "CREATE FUNCTION f(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE t (a int DEFAULT f(1) CHECK (f(a) > 0), b int GENERATED ALWAYS AS (f(a)) STORED);" +
			" CREATE INDEX i ON t (f(a)) WHERE f(a) > 0; CREATE VIEW v AS SELECT f(a) FROM t",
		changes: []string{"CREATE FUNCTION f(a int, c int DEFAULT 3, d int DEFAULT 4) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'"}},
	{name: "a function in the place of one that the same calls mean", dialect: "postgres",
		start: "CREATE FUNCTION f(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE TABLE t (a int DEFAULT f(1) CHECK (f(a) > 0), b int GENERATED ALWAYS AS (f(a)) STORED);" +
			" CREATE INDEX i ON t (f(a)) WHERE f(a) > 0; CREATE VIEW v AS SELECT f(a) FROM t",
		changes: []string{"DROP FUNCTION f CASCADE", "CREATE FUNCTION f(a int, c int DEFAULT 3, d int DEFAULT 4) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'"}},
	{name: "a function in the place of one, and those that call it", dialect: "postgres",
		start: "CREATE FUNCTION f(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE FUNCTION g(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT f(a)';" +
			" CREATE TABLE t (a int DEFAULT f(1)); CREATE INDEX i ON t (f(a)) WHERE f(a) > 0; CREATE VIEW v AS SELECT f(a), g(a) FROM t",
		changes: []string{"DROP FUNCTION f CASCADE", "CREATE FUNCTION f(a int, c int DEFAULT 3, d int DEFAULT 4) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'",
			"CREATE INDEX i ON t (f(a)) WHERE f(a) > 0", "CREATE VIEW v AS SELECT f(a), g(a) FROM t", "ALTER TABLE t ALTER a SET DEFAULT f(1)"}},
	{name: "another name of an argument", dialect: "postgres",
		start:   "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
		changes: []string{"DROP FUNCTION f(integer)", "CREATE FUNCTION f(b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'"}},
}

// TestMutationsFound runs each of them there and back, as [TestMutations] does.
func TestMutationsFound(t *testing.T) {
	for _, found := range mutationsFound {
		t.Run(found.dialect+"/"+found.name, func(t *testing.T) {
			t.Parallel()
			c := &mutation{t: t, start: startOf(t, found.dialect, found.name, found.start, found.rows), changes: found.changes}
			if err := c.run(); err != nil {
				t.Errorf("%s\n%v", c.file, err)
			}
		})
	}
}
