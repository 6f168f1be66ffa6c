package tests

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/revision"
)

// objectCase is a change of a PostgreSQL database: always what both sides have, and what only
// one of them has.
type objectCase struct {
	name, always, from, to string
	rows                   string // SQL to run on the database before it changes
	alone                  bool   // there is something that is left alone, and not copied
}

// TestObjects goes each change there and back, judged by pg_dump, and adopts
// where it ends.
func TestObjects(t *testing.T) {
	for _, c := range objectCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			run := &pairRun{t: t, pair: pair{Dialect: "postgres", From: c.always + "\n" + c.from, To: c.always + "\n" + c.to, Rows: c.rows}}
			run.all()
			if !c.alone {
				run.adopt()
			}
			if len(run.failures) > 0 {
				t.Error(strings.Join(run.failures, "\n"))
			}
		})
	}
}

// adopt makes a copy of the wished database by the revision that adopt writes.
func (r *pairRun) adopt() {
	from, to := r.wished, testDatabase(r.t, r.Dialect)
	p := &project{t: r.t, dir: r.t.TempDir()}
	p.write("migrations.toml", "[databases.main]\nurl = \""+from.url+"\"\n")
	c, err := config.Load(filepath.Join(p.dir, "migrations.toml"))
	if err != nil {
		r.t.Fatal(err)
	}
	ctx := context.Background()
	m, err := migrate.Open(c, migrate.Target{URL: from.url})
	if err != nil {
		r.t.Fatal(err)
	}
	defer m.Close()
	written, err := m.Adopt(ctx, migrate.NewRevision{NewOptions: revision.NewOptions{Message: "adopt"}})
	if err != nil {
		r.failed("adopt", err.Error())
		return
	}
	if written.Revision == nil {
		return
	}
	copied, err := migrate.Open(c, migrate.Target{URL: to.url})
	if err != nil {
		r.t.Fatal(err)
	}
	defer copied.Close()
	if _, err := copied.Upgrade(ctx, "head"); err != nil {
		r.failed("upgrade of the adopted", err.Error())
		return
	}
	if got, want := sortedDump(r.t, to), sortedDump(r.t, from); got != want {
		r.failed("dump of the adopted", difference(got, want))
	}
	if _, err := copied.Downgrade(ctx, "base"); err != nil {
		r.failed("downgrade of the adopted", err.Error())
	} else if got := strings.TrimSpace(sortedDump(r.t, to)); got != "" {
		r.failed("dump after the downgrade of the adopted", got)
	}
}
