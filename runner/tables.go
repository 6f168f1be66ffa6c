package runner

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

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

// journalTable is the journal's definition. Times are UTC, in RFC 3339.
func (r *Runner) journalTable() *schema.Table {
	text := func(name, typ string) *schema.Column {
		return &schema.Column{Name: name, Type: schema.SQL(typ), NotNull: true}
	}
	return &schema.Table{
		Name: JournalTable,
		Columns: []*schema.Column{
			text("revision", "varchar(32)"), text("direction", "varchar(10)"), text("checksum", "varchar(100)"),
			text("started_at", "varchar(30)"), text("finished_at", "varchar(30)"), text("duration_ms", "bigint"),
			text("applied_by", "varchar(200)"), text("tool_version", "varchar(50)"),
		},
	}
}

// ensure makes the tool's own tables where they are missing and returns the rows
// of the version table.
func (r *Runner) ensure(ctx context.Context, conn *sql.Conn) ([]string, error) {
	for _, t := range []*schema.Table{r.versionTable(), r.journalTable()} {
		has, err := r.d.HasTable(ctx, conn, t.ID())
		if err != nil {
			return nil, r.explain(err)
		}
		if has {
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

// Ensure makes the tool's own tables where they are missing.
func (r *Runner) Ensure(ctx context.Context) error {
	conn, unlock, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer unlock()
	_, err = r.ensure(ctx, conn)
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
	has, err := r.d.HasTable(ctx, conn, schema.Name{Name: r.opt.VersionTable})
	if err != nil {
		return nil, r.connectError(err)
	}
	if !has {
		return nil, nil
	}
	return r.readVersions(ctx, conn)
}

func (r *Runner) readVersions(ctx context.Context, q dialect.Queryer) ([]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT version_num FROM "+r.d.Quote(r.opt.VersionTable))
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

// Checksums returns, for every revision that the journal knows as applied, the
// checksum of the file as it was run.
func (r *Runner) Checksums(ctx context.Context) (map[string]string, error) {
	conn, err := r.db.Conn(ctx)
	if err != nil {
		return nil, r.connectError(err)
	}
	defer conn.Close()
	has, err := r.d.HasTable(ctx, conn, schema.Name{Name: JournalTable})
	if err != nil || !has {
		return nil, r.explain(err)
	}
	rows, err := conn.QueryContext(ctx, "SELECT revision, direction, checksum FROM "+r.d.Quote(JournalTable)+" ORDER BY started_at")
	if err != nil {
		return nil, r.explain(fmt.Errorf("reading the journal: %w", err))
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var id, direction, checksum string
		if err := rows.Scan(&id, &direction, &checksum); err != nil {
			return nil, fmt.Errorf("reading the journal: %w", err)
		}
		if delete(out, id); direction == string(revision.Up) {
			out[id] = checksum
		}
	}
	return out, rows.Err()
}

// rowStatements are the changes of the version table that a step makes.
func (r *Runner) rowStatements(rows []revision.RowOp) []string {
	table, column := r.d.Quote(r.opt.VersionTable), r.d.Quote("version_num")
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

// journalStatement records a step that is done.
func (r *Runner) journalStatement(step revision.Step, started, finished time.Time) string {
	const layout = "2006-01-02T15:04:05.000000Z"
	columns := []string{"revision", "direction", "checksum", "started_at", "finished_at", "duration_ms", "applied_by", "tool_version"}
	values := []any{step.Revision.ID, string(step.Direction), step.Revision.Checksum, started.UTC().Format(layout), finished.UTC().Format(layout),
		finished.Sub(started).Milliseconds(), clip(r.opt.By, 200), clip(r.opt.Version, 50)}
	literals := make([]string, len(values))
	for i := range values {
		columns[i] = r.d.Quote(columns[i])
		literals[i] = r.d.Literal(values[i])
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", r.d.Quote(JournalTable), strings.Join(columns, ", "), strings.Join(literals, ", "))
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

func readTable(ctx context.Context, q dialect.Queryer, d dialect.Dialect, table schema.Name) (*schema.Database, error) {
	return introspect.Read(ctx, q, d, introspect.Options{Table: &table})
}

// nowhere is the Present of an empty database.
func nowhere(schema.Name) (*schema.Database, error) { return &schema.Database{}, nil }
