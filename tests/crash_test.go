package tests

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// crashRevisions is how long the history is that runs are cut off in.
const crashRevisions = 60

// crashID names the n-th revision of the history.
func crashID(n int) string { return fmt.Sprintf("c%011d", n) }

// crashKinds are the upgrade and downgrade of the revisions, in turn. %[1]d is the
// revision's number and %[2]d that of the last one that made a table. Every one
// counts itself, by a statement that gives another result when it is run twice.
var crashKinds = []struct{ up, down string }{
	{`
[[upgrade]]
op = "create_table"
table = "t%[1]d"
columns = [{ name = "id", type = "integer", nullable = false }, { name = "name", type = "varchar(50)" }, { name = "amount", type = "integer" }]
primary_key = { columns = ["id"] }

[[upgrade]]
op = "create_index"
name = "ix_t%[1]d_name"
table = "t%[1]d"
columns = ["name"]

[[upgrade]]
op = "insert_rows"
table = "t%[1]d"
rows = [{ id = 1, name = "a", amount = 1 }, { id = 2, name = "b", amount = 2 }, { id = 3, name = "c;", amount = 3 }]
`, `
[[downgrade]]
op = "drop_table"
table = "t%[1]d"
`},
	{`
[[upgrade]]
op = "add_column"
table = "t%[2]d"
column = { name = "extra", type = "varchar(20)", nullable = false, default = "x" }

[[upgrade]]
op = "execute"
sql = "INSERT INTO log (revision) SELECT %[1]d FROM t%[2]d"

[[upgrade]]
op = "alter_column"
table = "t%[2]d"
column = "name"
type = "varchar(80)"
existing = { type = "varchar(50)" }
`, `
[[downgrade]]
op = "alter_column"
table = "t%[2]d"
column = "name"
type = "varchar(50)"
existing = { type = "varchar(80)" }

[[downgrade]]
op = "execute"
sql = "DELETE FROM log WHERE revision = %[1]d"

[[downgrade]]
op = "drop_column"
table = "t%[2]d"
column = "extra"
`},
	{`
[[upgrade]]
op = "execute"
sql = """
UPDATE t%[2]d SET amount = amount + 10;
INSERT INTO log (revision) VALUES (%[1]d);
CREATE VIEW v%[1]d AS SELECT id, amount FROM t%[2]d;
UPDATE t%[2]d SET amount = amount * 2;
"""

[[upgrade]]
op = "create_table"
table = "child%[1]d"
columns = [{ name = "id", type = "integer", nullable = false }, { name = "parent_id", type = "integer" }]
primary_key = { columns = ["id"] }
foreign_keys = [{ name = "fk_child%[1]d", columns = ["parent_id"], references = "t%[2]d", referred = ["id"] }]
`, `
[[downgrade]]
op = "drop_table"
table = "child%[1]d"

[[downgrade]]
op = "execute"
sql = "DROP VIEW v%[1]d; UPDATE t%[2]d SET amount = amount / 2; DELETE FROM log WHERE revision = %[1]d"
`},
	{`
[[upgrade]]
op = "rename_column"
table = "t%[2]d"
column = "name"
to = "title"

[[upgrade]]
op = "drop_index"
name = "ix_t%[2]d_name"
table = "t%[2]d"

[[upgrade]]
op = "create_index"
name = "ix_t%[2]d_amount"
table = "t%[2]d"
columns = ["amount"]
concurrently = true

[[upgrade]]
op = "create_unique"
name = "uq_t%[2]d"
table = "t%[2]d"
columns = ["title", "id"]
`, `
[[downgrade]]
op = "drop_unique"
name = "uq_t%[2]d"
table = "t%[2]d"

[[downgrade]]
op = "drop_index"
name = "ix_t%[2]d_amount"
table = "t%[2]d"
concurrently = true

[[downgrade]]
op = "create_index"
name = "ix_t%[2]d_name"
table = "t%[2]d"
columns = ["title"]

[[downgrade]]
op = "rename_column"
table = "t%[2]d"
column = "title"
to = "name"
`},
}

