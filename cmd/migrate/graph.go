package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/limbeck/migrate/revision"
)

// graphFormats are what `graph` can print.
var graphFormats = []string{"text", "dot", "mermaid", "json"}

func (a *app) graphCommand() *cobra.Command {
	var span, format string
	var indicate bool
	cmd := &cobra.Command{Use: "graph", Short: "Draw the history", GroupID: "look", Args: exactArgs(0)}
	cmd.Example = "  migrate graph\n  migrate graph -i -r billing@base:\n  migrate graph --format dot | dot -Tsvg > history.svg"
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		switch {
		case !slices.Contains(graphFormats, format):
			return &usageError{cmd, fmt.Errorf("--format is one of %s, not %q", strings.Join(graphFormats, ", "), format)}
		case a.json && cmd.Flags().Changed("format") && format != "json":
			return &usageError{cmd, fmt.Errorf("--json and --format %s contradict each other", format)}
		case a.json:
			format = "json"
		}
		g, list, rows, err := a.history(cmd.Context(), span, indicate)
		if err != nil {
			return err
		}
		return a.printGraph(g, list, rows, format)
	}
	cmd.Flags().StringVarP(&span, "rev-range", "r", "", "`RANGE` start:end, start: or :end")
	cmd.Flags().BoolVarP(&indicate, "indicate-current", "i", false, "mark where the database is")
	cmd.Flags().StringVar(&format, "format", "text", "`FORMAT`: text, dot (Graphviz), mermaid or json")
	return cmd
}

func (a *app) printGraph(g *revision.Graph, list []*revision.Revision, current []string, format string) error {
	drawing, at := g.Draw(list), set(current)
	mark := func(r *revision.Revision) revision.Mark {
		return revision.Mark{Text: strings.TrimSpace(r.ID + marks(g, r, at, plain) + "\n" + r.Message), Current: at[r.ID]}
	}
	switch format {
	case "json":
		return a.printJSON(graphJSON{revisionsDocument(g, list, at).Revisions, drawing.Edges})
	case "dot":
		fmt.Fprint(a.out(), drawing.Dot(mark))
	case "mermaid":
		fmt.Fprint(a.out(), drawing.Mermaid(mark))
	default:
		fmt.Fprint(a.out(), drawing.Text(func(r *revision.Revision) string { return a.node(g, r, at) }))
	}
	return nil
}

func plain(word string) string { return word }

// node is a revision in a line of the drawing, whose lanes say what it follows.
func (a *app) node(g *revision.Graph, r *revision.Revision, current map[string]bool) string {
	text := a.paint(a.stdout, bold, r.ID) + a.marks(g, r, current)
	if len(r.DependsOn) > 0 {
		text += " (depends on " + strings.Join(r.DependsOn, ", ") + ")"
	}
	return text + title(r)
}
