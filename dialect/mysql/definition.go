package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

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
	if o.Kind == dialect.Identity {
		return identity(ctx, conn, o)
	}
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

// identity is what InnoDB knows a table and its partitions by; empty when the user
// may not see that (it takes the privilege PROCESS).
func identity(ctx context.Context, conn *sql.Conn, o dialect.Object) (string, error) {
	in := "DATABASE()"
	if o.Schema != "" {
		in = quoteString(o.Schema)
	}
	for _, catalog := range []string{"INNODB_SYS_TABLES", "INNODB_TABLES"} { // MariaDB's, MySQL's
		rows, err := conn.QueryContext(ctx, fmt.Sprintf("SELECT CONCAT(NAME, ' ', TABLE_ID) FROM information_schema.%s"+
			" WHERE NAME = CONCAT(%[2]s, '/', %[3]s) OR NAME LIKE CONCAT(%[2]s, '/', %[3]s, '#P#%%') ORDER BY NAME", catalog, in, quoteString(o.Name.Name)))
		lines, err := dialect.Lines(rows, err)
		switch {
		case err == nil:
			return strings.Join(lines, "\n"), nil
		case !hidden.MatchString(err.Error()):
			return "", err
		}
	}
	return "", nil
}

// hidden is what the server says of a catalog that it hasn't got, or keeps to itself.
var hidden = regexp.MustCompile(`Error (1109|1227|1146)\b`)
