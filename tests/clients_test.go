package tests

import (
	"os"
	"path/filepath"
	"testing"
)

// TestClientScripts runs scripts full of what psql, mariadb and sqlite3 read in their
// own way: as a revision and as a model they mean what the client makes of them,
// with a revision before and after, whatever they set in their session.
func TestClientScripts(t *testing.T) {
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			path, err := filepath.Abs(filepath.Join("testdata", "clients", dialect+".sql"))
			if err != nil {
				t.Fatal(err)
			}
			script, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want := testDatabase(t, dialect)
			if err := want.load(path); err != nil {
				t.Fatal(err)
			}
			db := testDatabase(t, dialect)
			p := &project{t, t.TempDir(), db.url}
			p.write("migrations.toml", "[databases.main]\nurl = \"${DATABASE_URL}\"\n[models]\nsql = [\"schema.sql\"]\n")
			p.write("schema.sql", string(script))
			p.write("versions/1_aaaaaaaaaaaa_before.sql", "-- revision: aaaaaaaaaaaa\n-- migrate:up\nCREATE TABLE aside (id int);\n-- migrate:down\nDROP TABLE aside;\n")
			p.write("versions/2_bbbbbbbbbbbb_script.sql", "-- revision: bbbbbbbbbbbb\n-- down_revision: aaaaaaaaaaaa\n-- migrate:up\n"+string(script))
			p.write("versions/3_cccccccccccc_after.sql", "-- revision: cccccccccccc\n-- down_revision: bbbbbbbbbbbb\n-- migrate:up\nDROP TABLE aside;\n-- migrate:down\nCREATE TABLE aside (id int);\n")
			p.migrate(0, "upgrade", "head")
			p.migrate(0, "downgrade", "-1")
			p.migrate(0, "upgrade", "head")
			sameDump(t, "upgrade", db.everything(t), want.everything(t))
			p.migrate(0, "check")
		})
	}
}

// everything is the schema and the rows of the tables that the scripts make.
func (db database) everything(t *testing.T) string {
	t.Helper()
	out := mustDump(t, db)
	for _, table := range []string{"t", "log", "parent", "child"} {
		rows, err := db.query("SELECT * FROM " + table + " ORDER BY 1, 2")
		if err != nil {
			rows = "no table\n"
		}
		out += table + "\n" + rows
	}
	return out
}
