// Package models has every Go type that maps to a column.
package models

import (
	"database/sql"
	"encoding/json"
	"math/big"
	"net"
	"net/netip"
	"time"

	guuid "github.com/gofrs/uuid/v5"
	"github.com/google/uuid"
	"github.com/guregu/null/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/lib/pq"
	"github.com/shopspring/decimal"
	oldnull "gopkg.in/guregu/null.v4"
	"gorm.io/datatypes"
)

type (
	Text       string
	Count      int16
	Data       []byte
	Moment     time.Time
	Tags       []string
	Extra      map[string]any
	Point      struct{ X, Y int }
	Alias      = sql.NullInt64
	Deep       Text
	Opt[T any] struct {
		sql.Null[T]
	}
	Embedding struct{ sql.NullString }
)

// Stored says that it is kept as JSON.
type Stored struct{ A int }

func (s Stored) Value() (driver.Value, error) { return json.Marshal(s) }

type All struct {
	ID      int `db:"id"`
	B       bool
	I8      int8
	I16     int16
	U8      uint8
	I32     int32
	U16     uint16
	I       int
	I64     int64
	U32     uint32
	U       uint
	U64     uint64
	F32     float32
	F64     float64
	S       string
	Byte    byte
	Rune    rune
	Bytes   []byte
	Hash    [32]byte
	T       time.Time
	Dur     time.Duration
	PS      *string
	PPI     **int
	NS      sql.NullString `migrate:"size=9"`
	NB      sql.NullBool
	NBy     sql.NullByte
	N16     sql.NullInt16
	N32     sql.NullInt32
	N64     sql.NullInt64
	NF      sql.NullFloat64
	NT      sql.NullTime
	G       sql.Null[time.Time]
	GU      sql.Null[uuid.UUID]
	Raw     json.RawMessage
	IP      net.IP
	Net     net.IPNet
	Mac     net.HardwareAddr
	Addr    netip.Addr
	Prefix  *netip.Prefix
	Int     *big.Int
	Rat     big.Rat
	U1      uuid.UUID
	U2      uuid.NullUUID
	U3      guuid.UUID
	Dec     decimal.Decimal
	NDec    decimal.NullDecimal
	PgText  pgtype.Text
	PgNum   pgtype.Numeric
	PgTz    pgtype.Timestamptz
	PgB     pgtype.JSONB
	PgIv    pgtype.Interval
	Null    null.String
	NullI   null.Int
	NullT   oldnull.Time
	NullV   null.Value[int32]
	PqS     pq.StringArray
	PqI     pq.Int64Array
	Dt      datatypes.JSON
	Dd      datatypes.Date
	Strs    []string
	Ints    []int64
	Times   []time.Time
	UUIDs   []uuid.UUID
	Addrs   []netip.Addr
	Ptrs    []*string
	Blobs   [][]byte
	Nested  [][]string
	Anys    []any
	Structs []Point
	Map     map[string]int
	Point   Point
	PPoint  *Point
	Named   Text
	Deep    Deep
	Small   Count
	Data    Data `migrate:"size=5"`
	When    Moment
	Tags    Tags
	Extra   Extra
	Alias   Alias
	Emb     Embedding
	Stored  Stored
	Inline  struct{ A, B int }
	Foreign unknown.Type `migrate:"type=geometry(point,4326);nullable"`
	Forced  chan int     `migrate:"type=bigint;default=4"`
}
