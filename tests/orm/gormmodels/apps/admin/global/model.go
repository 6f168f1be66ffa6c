// Package global has the base of an administration's models.
package global

import (
	"time"

	"gorm.io/gorm"
)

type BASE_MODEL struct {
	ID        uint           `gorm:"primarykey" json:"ID"`
	CreatedAt time.Time      // when it was made
	UpdatedAt time.Time      // when it was changed
	DeletedAt gorm.DeletedAt `gorm:"index" json:"-"`
}
