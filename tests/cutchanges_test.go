package tests

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
)

// defining is how the statements begin that the connection is cut at.
var defining = regexp.MustCompile(`(?i)^(ALTER|CREATE|DROP|RENAME) `)

// TestCutOffChanges takes changes of all kinds of things, which a comparison has
// written, up and down, through a connection that is cut at every definition: once
// before the server has it, once after it has carried it out. Each time the next run
// must find out which it was.
func TestCutOffChanges(t *testing.T) {
	for _, p := range cutPairs(t) {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			if strings.Contains(p.From+p.To, "uuid") { // another one in every run
				return
			}
			calm := &pairRun{t: t, pair: p}
			calm.prepare()
			if calm.autogenerate() == nil || calm.migrate("head") != nil {
				return // TestPairs says why
			}
			want := map[string]string{"head": calm.db.wholeState(t)}
			if err := calm.migrate("base"); err != nil {
				return
			}
			want["base"] = calm.db.wholeState(t)
			r := &pairRun{t: t, pair: p}
			r.prepare()
			r.config = calm.config
			for _, target := range []string{"head", "base"} {
				cuts := r.cutEverywhere(target)
				if got := r.db.wholeState(t); got != want[target] {
					t.Fatalf("to %s, after %d cuts:\n%s", target, cuts, difference(want[target], got))
				}
				t.Logf("%d cuts on the way to %s", cuts, target)
			}
		})
	}
}

// cutPairs are the changes that connections are cut in: the features of MySQL, and
// some of the pairs, or all where many kills are asked for.
func cutPairs(t *testing.T) []pair {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "features", "mysql.sql"))
	if err != nil {
		t.Fatal(err)
	}
	var list []pair
	for _, f := range readFeatures(string(text)) {
		for i, variant := range f.variants {
			to := f.variants[(i+1)%len(f.variants)]
			list = append(list, pair{Name: "mysql " + f.name, Dialect: "mysql", From: variant, To: to, Rows: f.rows})
		}
	}
	for _, p := range readPairs(t) {
		if p.Dialect == "mysql" {
			list = append(list, p)
		}
	}
	if kills(t) > 25 {
		return list
	}
	var some []pair
	for i := 0; i < len(list); i += 8 {
		some = append(some, list[i])
	}
	return some
}

func (r *pairRun) prepare() {
	r.t.Helper()
	r.db = r.load(r.From)
	if r.Rows != "" {
		r.query(r.Rows)
	}
	r.configure()
	r.config.Transaction = "none"
}

// cutEverywhere goes to a target, cut off at every definition on the way, twice each.
func (r *pairRun) cutEverywhere(target string) int {
	r.t.Helper()
	cutAt := map[string]int{}
	for cuts := 0; ; cuts++ {
		px, address := startProxy(r.t, r.db, &proxy{match: func(statement string) (cut, answered bool) {
			if !defining.MatchString(statement) || cutAt[statement] == 2 {
				return false, false
			}
			cutAt[statement]++
			return true, cutAt[statement] == 2
		}})
		err := r.migrateBy(address, target)
		px.close()
		if err == nil {
			return cuts
		}
		if px.cuts.Load() == 0 {
			r.t.Fatalf("after %d cuts: %v", cuts, err)
		}
	}
}

// migrateBy goes to a target on a way of its own to the database.
func (r *pairRun) migrateBy(address, target string) error {
	m, err := migrate.Open(r.config, migrate.Target{URL: address})
	if err != nil {
		return err
	}
	defer m.Close()
	act := m.Upgrade
	if target == "base" {
		act = m.Downgrade
	}
	_, err = act(r.t.Context(), target)
	return err
}
