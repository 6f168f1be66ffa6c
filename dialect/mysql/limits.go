package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
)

// Session is the connection's number.
func (*Dialect) Session(ctx context.Context, conn *sql.Conn) (id string, err error) {
	err = conn.QueryRowContext(ctx, "SELECT CONNECTION_ID()").Scan(&id)
	return id, err
}

// Running looks for the statement among those of the connection: after a restart
// of the server the number may be another client's.
func (*Dialect) Running(ctx context.Context, conn *sql.Conn, session, statement string) (bool, error) {
	var text sql.NullString
	err := conn.QueryRowContext(ctx, "SELECT INFO FROM information_schema.PROCESSLIST WHERE ID = "+quoteString(session)).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil && text.String != "" && strings.HasPrefix(text.String, statement), err
}

// SetTimeouts sets what both products call lock_wait_timeout, which metadata
// locks obey, and InnoDB's own; the limit for a statement has two names.
func (*Dialect) SetTimeouts(ctx context.Context, conn *sql.Conn, lock, statement time.Duration) error {
	set := []string{"lock_wait_timeout = DEFAULT", "innodb_lock_wait_timeout = DEFAULT"}
	if lock > 0 {
		seconds := max(1, int(lock.Round(time.Second).Seconds()))
		set = []string{fmt.Sprintf("lock_wait_timeout = %d", seconds), fmt.Sprintf("innodb_lock_wait_timeout = %d", seconds)}
	}
	if _, err := conn.ExecContext(ctx, "SET SESSION "+strings.Join(set, ", SESSION ")); err != nil {
		return fmt.Errorf("setting lock_wait_timeout: %w", err)
	}
	var version string
	if err := conn.QueryRowContext(ctx, "SELECT VERSION()").Scan(&version); err != nil {
		return err
	}
	limit := fmt.Sprintf("max_execution_time = %d", statement.Milliseconds()) // MySQL limits SELECT only
	if strings.Contains(strings.ToLower(version), "mariadb") {
		limit = fmt.Sprintf("max_statement_time = %.3f", statement.Seconds())
	}
	if statement == 0 {
		limit = limit[:strings.IndexByte(limit, '=')] + "= DEFAULT"
	}
	_, err := conn.ExecContext(ctx, "SET SESSION "+limit)
	return err
}

// LockedOut recognises the time-out of a lock, on rows or metadata, and the
// victim of a deadlock.
func (*Dialect) LockedOut(err error) bool {
	return err != nil && lockErrors.MatchString(err.Error())
}

var lockErrors = regexp.MustCompile(`Error (1205|1213|3572)\b`)

// Blockers lists the other connections with an open transaction: who holds a
// metadata lock, the server tells only with a plugin.
func (*Dialect) Blockers(ctx context.Context, q dialect.Queryer) ([]string, error) {
	rows, err := q.QueryContext(ctx, `SELECT CONCAT('connection ', p.ID, ' of ', p.USER, '@', p.HOST, ', in a transaction since ', t.trx_started,
	COALESCE(CONCAT(': ', LEFT(p.INFO, 80)), ', idle'))
FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
WHERE p.ID <> CONNECTION_ID() ORDER BY t.trx_started, p.ID LIMIT 5`)
	return dialect.Lines(rows, err)
}

// Absent recognises what the server says of tables, columns, keys and routines
// that are not there.
func (*Dialect) Absent(err error) bool {
	return err != nil && absent.MatchString(err.Error())
}

var absent = regexp.MustCompile(`Error (1008|1051|1054|1072|1091|1146|1176|1305|1360|1539|4092)\b`)
