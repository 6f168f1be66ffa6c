package ops

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/limbeck/migrate/schema"
)

// pair is a key of a TOML table and its value: a scalar, a list ([]any) or a
// table ([]pair), which keeps its order.
type pair struct {
	key   string
	value any
}

// EncodeTOML writes operations as [[upgrade]] or [[downgrade]] blocks, one fact a
// line, leaving out what is the default.
func EncodeTOML(section string, list []Op) string {
	var b strings.Builder
	for i, op := range list {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "[[%s]]\n%s", section, BlockTOML(op))
	}
	return b.String()
}

// BlockTOML writes the keys of one operation, a line each.
func BlockTOML(op Op) string {
	var b strings.Builder
	for _, p := range pairs(op) {
		fmt.Fprintf(&b, "%s = %s\n", tomlKey(p.key), tomlValue(p.value, true))
	}
	return b.String()
}

// JSON is an operation's form in --json output: the keys of its TOML form.
func JSON(op Op) json.RawMessage {
	var b bytes.Buffer
	writeJSON(&b, pairs(op))
	return b.Bytes()
}

func pairs(op Op) []pair {
	return append([]pair{{"op", op.Kind()}}, structPairs(reflect.ValueOf(op).Elem())...)
}

// structPairs lists what a struct says beyond its defaults.
func structPairs(v reflect.Value) []pair {
	var out []pair
	for _, f := range fields(v.Type()) {
		if f.model {
			continue
		}
		fv := v.FieldByIndex(f.index)
		if f.not {
			if fv.Bool() {
				out = append(out, pair{f.key, false})
			}
			continue
		}
		if c, ok := fv.Interface().(*schema.Column); ok && c != nil && f.key == "existing" {
			out = append(out, pair{f.key, existingPairs(c)})
		} else if value, ok := encodeValue(fv); ok || f.empty && !fv.IsNil() {
			out = append(out, pair{f.key, value})
		}
	}
	return out
}

// existingPairs always says nullable, which a reader looks for there.
func existingPairs(c *schema.Column) []pair {
	out := structPairs(reflect.ValueOf(c).Elem())
	if c.NotNull {
		return out
	}
	return slices.Insert(out, min(1, len(out)), pair{"nullable", true})
}

// encodeValue returns a field's TOML value; false when it is the default.
func encodeValue(v reflect.Value) (any, bool) {
	if v.IsZero() {
		return nil, false
	}
	switch x := v.Interface().(type) {
	case schema.Text:
		return textValue(x)
	case *schema.Default:
		return defaultPairs(x), true
	case schema.Options:
		return optionPairs(x), len(x) > 0
	case schema.IndexPart, EnumValue: // one that only has a name or value is just that
		if keys := structPairs(v); len(keys) > 1 || keys[0].key == "sql" {
			return keys, true
		}
		return v.Field(0).Interface(), true
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.Elem().Kind() == reflect.Struct {
			return structPairs(v.Elem()), true
		}
		return v.Elem().Interface(), true
	case reflect.Struct:
		return structPairs(v), true
	case reflect.Slice:
		return sliceValue(v), v.Len() > 0 || v.Type() == reflect.TypeFor[[]*schema.Column]() // a table may say that it has none
	case reflect.Map:
		return mapPairs(v), true
	}
	return v.Interface(), true
}

func sliceValue(v reflect.Value) []any {
	list := make([]any, v.Len())
	for i := range list {
		if value, ok := encodeValue(v.Index(i)); ok {
			list[i] = value
		} else {
			list[i] = v.Index(i).Interface()
		}
	}
	return list
}

func mapPairs(v reflect.Value) []pair {
	out := make([]pair, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		out = append(out, pair{it.Key().String(), generic(it.Value().Interface())})
	}
	slices.SortFunc(out, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	return out
}

// generic gives the free values of rows and arguments the encoder's form.
func generic(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return mapPairs(reflect.ValueOf(v))
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = generic(v[i])
		}
		return out
	}
	return v
}

