package postgres

import (
	"strings"

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
		Part: func(op ops.Op, statements []dialect.Statement, _ *schema.Table) (actions []string, after []dialect.Statement, ok bool) {
			head := "ALTER TABLE " + table(op.(interface{ ID() schema.Name }).ID())
			for _, s := range statements {
				rest, alters := strings.CutPrefix(s.SQL, head)
				action := strings.TrimLeft(rest, " \n")
				switch {
				case alters && action != rest && len(after) == 0 && s.Warning == "":
					actions = append(actions, action)
				case strings.HasPrefix(s.SQL, "COMMENT ON "):
					after = append(after, s)
				default:
					return nil, nil, false
				}
			}
			return actions, after, len(actions) > 0
		},
		Alter: func(id schema.Name, actions []string) string {
			return "ALTER TABLE " + table(id) + "\n  " + strings.Join(actions, ",\n  ")
		},
	}
	return joins.Compile(d, list, present)
}
