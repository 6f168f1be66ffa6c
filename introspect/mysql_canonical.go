package introspect

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/schema"
)

// canonicalizeMySQL creates each table as a temporary one, which nobody else sees
// and which ends no transaction, and reads SHOW CREATE TABLE.
func canonicalizeMySQL(ctx context.Context, conn *sql.Conn, _ dialect.Dialect, wish *schema.Database) (*schema.Database, error) {
	server, err := readMySQLServer(ctx, conn)
	if err != nil {
		return nil, err
	}
	drop, err := lendSequences(ctx, conn, wish.Sequences)
	defer drop()
	if err != nil {
		return nil, err
	}
	out := schema.Clone(wish)
	for i, t := range wish.Tables {
		if slices.ContainsFunc(t.Columns, isRowTime) {
			continue // no temporary table has them: it stays as it was said
		}
		canonical, err := canonicalMySQLTable(ctx, conn, server.database, t)
		if err != nil {
			return nil, fmt.Errorf("table %s: the server does not take its definition: %w", t.ID(), err)
		}
		out.Tables[i] = canonical
	}
	return out, nil
}

// lendSequences makes the sequences that are not there yet, which defaults may read, as
// temporary ones, and returns what drops these.
func lendSequences(ctx context.Context, conn *sql.Conn, sequences []*schema.Sequence) (drop func(), err error) {
	var lent []string
	drop = func() {
		for _, sequence := range lent {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "DROP TEMPORARY SEQUENCE "+sequence)
		}
	}
	if len(sequences) == 0 {
		return drop, nil
	}
	d := &mysql.Dialect{}
	there := map[string]bool{}
	r := &mysqlReader{ctx: ctx, q: conn, d: d}
	err = r.each("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SEQUENCE'", func(v []sql.NullString) error {
		there[v[0].String] = true
		return nil
	})
	for _, s := range sequences {
		if err != nil || s.Schema != "" || there[s.Name] {
			continue
		}
		if _, err := conn.ExecContext(ctx, "CREATE TEMPORARY SEQUENCE "+d.Quote(s.Name)); err != nil {
			return drop, fmt.Errorf("sequence %s: %w", s.Name, err)
		}
		lent = append(lent, d.Quote(s.Name))
	}
	return drop, err
}

// isRowTime reports whether a column is one of MariaDB's versioning of rows.
func isRowTime(c *schema.Column) bool {
	return c.Generated != nil && strings.HasPrefix(strings.ToUpper(c.Generated.SQL.Any), "ROW ")
}

func canonicalMySQLTable(ctx context.Context, conn *sql.Conn, database string, t *schema.Table) (*schema.Table, error) {
	d := &mysql.Dialect{}
	random := make([]byte, 12)
	if _, err := rand.Read(random); err != nil {
		return nil, err
	}
	temporary := "limbeck_" + hex.EncodeToString(random)
	if _, err := conn.ExecContext(ctx, d.CreateTemporary(t, temporary)); err != nil {
		return nil, err
	}
	defer func() {
		// Also when the context has ended: the connection lives on.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "DROP TEMPORARY TABLE "+d.Quote(temporary))
	}()
	shown, err := showCreate(ctx, conn, "SHOW CREATE TABLE "+d.Quote(temporary))
	if err != nil {
		return nil, err
	}
	c, err := parseShowCreate(d, shown["Create Table"])
	if err != nil {
		return nil, fmt.Errorf("SHOW CREATE TABLE: %w", err)
	}
	c.Name, c.Schema, c.Origin = t.Name, t.Schema, t.Origin
	c.ForeignKeys = schema.Clone(t.ForeignKeys)
	if err := finishMySQLTable(d, c, database, false); err != nil {
		return nil, err
	}
	restoreWish(c, t)
	return c, nil
}

// restoreWish puts back what a temporary table can't have: permanent indexes and
// all options but those below. And it calls the unique indexes constraints that
// the wish calls so.
func restoreWish(c, wish *schema.Table) {
	for key, value := range wish.Options["mysql"] {
		if c.Options.Get("mysql", key) == "" && key != "charset" {
			c.Options.Set("mysql", key, value)
		}
	}
	for _, x := range wish.Indexes {
		if mysql.Permanent(x) {
			c.Indexes = append(c.Indexes, schema.Clone(x))
		}
	}
	for _, u := range wish.Uniques {
		at := slices.IndexFunc(c.Indexes, func(x *schema.Index) bool { return x.Unique && x.Name == u.Name })
		if at < 0 {
			continue
		}
		x := c.Indexes[at]
		c.Uniques = append(c.Uniques, &schema.Unique{Name: x.Name, Columns: x.ColumnNames(), Comment: x.Comment, Options: x.Options})
		c.Indexes = slices.Delete(c.Indexes, at, at+1)
	}
	for _, column := range c.Columns {
		if w := wish.Column(column.Name); w != nil {
			column.Origin = w.Origin
		}
	}
}
