package tests

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestKilledInAnyStatement kills the command at random instants of a history of
// hand-written SQL of all kinds, and runs it again until it is done.
func TestKilledInAnyStatement(t *testing.T) {
	for _, dialect := range []string{"mysql", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			calm := testDatabase(t, dialect)
			p := interruptedProject(t, calm, false)
			start := time.Now()
			p.migrate(0, "upgrade", "head")
			took, want := time.Since(start), calm.wholeState(t)
			done, left := 0, map[string]int{}
			for done < kills(t) {
				db := testDatabase(t, dialect)
				p := interruptedProject(t, db, false)
				for {
					killed, _ := p.killed(rand.N(took/4+20*time.Millisecond), "upgrade", "head")
					if !killed {
						break
					}
					done++
					left[db.unfinished()]++
				}
				if got := db.wholeState(t); got != want {
					t.Fatalf("after %d kills:\n%s", done, difference(want, got))
				}
			}
			t.Logf("%d kills; the journal's state after a kill: %v", done, left)
		})
	}
}

// TestKilledDuringAlter kills the command while the server is at a long statement,
// which goes on: the next run, started at once, waits for its end.
func TestKilledDuringAlter(t *testing.T) {
	rows := map[string]string{
		"mysql":    "INSERT INTO big SELECT seq, REPEAT('x', 100) FROM seq_1_to_300000",
		"postgres": "INSERT INTO big SELECT n, repeat('x', 100) FROM generate_series(1, 300000) n",
	}
	alter := map[string]string{
		"mysql":    "ALTER TABLE big ADD COLUMN more varchar(10) NOT NULL DEFAULT 'm', ADD INDEX ix_text (text), ALGORITHM = COPY",
		"postgres": "-- migrate:up transaction=off\nUPDATE counter SET n = n + 1;\nCREATE INDEX CONCURRENTLY ix_text ON big (text)",
	}
	for _, dialect := range []string{"mysql", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			db := testDatabase(t, dialect)
			p := &project{t, t.TempDir(), db.url}
			p.write("migrations.toml", "[databases.main]\nurl = \"${DATABASE_URL}\"\n")
			p.write("versions/1.sql", "-- revision: aaa1\n-- migrate:up\nCREATE TABLE big (id int, text varchar(100));\nCREATE TABLE counter (n int);\nINSERT INTO counter VALUES (0);\n"+rows[dialect]+";\n-- migrate:down\n")
			up := "-- migrate:up\nUPDATE counter SET n = n + 1;\n" + alter[dialect]
			if strings.HasPrefix(alter[dialect], "-- ") {
				up = alter[dialect]
			}
			p.write("versions/2.sql", "-- revision: bbb2\n-- down_revision: aaa1\n"+up+";\nUPDATE counter SET n = n + 10;\n-- migrate:down\n")
			p.migrate(0, "upgrade", "aaa1")
			for range 3 {
				p.killWhen(func() bool { return db.runs(t, "ix_text") }, "upgrade", "head")
			}
			p.migrate(0, "upgrade", "head")
			if n, err := db.query("SELECT n FROM counter"); err != nil || strings.TrimSpace(n) != "11" {
				t.Errorf("the counter is at %s (%v), want 11", n, err)
			}
			if dump := mustDump(t, db); !strings.Contains(dump, "ix_text") || db.unfinished() != "between steps" {
				t.Errorf("%s: %s", db.unfinished(), dump)
			}
		})
	}
}

// runs reports whether the server is at a statement of this database with a word in it.
func (db database) runs(t *testing.T, word string) bool {
	t.Helper()
	list := map[string]string{
		"mysql":    "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND COMMAND = 'Query' AND INFO LIKE '%" + word + "%' AND INFO NOT LIKE '%migrate_journal%' AND ID <> CONNECTION_ID()",
		"postgres": "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%" + word + "%' AND query NOT LIKE '%migrate_journal%' AND pid <> pg_backend_pid()",
	}[db.dialect]
	n, err := db.query(list)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(n) != "0"
}

// killWhen starts the command and kills it as soon as a condition holds, if it has
// not ended by then.
func (p *project) killWhen(condition func() bool, args ...string) {
	p.t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "DATABASE_URL="+p.url)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				p.t.Fatalf("migrate %q: %v\n%s", args, err, out.String())
			}
			return
		default:
		}
		if condition() {
			_ = cmd.Process.Kill()
			<-ended
			return
		}
	}
}

// TestTemporaryTable goes on after a cut where a temporary table is empty or not
// needed any more, and says why it can't where it is.
func TestTemporaryTable(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		code int
	}{
		"needed":    {"CREATE TEMPORARY TABLE tmp (a int); INSERT INTO tmp VALUES (1); CREATE TABLE made (a int); INSERT INTO made SELECT a FROM tmp", 4},
		"as select": {"CREATE TEMPORARY TABLE tmp AS SELECT 1 AS a; CREATE TABLE made (a int); INSERT INTO made SELECT a FROM tmp", 4},
		"empty":     {"CREATE TEMPORARY TABLE tmp (a int); CREATE TABLE made (a int); INSERT INTO tmp VALUES (1); INSERT INTO made SELECT a FROM tmp", 0},
		"dropped":   {"CREATE TEMPORARY TABLE tmp (a int); INSERT INTO tmp VALUES (1); DROP TEMPORARY TABLE tmp; CREATE TABLE made (a int); INSERT INTO made VALUES (1)", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := testDatabase(t, "mysql")
			p := &project{t, t.TempDir(), ""}
			p.write("migrations.toml", "[databases.main]\nurl = \"${DATABASE_URL}\"\n")
			p.write("versions/1.sql", "-- revision: aaa1\n-- migrate:up\n"+test.text+";\n-- migrate:down\nDROP TABLE IF EXISTS made;\n")
			px, address := startProxy(t, db, &proxy{text: "CREATE TABLE made", answered: true})
			p.url = address
			p.migrate(1, "upgrade", "head")
			px.close()
			p.url = db.url
			_, stderr := p.migrate(test.code, "upgrade", "head")
			if test.code == 0 {
				if n, err := db.query("SELECT a FROM made"); err != nil || strings.TrimSpace(n) != "1" {
					t.Errorf("made has %q (%v)", n, err)
				}
				return
			}
			if !strings.Contains(stderr, "temporary table tmp") || !strings.Contains(stderr, "migrate downgrade -1") {
				t.Error(stderr)
			}
			p.migrate(0, "downgrade", "base")
			p.migrate(0, "upgrade", "head")
		})
	}
}

// TestKilledStamp kills the command while it stamps, and runs it again: the version
// table says what was asked for, and nothing is under way.
func TestKilledStamp(t *testing.T) {
	for _, dialect := range []string{"sqlite", "postgres", "mysql"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			db := testDatabase(t, dialect)
			p := lockedHistory(t, db)
			start := time.Now()
			p.migrate(0, "stamp", "bbb2")
			took := time.Since(start)
			for n := range kills(t) {
				to := []string{"aaa1", "bbb2"}[n%2]
				p.killed(rand.N(took+5*time.Millisecond), "stamp", to)
				p.migrate(0, "stamp", to)
				if rows, err := db.query("SELECT version_num FROM migrate_version"); err != nil || strings.TrimSpace(rows) != to || db.unfinished() != "between steps" {
					t.Fatalf("after kill %d: the database is at %q (%v), %s; want %s", n, rows, err, db.unfinished(), to)
				}
			}
		})
	}
}
