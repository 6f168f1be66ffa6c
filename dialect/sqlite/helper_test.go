package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/sqlite"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

var ctx = context.Background()

// database is a database in a file of its own, on one prepared connection.
type database struct {
	*testing.T
	dialect.Dialect
	conn *sql.Conn
	path string
}

func newDatabase(t *testing.T, script string) *database {
	t.Helper()
	return openDatabase(t, filepath.Join(t.TempDir(), "test.db"), script)
}

func openDatabase(t *testing.T, path, script string) *database {
	t.Helper()
	d := sqlite.New()
	driver, dsn, ok, err := d.DSN("sqlite:" + path)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := d.Prepare(ctx, conn); err != nil {
		t.Fatal(err)
	}
	out := &database{t, d, conn, path}
	out.exec("PRAGMA synchronous = OFF")
	out.exec(script)
	return out
}

func (d *database) exec(script string) {
	d.Helper()
	for _, piece := range d.Lexicon().Split(script) {
		if _, err := d.conn.ExecContext(ctx, piece.SQL); err != nil {
			d.Fatalf("%s\n%s", err, piece.SQL)
		}
	}
}

// query returns the rows of a query: columns joined by |, rows by a newline.
func (d *database) query(query string, args ...any) string {
	d.Helper()
	rows, err := d.conn.QueryContext(ctx, query, args...)
	if err != nil {
		d.Fatalf("%s\n%s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		d.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values := make([]sql.NullString, len(columns))
		targets := make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			d.Fatal(err)
		}
		cells := make([]string, len(values))
		for i, v := range values {
			if cells[i] = v.String; !v.Valid {
				cells[i] = "NULL"
			}
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	if err := rows.Err(); err != nil {
		d.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func (d *database) present(table schema.Name) (*schema.Database, error) {
	return introspect.Read(ctx, d.conn, d.Dialect, introspect.Options{Table: &table})
}

func (d *database) read() *schema.Database {
	d.Helper()
	db, err := introspect.Read(ctx, d.conn, d.Dialect, introspect.Options{})
	if err != nil {
		d.Fatal(err)
	}
	return db
}

// run compiles and runs operations in a transaction, which it rolls back when one
// fails, and returns the statements.
func (d *database) run(list ...ops.Op) (texts []string, err error) {
	d.Helper()
	if err := d.Begin(ctx, d.conn); err != nil {
		d.Fatal(err)
	}
	defer func() {
		if err != nil {
			d.exec("ROLLBACK")
		}
	}()
	for _, op := range list {
		statements, err := d.Compile(op, d.present)
		if err != nil {
			return texts, err
		}
		for _, s := range statements {
			texts = append(texts, s.SQL)
			if _, err := d.conn.ExecContext(ctx, s.SQL); err != nil {
				return texts, fmt.Errorf("%w (%s)", err, s.SQL)
			}
		}
	}
	return texts, d.Commit(ctx, d.conn)
}

func (d *database) must(list ...ops.Op) []string {
	d.Helper()
	texts, err := d.run(list...)
	if err != nil {
		d.Fatal(err)
	}
	return texts
}

// want compares the rows of a query.
func (d *database) want(query, rows string) {
	d.Helper()
	if got := d.query(query); got != rows {
		d.Errorf("%s\n got %q\nwant %q", query, got, rows)
	}
}

func ptr[T any](v T) *T { return &v }

func lower(t *testing.T, d dialect.Dialect, tables ...*schema.Table) *schema.Database {
	t.Helper()
	db, err := dialect.Lower(d, &schema.Database{Tables: tables})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// sorted is how indexes are read.
func sorted(list []*schema.Index) []*schema.Index {
	slices.SortFunc(list, func(a, b *schema.Index) int { return strings.Compare(a.Name, b.Name) })
	return orNil(list)
}
