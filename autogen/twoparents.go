package autogen

import (
	"fmt"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// leaveOthers takes a table from parents while the type of a column changes that it has from
// them and from others too: the server changes it in none of them as long as the table has it
// from more than one. Where the table can't, it refuses the change.
func (c *comparison) leaveOthers() error {
	name, key := c.d.Name(), schema.Inherits
	for _, t := range c.live.Tables {
		had := t.Options.Get(name, key)
		if had == "" || len(c.retyped[t.ID()]) == 0 {
			continue
		}
		if wish := c.native.Table(t.ID()); wish == nil || wish.Options.Get(name, key) != had {
			continue
		}
		parents := listed(c.a.lex, had)
		keep, alone := c.followable(parents)
		if alone != "" && !c.opts.back {
			return fmt.Errorf("table %s has a column from several of its parents (%s) whose type would change, and the server changes none of those: "+
				"the table can't leave one of them meanwhile, as its column %s, which would change too, is from that one alone. "+
				"Take the table from that parent in a revision before, and give it back in one after", t.ID(), had, alone)
		}
		if keep == len(parents) || alone != "" {
			continue
		}
		leave := setOption(t, name, key, strings.Join(parents[:keep], ", ")).(*ops.AlterTable)
		leave.Existing = &ops.TableExisting{Options: schema.Options{name: {key: had}}}
		join := setOption(t, name, key, had).(*ops.AlterTable)
		join.Existing = &ops.TableExisting{Options: schema.Clone(leave.Options)}
		c.plan.detach, c.plan.alterTables = append(c.plan.detach, leave), append(c.plan.alterTables, join)
	}
	return nil
}

// followable counts the parents, from the first, that a table can keep while columns change:
// as long as it has none of these from more than one table where the change starts. With it
// comes a column that would not follow then.
func (c *comparison) followable(parents []string) (keep int, alone string) {
	starts := map[string]schema.Name{} // of the columns' changes
	other := func(parent schema.Name) bool {
		for column := range c.retyped[parent] {
			if start, there := starts[column]; there && start != c.start(parent, column) {
				return true
			}
		}
		return false
	}
	keep = len(parents)
	for i, text := range parents {
		parent, _ := c.a.named(text)
		if keep == len(parents) && other(parent) {
			keep = i
		}
		for column := range c.retyped[parent] {
			switch _, there := starts[column]; {
			case there:
			case i < keep:
				starts[column] = c.start(parent, column)
			case alone == "" || column < alone: // whatever the order of the map
				alone = column
			}
		}
	}
	return keep, alone
}

// start is the table from which a table has the change of a column, when it has left others.
func (c *comparison) start(table schema.Name, column string) schema.Name {
	for _, parent := range c.a.parents(c.a.tables[table]) { // it has a column that changes, and so is there
		if c.retyped[parent][column] {
			return c.start(parent, column)
		}
	}
	return table
}
