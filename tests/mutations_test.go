package tests

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMutations makes random changes to a copy of a database, and lets autogenerate
// find the way there and back; see [mutation.runFor] for what must hold. MUTATIONS says
// how many databases are changed for each dialect, MUTATIONS_SEED which changes are made,
// MUTATIONS_CASE runs one case of those. With MUTATIONS_RENAMES all have renames, with
// MUTATIONS_TOML a TOML model, and with MUTATIONS_OFFLINE what has a model goes by script too. With CORPUS_DIR the real schemas there are
// changed as well. Without MUTATIONS the changes are always the same ones.
func TestMutations(t *testing.T) {
	seed := uint64(1)
	if os.Getenv("MUTATIONS") != "" {
		seed = uint64(time.Now().UnixNano() % 1e9)
	}
	seed = fromEnvironment(t, "MUTATIONS_SEED", seed)
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			m := &mutations{t: t, grammar: readGrammar(t, dialect), seed: seed, starts: []*start{ownStart(t, dialect)}, counts: map[string]int{}}
			m.starts = append(m.starts, corpusStarts(t, dialect)...)
			m.all()
		})
	}
}

// mutations is the property test of one dialect.
type mutations struct {
	t       *testing.T
	grammar *grammar
	seed    uint64
	starts  []*start

	mu     sync.Mutex
	counts map[string]int
}

const (
	dumpEvery    = 10 // of so many cases the server's own dumper is asked about one
	answerEvery  = 15 // and of so many, one has renames that autogenerate is told of, and goes by script too
	mostFailures = 5  // after which a run gives up
)

// usualMutations are how many cases run without MUTATIONS.
var usualMutations = map[string]uint64{"mysql": 300, "postgres": 300, "sqlite": 300}

// mutationsOpen are known gaps, by what an error says.
var mutationsOpen = []struct {
	dialect string
	says    *regexp.Regexp
	reason  string
}{
	{"mysql", regexp.MustCompile("upgrade the catalog differs\n.*FOREIGN KEY .*\n- TABLE .*:   KEY `fk_lines_order` \\(`order_id`\\)\\s*$"), "MariaDB lets DROP PRIMARY KEY take the only index of a foreign key, which a loaded dump has again"},
	{"mysql", regexp.MustCompile("(?m)^[-+] TABLE .*UNIQUE KEY .*`\\(8\\)"), "MariaDB makes another key of a unique one over a geometry in each ALTER TABLE"},
	{"postgres", regexp.MustCompile(`(?s)^the rows of .* invalid input value for enum`), "a function still calls an enum's value by its old name, and nobody can read the table any more"},
	{"postgres", regexp.MustCompile(`(?m)^\+ column .* timestamp without time zone \|.*'::timestamp with time zone`), "a default keeps the zone that its column has given up: the revision gives that up as well"},
	{"sqlite", regexp.MustCompile(`[-+] column\|\w+\|\w+\|integer\|1\|\|1\|0`), "NOT NULL of a numbered key, which is never NULL"},
}

// open returns the known gap that a failure is.
func (m *mutations) open(failure error) string {
	for _, gap := range mutationsOpen {
		if gap.dialect == m.grammar.dialect && gap.says.MatchString(failure.Error()) {
			return gap.reason
		}
	}
	return ""
}

// all runs the cases on as many workers as there are processors.
func (m *mutations) all() {
	asked := os.Getenv("MUTATIONS_CASE")
	first, n := fromEnvironment(m.t, "MUTATIONS_CASE", 0), fromEnvironment(m.t, "MUTATIONS", usualMutations[m.grammar.dialect])
	if asked != "" {
		n = 1
	}
	m.t.Logf("MUTATIONS_SEED=%d MUTATIONS=%d", m.seed, n)
	cases := make(chan uint64)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			defer func() { // a Fatal ends the worker, not those who wait for it
				for range cases {
				}
			}()
			for number := range cases {
				m.one(number)
			}
		})
	}
	for number := first; number < first+n && m.count("FAILED") < mostFailures+int(n)/50; number++ {
		cases <- number
	}
	close(cases)
	workers.Wait()
	for _, what := range slices.Sorted(maps.Keys(m.counts)) {
		m.t.Logf("%6d %s", m.counts[what], what)
	}
}

func (m *mutations) count(what string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.counts[what]
}

func (m *mutations) add(what string, n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts[what] += n
}

