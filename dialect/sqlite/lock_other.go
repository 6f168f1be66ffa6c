//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package sqlite

import (
	"errors"
	"io/fs"
	"os"
)

// lockFile makes a file that must not be there yet, and returns what removes it;
// nil when it is there. These systems have no lock that both ends with its process
// and is to be had without cgo: after a crash the file has to be removed by hand,
// as Explain says.
func lockFile(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return func() {
		f.Close()
		os.Remove(path)
	}, nil
}
