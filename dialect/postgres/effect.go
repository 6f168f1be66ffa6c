package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// alone are the statements that refuse a transaction.
var alone = regexp.MustCompile(`(?is)^(create\s+(unique\s+)?index\s+concurrently|drop\s+index\s+concurrently|reindex|vacuum|cluster` +
	`|(create|drop|alter)\s+(database|tablespace|subscription)|alter\s+system|alter\s+type\b.*\badd\s+value|alter\s+table\b.*\bdetach\s+partition\b.*\bconcurrently|call|do)\b`)

// serverwide are the statements about what all databases share, or which reach beyond one, but for roles.
var serverwide = regexp.MustCompile(`(?is)^((create|drop|alter)\s+(database|tablespace|subscription)|alter\s+system)\b`)

// changesServer reports whether a statement is one of these.
func changesServer(statement string) bool { return serverwide.MatchString(firstLines(statement)) }

// Effect tells what a statement does.
func (Dialect) Effect(sql string) dialect.Effect {
	e := lexicon.Effect(sql)
	e.Alone = alone.MatchString(firstLines(sql))
	switch {
	case e.Alone && e.Verb == "reindex":
		e.Objects = rebuilt(lexicon.Tokens(sql))
	case e.Alone && e.Kind == dialect.Definition:
		for _, o := range e.Objects {
			if definitions[o.Kind] == "" {
				return dialect.Effect{Alone: true}
			}
			if o.Kind == "index" && o.Name.Name == "" {
				e.Objects = append(e.Objects, dialect.Object{Kind: dialect.Leftover, Name: schema.Name{Schema: o.Schema}, Table: o.Table})
			}
		}
	}
	return e
}

// rebuilt is what a REINDEX … CONCURRENTLY of a table, or of an index, leaves behind
// when it fails: the half-built index, under a name that ends in _ccnew.
func rebuilt(tokens []dialect.Token) []dialect.Object {
	at := slices.IndexFunc(tokens, func(t dialect.Token) bool { return t.Is("concurrently") })
	if at < 1 || !tokens[at-1].Is("table") && !tokens[at-1].Is("index") {
		return nil
	}
	switch names := tokens[at+1:]; {
	case len(names) == 1:
		return []dialect.Object{{Kind: dialect.Leftover, Table: names[0].Name()}}
	case len(names) == 3 && names[1].Is("."):
		return []dialect.Object{{Kind: dialect.Leftover, Name: schema.Name{Schema: names[0].Name()}, Table: names[2].Name()}}
	}
	return nil
}

// firstLines is where a statement's kind shows, without the comments before it.
func firstLines(sql string) string {
	if tokens := lexicon.Tokens(sql[:min(len(sql), 2000)]); len(tokens) > 0 {
		sql = sql[tokens[0].Start:]
	}
	return sql[:min(len(sql), 1000)]
}

// definitions are the queries for what the catalog says of an object; $1 is its
// schema, empty for the one that the search path leads to, and $2 its name.
var definitions = map[string]string{
	"index": `SELECT CASE WHEN i.indisvalid THEN pg_catalog.pg_get_indexdef(i.indexrelid) ELSE '` + dialect.Invalid + `' END
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = $2 AND CASE WHEN $1 = '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $1 END`,
	"type": `SELECT 'enum:' || pg_catalog.string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typname = $2 AND CASE WHEN $1 = '' THEN pg_catalog.pg_type_is_visible(t.oid) ELSE n.nspname = $1 END GROUP BY t.oid`,
	"table": `SELECT 'partitions: ' || coalesce((SELECT pg_catalog.string_agg(i.inhrelid::text, ',' ORDER BY i.inhrelid) FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid), '')
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = $2 AND CASE WHEN $1 = '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $1 END`,
	dialect.Leftover: `SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %I.%I', n.nspname, i.relname)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_index named ON named.indexrelid = c.oid
JOIN pg_catalog.pg_index x ON x.indrelid = coalesce(named.indrelid, c.oid) AND NOT x.indisvalid JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid AND i.relkind = 'i'
WHERE c.relname = $2 AND CASE WHEN $1 = '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $1 END ORDER BY i.oid LIMIT 1`,
	"database":   `SELECT d.datname FROM pg_catalog.pg_database d WHERE $1 = '' AND d.datname = $2`,
	"tablespace": `SELECT s.spcname FROM pg_catalog.pg_tablespace s WHERE $1 = '' AND s.spcname = $2`,
}

