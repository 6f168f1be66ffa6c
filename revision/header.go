package revision

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"github.com/limbeck/migrate/internal/nesting"
	"github.com/limbeck/migrate/internal/spelling"
)

// headerKeys are what the header of a revision file can say, in the order in which
// it is written, with what reads each.
var headerKeys = []struct {
	name string
	set  func(r *Revision, value any) error
}{
	{"message", func(r *Revision, v any) error { return setString(&r.Message, v) }},
	{"revision", setID},
	{"down_revision", func(r *Revision, v any) error { return setStrings(&r.Down, v) }},
	{"branch_labels", func(r *Revision, v any) error { return setStrings(&r.Labels, v) }},
	{"depends_on", func(r *Revision, v any) error { return setStrings(&r.DependsOn, v) }},
	{"create_date", setCreated},
	{"transaction", setTransaction},
	{"lock_timeout", func(r *Revision, v any) error { return setDuration(&r.LockTimeout, v) }},
	{"statement_timeout", func(r *Revision, v any) error { return setDuration(&r.StatementTimeout, v) }},
}

// headerNames are the names of headerKeys.
var headerNames = func() []string {
	var names []string
	for _, k := range headerKeys {
		names = append(names, k.name)
	}
	return names
}()

// setting is one key of a header.
type setting struct {
	key   string
	value any // a string, []any, time.Time, or what else TOML knows
	line  int
}

// apply fills the revision from its header's keys.
func (r *Revision) apply(settings []setting) error {
	for _, s := range settings {
		if s.key == "upgrade" || s.key == "downgrade" { // with no operations, as in downgrade = []
			continue
		}
		n := slices.Index(headerNames, s.key)
		if n < 0 {
			hint := "The keys are: " + strings.Join(headerNames, ", ") + "."
			if near := spelling.Nearest(s.key, headerNames); near != "" {
				hint = "Did you mean '" + near + "'?"
			}
			return r.bad(s.line, hint, "unknown key '%s'", s.key)
		}
		if err := headerKeys[n].set(r, s.value); err != nil {
			var e *Error
			if errors.As(err, &e) {
				return &Error{Code: e.Code, Hint: e.Hint, Message: fmt.Sprintf("%s:%d: %s", r.Path, s.line, e.Message)}
			}
			return r.bad(s.line, "", "%s %s", s.key, err)
		}
	}
	if r.ID == "" {
		return fail(CodeBadFile, "Every .toml and .sql file of the folder is a revision: give it an id, or move it elsewhere.",
			"%s is not a revision: it has no 'revision' in its header", r.Path)
	}
	return nil
}

// bad makes an error about a line of the revision's file.
func (r *Revision) bad(line int, hint, format string, args ...any) error {
	return fail(CodeBadFile, hint, "%s:%d: %s", r.Path, line, fmt.Sprintf(format, args...))
}

func setString(to *string, value any) error {
	text, ok := value.(string)
	if !ok {
		return errors.New("must be a string")
	}
	*to = strings.TrimSpace(text)
	return nil
}

func setID(r *Revision, value any) error {
	id, ok := value.(string)
	if !ok {
		return errors.New("must be a string")
	}
	r.ID = id
	return CheckID(id)
}

func setStrings(to *[]string, value any) error {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	for _, v := range list {
		text, ok := v.(string)
		if !ok {
			return errors.New("must be a string or a list of strings")
		}
		if text == "" {
			return errors.New("names nothing: take the key out where there is nothing to name")
		}
		*to = append(*to, text)
	}
	return nil
}

func setCreated(r *Revision, value any) error {
	if text, ok := value.(string); ok {
		at, ok := parseTime(text)
		if !ok {
			return fmt.Errorf("'%s' is not a time like 2026-11-22T13:40:02Z", text)
		}
		value = at
	}
	at, ok := value.(time.Time)
	if !ok {
		return errors.New("must be a time like 2026-11-22T13:40:02Z")
	}
	r.Created = at.UTC()
	return nil
}

// timeForms are the spellings of a time; without an offset it is UTC.
var timeForms = []string{time.RFC3339Nano, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly}

