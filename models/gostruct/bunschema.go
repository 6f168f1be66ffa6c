package gostruct

import (
	"slices"
	"strings"

	"github.com/jinzhu/inflection"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
	"github.com/limbeck/migrate/schema"
)

// bunReader reads structs by Bun's rules (v1.2): fields and keys first, then the
// relations, which look for columns on both sides.
type bunReader struct {
	*reader
	schemas map[string]*bunSchema // by the type's ID
	joins   map[string]bool       // the tables that m2m relations go through
}

// bunSchema is a struct as Bun sees it.
type bunSchema struct {
	name   string // of the struct
	table  string // with its schema, as the tag says it
	typ    *source.Type
	model  *model      // nil for structs that are only embedded
	fields []*bunField // with relations, and what is only read
	rels   []*bunField
	set    bool // fields are read, or are being read
}

// bunField is a field as Bun sees it.
type bunField struct {
	goName, column string
	tag            bunTag
	src            *source.Field
	set            settings // the migrate tag
	uniques        []string // names of groups; "" is one of its own
	clauses        clauses  // what the type in the tag says beside the type

	pk, notNull, autoincrement bool
}

func newBunReader(r *reader) *bunReader {
	return &bunReader{reader: r, schemas: map[string]*bunSchema{}, joins: map[string]bool{}}
}

// declare reads the fields of a model.
func (b *bunReader) declare(m *model) {
	m.tableSet = b.tableSettings(m)
	for _, x := range m.tableSet {
		if tableKeys[x.key].plainOnly {
			b.errs.add(x.origin, "%s: %s in a migrate tag would be unknown to Bun: say it in the tag of bun.BaseModel, or of the fields", m.decl.Name, x)
		}
	}
	s := b.schemaOf(m.typ)
	s.model = m
	m.table = &schema.Table{Name: s.table, Origin: m.decl.Origin()}
	if schemaName, name, ok := strings.Cut(s.table, "."); ok {
		m.table.Schema, m.table.Name = schemaName, name
	}
	for _, f := range s.rels {
		if join, ok := f.tag.get("m2m"); ok {
			b.joins[join] = true
		}
	}
}

// adopt makes a model of a struct of a package that is not listed, because a model
// refers to it.
func (b *bunReader) adopt(s *bunSchema) {
	if s.typ.Decl == nil || s.typ.Decl.Generic() || b.byType[s.typ.ID()] != nil {
		return
	}
	c := b.newCandidate(s.typ.Decl)
	if c == nil || c.typ == nil {
		return
	}
	b.inherit(c, c, map[string]bool{})
	if !c.bunBase {
		return
	}
	c.verdict, c.flavor = isModel, bunFlavor
	b.byType[s.typ.ID()] = c
	m := &model{candidate: c}
	b.models = append(b.models, m)
	b.declare(m)
}

// schemaOf returns what Bun makes of a struct.
func (b *bunReader) schemaOf(t *source.Type) *bunSchema {
	s := b.schemas[t.ID()]
	if s == nil {
		s = &bunSchema{name: t.Name, table: inflection.Plural(bunName(t.Name)), typ: t}
		b.schemas[t.ID()] = s
	}
	if !s.set {
		s.set = true
		b.readFields(s)
	}
	return s
}

// embeddedField is a field of a struct that another embeds.
type embeddedField struct {
	*bunField
	place int // of the embedding struct, among the fields
}

// readFields reads the fields of a struct, and those of the structs in it. Of two
// fields with one column the outer one holds; of two embedded ones the one with a
// tag, if the other has none, else neither.
func (b *bunReader) readFields(s *bunSchema) {
	own := map[int]*bunField{}
	names, tagged := map[string]int{}, map[string]int{}
	var embedded []embeddedField
	list := s.typ.Fields()
	for i, src := range list {
		tag, err := parseStructTag(src.Tag)
		switch {
		case err != nil:
			b.errs.add(b.loader.Origin(src.Pos), "%s.%s: %v", s.name, src.Name, err)
		case src.Name == "_":
		case tag["bun"] == "-":
			names[src.Name]++
			tagged[src.Name]++
		case src.Embedded && isBunBase(src.Type):
			s.nameTable(parseBunTag(tag["bun"]))
		default:
			f, inner := b.readField(s, src, tag)
			for _, e := range inner {
				embedded = append(embedded, embeddedField{e, i})
			}
			if f != nil {
				own[i] = f
				names[f.column]++
				tagged[f.column]++
			}
		}
	}
	for _, e := range embedded {
		names[e.column]++
		if e.hasTag() {
			tagged[e.column]++
		}
	}
	for i := range list {
		if f := own[i]; f != nil {
			s.add(f)
		}
		for _, e := range embedded {
			if e.place == i && (names[e.column] == 1 || e.hasTag() && tagged[e.column] == 1) {
				s.add(e.bunField)
			}
		}
	}
}

