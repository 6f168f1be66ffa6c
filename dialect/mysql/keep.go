package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/limbeck/migrate/dialect"
)

// moving are variables of a session that change by themselves.
var moving = []string{"error_count", "gtid_seq_no", "identity", "in_transaction", "insert_id", "last_gtid", "last_insert_id",
	"rand_seed1", "rand_seed2", "timestamp", "warning_count"}

// Keep notes the session's variables; what it returns sets those again that have
// changed, forgets user variables, and goes back to the database.
func (d *Dialect) Keep(ctx context.Context, conn *sql.Conn) (func(context.Context) error, error) {
	before, err := sessionVariables(ctx, conn)
	if err != nil {
		return nil, err
	}
	home, err := d.Home(ctx, conn)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) error {
		after, err := sessionVariables(ctx, conn)
		if err != nil {
			return err
		}
		var set []string
		for _, name := range slices.Sorted(maps.Keys(after)) {
			if was, ok := before[name]; ok && was != after[name] && !slices.Contains(moving, name) {
				set = append(set, "SET SESSION "+name+" = "+settingLiteral(name, was))
			}
		}
		if home != "" {
			set = append(set, "USE "+quote(home))
		}
		// MySQL has no such table, and nothing to list its variables by.
		names, _ := dialect.Lines(conn.QueryContext(ctx, "SELECT VARIABLE_NAME FROM information_schema.USER_VARIABLES ORDER BY 1"))
		for _, name := range names {
			set = append(set, "SET @"+quote(name)+" = NULL")
		}
		for _, statement := range set {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("taking back what the session has set: %s: %w", statement, err)
			}
		}
		return nil
	}, nil
}

func sessionVariables(ctx context.Context, conn *sql.Conn) (map[string]sql.NullString, error) {
	rows, err := conn.QueryContext(ctx, "SHOW SESSION VARIABLES")
	if err != nil {
		return nil, fmt.Errorf("reading the session's variables: %w", err)
	}
	defer rows.Close()
	out := map[string]sql.NullString{}
	for rows.Next() {
		var name string
		var value sql.NullString
		if err := rows.Scan(&name, &value); err != nil {
			return nil, fmt.Errorf("reading the session's variables: %w", err)
		}
		out[name] = value
	}
	return out, rows.Err()
}

// settingLiteral spells a value as SET takes it: numbers without quotes.
func settingLiteral(name string, value sql.NullString) string {
	if !value.Valid || value.String == "" && name == "character_set_results" {
		return "NULL"
	}
	if _, err := strconv.ParseFloat(value.String, 64); err == nil {
		return value.String
	}
	return quoteString(value.String)
}
