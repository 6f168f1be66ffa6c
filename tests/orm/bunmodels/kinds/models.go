// Package kinds has a column of every Go type that Bun can store on all databases.
package kinds

import (
	"crypto/rsa"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"net"
	"time"

	"github.com/shopspring/decimal"
	"github.com/uptrace/bun"
)

// Stamped and Identified are what each model embeds; Shown is what a page shows of one.
type Stamped struct {
	CreatedAt time.Time
}

type Identified struct {
	ID int64 `bun:"id,pk,unique"`
}

type Labelled struct {
	bun.BaseModel `bun:"table:labels"`
	Stamped
	Identified
	Name string
}

type Shown struct {
	*Labelled
	Color string
}

type Scalar struct {
	bun.BaseModel

	ID   int64 `bun:",pk,autoincrement"`
	Bool bool
	I8   int8
	I16  int16
	I32  int32
	I64  int64
	I    int
	U8   uint8
	U16  uint16
	U32  uint32
	U64  uint64
	U    uint
	F32  float32
	F64  float64
	S    string
	T    time.Time
	B    []byte
	Dur  time.Duration
	St   Status
	Lvl  Level
	Raw  json.RawMessage
	Key  *rsa.PrivateKey
	Map  map[string]any
	List []string
	In   Inner
	Ptr  *Inner
	Many []Inner

	hidden string //nolint:unused // unexported fields make no column
}

type Status string
type Level int8

type Inner struct {
	X int
	Y string
}

type Pointers struct {
	bun.BaseModel `bun:"table:pointers"`

	ID *int64 `bun:",pk,autoincrement"`
	B  *bool
	S  *string
	T  *time.Time
	F  *float64
	I  *int32
}

type Nullable struct {
	bun.BaseModel

	ID  int32 `bun:",pk,autoincrement"`
	S   sql.NullString
	B   sql.NullBool
	F   sql.NullFloat64
	I   sql.NullInt64
	I32 sql.NullInt32
	T   sql.NullTime
	BT  bun.NullTime
	G   sql.Null[string]
}

type Foreign struct {
	bun.BaseModel

	ID  int16 `bun:",pk,autoincrement"`
	D   decimal.Decimal
	D2  decimal.Decimal `bun:"type:decimal(12,4)"`
	IP  net.IP
	Net net.IPNet
	V   Valued
	Own Bytes
}

// Valued says how it is stored; Bun's types don't ask.
type Valued struct{ A int }

func (v Valued) Value() (driver.Value, error) { return int64(v.A), nil }

type Bytes []byte

// Models are in the order in which they can be created.
func Models() []any {
	return []any{(*Labelled)(nil), (*Scalar)(nil), (*Pointers)(nil), (*Nullable)(nil), (*Foreign)(nil)}
}
