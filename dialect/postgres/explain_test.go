package postgres

import (
	"context"
	"strings"
	"testing"
)

// TestExplainDependents: what is in the way is named, whatever the SQLSTATE.
func TestExplainDependents(t *testing.T) {
	conn := testConn(t)
	mustExec(t, conn, `CREATE TABLE given (id int, other int); CREATE VIEW above AS SELECT id FROM given`)
	for statement, want := range map[string]string{
		`ALTER TABLE given ALTER COLUMN id TYPE bigint`: `stands on the column: drop or change that first (rule _RETURN on view above depends on column "id")`,
		`DROP TABLE given`: `drop or change those first (view above depends on table given)`,
	} {
		_, err := conn.ExecContext(context.Background(), statement)
		if got := New().Explain(err); !strings.HasSuffix(got, want) {
			t.Errorf("%s: %v: %q, want %q at its end", statement, err, got, want)
		}
	}
}
