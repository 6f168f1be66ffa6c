package tests

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// app is one folder of testdata/apps.
type app struct {
	name     string
	dialects []string // those that it has an .sql file for
}

func apps(t *testing.T) []app {
	t.Helper()
	folders, err := os.ReadDir(filepath.Join("testdata", "apps"))
	if err != nil {
		t.Fatal(err)
	}
	var out []app
	for _, f := range folders {
		a := app{name: f.Name()}
		for _, dialect := range dialects {
			if _, err := os.Stat(a.sql(dialect)); err == nil {
				a.dialects = append(a.dialects, dialect)
			}
		}
		out = append(out, a)
	}
	return out
}

func (a app) sql(dialect string) string {
	return filepath.Join("testdata", "apps", a.name, dialect+".sql")
}

// want is the dump of the schema that was written by hand.
func (a app) want(t *testing.T, dialect string) string {
	t.Helper()
	db := testDatabase(t, dialect)
	path, err := filepath.Abs(a.sql(dialect))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.load(path); err != nil {
		t.Fatal(err)
	}
	return mustDump(t, db)
}

func mustDump(t *testing.T, db database) string {
	t.Helper()
	text, err := db.dump()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// sameDump fails with the first lines that differ.
func sameDump(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: the dumps differ\n%s", what, difference(got, want))
	}
}

// TestApps is the oracle: the structs, migrated, make the database that the
// hand-written SQL makes; nothing is left to migrate after that, and nothing is
// left of it after the way back.
func TestApps(t *testing.T) {
	for _, a := range apps(t) {
		for _, dialect := range a.dialects {
			t.Run(a.name+"/"+dialect, func(t *testing.T) {
				t.Parallel()
				want := a.want(t, dialect)
				db := testDatabase(t, dialect)
				p := newProject(t, a.name, db.url)

				p.migrate(0, "revision", "--autogenerate", "-m", "create "+a.name)
				if n := len(p.versions()); n != 1 {
					t.Fatalf("%d revision files after autogenerate, want 1", n)
				}
				p.migrate(0, "upgrade", "head")
				sameDump(t, "upgrade head", mustDump(t, db), want)

				p.nothingToDo()

				p.migrate(0, "downgrade", "base")
				sameDump(t, "downgrade base", mustDump(t, db), "")
				p.migrate(0, "upgrade", "head")
				sameDump(t, "upgrade head again", mustDump(t, db), want)
			})
		}
	}
}

// nothingToDo checks that neither autogenerate nor check nor diff finds a
// difference between models and database, and that autogenerate says so.
func (p *project) nothingToDo() {
	p.t.Helper()
	before := p.versions()
	stdout, stderr := p.migrate(0, "revision", "--autogenerate", "-m", "nothing")
	if after := p.versions(); !slices.Equal(before, after) {
		content, _ := os.ReadFile(after[len(after)-1])
		p.t.Fatalf("a second autogenerate wrote a file:\n%s", content)
	}
	if !regexp.MustCompile(`(?i)\bno(thing)?\b`).MatchString(stdout + stderr) {
		p.t.Fatalf("a second autogenerate doesn't say that there is nothing to do: %q", stdout+stderr)
	}
	p.migrate(0, "check")
	p.migrate(0, "diff", "--exit-code")
}

// TestSameRevisionsEverywhere migrates every database by the files that were
// generated on SQLite.
func TestSameRevisionsEverywhere(t *testing.T) {
	for _, a := range apps(t) {
		if !slices.Contains(a.dialects, "sqlite") {
			continue
		}
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			source := newProject(t, a.name, testDatabase(t, "sqlite").url)
			source.migrate(0, "revision", "--autogenerate", "-m", "create "+a.name)
			for _, dialect := range a.dialects {
				db := testDatabase(t, dialect)
				p := newProject(t, a.name, db.url)
				p.useVersionsOf(source)
				p.migrate(0, "upgrade", "head")
				sameDump(t, dialect, mustDump(t, db), a.want(t, dialect))
				p.nothingToDo()
				p.migrate(0, "downgrade", "base")
				sameDump(t, dialect+" after the way back", mustDump(t, db), "")
			}
		})
	}
}

// TestGeneratedFileIsStable generates twice, in two folders: only the id and the
// date may differ.
func TestGeneratedFileIsStable(t *testing.T) {
	volatile := regexp.MustCompile(`(?m)^(create_date *=|-- create_date:).*\n`)
	for _, a := range apps(t) {
		for _, dialect := range a.dialects {
			t.Run(a.name+"/"+dialect, func(t *testing.T) {
				t.Parallel()
				url := testDatabase(t, dialect).url
				var files []string
				for range 2 {
					p := newProject(t, a.name, url)
					p.migrate(0, "revision", "--autogenerate", "-m", "create", "--rev-id", "0123456789ab")
					content, err := os.ReadFile(p.versions()[0])
					if err != nil {
						t.Fatal(err)
					}
					files = append(files, volatile.ReplaceAllString(string(content), ""))
				}
				if files[0] != files[1] {
					t.Fatalf("two runs wrote different files\n%s", difference(files[0], files[1]))
				}
			})
		}
	}
}

// TestSQLModels gives the hand-written SQL as the model: it says what the structs
// say, so the database that was made from these is what it wants; and on an empty
// database autogenerate makes from it what the SQL itself makes.
func TestSQLModels(t *testing.T) {
	for _, a := range apps(t) {
		for _, dialect := range a.dialects {
			t.Run(a.name+"/"+dialect, func(t *testing.T) {
				t.Parallel()
				p := newProject(t, a.name, testDatabase(t, dialect).url)
				p.migrate(0, "revision", "--autogenerate", "-m", "from structs")
				p.migrate(0, "upgrade", "head")
				text, err := os.ReadFile(a.sql(dialect))
				if err != nil {
					t.Fatal(err)
				}
				p.write("schema.sql", string(text))
				p.write("migrations.toml", sqlConfig)
				p.nothingToDo()

				db := testDatabase(t, dialect)
				fresh := newProject(t, a.name, db.url)
				fresh.write("schema.sql", string(text))
				fresh.write("migrations.toml", sqlConfig)
				fresh.migrate(0, "revision", "--autogenerate", "-m", "from SQL")
				fresh.migrate(0, "upgrade", "head")
				sameDump(t, "from SQL", mustDump(t, db), a.want(t, dialect))
				fresh.nothingToDo()
				fresh.migrate(0, "downgrade", "base")
				sameDump(t, "downgrade base", mustDump(t, db), "")
			})
		}
	}
}

const sqlConfig = `
[databases.main]
url = "${DATABASE_URL}"

[models]
sql = ["schema.sql"]
`
