// Package gallery is an album of photos: a join table with a struct of its own that
// both sides declare, values that know how they are stored, monitors' records in
// several tables.
package gallery

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

type Base struct {
	ID int `gorm:"primarykey"`
	Stamps
}

type Stamps struct {
	CreatedAt time.Time `gorm:"index"`
	UpdatedAt time.Time
}

type Album struct {
	Base
	Title    string `gorm:"not null"`
	ParentID *int   `gorm:"index"`
	Parent   *Album `gorm:"constraint:OnDelete:SET NULL;"`
	Owners   []User `gorm:"many2many:user_albums;constraint:OnDelete:CASCADE;"`
}

type User struct {
	Base
	Name   string  `gorm:"unique;size:128"`
	Albums []Album `gorm:"many2many:user_albums;constraint:OnDelete:CASCADE;"`
}

// UserAlbums is what SetupJoinTable gets of one side only: the other side's table
// has the columns of the key the other way round.
type UserAlbums struct {
	UserID  int `gorm:"primaryKey;autoIncrement:false"`
	AlbumID int `gorm:"primaryKey;autoIncrement:false"`
}

// Moment says its type by the dialect, and how exact by a setting of its own.
type Moment time.Time

func (Moment) GormDBDataType(db *gorm.DB, field *schema.Field) string {
	t := "timestamp"
	if db.Config.Dialector.Name() == (mysql.Dialector{}).Name() {
		t = "datetime"
	}
	if scale, ok := field.TagSettings["TIMESCALE"]; ok {
		t += fmt.Sprintf("(%s)", scale)
	}
	return t
}

func (m Moment) Value() (driver.Value, error) { return time.Time(m), nil }

type Labels []string

func (l Labels) Value() (driver.Value, error) { return json.Marshal(l) }

type Photo struct {
	Base
	AlbumID int     `gorm:"not null;index"`
	Album   Album   `gorm:"constraint:OnDelete:CASCADE;"`
	Taken   *Moment `gorm:"timeScale:3"`
	Seen    Moment
	Labels  Labels
	Flags   struct {
		Public bool
		Place  string `gorm:"size:20"`
	} `gorm:"embedded;embeddedPrefix:flag_"`
	hidden []Album
}

// Sample is kept in two tables, of which neither has the name of the struct.
type Sample struct {
	Client string `gorm:"size:36;index;not null"`
	At     Moment `gorm:"index"`
	Load   float32
}

type Option struct {
	Key, Value string
}

// Migrate hands the models to GORM in the ways that applications do.
func Migrate(db *gorm.DB) error {
	if err := db.SetupJoinTable(&User{}, "Albums", &UserAlbums{}); err != nil {
		return err
	}
	steps := []struct {
		model any
		name  string
	}{{&User{}, "users"}, {&Album{}, "albums"}, {&Photo{}, "photos"}, {&UserAlbums{}, ""}, {&Option{}, "options"}}
	for _, step := range steps {
		if err := func(model any, name string) error { return db.AutoMigrate(model) }(step.model, step.name); err != nil {
			return err
		}
	}
	if err := db.Table("samples_recent").AutoMigrate(&Sample{}); err != nil {
		return err
	}
	return db.Table(longTerm).AutoMigrate(&Sample{})
}

const longTerm = "samples_long"
