// Package older has models whose tables an earlier GORM made, which spelled some
// things otherwise.
package older

import "gorm.io/gorm"

type Team struct {
	ID   uint
	Name string `gorm:"size:80"`
}

type Member struct {
	gorm.Model
	Email  string `gorm:"size:80;unique"`
	Nick   string `gorm:"size:40;uniqueIndex"`
	TeamID uint
	Team   Team
}
