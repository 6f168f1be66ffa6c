package orm

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"
	"gorm.io/gorm"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
	bundeliberate "github.com/limbeck/migrate/tests/orm/bunmodels/deliberate"
	gormdeliberate "github.com/limbeck/migrate/tests/orm/gormmodels/deliberate"
	"github.com/limbeck/migrate/tests/orm/gormmodels/deliberate/pair"
)

// deliberateRow is a difference that docs/gorm.md or docs/bun.md tells of: what the ORM makes,
// and what Limbeck makes, of the same models. A row whose two sides are the same one
// day has no place in the documents any more.
type deliberateRow struct {
	name, dialect, table string
	theirs, ours         string // in the words of the server
}

var gormDifferences = []deliberateRow{
	{"a key takes no NULL", "sqlite", "keyeds", "`code` text,", `"code" text NOT NULL`},
	{"a string has single quotes", "sqlite", "keyeds", "`state` text DEFAULT \"draft\"", `"state" text DEFAULT 'draft'`},
	{"true is 1", "sqlite", "keyeds", "`on` numeric DEFAULT true", `"on" numeric DEFAULT 1`},
	{"a float has a point", "sqlite", "keyeds", "`score` real DEFAULT 0,", `"score" real DEFAULT 0.0`},
	{"a numbered key is numbered", "sqlite", "wides", "`id` bigint", `"id" integer PRIMARY KEY AUTOINCREMENT`},
}

func TestGORMDifferences(t *testing.T) {
	o := oracle{dir: ".", pkg: "./gormmodels/deliberate", dialect: "sqlite"}
	theirs := newDatabase(t, "sqlite")
	autoMigrate(t, theirs, gormdeliberate.Migrate)
	ours, _ := o.made(t)
	for _, row := range gormDifferences {
		row.check(t, theirs, ours)
	}
	t.Run("the order of a join table's key", func(t *testing.T) {
		key := func(db *database) []string {
			return db.read(t).Table(schema.Name{Name: "left_rights"}).PrimaryKey.Columns
		}
		if a, b := key(theirs), key(ours); slices.Equal(a, b) {
			t.Errorf("the same: %v", a)
		}
	})
	t.Run("the names of the keys of a relation with itself", func(t *testing.T) {
		for _, dialect := range dialects {
			for times := range 5 { // GORM takes either side, and makes the other's keys as well when it runs again
				db := newDatabase(t, dialect)
				migrate := gormdeliberate.Migrate
				if dialect != "sqlite" {
					migrate = func(g *gorm.DB) error { return g.AutoMigrate(&gormdeliberate.Member{}) }
				}
				for range times + 1 {
					autoMigrate(t, db, migrate)
				}
				for _, op := range found(t, oracle{dir: ".", pkg: o.pkg, dialect: dialect}, db) {
					if strings.Contains(op, "follows") {
						t.Errorf("%s: diff finds %s", dialect, op)
					}
				}
			}
		}
		if keys := ours.read(t).Table(schema.Name{Name: "follows"}).ForeignKeys; len(keys) != 2 {
			t.Errorf("%d foreign keys", len(keys))
		}
	})
	t.Run("what is no longer in the struct", func(t *testing.T) {
		if _, err := theirs.db.Exec("ALTER TABLE keyeds ADD COLUMN old text"); err != nil {
			t.Fatal(err)
		}
		autoMigrate(t, theirs, gormdeliberate.Migrate)
		if found := found(t, o, theirs); !slices.Contains(found, "drop_column keyeds.old") {
			t.Errorf("diff finds %q", found)
		}
	})
	t.Run("one column of a key is dropped", func(t *testing.T) {
		db := newDatabase(t, "sqlite")
		autoMigrate(t, db, pair.Migrate)
		if ddl := db.ddl(t, "pairs"); !strings.Contains(ddl, "`id` integer PRIMARY KEY AUTOINCREMENT") {
			t.Errorf("GORM makes %s", ddl)
		}
		_, err := oracle{dir: ".", pkg: "./gormmodels/deliberate/pair", dialect: "sqlite"}.open(t, db).Diff(context.Background())
		if err == nil || !strings.Contains(err.Error(), "primary key by itself") {
			t.Errorf("the error is %v", err)
		}
	})
}

var bunDifferences = []deliberateRow{
	{"identity numbers", "sqlite", "owners", `"id" INTEGER NOT NULL, PRIMARY KEY ("id")`, `"id" integer PRIMARY KEY AUTOINCREMENT`},
	{"identity numbers", "mysql", "owners", "`id` int(11) NOT NULL,", "`id` int(11) NOT NULL AUTO_INCREMENT"},
	{"a key that numbers says no NOT NULL", "sqlite", "numbereds", `"id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT`, `"id" integer PRIMARY KEY AUTOINCREMENT`},
	{"constraints are named", "sqlite", "things", `UNIQUE ("code")`, `CONSTRAINT "uq_things_code" UNIQUE ("code")`},
	{"constraints are named", "sqlite", "things", `FOREIGN KEY ("owner_id") REFERENCES "owners"`, `CONSTRAINT "fk_things_owner_id" FOREIGN KEY ("owner_id")`},
	{"a typed key is numbered", "postgres", "things", "id bigint,", "id bigint identity"},
}

func TestBunDifferences(t *testing.T) {
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			models := bundeliberate.Models()
			theirs := newDatabase(t, dialect)
			if dialect == "mysql" { // a column without a type
				hashed := bun.NewDB(theirs.db, bunDialects[dialect]()).NewCreateTable().Model(models[len(models)-1])
				if _, err := hashed.Exec(context.Background()); err == nil {
					t.Error("Bun makes the table of an array of bytes")
				}
				models = models[:len(models)-1]
			}
			bunCreate(t, theirs, models, true)
			ours, _ := oracle{dir: ".", pkg: "./bunmodels/deliberate", dialect: dialect, unnamed: true}.made(t)
			for _, row := range bunDifferences {
				if row.dialect == dialect {
					row.check(t, theirs, ours)
				}
			}
		})
	}
}

func (row deliberateRow) check(t *testing.T, theirs, ours *database) {
	t.Run(row.name, func(t *testing.T) {
		a, b := theirs.ddl(t, row.table), ours.ddl(t, row.table)
		if !strings.Contains(a, row.theirs) || strings.Contains(a, row.ours) {
			t.Errorf("the ORM makes %s\nwant %s", a, row.theirs)
		}
		if !strings.Contains(b, row.ours) {
			t.Errorf("Limbeck makes %s\nwant %s", b, row.ours)
		}
	})
}

// found describes what diff finds.
func found(t *testing.T, o oracle, db *database) []string {
	t.Helper()
	d, err := o.open(t, db).Diff(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, op := range d.Upgrade {
		out = append(out, ops.Describe(op))
	}
	return out
}
