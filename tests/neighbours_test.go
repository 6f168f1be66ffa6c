package tests

import (
	"strings"
	"testing"
)

// neighbours changes columns of a table: MySQL does what comes in one ALTER TABLE and what
// changes in another, and a column that changes twice takes one more.
const neighbours = `revision = "aaa1"
create_date = 2026-01-01T00:00:00Z

[[upgrade]]
op = "alter_column"
table = "t"
column = "a"
type = "bigint"
nullable = false

[[upgrade]]
op = "alter_column"
table = "t"
column = "b"
type = "varchar(20)"

[[upgrade]]
op = "add_column"
table = "t"
column = { name = "c", type = "integer", default = 7 }

[[upgrade]]
op = "alter_column"
table = "t"
column = "b"
type = "varchar(30)"

[[downgrade]]
op = "drop_column"
table = "t"
column = "c"

[[downgrade]]
op = "alter_column"
table = "t"
column = "b"
type = "varchar(10)"

[[downgrade]]
op = "alter_column"
table = "t"
column = "a"
type = "integer"
nullable = true
`

// TestNeighboursCut cuts the connection at an ALTER TABLE that is several operations: the
// next run goes on behind all of them, or before the first.
func TestNeighboursCut(t *testing.T) {
	const all = "ALTER TABLE `t`\n  MODIFY COLUMN `a` bigint NOT NULL,\n  MODIFY COLUMN `b` varchar(20)"
	for _, answered := range []bool{false, true} {
		db, p := prepared(t, "mysql", "CREATE TABLE t (a int, b varchar(10)); INSERT INTO t VALUES (1, 'x')", "1.toml", neighbours)
		before := mustDump(t, db)
		for _, statement := range []string{all, "ALTER TABLE `t` MODIFY COLUMN `b` varchar(30)"} {
			p.cutAt(db, statement, answered, "upgrade", "head")
		}
		if _, output := p.migrate(0, "upgrade", "head"); !strings.Contains(output, map[bool]string{true: "4 of 4", false: "3 of 4"}[answered]) {
			t.Errorf("answered %v:\n%s", answered, output)
		}
		if rows, err := db.query("SELECT * FROM t"); err != nil || strings.TrimSpace(rows) != "1|x|7" {
			t.Errorf("answered %v: %q (%v)", answered, rows, err)
		}
		p.cutAt(db, "ALTER TABLE `t`\n  MODIFY COLUMN `b` varchar(10),", answered, "downgrade", "base")
		p.migrate(0, "downgrade", "base")
		if got := mustDump(t, db); got != before {
			t.Errorf("answered %v:\n%s", answered, difference(before, got))
		}
	}
}

// TestNeighboursFail has one of several operations that are done at once fail: none of them
// was done, and each is there to be done or taken back.
func TestNeighboursFail(t *testing.T) {
	for _, dialect := range []string{"mysql", "postgres", "sqlite"} {
		db, p := prepared(t, dialect, "CREATE TABLE t (a integer, b varchar(10)); INSERT INTO t VALUES (NULL, 'x')", "1.toml", neighbours)
		before := mustDump(t, db)
		_, output := p.migrate(1, "upgrade", "head")
		for _, want := range []string{"together with the next", map[string]string{"mysql": "No statement of this revision was applied"}[dialect]} {
			if !strings.Contains(output, want) {
				t.Errorf("%s: no %q in\n%s", dialect, want, output)
			}
		}
		if got := mustDump(t, db); got != before {
			t.Errorf("%s:\n%s", dialect, difference(before, got))
		}
		if _, err := db.query("UPDATE t SET a = 1"); err != nil {
			t.Fatal(err)
		}
		p.migrate(0, "upgrade", "head")
		p.migrate(0, "downgrade", "base")
		if got := mustDump(t, db); got != before {
			t.Errorf("%s:\n%s", dialect, difference(before, got))
		}
	}
}
