package tests

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/revision"
)

// comparison is a question to both, and what each answered.
type comparison struct {
	d            *dag
	q            question
	ours, theirs reply
	parents      map[string][]string // what each revision needs at once, says Alembic
}

// different is the verdict on an answer that no rule explains.
const different = "different"

// verdict judges our answer by Alembic's. Where we differ on purpose it names the
// rule; docs/graph.md explains them under "Where it differs from Alembic".
func (c comparison) verdict() string {
	switch {
	case !c.sound():
		return different
	case c.equal():
		return "equal"
	case c.ours.code != "" && c.theirs.Error != "":
		return "both fail"
	case c.equalInOtherOrder():
		return "equal, in another order"
	}
	for _, d := range deviations {
		if d.explains(c) {
			return d.rule
		}
	}
	return different
}

func (c comparison) equal() bool {
	a, b := c.ours, c.theirs
	if a.Error != "" || b.Error != "" || b.Crash != "" {
		return false
	}
	if c.q.Do == "load" {
		return reflect.DeepEqual(a, b)
	}
	return slices.Equal(a.IDs, b.IDs) && equalTraces(a.Trace, b.Trace)
}

func equalTraces(a, b [][]string) bool { return slices.EqualFunc(a, b, slices.Equal) }

// equalInOtherOrder accepts the same steps where several orders are right. The rows
// that Alembic has been asked for are those of our order.
func (c comparison) equalInOtherOrder() bool {
	a, b := c.ours, c.theirs
	if a.Error != "" || b.Error != "" || b.Crash != "" || !c.sameSteps() {
		return false
	}
	if c.q.Do == "stamp" { // its steps have no names; what counts is where they end
		return len(a.Trace) == len(b.Trace) && len(a.Trace) > 0 && slices.Equal(a.Trace[len(a.Trace)-1], b.Trace[len(b.Trace)-1])
	}
	return equalTraces(a.Trace, b.Trace)
}

func (c comparison) sameSteps() bool {
	return slices.Equal(slices.Sorted(slices.Values(c.ours.IDs)), slices.Sorted(slices.Values(c.theirs.IDs)))
}

// sound checks our answer by itself: each revision comes after those that it needs,
// and the rows after each step are the applied revisions that no applied one needs.
func (c comparison) sound() bool {
	order := slices.Clone(c.ours.IDs)
	switch c.q.Do {
	case "upgrade":
	case "downgrade", "history":
		slices.Reverse(order)
	case "stamp":
		return c.ours.Error != "" || c.stamped()
	default:
		return true
	}
	for i, id := range order {
		for _, p := range c.parents[id] {
			if slices.Index(order, p) > i {
				return false
			}
		}
	}
	applied := c.closure(c.q.Rows)
	for i, rows := range c.ours.Trace {
		applied[c.ours.IDs[i]] = c.q.Do == "upgrade"
		if c.overlap(c.q.Rows) {
			rows = c.tips(c.closure(rows)) // what was superfluous before may stay so
		}
		if !slices.Equal(rows, c.tips(applied)) {
			return false
		}
	}
	return true
}

// stamped reports whether the targets of a stamp count as applied after it. Where one
// implies another we follow Alembic, which takes them one by one.
func (c comparison) stamped() bool {
	rows := c.q.Rows
	if len(c.q.Targets) > 1 && !c.apart(c.q.Targets) {
		return true
	}
	if n := len(c.ours.Trace); n > 0 {
		rows = c.ours.Trace[n-1]
	}
	applied, known := c.closure(rows), c.d.every()
	return !slices.ContainsFunc(c.q.Targets, func(id string) bool { return known[id] && !applied[id] })
}

// apart reports whether these are ids of which none implies another.
func (c comparison) apart(targets []string) bool {
	known := c.d.every()
	return !slices.ContainsFunc(targets, func(id string) bool { return !known[id] }) && !c.overlap(targets)
}

// closure marks what rows imply, and themselves.
func (c comparison) closure(rows []string) map[string]bool {
	all := map[string]bool{}
	for todo := slices.Clone(rows); len(todo) > 0; {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !all[id] {
			all[id] = true
			todo = append(todo, c.parents[id]...)
		}
	}
	return all
}

// tips lists the marked revisions that no marked one needs.
func (c comparison) tips(marked map[string]bool) []string {
	needed := map[string]bool{}
	for id, in := range marked {
		if in {
			for _, p := range c.parents[id] {
				needed[p] = true
			}
		}
	}
	tips := []string{}
	for id, in := range marked {
		if in && !needed[id] {
			tips = append(tips, id)
		}
	}
	slices.Sort(tips)
	return tips
}

// overlap reports whether one of the rows implies another.
func (c comparison) overlap(rows []string) bool {
	return len(c.tips(c.closure(rows))) < len(rows)
}

