package gostruct

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
	"github.com/limbeck/migrate/schema"
)

// draft is a column while it is made.
type draft struct {
	col     *schema.Column
	field   *source.Field
	owner   string // the struct that the field stands in
	set     settings
	kind    valueKind
	depth   int  // of embedding
	primary bool // part of the primary key
	integer bool // its values are Go integers
}

// label names the field in a message.
func (d *draft) label() string { return d.owner + "." + d.field.Name }

// plainWalk collects the columns of a struct that has db and migrate tags.
type plainWalk struct {
	*reader
	m *model
}

// place is where a struct stands within the model.
type place struct {
	prefix string
	null   bool // under a pointer that may be nil
	depth  int
	inside []string // the types that are being read, against recursion
}

// buildPlain makes the table of a struct that has db and migrate tags.
func (r *reader) buildPlain(m *model) {
	set := r.tableSettings(m)
	m.table = &schema.Table{Origin: m.decl.Origin()}
	r.nameTable(m, set, tableName)
	w := plainWalk{r, m}
	w.walk(m.typ, place{})
	w.shadow()
	for _, d := range m.drafts {
		m.table.Columns = append(m.table.Columns, d.col)
	}
	r.plainKey(m, set)
	r.finishTable(m, set)
}

// nameTable gives a table the name of its settings, of its TableName method, or
// the one that follows from the struct's by a rule.
func (r *reader) nameTable(m *model, set settings, rule func(structName string) string) {
	name, said := set.get("table")
	switch {
	case m.as != "":
		name = m.as
	case said:
	case m.tableFunc.method != nil:
		var ok bool
		if name, ok = r.tableNameOf(m); !ok {
			name = rule(m.decl.Name)
			r.errs.add(m.decl.Origin(), "TableName of %s returns what can't be told from its code, and no code is run: say the name with _ struct{} `migrate:\"table=…\"`", m.decl.Name)
		}
	default:
		name = rule(m.decl.Name)
	}
	if schemaName, table, ok := strings.Cut(name, "."); ok {
		m.table.Schema, name = schemaName, table
	}
	m.table.Name = name
	if s, ok := set.get("schema"); ok {
		m.table.Schema = s
	}
}

func (w plainWalk) walk(t *source.Type, at place) {
	id := t.ID()
	if slices.Contains(at.inside, id) {
		return // a struct that embeds a pointer to itself
	}
	at.inside = append(at.inside[:len(at.inside):len(at.inside)], id)
	for _, f := range t.Fields() {
		w.field(t, f, at)
	}
}

func (w plainWalk) field(t *source.Type, f *source.Field, at place) {
	d := &draft{field: f, owner: ownerName(t, w.m.decl.Name), depth: at.depth}
	origin := w.loader.Origin(f.Pos)
	tag, err := parseStructTag(f.Tag)
	if err != nil {
		w.errs.add(origin, "%s: %v", d.label(), err)
		return
	}
	if f.Name == "_" {
		if at.depth > 0 && tag["migrate"] != "" {
			w.errs.add(origin, "%s: settings of the table stand in the model itself, not in a struct that it embeds", d.owner)
		}
		return
	}
	set, errs := parseSettings(tag["migrate"], fieldKeys)
	for _, err := range errs {
		w.errs.add(origin, "%s: %v", d.label(), err)
	}
	db, _, _ := strings.Cut(tag["db"], ",")
	if len(errs) > 0 || db == "-" || set.on("-") {
		return
	}
	d.set = set
	if inner, ok := w.flattens(d, db); ok {
		w.walkInto(inner, d, at)
		return
	}
	if !f.Exported() {
		if len(set) > 0 {
			w.errs.add(origin, "%s is unexported: nothing can fill it; give it a capital, or remove its migrate tag", d.label())
		}
		return
	}
	if w.isRelation(d, db) {
		return
	}
	name := db
	if said, ok := set.get("column"); ok {
		name = said
	}
	if name == "" {
		name = snake(f.Name)
	}
	d.col = &schema.Column{Name: at.prefix + name, Origin: origin}
	w.typeColumn(d, at.null)
	w.m.drafts = append(w.m.drafts, d)
}

// ownerName returns the name of the struct that a field stands in.
func ownerName(t *source.Type, model string) string {
	if t.Kind == source.Named {
		return t.Name
	}
	return model
}

