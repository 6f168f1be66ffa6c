package gostruct

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Error is one thing that is wrong with the models.
type Error struct {
	Origin  string // file:line, empty when it is about no place in a file
	Message string
}

func (e *Error) Error() string {
	if e.Origin == "" {
		return e.Message
	}
	return e.Origin + ": " + e.Message
}

// Errors is everything that is wrong with the models, a line each.
type Errors []*Error

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes each error findable by errors.As.
func (e Errors) Unwrap() []error {
	out := make([]error, len(e))
	for i, one := range e {
		out[i] = one
	}
	return out
}

func (e *Errors) add(origin, format string, args ...any) {
	one := &Error{Origin: origin, Message: fmt.Sprintf(format, args...)}
	if !slices.ContainsFunc(*e, func(o *Error) bool { return *o == *one }) {
		*e = append(*e, one)
	}
}

// addAll adds the errors that a joined error consists of.
func (e *Errors) addAll(err error) {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		for _, one := range joined.Unwrap() {
			e.addAll(one)
		}
		return
	}
	e.add("", "%s", err)
}

// orNil returns the errors in the order of the source, nil when there are none.
func (e Errors) orNil() error {
	if len(e) == 0 {
		return nil
	}
	slices.SortStableFunc(e, func(a, b *Error) int {
		fileA, lineA := splitOrigin(a.Origin)
		fileB, lineB := splitOrigin(b.Origin)
		return cmp.Or(cmp.Compare(fileA, fileB), cmp.Compare(lineA, lineB))
	})
	return e
}

// splitOrigin takes file:line apart.
func splitOrigin(origin string) (file string, line int) {
	i := strings.LastIndexByte(origin, ':')
	if i < 0 {
		return origin, 0
	}
	line, _ = strconv.Atoi(origin[i+1:])
	return origin[:i], line
}
