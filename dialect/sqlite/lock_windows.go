package sqlite

import (
	"errors"
	"syscall"
)

// errSharingViolation is what opening a file gives that another has to itself.
const errSharingViolation = syscall.Errno(32)

// lockFile opens a file, which it makes, for nobody else to open, and returns what
// closes it; nil when somebody else has it.
func lockFile(path string) (unlock func(), err error) {
	p, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	const deleteOnClose = 0x04000000
	h, err := syscall.CreateFile(p, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL|deleteOnClose, 0)
	if errors.Is(err, errSharingViolation) || errors.Is(err, syscall.ERROR_ACCESS_DENIED) && exists(p) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return func() { syscall.CloseHandle(h) }, nil
}

// exists reports whether a file is there: one that is about to be deleted can't be
// opened.
func exists(p *uint16) bool {
	_, err := syscall.GetFileAttributes(p)
	return err == nil
}
