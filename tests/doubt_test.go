package tests

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// interruptions are statements that no transaction undoes, or that one does, each
// with what it needs. The connection is cut at the statement that begins with cut
// (at the first of them where it is empty).
var interruptions = map[string][]struct {
	name     string
	setup    string // an earlier revision
	cut, run string
	// The user is asked where nobody can tell: "always", or only "before" or "after" the
	// server has carried it out.
	asks string
}{
	"mysql": {
		{name: "create table", run: "CREATE TABLE made (a int)"},
		{name: "create table if not exists", run: "CREATE TABLE IF NOT EXISTS made1 (a int)"},
		{name: "create table that is there", setup: "CREATE TABLE there (a int)", run: "CREATE TABLE IF NOT EXISTS there (b int)"},
		{name: "create or replace table", setup: "CREATE TABLE replaced (a int)", run: "CREATE OR REPLACE TABLE replaced (b int)"},
		{name: "create table like", setup: "CREATE TABLE model (a int, KEY (a))", run: "CREATE TABLE made2 LIKE model"},
		{name: "create table as select", setup: "CREATE TABLE src (a int); INSERT INTO src VALUES (1), (2)", run: "CREATE TABLE made3 AS SELECT a + 1 AS b FROM src"},
		{name: "drop table", setup: "CREATE TABLE gone (a int)", run: "DROP TABLE gone"},
		{name: "drop tables", setup: "CREATE TABLE gone1 (a int); CREATE TABLE gone2 (a int)", run: "DROP TABLE gone1, gone2"},
		{name: "drop table if exists", setup: "CREATE TABLE gone3 (a int)", run: "DROP TABLE IF EXISTS gone3, never"},
		{name: "rename table", setup: "CREATE TABLE old (a int)", run: "RENAME TABLE old TO new"},
		{name: "rename two", setup: "CREATE TABLE live (a int); CREATE TABLE next (a int); INSERT INTO next VALUES (1)", run: "RENAME TABLE live TO past, next TO live"},
		{name: "swap", setup: "CREATE TABLE left1 (a int); CREATE TABLE right1 (a int); INSERT INTO right1 VALUES (1)", run: "RENAME TABLE left1 TO swapped, right1 TO left1, swapped TO right1"},
		{name: "alter rename", setup: "CREATE TABLE old1 (a int)", run: "ALTER TABLE old1 RENAME TO new1"},
		{name: "alter with many clauses", setup: "CREATE TABLE many (a int, b int, KEY ix (a))", run: "ALTER TABLE many ADD COLUMN c int DEFAULT 3, DROP COLUMN b, DROP INDEX ix, ADD INDEX (c), COMMENT 'x'"},
		{name: "alter that changes nothing", setup: "CREATE TABLE calm (a int)", run: "ALTER TABLE calm ENGINE = InnoDB"},
		{name: "alter by set statement", setup: "CREATE TABLE few (a int)", run: "SET STATEMENT max_statement_time = 60 FOR ALTER TABLE few ADD b int"},
		{name: "swap of columns", setup: "CREATE TABLE cols (a int, b int); INSERT INTO cols VALUES (1, 2)", run: "ALTER TABLE cols RENAME COLUMN a TO b, RENAME COLUMN b TO a"},
		{name: "exchange partition", setup: "CREATE TABLE part (a int) PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (10)); INSERT INTO part VALUES (1); CREATE TABLE single (a int); INSERT INTO single VALUES (2)",
			run: "ALTER TABLE part EXCHANGE PARTITION p0 WITH TABLE single"},
		{name: "create index", setup: "CREATE TABLE ix (a int)", run: "CREATE INDEX ix_a ON ix (a)"},
		{name: "drop index", setup: "CREATE TABLE ix1 (a int, KEY ix_a (a))", run: "DROP INDEX ix_a ON ix1"},
		{name: "create view", setup: "CREATE TABLE seen (a int)", run: "CREATE VIEW view1 AS SELECT a FROM seen"},
		{name: "drop view without its table", setup: "CREATE TABLE seen2 (a int); CREATE VIEW view2 AS SELECT a FROM seen2; DROP TABLE seen2", run: "DROP VIEW view2"},
		{name: "create or replace view", setup: "CREATE VIEW view3 AS SELECT 1 AS a", run: "CREATE OR REPLACE VIEW view3 AS SELECT 2 AS a"},
		{name: "create trigger", setup: "CREATE TABLE watched (a int)", run: "CREATE TRIGGER tr BEFORE INSERT ON watched FOR EACH ROW SET NEW.a = 1"},
		{name: "create function", run: "CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1"},
		{name: "create event", run: "CREATE EVENT ev ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO DELETE FROM counter WHERE ups < 0"},
		{name: "create sequence", run: "CREATE SEQUENCE seq"},
		{name: "truncate", setup: "CREATE TABLE full (a int); INSERT INTO full VALUES (1)", run: "TRUNCATE TABLE full"},
		{name: "insert", setup: "CREATE TABLE rows1 (a int)", run: "INSERT INTO rows1 VALUES (1)"},
		{name: "insert select", setup: "CREATE TABLE rows2 (a int); INSERT INTO rows2 VALUES (1)", run: "INSERT INTO rows2 SELECT a + 1 FROM rows2"},
		{name: "replace", setup: "CREATE TABLE rows3 (a int)", run: "REPLACE INTO rows3 VALUES (1)"},
		{name: "update of two tables", setup: "CREATE TABLE rows4 (a int); CREATE TABLE rows5 (a int); INSERT INTO rows4 VALUES (1); INSERT INTO rows5 VALUES (1)", run: "UPDATE rows4, rows5 SET rows4.a = rows4.a + 1, rows5.a = rows5.a + 1"},
		{name: "between lock tables", setup: "CREATE TABLE rows6 (a int)", cut: "INSERT INTO rows6", run: "LOCK TABLES rows6 WRITE; /*!40000 ALTER TABLE rows6 DISABLE KEYS */; INSERT INTO rows6 VALUES (1); /*!40000 ALTER TABLE rows6 ENABLE KEYS */; UNLOCK TABLES"},
		{name: "with autocommit off", setup: "CREATE TABLE rows7 (a int)", cut: "CREATE TABLE made7", run: "SET autocommit = 0; INSERT INTO rows7 VALUES (1); CREATE TABLE made7 (a int); INSERT INTO rows7 VALUES (2); COMMIT; SET autocommit = 1"},
		{name: "call that changes rows", setup: "CREATE TABLE rows8 (a int); CREATE PROCEDURE p8() INSERT INTO rows8 VALUES (1)", run: "CALL p8()"},
		{name: "call that defines", setup: "CREATE PROCEDURE p9() CREATE TABLE made9 (a int)", run: "CALL p9()"},
		{name: "call with a result", setup: "CREATE TABLE rows10 (a int); CREATE PROCEDURE p10(OUT n int) BEGIN INSERT INTO rows10 VALUES (1); SET n = 7; END",
			cut: "CREATE TABLE made10", run: "CALL p10(@n); CREATE TABLE made10 (a int); INSERT INTO rows10 VALUES (@n)"},
		{name: "prepared", setup: "CREATE TABLE prep (a int)", cut: "EXECUTE", run: "SET @s = (SELECT IF(COUNT(*) = 0, 'ALTER TABLE prep ADD b int', 'DO 0') FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'prep' AND COLUMN_NAME = 'b');" +
			" PREPARE s FROM @s; EXECUTE s; DEALLOCATE PREPARE s"},
		{name: "last insert id", setup: "CREATE TABLE auto (id int AUTO_INCREMENT PRIMARY KEY); CREATE TABLE refers (id int)", cut: "CREATE TABLE made11",
			run: "INSERT INTO auto VALUES (NULL); SET @id = LAST_INSERT_ID(), @text = 'it''s \\\\ \"x\"', @d = 1.50, @f = 2e0, @b = x'00ff'; CREATE TABLE made11 (a int);" +
				" INSERT INTO refers SELECT @id - id FROM auto UNION ALL SELECT LAST_INSERT_ID() - id FROM auto; DROP TABLE auto; CREATE TABLE values11 AS SELECT @text AS t, @d AS d, @f + 1 AS f, HEX(@b) AS b"},
		{name: "settings", setup: "CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int, CONSTRAINT fk FOREIGN KEY (id) REFERENCES parent (id))", cut: "CREATE TABLE made12",
			run: "SET @OLD_FOREIGN_KEY_CHECKS = @@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS = 0; CREATE TABLE made12 (a int); INSERT INTO child VALUES (1); SET FOREIGN_KEY_CHECKS = @OLD_FOREIGN_KEY_CHECKS"},
		{name: "block", cut: "BEGIN INSERT", setup: "CREATE TABLE rows13 (a int)", run: "BEGIN NOT ATOMIC INSERT INTO rows13 VALUES (1); INSERT INTO rows13 VALUES (2); END"},
		{name: "dump of a trigger", setup: "CREATE TABLE watched2 (a int)", cut: "/*!50003", run: "/*!50003 CREATE*/ /*!50003 TRIGGER tr2 BEFORE INSERT ON watched2 FOR EACH ROW SET NEW.a = 1 */"},
		{name: "another database", cut: "CREATE TABLE made14", run: "USE information_schema; USE `${DATABASE}`; CREATE TABLE made14 (a int); USE information_schema"},
		{name: "insert without transactions", setup: "CREATE TABLE rows15 (a int) ENGINE = MyISAM", run: "INSERT IGNORE rows15 VALUES (1)", asks: "before"},
		{name: "update without transactions", setup: "CREATE TABLE rows16 (a int) ENGINE = MyISAM; INSERT INTO rows16 VALUES (1), (2)", run: "UPDATE rows15 AS r, rows16 SET r.a = r.a + 1, rows16.a = rows16.a * 10", asks: "before"},
		{name: "create user at a host", cut: "CREATE USER", run: "CREATE USER 'u1${DATABASE}'@'localhost' IDENTIFIED BY 'x'; DROP USER IF EXISTS 'u1${DATABASE}'@'localhost'"},
		{name: "create user unless it is there", cut: "CREATE USER", run: "CREATE USER IF NOT EXISTS 'u2${DATABASE}'@'%' IDENTIFIED BY 'x'; DROP USER 'u2${DATABASE}'@'%'"},
		{name: "drop user", cut: "DROP USER", run: "CREATE USER IF NOT EXISTS 'u3${DATABASE}'@'%'; DROP USER 'u3${DATABASE}'@'%'"},
		{name: "revoke", cut: "REVOKE", run: "CREATE USER IF NOT EXISTS 'u4${DATABASE}'@'%'; GRANT SELECT ON `${DATABASE}`.counter TO 'u4${DATABASE}'@'%';" +
			" REVOKE SELECT ON `${DATABASE}`.counter FROM 'u4${DATABASE}'@'%'; DROP USER IF EXISTS 'u4${DATABASE}'@'%'"},
		{name: "rename user", cut: "RENAME USER", run: "CREATE USER IF NOT EXISTS u5${DATABASE}; RENAME USER u5${DATABASE} TO u6${DATABASE}; DROP USER IF EXISTS u6${DATABASE}"},
		{name: "drop views", setup: "CREATE VIEW view16 AS SELECT 1 AS a; CREATE VIEW view17 AS SELECT 1 AS a", run: "DROP VIEW view16, view17"},
		{name: "alter view", setup: "CREATE VIEW view18 AS SELECT 1 AS a", run: "ALTER VIEW view18 AS SELECT 2 AS a"},
		{name: "alter sequence", setup: "CREATE SEQUENCE seq19", run: "ALTER SEQUENCE seq19 INCREMENT BY 5"},
		{name: "drop sequence", setup: "CREATE SEQUENCE seq20", run: "DROP SEQUENCE seq20"},
		{name: "drop trigger", setup: "CREATE TABLE watched21 (a int); CREATE TRIGGER tr21 BEFORE INSERT ON watched21 FOR EACH ROW SET NEW.a = 1", run: "DROP TRIGGER tr21"},
		{name: "drop routine", setup: "CREATE FUNCTION f22() RETURNS int DETERMINISTIC RETURN 1", run: "DROP FUNCTION f22"},
		{name: "alter event", setup: "CREATE EVENT ev23 ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO DELETE FROM counter WHERE ups < 0", run: "ALTER EVENT ev23 RENAME TO ev24"},
		{name: "drop event", setup: "CREATE EVENT ev25 ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO DELETE FROM counter WHERE ups < 0", run: "DROP EVENT ev25"},
		{name: "keys", setup: "CREATE TABLE keys26 (a int, b int, UNIQUE uq (b))", cut: "ALTER TABLE keys26", run: "ALTER TABLE keys26 ADD PRIMARY KEY (a), DROP KEY uq, ADD CONSTRAINT ck CHECK (b > 0)"},
		{name: "the same column anew", setup: "CREATE TABLE anew27 (a int, b int); INSERT INTO anew27 VALUES (1, 2)", run: "ALTER TABLE anew27 DROP COLUMN b, ADD COLUMN b int"},
		{name: "partitions", setup: "CREATE TABLE part28 (a int) PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20)); INSERT INTO part28 VALUES (1), (11)",
			run: "ALTER TABLE part28 DROP PARTITION p0"},
		{name: "truncate partition", setup: "CREATE TABLE part29 (a int) PARTITION BY HASH (a) PARTITIONS 2; INSERT INTO part29 VALUES (1), (2)", run: "ALTER TABLE part29 TRUNCATE PARTITION p0"},
		{name: "convert", setup: "CREATE TABLE conv30 (a varchar(9)) CHARACTER SET latin1; INSERT INTO conv30 VALUES ('é')", run: "ALTER TABLE conv30 CONVERT TO CHARACTER SET utf8mb4"},
		{name: "auto_increment", setup: "CREATE TABLE auto31 (a int AUTO_INCREMENT PRIMARY KEY)", run: "ALTER TABLE auto31 AUTO_INCREMENT = 100"},
		{name: "create table if not exists as select", setup: "CREATE TABLE src32 (a int); INSERT INTO src32 VALUES (1)", run: "CREATE TABLE IF NOT EXISTS made32 AS SELECT a FROM src32"},
		{name: "update on duplicate", setup: "CREATE TABLE rows33 (a int PRIMARY KEY, n int); INSERT INTO rows33 VALUES (1, 1)", run: "INSERT INTO rows33 VALUES (1, 1) ON DUPLICATE KEY UPDATE n = n + 1"},
		{name: "delete", setup: "CREATE TABLE rows34 (a int); INSERT INTO rows34 VALUES (1), (2)", run: "DELETE FROM rows34 ORDER BY a LIMIT 1"},
		{name: "block that defines", cut: "BEGIN CREATE", run: "BEGIN NOT ATOMIC CREATE TABLE made35 (a int); INSERT INTO made35 VALUES (1); END"},
		{name: "into another database", setup: "CREATE TABLE moved36 (a int)", cut: "ALTER TABLE moved36", run: "ALTER TABLE moved36 RENAME `${DATABASE}`.moved37"},
		{name: "create index of a foreign key's name", setup: "CREATE TABLE parent37 (id int PRIMARY KEY); CREATE TABLE child37 (a int, b int, CONSTRAINT fk37 FOREIGN KEY (a) REFERENCES parent37 (id))",
			cut: "CREATE INDEX fk37", run: "CREATE INDEX fk37 ON child37 (a); CREATE INDEX wide37 ON child37 (a, b)"},
		{name: "create index on a table with a foreign key", setup: "CREATE TABLE child38 (a int, b int, CONSTRAINT fk38 FOREIGN KEY (a) REFERENCES parent37 (id))", run: "CREATE INDEX ix38 ON child38 (b)"},
		{name: "add index without a name", setup: "CREATE TABLE child39 (a int, b int, FOREIGN KEY (a) REFERENCES parent37 (id))", cut: "ALTER TABLE child39",
			run: "ALTER TABLE child39 ADD KEY (a); ALTER TABLE child39 ADD KEY wide39 (a, b)"},
		{name: "add index of a foreign key's name", setup: "CREATE TABLE child40 (a int, b int, CONSTRAINT fk40 FOREIGN KEY (a) REFERENCES parent37 (id))", cut: "ALTER TABLE child40",
			run: "ALTER TABLE child40 ADD INDEX IF NOT EXISTS fk40 (a), ADD INDEX FK40 (a ASC) USING BTREE; ALTER TABLE child40 ADD KEY wide40 (a, b)"},
		{name: "create role", run: "CREATE ROLE IF NOT EXISTS limbeck_doubt; DROP ROLE limbeck_doubt", cut: "DROP ROLE"},
		{name: "grant", cut: "GRANT", run: "CREATE USER IF NOT EXISTS limbeck_doubt; GRANT SELECT ON `${DATABASE}`.counter TO limbeck_doubt; DROP USER IF EXISTS limbeck_doubt"},
	},
	"postgres": {
		{name: "create table", run: "CREATE TABLE made (a int)"},
		{name: "insert", run: "INSERT INTO counter (ups) VALUES (1)"},
		{name: "do", cut: "DO", run: "DO $$ BEGIN INSERT INTO counter (ups) VALUES (1); END $$"},
		{name: "create index concurrently", setup: "CREATE TABLE ix (a int)", run: "-- migrate:up transaction=off\nCREATE INDEX CONCURRENTLY ix_a ON ix (a)"},
		{name: "drop index concurrently", setup: "CREATE TABLE ix1 (a int); CREATE INDEX ix1_a ON ix1 (a)", run: "-- migrate:up transaction=off\nDROP INDEX CONCURRENTLY ix1_a"},
		{name: "add value", setup: "CREATE TYPE mood AS ENUM ('a')", run: "-- migrate:up transaction=off\nALTER TYPE mood ADD VALUE 'b'"},
		{name: "create index concurrently without a name", setup: "CREATE TABLE ix2 (a int)", run: "-- migrate:up transaction=off\nCREATE INDEX CONCURRENTLY ON ix2 (a)"},
		{name: "reindex concurrently", setup: "CREATE TABLE ix3 (a int PRIMARY KEY)", run: "-- migrate:up transaction=off\nREINDEX TABLE CONCURRENTLY ix3"},
		{name: "detach partition", setup: "CREATE TABLE parts (a int) PARTITION BY RANGE (a); CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (1) TO (2)",
			run: "-- migrate:up transaction=off\nALTER TABLE parts DETACH PARTITION parts1 CONCURRENTLY"},
		{name: "vacuum", run: "-- migrate:up transaction=off\nVACUUM counter"},
		{name: "data outside of a transaction", run: "-- migrate:up transaction=off\nINSERT INTO counter (ups) VALUES (1)"},
		{name: "search path", setup: "CREATE SCHEMA other", cut: "CREATE TABLE made1", run: "SET search_path = other; CREATE TABLE made1 (a int); SELECT pg_catalog.set_config('search_path', '', false)"},
		{name: "search path outside of a transaction", setup: "CREATE SCHEMA other2", cut: "CREATE TABLE made2", run: "-- migrate:up transaction=off\nSET search_path = other2; CREATE TABLE made2 (a int); INSERT INTO made2 VALUES (1)"},
		{name: "call that commits", setup: "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO counter (ups) VALUES (1); COMMIT; INSERT INTO counter (ups) VALUES (2); END $$",
			run: "-- migrate:up transaction=off\nCALL p()", asks: "always"},
	},
}

