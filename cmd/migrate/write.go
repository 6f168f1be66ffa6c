package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/revision"
)

func (a *app) revisionCommand() *cobra.Command {
	var n migrate.NewRevision
	var head, format string
	var renames []string
	cmd := &cobra.Command{
		Use: "revision [MESSAGE]", Aliases: []string{"new"}, Short: "Write a new revision: empty, or from the models", GroupID: "write", Args: atMost(1),
		Example: "  migrate revision --autogenerate -m \"add posts\"\n  migrate revision -m \"fill in slugs\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				if n.Message != "" {
					return &usageError{cmd, errors.New("the message is given twice")}
				}
				n.Message = args[0]
			}
			if head != "" {
				n.Heads = strings.Split(head, ",")
			}
			if n.Format = revision.Format(format); n.Format != revision.TOML && n.Format != revision.SQL {
				return &usageError{cmd, fmt.Errorf("--format is toml or sql, not %q", format)}
			}
			var err error
			if n.Renames, err = parseRenames(renames); err != nil {
				return err
			}
			if a.interactive() {
				n.Ask = a.askRename
			}
			return a.newRevision(cmd.Context(), n)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&n.Message, "message", "m", "", "what it is about: `TEXT` for the file and its name")
	f.BoolVar(&n.Autogenerate, "autogenerate", false, "compare the models with the database and write the difference")
	f.StringVar(&head, "head", "", "`REVISION` that it follows (default head); base for a new base")
	f.BoolVar(&n.Splice, "splice", false, "allow a revision that is no head to be followed: a new branch")
	f.StringArrayVar(&n.Labels, "branch-label", nil, "`LABEL` of the branch that starts here")
	f.StringArrayVar(&n.Depends, "depends-on", nil, "`REVISION` that must be applied before")
	f.StringVar(&n.ID, "rev-id", "", "`ID` to use instead of a random one")
	f.StringVar(&n.Folder, "version-path", "", "`FOLDER` for the file, where there are several")
	f.StringVar(&format, "format", "toml", "`toml` or sql")
	f.StringArrayVar(&renames, "rename", nil, "`OLD=NEW`: a table, or table.column, that has a new name in the models")
	f.BoolVar(&n.DryRun, "dry-run", false, "show the file and write nothing")
	return cmd
}

func (a *app) newRevision(ctx context.Context, n migrate.NewRevision) error {
	m, err := a.open()
	if err != nil {
		return err
	}
	written, err := m.Revision(ctx, n)
	if err != nil {
		return err
	}
	g, err := m.Graph()
	if err != nil {
		return err
	}
	if d := written.Difference; d != nil {
		a.notes(slices.Concat(d.Warnings, d.Unconfirmed))
	}
	if written.Revision == nil {
		if a.json {
			return a.printJSON(revisionsJSON{Revisions: []revisionJSON{}})
		}
		a.info("No changes: the database is what the models say. No file was written.")
		return nil
	}
	return a.printWritten(g, written, n.DryRun)
}

// printWritten tells of a new file: its path on stdout, its content for people.
func (a *app) printWritten(g *revision.Graph, w *migrate.Written, dry bool) error {
	if a.json {
		with, err := g.With(w.Revision)
		if err != nil {
			return err
		}
		w.Revision.Path = w.Path
		return a.printJSON(revisionsDocument(with, []*revision.Revision{w.Revision}, nil))
	}
	if d := w.Difference; d != nil {
		for _, line := range describe(d.Upgrade) {
			a.info("  %s", line)
		}
	}
	if dry {
		fmt.Fprint(a.out(), string(w.Text))
		return nil
	}
	a.info("%s", a.paint(a.stderr, green, "Wrote:"))
	fmt.Fprintln(a.out(), w.Path)
	return nil
}

