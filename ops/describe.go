package ops

import (
	"fmt"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// Describe says in a line what an operation does: its name and its subject, such
// as "add_column posts.slug varchar(80) not null".
func Describe(op Op) string {
	switch o := op.(type) {
	case *CreateTable:
		return fmt.Sprintf("create_table %s (%s)", o.ID(), plural(len(o.Columns), "column"))
	case *AddColumn:
		return fmt.Sprintf("add_column %s.%s %s", o.ID(), o.Column.Name, describeColumn(&o.Column))
	case *DropColumn:
		return fmt.Sprintf("drop_column %s.%s", o.ID(), o.Column)
	case *RenameColumn:
		return fmt.Sprintf("rename_column %s.%s to %s", o.ID(), o.Column, o.To)
	case *RenameTable:
		return fmt.Sprintf("rename_table %s to %s", o.ID(), o.To)
	case *RenameIndex:
		return fmt.Sprintf("rename_index %s on %s to %s", o.Name, o.ID(), o.To)
	case *RenameConstraint:
		return fmt.Sprintf("rename_constraint %s on %s to %s", o.Name, o.ID(), o.To)
	case *AlterColumn:
		return fmt.Sprintf("alter_column %s.%s %s", o.ID(), o.Column, strings.Join(o.aspects(), ", "))
	case *CreateIndex:
		return fmt.Sprintf("create_index %s on %s (%s)", o.Name, o.ID(), describeParts(o.Index.Columns))
	case *CreateForeignKey:
		return fmt.Sprintf("create_foreign_key %s on %s (%s) to %s", o.Name, o.ID(), strings.Join(o.Columns, ", "), o.Target())
	case *CreatePrimaryKey:
		return fmt.Sprintf("create_primary_key on %s (%s)", o.ID(), strings.Join(o.Columns, ", "))
	case *CreateUnique:
		return fmt.Sprintf("create_unique %s on %s (%s)", o.Name, o.ID(), strings.Join(o.Columns, ", "))
	case *InsertRows:
		return fmt.Sprintf("insert_rows into %s (%s)", o.ID(), plural(len(o.Rows), "row"))
	case *CreateExtension: // which is in no schema itself
		return "create_extension " + o.Name
	case *AlterExtension:
		return fmt.Sprintf("alter_extension %s to schema %s", o.Name, o.Schema)
	case *Grant:
		return "grant " + describeGrant(&o.Grant, "to")
	case *Revoke:
		return "revoke " + describeGrant(&o.Grant, "from")
	case *Execute:
		return "execute " + firstLine(o.SQL)
	case *Call:
		return "call " + o.Name
	}
	return op.Kind() + " " + subject(op)
}

// subject names what an operation without a line of its own is about.
func subject(op Op) string {
	is := map[string]string{}
	for _, p := range pairs(op) {
		is[p.key], _ = p.value.(string)
	}
	table, name := is["table"], is["name"]
	if args := is["args"]; args != "" { // by which the server tells those of one name
		name += "(" + shortened(args) + ")"
	}
	switch {
	case table == "":
		return schema.Name{Schema: is["schema"], Name: name}.String()
	case name == "":
		return schema.Name{Schema: is["schema"], Name: table}.String()
	}
	return name + " on " + schema.Name{Schema: is["schema"], Name: table}.String()
}

func (o *AlterColumn) aspects() []string {
	var out []string
	if !o.Type.IsZero() {
		out = append(out, "type "+oneText(o.Type))
	}
	if o.Nullable != nil {
		out = append(out, map[bool]string{true: "nullable", false: "not null"}[*o.Nullable])
	}
	for _, a := range []struct {
		name string
		set  bool
	}{
		{"default", o.Default != nil}, {"autoincrement", o.Autoincrement != nil}, {"identity", o.Identity != nil},
		{"generated", o.Generated != nil}, {"on_update", !o.OnUpdate.IsZero()}, {"collation", !o.Collation.IsZero()},
		{"comment", o.Comment != nil}, {"options", o.Options != nil},
	} {
		if a.set {
			out = append(out, a.name)
		}
	}
	for _, what := range o.Drop {
		out = append(out, "drop "+what)
	}
	return out
}

func describeColumn(c *schema.Column) string {
	s := oneText(c.Type)
	if c.NotNull {
		s += " not null"
	}
	return s
}

func describeParts(parts []schema.IndexPart) string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = strings.TrimSpace(p.Name + oneText(p.SQL) + " " + p.Order)
	}
	return strings.Join(names, ", ")
}

// oneText is a text for people: what serves every dialect, else the first one.
func oneText(t schema.Text) string {
	if t.Any == "" && len(t.By) > 0 {
		return t.By[t.Dialects()[0]]
	}
	return t.Any
}

func firstLine(t schema.Text) string {
	line, rest, _ := strings.Cut(strings.TrimSpace(oneText(t)), "\n")
	if rest != "" {
		line += " …"
	}
	return shortened(line)
}

// shortened is a text that takes no more than 60 characters.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + " …"
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
