package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/revision"
)

func (a *app) currentCommand() *cobra.Command {
	var checkHeads bool
	cmd := command0("current", "Show which revisions the database is at", "look", func(ctx context.Context) error {
		_, g, rows, err := a.current(ctx)
		if err != nil {
			return err
		}
		list, err := g.Current(rows)
		if err != nil {
			return err
		}
		if err := a.printRevisions(g, list, ids(list)); err != nil {
			return err
		}
		if checkHeads {
			if behind := notAtHeads(g, rows); behind != "" {
				a.info("The database is not at all heads: %s", behind)
				return verdict(exitPending)
			}
		}
		return nil
	})
	cmd.Flags().BoolVar(&checkHeads, "check-heads", false, "exit with 2 unless the database is at all heads")
	return cmd
}

// notAtHeads names the heads that the rows don't cover, empty when there are none.
func notAtHeads(g *revision.Graph, rows []string) string {
	applied, err := g.Applied(rows)
	if err != nil {
		return err.Error()
	}
	var missing []string
	for _, head := range g.RealHeads() {
		if !slices.Contains(applied, head) {
			missing = append(missing, head.ID)
		}
	}
	return strings.Join(missing, ", ")
}

// statusCommand is current and what is pending: what users of goose look for.
func (a *app) statusCommand() *cobra.Command {
	return command0("status", "Show where the database is and what is pending", "look", func(ctx context.Context) error {
		m, g, rows, err := a.current(ctx)
		if err != nil {
			return err
		}
		pending, err := m.Pending(ctx)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(struct {
				Current []string `json:"current"`
				Pending []string `json:"pending"`
			}{orEmpty(rows), ids(pending)})
		}
		fmt.Fprintf(a.out(), "Current: %s\n", places(rows))
		if len(pending) == 0 {
			fmt.Fprintln(a.out(), "Nothing is pending.")
			return nil
		}
		fmt.Fprintf(a.out(), "Pending:\n")
		for _, r := range pending {
			fmt.Fprintf(a.out(), "  %s\n", a.line(g, r, nil))
		}
		return nil
	})
}

func (a *app) historyCommand() *cobra.Command {
	var span string
	var indicate bool
	cmd := command0("history", "List the revisions, newest first", "look", func(ctx context.Context) error {
		g, list, current, err := a.history(ctx, span, indicate)
		if err != nil {
			return err
		}
		return a.printRevisions(g, list, current)
	})
	cmd.Flags().StringVarP(&span, "rev-range", "r", "", "`RANGE` start:end, start: or :end")
	cmd.Flags().BoolVarP(&indicate, "indicate-current", "i", false, "mark where the database is")
	return cmd
}

// history lists a range of the history, and the revisions that the database is at
// where they are to be marked.
func (a *app) history(ctx context.Context, span string, indicate bool) (g *revision.Graph, list []*revision.Revision, current []string, err error) {
	if _, g, err = a.graph(); err != nil {
		return nil, nil, nil, err
	}
	var rows []string
	lower, upper, _, _ := revision.ParseRange(span) // History tells what is wrong with it
	if indicate || lower == "current" || upper == "current" {
		if _, _, rows, err = a.current(ctx); err != nil {
			return nil, nil, nil, err
		}
	}
	if list, err = g.History(span, rows); err != nil || !indicate {
		return g, list, nil, err
	}
	at, err := g.Current(rows)
	return g, list, ids(at), err
}

func (a *app) headsCommand() *cobra.Command {
	var resolve bool
	cmd := command0("heads", "List the revisions that none follows", "look", func(context.Context) error {
		_, g, err := a.graph()
		if err != nil {
			return err
		}
		list := g.Heads()
		if resolve {
			list = g.RealHeads()
		}
		return a.printRevisions(g, list, nil)
	})
	cmd.Flags().BoolVar(&resolve, "resolve-dependencies", false, "leave out heads that another revision depends on")
	return cmd
}

func (a *app) branchesCommand() *cobra.Command {
	return command0("branches", "List the revisions that several follow", "look", func(context.Context) error {
		_, g, err := a.graph()
		if err != nil {
			return err
		}
		list := g.BranchPoints()
		if a.json || a.verbose {
			return a.printRevisions(g, list, nil)
		}
		for _, r := range list {
			fmt.Fprintln(a.out(), a.line(g, r, nil))
			for _, child := range g.Info(r.ID).Children {
				fmt.Fprintf(a.out(), "    -> %s\n", a.line(g, g.Get(child), nil))
			}
		}
		return nil
	})
}

