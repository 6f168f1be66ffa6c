package sqlfile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// renamedComment is how a SQL model says what a table or column was called before:
// a comment at the end of its line, or on a line of its own above.
var renamedComment = regexp.MustCompile(`^(.*)--\s*migrate:renamed_from\s*=\s*(\S+)\s*$`)

// formerName is one such comment. Without a column it is about the table.
type formerName struct {
	table, column, name, origin string
}

// formerNames finds them in a file.
func formerNames(lex dialect.Lexicon, path, text string) ([]formerName, error) {
	var out []formerName
	table, waiting := "", 0 // comments that wait for the line they are about
	for i, line := range strings.Split(text, "\n") {
		m := renamedComment.FindStringSubmatch(line)
		if m != nil {
			line = m[1]
			out = append(out, formerName{name: m[2], origin: fmt.Sprintf("%s:%d", path, i+1)})
			waiting++
		}
		tokens := lex.Tokens(line)
		if len(tokens) == 0 {
			continue
		}
		started, created := createdTable(tokens), createdTables(tokens)
		for ; waiting > 0; waiting-- {
			f := &out[len(out)-waiting]
			switch atEnd := waiting == 1 && m != nil; {
			case atEnd && len(created) > 0:
				f.table = created[len(created)-1]
			case started != "":
				f.table = started
			default:
				f.table, f.column = table, tokens[0].Name()
			}
		}
		if len(created) > 0 {
			table = created[len(created)-1]
		}
	}
	if waiting > 0 {
		return nil, fmt.Errorf("%s: migrate:renamed_from stands at no CREATE TABLE and no column", out[len(out)-1].origin)
	}
	return out, nil
}

// createdTables are the tables that the statements of a line create.
func createdTables(tokens []dialect.Token) (names []string) {
	for len(tokens) > 0 {
		end := slices.IndexFunc(tokens, func(t dialect.Token) bool { return t.Is(";") })
		if end < 0 {
			end = len(tokens)
		}
		if name := createdTable(tokens[:end]); name != "" {
			names = append(names, name)
		}
		tokens = tokens[min(end+1, len(tokens)):]
	}
	return names
}

// setFormerNames puts what the comments say into the database that was read back.
func setFormerNames(db *schema.Database, list []formerName) error {
	for _, f := range list {
		found := false
		for _, t := range db.Tables {
			if !strings.EqualFold(t.Name, f.table) {
				continue
			}
			if f.column == "" {
				t.RenamedFrom, found = f.name, true
			}
			for _, c := range t.Columns {
				if strings.EqualFold(c.Name, f.column) {
					c.RenamedFrom, found = f.name, true
				}
			}
		}
		if !found {
			return fmt.Errorf("%s: migrate:renamed_from stands at no CREATE TABLE and no column", f.origin)
		}
	}
	return nil
}
