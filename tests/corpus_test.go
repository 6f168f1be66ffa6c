package tests

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/revision"
)

// corpusOpen are the files of the corpus that do not pass yet, with what is
// missing. One that passes has to be taken out.
var corpusOpen = map[string]string{}

// TestCorpus adopts every schema of a folder of real ones (CORPUS_DIR, which make
// corpus sets), applies the revision to an empty database, and compares the two.
// The file itself, as a SQL model, finds nothing to do on either; and downgrading
// leaves nothing.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("CORPUS_DIR")
	if dir == "" {
		t.Skip("CORPUS_DIR names no folder of schemas")
	}
	for _, dialect := range dialects {
		files, err := filepath.Glob(filepath.Join(dir, dialect, "*.sql"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no schemas for %s in %s: %v", dialect, dir, err)
		}
		for _, file := range files {
			name := dialect + "/" + strings.TrimSuffix(filepath.Base(file), ".sql")
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				run := runCorpus(t, dialect, file)
				reason, open := corpusOpen[name]
				switch failed := len(run.failures) > 0; {
				case open && failed:
					t.Logf("open (%s): %s", reason, run.failures[0])
				case open:
					t.Error("passes: take it out of corpusOpen")
				case failed:
					t.Error(strings.Join(run.failures, "\n"))
				}
			})
		}
	}
}

// corpusRun is one schema at work.
type corpusRun struct {
	t        *testing.T
	file     string
	p        *project
	failures []string
}

func (r *corpusRun) check(what string, err error, detail ...string) {
	if err != nil {
		detail = append(detail, err.Error())
	}
	if text := strings.Join(detail, "\n"); text != "" {
		r.failures = append(r.failures, what+": "+text)
	}
}

func runCorpus(t *testing.T, dialect, file string) *corpusRun {
	t.Helper()
	r := &corpusRun{t: t, file: file, p: &project{t: t, dir: t.TempDir()}}
	r.all(dialect)
	return r
}

func (r *corpusRun) all(dialect string) {
	first, second := testDatabase(r.t, dialect), testDatabase(r.t, dialect)
	if err := first.load(r.file); err != nil {
		r.t.Fatal(err)
	}
	want := judgeDump(r.t, first)
	r.p.write("migrations.toml", "[databases.main]\nurl = \""+first.url+"\"\n\n[models]\nsql = [\""+r.file+"\"]\n")
	ctx := context.Background()
	_, err := r.open(first).Adopt(ctx, migrate.NewRevision{NewOptions: revision.NewOptions{Message: "adopt"}})
	r.check("adopt", err)
	if err == nil {
		_, err = r.open(second).Upgrade(ctx, "head")
		r.check("upgrade", err)
	}
	if err != nil {
		return
	}
	if got := judgeDump(r.t, second); got != want {
		r.check("dump of the copy", nil, difference(got, want))
	}
	for _, db := range []database{first, second} {
		d, err := r.open(db).Diff(ctx)
		r.check("comparison", err)
		if err == nil {
			r.check("comparison finds", nil, describeAll(d.Upgrade)...)
		}
	}
	r.inspect(first, want)
	_, err = r.open(second).Downgrade(ctx, "base")
	r.check("downgrade", err)
	if err == nil {
		r.check("dump after the downgrade", nil, judgeDump(r.t, second))
	}
}

// inspect prints the schema: the SQL makes the same database by the server's own
// client, and the TOML is a model that finds nothing to do on it.
func (r *corpusRun) inspect(db database, want string) {
	script, model := filepath.Join(r.t.TempDir(), "inspect.sql"), filepath.Join(r.t.TempDir(), "inspect.toml")
	for file, format := range map[string]string{script: "sql", model: "toml"} {
		text, err := output(binary, "inspect", "--url", db.url, "--format", format)
		r.check("inspect "+format, err)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
	third := testDatabase(r.t, db.dialect)
	if err := third.load(script); err != nil {
		r.check("running the SQL of inspect", err)
	} else if got := judgeDump(r.t, third); got != want {
		r.check("dump after the SQL of inspect", nil, difference(got, want))
	}
	text, err := output(binary, "diff", "--from", db.url, "--to", model)
	r.check("diff with the TOML of inspect", err, strings.TrimSpace(text))
}

func (r *corpusRun) open(db database) *migrate.Migrator {
	r.t.Helper()
	c, err := config.Load(filepath.Join(r.p.dir, "migrations.toml"))
	if err != nil {
		r.t.Fatal(err)
	}
	m, err := migrate.Open(c, migrate.Target{URL: db.url})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = m.Close() })
	return m
}

// judgeDump is the dump to compare by: of SQLite the meaning.
func judgeDump(t *testing.T, db database) string {
	t.Helper()
	if db.dialect != "sqlite" {
		return mustDump(t, db)
	}
	text, err := db.meaning()
	if err != nil {
		t.Fatal(err)
	}
	return text
}
