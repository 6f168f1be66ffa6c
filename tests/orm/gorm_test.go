package orm

import (
	"strings"
	"testing"

	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	admin "github.com/limbeck/migrate/tests/orm/gormmodels/apps/admin/initialize"
	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/conduit"
	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/gallery"
	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/gateway"
	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/ledger"
	mesh "github.com/limbeck/migrate/tests/orm/gormmodels/apps/mesh/db"
	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/social"
	"github.com/limbeck/migrate/tests/orm/gormmodels/custom"
	"github.com/limbeck/migrate/tests/orm/gormmodels/kinds"
	"github.com/limbeck/migrate/tests/orm/gormmodels/layout"
	mysqlmodels "github.com/limbeck/migrate/tests/orm/gormmodels/mysql"
	"github.com/limbeck/migrate/tests/orm/gormmodels/partial"
	postgresmodels "github.com/limbeck/migrate/tests/orm/gormmodels/postgres"
	"github.com/limbeck/migrate/tests/orm/gormmodels/relations"
	"github.com/limbeck/migrate/tests/orm/gormmodels/tags"
)

// gormPackages are the packages of GORM models; without dialects for all of them.
var gormPackages = []struct {
	name     string
	migrate  func(*gorm.DB) error
	dialects []string
}{
	{"kinds", kinds.Migrate, nil},
	{"custom", custom.Migrate, nil},
	{"tags", tags.Migrate, nil},
	{"layout", layout.Migrate, nil},
	{"relations", relations.Migrate, nil},
	{"apps/admin/model/system", admin.RegisterTables, nil},
	{"apps/conduit", conduit.Migrate, nil},
	{"apps/gallery", gallery.Migrate, nil},
	{"apps/gateway", gateway.InitDB, nil},
	{"apps/ledger", ledger.Migrate, nil},
	{"apps/mesh/types", mesh.Migrate, nil},
	{"apps/social", social.Migrate, nil},
	{"postgres", postgresmodels.Migrate, []string{"postgres"}},
	{"mysql", mysqlmodels.Migrate, []string{"mysql"}},
	{"partial", partial.Migrate, []string{"sqlite", "postgres"}},
}

// TestGORM compares our reading of GORM models with AutoMigrate.
func TestGORM(t *testing.T) {
	for _, p := range gormPackages {
		on := p.dialects
		if on == nil {
			on = dialects
		}
		for _, dialect := range on {
			t.Run(p.name+"/"+dialect, func(t *testing.T) {
				create := func(t *testing.T, db *database) { autoMigrate(t, db, p.migrate) }
				o := oracle{dir: ".", pkg: "./gormmodels/" + p.name, dialect: dialect, create: create}
				if no := false; strings.HasPrefix(p.name, "apps/admin/") {
					o.models.GORM.ForeignKeys = &no
				}
				o.same(t)
			})
		}
	}
}

// openGORM opens a database as an application would, by GORM's own drivers; only
// SQLite's is one without cgo.
func openGORM(t *testing.T, db *database) *gorm.DB {
	t.Helper()
	g, err := gorm.Open(gormDialector(t, db), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if pool, err := g.DB(); err == nil {
			_ = pool.Close()
		}
	})
	return g
}

func gormDialector(t *testing.T, db *database) gorm.Dialector {
	switch db.dialect.Name() {
	case "postgres":
		return postgres.Open(db.url)
	case "mysql":
		return mysqlDialector(t, db, mysql.Config{})
	}
	return sqlite.New(sqlite.Config{DriverName: "sqlite", DSN: db.dsn})
}

func autoMigrate(t *testing.T, db *database, migrate func(*gorm.DB) error) {
	t.Helper()
	if err := migrate(openGORM(t, db)); err != nil {
		t.Fatalf("AutoMigrate: %v", err)
	}
}
