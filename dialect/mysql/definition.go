package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
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
	switch {
	case o.Kind == dialect.Identity && o.Table != "":
		return keyIdentity(ctx, conn, o)
	case o.Kind == dialect.Identity:
		return identity(ctx, conn, o.Name, tableIdentity)
	case o.Kind == "index":
		return created(ctx, conn, "TABLE", schema.Name{Schema: o.Schema, Name: o.Table})
	}
	return created(ctx, conn, showCreate[o.Kind], o.Name)
}

// created is what SHOW CREATE says of a thing, empty when it is not there.
func created(ctx context.Context, conn *sql.Conn, what string, name schema.Name) (string, error) {
	rows, err := conn.QueryContext(ctx, "SHOW CREATE "+what+" "+tableName(name))
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

// Queries for what InnoDB knows a table and its partitions by, or the indexes of a
// table: %s is the condition on the table, and the prefix of the catalog's names.
const (
	tableIdentity = "SELECT CONCAT(t.NAME, ' ', t.TABLE_ID) FROM information_schema.%[2]sTABLES t WHERE %[1]s ORDER BY t.NAME"
	indexIdentity = "SELECT CONCAT(i.NAME, ' ', i.INDEX_ID) FROM information_schema.%[2]sTABLES t JOIN information_schema.%[2]sINDEXES i ON i.TABLE_ID = t.TABLE_ID WHERE %[1]s ORDER BY i.INDEX_ID"
)

// identity asks InnoDB; [dialect.Untold] when the user may not see its catalogs (it
// takes the privilege PROCESS).
func identity(ctx context.Context, conn *sql.Conn, table schema.Name, query string) (string, error) {
	in := "DATABASE()"
	if table.Schema != "" {
		in = quoteString(table.Schema)
	}
	where := fmt.Sprintf("(t.NAME = CONCAT(%[1]s, '/', %[2]s) OR t.NAME LIKE CONCAT(%[1]s, '/', %[2]s, '#P#%%'))", in, quoteString(table.Name))
	for _, prefix := range []string{"INNODB_SYS_", "INNODB_"} { // MariaDB's, MySQL's
		rows, err := conn.QueryContext(ctx, fmt.Sprintf(query, where, prefix))
		lines, err := dialect.Lines(rows, err)
		switch {
		case err == nil:
			return strings.Join(lines, "\n"), nil
		case !hidden.MatchString(err.Error()):
			return "", err
		}
	}
	return dialect.Untold, nil
}

// keyIdentity is asked for an index that a statement adds, without a name where the
// server finds one. The server replaces the index that it made for a foreign key by
// one that is alike, and SHOW CREATE shows the same before and after; empty where
// there is nothing of the kind to replace.
func keyIdentity(ctx context.Context, conn *sql.Conn, o dialect.Object) (string, error) {
	table := schema.Name{Schema: o.Schema, Name: o.Table}
	text, err := created(ctx, conn, "TABLE", table)
	if err != nil {
		return "", err
	}
	foreign, named := false, o.Name.Name == ""
	tokens := lexicon.Tokens(text)
	for i, t := range tokens {
		foreign = foreign || t.Is("references")
		named = named || t.Is("key") && i+1 < len(tokens) && strings.EqualFold(tokens[i+1].Name(), o.Name.Name)
	}
	if !foreign || !named {
		return "", nil
	}
	return identity(ctx, conn, table, indexIdentity)
}

// hidden is what the server says of a catalog that it hasn't got, or keeps to itself.
var hidden = regexp.MustCompile(`Error (1109|1227|1146)\b`)
