package autogen

import (
	"path"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// Filter says what is compared: globs of names, with or without their schema. What
// is not of it is seen on neither side. The zero Filter is everything.
type Filter struct {
	IncludeSchemas, ExcludeSchemas []string
	IncludeTables, ExcludeTables   []string // and views
	IncludeKinds, ExcludeKinds     []string
	// Grants are the roles, as globs, whose privileges are compared; none are where it is empty.
	Grants []string
	// Never are tables that are not compared, whatever is included.
	Never []string
	// Only, when not nil, are the schemas beside the default one that are compared:
	// others of the live database belong to somebody else.
	Only []string
}

// Apply takes out of a database, in place, what a filter leaves out.
func (f Filter) Apply(db *schema.Database) *schema.Database {
	keep(&db.Schemas, func(s *schema.Schema) bool { return f.kind("schema") && f.schema(db, s.Name) })
	keep(&db.Extensions, func(*schema.Extension) bool { return f.kind("extension") })
	keep(&db.Enums, func(e *schema.Enum) bool { return f.kind("enum") && f.schema(db, e.Schema) })
	keep(&db.Domains, func(d *schema.Domain) bool { return f.kind("domain") && f.schema(db, d.Schema) })
	keep(&db.Composites, func(t *schema.Composite) bool { return f.kind("composite") && f.schema(db, t.Schema) })
	keep(&db.Objects, func(x *schema.Object) bool {
		return f.kind(strings.ReplaceAll(x.Kind, " ", "_")) && f.schema(db, x.Schema)
	})
	keep(&db.Sequences, func(s *schema.Sequence) bool {
		return f.kind("sequence") && f.schema(db, s.Schema) && f.owner(db, s)
	})
	keep(&db.Tables, func(t *schema.Table) bool { return f.kind("table") && f.table(db, t.ID()) })
	keep(&db.Views, func(v *schema.View) bool {
		kind := "view"
		if v.Materialized {
			kind = "materialized_view"
		}
		return f.kind(kind) && f.table(db, id(v.Schema, v.Name))
	})
	keep(&db.Routines, func(r *schema.Routine) bool { return f.kind(r.Kind) && f.schema(db, r.Schema) })
	keep(&db.Events, func(e *schema.Event) bool { return f.kind("event") && f.schema(db, e.Schema) })
	db.Skipped = slices.DeleteFunc(db.Skipped, func(s schema.Skipped) bool {
		return !f.kind(strings.ReplaceAll(s.Kind, " ", "_")) || s.Instead() != "" && !f.table(db, s.ID())
	})
	keep(&db.Triggers, func(t *schema.Trigger) bool { return f.kind("trigger") && f.table(db, id(t.Schema, t.Table)) })
	granted := func(g *schema.Grant) bool { return matches(f.Grants, []string{g.To}) }
	keep(&db.Grants, granted)
	keep(&db.AsNew, granted)
	return db
}

func keep[T any](list *[]T, wanted func(T) bool) {
	*list = slices.DeleteFunc(*list, func(o T) bool { return !wanted(o) })
}

func (f Filter) kind(kind string) bool { return within(f.IncludeKinds, f.ExcludeKinds, kind) }

// schema reports whether the objects of a schema are compared. The default one
// goes by its name where that is known.
func (f Filter) schema(db *schema.Database, name string) bool {
	if name == "" && db.Default == "" {
		return true
	}
	if name != "" && f.Only != nil && !slices.Contains(f.Only, name) {
		return false
	}
	if name == "" {
		name = db.Default
	}
	return within(f.IncludeSchemas, f.ExcludeSchemas, name)
}

func (f Filter) table(db *schema.Database, name schema.Name) bool {
	return f.schema(db, name.Schema) && within(f.IncludeTables, slices.Concat(f.ExcludeTables, f.Never), f.names(db, name)...)
}

// names are those by which a filter may call a table.
func (f Filter) names(db *schema.Database, name schema.Name) []string {
	if name.Schema == "" && db.Default != "" {
		return []string{name.Name, db.Default + "." + name.Name}
	}
	return []string{name.Name, name.String()}
}

// owner reports whether the table that owns a sequence, if any, is compared.
func (f Filter) owner(db *schema.Database, s *schema.Sequence) bool {
	table, _, owned := strings.Cut(s.OwnedBy, ".")
	return !owned || f.table(db, id(s.Schema, strings.Trim(table, `"`)))
}

// within reports whether a thing of any of some names is included and not excluded.
func within(include, exclude []string, names ...string) bool {
	return (len(include) == 0 || matches(include, names)) && !matches(exclude, names)
}

func matches(globs, names []string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			ok, _ := path.Match(glob, name)
			return ok
		})
	})
}
