package sqlfile

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/schema"
)

// Load runs the files on an empty database and reads back what they made, in
// neutral form. A statement that needs what only a later one makes is run again
// after that, so that the order of files and of tables in them doesn't matter. An
// error names the file and the line of the statement. Privileges are granted and read
// only where that is asked for: the server may not have the roles.
func Load(ctx context.Context, empty *sql.Conn, d dialect.Dialect, files []string, grants bool) (*schema.Database, error) {
	restore, err := d.Remember(ctx, empty)
	if err != nil {
		return nil, err
	}
	l := &loader{conn: empty, d: d, grants: grants, long: map[dialect.Object]string{}}
	if l.home, err = d.Home(ctx, empty); err != nil {
		return nil, err
	}
	for _, path := range files {
		if err := l.read(path); err != nil {
			return nil, err
		}
	}
	if l.session, err = introspect.SessionOf(ctx, empty, d); err != nil {
		return nil, err
	}
	for {
		err, progress := l.run(ctx)
		if e := restore(ctx); e != nil { // the dumps of pg_dump empty the search_path
			return nil, cmp.Or(err, e) // a statement may have cost us the connection
		}
		if err == nil {
			break
		}
		if !progress || ctx.Err() != nil {
			return nil, err
		}
	}
	if err := d.Prepare(ctx, empty); err != nil { // the files were read as the server reads them; its catalog is not
		return nil, err
	}
	db, err := introspect.Read(ctx, empty, d, introspect.Options{AllSchemas: true, Fresh: true, ExactTables: l.exact, Grants: grants})
	if err != nil {
		return nil, err
	}
	db.Events, db.Skipped = append(db.Events, l.events...), append(db.Skipped, l.virtual...)
	Raise(d, db)
	origins := l.origins()
	for _, t := range db.Tables {
		t.Origin = cmp.Or(origins[t.Name], files[0])
		t.Exact = true
	}
	return db, setFormerNames(db, l.former)
}

// exact are the words that may mean nothing where they stand, but that a dump
// repeats: see [introspect.Options].
var exact = regexp.MustCompile(`(?i)\b(USING|KEY_BLOCK_SIZE)\b`)

// loader runs the statements of files.
type loader struct {
	conn       *sql.Conn
	d          dialect.Dialect
	home       string // the default schema, which is there
	statements []*statement
	events     []*schema.Event
	session    introspect.Session // before the first statement
	former     []formerName
	grants     bool
	virtual    []schema.Skipped          // that are of modules which are not here
	exact      bool                      // the files may have such words
	long       map[dialect.Object]string // names that the server cuts, by what it makes of them
}

type statement struct {
	sql, origin string
	event       *schema.Event // that it makes, for which it isn't run
	session     bool          // it sets what those after it are read by
	undone      bool          // a transaction undoes it, and all that it does is to define something
	done        bool
}

// read splits a file into its statements. Those that begin or end a transaction are
// left out: one that is rolled back would take its tables with it.
func (l *loader) read(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	former, err := formerNames(l.d.Lexicon(), path, string(text))
	if err != nil {
		return err
	}
	l.former = append(l.former, former...)
	l.exact = l.exact || exact.Match(text)
	for _, piece := range l.d.Lexicon().Split(string(text)) {
		origin := fmt.Sprintf("%s:%d", path, piece.Line)
		event, err := introspect.DeclaredEvent(l.d, piece.SQL)
		if err != nil {
			return fmt.Errorf("%s: %w", origin, err)
		}
		effect := l.d.Effect(piece.SQL)
		if err := l.distinct(effect); err != nil {
			return fmt.Errorf("%s: %w", origin, err)
		}
		switch {
		case event != nil:
			l.events = append(l.events, event)
			l.statements = append(l.statements, &statement{origin: origin, event: event})
		case l.leaves(piece.SQL) || l.atHome(effect, piece.SQL):
		case l.d.Traits().Serverwide != nil && l.d.Traits().Serverwide(piece.SQL):
			return fmt.Errorf("%s: the statement changes the whole server, and models say what one database has: take it out of the models, and run it by hand or in an execute", origin)
		case effect.Kind != dialect.Begin && effect.Kind != dialect.Commit:
			l.statements = append(l.statements, &statement{sql: piece.SQL, origin: origin, session: effect.Kind == dialect.Session || effect.Verb == "select",
				undone: l.d.Traits().TransactionalDDL && !effect.Alone && (effect.Kind == dialect.Definition || effect.Verb == "comment")})
		}
	}
	return nil
}

