package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/limbeck/migrate/autogen"
	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/models/gostruct"
	"github.com/limbeck/migrate/models/sqlfile"
	"github.com/limbeck/migrate/models/tomlfile"
	"github.com/limbeck/migrate/schema"
)

// nativeModels reports whether all models are SQL of this database's own kind,
// which says nothing of what the dialect has not.
func (m *Migrator) nativeModels() bool { return len(m.config.Models.Go)+len(m.config.Models.TOML) == 0 }

// Declared is what the models say, and where they say it.
type Declared struct {
	Database *schema.Database // neutral
	Models   []Declaration
	// Skipped are structs that look like models, and why they make no table.
	Skipped []gostruct.Skipped
}

// Declaration is one table of the models.
type Declaration struct {
	Source string // "go", "toml" or "sql"
	Name   string // of the struct, or of its field that makes a join table; empty for TOML and SQL
	Table  schema.Name
	Origin string // file:line
}

// Models reads what the project's models declare, in neutral form. Tables may come
// from several sources, each from one of them.
func (m *Migrator) Models(ctx context.Context) (*schema.Database, error) {
	d, err := m.Declared(ctx)
	if err != nil {
		return nil, err
	}
	return d.Database, nil
}

// Declared does what [Migrator.Models] does and tells where each table comes from.
func (m *Migrator) Declared(ctx context.Context) (*Declared, error) {
	c := m.config.Models
	if len(c.Go)+len(c.TOML)+len(c.SQL) == 0 {
		return nil, &ConfigError{fmt.Errorf("there are no models: set [models] in %s, such as go = [\"./models\"]", m.configPath())}
	}
	out := &Declared{Database: &schema.Database{}}
	if len(c.Go) > 0 {
		read, err := gostruct.Read(m.structs())
		if err != nil {
			return nil, err
		}
		out.Skipped = read.Skipped
		for _, d := range read.Models {
			out.Models = append(out.Models, Declaration{"go", d.Name, d.Table, d.Origin})
		}
		if err := join(out.Database, read.Database); err != nil {
			return nil, err
		}
	}
	files, err := modelFiles(m.config, c.TOML, ".toml")
	if err != nil {
		return nil, err
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		db, err := tomlfile.Parse(path, text)
		if err != nil {
			return nil, err
		}
		if err := out.add("toml", db); err != nil {
			return nil, err
		}
	}
	if files, err = modelFiles(m.config, c.SQL, ".sql"); err != nil || len(files) == 0 {
		return out, err
	}
	db, err := m.sqlModels(ctx, files)
	if err != nil {
		return nil, err
	}
	return out, out.add("sql", db)
}

// add adds the tables of a file.
func (d *Declared) add(source string, db *schema.Database) error {
	for _, t := range db.Tables {
		d.Models = append(d.Models, Declaration{Source: source, Table: t.ID(), Origin: t.Origin})
	}
	return join(d.Database, db)
}

// structs says where the Go models are.
func (m *Migrator) structs() gostruct.Options {
	c := m.config.Models
	g := c.GORM
	gorm := gostruct.GORM{
		TablePrefix: g.TablePrefix, SingularTable: g.SingularTable, NoLowerCase: g.NoLowerCase, NameReplacer: g.NameReplacer,
		MaxIdentifier: g.IdentifierMaxLength, NoForeignKeys: isFalse(g.ForeignKeys), NoRelationships: isFalse(g.Relationships),
		DefaultStringSize: g.DefaultStringSize, DatetimePrecision: g.DatetimePrecision,
	}
	dialect := ""
	if m.d != nil {
		dialect = m.d.Name()
	}
	return gostruct.Options{
		Dir: m.config.Dir, Dialect: dialect, Packages: c.Go, Include: c.Include, Exclude: c.Exclude, Types: c.Types,
		GORM: gorm, Bun: gostruct.Bun{NoForeignKeys: isFalse(c.Bun.ForeignKeys)},
	}
}

// isFalse reports whether a setting that is true by itself was set to false.
func isFalse(b *bool) bool { return b != nil && !*b }

// sqlModels loads SQL files into a scratch database beside the live one.
func (m *Migrator) sqlModels(ctx context.Context, files []string) (db *schema.Database, err error) {
	err = m.inScratch(ctx, func(empty *sql.Conn) error {
		db, err = sqlfile.Load(ctx, empty, m.d, files, m.grants())
		return err
	})
	return db, err
}

