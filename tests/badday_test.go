package tests

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/lib/pq"

	"github.com/limbeck/migrate"
)

// lockedHistory alters a table and, before that, changes data.
func lockedHistory(t *testing.T, db database) *project {
	t.Helper()
	p := &project{t, t.TempDir(), db.url}
	p.write("migrations.toml", "[databases.main]\nurl = \"${DATABASE_URL}\"\n")
	p.write("versions/1_a.sql", "-- revision: aaa1\n-- migrate:up\nCREATE TABLE a (n int);\nINSERT INTO a VALUES (1);\n-- migrate:down\nDROP TABLE a;\n")
	p.write("versions/2_b.sql", "-- revision: bbb2\n-- down_revision: aaa1\n-- migrate:up\nCREATE TABLE b (n int);\nALTER TABLE a ADD COLUMN m int;\n-- migrate:down\nDROP TABLE b;\nALTER TABLE a DROP COLUMN m;\n")
	p.migrate(0, "upgrade", "aaa1")
	return p
}

// holdTable opens a transaction that has read a table, so that nobody can alter it.
func holdTable(t *testing.T, db database) (release func()) {
	t.Helper()
	_, driver, dsn, err := migrate.ParseURL(db.url)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := pool.BeginTx(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("UPDATE a SET n = n"); err != nil {
		t.Fatal(err)
	}
	return func() {
		_ = tx.Rollback()
		pool.Close()
	}
}

// TestTableLock waits for a table that somebody else holds: the run says who, tries
// again, gives up cleanly, and goes on when the table is free.
func TestTableLock(t *testing.T) {
	for _, dialect := range []string{"postgres", "mysql"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			db := testDatabase(t, dialect)
			p := lockedHistory(t, db)
			release := holdTable(t, db)
			_, stderr := p.migrate(1, "upgrade", "head", "--lock-timeout", "1s")
			for _, want := range []string{"trying again", "Other sessions hold locks", "ALTER TABLE a", "a lock"} {
				if !strings.Contains(stderr, want) {
					t.Errorf("no %q in:\n%s", want, stderr)
				}
			}
			time.AfterFunc(1500*time.Millisecond, release)
			p.migrate(0, "upgrade", "head", "--lock-timeout", "1s")
			p.migrate(0, "downgrade", "base")
		})
	}
}

// TestStatementTimeout ends a statement that takes too long.
func TestStatementTimeout(t *testing.T) {
	for dialect, sleep := range map[string]string{"postgres": "SELECT pg_sleep(20)", "mysql": "UPDATE a SET n = BENCHMARK(2000000000, SHA1('x'))"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			p := lockedHistory(t, testDatabase(t, dialect))
			p.write("versions/2_b.sql", "-- revision: bbb2\n-- down_revision: aaa1\n-- migrate:up\n"+sleep+";\n-- migrate:down\n")
			start := time.Now()
			p.migrate(1, "upgrade", "head", "--statement-timeout", "500ms")
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// TestInterrupted sends Ctrl-C while a statement runs: the run stops with code 1,
// leaves nothing undone that it says is done, and the next one goes on.
func TestInterrupted(t *testing.T) {
	for dialect, sleep := range map[string]string{"postgres": "SELECT pg_sleep(2)", "mysql": "CREATE TABLE slow AS SELECT SLEEP(2) AS s"} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			db := testDatabase(t, dialect)
			p := lockedHistory(t, db)
			p.write("versions/2_b.sql", "-- revision: bbb2\n-- down_revision: aaa1\n-- migrate:up\nUPDATE a SET n = n + 1;\n"+sleep+
				";\nUPDATE a SET n = n + 10;\n-- migrate:down\n")
			cmd := exec.Command(binary, "upgrade", "head")
			cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "DATABASE_URL="+p.url)
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
			if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(out.String(), "interrupted") && !strings.Contains(out.String(), "cancel") {
				t.Errorf("exit code %d\n%s", code, out.String())
			}
			p.migrate(0, "upgrade", "head")
			if n, err := db.query("SELECT n FROM a"); err != nil || strings.TrimSpace(n) != "12" {
				t.Errorf("n is %s (%v), want 12", n, err)
			}
		})
	}
}

