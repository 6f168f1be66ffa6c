package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
)

// What begins and ends a transaction, or what stands for one. START TRANSACTION, with
// which a run begins its own, releases the tables that LOCK TABLES has locked.
var (
	setAutocommit = `^set (?:session |local |@@session \. |@@local \. |@@)?autocommit :?= `
	begins        = regexp.MustCompile(`^lock tables? |` + setAutocommit + `(?:0|off|false)$`)
	commits       = regexp.MustCompile(`^unlock tables?$|` + setAutocommit + `(?:1|on|true)$`)
)

// Effect tells what a statement does. All but data and settings of the session
// commits by itself.
func (*Dialect) Effect(sql string) dialect.Effect {
	e := lexicon.Effect(sql)
	if e.Kind == dialect.Unknown || e.Kind == dialect.Session {
		switch text := lexicon.Normalize(sql[:min(len(sql), 100)]); {
		case begins.MatchString(text):
			return dialect.Effect{Kind: dialect.Begin}
		case commits.MatchString(text):
			return dialect.Effect{Kind: dialect.Commit}
		}
	}
	if e.Kind == dialect.Definition && slices.ContainsFunc(e.Objects, func(o dialect.Object) bool { return showCreate[kind(o)] == "" }) {
		e = dialect.Effect{}
	}
	e.Alone = e.Kind == dialect.Definition || e.Kind == dialect.Repeatable || e.Kind == dialect.Unknown
	return e
}

// kind is what has the definition: an index is part of its table.
func kind(o dialect.Object) string {
	if o.Kind == "index" && o.Table == "" {
		return ""
	}
	return o.Kind
}

// showCreate is the statement that spells an object's definition, and missing are
// the server's errors when there is none.
var (
	showCreate = map[string]string{
		"table": "TABLE", "index": "TABLE", "view": "TABLE", "sequence": "TABLE", "trigger": "TRIGGER", "function": "FUNCTION",
		"procedure": "PROCEDURE", "event": "EVENT", "package": "PACKAGE", "database": "DATABASE", "schema": "DATABASE",
	}
	missing = regexp.MustCompile(`Error (1049|1146|1305|1360|1539|1577|1356|4091)\b`)
	// counters are not part of a definition: rows that others insert move them.
	counters = regexp.MustCompile(` AUTO_INCREMENT=\d+`)
)

// Definition is what SHOW CREATE says, without the counter of AUTO_INCREMENT.
func (*Dialect) Definition(ctx context.Context, conn *sql.Conn, o dialect.Object) (string, error) {
	name := o.Name
	if o.Kind == "index" {
		name.Name = o.Table
	}
	rows, err := conn.QueryContext(ctx, "SHOW CREATE "+showCreate[o.Kind]+" "+tableName(name))
	if err != nil {
		if missing.MatchString(err.Error()) {
			return "", nil
		}
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	values := make([]sql.NullString, len(columns))
	pointers := make([]any, len(columns))
	for i := range values {
		pointers[i] = &values[i]
	}
	text := ""
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return "", err
		}
		for _, v := range values {
			text += v.String + "\n"
		}
	}
	return counters.ReplaceAllString(text, ""), rows.Err()
}

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
