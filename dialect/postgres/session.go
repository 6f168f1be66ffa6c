package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// Prepare makes sure that strings are read the way [Dialect.Literal] writes them,
// and that a function may be made before what its body names.
func (Dialect) Prepare(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "SET standard_conforming_strings = on; SET check_function_bodies = off")
	return err
}

// Keep returns what takes back all settings (the dumps of pg_dump empty the
// search_path) and drops temporary tables.
func (d Dialect) Keep(_ context.Context, conn *sql.Conn) (func(context.Context) error, error) {
	return func(ctx context.Context) error {
		if _, err := conn.ExecContext(ctx, "RESET SESSION AUTHORIZATION; RESET ALL; DISCARD TEMP"); err != nil {
			return fmt.Errorf("taking back what the session has set: %w", err)
		}
		return d.Prepare(ctx, conn)
	}, nil
}

// Begin starts a transaction.
func (Dialect) Begin(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "BEGIN")
	return err
}

// Commit ends the transaction. Deferred constraints are checked first, by a
// statement of their own: it fails too when the transaction has failed already,
// where COMMIT would quietly roll back.
func (Dialect) Commit(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "SET CONSTRAINTS ALL IMMEDIATE"); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "COMMIT")
	return err
}

// How long Lock waits between two attempts, and unlock for an answer.
const (
	shortestWait = 50 * time.Millisecond
	longestWait  = time.Second
	unlockWait   = 10 * time.Second
)

// Lock takes an advisory lock of the session: the server frees it when the
// session ends, however it ends.
func (d Dialect) Lock(ctx context.Context, conn *sql.Conn, timeout time.Duration) (unlock func(), err error) {
	var database string
	if err := conn.QueryRowContext(ctx, "SELECT current_database()").Scan(&database); err != nil {
		return nil, err
	}
	key := lockKey(database)
	deadline := time.Now().Add(timeout)
	for wait := shortestWait; ; wait = min(2*wait, longestWait) {
		var got bool
		if err := conn.QueryRowContext(ctx, fmt.Sprintf("SELECT pg_try_advisory_lock(%d)", key)).Scan(&got); err != nil {
			return nil, err
		}
		if got {
			return func() { release(ctx, conn, key) }, nil
		}
		pause := wait/2 + rand.N(wait) // so that many runners don't ask in step
		if timeout >= 0 {
			left := time.Until(deadline)
			if left <= 0 {
				return nil, dialect.ErrLockTimeout
			}
			pause = min(pause, left)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// unlockTries is through how many sessions of a pool the one is looked for that has
// the lock.
const unlockTries = 20

// release frees the lock, also after the run was cancelled. When it can't, the
// end of the session does.
func release(ctx context.Context, conn *sql.Conn, key int64) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unlockWait)
	defer cancel()
	for range unlockTries {
		var freed bool
		err := conn.QueryRowContext(ctx, fmt.Sprintf("SELECT pg_catalog.pg_advisory_unlock(%d)", key)).Scan(&freed)
		if freed || err != nil {
			return
		}
	}
}

// lockKey is the number of the lock on a database.
func lockKey(database string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("limbeck:" + database))
	return int64(h.Sum64())
}

// HasTable reports whether the default schema, or the one named, has that table.
func (d Dialect) HasTable(ctx context.Context, conn *sql.Conn, t schema.Name) (bool, error) {
	in := "current_schema()"
	if t.Schema != "" {
		in = quoteString(t.Schema)
	}
	var one int
	err := conn.QueryRowContext(ctx, "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"+
		" WHERE c.relkind IN ('r', 'p') AND n.nspname = "+in+" AND c.relname = "+quoteString(t.Name)).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Home is the first schema of the search path that there is.
func (Dialect) Home(ctx context.Context, conn *sql.Conn) (string, error) {
	var home sql.NullString
	var path string
	err := conn.QueryRowContext(ctx, "SELECT pg_catalog.current_schema(), pg_catalog.current_setting('search_path')").Scan(&home, &path)
	if err == nil && home.String == "" {
		return "", fmt.Errorf("search_path (%s) leads to no schema that is there: create it, or name another one in the URL, as in ?search_path=public", path)
	}
	return home.String, err
}

// Remember is for databases that can't roll back what they define.
func (Dialect) Remember(context.Context, *sql.Conn, []string) (string, error) { return "", nil }

// Seal is for them, too.
func (Dialect) Seal(statement, _ string) string { return statement }
