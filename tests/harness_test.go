package tests

import (
	"strings"
	"testing"
)

// TestDump checks the judge itself: equal schemas have equal dumps, and each of
// these differences shows.
func TestDump(t *testing.T) {
	const base = "CREATE TABLE a (id int PRIMARY KEY, b varchar(10) NOT NULL, c int, CONSTRAINT ck_a_c CHECK (c > 0), CONSTRAINT uq_a_b UNIQUE (b)); CREATE INDEX ix_a_c ON a (c);"
	changes := map[string][2]string{ // name → what of base to replace, and by what
		"same":        {"", ""},
		"table":       {"TABLE a ", "TABLE z "},
		"column":      {"c int,", "c int, d int,"},
		"type":        {"varchar(10)", "varchar(11)"},
		"nullable":    {"b varchar(10) NOT NULL", "b varchar(10)"},
		"default":     {"c int,", "c int DEFAULT 5,"},
		"check":       {"c > 0", "c > 1"},
		"unique":      {"UNIQUE (b)", "UNIQUE (b, c)"},
		"constraint":  {"uq_a_b", "uq_other"},
		"index":       {"ON a (c)", "ON a (c DESC)"},
		"primary key": {" PRIMARY KEY", ""},
	}
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			dump := func(statements string) string {
				db := testDatabase(t, dialect)
				if _, err := db.query(statements); err != nil {
					t.Fatal(err)
				}
				return mustDump(t, db)
			}
			want := dump(base)
			if empty := dump("SELECT 1"); empty != "" {
				t.Errorf("the dump of an empty database: %q", empty)
			}
			for name, change := range changes {
				statements := strings.Replace(base, change[0], change[1], 1)
				if name == "table" {
					statements = strings.Replace(statements, "ON a ", "ON z ", 1)
				}
				if got := dump(statements); (got == want) != (name == "same") {
					t.Errorf("%s: equal is %v:\n%s", name, got == want, got)
				}
			}
		})
	}
}

// TestDumpLeavesOwnTablesOut checks that the tool's tables are in no dump, on any
// database, with what hangs on them.
func TestDumpLeavesOwnTablesOut(t *testing.T) {
	for _, dialect := range dialects {
		db := testDatabase(t, dialect)
		for _, table := range ownTables {
			if _, err := db.query("CREATE TABLE " + table + " (id int PRIMARY KEY, b int); CREATE INDEX ix_" + table + " ON " + table + " (b)"); err != nil {
				t.Fatal(err)
			}
		}
		if got := mustDump(t, db); got != "" {
			t.Errorf("%s: %s", dialect, got)
		}
	}
}
