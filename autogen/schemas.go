package autogen

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// schemas makes the schemas that the wish says or has something in, and drops those
// that it has not: of a wish that can't declare schemas, only what an earlier
// revision made.
func (c *comparison) schemas() {
	if !c.opts.Filter.kind("schema") {
		return
	}
	for _, name := range c.live.Unread {
		c.skip("schema", schema.Name{Name: name}, "neither the models nor the revisions have anything in it")
	}
	wanted := Schemas(c.wish)
	live := names(c.live.Schemas)
	for _, name := range wanted {
		said := comment(c.wish, name)
		declared := c.opts.Complete || c.opts.CompleteKinds && slices.Contains(names(c.wish.Schemas), name)
		if !slices.Contains(live, name) {
			c.plan.createSchemas = append(c.plan.createSchemas, &ops.CreateSchema{Schema: schema.Schema{Name: name, Comment: said}})
		} else if (declared || said != "") && said != comment(c.live, name) {
			c.plan.comments = append(c.plan.comments, &ops.SetComment{On: "schema", Name: name, Comment: said})
		}
	}
	if c.opts.Complete && c.live.Default != "" && c.native.DefaultComment != c.live.DefaultComment {
		c.plan.comments = append(c.plan.comments, &ops.SetComment{On: "schema", Name: c.live.Default, Comment: c.native.DefaultComment})
	}
	ours := live
	if !c.opts.Complete {
		if ours = nil; c.opts.History != nil {
			ours = names(c.opts.History.Schemas)
		}
	}
	for _, name := range ours {
		if slices.Contains(live, name) && !slices.Contains(wanted, name) {
			c.plan.dropSchemas = append(c.plan.dropSchemas, &ops.DropSchema{Name: name})
		}
	}
}

// Schemas lists the schemas, other than the default one, that a database says or
// that it has something in, sorted.
func Schemas(db *schema.Database) []string {
	out := names(db.Schemas)
	for _, t := range db.Tables {
		out = append(out, t.Schema)
	}
	for _, e := range db.Enums {
		out = append(out, e.Schema)
	}
	for _, d := range db.Domains {
		out = append(out, d.Schema)
	}
	for _, t := range db.Composites {
		out = append(out, t.Schema)
	}
	for _, o := range db.Objects {
		out = append(out, o.Schema)
	}
	for _, s := range db.Sequences {
		out = append(out, s.Schema)
	}
	for _, v := range db.Views {
		out = append(out, v.Schema)
	}
	for _, r := range db.Routines {
		out = append(out, r.Schema)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

func names(list []*schema.Schema) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.Name
	}
	return out
}

// comment returns the comment of a schema.
func comment(db *schema.Database, name string) string {
	for _, s := range db.Schemas {
		if s.Name == name {
			return s.Comment
		}
	}
	return ""
}