// one makes up a case and runs it. What fails is made smaller and reported.
func (m *mutations) one(number uint64) {
	r := rand.New(rand.NewPCG(m.seed, number))
	start := m.starts[number%uint64(len(m.starts))]
	c := &mutation{t: m.t, start: start, model: r.IntN(12) == 0, quick: number%dumpEvery != 0}
	some := number%answerEvery == answerEvery-1
	c.answers, c.toml = some || os.Getenv("MUTATIONS_RENAMES") != "", os.Getenv("MUTATIONS_TOML") != ""
	c.model = c.model || c.answers || c.toml
	c.offline = c.model && (some || os.Getenv("MUTATIONS_OFFLINE") != "")
	if err := start.ready(); errors.Is(err, errUnfit) {
		m.add("cases of schemas that nobody can change", 1)
		return
	} else if err != nil {
		m.t.Errorf("%s: %v", start.name, err)
		return
	}
	changed, err := start.make(true)
	if err != nil {
		m.t.Fatal(err)
	}
	defer changed.drop()
	if c.answers {
		before, err := start.state(changed, true, true)
		if err != nil {
			m.t.Fatal(err)
		}
		if m.grammar.dialect == "postgres" { // whose catalog was read with another one
			if _, err := changed.conn.Exec("RESET search_path"); err != nil {
				m.t.Fatal(err)
			}
		}
		c.changes = m.renameSome(changed, before, rand.New(rand.NewPCG(m.seed, ^number)))
	}
	more, err := m.change(changed, r)
	if c.changes = append(c.changes, more...); err != nil {
		m.t.Errorf("case %d of MUTATIONS_SEED=%d: %v", number, m.seed, err)
		return
	}
	m.add("cases", 1)
	m.add("statements", len(c.changes))
	failure := c.runFor(changed)
	for what, n := range c.notes {
		m.add(what, n)
	}
	if failure == nil {
		return
	}
	if gap := m.open(failure); gap != "" {
		m.add("known: "+gap, 1)
		return
	}
	m.add("FAILED", 1)
	small := c.shrink(failure)
	if again := small.run(); again != nil { // or it comes and goes
		failure = again
	}
	m.t.Errorf("case %d of MUTATIONS_SEED=%d (%s, sql model: %v)\n%s;\n\n%s\n%s", number, m.seed, start.name, c.model, strings.Join(small.changes, ";\n"), small.file, failure)
}

// change makes up changes that the server takes, one after the other.
func (m *mutations) change(db *copied, r *rand.Rand) ([]string, error) {
	var list []string
	fresh := 0
	wanted := 1 + r.IntN(1+r.IntN(10)) // few more often than many
	for range 10 * wanted {
		statements, err := m.grammar.change(db.conn, r, &fresh)
		if errors.Is(err, errNothing) {
			continue
		}
		if err != nil {
			return nil, err
		}
		taken := m.take(db, statements)
		list, wanted = append(list, taken...), wanted-len(taken)
		if wanted <= 0 {
			break
		}
	}
	for { // a view that stands on a broken one is broken when that has gone
		broken, err := db.brokenViews()
		if err != nil || len(broken) == 0 {
			return list, err
		}
		for _, view := range broken {
			list = append(list, m.take(db, []string{"DROP VIEW " + view})...)
		}
	}
}

// take runs the statements of a change up to one that the server refuses; on SQLite all
// or none.
func (m *mutations) take(db *copied, statements []string) []string {
	if db.dialect == "sqlite" {
		if err := db.changeSQLite(statements); err != nil {
			m.refused(strings.Join(statements, "; "), err)
			return nil
		}
		return statements
	}
	for i, statement := range statements {
		if _, err := db.conn.Exec(statement); err != nil {
			m.refused(statement, err)
			return statements[:i]
		}
	}
	return statements
}

// refused counts what the server did not take: a grammar with mistakes makes nothing.
func (m *mutations) refused(statement string, err error) {
	m.add("refused statements", 1)
	if file := os.Getenv("MUTATIONS_REFUSED"); file != "" {
		m.mu.Lock()
		defer m.mu.Unlock()
		if f, e := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); e == nil {
			fmt.Fprintf(f, "%v\t%s\n", err, statement)
			f.Close()
		}
	}
}

// shrink leaves out changes for as long as the case fails.
func (c *mutation) shrink(failure error) *mutation {
	small := c
	for again := true; again && len(small.changes) > 1; {
		again = false
		for i := len(small.changes) - 1; i >= 0 && len(small.changes) > 1; i-- {
			try := &mutation{t: c.t, start: c.start, model: c.model, toml: c.toml, offline: c.offline, answers: c.answers, changes: slices.Delete(slices.Clone(small.changes), i, i+1)}
			if err := try.run(); err != nil && !errors.Is(err, errRefused) {
				small, again = try, true
			}
		}
	}
	if small == c {
		small = &mutation{t: c.t, start: c.start, model: c.model, toml: c.toml, offline: c.offline, answers: c.answers, changes: c.changes}
	}
	if small.run() == nil { // a failure that comes and goes
		return c
	}
	return small
}

// corpusStarts are the real schemas of CORPUS_DIR, where that is set.
func corpusStarts(t *testing.T, dialect string) []*start {
	t.Helper()
	dir := os.Getenv("CORPUS_DIR")
	if dir == "" || os.Getenv("MUTATIONS") == "" {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(dir, dialect, "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no schemas for %s in %s: %v", dialect, dir, err)
	}
	var out []*start
	for _, file := range files {
		if corpusOpen[dialect+"/"+strings.TrimSuffix(filepath.Base(file), ".sql")] == "" {
			out = append(out, dumpStart(t, dialect, file))
		}
	}
	return out
}
