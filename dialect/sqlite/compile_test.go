package sqlite_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// TestCreateTable spells a neutral table with all that it can have.
func TestCreateTable(t *testing.T) {
	d := newDatabase(t, "CREATE TABLE users (id INTEGER PRIMARY KEY)")
	d.must(&ops.CreateTable{Table: schema.Table{
		Name: "posts", Comment: "dropped",
		Columns: []*schema.Column{
			{Name: "id", Type: schema.SQL("bigint"), NotNull: true, Autoincrement: true, Comment: "dropped"},
			{Name: "user_id", Type: schema.SQL("bigint"), NotNull: true},
			{Name: "title", Type: schema.SQL("varchar(200)"), NotNull: true, Collation: schema.Text{By: map[string]string{"sqlite": "nocase", "mysql": "utf8mb4_bin"}}},
			{Name: "status", Type: schema.SQL("enum('draft','it''s')"), NotNull: true, Default: &schema.Default{Value: "draft"}},
			{Name: "live", Type: schema.SQL("boolean"), NotNull: true, Default: &schema.Default{Value: true}},
			{Name: "meta", Type: schema.Text{Any: "json", By: map[string]string{"postgres": "jsonb"}}},
			{Name: "tags", Type: schema.SQL("text[]"), Default: &schema.Default{Value: "[]"}},
			{Name: "price", Type: schema.SQL("numeric(10, 2)"), Default: &schema.Default{Value: 1.5}},
			{Name: "at", Type: schema.SQL("timestamp(6)"), Default: &schema.Default{SQL: schema.SQL("now()")}, OnUpdate: schema.SQL("CURRENT_TIMESTAMP")},
			{Name: "token", Type: schema.SQL("uuid"), Default: &schema.Default{SQL: schema.SQL("lower(hex(randomblob(16)))")}},
			{Name: "slug", Type: schema.SQL("text"), Generated: &schema.Generated{SQL: schema.SQL("lower(title)"), Stored: true}},
		},
		PrimaryKey:  &schema.PrimaryKey{Name: "pk_posts", Columns: []string{"id"}},
		Uniques:     []*schema.Unique{{Name: "uq_posts_title", Columns: []string{"title", "user_id"}, Include: []string{"at"}}},
		ForeignKeys: []*schema.ForeignKey{{Name: "fk_posts_user_id", Columns: []string{"user_id"}, References: "users", Referred: []string{"id"}, OnDelete: "cascade", Deferred: true}},
		Checks:      []*schema.Check{{Name: "ck_posts_price", SQL: schema.SQL("(price > 0)")}, {SQL: schema.Text{By: map[string]string{"postgres": "title ~ 'x'"}}}},
		Indexes: []*schema.Index{{Name: "ix_posts", Using: "btree", Include: []string{"at"}, Where: schema.SQL("live"), Columns: []schema.IndexPart{
			{Name: "user_id"}, {Name: "at", Order: "desc", Nulls: "last"}, {SQL: schema.SQL("(lower(title))")}}}},
		Options: schema.Options{"mysql": {"engine": "InnoDB"}},
	}})
	d.want("SELECT sql FROM sqlite_master WHERE name IN ('posts', 'ix_posts') ORDER BY name DESC", `CREATE TABLE "posts" (
  "id" integer CONSTRAINT "pk_posts" PRIMARY KEY AUTOINCREMENT,
  "user_id" bigint NOT NULL,
  "title" varchar(200) NOT NULL COLLATE NOCASE,
  "status" text NOT NULL DEFAULT 'draft' CHECK ("status" IN ('draft', 'it''s')),
  "live" boolean NOT NULL DEFAULT 1,
  "meta" json text,
  "tags" json text DEFAULT '[]',
  "price" numeric(10, 2) DEFAULT 1.5,
  "at" timestamp DEFAULT CURRENT_TIMESTAMP,
  "token" uuid text DEFAULT (lower(hex(randomblob(16)))),
  "slug" text GENERATED ALWAYS AS (lower(title)) STORED,
  CONSTRAINT "uq_posts_title" UNIQUE ("title", "user_id"),
  CONSTRAINT "fk_posts_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "ck_posts_price" CHECK (price > 0)
)
CREATE INDEX "ix_posts" ON "posts" ("user_id", "at" DESC, (lower(title))) WHERE live`)
	d.must(&ops.DropTable{On: ops.On{Table: "posts"}})
	d.want("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'", "users")
}

