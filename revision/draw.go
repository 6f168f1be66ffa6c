package revision

import (
	"fmt"
	"slices"
	"strings"
)

// EdgeKind says by which key of its file a revision needs another.
type EdgeKind string

// The kinds of edges.
const (
	Follows   EdgeKind = "down_revision"
	DependsOn EdgeKind = "depends_on"
)

// Edge leads from a revision to one that needs it.
type Edge struct {
	From string   `json:"from"`
	To   string   `json:"to"`
	Kind EdgeKind `json:"kind"`
}

// Drawing is a stretch of the history, to be drawn: revisions, newest first, and the
// edges between them. What a revision needs outside of the stretch is left out.
type Drawing struct {
	Revisions []*Revision
	Edges     []Edge // in the order of the revisions that they lead to
}

// Draw prepares revisions to be drawn. They must be listed newest first, as
// [Graph.History] does.
func (g *Graph) Draw(list []*Revision) *Drawing {
	d := &Drawing{Revisions: list, Edges: []Edge{}}
	shown := make(map[string]bool, len(list))
	for _, r := range list {
		shown[r.ID] = true
	}
	for _, r := range list {
		i := g.byID[r.ID]
		for _, p := range g.ids(g.down[i]) {
			if shown[p] {
				d.Edges = append(d.Edges, Edge{p, r.ID, Follows})
			}
		}
		var named []string
		for _, name := range r.DependsOn {
			n, _ := g.lookup(name) // it may be a label
			if on := g.revs[n].ID; shown[on] && !slices.Contains(named, on) {
				named = append(named, on)
				d.Edges = append(d.Edges, Edge{on, r.ID, DependsOn})
			}
		}
	}
	return d
}

// Text draws the revisions as `git log --graph` draws commits: a line each, joined by
// lanes. Only down_revision is drawn; the label may tell of dependencies.
func (d *Drawing) Text(label func(*Revision) string) string {
	parents := make(map[string][]string, len(d.Revisions))
	for _, e := range d.Edges {
		if e.Kind == Follows {
			parents[e.To] = append(parents[e.To], e.From)
		}
	}
	var c canvas
	for _, r := range d.Revisions {
		c.draw(r.ID, label(r), parents[r.ID])
	}
	return c.String()
}

// canvas is a drawing under way. Lane i stands in column 2i.
type canvas struct {
	strings.Builder
	lanes []string // the revision that each lane leads down to
	ended bool     // the line before is the end of what was the last lane
}

// draw adds a revision: its own line, then those that lead its lane to its parents.
func (c *canvas) draw(id, label string, parents []string) {
	at := slices.Index(c.lanes, id)
	if at < 0 {
		at = len(c.lanes)
		c.lanes = append(c.lanes, id)
		if c.ended { // or this would look like what that one follows
			c.line(strings.Repeat("| ", at))
		}
	}
	c.ended = false
	c.line(strings.Repeat("| ", at) + "* " + strings.Repeat("| ", len(c.lanes)-at-1) + label)
	if len(parents) == 0 {
		c.end(at)
		return
	}
	c.lanes[at] = parents[0]
	for _, p := range slices.Backward(parents[1:]) {
		c.open(at, p)
	}
	// A lane that leads where one on its left does joins that one.
	for i := 1; i < len(c.lanes); i++ {
		if first := slices.Index(c.lanes, c.lanes[i]); first < i {
			c.join(first, i)
			i--
		}
	}
}

// open starts a lane at the right of another; those behind it make room.
func (c *canvas) open(at int, leadsTo string) {
	c.line(strings.Repeat("| ", at) + `|\` + strings.Repeat(` \`, len(c.lanes)-at-1))
	c.lanes = slices.Insert(c.lanes, at+1, leadsTo)
}

// end closes a lane; those behind it move up.
func (c *canvas) end(at int) {
	behind := len(c.lanes) - at - 1
	if behind > 0 {
		c.line(strings.Repeat("| ", at) + strings.Repeat(" /", behind))
	}
	c.ended = behind == 0
	c.lanes = slices.Delete(c.lanes, at, at+1)
}

// join leads a lane under those between into one on its left; those behind it move up.
func (c *canvas) join(to, from int) {
	c.line(strings.Repeat("| ", to) + strings.Repeat("|_", from-to-1) + "|/" + strings.Repeat(" /", len(c.lanes)-from-1))
	c.lanes = slices.Delete(c.lanes, from, from+1)
}

func (c *canvas) line(text string) { c.WriteString(strings.TrimRight(text, " ") + "\n") }

// Mark is how a revision appears in a diagram.
type Mark struct {
	Text    string // may have several lines
	Current bool   // emphasised: the database is there
}

// Dot draws the revisions in the language of Graphviz, newest at the top;
// dependencies are dashed.
func (d *Drawing) Dot(mark func(*Revision) Mark) string {
	var b strings.Builder
	b.WriteString("digraph history {\n  rankdir = BT;\n  node [shape = box, style = rounded];\n")
	for _, r := range d.Revisions {
		m := mark(r)
		more := ""
		if m.Current {
			more = ", style = \"rounded,bold\", color = forestgreen"
		}
		fmt.Fprintf(&b, "  %s [label = %s%s];\n", dotString(r.ID), dotString(m.Text), more)
	}
	for _, e := range d.Edges {
		more := ""
		if e.Kind == DependsOn {
			more = " [style = dashed]"
		}
		fmt.Fprintf(&b, "  %s -> %s%s;\n", dotString(e.From), dotString(e.To), more)
	}
	return b.String() + "}\n"
}

// dotString quotes a text. A backslash would start one of Graphviz's own escapes.
func dotString(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", `\n`).Replace(text) + `"`
}

// Mermaid draws the revisions as a mermaid flowchart, newest at the top;
// dependencies are dotted. Nodes are numbered, for not every id is a name there.
func (d *Drawing) Mermaid(mark func(*Revision) Mark) string {
	var b strings.Builder
	b.WriteString("flowchart BT\n")
	node := make(map[string]string, len(d.Revisions))
	var current []string
	for i, r := range d.Revisions {
		m := mark(r)
		node[r.ID] = fmt.Sprintf("r%d", i+1)
		if m.Current {
			current = append(current, node[r.ID])
		}
		fmt.Fprintf(&b, "  %s[\"%s\"]\n", node[r.ID], mermaidText(m.Text))
	}
	for _, e := range d.Edges {
		arrow := "-->"
		if e.Kind == DependsOn {
			arrow = "-.->"
		}
		fmt.Fprintf(&b, "  %s %s %s\n", node[e.From], arrow, node[e.To])
	}
	if len(current) > 0 {
		fmt.Fprintf(&b, "  classDef current stroke:#228b22,stroke-width:3px\n  class %s current\n", strings.Join(current, ","))
	}
	return b.String()
}

// mermaidText writes what mermaid would read as markup by its number.
func mermaidText(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString("<br/>")
		case r == '\r':
		case strings.ContainsRune("\"#<>&`\\%", r):
			fmt.Fprintf(&b, "#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
