package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/autogen"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
)

func (a *app) checkCommand() *cobra.Command {
	cmd := command0("check", "Tell whether anything is pending: for CI", "look", func(ctx context.Context) error {
		m, err := a.open()
		if err != nil {
			return err
		}
		report, err := m.Check(ctx)
		if err != nil {
			return err
		}
		if a.json {
			err = a.printJSON(checkJSON{report.UpToDate(), orEmpty(report.Heads), orEmpty(report.Current), orEmpty(report.Pending),
				orEmpty(report.Unknown), orEmpty(report.Unfinished), orEmpty(report.ChangedFiles), changesJSON(report.Changes)})
		} else {
			g, err := m.Graph()
			if err != nil {
				return err
			}
			a.printReport(g, report)
		}
		switch {
		case err != nil:
			return err
		case !report.Sound():
			return verdict(exitUnsound)
		case !report.UpToDate():
			return verdict(exitPending)
		}
		return nil
	})
	cmd.Long = "Tell whether anything is pending: revisions that are not applied, changes of the models that no revision has,\n" +
		"several heads, an applied revision whose file changed or vanished.\n\n" +
		"Exit codes: 0 nothing is pending, 2 something is, 4 the history is not sound."
	return cmd
}

func (a *app) printReport(g *revision.Graph, r *migrate.Report) {
	section := func(title string, lines []string, hint string) {
		if len(lines) == 0 {
			return
		}
		fmt.Fprintf(a.out(), "%s\n  %s\n", title, strings.Join(lines, "\n  "))
		a.info("Hint: %s", hint)
	}
	if len(r.Heads) > 1 {
		section("Several heads:", titles(g, r.Heads), "join them with `migrate merge heads -m \"merge\"`")
	}
	section("Applied, but in no file:", r.Unknown, "get the missing revision files from the branch that has them, or correct the version table with `migrate stamp`")
	section("Changed after they were applied:", r.ChangedFiles, "restore the files; a change belongs in a new revision")
	section("Stopped halfway:", r.Unfinished, "run the same command again")
	section("Pending revisions:", titles(g, r.Pending), "run `migrate upgrade head`")
	section("Changes of the models that no revision has:", describe(r.Changes), "run `migrate revision --autogenerate -m \"…\"`")
	a.notes(r.Notes)
	if r.UpToDate() {
		fmt.Fprintf(a.out(), "Up to date: the database is at %s.\n", places(r.Current))
	}
}

// titles adds its message to each revision.
func titles(g *revision.Graph, ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = g.Get(id).String()
	}
	return out
}

func (a *app) notes(list []autogen.Note) {
	for _, n := range list {
		a.warn("%s %s", n.Object, n.Reason)
	}
}

func describe(list []ops.Op) []string {
	out := make([]string, len(list))
	for i, op := range list {
		out[i] = ops.Describe(op)
	}
	return out
}

func (a *app) diffCommand() *cobra.Command {
	var renames []string
	var sql, exitCode bool
	var from, to string
	cmd := command0("diff", "Show what autogenerate would write, and write nothing", "look", func(ctx context.Context) error {
		open := a.open
		if from != "" && to != "" {
			open = a.openAnywhere
		}
		m, err := open()
		if err != nil {
			return err
		}
		parsed, err := parseRenames(renames)
		if err != nil {
			return err
		}
		d, err := a.difference(ctx, m, from, to, parsed)
		if err != nil {
			return err
		}
		if err := a.printDifference(d, sql); err != nil {
			return err
		}
		if exitCode && len(d.Upgrade) > 0 {
			return verdict(exitPending)
		}
		return nil
	})
	cmd.Flags().StringArrayVar(&renames, "rename", nil, "`OLD=NEW`: a table, or table.column, that has a new name in the models")
	cmd.Flags().StringVar(&from, "from", "", "`SOURCE` to start from instead of the database: a URL, a .sql or .toml file, a folder of these or of Go models")
	cmd.Flags().StringVar(&to, "to", "", "`SOURCE` to get to instead of the models")
	cmd.Flags().BoolVar(&sql, "sql", false, "show the SQL instead of the operations")
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "exit with 2 when there is a difference")
	return cmd
}

func (a *app) difference(ctx context.Context, m *migrate.Migrator, from, to string, renames []migrate.Rename) (*migrate.Difference, error) {
	if from == "" && to == "" {
		return m.Diff(ctx, renames...)
	}
	return m.DiffSources(ctx, from, to, renames...)
}

func (a *app) printDifference(d *migrate.Difference, sql bool) error {
	a.notes(slices.Concat(d.Warnings, d.Unconfirmed))
	if a.verbose {
		for _, n := range d.Skipped {
			a.info("Not compared: %s (%s)", n.Object, n.Reason)
		}
	}
	switch {
	case a.json:
		return a.printJSON(diffJSON{changesJSON(d.Upgrade), orEmpty(d.Statements)})
	case len(d.Upgrade) == 0:
		a.info("No difference.")
	case sql:
		a.printSQL(d)
	default:
		fmt.Fprint(a.out(), ops.EncodeTOML("upgrade", d.Upgrade))
	}
	return nil
}

func parseRenames(texts []string) ([]migrate.Rename, error) {
	var out []migrate.Rename
	for _, text := range texts {
		r, err := migrate.ParseRename(text)
		if err != nil {
			return nil, &migrate.ConfigError{Err: err}
		}
		out = append(out, r)
	}
	return out, nil
}
