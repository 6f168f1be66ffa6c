package tests

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// crowd is how many runs start at once.
const crowd = 50

// TestCrowd starts many upgrades of one empty database at once, each a process of
// its own: all must end well, and every revision must be applied once. One of
// them is killed, perhaps with the lock in its hands.
func TestCrowd(t *testing.T) {
	rounds := 1
	if text := os.Getenv("TEST_CROWD_ROUNDS"); text != "" {
		var err error
		if rounds, err = strconv.Atoi(text); err != nil {
			t.Fatalf("TEST_CROWD_ROUNDS: %v", err)
		}
	}
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			p := crashProject(t, "", "revision")
			for range rounds {
				db := testDatabase(t, dialect)
				p.url = db.url
				crowdRound(t, p)
				for query, want := range map[string]int{
					"SELECT count(*) FROM migrate_journal WHERE state = 'done'":                                  crashRevisions,
					"SELECT count(DISTINCT revision) FROM migrate_journal":                                       crashRevisions,
					"SELECT ups FROM counter":                                                                    crashRevisions - 1,
					"SELECT count(*) FROM migrate_version WHERE version_num = '" + crashID(crashRevisions) + "'": 1,
				} {
					if got, err := db.query(query); err != nil || strings.TrimSpace(got) != strconv.Itoa(want) {
						t.Errorf("%s: %s (%v), want %d", query, got, err, want)
					}
				}
			}
		})
	}
}

func crowdRound(t *testing.T, p *project) {
	t.Helper()
	var wg sync.WaitGroup
	failures := make([]string, crowd)
	for i := range crowd {
		cmd := exec.Command(binary, "upgrade", "head")
		cmd.Dir = p.dir
		cmd.Env = append(os.Environ(), "DATABASE_URL="+p.url)
		var out strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if i%10 == 5 { // dies, perhaps with the lock in its hands
			time.AfterFunc(time.Duration(i)*10*time.Millisecond, func() { _ = cmd.Process.Kill() })
		}
		wg.Go(func() {
			if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != -1 {
				failures[i] = fmt.Sprintf("run %d: %v\n%s", i, err, out.String())
			}
		})
	}
	wg.Wait()
	for _, f := range failures {
		if f != "" {
			t.Error(f)
		}
	}
}
