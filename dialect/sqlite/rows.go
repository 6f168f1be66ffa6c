package sqlite

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
)

// rowsPerInsert keeps statements readable and far from SQLite's limits.
const rowsPerInsert = 200

// insertRows compiles literal rows; the columns are in the order of their names.
func insertRows(o *ops.InsertRows) ([]dialect.Statement, error) {
	if err := finishSchema(&o.Schema); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, row := range o.Rows {
		for column := range row {
			seen[column] = true
		}
	}
	columns := slices.Sorted(maps.Keys(seen))
	if len(columns) == 0 {
		return nil, fmt.Errorf("the rows of table %s have no columns", o.Table)
	}
	head := "INSERT INTO " + quote(o.Table) + " (" + quoteAll(columns) + ") VALUES\n"
	var list []dialect.Statement
	for rows := range slices.Chunk(o.Rows, rowsPerInsert) {
		lines := make([]string, len(rows))
		for i, row := range rows {
			values, err := rowValues(row, columns)
			if err != nil {
				return nil, fmt.Errorf("table %s: %w", o.Table, err)
			}
			lines[i] = "  (" + values + ")"
		}
		list = append(list, dialect.Statement{SQL: head + strings.Join(lines, ",\n")})
	}
	return list, nil
}

// rowValues spells one row; lists and tables are stored as JSON, as arrays and
// json columns are.
func rowValues(row map[string]any, columns []string) (string, error) {
	values := make([]string, len(columns))
	for i, column := range columns {
		value := row[column]
		switch value.(type) {
		case []any, []map[string]any, map[string]any:
			text, err := json.Marshal(value)
			if err != nil {
				return "", fmt.Errorf("column %s: %w", column, err)
			}
			value = string(text)
		}
		values[i] = literal(value)
	}
	return strings.Join(values, ", "), nil
}
