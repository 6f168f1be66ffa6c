package pgdump

import (
	"database/sql"
	"strings"
)

// newsQueries list what newer servers have and a pg_dump of 15 leaves out, by the
// version that brought it. %s is a condition on the table c.
var newsQueries = []struct {
	since int
	query string
}{
	{17, `SELECT format('STATISTICS %s.%I %s', c.oid::regclass, a.attname, a.attstattarget) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		WHERE a.attstattarget IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped AND %s ORDER BY 1`},
	{18, `SELECT format('VIRTUAL %s.%I', c.oid::regclass, a.attname) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		WHERE a.attgenerated = 'v' AND NOT a.attisdropped AND %s ORDER BY 1`},
	{18, `SELECT format('CONSTRAINT %s.%I %s', c.oid::regclass, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint k
		JOIN pg_class c ON c.oid = k.conrelid WHERE (k.contype = 'n' AND k.conislocal OR k.conperiod) AND %s ORDER BY 1`},
}

// news returns a line for each thing that pg_dump does not know of.
func news(db *sql.DB, server int, without []string) (string, error) {
	condition := `c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')
		AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`
	for _, table := range without {
		condition += " AND NOT starts_with(c.relname, '" + table + "')"
	}
	var b strings.Builder
	for _, n := range newsQueries {
		if server < n.since {
			continue
		}
		rows, err := db.Query(strings.Replace(n.query, "AND %s ORDER", "AND "+condition+" ORDER", 1))
		if err != nil {
			return "", err
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				return "", err
			}
			b.WriteString(line + "\n")
		}
		if err := rows.Close(); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}
