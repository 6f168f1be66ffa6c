package gostruct

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
)

// structTag is a field's tag, key by key.
type structTag map[string]string

// ownTags are the keys that say something about a column.
var ownTags = []string{"db", "gorm", "bun", "migrate"}

// parseStructTag takes a tag apart by the rules of reflect.StructTag, which reads
// no further than it understands: what an ORM doesn't see of a tag makes no column.
// Where that is the tag of an ORM itself, or Limbeck's own, it is an error.
func parseStructTag(raw string) (structTag, error) {
	tag := structTag{}
	rest := strings.TrimLeft(raw, " ")
	for rest != "" {
		key, after, ok := strings.Cut(rest, ":")
		if !ok || key == "" || strings.ContainsAny(key, "\" \t\r\n") || !strings.HasPrefix(after, `"`) {
			return tag, lostTag(rest)
		}
		quoted, err := strconv.QuotedPrefix(after)
		if err != nil {
			if slices.Contains(ownTags, key) {
				return tag, fmt.Errorf("the struct tag's %s:\"…\" is malformed: a backslash is written twice (`\\\\;`), a quote as `\\\"`", key)
			}
			return tag, lostTag(after)
		}
		value, err := strconv.Unquote(quoted)
		if err != nil {
			return tag, fmt.Errorf("the struct tag's %s:\"…\" is malformed: %w", key, err)
		}
		if _, twice := tag[key]; twice {
			if slices.Contains(ownTags, key) {
				return tag, fmt.Errorf("the struct tag has %s:\"…\" twice", key)
			}
		} else {
			tag[key] = value
		}
		rest = strings.TrimLeft(after[len(quoted):], " ")
	}
	return tag, nil
}

// lostTag is an error where a malformed tag hides what was meant for Limbeck, or
// is an ORM's own.
func lostTag(rest string) error {
	for _, key := range ownTags {
		word, own := strings.CutPrefix(rest, key)
		if own && word != "" && strings.ContainsAny(word[:1], ": \"=") || strings.Contains(rest, `migrate:"`) {
			return fmt.Errorf("the struct tag is malformed at %q: it is a list of key:\"value\" with a space between them", rest)
		}
	}
	return nil
}

// setting is one setting of a migrate tag: type.mysql=bigint has the key type,
// the dialect mysql and the value bigint.
type setting struct {
	key, dialect, value string
	hasValue            bool
	origin              string // of a table's setting, file:line
}

func (s setting) String() string {
	if s.dialect != "" {
		return s.key + "." + s.dialect
	}
	return s.key
}

// keyRule says how a key is used.
type keyRule struct {
	value     valueRule
	dialects  bool // key.mysql=… is allowed
	repeats   bool
	plainOnly bool // GORM would not know: its own tag has to say so
}

type valueRule int

const (
	noValue    valueRule = iota // a flag; =true and =false are allowed
	needsValue                  // key=value
	mayHaveOne                  // key or key=value
	mayBeEmpty                  // key=value, where nothing after the = is a value too
)

// fieldKeys are the keys of a field's migrate tag.
var fieldKeys = map[string]keyRule{
	"-":             {plainOnly: false},
	"column":        {value: needsValue, plainOnly: true},
	"primary_key":   {plainOnly: true},
	"autoincrement": {plainOnly: true},
	"type":          {value: needsValue, dialects: true},
	"size":          {value: needsValue, plainOnly: true},
	"not_null":      {},
	"nullable":      {},
	"default":       {value: mayBeEmpty, dialects: true},
	"default_sql":   {value: needsValue, dialects: true},
	"auto_update":   {value: needsValue, dialects: true},
	"enum":          {value: mayHaveOne},
	"unique":        {value: mayHaveOne, repeats: true},
	"index":         {value: mayHaveOne, repeats: true},
	"unique_index":  {value: mayHaveOne, repeats: true},
	"check":         {value: needsValue, dialects: true, repeats: true},
	"check_name":    {value: needsValue},
	"references":    {value: needsValue},
	"on_delete":     {value: needsValue},
	"on_update":     {value: needsValue},
	"match":         {value: needsValue},
	"fk":            {value: needsValue},
	"deferrable":    {},
	"deferred":      {},
	"generated":     {value: needsValue, dialects: true},
	"stored":        {},
	"identity":      {value: mayHaveOne},
	"collation":     {value: needsValue, dialects: true},
	"comment":       {value: mayBeEmpty},
	"renamed_from":  {value: needsValue},
	"option":        {value: needsValue, dialects: true, repeats: true},
	"prefix":        {value: needsValue, plainOnly: true},
	"embed":         {plainOnly: true},
}

