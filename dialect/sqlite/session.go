package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// busyTimeout is how long a statement waits for another program's lock on the
// file, in milliseconds, where the connection does not say more.
const busyTimeout = 5000

// Prepare readies a fresh connection. Foreign keys are turned off: with them on, a
// rebuild would delete the rows that refer to the table.
func (Dialect) Prepare(ctx context.Context, conn *sql.Conn) error {
	// What an earlier user of the connection left open would keep the pragmas from
	// taking effect. There is no way to ask; that there is nothing is an error.
	_, _ = conn.ExecContext(ctx, "ROLLBACK")
	var timeout int
	if err := conn.QueryRowContext(ctx, "PRAGMA busy_timeout").Scan(&timeout); err != nil {
		return err
	}
	pragmas := []string{"PRAGMA foreign_keys = OFF", "PRAGMA legacy_alter_table = OFF"}
	if timeout < busyTimeout {
		pragmas = append(pragmas, fmt.Sprintf("PRAGMA busy_timeout = %d", busyTimeout))
	}
	for _, pragma := range pragmas {
		if _, err := conn.ExecContext(ctx, pragma); err != nil {
			return fmt.Errorf("%s: %w", pragma, err)
		}
	}
	var on bool
	if err := conn.QueryRowContext(ctx, "PRAGMA foreign_keys").Scan(&on); err != nil {
		return err
	}
	if on {
		return errors.New("PRAGMA foreign_keys = OFF had no effect: the connection is in a transaction")
	}
	return nil
}

// remembered are the pragmas that a script may leave set on its connection, with
// a meaning for what is run afterwards.
var remembered = []string{"foreign_keys", "legacy_alter_table", "busy_timeout", "recursive_triggers", "ignore_check_constraints", "writable_schema",
	"query_only", "read_uncommitted", "reverse_unordered_selects", "cell_size_check", "trusted_schema"}

// Setting returns none: what a script needs is what Script returns.
func (Dialect) Setting(string) string { return "" }

// Remember notes the connection's pragmas. Within a transaction foreign_keys can
// neither be set nor restored.
func (Dialect) Remember(ctx context.Context, conn *sql.Conn) (func(context.Context) error, error) {
	var back strings.Builder
	for _, name := range remembered {
		var value string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value); errors.Is(err, sql.ErrNoRows) {
			continue // another build of SQLite
		} else if err != nil {
			return nil, fmt.Errorf("reading PRAGMA %s: %w", name, err)
		}
		fmt.Fprintf(&back, "PRAGMA %s = %s;", name, value)
	}
	return func(ctx context.Context) error {
		if _, err := conn.ExecContext(ctx, back.String()); err != nil {
			return fmt.Errorf("restoring the pragmas of the connection: %w", err)
		}
		return nil
	}, nil
}

// Home is the database file itself, not one that is attached or temporary.
func (Dialect) Home(context.Context, *sql.Conn) (string, error) { return "main", nil }

// Begin starts a transaction that may write, so that it can't find out halfway
// that another one does, and notes which rows lack their parent already.
func (Dialect) Begin(ctx context.Context, conn *sql.Conn) error {
	for _, s := range []string{"PRAGMA legacy_alter_table = OFF", "BEGIN IMMEDIATE"} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	if err := noteOrphans(ctx, conn); err != nil {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return fmt.Errorf("checking foreign keys before the transaction: %w", err)
	}
	return nil
}

// Commit ends the transaction, unless it leaves rows without their parent that
// had one before.
func (Dialect) Commit(ctx context.Context, conn *sql.Conn) error {
	if err := checkOrphans(ctx, conn); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "COMMIT")
	return err
}

// HasTable reports whether the database, or an attached one, has a table.
func (Dialect) HasTable(ctx context.Context, conn *sql.Conn, table schema.Name) (bool, error) {
	catalog := "sqlite_master"
	if table.Schema != "" {
		catalog = quote(table.Schema) + ".sqlite_master"
	}
	var n int
	err := conn.QueryRowContext(ctx, "SELECT count(*) FROM "+catalog+" WHERE type = 'table' AND name = ? COLLATE NOCASE", table.Name).Scan(&n)
	return n > 0, err
}

// Lock holds a lock on a file beside the database's own. The system frees it when
// the process ends, however it does. The database file itself must not be
// locked: SQLite has its own locks there. A database in memory has no other
// runners.
func (Dialect) Lock(ctx context.Context, conn *sql.Conn, timeout time.Duration) (func(), error) {
	var file sql.NullString
	if err := conn.QueryRowContext(ctx, "SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&file); err != nil {
		return nil, err
	}
	if file.String == "" {
		return func() {}, nil
	}
	start := time.Now()
	unlock, err := waitForLock(ctx, file.String+lockSuffix, timeout)
	if err != nil {
		return nil, err
	}
	if timeout >= 0 {
		timeout = max(0, timeout-time.Since(start))
	}
	if err := waitForWriter(ctx, conn, timeout); err != nil {
		unlock()
		return nil, err
	}
	return unlock, nil
}

// waitForWriter waits until no other program writes to the database: only other
// runners know of the lock on the file beside it.
func waitForWriter(ctx context.Context, conn *sql.Conn, timeout time.Duration) error {
	var usual int
	if err := conn.QueryRowContext(ctx, "PRAGMA busy_timeout").Scan(&usual); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 0"); err != nil {
		return err
	}
	err := poll(ctx, timeout, func() (bool, error) {
		_, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		if code(err) == busy {
			return false, nil
		}
		return true, err
	})
	if err != nil {
		return err
	}
	for _, s := range []string{"ROLLBACK", fmt.Sprintf("PRAGMA busy_timeout = %d", usual)} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

const (
	lockSuffix = "-migrate-lock"
	lockPoll   = 50 * time.Millisecond
)

func waitForLock(ctx context.Context, path string, timeout time.Duration) (unlock func(), err error) {
	err = poll(ctx, timeout, func() (bool, error) {
		if unlock, err = lockFile(path); err != nil {
			return false, fmt.Errorf("locking %s: %w", path, err)
		}
		return unlock != nil, nil
	})
	return unlock, err
}

// poll tries until it works or the time is over.
func poll(ctx context.Context, timeout time.Duration, try func() (bool, error)) error {
	for start := time.Now(); ; {
		if done, err := try(); done || err != nil {
			return err
		}
		if timeout >= 0 && time.Since(start) >= timeout {
			return dialect.ErrLockTimeout
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockPoll):
		}
	}
}

// Undoes reports that a transaction undoes all.
func (Dialect) Undoes(context.Context, *sql.Conn, schema.Name) (bool, error) { return true, nil }
