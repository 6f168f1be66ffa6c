package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"

	"github.com/limbeck/migrate"
)

// interactive reports whether somebody is there to answer.
func (a *app) interactive() bool {
	return !a.noInput && !a.json && os.Getenv("CI") == "" && term.IsTerminal(int(a.stdin.Fd())) && term.IsTerminal(int(a.stderr.Fd()))
}

// askRename asks what became of something: which of its old names it had, or none.
func (a *app) askRename(ctx context.Context, q migrate.Question) (string, error) {
	lost := map[string]string{"table": "rows", "column": "values"}[q.Kind]
	fmt.Fprintf(a.stderr, "Is %s a new %s, or one that had another name?\n", a.paint(a.stderr, bold, q.New), q.Kind)
	for i, old := range q.Olds {
		fmt.Fprintf(a.stderr, "  %d  it was %s: rename it, and keep its %s\n", i+1, old, lost)
	}
	last := len(q.Olds) + 1
	fmt.Fprintf(a.stderr, "  %d  it is new: %s goes, with its %s\n", last, strings.Join(q.Olds, " or "), lost)
	for {
		fmt.Fprintf(a.stderr, "1-%d: ", last)
		line, err := a.readLine(ctx)
		if err != nil {
			return "", err
		}
		switch n, err := strconv.Atoi(strings.TrimSpace(line)); {
		case err != nil || n < 1 || n > last:
			fmt.Fprintf(a.stderr, "Answer with a number from 1 to %d.\n", last)
		case n == last:
			return "", nil
		default:
			return q.Olds[n-1], nil
		}
	}
}

// errNoAnswer says that the terminal ended before the answer.
var errNoAnswer = errors.New("no answer, so nothing was written: answer with --rename OLD=NEW, or say --no-input to drop and add")

// readLine reads an answer, unless Ctrl-C comes before it.
func (a *app) readLine(ctx context.Context) (string, error) {
	if a.answers == nil {
		a.answers = bufio.NewReader(a.stdin)
	}
	type answer struct {
		line string
		err  error
	}
	read := make(chan answer, 1)
	go func() {
		line, err := a.answers.ReadString('\n')
		read <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		return "", context.Cause(ctx)
	case got := <-read:
		if errors.Is(got.err, io.EOF) {
			fmt.Fprintln(a.stderr)
			return "", errNoAnswer
		}
		return got.line, got.err
	}
}