func (a *app) mergeCommand() *cobra.Command {
	var n migrate.NewRevision
	cmd := &cobra.Command{
		Use: "merge REVISION…", Short: "Write a revision that joins several heads", GroupID: "write", Args: atLeast(1),
		Example: "  migrate merge heads -m \"merge billing\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			n.Heads, n.Format = args, revision.TOML
			m, g, err := a.graph()
			if err != nil {
				return err
			}
			if n.Message == "" {
				n.Message = "merge " + strings.Join(args, " and ")
			}
			written, err := m.Revision(cmd.Context(), n)
			if err != nil {
				return err
			}
			return a.printWritten(g, written, n.DryRun)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&n.Message, "message", "m", "", "what it is about: `TEXT` for the file and its name")
	f.StringArrayVar(&n.Labels, "branch-label", nil, "`LABEL` of the branch that starts here")
	f.StringVar(&n.ID, "rev-id", "", "`ID` to use instead of a random one")
	f.StringVar(&n.Folder, "version-path", "", "`FOLDER` for the file, where there are several")
	f.BoolVar(&n.Splice, "splice", false, "allow revisions that are no heads")
	f.BoolVar(&n.DryRun, "dry-run", false, "show the file and write nothing")
	return cmd
}

func (a *app) editCommand() *cobra.Command {
	return &cobra.Command{
		Use: "edit REVISION", Short: "Open a revision in $EDITOR", GroupID: "write", Args: exactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			m, g, err := a.graph()
			if err != nil {
				return err
			}
			var rows []string
			if args[0] == "current" {
				if rows, err = m.Current(cmd.Context()); err != nil {
					return err
				}
			}
			list, err := g.ResolveWith(rows, args[0])
			if err != nil {
				return err
			}
			if len(list) == 0 {
				return fmt.Errorf("%s names no revision file", args[0])
			}
			return a.edit(cmd.Context(), list)
		},
	}
}

func (a *app) edit(ctx context.Context, list []*revision.Revision) error {
	editor := strings.Fields(os.Getenv("VISUAL"))
	if len(editor) == 0 {
		editor = strings.Fields(os.Getenv("EDITOR"))
	}
	if len(editor) == 0 {
		return errors.New("no editor: set EDITOR or VISUAL")
	}
	for _, r := range list {
		editor = append(editor, r.Path)
	}
	cmd := exec.CommandContext(ctx, editor[0], editor[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = a.stdin, a.stdout, a.stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", editor[0], err)
	}
	return nil
}

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use: "init [DIR]", Short: "Make migrations.toml, versions/ and a sample model", GroupID: "write", Args: atMost(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return a.initialize(dir)
		},
	}
}

// initialize makes a project; what is there is never touched.
func (a *app) initialize(dir string) error {
	settings := filepath.Join(dir, config.FileName)
	if _, err := os.Stat(settings); err == nil {
		return fmt.Errorf("%s is there already: this is a project", settings)
	}
	made := []string{}
	if err := os.MkdirAll(filepath.Join(dir, "versions"), 0o755); err != nil {
		return err
	}
	model := filepath.Join(dir, "models", "models.go")
	if _, err := os.Stat(filepath.Dir(model)); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(model), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(model, []byte(sampleModel), 0o644); err != nil {
			return err
		}
		made = append(made, model)
	}
	if err := os.WriteFile(settings, []byte(sampleConfig), 0o644); err != nil {
		return err
	}
	made = slices.Concat([]string{settings, filepath.Join(dir, "versions") + string(filepath.Separator)}, made)
	for _, path := range made {
		fmt.Fprintln(a.out(), path)
	}
	a.info("\nNext:\n  migrate revision --autogenerate -m \"first tables\"\n  migrate upgrade head")
	return nil
}

const sampleConfig = `# What the migrate tool needs to know. docs/configuration.md explains all of it.

versions = "versions"

[databases.main]
url = "${DATABASE_URL:-sqlite://app.db}"

[models]
go = ["./models"]
`

const sampleModel = `// Package models declares the tables of this project.
package models

import "time"

// User is a sample: change it, then run
//
//	migrate revision --autogenerate -m "first tables"
type User struct {
	ID        int64     ` + "`db:\"id\"`" + `
	Email     string    ` + "`db:\"email\" migrate:\"size=120; unique\"`" + `
	Name      *string   ` + "`db:\"name\" migrate:\"size=80\"`" + `
	CreatedAt time.Time ` + "`db:\"created_at\" migrate:\"default_sql=CURRENT_TIMESTAMP\"`" + `
}
`

func (a *app) versionCommand() *cobra.Command {
	return command0("version", "Print the version", "", func(context.Context) error {
		fmt.Fprintln(a.out(), migrate.Version)
		return nil
	})
}
