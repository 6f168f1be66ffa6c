package dialect

import (
	"crypto/rand"
	"encoding/hex"
)

// ScratchName makes up a name for something that is dropped again at once.
func ScratchName() string {
	var b [6]byte
	rand.Read(b[:]) // never fails
	return "limbeck_scratch_" + hex.EncodeToString(b[:])
}
