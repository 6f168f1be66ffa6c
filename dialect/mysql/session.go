package mysql

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// Script frames nothing: a transaction would end at the first DDL statement.
func (*Dialect) Script() (begin, commit []string) { return nil, nil }

// settled are the variables that a server may have set so that it spells its catalog otherwise, shows
// a part of it, or refuses to change a row that no key leads to; with the values that don't.
var settled = []struct{ variable, value string }{
	{"sql_quote_show_create", "1"}, {"sql_select_limit", "18446744073709551615"}, {"sql_big_selects", "1"}, {"sql_safe_updates", "0"},
}

// Prepare makes sure that literals are read as they were written, and that the server shows
// its whole catalog with all names quoted and all options: see [PlainMode].
func (*Dialect) Prepare(ctx context.Context, conn *sql.Conn) error {
	var mode string
	ask, now := "SELECT @@SESSION.sql_mode", make([]string, len(settled))
	values := []any{&mode}
	for i, p := range settled {
		ask, values = ask+", @@SESSION."+p.variable, append(values, &now[i])
	}
	if err := conn.QueryRowContext(ctx, ask).Scan(values...); err != nil {
		return fmt.Errorf("reading the settings of the session: %w", err)
	}
	var set []string
	if own := PlainMode(mode); own != mode {
		set = append(set, "SESSION sql_mode = "+quoteString(own))
	}
	for i, p := range settled {
		if now[i] != p.value {
			set = append(set, "SESSION "+p.variable+" = "+p.value)
		}
	}
	if len(set) == 0 {
		return nil
	}
	if _, err := conn.ExecContext(ctx, "SET "+strings.Join(set, ", ")); err != nil {
		return fmt.Errorf("setting %s: %w", strings.Join(set, ", "), err)
	}
	return nil
}

// oddModes are those of sql_mode that give strings and quotes another meaning or leave
// something out of SHOW CREATE, and the names of combinations of them
// (https://mariadb.com/docs/server/server-management/variables-and-modes/sql_mode).
var oddModes = []string{"NO_BACKSLASH_ESCAPES", "ANSI_QUOTES", "EMPTY_STRING_IS_NULL", "NO_KEY_OPTIONS", "NO_TABLE_OPTIONS", "NO_FIELD_OPTIONS",
	"ANSI", "DB2", "MAXDB", "MSSQL", "MYSQL323", "MYSQL40", "ORACLE", "POSTGRESQL"}

// PlainMode is a sql_mode without what gives SQL and the catalog another spelling. The rest stays as it is.
func PlainMode(mode string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(mode, ","), func(m string) bool { return slices.Contains(oddModes, m) }), ",")
}

// StrictMode is a sql_mode with what has a change of a table fail that would cut off or replace values
// that are there; empty where it has that.
func StrictMode(mode string) string {
	if strings.Contains(mode, "STRICT_") { // _TRANS_TABLES or _ALL_TABLES
		return ""
	}
	return strings.TrimPrefix(mode+",STRICT_ALL_TABLES", ",")
}

// remembered are the variables that a script may leave set in its session, with a
// meaning for what is run afterwards. autocommit is not among them: the run has its
// own transactions.
var remembered = []string{"sql_mode", "foreign_key_checks", "unique_checks", "check_constraint_checks", "character_set_client", "character_set_connection",
	"character_set_results", "collation_connection", "time_zone", "sql_notes", "sql_safe_updates", "sql_auto_is_null", "sql_big_selects",
	"sql_select_limit", "sql_log_bin", "sql_quote_show_create", "sql_require_primary_key", "sql_generate_invisible_primary_key",
	"default_storage_engine", "default_tmp_storage_engine", "explicit_defaults_for_timestamp", "innodb_strict_mode", "old_mode", "alter_algorithm",
	"lock_wait_timeout", "innodb_lock_wait_timeout", "max_statement_time", "max_execution_time", "tx_isolation", "transaction_isolation",
	"tx_read_only", "transaction_read_only", "group_concat_max_len", "div_precision_increment", "default_week_format", "auto_increment_increment",
	"auto_increment_offset", "system_versioning_alter_history", "system_versioning_insert_history", "system_versioning_asof", "show_create_table_skip_secondary_engine"}

// Setting returns none: a script says nothing that another sql_mode reads otherwise.
func (*Dialect) Setting(string) string { return "" }

// Remember notes the session's variables and its database. Tables that a script has
// locked are not: see [Dialect.Effect].
func (*Dialect) Remember(ctx context.Context, conn *sql.Conn) (func(context.Context) error, error) {
	before, err := settings(ctx, conn)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) error {
		now, err := settings(ctx, conn)
		if err != nil {
			return err
		}
		for _, text := range append(before.restore(now), forgetting(before.user, now.user)...) {
			if _, err := conn.ExecContext(ctx, text); err != nil {
				return fmt.Errorf("restoring the settings of the session: %w", err)
			}
		}
		return nil
	}, nil
}

// session is what a script may change: the database in use and variables.
type session struct {
	database  string
	variables map[string]string
	user      []string // its user variables; on MySQL there is nothing that lists them
}

func settings(ctx context.Context, conn *sql.Conn) (session, error) {
	s := session{variables: map[string]string{}}
	var err error
	if s.database, err = (*Dialect)(nil).Home(ctx, conn); err != nil {
		return s, err
	}
	quoted := make([]string, len(remembered))
	for i, name := range remembered {
		quoted[i] = quoteString(name)
	}
	rows, err := conn.QueryContext(ctx, "SHOW SESSION VARIABLES WHERE Variable_name IN ("+strings.Join(quoted, ", ")+")")
	if err != nil {
		return s, fmt.Errorf("reading the variables of the session: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return s, fmt.Errorf("reading the variables of the session: %w", err)
		}
		s.variables[strings.ToLower(name)] = value
	}
	s.user, _ = dialect.Lines(conn.QueryContext(ctx, "SELECT VARIABLE_NAME FROM information_schema.USER_VARIABLES ORDER BY 1"))
	return s, rows.Err()
}

// forgetting lists the statements that empty the user variables that were not there
// before.
func forgetting(before, now []string) []string {
	var out []string
	for _, name := range now {
		if !slices.Contains(before, name) {
			out = append(out, "SET @"+quote(name)+" = NULL")
		}
	}
	return out
}

// unquoted are the values of variables that are no strings.
var unquoted = regexp.MustCompile(`^(-?[0-9]+(\.[0-9]+)?|DEFAULT)$`)

// restore lists the statements that lead back from now to a state before.
func (s session) restore(now session) []string {
	var out, set []string
	if s.database != "" && s.database != now.database {
		out = append(out, "USE "+quote(s.database))
	}
	for _, name := range remembered {
		if value := s.variables[name]; value != now.variables[name] {
			if !unquoted.MatchString(value) {
				value = quoteString(value)
			}
			set = append(set, "SESSION "+name+" = "+value)
		}
	}
	if set != nil {
		out = append(out, "SET "+strings.Join(set, ", "))
	}
	return out
}

// Home is the database in use.
func (*Dialect) Home(ctx context.Context, conn *sql.Conn) (string, error) {
	var database sql.NullString
	err := conn.QueryRowContext(ctx, "SELECT DATABASE()").Scan(&database)
	return database.String, err
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
func (d *Dialect) Lock(ctx context.Context, conn *sql.Conn, timeout time.Duration) (unlock func(), err error) {
	database, err := d.Home(ctx, conn)
	if err != nil {
		return nil, err
	}
	if database == "" {
		return nil, fmt.Errorf("the URL names no database: add it after the host, mysql://host/database")
	}
	name := lockName(database)
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
