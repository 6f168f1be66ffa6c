package runner

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"reflect"
	"slices"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/schema"
)

// Script writes a plan as an SQL script for a dialect, without a database. past
// are the steps that lead from nothing to where the plan starts: what they do is
// what the script takes for granted.
func Script(w io.Writer, d dialect.Dialect, opt Options, past []*revision.Revision, plan *revision.Plan) error {
	r := New(nil, d, opt)
	state := &memoryState{db: &schema.Database{}, d: d}
	for _, rev := range past {
		if err := state.replay(d, revision.Step{Revision: rev, Direction: revision.Up}); err != nil {
			return err
		}
	}
	s := &script{w: w, writer: writer{Runner: r, state: state}}
	if len(plan.HeadsBefore) == 0 {
		s.ownTables()
	}
	for _, step := range plan.Steps {
		s.step(step)
	}
	return s.err
}

// StampScript writes the SQL of a stamp.
func StampScript(w io.Writer, d dialect.Dialect, opt Options, plan *revision.Plan) error {
	s := &script{w: w, writer: writer{Runner: New(nil, d, opt)}}
	if len(plan.HeadsBefore) == 0 {
		s.ownTables()
	}
	for _, step := range plan.Steps {
		for _, text := range s.stampStatements(step, time.Time{}) {
			s.statement(text)
		}
	}
	return s.err
}

// script writes statements; the first error stays.
type script struct {
	writer
	w       io.Writer
	setting string // the one that is in force
	err     error
}

func (s *script) printf(format string, args ...any) {
	if s.err == nil {
		_, s.err = fmt.Fprintf(s.w, format, args...)
	}
}

func (s *script) statement(text string) { s.printf("%s\n\n", s.d.Lexicon().Terminate(text)) }

// set makes the setting that a statement can't do without.
func (s *script) set(statement string) {
	if setting := s.d.Setting(statement); setting != "" && setting != s.setting {
		s.setting = setting
		s.statement(setting)
	}
}

func (s *script) ownTables() {
	s.printf("-- The tables that the migrate tool keeps its state in\n\n")
	for _, t := range []*schema.Table{s.versionTable(), s.journalTable()} {
		statements, err := s.d.Compile(&ops.CreateTable{Table: *t}, nowhere)
		if err != nil {
			s.err = err
			return
		}
		for _, st := range statements {
			s.statement(st.SQL)
		}
	}
}

// step writes one revision as a transaction; a statement that can't be in one
// stands between two.
func (s *script) step(step revision.Step) {
	statements, err := s.writer.step(step)
	if err != nil && s.err == nil {
		s.err = err
		return
	}
	s.printf("-- %s %s\n\n", map[revision.Direction]string{revision.Up: "Upgrade", revision.Down: "Downgrade"}[step.Direction], step.Revision)
	begin, commit := s.d.Script()
	open := false
	frame := func(want bool) {
		if want == open || s.opt.Transaction == None || step.Revision.NoTransaction && want {
			return
		}
		open = want
		for _, text := range map[bool][]string{true: begin, false: commit}[want] {
			s.statement(text)
		}
	}
	for _, st := range statements {
		frame(!st.NoTransaction)
		s.set(st.SQL)
		s.statement(st.SQL)
	}
	frame(true)
	for _, text := range append(s.rowStatements(step.Rows), s.journalStatement(step, time.Time{}, time.Time{})) {
		s.statement(text)
	}
	frame(false)
}

// Statements returns the SQL of operations on a database that is as live says
// (native form), without running them.
func Statements(d dialect.Dialect, live *schema.Database, list []ops.Op) ([]string, error) {
	if len(list) == 0 {
		return nil, nil
	}
	state := &memoryState{db: schema.Clone(live), d: d}
	var out []string
	var units []unit
	for _, op := range withIndexes(d, list) {
		units = append(units, unit{op: op})
	}
	for len(units) > 0 {
		n, statements, err := compileNext(d, units, state.present)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", ops.Describe(units[0].op), err)
		}
		for _, s := range statements {
			out = append(out, s.SQL)
		}
		for _, u := range units[:n] {
			state.apply(u.op)
		}
		units = units[n:]
	}
	return out, nil
}

