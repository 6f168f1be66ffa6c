package revision

import (
	"slices"
	"testing"
)

// TestHistoryOfRangeOrder has ranges that no head leads to through what belongs to
// them: still each revision comes before those that it needs.
func TestHistoryOfRangeOrder(t *testing.T) {
	for _, c := range []struct{ name, history, span string }{
		{"only a dependency leads there", `
a:
b: a
c: b
d: b
e: d
x:
y: x; e`, "b:"},
		{"a head that is left out", `
a:
x: a
b: a
c: b; a
d: b
e: d; x
f: x; e`, "b:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := historyOf(t, c.history)
			list, err := g.History(c.span, nil)
			if err != nil {
				t.Fatal(err)
			}
			order := idsOf(list)
			for i, id := range order {
				for _, p := range g.Info(id).Parents {
					if at := slices.Index(order, p); at >= 0 && at < i {
						t.Errorf("%s comes after %s, which it needs: %v", id, p, order)
					}
				}
			}
		})
	}
}

func TestBefore(t *testing.T) {
	g := historyOf(t, `
a:
b: a
x:
c: b; a x`)
	for id, want := range map[string][]string{"a": {}, "b": {"a"}, "c": {"b", "x"}} {
		if got := g.Before(g.Get(id)); !slices.Equal(got, want) {
			t.Errorf("before %s: %v, want %v", id, got, want)
		}
	}
}

// TestBaseHasNothingBelow checks that no number leads down from base, and zero is no
// way to say it.
func TestBaseHasNothingBelow(t *testing.T) {
	g := historyOf(t, "a:\nb: a")
	for _, target := range []string{"base-0", "base+0", "base-1"} {
		if _, err := g.Downgrade([]string{"b"}, target); CodeOf(err) != CodeWalkedTooFar {
			t.Errorf("%s: %v", target, err)
		}
	}
}
