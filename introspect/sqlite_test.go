package introspect_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/sqlite"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/schema"
)

// sqliteDatabase makes a database of a script.
func sqliteDatabase(t *testing.T, script string) *sql.DB {
	t.Helper()
	driver, dsn, _, err := sqlite.New().DSN("sqlite:" + filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(script); err != nil {
		t.Fatal(err)
	}
	return db
}

// queryCounter counts queries.
type queryCounter struct {
	dialect.Queryer
	n int
}

func (c *queryCounter) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	c.n++
	return c.Queryer.QueryContext(ctx, query, args...)
}

func TestSQLiteReadsInOneQuery(t *testing.T) {
	var script strings.Builder
	for i := range 200 {
		fmt.Fprintf(&script, "CREATE TABLE t%d (id INTEGER PRIMARY KEY, a TEXT, b INT REFERENCES t%d); CREATE INDEX i%d ON t%d (a); CREATE VIEW v%d AS SELECT a FROM t%d;", i, i/2, i, i, i, i)
	}
	q := &queryCounter{Queryer: sqliteDatabase(t, script.String())}
	db, err := introspect.Read(context.Background(), q, sqlite.New(), introspect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(db.Tables) != 200 || len(db.Views) != 200 || q.n != 1 {
		t.Errorf("%d tables, %d views, %d queries", len(db.Tables), len(db.Views), q.n)
	}
}

func TestSQLiteReadsOneTable(t *testing.T) {
	db := sqliteDatabase(t, `CREATE TABLE parent (a INT, b INT, PRIMARY KEY (b, a)); CREATE TABLE Child (x INT, y INT, FOREIGN KEY (x, y) REFERENCES PARENT);
		CREATE INDEX i ON child (x); CREATE TRIGGER tr AFTER INSERT ON child BEGIN SELECT 1; END; CREATE VIEW child_view AS SELECT 1; CREATE INDEX other ON parent (a)`)
	read := func(name schema.Name) *schema.Database {
		got, err := introspect.Read(context.Background(), db, sqlite.New(), introspect.Options{Table: &name})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := read(schema.Name{Name: "child"})
	if len(got.Tables) != 1 || got.Tables[0].Name != "Child" || len(got.Tables[0].Indexes) != 1 || len(got.Triggers) != 1 || len(got.Views) != 0 {
		t.Fatalf("%+v", got)
	}
	if f := got.Tables[0].ForeignKeys[0]; f.References != "parent" || f.Referred == nil || len(f.Referred) != 0 {
		t.Errorf("%+v", f)
	}
	for _, none := range []schema.Name{{Name: "nowhere"}, {Name: "child_view"}, {Schema: "other", Name: "child"}} {
		if got := read(none); len(got.Tables) != 0 {
			t.Errorf("%s: %+v", none, got.Tables[0])
		}
	}
}

func TestSQLiteCanonicalize(t *testing.T) {
	wish := &schema.Database{Tables: []*schema.Table{{
		Name:        "t",
		Columns:     []*schema.Column{{Name: "a", Type: schema.SQL("integer"), Default: &schema.Default{SQL: schema.SQL("1 + 1")}}},
		ForeignKeys: []*schema.ForeignKey{{Name: "fk", Columns: []string{"a"}, References: "p", Referred: []string{"id"}}},
		Checks:      []*schema.Check{{Name: "ck", SQL: schema.SQL("t.a > 0")}},
		Indexes:     []*schema.Index{{Name: "ix", Columns: []schema.IndexPart{{SQL: schema.SQL("(a + 1)")}}}},
	}}}
	got, err := introspect.Canonicalize(context.Background(), nil, sqlite.New(), wish)
	if err != nil {
		t.Fatal(err)
	}
	table := got.Tables[0]
	if table.Checks[0].SQL.Any != "a > 0" || table.Indexes[0].Columns[0].SQL.Any != "(a + 1)" || table.Columns[0].Default.SQL.Any != "1 + 1" || len(table.ForeignKeys) != 1 {
		t.Errorf("%+v", table)
	}
}