// The words of statements about roles.
var verbs, roles = []string{"create", "alter", "drop"}, []string{"role", "user", "group"}

// leaves reports whether a statement says of roles what is not read: owners and privileges, where
// that isn't asked for; and the roles themselves and their members, which are the whole server's.
func (l *loader) leaves(sql string) bool {
	tokens := l.d.Lexicon().Tokens(sql)
	last := len(tokens) - 1
	switch {
	case last < 2:
		return false
	case slices.ContainsFunc(verbs, tokens[0].Is) && slices.ContainsFunc(roles, tokens[1].Is):
		return !tokens[2].Is("mapping") // a user mapping is a database's own
	case tokens[0].Is("alter"):
		defaults := tokens[1].Is("default") && tokens[2].Is("privileges")
		owner := tokens[last-2].Is("owner") && tokens[last-1].Is("to")
		return (defaults || owner) && !l.grants
	case tokens[0].Is("grant") || tokens[0].Is("revoke"):
		member := !slices.ContainsFunc(tokens, func(t dialect.Token) bool { return t.Is("on") })
		return member || !l.grants
	}
	return false
}

// atHome reports whether a statement makes the default schema and nothing in it.
func (l *loader) atHome(e dialect.Effect, sql string) bool {
	if e.Verb != "create" || len(e.Objects) != 1 || e.Objects[0] != (dialect.Object{Kind: "schema", Name: schema.Name{Name: l.home}}) {
		return false
	}
	within := func(t dialect.Token) bool { return t.Is("create") || t.Is("grant") }
	return !slices.ContainsFunc(l.d.Lexicon().Tokens(sql)[1:], within)
}

// distinct refuses to create what the server takes for another thing, since it cuts
// both names alike: an IF NOT EXISTS would pass over it without a word.
func (l *loader) distinct(e dialect.Effect) error {
	limit := l.d.Lexicon().NameBytes
	for _, o := range e.Objects {
		full := o.Name.Name
		if e.Verb != "create" || o.Kind == "trigger" || limit == 0 || len(full) <= limit { // a trigger's name is its table's own
			continue
		}
		o.Name.Name = strings.ToValidUTF8(full[:limit], "") // never within a character
		if other := l.long[o]; other != "" && other != full {
			return fmt.Errorf("the %s names %q and %q are the same to the server, which cuts names at %d bytes; shorten one", o.Kind, other, full, limit)
		}
		l.long[o] = full
	}
	return nil
}

// run runs the statements that have not been run, in the session that the others
// make for them. It returns the first error, and whether a statement was run that
// an earlier try could not.
func (l *loader) run(ctx context.Context) (first error, progress bool) {
	apart := 0
	for i, s := range l.statements {
		if s.done && !s.session {
			continue
		}
		if n := batch(l.statements[i:]); n > 1 && i >= apart {
			if l.together(ctx, l.statements[i:i+n]) {
				progress = true
				continue
			}
			apart = i + n // one by one, to find the one that fails
		}
		err := l.execute(ctx, s)
		if virtual, ok := introspect.Virtual(l.d, s.sql); ok && err != nil { // nothing of it would be read back
			err, l.virtual = nil, append(l.virtual, virtual)
		}
		if err == nil {
			progress = progress || !s.done
			s.done = true
		} else if first == nil {
			first = fmt.Errorf("%s: %w", s.origin, err)
		}
	}
	return first, progress
}

// execute runs a statement. Of one that makes an event only the session is noted in which it stands.
func (l *loader) execute(ctx context.Context, s *statement) error {
	if s.event != nil {
		return l.session.Note(ctx, l.conn, s.event)
	}
	_, err := l.conn.ExecContext(ctx, s.sql)
	return err
}

// origins tells where each table is created.
func (l *loader) origins() map[string]string {
	out := map[string]string{}
	for _, s := range l.statements {
		if name := createdTable(l.d.Lexicon().Tokens(s.sql)); name != "" && out[name] == "" {
			out[name] = s.origin
		}
	}
	return out
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
