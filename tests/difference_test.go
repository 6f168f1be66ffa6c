package tests

import (
	"fmt"
	"strings"
)

// difference shows the lines that only one of two texts has, "-" for got and
// "+" for want, with the line before the first of them.
func difference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	var out strings.Builder
	if same > 0 {
		fmt.Fprintf(&out, "  %s\n", a[same-1])
	}
	common := lines(b[same:])
	for _, line := range a[same:] {
		if !common.take(line) {
			fmt.Fprintf(&out, "- %s\n", line)
		}
	}
	common = lines(a[same:])
	for _, line := range b[same:] {
		if !common.take(line) {
			fmt.Fprintf(&out, "+ %s\n", line)
		}
	}
	if strings.Count(out.String(), "\n") <= 1 {
		fmt.Fprintf(&out, "the same lines in another order, from line %d on:\n%s\n", same+1, strings.Join(a[same:], "\n"))
	}
	return out.String()
}

// bag counts lines.
type bag map[string]int

func lines(list []string) bag {
	b := bag{}
	for _, line := range list {
		b[line]++
	}
	return b
}

// take removes a line, if it is there.
func (b bag) take(line string) bool {
	if b[line] == 0 {
		return false
	}
	b[line]--
	return true
}
