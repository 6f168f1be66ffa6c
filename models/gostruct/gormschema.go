package gostruct

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
	"github.com/limbeck/migrate/schema"
)

// gormReader reads structs by GORM's rules. It follows the steps of GORM's own
// parser, since later ones see what earlier ones left: fields, then names, then
// keys, then relations, which give foreign keys the types of what they refer to.
type gormReader struct {
	*reader
	names   *gormNames
	schemas map[string]*gormSchema // by the type's ID
}

// gormSchema is a struct as GORM sees it.
type gormSchema struct {
	names   *gormNames
	dialect string
	name    string
	table   string
	origin  string
	typ     *source.Type
	model   *model   // nil for join tables and structs that are no model here
	inside  []string // the embedded structs that are being read

	fields      []*gormField
	columns     []string
	byColumn    map[string]*gormField
	byName      map[string]*gormField
	byPath      map[string]*gormField
	primary     []*gormField
	prioritized *gormField
	links       []*gormField // the fields that are relations
	relations   []*gormRelation
	related     bool
}

func newGormReader(r *reader) *gormReader {
	return &gormReader{reader: r, names: newGormNames(r.opts), schemas: map[string]*gormSchema{}}
}

func (g *gormReader) newSchema(t *source.Type, name, table string) *gormSchema {
	return &gormSchema{
		name: name, table: table, typ: t, names: g.names, dialect: g.opts.Dialect,
		byColumn: map[string]*gormField{}, byName: map[string]*gormField{}, byPath: map[string]*gormField{},
	}
}

// declare reads the fields of a model.
func (g *gormReader) declare(m *model) {
	set := g.tableSettings(m)
	for _, x := range set {
		if tableKeys[x.key].plainOnly {
			g.errs.add(x.origin, "%s: %s in a migrate tag would be unknown to GORM: give the struct a TableName method or GORM's own tags", m.decl.Name, x)
		}
	}
	m.tableSet = set
	m.table = &schema.Table{Origin: m.decl.Origin()}
	g.nameTable(m, nil, g.names.table)
	full := m.table.ID().String()
	s := g.newSchema(m.typ, m.decl.Name, full)
	s.model, s.origin = m, m.table.Origin
	m.gorm = s
	if !m.again {
		g.schemas[m.typ.ID()] = s
	}
	g.parseFields(s)
}

// foreign returns the schema of a struct that is no model here, for what a
// relation wants to know of it.
func (g *gormReader) foreign(t *source.Type) *gormSchema {
	s := g.newSchema(t, t.Name, g.names.table(t.Name))
	if name, ok := g.constTableName(tableNameMethod(t)); ok {
		s.table = name
	}
	if t.Decl != nil {
		s.origin = t.Decl.Origin()
	}
	g.schemas[t.ID()] = s
	g.parseFields(s)
	return s
}

// adopt makes a model of a struct of a package that is not listed, because a model
// is related to it: GORM makes its table, too.
func (g *gormReader) adopt(s *gormSchema) {
	if s.model != nil || s.typ.Decl == nil || s.typ.Decl.Generic() || g.byType[s.typ.ID()] != nil {
		return
	}
	c := g.newCandidate(s.typ.Decl)
	if c == nil || c.typ == nil {
		return
	}
	c.verdict, c.flavor = isModel, gormFlavor
	m := &model{candidate: c, gorm: s, table: &schema.Table{Origin: c.decl.Origin()}}
	m.tableSet = g.tableSettings(m)
	g.nameTable(m, m.tableSet, g.names.table)
	s.model, s.table, s.origin = m, m.table.ID().String(), m.table.Origin
	g.byType[s.typ.ID()] = c
	g.models = append(g.models, m)
}

// parseFields reads the fields of a struct and finds its columns and keys.
func (g *gormReader) parseFields(s *gormSchema) {
	if s.inside == nil {
		s.inside = []string{s.typ.ID()}
	}
	for _, src := range s.typ.Fields() {
		if src.Exported() && src.Name != "_" {
			s.fields = append(s.fields, g.parseField(s, src)...)
		}
	}
	s.index()
}

