// Package models has GORM models by every sign.
package models

import (
	"time"

	"gorm.io/gorm"
)

// Base is a mixin, since models embed it.
type Base struct {
	ID        string `gorm:"primaryKey;size:36"`
	CreatedAt time.Time
}

// Middle has no tags, and is a mixin itself.
type Middle struct {
	Base
	By string
}

type Order struct {
	Middle
	Lines []Line
	Total float64 `gorm:"index"`
}

// Untagged embeds mixins only.
type Untagged struct {
	Middle
	Name string
}

// Line is found by the relation, Product by that of Line.
type Line struct {
	ID        int
	OrderID   string
	ProductID int
	Product   *Product
	Notes     []string `gorm:"serializer:json"`
	Ignored   Request  `gorm:"-"`
	Stored    Request  `gorm:"serializer:json"`
}

type Product struct {
	ID   int
	Name string
}

type Soft struct {
	ID        int
	DeletedAt gorm.DeletedAt
}

// Detail shows a product: no table.
type Detail struct {
	Product
	Stock int
}

// Request is nothing to us; Forgotten may be.
type Request struct{ Body string }

type Forgotten struct {
	ID   int
	Name string
}

// ByTable has no tags.
type ByTable struct {
	ID   uint
	Flag bool
}

func (ByTable) TableName() string { return "flags" }

// These have no tags either: they are handed to AutoMigrate in several ways.
type InSlice struct{ ID int }
type InVariable struct{ ID int }
type Appended struct{ ID int }
type Looped struct{ ID int }
type FromFunction struct{ ID int }

var registered = []any{&InVariable{}}

func others() []any { return []any{new(FromFunction)} }

func Migrate(db *gorm.DB) error {
	local := []any{&InSlice{}}
	local = append(local, (*Appended)(nil))
	for _, one := range []any{Looped{}} {
		if err := db.AutoMigrate(one); err != nil {
			return err
		}
	}
	if err := db.AutoMigrate(others()...); err != nil {
		return err
	}
	return db.AutoMigrate(append(registered, local...)...)
}
