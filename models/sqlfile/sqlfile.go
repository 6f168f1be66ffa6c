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
	var schemas []string
	origins := map[string]string{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for _, piece := range d.Lexicon().Split(string(text)) {
			if _, err := empty.ExecContext(ctx, piece.SQL); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, piece.Line, err)
			}
			tokens := d.Lexicon().Tokens(piece.SQL)
			if name := created(tokens, "schema"); name != "" {
				schemas = append(schemas, name)
			}
			if name := created(tokens, "table"); name != "" && origins[name] == "" {
				origins[name] = fmt.Sprintf("%s:%d", path, piece.Line)
			}
		}
	}
	db, err := introspect.Read(ctx, empty, d, introspect.Options{Schemas: schemas})
	if err != nil {
		return nil, err
	}
	native := schema.Clone(db)
	for _, t := range db.Tables {
		d.RaiseTable(t, native)
		t.Origin = cmp.Or(origins[t.Name], files[0])
	}
	return db, nil
}

// created returns the name, without its schema, in CREATE kind [IF NOT EXISTS]
// name; empty for any other statement.
func created(tokens []dialect.Token, kind string) string {
	if len(tokens) < 3 || !tokens[0].Is("create") || !tokens[1].Is(kind) {
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
