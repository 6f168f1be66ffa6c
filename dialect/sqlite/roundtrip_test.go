package sqlite_test

import (
	"testing"

	"github.com/limbeck/migrate/schema"
)

// TestRoundTrip takes what SQLite's grammar has to offer through introspection,
// lowering, raising, creation and rebuilds.
func TestRoundTrip(t *testing.T) {
	for name, script := range map[string]string{
		"no types": `CREATE TABLE t (a, b PRIMARY KEY, "c d" NOT NULL DEFAULT 5)`,
		"types": `CREATE TABLE t (a INTEGER, b VARCHAR ( 20 ), c DECIMAL(10, 2), d UNSIGNED BIG INT, e "json", f JSON, g uuid, h TIMESTAMP(6),
			i interval, j binary(3), k DOUBLE PRECISION, l "my type", m text[], n untyped, o numeric(+5,-2), p json text, q varbinary blob(9))`,
		"defaults": `CREATE TABLE t (a INT DEFAULT -5, b DEFAULT (-5), c DEFAULT 'it''s', d TEXT DEFAULT "quoted", e DEFAULT x'0aFF', f DEFAULT TRUE,
			g DEFAULT CURRENT_TIMESTAMP, h DEFAULT (datetime('now', 'localtime')), i DEFAULT NULL, j DEFAULT 1.5e-3, k DEFAULT (1 + 2), l DEFAULT word,
			m DEFAULT +7, n DEFAULT ('a' || 'b'), o BOOLEAN DEFAULT 1, p BOOLEAN DEFAULT false, q REAL DEFAULT 1.0, r DEFAULT 99999999999999999999)`,
		"keys": `CREATE TABLE a (x TEXT, y INT, PRIMARY KEY (y, x)); CREATE TABLE b (x INTEGER PRIMARY KEY); CREATE TABLE c (x INTEGER NOT NULL PRIMARY KEY);
			CREATE TABLE d (x INTEGER PRIMARY KEY DESC); CREATE TABLE e (x INTEGER, PRIMARY KEY (x DESC)); CREATE TABLE f (x INT PRIMARY KEY);
			CREATE TABLE g (x TEXT NOT NULL, y TEXT, PRIMARY KEY (x COLLATE NOCASE DESC, y)); CREATE TABLE h (x INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT);
			CREATE TABLE i (x INTEGER, y, PRIMARY KEY (x AUTOINCREMENT)); CREATE TABLE j (x TEXT PRIMARY KEY, y) WITHOUT ROWID; CREATE TABLE k (x INT PRIMARY KEY, y ANY) STRICT, WITHOUT ROWID;
			CREATE TABLE l (x INTEGER PRIMARY KEY, y TEXT) STRICT; CREATE TABLE m (X TEXT, PRIMARY KEY (x)); CREATE TABLE n (x INTEGER UNIQUE, CONSTRAINT p PRIMARY KEY (x) ON CONFLICT FAIL)`,
		"constraints": `CREATE TABLE t (a INT NOT NULL ON CONFLICT IGNORE, b TEXT CONSTRAINT named_unique UNIQUE ON CONFLICT REPLACE, c INT CONSTRAINT positive CHECK (c > 0),
			d INT CHECK (d IN (1, 2)) CHECK (d <> /* not */ 3), e NULL CONSTRAINT alone, CONSTRAINT u UNIQUE (a, b COLLATE RTRIM DESC) ON CONFLICT FAIL
			CHECK (a + (c) > length('--' || b)) UNIQUE (c))`,
		"foreign keys": `CREATE TABLE p (id INTEGER PRIMARY KEY, k TEXT, l TEXT, UNIQUE (k, l)); CREATE TABLE c (a REFERENCES p, b INT REFERENCES P (ID) ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
			c INT CONSTRAINT fk REFERENCES p (id) MATCH FULL NOT DEFERRABLE INITIALLY IMMEDIATE, d TEXT, e TEXT, self REFERENCES C (D), f REFERENCES missing, g REFERENCES missing (x),
			CONSTRAINT two FOREIGN KEY (d, e) REFERENCES p (k, l) ON DELETE RESTRICT DEFERRABLE, UNIQUE (d))`,
		"generated": `CREATE TABLE t (a INT, b INT AS (a * 2) STORED, c TEXT GENERATED ALWAYS AS ((a) || '!') VIRTUAL NOT NULL, d AS (a) UNIQUE)`,
		"collations": `CREATE TABLE t (a TEXT COLLATE nocase, b TEXT COLLATE BINARY, c TEXT COLLATE "RTRIM" NOT NULL);
			CREATE INDEX i1 ON t (a, b COLLATE nocase DESC, c COLLATE rtrim); CREATE INDEX i2 ON t (a COLLATE BINARY, b ASC, c COLLATE binary)`,
		"indexes": `CREATE TABLE t (a TEXT, "b c" INT); CREATE UNIQUE INDEX i1 ON t (lower(a) COLLATE NOCASE DESC, "b c") WHERE a IS NOT NULL AND "b c" > 0;
			CREATE INDEX "i 2" ON t ((a || 'x'), 'a'); CREATE INDEX i3 ON t (CASE a WHEN 'x' THEN 1 ELSE 2 END)`,
		"enums":    `CREATE TABLE t (a text CHECK ("a" IN ('x', 'it''s')), b TEXT NOT NULL DEFAULT 'y' CHECK ("b" IN ('y')), c text CHECK (c IN ('z')), d text CONSTRAINT n CHECK ("d" IN ('z')), e varchar CHECK ("e" IN ('z')), f text CHECK ("a" IN ('z')))`,
		"names":    "CREATE TABLE [a b] (`select` INT, \"q\"\"q\" INT, 'str' INT, größe INT, [x] INT, CHECK ([x] > 0)); CREATE INDEX \"i;--\" ON [a b] (`select`)",
		"comments": "CREATE TABLE t ( -- the table\n  a INT, -- the a\n  /* about b */\n  b INT CHECK (b > 0 -- above\n  ), c INT /* no comma */\n  -- the end\n)",
		"views and triggers": `CREATE TABLE t (a INT); CREATE VIEW v (x, "y z") AS SELECT a, a + 1 FROM t; CREATE VIEW w AS SELECT * FROM v -- all
			; CREATE TRIGGER tr AFTER INSERT ON t WHEN NEW.a > 0 BEGIN UPDATE t SET a = CASE WHEN a > 1 THEN 2 END; SELECT 1; END;
			CREATE TRIGGER ti INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (NEW.x); END`,
		"ctas":    `CREATE TABLE a (x VARCHAR(10), y INT); CREATE TABLE b AS SELECT x, y, x || y AS z FROM a`,
		"altered": `CREATE TABLE t (a INT, CHECK (a > 0)); ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x'; ALTER TABLE t RENAME COLUMN a TO "new a"; ALTER TABLE t RENAME TO "new t"`,
	} {
		t.Run(name, func(t *testing.T) { roundTrip(t, script) })
	}
}

