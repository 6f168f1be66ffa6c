package mysql

import (
	"slices"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// CompileNext has one ALTER TABLE change several columns, which copies the table once. Columns that
// come and go do that without a copy (ALGORITHM=INSTANT), but not beside a change that is made in
// place: MySQL 9.7 rebuilds the table for MODIFY v varchar(50), ADD c int, and for neither of the two
// (MySQL's manual, "Online DDL Operations"; innodb_tables.table_id tells).
func (d *Dialect) CompileNext(list []ops.Op, present dialect.Present) (int, []dialect.Statement, error) {
	joins := dialect.Joins{
		Head: func(id schema.Name) string { return "ALTER TABLE " + tableName(id) },
		Alone: func(op ops.Op, statements []dialect.Statement, live *schema.Table) bool {
			if len(statements) != 1 || live == nil || reading(live, op) {
				return true
			}
			now := func(schema.Name) (*schema.Database, error) {
				return &schema.Database{Tables: []*schema.Table{live}}, nil
			}
			keepers, err := compiler{d, now, map[schema.Name]*schema.Database{}}.keepers(op)
			return err != nil || len(keepers) > 0
		},
		Apart: func(a, b ops.Op) bool { return alters(a) != alters(b) },
	}
	return joins.Compile(d, list, present)
}

// reading reports whether columns of a table, or the one that is to come, are computed: which
// come in the order of what they read, and not in place beside other changes (MySQL's manual,
// "Online DDL Operations", generated columns).
func reading(live *schema.Table, op ops.Op) bool {
	columns := live.Columns
	if add, ok := op.(*ops.AddColumn); ok {
		columns = append(slices.Clip(columns), &add.Column)
	}
	return slices.ContainsFunc(columns, func(c *schema.Column) bool {
		if isRowTime(c) { // which are plain columns once the versioning has gone that has them be so
			return false
		}
		return c.Generated != nil || computed(c) != "" && slices.ContainsFunc(columns, func(other *schema.Column) bool { return reads(c, other.Name) })
	})
}

// alters reports whether a column stays, and becomes another one.
func alters(op ops.Op) bool {
	_, ok := op.(*ops.AlterColumn)
	return ok
}
