package gostruct

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
	"github.com/limbeck/migrate/schema"
)

// mapped is the column type that a Go type stands for.
type mapped struct {
	text    schema.Text
	null    bool
	kind    valueKind
	integer bool
	sized   string // the type that takes the place of text when a size is given
}

// basicTypes are Go's own types.
var basicTypes = map[string]mapped{
	"bool":    {text: schema.SQL("boolean"), kind: boolValue},
	"string":  {text: schema.SQL("text"), kind: stringValue, sized: "varchar"},
	"int8":    {text: schema.SQL("smallint"), kind: intValue, integer: true},
	"int16":   {text: schema.SQL("smallint"), kind: intValue, integer: true},
	"uint8":   {text: schema.SQL("smallint"), kind: intValue, integer: true},
	"int32":   {text: schema.SQL("integer"), kind: intValue, integer: true},
	"uint16":  {text: schema.SQL("integer"), kind: intValue, integer: true},
	"int":     {text: schema.SQL("bigint"), kind: intValue, integer: true},
	"int64":   {text: schema.SQL("bigint"), kind: intValue, integer: true},
	"uint":    {text: schema.SQL("bigint"), kind: intValue, integer: true},
	"uint32":  {text: schema.SQL("bigint"), kind: intValue, integer: true},
	"uint64":  {text: schema.SQL("bigint"), kind: intValue, integer: true},
	"float32": {text: schema.SQL("real"), kind: floatValue},
	"float64": {text: schema.SQL("double"), kind: floatValue},
}

// mapType returns what a field of that type is stored as.
func (r *reader) mapType(t *source.Type) (mapped, error) {
	if custom := r.opts.Types[t.Path+"."+t.Name]; custom != "" && t.Path != "" {
		return mapped{text: schema.SQL(custom), kind: kindOfType(custom, otherValue)}, nil
	}
	switch t.Kind {
	case source.Pointer:
		m, err := r.mapType(t.Elem)
		m.null = true
		return m, err
	case source.Basic:
		if m, ok := basicTypes[t.Name]; ok {
			return m, nil
		}
	case source.Opaque:
		return r.mapKnown(t)
	case source.Unresolved:
		return mapped{}, t.Err
	case source.Named:
		return r.mapNamed(t)
	case source.Slice, source.Array:
		return r.mapList(t)
	case source.Map, source.Struct:
		return mapped{text: schema.SQL("json"), kind: jsonValue}, nil
	}
	return mapped{}, fmt.Errorf("no column type follows from it")
}

func (r *reader) mapKnown(t *source.Type) (mapped, error) {
	k := lookUpKnown(t.Path, t.Name)
	if k == nil {
		return mapped{}, fmt.Errorf("no column type is known for it")
	}
	if k.typ == "" { // sql.Null[T] and its like
		if len(t.Args) != 1 {
			return mapped{}, fmt.Errorf("its type argument is missing")
		}
		m, err := r.mapType(t.Args[0])
		m.null = true
		return m, err
	}
	m := mapped{text: k.text(), null: k.null, kind: k.kind, integer: k.kind == intValue && t.Path != "time"}
	switch k.typ {
	case "text":
		m.sized = "varchar"
	case "blob":
		m.sized = "varbinary"
	}
	return m, nil
}

// maxNesting is how deep types may be made of each other.
const maxNesting = 50

// mapNamed maps a declared type to what it is made of, unless it says itself, by
// a Value method, that it is stored as something else that can't be read.
func (r *reader) mapNamed(t *source.Type) (mapped, error) {
	under := t.Under()
	if under.Kind == source.Pointer || r.nesting > maxNesting { // type P *P has no end
		return mapped{}, fmt.Errorf("no column type follows from it")
	}
	r.nesting++
	defer func() { r.nesting-- }()
	m, err := r.mapType(under)
	if err != nil {
		return m, err
	}
	value := valueMethod(t)
	if value == nil || under.Kind == source.Basic || under.Kind == source.Opaque || under.Kind == source.Map {
		return m, nil
	}
	if value.Func == nil && under.Kind == source.Struct && len(under.Fields()) > 0 && under.Fields()[0].Embedded {
		return r.mapType(under.Fields()[0].Type) // struct{ sql.NullString }
	}
	if m.kind == bytesValue {
		return m, nil
	}
	if value.Calls("Marshal", "MarshalIndent", "MarshalJSON") {
		return mapped{text: schema.SQL("json"), kind: jsonValue}, nil
	}
	if result := value.Result(); result != nil {
		return r.mapType(result)
	}
	return m, fmt.Errorf("its Value method decides how it is stored")
}

