package sqlfile

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/schema"
)

// Load runs the files, in their order, on an empty database and reads back what
// they made, in neutral form. An error names the file and the line of the
// statement.
func Load(ctx context.Context, empty *sql.Conn, d dialect.Dialect, files []string) (*schema.Database, error) {
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for _, piece := range d.Lexicon().Split(string(text)) {
			if _, err := empty.ExecContext(ctx, piece.SQL); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, piece.Line, err)
			}
		}
	}
	if err := d.Reset(ctx, empty); err != nil {
		return nil, err
	}
	db, err := introspect.Read(ctx, empty, d, introspect.Options{AllSchemas: true})
	if err != nil {
		return nil, err
	}
	Raise(d, db)
	for _, t := range db.Tables {
		t.Origin = files[0]
	}
	return db, nil
}

// Raise puts a database that was read from a server into neutral form, in place.
func Raise(d dialect.Dialect, db *schema.Database) {
	native := schema.Clone(db)
	for _, t := range db.Tables {
		d.RaiseTable(t, native)
	}
}
