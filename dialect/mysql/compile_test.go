package mysql_test

import (
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func ptr[T any](v T) *T { return &v }

func on(table string) ops.On { return ops.On{Table: table} }

func text(s string) schema.Text { return schema.SQL(s) }

func value(v any) *schema.Default { return &schema.Default{Value: v} }

func expr(s string) *schema.Default { return &schema.Default{SQL: schema.SQL(s)} }

func list(operations ...ops.Op) []ops.Op { return operations }

// TestOps runs operations up and down on a real server. After up, the database
// is what to makes in an empty one; after down it is what it was.
func TestOps(t *testing.T) {
	const (
		parent = "CREATE TABLE p (id int PRIMARY KEY, k int, UNIQUE KEY (k));"
		plain  = "CREATE TABLE t (id int PRIMARY KEY, a int, s varchar(20) NOT NULL DEFAULT 'x' COMMENT 'c');"
		rich   = "CREATE TABLE t (id int PRIMARY KEY, v int INVISIBLE CHECK (v > 0), w varchar(9) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'a' COMMENT 'it''s', ts timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), g int AS (id * 2) STORED, j json DEFAULT '{}');"
	)
	for _, tt := range []struct {
		name, from, to string
		up, down       []ops.Op
	}{
		{"create and drop table", "", "CREATE TABLE t (id bigint NOT NULL AUTO_INCREMENT, n varchar(20) NOT NULL DEFAULT 'draft' COMMENT 'a ''b''', flag tinyint(1) NOT NULL DEFAULT 1, price decimal(10,2) DEFAULT 1.5, meta json, made datetime(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6), up int, PRIMARY KEY (id), UNIQUE KEY uq_n (n), KEY ix (made DESC, n(5)), CONSTRAINT fk FOREIGN KEY (up) REFERENCES t (k), CONSTRAINT ck CHECK (price > 0), k int UNIQUE) ENGINE=InnoDB COMMENT='tab'",
			list(&ops.CreateTable{Table: schema.Table{
				Name: "t", Comment: "tab", Options: schema.Options{"mysql": {"engine": "innodb"}},
				Columns: []*schema.Column{
					{Name: "id", Type: text("bigint"), Autoincrement: true}, {Name: "n", Type: text("varchar(20)"), NotNull: true, Default: value("draft"), Comment: "a 'b'"},
					{Name: "flag", Type: text("boolean"), NotNull: true, Default: value(true)}, {Name: "price", Type: text("numeric(10,2)"), Default: value(1.5)},
					{Name: "meta", Type: schema.Text{Any: "json", By: map[string]string{"postgres": "jsonb"}}},
					{Name: "made", Type: text("timestamp(6)"), NotNull: true, Default: expr("CURRENT_TIMESTAMP"), OnUpdate: text("CURRENT_TIMESTAMP")},
					{Name: "up", Type: text("integer")}, {Name: "k", Type: text("integer")},
				},
				PrimaryKey: &schema.PrimaryKey{Name: "pk_t", Columns: []string{"id"}},
				Uniques:    []*schema.Unique{{Name: "uq_n", Columns: []string{"n"}}, {Name: "k", Columns: []string{"k"}}},
				Indexes: []*schema.Index{{Name: "ix", Columns: []schema.IndexPart{{Name: "made", Order: "desc"}, {Name: "n", Length: 5}}},
					{Name: "fk", Columns: []schema.IndexPart{{Name: "up"}}}},
				ForeignKeys: []*schema.ForeignKey{{Name: "fk", Columns: []string{"up"}, References: "t", Referred: []string{"k"}, Deferrable: true}},
				Checks:      []*schema.Check{{Name: "ck", SQL: text("price > 0")}},
			}}), list(&ops.DropTable{On: on("t")})},
		{"rename table", plain, strings.Replace(plain, " t ", " u ", 1), list(&ops.RenameTable{On: on("t"), To: "u"}), list(&ops.RenameTable{On: on("u"), To: "t"})},
		{"alter table", plain, plain[:len(plain)-1] + " ROW_FORMAT=COMPRESSED COMMENT='n'",
			list(&ops.AlterTable{On: on("t"), Comment: ptr("n"), Options: schema.Options{"mysql": {"row_format": "compressed"}}}),
			list(&ops.AlterTable{On: on("t"), Comment: ptr(""), Options: schema.Options{"mysql": {"row_format": ""}}})},
		{"alter engine", plain, plain[:len(plain)-1] + " ENGINE=MyISAM", list(&ops.AlterTable{On: on("t"), Options: schema.Options{"mysql": {"engine": "myisam"}}}), list(&ops.AlterTable{On: on("t"), Options: schema.Options{"mysql": {"engine": "InnoDB"}}})},
		{"versioning", plain, plain[:len(plain)-1] + " WITH SYSTEM VERSIONING", list(&ops.AlterTable{On: on("t"), Options: schema.Options{"mysql": {"system_versioning": "true"}}}), list(&ops.AlterTable{On: on("t"), Options: schema.Options{"mysql": {"system_versioning": ""}}})},
		{"partitions", plain, plain[:len(plain)-1] + " PARTITION BY HASH (id) PARTITIONS 3", list(&ops.AlterTable{On: on("t"), Options: schema.Options{"mysql": {"partition": "PARTITION BY HASH (id) PARTITIONS 3"}}}), list(&ops.AlterTable{On: on("t"), Options: schema.Options{"mysql": {"partition": ""}}})},
		{"collation of a table and its column", plain, "CREATE TABLE t (id int PRIMARY KEY, a int, s varchar(20) NOT NULL DEFAULT 'x' COMMENT 'c') COLLATE utf8mb4_bin",
			list(&ops.AlterTable{On: on("t"), Options: schema.Options{"mysql": {"collate": "utf8mb4_bin"}}}, &ops.AlterColumn{On: on("t"), Column: "s", Collation: text("utf8mb4_bin")}),
			list(&ops.AlterTable{On: on("t"), Options: schema.Options{"mysql": {"collate": "utf8mb4_general_ci"}}}, &ops.AlterColumn{On: on("t"), Column: "s", Collation: text("utf8mb4_general_ci")})},
		{"add column", plain, "CREATE TABLE t (id int PRIMARY KEY, a int, s varchar(20) NOT NULL DEFAULT 'x' COMMENT 'c', e enum('a','b') NOT NULL DEFAULT 'a' COMMENT 'why')",
			list(&ops.AddColumn{On: on("t"), Column: schema.Column{Name: "e", Type: text("enum('a','b')"), NotNull: true, Default: value("a"), Comment: "why"}}), list(&ops.DropColumn{On: on("t"), Column: "e"})},
		{"add key column", "CREATE TABLE t (a int)", "CREATE TABLE t (a int, id int PRIMARY KEY AUTO_INCREMENT)",
			list(&ops.AddColumn{On: on("t"), Column: schema.Column{Name: "id", Type: text("integer"), Autoincrement: true}}, &ops.CreatePrimaryKey{On: on("t"), PrimaryKey: schema.PrimaryKey{Columns: []string{"id"}}}),
			list(&ops.DropColumn{On: on("t"), Column: "id"})},
		{"rename column", rich, strings.Replace(rich, " w ", " x ", 1), list(&ops.RenameColumn{On: on("t"), Column: "w", To: "x"}), list(&ops.RenameColumn{On: on("t"), Column: "x", To: "w"})},
		{"rename column that others name", "CREATE TABLE t (a int, b int DEFAULT (a + 1), g int AS (a * 2), CONSTRAINT ck CHECK (a > 0))", "CREATE TABLE t (z int, b int DEFAULT (z + 1), g int AS (z * 2), CONSTRAINT ck CHECK (z > 0))",
			list(&ops.RenameColumn{On: on("t"), Column: "a", To: "z"}), list(&ops.RenameColumn{On: on("t"), Column: "z", To: "a"})},
		{"type keeps the rest", rich, strings.Replace(rich, "v int", "v bigint", 1), list(&ops.AlterColumn{On: on("t"), Column: "v", Type: text("bigint")}), list(&ops.AlterColumn{On: on("t"), Column: "v", Type: text("integer")})},
		{"nullable keeps the rest", rich, strings.Replace(rich, "latin1_bin NOT NULL", "latin1_bin", 1), list(&ops.AlterColumn{On: on("t"), Column: "w", Nullable: ptr(true)}), list(&ops.AlterColumn{On: on("t"), Column: "w", Nullable: ptr(false)})},
		{"length keeps collation", rich, strings.Replace(rich, "w varchar(9)", "w varchar(19)", 1), list(&ops.AlterColumn{On: on("t"), Column: "w", Type: text("varchar(19)")}), list(&ops.AlterColumn{On: on("t"), Column: "w", Type: text("varchar(9)")})},
		{"precision takes the default along", rich, strings.Replace(rich, "ts timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)", "ts timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6)", 1),
			list(&ops.AlterColumn{On: on("t"), Column: "ts", Type: text("timestamptz(6)")}), list(&ops.AlterColumn{On: on("t"), Column: "ts", Type: text("timestamptz(3)")})},
		{"comment of a json column", rich, strings.Replace(rich, "j json DEFAULT '{}'", "j json DEFAULT '{}' COMMENT 'j'", 1), list(&ops.AlterColumn{On: on("t"), Column: "j", Comment: ptr("j")}), list(&ops.AlterColumn{On: on("t"), Column: "j", Comment: ptr("")})},
		{"json to text", rich, strings.Replace(rich, "j json", "j longtext", 1), list(&ops.AlterColumn{On: on("t"), Column: "j", Type: text("longtext")}), list(&ops.AlterColumn{On: on("t"), Column: "j", Type: text("json")})},
		{"on update", rich, strings.Replace(rich, " ON UPDATE current_timestamp(3)", "", 1), list(&ops.AlterColumn{On: on("t"), Column: "ts", Drop: []string{"on_update"}}), list(&ops.AlterColumn{On: on("t"), Column: "ts", OnUpdate: text("CURRENT_TIMESTAMP")})},
		{"generated", rich, strings.Replace(rich, "id * 2", "id * 3", 1), list(&ops.AlterColumn{On: on("t"), Column: "g", Generated: &schema.Generated{SQL: text("id*3"), Stored: true}}), list(&ops.AlterColumn{On: on("t"), Column: "g", Generated: &schema.Generated{SQL: text("id*2"), Stored: true}})},
		{"visible", rich, strings.Replace(rich, "INVISIBLE ", "", 1), list(&ops.AlterColumn{On: on("t"), Column: "v", Options: schema.Options{"mysql": {"invisible": ""}}}), list(&ops.AlterColumn{On: on("t"), Column: "v", Options: schema.Options{"mysql": {"invisible": "true"}}})},
		{"default", plain, strings.Replace(plain, "a int", "a int DEFAULT 5", 1), list(&ops.AlterColumn{On: on("t"), Column: "a", Default: value(int64(5))}), list(&ops.AlterColumn{On: on("t"), Column: "a", Drop: []string{"default"}})},
		{"default of a not null column", plain, strings.Replace(plain, " DEFAULT 'x'", "", 1), list(&ops.AlterColumn{On: on("t"), Column: "s", Drop: []string{"default"}}), list(&ops.AlterColumn{On: on("t"), Column: "s", Default: value("x")})},
		{"default expression", plain, strings.Replace(plain, "DEFAULT 'x'", "DEFAULT (concat('a','b'))", 1), list(&ops.AlterColumn{On: on("t"), Column: "s", Default: expr("concat('a','b')")}), list(&ops.AlterColumn{On: on("t"), Column: "s", Default: value("x")})},
		{"default now", "CREATE TABLE t (d datetime(6))", "CREATE TABLE t (d datetime(6) DEFAULT now(6))", list(&ops.AlterColumn{On: on("t"), Column: "d", Default: expr("now()")}), list(&ops.AlterColumn{On: on("t"), Column: "d", Drop: []string{"default"}})},
		{"autoincrement", "CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT)", list(&ops.AlterColumn{On: on("t"), Column: "id", Autoincrement: ptr(true)}), list(&ops.AlterColumn{On: on("t"), Column: "id", Autoincrement: ptr(false)})},
		{"primary key", "CREATE TABLE t (a int NOT NULL, b int NOT NULL)", "CREATE TABLE t (a int NOT NULL, b int NOT NULL, PRIMARY KEY (b, a))", list(&ops.CreatePrimaryKey{On: on("t"), PrimaryKey: schema.PrimaryKey{Columns: []string{"b", "a"}}}), list(&ops.DropPrimaryKey{On: on("t")})},
		{"primary key of a numbered column", "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT, b int NOT NULL)", "CREATE TABLE t (id int AUTO_INCREMENT, b int NOT NULL, PRIMARY KEY (id, b))",
			list(&ops.DropPrimaryKey{On: on("t")}, &ops.CreatePrimaryKey{On: on("t"), PrimaryKey: schema.PrimaryKey{Columns: []string{"id", "b"}}}),
			list(&ops.DropPrimaryKey{On: on("t")}, &ops.CreatePrimaryKey{On: on("t"), PrimaryKey: schema.PrimaryKey{Columns: []string{"id"}}})},
		{"unique", plain, plain[:len(plain)-2] + ", UNIQUE KEY uq (a, s))", list(&ops.CreateUnique{On: on("t"), Unique: schema.Unique{Name: "uq", Columns: []string{"a", "s"}}}), list(&ops.DropUnique{On: on("t"), Name: "uq"})},
		{"unique without a name", plain, plain[:len(plain)-2] + ", UNIQUE KEY (a))", list(&ops.CreateUnique{On: on("t"), Unique: schema.Unique{Columns: []string{"a"}}}), list(&ops.DropUnique{On: on("t"), Columns: []string{"a"}})},
		{"index", plain, plain[:len(plain)-2] + ", KEY ix (s(3) DESC, a) COMMENT 'c')", list(&ops.CreateIndex{On: on("t"), Index: schema.Index{Name: "ix", Comment: "c", Columns: []schema.IndexPart{{Name: "s", Length: 3, Order: "desc"}, {Name: "a", Order: "asc", Nulls: "last"}}}}), list(&ops.DropIndex{On: on("t"), Name: "ix"})},
		{"fulltext", plain, plain[:len(plain)-2] + ", FULLTEXT KEY ft (s))", list(&ops.CreateIndex{On: on("t"), Index: schema.Index{Name: "ft", Using: "fulltext", Columns: []schema.IndexPart{{Name: "s"}}}}), list(&ops.DropIndex{On: on("t"), Name: "ft"})},
		{"rename index", plain + "CREATE INDEX a ON t (a)", plain + "CREATE INDEX b ON t (a)", list(&ops.RenameIndex{On: on("t"), Name: "a", To: "b"}), list(&ops.RenameIndex{On: on("t"), Name: "b", To: "a"})},
		{"comment of an index", plain + "CREATE INDEX a ON t (a)", plain + "CREATE INDEX a ON t (a) COMMENT 'x'", list(&ops.SetComment{On: "index", Table: "t", Name: "a", Comment: "x"}), list(&ops.SetComment{On: "index", Table: "t", Name: "a"})},
		{"foreign key takes its index along", parent + plain, parent + plain + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (k) ON DELETE SET NULL ON UPDATE CASCADE",
			list(&ops.CreateForeignKey{On: on("t"), ForeignKey: schema.ForeignKey{Name: "fk", Columns: []string{"a"}, References: "p", Referred: []string{"k"}, OnDelete: "set null", OnUpdate: "cascade"}}), list(&ops.DropForeignKey{On: on("t"), Name: "fk"})},
		{"foreign key leaves an index of others", parent + plain + "CREATE INDEX i ON t (a);", parent + plain + "CREATE INDEX i ON t (a); ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (k)",
			list(&ops.CreateForeignKey{On: on("t"), ForeignKey: schema.ForeignKey{Name: "fk", Columns: []string{"a"}, References: "p", Referred: []string{"k"}}}), list(&ops.DropForeignKey{On: on("t"), Columns: []string{"a"}})},
		{"an index that a foreign key needs changes", parent + plain + "ALTER TABLE t ADD INDEX i (a), ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (k)", parent + plain + "ALTER TABLE t ADD INDEX i (a, s), ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (k)",
			list(&ops.DropIndex{On: on("t"), Name: "i"}, &ops.CreateIndex{On: on("t"), Index: schema.Index{Name: "i", Columns: []schema.IndexPart{{Name: "a"}, {Name: "s"}}}}),
			list(&ops.DropIndex{On: on("t"), Name: "i"}, &ops.CreateIndex{On: on("t"), Index: schema.Index{Name: "i", Columns: []schema.IndexPart{{Name: "a"}}}})},
		{"check", plain, plain[:len(plain)-2] + ", CONSTRAINT ck CHECK (a > 0 AND s <> 'it''s'))", list(&ops.CreateCheck{On: on("t"), Check: schema.Check{Name: "ck", SQL: text("a > 0 AND s <> 'it''s'")}}), list(&ops.DropCheck{On: on("t"), Name: "ck"})},
		{"check of a column", rich, strings.Replace(rich, "CHECK (v > 0)", "", 1), list(&ops.DropCheck{On: on("t"), Name: "v"}), list(&ops.CreateCheck{On: on("t"), Check: schema.Check{Column: "v", SQL: text("v > 0")}})},
		{"rename foreign key", parent + plain + "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (k)", parent + plain + "ALTER TABLE t ADD CONSTRAINT fk2 FOREIGN KEY (a) REFERENCES p (k)", list(&ops.RenameConstraint{On: on("t"), Name: "fk", To: "fk2"}), list(&ops.RenameConstraint{On: on("t"), Name: "fk2", To: "fk"})},
		{"rename check", plain + "ALTER TABLE t ADD CONSTRAINT a CHECK (a > 0)", plain + "ALTER TABLE t ADD CONSTRAINT b CHECK (a > 0)", list(&ops.RenameConstraint{On: on("t"), Name: "a", To: "b"}), list(&ops.RenameConstraint{On: on("t"), Name: "b", To: "a"})},
		{"rename unique", plain + "ALTER TABLE t ADD CONSTRAINT a UNIQUE (a)", plain + "ALTER TABLE t ADD CONSTRAINT b UNIQUE (a)", list(&ops.RenameConstraint{On: on("t"), Name: "a", To: "b"}), list(&ops.RenameConstraint{On: on("t"), Name: "b", To: "a"})},
		{"sequence", "", "CREATE SEQUENCE s START WITH 5 INCREMENT BY 2 CYCLE", list(&ops.CreateSequence{Sequence: schema.Sequence{Name: "s", Start: ptr(int64(5)), Increment: 2, Cycle: true}}), list(&ops.DropSequence{Named: ops.Named{Name: "s"}})},
		{"sequence that has not come to its bounds", "CREATE SEQUENCE s", "CREATE SEQUENCE s START WITH 200 MINVALUE 100 MAXVALUE 900", list(&ops.AlterSequence{Sequence: schema.Sequence{Name: "s", Start: ptr(int64(200)), Min: ptr(int64(100)), Max: ptr(int64(900))}, Existing: &schema.Sequence{Name: "s"}}), list(&ops.AlterSequence{Sequence: schema.Sequence{Name: "s"}, Existing: &schema.Sequence{Name: "s", Start: ptr(int64(200)), Min: ptr(int64(100)), Max: ptr(int64(900))}})},
		{"sequence that can't come to its bounds", "CREATE SEQUENCE s MAXVALUE 50", "CREATE SEQUENCE s START WITH 200 MINVALUE 40", list(&ops.AlterSequence{Sequence: schema.Sequence{Name: "s", Start: ptr(int64(200)), Min: ptr(int64(40))}, Existing: &schema.Sequence{Name: "s", Max: ptr(int64(50))}}), list(&ops.AlterSequence{Sequence: schema.Sequence{Name: "s", Max: ptr(int64(50))}, Existing: &schema.Sequence{Name: "s", Start: ptr(int64(200)), Min: ptr(int64(40))}})},
		{"sequence that turns", "CREATE SEQUENCE s", "CREATE SEQUENCE s START WITH -5 INCREMENT BY -1", list(&ops.AlterSequence{Sequence: schema.Sequence{Name: "s", Start: ptr(int64(-5)), Increment: -1}, Existing: &schema.Sequence{Name: "s"}}), list(&ops.AlterSequence{Sequence: schema.Sequence{Name: "s"}, Existing: &schema.Sequence{Name: "s", Start: ptr(int64(-5)), Increment: -1}})},
		{"view", plain, plain + "CREATE SQL SECURITY INVOKER VIEW v (x) AS SELECT a FROM t WHERE a > 0 WITH CASCADED CHECK OPTION",
			list(&ops.CreateView{View: schema.View{Name: "v", Columns: []string{"x"}, SQL: text("SELECT a FROM t WHERE a > 0;"), Options: schema.Options{"mysql": {"security": "invoker", "check_option": "cascaded"}}}}), list(&ops.DropView{Named: ops.Named{Name: "v"}})},
		{"trigger", plain, plain + "SET sql_mode = 'ANSI_QUOTES';\nDELIMITER //\nCREATE DEFINER='bob'@'%' TRIGGER tr BEFORE INSERT ON t FOR EACH ROW IF NEW.a > 1 THEN SET NEW.a = 1; END IF//\nSET sql_mode = DEFAULT//",
			list(&ops.CreateTrigger{Trigger: schema.Trigger{Name: "tr", Table: "t", SQL: text("CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW IF NEW.a > 1 THEN SET NEW.a = 1; END IF"), Options: schema.Options{"mysql": {"definer": "'bob'@'%'", "sql_mode": "ANSI_QUOTES"}}}}), list(&ops.DropTrigger{On: on("t"), Name: "tr"})},
		{"routines", "", "CREATE PROCEDURE p() BEGIN SELECT 1; END; CREATE FUNCTION f(a int) RETURNS int DETERMINISTIC RETURN a",
			list(&ops.CreateRoutine{Routine: schema.Routine{Name: "p", Kind: "procedure", SQL: text("CREATE PROCEDURE p() BEGIN SELECT 1; END")}}, &ops.CreateRoutine{Routine: schema.Routine{Name: "f", SQL: text("CREATE FUNCTION f(a int) RETURNS int DETERMINISTIC RETURN a")}}),
			list(&ops.DropRoutine{Named: ops.Named{Name: "p"}, RoutineKind: "procedure"}, &ops.DropRoutine{Named: ops.Named{Name: "f"}})},
		{"nothing to do", plain, plain, list(&ops.CreateEnum{}, &ops.AlterEnum{}, &ops.DropEnum{}, &ops.ValidateConstraint{On: on("t"), Name: "x"}), nil},
		{"hostile names", "", "CREATE TABLE `a``b\"';--` (`x``y'` int DEFAULT 1 COMMENT '`', KEY `k;` (`x``y'`))",
			list(&ops.CreateTable{Table: schema.Table{Name: "a`b\"';--", Columns: []*schema.Column{{Name: "x`y'", Type: text("integer"), Comment: "`"}}}},
				&ops.AlterColumn{On: on("a`b\"';--"), Column: "x`y'", Default: value(int64(1))},
				&ops.CreateIndex{On: on("a`b\"';--"), Index: schema.Index{Name: "k;", Columns: []schema.IndexPart{{Name: "x`y'"}}}}), list(&ops.DropTable{On: on("a`b\"';--")})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, other := newServer(t), newServer(t)
			s.script(tt.from)
			other.script(tt.to)
			before := s.dump()
			s.run(tt.up...)
			if got, want := s.dump(), other.dump(); got != want {
				t.Errorf("after up:\n%s\nwant:\n%s", got, want)
			}
			s.run(tt.down...)
			if got := s.dump(); got != before {
				t.Errorf("after down:\n%s\nwant:\n%s", got, before)
			}
		})
	}
}

