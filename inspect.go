package migrate

import (
	"context"
	"database/sql"

	"github.com/limbeck/migrate/autogen"
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/models/sqlfile"
	"github.com/limbeck/migrate/models/tomlfile"
	"github.com/limbeck/migrate/schema"
)

// Inspect returns what makes an empty database what the live one is, all but the
// tool's own tables and what the configuration leaves out.
func (m *Migrator) Inspect(ctx context.Context) (*Difference, error) {
	live, err := m.readLive(ctx, introspect.Options{AllSchemas: true, Exact: true, Grants: m.grants()})
	if err != nil {
		return nil, err
	}
	wish := source{db: live, complete: true, verbatim: true}
	return m.between(ctx, &schema.Database{}, wish, m.filter(), nil, nil)
}

// InspectModel returns the live schema as a TOML model.
func (m *Migrator) InspectModel(ctx context.Context) (string, error) {
	live, err := m.readLive(ctx, introspect.Options{AllSchemas: true, Grants: m.grants()})
	if err != nil {
		return "", err
	}
	return tomlfile.Render(m.filter().Apply(live)), nil
}

// readLive reads the database in neutral form.
func (m *Migrator) readLive(ctx context.Context, opts introspect.Options) (*schema.Database, error) {
	db, err := m.reached(ctx)
	if err != nil {
		return nil, err
	}
	conn, done, err := dialect.Connect(ctx, m.d, db)
	if err != nil {
		return nil, err
	}
	defer done()
	live, err := introspect.Read(ctx, conn, m.d, opts)
	if err != nil {
		return nil, err
	}
	sqlfile.Raise(m.d, live)
	return live, nil
}

// between compares a native database with a source.
func (m *Migrator) between(ctx context.Context, native *schema.Database, wish source, filter autogen.Filter,
	judge func(context.Context, *schema.Database) (*schema.Database, error), renames []Rename) (*Difference, error) {
	result, err := autogen.Compare(ctx, m.d, wish.db, native, autogen.Options{
		Judge:    judge,
		Spell:    m.spell,
		Naming:   m.config.Autogenerate.Naming,
		Filter:   filter,
		Renames:  autogenRenames(renames),
		Native:   wish.complete,
		Complete: wish.complete,
		Verbatim: wish.verbatim,

		CompleteKinds: wish.completeKinds,
	})
	if err != nil {
		return nil, badRename(err)
	}
	return m.difference(result, native)
}

// at returns a Migrator for another database.
func (m *Migrator) at(text string, d dialect.Dialect, driver, dsn string) (*Migrator, error) {
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, err
	}
	other := *m
	if m.d == nil || m.d.Name() != d.Name() {
		other.devURL = nil // it is of the configured database's kind
	}
	other.d, other.driver, other.dsn = d, driver, dsn
	other.run.Database = Redact(text)
	other.db = func() (*sql.DB, error) { return db, nil }
	return &other, nil
}

// close closes the database of at.
func (m *Migrator) close() {
	if db, err := m.db(); err == nil {
		_ = db.Close()
	}
}
