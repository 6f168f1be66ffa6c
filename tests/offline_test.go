package tests

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/revision"
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

// TestOfflinePairs runs MySQL's pairs as scripts, written with nothing but the history at hand: no server tells which
// indexes it made for foreign keys, nor what a column is that MODIFY says again.
func TestOfflinePairs(t *testing.T) {
	for _, p := range readPairs(t) {
		if p.Dialect != "mysql" || p.MayRefuse || p.From == "" || len(p.Rename) > 0 { // of a table, MySQL renames the checks along, and MariaDB does not
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			r := &offlineRun{pairRun: &pairRun{t: t, pair: p}}
			r.all()
			if len(r.failures) > 0 {
				t.Error(strings.Join(r.failures, "\n"))
			}
		})
	}
}

// offlineRun is a pair whose operations run as scripts.
type offlineRun struct {
	*pairRun
	base string // the revision that makes From
}

func (r *offlineRun) all() {
	r.db, r.wished = r.load(r.From), r.load(r.To)
	from, to := sortedDump(r.t, r.db), sortedDump(r.t, r.wished)
	r.configure()
	adopted, err := r.open().Adopt(context.Background(), migrate.NewRevision{NewOptions: revision.NewOptions{Message: "base"}})
	if err != nil {
		r.t.Fatal(err)
	}
	r.base = adopted.Revision.ID
	written := r.autogenerate()
	if written == nil || written.Revision == nil {
		return
	}
	r.script(revision.Up, []string{r.base}, "head")
	if got := sortedDump(r.t, r.db); got != to && (r.DumpEqual == nil || *r.DumpEqual) {
		r.failed("dump after the script", difference(got, to))
	}
	r.script(revision.Down, []string{written.Revision.ID}, r.base)
	if got := sortedDump(r.t, r.db); got != from {
		r.failed("dump after the script back", difference(got, from))
	}
}

func (r *offlineRun) script(direction revision.Direction, at []string, target string) {
	var text bytes.Buffer
	if err := r.open().Script(&text, direction, at, target); err != nil {
		r.t.Fatal(err)
	}
	path := filepath.Join(r.t.TempDir(), "script.sql")
	if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
		r.t.Fatal(err)
	}
	if err := r.db.load(path); err != nil {
		r.failed("script", err.Error(), text.String())
	}
}
