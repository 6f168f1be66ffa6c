package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/runner"
)

// moveFlags are the flags of upgrade and downgrade.
type moveFlags struct {
	sql, dryRun                   bool
	tag                           string
	lockTimeout, statementTimeout time.Duration
}

func (a *app) upgradeCommand() *cobra.Command {
	return a.moveCommand(revision.Up, &cobra.Command{
		Use: "upgrade TARGET", Aliases: []string{"up"}, Short: "Run the revisions up to a target: head, heads, +1, a revision", GroupID: "run",
		Example: "  migrate upgrade head\n  migrate upgrade +1 --dry-run\n  migrate upgrade 4f1c:head --sql > upgrade.sql",
	}, map[string]string{"up": "head"})
}

func (a *app) downgradeCommand() *cobra.Command {
	return a.moveCommand(revision.Down, &cobra.Command{
		Use: "downgrade TARGET", Aliases: []string{"down"}, Short: "Take revisions back, down to a target: -1, base, a revision", GroupID: "run",
		Example: "  migrate downgrade -1\n  migrate downgrade base\n  migrate downgrade head:4f1c --sql > downgrade.sql",
	}, map[string]string{"down": "-1"})
}

// moveCommand finishes upgrade or downgrade; an alias may have a target of its own.
func (a *app) moveCommand(direction revision.Direction, cmd *cobra.Command, byAlias map[string]string) *cobra.Command {
	var f moveFlags
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 && byAlias[cmd.CalledAs()] == "" {
			return &usageError{cmd, fmt.Errorf("%s needs a target, such as %s", cmd.Name(), map[revision.Direction]string{revision.Up: "head", revision.Down: "-1"}[direction])}
		}
		return atMost(1)(cmd, args)
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		target := byAlias[cmd.CalledAs()]
		if len(args) > 0 {
			target = args[0]
		}
		if f.sql {
			return a.script(cmd, direction, target)
		}
		if strings.Contains(target, ":") {
			return &usageError{cmd, fmt.Errorf("the range %q is for --sql; a database knows where it starts", target)}
		}
		return a.move(cmd.Context(), direction, target, f)
	}
	cmd.Flags().BoolVar(&f.sql, "sql", false, "print the SQL script, without a connection; the target may be a range from:to")
	cmd.Flags().StringVar(&a.dialect, "dialect", "", "`NAME` of the database of --sql, where no URL says it: postgres, mysql or sqlite")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "show what would be run on this database, and run nothing")
	cmd.Flags().StringVar(&f.tag, "tag", "", "`TEXT` for the journal's applied_by, such as a release or ticket")
	cmd.Flags().DurationVar(&f.lockTimeout, "lock-timeout", 0, "how long to wait for another run, and for the lock of a table (default: as configured, else for ever)")
	cmd.Flags().DurationVar(&f.statementTimeout, "statement-timeout", 0, "how long a statement may take (default: as configured, else for ever)")
	return cmd
}

// move runs or previews an upgrade or downgrade and prints what came of it.
func (a *app) move(ctx context.Context, direction revision.Direction, target string, f moveFlags) error {
	m, err := a.open()
	if err != nil {
		return err
	}
	m.Set(migrate.WithTag(f.tag), migrate.WithLockTimeout(f.lockTimeout), migrate.WithStatementTimeout(f.statementTimeout))
	var result *runner.Result
	switch {
	case f.dryRun:
		result, err = m.Preview(ctx, direction, target)
	case direction == revision.Up:
		result, err = m.Upgrade(ctx, target)
	default:
		result, err = m.Downgrade(ctx, target)
	}
	if err != nil {
		if result != nil && len(result.Steps) > 0 {
			a.info("%d revision(s) were completed before the failure; the database is at %s.", len(result.Steps), places(result.HeadsAfter))
		}
		return err
	}
	return a.printSteps(result)
}

// printSteps prints the result of upgrade, downgrade and stamp.
func (a *app) printSteps(result *runner.Result) error {
	if result.DryRun { // a run says them before it starts
		for _, w := range result.Warnings {
			a.warn("%s", w)
		}
	}
	if a.json {
		return a.printJSON(stepsDocument(result))
	}
	for _, s := range result.Steps {
		if !result.DryRun {
			continue
		}
		fmt.Fprintf(a.out(), "-- %s %s\n\n", s.Direction, arrow(s.Step))
		for _, text := range s.Statements {
			fmt.Fprintf(a.out(), "%s\n\n", result.Dialect.Lexicon().Terminate(text))
		}
	}
	switch {
	case len(result.Steps) == 0:
		a.info("Nothing to do: the database is at %s.", places(result.HeadsAfter))
	case result.DryRun:
		a.info("Nothing was run. The database is at %s and would be at %s.", places(result.HeadsBefore), places(result.HeadsAfter))
	default:
		a.info("%s The database is at %s.", a.paint(a.stderr, green, "Done."), places(result.HeadsAfter))
	}
	return nil
}

