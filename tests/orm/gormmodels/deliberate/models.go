// Package deliberate has models of which Limbeck makes other tables than GORM, on
// purpose: see docs/gorm.md.
package deliberate

import "gorm.io/gorm"

// Keyed has a key that SQLite alone lets be NULL, and defaults.
type Keyed struct {
	Code  string  `gorm:"primaryKey"`
	State string  `gorm:"default:draft"`
	On    bool    `gorm:"default:true"`
	Score float64 `gorm:"default:0"`
}

// Wide is numbered, but not by SQLite.
type Wide struct {
	ID   int64 `gorm:"type:bigint;primaryKey;autoIncrement"`
	Name string
}

// Left and Right both declare their join table.
type Left struct {
	ID     uint
	Rights []Right `gorm:"many2many:left_rights"`
}

type Right struct {
	ID    uint
	Lefts []Left `gorm:"many2many:left_rights"`
}

// Member follows others, and each side of that names the keys of the join table
// otherwise.
type Member struct {
	ID        uint
	Following []Member `gorm:"many2many:follows;joinForeignKey:follower_id;joinReferences:followed_id"`
	Followers []Member `gorm:"many2many:follows;joinForeignKey:followed_id;joinReferences:follower_id"`
}

// Migrate makes the tables.
func Migrate(db *gorm.DB) error {
	return db.AutoMigrate(&Left{}, &Right{}, &Keyed{}, &Wide{}, &Member{})
}
