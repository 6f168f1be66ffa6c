package postgres

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
)

// rowsAtOnce is how many rows go into one INSERT.
const rowsAtOnce = 500

func (c compiler) execute(o *ops.Execute) []dialect.Statement {
	list := script(o.SQL.For(name))
	for i := range list {
		list[i].NoTransaction = o.Transaction == "off"
		if long := tooLong(list[i].SQL, dialect.Word, dialect.Quoted); long != "" {
			list[i].Warning = fmt.Sprintf("PostgreSQL cuts names at %d bytes: %s becomes %s", maxName, long, clip(long, maxName))
		}
	}
	return list
}

// insertRows inserts literal rows, the columns in the order of their names.
func (c compiler) insertRows(o *ops.InsertRows) ([]dialect.Statement, error) {
	set := map[string]bool{}
	for _, row := range o.Rows {
		for column := range row {
			set[column] = true
		}
	}
	columns := slices.Sorted(maps.Keys(set))
	if len(columns) == 0 {
		return nil, fmt.Errorf("table %s: the rows have no columns", o.ID())
	}
	var list []dialect.Statement
	for rows := range slices.Chunk(o.Rows, rowsAtOnce) {
		lines := make([]string, len(rows))
		for i, row := range rows {
			line, err := c.row(columns, row)
			if err != nil {
				return nil, fmt.Errorf("table %s: %w", o.ID(), err)
			}
			lines[i] = line
		}
		list = append(list, statements("INSERT INTO "+table(o.ID())+" ("+columnList(columns)+") VALUES\n  "+strings.Join(lines, ",\n  "))...)
	}
	return list, nil
}

func (c compiler) row(columns []string, row map[string]any) (string, error) {
	values := make([]string, len(columns))
	for i, column := range columns {
		switch v := row[column].(type) {
		case nil, bool, string, int64, float64, []byte, time.Time:
			values[i] = c.Literal(v)
		default:
			return "", fmt.Errorf("column %s: a %T is no literal: write an array or a document as a string", column, v)
		}
	}
	return "(" + strings.Join(values, ", ") + ")", nil
}
