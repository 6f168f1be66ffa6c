package tests

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestPgBouncer runs through a PgBouncer: in session mode all works, in the others the
// command says why it does not.
func TestPgBouncer(t *testing.T) {
	program := "/usr/sbin/pgbouncer"
	if found, err := exec.LookPath("pgbouncer"); err == nil {
		program = found
	} else if _, err := os.Stat(program); err != nil {
		t.Fatal("pgbouncer is not installed: run the tests by `make test`, which installs it")
	}
	for mode, code := range map[string]int{"session": 0, "transaction": 1, "statement": 1} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			db := testDatabase(t, "postgres")
			p := crashProject(t, startPool(t, program, db, mode), "revision")
			for _, args := range [][]string{{"upgrade", crashID(3)}, {"stamp", crashID(2)}, {"downgrade", "base"}} {
				_, stderr := p.migrate(code, args...)
				if code != 0 && (!strings.Contains(stderr, "keeps no session") || !strings.Contains(stderr, "Hint: connect to the server itself")) {
					t.Errorf("migrate %q: %s", args, stderr)
				}
			}
			p.migrate(0, "current")
			if locks, err := db.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"); err != nil || strings.TrimSpace(locks) != "0" {
				t.Errorf("%s locks are left (%v)", locks, err)
			}
		})
	}
}

// startPool starts a PgBouncer in front of a database and returns the URL that leads
// through it.
func startPool(t *testing.T, program string, db database, mode string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "limbeck-pool-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // another account reads the file
		t.Fatal(err)
	}
	s := &ownServer{t: t, dialect: "postgres", port: freePort(t), dir: dir}
	s.lookUpAccount()
	u := db.parts()
	settings := fmt.Sprintf("[databases]\n* = host=%s port=%s user=%s\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %d\nauth_type = any\npool_mode = %s\nunix_socket_dir =\nignore_startup_parameters = extra_float_digits\n",
		u.Hostname(), u.Port(), u.User.Username(), s.port, mode)
	if password, ok := u.User.Password(); ok {
		settings = strings.Replace(settings, "\n[pgbouncer]", " password="+password+"\n[pgbouncer]", 1)
	}
	file := filepath.Join(s.dir, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := s.command(program, file)
	cmd.Dir = "/"
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGKILL)
		_ = cmd.Wait()
	})
	address := fmt.Sprintf("127.0.0.1:%d", s.port)
	for tries := 0; ; tries++ {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			break
		}
		if tries == 100 {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	u.Host = address
	return u.String()
}
