package config

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
)

// Filter says what of a database is the project's: globs of names, with or without
// a schema. What is included is everything where nothing is; what is excluded is
// taken out of that.
type Filter struct {
	IncludeSchemas StringList `toml:"include_schemas"`
	ExcludeSchemas StringList `toml:"exclude_schemas"`
	IncludeTables  StringList `toml:"include_tables"` // and views
	ExcludeTables  StringList `toml:"exclude_tables"`
	IncludeKinds   StringList `toml:"include_kinds"`
	ExcludeKinds   StringList `toml:"exclude_kinds"`
	Grants         StringList `toml:"grants"` // roles whose privileges are compared (PostgreSQL); of others, they are not
}

// Kinds are the kinds of objects that a filter knows.
var Kinds = []string{"schema", "extension", "enum", "domain", "sequence", "table", "view", "materialized_view",
	"function", "procedure", "aggregate", "trigger", "event", "composite", "type", "collation", "operator", "cast", "statistics",
	"text_search_dictionary", "text_search_configuration", "event_trigger", "foreign_table", "server", "foreign-data_wrapper",
	"publication", "base_type", "operator_class", "operator_family", "conversion", "text_search_parser", "text_search_template",
	"access_method", "user_mapping", "language", "transform", "virtual_table"}

// lists are the lists of a filter by their keys.
func (f Filter) lists() []filterList {
	return []filterList{
		{"include_schemas", f.IncludeSchemas}, {"exclude_schemas", f.ExcludeSchemas},
		{"include_tables", f.IncludeTables}, {"exclude_tables", f.ExcludeTables},
		{"include_kinds", f.IncludeKinds}, {"exclude_kinds", f.ExcludeKinds}, {"grants", f.Grants},
	}
}

type filterList struct {
	key   string
	globs []string
}

// filterKeys are the keys of a filter.
func filterKeys() []string {
	var out []string
	for _, l := range (Filter{}).lists() {
		out = append(out, l.key)
	}
	return out
}

// checkGlobs refuses what is no glob, and kinds that there are not.
func (c *Config) checkGlobs() error {
	lists := []filterList{{"include", c.Models.Include}, {"exclude", c.Models.Exclude}}
	for _, l := range append(lists, c.Autogenerate.lists()...) {
		for _, glob := range l.globs {
			if _, err := path.Match(glob, ""); err != nil {
				return fmt.Errorf("%s:%d: %s: %q is no pattern", c.Path, c.line(l.key), l.key, glob)
			}
			isKind := func(kind string) bool { ok, _ := path.Match(glob, kind); return ok }
			if strings.HasSuffix(l.key, "_kinds") && !slices.ContainsFunc(Kinds, isKind) {
				return fmt.Errorf("%s:%d: %s: there is no kind of object %q%s: there are %s", c.Path, c.line(l.key), l.key, glob,
					spelling.DidYouMean(glob, Kinds), strings.Join(Kinds, ", "))
			}
		}
	}
	return nil
}
