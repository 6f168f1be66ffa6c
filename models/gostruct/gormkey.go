package gostruct

import (
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// word matches a constraint's name.
var word = regexp.MustCompile(`^[\w-]+$`)

// foreignKeys returns the foreign keys that a struct's relations put on its table.
func (g *gormReader) foreignKeys(s *gormSchema) []*schema.ForeignKey {
	var out []*schema.ForeignKey
	if g.opts.GORM.NoForeignKeys || g.opts.GORM.NoRelationships {
		return nil
	}
	for _, rel := range s.relations {
		if rel.field.ignored || rel.kind == manyToMany || rel.polymorphic || rel.field.settings["CONSTRAINT"] == "-" || suppressed(rel) {
			continue
		}
		holder, referred := rel.schema, rel.target
		if rel.kind == has {
			holder, referred = rel.target, rel.schema
		}
		if holder != s {
			continue
		}
		if referred.model == nil {
			g.errs.add(g.loader.Origin(rel.field.src.Pos), "%s.%s refers to %s (%s), which is no model here: list its package under [models] go, or say gorm:\"constraint:-\"",
				rel.schema.name, rel.name, referred.name, referred.origin)
			continue
		}
		key := g.foreignKey(rel, rel.schema.table, rel.name, referred)
		for _, ref := range rel.references {
			key.Columns = append(key.Columns, ref.foreign.column)
			key.Referred = append(key.Referred, ref.primary.column)
		}
		if !slices.ContainsFunc(out, func(k *schema.ForeignKey) bool { return k.Name == key.Name }) {
			out = append(out, key)
		}
	}
	return out
}

// suppressed reports whether the other side declares the same relation: then its
// foreign key is the one.
func suppressed(rel *gormRelation) bool {
	if rel.kind != belongsTo {
		return false
	}
	return slices.ContainsFunc(rel.target.relations, func(o *gormRelation) bool {
		if o == rel || o.target != rel.schema || len(o.references) != len(rel.references) {
			return false
		}
		for i, ref := range rel.references {
			if other := o.references[i]; other.primary != ref.primary || other.foreign != ref.foreign {
				return false
			}
		}
		return true
	})
}

// foreignKey starts a foreign key with the name and actions of the tag.
func (g *gormReader) foreignKey(rel *gormRelation, table, name string, referred *gormSchema) *schema.ForeignKey {
	tag := rel.field.settings["CONSTRAINT"]
	set := parseGormTag(tag, ",")
	key := &schema.ForeignKey{Name: g.names.generated("fk", table, g.names.column(name))}
	if said, _, ok := strings.Cut(tag, ","); ok && word.MatchString(said) {
		key.Name = said
	}
	id := referred.model.table.ID()
	key.ReferencesSchema, key.References = id.Schema, id.Name
	for _, action := range []struct {
		said string
		to   *string
	}{{set["ONDELETE"], &key.OnDelete}, {set["ONUPDATE"], &key.OnUpdate}} {
		var ok bool
		if *action.to, ok = readAction(action.said); !ok && action.said != "" {
			g.errs.add(g.loader.Origin(rel.field.src.Pos), "%s.%s: constraint: %q is no action: CASCADE, SET NULL, SET DEFAULT, RESTRICT or NO ACTION", rel.schema.name, rel.name, action.said)
		}
	}
	return key
}
