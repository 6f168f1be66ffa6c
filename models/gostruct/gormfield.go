package gostruct

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
)

// GORM's generic kinds; any other kind is the text of a column type.
const (
	gBool   = "bool"
	gInt    = "int"
	gUint   = "uint"
	gFloat  = "float"
	gString = "string"
	gTime   = "time"
	gBytes  = "bytes"
)

var gormKinds = []string{gBool, gInt, gUint, gFloat, gString, gTime, gBytes}

// gormField is a field as GORM sees it.
type gormField struct {
	name     string
	column   string
	path     []string // the names of the structs that it is embedded through, and its own
	settings map[string]string
	rawTag   string // of the field itself: embedding adds to settings only
	src      *source.Field
	set      settings // the migrate tag

	clauses          clauses // what the type in the tag says beside the type
	kind             string  // generic or a column type; empty for a relation
	goKind           string  // kind before type: in the tag
	byMethod         map[string]string
	size             int
	precision, scale int

	primary, autoIncrement, notNull, unique bool
	ignored                                 bool // no column in the database
	usable                                  bool // some permission to read or write is left
	hasDefault                              bool
	defaultText                             string
	defaultValue                            any
	comment                                 string

	schema *gormSchema
	owner  *gormSchema // the embedded struct that declares it
}

// parseField reads one field; several come back when it is an embedded struct.
func (g *gormReader) parseField(s *gormSchema, src *source.Field) []*gormField {
	origin := g.loader.Origin(src.Pos)
	tag, err := parseStructTag(src.Tag)
	if err != nil {
		g.errs.add(origin, "%s.%s: %v", s.name, src.Name, err)
		return nil
	}
	f := &gormField{
		name: src.Name, path: []string{src.Name}, src: src, schema: s, usable: true,
		rawTag: tag["gorm"], settings: parseGormTag(tag["gorm"], ";"),
	}
	f.readSettings()
	g.readMigrateTag(f, tag["migrate"], origin)
	shape := g.shapeOf(src.Type.Indirect(), map[string]bool{})
	g.chooseKind(f, shape)
	f.readPermissions()
	if embedded, ok := g.embedded(f, shape); ok {
		return embedded
	}
	if f.kind == "" && shape.err != nil && f.usable && !f.ignored {
		g.errs.add(origin, "%s.%s (%s): the type can't be mapped to a column: %v; add gorm:\"type:…\" or migrate:\"type=…\"", s.name, f.name, src.Type, shape.err)
		f.usable = false
	}
	return []*gormField{f}
}

// readSettings reads the settings that don't depend on the type.
func (f *gormField) readSettings() {
	set := f.settings
	f.column, f.comment = set["COLUMN"], set["COMMENT"]
	f.primary = truth(set["PRIMARYKEY"]) || truth(set["PRIMARY_KEY"])
	f.autoIncrement = truth(set["AUTOINCREMENT"])
	f.hasDefault = f.autoIncrement
	f.notNull = truth(set["NOT NULL"]) || truth(set["NOTNULL"])
	f.unique = truth(set["UNIQUE"])
	if text, ok := set["DEFAULT"]; ok {
		f.hasDefault, f.defaultText = true, strings.TrimSpace(text)
	}
	if size, ok := set["SIZE"]; ok {
		n, err := strconv.Atoi(size)
		if err != nil {
			n = -1
		}
		f.size = n
	}
	f.precision, _ = strconv.Atoi(set["PRECISION"])
	f.scale, _ = strconv.Atoi(set["SCALE"])
}

// readMigrateTag reads what Limbeck's own tag adds to GORM's.
func (g *gormReader) readMigrateTag(f *gormField, tag, origin string) {
	set, errs := parseSettings(tag, fieldKeys)
	for _, err := range errs {
		g.errs.add(origin, "%s.%s: %v", f.schema.name, f.name, err)
	}
	for _, x := range set {
		if fieldKeys[x.key].plainOnly {
			g.errs.add(origin, "%s.%s: %s in a migrate tag would be unknown to GORM: say it in the gorm tag", f.schema.name, f.name, x)
		}
	}
	f.set, f.ignored = set, set.on("-")
}

// chooseKind settles the kind, the size and the default of a field.
func (g *gormReader) chooseKind(f *gormField, shape gormShape) {
	if f.settings["JSON"] != "" || f.settings["SERIALIZER"] != "" {
		f.kind = gString
	}
	switch {
	case shape.kind == gBytes && f.kind != "":
	case slices.Contains(gormKinds, shape.kind):
		f.kind = shape.kind
	}
	g.parseDefault(f, shape.kind)
	g.methodKinds(f)
	f.goKind = f.kind
	if typ, ok := f.settings["TYPE"]; ok {
		f.kind, f.clauses = cutClauses(typ)
		if lower := strings.ToLower(typ); slices.Contains(gormKinds, lower) {
			f.kind = lower
		}
		if f.kind == "" { // type:GENERATED ALWAYS AS (…), as GORM's manual has it for SQLite
			f.kind = f.goKind
		}
	} else if custom := g.opts.Types[typeKey(f.src.Type.Indirect())]; custom != "" {
		f.kind, f.goKind = custom, custom
	} else if own, ok := f.set.get("type"); ok && f.kind == "" {
		f.kind, f.goKind = own, own
	} else if f.set.has("enum", "") && f.kind == "" {
		f.kind, f.goKind = gString, gString
	}
	if f.size == 0 {
		f.size = shape.size
	}
}

func typeKey(t *source.Type) string { return t.Path + "." + t.Name }

