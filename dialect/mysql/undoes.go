package mysql

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// Undoes reports whether the table's engine has transactions: MyISAM, Aria and
// MEMORY keep what was written to them (ENGINES.TRANSACTIONS). Behind a view, and in
// the triggers of a table, all that is named counts, and what that names in turn.
func (*Dialect) Undoes(ctx context.Context, conn *sql.Conn, table schema.Name) (bool, error) {
	home := "DATABASE()"
	if table.Schema != "" {
		home = quoteString(table.Schema)
	}
	next, seen := map[string][]string{home: {quoteString(table.Name)}}, map[[2]string]bool{}
	for len(next) > 0 {
		now := next
		next = map[string][]string{}
		for _, in := range slices.Sorted(maps.Keys(now)) {
			kept, texts, err := behind(ctx, conn, in, now[in])
			if err != nil || kept {
				return false, err
			}
			for _, text := range texts {
				for _, n := range named(text) {
					if n[0] == "" {
						n[0] = in
					}
					if !seen[n] {
						next[n[0]] = append(next[n[0]], n[1])
					}
					seen[n] = true
				}
			}
		}
	}
	return true, nil
}

// writers is what writing to names of a database reaches: whether an engine keeps it,
// and the definitions of the views, triggers and routines among them. $1 is the
// database, and $2 the names.
const writers = `SELECT e.ENGINE IS NOT NULL, COALESCE(v.VIEW_DEFINITION, '') FROM information_schema.TABLES t
LEFT JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE AND e.TRANSACTIONS = 'NO'
LEFT JOIN information_schema.VIEWS v ON v.TABLE_SCHEMA = t.TABLE_SCHEMA AND v.TABLE_NAME = t.TABLE_NAME
WHERE t.TABLE_SCHEMA = $1 AND t.TABLE_NAME IN ($2)
UNION ALL SELECT 0, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = $1 AND EVENT_OBJECT_TABLE IN ($2)
UNION ALL SELECT 0, COALESCE(ROUTINE_DEFINITION, '') FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = $1 AND ROUTINE_NAME IN ($2)`

// behind asks the catalog; the database and the names are SQL.
func behind(ctx context.Context, conn *sql.Conn, in string, names []string) (kept bool, texts []string, err error) {
	rows, err := conn.QueryContext(ctx, strings.NewReplacer("$1", in, "$2", strings.Join(names, ", ")).Replace(writers))
	if err != nil {
		return false, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var keeps bool
		var text string
		if err := rows.Scan(&keeps, &text); err != nil {
			return false, nil, err
		}
		kept, texts = kept || keeps, append(texts, text)
	}
	return kept, texts, rows.Err()
}

// named lists all that a definition may name, as SQL: database, empty for the one
// that the definition is in, and name.
func named(definition string) (names [][2]string) {
	isName := func(t dialect.Token) bool { return t.Kind == dialect.Word || t.Kind == dialect.Quoted }
	tokens := lexicon.Tokens(definition)
	for i, t := range tokens {
		switch {
		case !isName(t):
		case i+2 < len(tokens) && tokens[i+1].Is(".") && isName(tokens[i+2]):
			names = append(names, [2]string{quoteString(t.Name()), quoteString(tokens[i+2].Name())})
		case i == 0 || !tokens[i-1].Is("."):
			names = append(names, [2]string{"", quoteString(t.Name())})
		}
	}
	return names
}
