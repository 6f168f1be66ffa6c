// Package tags covers Bun's tags, names and embedding.
package tags

import (
	"time"

	"github.com/uptrace/bun"
)

type Named struct {
	bun.BaseModel `bun:"table:renamed_things,alias:rt"`

	ID    int64  `bun:"id,pk,autoincrement"`
	Other string `bun:"other_name,notnull"`
	Col   string `bun:"column:third_name"`
	Gone  string `bun:"-"`
	Read  int    `bun:"read,scanonly"`
}

// Bare has the table's name as the first word.
type Bare struct {
	bun.BaseModel `bun:"bare_words"`

	Key string `bun:",pk"`
}

type Typed struct {
	bun.BaseModel

	ID      int64     `bun:",pk,autoincrement"`
	Text    string    `bun:"type:text"`
	Sized   string    `bun:"type:varchar(40),notnull"`
	Plain   string    `bun:"type:varchar"`
	Char    string    `bun:"type:char(3)"`
	Filled  string    `bun:"type:varchar(30) NOT NULL DEFAULT 'a b'"`
	Dec     float64   `bun:"type:decimal(10,2)"`
	Doubled int       `bun:"type:integer GENERATED ALWAYS AS (small * 2) STORED"`
	Num     float64   `bun:"type:numeric(10,2)"`
	Big     int       `bun:"type:bigint"`
	Small   int       `bun:"type:smallint"`
	Date    time.Time `bun:"type:date"`
	TS      time.Time `bun:"type:timestamp"`
	Double  float32   `bun:"type:double precision"`
	JSON    Inner     `bun:"type:json"`
	Boolean int       `bun:"type:boolean"`
}

type Inner struct{ A, B int }

type Defaults struct {
	bun.BaseModel

	ID      int64     `bun:",pk,autoincrement"`
	S       string    `bun:"type:varchar(20),default:'draft'"`
	N       int       `bun:"default:7,notnull"`
	Neg     int       `bun:"default:-1"`
	F       float64   `bun:"default:1.5"`
	B       bool      `bun:"default:false,notnull"`
	T       time.Time `bun:",nullzero,notnull,default:current_timestamp"`
	Quoted  string    `bun:"type:varchar(20),default:'it is'"`
	Literal string    `bun:"type:varchar(20),nullzero,default:'null'"`
}

type Keys struct {
	bun.BaseModel

	Tenant string `bun:"type:varchar(20),pk"`
	Number int64  `bun:",pk"`
	Note   string
}

type StringKey struct {
	bun.BaseModel

	Code string `bun:"type:varchar(20),pk"`
}

// OwnNumbers has an integer key that the server doesn't number.
type OwnNumbers struct {
	bun.BaseModel

	ID   int64 `bun:",pk"`
	Name string
}

type NoKey struct {
	bun.BaseModel

	Name string
}

type Uniques struct {
	bun.BaseModel

	ID    int64  `bun:",pk,autoincrement"`
	Email string `bun:"type:varchar(60),unique"`
	Phone string `bun:"type:varchar(60),unique,notnull"`
	A     string `bun:"type:varchar(60),unique:pair"`
	B     string `bun:"type:varchar(60),unique:pair"`
	C     string `bun:"type:varchar(60),unique:pair_c,unique:other"`
	D     string `bun:"type:varchar(60),unique:pair_c"`
	E     string `bun:"type:varchar(60),unique:other"`
}

// Words tests the names of columns.
type Words struct {
	bun.BaseModel

	ID         int64 `bun:",pk,autoincrement"`
	UserID     int
	HTTPServer string
	APIKey     string
	SHA256Sum  string
	UUIDs      string
	IPv4       string
	MyURLs     string
	OAuth2ID   string
	Mp3URL     string
	GUIDv4     string
	X          string
	XMLHTTP    string
	Under_Sc   string
	Order      string
}

type UserStatus struct {
	bun.BaseModel
	ID int64 `bun:",pk,autoincrement"`
}
type OAuth2Token struct {
	bun.BaseModel
	ID int64 `bun:",pk,autoincrement"`
}
type Person struct {
	bun.BaseModel
	ID int64 `bun:",pk,autoincrement"`
}

// Base is a mixin.
type Base struct {
	ID        int64     `bun:",pk,autoincrement"`
	CreatedAt time.Time `bun:",nullzero,notnull,default:current_timestamp"`
	Note      string    `bun:"type:varchar(30)"`
}

type Stamped struct {
	bun.BaseModel
	Base
	Title string
}

// Shadow hides a column of its mixin.
type Shadow struct {
	bun.BaseModel
	Title string
	Base
	Note string `bun:"type:varchar(99),notnull"`
}

type Address struct {
	Street string `bun:"type:varchar(50)"`
	Zip    string `bun:"type:varchar(10),unique:zips"`
}

type Prefixed struct {
	bun.BaseModel

	ID   int64    `bun:",pk,autoincrement"`
	Home Address  `bun:"embed:home_"`
	Work *Address `bun:"embed:work_"`
}

// Nested embeds a struct that embeds another one.
type Nested struct {
	bun.BaseModel

	ID    int64  `bun:",pk,autoincrement"`
	Place Placed `bun:"embed:place_"`
}

type Placed struct {
	Floor int16
	Where Door `bun:"embed:at_"`
}

type Door struct {
	Code string `bun:"type:varchar(10),unique:doors"`
	Side string `bun:"type:varchar(10),unique:doors"`
}

type Soft struct {
	bun.BaseModel

	ID        int64     `bun:",pk,autoincrement"`
	DeletedAt time.Time `bun:",soft_delete,nullzero"`
	Payload   []string  `bun:",msgpack"`
	Numbers   Inner     `bun:",json_use_number"`
}

// Report is the row of a query.
type Report struct {
	Total int `bun:"total"`
}

// NamedWithTotal is too.
type NamedWithTotal struct {
	Named `bun:",extend"`
	Total int `bun:"total,scanonly"`
}

// Models are in the order in which they can be created.
func Models() []any {
	return []any{(*Named)(nil), (*Bare)(nil), (*Typed)(nil), (*Defaults)(nil), (*Keys)(nil), (*StringKey)(nil), (*OwnNumbers)(nil), (*NoKey)(nil),
		(*Uniques)(nil), (*Words)(nil), (*UserStatus)(nil), (*OAuth2Token)(nil), (*Person)(nil), (*Stamped)(nil), (*Shadow)(nil), (*Prefixed)(nil),
		(*Nested)(nil), (*Soft)(nil)}
}