// interruptedID names the n-th revision of such a history.
func interruptedID(n int) string { return fmt.Sprintf("d%011d", n) }

// interruptedProject writes the history, a revision for each statement; without those
// that a user is asked about where they must not be.
func interruptedProject(t *testing.T, db database, asking bool) *project {
	t.Helper()
	p := &project{t, t.TempDir(), db.url}
	p.write("migrations.toml", "[databases.main]\nurl = \"${DATABASE_URL}\"\n")
	var setup strings.Builder
	for n, c := range interruptions[db.dialect] {
		if c.setup != "" {
			setup.WriteString(c.setup + ";\n")
		}
		up := c.run + ";\n"
		if c.asks != "" && !asking {
			up = ""
		}
		if mark := "-- migrate:up transaction=off\n"; strings.HasPrefix(up, mark) {
			up = mark + "UPDATE counter SET ups = ups + 1;\n" + strings.TrimPrefix(up, mark)
		} else {
			up = "-- migrate:up\nUPDATE counter SET ups = ups + 1;\n" + up
		}
		text := fmt.Sprintf("-- revision: %s\n-- down_revision: %s\n%sUPDATE ${TABLE} SET ups = ups * 2 %% 1000003;\n-- migrate:down\n", interruptedID(n+1), interruptedID(n), up)
		table := map[string]string{"mysql": "`${DATABASE}`.counter", "postgres": "public.counter"}[db.dialect]
		p.write(fmt.Sprintf("versions/%03d.sql", n+1), strings.NewReplacer("${TABLE}", strings.ReplaceAll(table, "${DATABASE}", db.name()), "${DATABASE}", db.name()).Replace(text))
	}
	p.write("versions/000.sql", "-- revision: "+interruptedID(0)+"\n-- migrate:up\nCREATE TABLE counter (ups bigint);\nINSERT INTO counter VALUES (0);\n"+setup.String()+"-- migrate:down\n")
	return p
}

