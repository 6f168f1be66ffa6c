package autogen

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// schemas makes the schemas that the wish has tables or enums in, and drops those
// that an earlier revision made and nothing is in any more.
func (c *comparison) schemas() {
	wanted := Schemas(c.wish)
	live := names(c.live.Schemas)
	for _, name := range wanted {
		if !slices.Contains(live, name) {
			c.plan.createSchemas = append(c.plan.createSchemas, &ops.CreateSchema{Schema: schema.Schema{Name: name}})
		}
	}
	if c.opts.History == nil {
		return
	}
	for _, name := range names(c.opts.History.Schemas) {
		if slices.Contains(live, name) && !slices.Contains(wanted, name) {
			c.plan.dropSchemas = append(c.plan.dropSchemas, &ops.DropSchema{Name: name})
		}
	}
}

// Schemas lists the schemas, other than the default one, that a database says or
// that its tables and enums are in, sorted.
func Schemas(db *schema.Database) []string {
	out := names(db.Schemas)
	for _, t := range db.Tables {
		out = append(out, t.Schema)
	}
	for _, e := range db.Enums {
		out = append(out, e.Schema)
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
