package autogen

import (
	"strings"

	"github.com/limbeck/migrate/schema"
)

// isName reports whether a column on either side may be called so. SQLite takes "x" for
// a string where nothing is called x, and writes 'x' instead of it wherever that stands
// when a column of any table goes or gets another name: the model then says the same as
// before, in other words. The expressions of tables know nothing but their columns.
func (c *comparison) isName(word string) bool {
	c.named.Do(func() {
		c.names = map[string]bool{"rowid": true, "oid": true, "_rowid_": true}
		for _, db := range []*schema.Database{c.wish, c.live} {
			for _, t := range db.Tables {
				for _, column := range t.Columns {
					c.names[strings.ToLower(column.Name)] = true
				}
			}
		}
	})
	return c.names[strings.ToLower(word)]
}
