package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// Variables keeps the user variables that statements mention, and LAST_INSERT_ID()
// where they do: what comes after may read them.
func (*Dialect) Variables(ctx context.Context, conn *sql.Conn, statements []string) (string, error) {
	names := variables(statements)
	if len(names) == 0 {
		return "", nil
	}
	rows, err := conn.QueryContext(ctx, "SELECT "+strings.Join(names, ", "))
	if err != nil {
		return "", fmt.Errorf("reading the session's variables: %w", err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil || !rows.Next() {
		return "", err
	}
	values := make([]sql.NullString, len(names))
	targets := make([]any, len(names))
	for i := range values {
		targets[i] = &values[i]
	}
	if err := rows.Scan(targets...); err != nil {
		return "", fmt.Errorf("reading the session's variables: %w", err)
	}
	var set []string
	for i, v := range values {
		if v.Valid {
			set = append(set, strings.TrimSuffix(names[i], "()")+" = "+valueLiteral(v.String, types[i].DatabaseTypeName()))
		}
	}
	if len(set) == 0 {
		return "", rows.Err()
	}
	return "SET " + strings.Join(set, ", "), rows.Err()
}

// variables lists what statements mention of a session's memory, sorted.
func variables(statements []string) []string {
	var out []string
	for _, sql := range statements {
		if !strings.Contains(sql, "@") && !strings.Contains(strings.ToLower(sql), "last_insert_id") {
			continue
		}
		tokens := lexicon.Tokens(sql)
		for i, t := range tokens {
			switch {
			case t.Is("last_insert_id"):
				out = append(out, "LAST_INSERT_ID()")
			case !userVariable(t) || i > 0 && t.Start == tokens[i-1].End && tokens[i-1].Kind != dialect.Symbol: // user@host
			case len(t.Text) > 1:
				out = append(out, "@"+quote(strings.ToLower(t.Text[1:])))
			case i+1 < len(tokens) && tokens[i+1].Start == t.End && (tokens[i+1].Kind == dialect.Quoted || tokens[i+1].Kind == dialect.String):
				out = append(out, "@"+quote(strings.ToLower(tokens[i+1].Value)))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// valueLiteral spells a value of a type as the driver names it.
func valueLiteral(text, typ string) string {
	switch {
	case strings.Contains(typ, "INT"), typ == "DECIMAL":
		return text
	case typ == "DOUBLE" && !strings.Contains(text, "e"):
		return text + "e0"
	case typ == "DOUBLE":
		return text
	case strings.Contains(typ, "BLOB"), strings.Contains(typ, "BINARY"):
		return quoteBinary(text)
	}
	return quoteString(text)
}

// aboutUsers reports whether a statement makes or changes users, of whom no definition
// tells what was done.
func aboutUsers(tokens []dialect.Token) bool {
	at := 1
	if len(tokens) > 3 && tokens[1].Is("or") { // OR REPLACE
		at = 3
	}
	return tokens[0].Is("revoke") || tokens[at].Is("user") || tokens[at].Is("role") || tokens[0].Is("set") && tokens[1].Is("password")
}

func quoteBinary(text string) string { return fmt.Sprintf("x'%x'", text) }

// sealable are statements of which no catalog tells whether they ran, and which a
// block may hold.
var sealable = []string{"call", "execute", "insert", "replace", "update", "delete"}

// Seal makes the server carry out a statement of which nobody knows what it has done
// together with what records its end, even if the client dies meanwhile: MariaDB
// can, by a block. MySQL takes what is added for a comment. A result that goes to a
// variable must be kept by the client, so that isn't sealed.
func (*Dialect) Seal(sql, record string) string {
	tokens := headOf(sql)
	if strings.Contains(record, "*/") || len(tokens) < 2 {
		return sql
	}
	inner := sql
	switch block := len(tokens) > 2 && tokens[0].Is("begin") && tokens[1].Is("not") && tokens[2].Is("atomic"); {
	case aboutUsers(tokens): // 'user'@'host' is no variable
	case strings.Contains(sql, "@"):
		return sql
	case block: // within another one, it is said so
		inner = "BEGIN" + sql[tokens[2].End:]
	case !slices.ContainsFunc(sealable, tokens[0].Is):
		return sql
	}
	return "/*M!100101 BEGIN NOT ATOMIC */ " + inner + "\n/*M!100101 ; " + record + "; END */"
}
