package tests

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/limbeck/migrate/revision"
)

// TestAlembic compares the revision graph with Alembic's on random histories: what
// plans are made of which steps, the rows after each step, and what fails.
// ALEMBIC_SEED repeats a run, ALEMBIC_GRAPHS sets its length.
func TestAlembic(t *testing.T) {
	seed, graphs := fromEnvironment(t, "ALEMBIC_SEED", 1), fromEnvironment(t, "ALEMBIC_GRAPHS", 1000)
	t.Logf("ALEMBIC_SEED=%d ALEMBIC_GRAPHS=%d", seed, graphs)
	alembic := startAlembic(t)
	count := map[string]int{}
	for n := range graphs {
		random := newDAG(rand.New(rand.NewPCG(seed, n)))
		checkGraph(t, alembic, random, count)
		if t.Failed() {
			t.Fatalf("graph %d of ALEMBIC_SEED=%d", n, seed)
		}
	}
	for _, what := range slices.Sorted(mapKeys(count)) {
		t.Logf("%6d %s", count[what], what)
	}
}

func mapKeys(m map[string]int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func fromEnvironment(t *testing.T, name string, fallback uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// alembic is a Python process that answers questions.
type alembic struct {
	t   *testing.T
	in  *json.Encoder
	out *bufio.Reader
}

// startAlembic starts the Python that the command alembic runs with.
func startAlembic(t *testing.T) *alembic {
	t.Helper()
	command, err := exec.LookPath("alembic")
	if err != nil {
		t.Fatalf("%v: `make test` installs Debian's package alembic", err)
	}
	script, err := os.ReadFile(command)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(script), "\n")
	interpreter, ok := strings.CutPrefix(first, "#!")
	if !ok {
		t.Fatalf("%s is no script, so there is no telling which Python has Alembic", command)
	}
	python := exec.Command(strings.Fields(interpreter)[0], append(strings.Fields(interpreter)[1:], "testdata/alembic/driver.py")...)
	python.Env = append(os.Environ(), "PYTHONHASHSEED=0", "PYTHONDONTWRITEBYTECODE=1")
	python.Stderr = os.Stderr
	in, err := python.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := python.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := python.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := python.Wait(); err != nil {
			t.Error(err)
		}
	})
	return &alembic{t, json.NewEncoder(in), bufio.NewReader(out)}
}

// ask sends a request and reads its answer.
func (a *alembic) ask(request, answer any) {
	a.t.Helper()
	if err := a.in.Encode(request); err != nil {
		a.t.Fatal(err)
	}
	line, err := a.out.ReadBytes('\n')
	if err != nil {
		a.t.Fatal(err)
	}
	if err := json.Unmarshal(line, answer); err != nil {
		a.t.Fatalf("%v: %s", err, line)
	}
}

// question is a command on a history, with the rows that the version table has.
type question struct {
	Do      string   `json:"do"`
	Rows    []string `json:"rows"`
	Target  string   `json:"target"`
	Targets []string `json:"targets"`
	Order   []string `json:"order"` // our order of the plan's steps
}

func (q question) String() string {
	return fmt.Sprintf("%s %s%s from %v", q.Do, q.Target, strings.Join(q.Targets, " "), q.Rows)
}

// reply is what came of it, here or there.
type reply struct {
	Error string     `json:"error"`
	IDs   []string   `json:"ids"`
	Trace [][]string `json:"trace"`
	Crash string     `json:"crash"` // keeping the rows of that plan failed

	Heads     []string            `json:"heads"`
	RealHeads []string            `json:"real_heads"`
	Bases     []string            `json:"bases"`
	Labels    map[string][]string `json:"labels"`
	Parents   map[string][]string `json:"parents"`
	Branches  map[string][]string `json:"branches"`

	code revision.Code
}

// checkGraph asks both a number of questions about a history, each from the rows that
// the one before left.
func checkGraph(t *testing.T, a *alembic, d *dag, count map[string]int) {
	t.Helper()
	g, err := revision.New(d.revisions)
	questions := []question{{Do: "load", Rows: []string{}, Targets: []string{}, Order: []string{}}}
	ours := []reply{failed(err)}
	if err == nil {
		ours = []reply{describe(g)}
		rows := []string{}
		for range 24 {
			q := d.question(rows)
			r := answer(g, &q)
			questions, ours = append(questions, q), append(ours, r)
			if n := len(r.Trace); n > 0 {
				// Now and then a run stops half way.
				rows = r.Trace[cmp.Or(min(d.r.IntN(3*n), n-1), n-1)]
			}
		}
	}
	var theirs []reply
	a.ask(map[string]any{"graph": d.nodes(), "commands": questions}, &theirs)
	count["graphs"]++
	for i, q := range questions {
		c := comparison{d, q, ours[i], theirs[i], theirs[0].Parents}
		verdict := c.verdict()
		count[q.Do+": "+verdict]++
		if verdict == different {
			t.Errorf("%s\n%s\nours:   %+v\ntheirs: %+v", d, q, ours[i], theirs[i])
		}
	}
}

func failed(err error) reply {
	if err == nil {
		return reply{}
	}
	return reply{Error: err.Error(), code: revision.CodeOf(err)}
}

func describe(g *revision.Graph) reply {
	r := reply{Labels: map[string][]string{}, Parents: map[string][]string{}, Branches: map[string][]string{}}
	r.Heads, r.RealHeads, r.Bases = sorted(g.Heads()), sorted(g.RealHeads()), sorted(g.Bases())
	for _, rev := range g.All() {
		info := g.Info(rev.ID)
		if len(info.Labels) > 0 {
			r.Labels[rev.ID] = info.Labels
		}
		r.Parents[rev.ID] = append([]string{}, info.Parents...)
		slices.Sort(r.Parents[rev.ID])
	}
	for _, rev := range g.BranchPoints() {
		children := g.Info(rev.ID).Children
		slices.Sort(children)
		r.Branches[rev.ID] = children
	}
	return r
}

func ids(list []*revision.Revision) []string {
	out := []string{}
	for _, r := range list {
		if r != nil {
			out = append(out, r.ID)
		}
	}
	return out
}

func sorted(list []*revision.Revision) []string {
	out := ids(list)
	slices.Sort(out)
	return out
}

// answer is ours.
func answer(g *revision.Graph, q *question) reply {
	var plan *revision.Plan
	var list []*revision.Revision
	var err error
	switch q.Do {
	case "upgrade":
		plan, err = g.Upgrade(q.Rows, q.Target)
	case "downgrade":
		plan, err = g.Downgrade(q.Rows, q.Target)
	case "stamp":
		plan, err = g.Stamp(q.Rows, false, q.Targets...)
	case "history":
		list, err = g.History(q.Target, q.Rows)
	case "current":
		list, err = g.Current(q.Rows)
		slices.SortFunc(list, func(a, b *revision.Revision) int { return strings.Compare(a.ID, b.ID) })
	case "show":
		list, err = g.ResolveMany(q.Target)
	}
	if err != nil {
		return failed(err)
	}
	if plan == nil {
		return reply{IDs: ids(list)}
	}
	r := reply{Trace: [][]string{}}
	for i, s := range plan.Steps {
		if q.Do != "stamp" {
			r.IDs = append(r.IDs, s.Revision.ID)
		}
		r.Trace = append(r.Trace, plan.RowsAfter(i))
	}
	q.Order = append(q.Order, r.IDs...)
	return r
}