func parseTime(text string) (time.Time, bool) {
	for _, form := range timeForms {
		if at, err := time.Parse(form, text); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

func setTransaction(r *Revision, value any) error {
	switch value {
	case "on":
		r.NoTransaction = false
	case "off":
		r.NoTransaction = true
	default:
		return errors.New("must be \"on\" or \"off\"")
	}
	return nil
}

func setDuration(to *time.Duration, value any) error {
	text, _ := value.(string)
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return errors.New("must be a duration like \"5s\" or \"10m\"")
	}
	*to = d
	return nil
}

// parseTOML decodes what stands above the first operation.
func (r *Revision) parseTOML(text []byte) error {
	end := headerEnd(text)
	head := string(text[:end])
	settings, ok := plainSettings(head)
	if !ok {
		var err error
		if settings, err = r.anySettings(head); err != nil {
			return err
		}
	}
	if err := r.checkTable(text, end); err != nil {
		return err
	}
	if err := r.apply(settings); err != nil {
		return err
	}
	if r.Message == "" {
		r.Message = firstComment(head, "#", isCommentedKey)
	}
	return nil
}

// checkTable checks that the table after the header is an operation.
func (r *Revision) checkTable(text []byte, end int) error {
	if end == len(text) {
		return nil
	}
	line, _, _ := bytes.Cut(text[end:], []byte("\n"))
	name, isList := bytes.CutPrefix(bytes.TrimSpace(line), []byte("[["))
	name, _, closed := bytes.Cut(name, []byte("]]"))
	switch string(bytes.TrimSpace(name)) {
	case "upgrade", "downgrade":
		if isList && closed {
			return nil
		}
	}
	return r.bad(lineAt(text, end), "Operations stand under [[upgrade]] and [[downgrade]].", "unknown table %s", bytes.TrimSpace(line))
}

func lineAt(text []byte, at int) int { return 1 + bytes.Count(text[:at], []byte("\n")) }

// headerEnd returns where the first table of a TOML text starts, or its end.
func headerEnd(text []byte) int {
	depth, lineStart := 0, true
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '[' && depth == 0 && lineStart:
			return i
		case c == '#':
			i = after(text, i, "\n")
			lineStart = depth == 0
			continue
		case c == '"' || c == '\'':
			i = stringEnd(text, i)
			lineStart = false
			continue
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth = max(depth-1, 0)
		}
		if c == '\n' {
			lineStart = depth == 0
		} else if c != ' ' && c != '\t' && c != '\r' {
			lineStart = false
		}
		i++
	}
	return len(text)
}

// after returns the place after the next occurrence of a mark, or the text's end.
func after(text []byte, from int, mark string) int {
	if n := bytes.Index(text[from:], []byte(mark)); n >= 0 {
		return from + n + len(mark)
	}
	return len(text)
}

// stringEnd returns where the TOML string that starts at a place ends. One that is
// not closed ends with its line.
func stringEnd(text []byte, at int) int {
	quote := text[at : at+1]
	escapes := quote[0] == '"'
	if triple := bytes.Repeat(quote, 3); bytes.HasPrefix(text[at:], triple) {
		quote = triple
	}
	for i := at + len(quote); i < len(text); i++ {
		switch {
		case escapes && text[i] == '\\':
			i++
		case bytes.HasPrefix(text[i:], quote):
			end := i + len(quote)
			for len(quote) == 3 && end < len(text) && end < i+5 && text[end] == quote[0] {
				end++ // up to two quotes may stand before the closing three
			}
			return end
		case text[i] == '\n' && len(quote) == 1:
			return i
		}
	}
	return len(text)
}

// anySettings decodes a header with the TOML library.
func (r *Revision) anySettings(head string) ([]setting, error) {
	if err := nesting.Check(r.Path, head); err != nil {
		return nil, err
	}
	values := map[string]any{}
	meta, err := toml.Decode(head, &values)
	if err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return nil, r.bad(parse.Position.Line, "", "%s", parse.Message)
		}
		return nil, r.bad(1, "", "%s", err)
	}
	var settings []setting
	for _, key := range meta.Keys() {
		if len(key) == 1 {
			value := values[key[0]]
			if at, ok := value.(time.Time); ok && isLocal(at) {
				value = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
			}
			settings = append(settings, setting{key[0], value, keyLine(head, key[0])})
		}
	}
	return settings, nil
}

