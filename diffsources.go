package migrate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/models/gostruct"
	"github.com/limbeck/migrate/models/tomlfile"
	"github.com/limbeck/migrate/schema"
)

// source is a schema in neutral form.
type source struct {
	db       *schema.Database
	live     bool // it was read from a database that others may use too
	complete bool // what it doesn't have is not to be
	objects  bool // it can declare objects beside tables
	verbatim bool // what has no name is to stay without one

	completeKinds bool // it is complete in the kinds that it declares
}

// DiffSources compares any two sources, each the URL of a database, or a .sql or
// .toml file, or a folder of such files or of a Go package: what makes the first
// the second. An empty one stands for the configured database, or for the models.
func (m *Migrator) DiffSources(ctx context.Context, from, to string, renames ...Rename) (*Difference, error) {
	base, err := m.base(from, to)
	if err != nil {
		return nil, err
	}
	if base != m {
		defer base.close()
	}
	have, err := m.sourceOr(ctx, base, from, m.live)
	if err != nil {
		return nil, err
	}
	wish, err := m.sourceOr(ctx, base, to, m.models)
	if err != nil {
		return nil, err
	}
	filter := m.filter()
	if have.live && !wish.live {
		filter.Only = withEmpty(m.onlySchemas(wish.db), have.db)
	} else if wish.live && !have.live {
		filter.Only = m.onlySchemas(have.db)
	}
	if wish.complete = wish.complete && have.objects; !have.objects {
		wish.db.Views, wish.db.Routines, wish.db.Triggers, wish.db.Events, wish.db.Sequences, wish.db.Domains = nil, nil, nil, nil, nil, nil
	}
	native, err := dialect.Lower(base.d, have.db)
	if err != nil {
		return nil, err
	}
	db, err := base.db()
	if err != nil {
		return nil, err
	}
	conn, done, err := dialect.Connect(ctx, base.d, db)
	if err != nil {
		return nil, err
	}
	defer done()
	return base.between(ctx, native, wish, filter, base.judge(conn), renames)
}

// base finds the database on which two sources are compared, which is asked how it
// spells things and beside which SQL files are loaded: the one that --url names,
// else the first source that is a database, else the configured one.
func (m *Migrator) base(from, to string) (*Migrator, error) {
	if !m.chosen && from != "" && to != "" {
		for _, text := range []string{from, to} {
			if !isFile(text) {
				return m.existing(text)
			}
		}
	}
	if _, err := m.db(); err != nil {
		if from == "" || to == "" {
			return nil, err
		}
		return nil, &ConfigError{errors.New("files are compared on a database, which tells how it spells them and keeps its own schema: " +
			"give one with --url, such as sqlite://:memory: for SQLite, or an empty one of a PostgreSQL or MySQL server")}
	}
	return m, nil
}

// isFile reports whether a source is a file or folder that is there, other than a
// SQLite database.
func isFile(text string) bool {
	info, err := os.Stat(text)
	return err == nil && (info.IsDir() || filepath.Ext(text) == ".sql" || filepath.Ext(text) == ".toml")
}

// existing returns a Migrator for the database that a source names, which has to be
// there.
func (m *Migrator) existing(text string) (*Migrator, error) {
	d, driver, dsn, err := ParseURL(text)
	if err != nil {
		return nil, &ConfigError{fmt.Errorf("%s is neither the URL of a database nor a .sql or .toml file or a folder that is there", Redact(text))}
	}
	return m.at(text, d, driver, d.Existing(dsn))
}

// sourceOr reads what a word on the command line names; an empty one is another source.
func (m *Migrator) sourceOr(ctx context.Context, base *Migrator, text string, otherwise func(context.Context) (source, error)) (source, error) {
	if text == "" {
		return otherwise(ctx)
	}
	if !isFile(text) {
		return m.databaseSource(ctx, base, text)
	}
	if info, err := os.Stat(text); err == nil && info.IsDir() {
		return base.folderSource(ctx, text)
	}
	if filepath.Ext(text) == ".sql" {
		return base.sqlSource(ctx, []string{text})
	}
	return tomlSource([]string{text})
}

func (m *Migrator) databaseSource(ctx context.Context, base *Migrator, text string) (source, error) {
	other, err := m.existing(text)
	if err != nil {
		return source{}, err
	}
	defer other.close()
	if other.d.Name() != base.d.Name() {
		return source{}, &ConfigError{fmt.Errorf("%s is a database of %s, and it would be compared on %s: databases of one kind can be compared",
			Redact(text), other.d.Name(), base.d.Name())}
	}
	return other.live(ctx)
}

func (m *Migrator) live(ctx context.Context) (source, error) {
	db, err := m.readLive(ctx, introspect.Options{AllSchemas: true, Grants: m.grants()})
	if err != nil {
		return source{}, err
	}
	for _, t := range db.Tables {
		t.Exact = true
	}
	return source{db: db, live: true, complete: true, objects: true}, nil
}

func (m *Migrator) models(ctx context.Context) (source, error) {
	db, err := m.Models(ctx)
	return source{db: db, complete: m.complete(), completeKinds: m.onlyTOML(), objects: m.complete() || m.onlyTOML()}, err
}

// folderSource reads a folder of .sql files, else of .toml files, else of Go.
func (m *Migrator) folderSource(ctx context.Context, dir string) (source, error) {
	for _, kind := range []struct {
		pattern string
		read    func([]string) (source, error)
	}{
		{"*.sql", func(files []string) (source, error) { return m.sqlSource(ctx, files) }},
		{"*.toml", tomlSource},
	} {
		files, err := filepath.Glob(filepath.Join(dir, kind.pattern))
		if err != nil {
			return source{}, err
		}
		if len(files) > 0 {
			return kind.read(files)
		}
	}
	if files, err := filepath.Glob(filepath.Join(dir, "*.go")); err == nil && len(files) == 0 {
		return source{}, &ConfigError{fmt.Errorf("%s has no .sql, .toml or .go files", dir)}
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return source{}, err
	}
	options := m.structs()
	options.Dir, options.Packages = absolute, []string{"."}
	db, err := gostruct.Load(options)
	return source{db: db}, err
}

func (m *Migrator) sqlSource(ctx context.Context, files []string) (source, error) {
	db, err := m.sqlModels(ctx, files)
	return source{db: db, complete: true, objects: true}, err
}

func tomlSource(files []string) (source, error) {
	all := &schema.Database{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return source{}, err
		}
		db, err := tomlfile.Parse(path, text)
		if err != nil {
			return source{}, err
		}
		if err := join(all, db); err != nil {
			return source{}, err
		}
	}
	return source{db: all, objects: true, completeKinds: true}, nil
}
