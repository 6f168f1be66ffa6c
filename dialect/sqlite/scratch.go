package sqlite

import (
	"context"
	"database/sql"
)

// Scratch is a database in memory: there is nothing to make or drop.
func (Dialect) Scratch(context.Context, *sql.Conn, string) (string, func(context.Context) error, error) {
	return ":memory:", func(context.Context) error { return nil }, nil
}
