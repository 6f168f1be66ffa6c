// Package ledger keeps books: money, states, times, optional parts.
package ledger

import (
	"database/sql"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/datatypes"
	"gorm.io/gorm"
)

type State string

const (
	StateOpen   State = "open"
	StateClosed State = "closed"
)

type Currency [3]byte

// Money is embedded with a prefix.
type Money struct {
	Amount   decimal.Decimal `gorm:"type:decimal(20,4);not null;default:0"`
	Currency string          `gorm:"type:char(3);not null;default:'EUR'"`
}

type audit struct {
	CreatedAt time.Time  `gorm:"not null"`
	CreatedBy *uuid.UUID `gorm:"type:char(36)"`
	UpdatedAt sql.NullTime
}

type Book struct {
	ID   uuid.UUID `gorm:"type:char(36);primaryKey"`
	Name string    `gorm:"size:100;not null"`
	audit
	Accounts []Account `gorm:"constraint:OnDelete:RESTRICT"`
	Settings datatypes.JSONType[Settings]
	Labels   datatypes.JSONSlice[string]
	Raw      json.RawMessage `gorm:"type:json"`
	Extra    map[string]any  `gorm:"serializer:json"`
	Options  any             `gorm:"serializer:json"`
	Opened   datatypes.Date
}

type Settings struct {
	Locale string
	Fiscal time.Month
}

type Account struct {
	ID       uint64    `gorm:"primaryKey;autoIncrement"`
	BookID   uuid.UUID `gorm:"type:char(36);not null;index:idx_book_number,unique"`
	Number   int32     `gorm:"not null;index:idx_book_number,unique"`
	ParentID *uint64
	Parent   *Account      `gorm:"foreignKey:ParentID"`
	Children []Account     `gorm:"foreignKey:ParentID"`
	Balance  Money         `gorm:"embedded;embeddedPrefix:balance_"`
	Limit    *Money        `gorm:"embedded;embeddedPrefix:limit_"`
	State    State         `gorm:"type:varchar(10);not null;default:open"`
	Rank     float32       `gorm:"precision:8;scale:3"`
	Weight   float64       `gorm:"default:1.5"`
	Version  int8          `gorm:"not null;default:1"`
	TTL      time.Duration `gorm:"default:0"`
	Iso      Currency
}

type Entry struct {
	gorm.Model
	*Stamp
	DebitID  uint64
	CreditID uint64
	Debit    Account  `gorm:"constraint:OnUpdate:CASCADE,OnDelete:RESTRICT"`
	Credit   *Account `gorm:"constraint:fk_entry_credit,OnDelete:NO ACTION"`
	Money
	Memo       sql.Null[string] `gorm:"size:200"`
	PostedAt   *time.Time       `gorm:"index:idx_posted,sort:desc"`
	Reversal   *Entry
	ReversalID *uint
	Anonymous  struct {
		Note string `gorm:"size:20"`
		Kind int8
	} `gorm:"embedded;embeddedPrefix:anon_"`
}

// Stamp is embedded by pointer.
type Stamp struct {
	StampedAt int64  `gorm:"autoCreateTime:nano"`
	StampedBy string `gorm:"size:30;index"`
}

// Migrate makes the tables.
func Migrate(db *gorm.DB) error {
	return db.Migrator().AutoMigrate(&Book{}, &Account{}, &Entry{})
}
