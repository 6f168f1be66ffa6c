package migrate

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"sync"
	"time"

	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/runner"
)

// Version is the version of the tool, set when a release is built.
var Version = "dev"

// Migrator knows a history and a database, and leads the one along the other. A
// database connection is opened, and the history read, when first needed.
type Migrator struct {
	config *config.Config
	d      dialect.Dialect
	db     func() (*sql.DB, error)
	graph  func() (*revision.Graph, error)
	run    runner.Options

	driver, dsn string                 // what db was opened with, where Open did it
	devURL      func() (string, error) // where scratch databases are made, empty for beside it; nil where Open didn't do it
	chosen      bool                   // the caller of Open gave its URL
	opened      bool                   // Open did it, and Close closes it
}

// Option changes how a Migrator works.
type Option func(*Migrator)

// WithProgress reports every statement and revision as it happens.
func WithProgress(f func(runner.Event)) Option { return func(m *Migrator) { m.run.Progress = f } }

// WithRun replaces the settings of a run: time-outs, transactions, the version
// table's name.
func WithRun(o runner.Options) Option { return func(m *Migrator) { m.run = o } }

// WithFunction registers what op = "call" may name.
func WithFunction(name string, f runner.Function) Option {
	return func(m *Migrator) {
		if m.run.Functions == nil {
			m.run.Functions = map[string]runner.Function{}
		}
		m.run.Functions[name] = f
	}
}

// WithTag adds a word (a release, a ticket) to who the journal says ran this.
func WithTag(tag string) Option {
	return func(m *Migrator) {
		if tag != "" {
			m.run.By += " " + tag
		}
	}
}

// WithStatementTimeout limits how long a statement may take; 0 leaves it as it is.
func WithStatementTimeout(d time.Duration) Option {
	return func(m *Migrator) {
		if d > 0 {
			m.run.StatementTimeout = d
		}
	}
}

// WithLockTimeout limits how long to wait for another runner; 0 leaves it as it is.
func WithLockTimeout(d time.Duration) Option {
	return func(m *Migrator) {
		if d > 0 {
			m.run.LockTimeout = d
		}
	}
}

// Set applies options to a Migrator that is open already.
func (m *Migrator) Set(options ...Option) {
	for _, o := range options {
		o(m)
	}
}

// New returns a Migrator for an open database of a dialect ("postgres", "mysql"
// or "sqlite") and the revisions in a file system, in its folder "versions" or, if
// it has none, at its root.
func New(db *sql.DB, dialectName string, versions fs.FS, options ...Option) (*Migrator, error) {
	d, err := Dialect(dialectName)
	if err != nil {
		return nil, err
	}
	dir := "versions"
	if info, err := fs.Stat(versions, dir); err != nil || !info.IsDir() {
		dir = "."
	}
	m := &Migrator{
		config: &config.Config{},
		d:      d,
		db:     func() (*sql.DB, error) { return db, nil },
		graph:  sync.OnceValues(func() (*revision.Graph, error) { return revision.Load(revision.Folder{FS: versions, Path: dir}) }),
		run:    runner.Options{By: whoami(), Version: Version},
	}
	m.Set(options...)
	return m, nil
}

// Target says which database of a configuration Open opens.
type Target struct {
	Database string            // a name of [databases]; empty for the default one
	URL      string            // overrides the configured URL
	Dialect  string            // overrides the URL's dialect, for SQL scripts without a database
	Vars     map[string]string // what ${x.key} stands for
	Existing bool              // the database has to be there: a SQLite file is not made
}

