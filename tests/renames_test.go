package tests

import (
	"strings"
	"testing"
)

// renameCase is a schema before and after renames that were asked for. @{NAME} is
// the name that the server gives by itself to a constraint or index: only
// PostgreSQL's are made from other names.
type renameCase struct {
	name     string
	dialects []string // all when empty
	since    int      // the first version of PostgreSQL that knows what it says
	from, to string
	rows     string
	check    string // a query for after the upgrade
	result   string
	rename   []string
	expect   []string            // the changes to find
	also     map[string][]string // and those that only one dialect has
}

// serials are the columns that number their rows, by dialect.
var serials = map[string]string{"postgres": "serial PRIMARY KEY", "mysql": "int AUTO_INCREMENT PRIMARY KEY", "sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT"}

// renameCases are renames together with whatever else can happen to the same table.
var renameCases = []renameCase{
	{
		name: "table",
		from: "CREATE TABLE people (id int PRIMARY KEY, name varchar(20) NOT NULL)",
		to:   "CREATE TABLE members (id int PRIMARY KEY, name varchar(20) NOT NULL)",
		rows: "INSERT INTO people VALUES (1, 'ann')", check: "SELECT name FROM members", result: "ann",
		rename: []string{"people=members"}, expect: []string{"rename_table people->members"},
		also: map[string][]string{"postgres": {"rename_constraint people_pkey->members_pkey"}},
	},
	{
		name: "table with numbered rows",
		from: "CREATE TABLE people (id {serial}, name varchar(20))",
		to:   "CREATE TABLE members (id {serial}, name varchar(20))",
		rows: "INSERT INTO people (name) VALUES ('ann')", check: "INSERT INTO members (name) VALUES ('bob'); SELECT max(id) FROM members", result: "2",
		rename: []string{"people=members"}, expect: []string{"rename_table people->members"},
		also: map[string][]string{"postgres": {"rename_constraint people_pkey->members_pkey"}},
	},
	{
		name: "table and column, and a column more",
		from: "CREATE TABLE people (id {serial}, name varchar(20) NOT NULL)",
		to:   "CREATE TABLE members (id {serial}, full_name varchar(20) NOT NULL, age int)",
		rows: "INSERT INTO people (name) VALUES ('ann')", check: "SELECT full_name FROM members", result: "ann",
		rename: []string{"people.name=full_name", "people=members"},
		expect: []string{"rename_table people->members", "rename_column members.name->full_name", "add_column members.age"},
		also:   map[string][]string{"postgres": {"rename_constraint people_pkey->members_pkey"}},
	},
	{
		name: "column and its type",
		from: "CREATE TABLE u (id int PRIMARY KEY, name varchar(20) NOT NULL)",
		to:   "CREATE TABLE u (id int PRIMARY KEY, title varchar(60) NOT NULL)",
		rows: "INSERT INTO u VALUES (1, 'ann')", check: "SELECT title FROM u", result: "ann",
		rename: []string{"u.name=title"}, expect: []string{"rename_column u.name->title", "alter_column u.title type"},
	},
	{
		name: "column that becomes NOT NULL with a default",
		from: "CREATE TABLE u (id int PRIMARY KEY, name varchar(20))",
		to:   "CREATE TABLE u (id int PRIMARY KEY, title varchar(20) DEFAULT 'x' NOT NULL)",
		rows: "INSERT INTO u VALUES (1, 'ann')", check: "SELECT title FROM u", result: "ann",
		rename: []string{"u.name=u.title"}, expect: []string{"rename_column u.name->title", "alter_column u.title nullable", "alter_column u.title default"},
	},
	{
		name: "column of a primary key that a foreign key points to",
		from: "CREATE TABLE p (id int PRIMARY KEY, n int); CREATE TABLE c (id int PRIMARY KEY, p_id int, CONSTRAINT fk_c_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE)",
		to:   "CREATE TABLE p (num int PRIMARY KEY, n int); CREATE TABLE c (id int PRIMARY KEY, p_id int, CONSTRAINT fk_c_p FOREIGN KEY (p_id) REFERENCES p (num) ON DELETE CASCADE)",
		rows: "INSERT INTO p VALUES (7, 1); INSERT INTO c VALUES (1, 7)", check: "SELECT num, p_id FROM p JOIN c ON p.num = c.p_id", result: "7|7",
		rename: []string{"p.id=num"}, expect: []string{"rename_column p.id->num"},
	},
	{
		name: "both ends of a foreign key",
		from: "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, p_id int, CONSTRAINT fk_c_p FOREIGN KEY (p_id) REFERENCES p (id))",
		to:   "CREATE TABLE parents (id int PRIMARY KEY); CREATE TABLE children (id int PRIMARY KEY, parent_id int, CONSTRAINT fk_c_p FOREIGN KEY (parent_id) REFERENCES parents (id))",
		rows: "INSERT INTO p VALUES (7); INSERT INTO c VALUES (1, 7)", check: "SELECT parent_id FROM children", result: "7",
		rename: []string{"c.p_id=parent_id", "c=children", "p=parents"},
		expect: []string{"rename_table p->parents", "rename_table c->children", "rename_column children.p_id->parent_id"},
		also:   map[string][]string{"postgres": {"rename_constraint p_pkey->parents_pkey", "rename_constraint c_pkey->children_pkey"}},
	},
	{
		name: "column in an index, a unique constraint, a check and a generated column",
		from: "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int, g int GENERATED ALWAYS AS (a + 1) STORED, CONSTRAINT ck_t CHECK (a > 0), CONSTRAINT uq_t UNIQUE (a, b)); CREATE INDEX ix_t ON t (b, a)",
		to:   "CREATE TABLE t (id int PRIMARY KEY, z int NOT NULL, b int, g int GENERATED ALWAYS AS (z + 1) STORED, CONSTRAINT ck_t CHECK (z > 0), CONSTRAINT uq_t UNIQUE (z, b)); CREATE INDEX ix_t ON t (b, z)",
		rows: "INSERT INTO t (id, a, b) VALUES (1, 2, 3)", check: "SELECT z, g FROM t", result: "2|3",
		rename: []string{"t.a=z"}, expect: []string{"rename_column t.a->z"},
	},
	{
		name: "column in a check that changes too",
		from: "CREATE TABLE t (id int PRIMARY KEY, a int, CONSTRAINT ck_t CHECK (a > 0))",
		to:   "CREATE TABLE t (id int PRIMARY KEY, z int, CONSTRAINT ck_t CHECK (z > 1))",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT z FROM t", result: "2",
		rename: []string{"t.a=z"}, expect: []string{"rename_column t.a->z", "drop_check t ck_t", "add_check t ck_t"},
	},
	{
		name: "column and the name of its index", dialects: []string{"postgres", "mysql"},
		from: "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX ix_t_a ON t (a)",
		to:   "CREATE TABLE t (id int PRIMARY KEY, z int); CREATE INDEX ix_t_z ON t (z)",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT z FROM t", result: "2",
		rename: []string{"t.a=z"}, expect: []string{"rename_column t.a->z", "rename_index ix_t_a->ix_t_z"},
	},
	{
		name: "column and the name of its index", dialects: []string{"sqlite"},
		from: "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX ix_t_a ON t (a)",
		to:   "CREATE TABLE t (id int PRIMARY KEY, z int); CREATE INDEX ix_t_z ON t (z)",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT z FROM t", result: "2",
		rename: []string{"t.a=z"}, expect: []string{"rename_column t.a->z", "drop_index ix_t_a", "create_index ix_t_z"},
	},
	{
		name: "table and the names of all its parts", dialects: []string{"postgres"},
		from: "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE a (id int PRIMARY KEY, x int UNIQUE, p_id int REFERENCES p (id), CHECK (x > 0), EXCLUDE USING btree (x WITH =)); CREATE INDEX ON a (p_id)",
		to:   "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, x int UNIQUE, p_id int REFERENCES p (id), CHECK (x > 0), EXCLUDE USING btree (x WITH =)); CREATE INDEX ON b (p_id)",
		rows: "INSERT INTO a VALUES (1, 2, NULL)", check: "SELECT x FROM b", result: "2",
		rename: []string{"a=b"},
		expect: []string{"rename_table a->b", "rename_constraint a_pkey->b_pkey", "rename_constraint a_x_key->b_x_key", "rename_constraint a_p_id_fkey->b_p_id_fkey",
			"rename_constraint a_x_check->b_x_check", "rename_constraint a_x_excl->b_x_excl", "rename_index a_p_id_idx->b_p_id_idx"},
	},
	{
		name: "index that takes the name of one that goes", dialects: []string{"postgres", "mysql"},
		from:   "CREATE TABLE t (id int PRIMARY KEY, a int, b int); CREATE INDEX ix_1 ON t (a); CREATE INDEX ix_2 ON t (b)",
		to:     "CREATE TABLE t (id int PRIMARY KEY, a int, b int); CREATE INDEX ix_3 ON t (a)",
		expect: []string{"rename_index ix_1->ix_3", "drop_index ix_2"},
	},
	{
		name: "view and trigger over a renamed column", dialects: []string{"sqlite"},
		from: "CREATE TABLE log (m int); CREATE TABLE t (id INTEGER PRIMARY KEY, a int); CREATE VIEW v AS SELECT id, a FROM t; CREATE TRIGGER tg AFTER UPDATE OF a ON t BEGIN INSERT INTO log VALUES (NEW.a); END",
		to:   "CREATE TABLE log (m int); CREATE TABLE t (id INTEGER PRIMARY KEY, z int); CREATE VIEW v AS SELECT id, z FROM t; CREATE TRIGGER tg AFTER UPDATE OF z ON t BEGIN INSERT INTO log VALUES (NEW.z); END",
		rows: "INSERT INTO t VALUES (1, 2)", check: "UPDATE t SET z = 3; SELECT v.z, log.m FROM v, log", result: "3|3",
		rename: []string{"t.a=z"}, expect: []string{"rename_column t.a->z"},
	},
	{
		name: "view and trigger over a renamed table", dialects: []string{"sqlite"},
		from: "CREATE TABLE log (m int); CREATE TABLE t (id INTEGER PRIMARY KEY, a int); CREATE VIEW v AS SELECT id, t.a FROM t; CREATE TRIGGER tg AFTER UPDATE OF a ON t BEGIN INSERT INTO log SELECT a FROM t; END",
		to:   "CREATE TABLE log (m int); CREATE TABLE u (id INTEGER PRIMARY KEY, a int); CREATE VIEW v AS SELECT id, u.a FROM u; CREATE TRIGGER tg AFTER UPDATE OF a ON u BEGIN INSERT INTO log SELECT a FROM u; END",
		rows: "INSERT INTO t VALUES (1, 2)", check: "UPDATE u SET a = 3; SELECT v.a, log.m FROM v, log", result: "3|3",
		rename: []string{"t=u"}, expect: []string{"rename_table t->u"},
	},
	{
		name: "views and a trigger over a renamed table and column", dialects: []string{"mysql"},
		from: "CREATE TABLE log (m int); CREATE TABLE t (id int PRIMARY KEY, a int); CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT a FROM v; CREATE TRIGGER tg BEFORE UPDATE ON t FOR EACH ROW INSERT INTO log VALUES (NEW.a)",
		to:   "CREATE TABLE log (m int); CREATE TABLE u (id int PRIMARY KEY, z int); CREATE VIEW v AS SELECT id, z FROM u; CREATE VIEW w AS SELECT z FROM v; CREATE TRIGGER tg BEFORE UPDATE ON u FOR EACH ROW INSERT INTO log VALUES (NEW.z)",
		rows: "INSERT INTO t VALUES (1, 2)", check: "UPDATE u SET z = 3; SELECT w.z, log.m FROM w, log", result: "3|3",
		rename: []string{"t=u", "t.a=z"}, expect: []string{"rename_table t->u", "rename_column u.a->z", "alter_view v", "alter_view w", "alter_trigger tg"},
	},
	{
		name: "table that a view reads", dialects: []string{"postgres"},
		from: "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE VIEW v AS SELECT t.id, t.a FROM t; CREATE MATERIALIZED VIEW w AS SELECT v.a FROM v JOIN t ON t.id = v.id",
		to:   "CREATE TABLE u (id int PRIMARY KEY, a int); CREATE VIEW v AS SELECT u.id, u.a FROM u; CREATE MATERIALIZED VIEW w AS SELECT v.a FROM v JOIN u ON u.id = v.id",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT a FROM v", result: "2",
		rename: []string{"t=u"}, expect: []string{"rename_table t->u", "rename_constraint t_pkey->u_pkey"},
	},
	{
		name: "column that views read, views on them, and its type", dialects: []string{"postgres"},
		from: "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT v.id FROM v",
		to:   "CREATE TABLE t (id int PRIMARY KEY, z bigint); CREATE VIEW v AS SELECT id, z FROM t; CREATE VIEW w AS SELECT v.id FROM v",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT z FROM v", result: "2",
		rename: []string{"t.a=z"}, expect: []string{"rename_column t.a->z", "alter_column t.z type", "alter_view v", "alter_view w"},
	},
	{
		name: "trigger, policy and rule on a renamed table and column", dialects: []string{"postgres"},
		from: "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TRIGGER tg BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (new.a > 0) EXECUTE FUNCTION f(); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (a > 0)",
		to:   "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE u (id int PRIMARY KEY, z int); CREATE TRIGGER tg BEFORE UPDATE OF z ON u FOR EACH ROW WHEN (new.z > 0) EXECUTE FUNCTION f(); ALTER TABLE u ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON u USING (z > 0)",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT z FROM u", result: "2",
		rename: []string{"t=u", "u.a=z"}, expect: []string{"rename_table t->u", "rename_column u.a->z", "rename_constraint t_pkey->u_pkey"},
	},
	{
		name: "trigger that changes on a renamed table", dialects: []string{"postgres"},
		from: "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE t (id int, a int); CREATE TRIGGER tg BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
		to:   "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE u (id int, a int); CREATE TRIGGER tg AFTER UPDATE ON u FOR EACH ROW EXECUTE FUNCTION f()",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT a FROM u", result: "2",
		rename: []string{"t=u"}, expect: []string{"rename_table t->u", "alter_trigger tg"},
	},
	{
		name: "partitioned table and its partition", dialects: []string{"postgres"},
		from: "CREATE TABLE t (id int, a int) PARTITION BY RANGE (a); CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (10)",
		to:   "CREATE TABLE u (id int, z int) PARTITION BY RANGE (z); CREATE TABLE t_1 PARTITION OF u FOR VALUES FROM (0) TO (10)",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT z FROM u", result: "2",
		rename: []string{"t=u", "t.a=z"}, expect: []string{"rename_table t->u", "rename_column u.a->z"},
	},
	{
		name: "child by inheritance", dialects: []string{"postgres"},
		from: "CREATE TABLE t (a int); CREATE TABLE k (b int) INHERITS (t)",
		to:   "CREATE TABLE u (z int); CREATE TABLE k (b int) INHERITS (u)",
		rows: "INSERT INTO k VALUES (1, 2)", check: "SELECT z FROM u", result: "1",
		rename: []string{"t=u", "t.a=z"}, expect: []string{"rename_table t->u", "rename_column u.a->z"},
	},
	{
		name: "sequence that a column owns", dialects: []string{"postgres"},
		from: "CREATE SEQUENCE s INCREMENT 5; CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('s'), b int); ALTER SEQUENCE s OWNED BY t.id",
		to:   "CREATE SEQUENCE s INCREMENT 5; CREATE TABLE u (num int PRIMARY KEY DEFAULT nextval('s'), b int); ALTER SEQUENCE s OWNED BY u.num",
		rows: "INSERT INTO t (b) VALUES (1)", check: "SELECT num FROM u", result: "1",
		rename: []string{"t=u", "t.id=num"}, expect: []string{"rename_table t->u", "rename_column u.id->num", "rename_constraint t_pkey->u_pkey"},
	},
	{
		name: "table in another schema", dialects: []string{"postgres"},
		from: "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY, a int); CREATE VIEW v AS SELECT a FROM app.t; CREATE TABLE t (x int)",
		to:   "CREATE SCHEMA app; CREATE TABLE app.u (id int PRIMARY KEY, a int); CREATE VIEW v AS SELECT a FROM app.u; CREATE TABLE t (x int)",
		rows: "INSERT INTO app.t VALUES (1, 2)", check: "SELECT a FROM v", result: "2",
		rename: []string{"app.t=app.u"}, expect: []string{"rename_table app.t->u", "rename_constraint t_pkey->u_pkey"},
	},
	{
		name: "chain of names",
		from: "CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int)",
		to:   "CREATE TABLE t (id int PRIMARY KEY, b int, c int, d int)",
		rows: "INSERT INTO t VALUES (1, 2, 3, 4)", check: "SELECT b, c, d FROM t", result: "2|3|4",
		rename: []string{"t.a=b", "t.b=c", "t.c=d"}, expect: []string{"rename_column t.a->b", "rename_column t.b->c", "rename_column t.c->d"},
	},
	{
		name: "exchange of columns",
		from: "CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(9), c int); CREATE INDEX ix ON t (a, c)",
		to:   "CREATE TABLE t (id int PRIMARY KEY, c int, a varchar(20), b int); CREATE INDEX ix ON t (c, b)",
		rows: "INSERT INTO t VALUES (1, 2, 'x', 4)", check: "SELECT a, b, c FROM t", result: "x|4|2",
		rename: []string{"t.a=c", "t.b=a", "t.c=b"},
		expect: []string{"rename_column t.a->_migrate_a", "rename_column t.b->a", "rename_column t.c->b", "rename_column t._migrate_a->c", "alter_column t.a type"},
	},
	{
		name: "exchange of tables",
		from: "CREATE TABLE a (x int NOT NULL); CREATE TABLE b (y int, z int)",
		to:   "CREATE TABLE a (y int, z int); CREATE TABLE b (x int NOT NULL)",
		rows: "INSERT INTO a VALUES (1); INSERT INTO b VALUES (2, 3)", check: "SELECT x, y, z FROM a, b", result: "1|2|3",
		rename: []string{"a=b", "b=a"},
		expect: []string{"rename_table a->_migrate_a", "rename_table b->a", "rename_table _migrate_a->b"},
	},
	{
		name: "exchange of tables and the names of their keys", dialects: []string{"postgres"},
		from: "CREATE TABLE a (id int PRIMARY KEY, x int UNIQUE); CREATE TABLE b (id int PRIMARY KEY, x bigint UNIQUE)",
		to:   "CREATE TABLE a (id int PRIMARY KEY, x bigint UNIQUE); CREATE TABLE b (id int PRIMARY KEY, x int UNIQUE)",
		rows: "INSERT INTO a VALUES (1, 2); INSERT INTO b VALUES (3, 4)", check: "SELECT id FROM b", result: "1",
		rename: []string{"a=b", "b=a"},
		expect: []string{"rename_table a->_migrate_a", "rename_table b->a", "rename_table _migrate_a->b",
			"rename_constraint b_pkey->_migrate_b_pkey", "rename_constraint a_pkey->b_pkey", "rename_constraint _migrate_b_pkey->a_pkey",
			"rename_constraint b_x_key->_migrate_b_x_key", "rename_constraint a_x_key->b_x_key", "rename_constraint _migrate_b_x_key->a_x_key"},
	},
	{
		name: "name that another column had",
		from: "CREATE TABLE t (id int PRIMARY KEY, a int, b int)",
		to:   "CREATE TABLE t (id int PRIMARY KEY, a varchar(10), z int, b int)",
		rows: "INSERT INTO t VALUES (1, 2, 3)", check: "SELECT z, b FROM t", result: "2|3",
		rename: []string{"t.a=z"}, expect: []string{"rename_column t.a->z", "add_column t.a"},
	},
	{
		name: "odd names",
		from: `CREATE TABLE "Old Table" (id int PRIMARY KEY, "a b" int, CONSTRAINT ck CHECK ("a b" > 0))`,
		to:   `CREATE TABLE "order" (id int PRIMARY KEY, "select" int, CONSTRAINT ck CHECK ("select" > 0))`,
		rows: `INSERT INTO "Old Table" VALUES (1, 2)`, check: `SELECT "select" FROM "order"`, result: "2",
		rename: []string{"Old Table=order", "order.a b=select"}, expect: []string{"rename_table Old Table->order", "rename_column order.a b->select"},
		also: map[string][]string{"postgres": {"rename_constraint Old Table_pkey->order_pkey"}},
	},
	{
		name: "column, beside a routine over a view that changes", dialects: []string{"postgres"},
		from: "CREATE TABLE t (id int, a int); CREATE VIEW v AS SELECT id FROM t; CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'",
		to:   "CREATE TABLE t (id int, b int); CREATE VIEW v AS SELECT id, b FROM t; CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT b FROM f()", result: "2",
		rename: []string{"t.a=b"}, expect: []string{"alter_function f", "alter_view v", "rename_column t.a->b"},
	},
	{
		name: "table and column by the default schema's name", dialects: []string{"postgres"},
		from: "CREATE TABLE t (id int, a int)", to: "CREATE TABLE u (id int, b int)",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT b FROM u", result: "2",
		rename: []string{"public.t=public.u", "public.u.a=b"}, expect: []string{"rename_table t->u", "rename_column u.a->b"},
	},
	{
		name: "column, beside a sequence that changes", dialects: []string{"postgres"},
		from: "CREATE TABLE t (id int, a int); CREATE TABLE u (id serial); ALTER SEQUENCE u_id_seq MAXVALUE 100",
		to:   "CREATE TABLE t (id int, b int); CREATE TABLE u (id serial); ALTER SEQUENCE u_id_seq MAXVALUE 90",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT b FROM t", result: "2",
		rename: []string{"t.a=b"}, expect: []string{"rename_column t.a->b", "alter_sequence u_id_seq"},
	},
	{
		name: "partition whose indexes keep their names", dialects: []string{"postgres"},
		from: "CREATE TABLE p (id int PRIMARY KEY, a int) PARTITION BY RANGE (id); CREATE INDEX ix ON p (a); CREATE TABLE p1 PARTITION OF p DEFAULT",
		to:   "CREATE TABLE p (id int PRIMARY KEY, b int) PARTITION BY RANGE (id); CREATE INDEX ix ON p (b); CREATE TABLE p2 PARTITION OF p DEFAULT; ALTER INDEX p2_pkey RENAME TO p1_pkey; ALTER INDEX p2_b_idx RENAME TO p1_a_idx",
		rows: "INSERT INTO p VALUES (1, 2)", check: "SELECT b FROM p2", result: "2",
		rename: []string{"p1=p2", "p.a=b"}, expect: []string{"rename_table p1->p2", "rename_column p.a->b"},
	},
	{
		name: "column with a check of its own", dialects: []string{"mysql"},
		from: "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL CHECK (a > 0))",
		to:   "CREATE TABLE t (id int PRIMARY KEY, b int NOT NULL CHECK (b > 0))",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT b FROM t", result: "2",
		rename: []string{"t.a=b"}, expect: []string{"rename_column t.a->b"},
	},
	{
		name: "column that a table is partitioned by", dialects: []string{"mysql"},
		from: "CREATE TABLE t (id int, day date) PARTITION BY RANGE (year(day)) (PARTITION day VALUES LESS THAN (2020), PARTITION rest VALUES LESS THAN MAXVALUE)",
		to:   "CREATE TABLE t (id int, date date) PARTITION BY RANGE (year(date)) (PARTITION day VALUES LESS THAN (2020), PARTITION rest VALUES LESS THAN MAXVALUE)",
		rows: "INSERT INTO t VALUES (1, '2019-05-05'), (2, '2021-05-05')", check: "SELECT id FROM t PARTITION (day)", result: "1",
		rename: []string{"t.day=date"}, expect: []string{"rename_column t.day->date"},
	},
	{
		name: "column, beside a view under another one that changes", dialects: []string{"sqlite"},
		from: "CREATE TABLE t (id int, a int); CREATE TABLE u (id int); CREATE VIEW v AS SELECT id FROM u; CREATE VIEW w AS SELECT id FROM v",
		to:   "CREATE TABLE t (id int, b int); CREATE TABLE u (id int); CREATE VIEW v AS SELECT id, 1 AS one FROM u; CREATE VIEW w AS SELECT id FROM v",
		rows: "INSERT INTO t VALUES (1, 2)", check: "SELECT b FROM t", result: "2",
		rename: []string{"t.a=b"}, expect: []string{"alter_view v", "alter_view w", "rename_column t.a->b"},
	},
	{
		name: "table whose rows routines take and return", dialects: []string{"postgres"}, since: 14,
		from: "CREATE TABLE a (id int); CREATE FUNCTION f(a) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p(a text, x a, y a[]) LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g(x a DEFAULT ROW(1)::a) RETURNS TABLE (a a) LANGUAGE sql RETURN x",
		to:   "CREATE TABLE b (id int); CREATE FUNCTION f(b) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p(a text, x b, y b[]) LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g(x b DEFAULT ROW(1)::b) RETURNS TABLE (a b) LANGUAGE sql RETURN x",
		rows: "INSERT INTO a VALUES (1)", check: "SELECT f(b) FROM b", result: "1",
		rename: []string{"a=b"}, expect: []string{"rename_table a->b"},
	},
	{
		name: "table that a routine returns and names in a string", dialects: []string{"postgres"},
		from: "CREATE TABLE users (id int); CREATE FUNCTION f() RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users'; CREATE FUNCTION g(i int, users) RETURNS users LANGUAGE sql AS 'SELECT * FROM users'",
		to:   "CREATE TABLE members (id int); CREATE FUNCTION f() RETURNS SETOF members LANGUAGE sql AS 'SELECT * FROM members'; CREATE FUNCTION g(j int, members) RETURNS members LANGUAGE sql AS 'SELECT * FROM members'",
		rows: "INSERT INTO users VALUES (1)", check: "SELECT id FROM f()", result: "1",
		rename: []string{"users=members"}, expect: []string{"rename_table users->members", "create_function f", "alter_function g"},
	},
	{
		name: "table whose rows columns, types and domains have", dialects: []string{"postgres"},
		from: "CREATE TABLE a (id int); CREATE TABLE z (r a, s a[] DEFAULT ARRAY[ROW(1)::a], a int, CHECK (r <> ROW(a)::a)); CREATE TYPE c AS (k a); CREATE DOMAIN d AS a CHECK (VALUE <> ROW(0)::a); CREATE DOMAIN e AS a[]; CREATE TABLE y (k c, d d, e e)",
		to:   "CREATE TABLE b (id int); CREATE TABLE z (r b, s b[] DEFAULT ARRAY[ROW(1)::b], a int, CHECK (r <> ROW(a)::b)); CREATE TYPE c AS (k b); CREATE DOMAIN d AS b CHECK (VALUE <> ROW(0)::b); CREATE DOMAIN e AS b[]; CREATE TABLE y (k c, d d, e e)",
		rows: "INSERT INTO z (r, a) VALUES (ROW(2), 3)", check: "SELECT (r).id, (s[1]).id FROM z", result: "2|1",
		rename: []string{"a=b"}, expect: []string{"rename_table a->b"},
	},
	{
		name: "tables with the names of types", dialects: []string{"postgres"},
		from: "CREATE TABLE text (id int, x text); CREATE SCHEMA app; CREATE TABLE app.a (id int); CREATE TABLE a (id int); CREATE TABLE z (r app.a, s a[])",
		to:   "CREATE TABLE texts (id int, x text); CREATE SCHEMA app; CREATE TABLE app.b (id int); CREATE TABLE a (id int); CREATE TABLE z (r app.b, s a[])",
		rows: "INSERT INTO z VALUES (ROW(2))", check: "SELECT (r).id FROM z", result: "2",
		rename: []string{"text=texts", "app.a=app.b"}, expect: []string{"rename_table text->texts", "rename_table app.a->b"},
	},
	{
		name: "column of a row that others have", dialects: []string{"postgres"},
		from: "CREATE TABLE t (x int, o int); CREATE TABLE u (x int); CREATE TABLE z (r t, s t[], q u, x int, CHECK ((r).x > (q).x), CHECK ((s[1]).x <> x)); CREATE DOMAIN d AS t CHECK ((VALUE).x > 0); CREATE INDEX ix ON z (((r).x))",
		to:   "CREATE TABLE t (y int, o int); CREATE TABLE u (x int); CREATE TABLE z (r t, s t[], q u, x int, CHECK ((r).y > (q).x), CHECK ((s[1]).y <> x)); CREATE DOMAIN d AS t CHECK ((VALUE).y > 0); CREATE INDEX ix ON z (((r).y))",
		rows: "INSERT INTO z VALUES (ROW(1, 2))", check: "SELECT (r).y FROM z", result: "1",
		rename: []string{"t.x=y"}, expect: []string{"rename_column t.x->y"},
	},
	{
		name: "column that bodies of routines read", dialects: []string{"postgres"}, since: 14,
		from: "CREATE TABLE t (x int); CREATE FUNCTION f() RETURNS TABLE (x int) LANGUAGE sql BEGIN ATOMIC SELECT x FROM t; END; CREATE FUNCTION g() RETURNS bigint LANGUAGE sql RETURN (SELECT sum(x) FROM t); CREATE VIEW v AS SELECT g() AS g",
		to:   "CREATE TABLE t (y int); CREATE FUNCTION f() RETURNS TABLE (y int) LANGUAGE sql BEGIN ATOMIC SELECT y FROM t; END; CREATE FUNCTION g() RETURNS bigint LANGUAGE sql RETURN (SELECT sum(y) FROM t); CREATE VIEW v AS SELECT g() AS g",
		rows: "INSERT INTO t VALUES (2)", check: "SELECT y, g FROM f(), v", result: "2|2",
		rename: []string{"t.x=y"}, expect: []string{"rename_column t.x->y", "alter_function f", "alter_function g", "alter_view v"},
	},
	{
		name: "column that the body of a routine reads, and its type", dialects: []string{"postgres"}, since: 14,
		from: "CREATE TABLE t (c int); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN (SELECT count(c)::int FROM t)",
		to:   "CREATE TABLE t (d bigint); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN (SELECT count(d)::int FROM t)",
		rows: "INSERT INTO t VALUES (2)", check: "SELECT f()", result: "1",
		rename: []string{"t.c=d"}, expect: []string{"rename_column t.c->d", "alter_column t.d type", "alter_function f"},
	},
	{
		name: "table that bodies of routines read, and the type of a column", dialects: []string{"postgres"}, since: 14,
		from: "CREATE TABLE t (c int, e int); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN (SELECT count(c)::int FROM t); CREATE FUNCTION g() RETURNS int LANGUAGE sql RETURN (SELECT max(e) FROM t)",
		to:   "CREATE TABLE u (c bigint, e int); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN (SELECT count(c)::int FROM u); CREATE FUNCTION g() RETURNS int LANGUAGE sql RETURN (SELECT max(e) FROM u)",
		rows: "INSERT INTO t VALUES (2, 3)", check: "SELECT f(), g()", result: "1|3",
		rename: []string{"t=u"}, expect: []string{"rename_table t->u", "alter_column u.c type", "alter_function f"},
	},
	{
		name: "table whose old name is another's alias", dialects: []string{"postgres"}, since: 14,
		from: "CREATE TABLE a (x int); CREATE TABLE t (x int); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN (SELECT max(a.x) FROM t a)",
		to:   "CREATE TABLE b (x int); CREATE TABLE t (x int); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN (SELECT max(a.x) FROM t a)",
		rows: "INSERT INTO t VALUES (2)", check: "SELECT f()", result: "2",
		rename: []string{"a=b"}, expect: []string{"rename_table a->b", "alter_function f"},
	},
	{
		name: "partitioned table, its partitions and all indexes", dialects: []string{"postgres"},
		from: "CREATE TABLE a (id int PRIMARY KEY, n int, UNIQUE (id, n)) PARTITION BY RANGE (id); CREATE INDEX ai ON a (n); CREATE TABLE a1 PARTITION OF a DEFAULT PARTITION BY RANGE (id); CREATE TABLE a2 PARTITION OF a1 DEFAULT",
		to:   "CREATE TABLE b (id int PRIMARY KEY, n int, UNIQUE (id, n)) PARTITION BY RANGE (id); CREATE INDEX bi ON b (n); CREATE TABLE b1 PARTITION OF b DEFAULT PARTITION BY RANGE (id); CREATE TABLE b2 PARTITION OF b1 DEFAULT",
		rows: "INSERT INTO a VALUES (1, 2)", check: "SELECT n FROM b2", result: "2",
		rename: []string{"a=b", "a1=b1", "a2=b2"},
		expect: []string{"rename_table a->b", "rename_table a1->b1", "rename_table a2->b2", "rename_constraint a_pkey->b_pkey", "rename_constraint a_id_n_key->b_id_n_key",
			"rename_index ai->bi", "alter_table b1", "alter_table b2"},
	},
	{
		name: "index whose partitions' indexes have names of their own", dialects: []string{"postgres"},
		from:   "CREATE TABLE a (id int, n int) PARTITION BY RANGE (id); CREATE INDEX ai ON a (n); CREATE TABLE a1 PARTITION OF a DEFAULT; ALTER INDEX a1_n_idx RENAME TO mine; COMMENT ON INDEX mine IS 'x'",
		to:     "CREATE TABLE a (id int, n int) PARTITION BY RANGE (id); CREATE INDEX bi ON a (n); CREATE TABLE a1 PARTITION OF a DEFAULT; ALTER INDEX a1_n_idx RENAME TO mine; COMMENT ON INDEX mine IS 'x'",
		rows:   "INSERT INTO a VALUES (1, 2)",
		expect: []string{"rename_index ai->bi"},
	},
	{
		name: "table that also loses and gains parts",
		from: "CREATE TABLE t (id int PRIMARY KEY, a int, gone int, CONSTRAINT uq_1 UNIQUE (a)); CREATE INDEX ix_gone ON t (gone)",
		to:   "CREATE TABLE u (id int PRIMARY KEY, a int NOT NULL, fresh varchar(5), CONSTRAINT ck_1 CHECK (a > 0)); CREATE INDEX ix_fresh ON u (fresh)",
		rows: "INSERT INTO t VALUES (1, 2, 3)", check: "SELECT a FROM u", result: "2",
		rename: []string{"t=u"},
		expect: []string{"rename_table t->u", "drop_column u.gone", "add_column u.fresh", "alter_column u.a nullable", "add_check u ck_1", "create_index ix_fresh", "drop_unique u(a)", "drop_index ix_gone"},
		also:   map[string][]string{"postgres": {"rename_constraint t_pkey->u_pkey"}},
	},
}

// TestRenames takes each rename there and back, with rows.
func TestRenames(t *testing.T) {
	major := postgresMajor(t)
	for _, r := range renameCases {
		if r.since > major {
			continue
		}
		list := r.dialects
		if list == nil {
			list = dialects
		}
		for _, dialect := range list {
			t.Run(dialect+"/"+r.name, func(t *testing.T) {
				t.Parallel()
				run := &pairRun{t: t, pair: r.pair(dialect)}
				run.all()
				if len(run.failures) > 0 {
					t.Error(strings.Join(run.failures, "\n"))
				}
			})
		}
	}
}

// pair is the case on one database.
func (r renameCase) pair(dialect string) pair {
	spell := func(sql string) string {
		sql = strings.ReplaceAll(sql, "{serial}", serials[dialect])
		if dialect == "mysql" {
			sql = strings.ReplaceAll(sql, `"`, "`")
		}
		return sql
	}
	return pair{Name: r.name, Dialect: dialect, From: spell(r.from), To: spell(r.to), Rows: spell(r.rows), Check: spell(r.check), CheckResult: r.result,
		Rename: r.rename, Expect: append(append([]string{}, r.expect...), r.also[dialect]...)}
}
