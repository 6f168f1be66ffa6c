package autogen

import (
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// isName reports whether something on either side may be called so. SQLite takes "x" for
// a string where nothing is called x, and writes 'x' instead of it wherever that stands
// when a column of any table goes or gets another name: the model then says the same as
// before, in other words.
func (c *comparison) isName(word string) bool {
	if c.names == nil {
		c.names = map[string]bool{"rowid": true, "oid": true, "_rowid_": true}
		for _, db := range []*schema.Database{c.native, c.live} {
			c.addNames(db)
		}
	}
	return c.names[strings.ToLower(word)]
}

// addNames notes the names of tables and of what has columns, and what a view or a
// trigger may call something within itself.
func (c *comparison) addNames(db *schema.Database) {
	add := func(name string) { c.names[strings.ToLower(name)] = true }
	for _, t := range db.Tables {
		add(t.Name)
		for _, column := range t.Columns {
			add(column.Name)
		}
	}
	var texts []string
	for _, v := range db.Views {
		add(v.Name)
		for _, column := range v.Columns {
			add(column)
		}
		texts = append(texts, v.SQL.Any)
	}
	for _, g := range db.Triggers {
		texts = append(texts, g.SQL.Any)
	}
	for _, text := range texts {
		after := dialect.Token{}
		for _, t := range c.d.Lexicon().Tokens(text) {
			if t.Kind == dialect.Word || t.Kind == dialect.Quoted && after.Is("as") {
				add(t.Name())
			}
			after = t
		}
	}
}