// Open returns a Migrator for a database of a migrations.toml. The database's
// driver has to be linked into the program. Nothing is connected to yet.
func Open(c *config.Config, t Target, options ...Option) (*Migrator, error) {
	_, settings, err := c.Select(t.Database)
	if err != nil {
		return nil, err
	}
	m := &Migrator{config: c, opened: true, chosen: t.URL != "", run: runner.Options{
		VersionTable: settings.VersionTable, Transaction: settings.Transaction,
		LockTimeout: settings.LockTimeout.Value(), StatementTimeout: settings.StatementTimeout.Value(),
		By: whoami(), Version: Version,
	}}
	m.graph = sync.OnceValues(func() (*revision.Graph, error) { return loadGraph(c) })
	if t.Dialect != "" {
		if m.d, err = Dialect(t.Dialect); err != nil {
			return nil, err
		}
		m.db = func() (*sql.DB, error) { return nil, fmt.Errorf("a dialect alone is no database: give a URL") }
	} else if err := m.locate(c, settings, t); err != nil {
		return nil, err
	}
	m.Set(options...)
	return m, nil
}

// loadGraph reads the history from the folders that a configuration names.
func loadGraph(c *config.Config) (*revision.Graph, error) {
	var folders []revision.Folder
	for _, dir := range c.VersionDirs() {
		folders = append(folders, revision.Folder{Path: dir, Recursive: c.RecursiveVersions})
	}
	return revision.Load(folders...)
}

// locate finds the database's URL; one that is missing or wrong is an error only
// when the database is needed.
func (m *Migrator) locate(c *config.Config, settings config.Database, t Target) error {
	text, err := databaseURL(c, settings, t)
	if err != nil {
		m.db = func() (*sql.DB, error) { return nil, err }
		return nil
	}
	d, driver, dsn, err := ParseURL(text)
	if err != nil {
		m.db = func() (*sql.DB, error) { return nil, &ConfigError{err} }
		return nil
	}
	if t.Existing {
		dsn = d.Existing(dsn)
	}
	m.d, m.driver, m.dsn = d, driver, dsn
	m.devURL = func() (string, error) { return c.Expand(settings.DevURL, os.LookupEnv, t.Vars) }
	m.run.Database = Redact(text)
	m.db = sync.OnceValues(func() (*sql.DB, error) { return sql.Open(driver, dsn) })
	return nil
}

// databaseURL is what --url says, else DATABASE_URL (for the default database),
// else the configuration.
func databaseURL(c *config.Config, settings config.Database, t Target) (string, error) {
	text := t.URL
	if text == "" && (t.Database == "" || t.Database == c.Database || len(c.Databases) == 1) {
		text = os.Getenv("DATABASE_URL")
	}
	if text != "" {
		return text, nil
	}
	if settings.URL == "" {
		return "", &ConfigError{fmt.Errorf("no database: set url in %s, DATABASE_URL, or --url", config.FileName)}
	}
	text, err := c.Expand(settings.URL, os.LookupEnv, t.Vars)
	if err != nil {
		return "", &ConfigError{err}
	}
	return c.ResolveURL(text), nil
}

// ConfigError is a mistake in migrations.toml or in what stands for it.
type ConfigError struct{ Err error }

func (e *ConfigError) Error() string { return e.Err.Error() }
func (e *ConfigError) Unwrap() error { return e.Err }

// Graph returns the history.
func (m *Migrator) Graph() (*revision.Graph, error) { return m.graph() }

// Config returns the configuration that the Migrator was opened from.
func (m *Migrator) Config() *config.Config { return m.config }

// Dialect returns the database's dialect, or the error that says why it isn't known.
func (m *Migrator) Dialect() (dialect.Dialect, error) {
	if m.d == nil {
		_, err := m.db()
		return nil, err
	}
	return m.d, nil
}

// Close closes the database that Open opened.
func (m *Migrator) Close() error {
	if !m.opened || m.d == nil {
		return nil // it is the caller's, or there is none
	}
	db, err := m.db()
	if err != nil {
		return nil
	}
	return db.Close()
}

func (m *Migrator) runner() (*runner.Runner, error) {
	db, err := m.db()
	if err != nil {
		return nil, err
	}
	return runner.New(db, m.d, m.run), nil
}

