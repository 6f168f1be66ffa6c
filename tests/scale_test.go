package tests

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// scaleSize is how many revisions the long history has.
const scaleSize = 10_000

// scaleCommands are run on it; the database lacks the last ten revisions.
var scaleCommands = [][]string{{"heads"}, {"history"}, {"upgrade", "head", "--dry-run"}}

// TestScale runs commands on a long history and compares them with a program that
// only reads and hashes the same files. The aim is 3 times its duration; the test
// allows twice that, for a machine may be busy with other things.
func TestScale(t *testing.T) {
	s := newScale(t)
	for n, want := range []int{1, scaleSize, 10} {
		_, out := s.run(t, binary, scaleCommands[n]...)
		if got := strings.Count(out, []string{"(head)", " -> ", "CREATE TABLE "}[n]); got != want {
			t.Fatalf("migrate %q tells of %d revisions, want %d", scaleCommands[n], got, want)
		}
	}
	for _, args := range scaleCommands {
		ratio := 0.0
		for range 4 { // a busy moment may have hit either side
			if ratio = s.ratio(t, args); ratio <= 3 {
				break
			}
		}
		t.Logf("migrate %s: %.1f times the floor", strings.Join(args, " "), ratio)
		if ratio > 6 {
			t.Errorf("migrate %s takes %.1f times as long as reading and hashing the files; the aim is 3", strings.Join(args, " "), ratio)
		}
	}
}

func BenchmarkScale(b *testing.B) {
	s := newScale(b)
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			s.run(b, s.floor, s.versions)
		}
	})
	for _, args := range scaleCommands {
		b.Run(strings.Join(args, " "), func(b *testing.B) {
			for b.Loop() {
				s.run(b, binary, args...)
			}
			b.StopTimer()
			b.ReportMetric(s.ratio(b, args), "floors")
		})
	}
}

// scale is a project with a long history.
type scale struct {
	dir, versions, floor string
}

func newScale(t testing.TB) *scale {
	t.Helper()
	s := &scale{dir: t.TempDir()}
	s.versions, s.floor = filepath.Join(s.dir, "versions"), filepath.Join(s.dir, "floor")
	build := exec.Command("go", "build", "-o", s.floor, "testdata/floor/main.go")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build testdata/floor/main.go: %v\n%s", err, out)
	}
	if err := os.Mkdir(s.versions, 0o755); err != nil {
		t.Fatal(err)
	}
	config := "[databases.main]\nurl = \"sqlite://scale.db\"\n"
	if err := os.WriteFile(filepath.Join(s.dir, "migrations.toml"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	for n := range scaleSize {
		name := fmt.Sprintf("%s_%s_change_%d.toml", scaleTime(n).Format("20060102150405"), scaleID(n), n)
		if err := os.WriteFile(filepath.Join(s.versions, name), []byte(scaleRevision(n)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.run(t, binary, "stamp", scaleID(scaleSize-11))
	return s
}

func scaleTime(n int) time.Time {
	return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour)
}

func scaleID(n int) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte{byte(n), byte(n >> 8)}))[:12]
}

// scaleParents makes two branches of every twenty revisions, which a third revision
// merges; the last twenty are one line.
func scaleParents(n int) []string {
	switch at := n % 20; {
	case n == 0:
		return nil
	case n >= scaleSize-20 || at < 2:
		return []string{scaleID(n - 1)}
	case at == 2:
		return []string{scaleID(n - 2)}
	case at == 19:
		return []string{scaleID(n - 1), scaleID(n - 2)}
	}
	return []string{scaleID(n - 2)}
}

// scaleRevision is a file such as autogenerate writes.
func scaleRevision(n int) string {
	table := fmt.Sprintf("table_%d", n)
	return fmt.Sprintf(`# Change %d
revision      = "%s"
down_revision = %s
create_date   = %s

[[upgrade]]
op = "create_table"
table = "%s"
columns = [
  { name = "id",         type = "bigint", nullable = false, autoincrement = true },
  { name = "user_id",    type = "bigint", nullable = false },
  { name = "title",      type = "varchar(200)", nullable = false },
  { name = "status",     type = "varchar(20)", nullable = false, default = "draft" },
  { name = "created_at", type = "timestamp", nullable = false, default = { sql = "CURRENT_TIMESTAMP" } },
]
primary_key = { name = "pk_%[5]s", columns = ["id"] }
checks = [{ name = "ck_%[5]s_status", sql = "status IN ('draft', 'published')" }]

[[upgrade]]
op = "create_index"
name = "ix_%[5]s_user_id_created_at"
table = "%[5]s"
columns = ["user_id", { name = "created_at", order = "desc" }]

[[downgrade]]
op = "drop_table"
table = "%[5]s"
`, n, scaleID(n), list(scaleParents(n)), scaleTime(n).Format(time.RFC3339), table)
}

// ratio is how many times longer than the floor a command takes, the shortest of
// several runs each, in turn.
func (s *scale) ratio(t testing.TB, args []string) float64 {
	t.Helper()
	floor, command := time.Hour, time.Hour
	for range 5 {
		took, _ := s.run(t, s.floor, s.versions)
		floor = min(floor, took)
		took, _ = s.run(t, binary, args...)
		command = min(command, took)
	}
	return command.Seconds() / floor.Seconds()
}

// run runs a program and returns how long it took, and what it printed to stdout.
func (s *scale) run(t testing.TB, program string, args ...string) (time.Duration, string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "DATABASE_URL=")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	started := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %q: %v\n%s", filepath.Base(program), args, err, errs.String())
	}
	return time.Since(started), out.String()
}
