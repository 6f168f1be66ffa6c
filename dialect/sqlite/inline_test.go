package sqlite

import (
	"slices"
	"testing"
)

// TestOwnTables: what the shell's .schema prints can be run.
func TestOwnTables(t *testing.T) {
	var got []string
	for _, p := range lexicon.Split("CREATE TABLE t (a);\nCREATE TABLE sqlite_sequence(name,seq);\nCREATE TABLE sqlite_stat1(tbl,idx,stat);\nCREATE TABLE \"sqlite_x\" (a);") {
		got = append(got, p.SQL)
	}
	if want := []string{"CREATE TABLE t (a)", `CREATE TABLE "sqlite_x" (a)`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
