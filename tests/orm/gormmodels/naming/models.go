// Package naming has what an application's configuration of GORM decides: names,
// sizes, foreign keys.
package naming

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

type Customer struct {
	ID                                   uint
	CIDNumber                            string `gorm:"index"`
	Email                                string `gorm:"uniqueIndex;size:80"`
	Nick                                 string `gorm:"unique;size:40;not null"`
	Bio                                  string
	At                                   time.Time
	At6                                  time.Time `gorm:"precision:6"`
	AVeryLongNameForAColumnThatIsIndexed string    `gorm:"index;size:20"`
}

type Purchase struct {
	gorm.Model
	CustomerID uint
	Customer   Customer `gorm:"constraint:OnDelete:CASCADE"`
	Labels     []Label  `gorm:"many2many:purchase_labels"`
}

type Label struct {
	ID   uint
	Name string `gorm:"size:30"`
}

// Named asks the naming strategy.
type Named struct {
	ID     int
	Height int `gorm:"check:1 > 0"`
}

func (Named) TableName(namer schema.Namer) string { return namer.TableName("CustomThing") }

// Migrate is how an application would make the tables.
func Migrate(db *gorm.DB) error {
	return db.AutoMigrate(&Customer{}, &Purchase{}, &Label{}, &Named{})
}
