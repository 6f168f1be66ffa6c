package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/limbeck/migrate/autogen"
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/runner"
	"github.com/limbeck/migrate/schema"
)

// Rename tells a comparison that what is called one way in the database is called
// another in the models: tables ("users") or columns ("users.name").
type Rename struct{ Old, New string }

// ParseRename reads OLD=NEW.
func ParseRename(text string) (Rename, error) {
	old, name, ok := strings.Cut(text, "=")
	if !ok || old == "" || name == "" {
		return Rename{}, fmt.Errorf("--rename wants OLD=NEW, such as users=people or users.name=full_name, not %q", text)
	}
	return Rename{old, name}, nil
}

// Difference is what separates the database from the models.
type Difference struct {
	*autogen.Result
	// Statements is the SQL of the upgrade on this database.
	Statements []string
	// Dialect is what the statements are written in.
	Dialect dialect.Dialect

	live *schema.Database // what was compared with, native
}

// Diff compares the models with the live database and writes nothing.
func (m *Migrator) Diff(ctx context.Context, renames ...Rename) (*Difference, error) {
	return m.diff(ctx, m.readModels(ctx), renames, nil)
}

// diff is Diff, given the models, and knows what is new and not renamed.
func (m *Migrator) diff(ctx context.Context, models func() (*schema.Database, error), renames []Rename, fresh []string) (*Difference, error) {
	if len(m.config.Models.SQL) > 0 {
		_, _ = models() // before there is a connection to the live database
	}
	side, dbErr := m.liveSide(ctx)
	wish, err := models()
	if err == nil {
		err = dbErr
	}
	if dbErr == nil {
		defer side.done()
	}
	if err != nil {
		return nil, err
	}
	filter := m.filter()
	filter.Only = m.onlySchemas(wish, side.history)
	if err := m.readSide(ctx, side, filter.Only, referredSchemas(wish)); err != nil {
		return nil, err
	}
	moved, err := m.moveExtensions(ctx, wish, side, filter)
	if err != nil {
		return nil, err
	}
	filter.Only = withEmpty(filter.Only, side.live)
	options := autogen.Options{
		Judge:   m.judge(side.conn),
		Spell:   m.spell,
		History: side.history,
		Naming:  m.config.Autogenerate.Naming,
		Filter:  filter,
		Renames: autogenRenames(renames),
		Fresh:   fresh,
		Moved:   moved,
		Native:  m.nativeModels(),

		Complete:      m.complete(),
		CompleteKinds: m.onlyTOML(),
	}
	result, err := autogen.Compare(ctx, m.d, wish, side.live, options)
	if err == nil && introspect.Terse(m.d) && slices.ContainsFunc(result.Upgrade, takesKeys) {
		side.options.ExactTables = true
		if side.live, err = introspect.Read(ctx, side.conn, m.d, side.options); err != nil {
			return nil, err
		}
		result, err = autogen.Compare(ctx, m.d, wish, side.live, options)
	}
	if err != nil {
		return nil, badRename(err)
	}
	return m.difference(result, side.live)
}

// difference adds the statements to what a comparison found. Where there are none for it,
// something has perhaps only another name: the error says how to tell that, and the
// difference comes with it.
func (m *Migrator) difference(found *autogen.Result, live *schema.Database) (*Difference, error) {
	statements, err := runner.Statements(m.d, live, found.Upgrade)
	if err != nil {
		for _, c := range found.Candidates {
			for _, w := range found.Warnings {
				if w.Object == c.Kind+" "+c.New {
					err = fmt.Errorf("%w\n%s %s", err, w.Object, w.Reason)
				}
			}
		}
	}
	return &Difference{found, statements, m.d, live}, err
}

