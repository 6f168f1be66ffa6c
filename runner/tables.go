package runner

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/schema"
)

// versionTable is the version table's definition: Alembic's, so that either tool
// can take over from the other.
func (r *Runner) versionTable() *schema.Table {
	return &schema.Table{
		Name:       r.opt.VersionTable,
		Columns:    []*schema.Column{{Name: "version_num", Type: schema.SQL("varchar(32)"), NotNull: true}},
		PrimaryKey: &schema.PrimaryKey{Name: r.opt.VersionTable + "_pkc", Columns: []string{"version_num"}},
	}
}

// ensure makes the tool's own tables where they are missing, and returns the rows
// of the version table.
func (r *Runner) ensure(ctx context.Context, conn *sql.Conn) ([]string, error) {
	for _, t := range []*schema.Table{r.versionTable(), r.journalTable()} {
		has, err := r.columns(ctx, conn, t.Name)
		if err != nil {
			return nil, err
		}
		if has != nil {
			if t.Name == JournalTable {
				if err := r.addProgress(ctx, conn, has); err != nil {
					return nil, err
				}
			}
			continue
		}
		statements, err := r.d.Compile(&ops.CreateTable{Table: *t}, nowhere)
		if err != nil {
			return nil, err
		}
		for _, s := range statements {
			if _, err := conn.ExecContext(ctx, s.SQL); err != nil {
				return nil, r.explain(fmt.Errorf("creating the table %s: %w", t.Name, err))
			}
		}
	}
	return r.readVersions(ctx, conn)
}

// columns lists the columns of one of the tool's own tables, none when it is not
// there. A table of that name that is something else is an error.
func (r *Runner) columns(ctx context.Context, conn *sql.Conn, table string) ([]string, error) {
	has, err := r.d.HasTable(ctx, conn, schema.Name{Name: table})
	if err != nil {
		return nil, r.connectError(err)
	}
	if !has {
		return nil, nil
	}
	rows, err := conn.QueryContext(ctx, "SELECT * FROM "+r.own(table)+" WHERE 1 = 0")
	if err != nil {
		return nil, r.explain(fmt.Errorf("reading the table %s: %w", table, err))
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, r.explain(fmt.Errorf("reading the table %s: %w", table, err))
	}
	for i, c := range columns {
		columns[i] = strings.ToLower(c)
	}
	key, advice := "version_num", "set version_table in migrations.toml to another name"
	if table == JournalTable {
		key, advice = "tool_version", "rename that table: the journal has this name in every database"
	}
	if !slices.Contains(columns, key) {
		return nil, &Error{fmt.Errorf("%s: the table %s is not this tool's: it has no column %s", r.opt.Database, table, key), advice}
	}
	return columns, nil
}

// own is how statements name one of the tool's own tables. In a run it is qualified:
// a revision may USE another database, or set search_path.
func (r *Runner) own(table string) string {
	if r.home == "" {
		return r.d.Quote(table)
	}
	return r.d.Quote(r.home) + "." + r.d.Quote(table)
}

// Ensure makes the tool's own tables where they are missing.
func (r *Runner) Ensure(ctx context.Context) error {
	_, unlock, err := r.enter(ctx)
	if err == nil {
		unlock()
	}
	return err
}

// Current returns the rows of the version table, sorted; none when there is no
// such table. It changes nothing.
func (r *Runner) Current(ctx context.Context) ([]string, error) {
	conn, err := r.db.Conn(ctx)
	if err != nil {
		return nil, r.connectError(err)
	}
	defer conn.Close()
	columns, err := r.columns(ctx, conn, r.opt.VersionTable)
	if err != nil || columns == nil {
		return nil, err
	}
	return r.readVersions(ctx, conn)
}

func (r *Runner) readVersions(ctx context.Context, q dialect.Queryer) ([]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT version_num FROM "+r.own(r.opt.VersionTable))
	if err != nil {
		return nil, r.explain(fmt.Errorf("reading the version table: %w", err))
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("reading the version table %s: %w", r.opt.VersionTable, err)
		}
		out = append(out, id)
	}
	slices.Sort(out)
	return out, rows.Err()
}

// rowStatements are the changes of the version table that a step makes.
func (r *Runner) rowStatements(rows []revision.RowOp) []string {
	table, column := r.own(r.opt.VersionTable), r.d.Quote("version_num")
	out := make([]string, len(rows))
	for i, row := range rows {
		switch row.Kind {
		case revision.InsertRow:
			out[i] = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, column, r.d.Literal(row.Version))
		case revision.DeleteRow:
			out[i] = fmt.Sprintf("DELETE FROM %s WHERE %s = %s", table, column, r.d.Literal(row.Version))
		case revision.UpdateRow:
			out[i] = fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = %s", table, column, r.d.Literal(row.Version), column, r.d.Literal(row.From))
		}
	}
	return out
}

func readTable(ctx context.Context, q dialect.Queryer, d dialect.Dialect, table schema.Name) (*schema.Database, error) {
	return introspect.Read(ctx, q, d, introspect.Options{Table: &table})
}

// nowhere is the Present of an empty database.
func nowhere(schema.Name) (*schema.Database, error) { return &schema.Database{}, nil }
