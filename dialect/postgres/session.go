package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// Prepare makes sure that strings are read the way [Dialect.Literal] writes them, that a
// function may be made before what its body names, and that the catalog's functions quote
// what has to be quoted, as everywhere else.
func (Dialect) Prepare(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "SET standard_conforming_strings = on; SET check_function_bodies = off; SET quote_all_identifiers = off")
	return err
}

// Setting lets a function in SQL be made before what its body names.
func (Dialect) Setting(statement string) string {
	tokens := lexicon.Tokens(statement)
	for i, t := range tokens {
		if t.Is("language") && i > 0 && i+1 < len(tokens) && strings.EqualFold(tokens[i+1].Name(), "sql") && tokens[0].Is("create") {
			return "SET check_function_bodies = off"
		}
	}
	return ""
}

// Remember notes the settings that were made in this session: RESET ALL goes back
// to those that it began with.
func (Dialect) Remember(ctx context.Context, conn *sql.Conn) (func(context.Context) error, error) {
	set, err := dialect.Lines(conn.QueryContext(ctx, `SELECT format('SET SESSION %I = %L', name, setting) FROM pg_catalog.pg_settings
WHERE source = 'session' AND name NOT IN ('search_path', 'transaction_isolation', 'transaction_read_only', 'transaction_deferrable')
UNION ALL SELECT 'SET SESSION search_path = ' || pg_catalog.current_setting('search_path') FROM pg_catalog.pg_settings
WHERE name = 'search_path' AND source = 'session' AND setting <> ''
UNION ALL SELECT format('SET SESSION ROLE %I', r) FROM pg_catalog.current_setting('role') r WHERE r <> 'none' ORDER BY 1`))
	if err != nil {
		return nil, fmt.Errorf("reading the settings of the session: %w", err)
	}
	back := strings.Join(append([]string{"RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL"}, set...), "; ")
	return func(ctx context.Context) error {
		if _, err := conn.ExecContext(ctx, back); err != nil {
			return fmt.Errorf("restoring the settings of the session: %w", err)
		}
		return nil
	}, nil
}

// Home is the first schema of the search path that exists; empty when none does.
func (Dialect) Home(ctx context.Context, conn *sql.Conn) (string, error) {
	var home sql.NullString
	err := conn.QueryRowContext(ctx, "SELECT pg_catalog.current_schema()").Scan(&home)
	return home.String, err
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

// HasTable reports whether the default schema, or the one named, has that table. It fails where
// there is no default one: no table without a schema's name can be there, or come.
func (d Dialect) HasTable(ctx context.Context, conn *sql.Conn, t schema.Name) (bool, error) {
	in := "pg_catalog.current_schema()"
	if t.Schema != "" {
		in = quoteString(t.Schema)
	}
	var home sql.NullString
	var has bool
	err := conn.QueryRowContext(ctx, "SELECT "+in+", EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"+
		" WHERE c.relkind IN ('r', 'p') AND n.nspname = "+in+" AND c.relname = "+quoteString(t.Name)+")").Scan(&home, &has)
	if err == nil && !home.Valid {
		err = errors.New("no schema of the search_path exists: create one, or set search_path in the URL")
	}
	return has, err
}

// Undoes reports that a transaction undoes all.
func (Dialect) Undoes(context.Context, *sql.Conn, schema.Name) (bool, error) { return true, nil }
