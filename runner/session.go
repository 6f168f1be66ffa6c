package runner

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
)

// The check for a pool waits so long for another connection, and looks so often: a
// pool that is busy may give each the same session again by chance.
const (
	secondConnection = 3 * time.Second
	sessionChecks    = 4
)

// ownSession returns the server's side of a connection, which must be its own: a pool
// such as PgBouncer's in transaction mode gives a connection another session for
// each transaction, and that to others in between. A lock means nothing there.
func (r *Runner) ownSession(ctx context.Context, conn *sql.Conn) (string, error) {
	session, err := r.d.Session(ctx, conn)
	if err != nil || session == "" || r.db.Stats().MaxOpenConnections == 1 {
		return session, err
	}
	short, cancel := context.WithTimeout(ctx, secondConnection)
	defer cancel()
	second, err := r.db.Conn(short)
	if err != nil { // there is none to be had, and nothing can be told
		return session, nil
	}
	defer second.Close()
	for range sessionChecks {
		other, err := r.d.Session(short, second)
		if err != nil {
			return session, nil
		}
		again, err := r.d.Session(ctx, conn)
		if err != nil {
			return session, err
		}
		if other == session || again != session {
			return session, &Error{fmt.Errorf("%s: two connections share a session of the server: there is a connection pool in between that keeps no session"+
				" (PgBouncer in transaction or statement mode), and a lock or a setting does not last", r.opt.Database),
				"connect to the server itself, or to a pool in session mode"}
		}
	}
	return session, nil
}

// setAgain gives this session what the applied part of the step has left in
// another: settings, prepared statements, variables. first is false where it was this
// session, whose settings were taken back when the step failed.
func (r *run) setAgain(ctx context.Context, p *progress, first bool) error {
	texts := []string{p.variables}
	for _, u := range p.list[:p.position] {
		e := u.effect(r.d)
		if e.Kind == dialect.Session && (first || len(e.Objects) == 0) { // its temporary tables it still has
			texts = append(texts, u.op.(*ops.Execute).SQL.Any)
		}
	}
	texts = append(texts, p.variables) // what a setting was kept in has another value in the new session
	for _, text := range texts {
		if text == "" {
			continue
		}
		err := r.remember(ctx, unit{op: &ops.Execute{}}, text)
		if err == nil {
			_, err = r.conn.ExecContext(ctx, text)
		}
		if err != nil {
			return r.failed(ctx, p, unit{}, text, err)
		}
	}
	return nil
}

// remember notes the settings of the session before the first statement of a step
// that may change them.
func (r *run) remember(ctx context.Context, u unit, text string) (err error) {
	if r.restore != nil || !sets(u, r.d.Effect(text)) {
		return nil
	}
	r.restore, err = r.d.Remember(ctx, r.conn)
	return err
}

// sets reports whether a unit may change a setting of the session: a SELECT of
// PostgreSQL's set_config does, and nobody knows of a CALL.
func sets(u unit, e dialect.Effect) bool {
	switch u.op.(type) {
	case *ops.Call:
		return true
	case *ops.Execute:
		return e.Kind == dialect.Session || e.Kind == dialect.Variable || e.Kind == dialect.Unknown || e.Verb == "select"
	}
	return false
}

// forget takes back what a step has set in the session, such that the next one, and
// the tool's own statements, find it as it was.
func (r *run) forget(ctx context.Context) error {
	if r.restore == nil {
		return nil
	}
	if err := r.restore(ctx); err != nil {
		return err
	}
	r.restore = nil
	if r.limits != (limits{}) {
		return r.d.SetTimeouts(ctx, r.conn, r.limits.lock, r.limits.statement)
	}
	return nil
}

// lostTable refuses to go on where the rows of a temporary table are needed that
// ended with the session of an earlier run.
func (r *run) lostTable(p *progress) error {
	filled := map[string]bool{} // temporary tables: whether they have rows
	for _, u := range p.list[:p.position] {
		e := u.effect(r.d)
		if len(e.Objects) > 0 && e.Objects[0].Kind == dialect.Temporary {
			for _, o := range e.Objects {
				if delete(filled, strings.ToLower(o.Name.Name)); e.Verb == "create" {
					filled[strings.ToLower(o.Name.Name)] = mentions(r.d, u, "select")
				}
			}
			continue
		}
		for name := range filled {
			filled[name] = filled[name] || e.Kind != dialect.Session && mentions(r.d, u, name)
		}
	}
	var lost []string
	for name, has := range filled {
		needed := func(u unit) bool { return u.effect(r.d).Kind != dialect.Session && mentions(r.d, u, name) }
		if has && slices.ContainsFunc(p.list[p.position:], needed) {
			lost = append(lost, name)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	slices.Sort(lost)
	return &Lost{Step: p.step, Table: lost[0]}
}

// mentions reports whether a hand-written statement has a word in it.
func mentions(d dialect.Dialect, u unit, word string) bool {
	e, ok := u.op.(*ops.Execute)
	return ok && slices.ContainsFunc(d.Lexicon().Tokens(e.SQL.Any), func(t dialect.Token) bool {
		return (t.Kind == dialect.Word || t.Kind == dialect.Quoted) && strings.EqualFold(t.Name(), word)
	})
}

// Lost says that an earlier run was cut off while a temporary table held what the
// rest of the step needs.
type Lost struct {
	Step  revision.Step
	Table string
}

func (e *Lost) Error() string {
	return fmt.Sprintf("%s: an earlier %s of revision %s was cut off, and what its temporary table %s held ended with it; the rest of the file needs that",
		e.Step.Revision.Path, e.Step.Direction, e.Step.Revision.ID, e.Table)
}

// Hint says what can be done.
func (e *Lost) Hint() string {
	return "`migrate downgrade -1` takes back what was applied of an upgrade; then run it again. In a table that is not temporary, the rows would have stayed"
}
