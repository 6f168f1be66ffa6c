package runner

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/schema"
)

// run is the state of one Run.
type run struct {
	*Runner
	conn    *sql.Conn
	session string // the server's side of conn
	journal *journal
	plan    *revision.Plan
	result  *Result
	at      *progress // of the step under way

	open    bool // a transaction is open
	grouped bool // the revision's own BEGIN opened it
	kept    int  // steps of the result that are committed
	limits  limits
	undone  map[schema.Name]bool // tables, by whether a transaction undoes what is written to them

	restore func(context.Context) error // takes back what the step has set in the session; nil when it set nothing
}

// steps runs a plan, a revision after the other.
func (r *run) steps(ctx context.Context) error {
	for _, step := range r.plan.Steps { // a file that can't be read stops the run before it starts
		if err := r.check(step); err != nil {
			return err
		}
	}
	if r.allInOne() && len(r.plan.Steps) > 0 {
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	for _, step := range r.plan.Steps {
		err := ctx.Err()
		if err != nil {
			r.rollback()
			err = fmt.Errorf("stopped before revision %s: %w", step.Revision.ID, context.Cause(ctx))
		} else {
			err = r.step(ctx, step)
		}
		if err != nil {
			r.result.Steps = r.result.Steps[:r.kept]
			return err
		}
		if !r.open {
			r.keepSteps()
		}
	}
	if r.open {
		if err := r.commit(ctx); err != nil {
			r.rollback()
			r.result.Steps = r.result.Steps[:r.kept]
			return r.explain(err)
		}
		r.keepSteps()
	}
	r.result.HeadsAfter = r.plan.HeadsAfter
	return nil
}

// keepSteps notes that the steps so far are committed.
func (r *run) keepSteps() {
	if r.kept = len(r.result.Steps); r.kept > 0 {
		r.result.HeadsAfter = r.plan.RowsAfter(r.kept - 1)
	}
}

// allInOne reports whether one transaction holds the run.
func (r *Runner) allInOne() bool { return r.opt.Transaction == All && r.d.Traits().TransactionalDDL }

// check decodes a step and looks for what would stop it half way.
func (r *run) check(step revision.Step) error {
	list, err := units(r.d, step)
	if err != nil {
		return err
	}
	for _, u := range list {
		if u.effect(r.d).Kind == dialect.Rollback {
			return fmt.Errorf("%s:%d: a revision can't roll back: the transaction is the run's, with its version row and journal in it; take this statement out, and what it would take back",
				step.Revision.Path, u.line)
		}
		if call, ok := u.op.(*ops.Call); ok && r.opt.Functions[call.Name] == nil {
			return fmt.Errorf("%s:%d: no function is registered as %q: run this revision with the program that registers it", step.Revision.Path, u.line, call.Name)
		}
	}
	return nil
}

// step runs one revision, or what an earlier run has left of it, with its version
// rows and its journal row.
func (r *run) step(ctx context.Context, step revision.Step) error {
	r.opt.Progress(Event{Kind: StepStarted, Step: step})
	p, err := r.start(ctx, step)
	if err != nil {
		return err
	}
	r.at = p
	if err := r.limit(ctx, step.Revision); err != nil {
		return err
	}
	if err := r.lostTable(p); err != nil {
		return err
	}
	for tries := 1; ; tries++ {
		err := r.setAgain(ctx, p, tries == 1)
		if err == nil {
			err = r.units(ctx, p)
		}
		if err == nil {
			break
		}
		if !r.waitAndRetry(ctx, p, err, tries) {
			return err
		}
	}
	done := StepResult{Step: step, Statements: p.statements, Duration: time.Since(p.started)}
	r.result.Steps = append(r.result.Steps, done)
	r.opt.Progress(Event{Kind: StepDone, Step: step, Duration: done.Duration})
	return nil
}

// units runs what is left of a step and records it as done.
func (r *run) units(ctx context.Context, p *progress) error {
	r.regroup(p)
	for p.position < len(p.list) {
		u := p.list[p.position]
		skip, err := p.undo.skips(u)
		if err != nil {
			return r.failed(ctx, p, u, "", err)
		}
		if !skip {
			if err := r.unit(ctx, p, u); err != nil {
				return err
			}
		}
		for range max(p.together, 1) {
			p.next()
		}
		if !r.open {
			p.kept = p.place
		}
		if r.open && r.ownTransaction(p.step, u) && !r.grouped {
			if err := r.save(ctx, p); err != nil {
				return r.failed(ctx, p, u, "COMMIT", err)
			}
		}
	}
	return r.record(ctx, p)
}

// regroup finds out whether the step stands between a BEGIN and a COMMIT of its own.
func (r *run) regroup(p *progress) {
	r.grouped = false
	for _, u := range p.list[:p.position] {
		switch u.effect(r.d).Kind {
		case dialect.Begin:
			r.grouped = r.ownTransaction(p.step, u)
		case dialect.Commit:
			r.grouped = false
		}
	}
}

// ownTransaction reports whether a unit commits by itself.
func (r *run) ownTransaction(step revision.Step, u unit) bool {
	return u.noTransaction || step.Revision.NoTransaction || r.opt.Transaction == None
}

// unit runs one operation, and those that are done with it.
func (r *run) unit(ctx context.Context, p *progress, u unit) error {
	if p.part == 0 || p.unit == nil { // the rest of a unit is what it was at its start
		list := p.list[p.position:]
		if p.undo != nil { // which looks at each of them
			list = list[:1]
		}
		n, statements, err := compileNext(r.d, list, r.present(ctx, r.conn))
		if err != nil {
			return r.failed(ctx, p, u, "", err)
		}
		p.unit, p.together = statements, n
	}
	for k, s := range p.unit {
		if ctx.Err() != nil {
			return r.failed(ctx, p, u, "", context.Cause(ctx))
		}
		if kind := r.d.Effect(s.SQL).Kind; k < p.part && kind != dialect.Session && kind != dialect.Variable {
			continue
		}
		if s.Warning != "" {
			r.warn(fmt.Sprintf("%s:%d: %s", p.step.Revision.Path, u.line, s.Warning))
		}
		err := r.statement(ctx, p, u, s)
		if p.undo != nil && err != nil && !r.d.Traits().TransactionalDDL && r.d.Absent(err) {
			err = nil // there was nothing to undo
		}
		if err != nil {
			return r.failed(ctx, p, u, s.SQL, err)
		}
		p.part, p.clean = max(p.part, k+1), false
		if !r.open {
			p.kept = p.place
		}
	}
	return nil
}

// statement runs one statement: within a transaction if that can undo it, else
// after the journal has been told.
func (r *run) statement(ctx context.Context, p *progress, u unit, s dialect.Statement) error {
	effect := r.d.Effect(s.SQL)
	own := r.ownTransaction(p.step, u)
	_, byHand := u.op.(*ops.Execute)
	bare := s.NoTransaction || effect.Alone && (own && byHand || !r.d.Traits().TransactionalDDL)
	switch {
	case effect.Kind == dialect.Begin || effect.Kind == dialect.Commit:
		r.grouped = own && effect.Kind == dialect.Begin // the revision's transaction is the run's own
		return nil
	case (effect.Kind == dialect.Session || effect.Kind == dialect.Variable) && (bare || own || !r.d.Traits().TransactionalDDL):
		clear(r.undone) // after a USE, the same name is another table
		if bare {
			if err := r.save(ctx, p); err != nil {
				return err
			}
		}
		return r.send(ctx, p, u, s.SQL, s.SQL)
	case bare:
		return r.bare(ctx, p, u, s.SQL, effect)
	}
	undone, err := r.undoes(ctx, effect)
	switch {
	case err != nil:
		return err
	case !undone:
		return r.bare(ctx, p, u, s.SQL, effect)
	}
	if err := r.begin(ctx); err != nil {
		return err
	}
	return r.send(ctx, p, u, s.SQL, s.SQL)
}

// bare runs a statement that no transaction undoes.
func (r *run) bare(ctx context.Context, p *progress, u unit, text string, effect dialect.Effect) error {
	repeats := p.repeats
	p.repeats = false
	announced, err := r.announce(r.statementContext(ctx), p, text, effect)
	if err != nil {
		return err
	}
	if p.resumed {
		if err := r.clear(ctx, p, effect); err != nil {
			return err
		}
	}
	switch {
	case announced.UnderWay.Effect == untouched:
		return r.sealed(ctx, p, u, text, announced)
	case effect.Kind == dialect.Data:
		done := announced
		done.UnderWay = new(*announced.UnderWay)
		done.settled(true)
		return r.send(ctx, p, u, text, r.d.Seal(text, r.updateEntry(done, p.started, time.Now())))
	}
	clear(r.undone) // a table may have another engine now
	err = r.send(ctx, p, u, text, text)
	if err != nil && repeats && r.d.Absent(err) && r.gone(r.statementContext(ctx), effect) {
		return nil // of DROP TABLE a, b the run before had done one, and this one the other
	}
	return err
}

// undoes reports whether a transaction undoes a data statement.
func (r *run) undoes(ctx context.Context, e dialect.Effect) (bool, error) {
	if e.Kind != dialect.Data {
		return true, nil
	}
	for _, o := range e.Objects {
		undone, known := r.undone[o.Name]
		if !known {
			var err error
			if undone, err = r.d.Undoes(ctx, r.conn, o.Name); err != nil {
				return false, r.explain(fmt.Errorf("looking for the engine of %s: %w", o.Name, err))
			}
			if r.undone == nil {
				r.undone = map[schema.Name]bool{}
			}
			r.undone[o.Name] = undone
		}
		if !undone {
			return false, nil
		}
	}
	return true, nil
}

// sealed runs a statement of which nobody knows what it does, a CALL on MySQL, in a
// transaction that tells the journal of it. What the statement commits by itself
// commits that too: as long as the journal has not heard of it, nothing was done.
func (r *run) sealed(ctx context.Context, p *progress, u unit, text string, announced entry) error {
	ctx = r.statementContext(ctx)
	if err := r.begin(ctx); err != nil {
		return err
	}
	begun, done := announced, announced
	begun.UnderWay, done.UnderWay = new(*announced.UnderWay), new(*announced.UnderWay)
	begun.UnderWay.Effect = doubtful
	if err := r.write(ctx, p, begun); err != nil {
		return err
	}
	done.settled(true)
	if err := r.send(ctx, p, u, text, r.d.Seal(text, r.updateEntry(done, p.started, time.Now()))); err != nil {
		return err
	}
	if err := r.keepVariables(ctx, p, p.list[:p.position+1]); err != nil {
		return err
	}
	done.UnderWay = done.UnderWay.restoring(p.variables)
	if err := r.write(ctx, p, done); err != nil {
		return err
	}
	return r.commit(ctx)
}

// send sends a statement, in its sealed form, or calls the Go function that stands
// for one.
func (r *run) send(ctx context.Context, p *progress, u unit, text, sealed string) error {
	if err := r.remember(ctx, u, text); err != nil {
		return err
	}
	started := time.Now()
	var err error
	if call, ok := u.op.(*ops.Call); ok {
		text = "call " + call.Name
		err = r.opt.Functions[call.Name](ctx, r.conn, call.Args)
	} else {
		_, err = r.conn.ExecContext(r.statementContext(ctx), sealed)
	}
	if err != nil {
		return err
	}
	p.statements = append(p.statements, text)
	r.opt.Progress(Event{Kind: StatementDone, Step: p.step, Statement: text, Duration: time.Since(started)})
	return nil
}

// statementContext is what a statement runs under: where DDL can't be rolled back
// an interrupt waits for its end, since nobody could tell how far it came.
func (r *run) statementContext(ctx context.Context) context.Context {
	if r.d.Traits().TransactionalDDL {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// record writes the version rows and the journal, and commits.
func (r *run) record(ctx context.Context, p *progress) error {
	if err := r.forget(ctx); err != nil {
		return r.failed(ctx, p, unit{}, "", err)
	}
	if err := r.begin(ctx); err != nil {
		return err
	}
	r.grouped = false
	if p.undo != nil { // the version table never had the revision
		if err := r.drop(ctx, p.undo.entry); err != nil {
			return r.failed(ctx, p, unit{}, "", err)
		}
	} else if err := r.writeVersions(ctx, p.step); err != nil {
		return r.failed(ctx, p, unit{}, "", err)
	}
	e := p.entry(stateDone)
	e.UnderWay = nil
	if err := r.write(ctx, p, e); err != nil {
		return r.failed(ctx, p, unit{}, "", err)
	}
	if r.allInOne() {
		return nil
	}
	if err := r.commit(ctx); err != nil {
		return r.failed(ctx, p, unit{}, "COMMIT", err)
	}
	return nil
}

func (r *run) writeVersions(ctx context.Context, step revision.Step) error {
	for _, text := range r.rowStatements(step.Rows) {
		result, err := r.conn.ExecContext(ctx, text)
		if err != nil {
			return r.explain(fmt.Errorf("writing the version table: %w", err))
		}
		if n, err := result.RowsAffected(); err == nil && n != 1 {
			return fmt.Errorf("the version table %s changed under this run: %q hit %d rows instead of one", r.opt.VersionTable, text, n)
		}
	}
	return nil
}

// begin opens a transaction unless one is open.
func (r *run) begin(ctx context.Context) error {
	if r.open {
		return nil
	}
	if err := r.d.Begin(ctx, r.conn); err != nil {
		return r.explain(err)
	}
	r.open = true
	return nil
}

func (r *run) commit(ctx context.Context) error {
	if err := r.d.Commit(r.statementContext(ctx), r.conn); err != nil {
		return err
	}
	r.open = false
	if r.at != nil {
		r.at.kept = r.at.place
	}
	r.keepSteps()
	return nil
}

// rollback takes the open transaction back. It must work when the run was
// interrupted; if it can't, the closing of the connection does the same.
func (r *run) rollback() {
	if r.open {
		_, _ = r.conn.ExecContext(context.Background(), "ROLLBACK")
		r.open, r.grouped = false, false
	}
}
