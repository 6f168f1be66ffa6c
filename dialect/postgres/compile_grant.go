package postgres

import (
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func (c compiler) grant(g *schema.Grant) []dialect.Statement {
	option := ""
	if len(g.Privileges) == 0 {
		return nil
	}
	if g.Grantable {
		option = " WITH GRANT OPTION"
	}
	return statements("GRANT " + c.privileges(g) + " TO " + c.role(g.To) + option)
}

func (c compiler) revoke(g *schema.Grant) []dialect.Statement {
	option := ""
	if len(g.Privileges) == 0 {
		return nil
	}
	if g.Grantable {
		option = "GRANT OPTION FOR "
	}
	return statements("REVOKE " + option + c.privileges(g) + " FROM " + c.role(g.To))
}

func (c compiler) role(name string) string {
	if name == schema.Public {
		return name
	}
	return c.Quote(name)
}

// privileges spells what is granted, and on what. The columns of a privilege stand together.
func (c compiler) privileges(g *schema.Grant) string {
	var list []string
	columns := map[string][]string{}
	for _, p := range g.Privileges {
		if word, column := ops.Privilege(p); column != "" {
			columns[word] = append(columns[word], c.Quote(column))
		} else {
			list = append(list, word)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(columns)) {
		list = append(list, ops.OfColumn(word, strings.Join(columns[word], ", ")))
	}
	return strings.Join(list, ", ") + " ON " + strings.ToUpper(g.On) + " " + c.target(g)
}

func (c compiler) target(g *schema.Grant) string {
	switch g.On {
	case "schema":
		return c.Quote(g.Name)
	case "routine":
		return routineSignature(g.Schema, g.Name, plainArgs(g.Args))
	}
	return table(schema.Name{Schema: g.Schema, Name: g.Name})
}

// plainArgs spells the arguments of an aggregate as those of a function.
func plainArgs(args string) string {
	direct, ordered, found := strings.Cut(args, "ORDER BY ")
	switch {
	case args == "*":
		return ""
	case found && direct != "":
		return strings.TrimSpace(direct) + ", " + ordered
	case found:
		return ordered
	}
	return args
}
