package orm

import (
	"context"
	"strings"
	"testing"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/revision"
)

// older are tables as earlier versions of GORM and its drivers made them: a unique
// column without a name for its constraint, a SQLite key that is numbered without
// AUTOINCREMENT.
var older = map[string]string{
	"sqlite": `
CREATE TABLE ` + "`teams` (`id` integer,`name` text,PRIMARY KEY (`id`))" + `;
CREATE TABLE ` + "`members` (`id` integer,`created_at` datetime,`updated_at` datetime,`deleted_at` datetime,`email` text UNIQUE,`nick` text,`team_id` integer," +
		"PRIMARY KEY (`id`),CONSTRAINT `fk_members_team` FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`))" + `;
CREATE INDEX ` + "`idx_members_deleted_at` ON `members`(`deleted_at`)" + `;
CREATE UNIQUE INDEX ` + "`idx_members_nick` ON `members`(`nick`)",
	"postgres": `
CREATE TABLE teams (id bigserial, name varchar(80), PRIMARY KEY (id));
CREATE TABLE members (id bigserial, created_at timestamptz, updated_at timestamptz, deleted_at timestamptz, email varchar(80) UNIQUE, nick varchar(40), team_id bigint,
	PRIMARY KEY (id), CONSTRAINT fk_members_team FOREIGN KEY (team_id) REFERENCES teams (id));
CREATE INDEX idx_members_deleted_at ON members (deleted_at);
CREATE UNIQUE INDEX idx_members_nick ON members (nick)`,
	"mysql": `
CREATE TABLE teams (id bigint unsigned AUTO_INCREMENT, name varchar(80), PRIMARY KEY (id));
CREATE TABLE members (id bigint unsigned AUTO_INCREMENT, created_at datetime(3) NULL, updated_at datetime(3) NULL, deleted_at datetime(3) NULL,
	email varchar(80) UNIQUE, nick varchar(40), team_id bigint unsigned,
	PRIMARY KEY (id), INDEX idx_members_deleted_at (deleted_at), UNIQUE INDEX idx_members_nick (nick),
	CONSTRAINT fk_members_team FOREIGN KEY (team_id) REFERENCES teams (id))`,
}

// TestOlderGORM: a team whose tables an earlier GORM made sees nothing either, before
// and after its database is adopted.
func TestOlderGORM(t *testing.T) {
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			db := newDatabase(t, dialect)
			for _, statement := range strings.Split(older[dialect], ";\n") {
				if _, err := db.db.Exec(statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
			o := oracle{dir: ".", pkg: "./gormmodels/older", dialect: dialect}
			o.nothingToDo(t, o.open(t, db))
			versions := t.TempDir()
			m := o.open(t, db, versions)
			if _, err := m.Adopt(context.Background(), migrate.NewRevision{NewOptions: revision.NewOptions{Message: "adopt"}}); err != nil {
				t.Fatal(err)
			}
			o.nothingToDo(t, o.open(t, db, versions))
			again := newDatabase(t, dialect) // what the adopted revision makes
			m = o.open(t, again, versions)
			if _, err := m.Upgrade(context.Background(), "heads"); err != nil {
				t.Fatal(err)
			}
			o.nothingToDo(t, m)
		})
	}
}
