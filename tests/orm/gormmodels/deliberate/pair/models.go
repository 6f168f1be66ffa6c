// Package pair has a key of two columns, of which GORM's SQLite driver drops one.
package pair

import "gorm.io/gorm"

type Pair struct {
	ID     uint `gorm:"primaryKey;autoIncrement"`
	Tenant uint `gorm:"primaryKey"`
}

// Migrate makes the table.
func Migrate(db *gorm.DB) error { return db.AutoMigrate(&Pair{}) }
