package models

type User struct {
	ID   int64  `db:"id"`
	Name string `db:"name"`
	Nick string `db:"name"`
}

type Person struct {
	ID int64 `db:"id"`
}

func (Person) TableName() string { return "users" }

// Empty has no columns.
//
//migrate:model
type Empty struct{}
