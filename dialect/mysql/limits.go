package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"time"
)

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

// Absent recognises what the server says of tables, columns, keys and routines
// that are not there.
func (*Dialect) Absent(err error) bool {
	return err != nil && absent.MatchString(err.Error())
}

var absent = regexp.MustCompile(`Error (1008|1051|1054|1072|1091|1146|1176|1305|1360|1539|4092)\b`)
