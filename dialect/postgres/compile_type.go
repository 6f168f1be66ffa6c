package postgres

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func (c compiler) lowerComposites(list ...*schema.Composite) ([]*schema.Composite, error) {
	lowered, err := dialect.Lower(c.Dialect, &schema.Database{Composites: list})
	if err != nil {
		return nil, err
	}
	return lowered.Composites, nil
}

func (c compiler) createComposite(neutral *schema.Composite) ([]dialect.Statement, error) {
	lowered, err := c.lowerComposites(neutral)
	if err != nil {
		return nil, err
	}
	t := lowered[0]
	id := table(t.ID())
	lines := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		lines[i] = c.Quote(col.Name) + attributeType(col)
	}
	list := withComment("TYPE", id, t.Comment, "CREATE TYPE "+id+" AS "+parenthesized(lines))
	for _, col := range t.Columns {
		if col.Comment != "" {
			list = append(list, statements(comment("COLUMN", id+"."+c.Quote(col.Name), col.Comment))...)
		}
	}
	return list, nil
}

func attributeType(col *schema.Column) string {
	sql := " " + col.Type.For(name)
	if collation := col.Collation.For(name); collation != "" {
		sql += " COLLATE " + Collation(collation)
	}
	return sql
}

// alterComposite changes what differs from the type as it was.
func (c compiler) alterComposite(o *ops.AlterComposite) ([]dialect.Statement, error) {
	if o.Existing == nil {
		return nil, fmt.Errorf("alter_composite %s: say in existing what the type is now", o.Name)
	}
	lowered, err := c.lowerComposites(o.Existing, &o.Composite)
	if err != nil {
		return nil, err
	}
	was, is := lowered[0], lowered[1]
	id := table(is.ID())
	var actions []string
	var list []dialect.Statement
	for _, col := range was.Columns {
		if is.Column(col.Name) == nil {
			actions = append(actions, "DROP ATTRIBUTE "+c.Quote(col.Name))
		}
	}
	for _, col := range is.Columns {
		old := was.Column(col.Name)
		switch {
		case old == nil:
			actions = append(actions, "ADD ATTRIBUTE "+c.Quote(col.Name)+attributeType(col))
			old = &schema.Column{}
		case attributeType(old) != attributeType(col):
			actions = append(actions, "ALTER ATTRIBUTE "+c.Quote(col.Name)+" TYPE"+attributeType(col))
		}
		if old.Comment != col.Comment {
			list = append(list, statements(comment("COLUMN", id+"."+c.Quote(col.Name), col.Comment))...)
		}
	}
	if len(actions) > 0 {
		list = append(statements("ALTER TYPE "+id+"\n  "+strings.Join(actions, ",\n  ")), list...)
	}
	if is.Comment != was.Comment {
		list = append(list, statements(comment("TYPE", id, is.Comment))...)
	}
	return list, nil
}

// objectKinds are the kinds of object that are made by statements of their own, and
// how each is called where it is dropped or commented on.
var objectKinds = map[string]func(schema.Name) string{
	"collation": table, "type": table, "statistics": table, "text search dictionary": table, "text search configuration": table,
	"event trigger": func(n schema.Name) string { return Dialect{}.Quote(n.Name) },
	"cast":          func(n schema.Name) string { return n.Name },
	"operator": func(n schema.Name) string {
		if n.Schema == "" {
			return n.Name
		}
		return Dialect{}.Quote(n.Schema) + "." + n.Name
	},
}

func objectName(kind string, id schema.Name) (string, error) {
	spell, ok := objectKinds[kind]
	if !ok {
		return "", fmt.Errorf("there is no kind of object %q here: it is %s", kind, strings.Join(slices.Sorted(maps.Keys(objectKinds)), ", "))
	}
	return spell(id), nil
}

// createAny runs the statements that make an object.
func (c compiler) createAny(x *schema.Object) ([]dialect.Statement, error) {
	target, err := objectName(x.Kind, x.ID())
	if err != nil {
		return nil, err
	}
	list := script(x.SQL.For(name))
	if x.Comment != "" {
		list = append(list, statements(comment(strings.ToUpper(x.Kind), target, x.Comment))...)
	}
	return list, nil
}
