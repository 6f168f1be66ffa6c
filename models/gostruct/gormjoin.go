package gostruct

import (
	"slices"
	"strings"

	"github.com/jinzhu/inflection"

	"github.com/limbeck/migrate/schema"
)

// manyToMany makes the join table of a relation: the keys of both sides, which
// together are its own key.
func (g *gormReader) manyToMany(rel *gormRelation) {
	set := rel.field.settings
	own, okOwn := g.joinKeys(rel, rel.schema, rel.foreignKeys)
	referred, okReferred := g.joinKeys(rel, rel.target, rel.primaryKeys)
	if !okOwn || !okReferred {
		return
	}
	join := g.newSchema(nil, set["MANY2MANY"], g.names.joinTable(set["MANY2MANY"]))
	join.origin = g.loader.Origin(rel.field.src.Pos)
	ownNames, referredNames := joinNames(rel, own, referred)
	for i, key := range own {
		f := join.addKey(ownNames[i], key)
		rel.references = append(rel.references, gormReference{key, f, true})
	}
	for i, key := range referred {
		f := join.byName[referredNames[i]]
		if f == nil {
			f = join.addKey(referredNames[i], key)
		}
		rel.references = append(rel.references, gormReference{key, f, false})
	}
	rel.kind, rel.join = manyToMany, join
	g.fitJoinModel(rel)
}

// dropTableViews takes out the structs that name the table of another one, where
// AutoMigrate gets that one only: they read and write some of its columns.
func (g *gormReader) dropTableViews() {
	made := map[string]*model{}
	for _, m := range g.models {
		if m.gorm != nil && m.registered {
			made[m.gorm.table] = m
		}
	}
	g.models = slices.DeleteFunc(g.models, func(m *model) bool {
		if m.gorm == nil || made[m.gorm.table] == nil || m.registered || m.marked != "" || m.target {
			return false
		}
		g.result.Skipped = append(g.result.Skipped, Skipped{m.name(), m.decl.Origin(), "it names the table of " + made[m.gorm.table].name() + ", which AutoMigrate gets"})
		return true
	})
}

// dropJoinViews takes out the structs that have a join table's name, but nothing
// that it hasn't by itself: GORM makes the table of the relation, with its key,
// unless the struct is handed to it.
func (g *gormReader) dropJoinViews() {
	for _, m := range g.models {
		if m.gorm == nil {
			continue
		}
		for _, rel := range m.gorm.relations {
			if rel.kind == manyToMany {
				g.dropJoinView(rel)
			}
		}
	}
}

func (g *gormReader) dropJoinView(rel *gormRelation) {
	i := slices.IndexFunc(g.models, func(m *model) bool { return m.gorm != nil && m.gorm.table == rel.join.table })
	if i < 0 {
		return
	}
	view := g.models[i]
	for _, column := range view.gorm.columns {
		if f := view.gorm.byColumn[column]; rel.join.byColumn[column] == nil && !f.ignored && f.kind != "" {
			return
		}
	}
	used := slices.ContainsFunc(g.models, func(m *model) bool {
		return m.gorm != nil && slices.ContainsFunc(m.gorm.relations, func(r *gormRelation) bool { return r.target == view.gorm || r.schema == view.gorm })
	})
	if used || view.registered || view.marked != "" {
		return
	}
	g.models = slices.Delete(slices.Clone(g.models), i, i+1)
	g.result.Skipped = append(g.result.Skipped, Skipped{view.name(), view.decl.Origin(), "it has the name and the columns of the join table of " + rel.schema.name + "." + rel.name + ", which makes the table"})
}

// fitJoinModel gives the keys of a struct that stands for the join table the types
// of what they refer to, as GORM's SetupJoinTable does.
func (g *gormReader) fitJoinModel(rel *gormRelation) {
	for _, m := range g.models {
		if m.gorm == nil || m.gorm.table != rel.join.table {
			continue
		}
		for _, ref := range rel.references {
			if f := m.gorm.lookUp(ref.foreign.column); f != nil {
				f.copyType(ref.foreign)
			}
		}
	}
}

// joinKeys returns the columns that a join table refers to on one side.
func (g *gormReader) joinKeys(rel *gormRelation, side *gormSchema, names []string) ([]*gormField, bool) {
	keys := side.primary
	if len(names) > 0 {
		keys = nil
	}
	for _, name := range names {
		f := side.lookUp(name)
		if f == nil {
			g.errs.add(g.loader.Origin(rel.field.src.Pos), "%s.%s: %s has no field %s to refer to", rel.schema.name, rel.name, side.name, name)
			return nil, false
		}
		keys = append(keys, f)
	}
	if len(keys) == 0 {
		g.errs.add(g.loader.Origin(rel.field.src.Pos), "%s.%s: %s has no primary key for the join table to refer to", rel.schema.name, rel.name, side.name)
		return nil, false
	}
	return keys, true
}

