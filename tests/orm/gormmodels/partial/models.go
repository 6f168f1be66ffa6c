// Package partial has indexes that SQLite and PostgreSQL know, and MySQL doesn't.
package partial

import "gorm.io/gorm"

type Account struct {
	gorm.Model
	Email  string `gorm:"size:100;uniqueIndex:udx_email,where:deleted_at IS NULL"`
	Name   string `gorm:"index:idx_lower_name,expression:lower(name)"`
	Active bool   `gorm:"index:,where:active"`
	Score  int    `gorm:"index:,where:score > 10;check:score >= 0"`
}

// Migrate is how an application would make the tables.
func Migrate(db *gorm.DB) error { return db.AutoMigrate(&Account{}) }