// takesKeys reports whether an operation takes away a key, an index or a collation, which
// the way back makes anew: then it has to be known exactly. MySQL's foreign keys take their
// index along, and a type may have no collation.
func takesKeys(op ops.Op) bool {
	switch op := op.(type) {
	case *ops.AlterColumn:
		return !op.Type.IsZero() || !op.Collation.IsZero() || slices.Contains(op.Drop, "collation")
	case *ops.DropTable, *ops.DropColumn, *ops.DropPrimaryKey, *ops.DropUnique, *ops.DropIndex, *ops.DropForeignKey:
		return true
	}
	return false
}

// readModels begins to read the models, and returns what waits for them. SQL models
// are loaded into the server that the live database is on: they wait till they are asked for.
func (m *Migrator) readModels(ctx context.Context) func() (*schema.Database, error) {
	read := sync.OnceValues(func() (*schema.Database, error) { return m.Models(ctx) })
	if len(m.config.Models.SQL) == 0 {
		go func() { _, _ = read() }()
	}
	return read
}

// liveSide is the database that models are compared with.
type liveSide struct {
	conn    *sql.Conn
	done    func()
	history *schema.Database
	options introspect.Options // what was read
	live    *schema.Database
}

// liveSide reads the database as far as it is known without the models that it is the
// project's.
func (m *Migrator) liveSide(ctx context.Context) (*liveSide, error) {
	db, err := m.reached(ctx)
	if err != nil {
		return nil, err
	}
	side := &liveSide{}
	if side.history, err = m.history(ctx); err != nil {
		return nil, err
	}
	if side.conn, side.done, err = dialect.Connect(ctx, m.d, db); err != nil {
		return nil, err
	}
	if err := m.readSide(ctx, side, m.onlySchemas(side.history), nil); err != nil {
		side.done()
		return nil, err
	}
	return side, nil
}

// readSide reads the schemas that are compared, and those that these refer to, unless it
// is just these that have been read.
func (m *Migrator) readSide(ctx context.Context, side *liveSide, only, referred []string) (err error) {
	options := introspect.Options{Schemas: slices.Concat(only, referred), AllSchemas: only == nil, NameSchemas: m.complete(), Grants: m.grants()}
	if side.live != nil && slices.Equal(options.Schemas, side.options.Schemas) {
		return nil
	}
	side.options = options
	side.live, err = introspect.Read(ctx, side.conn, m.d, options)
	return err
}

// moveExtensions reads the database as if the extensions that the models have in other schemas were there,
// with what is spelled so, and returns them: those that the server lets be moved.
func (m *Migrator) moveExtensions(ctx context.Context, wish *schema.Database, side *liveSide, filter autogen.Filter) ([]string, error) {
	to := map[string]string{}
	said := filter.Apply(&schema.Database{Extensions: slices.Clone(wish.Extensions)})
	for _, e := range said.Extensions {
		for _, l := range side.live.Extensions {
			if e.Name == l.Name && e.Schema != "" && e.Schema != l.Schema && e.Schema != side.live.Default {
				to[e.Name] = e.Schema
			}
		}
	}
	if len(to) == 0 {
		return nil, nil
	}
	live, moved, err := introspect.ReadMoved(ctx, side.conn, m.d, side.options, to)
	if err != nil || len(moved) == 0 {
		return nil, err
	}
	before := slices.Clone(side.live.Unread)
	for _, s := range side.live.Schemas {
		before = append(before, s.Name)
	}
	live.Extensions = side.live.Extensions
	live.Schemas = slices.DeleteFunc(live.Schemas, func(s *schema.Schema) bool { return !slices.Contains(before, s.Name) })
	live.Unread = slices.DeleteFunc(live.Unread, func(name string) bool { return !slices.Contains(before, name) })
	side.live = live
	return moved, nil
}

// badRename makes a rename that names what is not there a mistake in the command.
func badRename(err error) error {
	var bad *autogen.BadRename
	if errors.As(err, &bad) {
		return &ConfigError{err}
	}
	return err
}

func autogenRenames(renames []Rename) []autogen.Rename {
	out := make([]autogen.Rename, len(renames))
	for i, r := range renames {
		out[i] = autogen.Rename(r)
	}
	return out
}

