package autogen

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// recreateKeys takes foreign keys away while the types or collations of their columns change,
// and brings them back after it: MySQL alters no column that a key is on, and on
// every database both sides have to fit together again before they are checked.
func (c *comparison) recreateKeys() {
	changed := map[schema.Name][]string{}
	for _, op := range c.plan.alterColumns {
		if o := op.(*ops.AlterColumn); retyped(o) {
			changed[o.ID()] = append(changed[o.ID()], o.Column)
		}
	}
	if len(changed) == 0 {
		return
	}
	touches := func(table schema.Name, columns []string) bool {
		return slices.ContainsFunc(columns, func(name string) bool { return slices.Contains(changed[table], name) })
	}
	for _, t := range c.before.Tables {
		for _, f := range t.ForeignKeys {
			if c.drops(t.ID(), f) || !touches(t.ID(), f.Columns) && !touches(f.Target(), f.Referred) {
				continue
			}
			c.plan.dropForeignKeys = append(c.plan.dropForeignKeys, dropForeignKey(ops.OnTable(t.ID()), f))
			if c.wish.Table(t.ID()) == nil {
				continue // its table goes, but later
			}
			c.plan.createForeignKeys = append(c.plan.createForeignKeys, &ops.CreateForeignKey{On: ops.OnTable(t.ID()), ForeignKey: *schema.Clone(f)})
		}
	}
}

// retyped reports whether a column's values are to be kept in another way.
func retyped(o *ops.AlterColumn) bool {
	return !o.Type.IsZero() || !o.Collation.IsZero() || o.Drops("collation")
}

// drops reports whether the plan drops a foreign key already.
func (c *comparison) drops(table schema.Name, f *schema.ForeignKey) bool {
	return slices.ContainsFunc(c.plan.dropForeignKeys, func(op ops.Op) bool {
		o, ok := op.(*ops.DropForeignKey)
		return ok && o.ID() == table && o.Name == f.Name && (o.Name != "" || slices.Equal(o.Columns, f.Columns))
	})
}
