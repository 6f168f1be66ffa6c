package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/runner"
)

// The exit codes.
const (
	exitOK      = 0
	exitFailed  = 1
	exitPending = 2  // something is pending or differs
	exitLocked  = 3  // the lock was not had in time
	exitUnsound = 4  // the history is not sound
	exitUsage   = 64 // bad usage or configuration
)

// usageError is a mistake in the command line.
type usageError struct {
	cmd *cobra.Command
	err error
}

func (e *usageError) Error() string { return e.err.Error() }

// verdict is an exit code other than 0 that is a result and no failure.
type verdict int

func (v verdict) Error() string { return fmt.Sprintf("exit code %d", int(v)) }

// failure is what is told of an error.
type failure struct {
	Error string `json:"error"`
	Code  string `json:"code"`
	Hint  string `json:"hint"`
	exit  int
}

// fail prints an error and returns its exit code.
func (a *app) fail(err error) int {
	if err == nil {
		return exitOK
	}
	if v := verdict(0); errors.As(err, &v) {
		return int(v)
	}
	f := classify(err)
	if a.json {
		enc := json.NewEncoder(a.stderr)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(f)
		return f.exit
	}
	fmt.Fprintf(a.stderr, "%s%s\n", a.paint(a.stderr, red, "Error: "), f.Error)
	if f.Hint != "" {
		fmt.Fprintf(a.stderr, "Hint: %s\n", f.Hint)
	}
	return f.exit
}

// classify tells the code, the hint and the exit code of an error.
func classify(err error) failure {
	f := failure{Error: err.Error(), Code: "error", exit: exitFailed}
	var (
		usage    *usageError
		conf     *migrate.ConfigError
		rev      *revision.Error
		step     *runner.StepError
		db       *runner.Error
		upToDate *migrate.NotUpToDate
		oneWay   *runner.NoDowngrade
		unsound  interface {
			error
			Hint() string
		}
	)
	switch {
	case errors.As(err, &usage):
		f.Code, f.exit = "usage", exitUsage
		f.Hint = fmt.Sprintf("see `%s --help`", usage.cmd.CommandPath())
	case errors.As(err, &conf):
		f.Code, f.exit = "config", exitUsage
	case errors.Is(err, dialect.ErrLockTimeout):
		f.Code, f.exit = "lock_timeout", exitLocked
		f.Hint = "wait for the other run to end, or give --lock-timeout more time"
	case errors.Is(err, errInterrupted):
		f.Code = "interrupted"
	case errors.As(err, &rev):
		f.Code, f.Hint = string(rev.Code), rev.Hint
		if rev.Integrity {
			f.exit = exitUnsound
		}
	case errors.As(err, &step):
		f.Code, f.Hint = "step_failed", step.Hint
	case errors.As(err, &upToDate):
		f.Code, f.Hint = "not_up_to_date", "run `migrate upgrade head` first"
	case errors.As(err, &oneWay):
		f.Code, f.Hint = "no_downgrade", oneWay.Hint()
	case errors.As(err, &unsound): // migrate.Unsound, runner.Changed, runner.InDoubt
		f.Code, f.Hint, f.exit = "unsound", unsound.Hint(), exitUnsound
	case errors.As(err, &db):
		f.Code, f.Hint = "database", db.Hint
	}
	return f
}
