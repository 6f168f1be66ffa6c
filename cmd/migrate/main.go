package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"
)

func main() {
	if os.Getenv("GOGC") == "" { // a run is short, and what it holds is small: time is worth more than memory
		debug.SetGCPercent(400)
	}
	signal.Ignore(syscall.SIGPIPE) // that nobody reads on (| head) is no reason to leave a run halfway
	ctx, cancel := context.WithCancelCause(context.Background())
	interrupts(cancel)
	os.Exit(run(ctx, os.Args[1:]))
}

// errInterrupted is why a run stopped at Ctrl-C.
var errInterrupted = errors.New("interrupted")

// interrupts makes the first Ctrl-C, or the end of the terminal, stop the run at the
// next safe place and the second one leave at once.
func interrupts(cancel context.CancelCauseFunc) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup has it ignored
		signal.Notify(signals, syscall.SIGHUP)
	}
	go func() {
		<-signals
		fmt.Fprintln(os.Stderr, "\nStopping at the next safe place; once more to leave at once.")
		cancel(errInterrupted)
		<-signals
		os.Exit(130)
	}()
}

// run executes one command line and returns the exit code.
func run(ctx context.Context, args []string) int {
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	root := a.command()
	root.SetArgs(relativeTargets(root, args))
	err := root.ExecuteContext(ctx)
	if a.migrator != nil {
		a.migrator.Close()
	}
	return a.fail(cmp.Or(err, a.lost))
}
