package introspect

import "github.com/limbeck/migrate/schema"

// moments finds the defaults that were written as 'now': the server stores the moment at
// which it read that. The server may look at the text before it looks at the column's type,
// so the text itself must say that it is no array. A moment without a time zone is in that
// of the session.
func (r *pgReader) moments() error {
	query := `SELECT x.adrelid, x.adnum FROM (
			SELECT d.adrelid, d.adnum, pg_get_expr(d.adbin, d.adrelid) AS expr FROM pg_attrdef d
			JOIN pg_class c ON c.oid = d.adrelid JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
			WHERE a.atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype) AND c.relnamespace` + r.within + `) x
		WHERE CASE WHEN x.expr ~ '^''[^'']+''::timestamp(\(\d\))? with time zone$' THEN substring(x.expr FROM '^''([^'']+)''')::timestamptz
			WHEN x.expr ~ '^''[^'']+''::timestamp(\(\d\))? without time zone$' THEN substring(x.expr FROM '^''([^'']+)''')::timestamp AT TIME ZONE ` + literal(r.zone) + ` END
			BETWEEN (SELECT s.backend_start FROM pg_stat_activity s WHERE s.pid = pg_backend_pid()) AND clock_timestamp()`
	return r.each(query, func(scan func(...any) error) error {
		var relation int64
		var number int
		if err := scan(&relation, &number); err != nil {
			return err
		}
		if rel := r.rels[relation]; rel != nil && rel.attributes[number] != nil {
			rel.attributes[number].column.Default = &schema.Default{SQL: schema.SQL("'now()'")}
		}
		return nil
	})
}