func TestSchemas(t *testing.T) {
	s := newServer(t)
	other := s.name + "_b"
	s.run(&ops.CreateSchema{Schema: schema.Schema{Name: other}})
	s.run(&ops.CreateTable{Table: schema.Table{Name: "t", Schema: other, Columns: []*schema.Column{{Name: "id", Type: text("integer")}}, PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}}}})
	s.run(&ops.AlterColumn{On: ops.On{Table: "t", Schema: other}, Column: "id", Type: text("bigint")})
	db, err := s.present(schema.Name{Schema: other, Name: "t"})
	if err != nil || db.Tables[0].Column("id").Type.Any != "bigint" {
		t.Errorf("%v, %v", db, err)
	}
	s.run(&ops.DropTable{On: ops.On{Table: "t", Schema: other}}, &ops.DropSchema{Name: other})
}

func TestInsertRows(t *testing.T) {
	s := newServer(t)
	s.script("CREATE TABLE t (a int, b text, c json, d double, e bool)")
	tricky := "it's \"q\" \\ back\nline\r\x00\x1a % _ ` é ☃ 😀"
	s.run(&ops.InsertRows{On: on("t"), Rows: []map[string]any{
		{"a": int64(-1), "b": tricky, "c": map[string]any{"k": []any{int64(1), "x\\y"}}, "d": 1.5e300, "e": true},
		{"b": nil, "e": false},
	}})
	if got := s.column("SELECT b FROM t WHERE a = -1", 0); got[0] != tricky {
		t.Errorf("%q", got[0])
	}
	if got := s.column("SELECT concat_ws('|', json_value(c, '$.k[1]'), d, e) FROM t WHERE a = -1", 0); got[0] != `x\y|1.5e300|1` {
		t.Errorf("%q", got[0])
	}
	if got := s.column("SELECT count(*) FROM t WHERE a IS NULL AND b IS NULL AND e = 0", 0); got[0] != "1" {
		t.Errorf("%q", got[0])
	}
}

