package tests

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// release reads the models of testdata/release: before and after a release that
// changes about everything at once (columns, types, nullability, defaults, enum
// values, comments, constraints, tables in circles, tables that go).
func release(t *testing.T, form string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "release", form+".go.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// anyOrder disregards the order of columns: one that comes back stands last.
func anyOrder(dump string) string {
	lines := strings.Split(dump, "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], ",")
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestRelease generates the two revisions of a large release on each database and
// runs them on every database: up, down by one to exactly what was there with its
// rows, up again, and down to nothing.
func TestRelease(t *testing.T) {
	for _, origin := range dialects {
		t.Run(origin, func(t *testing.T) {
			t.Parallel()
			source := newProject(t, "contacts", testDatabase(t, origin).url)
			for _, form := range []string{"before", "after"} {
				source.write("models/models.go", release(t, form))
				source.migrate(0, "revision", "--autogenerate", "-m", form)
				source.migrate(0, "upgrade", "head")
				source.nothingToDo()
			}
			for _, dialect := range dialects {
				db := testDatabase(t, dialect)
				p := newProject(t, "contacts", db.url)
				p.write("models/models.go", release(t, "after"))
				p.useVersionsOf(source)

				p.migrate(0, "upgrade", "+1")
				const rows = "INSERT INTO accounts (id, name, level, code) VALUES (1, 'ann', 'low', 7), (2, 'bob', 'mid', 8)"
				if _, err := db.query(rows); err != nil {
					t.Fatal(err)
				}
				before := mustDump(t, db)
				p.migrate(0, "upgrade", "head")
				p.nothingToDo()
				after := mustDump(t, db)
				p.migrate(0, "downgrade", "-1")
				sameDump(t, dialect+": downgrade", anyOrder(mustDump(t, db)), anyOrder(before))
				if got, err := db.query("SELECT id, name, level, code FROM accounts ORDER BY id"); err != nil || got != "1|ann|low|7\n2|bob|mid|8\n" {
					t.Fatalf("%s: rows are now %q, %v", dialect, got, err)
				}
				p.migrate(0, "upgrade", "head")
				sameDump(t, dialect+": upgrade again", anyOrder(mustDump(t, db)), anyOrder(after))
				p.migrate(0, "downgrade", "base")
				sameDump(t, dialect+": downgrade to base", mustDump(t, db), "")
			}
		})
	}
}
