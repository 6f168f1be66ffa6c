package revision

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
)

// Section is a part of a .sql revision: statements for one direction, perhaps for one
// dialect only.
type Section struct {
	Direction     Direction
	Dialect       string // empty: every dialect
	NoTransaction bool   // run outside of a transaction
	SQL           string
	Line          int // where the SQL starts in the file
}

// parseSQL reads the header of a .sql revision: comment lines above the first marker.
func (r *Revision) parseSQL(text string) error {
	var settings []setting
	var comment string
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		body, isComment := strings.CutPrefix(line, "--")
		if line == "" {
			continue
		}
		if _, isMarker := markerOf(line); isMarker || !isComment {
			break
		}
		body = strings.TrimSpace(body)
		key, value, ok := strings.Cut(body, ":")
		switch {
		case ok && slices.Contains(headerNames, key):
			if slices.ContainsFunc(settings, func(s setting) bool { return s.key == key }) {
				return r.bad(n, "", "'%s' is there twice", key)
			}
			settings = append(settings, setting{key, sqlValue(key, strings.TrimSpace(value)), n})
		case ok && looksLikeKey(key):
			return r.bad(n, "Did you mean '"+spelling.Nearest(key, headerNames)+"'?", "unknown key '%s'", key)
		case comment == "":
			comment = body
		}
	}
	if err := r.apply(settings); err != nil {
		return err
	}
	if r.Message == "" {
		r.Message = comment
	}
	return nil
}

// sqlValue splits the values that are lists.
func sqlValue(key, text string) any {
	switch key {
	case "down_revision", "branch_labels", "depends_on":
		list := []any{}
		if text == "" {
			return list
		}
		for item := range strings.SplitSeq(text, ",") {
			list = append(list, strings.TrimSpace(item))
		}
		return list
	}
	return text
}

// looksLikeKey recognises a mistyped key: one word that is nearly one of the keys.
func looksLikeKey(text string) bool {
	return text != "" && !strings.ContainsAny(text, " \t") &&
		slices.ContainsFunc(headerNames, func(k string) bool { return spelling.Distance(text, k) <= 2 })
}

// markerOf recognises "-- migrate:up options" and "-- migrate:down options".
func markerOf(line string) (marker []string, ok bool) {
	body, ok := strings.CutPrefix(line, "--")
	if !ok || !strings.HasPrefix(strings.TrimLeft(body, " \t"), "migrate:") {
		return nil, false
	}
	words := strings.Fields(body)
	return words, words[0] == "migrate:up" || words[0] == "migrate:down"
}

// dialects are the values of a section's dialect, and what they stand for.
var dialects = []struct{ name, means string }{
	{"postgres", "postgres"}, {"mysql", "mysql"}, {"sqlite", "sqlite"},
	{"postgresql", "postgres"}, {"mariadb", "mysql"}, {"sqlite3", "sqlite"},
}

// sections cuts a .sql revision at its markers.
func (r *Revision) sections(text string) ([]Section, error) {
	var found []Section
	var body strings.Builder
	closeSection := func() {
		if len(found) > 0 {
			found[len(found)-1].SQL = body.String()
		}
		body.Reset()
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		trimmed := strings.TrimSpace(line)
		words, isMarker := markerOf(trimmed)
		switch {
		case isMarker:
			closeSection()
			s, err := newSection(words)
			if err != nil {
				return nil, r.bad(n, "", "%s", err)
			}
			s.Line = n + 1
			found = append(found, s)
		case words != nil:
			return nil, r.bad(n, "The markers are '-- migrate:up' and '-- migrate:down'.", "unknown marker '%s'", words[0])
		case len(found) > 0:
			body.WriteString(line)
		case trimmed != "" && !strings.HasPrefix(trimmed, "--"):
			return nil, r.bad(n, "Write '-- migrate:up' above the statements of the upgrade.", "this statement belongs to no section")
		}
	}
	closeSection()
	if !slices.ContainsFunc(found, func(s Section) bool { return s.Direction == Up }) {
		return nil, r.bad(n, "Write '-- migrate:up' above the statements of the upgrade.", "the revision has no section '-- migrate:up'")
	}
	return found, nil
}

// newSection reads a marker and its options. An option is written dialect=postgres;
// dbmate's colon is understood too.
func newSection(words []string) (Section, error) {
	s := Section{Direction: Up}
	if words[0] == "migrate:down" {
		s.Direction = Down
	}
	for _, word := range words[1:] {
		at := strings.IndexAny(word, "=:")
		if at < 0 {
			return s, fmt.Errorf("'%s' is no option: write dialect=postgres or transaction=off", word)
		}
		key, value := word[:at], word[at+1:]
		var err error
		switch key {
		case "dialect":
			s.Dialect, err = dialectNamed(value)
		case "transaction":
			s.NoTransaction, err = transactionOff(value)
		default:
			err = fmt.Errorf("unknown option '%s': a section has dialect=… and transaction=off", key)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func dialectNamed(value string) (string, error) {
	var names []string
	for _, d := range dialects {
		if d.name == value {
			return d.means, nil
		}
		names = append(names, d.name)
	}
	if near := spelling.Nearest(value, names); near != "" {
		return "", fmt.Errorf("unknown dialect '%s': did you mean '%s'?", value, near)
	}
	return "", fmt.Errorf("unknown dialect '%s': there are postgres, mysql and sqlite", value)
}

func transactionOff(value string) (bool, error) {
	switch value {
	case "off", "false":
		return true, nil
	case "on", "true":
		return false, nil
	}
	return false, fmt.Errorf("transaction is 'on' or 'off', not '%s'", value)
}
