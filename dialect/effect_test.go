package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/dialect/sqlite"
)

var kinds = map[dialect.EffectKind]string{dialect.Unknown: "unknown", dialect.Data: "data", dialect.Definition: "definition",
	dialect.Repeatable: "repeatable", dialect.Session: "session", dialect.Variable: "variable", dialect.Begin: "begin", dialect.Commit: "commit", dialect.Rollback: "rollback"}

// describe writes an effect as the test's table does: "definition alone create table:s.t".
func describe(e dialect.Effect) string {
	words := []string{kinds[e.Kind]}
	if e.Alone {
		words = append(words, "alone")
	}
	if e.Kind == dialect.Definition || e.Verb == dialect.Swap {
		words = append(words, e.Verb)
	}
	for _, o := range e.Objects {
		text := fmt.Sprintf("%s:%s", o.Kind, o.Name)
		if o.Table != "" {
			text += "@" + o.Table
		}
		words = append(words, text)
	}
	return strings.Join(words, " ")
}

func TestEffect(t *testing.T) {
	for _, c := range []struct {
		d         dialect.Dialect
		sql, want string
	}{
		{mysql.New(), "INSERT INTO t VALUES (1)", "data table:t"},
		{mysql.New(), "-- note\nUPDATE t SET a = 'DROP TABLE x'", "data table:t"},
		{mysql.New(), "WITH x AS (SELECT 1) DELETE FROM t", "data table:t"},
		{mysql.New(), "INSERT LOW_PRIORITY IGNORE d.t SELECT * FROM u", "data table:d.t"},
		{mysql.New(), "UPDATE a AS x, `b` SET x.c = 1", "data table:a table:b"},
		{mysql.New(), "DELETE QUICK t FROM t JOIN u USING (id) WHERE 1", "data table:t table:t table:u"},
		{mysql.New(), "LOAD DATA INFILE 'x' INTO TABLE t", "data table:t"},
		{mysql.New(), "SELECT a FROM t", "data"},
		{mysql.New(), "SET FOREIGN_KEY_CHECKS = 0", "session"},
		{mysql.New(), "SET PASSWORD FOR a = 'x'", "unknown alone"},
		{mysql.New(), "START TRANSACTION", "begin"},
		{mysql.New(), "COMMIT", "commit"},
		{mysql.New(), "BEGIN NOT ATOMIC SELECT 1; END", "unknown alone"},
		{mysql.New(), "CALL p()", "unknown alone"},
		{mysql.New(), "", "unknown alone"},
		{mysql.New(), "CREATE TABLE t (a int)", "definition alone create table:t"},
		{mysql.New(), "CREATE OR REPLACE TABLE IF NOT EXISTS `d`.`t;x` (a int)", "repeatable alone table:d.t;x"},
		{mysql.New(), "CREATE TEMPORARY TABLE t (a int)", "session temporary table:t"},
		{mysql.New(), "DROP TEMPORARY TABLE t", "session temporary table:t"},
		{mysql.New(), "SET @a = 1, @`b c` = (SELECT MAX(x), 2), @d := @@sql_mode", "variable"},
		{mysql.New(), "SET @old = @@foreign_key_checks, foreign_key_checks = 0", "session"},
		{mysql.New(), "SET autocommit = 0", "begin"},
		{mysql.New(), "SET @@session.autocommit := 0", "begin"},
		{mysql.New(), "SET SESSION AUTOCOMMIT=ON", "commit"},
		{mysql.New(), "LOCK TABLES `t` WRITE", "begin"},
		{mysql.New(), "/*!40000 ALTER TABLE `t` DISABLE KEYS */", "definition alone alter table:t"},
		{mysql.New(), "UNLOCK TABLES", "commit"},
		{mysql.New(), "SET STATEMENT max_statement_time = 9 FOR ALTER TABLE t ADD a int", "definition alone alter table:t"},
		{mysql.New(), "SET STATEMENT lock_wait_timeout = 9 FOR UPDATE t SET a = 1", "data table:t"},
		{mysql.New(), "PREPARE s FROM @text", "session"},
		{mysql.New(), "EXECUTE s", "unknown alone"},
		{mysql.New(), "DEALLOCATE PREPARE s", "session"},
		{mysql.New(), "DO SLEEP(0)", "data"},
		{mysql.New(), "(SELECT 1) UNION (SELECT 2)", "data"},
		{mysql.New(), "ANALYZE TABLE t", "repeatable alone"},
		{mysql.New(), "ANALYZE UPDATE t SET a = 1", "data"},
		{mysql.New(), "ROLLBACK", "rollback"},
		{mysql.New(), "ROLLBACK WORK TO SAVEPOINT s", "data"},
		{mysql.New(), "SAVEPOINT s", "data"},
		{mysql.New(), "XA START 'a'", "rollback"},
		{mysql.New(), "CREATE OR REPLACE VIEW v AS SELECT 1", "repeatable alone view:v"},
		{mysql.New(), "CREATE USER IF NOT EXISTS a", "repeatable alone user:a"},
		{mysql.New(), "DROP PROCEDURE IF EXISTS p", "repeatable alone procedure:p"},
		{mysql.New(), "CREATE PROCEDURE p() BEGIN CREATE TABLE IF NOT EXISTS t (a int); END", "definition alone create procedure:p"},
		{mysql.New(), "RENAME TABLE a TO x, b TO a, x TO d.b", "definition alone swap identity:a identity:b identity:x"},
		{mysql.New(), "ALTER TABLE p EXCHANGE PARTITION p0 WITH TABLE t", "definition alone swap identity:p"},
		{mysql.New(), "ALTER TABLE t DISCARD TABLESPACE", "unknown alone"},
		{mysql.New(), "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1 */", "definition alone create trigger:tr"},
		{mysql.New(), "CREATE UNIQUE INDEX i ON t (a)", "definition alone create index:i@t identity:i@t"},
		{mysql.New(), "ALTER TABLE s.t ADD a int, ADD INDEX IF NOT EXISTS `k` (a), ADD UNIQUE KEY (a), ADD KEY USING BTREE (a)", "definition alone alter table:s.t identity:s.k@t identity:s.@t"},
		{mysql.New(), "DROP INDEX i ON s.t", "definition alone drop index:s.i@t"},
		{mysql.New(), "ALTER TABLE t ADD INDEX (a)", "definition alone alter table:t identity:@t"},
		{mysql.New(), "ALTER IGNORE TABLE t ADD b int", "definition alone alter table:t"},
		{mysql.New(), "DROP TABLE IF EXISTS a, b.c CASCADE", "repeatable alone table:a table:b.c"},
		{mysql.New(), "DROP TABLE a, b.c CASCADE", "definition alone drop table:a table:b.c"},
		{mysql.New(), "RENAME TABLE a TO b, c TO d", "definition alone rename table:a table:c"},
		{mysql.New(), "CREATE DEFINER=`me`@`%` SQL SECURITY INVOKER VIEW v AS SELECT 1", "definition alone create view:v"},
		{mysql.New(), "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1", "definition alone create trigger:tr"},
		{mysql.New(), "/*!50003 CREATE FUNCTION f() RETURNS int RETURN 1 */", "definition alone create function:f"},
		{mysql.New(), "CREATE USER 'a'@'b'", "unknown alone"},
		{mysql.New(), "TRUNCATE t", "repeatable alone"},
		{postgres.New(), "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON s.t (a)", "definition alone create index:s.i@t"},
		{postgres.New(), "create unique index concurrently \"I\" on only t (a)", "definition alone create index:I@t"},
		{postgres.New(), "DROP INDEX CONCURRENTLY s.i", "definition alone drop index:s.i"},
		{postgres.New(), "CREATE INDEX i ON t (a)", "definition create index:i@t"},
		{postgres.New(), "ALTER TYPE mood ADD VALUE 'x'", "definition alone alter type:mood"},
		{postgres.New(), "ALTER TABLE p DETACH PARTITION q CONCURRENTLY", "definition alone alter table:p"},
		{postgres.New(), "VACUUM t", "repeatable alone"},
		{postgres.New(), "ABORT", "rollback"},
		{postgres.New(), "ROLLBACK TO s", "data"},
		{postgres.New(), "/* a */ DO $$ BEGIN COMMIT; END $$", "unknown alone"},
		{postgres.New(), "SET search_path = x", "session"},
		{sqlite.New(), "ROLLBACK TRANSACTION", "rollback"},
		{sqlite.New(), "ROLLBACK TRANSACTION TO SAVEPOINT s", "data"},
		{sqlite.New(), "VACUUM", "repeatable alone"},
		{sqlite.New(), "PRAGMA journal_mode = wal", "session alone"},
		{sqlite.New(), "CREATE TABLE t (a)", "definition create table:t"},
	} {
		if got := describe(c.d.Effect(c.sql)); got != c.want {
			t.Errorf("%s: %s: %s, want %s", c.d.Name(), c.sql, got, c.want)
		}
	}
}
