package autogen

import (
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// recased are the renames of tables and columns whose names on both sides differ
// in nothing but case, where the server takes such names for one: there is nothing
// to ask, and no way to have both.
func (c *comparison) recased() []ops.Op {
	var tables, columns []ops.Op
	there := c.live.TablesByID()
	for _, t := range c.wish.Tables {
		live := there[t.ID()]
		if live == nil && c.d.Traits().FoldsTables {
			if live = c.twin(t); live != nil {
				tables = append(tables, &ops.RenameTable{On: ops.OnTable(live.ID()), To: t.Name})
			}
		}
		if live == nil || !c.d.Traits().FoldsColumns {
			continue
		}
		for _, column := range t.Columns {
			for _, was := range live.Columns {
				if was.Name != column.Name && strings.EqualFold(was.Name, column.Name) {
					columns = append(columns, &ops.RenameColumn{On: ops.OnTable(t.ID()), Column: was.Name, To: column.Name})
				}
			}
		}
	}
	return append(tables, columns...)
}

// twin is the live table that has a table's name in another case.
func (c *comparison) twin(t *schema.Table) *schema.Table {
	for _, live := range c.live.Tables {
		if live.Schema == t.Schema && strings.EqualFold(live.Name, t.Name) {
			return live
		}
	}
	return nil
}
