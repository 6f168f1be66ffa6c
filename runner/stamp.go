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
	conn, unlock, err := r.open(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	defer unlock()
	before, err := r.ensure(ctx, conn)
	if err != nil {
		return nil, err
	}
	p, err := plan(before)
	if err != nil {
		return nil, err
	}
	run := &run{Runner: r, conn: conn, plan: p, result: &Result{HeadsBefore: before, HeadsAfter: before, Warnings: p.Warnings}}
	if err := run.begin(ctx); err != nil {
		return run.result, err
	}
	for _, step := range p.Steps {
		statements := r.stampStatements(step)
		for _, text := range statements {
			if _, err := conn.ExecContext(ctx, text); err != nil {
				run.rollback()
				return run.result, r.explain(fmt.Errorf("writing the version table: %w", err))
			}
		}
		run.result.Steps = append(run.result.Steps, StepResult{Step: step, Statements: r.rowStatements(step.Rows)})
	}
	if err := run.commit(ctx); err != nil {
		run.rollback()
		return &Result{HeadsBefore: before, HeadsAfter: before}, r.explain(err)
	}
	run.result.HeadsAfter = p.HeadsAfter
	return run.result, nil
}

func (r *Runner) stampStatements(step revision.Step) []string {
	out := r.rowStatements(step.Rows)
	if step.Revision != nil {
		record := step
		record.Direction = stamp
		now := time.Now()
		out = append(out, r.journalStatement(record, now, now))
	}
	return out
}

// PreviewStamp returns what Stamp would do, and does nothing.
func (r *Runner) PreviewStamp(ctx context.Context, plan Planner) (*Result, error) {
	current, err := r.Current(ctx)
	if err != nil {
		return nil, err
	}
	p, err := plan(current)
	if err != nil {
		return nil, err
	}
	result := &Result{HeadsBefore: current, HeadsAfter: p.HeadsAfter, Warnings: p.Warnings, DryRun: true}
	for _, step := range p.Steps {
		result.Steps = append(result.Steps, StepResult{Step: step, Statements: r.rowStatements(step.Rows)})
	}
	return result, nil
}