// TestInterruptedTwice sends Ctrl-C a second time while the server is at a statement
// that nothing undoes: the command leaves at once, and the next one goes on.
func TestInterruptedTwice(t *testing.T) {
	db := testDatabase(t, "mysql")
	p := lockedHistory(t, db)
	p.write("versions/2_b.sql", "-- revision: bbb2\n-- down_revision: aaa1\n-- migrate:up\nUPDATE a SET n = n + 1;\nCREATE TABLE slow AS SELECT SLEEP(4) AS s;\nUPDATE a SET n = n + 10;\n-- migrate:down\n")
	cmd := exec.Command(binary, "upgrade", "head")
	cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "DATABASE_URL="+p.url)
	printed, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for rows := ""; rows == ""; time.Sleep(20 * time.Millisecond) {
		if rows, err = db.query("SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'CREATE TABLE slow%'"); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Now()
	_ = cmd.Process.Signal(os.Interrupt)
	for lines := bufio.NewScanner(printed); lines.Scan() && !strings.Contains(lines.Text(), "once more to leave at once"); {
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	if code, took := cmd.ProcessState.ExitCode(), time.Since(start); code != 130 || took > 2*time.Second {
		t.Errorf("exit code %d after %s, want 130 at once", code, took)
	}
	p.migrate(0, "upgrade", "head")
	if n, err := db.query("SELECT n FROM a"); err != nil || strings.TrimSpace(n) != "12" {
		t.Errorf("n is %s (%v), want 12", n, err)
	}
}

// TestSecrets looks for the password of good and of failing URLs in all that the
// command prints and in what it writes to the database.
func TestSecrets(t *testing.T) {
	const secret = "S3cr3t%2Fword"
	for _, dialect := range []string{"postgres", "mysql"} {
		db := testDatabase(t, dialect)
		good := strings.Replace(db.url, "@", ":"+secret+"@", 1) // the servers trust whom they know
		if dialect == "mysql" {
			good = db.url
		}
		p := lockedHistory(t, db)
		for _, address := range []string{good, strings.Replace(good, db.name(), "nowhere", 1), strings.Replace(db.url, "@", ":"+secret+"@", 1),
			strings.Replace(strings.Replace(db.url, "@", ":"+secret+"@", 1), db.parts().Port(), "1", 1), strings.Replace(db.url, "://", "://x:"+secret+"@y:z@", 1)} {
			p.url = address
			for _, args := range [][]string{{"current"}, {"upgrade", "head", "--verbose"}, {"check", "--json"}, {"upgrade", "head", "--json"}, {"downgrade", "-1", "-v"}} {
				_, output := p.ended(time.Minute, args...)
				for _, hidden := range []string{secret, "S3cr3t/word", "S3cr3t"} {
					if strings.Contains(output, hidden) {
						t.Errorf("%s: migrate %q prints the password:\n%s", dialect, args, output)
						break
					}
				}
			}
		}
		if rows, err := db.query("SELECT * FROM migrate_journal"); err != nil || strings.Contains(rows, "S3cr3t") {
			t.Errorf("%s: the journal holds the password (%v):\n%s", dialect, err, rows)
		}
	}
}

// TestUnread runs commands whose output nobody reads: they do their work all the
// same, and say so by their exit code.
func TestUnread(t *testing.T) {
	db := testDatabase(t, "sqlite")
	p := lockedHistory(t, db)
	for _, args := range [][]string{{"upgrade", "head", "-v"}, {"downgrade", "base", "--json"}, {"history", "--json"}, {"history", "-v"}, {"upgrade", "head", "--dry-run"}} {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		read.Close()
		cmd := exec.Command(binary, args...)
		cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "DATABASE_URL="+p.url)
		cmd.Stdout, cmd.Stderr = write, write
		err = cmd.Run()
		write.Close()
		if err != nil {
			t.Errorf("migrate %q: %v", args, err)
		}
	}
	if tables := mustDump(t, db); tables != "" {
		t.Errorf("downgrade base left:\n%s", tables)
	}
}

// TestFull writes results where there is no room for them: that is an error.
func TestFull(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	p := lockedHistory(t, testDatabase(t, "sqlite"))
	for _, args := range [][]string{{"history"}, {"heads", "--json"}, {"upgrade", "head", "--sql"}, {"inspect"}, {"--help"}} {
		cmd := exec.Command(binary, args...)
		cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "DATABASE_URL="+p.url)
		var stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = full, &stderr
		_ = cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("migrate %q: exit code %d\n%s", args, code, stderr.String())
		}
	}
}
