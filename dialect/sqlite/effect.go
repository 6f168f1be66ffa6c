package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
)

// Effect tells what a statement does. The few that refuse a transaction may be
// run twice.
func (Dialect) Effect(sql string) dialect.Effect {
	e := lexicon.Effect(sql)
	if tokens := lexicon.Tokens(sql[:min(len(sql), 2000)]); len(tokens) > 0 {
		e.Alone = slices.Contains([]string{"vacuum", "pragma", "attach", "detach"}, strings.ToLower(tokens[0].Text))
	}
	if e.Alone && e.Kind == dialect.Unknown {
		e.Kind = dialect.Session
	}
	return e
}

// Definition is the text that the catalog keeps.
func (Dialect) Definition(ctx context.Context, conn *sql.Conn, o dialect.Object) (string, error) {
	var text sql.NullString
	err := conn.QueryRowContext(ctx, "SELECT group_concat(sql, ';') FROM sqlite_master WHERE name = ? COLLATE NOCASE", o.Name.Name).Scan(&text)
	return text.String, err
}

// Session is empty: what works on a SQLite database ends with its process.
func (Dialect) Session(context.Context, *sql.Conn) (string, error) { return "", nil }

// Running is false for the same reason.
func (Dialect) Running(context.Context, *sql.Conn, string, string) (bool, error) { return false, nil }

// SetTimeouts sets how long a statement waits for another program's lock. There
// is no limit for statements.
func (Dialect) SetTimeouts(ctx context.Context, conn *sql.Conn, lock, _ time.Duration) error {
	wait := int64(busyTimeout)
	if lock > 0 {
		wait = lock.Milliseconds()
	}
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", wait))
	return err
}

// LockedOut recognises another program's lock.
func (Dialect) LockedOut(err error) bool { return err != nil && code(err) == busy }

// Blockers is empty: SQLite doesn't know who holds its locks.
func (Dialect) Blockers(context.Context, dialect.Queryer) ([]string, error) { return nil, nil }

// Absent is for databases that can't roll back what they define.
func (Dialect) Absent(error) bool { return false }

// Variables is for databases that can't roll back what they define.
func (Dialect) Variables(context.Context, *sql.Conn, []string) (string, error) { return "", nil }

// Seal is for them, too.
func (Dialect) Seal(statement, _ string) string { return statement }
