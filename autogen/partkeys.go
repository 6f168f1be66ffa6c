package autogen

import (
	"fmt"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// partitionKeys refuses a change of the type of a column that a table is partitioned by, which
// no server makes: that of a new list of values for its enum, too. That the way back would be
// one, it warns of.
func (c *comparison) partitionKeys() error {
	if c.opts.back {
		return nil
	}
	for _, t := range c.live.Tables {
		retyped := c.retyped[t.ID()]
		if len(retyped) == 0 {
			continue
		}
		if key := c.keyColumn(t, func(name string) bool { return retyped[lower(name)] }); key != "" && c.native.Table(t.ID()) != nil {
			return fmt.Errorf("table %s is partitioned by its column %s, whose type would change, or the values of its enum: "+
				"the server can't do that, so make a new table and move the rows", t.ID(), key)
		}
	}
	for _, op := range c.plan.alterEnums {
		o := op.(*ops.AlterEnum)
		by := ""
		c.columnsOf(o.Name, func(t *schema.Table, column string) {
			if by == "" && o.Values == nil && len(o.Add) > 0 && c.keyColumn(t, func(name string) bool { return lower(name) == lower(column) }) != "" {
				by = t.ID().String()
			}
		})
		if by != "" {
			c.result.Warnings = append(c.result.Warnings, Note{"enum " + o.ID().String(),
				"can't lose its new values again while table " + by + " is partitioned by them: the server will refuse the downgrade"})
		}
	}
	return nil
}

// keyColumn is a column of this sort that a table is partitioned by.
func (c *comparison) keyColumn(t *schema.Table, sort func(string) bool) string {
	by := schema.SQL(t.Options.Get(c.d.Name(), schema.PartitionBy))
	if by.IsZero() {
		return ""
	}
	names := c.a.names(&by)[1:] // after the strategy
	if i := slices.IndexFunc(names, sort); i >= 0 {
		return names[i]
	}
	return ""
}
