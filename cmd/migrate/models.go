package main

import (
	"cmp"
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/limbeck/migrate"
)

func (a *app) modelsCommand() *cobra.Command {
	return command0("models", "Show which models were found, where, and as which tables", "look", func(ctx context.Context) error {
		m, err := a.open()
		if err != nil {
			return err
		}
		d, err := m.Declared(ctx)
		if err != nil {
			return err
		}
		return a.printModels(d)
	})
}

func (a *app) printModels(d *migrate.Declared) error {
	if a.json {
		return a.printJSON(modelsDocument(d))
	}
	w := tabwriter.NewWriter(a.out(), 0, 0, 2, ' ', 0)
	for _, m := range d.Models {
		fmt.Fprintf(w, "%s\t%s\t%s\n", m.Table, cmp.Or(m.Name, m.Source), m.Origin)
	}
	for _, s := range d.Skipped {
		fmt.Fprintf(w, "-\t%s\t%s\t%s\n", s.Name, s.Origin, s.Reason)
	}
	return w.Flush()
}

func modelsDocument(d *migrate.Declared) modelsJSON {
	out := modelsJSON{Models: []modelJSON{}, Skipped: []skippedJSON{}}
	for _, m := range d.Models {
		out.Models = append(out.Models, modelJSON{m.Table.String(), m.Name, m.Source, m.Origin})
	}
	for _, s := range d.Skipped {
		out.Skipped = append(out.Skipped, skippedJSON{s.Name, s.Origin, s.Reason})
	}
	return out
}