// withIndexes has the tables that some operations make take in the indexes that come after
// them, as people write them, where the dialect's statement can say both; and then the foreign
// keys to themselves that waited for these. Nothing that is between needs them to wait, but
// what the same table goes through, and hand-written SQL.
func withIndexes(d dialect.Dialect, list []ops.Op) []ops.Op {
	if !d.Traits().IndexesWithin {
		return list
	}
	open := map[schema.Name]*schema.Table{}
	var out []ops.Op
	for _, op := range list {
		switch o := op.(type) {
		case *ops.CreateTable:
			whole := schema.Clone(o)
			open[o.ID()], op = &whole.Table, whole
		case *ops.CreateIndex:
			if t := open[o.ID()]; t != nil && standsWithin(d, t, &o.Index) {
				t.Indexes = append(t.Indexes, &o.Index)
				continue
			}
			delete(open, o.ID())
		case *ops.CreateForeignKey:
			t := open[o.ID()]
			if t != nil && o.Target() == o.ID() && hasIndex(d, t, &o.ForeignKey) {
				t.ForeignKeys = append(t.ForeignKeys, &o.ForeignKey)
				continue
			}
			delete(open, o.ID()) // the server may make an index of it, which comes before later ones
		case *ops.Execute, *ops.Call:
			clear(open)
		case interface{ ID() schema.Name }:
			delete(open, o.ID())
		}
		out = append(out, op)
	}
	return out
}

// standsWithin reports whether an index can come with the table that it is of: not one of another
// kind than a foreign key needs, over columns that the server makes an index for. MariaDB takes
// a FULLTEXT one for that, and then refuses it (error 1005).
func standsWithin(d dialect.Dialect, t *schema.Table, x *schema.Index) bool {
	if len(t.ForeignKeys) == 0 {
		return true
	}
	with := *t
	with.Indexes = append(slices.Clone(t.Indexes), x)
	native, err := dialect.LowerTable(d, &with)
	return err == nil && !slices.ContainsFunc(d.MadeIndexes(native), func(made *schema.Index) bool {
		columns := made.ColumnNames()
		return len(columns) <= len(x.Columns) && slices.Equal(columns, x.ColumnNames()[:len(columns)])
	})
}

// hasIndex reports whether the server makes no index for a foreign key that comes to a table.
func hasIndex(d dialect.Dialect, t *schema.Table, key *schema.ForeignKey) bool {
	with := *t
	with.ForeignKeys = append(slices.Clone(t.ForeignKeys), key)
	before, err1 := dialect.LowerTable(d, t)
	after, err2 := dialect.LowerTable(d, &with)
	return err1 == nil && err2 == nil && reflect.DeepEqual(d.MadeIndexes(before), d.MadeIndexes(after))
}

// writer compiles steps without running them.
type writer struct {
	*Runner
	state state
}

// state is what is known of the database while steps are only written.
type state interface {
	present(table schema.Name) (*schema.Database, error)
	apply(op ops.Op)
}

// step returns the statements of a step, but those of the version table.
func (w *writer) step(step revision.Step) ([]dialect.Statement, error) {
	list, err := units(w.d, step)
	if err != nil {
		return nil, err
	}
	var out []dialect.Statement
	for n := 0; len(list) > 0; list = list[n:] {
		u := list[0]
		if call, ok := u.op.(*ops.Call); ok {
			out, n = append(out, dialect.Statement{SQL: "-- here the program runs its function " + call.Name}), 1
			continue
		}
		var statements []dialect.Statement
		if n, statements, err = compileNext(w.d, list, w.state.present); err != nil {
			return nil, &StepError{Step: step, Line: u.line, Operation: ops.Describe(u.op), NotRun: true, Err: err, RolledBack: true}
		}
		for _, s := range statements {
			s.NoTransaction = s.NoTransaction || u.noTransaction
			out = append(out, s)
		}
		for _, done := range list[:n] {
			w.state.apply(done.op)
		}
	}
	return out, nil
}

// memoryState is a database as the operations so far describe it, neutral.
type memoryState struct {
	db *schema.Database
	d  dialect.Dialect
}

func (m *memoryState) present(table schema.Name) (*schema.Database, error) {
	domains, err := dialect.Lower(m.d, &schema.Database{Domains: m.db.Domains})
	if err != nil {
		return nil, err
	}
	out := &schema.Database{Enums: m.db.Enums, Domains: domains.Domains, UnloggedSequences: m.db.UnloggedSequences, SameDefaults: m.db.SameDefaults, StrictMode: m.db.StrictMode}
	if t := m.db.Table(table); t != nil {
		native, err := dialect.LowerTable(m.d, t)
		if err != nil {
			return nil, err
		}
		native.Indexes = append(native.Indexes, m.d.MadeIndexes(native)...)
		out.Tables = []*schema.Table{native}
	}
	for _, t := range m.db.Triggers {
		if t.Schema == table.Schema && t.Table == table.Name {
			own := schema.Clone(t)
			own.SQL = schema.SQL(t.SQL.For(m.d.Name()))
			out.Triggers = append(out.Triggers, own)
		}
	}
	return out, nil
}

