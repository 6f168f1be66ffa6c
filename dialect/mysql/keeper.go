package mysql

import (
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// keeperIndex serves a column that numbers itself from the moment when it has no
// key to the moment when it has the next: the server wants one at all times, and
// a primary key is dropped and made by two operations. It comes and goes in the
// ALTER TABLE of an operation that makes the difference.
const keeperIndex = "limbeck_auto_increment"

// keeper is what an operation has to do to the keeper index beside its own work.
// That the index is there is told from the table: without it, a numbered column
// with no key could not be.
func (c compiler) keeper(op ops.Op) (string, error) {
	switch op.(type) {
	case *ops.AddColumn, *ops.DropColumn, *ops.AlterColumn, *ops.CreatePrimaryKey, *ops.DropPrimaryKey,
		*ops.CreateUnique, *ops.DropUnique, *ops.CreateIndex, *ops.DropIndex:
	default:
		return "", nil
	}
	on := op.(interface{ ID() schema.Name }).ID()
	live, err := c.live(ops.OnTable(on))
	if err != nil || live == nil {
		return "", err
	}
	db := &schema.Database{Tables: []*schema.Table{live}}
	before := unled(live)
	if ops.Apply(db, op) != nil {
		return "", nil // the server will say what is wrong
	}
	switch after := unled(live); {
	case before == "" && after != "":
		return "ADD INDEX " + quote(keeperIndex) + " (" + quote(after) + ")", nil
	case before != "" && after == "":
		return "DROP INDEX " + quote(keeperIndex), nil
	}
	return "", nil
}

// unled is the column that numbers itself and that no key starts with.
func unled(t *schema.Table) string {
	for _, column := range t.Columns {
		if (column.Autoincrement || column.Identity != nil) && !leads(t, column.Name) {
			return column.Name
		}
	}
	return ""
}

// leads reports whether a key starts with a column.
func leads(t *schema.Table, column string) bool {
	if t.PrimaryKey != nil && t.PrimaryKey.Columns[0] == column {
		return true
	}
	for _, u := range t.Uniques {
		if u.Columns[0] == column {
			return true
		}
	}
	for _, x := range t.Indexes {
		if x.Columns[0].Name == column {
			return true
		}
	}
	return false
}
