package runner

import (
	"context"
	"fmt"
	"time"

	"github.com/limbeck/migrate/revision"
)

// stamp is the direction under which the journal keeps a stamp.
const stamp revision.Direction = "stamp"

// Stamp carries out the row changes of a plan in one transaction and runs none of
// its revisions.
func (r *Runner) Stamp(ctx context.Context, plan Planner) (*Result, error) {
	run, unlock, err := r.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := run.make(plan); err != nil {
		return nil, err
	}
	if err := run.begin(ctx); err != nil {
		return run.result, err
	}
	for _, e := range run.journal.unfinished { // a stamp says what is there
		if err := run.drop(ctx, e); err != nil {
			run.rollback()
			return run.result, err
		}
	}
	for _, step := range run.plan.Steps {
		for _, text := range run.stampStatements(step, startTime()) {
			if _, err := run.conn.ExecContext(ctx, text); err != nil {
				run.rollback()
				return run.result, r.explain(fmt.Errorf("writing the version table: %w", err))
			}
		}
		run.result.Steps = append(run.result.Steps, StepResult{Step: step, Statements: r.rowStatements(step.Rows)})
	}
	if err := run.commit(ctx); err != nil {
		run.rollback()
		return &Result{HeadsBefore: run.result.HeadsBefore, HeadsAfter: run.result.HeadsBefore}, r.explain(err)
	}
	run.result.HeadsAfter = run.plan.HeadsAfter
	return run.result, nil
}

func (r *Runner) stampStatements(step revision.Step, now time.Time) []string {
	out := r.rowStatements(step.Rows)
	if step.Revision != nil {
		record := step
		record.Direction = stamp
		out = append(out, r.journalStatement(record, now, now))
	}
	return out
}

// PreviewStamp returns what Stamp would do, and does nothing.
func (r *Runner) PreviewStamp(ctx context.Context, plan Planner) (*Result, error) {
	state, err := r.State(ctx)
	if err != nil {
		return nil, err
	}
	p, err := plan(state)
	if err != nil {
		return nil, err
	}
	result := &Result{HeadsBefore: state.Current, HeadsAfter: p.HeadsAfter, Warnings: p.Warnings, DryRun: true, Dialect: r.d}
	for _, step := range p.Steps {
		result.Steps = append(result.Steps, StepResult{Step: step, Statements: r.rowStatements(step.Rows)})
	}
	return result, nil
}
