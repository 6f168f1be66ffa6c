package sqlite_test

import (
	"strings"
	"testing"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// town is a table with everything that a rebuild could lose.
const town = `
CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE t ( -- our table
  a INT,
  b INT, -- the second
  pid INT REFERENCES parent (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  n varchar(10) COLLATE nocase,
  d TEXT DEFAULT (datetime('now')),
  g INT GENERATED ALWAYS AS (a + b) STORED,
  self INT CONSTRAINT fk_self REFERENCES t (b),
  CONSTRAINT pk PRIMARY KEY (b, a),
  UNIQUE (b) ON CONFLICT REPLACE,
  CHECK (t.a > 0)
);
CREATE INDEX ix ON t (n COLLATE rtrim DESC, lower(n)) WHERE n IS NOT NULL;
CREATE TABLE log (what TEXT);
CREATE TRIGGER tr_in AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('in ' || NEW.a); END;
CREATE TRIGGER tr_out AFTER DELETE ON t BEGIN INSERT INTO log VALUES ('out ' || OLD.a); END;
CREATE TRIGGER tr_other AFTER INSERT ON parent BEGIN UPDATE t SET n = 'x' WHERE pid = NEW.id; END;
CREATE VIEW v AS SELECT n, g FROM t JOIN parent ON parent.id = t.pid;
CREATE VIEW broken AS SELECT * FROM nowhere;
CREATE TRIGGER tr_view INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a, b, n) VALUES (9, 9, NEW.n); END;
CREATE TABLE child (t_b INT REFERENCES t (b) ON DELETE CASCADE, x INT);
INSERT INTO parent VALUES (1, 'one');
INSERT INTO t (rowid, a, b, pid, n, d, self) VALUES (77, 1, 10, 1, 'Ann', 'then', NULL), (5, 2, 20, NULL, 'bob', NULL, 10);
INSERT INTO child VALUES (10, 1), (20, 2);
DELETE FROM log;
`

func TestRebuildKeepsEverything(t *testing.T) {
	d := newDatabase(t, town)
	before := texts(d)
	texts1 := d.must(&ops.AlterColumn{On: ops.On{Table: "t"}, Column: "n", Nullable: ptr(false)})
	if !strings.Contains(strings.Join(texts1, "\n"), "DROP TABLE") {
		t.Fatalf("no rebuild: %q", texts1)
	}
	d.want("SELECT rowid, a, b, pid, n, d, g, self FROM t ORDER BY a", "77|1|10|1|Ann|then|11|NULL\n5|2|20|NULL|bob|NULL|22|10")
	d.want("SELECT count(*) FROM log", "0")
	d.want("SELECT * FROM child", "10|1\n20|2")
	d.want("SELECT * FROM v", "Ann|11")
	d.want("SELECT name FROM pragma_table_info('t') WHERE pk > 0 ORDER BY pk", "b\na")
	for object, sql := range before {
		if object != "table t" && texts(d)[object] != sql {
			t.Errorf("%s changed:\n%s\n%s", object, sql, texts(d)[object])
		}
	}
	d.want("SELECT sql FROM sqlite_master WHERE name = 't'", `CREATE TABLE "t" (
  -- our table
  a INT,
  b INT, -- the second
  pid INT REFERENCES parent (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  "n" varchar(10) NOT NULL COLLATE NOCASE,
  d TEXT DEFAULT (datetime('now')),
  g INT GENERATED ALWAYS AS (a + b) STORED,
  self INT CONSTRAINT fk_self REFERENCES t (b),
  CONSTRAINT pk PRIMARY KEY (b, a),
  UNIQUE (b) ON CONFLICT REPLACE,
  CHECK (a > 0)
)`)
	d.exec("DROP VIEW broken; INSERT INTO v (n) VALUES ('new'); DELETE FROM t WHERE a = 2")
	d.want("SELECT what FROM log", "in 9\nout 2")
	d.exec("ALTER TABLE t RENAME TO renamed") // which reads every view and trigger
}

// TestRebuildOfflineIsTheSame compiles by what is known without a database.
func TestRebuildOfflineIsTheSame(t *testing.T) {
	live, offline := newDatabase(t, town), newDatabase(t, town)
	op := &ops.CreateCheck{On: ops.On{Table: "t"}, Check: schema.Check{Name: "small", SQL: schema.SQL("a < 100")}}
	live.must(op)
	statements, err := offline.Compile(op, func(table schema.Name) (*schema.Database, error) {
		db, err := offline.present(table)
		for _, table := range db.Tables {
			table.Source = ""
			for _, x := range table.Indexes {
				x.Source = ""
			}
		}
		return db, err
	})
	if err != nil {
		t.Fatal(err)
	}
	begin, commit := offline.Script()
	for _, sql := range begin {
		offline.exec(sql)
	}
	for _, s := range statements {
		offline.exec(s.SQL)
	}
	for _, sql := range commit {
		offline.exec(sql)
	}
	same(t, "working offline", live.read(), offline.read())
	if a, b := pragmas(dropBroken(live)), pragmas(dropBroken(offline)); a != b {
		t.Errorf("the pragmas differ:\n%s\n\n%s", a, b)
	}
	offline.want("SELECT rowid, n FROM t ORDER BY a", "77|Ann\n5|bob")
}

func dropBroken(d *database) *database {
	d.exec("DROP VIEW broken")
	return d
}

func TestRebuildSequence(t *testing.T) {
	d := newDatabase(t, `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a varchar(5)); CREATE TABLE empty (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT);
		INSERT INTO t (a) VALUES ('x'), ('y'), ('z'); DELETE FROM t WHERE id > 1`)
	for _, table := range []string{"T", "empty"} { // in whatever case
		d.must(&ops.AlterColumn{On: ops.On{Table: table}, Column: "a", Type: schema.SQL("varchar(9)")})
	}
	d.want("SELECT * FROM sqlite_sequence", "t|3")
	d.exec("INSERT INTO t (a) VALUES ('new')")
	d.want("SELECT max(id) FROM t", "4")
	d.want("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY name", "empty\nt")

	d.must(&ops.AlterColumn{On: ops.On{Table: "t"}, Column: "id", Autoincrement: ptr(false), Existing: &schema.Column{Type: schema.SQL("bigint")}})
	d.want("SELECT * FROM sqlite_sequence", "")
	d.want("SELECT id, a, rowid FROM t", "1|x|1\n4|new|4")
	d.must(&ops.AlterColumn{On: ops.On{Table: "t"}, Column: "id", Autoincrement: ptr(true)})
	d.exec("INSERT INTO t (a) VALUES ('newer')")
	d.want("SELECT id FROM t", "1\n4\n5")
}

// TestRebuildValues: a new type converts as SQLite does it, and no CAST.
func TestRebuildValues(t *testing.T) {
	for _, c := range []struct{ from, value, to, using, want string }{
		{"TEXT", "'abc'", "integer", "", "'abc'"}, {"TEXT", "'12'", "integer", "", "12"}, {"REAL", "1.5", "integer", "", "1.5"},
		{"NUMERIC", "9007199254740993", "integer", "", "9007199254740993"}, {"INTEGER", "5", "text", "", "'5'"},
		{"TEXT", "'12abc'", "integer", "CAST(v AS integer)", "12"}, {"TEXT", "'x'", "json", "json_array(v)", `'["x"]'`},
	} {
		d := newDatabase(t, "CREATE TABLE t (v "+c.from+"); INSERT INTO t VALUES ("+c.value+")")
		d.must(&ops.AlterColumn{On: ops.On{Table: "t"}, Column: "v", Type: schema.SQL(c.to), Using: schema.SQL(c.using)})
		if got := d.query("SELECT quote(v) FROM t"); got != c.want {
			t.Errorf("%s %s to %s: %s, want %s", c.from, c.value, c.to, got, c.want)
		}
	}
}

// TestRebuildFails: what the rows don't allow fails, says why, and changes nothing.
func TestRebuildFails(t *testing.T) {
	const script = `CREATE TABLE t (id INT, a TEXT, s text CHECK ("s" IN ('x', 'y'))); INSERT INTO t VALUES (1, NULL, 'x'), (NULL, 'd', 'y'), (3, 'd', NULL);
		CREATE TABLE p (id INTEGER PRIMARY KEY)`
	on := ops.On{Table: "t"}
	for name, c := range map[string]struct {
		op      ops.Op
		explain string
	}{
		"not null":         {&ops.AlterColumn{On: on, Column: "a", Nullable: ptr(false)}, "rows that hold NULL in column "},
		"new not null":     {&ops.AddColumn{On: on, Column: schema.Column{Name: "n", Type: schema.SQL("text"), NotNull: true}}, "rows that hold NULL in column "},
		"unique":           {&ops.CreateUnique{On: on, Unique: schema.Unique{Columns: []string{"a"}, Options: schema.Options{"sqlite": {"on_conflict": "replace"}}}}, "rows of table t hold the same in column a"},
		"not null ignore":  {&ops.AlterColumn{On: on, Column: "a", Nullable: ptr(false), Options: schema.Options{"sqlite": {"not_null_on_conflict": "ignore"}}}, "rows that hold NULL in column "},
		"check":            {&ops.CreateCheck{On: on, Check: schema.Check{SQL: schema.SQL("id < 3")}}, "break the check"},
		"enum":             {&ops.AlterColumn{On: on, Column: "s", Type: schema.SQL("enum('x')")}, "break the check"},
		"primary key":      {&ops.CreatePrimaryKey{On: on, PrimaryKey: schema.PrimaryKey{Columns: []string{"id"}}}, "table t has rows that hold NULL in column id, or would"},
		"numbered by null": {&ops.AlterColumn{On: on, Column: "id", Type: schema.SQL("integer"), Autoincrement: ptr(true)}, "row number"},
		"foreign key":      {&ops.CreateForeignKey{On: on, ForeignKey: schema.ForeignKey{Columns: []string{"id"}, References: "p", Referred: []string{"id"}}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDatabase(t, script)
			_, err := d.run(c.op)
			if err == nil {
				t.Fatalf("no error; the rows are now %s", d.query("SELECT * FROM t"))
			}
			if got := d.Explain(err); !strings.Contains(got, c.explain) {
				t.Errorf("%v: %q", err, got)
			}
			d.want("SELECT id, a, s FROM t", "1|NULL|x\nNULL|d|y\n3|d|NULL")
			d.must() // begins again
			d.want("PRAGMA legacy_alter_table", "0")
			d.want("SELECT count(*) FROM sqlite_master", "2")
		})
	}
}

// TestRebuildWithoutTransaction: half of a rebuild is none.
func TestRebuildWithoutTransaction(t *testing.T) {
	d := newDatabase(t, "CREATE TABLE t (a INT); INSERT INTO t VALUES (1)")
	list, err := d.Compile(&ops.CreateUnique{On: ops.On{Table: "t"}, Unique: schema.Unique{Columns: []string{"a"}}}, d.present)
	if err != nil {
		t.Fatal(err)
	}
	for stop := range len(list) {
		for _, s := range list[:stop] {
			d.exec(s.SQL)
		}
		if err := d.Prepare(ctx, d.conn); err != nil { // as on the next run
			t.Fatal(err)
		}
		d.want("SELECT name, sql FROM sqlite_master", "t|CREATE TABLE t (a INT)")
		d.want("SELECT a FROM t", "1")
	}
}

// TestRebuildName: a user's table is not taken for a left-over.
func TestRebuildName(t *testing.T) {
	d := newDatabase(t, `CREATE TABLE t (a INT); CREATE TABLE _migrate_new_t (precious INT); INSERT INTO _migrate_new_t VALUES (1)`)
	d.must(&ops.CreateUnique{On: ops.On{Table: "t"}, Unique: schema.Unique{Columns: []string{"a"}}})
	d.want("SELECT precious FROM _migrate_new_t", "1")
	d.want("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", "_migrate_new_t\nt")
}

func TestRebuildRowids(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"a column called rowid": {`CREATE TABLE t (rowid TEXT, a INT); INSERT INTO t (_rowid_, rowid, a) VALUES (9, 'x', 1)`, "9|1"},
		"all names taken":       {`CREATE TABLE t (rowid TEXT, _rowid_ INT, oid INT, a INT); INSERT INTO t VALUES ('x', 2, 3, 1)`, "2|1"},
		"without rowid":         {`CREATE TABLE t (_rowid_ INT PRIMARY KEY, a INT) WITHOUT ROWID; INSERT INTO t VALUES (7, 1)`, "7|1"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDatabase(t, c.script)
			d.must(&ops.AlterColumn{On: ops.On{Table: "t"}, Column: "a", Nullable: ptr(false)})
			d.want("SELECT _rowid_, a FROM t", c.want)
		})
	}
}