// joinNames names the fields of a join table after the struct and its key; where
// a struct is joined with itself, the far side is called after the field.
func joinNames(rel *gormRelation, own, referred []*gormField) (ownNames, referredNames []string) {
	said := gormList(rel.field.settings["JOINFOREIGNKEY"])
	for i, key := range own {
		name := capitalized(rel.schema.name) + key.name
		if i < len(said) {
			name = capitalized(said[i])
		}
		ownNames = append(ownNames, name)
	}
	said = gormList(rel.field.settings["JOINREFERENCES"])
	for i, key := range referred {
		name := capitalized(rel.target.name) + key.name
		if slices.Contains(ownNames, name) {
			if rel.name != rel.target.name {
				name = inflection.Singular(rel.name) + key.name
			} else {
				name += "Reference"
			}
		}
		if i < len(said) {
			name = capitalized(said[i])
		}
		referredNames = append(referredNames, name)
	}
	return ownNames, referredNames
}

// addKey adds a column to a join table, like the key that it refers to but for
// what is that table's own business.
func (s *gormSchema) addKey(name string, key *gormField) *gormField {
	f := *key
	f.name, f.column, f.path = name, s.names.column(name), []string{name}
	f.settings = map[string]string{}
	for k, v := range key.settings {
		switch k {
		case "COLUMN", "AUTOINCREMENT", "INDEX", "UNIQUE", "UNIQUEINDEX":
		default:
			f.settings[k] = v
		}
	}
	f.primary, f.autoIncrement, f.unique, f.ignored = true, false, false, false
	_, f.hasDefault = f.settings["DEFAULT"]
	f.schema, f.owner, f.set, f.rawTag = s, nil, nil, ""
	s.fields = append(s.fields, &f)
	s.columns = append(s.columns, f.column)
	s.byColumn[f.column], s.byName[name] = &f, &f
	s.primary = append(s.primary, &f)
	return &f
}

// buildJoins adds the join tables that a model's relations declare. One that
// another model stands for, or that the other side declared, gets what it lacks.
func (g *gormReader) buildJoins(m *model) {
	for _, rel := range m.gorm.relations {
		if rel.kind != manyToMany || rel.field.ignored || g.opts.GORM.NoRelationships {
			continue
		}
		t := g.joinTable(rel)
		if t == nil {
			continue
		}
		existing := g.tableNamed(t.ID())
		if existing == nil {
			g.addModel(m.name()+"."+rel.name, t)
			continue
		}
		if existing.PrimaryKey != nil { // GORM makes it from the side that it happens to see last, or from the struct
			existing.PrimaryKey.AnyOrder = true
		}
		for _, key := range t.ForeignKeys {
			has := slices.ContainsFunc(existing.ForeignKeys, func(k *schema.ForeignKey) bool { return k.Name == key.Name })
			fits := !slices.ContainsFunc(key.Columns, func(c string) bool { return existing.Column(c) == nil })
			other := slices.IndexFunc(existing.ForeignKeys, func(k *schema.ForeignKey) bool {
				return k.Name != key.Name && slices.Equal(k.Columns, key.Columns) && k.Target() == key.Target()
			})
			switch {
			case other >= 0 && rel.target == rel.schema: // each side of a relation with itself names it otherwise
				existing.ForeignKeys[other].AnyName = true
			case !has && fits:
				existing.ForeignKeys = append(existing.ForeignKeys, key)
			}
		}
	}
}

// tableNamed finds a table among the models and the join tables made so far.
func (g *gormReader) tableNamed(id schema.Name) *schema.Table {
	for _, m := range g.models {
		if m.table.ID() == id {
			return m.table
		}
	}
	return g.db.Table(id)
}

func (g *gormReader) joinTable(rel *gormRelation) *schema.Table {
	t := &schema.Table{Name: rel.join.table, Origin: rel.join.origin}
	if schemaName, name, ok := strings.Cut(t.Name, "."); ok {
		t.Schema, t.Name = schemaName, name
	}
	for _, f := range rel.join.fields {
		c := g.column(f, t.Origin)
		clauses{collation: f.clauses.collation}.addTo(t, c)
		t.Columns = append(t.Columns, c)
	}
	t.PrimaryKey = rel.join.primaryKey(t)
	if rel.field.settings["CONSTRAINT"] == "-" || g.opts.GORM.NoForeignKeys {
		return t
	}
	farName := rel.target.name
	if farName == rel.schema.name {
		farName = rel.name
	}
	for _, side := range []struct {
		name   string
		schema *gormSchema
		own    bool
	}{{rel.schema.name, rel.schema, true}, {farName, rel.target, false}} {
		if side.schema.model == nil {
			g.errs.add(t.Origin, "%s.%s refers to %s (%s), which is no model here: list its package under [models] go, or say gorm:\"constraint:-\"",
				rel.schema.name, rel.name, side.schema.name, side.schema.origin)
			return nil
		}
		key := g.foreignKey(rel, rel.join.table, side.name, side.schema)
		if len(t.ForeignKeys) > 0 && key.Name == t.ForeignKeys[0].Name { // the tag's one name, for two keys
			key.Name = g.names.generated("fk", rel.join.table, g.names.column(side.name))
		}
		for _, ref := range rel.references {
			if ref.own == side.own {
				key.Columns = append(key.Columns, ref.foreign.column)
				key.Referred = append(key.Referred, ref.primary.column)
			}
		}
		t.ForeignKeys = append(t.ForeignKeys, key)
	}
	return t
}
