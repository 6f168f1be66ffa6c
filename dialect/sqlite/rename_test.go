package sqlite

import (
	"testing"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// TestFollow: the texts of a table's indexes get new names too, from which a rebuild makes them again.
func TestFollow(t *testing.T) {
	table, err := ParseTable("CREATE TABLE t (id INTEGER PRIMARY KEY, old INTEGER)")
	if err != nil {
		t.Fatal(err)
	}
	table.Indexes = []*schema.Index{{Name: "i", Source: "CREATE INDEX i ON t (old + 1) WHERE old > 3"}}
	db := &schema.Database{Tables: []*schema.Table{table}}
	Dialect{}.Follow(db, &ops.RenameColumn{On: ops.On{Table: "t"}, Column: "old", To: "new"})
	Dialect{}.Follow(db, &ops.RenameTable{On: ops.On{Table: "t"}, To: "order"})
	if got, want := table.Indexes[0].Source, `CREATE INDEX i ON "order" ("new" + 1) WHERE "new" > 3`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
