package gostruct

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
	"github.com/limbeck/migrate/schema"
)

// build makes the table of a Bun model.
func (b *bunReader) build(m *model) {
	s, t := b.schemas[m.typ.ID()], m.table
	keys := s.keys()
	uniques := map[string]*schema.Unique{}
	for _, f := range s.fields {
		if f.isRelation() || f.tag.has("scanonly") || f.set.on("-") {
			continue
		}
		c := &schema.Column{Name: f.column, NotNull: f.notNull, Autoincrement: f.autoincrement, Origin: b.loader.Origin(f.src.Pos)}
		d := &draft{col: c, field: f.src, owner: s.name, set: f.set, primary: f.pk}
		b.typeColumn(f, d)
		f.clauses.addTo(t, c)
		b.applyColumn(d)
		m.drafts = append(m.drafts, d)
		t.Columns = append(t.Columns, c)
		for _, name := range f.uniques {
			if u := uniques[name]; name != "" && u != nil {
				u.Columns = append(u.Columns, c.Name)
				continue
			}
			uniques[name] = &schema.Unique{Name: name, Columns: []string{c.Name}}
			t.Uniques = append(t.Uniques, uniques[name])
		}
	}
	if len(keys) > 0 {
		t.PrimaryKey = &schema.PrimaryKey{}
		for _, f := range keys {
			t.PrimaryKey.Columns = append(t.PrimaryKey.Columns, f.column)
		}
	}
	t.ForeignKeys = append(t.ForeignKeys, b.foreignKeys(s)...)
	b.finishTable(m, m.tableSet)
}

// foreignKeys returns the keys that Bun's WithForeignKeys makes of the relations.
func (b *bunReader) foreignKeys(s *bunSchema) []*schema.ForeignKey {
	var out []*schema.ForeignKey
	if b.opts.Bun.NoForeignKeys {
		return nil
	}
	for _, f := range s.rels {
		kind, _ := f.tag.get("rel")
		if kind != "belongs-to" && kind != "has-one" || f.set.on("-") {
			continue
		}
		base, join := b.pairs(s, f, kind)
		if base == nil || !b.references(s, base) {
			continue
		}
		target := b.schemas[f.src.Type.Indirect().ID()]
		if target.model == nil {
			b.adopt(target)
		}
		if target.model == nil {
			b.errs.add(b.loader.Origin(f.src.Pos), "%s.%s refers to %s, which is no model here: list its package under [models] go, embed bun.BaseModel in it, or say migrate:\"-\" beside the relation",
				s.name, f.goName, target.name)
			continue
		}
		key := &schema.ForeignKey{References: target.model.table.Name, ReferencesSchema: target.model.table.Schema, Columns: columnsOf(base), Referred: columnsOf(join)}
		if kind == "belongs-to" {
			key.OnDelete, key.OnUpdate = b.action(s, f, "on_delete"), b.action(s, f, "on_update")
		}
		out = append(out, key)
	}
	return out
}

func columnsOf(fields []*bunField) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = f.column
	}
	return out
}

// references reports whether Bun makes a key of a relation: not where its columns
// are part of the primary key, but in the table of a many-to-many relation.
func (b *bunReader) references(s *bunSchema, base []*bunField) bool {
	keys := 0
	for _, f := range base {
		if f.pk {
			keys++
		}
	}
	return keys == 0 || keys == len(base) && b.joins[s.table]
}

func (b *bunReader) action(s *bunSchema, f *bunField, option string) string {
	said, ok := f.tag.get(option)
	if !ok {
		return ""
	}
	action, known := readAction(said)
	if !known {
		b.errs.add(b.loader.Origin(f.src.Pos), "%s.%s: %s:%s is none of cascade, set null, set default, restrict and no action", s.name, f.goName, option, said)
	}
	return action
}

// pairs returns the columns of both sides of a relation; none after an error.
func (b *bunReader) pairs(s *bunSchema, f *bunField, kind string) (base, join []*bunField) {
	origin := b.loader.Origin(f.src.Pos)
	t := f.src.Type.Indirect()
	if t.Kind != source.Named || t.Under().Kind != source.Struct {
		b.errs.add(origin, "%s.%s (%s): the relation points to no struct that can be read%s", s.name, f.goName, f.src.Type, because(t))
		return nil, nil
	}
	target := b.schemaOf(t)
	for _, pair := range b.joinColumns(s, f, kind, target) {
		mine, theirs := s.column(pair[0]), target.column(pair[1])
		switch {
		case mine == nil:
			b.errs.add(origin, "%s.%s: %s has no column %s for the relation: say join:column=%s in the bun tag", s.name, f.goName, s.name, pair[0], pair[1])
			return nil, nil
		case theirs == nil:
			b.errs.add(origin, "%s.%s: %s has no column %s for the relation: say join:%s=column in the bun tag", s.name, f.goName, target.name, pair[1], pair[0])
			return nil, nil
		}
		base, join = append(base, mine), append(join, theirs)
	}
	return base, join
}

// joinColumns pairs the names of a relation's columns: as the tag says, or the
// keys of the one side with the columns that are called after them.
func (b *bunReader) joinColumns(s *bunSchema, f *bunField, kind string, target *bunSchema) [][2]string {
	var out [][2]string
	if f.tag.has("join") {
		for _, pair := range f.tag.list("join") {
			mine, theirs, _ := strings.Cut(strings.TrimSpace(pair), "=")
			out = append(out, [2]string{mine, theirs})
		}
		return out
	}
	referred, holder, prefix := target, s, bunName(f.goName)+"_"
	if kind == "has-one" {
		referred, holder, prefix = s, target, bunName(s.name)+"_"
	}
	if len(referred.keys()) == 0 {
		b.errs.add(b.loader.Origin(f.src.Pos), "%s.%s: %s has no primary key to refer to", s.name, f.goName, referred.name)
	}
	for _, key := range referred.keys() {
		name := prefix + key.column
		if holder.column(name) == nil && holder.column(key.column) != nil {
			name = key.column
		}
		pair := [2]string{name, key.column}
		if kind == "has-one" {
			slices.Reverse(pair[:])
		}
		out = append(out, pair)
	}
	return out
}
