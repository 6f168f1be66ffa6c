package models

import "gorm.io/gorm"

type User struct {
	gorm.Model
	Roles []Role `gorm:"many2many:user_roles"`
	Teams []Role `gorm:"many2many:UserTeams"`
}

type Role struct{ ID int }

type Named struct {
	ID int `gorm:"index"`
}

func (Named) TableName() string { return "named_one" }

type ByNamer struct {
	ID int `gorm:"check:id > 0"`
}

func (ByNamer) TableName(namer schema.Namer) string { return namer.TableName("CustomThing") }