// deviations are where we decide otherwise, or where Alembic 1.8 does.
var deviations = []struct {
	rule     string
	explains func(c comparison) bool
}{
	{"every cycle is found", func(c comparison) bool {
		return c.q.Do == "load" && (c.ours.code == revision.CodeCycle || c.ours.code == revision.CodeDependencyCycle) && c.d.hasCycle()
	}},
	{"Alembic fails by a bare Python error", func(c comparison) bool {
		kind, _, _ := strings.Cut(c.theirs.Error, ":")
		return c.theirs.Crash != "" && c.sameSteps() || kind == "AssertionError" || kind == "KeyError" || kind == "ValueError"
	}},
	{"a label is always checked", func(c comparison) bool {
		switch c.ours.code {
		case revision.CodeNotOnBranch:
			return c.q.Do == "downgrade" && strings.Contains(c.q.Target, "@")
		case revision.CodeUnknownLabel, revision.CodeAmbiguousRevision:
			return strings.Contains(c.q.String(), "@")
		}
		return false
	}},
	{"base-N is refused", func(c comparison) bool {
		return strings.Contains(c.q.Target, "base-") && c.ours.code == revision.CodeWalkedTooFar
	}},
	// Before 1.16 Alembic gave both parents of a merge a row even when one implied the
	// other; it still does when the other comes from elsewhere.
	{"a downgrade leaves no row that another implies", func(c comparison) bool {
		return c.q.Do == "downgrade" && c.sameSteps() && (c.theirs.Crash != "" || slices.ContainsFunc(c.theirs.Trace, c.overlap))
	}},
	{"rows that overlap: upgrade refuses, downgrade works", func(c comparison) bool {
		return c.overlap(c.q.Rows) && (c.q.Do == "upgrade" && c.ours.code == revision.CodeOverlappingRows || c.q.Do == "downgrade" && c.ours.Error == "")
	}},
	{"a stamp of several targets loses none", func(c comparison) bool {
		if c.q.Do != "stamp" || c.ours.Error != "" || len(c.theirs.Trace) == 0 {
			return false
		}
		kept := c.closure(c.theirs.Trace[len(c.theirs.Trace)-1])
		return slices.ContainsFunc(c.ours.Trace[len(c.ours.Trace)-1], func(row string) bool { return !kept[row] })
	}},
	{"LABEL@PREFIX is narrowed by the label in stamp too", func(c comparison) bool {
		return c.q.Do == "stamp" && c.theirs.Error != "" && slices.ContainsFunc(c.q.Targets, func(text string) bool {
			_, symbol, ok := strings.Cut(text, "@")
			return ok && !c.d.every()[symbol] && !slices.Contains(c.d.labels, symbol)
		})
	}},
	{"current:current", func(c comparison) bool { return c.q.Do == "history" && c.q.Target == "current:current" }},
	{":current of an empty database lists nothing", func(c comparison) bool {
		return c.q.Do == "history" && strings.HasSuffix(c.q.Target, ":current") && len(c.q.Rows) == 0 && len(c.ours.IDs) == 0
	}},
	{"both ends of a range may be relative", func(c comparison) bool {
		lower, upper, _ := strings.Cut(c.q.Target, ":")
		return c.q.Do == "history" && isMinus(lower) && strings.Contains(upper, "+") && c.theirs.Error != ""
	}},
	{"-N below heads stops at base", func(c comparison) bool {
		lower, _, _ := strings.Cut(c.q.Target, ":")
		return (c.q.Do == "history" || c.q.Do == "show") && isMinus(lower) && c.walksToBase(lower)
	}},
	{"a label may be abbreviated in a range", func(c comparison) bool {
		label, _, ok := strings.Cut(c.q.Target, "@")
		return c.q.Do == "history" && ok && !slices.Contains(c.d.labels, label) && !c.d.every()[label]
	}},
	{"ID@-N is LABEL@-N of the revision's branch", func(c comparison) bool {
		label, steps, ok := strings.Cut(c.q.Target, "@")
		return (c.q.Do == "history" || c.q.Do == "show") && ok && strings.HasPrefix(steps, "-") && !slices.Contains(c.d.labels, label)
	}},
}

// isMinus reports whether an identifier is -N or LABEL@-N.
func isMinus(text string) bool {
	if _, after, ok := strings.Cut(text, "@"); ok {
		text = after
	}
	return strings.HasPrefix(text, "-")
}

// walksToBase reports whether -N leads from some head to base or would lead beyond.
func (c comparison) walksToBase(text string) bool {
	_, steps, _ := strings.Cut(text, "-")
	n, _ := strconv.Atoi(steps)
	return slices.ContainsFunc(c.tips(c.d.every()), func(head string) bool {
		at := head
		for range n {
			down := c.d.byID(at).Down
			if len(down) == 0 {
				return true
			}
			at = down[0]
		}
		return false
	})
}