// index names the columns, lets shallower fields hide deeper ones, and finds the
// primary key.
func (s *gormSchema) index() {
	for _, f := range s.fields {
		if f.column == "" && f.kind != "" {
			f.column = s.names.column(f.name)
		}
		path := strings.Join(f.path, ".")
		if f.column != "" {
			s.addColumn(f, path)
		}
		if other, ok := s.byName[f.name]; !ok || other.settings["-"] == "-" {
			s.byName[f.name] = f
		}
		if other, ok := s.byPath[path]; !ok || other.settings["-"] == "-" {
			s.byPath[path] = f
		}
	}
	s.prioritize()
	for _, f := range s.fields {
		if f.kind == "" && f.goKind == "" && f.usable {
			s.links = append(s.links, f)
			s.byName[f.name] = f
			s.byPath[strings.Join(f.path, ".")] = f
		}
	}
	if f := s.prioritized; f != nil && (f.goKind == gInt || f.goKind == gUint) {
		if _, said := f.settings["AUTOINCREMENT"]; !said {
			f.hasDefault, f.autoIncrement = true, true
		}
	}
}

func (s *gormSchema) addColumn(f *gormField, path string) {
	other := s.byColumn[f.column]
	if other != nil && (!f.usable || len(f.path) >= len(other.path)) {
		return
	}
	if other == nil {
		s.columns = append(s.columns, f.column)
	} else if other.primary {
		s.primary = slices.DeleteFunc(s.primary, func(p *gormField) bool { return p.column == f.column })
	}
	s.byColumn[f.column], s.byName[f.name], s.byPath[path] = f, f, f
	if f.primary {
		s.primary = append(s.primary, f)
	}
}

// prioritize picks the key that GORM numbers: the one called id, else the only
// one, else the one tagged autoIncrement.
func (s *gormSchema) prioritize() {
	id := s.lookUp("id")
	if id == nil {
		id = s.lookUp("ID")
	}
	switch {
	case id == nil:
	case id.primary:
		s.prioritized = id
	case len(s.primary) == 0:
		id.primary = true
		s.prioritized, s.primary = id, append(s.primary, id)
	}
	if s.prioritized != nil {
		return
	}
	if len(s.primary) == 1 {
		s.prioritized = s.primary[0]
		return
	}
	if i := slices.IndexFunc(s.primary, func(f *gormField) bool { return f.autoIncrement }); i >= 0 {
		s.prioritized = s.primary[i]
	}
}

// lookUp finds a field by its column, by its name, or by the column that its name
// would have.
func (s *gormSchema) lookUp(name string) *gormField {
	if f := s.byColumn[name]; f != nil {
		return f
	}
	if f := s.byName[name]; f != nil {
		return f
	}
	return s.byColumn[s.names.column(name)]
}

// lookUpNear finds a field by name in the struct that another is embedded in, or
// in one around that.
func (s *gormSchema) lookUpNear(path []string, name string) *gormField {
	for i := len(path) - 1; i > 0; i-- {
		if f := s.byPath[strings.Join(path[:i], ".")+"."+name]; f != nil {
			return f
		}
	}
	return nil
}

// generated makes the name of an index or a constraint; a long one is cut and
// ends in a hash.
func (n *gormNames) generated(prefix, table, name string) string {
	full := strings.ReplaceAll(prefix+"_"+table+"_"+name, ".", "_")
	limit := cmp.Or(n.MaxIdentifier, maxIdentifier)
	if utf8.RuneCountInString(full) <= limit {
		return full
	}
	sum := sha1.Sum([]byte(full)) //nolint:gosec // the hash that GORM's names end in
	return full[:limit-8] + hex.EncodeToString(sum[:])[:8]
}
