package postgres

import (
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// CompileNext has one ALTER TABLE change several columns, which copies the table once. The
// server does its actions in an order of its own: what goes, then types, then what comes, then
// NOT NULL and defaults (the passes of ALTER TABLE, src/backend/commands/tablecmds.c); for one
// column that is the order in which they are written here, and other columns do not matter.
func (d Dialect) CompileNext(list []ops.Op, present dialect.Present) (int, []dialect.Statement, error) {
	joins := dialect.Joins{
		Head:   func(id schema.Name) string { return "ALTER TABLE " + table(id) },
		Before: "ALTER SEQUENCE ", // a serial column's own, for a wider type
		After:  "COMMENT ON ",
	}
	return joins.Compile(d, list, present)
}
