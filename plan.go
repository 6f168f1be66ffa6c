package migrate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/runner"
)

// planOn plans on a live database: with regard to what an earlier run has left
// half done, and to files that changed after they were applied.
func planOn(g *revision.Graph, s runner.State, direction revision.Direction, target string) (*revision.Plan, error) {
	for _, u := range s.Unfinished {
		if g.Get(u.Revision) == nil {
			return nil, &Unsound{
				Message: fmt.Sprintf("the %s of revision %s stopped halfway, and its file is not here", u.Direction, u.Revision),
				Advice:  "get the file from the branch that has it, and finish the " + string(u.Direction),
			}
		}
	}
	if direction == revision.Down {
		return planDown(g, s, target)
	}
	p, err := plan(g, s.Current, direction, target)
	if err != nil {
		return nil, err
	}
	for _, u := range s.Unfinished {
		if u.Direction == revision.Down {
			return nil, &Unsound{
				Message: fmt.Sprintf("the downgrade of revision %s stopped halfway", u.Revision),
				Advice:  "finish it first: `migrate downgrade` to the revision before it",
			}
		}
	}
	return p, unchanged(g, s)
}

// planDown plans a downgrade. A revision whose upgrade stopped halfway is the first
// to go, as if it had been applied: -1 takes back just that.
func planDown(g *revision.Graph, s runner.State, target string) (*revision.Plan, error) {
	for _, u := range s.Unfinished {
		if u.Direction != revision.Up {
			continue
		}
		up, err := g.Upgrade(s.Current, u.Revision)
		if err != nil {
			return nil, err
		}
		if p, err := g.Downgrade(up.HeadsAfter, target); err == nil && len(p.Steps) > 0 && p.Steps[0].Revision.ID == u.Revision {
			return p, nil
		}
	}
	return g.Downgrade(s.Current, target)
}

// unchanged refuses to build on revisions whose files are not what was applied.
func unchanged(g *revision.Graph, s runner.State) error {
	applied, err := g.Applied(s.Current)
	if err != nil {
		return err
	}
	var changed []string
	for _, rev := range applied {
		if sum, ok := s.Checksums[rev.ID]; ok && sum != rev.Checksum {
			changed = append(changed, rev.Path)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	slices.Sort(changed)
	return &Unsound{
		Message: "changed after they were applied: " + strings.Join(changed, ", "),
		Advice:  "restore the files, and put the change into a new revision; if the database has the change already, say so with `migrate resolve REVISION --applied`",
	}
}

// Unsound says that the history and the database don't agree on what was applied.
type Unsound struct{ Message, Advice string }

func (e *Unsound) Error() string { return e.Message }

// Hint says what can be done.
func (e *Unsound) Hint() string { return e.Advice }

// Resolve says, of the statement of a revision that an earlier run was cut off
// at, whether it took effect; of an applied revision whose file changed, that the
// file is right. It returns what that means.
func (m *Migrator) Resolve(ctx context.Context, target string, applied bool) (string, error) {
	g, err := m.graph()
	if err != nil {
		return "", err
	}
	rev, err := g.Resolve(target)
	if err != nil {
		return "", err
	}
	r, err := m.runner()
	if err != nil {
		return "", err
	}
	return r.Resolve(ctx, rev, applied)
}
