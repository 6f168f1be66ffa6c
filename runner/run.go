package runner

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
)

// run is the state of one Run.
type run struct {
	*Runner
	conn   *sql.Conn
	plan   *revision.Plan
	result *Result

	open    bool     // a transaction is open
	applied []string // statements of the step under way that can't be rolled back
	pending []string // statements of the open transaction
}

// steps runs a plan, a revision after the other.
func (r *run) steps(ctx context.Context) error {
	for _, step := range r.plan.Steps { // a file that can't be read stops the run before it starts
		if err := r.check(step); err != nil {
			return err
		}
	}
	if r.opt.Transaction == All && len(r.plan.Steps) > 0 {
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	for i, step := range r.plan.Steps {
		if ctx.Err() != nil {
			return r.stopped(ctx, step)
		}
		if err := r.step(ctx, step); err != nil {
			if r.rollback(); r.opt.Transaction == All && r.d.TransactionalDDL() {
				r.result.Steps = nil
			}
			return err
		}
		if r.opt.Transaction != All {
			r.result.HeadsAfter = r.plan.RowsAfter(i)
		}
	}
	if r.open {
		if err := r.commit(ctx); err != nil {
			r.rollback()
			return r.explain(err)
		}
	}
	r.result.HeadsAfter = r.plan.HeadsAfter
	return nil
}

// check decodes a step and looks for what would stop it half way.
func (r *run) check(step revision.Step) error {
	list, err := units(r.d, step)
	if err != nil {
		return err
	}
	for _, u := range list {
		if call, ok := u.op.(*ops.Call); ok && r.opt.Functions[call.Name] == nil {
			return fmt.Errorf("%s:%d: no function is registered as %q: run this revision with the program that registers it", step.Revision.Path, u.line, call.Name)
		}
	}
	return nil
}

// stopped ends a run between two revisions.
func (r *run) stopped(ctx context.Context, next revision.Step) error {
	r.rollback()
	return fmt.Errorf("stopped before revision %s: %w", next.Revision.ID, context.Cause(ctx))
}

// step runs one revision with its version rows and its journal row.
func (r *run) step(ctx context.Context, step revision.Step) error {
	started := time.Now()
	r.opt.Progress(Event{Kind: StepStarted, Step: step})
	r.applied, r.pending = nil, nil
	list, err := units(r.d, step)
	if err != nil {
		return err
	}
	done := StepResult{Step: step}
	for _, u := range list {
		statements, err := u.compile(r.d, r.present(ctx, r.conn))
		if err != nil {
			return r.failed(step, u, "", err)
		}
		if call, ok := u.op.(*ops.Call); ok {
			if err := r.call(ctx, step, call); err != nil {
				return r.failed(step, u, "", err)
			}
		}
		for _, s := range statements {
			if ctx.Err() != nil {
				return r.failed(step, u, "", context.Cause(ctx))
			}
			if err := r.statement(ctx, step, s.SQL, s.NoTransaction); err != nil {
				return r.failed(step, u, s.SQL, err)
			}
			done.Statements = append(done.Statements, s.SQL)
		}
	}
	if err := r.record(ctx, step, started); err != nil {
		return err
	}
	done.Duration = time.Since(started)
	r.result.Steps = append(r.result.Steps, done)
	r.opt.Progress(Event{Kind: StepDone, Step: step, Duration: done.Duration})
	return nil
}

// statement runs one statement, in the revision's transaction if it may be.
func (r *run) statement(ctx context.Context, step revision.Step, text string, outside bool) error {
	if outside && r.open {
		if err := r.commit(ctx); err != nil {
			return err
		}
	}
	if !outside && !r.open && r.opt.Transaction != None && !step.Revision.NoTransaction {
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	started := time.Now()
	if _, err := r.conn.ExecContext(r.statementContext(ctx), text); err != nil {
		return err
	}
	if r.open && r.d.TransactionalDDL() {
		r.pending = append(r.pending, text)
	} else {
		r.applied = append(r.applied, text)
	}
	r.opt.Progress(Event{Kind: StatementDone, Step: step, Statement: text, Duration: time.Since(started)})
	return nil
}

// statementContext is what a statement runs under: where DDL can't be rolled back
// an interrupt waits for its end, since nobody could tell how far it came.
func (r *run) statementContext(ctx context.Context) context.Context {
	if r.d.TransactionalDDL() {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// record writes the version rows and the journal, and commits.
func (r *run) record(ctx context.Context, step revision.Step, started time.Time) error {
	if !r.open {
		if err := r.begin(ctx); err != nil {
			return r.explain(err)
		}
	}
	for _, text := range r.rowStatements(step.Rows) {
		result, err := r.conn.ExecContext(ctx, text)
		if err != nil {
			return r.explain(fmt.Errorf("writing the version table: %w", err))
		}
		if n, err := result.RowsAffected(); err == nil && n != 1 {
			return fmt.Errorf("the version table %s changed under this run: %q hit %d rows instead of one", r.opt.VersionTable, text, n)
		}
	}
	if _, err := r.conn.ExecContext(ctx, r.journalStatement(step, started, time.Now())); err != nil {
		return r.explain(fmt.Errorf("writing the journal: %w", err))
	}
	if r.opt.Transaction == All {
		return nil
	}
	if err := r.commit(ctx); err != nil {
		return r.failed(step, unit{}, "COMMIT", err)
	}
	return nil
}

func (r *run) begin(ctx context.Context) error {
	if err := r.d.Begin(ctx, r.conn); err != nil {
		return r.explain(err)
	}
	r.open = true
	return nil
}

func (r *run) commit(ctx context.Context) error {
	if err := r.d.Commit(ctx, r.conn); err != nil {
		return err
	}
	r.open = false
	r.applied = append(r.applied, r.pending...)
	r.pending = nil
	return nil
}

// rollback takes the open transaction back. It must work when the run was
// interrupted; if it can't, the closing of the connection does the same.
func (r *run) rollback() {
	if r.open {
		_, _ = r.conn.ExecContext(context.Background(), "ROLLBACK")
		r.open = false
	}
}

func (r *run) call(ctx context.Context, step revision.Step, call *ops.Call) error {
	if !r.open && r.opt.Transaction != None && !step.Revision.NoTransaction {
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	return r.opt.Functions[call.Name](ctx, r.conn, call.Args)
}

// failed describes what went wrong in a step, and what is left of it.
func (r *run) failed(step revision.Step, u unit, statement string, err error) error {
	if stepErr := (*StepError)(nil); errors.As(err, &stepErr) {
		return err
	}
	e := &StepError{Step: step, Line: u.line, Statement: statement, Applied: r.applied, Err: err, Hint: r.d.Explain(err)}
	if u.op != nil {
		e.Operation = ops.Describe(u.op)
	}
	if statement == "" {
		e.NotRun = true
	}
	e.RolledBack = r.d.TransactionalDDL() && len(r.applied) == 0
	return e
}