// flattens returns the struct whose fields take a field's place.
func (w plainWalk) flattens(d *draft, db string) (*source.Type, bool) {
	f := d.field
	_, prefixed := d.set.get("prefix")
	asked := prefixed || d.set.on("embed")
	_, typed := d.set.get("type")
	inner := f.Type.Indirect()
	isStruct := inner.Under().Kind == source.Struct
	switch {
	case asked && !isStruct:
		w.errs.add(w.loader.Origin(f.Pos), "%s (%s): only a struct can be embedded%s", d.label(), f.Type, because(inner))
		return inner, true
	case asked:
		return inner, true
	case f.Embedded && isStruct && db == "" && !typed && !hasValuer(inner):
		return inner, true
	case f.Embedded && inner.Under().Kind == source.Unresolved && !typed:
		w.errs.add(w.loader.Origin(f.Pos), "%s: the embedded %s can't be resolved%s; leave it out with migrate:\"-\" if it has no columns", d.label(), f.Type, because(inner))
		return inner, true
	}
	return nil, false
}

// because returns why a type could not be resolved, as the end of a message.
func because(t *source.Type) string {
	if u := t.Under(); u.Kind == source.Unresolved {
		return ": " + u.Err.Error()
	}
	return ""
}

func (w plainWalk) walkInto(inner *source.Type, d *draft, at place) {
	prefix, _ := d.set.get("prefix")
	for _, s := range d.set {
		if s.key != "prefix" && s.key != "embed" && s.key != "nullable" && s.key != "not_null" {
			w.errs.add(w.loader.Origin(d.field.Pos), "%s: %s has no place on an embedded struct: put it on the struct's fields", d.label(), s)
		}
	}
	null := at.null || d.field.Type.Kind == source.Pointer || d.set.on("nullable")
	if d.set.on("not_null") {
		null = false
	}
	w.walk(inner, place{prefix: at.prefix + prefix, null: null, depth: at.depth + 1, inside: at.inside})
}

// isRelation reports whether a field refers to other models and is no column.
// A struct that has model tags, but is no model here, is an error.
func (w plainWalk) isRelation(d *draft, db string) bool {
	if _, typed := d.set.get("type"); typed || d.set.on("enum") {
		return false
	}
	t := d.field.Type.Indirect()
	for t.Kind == source.Slice || t.Kind == source.Array {
		t = t.Elem.Indirect()
	}
	if t.Kind != source.Named || t.Under().Kind != source.Struct || w.opts.Types[t.Path+"."+t.Name] != "" {
		return false
	}
	origin := w.loader.Origin(d.field.Pos)
	x := w.byType[t.ID()]
	switch {
	case x != nil && x.verdict == isModel && db == "":
		return true
	case x != nil && x.verdict == isModel:
		w.errs.add(origin, "%s: %s is a model: is this a column? Say its type with migrate:\"type=…\", or leave it out with db:\"-\"", d.label(), t)
		return true
	case hasModelTags(t) && !hasValuer(t):
		w.errs.add(origin, "%s: %s has model tags, but is no model here: say migrate:\"embed\" to take its columns, migrate:\"type=json\" to store it whole, or migrate:\"-\"", d.label(), t)
		return true
	}
	return false
}

// hasModelTags reports whether a struct's fields say something about columns.
func hasModelTags(t *source.Type) bool {
	c := &candidate{typ: t}
	c.readFields(t, true, 0)
	return c.tagged
}

// hasValuer reports whether a type says itself how it is stored.
func hasValuer(t *source.Type) bool { return valueMethod(t) != nil }

// valueMethod returns a type's method of driver.Valuer, nil when it has none.
func valueMethod(t *source.Type) *source.Method {
	if m := t.Method("Value"); m != nil && m.Takes(0, "Value", "error") {
		return m
	}
	return nil
}

// shadow leaves out the columns that a shallower field of the same name hides.
func (w plainWalk) shadow() {
	depth := map[string]int{}
	for _, d := range w.m.drafts {
		if least, ok := depth[d.col.Name]; !ok || d.depth < least {
			depth[d.col.Name] = d.depth
		}
	}
	kept := w.m.drafts[:0]
	for _, d := range w.m.drafts {
		if d.depth == depth[d.col.Name] {
			kept = append(kept, d)
		}
	}
	w.m.drafts = kept
}
