package gostruct

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
)

// relationKind is how two tables are related.
type relationKind int

const (
	unrelated relationKind = iota
	has                    // has one or has many: the key is in the other table
	belongsTo
	manyToMany
)

// gormRelation is a field that refers to another struct.
type gormRelation struct {
	name        string
	kind        relationKind
	field       *gormField
	schema      *gormSchema // where the field is
	target      *gormSchema
	join        *gormSchema // of many to many
	polymorphic bool
	references  []gormReference

	foreignKeys, primaryKeys []string // as the tag names them
}

// gormReference pairs a column with the one that it refers to.
type gormReference struct {
	primary, foreign *gormField
	own              bool // the primary side is the relation's own struct
}

// relate reads the relations of all models.
func (g *gormReader) relate() {
	g.dropTableViews()
	for i := 0; i < len(g.models); i++ { // relations add models of other packages
		m := g.models[i]
		if m.gorm == nil {
			continue
		}
		g.relateSchema(m.gorm)
		for _, rel := range m.gorm.relations {
			g.adopt(rel.target)
		}
	}
	g.dropJoinViews()
}

func (g *gormReader) relateSchema(s *gormSchema) {
	if s.related {
		return
	}
	s.related = true
	for _, f := range s.links {
		if !f.set.on("-") {
			g.relateField(s, f)
		}
	}
}

// relateField finds out how one field relates its struct to another.
func (g *gormReader) relateField(s *gormSchema, f *gormField) {
	t, list := f.src.Type.Indirect(), false
	for t.Kind == source.Slice || t.Kind == source.Array {
		t, list = t.Elem.Indirect(), true
	}
	if t.Under().Kind == source.Slice {
		t, list = t.Under().Elem.Indirect(), true
	}
	if t.Kind != source.Named || t.Under().Kind != source.Struct {
		g.errs.add(g.loader.Origin(f.src.Pos), "%s.%s (%s): the type can't be mapped to a column%s; add gorm:\"type:…\", gorm:\"serializer:json\" or migrate:\"type=…\", or leave it out with gorm:\"-\"",
			s.name, f.name, f.src.Type, because(t))
		return
	}
	target := g.schemas[t.ID()]
	if target == nil {
		target = g.foreign(t)
	}
	g.relateSchema(target)
	rel := &gormRelation{
		name: f.name, field: f, schema: s, target: target,
		foreignKeys: gormList(f.settings["FOREIGNKEY"]), primaryKeys: gormList(f.settings["REFERENCES"]),
	}
	switch {
	case isPolymorphic(f.settings):
		g.polymorphic(rel)
	case f.settings["MANY2MANY"] != "":
		g.manyToMany(rel)
	case f.settings["BELONGSTO"] != "":
		g.guess(rel, guessBelongs, guessEmbeddedBelongs, guessHas, guessEmbeddedHas)
	case list:
		g.guess(rel, guessHas, guessEmbeddedHas)
	case s == target:
		g.guess(rel, guessBelongs, guessBelongs, guessEmbeddedBelongs, guessHas, guessEmbeddedHas)
	default:
		g.guess(rel, guessHas, guessBelongs, guessEmbeddedBelongs, guessHas, guessEmbeddedHas)
	}
	if rel.kind == unrelated || rel.kind != belongsTo && s.model != nil && s.model.again {
		return
	}
	if rel.kind == has && s != target && !rel.polymorphic && f.owner == nil {
		target.relations = append(target.relations, rel)
	}
	s.relations = append(s.relations, rel)
}

func isPolymorphic(set map[string]string) bool {
	_, both := set["POLYMORPHIC"]
	_, typ := set["POLYMORPHICTYPE"]
	_, id := set["POLYMORPHICID"]
	return both || typ && id
}

// polymorphic relates by a pair of columns, type and id, to which no foreign key
// is possible.
func (g *gormReader) polymorphic(rel *gormRelation) {
	set := rel.field.settings
	find := func(suffix, key string) *gormField {
		name := set["POLYMORPHIC"] + suffix
		if said, ok := set[key]; ok {
			name = strings.TrimSpace(said)
		}
		f := rel.target.byName[name]
		if f == nil {
			g.errs.add(g.loader.Origin(rel.field.src.Pos), "%s.%s: it is polymorphic, but %s has no field %s", rel.schema.name, rel.name, rel.target.name, name)
		}
		return f
	}
	typ, id := find("Type", "POLYMORPHICTYPE"), find("ID", "POLYMORPHICID")
	key := rel.schema.prioritized
	if len(rel.foreignKeys) > 0 {
		key = rel.schema.lookUp(rel.foreignKeys[0])
	}
	if typ == nil || id == nil {
		return
	}
	if key == nil {
		g.errs.add(g.loader.Origin(rel.field.src.Pos), "%s.%s: it is polymorphic, but %s has no single primary key to refer to", rel.schema.name, rel.name, rel.schema.name)
		return
	}
	id.copyType(key)
	rel.kind, rel.polymorphic = has, true
}

