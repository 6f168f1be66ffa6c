package postgres

import (
	"strings"

	"github.com/limbeck/migrate/schema"
)

// reconcileCalls takes the default schema from calls of functions of which one of several
// comes or goes: where a call fits to more than one, the server spells it with the schema.
func reconcileCalls(wish, live *schema.Database) {
	count := map[string]int{}
	for _, r := range wish.Routines {
		if r.Schema == "" {
			count[r.Name]++
		}
	}
	there := map[string]int{}
	for _, r := range live.Routines {
		if r.Schema == "" {
			there[r.Name]++
		}
	}
	changed := map[string]bool{}
	for name, n := range there {
		if count[name] > 0 && count[name] != n {
			changed[name] = true
		}
	}
	if len(changed) == 0 || live.Default == "" {
		return
	}
	for _, db := range []*schema.Database{wish, live} {
		eachExpression(db, func(t *schema.Text) {
			if sql := t.For(name); strings.Contains(sql, ".") {
				t.Any = bareCalls(sql, live.Default, changed)
			}
		})
	}
}

// eachExpression does something to each expression of a native database.
func eachExpression(db *schema.Database, text func(*schema.Text)) {
	for _, t := range db.Tables {
		for _, c := range t.Columns {
			if c.Default != nil {
				text(&c.Default.SQL)
			}
			if c.Generated != nil {
				text(&c.Generated.SQL)
			}
		}
		for _, k := range t.Checks {
			text(&k.SQL)
		}
		for _, x := range t.Exclusions {
			text(&x.Where)
			for _, e := range x.Elements {
				text(&e.SQL)
			}
		}
		for _, x := range t.Indexes {
			text(&x.Where)
			for i := range x.Columns {
				text(&x.Columns[i].SQL)
			}
		}
	}
	for _, v := range db.Views {
		text(&v.SQL)
	}
	for _, t := range db.Triggers {
		text(&t.SQL)
	}
}

// bareCalls takes a schema from the calls of these functions.
func bareCalls(sql, in string, functions map[string]bool) string {
	tokens := lexicon.Tokens(sql)
	for i := len(tokens) - 4; i >= 0; i-- {
		if tokens[i].Name() == in && tokens[i+1].Is(".") && functions[tokens[i+2].Name()] && tokens[i+3].Is("(") &&
			(i == 0 || !tokens[i-1].Is(".")) {
			sql = sql[:tokens[i].Start] + sql[tokens[i+2].Start:]
		}
	}
	return sql
}
