package tests

import (
	"os"
	"path/filepath"
	"testing"
)

// nowhere are URLs that say which dialect it is, and that nobody answers.
var nowhere = map[string]string{
	"sqlite":   "sqlite:///nonexistent/folder/app.db",
	"postgres": "postgres://nobody@127.0.0.1:1/nothing",
	"mysql":    "mysql://nobody@127.0.0.1:1/nothing",
}

// TestOffline runs the script that --sql prints, without a connection, by the
// server's own client: it leaves what a direct run leaves, and the version
// table knows it.
func TestOffline(t *testing.T) {
	for _, a := range apps(t) {
		for _, dialect := range a.dialects {
			t.Run(a.name+"/"+dialect, func(t *testing.T) {
				t.Parallel()
				direct := newProject(t, a.name, testDatabase(t, dialect).url)
				direct.migrate(0, "revision", "--autogenerate", "-m", "create "+a.name)

				db := testDatabase(t, dialect)
				offline := newProject(t, a.name, nowhere[dialect])
				offline.useVersionsOf(direct)
				offline.runScript(db, "upgrade", "head", "--sql")
				sameDump(t, "upgrade --sql", mustDump(t, db), a.want(t, dialect))

				online := newProject(t, a.name, db.url)
				online.useVersionsOf(direct)
				online.nothingToDo()

				offline.runScript(db, "downgrade", "heads:base", "--sql")
				sameDump(t, "downgrade --sql", mustDump(t, db), "")
				online.migrate(0, "upgrade", "head")
				sameDump(t, "upgrade after downgrade --sql", mustDump(t, db), a.want(t, dialect))
			})
		}
	}
}

// runScript pipes what the command prints into a database.
func (p *project) runScript(db database, args ...string) {
	p.t.Helper()
	script, _ := p.migrate(0, args...)
	path := filepath.Join(p.t.TempDir(), "script.sql")
	if err := os.WriteFile(path, []byte(script), 0o644); err != nil {
		p.t.Fatal(err)
	}
	if err := db.load(path); err != nil {
		p.t.Fatalf("%v\n%s", err, script)
	}
}
