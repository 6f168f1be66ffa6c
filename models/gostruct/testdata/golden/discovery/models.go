// Package models has structs that are models, and structs that are not.
package models

type Tagged struct {
	ID int64 `db:"id"`
}

type Method struct{ ID int }

func (Method) TableName() string { return "by_method" }

// Marked is a model by its comment.
//
//migrate:model
type Marked struct{ ID int }

type Settings struct {
	_  struct{} `migrate:"table=by_setting"`
	ID int
}

// Ignored has tags, but is none.
//
//migrate:ignore
type Ignored struct {
	ID int64 `db:"id"`
}

type (
	// Grouped stands in a group.
	//
	//migrate:ignore
	Grouped struct {
		ID int64 `db:"id"`
	}
	// InGroup is marked in its group.
	//
	//migrate:model
	InGroup struct{ ID int }
)

// Request is nothing to us.
type Request struct {
	ID   int `json:"id"`
	Body string
}

// OnlyDashes leaves out all that has tags.
type OnlyDashes struct {
	A string `db:"-"`
	B string `migrate:"-"`
}

// Row embeds a model and has its table's name from there.
type Row struct {
	Method
	Count int `db:"count"`
}

// Response embeds a model and has no tags of its own.
type Response struct {
	Settings
	Token string
}

// Generic makes no table by itself.
type Generic[T any] struct {
	ID T `db:"id"`
}

type unexported struct {
	ID   int64 `db:"id"`
	Refs []Tagged
	One  *Marked
}

type Tree struct {
	ID    int64 `db:"id"`
	Child *Tree
	Blob  Request
}

func helper() {
	type local struct {
		ID int64 `db:"id"`
	}
}
