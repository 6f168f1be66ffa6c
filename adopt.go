package migrate

import (
	"context"
	"fmt"
	"sync"

	"github.com/limbeck/migrate/revision"
)

// Adopt writes a first revision that makes an empty database what the live one is,
// and marks it as applied.
func (m *Migrator) Adopt(ctx context.Context, n NewRevision) (*Written, error) {
	if err := m.makeFolder(n); err != nil {
		return nil, err
	}
	g, err := m.graph()
	if err != nil {
		return nil, err
	}
	if heads := g.Heads(); len(heads) > 0 {
		return nil, &ConfigError{fmt.Errorf("there is a history already (%s): adopt writes its first revision", heads[0].ID)}
	}
	current, err := m.Current(ctx)
	if err != nil {
		return nil, err
	}
	if len(current) > 0 {
		return nil, &ConfigError{fmt.Errorf("the database says that it is at revision %s: get the files of its history", current[0])}
	}
	d, err := m.Inspect(ctx)
	if err != nil {
		return nil, err
	}
	if len(d.Upgrade) == 0 {
		return &Written{Difference: d}, nil
	}
	written, err := m.write(n, d)
	if err != nil || n.DryRun {
		return written, err
	}
	after := *m
	after.graph = sync.OnceValues(func() (*revision.Graph, error) { return loadGraph(m.config) })
	_, err = after.Stamp(ctx, []string{written.Revision.ID}, false, false)
	return written, err
}
