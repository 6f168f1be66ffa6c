package orm

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
)

// oracle compares what Limbeck reads from a package of models with the tables
// that the ORM makes of them.
type oracle struct {
	dir, pkg string // as in [models] go
	dialect  string
	create   func(t *testing.T, db *database)
	unnamed  bool // the ORM leaves names to the server
	models   config.Models
}

// adopted is the first thing that a team sees which has used an ORM until now: on
// its database the models leave nothing to do.
func (o oracle) adopted(t *testing.T) (theirs *database) {
	theirs = newDatabase(t, o.dialect)
	o.create(t, theirs)
	o.nothingToDo(t, o.open(t, theirs))
	return theirs
}

// same compares the databases that both make from nothing.
func (o oracle) same(t *testing.T) {
	theirs := o.adopted(t)
	ours := newDatabase(t, o.dialect)
	m := o.open(t, ours)
	w, err := m.Revision(context.Background(), migrate.NewRevision{NewOptions: revision.NewOptions{Message: "models"}, Autogenerate: true})
	if err != nil {
		t.Fatal(err)
	}
	m = o.open(t, ours, filepath.Dir(w.Path))
	if _, err := m.Upgrade(context.Background(), "heads"); err != nil {
		t.Fatal(err)
	}
	got, want := ours.read(t), theirs.read(t)
	if o.unnamed {
		got, want = withoutNames(got), withoutNames(want)
	}
	if diff := difference(facts(got), facts(want)); diff != "" {
		t.Errorf("+ is what upgrade made, - what the ORM made\n%s", diff)
	}
	o.nothingToDo(t, m)
	if _, err := m.Downgrade(context.Background(), "base"); err != nil {
		t.Fatal(err)
	}
}

// open returns a Migrator of the models, for a folder of revisions or an empty one.
func (o oracle) open(t *testing.T, db *database, versions ...string) *migrate.Migrator {
	t.Helper()
	if versions == nil {
		versions = []string{t.TempDir()}
	}
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DATABASE_URL", "")
	c := &config.Config{Path: filepath.Join(dir, config.FileName), Dir: dir, Versions: versions, Models: o.models}
	c.Models.Go = config.StringList{o.pkg}
	m, err := migrate.Open(c, migrate.Target{URL: db.url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Close() })
	return m
}

func (o oracle) nothingToDo(t *testing.T, m *migrate.Migrator) {
	t.Helper()
	d, err := m.Diff(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range d.Upgrade {
		t.Errorf("diff finds %s", ops.Describe(op))
	}
	for _, n := range d.Unconfirmed {
		t.Errorf("unconfirmed: %s: %s", n.Object, n.Reason)
	}
}
