package gostruct

import (
	"strings"
	"unicode"

	"github.com/jinzhu/inflection"
)

// snake returns a Go name in snake case: UserID is user_id, HTTPServer is
// http_server, UserIDs is user_ids.
func snake(name string) string {
	runes := []rune(name)
	var b strings.Builder
	for i, r := range runes {
		if i > 0 && startsWord(runes, i) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// startsWord reports whether a new word starts at an upper-case letter: after a
// lower-case letter or a digit, or where a run of capitals ends in a word of its
// own. The s of a plural initialism (IDs) belongs to the run.
func startsWord(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) || runes[i-1] == '_' {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	if i+1 >= len(runes) || !unicode.IsLower(runes[i+1]) {
		return false
	}
	plural := runes[i+1] == 's' && (i+2 == len(runes) || unicode.IsUpper(runes[i+2]))
	return !plural
}

// tableName returns the table that a plain struct makes: snake case, plural.
func tableName(structName string) string { return inflection.Plural(snake(structName)) }
