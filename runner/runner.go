package runner

import (
	"context"
	"database/sql"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/schema"
)

// Transaction modes.
const (
	PerRevision = "revision" // a transaction for each revision
	All         = "all"      // one for the whole run
	None        = "none"     // none: every statement commits by itself
)

// DefaultVersionTable is the version table's name unless the project sets one.
const DefaultVersionTable = "migrate_version"

// JournalTable is the journal's name.
const JournalTable = "migrate_journal"

// Options say how a database is migrated.
type Options struct {
	Database         string        // what messages call the database; its URL without the password
	VersionTable     string        // DefaultVersionTable when empty
	Transaction      string        // PerRevision when empty
	LockTimeout      time.Duration // how long to wait for another runner, and for a table lock; 0 is without limit
	StatementTimeout time.Duration // 0 is without limit
	By               string        // who runs this, for the journal
	Version          string        // of the tool, for the journal
	// Functions are what op = "call" may name.
	Functions map[string]Function
	// Progress is told of each statement and revision as it happens; may be nil.
	Progress func(Event)
}

// Function is a migration step in Go. It runs on the connection of the run,
// within the revision's transaction if there is one.
type Function func(ctx context.Context, conn *sql.Conn, args map[string]any) error

// Event is one thing that happened in a run.
type Event struct {
	Kind      EventKind
	Step      revision.Step
	Statement string
	Duration  time.Duration
	Note      string // what StepResumed and Waiting tell
	Text      string // of a warning
}

// EventKind says what an Event is about.
type EventKind int

// The kinds of event.
const (
	StepStarted EventKind = iota
	StatementDone
	StepDone
	Warned      // Text says what the plan warns of, before anything is run, or a statement, before it is
	StepResumed // an earlier run began the step
	Waiting     // for a lock, or for a statement of an earlier run
)

// Runner migrates one database.
type Runner struct {
	db   *sql.DB
	d    dialect.Dialect
	opt  Options
	home string // the schema of its own tables, once a run knows it
}

// New returns a runner for an open database.
func New(db *sql.DB, d dialect.Dialect, opt Options) *Runner {
	if opt.VersionTable == "" {
		opt.VersionTable = DefaultVersionTable
	}
	if opt.Transaction == "" {
		opt.Transaction = PerRevision
	}
	if opt.Database == "" {
		opt.Database = "the " + d.Name() + " database"
	}
	if opt.Progress == nil {
		opt.Progress = func(Event) {}
	}
	return &Runner{db: db, d: d, opt: opt}
}

// Result tells what a run did, or, dry, would do.
type Result struct {
	Steps       []StepResult
	HeadsBefore []string
	HeadsAfter  []string
	Warnings    []string // what the plan and the statements warned of
	DryRun      bool
	Dialect     dialect.Dialect // of a dry run: what the statements are written in
}

// StepResult is one step of a Result.
type StepResult struct {
	revision.Step
	Statements []string
	Duration   time.Duration
}

// State is what a database says of itself.
type State struct {
	Current   []string          // the rows of the version table
	Checksums map[string]string // of the files of applied revisions, as they were run
	// Unfinished are the steps that an earlier run began and did not end.
	Unfinished []Unfinished
}

// Unfinished is a step that has not ended.
type Unfinished struct {
	Revision  string
	Direction revision.Direction
}

// Planner makes a plan for a database.
type Planner func(State) (*revision.Plan, error)

func (j *journal) state(current []string) State {
	s := State{Current: current, Checksums: j.checksums}
	for _, e := range j.unfinished {
		s.Unfinished = append(s.Unfinished, Unfinished{e.Revision, revision.Direction(e.Direction)})
	}
	return s
}

// Run locks the database, asks for a plan and carries it out. When a step fails
// the result holds the steps that were done before it, and the error is a
// *StepError.
func (r *Runner) Run(ctx context.Context, plan Planner) (*Result, error) {
	run, unlock, err := r.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := run.settle(ctx); err != nil {
		return nil, err
	}
	if err := run.make(plan); err != nil {
		return nil, err
	}
	return run.result, run.steps(ctx)
}