// wholeState is a database's schema and rows.
func (db database) wholeState(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(mustDump(t, db))
	list := map[string]string{
		"mysql":    "SELECT CONCAT('`', REPLACE(TABLE_NAME, '`', '``'), '`') FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1",
		"postgres": "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
		"sqlite":   "SELECT '\"' || name || '\"' FROM sqlite_master WHERE type = 'table' ORDER BY 1",
	}[db.dialect]
	tables, err := db.query(list)
	if err != nil {
		t.Fatal(err)
	}
	for table := range strings.Lines(tables) {
		table = strings.TrimSpace(table)
		if strings.Contains(table, "migrate_journal") {
			continue
		}
		rows, err := db.query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(rows, "\n")
		slices.Sort(lines)
		fmt.Fprintf(&b, "\n%s%s\n", table, strings.Join(lines, "\n"))
	}
	return strings.ReplaceAll(b.String(), db.name(), "DATABASE")
}

// TestInDoubt cuts the connection at a statement of each kind, once before the
// server has it and once after it has carried it out, and runs the same command
// again: it must find out which it was.
func TestInDoubt(t *testing.T) {
	for _, dialect := range []string{"mysql", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			run := func(cut, answered bool) string {
				db := testDatabase(t, dialect)
				p := interruptedProject(t, db, true)
				p.migrate(0, "upgrade", interruptedID(0))
				for n, c := range interruptions[dialect] {
					if cut {
						text := c.cut
						if text == "" {
							text = c.run[strings.Index(c.run, "\n")+1:]
						}
						px, address := startProxy(t, db, &proxy{text: text, answered: answered})
						p.url = address
						code, output := p.ended(time.Minute, "upgrade", interruptedID(n+1))
						px.close()
						if p.url = db.url; code != 1 {
							t.Errorf("%s: the connection was not cut: exit code %d\n%s", c.name, code, output)
							continue
						}
						if c.asks == "always" || c.asks == map[bool]string{true: "after", false: "before"}[answered] {
							_, output := p.migrate(4, "upgrade", interruptedID(n+1))
							if !strings.Contains(output, "migrate resolve") {
								t.Errorf("%s: %s", c.name, output)
							}
							p.migrate(0, "resolve", interruptedID(n+1), map[bool]string{true: "--applied", false: "--not-applied"}[answered])
						}
					}
					if code, output := p.ended(time.Minute, "upgrade", interruptedID(n+1)); code != 0 {
						t.Fatalf("%s, answered %v: exit code %d\n%s", c.name, answered, code, output)
					}
				}
				return db.wholeState(t)
			}
			want := run(false, false)
			for _, answered := range []bool{false, true} {
				if got := run(true, answered); got != want {
					t.Errorf("answered %v:\n%s", answered, difference(want, got))
				}
			}
		})
	}
}

