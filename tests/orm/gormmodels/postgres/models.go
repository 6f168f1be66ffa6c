// Package postgres has what GORM models say to PostgreSQL alone.
package postgres

import (
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"
	"gorm.io/datatypes"
	"gorm.io/gorm"
)

type Document struct {
	ID      uuid.UUID      `gorm:"type:uuid;primaryKey;default:gen_random_uuid()"`
	Tags    pq.StringArray `gorm:"type:text[]"`
	Nums    pq.Int64Array  `gorm:"type:bigint[]"`
	Meta    datatypes.JSON `gorm:"type:jsonb;default:'{}';not null;index:,type:gin"`
	Body    string         `gorm:"type:text;index:,expression:lower(body)"`
	Search  string         `gorm:"type:tsvector"`
	Span    string         `gorm:"type:int4range"`
	Addr    string         `gorm:"type:inet"`
	At      time.Time      `gorm:"type:timestamptz;not null;default:now()"`
	At3     time.Time      `gorm:"type:timestamp(3) with time zone"`
	Plain   time.Time      `gorm:"type:timestamp without time zone"`
	Varying string         `gorm:"type:character varying(20)"`
	Money   float64        `gorm:"type:money"`
	Every   time.Duration  `gorm:"type:interval"`
}

type Numbered struct {
	Small int16 `gorm:"primaryKey;autoIncrement"`
	Name  string
}

type Serial struct {
	ID     int   `gorm:"type:serial;primaryKey"`
	Number int64 `gorm:"type:bigint;not null"`
}

// VeryLongNameOfATable has names that are cut at 63 letters.
type VeryLongNameOfATable struct {
	ID                                      uint
	AColumnWithQuiteALongNameAndThenSome    string `gorm:"uniqueIndex"`
	AnotherColumnWithALongName              string `gorm:"unique"`
	YetAnotherColumnWithALongNameForAChecks int    `gorm:"check:yet_another_column_with_a_long_name_for_a_checks > 0"`
}

type Covering struct {
	ID uint
	A  string `gorm:"index:idx_cover,sort:desc nulls last,where:a <> ''"`
	B  int    `gorm:"index:idx_hash,type:hash"`
	C  string `gorm:"index:idx_like,class:,expression:c varchar_pattern_ops"`
	D  string `gorm:"uniqueIndex:udx_live,where:deleted_at IS NULL"`

	DeletedAt gorm.DeletedAt
}

// Migrate is how an application would make the tables.
func Migrate(db *gorm.DB) error {
	return db.AutoMigrate(&Document{}, &Numbered{}, &Serial{}, &VeryLongNameOfATable{}, &Covering{})
}
