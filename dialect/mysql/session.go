package mysql

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// TransactionalDDL is false: DDL commits.
func (*Dialect) TransactionalDDL() bool { return false }

// Script frames nothing: a transaction would end at the first DDL statement.
func (*Dialect) Script() (begin, commit []string) { return nil, nil }

// Prepare makes sure that literals are read as they were written: the server's
// NO_BACKSLASH_ESCAPES and ANSI_QUOTES would give them another meaning. The rest
// of sql_mode stays as it is.
func (*Dialect) Prepare(ctx context.Context, conn *sql.Conn) error {
	var mode string
	if err := conn.QueryRowContext(ctx, "SELECT @@SESSION.sql_mode").Scan(&mode); err != nil {
		return fmt.Errorf("reading sql_mode: %w", err)
	}
	var kept []string
	for m := range strings.SplitSeq(mode, ",") {
		if m != "NO_BACKSLASH_ESCAPES" && m != "ANSI_QUOTES" {
			kept = append(kept, m)
		}
	}
	if own := strings.Join(kept, ","); own != mode {
		if _, err := conn.ExecContext(ctx, "SET SESSION sql_mode = "+quoteString(own)); err != nil {
			return fmt.Errorf("setting sql_mode: %w", err)
		}
	}
	return nil
}


// Begin starts a transaction, which serves the data statements of a revision.
func (*Dialect) Begin(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "START TRANSACTION")
	return err
}

// Commit ends it.
func (*Dialect) Commit(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "COMMIT")
	return err
}

// longestWait is how long one GET_LOCK waits: short enough to notice a context
// that ended, which the driver can do only by closing the connection.
const longestWait = 5 * time.Second

// Lock takes the server's named lock for the connection's database. The lock
// ends with the connection, so a runner that dies holds nobody up.
func (*Dialect) Lock(ctx context.Context, conn *sql.Conn, timeout time.Duration) (unlock func(), err error) {
	var database sql.NullString
	if err := conn.QueryRowContext(ctx, "SELECT DATABASE()").Scan(&database); err != nil {
		return nil, err
	}
	if database.String == "" {
		return nil, fmt.Errorf("the URL names no database: add it after the host, mysql://host/database")
	}
	name := lockName(database.String)
	deadline := time.Now().Add(timeout)
	for {
		wait := longestWait
		if timeout >= 0 {
			wait = min(wait, max(time.Until(deadline), 0))
		}
		got, err := getLock(ctx, conn, name, wait)
		if err != nil {
			return nil, err
		}
		if got {
			return func() { release(ctx, conn, name) }, nil
		}
		if timeout >= 0 && time.Now().After(deadline) {
			return nil, dialect.ErrLockTimeout
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
}

// lockName is the same for every runner on a database, on every client: the names
// of locks are the whole server's, and short.
func lockName(database string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(database)))
	return "limbeck_" + hex.EncodeToString(sum[:16])
}

// getLock asks for a lock. MySQL counts whole seconds, so a part of one is
// rounded up.
func getLock(ctx context.Context, conn *sql.Conn, name string, wait time.Duration) (bool, error) {
	seconds := int(math.Ceil(wait.Seconds()))
	var got sql.NullInt64
	query := fmt.Sprintf("SELECT GET_LOCK(%s, %d)", quoteString(name), seconds)
	if err := conn.QueryRowContext(ctx, query).Scan(&got); err != nil {
		return false, fmt.Errorf("waiting for the migration lock: %w", err)
	}
	if !got.Valid {
		return false, fmt.Errorf("the server could not take the migration lock %s", name)
	}
	return got.Int64 == 1, nil
}

// release frees the lock also when the run was cancelled. Should it fail, the
// connection is gone, and the lock with it.
func release(ctx context.Context, conn *sql.Conn, name string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestWait)
	defer cancel()
	var freed sql.NullInt64
	_ = conn.QueryRowContext(ctx, "SELECT RELEASE_LOCK("+quoteString(name)+")").Scan(&freed)
}

// HasTable reports whether a table or view exists.
func (*Dialect) HasTable(ctx context.Context, conn *sql.Conn, table schema.Name) (bool, error) {
	in := "DATABASE()"
	if table.Schema != "" {
		in = quoteString(table.Schema)
	}
	var found int
	err := conn.QueryRowContext(ctx, "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = "+in+
		" AND TABLE_NAME = "+quoteString(table.Name)).Scan(&found)
	return found > 0, err
}

// Home is the database that the URL names.
func (*Dialect) Home(ctx context.Context, conn *sql.Conn) (string, error) {
	var database sql.NullString
	err := conn.QueryRowContext(ctx, "SELECT DATABASE()").Scan(&database)
	return database.String, err
}
