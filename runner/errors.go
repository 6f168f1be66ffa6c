package runner

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
)

// StepError is the failure of a step.
type StepError struct {
	Step      revision.Step
	Operation string // what was being done
	Line      int    // of the revision file, 0 when unknown
	Statement string // the statement that failed; empty when it did not come to one
	NotRun    bool   // the operation failed before a statement was sent
	// Applied are the statements of this step that took effect in this run and
	// stay. Done counts the operations that did, in all runs, of Total.
	Applied     []string
	Done, Total int
	Blockers    []string // who held locks, where a lock was not had in time
	// RolledBack means that the database is as it was before the step.
	RolledBack bool
	Err        error
	Hint       string
}

func (e *StepError) Unwrap() error { return e.Err }

func (e *StepError) Error() string {
	var b strings.Builder
	if e.Step.Revision.Path != "" {
		b.WriteString(e.Step.Revision.Path)
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d", e.Line)
		}
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s of revision %s failed", e.Step.Direction, e.Step.Revision.ID)
	if e.Operation != "" {
		fmt.Fprintf(&b, " at %s", e.Operation)
	}
	fmt.Fprintf(&b, ": %s", e.Err)
	if e.Statement != "" {
		fmt.Fprintf(&b, "\n\n%s\n", indent(e.Statement))
	}
	fmt.Fprintf(&b, "\n%s", e.state())
	return b.String()
}

// state says what the failure left behind.
func (e *StepError) state() string {
	var b strings.Builder
	if len(e.Blockers) > 0 {
		fmt.Fprintf(&b, "Other sessions hold locks:\n    %s\n\n", strings.Join(e.Blockers, "\n    "))
	}
	switch {
	case e.RolledBack:
		b.WriteString("Nothing of this revision was applied: the database is as it was before it.")
	case len(e.Applied) == 0 && e.Done == 0:
		b.WriteString("No statement of this revision was applied.")
	default:
		fmt.Fprintf(&b, "%d of the %d operations of this revision were applied and stay.\n", e.Done, e.Total)
		if len(e.Applied) > 0 {
			b.WriteString("This run applied, and the database can't roll back:\n")
		}
		for _, s := range e.Applied {
			fmt.Fprintf(&b, "\n%s\n", indent(s))
		}
		fmt.Fprintf(&b, "\nThe version table still says that the revision is not done. Mend the cause, or the file from here on, and run `migrate %s` again:\n"+
			"it goes on at this operation.", e.Step.Direction)
		if e.Step.Direction == revision.Up {
			b.WriteString(" `migrate downgrade -1` undoes what was applied.")
		}
	}
	return b.String()
}

// blockedBy names the first of those who hold locks.
func blockedBy(blockers []string) string {
	if len(blockers) == 0 {
		return ""
	}
	return " (" + blockers[0] + ")"
}

func indent(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") }

// Error is a failure of the database with advice.
type Error struct {
	Err  error
	Hint string
}

func (e *Error) Error() string { return e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// explain adds the dialect's advice to an error.
func (r *Runner) explain(err error) error {
	if own := (*Error)(nil); err == nil || errors.Is(err, dialect.ErrLockTimeout) || errors.As(err, &own) {
		return err
	}
	hint := r.d.Explain(err)
	if !strings.Contains(err.Error(), r.opt.Database) {
		err = fmt.Errorf("%s: %w", r.opt.Database, err)
	}
	return &Error{err, hint}
}

func (r *Runner) connectError(err error) error {
	return r.explain(fmt.Errorf("connecting to %s: %w", r.opt.Database, err))
}

// NoDowngrade says that a revision can't be taken back: its file has no downgrade.
type NoDowngrade struct{ Revision *revision.Revision }

func (e *NoDowngrade) Error() string {
	return fmt.Sprintf("%s: revision %s has no downgrade", e.Revision.Path, e.Revision.ID)
}

// Hint says what the author can do.
func (e *NoDowngrade) Hint() string {
	if e.Revision.Format == revision.SQL {
		return "write what takes it back under a line `-- migrate:down`; leave that section empty if nothing is to be done"
	}
	return "write what takes it back as [[downgrade]] operations, or `downgrade = []` above the first operation if nothing is to be done"
}

// failed describes what went wrong in a step, and what is left of it.
func (r *run) failed(ctx context.Context, p *progress, u unit, statement string, err error) error {
	if stepErr := (*StepError)(nil); errors.As(err, &stepErr) {
		return err
	}
	e := &StepError{Step: p.step, Line: u.line, Statement: statement, Err: err, Hint: r.d.Explain(err)}
	if u.op != nil {
		e.Operation = ops.Describe(u.op)
	}
	if p.together > 1 {
		e.Operation += fmt.Sprintf(", which is done together with the next %d on this table", p.together-1)
	}
	e.NotRun = statement == ""
	r.leave(ctx, p)
	e.Applied, e.Done, e.Total = p.kept.statements, p.kept.position, len(p.list)
	e.RolledBack = r.d.Traits().TransactionalDDL && p.kept.position+p.kept.part == 0
	return e
}

// Changed says that the part of a file that an earlier run applied is not what it
// was then.
type Changed struct {
	Step     revision.Step
	Position int
}

func (e *Changed) Error() string {
	return fmt.Sprintf("%s: an earlier %s applied the first %d operation(s) of revision %s, and the file's are others now",
		e.Step.Revision.Path, e.Step.Direction, e.Position, e.Step.Revision.ID)
}

// Hint says what can be done.
func (e *Changed) Hint() string {
	return "restore what was applied; only what comes after it may be mended"
}

// InDoubt says that nobody can tell whether a statement took effect.
type InDoubt struct{ entry entry }

func (e *InDoubt) Error() string {
	return fmt.Sprintf("an earlier %s of revision %s was cut off at operation %d, and the database doesn't tell whether this statement took effect:\n\n%s\n",
		e.entry.Direction, e.entry.Revision, e.entry.Position+1, indent(e.entry.UnderWay.Statement))
}

// Hint says what can be done.
func (e *InDoubt) Hint() string {
	return fmt.Sprintf("look at the database, then say `migrate resolve %s --applied` or `--not-applied`, and run the same command again", e.entry.Revision)
}