// indexesOf are the valid indexes of a table.
const indexesOf = `SELECT pg_catalog.string_agg(i.indexrelid::text, ',' ORDER BY i.indexrelid)
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE i.indisvalid AND c.relname = $2 AND CASE WHEN $1 = '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $1 END`

// Definition is what the catalog says of an object that is changed outside of
// transactions.
func (Dialect) Definition(ctx context.Context, conn *sql.Conn, o dialect.Object) (string, error) {
	var text sql.NullString
	query, name := definitions[o.Kind], o.Name.Name
	switch {
	case name != "":
	case o.Kind == "index": // one that the server finds a name for
		query, name = indexesOf, o.Table
	default:
		name = o.Table
	}
	err := conn.QueryRowContext(ctx, query, o.Schema, name).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return text.String, err
}

// Session is the number of the server's process and when it began, since numbers
// come back.
func (Dialect) Session(ctx context.Context, conn *sql.Conn) (id string, err error) {
	err = conn.QueryRowContext(ctx, "SELECT pid || ' ' || backend_start FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()").Scan(&id)
	return id, err
}

// Running reports whether that process is still at work.
func (Dialect) Running(ctx context.Context, conn *sql.Conn, session, _ string) (running bool, err error) {
	err = conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_activity
WHERE pid || ' ' || backend_start = $1 AND state = 'active' AND pid <> pg_catalog.pg_backend_pid())`, session).Scan(&running)
	return running, err
}

// SetTimeouts sets lock_timeout and statement_timeout.
func (Dialect) SetTimeouts(ctx context.Context, conn *sql.Conn, lock, statement time.Duration) error {
	for _, s := range []struct {
		name  string
		value time.Duration
	}{{"lock_timeout", lock}, {"statement_timeout", statement}} {
		text := "SET " + s.name + " = DEFAULT"
		if s.value > 0 {
			text = fmt.Sprintf("SET %s = %d", s.name, max(1, s.value.Milliseconds()))
		}
		if _, err := conn.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("setting %s: %w", s.name, err)
		}
	}
	return nil
}

// LockedOut recognises the time-out of a lock and the victim of a deadlock.
func (Dialect) LockedOut(err error) bool {
	var state interface{ SQLState() string }
	return errors.As(err, &state) && (state.SQLState() == "55P03" || state.SQLState() == "40P01")
}

// Blockers lists the other sessions that hold locks on tables of this database
// which would make a change of a table wait.
func (Dialect) Blockers(ctx context.Context, q dialect.Queryer) ([]string, error) {
	rows, err := q.QueryContext(ctx, `SELECT 'session ' || a.pid || ' of ' || coalesce(a.usename, '?') || coalesce(' (' || nullif(a.application_name, '') || ')', '')
	|| ', ' || coalesce(a.state, '?') || ' since ' || coalesce(a.state_change, a.backend_start)::timestamp(0) || ': ' || pg_catalog.left(coalesce(a.query, ''), 80)
FROM pg_catalog.pg_stat_activity a
WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
	AND EXISTS (SELECT 1 FROM pg_catalog.pg_locks l WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.granted AND l.relation >= 16384)
ORDER BY a.xact_start, a.pid LIMIT 5`)
	return dialect.Lines(rows, err)
}

// Absent is for databases that can't roll back what they define.
func (Dialect) Absent(error) bool { return false }

// Variables is for databases that can't roll back what they define.
func (Dialect) Variables(context.Context, *sql.Conn, []string) (string, error) { return "", nil }

// Seal is for them, too.
func (Dialect) Seal(statement, _ string) string { return statement }
