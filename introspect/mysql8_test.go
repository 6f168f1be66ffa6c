package introspect

import (
	"database/sql"
	"testing"

	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/schema"
)

// MySQL 8's spellings, from its manual: none of its servers is at hand.
const mysql8Show = "CREATE TABLE `t` (\n" +
	"  `id` int unsigned NOT NULL AUTO_INCREMENT,\n" +
	"  `flag` tinyint(1) DEFAULT '1',\n" +
	"  `s` varchar(9) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s' COMMENT 'a, (b',\n" +
	"  `u` varchar(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci DEFAULT (uuid()),\n" +
	"  `x` text DEFAULT (_utf8mb4'abc'),\n" +
	"  `j` json DEFAULT NULL,\n" +
	"  `ts` timestamp(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),\n" +
	"  `g` int GENERATED ALWAYS AS ((`id` * 2)) STORED,\n" +
	"  `p` point NOT NULL /*!80003 SRID 4326 */,\n" +
	"  `h` int DEFAULT NULL /*!80023 INVISIBLE */,\n" +
	"  `k` int /*!50606 STORAGE DISK */ /*!50606 COLUMN_FORMAT DYNAMIC */ DEFAULT NULL COMMENT 'k' /*!80021 ENGINE_ATTRIBUTE '{\"a\": 1}' */,\n" +
	"  PRIMARY KEY (`id`),\n" +
	"  UNIQUE KEY `uq` (`s`),\n" +
	"  KEY `fx` ((lower(`s`)),`id` DESC) /*!80000 INVISIBLE */,\n" +
	"  FULLTEXT KEY `ft` (`x`) /*!50100 WITH PARSER `ngram` */ ,\n" +
	"  CONSTRAINT `fk` FOREIGN KEY (`id`) REFERENCES `p` (`id`) ON DELETE RESTRICT,\n" +
	"  CONSTRAINT `t_chk_1` CHECK ((`s` <> _utf8mb4'a')) /*!80016 NOT ENFORCED */\n" +
	") /*!50100 TABLESPACE `innodb_system` */ ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='x'\n" +
	"/*!50100 PARTITION BY HASH (`id`)\nPARTITIONS 4 */"

func TestMySQL8ShowCreate(t *testing.T) {
	d := &mysql.Dialect{}
	got, err := parseShowCreate(d, mysql8Show)
	if err != nil {
		t.Fatal(err)
	}
	if err := finishMySQLTable(d, got, "db", true); err != nil {
		t.Fatal(err)
	}
	text := schema.SQL
	def := func(s string) *schema.Default { return &schema.Default{SQL: text(s)} }
	own := func(key, value string) schema.Options { return schema.Options{"mysql": {key: value}} }
	mysqlSameTable(t, got, &schema.Table{
		Name: "t", Comment: "x",
		Columns: []*schema.Column{
			{Name: "id", Type: text("int unsigned"), NotNull: true, Autoincrement: true},
			{Name: "flag", Type: text("tinyint(1)"), Default: def("1")},
			{Name: "s", Type: text("varchar(9)"), NotNull: true, Default: def("'it''s'"), Collation: text("latin1_bin"), Comment: "a, (b"},
			{Name: "u", Type: text("varchar(36)"), Default: def("uuid()"), Options: own("collate", "utf8mb4_0900_ai_ci")},
			{Name: "x", Type: text("text"), Default: def("'abc'")},
			{Name: "j", Type: text("json")},
			{Name: "ts", Type: text("timestamptz(3)"), Default: def("current_timestamp(3)"), OnUpdate: text("current_timestamp(3)")},
			{Name: "g", Type: text("int"), Generated: &schema.Generated{SQL: text("`id` * 2"), Stored: true}},
			{Name: "p", Type: text("point"), NotNull: true, Options: own("srid", "4326")},
			{Name: "h", Type: text("int"), Options: own("invisible", "true")},
			{Name: "k", Type: text("int"), Comment: "k", Options: own("engine_attribute", `{"a": 1}`)},
		},
		PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}},
		Indexes: []*schema.Index{
			{Name: "uq", Unique: true, Columns: []schema.IndexPart{{Name: "s"}}},
			{Name: "fx", Columns: []schema.IndexPart{{SQL: text("lower(`s`)")}, {Name: "id", Order: "desc"}}, Options: own("invisible", "true")},
			{Name: "ft", Using: "fulltext", Columns: []schema.IndexPart{{Name: "x"}}, Options: own("parser", "ngram")},
		},
		ForeignKeys: []*schema.ForeignKey{{Name: "fk", Columns: []string{"id"}, References: "p", Referred: []string{"id"}, OnDelete: "restrict"}},
		Checks:      []*schema.Check{{Name: "t_chk_1", SQL: text("`s` <> _utf8mb4'a'"), NotEnforced: true}},
		Options: schema.Options{"mysql": {"engine": "InnoDB", "collate": "utf8mb4_0900_ai_ci", "auto_increment": "7", "tablespace": "innodb_system",
			"partition": "PARTITION BY HASH (`id`)\nPARTITIONS 4"}},
	})
}

func TestMySQL8Columns(t *testing.T) {
	r := &mysqlReader{d: &mysql.Dialect{}, server: mysqlServer{version: 80036}}
	for _, tt := range []struct{ typ, def, extra, want string }{
		{"varchar(9)", "draft", "", "'draft'"}, {"varchar(9)", "", "", "''"}, {"varchar(9)", `it's a \`, "", `'it''s a \\'`}, {"int", "5", "", "5"}, {"tinyint(1)", "1", "", "1"},
		{"decimal(5,2)", "1.50", "", "1.50"}, {"bit(1)", "b'1'", "", "b'1'"}, {"binary(2)", "0x6162", "", "0x6162"}, {"date", "2020-01-01", "", "'2020-01-01'"},
		{"datetime(3)", "CURRENT_TIMESTAMP(3)", "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(3)", "current_timestamp(3)"},
		{"timestamp", "CURRENT_TIMESTAMP", "DEFAULT_GENERATED", "current_timestamp()"}, {"varchar(36)", "uuid()", "DEFAULT_GENERATED", "uuid()"},
		{"text", `_utf8mb4\'it\\\'s\'`, "DEFAULT_GENERATED", "'it''s'"}, {"int", "(1 + 2)", "DEFAULT_GENERATED", "1 + 2"},
	} {
		null := sql.NullString{}
		column, err := r.column(&schema.Table{}, []sql.NullString{{String: "c"}, {String: tt.typ}, {String: "YES"}, {String: tt.def, Valid: true}, {String: tt.extra}, null, null, null, null})
		if err != nil {
			t.Fatal(err)
		}
		table := &schema.Table{Name: "t", Columns: []*schema.Column{column}}
		if err := finishMySQLTable(r.d, table, "db", false); err != nil {
			t.Fatal(err)
		}
		if column.Default == nil || column.Default.SQL.Any != tt.want {
			t.Errorf("%s %s: %+v, want %s", tt.typ, tt.def, column.Default, tt.want)
		}
	}
}