// copyType makes a foreign key's column that of what it refers to.
func (f *gormField) copyType(from *gormField) {
	if lower := strings.ToLower(from.kind); !strings.Contains(lower, "auto_increment") && !strings.Contains(lower, "primary key") {
		f.kind, f.clauses = from.kind, from.clauses
	}
	f.goKind = from.goKind
	if f.size == 0 {
		f.size = from.size
	}
}

// guessStep is one way in which GORM tries to understand a relation.
type guessStep int

const (
	guessBelongs guessStep = iota
	guessEmbeddedBelongs
	guessHas
	guessEmbeddedHas
)

// guess tries the steps in turn and takes the first that works.
func (g *gormReader) guess(rel *gormRelation, steps ...guessStep) {
	for _, step := range steps {
		if g.try(rel, step) {
			return
		}
	}
	advice := rel.name + "ID to " + rel.schema.name
	if steps[len(steps)-1] == guessEmbeddedHas && len(steps) == 2 {
		advice = rel.schema.name + "ID to " + rel.target.name
	}
	g.errs.add(g.loader.Origin(rel.field.src.Pos), "%s.%s (%s): GORM finds no foreign key for this relation: add a field %s, say gorm:\"foreignKey:…\", or leave it out with gorm:\"-\"",
		rel.schema.name, rel.name, rel.field.src.Type, advice)
}

func (g *gormReader) try(rel *gormRelation, step guessStep) bool {
	primary, foreign := rel.schema, rel.target
	owner := rel.field.owner
	switch {
	case (step == guessEmbeddedBelongs || step == guessEmbeddedHas) && owner == nil:
		return false
	case step == guessBelongs:
		primary, foreign = rel.target, rel.schema
	case step == guessEmbeddedBelongs:
		primary, foreign = rel.target, owner
	case step == guessEmbeddedHas:
		primary, foreign = owner, rel.target
	}
	primaries, foreigns, ok := g.pairs(rel, step, primary, foreign)
	if !ok {
		return false
	}
	for i, f := range foreigns {
		f.copyType(primaries[i])
		own := primary == rel.schema && step == guessHas || owner != nil && primary == owner && step == guessEmbeddedHas
		rel.references = append(rel.references, gormReference{primaries[i], f, own})
	}
	rel.kind = belongsTo
	if step == guessHas || step == guessEmbeddedHas {
		rel.kind = has
	}
	return true
}

// pairs returns the columns of both sides of a relation.
func (g *gormReader) pairs(rel *gormRelation, step guessStep, primary, foreign *gormSchema) (primaries, foreigns []*gormField, ok bool) {
	if len(rel.foreignKeys) > 0 {
		for _, name := range rel.foreignKeys {
			f := foreign.lookUp(name)
			if f == nil {
				return nil, nil, false
			}
			foreigns = append(foreigns, f)
		}
	} else {
		primaries, foreigns = g.pairsByName(rel, step, primary, foreign)
	}
	switch {
	case len(foreigns) == 0:
		return nil, nil, false
	case len(rel.primaryKeys) > 0:
		for i, name := range rel.primaryKeys {
			f := primary.lookUp(name)
			switch {
			case f == nil:
				return nil, nil, false
			case i >= len(primaries):
				primaries = append(primaries, f)
			case primaries[i] != f:
				return nil, nil, false
			}
		}
	case len(primaries) > 0:
	case len(foreigns) == 1 && primary.prioritized != nil:
		primaries = append(primaries, primary.prioritized)
	case len(primary.primary) == len(foreigns):
		primaries = slices.Clone(primary.primary)
	}
	return primaries, foreigns, len(primaries) >= len(foreigns)
}

// pairsByName looks for a field that is called after each key: owner and key, or
// for what a struct belongs to, relation and key.
func (g *gormReader) pairsByName(rel *gormRelation, step guessStep, primary, foreign *gormSchema) (primaries, foreigns []*gormField) {
	keys := primary.primary
	if len(rel.primaryKeys) > 0 {
		keys = nil
		for _, name := range rel.primaryKeys {
			if f := primary.lookUp(name); f != nil {
				keys = append(keys, f)
			}
		}
	}
	owner := primary.name
	if owner == "" {
		owner = rel.target.name
	}
	for _, key := range keys {
		name := owner + key.name
		if step == guessBelongs {
			name = rel.name + key.name
		}
		if f := foreignField(rel, foreign, name, key.name, len(keys) == 1); f != nil {
			primaries, foreigns = append(primaries, key), append(foreigns, f)
		}
	}
	return primaries, foreigns
}

func foreignField(rel *gormRelation, foreign *gormSchema, name, key string, single bool) *gormField {
	names := []string{name}
	if single {
		base := strings.TrimSuffix(name, key)
		names = append(names, base+"ID", base+"Id", rel.schema.names.column(base+"ID"))
	}
	for _, n := range names {
		if f := foreign.lookUpNear(rel.field.path, n); f != nil {
			return f
		}
	}
	for _, n := range names {
		if f := foreign.lookUp(n); f != nil {
			return f
		}
	}
	return nil
}