// crashProject writes the history.
func crashProject(t *testing.T, url, transaction string) *project {
	t.Helper()
	p := &project{t, t.TempDir(), url}
	p.write("migrations.toml", "versions = \"versions\"\n[databases.main]\nurl = \"${DATABASE_URL}\"\ntransaction = \""+transaction+"\"\n")
	const count = "\n[[%s]]\nop = \"execute\"\nsql = \"UPDATE counter SET %s = %[2]s + 1\"\n"
	for n := 1; n <= crashRevisions; n++ {
		text := fmt.Sprintf("# revision %d\nrevision = %q\n", n, crashID(n))
		if n > 1 {
			text += fmt.Sprintf("down_revision = %q\n", crashID(n-1))
		}
		if n == 1 {
			text += "\n[[upgrade]]\nop = \"execute\"\nsql = \"CREATE TABLE counter (ups integer, downs integer); CREATE TABLE log (revision integer); INSERT INTO counter VALUES (0, 0)\"\n" +
				"\n[[downgrade]]\nop = \"execute\"\nsql = \"DROP TABLE log; DROP TABLE counter\"\n"
		} else {
			kind := crashKinds[(n-2)%len(crashKinds)]
			made := n - (n-2)%len(crashKinds)
			text += number(kind.up, n, made) + fmt.Sprintf(count, "upgrade", "ups") + number(kind.down, n, made) + fmt.Sprintf(count, "downgrade", "downs")
		}
		p.write(fmt.Sprintf("versions/%04d_%s.toml", n, crashID(n)), text)
	}
	return p
}

func number(text string, n, made int) string {
	return strings.NewReplacer("%[1]d", strconv.Itoa(n), "%[2]d", strconv.Itoa(made)).Replace(text)
}

// contents is what a database holds: its schema and its rows.
func (db database) contents(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(mustDump(t, db))
	for _, table := range []string{"SELECT ups, downs FROM counter", "SELECT revision, count(*) FROM log GROUP BY revision ORDER BY revision",
		"SELECT version_num FROM migrate_version"} {
		rows, err := db.query(table)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString("\n" + table + "\n" + rows)
	}
	for n := 2; n <= crashRevisions; n += len(crashKinds) {
		rows, err := db.query(fmt.Sprintf("SELECT * FROM t%d ORDER BY id", n))
		if err != nil {
			rows = "no table\n"
		}
		fmt.Fprintf(&b, "\nt%d\n%s", n, rows)
	}
	return b.String()
}

// kills is how often the command is killed on each database.
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("TEST_KILLS")
	if text == "" {
		return 25
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("TEST_KILLS: %v", err)
	}
	return n
}

// TestKilled kills the command at random instants, on the way up and on the way
// down, runs it again until it is done, and looks whether the database is what it
// is without a kill, rows included.
func TestKilled(t *testing.T) {
	for _, run := range []struct{ dialect, transaction string }{
		{"sqlite", "revision"}, {"postgres", "revision"}, {"mysql", "revision"}, {"postgres", "none"}, {"sqlite", "none"}, {"postgres", "all"},
	} {
		t.Run(run.dialect+" "+run.transaction, func(t *testing.T) {
			t.Parallel()
			calm := testDatabase(t, run.dialect)
			p := crashProject(t, calm.url, run.transaction)
			ways := []struct {
				args []string
				want string
				took time.Duration
			}{{args: []string{"upgrade", "head"}}, {args: []string{"downgrade", crashID(1)}}}
			for i := range ways {
				start := time.Now()
				p.migrate(0, ways[i].args...)
				ways[i].took = time.Since(start)
				ways[i].want = calm.contents(t)
			}
			done, resumed, left := 0, 0, map[string]int{}
			for done < kills(t) {
				db := testDatabase(t, run.dialect)
				p.url = db.url
				for _, way := range ways {
					for {
						killed, output := p.killed(rand.N(way.took/4+20*time.Millisecond), way.args...)
						if strings.Contains(output, "applied by an earlier run") {
							resumed++
						}
						if !killed {
							break
						}
						done++
						left[db.unfinished()]++
					}
					if got := db.contents(t); got != way.want {
						t.Fatalf("%q after %d kills:\n%s\nwant\n%s", way.args, done, got, way.want)
					}
				}
			}
			t.Logf("%d kills, %d runs went on within a revision; the journal's state after a kill: %v", done, resumed, left)
		})
	}
}

// unfinished is what the journal says of the step under way.
func (db database) unfinished() string {
	state, err := db.query("SELECT state FROM migrate_journal WHERE finished_at = ''")
	if err != nil {
		return "no journal"
	}
	if state = strings.TrimSpace(state); state == "" {
		return "between steps"
	}
	return state
}

// killed runs the command and kills it after a while. It reports whether it was
// killed; if it ended by itself, it must have done well.
func (p *project) killed(after time.Duration, args ...string) (bool, string) {
	p.t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "DATABASE_URL="+p.url)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	_ = cmd.Wait()
	switch code := cmd.ProcessState.ExitCode(); code {
	case 0, -1: // -1: by a signal
		return code == -1, out.String()
	default:
		p.t.Fatalf("migrate %q: exit code %d\n%s", args, code, out.String())
		return false, ""
	}
}
