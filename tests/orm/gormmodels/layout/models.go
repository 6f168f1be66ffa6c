// Package layout covers names, keys and embedding.
package layout

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Names tests the naming strategy.
type Names struct {
	UserID        int `gorm:"primaryKey"`
	HTTPServer    string
	APIKey        string
	SHA256Sum     string
	UUIDs         string
	IPv4          string
	MyURLs        string
	OAuth2ID      string
	Mp3URL        string
	GUIDv4        string
	X             string
	XMLHTTP       string
	HTTPSPort     string
	Field1        string
	FieldA1B      string
	Under_Score   string
	Foo_B         string
	JSONData      string
	ABCDef        string
	UTF8String    string
	ID2           string
	UserIDAndName string
	Order         string
	Group         string
}

type Person struct{ ID int }
type Quiz struct{ ID int }
type DataPoint struct{ ID int }
type UserStatus struct{ ID int }
type APIKey struct{ ID int }
type Sheep struct{ ID int }
type Category struct{ ID int }
type Order struct{ ID int }
type OAuth2Token struct{ ID int }

// Titled has a table name of its own.
type Titled struct {
	ID   string `gorm:"primaryKey;size:30"`
	Name string `gorm:"index"`
}

func (*Titled) TableName() string { return titled }

const titled = "library_titles"

type Composite struct {
	TenantID uint   `gorm:"primaryKey"`
	Code     string `gorm:"primaryKey;size:10"`
}

type TwoNumbers struct {
	A uint `gorm:"primaryKey"`
	B uint `gorm:"primaryKey"`
}

// CompositeID has a key called id among others that the server doesn't number.
type CompositeID struct {
	ID       uint `gorm:"primaryKey;autoIncrement:false"`
	TenantID uint `gorm:"primaryKey"`
}

type SmallKey struct {
	Key  int16 `gorm:"primaryKey"`
	Name string
}

type MidKey struct {
	Num uint32 `gorm:"primary_key"`
}

type OwnNumbers struct {
	ID   uint `gorm:"primaryKey;autoIncrement:false"`
	Name string
}

type StringKey struct {
	ID string
}

type NoKey struct{ Name string }

type BytesKey struct {
	ID uuid.UUID `gorm:"type:char(36);primaryKey"`
}

// Base is a mixin.
type Base struct {
	ID        string `gorm:"primaryKey;size:36"`
	CreatedAt time.Time
	Note      string `gorm:"size:50"`
}

type Audited struct {
	Base
	CreatedBy string `gorm:"index"`
}

// Shadow hides a column of its mixin.
type Shadow struct {
	Audited
	Note string `gorm:"size:99;not null"`
}

type Keyless struct {
	ID   uint
	Kind string
}

// Weak has the key of what it embeds by its name only.
type Weak struct {
	Keyless
	Other string
}

type Address struct {
	Street string `gorm:"size:100"`
	Zip    string `gorm:"size:10;index"`
}

type Prefixed struct {
	ID   uint
	Home Address  `gorm:"embedded;embeddedPrefix:home_"`
	Work *Address `gorm:"embedded;embeddedPrefix:work_"`
	Bare Keyless  `gorm:"embedded;embeddedPrefix:bare_"`
}

type Generic[T any] struct {
	Key   T `gorm:"primaryKey"`
	Value T
}

type UseGeneric struct {
	Generic[int32]
	Extra string
}

// Migrate is how an application would make the tables.
func Migrate(db *gorm.DB) error {
	named := []any{&Person{}, Quiz{}, new(DataPoint), (*UserStatus)(nil), &APIKey{}, &Sheep{}, &Category{}, &Order{}, &OAuth2Token{}}
	if err := db.AutoMigrate(named...); err != nil {
		return err
	}
	return db.AutoMigrate(&Names{}, &Titled{}, &Composite{}, &TwoNumbers{}, &CompositeID{}, &SmallKey{}, &MidKey{}, &OwnNumbers{},
		&StringKey{}, &NoKey{}, &BytesKey{}, &Audited{}, &Shadow{}, &Weak{}, &Prefixed{}, &UseGeneric{})
}
