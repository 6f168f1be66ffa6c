package runner

import (
	"context"
	"fmt"
	"time"

	"github.com/limbeck/migrate/revision"
)

// Resolve says, of the statement that an earlier run was cut off at, whether it
// took effect: the last resort where the database can't tell. Of a revision that
// is applied, it says that its file as it is now is what was applied.
func (r *Runner) Resolve(ctx context.Context, rev *revision.Revision, applied bool) (string, error) {
	run, unlock, err := r.enter(ctx)
	if err != nil {
		return "", err
	}
	defer unlock()
	for _, e := range run.journal.unfinished {
		if e.Revision != rev.ID {
			continue
		}
		if e.State != stateRunning {
			return "", fmt.Errorf("the %s of revision %s stopped after %d operation(s), and no statement is in doubt: run it again", e.Direction, rev.ID, e.Position)
		}
		e.settled(applied)
		text := fmt.Sprintf("The %s of revision %s goes on after %d operation(s).", e.Direction, rev.ID, e.Position)
		return text, r.execute(ctx, run, r.updateEntry(e, time.Now(), time.Now()))
	}
	sum, known := run.journal.checksums[rev.ID]
	if !applied || !known || sum == rev.Checksum {
		return "", fmt.Errorf("nothing of revision %s is in doubt", rev.ID)
	}
	accepted := revision.Step{Revision: rev, Direction: revision.Up}
	now := startTime()
	return fmt.Sprintf("The file of revision %s counts as what was applied.", rev.ID), r.execute(ctx, run, r.journalStatement(accepted, now, now))
}

func (r *Runner) execute(ctx context.Context, run *run, text string) error {
	if _, err := run.conn.ExecContext(ctx, text); err != nil {
		return r.explain(fmt.Errorf("writing the journal: %w", err))
	}
	return nil
}