func textValue(t schema.Text) (any, bool) {
	if len(t.By) == 0 {
		return t.Any, t.Any != ""
	}
	var out []pair
	if t.Any != "" {
		out = append(out, pair{"any", t.Any})
	}
	for _, dialect := range t.Dialects() {
		out = append(out, pair{dialect, t.By[dialect]})
	}
	return out, true
}

func defaultPairs(d *schema.Default) any {
	var own any
	if d.Value != nil {
		own = d.Value
	} else if sql, ok := textValue(d.SQL); ok {
		own = []pair{{"sql", sql}}
	}
	if len(d.By) == 0 {
		return own
	}
	var out []pair
	if own != nil {
		out = append(out, pair{"any", own})
	}
	for _, dialect := range slices.Sorted(maps.Keys(d.By)) {
		out = append(out, pair{dialect, defaultPairs(d.By[dialect])})
	}
	return out
}

func optionPairs(o schema.Options) []pair {
	var out []pair
	for _, dialect := range slices.Sorted(maps.Keys(o)) {
		out = append(out, pair{dialect, mapPairs(reflect.ValueOf(o[dialect]))})
	}
	return out
}

// tomlValue spells a value. At the top of an operation a list of tables takes a
// line for each, their first values aligned.
func tomlValue(v any, top bool) string {
	switch v := v.(type) {
	case []pair:
		return inlineTable(v, 0)
	case []any:
		if top && len(v) > 0 && isTable(v[0]) && (len(v) > 1 || len(tomlValue(v[0], false)) > 120) {
			return tableLines(v)
		}
		items := make([]string, len(v))
		for i := range v {
			items[i] = tomlValue(v[i], false)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case string:
		return tomlString(v)
	case float64:
		return tomlFloat(v)
	case time.Time:
		return v.Format(time.RFC3339Nano)
	}
	return fmt.Sprint(v)
}

func isTable(v any) bool { _, ok := v.([]pair); return ok }

func tableLines(items []any) string {
	width := 0
	for _, item := range items {
		if t, ok := item.([]pair); ok && len(t) > 1 {
			width = max(width, utf8.RuneCountInString(tomlValue(t[0].value, false)))
		}
	}
	var b strings.Builder
	b.WriteString("[\n")
	for _, item := range items {
		if t, ok := item.([]pair); ok {
			fmt.Fprintf(&b, "  %s,\n", inlineTable(t, width))
		} else {
			fmt.Fprintf(&b, "  %s,\n", tomlValue(item, false))
		}
	}
	return b.String() + "]"
}

// inlineTable writes { a = 1, b = 2 }, the second key at the given width of the
// first one's value.
func inlineTable(t []pair, width int) string {
	if len(t) == 0 {
		return "{}"
	}
	var b strings.Builder
	b.WriteString("{ ")
	for i, p := range t {
		value := tomlValue(p.value, false)
		fmt.Fprintf(&b, "%s = %s", tomlKey(p.key), value)
		if i < len(t)-1 {
			b.WriteString(", ")
			if i == 0 {
				b.WriteString(strings.Repeat(" ", max(0, width-utf8.RuneCountInString(value))))
			}
		}
	}
	return b.String() + " }"
}

func tomlKey(key string) string {
	for _, r := range key {
		if r != '_' && r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return tomlString(key)
		}
	}
	if key == "" {
		return `""`
	}
	return key
}

// tomlString spells a string, in several lines when it has some.
func tomlString(s string) string {
	if strings.Contains(strings.TrimSuffix(s, "\n"), "\n") && !strings.Contains(s, "'''") && !strings.HasSuffix(s, "'") && printable(s) {
		return "'''\n" + s + "'''"
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f })
}

func tomlFloat(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	case math.IsNaN(f):
		return "nan"
	}
	s := strconv.FormatFloat(f, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

func writeJSON(b *bytes.Buffer, v any) {
	switch v := v.(type) {
	case []pair:
		b.WriteByte('{')
		for i, p := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, p.key)
			b.WriteByte(':')
			writeJSON(b, p.value)
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, item)
		}
		b.WriteByte(']')
	default:
		enc := json.NewEncoder(b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil { // infinities and NaN have no JSON form
			_ = enc.Encode(fmt.Sprint(v))
		}
		b.Truncate(b.Len() - 1) // Encode ends with a newline
	}
}