const small = `CREATE TABLE p (id INTEGER PRIMARY KEY, k TEXT UNIQUE);
	CREATE TABLE t (id INTEGER PRIMARY KEY, a INT NOT NULL, b TEXT, c TEXT, pid INT REFERENCES p (id), CONSTRAINT u UNIQUE (a, b), CONSTRAINT ck CHECK (a > 0), CHECK (b <> ''));
	CREATE INDEX ix ON t (b); CREATE INDEX ix_part ON t (a) WHERE c IS NOT NULL;
	INSERT INTO p VALUES (1, 'c'); INSERT INTO t VALUES (1, 1, 'b', 'c', 1), (2, 2, 'bb', NULL, NULL)`

var onT = ops.On{Table: "t"}

// TestOperations runs each operation on a table with rows, which stay. rebuilt
// says whether it took a rebuild.
func TestOperations(t *testing.T) {
	sqliteOption := func(key, value string) schema.Options { return schema.Options{"sqlite": {key: value}} }
	for name, c := range map[string]struct {
		op      ops.Op
		rebuilt bool
		query   string
		want    string
	}{
		"rename table":              {&ops.RenameTable{On: onT, To: "s"}, false, "SELECT id, a FROM s", "1|1\n2|2"},
		"rename table's case":       {&ops.RenameTable{On: onT, To: "T"}, false, "SELECT name FROM sqlite_master WHERE type = 'table'", "p\nT"},
		"rename column":             {&ops.RenameColumn{On: onT, Column: "a", To: "aa"}, false, "SELECT aa FROM t", "1\n2"},
		"add column":                {&ops.AddColumn{On: onT, Column: schema.Column{Name: "n", Type: schema.SQL("varchar(5)")}}, false, "SELECT n FROM t", "NULL\nNULL"},
		"add with default":          {&ops.AddColumn{On: onT, Column: schema.Column{Name: "n", Type: schema.SQL("boolean"), NotNull: true, Default: &schema.Default{Value: true}}}, false, "SELECT n FROM t", "1\n1"},
		"add enum":                  {&ops.AddColumn{On: onT, Column: schema.Column{Name: "n", Type: schema.SQL("enum('x')"), NotNull: true, Default: &schema.Default{Value: "x"}}}, false, "SELECT n FROM t", "x\nx"},
		"add with expression":       {&ops.AddColumn{On: onT, Column: schema.Column{Name: "n", Type: schema.SQL("integer"), NotNull: true, Default: &schema.Default{SQL: schema.SQL("1 + 1")}}}, true, "SELECT n FROM t", "2\n2"},
		"add current time":          {&ops.AddColumn{On: onT, Column: schema.Column{Name: "n", Type: schema.SQL("timestamp"), NotNull: true, Default: &schema.Default{SQL: schema.SQL("CURRENT_TIMESTAMP")}}}, true, "SELECT n IS NULL FROM t", "0\n0"},
		"add stored":                {&ops.AddColumn{On: onT, Column: schema.Column{Name: "n", Type: schema.SQL("integer"), Generated: &schema.Generated{SQL: schema.SQL("a * 2"), Stored: true}}}, true, "SELECT n FROM t", "2\n4"},
		"add virtual":               {&ops.AddColumn{On: onT, Column: schema.Column{Name: "n", Type: schema.SQL("integer"), Generated: &schema.Generated{SQL: schema.SQL("a * 2")}}}, false, "SELECT n FROM t", "2\n4"},
		"drop column":               {&ops.DropColumn{On: ops.On{Table: "p"}, Column: "k"}, true, "SELECT * FROM p", "1"},
		"drop plain column":         {&ops.DropColumn{On: onT, Column: "c"}, false, "SELECT name FROM sqlite_master WHERE tbl_name = 't' AND type = 'index' AND sql IS NOT NULL", "ix"},
		"drop column of key":        {&ops.DropColumn{On: onT, Column: "pid"}, true, "SELECT count(*) FROM pragma_foreign_key_list('t')", "0"},
		"drop column of all":        {&ops.DropColumn{On: onT, Column: "B"}, true, "SELECT id, a, c, pid FROM t", "1|1|c|1\n2|2|NULL|NULL"},
		"drop primary key column":   {&ops.DropColumn{On: onT, Column: "id"}, true, "SELECT rowid, a FROM t", "1|1\n2|2"},
		"alter type":                {&ops.AlterColumn{On: onT, Column: "b", Type: schema.SQL("varchar(9)")}, true, "SELECT type FROM pragma_table_info('t') WHERE name = 'b'", "varchar(9)"},
		"alter default":             {&ops.AlterColumn{On: onT, Column: "c", Default: &schema.Default{Value: "x"}}, true, "SELECT c FROM t", "c\nNULL"},
		"alter comment":             {&ops.AlterColumn{On: onT, Column: "c", Comment: ptr("x")}, false, "", ""},
		"alter to the same":         {&ops.AlterColumn{On: onT, Column: "c", Type: schema.SQL("TEXT")}, false, "", ""},
		"alter to generated":        {&ops.AlterColumn{On: onT, Column: "c", Generated: &schema.Generated{SQL: schema.SQL("a + 1")}}, true, "SELECT c FROM t", "2\n3"},
		"alter table":               {&ops.AlterTable{On: onT, Options: sqliteOption("strict", "true")}, true, "SELECT strict FROM pragma_table_list WHERE name = 't'", "1"},
		"alter table without rowid": {&ops.AlterTable{On: onT, Options: sqliteOption("without_rowid", "true")}, true, "SELECT wr FROM pragma_table_list WHERE name = 't'", "1"},
		"alter table's comment":     {&ops.AlterTable{On: onT, Comment: ptr("x")}, false, "", ""},
		"create unique":             {&ops.CreateUnique{On: onT, Unique: schema.Unique{Name: "u2", Columns: []string{"c"}}}, true, "SELECT count(*) FROM pragma_index_list('t') WHERE origin = 'u'", "2"},
		"create check":              {&ops.CreateCheck{On: onT, Check: schema.Check{Name: "ck2", SQL: schema.SQL("a < 10")}}, true, "SELECT a FROM t", "1\n2"},
		"create foreign key":        {&ops.CreateForeignKey{On: onT, ForeignKey: schema.ForeignKey{Columns: []string{"c"}, References: "p", Referred: []string{"k"}, Match: "full"}}, true, "SELECT count(*) FROM pragma_foreign_key_list('t')", "2"},
		"drop primary key":          {&ops.DropPrimaryKey{On: onT}, true, "SELECT rowid, id FROM t", "1|1\n2|2"},
		"drop unique":               {&ops.DropUnique{On: onT, Name: "u"}, true, "SELECT count(*) FROM pragma_index_list('t') WHERE origin = 'u'", "0"},
		"drop unique by columns":    {&ops.DropUnique{On: ops.On{Table: "p"}, Name: "uq_p_k", Columns: []string{"k"}}, true, "SELECT count(*) FROM pragma_index_list('p')", "0"},
		"drop check":                {&ops.DropCheck{On: onT, Name: "ck"}, true, "SELECT a FROM t", "1\n2"},
		"drop check by text":        {&ops.DropCheck{On: onT, SQL: schema.SQL(`( "b"<>'' )`)}, true, "SELECT instr(sql, '<>') FROM sqlite_master WHERE name = 't'", "0"},
		"drop foreign key":          {&ops.DropForeignKey{On: onT, Columns: []string{"pid"}}, true, "SELECT count(*) FROM pragma_foreign_key_list('t')", "0"},
		"rename constraint":         {&ops.RenameConstraint{On: onT, Name: "ck", To: "ck_new"}, true, "SELECT instr(sql, 'ck_new') > 0 FROM sqlite_master WHERE name = 't'", "1"},
		"validate constraint":       {&ops.ValidateConstraint{On: onT, Name: "ck"}, false, "", ""},
		"create index":              {&ops.CreateIndex{On: onT, Index: schema.Index{Name: "ix2", Unique: true, Columns: []schema.IndexPart{{Name: "c", Collation: "nocase"}}}}, false, "SELECT coll FROM pragma_index_xinfo('ix2') WHERE key", "NOCASE"},
		"drop index":                {&ops.DropIndex{On: onT, Name: "ix"}, false, "SELECT count(*) FROM sqlite_master WHERE name = 'ix'", "0"},
		"rename index":              {&ops.RenameIndex{On: onT, Name: "ix_part", To: "ix_new"}, false, "SELECT sql FROM sqlite_master WHERE name = 'ix_new'", `CREATE INDEX "ix_new" ON "t" ("a") WHERE c IS NOT NULL`},
		"create view":               {&ops.CreateView{View: schema.View{Name: "v", SQL: schema.SQL("SELECT a FROM t;"), Columns: []string{"x"}}}, false, "SELECT x FROM v", "1\n2"},
		"create trigger":            {&ops.CreateTrigger{Trigger: schema.Trigger{Name: "tr", Table: "t", SQL: schema.SQL("CREATE TRIGGER tr AFTER DELETE ON t BEGIN SELECT 1; END;")}}, false, "SELECT name FROM sqlite_master WHERE type = 'trigger'", "tr"},
		"execute":                   {&ops.Execute{SQL: schema.Text{Any: "nonsense", By: map[string]string{"sqlite": "UPDATE t SET a = 5; -- and\nUPDATE t SET b = ';' WHERE id = 1;"}}}, false, "SELECT a, b FROM t", "5|;\n5|bb"},
		"enum":                      {&ops.CreateEnum{Enum: schema.Enum{Name: "e", Values: []string{"a"}}}, false, "", ""},
		"set comment":               {&ops.SetComment{On: "index", Name: "ix", Comment: "x"}, false, "", ""},
		"alter view":                {&ops.AlterView{Named: ops.Named{Name: "v"}, Options: schema.Options{"postgres": {"cluster": "ix"}}}, false, "", ""},
		"alter index":               {&ops.AlterIndex{On: ops.On{Table: "t"}, Name: "ix", Options: schema.Options{"postgres": {"with_fillfactor": "70"}}}, false, "", ""},
		"routine of another":        {&ops.CreateRoutine{Routine: schema.Routine{Name: "f", SQL: schema.Text{By: map[string]string{"mysql": "x"}}}}, false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDatabase(t, small)
			rows := d.query("SELECT count(*) FROM t")
			list := d.must(c.op)
			if rebuilt := slices.ContainsFunc(list, func(s string) bool {
				return strings.Contains(s, "_migrate_new_t\" (\n") || strings.Contains(s, "_migrate_new_p\" (\n")
			}); rebuilt != c.rebuilt {
				t.Errorf("rebuilt: %v\n%s", rebuilt, strings.Join(list, "\n"))
			}
			if c.query == "" {
				if len(list) > 0 {
					t.Errorf("statements: %q", list)
				}
				return
			}
			d.want(c.query, c.want)
			if _, renamed := c.op.(*ops.RenameTable); !renamed {
				d.want("SELECT count(*) FROM t", rows)
			}
			d.want("PRAGMA integrity_check", "ok")
		})
	}
}