// script prints offline SQL. The target of a downgrade has to say where it starts.
func (a *app) script(cmd *cobra.Command, direction revision.Direction, target string) error {
	m, g, err := a.graph()
	if err != nil {
		return err
	}
	from, to, isRange, err := revision.ParseRange(target)
	if err != nil {
		return err
	}
	if !isRange {
		from, to = "", target
	}
	if direction == revision.Down && from == "" {
		return &usageError{cmd, fmt.Errorf("downgrade --sql needs a range from:to, such as head:%s: without a database nothing says where it starts", to)}
	}
	start, err := startOf(g, from)
	if err != nil {
		return err
	}
	if to == "" {
		to = map[revision.Direction]string{revision.Up: "heads", revision.Down: "base"}[direction]
	}
	return m.Script(a.out(), direction, start, to)
}

// startOf resolves where a range starts; base is nothing.
func startOf(g *revision.Graph, from string) ([]string, error) {
	if from == "" {
		return nil, nil
	}
	start, err := g.ResolveMany(from)
	return ids(start), err
}

func (a *app) stampCommand() *cobra.Command {
	var purge, sql, dryRun bool
	cmd := &cobra.Command{
		Use: "stamp REVISION…", Short: "Record revisions as applied without running them", GroupID: "run", Args: atLeast(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := a.open()
			if err != nil {
				return err
			}
			if sql {
				if purge {
					return &usageError{cmd, fmt.Errorf("--purge can't be used with --sql")}
				}
				return a.stampScript(cmd, m, args)
			}
			result, err := m.Stamp(cmd.Context(), args, purge, dryRun)
			if err != nil {
				return err
			}
			return a.printSteps(result)
		},
	}
	cmd.Flags().BoolVar(&purge, "purge", false, "remove the rows that are there first, known or not")
	cmd.Flags().BoolVar(&sql, "sql", false, "print the SQL, without a connection; the revision may be a range from:to")
	cmd.Flags().StringVar(&a.dialect, "dialect", "", "`NAME` of the database of --sql, where no URL says it")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show what would be recorded, and record nothing")
	return cmd
}

// stampScript prints the rows that a stamp changes, from a start or from nothing.
func (a *app) stampScript(cmd *cobra.Command, m *migrate.Migrator, args []string) error {
	g, err := m.Graph()
	if err != nil {
		return err
	}
	var from string
	ranges := 0
	targets := slices.Clone(args)
	for i, arg := range args {
		lower, upper, isRange, err := revision.ParseRange(arg)
		if err != nil {
			return err
		}
		if isRange {
			from, targets[i] = lower, upper
			ranges++
		}
	}
	if ranges > 1 {
		return &usageError{cmd, errors.New("stamp --sql takes one starting revision")}
	}
	start, err := startOf(g, from)
	if err != nil {
		return err
	}
	return m.StampScript(a.out(), start, targets)
}

func (a *app) ensureVersionCommand() *cobra.Command {
	return command0("ensure-version", "Create the version table and the journal where they are missing", "run", func(ctx context.Context) error {
		m, err := a.open()
		if err != nil {
			return err
		}
		return m.EnsureVersion(ctx)
	})
}

func (a *app) resolveCommand() *cobra.Command {
	var applied, not bool
	cmd := &cobra.Command{
		Use: "resolve REVISION", Short: "Say whether the statement that a run was cut off at took effect", GroupID: "run", Args: exactArgs(1),
		Long: "Say whether the statement that a run was cut off at took effect, where the database can't tell.\n" +
			"Of an applied revision whose file changed, --applied says that the file is what was applied.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if applied == not {
				return &usageError{cmd, errors.New("say either --applied or --not-applied")}
			}
			m, err := a.open()
			if err != nil {
				return err
			}
			text, err := m.Resolve(cmd.Context(), args[0], applied)
			if err == nil {
				a.info("%s", text)
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&applied, "applied", false, "it took effect")
	cmd.Flags().BoolVar(&not, "not-applied", false, "it did not")
	return cmd
}
