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

// TestRefused checks that a change which the server would refuse is refused when the revision is
// asked for.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"CREATE TABLE a (x int); CREATE TABLE b (x int, y int, z int); CREATE TABLE c () INHERITS (a, b)",
			"CREATE TABLE a (x bigint); CREATE TABLE b (x bigint, y bigint, z bigint); CREATE TABLE c () INHERITS (a, b)",
			"table c has a column from several of its parents (a, b) whose type would change, and the server changes none of those: " +
				"the table can't leave one of them meanwhile, as its column y,"},
		{"CREATE TABLE t (a int) PARTITION BY LIST (a)", "CREATE TABLE t (a bigint) PARTITION BY LIST (a)",
			"table t is partitioned by its column a, whose type would change"},
		{"CREATE TABLE t (a int); CREATE TABLE u (t t)", "CREATE TABLE t (a int, b int DEFAULT 1); CREATE TABLE u (t t)",
			"table t: the column b would come with a value, which the server refuses"},
	} {
		r := &pairRun{t: t, pair: pair{Dialect: "postgres", From: c.from, To: c.to}}
		r.db = r.load(r.From)
		r.configure()
		if r.autogenerate() != nil || !strings.Contains(strings.Join(r.failures, "\n"), c.want) {
			t.Errorf("%s: got %q, want %q", c.to, r.failures, c.want)
		}
	}
}