// spell makes a neutral database in a scratch database, and reads it back as the
// server spells it. Events are left out: the server would start to run them.
func (m *Migrator) spell(ctx context.Context, wish *schema.Database) (db *schema.Database, err error) {
	still := *wish
	still.Events = nil
	d, err := m.between(ctx, &schema.Database{}, source{db: &still, complete: true, verbatim: true}, autogen.Filter{}, nil, nil)
	if err != nil {
		return nil, err
	}
	err = m.inScratch(ctx, func(empty *sql.Conn) error {
		if err := m.d.Prepare(ctx, empty); err != nil {
			return err
		}
		for _, s := range d.Statements {
			if _, err := empty.ExecContext(ctx, s); err != nil {
				return err
			}
		}
		db, err = introspect.Read(ctx, empty, m.d, introspect.Options{AllSchemas: true})
		return err
	})
	return db, err
}

// inScratch runs something on an empty database beside the live one, or on the
// server of dev_url, which is gone afterwards.
func (m *Migrator) inScratch(ctx context.Context, run func(empty *sql.Conn) error) (err error) {
	host, at, done, err := m.scratchHost()
	if err != nil {
		return err
	}
	defer done()
	conn, err := host.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	scratch, err := m.d.Scratch(ctx, conn, at)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, scratch.Drop(context.WithoutCancel(ctx))) }()
	db, err := sql.Open(m.driver, scratch.DSN)
	if err != nil {
		return err
	}
	defer db.Close()
	empty, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer empty.Close()
	for _, s := range scratch.First {
		if _, err := empty.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return run(empty)
}

// scratchHost returns the database beside which scratch databases are made, with
// its DSN.
func (m *Migrator) scratchHost() (host *sql.DB, dsn string, done func(), err error) {
	text := ""
	if m.devURL != nil {
		if text, err = m.devURL(); err != nil {
			return nil, "", nil, &ConfigError{err}
		}
	}
	if text == "" {
		host, err = m.db()
		return host, m.dsn, func() {}, err
	}
	d, driver, dsn, err := ParseURL(text)
	switch {
	case err != nil:
		return nil, "", nil, &ConfigError{fmt.Errorf("dev_url: %w", err)}
	case d.Name() != m.d.Name():
		return nil, "", nil, &ConfigError{fmt.Errorf("dev_url is a database of %s, but url is one of %s: scratch databases have to be of the same kind", d.Name(), m.d.Name())}
	}
	host, err = sql.Open(driver, dsn)
	return host, dsn, func() { _ = host.Close() }, err
}

// modelFiles lists files; a folder stands for the files in it, and a pattern for those that match.
func modelFiles(c *config.Config, paths []string, extension string) ([]string, error) {
	var out []string
	for _, p := range paths {
		p = c.Resolve(p)
		info, err := os.Stat(p)
		if err != nil {
			matches, _ := filepath.Glob(p) // a malformed pattern is no file either
			if len(matches) == 0 {
				return nil, &ConfigError{fmt.Errorf("%s: [models]: %w", c.Path, err)}
			}
			out = append(out, matches...)
			continue
		}
		if !info.IsDir() {
			out = append(out, p)
			continue
		}
		inside, err := filepath.Glob(filepath.Join(p, "*"+extension))
		if err != nil {
			return nil, err
		}
		out = append(out, inside...) // Glob sorts
	}
	return out, nil
}

// join adds one source's objects to those of the others.
func join(all, db *schema.Database) error {
	there := all.TablesByID()
	for _, t := range db.Tables {
		if other := there[t.ID()]; other != nil {
			return fmt.Errorf("table %s is declared twice: at %s and at %s", t.ID(), other.Origin, t.Origin)
		}
		there[t.ID()] = t
		all.Tables = append(all.Tables, t)
	}
	for _, e := range db.Enums {
		if all.Enum(schema.Name{Schema: e.Schema, Name: e.Name}) == nil {
			all.Enums = append(all.Enums, e)
		}
	}
	if db.Default != "" {
		all.Default, all.DefaultComment = db.Default, db.DefaultComment
	}
	all.Schemas = append(all.Schemas, db.Schemas...)
	all.Extensions = append(all.Extensions, db.Extensions...)
	all.Domains = append(all.Domains, db.Domains...)
	all.Composites = append(all.Composites, db.Composites...)
	all.Objects = append(all.Objects, db.Objects...)
	all.Sequences = append(all.Sequences, db.Sequences...)
	all.Views = append(all.Views, db.Views...)
	all.Routines = append(all.Routines, db.Routines...)
	all.Triggers = append(all.Triggers, db.Triggers...)
	all.Events = append(all.Events, db.Events...)
	all.Grants = append(all.Grants, db.Grants...)
	all.Skipped = append(all.Skipped, db.Skipped...)
	return nil
}

func (m *Migrator) configPath() string {
	if m.config.Path == "" {
		return config.FileName
	}
	return m.config.Path
}
