package runner

import (
	"errors"
	"fmt"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/revision"
)

// StepError is the failure of a step.
type StepError struct {
	Step      revision.Step
	Operation string // what was being done
	Line      int    // of the revision file, 0 when unknown
	Statement string // the statement that failed; empty when it did not come to one
	NotRun    bool   // the operation failed before a statement was sent
	// Applied are the statements of this step that took effect and stay.
	Applied []string
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
	switch {
	case e.RolledBack:
		return "Nothing of this revision was applied: the database is as it was before it."
	case len(e.Applied) == 0:
		return "No statement of this revision was applied."
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d statement(s) of this revision were applied before and stay, since this database can't roll them back:\n", len(e.Applied))
	for _, s := range e.Applied {
		fmt.Fprintf(&b, "\n%s\n", indent(s))
	}
	b.WriteString("\nThe version table still says that the revision is not done.")
	return b.String()
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
	if err == nil || errors.Is(err, dialect.ErrLockTimeout) {
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
