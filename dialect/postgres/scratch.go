package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/limbeck/migrate/dialect"
)

// Scratch creates a database from template0 with the encoding and locale of the
// one at hand, and its settings. Of the keys in a DSN the driver takes the last.
func (d Dialect) Scratch(ctx context.Context, conn *sql.Conn, dsn string) (*dialect.Scratch, error) {
	name := dialect.ScratchName()
	var encoding, collate, ctype, home, own string
	var public bool
	err := conn.QueryRowContext(ctx, "SELECT pg_encoding_to_char(encoding), datcollate, datctype, COALESCE(current_schema(), 'public'), to_regnamespace('public') IS NOT NULL,"+
		" COALESCE((SELECT string_agg(format('ALTER DATABASE %I SET %s FROM CURRENT', "+d.Literal(name)+", name), '; ') FROM pg_settings"+
		"  WHERE name = ANY (string_to_array("+d.Literal(meaning)+", ' ')) AND source IN ('database', 'database user')), '')"+
		" FROM pg_database WHERE datname = current_database()").Scan(&encoding, &collate, &ctype, &home, &public, &own)
	if err != nil {
		return nil, err
	}
	create := fmt.Sprintf("CREATE DATABASE %s TEMPLATE template0 ENCODING %s LC_COLLATE %s LC_CTYPE %s",
		d.Quote(name), d.Literal(encoding), d.Literal(collate), d.Literal(ctype))
	if _, err := conn.ExecContext(ctx, create); err != nil {
		return nil, fmt.Errorf("making a scratch database to load models into (dev_url can name another server for it): %w", err)
	}
	s := &dialect.Scratch{DSN: dsn + " dbname='" + name + "'", Drop: func(ctx context.Context) error {
		_, err := conn.ExecContext(ctx, "DROP DATABASE "+d.Quote(name))
		return err
	}}
	if home != "public" {
		s.First = append(s.First, "CREATE SCHEMA "+d.Quote(home))
	}
	if !public {
		s.First = append(s.First, "DROP SCHEMA public")
	}
	if _, err := conn.ExecContext(ctx, own); err != nil {
		return nil, errors.Join(err, s.Drop(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// meaning are the settings that give SQL its meaning, and may be those of one database.
const meaning = "search_path TimeZone IntervalStyle DateStyle default_tablespace default_table_access_method default_text_search_config" +
	" array_nulls xmloption lc_monetary lc_numeric"
