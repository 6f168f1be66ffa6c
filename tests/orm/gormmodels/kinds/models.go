// Package kinds has a column of every Go type that GORM can store.
package kinds

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/datatypes"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// Scalar has a field of every basic kind.
type Scalar struct {
	gorm.Model
	Bool   bool
	I8     int8
	I16    int16
	I32    int32
	I64    int64
	I      int
	U8     uint8
	U16    uint16
	U32    uint32
	U64    uint64
	U      uint
	F32    float32
	F64    float64
	S      string
	T      time.Time
	B      []byte
	Arr    [16]byte
	Dur    time.Duration
	Status Status
	Level  Level
	Moment Moment
	hidden string //nolint:unused // unexported fields make no column
}

type Status string
type Level int8
type Moment time.Time

// Pointer has the same behind pointers.
type Pointer struct {
	ID     *uint
	Bool   *bool
	I8     *int8
	I      *int
	U64    *uint64
	F32    *float32
	F64    *float64
	S      *string
	T      *time.Time
	B      *[]byte
	Status *Status
}

// Nullable has the types of database/sql.
type Nullable struct {
	ID int32
	S  sql.NullString
	S2 sql.Null[string] `gorm:"size:40"`
	I1 sql.NullInt16
	I3 sql.NullInt32
	I6 sql.NullInt64
	B  sql.NullBool
	By sql.NullByte
	F  sql.NullFloat64
	T  sql.NullTime
	T2 sql.Null[time.Time]
}

// Foreign has types of other packages.
type Foreign struct {
	ID   int64
	U    uuid.UUID
	NU   uuid.NullUUID
	D    decimal.Decimal
	ND   decimal.NullDecimal
	D2   decimal.Decimal `gorm:"type:decimal(12,4);not null"`
	Raw  json.RawMessage
	Del  gorm.DeletedAt
	JSON datatypes.JSON
	Map  datatypes.JSONMap
	Typ  datatypes.JSONType[Inner]
	Arr  datatypes.JSONSlice[string]
	Date datatypes.Date
	Time datatypes.Time
	UUID datatypes.UUID
	URL  datatypes.URL
	Null datatypes.Null[int64]
}

type Inner struct {
	X int
	Y string
}

// Valued has types with a Value method.
type Valued struct {
	ID    uint16
	Color Color
	Blob  Blob
	Flag  Flag
	Score *Scored
	Doc   Marshalled
}

// Color is stored as text, though it is a number.
type Color int

func (c Color) Value() (driver.Value, error) { return c.String(), nil }
func (c Color) String() string               { return "red" }

type Blob []byte

func (b Blob) Value() (driver.Value, error) { return []byte(b), nil }

type Flag int

func (f Flag) Value() (driver.Value, error) { return f > 0, nil }

// Scored may be nil: GORM goes by its first field.
type Scored struct {
	Points float32
	Valid  bool
}

func (s Scored) Value() (driver.Value, error) {
	if !s.Valid {
		return nil, nil
	}
	return float64(s.Points), nil
}

type Marshalled struct{ A, B int }

func (m Marshalled) Value() (driver.Value, error) { return json.Marshal(m) }

// Serialized has fields that GORM stores through a serializer.
type Serialized struct {
	ID uint
	A  map[string]any `gorm:"serializer:json"`
	B  []string       `gorm:"serializer:json;type:text"`
	C  Inner          `gorm:"serializer:json;size:500"`
	D  []Inner        `gorm:"serializer:gob;type:bytes"`
	E  int64          `gorm:"serializer:unixtime;type:time"`
}

// Own names its column type.
type Own struct{ v string } //nolint:unused // only its methods matter

func (Own) GormDataType() string { return "own" }
func (Own) GormDBDataType(db *gorm.DB, _ *schema.Field) string {
	switch db.Dialector.Name() {
	case "mysql", "sqlite":
		return "varchar(40)"
	case "postgres":
		return "char(12)"
	}
	return ""
}

type Level2 int

func (Level2) GormDataType() string { return "smallint" }

// Owned has types that name their column types themselves.
type Owned struct {
	ID uint
	A  Own
	B  Own `gorm:"type:varchar(20)"`
	C  Level2
}

// Migrate is how an application would make the tables.
func Migrate(db *gorm.DB) error {
	return db.AutoMigrate(&Scalar{}, &Pointer{}, &Nullable{}, &Foreign{}, &Valued{}, &Serialized{}, &Owned{})
}