func TestInsertRows(t *testing.T) {
	d := newDatabase(t, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BOOLEAN, c json text, d timestamp, e REAL)")
	rows := []map[string]any{
		{"id": int64(1), "a": "it's; --", "b": true, "c": []any{int64(1), "x"}, "d": time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600)), "e": 2.0},
		{"id": int64(2), "c": map[string]any{"k": int64(1)}},
	}
	for i := range 500 {
		rows = append(rows, map[string]any{"id": int64(i + 10)})
	}
	if list := d.must(&ops.InsertRows{On: onT, Rows: rows}); len(list) != 3 {
		t.Errorf("%d statements", len(list))
	}
	d.want("SELECT a, b, c, quote(d), e FROM t WHERE id < 3", "it's; --|1|[1,\"x\"]|'2026-01-02 02:04:05'|2\nNULL|NULL|{\"k\":1}|NULL|NULL")
	d.want("SELECT count(*) FROM t", "502")
}

// TestRefused: what SQLite can't keep is an error that says what to do.
func TestRefused(t *testing.T) {
	column := func(typ string) schema.Table {
		return schema.Table{Name: "x", Columns: []*schema.Column{{Name: "a", Type: schema.SQL(typ)}}}
	}
	with := func(change func(*schema.Table)) ops.Op {
		table := column("text")
		change(&table)
		return &ops.CreateTable{Table: table}
	}
	for words, op := range map[string]ops.Op{
		"exclusion constraints": with(func(t *schema.Table) { t.Exclusions = []*schema.Exclusion{{Name: "e"}} }),
		"schema billing":        with(func(t *schema.Table) { t.Schema = "billing" }),
		"NULLS NOT DISTINCT":    with(func(t *schema.Table) { t.Uniques = []*schema.Unique{{Columns: []string{"a"}, NullsNotDistinct: true}} }),
		"has no option engine":  with(func(t *schema.Table) { t.Options = schema.Options{"sqlite": {"engine": "x"}} }),
		"unique index over the start": with(func(t *schema.Table) {
			t.Indexes = []*schema.Index{{Name: "i", Unique: true, Columns: []schema.IndexPart{{Name: "a", Length: 3}}}}
		}),
		"only in an integer column": with(func(t *schema.Table) { t.Columns[0].Autoincrement = true }),
		"MATCH FULL": with(func(t *schema.Table) {
			t.ForeignKeys = []*schema.ForeignKey{{Columns: []string{"a", "a"}, References: "p", Match: "full"}}
		}),
		"ON DELETE … of some columns": with(func(t *schema.Table) {
			t.ForeignKeys = []*schema.ForeignKey{{Columns: []string{"a"}, References: "p", OnDeleteColumns: []string{"a"}}}
		}),
		"can't declare the type set":       &ops.CreateTable{Table: column("set('a')")},
		"use a project":                    &ops.CreateSchema{Schema: schema.Schema{Name: "s"}},
		"no extensions":                    &ops.CreateExtension{Extension: schema.Extension{Name: "s"}},
		"no domains":                       &ops.CreateDomain{Domain: schema.Domain{Name: "s"}},
		"an autoincrement column":          &ops.CreateSequence{Sequence: schema.Sequence{Name: "s"}},
		"no stored routines":               &ops.CreateRoutine{Routine: schema.Routine{Name: "s", SQL: schema.SQL("x")}},
		"materialized views":               &ops.CreateView{View: schema.View{Name: "s", SQL: schema.SQL("SELECT 1"), Materialized: true}},
		"no table nowhere":                 &ops.CreateUnique{On: ops.On{Table: "nowhere"}, Unique: schema.Unique{Columns: []string{"a"}}},
		"no table gone that it":            &ops.AddColumn{On: ops.On{Table: "gone"}, Column: schema.Column{Name: "a", Type: schema.SQL("text"), NotNull: true}},
		"no column zz":                     &ops.AlterColumn{On: onT, Column: "zz", Nullable: ptr(true)},
		"a column A already":               &ops.AddColumn{On: onT, Column: schema.Column{Name: "a", Type: schema.SQL("text")}},
		"dropped by what they are made of": &ops.DropCheck{On: onT, Name: "zz"},
		"has no primary key":               &ops.DropPrimaryKey{On: onT},
		"function of the program":          &ops.Call{Name: "f"},
		"after drop column":                &ops.DropColumn{On: onT, Column: "b"},
	} {
		t.Run(words, func(t *testing.T) {
			d := newDatabase(t, "CREATE TABLE t (A INT, b INT, CHECK (a > 0)); CREATE VIEW v AS SELECT b FROM t")
			if _, err := d.run(op); err == nil || !strings.Contains(err.Error(), words) {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestPrimaryKeys goes from one form of primary key to another, with rows.
func TestPrimaryKeys(t *testing.T) {
	number := &ops.AddColumn{On: onT, Column: schema.Column{Name: "id", Type: schema.SQL("bigint"), NotNull: true, Autoincrement: true}}
	for name, c := range map[string]struct {
		script string
		ops    []ops.Op
		query  string
		want   string
	}{
		"numbers for a table without": {"CREATE TABLE t (a TEXT); INSERT INTO t (rowid, a) VALUES (5, 'x'), (9, 'y')",
			[]ops.Op{number, &ops.CreatePrimaryKey{On: onT, PrimaryKey: schema.PrimaryKey{Columns: []string{"id"}}}}, "SELECT id, a FROM t", "5|x\n9|y"},
		"numbers that say NOT NULL": {"CREATE TABLE t (a TEXT); INSERT INTO t (rowid, a) VALUES (5, 'x')",
			[]ops.Op{&ops.AddColumn{On: onT, Column: schema.Column{Name: "id", Type: schema.SQL("integer"), NotNull: true, Autoincrement: true, Options: schema.Options{"sqlite": {"not_null": "true"}}}}},
			`SELECT name, "notnull", pk FROM pragma_table_info('t')`, "a|0|0\nid|1|1"},
		"away with the numbers": {"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT); INSERT INTO t VALUES (5, 'x')",
			[]ops.Op{&ops.DropPrimaryKey{On: onT}, &ops.DropColumn{On: onT, Column: "id"}}, "SELECT rowid, * FROM t", "5|x"},
		"to a key of two": {"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT); INSERT INTO t VALUES (5, 'x')",
			[]ops.Op{&ops.DropPrimaryKey{On: onT}, &ops.CreatePrimaryKey{On: onT, PrimaryKey: schema.PrimaryKey{Name: "pk", Columns: []string{"a", "id"}}}},
			"SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('t') WHERE pk > 0 ORDER BY pk)", "a,id"},
		"a key that took NULL takes none": {"CREATE TABLE t (a TEXT PRIMARY KEY)", []ops.Op{&ops.AlterColumn{On: onT, Column: "a", Nullable: ptr(false)}},
			`SELECT "notnull" FROM pragma_table_info('t')`, "1"},
		"dropping it lets the column be": {"CREATE TABLE t (a TEXT PRIMARY KEY, b INT)", []ops.Op{&ops.DropPrimaryKey{On: onT}}, `SELECT name, "notnull" FROM pragma_table_info('t')`, "a|0\nb|0"},
		"declared INTEGER, kept as it is": {"CREATE TABLE t (id INTEGER NOT NULL, a INT, PRIMARY KEY (id)); INSERT INTO t VALUES (3, 1)",
			[]ops.Op{&ops.AlterColumn{On: onT, Column: "a", Nullable: ptr(false)}}, `SELECT name, "notnull", pk FROM pragma_table_info('t')`, "id|1|1\na|1|0"},
		"INTEGER PRIMARY KEY DESC stays none": {"CREATE TABLE t (id INTEGER PRIMARY KEY DESC, a INT); INSERT INTO t (rowid, id, a) VALUES (3, 30, 1)",
			[]ops.Op{&ops.AlterColumn{On: onT, Column: "id", Type: schema.SQL("integer"), Nullable: ptr(false)}}, "SELECT rowid, id FROM t", "3|30"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDatabase(t, c.script)
			d.must(c.ops...)
			d.want(c.query, c.want)
		})
	}
}

func TestReconcile(t *testing.T) {
	d := newDatabase(t, `CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a BOOLEAN DEFAULT true, j JSON, u UUID, x TEXT, n TEXT DEFAULT NULL)`)
	live := d.read()
	col := func(name, typ string, def *schema.Default) *schema.Column {
		return &schema.Column{Name: name, Type: schema.SQL(typ), Default: def, NotNull: name == "id"}
	}
	wish := &schema.Table{Name: "t", PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}}, Columns: []*schema.Column{
		col("id", "integer", nil), col("a", "boolean", &schema.Default{Value: true}), col("j", "json", nil), col("u", "uuid", nil), col("x", "json", nil), col("n", "text", nil)}}
	lowered := lower(t, d, wish)
	d.Reconcile(lowered, live)
	for i, c := range lowered.Tables[0].Columns {
		was := live.Tables[0].Columns[i]
		if sameType := c.Type.Any == was.Type.Any; sameType == (c.Name == "x") {
			t.Errorf("%s: %s, live %s", c.Name, c.Type.Any, was.Type.Any)
		}
		if !c.Default.Equal(was.Default) || !c.Options.Equal(was.Options) {
			t.Errorf("%s: %+v, live %+v", c.Name, c, was)
		}
	}
}
