package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

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
	list, err := processes(ctx, conn)
	if err != nil {
		return false, err
	}
	p, ok := list[session]
	return ok && p.statement != "" && strings.HasPrefix(p.statement, statement), nil
}

// Blockers lists the other connections with an open transaction: who holds a
// metadata lock, the server tells only with a plugin.
func (*Dialect) Blockers(ctx context.Context, q dialect.Queryer) ([]string, error) {
	list, err := processes(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, `SELECT CONCAT(trx_mysql_thread_id, ' ', trx_started) FROM information_schema.INNODB_TRX
WHERE trx_mysql_thread_id <> CONNECTION_ID() ORDER BY trx_started, trx_mysql_thread_id`)
	open, err := dialect.Lines(rows, err)
	var out []string
	for _, line := range open {
		id, since, _ := strings.Cut(line, " ")
		p, ok := list[id]
		if !ok || len(out) == 5 {
			continue
		}
		doing := ", idle"
		if p.statement != "" {
			doing = ": " + string([]rune(p.statement)[:min(80, len([]rune(p.statement)))])
		}
		out = append(out, fmt.Sprintf("connection %s of %s@%s, in a transaction since %s%s", id, p.user, p.host, since, doing))
	}
	return out, err
}

// process is what a connection does.
type process struct{ user, host, statement string }

// processes are the server's connections by their numbers. information_schema.PROCESSLIST
// would do, but on MySQL it fails while any statement has a letter beyond utf8mb3.
func processes(ctx context.Context, q dialect.Queryer) (map[string]process, error) {
	rows, err := q.QueryContext(ctx, "SHOW FULL PROCESSLIST")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns() // the products and versions have more or fewer
	if err != nil {
		return nil, err
	}
	values := make([]sql.NullString, len(columns))
	targets, byName := make([]any, len(columns)), map[string]*sql.NullString{}
	for i, name := range columns {
		targets[i], byName[strings.ToLower(name)] = &values[i], &values[i]
	}
	out := map[string]process{}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		of := func(name string) string {
			if v := byName[name]; v != nil {
				return v.String
			}
			return ""
		}
		out[of("id")] = process{of("user"), of("host"), of("info")}
	}
	return out, rows.Err()
}
