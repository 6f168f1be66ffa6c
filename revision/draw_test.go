package revision

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// historyOf builds a graph from lines such as "id: down down; depends_on".
func historyOf(t *testing.T, text string) *Graph {
	t.Helper()
	var revs []*Revision
	for line := range strings.Lines(strings.TrimSpace(text)) {
		id, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		down, deps, _ := strings.Cut(rest, ";")
		revs = append(revs, &Revision{ID: id, Down: strings.Fields(down), DependsOn: strings.Fields(deps)})
	}
	g, err := New(revs)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func drawn(t *testing.T, g *Graph, span string) string {
	t.Helper()
	list, err := g.History(span, nil)
	if err != nil {
		t.Fatal(err)
	}
	return g.Draw(list).Text(func(r *Revision) string { return r.ID })
}

func TestDrawText(t *testing.T) {
	for _, c := range []struct{ name, history, span, want string }{
		{"nothing", ``, "", ``},
		{"a line", `
a:
b: a
c: b`, "", `
* c
* b
* a`},
		{"two heads", `
a:
b: a
c: b
d: b`, "", `
* c
| * d
|/
* b
* a`},
		{"a merge", `
a:
b: a
c: a
m: b c
n: m`, "", `
* n
* m
|\
* | b
| * c
|/
* a`},
		{"a merge of four", `
a:
b: a
c: a
d: a
e: a
m: b c d e`, "", `
* m
|\
|\ \
|\ \ \
* | | | b
| * | | c
|/ / /
| * | d
|/ /
| * e
|/
* a`},
		{"bases that a merge joins", `
a:
b:
c: b
m: a c`, "", `
* m
|\
* | a
 /
* c
* b`},
		{"bases that nothing joins", `
a:
b: a
x:
y: x`, "", `
* b
* a

* y
* x`},
		{"a dependency has no lane", `
a:
b: a
x:
y: x; a`, "", `
* b
| * y
| * x
* a`},
		{"a lane that goes under another", `
a:
b: a
c: b
d: b
e: a
f: c e
g: d`, "", `
* f
|\
* | c
| | * g
| | * d
|_|/
* | b
| * e
|/
* a`},
		{"a range", `
a:
b: a
c: b
d: b
e: c`, "b:", `
* d
| * e
| * c
|/
* b`},
		{"a base at the right, and one after it", `
a:
b: a
x:
y:
z: b y`, ":", `
* x

* z
|\
* | b
* | a
 /
* y`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := drawn(t, historyOf(t, c.history), c.span); strings.TrimSpace(got) != strings.TrimSpace(c.want) {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestDrawTextLanes follows the lanes of random histories down and finds the edges.
func TestDrawTextLanes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 300 {
		var text strings.Builder
		for i := range 1 + r.IntN(20) {
			fmt.Fprintf(&text, "n%d:", i)
			for range min(i, r.IntN(4)) {
				fmt.Fprintf(&text, " n%d", r.IntN(i))
			}
			text.WriteString("\n")
		}
		g := historyOf(t, text.String())
		got := drawn(t, g, "")
		if err := checkLanes(g, got); err != nil {
			t.Fatalf("%v\n%s\n%s", err, text.String(), got)
		}
	}
}

// checkLanes reads a drawing: which lanes lead into each node, and from which.
func checkLanes(g *Graph, text string) error {
	lanes := []map[string]bool{} // in each column, the nodes that its lane comes from
	edges := map[string]map[string]bool{}
	from := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.ContainsAny(line, `*/\`) {
			continue // room between two lanes that have nothing to do with each other
		}
		if at := strings.IndexByte(line, '*'); at >= 0 {
			id := line[strings.LastIndexByte(line, ' ')+1:]
			if at/2 == len(lanes) {
				lanes = append(lanes, nil)
			}
			edges[id] = lanes[at/2]
			lanes[at/2], from = map[string]bool{id: true}, id
			if len(g.Get(id).Down) == 0 {
				lanes[at/2] = nil
			}
			continue
		}
		lanes = follow(lanes, line, from)
	}
	for _, r := range g.All() {
		for _, child := range g.Info(r.ID).Children {
			if !edges[r.ID][child] {
				return fmt.Errorf("no lane leads from %s down to %s", child, r.ID)
			}
		}
		if len(edges[r.ID]) != len(g.Info(r.ID).Children) {
			return fmt.Errorf("lanes lead to %s from %v", r.ID, edges[r.ID])
		}
	}
	return nil
}

// follow moves lanes along a line between nodes.
func follow(lanes []map[string]bool, line, from string) []map[string]bool {
	if opened := strings.Index(line, `|\`); opened >= 0 {
		at := opened / 2
		return append(append(append([]map[string]bool{}, lanes[:at+1]...), map[string]bool{from: true}), lanes[at+1:]...)
	}
	slash := strings.IndexByte(line, '/')
	moved := (slash + 1) / 2
	next := append([]map[string]bool{}, lanes[:moved-1]...)
	if strings.HasPrefix(line[slash-1:], " ") { // an ended lane makes room
		return append(next, lanes[moved:]...)
	}
	to := moved - 1
	if under := strings.IndexByte(line, '_'); under >= 0 {
		to = under / 2
	}
	joined := map[string]bool{}
	for _, lane := range []map[string]bool{lanes[to], lanes[moved]} {
		for id := range lane {
			joined[id] = true
		}
	}
	next = append(append([]map[string]bool{}, lanes[:moved]...), lanes[moved+1:]...)
	next[to] = joined
	return next
}

func TestDrawDotAndMermaid(t *testing.T) {
	g := historyOf(t, `
a:
b: a
c: a; b
m: b c`)
	d := g.Draw(must(g.History("", nil)))
	mark := func(r *Revision) Mark {
		if r.ID == "c" {
			return Mark{Text: "c \"quoted\" \\n; [x] <b> #1\n`second` & line", Current: true}
		}
		return Mark{Text: r.ID}
	}
	const dot = `
digraph history {
  rankdir = BT;
  node [shape = box, style = rounded];
  "m" [label = "m"];
  "c" [label = "c \"quoted\" \\n; [x] <b> #1\n` + "`second`" + ` & line", style = "rounded,bold", color = forestgreen];
  "b" [label = "b"];
  "a" [label = "a"];
  "b" -> "m";
  "c" -> "m";
  "a" -> "c";
  "b" -> "c" [style = dashed];
  "a" -> "b";
}
`
	if got := d.Dot(mark); got != dot[1:] {
		t.Errorf("dot: got\n%s\nwant\n%s", got, dot[1:])
	}
	const mermaid = `
flowchart BT
  r1["m"]
  r2["c #34;quoted#34; #92;n; [x] #60;b#62; #35;1<br/>#96;second#96; #38; line"]
  r3["b"]
  r4["a"]
  r3 --> r1
  r2 --> r1
  r4 --> r2
  r3 -.-> r2
  r4 --> r3
  classDef current stroke:#228b22,stroke-width:3px
  class r2 current
`
	if got := d.Mermaid(mark); got != mermaid[1:] {
		t.Errorf("mermaid: got\n%s\nwant\n%s", got, mermaid[1:])
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