// apply follows an operation as far as it can be followed: what hand-written SQL
// did before is not known, so an operation that does not fit is no error here.
func (m *memoryState) apply(op ops.Op) {
	if o, ok := op.(*ops.AlterTable); ok {
		m.keepCollations(o)
	}
	m.applyOnly(op)
	m.d.Follow(m.db, op)
}

// keepCollations has the columns that follow their table keep what they had of it when it gets
// another collation, as they do on MySQL.
func (m *memoryState) keepCollations(o *ops.AlterTable) {
	t, name := m.db.Table(o.ID()), m.d.Name()
	_, collation := o.Options[name]["collate"]
	_, charset := o.Options[name]["charset"]
	if t == nil || !collation && !charset {
		return
	}
	was := cmp.Or(t.Options.Get(name, "collate"), t.Options.Get(name, "charset"))
	for _, c := range t.Columns {
		if was != "" && c.Collation.For(name) == "" {
			c.Collation = schema.Text{Any: c.Collation.Any, By: map[string]string{name: was}}
		}
	}
}

// applyOnly leaves the texts that name what a rename renames as they are.
func (m *memoryState) applyOnly(op ops.Op) {
	of, onTable := op.(interface{ ID() schema.Name })
	if !onTable || m.db.Table(of.ID()) == nil || len(m.db.Table(of.ID()).ForeignKeys) == 0 {
		_ = ops.Apply(m.db, op)
		return
	}
	before, err := dialect.LowerTable(m.d, m.db.Table(of.ID()))
	_ = ops.Apply(m.db, op)
	if t := m.db.Table(of.ID()); t != nil && err == nil {
		_, drop := op.(*ops.DropForeignKey)
		m.loseIndexes(t, before, drop)
	}
}

// loseIndexes takes those from a table that were made for foreign keys and go with an operation. With
// a key itself goes the one of its name.
func (m *memoryState) loseIndexes(t, before *schema.Table, named bool) {
	after, err := dialect.LowerTable(m.d, t)
	if err != nil {
		return
	}
	t.Indexes = slices.DeleteFunc(t.Indexes, func(x *schema.Index) bool {
		was := before.Index(x.Name)
		of := slices.ContainsFunc(before.ForeignKeys, func(f *schema.ForeignKey) bool { return f.Name == x.Name })
		return was != nil && (of || !named) && m.d.LosesIndex(was, before, after)
	})
}

func (m *memoryState) replay(d dialect.Dialect, step revision.Step) error {
	m.d = d
	list, err := units(d, step)
	for _, u := range list {
		m.apply(u.op)
	}
	return err
}

// liveState is the live database and what the operations so far would do to it.
// It is read when an operation first needs to know.
type liveState struct {
	runner *Runner
	ctx    context.Context
	plan   *revision.Plan
	memory *memoryState
	later  []ops.Op // applied before anything was read
}

func (l *liveState) present(table schema.Name) (*schema.Database, error) {
	if l.memory == nil {
		db, err := introspect.Read(l.ctx, l.runner.db, l.runner.d, introspect.Options{Schemas: l.schemas(), ExactTables: true, OtherDomains: true}) // as one table is read for a run
		if err != nil {
			return nil, l.runner.explain(err)
		}
		l.memory = &memoryState{db: db, d: l.runner.d}
		for _, op := range l.later {
			l.memory.apply(op)
		}
	}
	return l.memory.present(table)
}

// schemas lists the schemas, other than the default one, that the plan touches.
func (l *liveState) schemas() []string {
	var out []string
	for _, step := range l.plan.Steps {
		list, err := units(l.runner.d, step)
		if err != nil {
			continue // the step itself will say so
		}
		for _, u := range list {
			if o, ok := u.op.(interface{ ID() schema.Name }); ok && o.ID().Schema != "" {
				out = append(out, o.ID().Schema)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (l *liveState) apply(op ops.Op) {
	if l.memory == nil {
		l.later = append(l.later, op)
	} else {
		l.memory.apply(op)
	}
}