// methodKinds asks the type's own methods for its column type.
func (g *gormReader) methodKinds(f *gormField) {
	t := f.src.Type.Indirect()
	origin := g.loader.Origin(f.src.Pos)
	if t.Kind == source.Opaque {
		if k := lookUpKnown(t.Path, t.Name); k != nil && k.gormType != "" {
			f.kind, f.byMethod = k.gormType, k.gormBy
		}
		return
	}
	_, typed := f.set.get("type")
	if m := t.Method("GormDataType"); m != nil && m.Func != nil {
		if name, ok := m.String(); ok {
			f.kind = name
		} else if !typed && f.settings["TYPE"] == "" {
			g.errs.add(origin, "%s.%s (%s): GormDataType returns nothing that can be told from its code, and no code is run; add migrate:\"type=…\"", f.schema.name, f.name, f.src.Type)
			f.kind = gString
		}
	}
	if m := t.Method("GormDBDataType"); m != nil && m.Func != nil {
		by, ok := dialectTypes(m, f)
		if !ok && !typed {
			g.errs.add(origin, "%s.%s (%s): GormDBDataType returns nothing that can be told from its code, and no code is run; add migrate:\"type=…\"", f.schema.name, f.name, f.src.Type)
		}
		f.byMethod = by
	}
}

// parseDefault reads a default as a value of the Go type. What has parentheses,
// or is null, is an expression.
func (g *gormReader) parseDefault(f *gormField, kind string) {
	text := f.defaultText
	if text == "" || strings.EqualFold(text, "null") || strings.Contains(text, "(") && strings.Contains(text, ")") {
		return
	}
	var err error
	switch kind {
	case gBool:
		f.defaultValue, err = strconv.ParseBool(text)
	case gInt:
		f.defaultValue, err = strconv.ParseInt(text, 0, 64)
	case gUint:
		var n uint64
		if n, err = strconv.ParseUint(text, 0, 64); int64(n) >= 0 {
			f.defaultValue = int64(n)
		}
	case gFloat:
		f.defaultValue, err = strconv.ParseFloat(text, 64)
	case gString:
		f.defaultText = strings.Trim(strings.Trim(text, "'"), `"`)
		f.defaultValue = f.defaultText
	case gTime:
		f.defaultValue = timeDefault(text)
	}
	if err != nil {
		g.errs.add(g.loader.Origin(f.src.Pos), "%s.%s: default:%s is no %s, and GORM refuses it", f.schema.name, f.name, text, kind)
	}
}

// timeDefault returns a point in time as a literal's text; nil for anything else,
// which is an expression.
func timeDefault(text string) any {
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format("2006-01-02 15:04:05")
		}
	}
	return nil
}

// readPermissions reads "-", "->" and "<-".
func (f *gormField) readPermissions() {
	create, update, read := true, true, true
	if v, ok := f.settings["-"]; ok {
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "-":
			create, update, read, f.kind = false, false, false, ""
		case "all":
			create, update, read, f.kind, f.ignored = false, false, false, "", true
		case "migration":
			f.ignored = true
		}
	}
	if v, ok := f.settings["->"]; ok {
		create, update, read = false, false, !strings.EqualFold(v, "false")
	}
	if v, ok := f.settings["<-"]; ok {
		create = v == "<-" || strings.Contains(v, "create")
		update = v == "<-" || strings.Contains(v, "update")
	}
	f.usable = create || update || read
}

// embedded returns the fields of an embedded struct.
func (g *gormReader) embedded(f *gormField, shape gormShape) ([]*gormField, bool) {
	_, asked := f.settings["EMBEDDED"]
	if !asked && (f.goKind == gTime || f.goKind == gBytes || shape.valuer || !f.src.Embedded || !f.usable) {
		return nil, false
	}
	inner := f.src.Type.Indirect()
	switch {
	case inner.Under().Kind == source.Struct:
	case shape.err == nil && slices.Contains(gormKinds, shape.kind):
		return nil, false
	default:
		g.errs.add(g.loader.Origin(f.src.Pos), "%s.%s: the embedded %s is no struct that can be read%s; leave it out with gorm:\"-\" if it has no columns", f.schema.name, f.name, f.src.Type, because(inner))
		return nil, true
	}
	if slices.Contains(f.schema.inside, inner.ID()) {
		return nil, true // a struct that embeds a pointer to itself
	}
	own := g.newSchema(inner, f.schema.name, f.schema.table)
	own.inside = append(slices.Clone(f.schema.inside), inner.ID())
	g.parseFields(own)
	for _, e := range own.fields {
		f.adopt(e, own)
	}
	return own.fields, true
}

// adopt makes an embedded struct's field one of the outer struct's. Its key
// survives only where its own tag says so.
func (f *gormField) adopt(e *gormField, own *gormSchema) {
	e.schema, e.owner = f.schema, own
	e.path = append([]string{f.name}, e.path...)
	if prefix, ok := f.settings["EMBEDDEDPREFIX"]; ok && e.column != "" {
		e.column = prefix + e.column
	}
	if e.primary && !truth(e.settings["PRIMARYKEY"]) && !truth(e.settings["PRIMARY_KEY"]) {
		e.primary = false
		if !truth(e.settings["AUTOINCREMENT"]) {
			e.autoIncrement = false
		}
		if !e.autoIncrement && e.defaultText == "" {
			e.hasDefault = false
		}
	}
	maps.Copy(e.settings, f.settings)
	if outer, ok := f.settings["COMMENT"]; ok && own.dialect == "mysql" { // whose driver looks into the settings
		e.comment = outer
	}
	e.ignored = e.ignored || f.ignored
}
