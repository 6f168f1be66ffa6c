package models

type Bad struct {
	ID    int64  `db:"id"`
	Plain string `migrate:"enum"`
	Int   Level  `migrate:"enum"`
	None  Empty  `migrate:"enum"`
	Odd   Odd    `migrate:"enum"`
	Def   Color  `migrate:"enum;default=gren"`
	Both  Color  `migrate:"enum;type=text"`
	Same  Other  `migrate:"enum=color"`
}

type Level int

const (
	Low Level = iota
	High
)

type Empty string

type Odd string

const Computed Odd = Odd(compute())

type Color string

const Red, Green Color = "red", "green"

type Other string

const Blue Other = "blue"
