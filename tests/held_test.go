package tests

import (
	"strings"
	"testing"
)

// TestHeld checks that a comparison says what the server will refuse, or lose without a word, for
// the sake of an object that is left alone.
func TestHeld(t *testing.T) {
	const from = "CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int, d int); CREATE TABLE gone (); CREATE PUBLICATION pub FOR TABLE "
	const to = "CREATE TABLE kept (id int PRIMARY KEY, a bigint, second bigint, d bigint)"
	tables, want := "t, gone", []string{"publication pub loses table gone"}
	if postgresMajor(t) >= 15 { // the first with columns in a publication
		tables = "t (id, a, b) WHERE (id > 5), gone"
		want = append(want, "publication pub names column kept.a", "publication pub names column kept.second")
	}
	r := &pairRun{t: t, pair: pair{Dialect: "postgres", From: from + tables, To: to, Rename: []string{"t=kept", "t.b=kept.second"}}}
	r.db = r.load(r.From)
	r.configure()
	written := r.autogenerate()
	if written == nil {
		t.Fatal(r.failures)
	}
	var got []string
	for _, n := range written.Difference.Warnings {
		if what, _, ok := strings.Cut(n.Object+" "+n.Reason, ", which"); ok && strings.HasPrefix(what, "publication") {
			got = append(got, what)
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
}
