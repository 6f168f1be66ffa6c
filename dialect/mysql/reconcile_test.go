package mysql_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/schema"
)

// TestReconcile: a wish that says less than the server, or says it in another
// way, finds nothing to change; what differs stays.
func TestReconcile(t *testing.T) {
	const parent = "CREATE TABLE p (id int PRIMARY KEY);"
	column := func(name, typ string) *schema.Column { return &schema.Column{Name: name, Type: text(typ)} }
	for _, tt := range []struct {
		name, live string
		wish       schema.Table
		differs    bool
	}{
		{"storage is the server's", "CREATE TABLE t (a int, b varchar(9)) ENGINE=MyISAM CHARSET=latin1 ROW_FORMAT=DYNAMIC COMMENT=''", schema.Table{Columns: []*schema.Column{column("a", "integer"), column("b", "varchar(9)")}}, false},
		{"partitions stay", "CREATE TABLE t (a int) PARTITION BY HASH (a) PARTITIONS 2", schema.Table{Columns: []*schema.Column{column("a", "integer")}}, false},
		{"engine said", "CREATE TABLE t (a int)", schema.Table{Columns: []*schema.Column{column("a", "integer")}, Options: schema.Options{"mysql": {"engine": "myisam"}}}, true},
		{"character set said", "CREATE TABLE t (a varchar(9))", schema.Table{Columns: []*schema.Column{column("a", "varchar(9) character set utf8mb4")}, Options: schema.Options{"mysql": {"charset": "utf8mb4", "engine": "innodb"}}}, false},
		{"another character set said", "CREATE TABLE t (a varchar(9))", schema.Table{Columns: []*schema.Column{column("a", "varchar(9)")}, Options: schema.Options{"mysql": {"charset": "latin1"}}}, true},
		{"old name of a character set", "CREATE TABLE t (a varchar(9) CHARACTER SET utf8 COLLATE utf8_general_ci)", schema.Table{Columns: []*schema.Column{{Name: "a", Type: text("varchar(9)"), Collation: text("utf8_general_ci")}}}, false},
		{"old name of a character set and no collation", "CREATE TABLE t (a varchar(9) CHARACTER SET utf8)", schema.Table{Columns: []*schema.Column{column("a", "varchar(9) character set utf8")}}, false},
		{"character set of a table and no collation", "CREATE TABLE t (a varchar(9)) CHARACTER SET utf16", schema.Table{Columns: []*schema.Column{column("a", "varchar(9)")}, Options: schema.Options{"mysql": {"charset": "utf16"}}}, false},
		{"binary attribute", "CREATE TABLE t (a varchar(9) BINARY)", schema.Table{Columns: []*schema.Column{column("a", "varchar(9) binary")}}, false},
		{"a table's collation and its columns'", "CREATE TABLE t (a varchar(9))", schema.Table{Columns: []*schema.Column{{Name: "a", Type: text("varchar(9)"), Collation: text("utf8mb4_general_ci")}}, Options: schema.Options{"mysql": {"collate": "utf8mb4_bin"}}}, true},
		{"a key that the server gave", "CREATE TABLE t (my_row_id bigint unsigned NOT NULL AUTO_INCREMENT INVISIBLE PRIMARY KEY, a int)", schema.Table{Columns: []*schema.Column{column("a", "integer")}}, false},
		{"a key that somebody gave", "CREATE TABLE t (my_row_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, a int)", schema.Table{Columns: []*schema.Column{column("a", "integer")}}, true},
		{"start reached", "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT=500", schema.Table{Columns: []*schema.Column{{Name: "id", Type: text("integer"), Identity: &schema.Identity{Start: ptr(int64(100))}}}, PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}}}, false},
		{"start not said", "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT=500", schema.Table{Columns: []*schema.Column{{Name: "id", Type: text("integer"), Autoincrement: true}}, PrimaryKey: &schema.PrimaryKey{Name: "pk", Columns: []string{"id"}}}, false},
		{"start not reached", "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT)", schema.Table{Columns: []*schema.Column{{Name: "id", Type: text("integer"), Autoincrement: true}}, PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}}, Options: schema.Options{"mysql": {"auto_increment": "100"}}}, true},
		{"unique by name", "CREATE TABLE t (a int, b int, UNIQUE KEY uq (a), UNIQUE KEY ux (b))", schema.Table{Columns: []*schema.Column{column("a", "integer"), column("b", "integer")}, Uniques: []*schema.Unique{{Name: "uq", Columns: []string{"a"}}}, Indexes: []*schema.Index{{Name: "ux", Unique: true, Columns: []schema.IndexPart{{Name: "b"}}}}}, false},
		{"unique by columns", "CREATE TABLE t (a int UNIQUE)", schema.Table{Columns: []*schema.Column{column("a", "integer")}, Uniques: []*schema.Unique{{Columns: []string{"a"}, NullsNotDistinct: false}}}, false},
		{"unique of a prefix", "CREATE TABLE t (a varchar(9), UNIQUE KEY uq (a(3)))", schema.Table{Columns: []*schema.Column{column("a", "varchar(9)")}, Uniques: []*schema.Unique{{Name: "uq", Columns: []string{"a"}}}}, true},
		{"index of a foreign key", parent + "CREATE TABLE t (a int, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id))", schema.Table{Columns: []*schema.Column{column("a", "integer")}, ForeignKeys: []*schema.ForeignKey{{Name: "fk", Columns: []string{"a"}, References: "p", Referred: []string{"id"}, OnDelete: "restrict", OnUpdate: "no action"}}}, false},
		{"unnamed foreign key", parent + "CREATE TABLE t (a int REFERENCES p (id))", schema.Table{Columns: []*schema.Column{column("a", "integer")}, ForeignKeys: []*schema.ForeignKey{{Columns: []string{"a"}, References: "p", Referred: []string{"id"}}}}, false},
		{"index of a foreign key that the wish names", parent + "CREATE TABLE t (a int, KEY fk (a), CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id))", schema.Table{Columns: []*schema.Column{column("a", "integer")}, Indexes: []*schema.Index{{Name: "fk", Columns: []schema.IndexPart{{Name: "a"}}}}, ForeignKeys: []*schema.ForeignKey{{Name: "fk", Columns: []string{"a"}, References: "p", Referred: []string{"id"}}}}, false},
		{"index of one's own under a foreign key", parent + "CREATE TABLE t (a int, KEY mine (a), CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id))", schema.Table{Columns: []*schema.Column{column("a", "integer")}, ForeignKeys: []*schema.ForeignKey{{Name: "fk", Columns: []string{"a"}, References: "p", Referred: []string{"id"}}}}, true},
		{"action of a foreign key", parent + "CREATE TABLE t (a int, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE)", schema.Table{Columns: []*schema.Column{column("a", "integer")}, ForeignKeys: []*schema.ForeignKey{{Name: "fk", Columns: []string{"a"}, References: "p", Referred: []string{"id"}}}}, true},
		{"unnamed check", "CREATE TABLE t (a int, CHECK (a > 0))", schema.Table{Columns: []*schema.Column{column("a", "integer")}, Checks: []*schema.Check{{SQL: text("(A>0)")}}}, false},
		{"other dialects' things", "CREATE TABLE t (a int, KEY ix (a))", schema.Table{Columns: []*schema.Column{{Name: "a", Type: schema.Text{Any: "integer", By: map[string]string{"postgres": "int4"}}, Default: &schema.Default{By: map[string]*schema.Default{"postgres": expr("random()")}}}},
			Indexes: []*schema.Index{{Name: "ix", Include: []string{"a"}, Columns: []schema.IndexPart{{Name: "a", Nulls: "last", Opclass: "int4_ops"}}, Where: text("a > 0")}},
			Checks:  []*schema.Check{{Name: "ck", SQL: schema.Text{By: map[string]string{"postgres": "a > 0"}}}}, Options: schema.Options{"postgres": {"fillfactor": "70"}}}, false},
		{"json, uuid, arrays", "CREATE TABLE t (a json, b char(36), c json, d datetime, e timestamp NULL, f decimal(65,30))", schema.Table{Columns: []*schema.Column{column("a", "json"), column("b", "uuid"), column("c", "integer[]"), column("d", "timestamp"), column("e", "timestamptz"), column("f", "numeric")}}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t)
			s.script(tt.live)
			tt.wish.Name = "t"
			wish, err := dialect.Lower(mysql.New(), &schema.Database{Tables: []*schema.Table{&tt.wish}})
			if err != nil {
				t.Fatal(err)
			}
			live := s.read()
			mysql.New().Reconcile(wish, live)
			// What is only spelled otherwise, the server settles.
			canonical, err := introspect.Canonicalize(t.Context(), s.conn, mysql.New(), wish)
			if err != nil {
				t.Fatal(err)
			}
			got, want := canonical.Tables[0], live.Table(schema.Name{Name: "t"})
			got.Checks, want.Checks = append([]*schema.Check{}, got.Checks...), append([]*schema.Check{}, want.Checks...)
			for _, table := range []*schema.Table{got, want} { // none and no more are the same
				if len(table.Indexes) == 0 {
					table.Indexes = nil
				}
			}
			if reflect.DeepEqual(got, want) == tt.differs {
				t.Errorf("wish %+v\nlive %+v", got, want)
				for i, c := range got.Columns {
					t.Logf("wish %+v\nlive %+v", c, want.Columns[i])
				}
			}
		})
	}
}

