package postgres

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/limbeck/migrate/dialect"
)

// Scratch creates a database from template0 with the encoding and locale of the
// one at hand. Of the keys in a DSN the driver takes the last.
func (d Dialect) Scratch(ctx context.Context, conn *sql.Conn, dsn string) (string, func(context.Context) error, error) {
	name := dialect.ScratchName()
	var encoding, collate, ctype string
	err := conn.QueryRowContext(ctx, "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = current_database()").
		Scan(&encoding, &collate, &ctype)
	if err != nil {
		return "", nil, err
	}
	create := fmt.Sprintf("CREATE DATABASE %s TEMPLATE template0 ENCODING %s LC_COLLATE %s LC_CTYPE %s",
		d.Quote(name), d.Literal(encoding), d.Literal(collate), d.Literal(ctype))
	if _, err := conn.ExecContext(ctx, create); err != nil {
		return "", nil, fmt.Errorf("making a scratch database to load models into (dev_url can name another server for it): %w", err)
	}
	drop := func(ctx context.Context) error {
		_, err := conn.ExecContext(ctx, "DROP DATABASE "+d.Quote(name))
		return err
	}
	return dsn + " dbname='" + name + "'", drop, nil
}
