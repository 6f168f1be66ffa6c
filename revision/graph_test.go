package revision

import (
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"
)

// parseGraph reads "c<a,b[label]{dep}": what c follows, carries and depends on.
func parseGraph(text string) []*Revision {
	var revs []*Revision
	for word := range strings.FieldsSeq(text) {
		part := func(open, end string) []string {
			_, rest, ok := strings.Cut(word, open)
			if !ok {
				return nil
			}
			inner, _, _ := strings.Cut(rest, end)
			return strings.Split(inner, ",")
		}
		r := &Revision{Labels: part("[", "]"), DependsOn: part("{", "}")}
		name, _, _ := strings.Cut(word, "[")
		name, _, _ = strings.Cut(name, "{")
		var parents string
		r.ID, parents, _ = strings.Cut(name, "<")
		if parents != "" {
			r.Down = strings.Split(parents, ",")
		}
		revs = append(revs, r)
	}
	return revs
}

func mustGraph(t testing.TB, text string) *Graph {
	t.Helper()
	g, err := New(parseGraph(text))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestUnsoundHistory(t *testing.T) {
	for _, c := range []struct {
		graph     string
		code      Code
		integrity bool
		names     string // what the message must say, "|" between
	}{
		{"a<c b<a c<b", CodeCycle, true, "a -> b -> c -> a"},
		{"a b<a,d c<b d<c e<d", CodeCycle, true, "b -> c -> d -> b"},
		{"a b<a c<b,e d<c e<d", CodeCycle, true, "c -> d -> e -> c|a, b, c, d, e"},
		{"a{c} b<a c<b", CodeDependencyCycle, true, "a -> b -> c -> a"},
		{"a{b} b{a} x", CodeDependencyCycle, true, "a -> b -> a"},
		{"a<a", CodeCycle, true, "a -> a"},
		{"a{a}", CodeDependencyCycle, true, "a -> a"},
		{"a[l]{l}", CodeDependencyCycle, true, "a -> a"},
		{"a b<nope", CodeMissingParent, true, "b|nope"},
		{"a b<a{nope}", CodeMissingDependency, true, "b|nope"},
		{"a b<l c[l]", CodeMissingParent, true, "b|'l'"},
		{"a a", CodeDuplicateRevision, true, "a"},
		{"a[x] b<a[x]", CodeDuplicateLabel, true, "x|a|b"},
		{"a b<a[a]", CodeDuplicateLabel, true, "'a'"},
		{"a-b", CodeIllegalID, false, "'-'|a-b"},
		{"head", CodeIllegalID, false, "head"},
		{"a[x@y]", CodeIllegalLabel, false, "x@y"},
		{"a[heads]", CodeIllegalLabel, false, "heads"},
		{strings.Repeat("a", 33), CodeIllegalID, false, "32"},
	} {
		_, err := New(parseGraph(c.graph))
		checkFailure(t, c.graph, err, c.code, c.integrity, c.names)
	}
}

func checkFailure(t *testing.T, what string, err error, code Code, integrity bool, names string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Code != code || e.Integrity != integrity {
		t.Errorf("%s: got %#v, want %s, integrity %v", what, err, code, integrity)
		return
	}
	for name := range strings.SplitSeq(names, "|") {
		if !strings.Contains(e.Message, name) {
			t.Errorf("%s: %q does not say %q", what, e.Message, name)
		}
	}
}

func TestRefusals(t *testing.T) {
	line := mustGraph(t, "a1b2c3 b1b2c3<a1b2c3 b1xxxx<b1b2c3")
	forked := mustGraph(t, "a b<a[left] c<a[right] d<c")
	merged := mustGraph(t, "a b<a c<a m<b,c")
	upgrade := func(g *Graph, target string, current ...string) error {
		_, err := g.Upgrade(current, target)
		return err
	}
	downgrade := func(g *Graph, target string, current ...string) error {
		_, err := g.Downgrade(current, target)
		return err
	}
	stampTo := func(g *Graph, target string, current ...string) error {
		_, err := g.Stamp(current, false, target)
		return err
	}
	for _, c := range []struct {
		what  string
		err   error
		code  Code
		names string
	}{
		{"prefix of two", upgrade(line, "b1"), CodeAmbiguousRevision, "'b1b2c3', 'b1xxxx'"},
		{"unknown", upgrade(line, "zzz"), CodeUnknownRevision, "zzz"},
		{"empty", upgrade(line, ""), CodeEmptyIdentifier, ""},
		{"nothing after @", upgrade(forked, "left@"), CodeEmptyIdentifier, "left@"},
		{"two @", upgrade(forked, "left@b@c"), CodeBadIdentifier, "left@b@c"},
		{"range", upgrade(line, "a:b"), CodeBadIdentifier, "a:b"},
		{"too far up", upgrade(line, "a1b2c3+99"), CodeWalkedTooFar, "a1b2c3+99"},
		{"too far for any number", upgrade(line, "+99999999999999999999"), CodeWalkedTooFar, "base"},
		{"below base", upgrade(line, "a1b2c3-1"), CodeWalkedTooFar, "a1b2c3-1"},
		{"down from base", upgrade(line, "base-1"), CodeWalkedTooFar, "base-1"},
		{"upgrade down", upgrade(line, "-1", "a1b2c3"), CodeWrongDirection, "-1"},
		{"downgrade up", downgrade(line, "+1", "a1b2c3"), CodeWrongDirection, "+1"},
		{"downgrade nothing", downgrade(line, "-1"), CodeWalkedTooFar, "-1"},
		{"downgrade too far", downgrade(line, "-2", "a1b2c3"), CodeWalkedTooFar, "-2"},
		{"not below", downgrade(line, "b1xx", "a1b2c3"), CodeInvalidTarget, "b1xx|a1b2c3"},
		{"several heads", upgrade(forked, "head"), CodeMultipleHeads, "b, d"},
		{"fork", upgrade(forked, "+1", "a"), CodeAmbiguousWalk, "a|b, c"},
		{"several rows", upgrade(forked, "+1", "b", "c"), CodeAmbiguousStart, "b, c"},
		{"unknown label", upgrade(forked, "nope@head"), CodeUnknownLabel, "nope"},
		{"unknown label down", downgrade(merged, "nope@base", "a"), CodeUnknownLabel, "nope"},
		{"off the branch", upgrade(forked, "left@d"), CodeNotOnBranch, "d|left"},
		{"off the branch down", downgrade(forked, "left@d", "d"), CodeNotOnBranch, "d|left"},
		{"nothing of the branch", downgrade(mustGraph(t, "a[one] x[two]"), "one@-1", "x"), CodeNotOnBranch, "one"},
		{"merge", downgrade(merged, "-1", "m"), CodeAmbiguousWalk, "b, c"},
		{"row without file", upgrade(line, "head", "gone"), CodeUnknownCurrent, "gone"},
		{"row and its ancestor", upgrade(merged, "head", "b", "a"), CodeOverlappingRows, "b|a"},
		{"stamp a relative form", stampTo(line, "-1"), CodeRelativeNotAllowed, "-1"},
		{"stamp unknown", stampTo(line, "nope"), CodeUnknownRevision, "nope"},
	} {
		checkFailure(t, c.what, c.err, c.code, unsound[c.code], c.names)
	}
}

func TestRangeRefusals(t *testing.T) {
	g := mustGraph(t, "a b<a c<b x y<x")
	for text, code := range map[string]Code{
		"a": CodeBadRange, "a:b:c": CodeBadRange, "c:a": CodeNotAnAncestor, "a:y": CodeNotAnAncestor,
		"b-1:": CodeRelativeNotAllowed, "nope:": CodeUnknownRevision,
	} {
		if _, err := g.History(text, nil); CodeOf(err) != code {
			t.Errorf("%s: got %v, want %s", text, err, code)
		}
	}
}

func TestLabelsThatLookRelative(t *testing.T) {
	g := mustGraph(t, "a[ticket-12] b<a c<b")
	for target, want := range map[string]string{"ticket-12": "a", "ticket-12@head": "c", "ticket-12@+2": "b", "b-1": "a"} {
		plan, err := g.Upgrade(nil, target)
		if err != nil || len(plan.HeadsAfter) != 1 || plan.HeadsAfter[0] != want {
			t.Errorf("%s: got %+v, %v, want %s", target, plan, err, want)
		}
	}
}

func TestStamp(t *testing.T) {
	g := mustGraph(t, "a b<a[left] c<a[right] d<c m<b,d n<m")
	for _, c := range []struct {
		current  []string
		purge    bool
		targets  []string
		after    string
		warnings int
	}{
		{[]string{"m"}, false, []string{"b", "d"}, "b d", 0},
		{[]string{"b", "c"}, false, []string{"b", "d"}, "b d", 0},
		{[]string{"n"}, false, []string{"base"}, "", 0},
		{[]string{"gone", "c"}, true, []string{"n"}, "n", 0},
		{[]string{"n"}, true, []string{"base"}, "", 0},
		{nil, false, []string{"a", "b"}, "a b", 1},
		{[]string{"b", "c"}, false, []string{"right@head"}, "n", 0},
		{[]string{"c", "a"}, false, []string{"d"}, "d", 0},
	} {
		plan, err := g.Stamp(c.current, c.purge, c.targets...)
		if err != nil {
			t.Errorf("%v to %v: %v", c.current, c.targets, err)
			continue
		}
		rows := newRows(c.current)
		for i, s := range plan.Steps {
			rows.apply(s.Rows)
			if !slices.Equal(rows.sorted(), plan.RowsAfter(i)) {
				t.Errorf("%v to %v: step %d leaves %v", c.current, c.targets, i, plan.RowsAfter(i))
			}
		}
		if got := strings.Join(plan.HeadsAfter, " "); got != c.after || len(plan.Warnings) != c.warnings || !slices.Equal(rows.sorted(), plan.HeadsAfter) {
			t.Errorf("%v to %v: got %s %v, want %s", c.current, c.targets, got, plan.Warnings, c.after)
		}
	}
}

func TestDraft(t *testing.T) {
	revs := parseGraph("a b<a[left] c<a")
	revs[2].Path = "versions/other/x.toml"
	g, err := New(revs)
	if err != nil {
		t.Fatal(err)
	}
	r, folder, err := g.Draft(NewOptions{Heads: []string{"c"}, Depends: []string{"left", "b"}, Message: " hello\n"})
	if err != nil || folder != "versions/other" || len(r.ID) != 12 || r.Message != "hello" || fmt.Sprint(r.DependsOn) != "[left b]" || r.Created.IsZero() {
		t.Errorf("got %+v in %q, %v", r, folder, err)
	}
	for _, c := range []struct {
		o    NewOptions
		code Code
	}{
		{NewOptions{}, CodeMultipleHeads},
		{NewOptions{Heads: []string{"a"}}, CodeNotAHead},
		{NewOptions{Heads: []string{"b", "b"}}, CodeDuplicateHead},
		{NewOptions{Heads: []string{"b"}, ID: "c"}, CodeDuplicateRevision},
		{NewOptions{Heads: []string{"b"}, ID: "no-dashes"}, CodeIllegalID},
		{NewOptions{Heads: []string{"b"}, Labels: []string{"left"}}, CodeDuplicateLabel},
		{NewOptions{Heads: []string{"b"}, Depends: []string{"base"}}, CodeBadIdentifier},
		{NewOptions{Heads: []string{"b"}, Depends: []string{"nope"}}, CodeUnknownRevision},
		{NewOptions{Heads: []string{"b-1"}, Splice: true}, CodeRelativeNotAllowed},
	} {
		if _, _, err := g.Draft(c.o); CodeOf(err) != c.code {
			t.Errorf("%+v: got %v, want %s", c.o, err, c.code)
		}
	}
}

// randomHistory makes n revisions with forks, merges, labels and dependencies.
func randomHistory(n int, seed int64) []*Revision {
	rnd := rand.New(rand.NewSource(seed))
	revs := make([]*Revision, 0, n)
	for i := range n {
		r := &Revision{ID: fmt.Sprintf("r%06d", i)}
		pick := func(back int) string { return revs[len(revs)-1-rnd.Intn(min(back, len(revs)))].ID }
		if i > 0 && rnd.Intn(200) > 0 {
			r.Down = append(r.Down, pick(3))
			if other := pick(12); rnd.Intn(8) == 0 && other != r.Down[0] {
				r.Down = append(r.Down, other)
			}
		}
		if i > 0 && rnd.Intn(10) == 0 {
			r.DependsOn = []string{pick(n)}
		}
		if rnd.Intn(500) == 0 {
			r.Labels = []string{fmt.Sprintf("label%d", i)}
		}
		revs = append(revs, r)
	}
	return revs
}

// TestPlansOfRandomHistories checks what must hold of every plan: parents and
// dependencies run first, the rows are those of the applied revisions that nothing
// applied needs, and going back undoes it.
func TestPlansOfRandomHistories(t *testing.T) {
	for seed := range int64(150) {
		g, err := New(randomHistory(2+int(seed), seed))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		up, err := g.Upgrade(nil, "heads")
		if err != nil || len(up.Steps) != len(g.revs) {
			t.Fatalf("seed %d: %d steps of %d, %v", seed, len(up.Steps), len(g.revs), err)
		}
		checkSteps(t, g, up, map[string]bool{}, seed)
		down, err := g.Downgrade(up.HeadsAfter, "base")
		if err != nil || len(down.Steps) != len(g.revs) || len(down.HeadsAfter) != 0 {
			t.Fatalf("seed %d: %v %v", seed, down.HeadsAfter, err)
		}
		applied := map[string]bool{}
		for _, r := range g.revs {
			applied[r.ID] = true
		}
		checkSteps(t, g, down, applied, seed)
	}
}

func checkSteps(t *testing.T, g *Graph, p *Plan, applied map[string]bool, seed int64) {
	t.Helper()
	rows := newRows(p.HeadsBefore)
	for _, s := range p.Steps {
		i := g.byID[s.Revision.ID]
		if s.Direction == Up {
			for _, parent := range g.all[i] {
				if !applied[g.revs[parent].ID] {
					t.Fatalf("seed %d: %s runs before %s", seed, s.Revision.ID, g.revs[parent].ID)
				}
			}
		} else {
			for _, child := range g.allChildren[i] {
				if applied[g.revs[child].ID] {
					t.Fatalf("seed %d: %s goes before %s", seed, s.Revision.ID, g.revs[child].ID)
				}
			}
		}
		applied[s.Revision.ID] = s.Direction == Up
		rows.apply(s.Rows)
		for i, r := range g.revs {
			needed := slices.ContainsFunc(g.effChildren[i], func(c int) bool { return applied[g.revs[c].ID] })
			if rows[r.ID] != (applied[r.ID] && !needed) {
				t.Fatalf("seed %d: after %s of %s, row of %s is %v", seed, s.Direction, s.Revision.ID, r.ID, rows[r.ID])
			}
		}
	}
}

// TestScale holds the package to being linear, on shapes that invite more.
func TestScale(t *testing.T) {
	const n = 10_000
	fan := []*Revision{{ID: "root"}}
	ladder := []*Revision{{ID: "a0"}, {ID: "b0"}}
	for i := 1; i < n/2; i++ {
		fan = append(fan, &Revision{ID: fmt.Sprintf("x%d", i), Down: []string{"root"}},
			&Revision{ID: fmt.Sprintf("y%d", i), Down: []string{fmt.Sprintf("x%d", i)}})
		ladder = append(ladder, &Revision{ID: fmt.Sprintf("a%d", i), Down: []string{fmt.Sprintf("a%d", i-1)}},
			&Revision{ID: fmt.Sprintf("b%d", i), Down: []string{fmt.Sprintf("b%d", i-1)}, DependsOn: []string{fmt.Sprintf("a%d", i), "a0"}})
	}
	for name, revs := range map[string][]*Revision{"fan": fan, "ladder": ladder, "random": randomHistory(n, 1)} {
		start := time.Now()
		g, err := New(revs)
		if err != nil {
			t.Fatal(err)
		}
		built := time.Since(start)
		up, err := g.Upgrade(nil, "heads")
		if err != nil || len(up.Steps) != len(revs) {
			t.Fatal(name, err)
		}
		planned := time.Since(start) - built
		if _, err := g.Downgrade(up.HeadsAfter, "base"); err != nil {
			t.Fatal(name, err)
		}
		total := time.Since(start)
		t.Logf("%s: built in %v, planned up in %v, down in %v", name, built, planned, total-built-planned)
		if total > 5*time.Second {
			t.Errorf("%s took %v", name, total)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	revs := randomHistory(10_000, 1)
	for b.Loop() {
		if _, err := New(revs); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpgradeLastTen(b *testing.B) {
	g, err := New(randomHistory(10_000, 1))
	if err != nil {
		b.Fatal(err)
	}
	all, err := g.Upgrade(nil, "heads")
	if err != nil {
		b.Fatal(err)
	}
	rows := all.RowsAfter(len(all.Steps) - 11)
	for b.Loop() {
		if p, err := g.Upgrade(rows, "heads"); err != nil || len(p.Steps) != 10 {
			b.Fatal(len(p.Steps), err)
		}
	}
}

func BenchmarkHistory(b *testing.B) {
	g, err := New(randomHistory(10_000, 1))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if all, err := g.History("", nil); err != nil || len(all) != 10_000 {
			b.Fatal(len(all), err)
		}
	}
}

func FuzzIdentifier(f *testing.F) {
	for _, seed := range []string{"", "head", "heads-1", "left@head", "@", "left@", "a+1", "-1", "+0", "a:b", "left@base+2", "x@y@z", "a-99999999999999999999", "current", "ü@+1", "\x00"} {
		f.Add(seed)
	}
	g, err := New(parseGraph("a b<a[left] c<a[right] d<c{left} m<b,d abcd12<m abcd34<m[ticket-1] x[other] y<x{b}"))
	if err != nil {
		f.Fatal(err)
	}
	currents := [][]string{nil, {"a"}, {"b", "c"}, {"m", "x"}, {"abcd12", "y"}}
	f.Fuzz(func(t *testing.T, text string) {
		typed := func(err error) {
			var e *Error
			if err != nil && (!errors.As(err, &e) || e.Code == "" || e.Message == "") {
				t.Fatalf("%q: untyped error %v", text, err)
			}
		}
		_, err := ParseIdentifier(text)
		typed(err)
		_, err = g.Resolve(text)
		typed(err)
		_, err = g.ResolveMany(text)
		typed(err)
		_, _, err = g.Draft(NewOptions{Heads: []string{text}, Depends: []string{text}})
		typed(err)
		for _, current := range currents {
			_, err = g.Upgrade(current, text)
			typed(err)
			_, err = g.Downgrade(current, text)
			typed(err)
			_, err = g.Stamp(current, false, text)
			typed(err)
			_, err = g.History(text, current)
			typed(err)
			_, err = g.Related(current, text, true)
			typed(err)
		}
	})
}
