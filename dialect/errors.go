package dialect

import (
	"errors"
	"fmt"
)

// ErrLockTimeout is returned by Lock when another runner kept the lock too long.
var ErrLockTimeout = errors.New("another migration run holds the lock")

// Unsupported says that a database has no such thing.
func Unsupported(dialect, what, advice string) error {
	if advice == "" {
		return fmt.Errorf("%s has no %s", dialect, what)
	}
	return fmt.Errorf("%s has no %s: %s", dialect, what, advice)
}
