package models

import (
	"example.com/nowhere"
	"gorm.io/gorm"
)

type Bad struct {
	gorm.Model
	Foreign nowhere.Thing
	Strings []string
	Map     map[string]int
	Any     any
	NoKey   Target
	List    []Target
	Poly    []Target `gorm:"polymorphic:Owner"`
	Many    []Target `gorm:"many2many:x;foreignKey:Nope"`
	Flag    bool     `gorm:"default:maybe"`
	Int     int      `gorm:"default:x"`
	Comp    string   `gorm:"index:,composite"`
	Col     string   `migrate:"column=x"`
	Unk     string   `migrate:"indx"`
	Money   Money
	Typer   Typer
	nowhere.Embedded
	Tag string   `gorm:"size:1`
	_   struct{} `migrate:"table=x"`
	Act Child    `gorm:"foreignKey:BadID;constraint:OnDelete:EXPLODE"`
}

type Target struct {
	Name string
}

type Child struct {
	ID    uint
	BadID uint
}

type Money struct{ cents int64 }

func (m Money) Value() (driver.Value, error) { return stored(m) }

type Typer struct{ a int }

func (Typer) GormDataType() string { return compute() }
