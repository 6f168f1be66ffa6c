package models

import "database/sql"

type Status string

const (
	Draft     Status = "draft"
	Published Status = "pub" + "lished"
	Quoted           = Status("it's")
	Default          = Draft // the same value again, untyped by its spelling
	Same      Status = Draft
	_         Status = "blank"
)

const Late Status = late

const late = "late"

const NotOne = "other"

type Color string

const Red, Green Color = "red", "green"

type Post struct {
	ID     int64            `db:"id"`
	Status Status           `db:"status" migrate:"enum;default=draft"`
	Old    *Status          `db:"old" migrate:"enum"`
	Maybe  sql.Null[Status] `db:"maybe" migrate:"enum"`
	Color  Color            `db:"color" migrate:"enum=paint;nullable"`
	ByHand Color            `db:"by_hand" migrate:"enum=paint;type.mysql=varchar(10)"`
	Plain  Color            `db:"plain" migrate:"size=10"`
}

type Page struct {
	ID     int64  `db:"id"`
	Status Status `db:"status" migrate:"enum"`
}
