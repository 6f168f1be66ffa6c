package tests

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
)

// mutation is a start database and changes to it.
type mutation struct {
	t       *testing.T
	start   *start
	changes []string
	model   bool // the changed database is told to autogenerate as an SQL model
	quick   bool // the servers' own dumpers are not asked
	toml    bool // that model is what inspect says of the changed database
	answers bool // autogenerate is told what is renamed; it has a model then
	offline bool // the same is done by scripts, written with nothing but the history at hand

	file    string // what autogenerate wrote
	renames []migrate.Rename
	notes   map[string]int
}

// errRefused says that the server did not take the changes.
var errRefused = errors.New("refused")

// runFor makes another database from the start, and asks autogenerate for a revision
// that makes it the changed one. Then
//
//   - the upgrade makes it so: the catalogs and the dumps are equal, the order of
//     columns aside, and a second comparison finds nothing;
//   - the downgrade makes it what it was before;
//   - on both ways the rows of tables and columns that both have are kept.
//
// A step that the rows stand against (a NOT NULL column without a default) has to
// leave nothing behind, and is done again without rows.
func (c *mutation) runFor(want *copied) error {
	c.notes = map[string]int{}
	err := c.thereAndBack(want, true)
	if blocked := (*blockedByRows)(nil); errors.As(err, &blocked) {
		c.notes["the rows stand against the "+blocked.step]++
		return c.thereAndBack(want, false)
	}
	return err
}

// run makes the changed database and runs the case.
func (c *mutation) run() error {
	want, err := c.start.make(true)
	if err != nil {
		return err
	}
	defer want.drop()
	if want.dialect == "sqlite" {
		if err := want.changeSQLite(c.changes); err != nil {
			return fmt.Errorf("%w: %w", errRefused, err)
		}
		return c.runFor(want)
	}
	for _, statement := range c.changes {
		if _, err := want.conn.Exec(statement); err != nil {
			return fmt.Errorf("%w: %w: %s", errRefused, err, statement)
		}
	}
	if views, err := want.brokenViews(); err != nil {
		return err
	} else if len(views) > 0 {
		return fmt.Errorf("%w: nobody can make the views %v", errRefused, views)
	}
	return c.runFor(want)
}

// blockedByRows is a step that failed on a database with rows.
type blockedByRows struct {
	step string
	err  error
}

func (e *blockedByRows) Error() string { return e.step + ": " + e.err.Error() }

// step says what failed in a step that ran.
func (c *mutation) step(name string, rows bool, err error) error {
	if err == nil {
		return nil
	}
	if rows {
		return &blockedByRows{name, err}
	}
	return fmt.Errorf("%s: %w", name, err)
}

func (c *mutation) thereAndBack(want *copied, rows bool) error {
	db, err := c.start.make(rows)
	if err != nil {
		return err
	}
	defer db.drop()
	before, err := c.start.state(db, rows, c.quick)
	if err != nil {
		return err
	}
	goal, err := want.state(c.quick)
	if err != nil {
		return err
	}
	var names map[string]string
	if c.answers {
		names, c.renames = renamed(c.changes, before, goal)
	}
	g, err := c.generate(db, want)
	if err != nil && crossingRefused.MatchString(err.Error()) {
		c.notes["refused comparisons"]++
		return nil
	}
	if err != nil {
		return fmt.Errorf("comparison: %w", err)
	}
	if c.file == "" {
		c.notes["no change"]++
		return before.same(goal, "no change was found")
	}
	if _, err := g.open().Upgrade(context.Background(), "head"); err != nil {
		if left := c.leftBehind(db, before); left != nil {
			return fmt.Errorf("a refused upgrade left something: %w: %w", left, err)
		}
		return c.step("upgrade", rows, err)
	}
	up, err := db.state(c.quick)
	if err != nil {
		return err
	}
	if err := up.same(goal, "after the upgrade"); err != nil {
		return err
	}
	if err := up.kept(before, goal, names, "upgrade"); err != nil {
		return err
	}
	if list, err := g.compare(want); err != nil || len(list) > 0 {
		return errors.Join(err, fmt.Errorf("the second comparison finds\n%s", strings.Join(list, "\n")))
	}
	if _, err := g.open().Downgrade(context.Background(), g.base); err != nil {
		if left := c.leftBehind(db, up); left != nil {
			return fmt.Errorf("a refused downgrade left something: %w: %w", left, err)
		}
		return c.step("downgrade", rows, err)
	}
	down, err := db.state(c.quick)
	if err != nil {
		return err
	}
	if err := down.same(before, "after the downgrade"); err != nil {
		return err
	}
	if err := down.kept(before, goal, names, "downgrade"); err != nil || !c.offline {
		return err
	}
	return g.byScript(before, up)
}

