package gostruct

import (
	"errors"
	"fmt"
	"slices"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
	"github.com/limbeck/migrate/schema"
)

// Options say where the models are.
type Options struct {
	// Dir is the folder that relative packages start from, and that origins are
	// told from: where migrations.toml is. Empty is the current folder.
	Dir string
	// Dialect is the database that the models are read for, if there is one: GORM's
	// drivers differ in things of which a model can't say one for each database.
	Dialect string
	// Packages are folders ("./models"), import paths within the module, and either
	// with "/..." for all packages below.
	Packages []string
	// Include and Exclude are patterns of structs, by "Name" or "package.Name": those
	// that are models whatever they look like, and those that are none. What a
	// struct's comment says goes before them.
	Include, Exclude []string
	// GORM is what the project sets in gorm.Config.
	GORM GORM
	// Bun is how the project makes the tables.
	Bun Bun
	// Types maps types of other packages to column types:
	// "example.com/money.Amount" to "numeric(12,2)".
	Types map[string]string
}

// GORM is the part of GORM's configuration that decides what the tables are.
type GORM struct {
	TablePrefix     string
	SingularTable   bool
	NoLowerCase     bool
	NameReplacer    [][2]string // pairs of old and new
	MaxIdentifier   int         // IdentifierMaxLength; without one 64, on PostgreSQL 63
	NoForeignKeys   bool        // DisableForeignKeyConstraintWhenMigrating
	NoRelationships bool        // IgnoreRelationshipsWhenMigrating: no join tables either
	// DefaultStringSize and DatetimePrecision are settings of GORM's MySQL driver.
	DefaultStringSize int
	DatetimePrecision *int
}

// Bun is how the tables of Bun's models are made.
type Bun struct {
	NoForeignKeys bool // CreateTable without WithForeignKeys
}

// Result is what was read.
type Result struct {
	Database *schema.Database
	Models   []Model
	Skipped  []Skipped
}

// Model is a struct that makes a table. A many-to-many join table, which has no
// struct, is listed under the field that declares it.
type Model struct {
	Name   string // package.Struct
	Table  schema.Name
	Origin string // file:line
}

// Skipped is a struct with model tags that makes no table, and why.
type Skipped struct{ Name, Origin, Reason string }

// Load returns the schema that the models declare, in neutral form: tables by
// package, file and place in the file, columns in the order of the fields. The
// error lists everything that is wrong ([Errors]).
func Load(opts Options) (*schema.Database, error) {
	res, err := Read(opts)
	if err != nil {
		return nil, err
	}
	return res.Database, nil
}

// Read does what [Load] does and tells where each table comes from.
func Read(opts Options) (*Result, error) {
	if len(opts.Packages) == 0 {
		return nil, errors.New("no packages of models are named: set `go = [\"./models\"]` under [models]")
	}
	loader, err := source.NewLoader(source.Options{
		Dir:          opts.Dir,
		Opaque:       func(path, name string) bool { return opts.Types[path+"."+name] != "" || lookUpKnown(path, name) != nil },
		OpaqueMethod: opaqueMethod,
		Builtin:      builtin,
	})
	if err != nil {
		return nil, err
	}
	r := &reader{opts: opts, loader: loader, db: &schema.Database{}, byType: map[string]*candidate{}, included: map[string]bool{}, enums: map[string]*enumUse{}}
	if err := r.findModels(); err != nil {
		return nil, err
	}
	r.buildTables()
	r.checkNames()
	if err := r.errs.orNil(); err != nil {
		return nil, err
	}
	r.result.Database = r.db
	return &r.result, nil
}

// reader is the state of one Read.
type reader struct {
	opts       Options
	loader     *source.Loader
	candidates []*candidate
	byType     map[string]*candidate // by the type's ID
	included   map[string]bool       // the patterns of Options.Include that match
	models     []*model
	enums      map[string]*enumUse
	db         *schema.Database
	result     Result
	errs       Errors
	nesting    int // of mapNamed
}

// model is a struct that makes a table, while the table is made.
type model struct {
	*candidate
	as       string // the name that the call of AutoMigrate gives to the table
	again    bool   // it is not the first table of the struct
	table    *schema.Table
	gorm     *gormSchema // for structs that follow GORM's rules
	drafts   []*draft
	keys     []*keyGroup
	tableSet settings
}

// buildTables makes the tables of all models, then what needs to see all of them.
func (r *reader) buildTables() {
	g, b := newGormReader(r), newBunReader(r)
	for _, m := range r.models {
		switch m.flavor {
		case gormFlavor:
			g.declare(m)
		case bunFlavor:
			b.declare(m)
		}
	}
	g.relate()
	for i := 0; i < len(r.models); i++ { // Bun's relations add models of other packages
		m := r.models[i]
		switch m.flavor {
		case gormFlavor:
			g.build(m)
		case bunFlavor:
			b.build(m)
		default:
			r.buildPlain(m)
		}
	}
	for _, m := range r.models {
		r.addModel(m.name(), m.table)
		if m.gorm != nil {
			g.buildJoins(m)
		}
	}
	for _, m := range r.models {
		r.resolveReferences(m)
	}
	if r.opts.Dialect == "postgres" {
		for _, t := range r.db.Tables {
			dropTwins(t)
		}
	}
}

// dropTwins takes out the unique constraints of the key's own columns: PostgreSQL
// makes one of a key and a unique constraint that CREATE TABLE has for it.
func dropTwins(t *schema.Table) {
	t.Uniques = slices.DeleteFunc(t.Uniques, func(u *schema.Unique) bool {
		return t.PrimaryKey != nil && slices.Equal(u.Columns, t.PrimaryKey.Columns) && !u.Deferrable && u.Include == nil
	})
}

func (r *reader) addModel(name string, t *schema.Table) {
	r.db.Tables = append(r.db.Tables, t)
	r.result.Models = append(r.result.Models, Model{Name: name, Table: t.ID(), Origin: t.Origin})
}

// checkNames reports tables and columns that are defined twice.
func (r *reader) checkNames() {
	first := map[schema.Name]*schema.Table{}
	for _, t := range r.db.Tables {
		if other := first[t.ID()]; other != nil {
			r.errs.add(t.Origin, "table %s is defined twice: here and at %s; name one with migrate:\"table=…\" or TableName(), or leave one out with //migrate:ignore", t.ID(), other.Origin)
			continue
		}
		first[t.ID()] = t
		columns := map[string]string{}
		for _, c := range t.Columns {
			if at, ok := columns[c.Name]; ok {
				r.errs.add(c.Origin, "column %s of table %s is defined twice: here and at %s", c.Name, t.ID(), at)
			}
			columns[c.Name] = c.Origin
		}
		if len(t.Columns) == 0 {
			r.errs.add(t.Origin, "table %s has no columns: the struct has no exported field that makes one", t.ID())
		}
	}
}

// name returns the model's name as code in another package would write it.
func (m *candidate) name() string { return fmt.Sprintf("%s.%s", m.decl.Pkg.Name, m.decl.Name) }
