package tests

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestServerCrash stops the server, as a power cut would, at random instants of an
// upgrade, a downgrade and a stamp, starts it again, and runs the same command
// until it is done.
func TestServerCrash(t *testing.T) {
	for _, dialect := range []string{"postgres", "mysql"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			s := startServer(t, dialect)
			calm := s.create("calm")
			p := crashProject(t, calm.url, "revision")
			ways := []struct {
				args []string
				want string
				took time.Duration
			}{{args: []string{"upgrade", "head"}}, {args: []string{"downgrade", crashID(1)}}, {args: []string{"stamp", crashID(30)}}}
			for i := range ways {
				start := time.Now()
				p.migrate(0, ways[i].args...)
				ways[i].took, ways[i].want = time.Since(start), calm.contents(t)
			}
			crashes, left := 0, map[string]int{}
			for round := 0; crashes < max(3, kills(t)/4); round++ {
				db := s.create(fmt.Sprintf("db%d", round))
				p.url = db.url
				for _, way := range ways {
					for {
						code, output := s.crashDuring(p, rand.N(way.took+20*time.Millisecond), way.args...)
						if code == 0 {
							break
						}
						if crashes++; code != 1 || !strings.Contains(output, "Hint") {
							t.Fatalf("%q, the server gone: exit code %d\n%s", way.args, code, output)
						}
						left[db.unfinished()]++
					}
					if got := db.contents(t); got != way.want {
						t.Fatalf("%q after %d crashes:\n%s", way.args, crashes, difference(way.want, got))
					}
				}
			}
			t.Logf("%d crashes of the server; the journal's state afterwards: %v", crashes, left)
		})
	}
}

// crashDuring runs the command, stops the server after a while and starts it again.
func (s *ownServer) crashDuring(p *project, after time.Duration, args ...string) (int, string) {
	s.t.Helper()
	gone := make(chan bool)
	timer := time.AfterFunc(after, func() {
		s.crash()
		close(gone)
	})
	code, output := p.ended(time.Minute, args...)
	if !timer.Stop() {
		<-gone
		s.start()
	}
	return code, output
}