// doubtful is a database with what a revision needs, and a project with the one.
func doubtful(t *testing.T, setup, up string) (database, *project) {
	t.Helper()
	return prepared(t, "mysql", setup, "1.sql", "-- revision: aaa1\n-- migrate:up\n"+up+"\n-- migrate:down\n")
}

// prepared is a database after some SQL, and a project of it with one revision file.
func prepared(t *testing.T, dialect, setup, file, revision string) (database, *project) {
	t.Helper()
	db := testDatabase(t, dialect)
	if _, err := db.query(setup); err != nil {
		t.Fatal(err)
	}
	p := &project{t, t.TempDir(), db.url}
	p.write("migrations.toml", "[databases.main]\nurl = \"${DATABASE_URL}\"\n")
	p.write("versions/"+file, revision)
	return db, p
}

// cutAt runs a command whose connection is cut at a statement.
func (p *project) cutAt(db database, statement string, answered bool, args ...string) {
	p.t.Helper()
	px, address := startProxy(p.t, db, &proxy{text: statement, answered: answered})
	url := p.url
	p.url = address
	p.migrate(1, args...)
	px.close()
	p.url = url
}

// TestHalfDropped cuts the connection where MariaDB has dropped one table of two.
func TestHalfDropped(t *testing.T) {
	for _, gone := range []string{"", "DROP TABLE a", "DROP TABLE b", "DROP TABLE a, b"} {
		db, p := doubtful(t, "CREATE TABLE a (n int); CREATE TABLE b (n int)", "DROP TABLE a, b;\nCREATE TABLE c (n int);")
		p.cutAt(db, "DROP TABLE a, b", false, "upgrade", "head")
		if _, err := db.query(gone); gone != "" && err != nil {
			t.Fatal(err)
		}
		p.migrate(0, "upgrade", "head")
		if tables, err := db.query("SHOW TABLES LIKE '_'"); err != nil || strings.TrimSpace(tables) != "c" {
			t.Errorf("%q: left are %s (%v), want c", gone, tables, err)
		}
	}
}