// isLocal reports whether a TOML time has no offset.
func isLocal(at time.Time) bool { return strings.HasSuffix(at.Location().String(), "-local") }

// keyLine finds the line of a key.
func keyLine(head, key string) int {
	n := 0
	for line := range strings.Lines(head) {
		n++
		name, _, ok := strings.Cut(line, "=")
		name, _, _ = strings.Cut(name, ".")
		if ok && strings.Trim(name, " \t\"'") == key {
			return n
		}
	}
	return 1
}

// plainSettings reads a header in which each line is blank, a comment, or a key with
// plain strings or a time: what every generated file has. It is many times as fast
// as a TOML decoder; ok is false where the header has anything else.
func plainSettings(head string) (settings []setting, ok bool) {
	line := 0
	for text := range strings.Lines(head) {
		line++
		if cut, ok := strings.CutSuffix(text, "\n"); ok {
			text = strings.TrimSuffix(cut, "\r")
		}
		text = strings.Trim(text, " \t")
		if text == "" {
			continue
		}
		if text[0] == '#' {
			if !isPlain(text) {
				return nil, false
			}
			continue
		}
		key, rest, found := strings.Cut(text, "=")
		key = strings.TrimRight(key, " \t")
		known := slices.Contains(headerNames, key)
		twice := slices.ContainsFunc(settings, func(s setting) bool { return s.key == key })
		if !found || !known || twice {
			return nil, false
		}
		value, rest, ok := plainValue(strings.TrimLeft(rest, " \t"))
		rest = strings.TrimLeft(rest, " \t")
		if !ok || rest != "" && (rest[0] != '#' || !isPlain(rest)) {
			return nil, false
		}
		settings = append(settings, setting{key, value, line})
	}
	return settings, true
}

// isPlain reports whether a text has no control character and is valid UTF-8.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' && text[i] != '\t' || text[i] == 0x7f {
			return false
		}
	}
	return utf8.ValidString(text)
}

// plainValue reads a string, a list of strings, or a time in UTC.
func plainValue(text string) (value any, rest string, ok bool) {
	switch {
	case text == "":
		return nil, "", false
	case text[0] == '"':
		return plainString(text)
	case text[0] == '[':
		return plainList(text[1:])
	}
	word, rest := text, ""
	if n := strings.IndexAny(text, " \t#"); n >= 0 {
		word, rest = text[:n], text[n:]
	}
	at, err := time.Parse("2006-01-02T15:04:05Z", word)
	return at, rest, err == nil && len(word) == len("2006-01-02T15:04:05Z")
}

func plainString(text string) (value any, rest string, ok bool) {
	end := strings.IndexByte(text[1:], '"')
	if end < 0 || strings.HasPrefix(text, `""`) && strings.HasPrefix(text[2:], `"`) {
		return nil, "", false
	}
	inner := text[1 : end+1]
	return inner, text[end+2:], isPlain(inner) && !strings.Contains(inner, `\`)
}

func plainList(text string) (value any, rest string, ok bool) {
	list := []any{}
	for {
		text = strings.TrimLeft(text, " \t")
		if strings.HasPrefix(text, "]") {
			return list, text[1:], true
		}
		if !strings.HasPrefix(text, `"`) {
			return nil, "", false
		}
		item, after, ok := plainString(text)
		if !ok {
			return nil, "", false
		}
		list = append(list, item)
		text = strings.TrimLeft(after, " \t")
		if strings.HasPrefix(text, ",") {
			text = text[1:]
		} else if !strings.HasPrefix(text, "]") {
			return nil, "", false
		}
	}
}

// firstComment returns the first comment line that stands above everything else and
// is not left out: the message of a file that has no other.
func firstComment(head, mark string, leaveOut func(string) bool) string {
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		text, ok := strings.CutPrefix(line, mark)
		if !ok {
			return ""
		}
		if text = strings.TrimSpace(text); text != "" && !leaveOut(text) {
			return text
		}
	}
	return ""
}

// isCommentedKey recognises a key of the header that was commented out.
func isCommentedKey(text string) bool {
	key, _, ok := strings.Cut(text, "=")
	return ok && slices.Contains(headerNames, strings.TrimSpace(key))
}
