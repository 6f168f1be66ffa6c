package sharedkinds

import "time"

type State string

const Open State = "open"

type Stamps struct {
	At time.Time `db:"at"`
}

const (
	Prefix = "my_"
	Half   = 8
)
