package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/revision"
)

// inspectJSON is a schema as the operations, and the SQL, that make it.
type inspectJSON struct {
	Operations []json.RawMessage `json:"operations"`
	Statements []string          `json:"statements"`
}

func (a *app) inspectCommand() *cobra.Command {
	var format string
	cmd := command0("inspect", "Print the live schema: what makes an empty database the same", "look", func(ctx context.Context) error {
		m, err := a.openAnywhere()
		if err != nil {
			return err
		}
		if a.json {
			format = "json"
		}
		return a.printSchema(ctx, m, format)
	})
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		switch format {
		case "toml", "sql", "json":
			return nil
		}
		return &usageError{cmd, fmt.Errorf("--format is toml, sql or json, not %q", format)}
	}
	cmd.Flags().StringVar(&format, "format", "toml", "`toml`, sql or json")
	return cmd
}

func (a *app) printSchema(ctx context.Context, m *migrate.Migrator, format string) error {
	if format == "toml" {
		text, err := m.InspectModel(ctx)
		fmt.Fprint(a.out(), text)
		return err
	}
	d, err := m.Inspect(ctx)
	if err != nil {
		return err
	}
	a.notes(d.Warnings)
	if format == "json" {
		return a.printJSON(inspectJSON{changesJSON(d.Upgrade), orEmpty(d.Statements)})
	}
	a.printSQL(d)
	return nil
}

// printSQL prints statements as a script that the dialect's own splitter, and
// client, reads back. A body of statements gets a delimiter of its own.
func (a *app) printSQL(d *migrate.Difference) {
	lex, setting := d.Dialect.Lexicon(), ""
	for _, s := range d.Statements {
		if set := d.Dialect.Setting(s); set != "" && set != setting {
			setting = set
			fmt.Fprintf(a.out(), "%s;\n", set)
		}
		fmt.Fprintln(a.out(), lex.Terminate(s))
	}
}

func (a *app) adoptCommand() *cobra.Command {
	n := migrate.NewRevision{Format: revision.TOML}
	var format string
	cmd := &cobra.Command{
		Use: "adopt", Short: "Write a first revision from the live database, and mark it as applied", GroupID: "write", Args: exactArgs(0),
		Example: "  migrate adopt -m \"as it is\"",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if n.Format = revision.Format(format); n.Format != revision.TOML && n.Format != revision.SQL {
				return &usageError{cmd, fmt.Errorf("--format is toml or sql, not %q", format)}
			}
			m, err := a.open()
			if err != nil {
				return err
			}
			written, err := m.Adopt(cmd.Context(), n)
			if err != nil {
				return err
			}
			a.notes(written.Difference.Warnings)
			if written.Revision == nil {
				return errors.New("the database is empty: there is nothing to adopt")
			}
			g, err := m.Graph()
			if err != nil {
				return err
			}
			return a.printWritten(g, written, n.DryRun)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&n.Message, "message", "m", "adopt", "what it is about: `TEXT` for the file and its name")
	f.StringVar(&n.ID, "rev-id", "", "`ID` to use instead of a random one")
	f.StringVar(&n.Folder, "version-path", "", "`FOLDER` for the file, where there are several")
	f.StringVar(&format, "format", "toml", "`toml` or sql")
	f.BoolVar(&n.DryRun, "dry-run", false, "show the file and write nothing")
	return cmd
}
