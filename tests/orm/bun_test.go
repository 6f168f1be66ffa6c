package orm

import (
	"context"
	"slices"
	"testing"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/mysqldialect"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"

	"github.com/limbeck/migrate/tests/orm/bunmodels/kinds"
	"github.com/limbeck/migrate/tests/orm/bunmodels/postgres"
	"github.com/limbeck/migrate/tests/orm/bunmodels/relations"
	"github.com/limbeck/migrate/tests/orm/bunmodels/tags"
)

// bunPackages are the packages of Bun models; without dialects for all of them.
var bunPackages = []struct {
	name     string
	models   []any
	dialects []string
}{
	{"kinds", kinds.Models(), nil},
	{"tags", tags.Models(), nil},
	{"relations", relations.Models(), nil},
	{"postgres", postgres.Models(), []string{"postgres"}},
}

// TestBun compares our reading of Bun models with CreateTable.
func TestBun(t *testing.T) {
	for _, p := range bunPackages {
		on := p.dialects
		if on == nil {
			on = dialects
		}
		for _, dialect := range on {
			t.Run(p.name+"/"+dialect, func(t *testing.T) {
				create := func(t *testing.T, db *database) { bunCreate(t, db, p.models, true) }
				oracle{dir: ".", pkg: "./bunmodels/" + p.name, dialect: dialect, create: create, unnamed: true}.same(t)
			})
		}
	}
}

var bunDialects = map[string]func() schema.Dialect{
	"sqlite":   func() schema.Dialect { return sqlitedialect.New() },
	"postgres": func() schema.Dialect { return pgdialect.New() },
	"mysql":    func() schema.Dialect { return mysqldialect.New() },
}

func bunCreate(t *testing.T, db *database, models []any, foreignKeys bool) {
	t.Helper()
	b := bun.NewDB(db.db, bunDialects[db.dialect.Name()]())
	last := slices.Clone(models) // join tables first
	slices.Reverse(last)
	b.RegisterModel(last...)
	for _, model := range models {
		create := b.NewCreateTable().Model(model)
		if foreignKeys {
			create = create.WithForeignKeys()
		}
		if _, err := create.Exec(context.Background()); err != nil {
			t.Fatalf("CreateTable %T: %v", model, err)
		}
	}
}
