package ops

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/schema"
)

// File is a decoded revision file.
type File struct {
	// Settings are the keys above the first operation, as the TOML library gives them.
	Settings           map[string]any
	Upgrade, Downgrade []Located
	// HasDowngrade tells a file without a downgrade from one whose downgrade is
	// said to do nothing (downgrade = []).
	HasDowngrade bool
}

// Located is an operation and the line of the file where it starts.
type Located struct {
	Op   Op
	Line int
}

// Decode reads the TOML text of a revision file. The path is for messages only.
// Every error says path:line and, for a key or operation that does not exist,
// the nearest one that does.
func Decode(path string, text []byte) (*File, error) {
	src := newSource(path, string(text))
	all, err := src.decode(text)
	if err != nil {
		return nil, err
	}
	out := &File{Settings: all}
	_, out.HasDowngrade = all["downgrade"]
	if out.Upgrade, err = blocks(src, all, "upgrade", ""); err != nil {
		return nil, err
	}
	out.Downgrade, err = blocks(src, all, "downgrade", "")
	return out, err
}

// blocks takes a list of operations out of a file. kind is what all of them are,
// empty when each says so itself.
func blocks(src *source, all map[string]any, name, kind string) ([]Located, error) {
	raw, ok := all[name]
	if !ok {
		return nil, nil
	}
	delete(all, name)
	tables, ok := raw.([]map[string]any)
	if empty, isList := raw.([]any); !ok && !(isList && len(empty) == 0) {
		return nil, fmt.Errorf("%s:%d: %s is a list: write [[%s]] above each", src.path, src.find(1, name), name, name)
	}
	out := make([]Located, len(tables))
	err := schema.Parallel(len(tables), func(i int) (err error) {
		d := decoder{src: src, line: src.block(name, i), model: kind != ""}
		if kind != "" {
			tables[i]["op"] = kind
		}
		out[i].Line = d.line
		out[i].Op, err = d.op(tables[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// decoder fills one operation from what TOML made of it.
type decoder struct {
	src  *source
	line int // where the operation starts

	model bool // it stands in a model
}

// fail reports an error at the line of the innermost key of a path.
func (d decoder) fail(path []string, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", d.src.path, d.src.find(d.line, path...), fmt.Sprintf(format, args...))
}

func (d decoder) op(table map[string]any) (Op, error) {
	name, ok := table["op"].(string)
	if !ok {
		return nil, d.fail([]string{"op"}, `the operation has no op = "…"`)
	}
	make, ok := kinds[name]
	if !ok {
		return nil, d.fail([]string{"op"}, "unknown op %q%s", name, spelling.DidYouMean(name, slices.Sorted(maps.Keys(kinds))))
	}
	op := make()
	if err := d.fill(reflect.ValueOf(op).Elem(), table, nil, name); err != nil {
		return nil, err
	}
	if err := validate(op); err != nil {
		return nil, d.fail(nil, "%s: %s", name, err)
	}
	return op, nil
}

// fill sets a struct's fields from a table; what is a description of the struct.
func (d decoder) fill(dst reflect.Value, table map[string]any, path []string, what string) error {
	known := fields(dst.Type())
	for _, f := range known {
		if f.model && !d.model {
			continue
		}
		raw, ok := table[f.key]
		if !ok {
			if f.required {
				return d.fail(path, "%s needs %s", what, f.key)
			}
			continue
		}
		at := append(slices.Clone(path), f.key)
		if err := d.set(dst.FieldByIndex(f.index), raw, at); err != nil {
			return err
		}
		if f.required && raw == "" && slices.Contains([]string{"name", "table", "column"}, f.key) {
			return d.fail(at, "%s: %s is empty", what, f.key)
		}
		if f.not {
			b := dst.FieldByIndex(f.index)
			b.SetBool(!b.Bool())
		}
	}
	return d.onlyKnown(known, table, path, what)
}

// onlyKnown refuses keys that a struct has no field for.
func (d decoder) onlyKnown(known []field, table map[string]any, path []string, what string) error {
	has := func(key string) bool {
		return slices.ContainsFunc(known, func(f field) bool { return f.key == key && (d.model || !f.model) })
	}
	var unknown []string
	for key := range table {
		if !has(key) && (key != "op" || len(path) > 0) {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	key := slices.Min(unknown)
	keys := []string{}
	for _, f := range known {
		if has(f.key) {
			keys = append(keys, f.key)
		}
	}
	hint := spelling.DidYouMean(key, keys)
	if hint == "" {
		hint = ": it has " + strings.Join(keys, ", ")
	}
	return d.fail(append(slices.Clone(path), key), "%s has no key %q%s", what, key, hint)
}

// set stores one TOML value in a field, by the field's type.
func (d decoder) set(dst reflect.Value, raw any, path []string) error {
	key := path[len(path)-1]
	switch p := dst.Addr().Interface().(type) {
	case *schema.Text:
		return d.text(p, raw, path)
	case **schema.Default:
		def, err := d.defaultValue(raw, path, true)
		*p = def
		return err
	case *schema.Options:
		return d.options(p, raw, path)
	case *schema.IndexPart:
		if name, ok := raw.(string); ok {
			p.Name = name
			return nil
		}
	case *EnumValue:
		if value, ok := raw.(string); ok {
			p.Value = value
			return nil
		}
	}
	switch dst.Kind() {
	case reflect.Pointer:
		dst.Set(reflect.New(dst.Type().Elem()))
		return d.set(dst.Elem(), raw, path)
	case reflect.Struct:
		table, ok := raw.(map[string]any)
		if !ok {
			return d.fail(path, "%s is a table { … }, not %s", key, describe(raw))
		}
		return d.fill(dst, table, path, key)
	case reflect.Slice:
		return d.list(dst, raw, path)
	case reflect.Map:
		return d.mapping(dst, raw, path)
	}
	return d.scalar(dst, raw, path)
}

func (d decoder) scalar(dst reflect.Value, raw any, path []string) error {
	key := path[len(path)-1]
	want := ""
	switch dst.Kind() {
	case reflect.String:
		if s, ok := raw.(string); ok {
			dst.SetString(s)
			return nil
		}
		want = "a string"
	case reflect.Bool:
		if b, ok := raw.(bool); ok {
			dst.SetBool(b)
			return nil
		}
		want = "true or false"
	case reflect.Int, reflect.Int64:
		if n, ok := raw.(int64); ok {
			dst.SetInt(n)
			return nil
		}
		want = "a whole number"
	}
	return d.fail(path, "%s is %s, not %s", key, want, describe(raw))
}

func (d decoder) list(dst reflect.Value, raw any, path []string) error {
	items, ok := asList(raw)
	if !ok {
		return d.fail(path, "%s is a list [ … ], not %s", path[len(path)-1], describe(raw))
	}
	dst.Set(reflect.MakeSlice(dst.Type(), len(items), len(items)))
	for i, item := range items {
		if err := d.set(dst.Index(i), item, path); err != nil {
			return err
		}
	}
	return nil
}

// asList makes one form of the two in which the TOML library gives a list.
func asList(raw any) ([]any, bool) {
	switch list := raw.(type) {
	case []any:
		return list, true
	case []map[string]any:
		items := make([]any, len(list))
		for i := range list {
			items[i] = list[i]
		}
		return items, true
	}
	return nil, false
}

// mapping reads map[string]string and the free tables of rows and arguments.
func (d decoder) mapping(dst reflect.Value, raw any, path []string) error {
	table, ok := raw.(map[string]any)
	if !ok {
		return d.fail(path, "%s is a table { … }, not %s", path[len(path)-1], describe(raw))
	}
	dst.Set(reflect.MakeMap(dst.Type()))
	for _, k := range slices.Sorted(maps.Keys(table)) {
		v := reflect.New(dst.Type().Elem()).Elem()
		if v.Kind() == reflect.Interface {
			v.Set(reflect.ValueOf(plain(table[k])))
		} else if err := d.set(v, table[k], append(slices.Clone(path), k)); err != nil {
			return err
		}
		dst.SetMapIndex(reflect.ValueOf(k), v)
	}
	return nil
}

func (d decoder) text(dst *schema.Text, raw any, path []string) error {
	switch v := raw.(type) {
	case string:
		dst.Any = v
		return nil
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			s, ok := v[k].(string)
			at := append(slices.Clone(path), k)
			switch {
			case !ok:
				return d.fail(at, "%s is a string, not %s", k, describe(v[k]))
			case k == "any":
				dst.Any = s
			case slices.Contains(DialectNames, k):
				if dst.By == nil {
					dst.By = map[string]string{}
				}
				dst.By[k] = s
			default:
				return d.fail(at, "%q is no dialect%s", k, spelling.DidYouMean(k, append([]string{"any"}, DialectNames...)))
			}
		}
		return nil
	}
	return d.fail(path, "%s is a string or a table keyed by dialect, not %s", path[len(path)-1], describe(raw))
}

// defaultValue reads a scalar, { sql = … }, or a table of those keyed by dialect.
func (d decoder) defaultValue(raw any, path []string, outer bool) (*schema.Default, error) {
	switch v := plain(raw).(type) {
	case string, bool, int64, float64:
		return &schema.Default{Value: v}, nil
	case time.Time:
		return &schema.Default{Value: v.Format("2006-01-02 15:04:05.999999999-07:00")}, nil
	case map[string]any:
		if sql, ok := v["sql"]; ok && len(v) == 1 {
			def := &schema.Default{}
			return def, d.text(&def.SQL, sql, append(slices.Clone(path), "sql"))
		}
		if outer && len(v) > 0 {
			return d.defaultBy(v, path)
		}
	}
	return nil, d.fail(path, `%s is a value, { sql = "…" }, or a table of those keyed by dialect, not %s`, path[len(path)-1], describe(raw))
}

func (d decoder) defaultBy(table map[string]any, path []string) (*schema.Default, error) {
	out := &schema.Default{}
	for _, k := range slices.Sorted(maps.Keys(table)) {
		at := append(slices.Clone(path), k)
		own, err := d.defaultValue(table[k], at, false)
		switch {
		case err != nil:
			return nil, err
		case k == "any":
			out.Value, out.SQL = own.Value, own.SQL
		case slices.Contains(DialectNames, k):
			if out.By == nil {
				out.By = map[string]*schema.Default{}
			}
			out.By[k] = own
		default:
			return nil, d.fail(at, "%q is no dialect%s", k, spelling.DidYouMean(k, append([]string{"any", "sql"}, DialectNames...)))
		}
	}
	return out, nil
}

func (d decoder) options(dst *schema.Options, raw any, path []string) error {
	table, ok := raw.(map[string]any)
	if !ok {
		return d.fail(path, "options is a table keyed by dialect: { mysql = { engine = \"InnoDB\" } }")
	}
	for _, dialect := range slices.Sorted(maps.Keys(table)) {
		at := append(slices.Clone(path), dialect)
		if !slices.Contains(DialectNames, dialect) {
			return d.fail(at, "%q is no dialect%s", dialect, spelling.DidYouMean(dialect, DialectNames))
		}
		own, ok := table[dialect].(map[string]any)
		if !ok {
			return d.fail(at, "the options of %s are a table { … }, not %s", dialect, describe(table[dialect]))
		}
		for _, k := range slices.Sorted(maps.Keys(own)) {
			switch own[k].(type) {
			case string, bool, int64, float64:
				dst.Set(dialect, k, fmt.Sprint(own[k]))
			default:
				return d.fail(append(at, k), "%s is a string, a number or a boolean, not %s", k, describe(own[k]))
			}
		}
	}
	return nil
}

// DialectNames are the keys that a table "keyed by dialect" may have.
var DialectNames = []string{"postgres", "mysql", "sqlite"}

// plain turns TOML's local dates and times, which belong to no zone, into text.
func plain(v any) any {
	switch v := v.(type) {
	case time.Time:
		switch v.Location().String() {
		case "datetime-local":
			return v.Format("2006-01-02 15:04:05.999999999")
		case "date-local":
			return v.Format(time.DateOnly)
		case "time-local":
			return v.Format("15:04:05.999999999")
		}
	}
	return v
}

func describe(v any) string {
	switch v := v.(type) {
	case string:
		if len(v) > 40 {
			return "a string"
		}
		return fmt.Sprintf("the string %q", v)
	case bool, int64, float64:
		return fmt.Sprint(v)
	case map[string]any:
		return "a table"
	case time.Time:
		return "a date"
	}
	return "a list"
}

// normalizeAction folds the spellings of a foreign key action.
func normalizeAction(action string) (string, error) {
	a := strings.ToLower(strings.Join(strings.FieldsFunc(action, func(r rune) bool { return r == ' ' || r == '_' }), " "))
	switch a {
	case "", "no action", "cascade", "restrict", "set null", "set default":
		return a, nil
	}
	return "", fmt.Errorf("unknown action %q%s", action, spelling.DidYouMean(a, []string{"cascade", "restrict", "set null", "set default", "no action"}))
}
