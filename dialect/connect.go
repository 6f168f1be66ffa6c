package dialect

import (
	"context"
	"database/sql"
)

// Connect takes a connection of a pool and prepares it. What it returns gives the
// connection back as it was: the program may go on with it.
func Connect(ctx context.Context, d Dialect, db *sql.DB) (*sql.Conn, func(), error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	restore, err := d.Remember(ctx, conn)
	if err == nil {
		err = d.Prepare(ctx, conn)
	}
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	return conn, func() {
		_ = restore(context.WithoutCancel(ctx)) // else the connection is gone
		conn.Close()
	}, nil
}