func (a *app) showCommand() *cobra.Command {
	var sql bool
	cmd := &cobra.Command{
		Use: "show REVISION…", Short: "Show a revision: its header and its file", GroupID: "look", Args: atLeast(1),
		Example: "  migrate show head\n  migrate show 4f1c --sql",
		RunE: func(cmd *cobra.Command, args []string) error {
			m, g, err := a.graph()
			if err != nil {
				return err
			}
			var rows []string
			if slices.Contains(args, "current") {
				if rows, err = m.Current(cmd.Context()); err != nil {
					return err
				}
			}
			list, err := g.ResolveWith(rows, args...)
			if err != nil {
				return err
			}
			switch {
			case sql:
				for _, r := range list {
					if err := m.Script(a.out(), revision.Up, g.Before(r), r.ID); err != nil {
						return err
					}
				}
				return nil
			case a.json:
				return a.printRevisions(g, list, rows)
			}
			for _, r := range list {
				fmt.Fprintln(a.out(), a.details(g, r, set(rows)))
				fmt.Fprintf(a.out(), "\n%s\n", indent(strings.TrimRight(string(r.Source()), "\n")))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&sql, "sql", false, "show the SQL of its upgrade, without a connection")
	cmd.Flags().StringVar(&a.dialect, "dialect", "", "`NAME` of the database of --sql, where no URL says it")
	return cmd
}

// current reads the rows of the version table.
func (a *app) current(ctx context.Context) (m *migrate.Migrator, g *revision.Graph, rows []string, err error) {
	if m, g, err = a.graph(); err != nil {
		return nil, nil, nil, err
	}
	rows, err = m.Current(ctx)
	return m, g, rows, err
}

// printRevisions prints revisions, a line each or with --verbose a paragraph; rows
// are marked as current.
func (a *app) printRevisions(g *revision.Graph, list []*revision.Revision, rows []string) error {
	if a.json {
		return a.printJSON(revisionsDocument(g, list, set(rows)))
	}
	for i, r := range list {
		if a.verbose {
			if i > 0 {
				fmt.Fprintln(a.out())
			}
			fmt.Fprintln(a.out(), a.details(g, r, set(rows)))
			continue
		}
		fmt.Fprintln(a.out(), a.line(g, r, set(rows)))
	}
	return nil
}

// line is a revision in a line: "parent -> id (label) (head), message".
func (a *app) line(g *revision.Graph, r *revision.Revision, current map[string]bool) string {
	parents := places(r.Down)
	if len(r.DependsOn) > 0 {
		parents += " (" + strings.Join(r.DependsOn, ", ") + ")"
	}
	return parents + " -> " + a.paint(a.stdout, bold, r.ID) + a.marks(g, r, current) + title(r)
}

// title is the first line of a message, behind a comma.
func title(r *revision.Revision) string {
	line, _, _ := strings.Cut(r.Message, "\n")
	if line == "" {
		return ""
	}
	return ", " + line
}

// marks are the words in parentheses behind an id, in colour.
func (a *app) marks(g *revision.Graph, r *revision.Revision, current map[string]bool) string {
	return marks(g, r, current, func(word string) string { return a.paint(a.stdout, cyan, word) })
}

func marks(g *revision.Graph, r *revision.Revision, current map[string]bool, paint func(string) string) string {
	info := g.Info(r.ID)
	out := ""
	if len(info.Labels) > 0 {
		out += " (" + strings.Join(info.Labels, ", ") + ")"
	}
	for _, m := range []struct {
		on   bool
		word string
	}{
		{info.IsHead && info.IsRealHead, "head"}, {info.IsHead && !info.IsRealHead, "effective head"},
		{current[r.ID], "current"}, {info.IsBranchPoint, "branchpoint"}, {info.IsMergePoint, "mergepoint"},
	} {
		if m.on {
			out += " (" + paint(m.word) + ")"
		}
	}
	return out
}

// details are a revision in a paragraph.
func (a *app) details(g *revision.Graph, r *revision.Revision, current map[string]bool) string {
	info := g.Info(r.ID)
	lines := []string{"Rev: " + a.paint(a.stdout, bold, r.ID) + a.marks(g, r, current)}
	add := func(label string, values []string) {
		if len(values) > 0 {
			lines = append(lines, label+": "+strings.Join(values, ", "))
		}
	}
	switch {
	case info.IsMergePoint:
		add("Merges", r.Down)
	default:
		lines = append(lines, "Parent: "+places(r.Down))
	}
	add("Also depends on", r.DependsOn)
	if info.IsBranchPoint {
		add("Branches into", info.Children)
	}
	add("Branch names", info.Labels)
	if !r.Created.IsZero() {
		lines = append(lines, "Created: "+r.Created.UTC().Format(time.RFC3339))
	}
	lines = append(lines, "Path: "+r.Path, "", indent(r.Message))
	return strings.Join(lines, "\n")
}

func ids(list []*revision.Revision) []string {
	out := []string{}
	for _, r := range list {
		out = append(out, r.ID)
	}
	return out
}

func set(list []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		out[s] = true
	}
	return out
}
