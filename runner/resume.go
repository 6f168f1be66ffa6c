package runner

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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
		e.Position, e.Applied, e.UnderWay = e.Position+max(u.Units, 1), cmp.Or(u.Applied, chain(e.Applied, u.Unit)), (*underWay)(nil).restoring(u.Restore)
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
// DROP … IF EXISTS or a swap of names. Where identities tell, they know best.
func (r *run) tookEffect(ctx context.Context, e *entry) (bool, error) {
	u := e.UnderWay
	if u == nil || u.Effect == repeatable || u.Effect == untouched {
		return false, nil
	}
	var definitions, identities verdicts
	for _, o := range u.Objects {
		text, err := r.d.Definition(ctx, r.conn, o.Object)
		if err != nil {
			return false, r.explain(fmt.Errorf("reading the definition of %s: %w", o.Name, err))
		}
		if o.Kind == dialect.Identity {
			identities.add(o.Before, seen(text), false)
		} else {
			definitions.add(o.Before, seen(text), u.Effect == "create")
		}
	}
	told := definitions
	if identities.changed+identities.same+identities.untold > 0 && definitions.changed == 0 {
		told = identities
	}
	switch {
	case u.Effect == doubtful, told.changed == 0 && told.untold > 0, u.Effect == dialect.Swap && told == verdicts{}:
		return false, &InDoubt{*e}
	case u.Effect == "rename", u.Effect == dialect.Swap:
		return told.changed > 0, nil
	case u.Effect == "drop": // what is left of several objects is still to be dropped
		return told.changed > 0 && told.same == 0, nil
	case told.changed > 0 && told.same > 0:
		return false, &InDoubt{*e}
	}
	return told.changed > 0, nil
}

// verdicts count what the objects of a statement in doubt say.
type verdicts struct{ changed, same, untold int }

// add compares an object with what it was. What is still not there is the same where
// the statement was to create it.
func (v *verdicts) add(before, now string, creates bool) {
	switch {
	case before == dialect.Untold, now == dialect.Untold && before != "":
		v.untold++
	case now == dialect.Invalid, now == before && now != "":
		v.same++
	case now != before:
		v.changed++
	case creates:
		v.same++
	}
}

// gone reports whether nothing is left of what a statement was to drop.
func (r *run) gone(ctx context.Context, e dialect.Effect) bool {
	for _, o := range e.Objects {
		if text, err := r.d.Definition(ctx, r.conn, o); err != nil || text != "" {
			return false
		}
	}
	return e.Verb == "drop"
}

// clear drops the invalid indexes that an attempt before this one has left.
func (r *run) clear(ctx context.Context, p *progress, e dialect.Effect) error {
	for _, o := range e.Objects {
		for {
			drop, err := r.leftover(ctx, p, e, o)
			if err != nil {
				return err
			}
			if drop == "" {
				break
			}
			if _, err := r.conn.ExecContext(ctx, drop); err != nil {
				return fmt.Errorf("dropping the invalid index that an earlier attempt has left: %w", err)
			}
		}
	}
	return nil
}

// leftover returns the statement that drops an invalid index: the one of the
// statement's name, or one that was not there before its first try.
func (r *run) leftover(ctx context.Context, p *progress, e dialect.Effect, o dialect.Object) (string, error) {
	named := o.Kind == "index" && e.Verb == "create"
	if !named && (o.Kind != dialect.Leftover || !p.clean) {
		return "", nil
	}
	text, err := r.d.Definition(ctx, r.conn, o)
	if err != nil || !named {
		return text, err
	}
	if text != dialect.Invalid {
		return "", nil
	}
	drop, err := r.d.Compile(&ops.DropIndex{On: ops.On{Schema: o.Schema, Table: o.Table}, Name: o.Name.Name, Concurrently: true}, nowhere)
	if err != nil {
		return "", err
	}
	return drop[0].SQL, nil
}

// start finds where a step begins: at its start, or where an earlier run stopped.
func (r *run) start(ctx context.Context, step revision.Step) (*progress, error) {
	list, err := units(r.d, step)
	if err != nil {
		return nil, err
	}
	p := &progress{step: step, list: list, started: startTime()}
	if e := r.journal.find(step.Revision.ID, step.Direction); e != nil {
		if err := e.matches(step, list); err != nil {
			return nil, err
		}
		p.resumed, p.journalled = true, true
		p.position, p.applied = e.Position, e.Applied
		if e.UnderWay != nil {
			p.part, p.unit, p.together = e.UnderWay.Part, e.UnderWay.Whole, e.UnderWay.Units
			p.clean, p.variables = e.UnderWay.Clean, e.UnderWay.Restore
			p.repeats = e.UnderWay.Statement != "" && e.Position < len(list) && e.UnderWay.Unit == list[e.Position].hash()
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
	if u := e.UnderWay; u != nil && u.Part > 0 && !u.matches(list[:e.Position], list[e.Position:]) {
		return &Changed{Step: step, Position: e.Position + max(u.Units, 1)}
	}
	return nil
}

// matches reports whether a unit that is done in part, and those that are done with it, come
// next in a file.
func (u *underWay) matches(done, next []unit) bool {
	if len(next) < max(u.Units, 1) || next[0].hash() != u.Unit {
		return false
	}
	return u.Units < 2 || chained(slices.Concat(done, next[:u.Units])) == u.Applied
}

// drop closes an entry whose step will not be gone on with.
func (r *run) drop(ctx context.Context, e entry) error {
	e.State = stateDropped
	if _, err := r.conn.ExecContext(ctx, r.updateEntry(e, time.Now(), time.Now())); err != nil {
		return r.explain(fmt.Errorf("writing the journal: %w", err))
	}
	return nil
}
