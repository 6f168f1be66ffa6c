package sqlfile

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// statement is one statement of a file.
type statement struct {
	dialect.Piece
	path string
}

// batchSize is how many statements go to the server at once. Their locks must fit
// into PostgreSQL's lock table, whatever else goes on there.
const batchSize = 100

// batch runs statements. Where a transaction undoes definitions, many of them go
// to the server at once: a round trip and a commit for each would cost more than
// all that they do. One that fails is found by running them one by one.
type batch struct {
	ctx     context.Context
	conn    *sql.Conn
	d       dialect.Dialect
	waiting []statement
	open    bool // the files have begun a transaction of their own
}

// add runs a statement, now or together with the next ones.
func (b *batch) add(s statement) error {
	e := b.d.Effect(s.SQL)
	definition := e.Kind == dialect.Definition || e.Verb == "comment"
	if definition && !e.Alone && !b.open && b.d.TransactionalDDL() {
		if b.waiting = append(b.waiting, s); len(b.waiting) < batchSize {
			return nil
		}
		return b.flush()
	}
	if err := b.flush(); err != nil {
		return err
	}
	switch e.Kind {
	case dialect.Begin:
		b.open = true
	case dialect.Commit:
		b.open = false
	}
	return b.run(s)
}

func (b *batch) run(s statement) error {
	if _, err := b.conn.ExecContext(b.ctx, s.SQL); err != nil {
		return fmt.Errorf("%s:%d: %w", s.path, s.Line, err)
	}
	return nil
}

// flush runs what waits.
func (b *batch) flush() error {
	list := b.waiting
	b.waiting = nil
	if len(list) > 1 && b.together(list) {
		return nil
	}
	for _, s := range list {
		if err := b.run(s); err != nil {
			return err
		}
	}
	return nil
}

// together runs statements in one transaction; where it can't, nothing has happened.
func (b *batch) together(list []statement) bool {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.SQL
	}
	if _, err := b.conn.ExecContext(b.ctx, "BEGIN"); err != nil {
		return false
	}
	_, err := b.conn.ExecContext(b.ctx, strings.Join(texts, "\n;\n")) // a text may end with a comment
	if err == nil {
		_, err = b.conn.ExecContext(b.ctx, "COMMIT")
	}
	if err != nil {
		_, _ = b.conn.ExecContext(b.ctx, "ROLLBACK")
	}
	return err == nil
}
