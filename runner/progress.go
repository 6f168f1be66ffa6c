package runner

import (
	"context"
	"fmt"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
)

// progress is how far a step is. What the open transaction holds is in it, and
// kept is what will stay when that is rolled back.
type progress struct {
	step    revision.Step
	list    []unit
	started time.Time
	resumed bool // an earlier run began the step
	repeats bool // and was cut off at the statement that comes next
	undo    *undo

	place
	kept place
}

// place is a point in a step.
type place struct {
	position   int                 // units that are done
	applied    string              // the chain of their hashes
	part       int                 // statements of the next unit that are done
	unit       []dialect.Statement // all of them
	together   int                 // units that they are of, when there are more than the next one
	clean      bool                // before the first try of the next statement, no failed one had left anything
	variables  string              // what gives a session the variables that were set so far
	statements []string
	journalled bool // the journal has a row of the step
}

// next moves past a unit.
func (p *progress) next() {
	p.applied = chain(p.applied, p.list[p.position].hash())
	p.position++
	p.part, p.unit, p.together, p.clean = 0, nil, 0, false
}

// entry is the row of the journal that says where the step is.
func (p *progress) entry(state string) entry {
	e := entry{Revision: p.step.Revision.ID, Direction: string(p.step.Direction), Checksum: p.step.Revision.Checksum,
		State: state, Position: p.position, Applied: p.applied}
	if (p.part > 0 || p.variables != "" || p.clean) && p.position < len(p.list) {
		e.UnderWay = p.underWay()
	}
	return e
}

// underWay is where in the next unit the step stands.
func (p *progress) underWay() *underWay {
	u := &underWay{Part: p.part, Parts: len(p.unit), Unit: p.list[p.position].hash(), Clean: p.clean, Restore: p.variables}
	size := 0
	for _, s := range p.unit {
		size += len(s.SQL)
	}
	if p.together > 1 {
		u.Units, u.Applied = p.together, p.applied
		for _, of := range p.list[p.position : p.position+p.together] {
			u.Applied = chain(u.Applied, of.hash())
		}
	}
	if len(p.unit) > 1 && size < largestWhole {
		u.Whole = p.unit
	}
	return u
}

// largestWhole is how much of a unit fits well into the journal's column. What is
// larger has a long text, of a routine say, and depends on nothing that is there.
const largestWhole = 16_000

// write brings the journal up to date, in the open transaction if there is one.
func (r *run) write(ctx context.Context, p *progress, e entry) error {
	text := r.insertEntry(e, p.started, time.Now())
	if p.journalled {
		text = r.updateEntry(e, p.started, time.Now())
	}
	if _, err := r.conn.ExecContext(ctx, text); err != nil {
		return r.explain(fmt.Errorf("writing the journal: %w", err))
	}
	p.journalled = e.State != stateDropped
	return nil
}

// save makes what was done so far stay, and says so in the journal.
func (r *run) save(ctx context.Context, p *progress) error {
	if !r.open {
		return nil
	}
	if err := r.keepVariables(ctx, p, p.list[:p.position]); err != nil {
		return err
	}
	if err := r.write(ctx, p, p.entry(stateStopped)); err != nil {
		return err
	}
	return r.commit(ctx)
}

// keepVariables notes what hand-written statements have left in the session that later
// ones may read.
func (r *run) keepVariables(ctx context.Context, p *progress, done []unit) (err error) {
	var texts []string
	for _, u := range done {
		if e, ok := u.op.(*ops.Execute); ok {
			texts = append(texts, e.SQL.Any)
		}
	}
	p.variables, err = r.d.Variables(ctx, r.conn, texts)
	return err
}

// announce writes down, before a statement that no transaction undoes, what the
// next run needs to find out whether it took effect.
func (r *run) announce(ctx context.Context, p *progress, text string, e dialect.Effect) (entry, error) {
	if err := r.keepVariables(ctx, p, p.list[:p.position]); err != nil {
		return entry{}, err
	}
	for _, o := range e.Objects {
		if o.Kind != dialect.Leftover || p.clean {
			continue
		}
		text, err := r.d.Definition(ctx, r.conn, o)
		if err != nil {
			return entry{}, r.explain(fmt.Errorf("looking for invalid indexes of %s: %w", o.Table, err))
		}
		p.clean = text == ""
	}
	under := p.underWay()
	under.Session, under.Statement = r.session, clip(text, 200)
	switch {
	case e.Kind == dialect.Definition:
		under.Effect = e.Verb
	case e.Kind == dialect.Repeatable:
		under.Effect = repeatable
	case e.Kind == dialect.Data: // what no transaction undoes, no catalog tells of either
		under.Effect = doubtful
	case !r.d.Traits().TransactionalDDL:
		under.Effect = untouched
	}
	for _, o := range e.Objects {
		if e.Kind != dialect.Definition || o.Kind == dialect.Leftover {
			continue
		}
		definition, err := r.d.Definition(ctx, r.conn, o)
		if err != nil {
			return entry{}, r.explain(fmt.Errorf("reading the definition of %s: %w", o.Name, err))
		}
		under.Objects = append(under.Objects, sawObject{o, seen(definition)})
	}
	announced := p.entry(stateRunning)
	announced.UnderWay = under
	if err := r.write(ctx, p, announced); err != nil {
		return entry{}, err
	}
	if r.open {
		return announced, r.commit(ctx)
	}
	p.kept = p.place
	return announced, nil
}

// seen is how a definition is remembered.
func seen(definition string) string {
	if definition == "" || definition == dialect.Invalid || definition == dialect.Untold {
		return definition
	}
	return hash(definition)
}

// leave rolls back what can be and writes down where a step that failed stands.
// When the connection is gone, the row that announced the statement under way is
// what the next run finds.
func (r *run) leave(ctx context.Context, p *progress) {
	r.rollback()
	p.place = p.kept
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = r.forget(ctx)
	if !p.journalled {
		return
	}
	state := stateStopped
	if p.position+p.part == 0 && !r.d.Traits().TransactionalDDL {
		state = stateDropped // nothing is left of the step
	}
	_ = r.write(ctx, p, p.entry(state))
	p.kept = p.place
}