// TestOffline: what a statement needs and nobody can look up comes from existing.
func TestOffline(t *testing.T) {
	d := mysql.New()
	existing := &schema.Column{Type: text("varchar(20)"), NotNull: true, Default: value("x"), Comment: "c"}
	got, err := d.Compile(&ops.AlterColumn{On: on("t"), Column: "s", Nullable: ptr(true), Existing: existing}, nil)
	if want := "ALTER TABLE `t` MODIFY COLUMN `s` varchar(20) DEFAULT 'x' COMMENT 'c'"; err != nil || got[0].SQL != want {
		t.Errorf("%v, %v", got, err)
	}
	for _, tt := range []struct {
		op   ops.Op
		want string
	}{
		{&ops.AlterColumn{On: on("t"), Column: "s", Nullable: ptr(true)}, "existing"},
		{&ops.AlterColumn{On: on("t"), Column: "s", Type: text("text")}, "existing"},
		{&ops.DropUnique{On: on("t"), Columns: []string{"a"}}, "name"},
		{&ops.DropForeignKey{On: on("t"), Columns: []string{"a"}}, "name"},
		{&ops.DropCheck{On: on("t"), SQL: text("a")}, "name"},
		{&ops.RenameConstraint{On: on("t"), Name: "a", To: "b"}, "database at hand"},
		{&ops.CreateCheck{On: on("t"), Check: schema.Check{Column: "a", SQL: text("a > 0")}}, "database at hand"},
		{&ops.CreateExclusion{On: on("t")}, "exclusion"},
		{&ops.CreateDomain{}, "domains"},
		{&ops.CreateExtension{}, "extensions"},
		{&ops.SetComment{On: "view", Name: "v"}, "comments on a view"},
		{&ops.AlterView{Named: ops.Named{Name: "v"}, Options: schema.Options{"mysql": {"security": "invoker"}}}, "as a whole"},
		{&ops.AlterIndex{On: on("t"), Name: "ix", Options: schema.Options{"mysql": {"ignored": "true"}}}, "as a whole"},
		{&ops.AlterView{Named: ops.Named{Name: "v"}, SQL: text("SELECT 1")}, "as a whole"},
		{&ops.CreateView{View: schema.View{Materialized: true, SQL: text("SELECT 1")}}, "materialized"},
		{&ops.CreateIndex{On: on("t"), Index: schema.Index{Name: "x", Using: "gin"}}, "gin"},
		{&ops.CreateIndex{On: on("t"), Index: schema.Index{Name: "x", Unique: true, Where: text("a > 0")}}, "generated column"},
		{&ops.CreateIndex{On: on("t"), Index: schema.Index{Name: strings.Repeat("é", 65)}}, "65 characters"},
		{&ops.CreateTable{Table: schema.Table{Name: "t"}}, "no columns"},
		{&ops.CreateTable{Table: schema.Table{Name: "t", Columns: []*schema.Column{{Name: "a", Type: text("varchar")}}}}, "varchar(n)"},
		{&ops.CreateTrigger{Trigger: schema.Trigger{Name: "tr", SQL: text("SELECT 1")}}, "CREATE"},
	} {
		if got, err := d.Compile(tt.op, nil); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, %v; want an error with %q", tt.op.Kind(), got, err, tt.want)
		}
	}
}
