package models

import (
	"example.com/geo"
	"example.com/money"
)

type Price struct {
	ID     int64        `db:"id"`
	Amount money.Amount `db:"amount" migrate:"default=9.90"`
	Maybe  *money.Amount
	Place  geo.Point
	List   []money.Amount
}
