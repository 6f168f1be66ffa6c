package custom

import (
	"database/sql"
	"time"

	"gorm.io/gorm"
)

type Member struct {
	ID      UserID  `gorm:"type:char(36);primaryKey"`
	Data    JSONMap `gorm:"type:text"`
	Values  Values
	Tags    Strings
	Tags2   Strings `gorm:"size:120;not null;default:''"`
	Profile Profile
	Set     Settings
	Opt     *Settings
	Season  Season
	Level   Level `gorm:"index"`
	Grade   Grade
	Kind    Kind `gorm:"default:1"`
}

type Moment struct {
	ID    uint
	At    Stamp
	At3   Stamp `gorm:"not null;timeScale:3"`
	Only  TimeOnly
	Local LocalTime
	Ptr   *LocalTime `gorm:"index"`
	Unix  Unix
}

type Thing struct {
	ID      int64
	Big     BigInt
	Hash    Hash `gorm:"size:64;uniqueIndex"`
	Raw     Raw
	Link    Link
	Secret  Secret `gorm:"type:varchar(200)"`
	Percent Percent
	Toggle  Toggle
	Toggle2 *Toggle `gorm:"not null;default:false"`
}

type Typed struct {
	ID     uint32
	Meta   Metadata
	Code   Code
	Price  Amount
	Price2 Amount `gorm:"type:decimal(20,6)"`
}

// Versioned has its table's name from a constant and a function.
type Versioned struct {
	ID      uint
	Version sql.NullInt64
	Note    string `json:"note", gorm:"size:10"` // reflect does not see the second tag; vet is told not to mind
	Seen    *time.Time
}

const prefix = "cst_"

func tableName(name string) string { return prefix + name }

func (*Versioned) TableName() string { return tableName("versioned") }

// Migrate is how an application would make the tables.
func Migrate(db *gorm.DB) error {
	return db.AutoMigrate(&Member{}, &Moment{}, &Thing{}, &Typed{}, &Versioned{})
}