func (f *bunField) hasTag() bool { return f.tag.name != "" || f.tag.options != nil }

func (f *bunField) isRelation() bool { return f.tag.has("rel") || f.tag.has("m2m") }

func (s *bunSchema) add(f *bunField) {
	s.fields = append(s.fields, f)
	if f.isRelation() {
		s.rels = append(s.rels, f)
	}
}

// nameTable reads the tag of bun.BaseModel.
func (s *bunSchema) nameTable(tag bunTag) {
	if tag.name != "" {
		s.table = tag.name
	}
	if name, ok := tag.get("table"); ok {
		s.table = name
	}
}

// isBunBase reports whether a type is bun.BaseModel, which is an alias.
func isBunBase(t *source.Type) bool {
	return t.Name == "BaseModel" && (t.Path == bunPath || t.Path == bunPath+"/schema")
}

const bunPath = "github.com/uptrace/bun"

// readField reads one field: a column or a relation, or the fields of a struct
// that it embeds.
func (b *bunReader) readField(s *bunSchema, src *source.Field, tag structTag) (*bunField, []*bunField) {
	bun := parseBunTag(tag["bun"])
	prefix, flattened := bun.get("embed")
	inner := src.Type.Indirect()
	isStruct := inner.Under().Kind == source.Struct
	switch {
	case src.Embedded && isStruct:
		from := b.schemaOf(inner)
		if bun.has("inherit") || bun.has("extend") {
			s.table = from.table
		}
		return nil, from.embed("")
	case src.Embedded && (inner.Under().Kind == source.Unresolved || inner.Under().Kind == source.Opaque):
		b.errs.add(b.loader.Origin(src.Pos), "%s.%s: the embedded %s can't be read%s; leave it out with bun:\"-\" if it has no columns", s.name, src.Name, src.Type, because(inner))
		return nil, nil
	case src.Embedded || !src.Exported():
		return nil, nil
	case flattened && !isStruct:
		b.errs.add(b.loader.Origin(src.Pos), "%s.%s (%s): only a struct can be embedded%s", s.name, src.Name, src.Type, because(inner))
		return nil, nil
	case flattened:
		return nil, b.schemaOf(inner).embed(prefix)
	}
	f := &bunField{goName: src.Name, column: bunName(src.Name), tag: bun, src: src, set: b.readBunMigrateTag(s, src, tag["migrate"])}
	if bun.name != "" {
		f.column = bun.name
	}
	if name, ok := bun.get("column"); ok {
		f.column = name
	}
	f.pk, f.autoincrement = bun.has("pk"), bun.has("autoincrement")
	f.notNull = bun.has("notnull") || f.pk || f.autoincrement
	f.uniques = bun.list("unique")
	return f, nil
}

// embed returns the fields of a struct as another one has them. A group of unique
// columns has the prefix of that one alone, not those of structs further in.
func (s *bunSchema) embed(prefix string) []*bunField {
	out := make([]*bunField, len(s.fields))
	for i, f := range s.fields {
		c := *f
		c.column = prefix + c.column
		c.uniques = slices.Clone(f.tag.list("unique"))
		for j, name := range c.uniques {
			if name != "" {
				c.uniques[j] = prefix + name
			}
		}
		out[i] = &c
	}
	return out
}

// readBunMigrateTag reads what Limbeck's own tag adds to Bun's.
func (b *bunReader) readBunMigrateTag(s *bunSchema, src *source.Field, tag string) settings {
	origin := b.loader.Origin(src.Pos)
	set, errs := parseSettings(tag, fieldKeys)
	for _, err := range errs {
		b.errs.add(origin, "%s.%s: %v", s.name, src.Name, err)
	}
	for _, x := range set {
		if fieldKeys[x.key].plainOnly {
			b.errs.add(origin, "%s.%s: %s in a migrate tag would be unknown to Bun: say it in the bun tag", s.name, src.Name, x)
		}
	}
	return set
}

// column returns the field of a column, nil when there is none.
func (s *bunSchema) column(name string) *bunField {
	for _, f := range s.fields {
		if !f.isRelation() && f.column == name {
			return f
		}
	}
	return nil
}

// keys returns the fields of the primary key.
func (s *bunSchema) keys() []*bunField {
	var out []*bunField
	for _, f := range s.fields {
		if f.pk && !f.isRelation() && !f.tag.has("scanonly") {
			out = append(out, f)
		}
	}
	return out
}
