package orm

import (
	"strings"
	"testing"

	mysqldriver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"

	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/tests/orm/bunmodels/relations"
	"github.com/limbeck/migrate/tests/orm/gormmodels/naming"
)

// TestGORMSettings: what an application sets in gorm.Config and in the driver's
// configuration is said in [models.gorm].
func TestGORMSettings(t *testing.T) {
	no, zero := false, 0
	for _, test := range []struct {
		name   string
		theirs gorm.Config
		mysql  mysql.Config
		ours   config.GORM
		on     []string // without: SQLite, since it makes no difference
	}{
		{name: "prefix", theirs: gorm.Config{NamingStrategy: schema.NamingStrategy{TablePrefix: "t_", SingularTable: true}}, ours: config.GORM{TablePrefix: "t_", SingularTable: true}},
		{
			name:   "names",
			theirs: gorm.Config{NamingStrategy: schema.NamingStrategy{NameReplacer: strings.NewReplacer("CID", "Cid", "Label", "Tag"), IdentifierMaxLength: 30}},
			ours:   config.GORM{NameReplacer: [][2]string{{"CID", "Cid"}, {"Label", "Tag"}}, IdentifierMaxLength: 30},
			on:     dialects,
		},
		{name: "case", theirs: gorm.Config{NamingStrategy: schema.NamingStrategy{NoLowerCase: true}}, ours: config.GORM{NoLowerCase: true}},
		{name: "no foreign keys", theirs: gorm.Config{DisableForeignKeyConstraintWhenMigrating: true}, ours: config.GORM{ForeignKeys: &no}, on: []string{"mysql"}},
		{name: "no relationships", theirs: gorm.Config{IgnoreRelationshipsWhenMigrating: true}, ours: config.GORM{Relationships: &no}},
		{name: "driver", mysql: mysql.Config{DefaultStringSize: 171, DisableDatetimePrecision: true}, ours: config.GORM{DefaultStringSize: 171, DatetimePrecision: &zero}, on: []string{"mysql"}},
	} {
		if test.on == nil {
			test.on = []string{"sqlite"}
		}
		for _, dialect := range test.on {
			t.Run(test.name+"/"+dialect, func(t *testing.T) {
				create := func(t *testing.T, db *database) {
					dialector := gormDialector(t, db)
					if dialect == "mysql" {
						dialector = mysqlDialector(t, db, test.mysql)
					}
					theirs := test.theirs
					theirs.Logger = logger.Discard
					g, err := gorm.Open(dialector, &theirs)
					if err != nil {
						t.Fatal(err)
					}
					if err := naming.Migrate(g); err != nil {
						t.Fatal(err)
					}
				}
				oracle{dir: ".", pkg: "./gormmodels/naming", dialect: dialect, create: create, models: config.Models{GORM: test.ours}}.same(t)
			})
		}
	}
}

func mysqlDialector(t *testing.T, db *database, c mysql.Config) gorm.Dialector {
	t.Helper()
	dsn, err := mysqldriver.ParseDSN(db.dsn)
	if err != nil {
		t.Fatal(err)
	}
	dsn.ParseTime = true
	c.DSN = dsn.FormatDSN()
	return mysql.New(c)
}

// TestBunSettings: without WithForeignKeys there are none.
func TestBunSettings(t *testing.T) {
	no := false
	create := func(t *testing.T, db *database) { bunCreate(t, db, relations.Models(), false) }
	oracle{
		dir: ".", pkg: "./bunmodels/relations", dialect: "sqlite", create: create, unnamed: true,
		models: config.Models{Bun: config.Bun{ForeignKeys: &no}},
	}.same(t)
}
