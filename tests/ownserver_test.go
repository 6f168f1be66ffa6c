package tests

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ownServer is a database server that one test has for itself, to treat badly.
type ownServer struct {
	t       *testing.T
	dialect string
	dir     string
	port    int
	account *user.User // who runs it: servers refuse root
	cmd     *exec.Cmd
}

// startServer makes and starts one from the installed binaries, with more settings
// if there are any.
func startServer(t *testing.T, dialect string, settings ...string) *ownServer {
	t.Helper()
	dir, err := os.MkdirTemp("", "limbeck-server-") // short, for the socket's path
	if err != nil {
		t.Fatal(err)
	}
	s := &ownServer{t: t, dialect: dialect, dir: dir, port: freePort(t)}
	t.Cleanup(func() {
		s.crash()
		os.RemoveAll(dir)
	})
	s.lookUpAccount()
	if s.account != nil {
		uid, gid := s.ids()
		if err := os.Chown(dir, int(uid), int(gid)); err != nil {
			t.Fatal(err)
		}
	}
	s.install(settings)
	s.start()
	return s
}

func (s *ownServer) lookUpAccount() {
	s.t.Helper()
	if os.Getuid() == 0 {
		var err error
		if s.account, err = user.Lookup(map[string]string{"postgres": "postgres", "mysql": "mysql"}[s.dialect]); err != nil {
			s.t.Fatal(err)
		}
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func (s *ownServer) ids() (uid, gid uint32) {
	u, _ := strconv.ParseUint(s.account.Uid, 10, 32)
	g, _ := strconv.ParseUint(s.account.Gid, 10, 32)
	return uint32(u), uint32(g)
}

// command is a program of the server's, run as its account.
func (s *ownServer) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = s.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if s.account != nil {
		uid, gid := s.ids()
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
		cmd.Env = append(os.Environ(), "HOME="+s.dir)
	}
	return cmd
}

// install makes the data folder and the settings in it.
func (s *ownServer) install(settings []string) {
	s.t.Helper()
	data := filepath.Join(s.dir, "data")
	var cmd *exec.Cmd
	if s.dialect == "postgres" {
		cmd = s.command(postgresProgram(s.t, "initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
	} else {
		args := []string{"--no-defaults", "--datadir=" + data, "--auth-root-authentication-method=normal", "--skip-test-db"}
		if s.account != nil {
			args = append(args, "--user="+s.account.Username)
		}
		cmd = s.command("mariadb-install-db", args...)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", cmd.Path, err, out)
	}
	s.configure(settings)
}

// configure writes the settings that the next start reads.
func (s *ownServer) configure(settings []string) {
	s.t.Helper()
	file, all := filepath.Join(s.dir, "data", "postgresql.auto.conf"), []string{"listen_addresses='127.0.0.1'", "unix_socket_directories='" + s.dir + "'", "port=" + strconv.Itoa(s.port)}
	if s.dialect == "mysql" { // a tmpdir of its own: one that starts deletes what others keep in theirs
		file, all = filepath.Join(s.dir, "my.cnf"), []string{"[mariadbd]", "datadir=" + s.dir + "/data", "bind-address=127.0.0.1", "port=" + strconv.Itoa(s.port), "socket=" + s.dir + "/socket",
			"pid-file=" + s.dir + "/pid", "tmpdir=" + s.dir, "log-bin-trust-function-creators=1", "character-set-server=utf8mb4", "collation-server=utf8mb4_general_ci", "skip-name-resolve", "innodb-log-file-size=8M"}
	}
	text := strings.Join(append(all, settings...), "\n") + "\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// postgresProgram finds a program that Debian keeps out of PATH.
func postgresProgram(t *testing.T, name string) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) > 0 {
		slices.Sort(found)
		return found[len(found)-1]
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// start starts the server and waits until it answers.
func (s *ownServer) start() {
	s.t.Helper()
	if s.dialect == "postgres" {
		s.cmd = s.command(postgresProgram(s.t, "postgres"), "-D", filepath.Join(s.dir, "data"))
	} else {
		program := "mariadbd"
		if _, err := exec.LookPath(program); err != nil {
			program = "/usr/sbin/mariadbd"
		}
		s.cmd = s.command(program, "--defaults-file="+s.dir+"/my.cnf")
	}
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	for tries := 0; ; tries++ {
		_, err := s.database("").query("SELECT 1")
		if err == nil {
			return
		}
		if tries == 600 {
			text, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			s.t.Fatalf("the server does not answer: %v\n%s", err, text)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// crash stops the server as a power cut would: what it had not written is gone. Of
// PostgreSQL's processes the first ends the others.
func (s *ownServer) crash() {
	if s.cmd == nil {
		return
	}
	signal := syscall.SIGKILL
	if s.dialect == "postgres" {
		signal = syscall.SIGQUIT
	}
	_ = s.cmd.Process.Signal(signal)
	_ = s.cmd.Wait()
	s.cmd = nil
}

// database is one of the server's databases.
func (s *ownServer) database(name string) database {
	if s.dialect == "postgres" {
		if name == "" {
			name = "postgres"
		}
		return database{s.dialect, fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", s.port, name)}
	}
	return database{s.dialect, fmt.Sprintf("mysql://root@127.0.0.1:%d/%s", s.port, name)}
}

// create makes a database.
func (s *ownServer) create(name string) database {
	s.t.Helper()
	if _, err := s.database("").query("CREATE DATABASE " + name); err != nil {
		s.t.Fatal(err)
	}
	return s.database(name)
}
