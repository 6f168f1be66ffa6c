package runner

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/limbeck/migrate/revision"
)

// limits are the time-outs of the statements of a session.
type limits struct{ lock, statement time.Duration }

// limit sets the time-outs that a revision asks for, else those of the run.
func (r *run) limit(ctx context.Context, rev *revision.Revision) error {
	want := limits{r.opt.LockTimeout, r.opt.StatementTimeout}
	if rev != nil && rev.LockTimeout > 0 {
		want.lock = rev.LockTimeout
	}
	if rev != nil && rev.StatementTimeout > 0 {
		want.statement = rev.StatementTimeout
	}
	if want == r.limits {
		return nil
	}
	if err := r.d.SetTimeouts(ctx, r.conn, want.lock, want.statement); err != nil {
		return r.explain(err)
	}
	r.limits = want
	return nil
}

// A statement that waits too long for a lock is tried this often, with a longer
// and longer pause, so that those who wait behind it get their turn.
const (
	lockTries  = 4
	firstPause = 250 * time.Millisecond
)

// waitAndRetry reports whether a step that failed is to be tried again, after a
// pause. What was committed of it stays, and is not run again.
func (r *run) waitAndRetry(ctx context.Context, p *progress, err error, tries int) bool {
	stepErr := (*StepError)(nil)
	if r.allInOne() || !errors.As(err, &stepErr) || !r.d.LockedOut(stepErr.Err) {
		return false
	}
	blockers, _ := r.d.Blockers(ctx, r.conn)
	stepErr.Blockers = blockers
	if tries >= lockTries {
		return false
	}
	pause := firstPause<<(tries-1) + rand.N(firstPause)
	r.opt.Progress(Event{Kind: Waiting, Step: p.step, Note: "A lock was not had in time" + blockedBy(blockers) + "; trying again in " + pause.Round(time.Millisecond).String() + "."})
	select {
	case <-ctx.Done():
		return false
	case <-time.After(pause):
	}
	p.resumed = true
	return true
}