// byScript goes there and back by the scripts that --sql prints.
func (g *generated) byScript(before, up *state) error {
	for _, way := range []struct {
		direction revision.Direction
		target    string
		want      *state
	}{{revision.Up, "head", up}, {revision.Down, g.base, before}} {
		at, err := g.open().Current(context.Background())
		if err != nil {
			return err
		}
		var text bytes.Buffer
		if err := g.open().Script(&text, way.direction, at, way.target); err != nil {
			return fmt.Errorf("script: %w", err)
		}
		path := filepath.Join(g.c.t.TempDir(), "script.sql")
		if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
			return err
		}
		if err := g.db.load(path); err != nil {
			return fmt.Errorf("script: %w\n%s", err, text.String())
		}
		got, err := g.db.state(true)
		if err != nil {
			return err
		}
		if got.catalog != way.want.catalog {
			return fmt.Errorf("after the script the catalog differs\n%s\n%s", difference(got.catalog, way.want.catalog), text.String())
		}
	}
	return nil
}

// leftBehind checks that a failed step is undone, where a transaction undoes it.
func (c *mutation) leftBehind(db *copied, before *state) error {
	if db.dialect == "mysql" {
		return nil
	}
	now, err := db.state(true)
	if err != nil {
		return err
	}
	return now.same(before, "")
}

// generated is a project with the revision.
type generated struct {
	c    *mutation
	p    *project
	db   *copied
	base string
}

func (g *generated) open() *migrate.Migrator {
	c, err := config.Load(filepath.Join(g.p.dir, "migrations.toml"))
	if err != nil {
		g.c.t.Fatal(err)
	}
	m, err := migrate.Open(c, migrate.Target{URL: g.db.url})
	if err != nil {
		g.c.t.Fatal(err)
	}
	g.db.closers = append(g.db.closers, func() { _ = m.Close() })
	return m
}

// script is the changes as MariaDB's client, which needs a DELIMITER for a body, or another
// one takes them.
func (c *mutation) script() string {
	if c.start.dialect == "mysql" {
		return "DELIMITER //\n" + strings.Join(c.changes, " //\n") + " //\n"
	}
	return strings.Join(c.changes, ";\n")
}

// freshSession takes back what a dump has set for its own statements.
var freshSession = map[string]string{
	"postgres": "RESET search_path;\n",
	"mysql":    "SET NAMES utf8mb4;\nSET sql_mode = DEFAULT;\nSET foreign_key_checks = DEFAULT;\n",
}

// generate writes the revision. With an SQL model the database is adopted before.
func (c *mutation) generate(db, want *copied) (*generated, error) {
	g := &generated{c, &project{t: c.t, dir: db.dir}, db, "base"}
	text := "[databases.main]\nurl = \"" + db.url + "\"\n"
	switch {
	case c.model && c.toml:
		text += "\n[models]\ntoml = [\"models.toml\"]\n"
		model, err := c.inspected(want)
		if err != nil {
			return nil, fmt.Errorf("inspect: %w", err)
		}
		g.p.write("models.toml", model)
	case c.model:
		text += "\n[models]\nsql = [\"schema.sql\", \"changes.sql\"]\n"
		g.p.write("schema.sql", c.start.schema)
		g.p.write("changes.sql", freshSession[db.dialect]+c.script())
	}
	g.p.write("migrations.toml", text)
	if c.model {
		return g, c.fromModel(g)
	}
	d, err := g.open().DiffSources(context.Background(), "", want.url)
	if err != nil || len(d.Upgrade) == 0 {
		return g, err
	}
	c.file = ops.EncodeTOML("upgrade", d.Upgrade) + "\n" + ops.EncodeTOML("downgrade", d.Downgrade)
	g.p.write("versions/a.toml", "revision = \"aaaaaaaaaaaa\"\ncreate_date = 2026-01-01T00:00:00Z\n\n"+c.file)
	return g, nil
}

// inspected is the changed database as a TOML model.
func (c *mutation) inspected(want *copied) (string, error) {
	p := &project{t: c.t, dir: c.t.TempDir()}
	p.write("migrations.toml", "[databases.main]\nurl = \""+want.url+"\"\n")
	return (&generated{c, p, want, "base"}).open().InspectModel(context.Background())
}

// fromModel does what a user does: adopt the database, then change the model.
func (c *mutation) fromModel(g *generated) error {
	ctx := context.Background()
	adopted, err := g.open().Adopt(ctx, migrate.NewRevision{NewOptions: revision.NewOptions{Message: "adopt"}})
	if err != nil {
		return fmt.Errorf("adopt: %w", err)
	}
	if g.base = "base"; adopted.Revision != nil {
		g.base = adopted.Revision.ID
	}
	written, err := g.open().Revision(ctx, migrate.NewRevision{NewOptions: revision.NewOptions{Message: "x"}, Autogenerate: true, Renames: c.renames})
	if err == nil && written.Revision != nil {
		c.file = string(written.Text)
	}
	return err
}

// compare returns what a comparison finds now.
func (g *generated) compare(want *copied) ([]string, error) {
	var d *migrate.Difference
	var err error
	if g.c.model {
		d, err = g.open().Diff(context.Background())
	} else {
		d, err = g.open().DiffSources(context.Background(), "", want.url)
	}
	if err != nil {
		return nil, err
	}
	return slices.Clip(describeAll(d.Upgrade)), nil
}
