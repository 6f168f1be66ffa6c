package introspect

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// Options narrow what is read. The zero Options reads everything in the default schema.
type Options struct {
	// Table, when set, reads just this table, with its indexes and triggers, and no
	// objects of other kinds.
	Table *schema.Name
	// Exact reads also what has no meaning but stands in a dump (MySQL: USING BTREE
	// on an index of InnoDB), at the cost of a query per table: to copy a schema.
	Exact bool
	// ExactTables does so of tables only: a view is compared by what the catalog says of it.
	ExactTables bool
	// OtherDomains reads what the domains of other schemas stand on too, as Table does (PostgreSQL).
	OtherDomains bool
	// Fresh says that all there is has been made in this session, so that a constant
	// moment within it was written as 'now' (PostgreSQL), which the server computes once.
	Fresh bool
	// Schemas are read beside the default one (PostgreSQL).
	Schemas []string
	// AllSchemas reads every schema of the database but the server's own and those
	// of extensions (PostgreSQL).
	AllSchemas bool
	// Grants reads what the owners of objects granted (PostgreSQL).
	Grants bool
	// NameSchemas names the others: in Database.Unread, or, where there is nothing in
	// them to read, in Database.Schemas.
	NameSchemas bool
}

// reader is what a dialect's file in this package provides.
type reader struct {
	// read reads the live database in native form.
	read func(ctx context.Context, q dialect.Queryer, opts Options) (*schema.Database, error)
	// canonicalize does the work of [Canonicalize].
	canonicalize func(ctx context.Context, conn *sql.Conn, d dialect.Dialect, wish *schema.Database) (*schema.Database, error)
	// terse is what [Terse] reports.
	terse bool
}

var readers = map[string]reader{
	"postgres": {read: readPostgres, canonicalize: canonicalizePostgres},
	"mysql":    {read: readMySQL, canonicalize: canonicalizeMySQL, terse: true},
	"sqlite":   {read: readSQLite, canonicalize: canonicalizeSQLite},
}

// Terse reports whether Read leaves out of a dialect's tables what it reads when
// [Options.ExactTables] says so.
func Terse(d dialect.Dialect) bool { return readers[d.Name()].terse }

// Read returns the live database in native form. Objects come in the order of
// their names, columns in the order of the table.
func Read(ctx context.Context, q dialect.Queryer, d dialect.Dialect, opts Options) (*schema.Database, error) {
	r, ok := readers[d.Name()]
	if !ok {
		return nil, fmt.Errorf("no introspection for %s", d.Name())
	}
	if pool, ok := q.(*sql.DB); ok { // settings are a connection's
		conn, done, err := dialect.Connect(ctx, d, pool)
		if err != nil {
			return nil, err
		}
		defer done()
		q = conn
	}
	db, err := r.read(ctx, q, opts)
	if err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	return db, nil
}

// Canonicalize asks the server how it would spell the tables of wish (native
// form), with the enums and domains that they use: it creates them where nobody
// sees it, reads them back, and leaves nothing behind. Foreign keys are not
// created; they come back as they were. The tables of the result have the names
// and the order of the wish.
func Canonicalize(ctx context.Context, conn *sql.Conn, d dialect.Dialect, wish *schema.Database) (*schema.Database, error) {
	return readers[d.Name()].canonicalize(ctx, conn, d, wish)
}
