// Package models embeds in every way.
package models

import "time"

// Base is a mixin with a key: it says so.
//
//migrate:mixin
type Base struct {
	ID int64 `db:"id"`
	Timestamps
}

type Timestamps struct {
	CreatedAt time.Time `db:"created_at"`
	UpdatedAt time.Time `db:"updated_at" migrate:"index"`
}

type hidden struct {
	Secret string `db:"secret"`
	inner  int
}

type Address struct {
	Street string `db:"street"`
	Zip    *int   `db:"zip"`
	Geo    Geo    `migrate:"prefix=geo_"`
}

type Geo struct{ Lat, Lng float64 }

// Pair is generic: only what embeds it has a table.
type Pair[K comparable, V any] struct {
	Key   K `db:"key"`
	Value V `db:"value" migrate:"nullable"`
}

type Person struct {
	Base
	hidden
	*Extra
	Name  string   `db:"name"`
	Home  Address  `migrate:"prefix=home_"`
	Work  *Address `migrate:"embed;prefix=work_"`
	Third *Address `migrate:"prefix=third_;not_null"`
	Pair[string, int32]
	UpdatedAt *time.Time `db:"updated_at"`
	Self      *Person
	Friends   []*Person
	Kind
	time.Time
}

type Kind string

type Extra struct {
	Note string `db:"note"`
	*Extra
}

// Plain has no tags but what it embeds.
type Plain struct {
	Base
	Title string
}
