package introspect

import (
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// isCode reports whether an option of a table is an object of its own, which may
// refer to other tables.
func isCode(option string) bool {
	return strings.HasPrefix(option, "rule ") || strings.HasPrefix(option, "policy ")
}

// tableCode is a rule or policy of a table.
type tableCode struct {
	table  *schema.Table
	option string
}

// attemptCode tries the rules and policies of a table.
func (c *pgScratch) attemptCode(t *schema.Table) bool {
	progress := false
	for _, key := range slices.Sorted(maps.Keys(t.Options["postgres"])) {
		if !isCode(key) {
			continue
		}
		op := &ops.AlterTable{On: ops.On{Table: t.Name, Schema: c.scratch(t.Schema)}}
		op.Options.Set("postgres", key, c.unqualified(t.Options.Get("postgres", key)))
		progress = c.attempt(tableCode{t, key}, op) || progress
	}
	return progress
}

// attemptAll tries the objects written in SQL that could not be made before, and
// reports whether one more was made.
func (c *pgScratch) attemptAll() bool {
	progress := false
	for _, p := range c.wish.Routines {
		progress = c.attemptRoutine(p) || progress
	}
	for _, t := range c.wish.Tables {
		progress = c.attemptCode(t) || progress
	}
	for _, v := range c.wish.Views {
		own := schema.Clone(v)
		own.Schema = c.scratch(v.Schema)
		c.texts(own)
		own.Options.Set("postgres", "no_data", "true")
		if !v.Materialized {
			own.Options = v.Options
		}
		progress = v.Schema == "" && c.attempt(v, &ops.CreateView{View: *own}) || progress
	}
	for _, g := range c.wish.Triggers {
		own := schema.Clone(g)
		c.texts(own)
		progress = g.Schema == "" && c.attempt(g, &ops.CreateTrigger{Trigger: *own}) || progress
	}
	return progress
}

func (c *pgScratch) attemptRoutine(p *schema.Routine) bool {
	own := schema.Clone(p)
	c.texts(own)
	return p.Schema == "" && c.attempt(p, &ops.CreateRoutine{Routine: *own})
}

// restore puts what was read in place of the wish, under the wish's names and in
// its order.
func (c *pgScratch) restore(read *schema.Database, tables map[schema.Name]bool) *schema.Database {
	c.rename(read)
	out := c.wish
	found := map[schema.Name]*schema.Table{}
	for _, t := range read.Tables {
		found[t.ID()] = t
	}
	for i, t := range out.Tables {
		if now := found[t.ID()]; tables[t.ID()] && now != nil {
			out.Tables[i] = c.restoreTable(t, now)
		}
	}
	for i, d := range out.Domains {
		for _, now := range read.Domains {
			if now.Name == d.Name && now.Schema == d.Schema {
				out.Domains[i] = now
			}
		}
	}
	c.restoreCode(out, read)
	return out
}

// restoreTable takes over from the wish what was not made.
func (c *pgScratch) restoreTable(wish, now *schema.Table) *schema.Table {
	now.ForeignKeys, now.Origin = wish.ForeignKeys, wish.Origin
	for key, text := range wish.Options["postgres"] {
		if key == schema.OfType || isCode(key) && !c.made[tableCode{wish, key}] {
			now.Options.Set("postgres", key, text)
		}
	}
	heir := wish.Options.Get("postgres", schema.Inherits)+wish.Options.Get("postgres", schema.PartitionOf) != ""
	for _, col := range now.Columns {
		asked := wish.Column(col.Name)
		if asked == nil {
			continue
		}
		if col.Origin = asked.Origin; asked.Autoincrement {
			col.Identity, col.Autoincrement = nil, true
		}
		if asked.Default == nil && heir { // it is the parent's, which the table is to be without
			col.Default = nil
		}
		if asked.Options.Get("postgres", schema.SequenceOf) == "" {
			delete(col.Options["postgres"], schema.SequenceOf)
		}
	}
	return now
}

// restoreCode takes over the texts of views, routines and triggers that were made.
func (c *pgScratch) restoreCode(out, read *schema.Database) {
	for _, v := range out.Views {
		for _, now := range read.Views {
			if c.made[v] && now.Name == v.Name && now.Schema == "" {
				v.SQL, v.Columns, v.Shape = now.SQL, nil, now.Shape
			}
		}
	}
	for _, p := range out.Routines {
		if now := onlyRoutine(read.Routines, p); c.made[p] && now != nil {
			p.SQL, p.Args, p.Kind = now.SQL, now.Args, now.Kind
		}
	}
	for _, g := range out.Triggers {
		for _, now := range read.Triggers {
			if c.made[g] && now.Name == g.Name && now.Table == g.Table && now.Schema == "" {
				g.SQL = now.SQL
			}
		}
	}
}

// onlyRoutine finds a routine by its name, and by its arguments where it is
// overloaded.
func onlyRoutine(list []*schema.Routine, p *schema.Routine) *schema.Routine {
	var found []*schema.Routine
	for _, now := range list {
		if now.Name == p.Name && now.Schema == "" && (p.Args == "" || now.Args == p.Args) {
			found = append(found, now)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}
