package tests

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/revision"
)

// feature is something that one kind of database can do, in two or more variants:
// each a script for an empty database. Rows fit into all of them.
type feature struct {
	name     string
	variants []string
	rows     string
}

// TestFeatures takes each feature of testdata/features/DIALECT.sql through all that
// can be done with it: its variants are made from nothing, adopted and copied,
// turned into each other with rows there, and taken back.
func TestFeatures(t *testing.T) {
	for _, dialect := range dialects {
		text, err := os.ReadFile(filepath.Join("testdata", "features", dialect+".sql"))
		if os.IsNotExist(err) {
			continue // what PostgreSQL can do stands elsewhere
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range readFeatures(string(text)) {
			t.Run(dialect+"/"+f.name, func(t *testing.T) {
				t.Parallel()
				f.test(t, dialect)
			})
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

func (f feature) test(t *testing.T, dialect string) {
	for i, variant := range f.variants {
		p := pair{Name: f.name, Dialect: dialect, To: variant}
		made := &pairRun{t: t, pair: p}
		made.all()
		report(t, "made from nothing", variant, made.failures)
		report(t, "adopted", variant, adopted(t, dialect, variant))
		for _, other := range f.variants[max(0, i-1):min(i+2, len(f.variants))] {
			if other == variant {
				continue
			}
			changed := &pairRun{t: t, pair: pair{Name: f.name, Dialect: dialect, From: variant, To: other, Rows: f.rows}}
			changed.all()
			report(t, "changed", variant+"\n→\n"+other, changed.failures)
		}
	}
}

func report(t *testing.T, what, script string, failures []string) {
	t.Helper()
	if len(failures) > 0 {
		t.Errorf("%s:\n%s\n%s", what, script, strings.Join(failures, "\n"))
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
