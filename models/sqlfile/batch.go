package sqlfile

import (
	"context"
	"strings"
)

// batchSize is how many statements go to the server at once. Their locks must fit
// into PostgreSQL's lock table, whatever else goes on there.
const batchSize = 100

// batch returns how many of the first statements can be run at once: definitions
// that a transaction undoes, and that have not been run.
func batch(list []*statement) int {
	n := 0
	for n < min(len(list), batchSize) && list[n].undone && !list[n].done {
		n++
	}
	return n
}

// together runs statements in one transaction; where it can't, nothing has happened.
// A round trip and a commit for each would cost more than all that they do.
func (l *loader) together(ctx context.Context, list []*statement) bool {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.sql
	}
	if _, err := l.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return false
	}
	_, err := l.conn.ExecContext(ctx, strings.Join(texts, "\n;\n")) // a text may end with a comment
	if err == nil {
		_, err = l.conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		_, _ = l.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return false
	}
	for _, s := range list {
		s.done = true
	}
	return true
}
