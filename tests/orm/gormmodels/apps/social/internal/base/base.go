// Package base has what all models of the network share.
package base

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Entity is the base of a model, by the type of its key.
type Entity[K comparable] struct {
	ID        K         `gorm:"primaryKey"`
	CreatedAt time.Time `gorm:"<-:create;index"`
	UpdatedAt time.Time `gorm:"autoUpdateTime:milli"`
}

// Deletable is kept when it is deleted.
type Deletable struct {
	DeletedAt gorm.DeletedAt `gorm:"index"`
	DeletedBy *uint64
}

// Numbered and Keyed are the two that are in use.
type (
	Numbered = Entity[uint64]
	Keyed    struct {
		ID uuid.UUID `gorm:"type:char(36);primaryKey"`
		*Deletable
	}
)

// Page is a page of results.
type Page[T any] struct {
	Items []T
	Total int64
}

func (k *Keyed) BeforeCreate(*gorm.DB) error {
	k.ID = uuid.New()
	return nil
}
