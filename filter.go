package migrate

import (
	"cmp"
	"slices"

	"github.com/limbeck/migrate/autogen"
	"github.com/limbeck/migrate/runner"
	"github.com/limbeck/migrate/schema"
)

// filter says what of a database is the project's: what the configuration says,
// but never the tool's own tables.
func (m *Migrator) filter() autogen.Filter {
	f := m.config.Autogenerate.Filter
	return autogen.Filter{
		IncludeSchemas: f.IncludeSchemas, ExcludeSchemas: f.ExcludeSchemas,
		IncludeTables: f.IncludeTables, ExcludeTables: f.ExcludeTables,
		IncludeKinds: f.IncludeKinds, ExcludeKinds: f.ExcludeKinds,
		Grants: f.Grants,
		Never:  []string{cmp.Or(m.run.VersionTable, runner.DefaultVersionTable), runner.JournalTable},
	}
}

// grants reports whether privileges are compared.
func (m *Migrator) grants() bool { return len(m.config.Autogenerate.Grants) > 0 }

// onlySchemas lists the schemas of a live database that are compared with models:
// those that the models or the revisions have something in, as others belong to
// somebody else. Where the configuration names schemas, it is these: then nil.
func (m *Migrator) onlySchemas(list ...*schema.Database) []string {
	if len(m.config.Autogenerate.IncludeSchemas) > 0 {
		return nil
	}
	return schemasOf(list...)
}

// schemasOf lists the schemas that any of the databases is about; never nil.
func schemasOf(list ...*schema.Database) []string {
	out := []string{}
	for _, db := range list {
		out = append(out, autogen.Schemas(db)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// withEmpty adds to the schemas that are compared those of a live database that have
// nothing in them, which nobody misses.
func withEmpty(only []string, live *schema.Database) []string {
	if only == nil {
		return nil
	}
	for _, s := range live.Schemas {
		if s.Empty && !slices.Contains(only, s.Name) {
			only = append(only, s.Name)
		}
	}
	return only
}

// referredSchemas lists the schemas that foreign keys point to.
func referredSchemas(db *schema.Database) []string {
	var out []string
	for _, t := range db.Tables {
		for _, f := range t.ForeignKeys {
			if f.ReferencesSchema != "" && !slices.Contains(out, f.ReferencesSchema) {
				out = append(out, f.ReferencesSchema)
			}
		}
	}
	return out
}