// mapList maps a slice: bytes are a blob, scalars an array, the rest JSON. An
// array of bytes has their number.
func (r *reader) mapList(t *source.Type) (mapped, error) {
	if elem := t.Elem.Under(); elem.Kind == source.Basic && elem.Name == "uint8" {
		if t.Kind == source.Slice {
			return mapped{text: schema.SQL("blob"), kind: bytesValue, sized: "varbinary"}, nil
		}
		if t.Len > 0 {
			return mapped{text: schema.SQL("binary(" + strconv.FormatInt(t.Len, 10) + ")"), kind: bytesValue}, nil
		}
		return mapped{}, fmt.Errorf("the length of the array can't be read")
	}
	elem := t.Elem.Indirect()
	if k := elem.Under().Kind; k == source.Interface || k == source.Slice && !isBytes(elem.Under()) || k == source.Array && !isBytes(elem.Under()) || k == source.Map || k == source.Struct {
		return mapped{text: schema.SQL("json"), kind: jsonValue}, nil
	}
	m, err := r.mapType(elem)
	if err != nil {
		return m, err
	}
	if m.kind == jsonValue {
		return mapped{text: schema.SQL("json"), kind: jsonValue}, nil
	}
	list := mapped{text: schema.SQL(m.text.Any + "[]"), sized: ""}
	for _, dialect := range m.text.Dialects() {
		if list.text.By == nil {
			list.text.By = map[string]string{}
		}
		list.text.By[dialect] = m.text.By[dialect] + "[]"
	}
	return list, nil
}

func isBytes(t *source.Type) bool {
	return (t.Kind == source.Slice || t.Kind == source.Array) && t.Elem.Kind == source.Basic && t.Elem.Name == "uint8"
}

// kindOfType returns what the values of a column type are; the other kind when
// the type doesn't tell.
func kindOfType(name string, other valueKind) valueKind {
	word := strings.ToLower(name)
	if strings.HasSuffix(word, "]") {
		return otherValue
	}
	if i := strings.IndexAny(word, "( "); i >= 0 {
		word = word[:i]
	}
	switch word {
	case "boolean", "bool":
		return boolValue
	case "tinyint":
		if other == boolValue {
			return boolValue
		}
		return intValue
	case "smallint", "integer", "int", "bigint", "mediumint", "int2", "int4", "int8", "smallserial", "serial", "bigserial":
		return intValue
	case "real", "double", "float", "float4", "float8":
		return floatValue
	case "numeric", "decimal", "money":
		return numericValue
	case "text", "char", "varchar", "character", "longtext", "mediumtext", "tinytext", "citext":
		return stringValue
	case "json", "jsonb":
		return jsonValue
	case "date", "time", "timestamp", "timestamptz", "datetime":
		return timeValue
	case "blob", "binary", "varbinary", "bytea":
		return bytesValue
	}
	return other
}

// typeColumn gives a plain column the type of its field, or of its settings.
func (w plainWalk) typeColumn(d *draft, null bool) {
	origin := w.loader.Origin(d.field.Pos)
	_, typed := d.set.get("type")
	m, err := w.mapType(d.field.Type)
	if d.set.has("enum", "") {
		m.null = m.null || d.field.Type.Kind == source.Pointer
	} else if err != nil && !typed {
		w.errs.add(origin, "%s (%s): the type can't be mapped to a column: %v; add migrate:\"type=…\", or migrate:\"-\" to leave it out", d.label(), d.field.Type, err)
		return
	}
	if size, ok := d.set.get("size"); ok {
		n, err := strconv.Atoi(size)
		switch {
		case err != nil || n <= 0:
			w.errs.add(origin, "%s: size=%s is no positive number", d.label(), size)
		case typed || m.sized == "":
			w.errs.add(origin, "%s: size is for strings and []byte without a type of their own: say the size in migrate:\"type=…\"", d.label())
		default:
			m.text = schema.SQL(fmt.Sprintf("%s(%d)", m.sized, n))
		}
	}
	d.col.Type, d.kind, d.integer = m.text, m.kind, m.integer
	d.col.NotNull = !m.null && !null
	w.applyColumn(d)
}
