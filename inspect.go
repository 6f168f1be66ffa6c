package migrate

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	"github.com/limbeck/migrate/autogen"
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/models/gostruct"
	"github.com/limbeck/migrate/models/sqlfile"
	"github.com/limbeck/migrate/models/tomlfile"
	"github.com/limbeck/migrate/runner"
	"github.com/limbeck/migrate/schema"
)

// Inspect returns what makes an empty database what the live one is, all but the
// tool's own tables.
func (m *Migrator) Inspect(ctx context.Context) (*Difference, error) {
	db, err := m.db()
	if err != nil {
		return nil, err
	}
	conn, done, err := dialect.Connect(ctx, m.d, db)
	if err != nil {
		return nil, err
	}
	defer done()
	live, err := introspect.Read(ctx, conn, m.d, introspect.Options{AllSchemas: true, Exact: true})
	if err != nil {
		return nil, err
	}
	sqlfile.Raise(m.d, live)
	return m.between(ctx, &schema.Database{}, source{db: live, complete: true, verbatim: true}, nil, nil)
}

// DiffSources compares any two sources, each the URL of a database, or a .sql or
// .toml file, or a folder of such files or of a Go package: what makes the first
// the second. An empty one stands for the configured database, or for the models.
func (m *Migrator) DiffSources(ctx context.Context, from, to string, renames ...Rename) (*Difference, error) {
	db, err := m.db()
	if err != nil {
		return nil, err
	}
	have, err := m.source(ctx, from, m.live)
	if err != nil {
		return nil, err
	}
	wish, err := m.source(ctx, to, m.models)
	if err != nil {
		return nil, err
	}
	native, err := dialect.Lower(m.d, have.db)
	if err != nil {
		return nil, err
	}
	conn, done, err := dialect.Connect(ctx, m.d, db)
	if err != nil {
		return nil, err
	}
	defer done()
	wish.complete = wish.complete && have.complete
	return m.between(ctx, native, wish, m.judge(conn), renames)
}

// source is a schema in neutral form.
type source struct {
	db       *schema.Database
	complete bool // it can declare every kind of object
	verbatim bool // what has no name is to stay without one
}

// between compares a native database with a source.
func (m *Migrator) between(ctx context.Context, native *schema.Database, wish source,
	judge func(context.Context, *schema.Database) (*schema.Database, error), renames []Rename) (*Difference, error) {
	result, err := autogen.Compare(ctx, m.d, wish.db, native, autogen.Options{
		Judge:    judge,
		Naming:   m.config.Autogenerate.Naming,
		Exclude:  m.exclude(),
		Renames:  autogenRenames(renames),
		Native:   wish.complete,
		Complete: wish.complete,
		Verbatim: wish.verbatim,
	})
	if err != nil {
		return nil, badRename(err)
	}
	statements, err := runner.Statements(m.d, native, result.Upgrade)
	return &Difference{result, statements, native}, err
}

func (m *Migrator) live(ctx context.Context) (source, error) {
	db, err := m.db()
	if err != nil {
		return source{}, err
	}
	return m.readSource(ctx, db)
}

func (m *Migrator) models(ctx context.Context) (source, error) {
	db, err := m.Models(ctx)
	return source{db: db, complete: m.complete()}, err
}

func (m *Migrator) readSource(ctx context.Context, db *sql.DB) (source, error) {
	conn, done, err := dialect.Connect(ctx, m.d, db)
	if err != nil {
		return source{}, err
	}
	defer done()
	live, err := introspect.Read(ctx, conn, m.d, introspect.Options{AllSchemas: true})
	if err != nil {
		return source{}, err
	}
	sqlfile.Raise(m.d, live)
	return source{db: live, complete: true}, nil
}

// source reads what a word on the command line names.
func (m *Migrator) source(ctx context.Context, text string, otherwise func(context.Context) (source, error)) (source, error) {
	if text == "" {
		return otherwise(ctx)
	}
	info, err := os.Stat(text)
	switch {
	case err == nil && info.IsDir():
		return m.folderSource(ctx, text)
	case err == nil && filepath.Ext(text) == ".sql":
		return m.sqlSource(ctx, []string{text})
	case err == nil && filepath.Ext(text) == ".toml":
		return tomlSource([]string{text})
	}
	d, driver, dsn, err := ParseURL(text)
	if err != nil {
		return source{}, &ConfigError{fmt.Errorf("%s is neither the URL of a database nor a .sql or .toml file or a folder that is there", Redact(text))}
	}
	if d.Name() != m.d.Name() {
		return source{}, &ConfigError{fmt.Errorf("%s is a database of %s, and the configured one is of %s: databases of one kind can be compared", Redact(text), d.Name(), m.d.Name())}
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return source{}, err
	}
	defer db.Close()
	return m.readSource(ctx, db)
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
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return source{}, err
	}
	c := m.config.Models
	db, err := gostruct.Load(gostruct.Options{Dir: absolute, Packages: []string{"."}, Types: c.Types,
		GORM: gostruct.GORM{TablePrefix: c.GORM.TablePrefix, SingularTable: c.GORM.SingularTable}})
	return source{db: db}, err
}

func (m *Migrator) sqlSource(ctx context.Context, files []string) (source, error) {
	db, err := m.sqlModels(ctx, files)
	return source{db: db, complete: true}, err
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
	return source{db: all}, nil
}
