package gostruct

import (
	"reflect"
	"testing"

	"github.com/limbeck/migrate/schema"
)

// TestCutClauses: the type of a tag may go on as a column of CREATE TABLE does.
func TestCutClauses(t *testing.T) {
	for text, want := range map[string]struct {
		typ  string
		rest clauses
	}{
		"varchar(50)":                                                            {"varchar(50)", clauses{}},
		"character varying (50) not null":                                        {"character varying (50)", clauses{notNull: true}},
		"timestamp with time zone NULL":                                          {"timestamp with time zone", clauses{}},
		"enum('not null','a b') NOT NULL":                                        {"enum('not null','a b')", clauses{notNull: true}},
		"varchar(20) NOT NULL DEFAULT 'a b' COMMENT 'it''s'":                     {"varchar(20)", clauses{notNull: true, value: "'a b'", comment: "it's"}},
		"datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP":         {"datetime", clauses{value: "CURRENT_TIMESTAMP", onUpdate: "CURRENT_TIMESTAMP"}},
		"int unsigned default 0 unique":                                          {"int unsigned", clauses{value: "0", unique: true}},
		"varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin":                   {"varchar(9)", clauses{collation: "utf8mb4_bin"}},
		"text COLLATE \"C\"":                                                     {"text", clauses{collation: "C"}},
		"bigint AUTO_INCREMENT":                                                  {"bigint", clauses{numbered: true}},
		"int CHECK(a > 0)":                                                       {"int", clauses{check: "a > 0"}},
		"int check (a > 0) null":                                                 {"int", clauses{check: "a > 0"}},
		"int REFERENCES users(id) ON DELETE CASCADE ON UPDATE SET NULL NOT NULL": {"int", clauses{notNull: true, references: &schema.ForeignKey{References: "users", Referred: []string{"id"}, OnDelete: "cascade", OnUpdate: "set null"}}},
		"uuid references \"crm\".\"users\" (\"id\") on delete no action default uuid_v4()": {"uuid", clauses{value: "uuid_v4()", references: &schema.ForeignKey{ReferencesSchema: "crm", References: "users", Referred: []string{"id"}, OnDelete: ""}}},
		"integer PRIMARY KEY AUTOINCREMENT":                                                {"integer PRIMARY KEY AUTOINCREMENT", clauses{}},
		"int GENERATED ALWAYS AS (a + b) STORED":                                           {"int GENERATED ALWAYS AS (a + b) STORED", clauses{}},
		"int NOT":                                                                          {"int NOT", clauses{}},
		"":                                                                                 {"", clauses{}},
	} {
		typ, rest := cutClauses(text)
		if typ != want.typ || !reflect.DeepEqual(rest, want.rest) {
			t.Errorf("%q: %q, %+v", text, typ, rest)
		}
	}
}
