package models

import (
	"net/url"

	"example.com/nowhere"
	"github.com/limbeck/migrate/nothing/here"
)

type Bad struct {
	ID      int64         `db:"id"`
	Foreign nowhere.Thing `db:"foreign"`
	Ptr     *nowhere.Other
	Own     here.Type
	Std     url.URL
	Any     any
	Err     error
	Func    func()
	Chan    chan int
	Complex complex128
	Missing Missing
	NoImp   nobody.Type
	Money   Money
	List    Strings
	Loop    LoopA
	Len     [n]byte
	Model   Other `db:"model"`
	Mix     Mixed
	nowhere.Embedded
	OK map[string]nowhere.Fine
}

type Other struct {
	ID int64 `db:"id"`
}

type Mixed struct {
	A int `db:"a"`
}

type Uses struct {
	ID int64 `db:"id"`
	Mixed
}

// Money stores itself in a way that can't be seen.
type Money struct{ cents int64 }

func (m Money) Value() (driver.Value, error) { return stored(m) }

type Strings []string

func (s Strings) Value() (driver.Value, error) { return s.join(), nil }

type LoopA LoopB
type LoopB LoopA