// reached returns the database, which has answered.
func (m *Migrator) reached(ctx context.Context) (*sql.DB, error) {
	db, err := m.db()
	if err != nil {
		return nil, err
	}
	return db, runner.New(db, m.d, m.run).Ping(ctx)
}

// Current returns the rows of the version table: the applied heads.
func (m *Migrator) Current(ctx context.Context) ([]string, error) {
	r, err := m.runner()
	if err != nil {
		return nil, err
	}
	return r.Current(ctx)
}

// Upgrade runs what is missing up to a target such as "head", "heads", "+1" or a
// revision. Of several runners at once one works and the others wait.
func (m *Migrator) Upgrade(ctx context.Context, target string) (*runner.Result, error) {
	return m.migrate(ctx, revision.Up, target, (*runner.Runner).Run)
}

// Downgrade takes back what is above a target such as "-1", "base" or a revision.
func (m *Migrator) Downgrade(ctx context.Context, target string) (*runner.Result, error) {
	return m.migrate(ctx, revision.Down, target, (*runner.Runner).Run)
}

// Preview returns what Upgrade or Downgrade would do now, and does nothing.
func (m *Migrator) Preview(ctx context.Context, direction revision.Direction, target string) (*runner.Result, error) {
	return m.migrate(ctx, direction, target, (*runner.Runner).Preview)
}

func (m *Migrator) migrate(ctx context.Context, direction revision.Direction, target string,
	act func(*runner.Runner, context.Context, runner.Planner) (*runner.Result, error)) (*runner.Result, error) {
	g, err := m.graph()
	if err != nil {
		return nil, err
	}
	r, err := m.runner()
	if err != nil {
		return nil, err
	}
	return act(r, ctx, func(s runner.State) (*revision.Plan, error) { return planOn(g, s, direction, target) })
}

func plan(g *revision.Graph, current []string, direction revision.Direction, target string) (*revision.Plan, error) {
	if direction == revision.Down {
		return g.Downgrade(current, target)
	}
	return g.Upgrade(current, target)
}

// Script writes the SQL that leads from some revisions (none for base) to a
// target, without a database.
func (m *Migrator) Script(w io.Writer, direction revision.Direction, from []string, target string) error {
	g, err := m.graph()
	if err != nil {
		return err
	}
	d, err := m.Dialect()
	if err != nil {
		return err
	}
	past, err := g.Applied(from)
	if err != nil {
		return err
	}
	p, err := plan(g, from, direction, target)
	if err != nil {
		return err
	}
	return runner.Script(w, d, m.run, past, p)
}

// Stamp makes the version table say that these revisions are the applied heads,
// and runs nothing. With purge the rows there are go first; dry, nothing is done.
func (m *Migrator) Stamp(ctx context.Context, targets []string, purge, dry bool) (*runner.Result, error) {
	g, err := m.graph()
	if err != nil {
		return nil, err
	}
	r, err := m.runner()
	if err != nil {
		return nil, err
	}
	plan := func(s runner.State) (*revision.Plan, error) { return g.Stamp(s.Current, purge, targets...) }
	if dry {
		return r.PreviewStamp(ctx, plan)
	}
	return r.Stamp(ctx, plan)
}

// StampScript writes the SQL of a stamp, from some rows of the version table (none
// for an empty one), without a database.
func (m *Migrator) StampScript(w io.Writer, from, targets []string) error {
	g, err := m.graph()
	if err != nil {
		return err
	}
	d, err := m.Dialect()
	if err != nil {
		return err
	}
	p, err := g.Stamp(from, false, targets...)
	if err != nil {
		return err
	}
	return runner.StampScript(w, d, m.run, p)
}

// EnsureVersion makes the version table and the journal where they are missing.
func (m *Migrator) EnsureVersion(ctx context.Context) error {
	r, err := m.runner()
	if err != nil {
		return err
	}
	return r.Ensure(ctx)
}

func whoami() string {
	name := os.Getenv("USER")
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	host, _ := os.Hostname()
	return name + "@" + host
}
