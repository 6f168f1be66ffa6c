package gostruct

import (
	"strings"

	"github.com/jinzhu/inflection"
)

// parseGormTag takes a gorm tag apart: settings between separators, a backslash
// before one that doesn't separate, keys in capitals, a key alone its own value.
func parseGormTag(tag, separator string) map[string]string {
	set := map[string]string{}
	parts := strings.Split(tag, separator)
	for i := 0; i < len(parts); i++ {
		part := parts[i]
		for strings.HasSuffix(part, `\`) && i+1 < len(parts) {
			i++
			part = strings.TrimSuffix(part, `\`) + separator + parts[i]
		}
		key, value, hasValue := strings.Cut(part, ":")
		key = strings.ToUpper(strings.TrimSpace(key))
		switch {
		case hasValue:
			set[key] = strings.ReplaceAll(value, `\"`, `"`)
		case key != "":
			set[key] = key
		}
	}
	return set
}

// truth reads a setting as GORM does: anything is true but nothing and "false".
func truth(value string) bool { return value != "" && !strings.EqualFold(value, "false") }

// gormList splits the names in a setting.
func gormList(value string) []string {
	if value == "" {
		return nil
	}
	names := strings.Split(value, ",")
	for i, n := range names {
		names[i] = strings.TrimSpace(n)
	}
	return names
}

// gormInitialisms are read as words in GORM's naming, in this order: HTTP is
// found in HTTPS before HTTPS itself is.
var gormInitialisms = newInitialisms("API", "ASCII", "CPU", "CSS", "DNS", "EOF", "GUID", "HTML", "HTTP", "HTTPS", "ID", "IP", "JSON", "LHS", "QPS",
	"RAM", "RHS", "RPC", "SLA", "SMTP", "SSH", "TLS", "TTL", "UID", "UI", "UUID", "URI", "URL", "UTF8", "VM", "XML", "XSRF", "XSS")

func newInitialisms(words ...string) *strings.Replacer {
	var pairs []string
	for _, w := range words {
		pairs = append(pairs, w, w[:1]+strings.ToLower(w[1:]))
	}
	return strings.NewReplacer(pairs...)
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// gormColumnName returns the name that GORM gives to the column of a field, by
// default.
func gormColumnName(field string) string {
	s := gormInitialisms.Replace(field)
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if !isUpper(c) {
			b.WriteByte(c)
			continue
		}
		if i > 0 && gormSplits(s, i) {
			b.WriteByte('_')
		}
		b.WriteByte(c + 'a' - 'A')
	}
	return b.String()
}

// gormSplits reports whether a word starts at the capital at i: not within a run
// of capitals that goes on in capitals or digits, nor beside an underscore. The
// last letter starts one only after a small one.
func gormSplits(s string, i int) bool {
	afterCapital := isUpper(s[i-1])
	if i == len(s)-1 {
		return !afterCapital
	}
	next := s[i+1]
	if afterCapital && (isUpper(next) || isDigit(next)) {
		return false
	}
	return s[i-1] != '_' && next != '_'
}

// gormNames names things as GORM's naming strategy does.
type gormNames struct {
	GORM
	replacer *strings.Replacer // nil when there is nothing to replace
}

func newGormNames(opts Options) *gormNames {
	set := opts.GORM
	if set.MaxIdentifier == 0 && opts.Dialect == "postgres" {
		set.MaxIdentifier = maxPostgres
	}
	n := &gormNames{GORM: set}
	if len(set.NameReplacer) > 0 {
		var pairs []string
		for _, p := range set.NameReplacer {
			pairs = append(pairs, p[0], p[1])
		}
		n.replacer = strings.NewReplacer(pairs...)
	}
	return n
}

// column names a column after a field.
func (n *gormNames) column(field string) string {
	if n.replacer != nil {
		if replaced := n.replacer.Replace(field); replaced != "" {
			field = replaced
		} else {
			return field
		}
	}
	if n.NoLowerCase {
		return field
	}
	return gormColumnName(field)
}

func (n *gormNames) table(structName string) string {
	if n.SingularTable {
		return n.TablePrefix + n.column(structName)
	}
	return n.TablePrefix + inflection.Plural(n.column(structName))
}

// joinTable keeps a name in small letters as it is.
func (n *gormNames) joinTable(name string) string {
	if !n.NoLowerCase && strings.ToLower(name) == name {
		return n.TablePrefix + name
	}
	return n.table(name)
}

// maxIdentifier is the length beyond which GORM shortens a name that it makes, and
// maxPostgres that of its PostgreSQL driver.
const (
	maxIdentifier = 64
	maxPostgres   = 63
)

// capitalized returns a word with its first letter in upper case.
func capitalized(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
