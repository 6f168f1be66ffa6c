// Package models covers GORM's tags one by one.
package models

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

// Kinds has a field of every kind, without tags but for one.
type Kinds struct {
	gorm.Model
	Bool    bool
	I8      int8
	I16     int16
	I32     int32
	I64     int64
	I       int
	U8      uint8
	U16     uint16
	U32     uint32
	U64     uint64
	U       uint
	F32     float32
	F64     float64
	S       string
	T       time.Time
	B       []byte
	PB      *bool
	PS      *string
	PT      *time.Time
	NS      sql.NullString
	NI16    sql.NullInt16
	NI32    sql.NullInt32
	NI64    sql.NullInt64
	NB      sql.NullBool
	NBy     sql.NullByte
	NF      sql.NullFloat64
	NT      sql.NullTime
	GS      sql.Null[string]
	GT      sql.Null[time.Time]
	Raw     json.RawMessage
	UUID    uuid.UUID
	NUUID   uuid.NullUUID
	Dec     decimal.Decimal
	NDec    decimal.NullDecimal
	Dur     time.Duration
	Named   Status
	Level   Level
	Color   Color
	Moment  Moment
	Arr     [16]byte
	Del     gorm.DeletedAt
	Secret  string `gorm:"-"`
	Runtime string `gorm:"-:migration"`
	Nothing string `gorm:"-:all"`
	hidden  string
}

type Status string
type Level int8
type Moment time.Time

// Color is stored as text, though it is a number.
type Color int

func (c Color) Value() (driver.Value, error) { return c.String(), nil }
func (c Color) String() string               { return "red" }

// Sizes has sized and typed columns.
type Sizes struct {
	Code     string          `gorm:"primaryKey;size:20"`
	Name     string          `gorm:"size:255;not null"`
	Text1    string          `gorm:"size:70000"`
	Text2    string          `gorm:"size:20000000"`
	Indexed  string          `gorm:"index"`
	Uniq     string          `gorm:"unique"`
	UniqIx   string          `gorm:"uniqueIndex"`
	Def      string          `gorm:"default:abc"`
	Quoted   string          `gorm:"default:'it is'"`
	Fn       string          `gorm:"default:uuid_generate_v3()"`
	Empty    string          `gorm:"default:''"`
	DBDef    string          `gorm:"default:(-)"`
	N        int             `gorm:"default:18"`
	Big      uint64          `gorm:"default:7"`
	On       bool            `gorm:"default:true"`
	F        float64         `gorm:"default:1.5"`
	At       time.Time       `gorm:"default:CURRENT_TIMESTAMP"`
	At0      time.Time       `gorm:"precision:6;not null"`
	AtP0     time.Time       `gorm:"precision:0"`
	Small    int             `gorm:"size:16"`
	Mid      int             `gorm:"size:24"`
	Price    float64         `gorm:"precision:10;scale:2"`
	Price2   float64         `gorm:"precision:10"`
	Dec      decimal.Decimal `gorm:"type:decimal(12,4);not null"`
	VB       []byte          `gorm:"size:64"`
	VB2      []byte          `gorm:"size:70000"`
	Typed    string          `gorm:"type:varchar(100);comment:a name;not null"`
	AsText   string          `gorm:"type:text"`
	AsString int             `gorm:"type:string"`
	AsInt    string          `gorm:"type:int"`
	TS       time.Time       `gorm:"type:timestamp"`
	Date     time.Time       `gorm:"type:date"`
	UID      uuid.UUID       `gorm:"type:uuid;default:gen_random_uuid()"`
	NullDef  *string         `gorm:"default:null"`
	NNFalse  string          `gorm:"not null:false"`
	Enum     Status          `gorm:"type:enum('a','b');default:'a'"`
	Unix     int64           `gorm:"autoCreateTime:milli"`
	RO       string          `gorm:"->"`
	NoRW     string          `gorm:"->:false;<-:false"`
	WO       string          `gorm:"<-:create"`
	Col      string          `gorm:"column:other_name"`
	Gen      int             `gorm:"generated:n * 2"`
	Multi    string          `gorm:"COLUMN:Multi;Size:30;NOT NULL"`
}

