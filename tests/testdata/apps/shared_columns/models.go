// Package models shares columns: a mixin in several models, a nested struct with a prefix, names that differ.
package models

import "time"

// Timestamps is a mixin: it makes no table of its own.
type Timestamps struct {
	CreatedAt time.Time  `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
	UpdatedAt *time.Time `db:"updated_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
}

// Address is nested, its columns under a prefix.
type Address struct {
	Street string  `db:"street" migrate:"size=100"`
	City   *string `db:"city" migrate:"size=50"`
}

// Account's table and one of its columns have names of their own.
type Account struct {
	_ struct{} `migrate:"table=user_accounts"`

	ID    int64   `db:"id"`
	Login string  `db:"user_name" migrate:"size=50;unique"`
	Home  Address `migrate:"embed;prefix=home_"`
	Cache string  `db:"-"`
	Timestamps
}

// Article's columns come from the names of its fields.
type Article struct {
	ID        int64
	SEOTitle  string `migrate:"size=70"`
	AccountID int64  `migrate:"references=user_accounts.id"`
	Timestamps
}

func (Article) TableName() string { return "article" }
