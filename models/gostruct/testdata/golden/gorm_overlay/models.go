// Package models adds to GORM's tags what they can't say.
package models

import (
	"gorm.io/gorm"

	"example.com/nowhere"
)

type Status string

const (
	Open   Status = "open"
	Closed Status = "closed"
)

type Ticket struct {
	gorm.Model
	_       struct{}      `migrate:"comment=Tickets;engine=InnoDB;index=ix_pair(state, title);check=title <> '';unique=(title, owner_id);foreign_key=(owner_id) references people(id)"`
	State   Status        `gorm:"not null" migrate:"enum;default=open"`
	Title   string        `gorm:"size:80" migrate:"index=ix_title,where=title <> '';collation=C"`
	OwnerID uint          `migrate:"references=people.id;on_delete=cascade"`
	Place   nowhere.Point `migrate:"type=point;nullable"`
	Known   nowhere.Point `gorm:"type:geometry"`
	Left    nowhere.Point `gorm:"-"`
	Out     nowhere.Point `migrate:"-"`
	Doubled int           `migrate:"generated=id * 2;stored"`
	Person  Person        `gorm:"foreignKey:OwnerID" migrate:"-"`
	Num     int           `migrate:"type.postgres=int4;not_null"`
	Body    string        `migrate:"default_sql.postgres=now()::text"`
	Gen     int64         `gorm:"generated:identity always"`
	Sum     int64         `gorm:"generated:num + 1"`
}

type Person struct{ ID uint }
