package gostruct

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
)

// gormShape is what a Go type looks like to GORM.
type gormShape struct {
	kind   string // a generic kind, "struct" for one, "" for anything else
	size   int
	valuer bool
	err    error // why the kind can't be told
}

// shapeOf returns what GORM takes a type for: by its Value method if it has one,
// else by what it is made of.
func (g *gormReader) shapeOf(t *source.Type, seen map[string]bool) gormShape {
	if t.Kind == source.Opaque {
		return g.knownShape(t)
	}
	value := valueMethod(t)
	if value == nil || t.Method("GormDataType") != nil {
		shape := g.plainShape(t)
		shape.valuer = value != nil
		return shape
	}
	shape := g.valueShape(t, value, seen)
	shape.valuer = true
	return shape
}

func (g *gormReader) knownShape(t *source.Type) gormShape {
	k := lookUpKnown(t.Path, t.Name)
	switch {
	case k == nil: // named in Options.Types
		return gormShape{}
	case k.typ == "" && len(t.Args) == 1: // sql.Null[T]: by its field, whatever Value method that has
		shape := g.plainShape(t.Args[0].Indirect())
		shape.valuer = true
		return shape
	case k.gorm == "" && k.gormType == "":
		return gormShape{valuer: k.valuer, err: fmt.Errorf("GORM doesn't know how to store it")}
	}
	kind, size := sizedKind(k.gorm)
	return gormShape{kind: kind, size: size, valuer: k.valuer}
}

// sizedKind takes int32 apart.
func sizedKind(name string) (string, int) {
	base := strings.TrimRight(name, "0123456789")
	size, _ := strconv.Atoi(name[len(base):])
	return base, size
}

// plainShape is that of what a type is made of.
func (g *gormReader) plainShape(t *source.Type) gormShape {
	u := t.Under()
	switch u.Kind {
	case source.Opaque:
		if k := lookUpKnown(u.Path, u.Name); k != nil && (u.Name == "UUID" || u.Name == "NullUUID") {
			return gormShape{kind: gBytes}
		}
		shape := g.knownShape(u)
		shape.valuer = false
		return shape
	case source.Unresolved:
		return gormShape{err: u.Err}
	case source.Struct:
		return gormShape{kind: "struct"}
	case source.Slice, source.Array:
		if isBytes(u) {
			return gormShape{kind: gBytes}
		}
	case source.Basic:
		kind, size := sizedKind(u.Name)
		if size == 0 && (kind == gInt || kind == gUint) {
			size = 64
		}
		if slices.Contains(gormKinds, kind) {
			return gormShape{kind: kind, size: size}
		}
	}
	return gormShape{}
}

// valueShape is that of what a Value method returns for a zero value, which is
// what GORM calls it for: the kind of the result; where that is nil or an error,
// the type itself, and of a struct, the first field.
func (g *gormReader) valueShape(t *source.Type, value *source.Method, seen map[string]bool) gormShape {
	var out gormShape
	if value.Func == nil { // promoted from a type that is not in the source
		return g.ownShape(t, seen)
	}
	outcomes := succeeding(value.Follow())
	for i, o := range outcomes {
		shape := g.ownShape(t, seen)
		if !o.Failed && !o.Value.Nil() {
			shape = g.resultShape(o.Value.Type, seen)
		}
		if i > 0 && (shape.kind != out.kind || shape.size != out.size) {
			shape.err = fmt.Errorf("its Value method decides how it is stored")
		}
		if out = shape; out.err != nil {
			return out
		}
	}
	if len(outcomes) == 0 {
		out.err = fmt.Errorf("its Value method decides how it is stored")
	}
	return out
}

// succeeding leaves out the ways that end in an error, unless all do.
func succeeding(all []source.Outcome) []source.Outcome {
	good := slices.DeleteFunc(slices.Clone(all), func(o source.Outcome) bool { return o.Failed })
	if len(good) == 0 {
		return all
	}
	return good
}

// ownShape is that of a type whose Value method says nothing for a zero value.
func (g *gormReader) ownShape(t *source.Type, seen map[string]bool) gormShape {
	if under := t.Under(); under.Kind == source.Struct && !seen[t.ID()] {
		seen[t.ID()] = true
		return g.firstField(under, seen)
	}
	return g.plainShape(t)
}

// resultShape is that of what a Value method returns.
func (g *gormReader) resultShape(t *source.Type, seen map[string]bool) gormShape {
	if t == nil {
		return gormShape{err: fmt.Errorf("its Value method decides how it is stored")}
	}
	if t = t.Indirect(); t.Under().Kind == source.Struct {
		return g.ownShape(t, seen)
	}
	return g.plainShape(t)
}

// firstField is the shape of the first field of a struct, of which GORM goes down
// to the first that is no struct.
func (g *gormReader) firstField(t *source.Type, seen map[string]bool) gormShape {
	fields := t.Fields()
	if len(fields) == 0 {
		return gormShape{}
	}
	first := fields[0].Type.Indirect()
	if first.Under().Kind == source.Struct && !seen[first.ID()] {
		seen[first.ID()] = true
		return g.firstField(first.Under(), seen)
	}
	return g.plainShape(first)
}

// dialectTypes returns what a GormDBDataType method says for each dialect.
func dialectTypes(m *source.Method, f *gormField) (map[string]string, bool) {
	out := map[string]string{}
	for _, d := range dialects {
		typ, ok := m.String(gormDB(d), f.given())
		if !ok {
			return nil, false
		}
		if typ != "" {
			out[d] = typ
		}
	}
	return out, true
}

// gormDB is the *gorm.DB that GORM hands to a method, of which only the name of
// the dialect is known.
func gormDB(dialect string) source.Value {
	return source.Given(func(path string) (source.Value, bool) {
		return source.Text(dialect), path == "Name()" || strings.HasSuffix(path, "Dialector.Name()")
	})
}

// given is the *schema.Field that GORM hands to a method.
func (f *gormField) given() source.Value {
	return source.Given(func(path string) (source.Value, bool) {
		switch path {
		case "Size":
			return source.Number(f.size), true
		case "Precision":
			return source.Number(f.precision), true
		case "Scale":
			return source.Number(f.scale), true
		case "Name":
			return source.Text(f.name), true
		case "DBName":
			return source.Text(f.column), true
		}
		key, ok := strings.CutPrefix(path, "TagSettings[")
		text, said := f.settings[strings.TrimSuffix(key, "]")]
		return source.Text(text), ok && said
	})
}