func TestVirtualTablesAreLeftAlone(t *testing.T) {
	d := newDatabase(t, `CREATE TABLE docs_extra (a INT); CREATE VIRTUAL TABLE docs USING fts5(body); CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1); CREATE TABLE boxes_data (a INT); ANALYZE`)
	var names []string
	for _, table := range d.read().Tables {
		names = append(names, table.Name)
	}
	if len(names) != 2 || names[0] != "boxes_data" || names[1] != "docs_extra" {
		t.Errorf("read %q", names)
	}
}

func TestReadDetails(t *testing.T) {
	d := newDatabase(t, `CREATE TABLE p (a TEXT, b TEXT, PRIMARY KEY (b, a));
		CREATE TABLE c (x TEXT, y TEXT, s text NOT NULL CHECK ("s" IN ('a', 'b')), FOREIGN KEY (X, Y) REFERENCES P)`)
	c := d.read().Table(schema.Name{Name: "c"})
	f := c.ForeignKeys[0]
	if f.References != "p" || f.Referred != nil || f.Columns[0] != "x" {
		t.Errorf("foreign key %+v", f)
	}
	if got := c.Column("s").Type.Any; got != "enum('a','b')" || len(c.Checks) != 0 {
		t.Errorf("enum %q, %d checks", got, len(c.Checks))
	}
}
