// Package custom has types that say in code how they are stored, in the ways in
// which applications write such methods.
package custom

import (
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// UserID is a key of its own type.
type UserID uuid.UUID

func (id UserID) Value() (driver.Value, error)  { return uuid.UUID(id).String(), nil }
func (id *UserID) Scan(value interface{}) error { return (*uuid.UUID)(id).Scan(value) }

// JSONMap may be nil, and is then NULL: GORM has to be told a type.
type JSONMap map[string]interface{}

func (m JSONMap) Value() (driver.Value, error) {
	if m == nil {
		return nil, nil
	}
	return json.Marshal(m)
}

// Values are never NULL.
type Values map[string]float64

func (v Values) Value() (driver.Value, error) {
	if len(v) == 0 {
		return "{}", nil
	}
	b, err := json.Marshal(map[string]float64(v))
	return string(b), err
}

type Strings []string

func (a Strings) Value() (driver.Value, error) {
	if len(a) > 0 {
		return nil, errors.New("never for the zero value")
	}
	return strings.Join(a, ","), nil
}

type Profile struct {
	Bio   string `json:"bio"`
	Links []string
}

func (p Profile) Value() (driver.Value, error) {
	b, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	return string(b), nil
}

// Settings has its method on the pointer, which is never nil to GORM.
type Settings struct{ Theme string }

func (s *Settings) Value() (driver.Value, error) {
	if s == nil {
		return nil, nil
	}
	return json.Marshal(s)
}

// Season is a method of that name, but not driver.Valuer.
type Season int

func (s Season) Value() any { return &s }

type Level int

const (
	Low Level = iota
	High
)

func (l Level) String() string {
	switch l {
	case Low:
		return "low"
	case High:
		return "high"
	}
	return strconv.Itoa(int(l))
}

func (l Level) Value() (driver.Value, error) { return l.String(), nil }

// Grade is NULL when it is not set, else text: GORM takes it for a number.
type Grade int

func (g Grade) Value() (driver.Value, error) {
	if g == 0 {
		return nil, nil
	}
	return "grade " + strconv.Itoa(int(g)), nil
}

type Stamp time.Time

func (s Stamp) T() time.Time                 { return time.Time(s) }
func (s Stamp) Value() (driver.Value, error) { return s.T().Round(time.Millisecond), nil }
func (s Stamp) GormDBDataType(db *gorm.DB, field *schema.Field) string {
	t := "timestamp"
	if db.Config.Dialector.Name() == (postgres.Dialector{}).Name() {
		t = "timestamptz"
	} else if db.Config.Dialector.Name() == (mysql.Dialector{}).Name() {
		t = "datetime"
	}
	if scale, ok := field.TagSettings["TIMESCALE"]; ok {
		t += fmt.Sprintf("(%s)", scale)
	}
	return t
}

type TimeOnly struct{ time.Time }

func (TimeOnly) GormDataType() string                              { return "time" }
func (TimeOnly) GormDBDataType(_ *gorm.DB, _ *schema.Field) string { return "time" }
func (t TimeOnly) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.Time.Format("15:04"), nil
}

// LocalTime is what time.Time is.
type LocalTime struct{ time.Time }

func (t LocalTime) Value() (driver.Value, error) {
	var zero time.Time
	if t.Time.UnixNano() == zero.UnixNano() {
		return nil, nil
	}
	return t.Time, nil
}

// Unix is a time as seconds.
type Unix time.Time

func (u Unix) Value() (driver.Value, error) { return time.Time(u).Unix(), nil }

type BigInt struct{ *big.Int }

func (b BigInt) Value() (driver.Value, error) {
	if b.Int == nil {
		return "0", nil
	}
	return b.Int.String(), nil
}

type Hash [32]byte

func (h Hash) Value() (driver.Value, error) { return hex.EncodeToString(h[:]), nil }

type Raw [20]byte

func (r Raw) Value() (driver.Value, error) { return r[:], nil }

type Link url.URL

func (l Link) Value() (driver.Value, error) {
	u := url.URL(l)
	return u.String(), nil
}

type Secret struct {
	plain string
	set   bool
}

func (s Secret) Value() (driver.Value, error) {
	if !s.set {
		return nil, nil
	}
	return encrypt(s.plain)
}

func encrypt(text string) ([]byte, error) { return []byte(text), nil }

type Percent float32

func (p Percent) Value() (driver.Value, error) { return float64(p), nil }

type Toggle struct{ on bool }

func (t Toggle) Value() (driver.Value, error) { return t.on, nil }

// Metadata names its type for each database.
type Metadata map[string]any

func (Metadata) GormDataType() string { return "json" }
func (Metadata) GormDBDataType(db *gorm.DB, field *schema.Field) string {
	switch db.Dialector.Name() {
	case "postgres":
		return "jsonb"
	}
	return "json"
}

const mysqlName, wide = "mysql", "varchar(191)"

// Code is wide on MySQL.
type Code string

func (Code) GormDataType() string { return "string" }
func (Code) GormDBDataType(db *gorm.DB, _ *schema.Field) string {
	if db.Name() == mysqlName {
		return wide
	}
	return strings.ToLower("TEXT")
}

// Amount has the type of its tag, if there is one.
type Amount struct{ cents int64 }

func (Amount) GormDataType() string { return amountType() }
func (Amount) GormDBDataType(db *gorm.DB, field *schema.Field) string {
	if t := field.TagSettings["TYPE"]; t != "" {
		return t
	}
	return amountType()
}
func (a Amount) Value() (driver.Value, error) { return a.cents, nil }

func amountType() string { return "decimal(10,2)" }

// Kind is an enum of numbers.
type Kind uint8

const (
	First Kind = iota + 1
	Second
)
