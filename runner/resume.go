package runner

import (
	"context"
	"fmt"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
)

// settle finds out, for each step that an earlier run has left, whether the
// statement that it was at took effect.
func (r *run) settle(ctx context.Context) error {
	for i := range r.journal.unfinished {
		e := &r.journal.unfinished[i]
		if e.State != stateRunning {
			continue
		}
		if err := r.waitFor(ctx, e); err != nil {
			return err
		}
		applied, err := r.tookEffect(ctx, e)
		if err != nil {
			return err
		}
		e.settled(applied)
		if _, err := r.conn.ExecContext(ctx, r.updateEntry(*e, time.Now(), time.Now())); err != nil {
			return r.explain(fmt.Errorf("writing the journal: %w", err))
		}
	}
	return nil
}

// settled moves an entry past the statement in doubt, or leaves it before that.
func (e *entry) settled(applied bool) {
	e.State = stateStopped
	u := e.UnderWay
	switch {
	case u == nil:
	case applied && u.Part+1 >= u.Parts:
		e.Position, e.Applied, e.UnderWay = e.Position+1, chain(e.Applied, u.Unit), (*underWay)(nil).restoring(u.Restore)
	case applied:
		u.Part++
	}
}

// restoring is where in a unit a step stands, nowhere when it is nil, with what
// gives a session its variables.
func (u *underWay) restoring(text string) *underWay {
	switch {
	case u == nil && text == "":
		return nil
	case u == nil:
		return &underWay{Restore: text}
	}
	with := *u
	with.Restore = text
	return &with
}

// waitFor waits until the server has ended a statement whose client is gone.
func (r *run) waitFor(ctx context.Context, e *entry) error {
	if e.UnderWay == nil || e.UnderWay.Session == "" {
		return nil
	}
	start, told := time.Now(), false
	for {
		running, err := r.d.Running(ctx, r.conn, e.UnderWay.Session, e.UnderWay.Statement)
		if err != nil {
			return r.explain(fmt.Errorf("looking for the statement of an earlier run: %w", err))
		}
		if !running {
			return nil
		}
		if !told {
			r.opt.Progress(Event{Kind: Waiting, Note: fmt.Sprintf("The server is still at a statement of an earlier run (session %s); waiting for its end:\n%s",
				e.UnderWay.Session, indent(e.UnderWay.Statement))})
			told = true
		}
		if r.opt.LockTimeout > 0 && time.Since(start) > r.opt.LockTimeout {
			return fmt.Errorf("session %s of the server is still at a statement of an earlier run: %w", e.UnderWay.Session, dialect.ErrLockTimeout)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// tookEffect asks the catalog: a definition took effect if what it is about has
// changed. What was not there before and is not there now says nothing, in a
// DROP … IF EXISTS or a swap of names.
func (r *run) tookEffect(ctx context.Context, e *entry) (bool, error) {
	u := e.UnderWay
	if u == nil || u.Effect == repeatable || u.Effect == untouched {
		return false, nil
	}
	changed, same := 0, 0
	for _, o := range u.Objects {
		text, err := r.d.Definition(ctx, r.conn, o.Object)
		if err != nil {
			return false, r.explain(fmt.Errorf("reading the definition of %s: %w", o.Name, err))
		}
		now := seen(text)
		switch {
		case now == dialect.Invalid, now == o.Before && now != "":
			same++
		case now != o.Before:
			changed++
		case u.Effect == "create":
			same++
		}
	}
	switch u.Effect {
	case doubtful:
		return false, &InDoubt{*e}
	case "rename":
		return changed > 0, nil
	case dialect.Swap: // no name came or went, so either identities tell, or nothing does
		if changed+same == 0 {
			return false, &InDoubt{*e}
		}
		return changed > 0, nil
	}
	if changed > 0 && same > 0 {
		return false, &InDoubt{*e}
	}
	return changed > 0, nil
}

// clear drops the invalid index that an attempt before this one has left.
func (r *run) clear(ctx context.Context, e dialect.Effect) error {
	for _, o := range e.Objects {
		if o.Kind != "index" || e.Verb != "create" {
			continue
		}
		text, err := r.d.Definition(ctx, r.conn, o)
		if err != nil {
			return err
		}
		if text != dialect.Invalid {
			continue
		}
		statements, err := r.d.Compile(&ops.DropIndex{On: ops.On{Schema: o.Schema, Table: o.Table}, Name: o.Name.Name, Concurrently: true}, nowhere)
		if err != nil {
			return err
		}
		for _, s := range statements {
			if _, err := r.conn.ExecContext(ctx, s.SQL); err != nil {
				return fmt.Errorf("dropping the invalid index that an earlier attempt has left: %w", err)
			}
		}
	}
	return nil
}

// start finds where a step begins: at its start, or where an earlier run stopped.
func (r *run) start(ctx context.Context, step revision.Step) (*progress, error) {
	list, err := units(r.d, step)
	if err != nil {
		return nil, err
	}
	p := &progress{step: step, list: list, started: time.Now()}
	if e := r.journal.find(step.Revision.ID, step.Direction); e != nil {
		if err := e.matches(step, list); err != nil {
			return nil, err
		}
		p.resumed, p.journalled = true, true
		p.position, p.applied = e.Position, e.Applied
		if e.UnderWay != nil {
			p.part, p.unit, p.variables = e.UnderWay.Part, e.UnderWay.Whole, e.UnderWay.Restore
		}
		p.kept = p.place
		r.opt.Progress(Event{Kind: StepResumed, Step: step, Note: fmt.Sprintf("%d of %d were applied by an earlier run; going on from there.", e.Position, len(list))})
	}
	if e := r.journal.find(step.Revision.ID, revision.Up); e != nil && step.Direction == revision.Down {
		if p.undo, err = r.newUndo(ctx, step, *e); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// matches refuses a file whose applied part is not what was applied.
func (e *entry) matches(step revision.Step, list []unit) error {
	if e.Position > len(list) {
		return &Changed{Step: step, Position: e.Position}
	}
	if chained(list[:e.Position]) != e.Applied {
		return &Changed{Step: step, Position: e.Position}
	}
	if u := e.UnderWay; u != nil && u.Part > 0 && (e.Position == len(list) || list[e.Position].hash() != u.Unit) {
		return &Changed{Step: step, Position: e.Position + 1}
	}
	return nil
}

// drop closes an entry whose step will not be gone on with.
func (r *run) drop(ctx context.Context, e entry) error {
	e.State = stateDropped
	if _, err := r.conn.ExecContext(ctx, r.updateEntry(e, time.Now(), time.Now())); err != nil {
		return r.explain(fmt.Errorf("writing the journal: %w", err))
	}
	return nil
}
