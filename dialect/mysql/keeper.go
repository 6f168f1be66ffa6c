package mysql

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// keeperIndex serves a column that numbers itself from the moment when it has no
// key to the moment when it has the next: the server wants one at all times, and
// a primary key is dropped and made by two operations. It comes and goes in the
// ALTER TABLE of an operation that makes the difference.
const keeperIndex = "limbeck_auto_increment"

// keeperColumn is the only visible column of a table while its own ones go before others
// come, or before others become visible: the server wants one at all times (errors 1090, 1113).
const keeperColumn = "limbeck_column"

// keepers are what an operation has to do to the keeper index and the keeper column beside
// its own work. That they are there is told from the table: without the one, a numbered column
// with no key could not be, and no table without a visible column could be without the other.
func (c compiler) keepers(op ops.Op) ([]string, error) {
	switch op.(type) {
	case *ops.AddColumn, *ops.DropColumn, *ops.AlterColumn, *ops.CreatePrimaryKey, *ops.DropPrimaryKey,
		*ops.CreateUnique, *ops.DropUnique, *ops.CreateIndex, *ops.DropIndex, *ops.AlterTable:
	default:
		return nil, nil
	}
	on := op.(interface{ ID() schema.Name }).ID()
	live, err := c.live(ops.OnTable(on))
	if err != nil || live == nil {
		return nil, err
	}
	db := &schema.Database{Tables: []*schema.Table{live}}
	numbered, seen := unled(live), slices.ContainsFunc(live.Columns, visible)
	if ops.Apply(db, op) != nil {
		return nil, nil // the server will say what is wrong
	}
	var actions []string
	switch after := unled(live); {
	case numbered == "" && after != "":
		actions = append(actions, "ADD INDEX "+quote(keeperIndex)+" ("+quote(after)+")")
	case numbered != "" && after == "":
		actions = append(actions, "DROP INDEX "+quote(keeperIndex))
	}
	switch after := slices.ContainsFunc(live.Columns, visible); {
	case seen && !after:
		actions = append(actions, "ADD COLUMN "+quote(keeperColumn)+" int")
	case !seen && after:
		actions = append(actions, "DROP COLUMN "+quote(keeperColumn))
	}
	return actions, nil
}

func visible(c *schema.Column) bool { return c.Options.Get(name, "invisible") == "" }

// unled is the column that numbers itself and that no key starts with.
func unled(t *schema.Table) string {
	for _, column := range t.Columns {
		if (column.Autoincrement || column.Identity != nil) && !leads(t, column.Name) {
			return column.Name
		}
	}
	return ""
}

// partNumbered are the engines that number rows by any part of a key: for each value of the
// parts before it anew.
var partNumbered = []string{"myisam", "aria", "mrg_myisam"}

// leads reports whether a key starts with a column, or has it at all where that is enough to
// number rows by.
func leads(t *schema.Table, column string) bool {
	anywhere := slices.Contains(partNumbered, strings.ToLower(t.Options.Get(name, "engine")))
	has := func(columns []string) bool {
		return columns[0] == column || anywhere && slices.Contains(columns, column)
	}
	return t.PrimaryKey != nil && has(t.PrimaryKey.Columns) ||
		slices.ContainsFunc(t.Uniques, func(u *schema.Unique) bool { return has(u.Columns) }) ||
		slices.ContainsFunc(t.Indexes, func(x *schema.Index) bool { return has(x.ColumnNames()) })
}
