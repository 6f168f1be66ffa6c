package tests

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/revision"
)

// feature is something that one kind of database can do, in one or more variants:
// each a script for an empty database. Rows fit into all of them.
type feature struct {
	name     string
	variants []string
	rows     string
}

// featureServers are the files of features that one of the two products takes alone.
var featureServers = map[string]string{"mysql": "mariadb", "mysql8": "mysql"}

// TestFeatures takes the features of testdata/features/DIALECT.sql through all that
// can be done with them: their variants are made from nothing, adopted and copied,
// turned into each other with rows there, and taken back. It does so to all of them
// at once; with FEATURES=each, or FEATURES=word for those whose names have a word,
// to one after the other, which tells better what is wrong. FEATURES_DIR is another
// folder of such files.
func TestFeatures(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(cmp.Or(os.Getenv("FEATURES_DIR"), filepath.Join("testdata", "features")), "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".sql")
		if server := featureServers[name]; server != "" && server != mysqlServer(t) {
			t.Logf("%s is for %s", name, server)
			continue
		}
		dialect := strings.TrimRight(name, "0123456789")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		list := readFeatures(string(text))
		only := os.Getenv("FEATURES")
		if only == "" {
			list = []feature{allFeatures(list)}
		}
		for _, f := range list {
			if only == "" || only == "each" || strings.Contains(dialect+" "+f.name, only) {
				t.Run(dialect+"/"+f.name, func(t *testing.T) { f.test(t, dialect) })
			}
		}
	}
}

// readFeatures reads "-- feature: NAME", the first variant, "-- or", the next, and
// at last perhaps "-- rows" and what inserts them.
func readFeatures(text string) []feature {
	var list []feature
	for _, block := range strings.Split("\n"+text, "\n-- feature: ")[1:] {
		name, body, _ := strings.Cut(block, "\n")
		body, rows, _ := strings.Cut(body, "\n-- rows\n")
		list = append(list, feature{strings.TrimSpace(name), strings.Split(body, "\n-- or\n"), rows})
	}
	return list
}

// allFeatures makes one feature of a list, with as many variants as any of them has.
func allFeatures(list []feature) feature {
	all := feature{name: "all"}
	for i := 0; ; i++ {
		var script strings.Builder
		more := false
		for _, f := range list {
			more = more || i < len(f.variants)
			script.WriteString(ended(f.variants[i%len(f.variants)]))
		}
		if !more {
			break
		}
		all.variants = append(all.variants, script.String())
	}
	for _, f := range list {
		all.rows += ended(f.rows)
	}
	return all
}

// ended ends a script, so that another one can follow.
func ended(script string) string {
	script = strings.TrimSpace(script)
	if script != "" && !strings.HasSuffix(script, ";") {
		script += ";"
	}
	return script + "\n"
}

func (f feature) test(t *testing.T, dialect string) {
	for i, variant := range f.variants {
		t.Run("from nothing", func(t *testing.T) {
			r := &pairRun{t: t, pair: pair{Dialect: dialect, To: variant}}
			r.all()
			report(t, variant, r.failures)
		})
		t.Run("adopted", func(t *testing.T) {
			report(t, variant, adopted(t, dialect, variant))
		})
		other := f.variants[(i+1)%len(f.variants)]
		if other == variant {
			continue
		}
		t.Run("changed", func(t *testing.T) {
			r := &pairRun{t: t, pair: pair{Dialect: dialect, From: variant, To: other, Rows: f.rows}}
			r.all()
			report(t, variant+"\n→\n"+other, r.failures)
		})
	}
}

// TestVirtualTables checks that what a module of SQLite keeps is left alone, while a
// table beside it, which is called almost like one of its own, changes.
func TestVirtualTables(t *testing.T) {
	const virtual = "CREATE VIRTUAL TABLE docs USING fts5(title, body); CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);"
	r := &pairRun{t: t, pair: pair{Dialect: "sqlite",
		From:  virtual + "CREATE TABLE docs_meta (id INTEGER PRIMARY KEY)",
		To:    virtual + "CREATE TABLE docs_meta (id INTEGER PRIMARY KEY, more TEXT)",
		Rows:  "INSERT INTO docs VALUES ('a', 'b'); INSERT INTO boxes VALUES (1, 2, 3)",
		Check: "SELECT title FROM docs WHERE docs MATCH 'b'", CheckResult: "a", Expect: []string{"add_column docs_meta.more"}}}
	r.all()
	report(t, r.To, r.failures)
}

func report(t *testing.T, script string, failures []string) {
	t.Helper()
	if len(failures) > 0 && os.Getenv("FEATURES") == "" {
		script = "(FEATURES=each tests them one by one)"
	}
	if len(failures) > 0 {
		t.Errorf("%s\n%s", script, strings.Join(failures, "\n"))
	}
}

// adopted copies what a script makes to an empty database by way of a revision.
func adopted(t *testing.T, dialect, script string) []string {
	t.Helper()
	r := &pairRun{t: t, pair: pair{Dialect: dialect, To: script}}
	r.db = r.load(script)
	r.configure()
	ctx := context.Background()
	want := judgeDump(t, r.db)
	if _, err := r.open().Adopt(ctx, migrate.NewRevision{NewOptions: revision.NewOptions{Message: "adopt"}}); err != nil {
		r.failed("adopt", err.Error())
		return r.failures
	}
	if again, err := r.open().Diff(ctx); err != nil {
		r.failed("comparison of the original", err.Error())
	} else if len(again.Upgrade) > 0 {
		r.failed("comparison of the original", describeAll(again.Upgrade)...)
	}
	r.db = testDatabase(t, dialect)
	if err := r.migrate("head"); err != nil {
		r.failed("copy", err.Error())
	} else if got := judgeDump(t, r.db); got != want {
		r.failed("dump of the copy", difference(got, want))
	}
	return r.failures
}
