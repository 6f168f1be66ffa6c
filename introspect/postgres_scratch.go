package introspect

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/schema"
)

// unqualified takes the default schema's name out of SQL: its scratch schema
// stands in its place, so the bare name finds what is there or the real thing.
// Types of other schemas that were made in a scratch schema are sent there.
func (c *pgScratch) unqualified(sql string) string {
	tokens := postgres.New().Lexicon().Tokens(sql)
	var b strings.Builder
	at := 0
	for i, t := range tokens {
		qualifies := identifier(t) != "" && i+2 < len(tokens) && tokens[i+1].Is(".") && tokens[i+1].Start == t.End && (i == 0 || !tokens[i-1].Is("."))
		switch {
		case qualifies && identifier(t) == c.current:
			b.WriteString(sql[at:t.Start])
			at = tokens[i+1].End
		case qualifies && c.types[schema.Name{Schema: identifier(t), Name: identifier(tokens[i+2])}] != "":
			b.WriteString(sql[at:t.Start] + c.types[schema.Name{Schema: identifier(t), Name: identifier(tokens[i+2])}])
			at = tokens[i+1].End
		case t.Kind == dialect.String && i >= 2 && tokens[i-1].Is("(") && sequenceFunction(tokens[i-2]):
			b.WriteString(sql[at:t.Start] + literal(c.unqualified(t.Value)))
			at = t.End
		}
	}
	return b.String() + sql[at:]
}

// identifier returns the name that a token means, empty when it is no name.
func identifier(t dialect.Token) string {
	switch t.Kind {
	case dialect.Word:
		return strings.ToLower(t.Text)
	case dialect.Quoted:
		return t.Value
	}
	return ""
}

func sequenceFunction(t dialect.Token) bool {
	return t.Is("nextval") || t.Is("currval") || t.Is("setval")
}

// texts takes the default schema's name out of all SQL in an object, in place.
func (c *pgScratch) texts(object any) {
	walk(reflect.ValueOf(object), func(v reflect.Value) bool {
		switch t := v.Interface().(type) {
		case schema.Text:
			if sql := t.For("postgres"); sql != "" {
				v.Set(reflect.ValueOf(schema.SQL(c.unqualified(sql))))
			}
			return false
		case schema.Options:
			for _, key := range slices.Sorted(maps.Keys(t["postgres"])) {
				t.Set("postgres", key, c.unqualified(t["postgres"][key]))
			}
			return false
		}
		return true
	})
}

// rename puts the real schemas' names in place of the scratch ones, everywhere.
// What is reached in the real default schema, past the scratch one, is printed
// with that schema's name; it is not printed so where the scratch schema is gone.
func (c *pgScratch) rename(read *schema.Database) {
	names := map[string]string{}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(c.spaces)) {
		scratch := c.spaces[name]
		names[scratch] = name
		if name != "" {
			pairs = append(pairs, scratch+".", postgres.Ident(name)+".")
		}
	}
	pairs = append(pairs, c.spaces[""]+".", "") // last: the others' names start so
	replacer := strings.NewReplacer(pairs...)
	replace := func(s string) string {
		if real, ok := names[s]; ok {
			return real
		}
		return replacer.Replace(s)
	}
	walk(reflect.ValueOf(read), func(v reflect.Value) bool {
		switch v.Kind() {
		case reflect.String:
			v.SetString(replace(v.String()))
		case reflect.Map:
			for it := v.MapRange(); it.Next(); {
				if it.Value().Kind() == reflect.String {
					v.SetMapIndex(it.Key(), reflect.ValueOf(replace(it.Value().String())))
				}
			}
		}
		return true
	})
	c.types = nil
	c.texts(read)
}

// walk visits all that an object is made of, until visit returns false.
func walk(v reflect.Value, visit func(reflect.Value) bool) {
	if v.CanInterface() && v.Kind() != reflect.Pointer && !visit(v) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), visit)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			walk(it.Value(), func(e reflect.Value) bool { return e.Kind() == reflect.Map && visit(e) })
		}
	}
}