// Documents uses JSON in its many forms.
type Documents struct {
	ID     uint `gorm:"primaryKey;autoIncrement:false"`
	A      datatypes.JSON
	B      datatypes.JSONMap
	C      datatypes.JSONType[Inner]
	D      datatypes.JSONSlice[string]
	E      datatypes.Date
	F      datatypes.Time
	G      datatypes.UUID
	H      datatypes.BinUUID
	U      datatypes.URL
	I      map[string]any `gorm:"serializer:json"`
	J      []string       `gorm:"serializer:json;type:text"`
	K      []string       `gorm:"type:text[]"`
	L      Inner          `gorm:"serializer:json"`
	M      int64          `gorm:"serializer:unixtime;type:time"`
	N      Own
	O      Own `gorm:"type:varchar(20)"`
	P      Marshalled
	Q      *Scored
	R      Inner  `gorm:"embedded;embeddedPrefix:in_"`
	S      *Inner `gorm:"embedded;embeddedPrefix:p_"`
	NullIn datatypes.Null[int64]
	V      Wrapped
}

type Wrapped struct{ sql.NullString }

type Inner struct {
	X int    `gorm:"index"`
	Y string `gorm:"size:10"`
}

// Own names its column type.
type Own struct{ v string }

func (Own) GormDataType() string { return "own" }
func (Own) GormDBDataType(db *gorm.DB, field *schema.Field) string {
	switch db.Dialector.Name() {
	case "mysql", "sqlite":
		return "varchar(40)"
	case "postgres":
		return "citext"
	}
	return ""
}

type Marshalled struct{ A, B int }

func (m Marshalled) Value() (driver.Value, error) { return json.Marshal(m) }

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

// Indexed has indexes of every form.
type Indexed struct {
	ID                                                     uint64
	A                                                      string `gorm:"index:idx_ab,priority:2;index:idx_a_desc,sort:desc"`
	B                                                      string `gorm:"index:idx_ab,priority:1;uniqueIndex:udx_b,where:b <> ''"`
	C                                                      string `gorm:"index:,class:FULLTEXT,comment:words"`
	D                                                      string `gorm:"index:,type:hash,length:10"`
	E                                                      string `gorm:"index:idx_lower,expression:lower(e)"`
	F                                                      string `gorm:"index:,composite:pair"`
	G                                                      string `gorm:"index:,composite:pair,unique"`
	H                                                      string `gorm:"index:,unique"`
	I                                                      string `gorm:"uniqueIndex:,sort:desc,collate:utf8"`
	J                                                      string `gorm:"check:j <> ''"`
	K                                                      int    `gorm:"check:positive,k > 0"`
	L                                                      int    `gorm:"check:,l > 0 , 1"`
	M                                                      string `gorm:"index;index:idx_m2"`
	VeryLongColumnNameThatGoesOnAndOnUntilTheNameIsTooLong string `gorm:"index"`
}

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
	XY            string
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
}

type Person struct{ ID int }
type Quiz struct{ ID int }
type DataPoint struct{ ID int }
type UserStatus struct{ ID int }
type APIKey struct{ ID int }
type Sheep struct{ ID int }

// Titled has a table name of its own.
type Titled struct {
	ID   string `gorm:"primaryKey"`
	Name string `gorm:"index"`
}

func (*Titled) TableName() string { return titled }

const titled = "library.titles"

// Composite has several keys.
type Composite struct {
	TenantID uint   `gorm:"primaryKey"`
	Code     string `gorm:"primaryKey;size:10"`
}

// CompositeID has a key called id among others.
type CompositeID struct {
	ID       uint `gorm:"primaryKey"`
	TenantID uint `gorm:"primaryKey"`
}

type CompositeAuto struct {
	A uint `gorm:"primaryKey"`
	B uint `gorm:"primaryKey;autoIncrement"`
}

type SmallKey struct {
	Key  int16 `gorm:"primaryKey"`
	Name string
}

type MidKey struct {
	Num uint32 `gorm:"primary_key"`
}

type RawKey struct {
	ID int64 `gorm:"type:bigint;primaryKey"`
}

type NoKey struct{ Name string }

type UUIDKey struct {
	ID uuid.UUID `gorm:"type:uuid;primaryKey"`
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

// Weak embeds a key that is not tagged: it is the key by its name only.
type Keyless struct {
	ID   uint
	Kind string
}

type Weak struct {
	Keyless
	Other string
}

type Prefixed struct {
	ID  uint
	Sub Keyless `gorm:"embedded;embeddedPrefix:sub_"`
}

type Generic[T any] struct {
	Key   T `gorm:"primaryKey"`
	Value T
}

type UseGeneric struct {
	Generic[int32]
	Extra string
}

// Migrate names the structs that have no tags of their own.
func Migrate(db *gorm.DB) error {
	all := []any{&DataPoint{}}
	return db.AutoMigrate(&Person{}, Quiz{}, new(DataPoint), (*UserStatus)(nil), []any{&APIKey{}, &Sheep{}, &NoKey{}, &Weak{}}, all)
}
