package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// Scratch creates a database with the character set and collation of the one at
// hand.
func (d *Dialect) Scratch(ctx context.Context, conn *sql.Conn, dsn string) (*dialect.Scratch, error) {
	name := dialect.ScratchName()
	var charset, collation string
	if err := conn.QueryRowContext(ctx, "SELECT @@character_set_database, @@collation_database").Scan(&charset, &collation); err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("CREATE DATABASE %s CHARACTER SET %s COLLATE %s", d.Quote(name), charset, collation)); err != nil {
		return nil, fmt.Errorf("making a scratch database to load models into (dev_url can name another server for it): %w", err)
	}
	drop := func(ctx context.Context) error {
		_, err := conn.ExecContext(ctx, "DROP DATABASE "+d.Quote(name))
		return err
	}
	head, rest, _ := cutLast(dsn, ")/")
	_, query, _ := strings.Cut(rest, "?")
	return &dialect.Scratch{DSN: head + ")/" + name + "?" + query, Drop: drop}, nil
}
