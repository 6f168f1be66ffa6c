package sqlfile

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"os"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/schema"
)

// Load runs the files, in their order, on an empty database and reads back what
// they made, in neutral form. An error names the file and the line of the
// statement.
func Load(ctx context.Context, empty *sql.Conn, d dialect.Dialect, files []string) (*schema.Database, error) {
	restore, err := d.Remember(ctx, empty)
	if err != nil {
		return nil, err
	}
	origins := map[string]string{}
	var events []*schema.Event
	var former []formerName
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		named, err := formerNames(d.Lexicon(), path, string(text))
		if err != nil {
			return nil, err
		}
		former = append(former, named...)
		for _, piece := range d.Lexicon().Split(string(text)) {
			event, err := introspect.DeclaredEvent(d, piece.SQL)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, piece.Line, err)
			}
			if event != nil {
				events = append(events, event)
				continue
			}
			if _, err := empty.ExecContext(ctx, piece.SQL); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, piece.Line, err)
			}
			if name := createdTable(d.Lexicon().Tokens(piece.SQL)); name != "" && origins[name] == "" {
				origins[name] = fmt.Sprintf("%s:%d", path, piece.Line)
			}
		}
	}
	if err := restore(ctx); err != nil { // the dumps of pg_dump empty the search_path
		return nil, err
	}
	db, err := introspect.Read(ctx, empty, d, introspect.Options{AllSchemas: true, Fresh: true})
	if err != nil {
		return nil, err
	}
	db.Events = append(db.Events, events...)
	Raise(d, db)
	for _, t := range db.Tables {
		t.Origin = cmp.Or(origins[t.Name], files[0])
	}
	return db, setFormerNames(db, former)
}

// createdTable returns the name, without its schema, in CREATE TABLE [IF NOT
// EXISTS] name; empty for any other statement.
func createdTable(tokens []dialect.Token) string {
	if len(tokens) < 3 || !tokens[0].Is("create") || !tokens[1].Is("table") {
		return ""
	}
	at := 2
	if len(tokens) > 5 && tokens[2].Is("if") {
		at = 5
	}
	for at+2 < len(tokens) && tokens[at+1].Is(".") {
		at += 2
	}
	return tokens[at].Name()
}

// Raise puts a database that was read from a server into neutral form, in place.
func Raise(d dialect.Dialect, db *schema.Database) {
	native := schema.Clone(db)
	for _, t := range db.Tables {
		d.RaiseTable(t, native)
	}
}