func TestLowerErrors(t *testing.T) {
	column := &schema.Column{Name: "a", Type: text("integer")}
	for _, tt := range []struct {
		name, want string
		db         schema.Database
	}{
		{"exclusion", "trigger", schema.Database{Tables: []*schema.Table{{Name: "t", Exclusions: []*schema.Exclusion{{}}}}}},
		{"domain", "the domain's type", schema.Database{Domains: []*schema.Domain{{Name: "d", Type: text("integer")}}}},
		{"materialized view", "a job", schema.Database{Views: []*schema.View{{Name: "v", Materialized: true}}}},
		{"set null of some columns", "name no columns", schema.Database{Tables: []*schema.Table{{Name: "t", ForeignKeys: []*schema.ForeignKey{{OnDeleteColumns: []string{"a"}}}}}}},
		{"autoincrement", "integer", schema.Database{Tables: []*schema.Table{{Name: "t", Columns: []*schema.Column{{Name: "a", Type: text("text"), Autoincrement: true}}}}}},
		{"index method", "gin", schema.Database{Tables: []*schema.Table{{Name: "t", Columns: []*schema.Column{column}, Indexes: []*schema.Index{{Name: "x", Using: "gin"}}}}}},
	} {
		if _, err := dialect.Lower(mysql.New(), &tt.db); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// TestEnums: a column that names an enum carries its values.
func TestEnums(t *testing.T) {
	db := schema.Database{
		Enums:      []*schema.Enum{{Name: "status", Values: []string{"draft", "it's"}}},
		Extensions: []*schema.Extension{{Name: "citext"}},
		Tables:     []*schema.Table{{Name: "t", Columns: []*schema.Column{{Name: "s", Type: text("status"), Default: value("draft")}}}},
	}
	got, err := dialect.Lower(mysql.New(), &db)
	if err != nil {
		t.Fatal(err)
	}
	if c := got.Tables[0].Columns[0]; c.Type.Any != "enum('draft','it''s')" || len(got.Enums)+len(got.Extensions) != 0 {
		t.Errorf("%+v, %+v", c, got)
	}
}

func TestRaiseTable(t *testing.T) {
	table := &schema.Table{Name: "t", Columns: []*schema.Column{
		{Name: "a", Type: text("tinyint(1)"), Default: expr("1")}, {Name: "b", Type: text("datetime(6)"), Default: expr("current_timestamp(6)"), OnUpdate: text("current_timestamp(6)")},
		{Name: "c", Type: text("varchar(9)"), Default: expr("'it''s'"), Collation: text("latin1_bin")}, {Name: "d", Type: text("decimal(5,2)"), Default: expr("1.50")},
		{Name: "e", Type: text("int"), Default: expr("7")}, {Name: "f", Type: text("char(36)"), Default: expr("uuid()")}, {Name: "g", Type: text("int unsigned")},
	}}
	mysql.New().RaiseTable(table, nil)
	want := []*schema.Column{
		{Name: "a", Type: text("boolean"), Default: value(true)},
		{Name: "b", Type: text("timestamp(6)"), Default: expr("CURRENT_TIMESTAMP"), OnUpdate: schema.Text{By: map[string]string{"mysql": "CURRENT_TIMESTAMP"}}},
		{Name: "c", Type: text("varchar(9)"), Default: value("it's"), Collation: schema.Text{By: map[string]string{"mysql": "latin1_bin"}}},
		{Name: "d", Type: text("numeric(5,2)"), Default: value(1.5)}, {Name: "e", Type: text("integer"), Default: value(int64(7))},
		{Name: "f", Type: text("char(36)"), Default: expr("uuid()")}, {Name: "g", Type: text("int unsigned")},
	}
	for i, c := range table.Columns {
		if !reflect.DeepEqual(c, want[i]) {
			t.Errorf("got %+v, want %+v", c, want[i])
		}
	}
}