// TestUntold cuts the connection of a user who may not see InnoDB's catalogs at the
// one statement that only these tell of.
func TestUntold(t *testing.T) {
	const setup = "CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (a int, b int, FOREIGN KEY (a) REFERENCES parent (id))"
	for _, c := range []struct {
		up   string
		code int
	}{{"CREATE INDEX a ON child (a);", 4}, {"ALTER TABLE child ADD KEY (a);", 4}, {"CREATE INDEX ix ON child (b);", 0}} {
		db, p := doubtful(t, setup, c.up)
		user := "u" + db.name()
		if _, err := db.query(fmt.Sprintf("CREATE USER '%[1]s'@'%%' IDENTIFIED BY 'x'; GRANT ALL ON `%[2]s`.* TO '%[1]s'@'%%'", user, db.name())); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _, _ = db.query("DROP USER '" + user + "'@'%'") })
		limited, err := url.Parse(db.url)
		if err != nil {
			t.Fatal(err)
		}
		limited.User = url.UserPassword(user, "x")
		db.url, p.url = limited.String(), limited.String()
		p.cutAt(db, strings.TrimSuffix(c.up, ";"), true, "upgrade", "head")
		p.migrate(c.code, "upgrade", "head")
		if c.code != 0 {
			p.migrate(0, "resolve", "aaa1", "--applied")
			p.migrate(0, "upgrade", "head")
		}
	}
}