// judge asks the live server how it spells things.
func (m *Migrator) judge(conn *sql.Conn) func(context.Context, *schema.Database) (*schema.Database, error) {
	return func(ctx context.Context, wish *schema.Database) (*schema.Database, error) {
		return introspect.Canonicalize(ctx, conn, m.d, wish)
	}
}

// history replays the applied revisions in memory, as far as they can be: it is a
// source of neutral words, which are only used where the database confirms them.
func (m *Migrator) history(ctx context.Context) (*schema.Database, error) {
	g, err := m.graph()
	if err != nil {
		return nil, err
	}
	current, err := m.Current(ctx)
	if err != nil {
		return nil, err
	}
	applied, err := g.Applied(current)
	if err != nil {
		return nil, err
	}
	db := &schema.Database{}
	for _, r := range applied {
		body, err := r.Body()
		if err != nil {
			return nil, err
		}
		for _, l := range body.Upgrade {
			_ = ops.Apply(db, l.Op) // what hand-written SQL did before is not known here
		}
	}
	return db, nil
}

// NotUpToDate says that the database lacks revisions.
type NotUpToDate struct{ Pending []string }

func (e *NotUpToDate) Error() string {
	return fmt.Sprintf("the database is not up to date: %d revision(s) are pending (%s)", len(e.Pending), strings.Join(e.Pending, ", "))
}

// upToDate returns an error unless everything of the history is applied: compared
// with a database that lags behind, the models would be written twice.
func (m *Migrator) upToDate(ctx context.Context) error {
	pending, err := m.Pending(ctx)
	if err == nil && len(pending) > 0 {
		return &NotUpToDate{revisionIDs(pending)}
	}
	return err
}

// Pending returns the revisions that are not applied yet, in the order in which
// an upgrade to the heads runs them.
func (m *Migrator) Pending(ctx context.Context) ([]*revision.Revision, error) {
	g, err := m.graph()
	if err != nil {
		return nil, err
	}
	current, err := m.Current(ctx)
	if err != nil {
		return nil, err
	}
	p, err := g.Upgrade(current, "heads")
	if err != nil {
		return nil, err
	}
	var out []*revision.Revision
	for _, s := range p.Steps {
		out = append(out, s.Revision)
	}
	return out, nil
}

func revisionIDs(list []*revision.Revision) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = r.ID
	}
	return out
}

// Report is the verdict of Check.
type Report struct {
	Heads, Current, Pending []string
	Unknown                 []string // applied, but in no file
	Unfinished              []string // steps that stopped halfway, such as "upgrade of 4f1c0a9be2d7"
	ChangedFiles            []string // paths of revisions whose files differ from what was run
	Changes                 []ops.Op // what the models have and the database has not, or the reverse
	Notes                   []autogen.Note
}

// UpToDate reports whether there is nothing to do.
func (r *Report) UpToDate() bool {
	return r.Sound() && len(r.Pending) == 0 && len(r.Unfinished) == 0 && len(r.Changes) == 0
}

// Sound reports whether history and database agree on what was applied.
func (r *Report) Sound() bool {
	return len(r.Heads) <= 1 && len(r.Unknown) == 0 && len(r.ChangedFiles) == 0
}

