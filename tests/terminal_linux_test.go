package tests

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"github.com/rogpeppe/go-internal/testscript"
)

func init() { scriptCommands["terminal"] = cmdTerminal }

// cmdTerminal runs a command on a terminal of its own: all but its stdout. Each time
// it asks (what it printed ends in ": "), the next line of the answers is typed;
// ^C and ^D are typed as such.
func cmdTerminal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: terminal EXIT-CODE ANSWERS COMMAND ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	master, slave, err := openTerminal()
	ts.Check(err)
	defer master.Close()
	path, err := exec.LookPath(binary)
	ts.Check(err)
	cmd := exec.Command(path, args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "DATABASE_URL="+ts.Getenv("DATABASE_URL"), "NO_COLOR=1", "CI=")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, ts.Stdout(), slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	ts.Check(cmd.Start())
	slave.Close()
	fmt.Fprint(ts.Stderr(), converse(master, strings.Split(strings.TrimSpace(ts.ReadFile(args[1])), "\n")))
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%s: %v", args[2], err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// converse reads what is printed until the program has ended, and types the answers.
func converse(terminal *os.File, answers []string) string {
	var said bytes.Buffer
	part := make([]byte, 4096)
	for {
		n, err := terminal.Read(part)
		said.Write(part[:n])
		if err != nil { // nobody has the other end any more
			return strings.ReplaceAll(said.String(), "\r\n", "\n")
		}
		if bytes.HasSuffix(said.Bytes(), []byte(": ")) && len(answers) > 0 {
			typed := strings.NewReplacer("^C", "\x03", "^D", "\x04").Replace(answers[0])
			if typed == answers[0] {
				typed += "\n"
			}
			_, _ = terminal.WriteString(typed)
			answers = answers[1:]
		}
	}
}

// openTerminal makes a pseudo-terminal.
func openTerminal() (master, slave *os.File, err error) {
	if master, err = os.OpenFile("/dev/ptmx", os.O_RDWR, 0); err != nil {
		return nil, nil, err
	}
	var unlock, number uint32
	for request, value := range map[uintptr]*uint32{syscall.TIOCSPTLCK: &unlock, syscall.TIOCGPTN: &number} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, uintptr(unsafe.Pointer(value))); errno != 0 {
			master.Close()
			return nil, nil, errno
		}
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	return master, slave, err
}
