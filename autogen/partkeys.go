package autogen

import (
	"fmt"
	"slices"

	"github.com/limbeck/migrate/schema"
)

// partitionKeys refuses a change of the type of a column that a table is partitioned by, which
// no server makes: that of a new list of values for its enum, too. It only warns of a way back
// that takes values from the enum, since no other could be told.
func (c *comparison) partitionKeys() error {
	for _, t := range c.live.Tables {
		by := schema.SQL(t.Options.Get(c.d.Name(), schema.PartitionBy))
		back := c.opts.back != nil
		if by.IsZero() || len(c.retyped[t.ID()]) == 0 || c.native.Table(t.ID()) == nil || back && c.opts.back.Table(t.ID()) == nil {
			continue
		}
		names := c.a.names(&by)[1:] // after the strategy
		i := slices.IndexFunc(names, func(name string) bool { return c.retyped[t.ID()][lower(name)] })
		switch {
		case i >= 0 && back:
			c.result.barred = append(c.result.barred, Note{"table " + t.ID().String(), "is partitioned by its column " + names[i] +
				", whose enum gets values: the downgrade will fail, since the server can't take them out again"})
		case i >= 0:
			return fmt.Errorf("table %s is partitioned by its column %s, whose type would change, or the values of its enum: "+
				"the server can't do that, so make a new table and move the rows", t.ID(), names[i])
		}
	}
	return nil
}
