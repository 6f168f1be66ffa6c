package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/runner"
)

// app is what all commands share: the global flags and where output goes.
type app struct {
	stdin          *os.File
	stdout, stderr *os.File
	lost           error         // why results could not be written
	answers        *bufio.Reader // what is typed, while there is something to ask

	configPath, database, url, color string
	vars                             map[string]string
	json, quiet, verbose, noInput    bool

	dialect  string // of offline SQL
	migrator *migrate.Migrator
}

// command builds the tree of commands.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:           "migrate",
		Short:         "Schema migrations for Go teams: revisions from models, up and down, on PostgreSQL, MySQL, MariaDB and SQLite",
		Version:       migrate.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	root.SetOut(a.out())
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return &usageError{cmd, err} })
	f := root.PersistentFlags()
	f.StringVarP(&a.configPath, "config", "c", "", "`FILE` to use instead of the migrations.toml found here or above")
	f.StringVarP(&a.database, "database", "n", "", "`NAME` of the database in migrations.toml")
	f.StringVar(&a.url, "url", "", "database `URL`, instead of the configured one")
	f.StringToStringVarP(&a.vars, "var", "x", nil, "`key=value` for ${x.key} in migrations.toml")
	f.BoolVar(&a.json, "json", false, "print one JSON document")
	f.BoolVarP(&a.quiet, "quiet", "q", false, "print results only")
	f.BoolVarP(&a.verbose, "verbose", "v", false, "print more: every statement with its time, every detail of a revision")
	f.StringVar(&a.color, "color", "auto", "colour: `auto`, always or never")
	f.BoolVar(&a.noInput, "no-input", false, "never ask, fail instead")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if !slices.Contains([]string{"auto", "always", "never"}, a.color) {
			return &usageError{cmd, fmt.Errorf("--color is auto, always or never, not %q", a.color)}
		}
		return nil
	}
	root.AddGroup(&cobra.Group{ID: "write", Title: "Write revisions:"}, &cobra.Group{ID: "run", Title: "Run them:"}, &cobra.Group{ID: "look", Title: "Look:"})
	root.AddCommand(a.initCommand(), a.revisionCommand(), a.mergeCommand(), a.adoptCommand(), a.editCommand(),
		a.upgradeCommand(), a.downgradeCommand(), a.stampCommand(), a.resolveCommand(), a.ensureVersionCommand(),
		a.currentCommand(), a.statusCommand(), a.historyCommand(), a.graphCommand(), a.headsCommand(), a.branchesCommand(), a.showCommand(),
		a.checkCommand(), a.diffCommand(), a.inspectCommand(), a.modelsCommand(), a.versionCommand())
	return root
}

func unknownCommand(root *cobra.Command, name string) error {
	near := ""
	if found := root.SuggestionsFor(name); len(found) > 0 {
		near = fmt.Sprintf(", did you mean %q?", found[0])
	}
	return &usageError{root, fmt.Errorf("unknown command %q%s", name, near)}
}

// open reads the configuration and opens the Migrator that it describes.
func (a *app) open() (*migrate.Migrator, error) {
	return a.openWith(a.config, false)
}

// openAnywhere does so for commands that only look and need no project: where there
// is no migrations.toml, it is as if there were an empty one.
func (a *app) openAnywhere() (*migrate.Migrator, error) {
	return a.openWith(func() (*config.Config, error) {
		c, err := a.config()
		if errors.Is(err, config.ErrNotFound) && a.database == "" {
			return &config.Config{Dir: "."}, nil
		}
		return c, err
	}, true)
}

func (a *app) openWith(read func() (*config.Config, error), existing bool) (*migrate.Migrator, error) {
	if a.migrator != nil {
		return a.migrator, nil
	}
	c, err := read()
	if err != nil {
		return nil, err
	}
	m, err := migrate.Open(c, migrate.Target{Database: a.database, URL: a.url, Dialect: a.dialect, Vars: a.vars, Existing: existing}, migrate.WithProgress(a.progress))
	if err != nil {
		return nil, &migrate.ConfigError{Err: err}
	}
	a.migrator = m
	return m, nil
}

func (a *app) config() (*config.Config, error) {
	path := a.configPath
	if path == "" {
		found, err := config.Find(".")
		if err != nil {
			return nil, &migrate.ConfigError{Err: err}
		}
		path = relativeToHere(found)
	}
	c, err := config.Load(path)
	if err != nil {
		return nil, &migrate.ConfigError{Err: err}
	}
	return c, nil
}

// graph opens the history.
func (a *app) graph() (*migrate.Migrator, *revision.Graph, error) {
	m, err := a.open()
	if err != nil {
		return nil, nil, err
	}
	g, err := m.Graph()
	return m, g, err
}

// info prints a line for the person who watches; not with --quiet.
func (a *app) info(format string, args ...any) {
	if !a.quiet && !a.json {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}

// warn prints a warning, also with --quiet.
func (a *app) warn(format string, args ...any) {
	fmt.Fprintf(a.stderr, a.paint(a.stderr, yellow, "Warning: ")+format+"\n", args...)
}

// progress prints what a run does as it happens.
func (a *app) progress(e runner.Event) {
	switch e.Kind {
	case runner.StepStarted:
		a.info("Running %s %s", e.Step.Direction, arrow(e.Step))
	case runner.Warned:
		a.warn("%s", e.Text)
	case runner.StatementDone:
		if a.verbose {
			a.info("%s\n    -- %s", indent(e.Statement), e.Duration.Round(100_000))
		}
	case runner.StepResumed, runner.Waiting:
		a.info("%s", e.Note)
	}
}

// arrow shows where a step leads: "a, b -> c, message".
func arrow(s revision.Step) string {
	text := places(s.From) + " -> " + places(s.To)
	if s.Revision != nil && s.Revision.Message != "" {
		text += ", " + s.Revision.Message
	}
	return text
}

func places(ids []string) string {
	if len(ids) == 0 {
		return "<base>"
	}
	return strings.Join(ids, ", ")
}

func indent(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") }

// style is an ANSI code.
type style string

const (
	bold   style = "1"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	cyan   style = "36"
)

// paint colours a text if it goes to a terminal, or always or never on request.
func (a *app) paint(to *os.File, s style, text string) string {
	on := a.color == "always"
	if a.color == "auto" {
		_, off := os.LookupEnv("NO_COLOR")
		on = !off && term.IsTerminal(int(to.Fd()))
	}
	if !on {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// out is where results go.
func (a *app) out() io.Writer { return a }

// Write writes results, and remembers the first error of doing so: a listing cut
// short must not pass for a whole one.
func (a *app) Write(p []byte) (int, error) {
	n, err := a.stdout.Write(p)
	a.lost = cmp.Or(a.lost, err)
	return n, err
}

// command0 is a command without arguments.
func command0(use, short, group string, run func(ctx context.Context) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, GroupID: group, Args: exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context()) }}
}

// exactArgs and atLeast make a wrong number of arguments a usage error.
func exactArgs(n int) cobra.PositionalArgs { return usage(cobra.ExactArgs(n)) }
func atLeast(n int) cobra.PositionalArgs   { return usage(cobra.MinimumNArgs(n)) }
func atMost(n int) cobra.PositionalArgs    { return usage(cobra.MaximumNArgs(n)) }

func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return &usageError{cmd, err}
		}
		return nil
	}
}
