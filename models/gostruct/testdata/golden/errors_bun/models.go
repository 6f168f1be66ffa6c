// Package models has what is wrong with Bun models.
package models

import (
	"example.com/elsewhere"

	"github.com/uptrace/bun"
)

type Item struct {
	bun.BaseModel

	ID      int64           `bun:",pk,autoincrement"`
	Any     any             `bun:"any_value"`
	Unknown elsewhere.Thing `bun:",notnull"`
	Owner   *Owner          `bun:"rel:belongs-to"`
	OtherID int64
	Other   *Other `bun:"rel:belongs-to"`
	ThirdID int64
	Third   *Item  `bun:"rel:belongs-to,on_delete:explode"`
	Name    string `migrate:"column=title"`
	Code    string `bun:",autoincrement"`
	Flat    int    `bun:"embed:flat_"`
}

type Owner struct {
	bun.BaseModel

	ID int64 `bun:",pk"`
}

// Other is no model: it has no sign of one.
type Other struct {
	ID int64
}
