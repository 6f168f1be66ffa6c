package sqlite

import (
	"context"
	"database/sql"

	"github.com/limbeck/migrate/dialect"
)

// Scratch is a database in memory: there is nothing to make or drop.
func (Dialect) Scratch(context.Context, *sql.Conn, string) (*dialect.Scratch, error) {
	return &dialect.Scratch{DSN: ":memory:", Drop: func(context.Context) error { return nil }}, nil
}
