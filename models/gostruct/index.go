package gostruct

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/schema"
)

// fieldIndex is what one index setting of a field says.
type fieldIndex struct {
	index    schema.Index
	part     schema.IndexPart
	priority int
}

// defaultPriority is that of a field that doesn't say one, as in GORM.
const defaultPriority = 10

// indexOptions are the options that follow the name of an index.
var indexOptions = []string{
	"asc", "desc", "priority", "length", "nulls", "using", "opclass", "where", "collation", "include", "comment",
	"expression", "nulls_not_distinct",
}

// parseFieldIndex reads index=name,option,option=value.
func parseFieldIndex(s setting) (fieldIndex, error) {
	out := fieldIndex{index: schema.Index{Unique: s.key == "unique_index"}, priority: defaultPriority}
	if s.value == "" || s.value == "true" {
		return out, nil
	}
	items := splitTop(s.value)
	name := items[0]
	if slices.Contains(indexOptions, name) || strings.ContainsAny(name, "=( ") {
		return out, fmt.Errorf("%s=%s: the name comes first, and may be empty: %s=,%s", s, s.value, s, s.value)
	}
	out.index.Name = name
	for _, item := range items[1:] {
		key, value, _ := strings.Cut(item, "=")
		if err := out.option(s, strings.TrimSpace(key), strings.TrimSpace(value)); err != nil {
			return out, err
		}
	}
	return out, nil
}

// option applies one option, of the index or of the field's part in it.
func (f *fieldIndex) option(s setting, key, value string) error {
	var err error
	switch key {
	case "asc", "desc":
		f.part.Order = strings.TrimPrefix(key, "asc")
	case "priority":
		f.priority, err = strconv.Atoi(value)
	case "length":
		f.part.Length, err = strconv.Atoi(value)
	case "nulls":
		if value != "first" && value != "last" {
			return fmt.Errorf("%s: nulls=%s is neither first nor last", s, value)
		}
		f.part.Nulls = value
	case "opclass":
		f.part.Opclass = value
	case "collation":
		f.part.Collation = value
	case "expression":
		f.part.SQL = schema.SQL(value)
	default:
		return indexOption(&f.index, s, key, value)
	}
	if err != nil {
		return fmt.Errorf("%s: %s=%s is no number", s, key, value)
	}
	if key != "asc" && key != "desc" && value == "" {
		return fmt.Errorf("%s: %s needs a value: %s=…", s, key, key)
	}
	return nil
}

// indexOption applies an option of an index as a whole.
func indexOption(x *schema.Index, s setting, key, value string) error {
	switch key {
	case "using":
		x.Using = strings.ToLower(value)
	case "where":
		x.Where = schema.SQL(value)
	case "comment":
		x.Comment = value
	case "include":
		x.Include = splitTop(strings.TrimSuffix(strings.TrimPrefix(value, "("), ")"))
	case "nulls_not_distinct":
		x.NullsNotDistinct = value != "false"
		return nil
	default:
		return fmt.Errorf("%s: unknown option %s%s", s, key, spelling.DidYouMean(key, indexOptions))
	}
	if value == "" {
		return fmt.Errorf("%s: %s needs a value: %s=…", s, key, key)
	}
	return nil
}

// splitTop splits at the commas that are not within quotes or parentheses.
func splitTop(s string) []string {
	var out []string
	depth, start := 0, 0
	quoted := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			out = append(out, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	return append(out, strings.TrimSpace(s[start:]))
}

// closing returns the place of the parenthesis that closes the one at open; -1
// when there is none.
func closing(s string, open int) int {
	depth, quoted := 0, false
	for i := open; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// parsePart reads one column of an index of the table's settings: "created_at
// desc nulls last", "name(10)", "lower(email)" or "(a + b)".
func parsePart(item string, columns []string) (schema.IndexPart, error) {
	var p schema.IndexPart
	rest := item
	if open := strings.IndexByte(item, '('); open >= 0 {
		end := closing(item, open)
		if end < 0 {
			return p, fmt.Errorf("%q has no closing parenthesis", item)
		}
		name, inside := strings.TrimSpace(item[:open]), item[open+1:end]
		if n, err := strconv.Atoi(inside); err == nil && slices.Contains(columns, name) {
			p.Name, p.Length = name, n
		} else {
			p.SQL = schema.SQL(item[:end+1])
			if name == "" {
				p.SQL = schema.SQL(inside)
			}
		}
		rest = item[end+1:]
	} else {
		p.Name, rest, _ = strings.Cut(item, " ")
	}
	words := strings.Fields(rest)
	for i := 0; i < len(words); i++ {
		switch word := strings.ToLower(words[i]); {
		case word == "asc":
		case word == "desc":
			p.Order = word
		case word == "nulls" && i+1 < len(words) && (strings.EqualFold(words[i+1], "first") || strings.EqualFold(words[i+1], "last")):
			i++
			p.Nulls = strings.ToLower(words[i])
		case word == "collate" && i+1 < len(words):
			i++
			p.Collation = strings.Trim(words[i], `"`)
		case i == 0:
			p.Opclass = words[i]
		default:
			return p, fmt.Errorf("%q: %q is neither asc, desc, nulls first, nulls last nor collate", item, words[i])
		}
	}
	return p, nil
}
