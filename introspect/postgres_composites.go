package introspect

import (
	"database/sql"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/schema"
)

// composites reads the types that are made of columns.
func (r *pgReader) composites() error {
	query := `SELECT c.relnamespace, c.relname, COALESCE(d.description, ''), a.attname, format_type(a.atttypid, a.atttypmod),
			COALESCE(t.typnamespace <> 'pg_catalog'::regnamespace, false),
			CASE WHEN a.attcollation <> t.typcollation THEN ` + collationName + ` ELSE '' END, COALESCE(ad.description, '')
		FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_collation co ON co.oid = a.attcollation
		LEFT JOIN pg_description ad ON ad.objoid = c.oid AND ad.classoid = 'pg_class'::regclass AND ad.objsubid = a.attnum` +
		description("pg_type", "c.reltype") + `
		WHERE c.relkind = 'c' AND c.relnamespace` + r.within + ` AND` + notExtension("pg_type", "c.reltype") + ` ORDER BY c.relname, c.oid, a.attnum`
	var last *schema.Composite
	return r.each(query, func(scan func(...any) error) error {
		var space int64
		var name, comment, collation, columnComment string
		var column, typ sql.NullString
		var foreign bool
		if err := scan(&space, &name, &comment, &column, &typ, &foreign, &collation, &columnComment); err != nil {
			return err
		}
		if last == nil || last.Name != name || last.Schema != r.spaces[space] {
			last = &schema.Composite{Name: name, Schema: r.spaces[space], Comment: comment}
			r.db.Composites = append(r.db.Composites, last)
		}
		if !column.Valid {
			return nil
		}
		if foreign {
			typ.String = postgres.UserType(typ.String)
		}
		last.Columns = append(last.Columns, &schema.Column{Name: column.String, Type: schema.SQL(typ.String),
			Collation: schema.SQL(collation), Comment: columnComment})
		return nil
	})
}
