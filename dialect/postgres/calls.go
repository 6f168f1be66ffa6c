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
		for _, text := range db.Expressions() {
			if sql := text.For(name); strings.Contains(sql, ".") {
				text.Any = bareCalls(sql, live.Default, changed)
			}
		}
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
