package models

import "github.com/uptrace/bun"

// Base is a table or a mixin: nobody knows.
type Base struct {
	ID int64 `db:"id"`
}

type Uses struct {
	Base
	Name string `db:"name"`
}

//migrate:modle
type Typo struct {
	ID int64 `db:"id"`
}

//migrate:model
//migrate:ignore
type Twice struct {
	ID int64 `db:"id"`
}

// User is a model; is UserRow one?
//
//migrate:model
type User struct {
	ID int64 `db:"id"`
}

type UserRow struct {
	User
	Count int `db:"count"`
}

type Bun struct {
	bun.BaseModel `bun:"table:buns"`
	ID            int64 `db:"id"`
}