// dialects are the names that a key may end in.
var dialects = []string{"mysql", "postgres", "sqlite"}

// settings are the settings of one migrate tag.
type settings []setting

// parseSettings takes a migrate tag apart and checks it against the rules.
func parseSettings(tag string, rules map[string]keyRule) (settings, []error) {
	var out settings
	var errs []error
	for _, part := range splitEscaped(tag) {
		s, err := parseSetting(part, rules)
		switch {
		case err != nil:
			errs = append(errs, err)
		case s.key == "":
		case !rules[s.key].repeats && out.has(s.key, s.dialect):
			errs = append(errs, fmt.Errorf("migrate tag: %s is set twice", s))
		default:
			out = append(out, s)
		}
	}
	return out, errs
}

func parseSetting(part string, rules map[string]keyRule) (setting, error) {
	key, value, hasValue := strings.Cut(strings.TrimSpace(part), "=")
	s := setting{key: strings.TrimSpace(key), value: strings.TrimSpace(value), hasValue: hasValue}
	if s.key == "" && !hasValue {
		return s, nil
	}
	if base, dialect, ok := strings.Cut(s.key, "."); ok {
		s.key, s.dialect = base, dialect
	}
	rule, ok := rules[s.key]
	switch {
	case !ok:
		return s, fmt.Errorf("migrate tag: unknown key %s%s", s.key, spelling.DidYouMean(s.key, slices.Sorted(maps.Keys(rules))))
	case s.dialect != "" && !rule.dialects:
		return s, fmt.Errorf("migrate tag: %s can't differ by dialect (%s.%s)", s.key, s.key, s.dialect)
	case s.key == "option":
		return optionSetting(s)
	case s.dialect != "" && !slices.Contains(dialects, s.dialect):
		return s, fmt.Errorf("migrate tag: unknown dialect %s in %s%s", s.dialect, s, spelling.DidYouMean(s.dialect, dialects))
	}
	return s, checkValue(s, rule)
}

func checkValue(s setting, rule keyRule) error {
	switch rule.value {
	case noValue:
		if s.hasValue && s.value != "true" && s.value != "false" {
			return fmt.Errorf("migrate tag: %s is a flag: it takes no value but true and false, not %q", s, s.value)
		}
	case needsValue:
		if s.value == "" {
			return fmt.Errorf("migrate tag: %s needs a value: %s=…", s, s)
		}
	case mayHaveOne:
		if s.hasValue && s.value == "" {
			return fmt.Errorf("migrate tag: %s= has no value; write %s alone", s, s)
		}
	case mayBeEmpty:
		if !s.hasValue {
			return fmt.Errorf("migrate tag: %s needs a value: %s=…", s, s)
		}
	}
	return nil
}

// optionSetting reads option.mysql.row_format=dynamic: what follows the dialect
// is the option's name.
func optionSetting(s setting) (setting, error) {
	dialect, name, _ := strings.Cut(s.dialect, ".")
	if !slices.Contains(dialects, dialect) || name == "" || s.value == "" {
		return s, fmt.Errorf("migrate tag: an option is written option.mysql.name=value, with one of %s", strings.Join(dialects, ", "))
	}
	return setting{key: "option", dialect: dialect + "." + name, value: s.value, hasValue: true}, nil
}

// splitEscaped splits at semicolons; \; is one that doesn't split.
func splitEscaped(tag string) []string {
	parts := strings.Split(tag, ";")
	var out []string
	for i := 0; i < len(parts); i++ {
		part := parts[i]
		for strings.HasSuffix(part, `\`) && i+1 < len(parts) {
			i++
			part = strings.TrimSuffix(part, `\`) + ";" + parts[i]
		}
		out = append(out, part)
	}
	return out
}

func (s settings) has(key, dialect string) bool {
	return slices.ContainsFunc(s, func(x setting) bool { return x.key == key && x.dialect == dialect })
}

// get returns the value of a key that doesn't differ by dialect.
func (s settings) get(key string) (string, bool) {
	for _, x := range s {
		if x.key == key && x.dialect == "" {
			return x.value, true
		}
	}
	return "", false
}

// flag reports whether a flag is set, and to what.
func (s settings) flag(key string) (on, set bool) {
	value, set := s.get(key)
	return set && value != "false", set
}

// on reports whether a flag is set and not false.
func (s settings) on(key string) bool {
	on, _ := s.flag(key)
	return on
}

// all returns the values of a key that may repeat.
func (s settings) all(key string) []setting {
	var out []setting
	for _, x := range s {
		if x.key == key {
			out = append(out, x)
		}
	}
	return out
}
