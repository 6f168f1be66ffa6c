package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// orphan is a row whose parent is missing. The roots are where the tables start
// in the file, by which a table that was renamed is known again. A row of a
// WITHOUT ROWID table has no rowid.
type orphan struct {
	table      string
	tableRoot  int64
	rowid      sql.NullInt64
	parent     string
	parentRoot int64
}

// mismatch is how SQLite puts it that a foreign key's columns are no key of the
// parent. The whole check fails by it.
const mismatch = "foreign key mismatch"

const selectOrphans = `SELECT v."table", coalesce(t.rootpage, 0), v.rowid, v.parent, coalesce(p.rootpage, 0)
FROM %s v
LEFT JOIN sqlite_master t ON t.type = 'table' AND t.name = v."table" COLLATE NOCASE
LEFT JOIN sqlite_master p ON p.type = 'table' AND p.name = v.parent COLLATE NOCASE`

// findOrphans lists the rows without a parent. Where a foreign key is broken in
// itself, the tables are checked one by one, and the broken one counts as an
// orphan whose parent is the complaint.
func findOrphans(ctx context.Context, conn *sql.Conn) ([]orphan, error) {
	found, err := queryOrphans(ctx, conn, "pragma_foreign_key_check")
	if err == nil || !strings.Contains(err.Error(), mismatch) {
		return found, err
	}
	tables, err := tableRoots(ctx, conn)
	if err != nil {
		return nil, err
	}
	found = nil
	for _, t := range tables {
		some, err := queryOrphans(ctx, conn, "pragma_foreign_key_check("+textLiteral(t.table)+")")
		switch {
		case err == nil:
			found = append(found, some...)
		case strings.Contains(err.Error(), mismatch):
			found = append(found, orphan{table: t.table, tableRoot: t.tableRoot, parent: mismatch})
		default:
			return nil, err
		}
	}
	return found, nil
}

func queryOrphans(ctx context.Context, conn *sql.Conn, source string) ([]orphan, error) {
	rows, err := conn.QueryContext(ctx, fmt.Sprintf(selectOrphans, source))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []orphan
	for rows.Next() {
		var o orphan
		if err := rows.Scan(&o.table, &o.tableRoot, &o.rowid, &o.parent, &o.parentRoot); err != nil {
			return nil, err
		}
		found = append(found, o)
	}
	return found, rows.Err()
}

// tableRoots lists the tables, as orphans without a row.
func tableRoots(ctx context.Context, conn *sql.Conn) ([]orphan, error) {
	rows, err := conn.QueryContext(ctx, "SELECT name, rootpage FROM sqlite_master WHERE type = 'table' ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []orphan
	for rows.Next() {
		var o orphan
		if err := rows.Scan(&o.table, &o.tableRoot); err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, rows.Err()
}

// notes is a temporary table, so that what Begin finds lives as long as the
// connection, and goes with the transaction.
const notes = `temp."migrate_orphans"`

// noteOrphans keeps for Commit which rows lack their parent. Commonly there are
// none, and all it costs is the check.
func noteOrphans(ctx context.Context, conn *sql.Conn) error {
	found, err := findOrphans(ctx, conn)
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "DROP TABLE IF EXISTS "+notes); err != nil || len(found) == 0 {
		return err
	}
	if _, err := conn.ExecContext(ctx, "CREATE TEMP TABLE migrate_orphans (t TEXT, t_root INT, row INT, p TEXT, p_root INT)"); err != nil {
		return err
	}
	for _, o := range found {
		if _, err := conn.ExecContext(ctx, "INSERT INTO "+notes+" VALUES (?, ?, ?, ?, ?)", o.table, o.tableRoot, o.rowid, o.parent, o.parentRoot); err != nil {
			return err
		}
	}
	return nil
}

// checkOrphans fails when there are rows without a parent that were not noted.
func checkOrphans(ctx context.Context, conn *sql.Conn) error {
	found, err := findOrphans(ctx, conn)
	if err != nil {
		return fmt.Errorf("checking foreign keys: %w", err)
	}
	if len(found) == 0 {
		return nil
	}
	noted, err := notedOrphans(ctx, conn)
	if err != nil {
		return err
	}
	var added []orphan
	for _, o := range found {
		if key := o.key(); noted[key] > 0 {
			noted[key]--
			continue
		}
		if o.parent == mismatch { // SQLite takes such a foreign key, and what it can't be asked of no row can break
			rows := false
			if err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+Dialect{}.Quote(o.table)+")").Scan(&rows); err != nil {
				return err
			}
			if !rows {
				continue
			}
		}
		added = append(added, o)
	}
	return orphansError(added)
}

// key identifies an orphan, but not which of several foreign keys between the
// same tables it is about: their numbers change with the table.
func (o orphan) key() orphan {
	return orphan{table: strings.ToLower(o.table), rowid: o.rowid, parent: strings.ToLower(o.parent)}
}

// notedOrphans counts what was noted, under the names that the tables have now.
func notedOrphans(ctx context.Context, conn *sql.Conn) (map[orphan]int, error) {
	var n int
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_temp_master WHERE name = 'migrate_orphans'").Scan(&n); err != nil || n == 0 {
		return nil, err
	}
	tables, err := tableRoots(ctx, conn)
	if err != nil {
		return nil, err
	}
	names, roots := map[string]bool{}, map[int64]string{}
	for _, t := range tables {
		names[strings.ToLower(t.table)], roots[t.tableRoot] = true, t.table
	}
	now := func(name string, root int64) string {
		if renamed, ok := roots[root]; ok && !names[strings.ToLower(name)] {
			return renamed
		}
		return name
	}
	rows, err := conn.QueryContext(ctx, "SELECT t, t_root, row, p, p_root FROM "+notes)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[orphan]int{}
	for rows.Next() {
		var o orphan
		if err := rows.Scan(&o.table, &o.tableRoot, &o.rowid, &o.parent, &o.parentRoot); err != nil {
			return nil, err
		}
		o.table, o.parent = now(o.table, o.tableRoot), now(o.parent, o.parentRoot)
		counts[o.key()]++
	}
	return counts, rows.Err()
}

func orphansError(added []orphan) error {
	if len(added) == 0 {
		return nil
	}
	o := added[0]
	if o.parent == mismatch {
		return fmt.Errorf("a foreign key of table %s refers to columns that are no primary key and have no unique constraint or index, so that nobody can tell whether its rows have parents", o.table)
	}
	row := "a row"
	if o.rowid.Valid {
		row = fmt.Sprintf("the row with rowid %d", o.rowid.Int64)
	}
	more := ""
	if len(added) > 1 {
		more = fmt.Sprintf(" (and %d more like it)", len(added)-1)
	}
	return fmt.Errorf("%s of table %s would refer to a row of %s that does not exist%s: delete such rows or mend them first, with op = \"execute\"",
		row, o.table, o.parent, more)
}