// TestKeptRows fails after rows were written that no transaction takes back, where the
// name alone doesn't tell so: behind a view of a view or a trigger, and in another database. The
// next run doesn't write them again.
func TestKeptRows(t *testing.T) {
	other := testDatabase(t, "mysql")
	if _, err := other.query("CREATE TABLE k (n int) ENGINE=MyISAM"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ setup, up, count string }{
		{"CREATE TABLE n (n int) ENGINE=MyISAM; CREATE VIEW m AS SELECT n FROM n; CREATE VIEW `v``w` AS SELECT x.n FROM m AS x",
			"INSERT INTO `v``w` VALUES (1);", "SELECT count(*) FROM n"},
		{"CREATE TABLE n (n int) ENGINE=MyISAM; CREATE TABLE m (n int); CREATE PROCEDURE log_it(i int) INSERT INTO n VALUES (i); CREATE TRIGGER tr AFTER INSERT ON m FOR EACH ROW CALL log_it(NEW.n)",
			"INSERT INTO m VALUES (1);", "SELECT count(*) FROM n"},
		{"CREATE TABLE k (n int)", "INSERT INTO k VALUES (1);\nUSE `" + other.name() + "`;\nINSERT INTO k VALUES (1);", "SELECT count(*) FROM `" + other.name() + "`.k"},
	} {
		db, p := doubtful(t, c.setup, c.up+"\nINSERT INTO nowhere VALUES (1);")
		p.migrate(1, "upgrade", "head")
		p.migrate(1, "upgrade", "head")
		if n, err := db.query(c.count); err != nil || strings.TrimSpace(n) != "1" {
			t.Errorf("%s: %s rows (%v), want 1", c.up, n, err)
		}
	}
}
