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

// TestExplainNews: what an older server stumbles over is called by its name.
func TestExplainNews(t *testing.T) {
	for message, want := range map[string]string{
		`syntax error at or near "NULLS" at column 46`: "NULLS NOT DISTINCT needs PostgreSQL 15",
		`syntax error at or near "selct" at column 1`:  advice["42601"],
		`syntax error at or near "virtual"`:            "virtual generated columns need PostgreSQL 18: make the column `stored`",
		`unrecognized parameter "security_invoker"`:    "security_invoker needs PostgreSQL 15",
	} {
		if got := stateAdvice("42601", message); got != want {
			t.Errorf("%s: %q, want %q", message, got, want)
		}
	}
}