// enter opens a locked connection and reads what the tool's own tables say, making
// them where they are missing.
func (r *Runner) enter(ctx context.Context) (*run, func(), error) {
	conn, end, err := r.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	here := *r
	if here.home, err = r.d.Home(ctx, conn); err != nil {
		end()
		return nil, nil, r.explain(err)
	}
	r = &here
	run := &run{Runner: r, conn: conn, result: &Result{}}
	if run.session, err = r.ownSession(ctx, conn); err == nil {
		if run.result.HeadsBefore, err = r.ensure(ctx, conn); err == nil {
			run.journal, err = r.readJournal(ctx, conn)
		}
	}
	if err != nil {
		end()
		return nil, nil, r.explain(err)
	}
	run.result.HeadsAfter = run.result.HeadsBefore
	return run, end, nil
}

// make asks for the plan.
func (r *run) make(plan Planner) (err error) {
	if r.plan, err = plan(r.journal.state(r.result.HeadsBefore)); err == nil {
		for _, text := range r.plan.Warnings {
			r.warn(text)
		}
	}
	return err
}

func (r *run) warn(text string) {
	r.result.Warnings = append(r.result.Warnings, text)
	r.opt.Progress(Event{Kind: Warned, Text: text})
}

// open takes a connection, readies it and locks the database. What it returns undoes
// all that: the connection may be one that the program goes on with.
func (r *Runner) open(ctx context.Context) (*sql.Conn, func(), error) {
	conn, done, err := dialect.Connect(ctx, r.d, r.db)
	if err != nil {
		return nil, nil, r.connectError(err)
	}
	timeout := r.opt.LockTimeout
	if timeout == 0 {
		timeout = -1
	}
	unlock, err := r.d.Lock(ctx, conn, timeout)
	if err != nil {
		done()
		return nil, nil, r.explain(err)
	}
	return conn, func() { unlock(); done() }, nil
}

// State reads the version table and the journal, and changes nothing.
func (r *Runner) State(ctx context.Context) (State, error) {
	current, err := r.Current(ctx)
	if err != nil {
		return State{}, err
	}
	conn, err := r.db.Conn(ctx)
	if err != nil {
		return State{}, r.connectError(err)
	}
	defer conn.Close()
	j, err := r.readJournal(ctx, conn)
	if err != nil {
		return State{}, err
	}
	return j.state(current), nil
}

// Ping reports whether the database can be reached, with an error that says what
// to do when it can't.
func (r *Runner) Ping(ctx context.Context) error {
	if err := r.db.PingContext(ctx); err != nil {
		return r.connectError(err)
	}
	return nil
}

// Preview returns what Run would do, without a lock and without changing anything.
// The statements are those for the database as it is now.
func (r *Runner) Preview(ctx context.Context, plan Planner) (*Result, error) {
	state, err := r.State(ctx)
	if err != nil {
		return nil, err
	}
	p, err := plan(state)
	if err != nil {
		return nil, err
	}
	result := &Result{HeadsBefore: state.Current, HeadsAfter: state.Current, Warnings: p.Warnings, DryRun: true, Dialect: r.d}
	w := &writer{Runner: r, state: &liveState{runner: r, ctx: ctx, plan: p}}
	for _, step := range p.Steps {
		statements, err := w.step(step)
		if err != nil {
			return result, err
		}
		texts := make([]string, len(statements))
		for i, s := range statements {
			texts[i] = s.SQL
		}
		result.Steps = append(result.Steps, StepResult{Step: step, Statements: texts})
	}
	result.HeadsAfter = p.HeadsAfter
	return result, nil
}

// Present returns the lookup of single tables on a connection that a dialect
// compiles with.
func (r *Runner) present(ctx context.Context, q dialect.Queryer) dialect.Present {
	return func(table schema.Name) (*schema.Database, error) {
		return readTable(ctx, q, r.d, table)
	}
}