// Check tells whether anything is pending: revisions, changes of the models,
// several heads, a changed or vanished file. Models are compared when there are
// any and no revision is pending.
func (m *Migrator) Check(ctx context.Context) (*Report, error) {
	g, err := m.graph()
	if err != nil {
		return nil, err
	}
	r, err := m.runner()
	if err != nil {
		return nil, err
	}
	models := m.readModels(ctx) // most often there is nothing pending, and they are compared
	out := &Report{Heads: revisionIDs(g.Heads())}
	state, err := r.State(ctx)
	if err != nil {
		return nil, err
	}
	out.Current = state.Current
	for _, u := range state.Unfinished {
		out.Unfinished = append(out.Unfinished, string(u.Direction)+" of "+u.Revision)
	}
	known := slices.DeleteFunc(slices.Clone(out.Current), func(id string) bool { return g.Get(id) == nil })
	for _, id := range out.Current {
		if g.Get(id) == nil {
			out.Unknown = append(out.Unknown, id)
		}
	}
	p, err := g.Upgrade(known, "heads")
	if err != nil {
		return nil, err
	}
	for _, s := range p.Steps {
		out.Pending = append(out.Pending, s.Revision.ID)
	}
	if err := changedFiles(g, state.Checksums, known, out); err != nil {
		return nil, err
	}
	if len(out.Pending) == 0 && len(out.Unknown) == 0 && m.hasModels() {
		d, err := m.diff(ctx, models, nil, nil)
		if err != nil {
			return nil, err
		}
		out.Changes, out.Notes = d.Upgrade, append(d.Warnings, d.Unconfirmed...)
	}
	return out, nil
}

func changedFiles(g *revision.Graph, checksums map[string]string, current []string, out *Report) error {
	applied, err := g.Applied(current)
	if err != nil {
		return err
	}
	for _, rev := range applied {
		if sum, ok := checksums[rev.ID]; ok && sum != rev.Checksum {
			out.ChangedFiles = append(out.ChangedFiles, rev.Path)
		}
	}
	return nil
}

// complete reports whether the models declare all kinds of objects: SQL does.
func (m *Migrator) complete() bool { return len(m.config.Models.SQL) > 0 }

// onlyTOML reports whether all models are TOML, which can declare all kinds of
// objects, and is complete in those that it does.
func (m *Migrator) onlyTOML() bool {
	c := m.config.Models
	return len(c.TOML) > 0 && len(c.Go)+len(c.SQL) == 0
}

func (m *Migrator) hasModels() bool {
	c := m.config.Models
	return len(c.Go)+len(c.SQL)+len(c.TOML) > 0
}

// CreateAll creates the tables of the models that the database lacks and touches
// no other: what a test fixture needs.
func (m *Migrator) CreateAll(ctx context.Context) error {
	d, err := m.Diff(ctx)
	if err != nil {
		return err
	}
	return m.execute(ctx, d.live, onlyNew(d.Upgrade))
}

// DropAll drops the tables and enums that the models declare and the database has.
func (m *Migrator) DropAll(ctx context.Context) error {
	wish, err := m.Models(ctx)
	if err != nil {
		return err
	}
	db, err := m.db()
	if err != nil {
		return err
	}
	live, err := introspect.Read(ctx, db, m.d, introspect.Options{Schemas: schemasOf(wish)})
	if err != nil {
		return err
	}
	wish.Default = live.Default
	m.filter().Apply(wish)
	return m.execute(ctx, live, autogen.DropTables(m.d, wish, live))
}

// onlyNew keeps what creates something that was not there, and what belongs to it.
func onlyNew(list []ops.Op) []ops.Op {
	created := map[schema.Name]bool{}
	return slices.DeleteFunc(slices.Clone(list), func(op ops.Op) bool {
		switch o := op.(type) {
		case *ops.CreateTable:
			created[o.ID()] = true
			return false
		case *ops.CreateIndex:
			return !created[o.On.ID()]
		case *ops.CreateForeignKey:
			return !created[o.On.ID()]
		case *ops.CreateEnum:
			return false
		}
		return true
	})
}

func (m *Migrator) execute(ctx context.Context, live *schema.Database, list []ops.Op) error {
	db, err := m.db()
	if err != nil {
		return err
	}
	statements, err := runner.Statements(m.d, live, list)
	if err != nil {
		return err
	}
	conn, done, err := dialect.Connect(ctx, m.d, db)
	if err != nil {
		return err
	}
	defer done()
	for _, s := range statements {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%w\n\n%s", err, s)
		}
	}
	return nil
}
