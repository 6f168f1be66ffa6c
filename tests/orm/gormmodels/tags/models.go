// Package tags covers GORM's tags one by one.
package tags

import (
	"time"

	"gorm.io/gorm"
)

type Sizes struct {
	Code  string  `gorm:"primaryKey;size:20"`
	Name  string  `gorm:"size:255;not null"`
	Text1 string  `gorm:"size:70000"`
	Text2 string  `gorm:"size:20000000"`
	Small int     `gorm:"size:16"`
	Mid   int     `gorm:"size:24"`
	Byte  uint    `gorm:"size:8"`
	Price float64 `gorm:"precision:10;scale:2"`
	Whole float64 `gorm:"precision:10"`
	F4    float64 `gorm:"size:32"`
	VB    []byte  `gorm:"size:64"`
	VB2   []byte  `gorm:"size:70000"`
	VB3   []byte  `gorm:"size:20000000"`
}

type Typed struct {
	ID       uint
	Varchar  string    `gorm:"type:varchar(100);comment:a name;not null"`
	Char     string    `gorm:"type:char(3)"`
	Filled   string    `gorm:"type:varchar(30) NOT NULL DEFAULT 'a b'"`
	Counted  int       `gorm:"type:integer NOT NULL default 7"`
	Doubled  int       `gorm:"->;type:integer GENERATED ALWAYS AS (counted * 2) STORED"`
	AsText   string    `gorm:"type:text"`
	AsString int       `gorm:"type:string"`
	AsSized  int       `gorm:"type:string;size:30"`
	AsInt    string    `gorm:"type:int"`
	AsBig    string    `gorm:"type:bigint"`
	AsSmall  int       `gorm:"type:smallint"`
	AsBool   int       `gorm:"type:bool"`
	AsFloat  string    `gorm:"type:float"`
	AsTime   string    `gorm:"type:time"`
	AsBytes  string    `gorm:"type:bytes"`
	AsUint   string    `gorm:"type:uint"`
	Upper    string    `gorm:"TYPE:VARCHAR(12)"`
	Dec      string    `gorm:"type:decimal(10,2)"`
	Num      float64   `gorm:"type:numeric(10,2)"`
	Date     time.Time `gorm:"type:date"`
	TS       time.Time `gorm:"type:timestamp"`
	JSON     string    `gorm:"type:json"`
	Real     float32   `gorm:"type:real"`
	Double   float64   `gorm:"type:double precision"`
}

type Times struct {
	ID        uint
	At        time.Time
	At0       time.Time  `gorm:"precision:0"`
	At6       time.Time  `gorm:"precision:6;not null"`
	Maybe     *time.Time `gorm:"precision:3"`
	Now       time.Time  `gorm:"precision:0;default:CURRENT_TIMESTAMP"`
	Unix      int64      `gorm:"autoCreateTime:milli"`
	Updated   int64      `gorm:"autoUpdateTime:nano"`
	CreatedAt time.Time
	UpdatedAt time.Time `gorm:"not null"`
	DeletedAt gorm.DeletedAt
}

type Defaults struct {
	ID     uint
	Def    string    `gorm:"default:abc"`
	Quoted string    `gorm:"default:'it is'"`
	Empty  string    `gorm:"default:''"`
	DBDef  string    `gorm:"default:(-)"`
	Null   *string   `gorm:"default:null"`
	Number string    `gorm:"default:12"`
	N      int       `gorm:"default:18"`
	Neg    int       `gorm:"default:-1"`
	Hex    int       `gorm:"default:0x10"`
	Zero   int       `gorm:"default:0;not null"`
	Big    uint64    `gorm:"default:7"`
	On     bool      `gorm:"default:true"`
	Off    bool      `gorm:"default:false;not null"`
	F      float64   `gorm:"default:1.5"`
	F0     float64   `gorm:"default:0"`
	Dec    float64   `gorm:"precision:10;scale:2;default:9.90"`
	Expr   int       `gorm:"default:(1 + 2)"`
	Sized  string    `gorm:"size:10;default:x"`
	Status Status    `gorm:"size:20;default:draft;not null"`
	Since  time.Time `gorm:"default:'2020-01-02 03:04:05'"`
	OnDate time.Time `gorm:"type:date;default:'2020-01-02'"`
}

type Status string

type Nulls struct {
	ID     uint
	NN     string  `gorm:"not null"`
	NN2    string  `gorm:"NOTNULL"`
	NNF    string  `gorm:"not null:false"`
	PtrNN  *string `gorm:"not null"`
	Plain  int
	Bytes  []byte `gorm:"not null"`
	Unique *int   `gorm:"unique"`
}

// Comments speak of columns with quotes and other marks.
type Comments struct {
	ID    uint   `gorm:"comment:the key"`
	Name  string `gorm:"comment:people's names"`
	Size  int    `gorm:"comment:100%\\; all of it"`
	Table string `gorm:"comment:a word that SQL has"`
}

type Uniques struct {
	ID     uint
	Name   string `gorm:"unique"`
	Email  string `gorm:"size:100;unique;not null"`
	Index  string `gorm:"size:80;uniqueIndex"`
	Named  string `gorm:"size:80;uniqueIndex:udx_named"`
	A      string `gorm:"size:40;uniqueIndex:udx_pair"`
	B      string `gorm:"size:40;uniqueIndex:udx_pair"`
	C      string `gorm:"size:40;index:,unique"`
	Number int    `gorm:"unique;index"`
}

type Indexes struct {
	ID    uint64
	A     string `gorm:"size:50;index:idx_ab,priority:2;index:idx_a_desc,sort:desc"`
	B     string `gorm:"size:50;index:idx_ab,priority:1"`
	Plain string `gorm:"index"`
	Twice string `gorm:"size:30;index;index:idx_twice"`
	F     string `gorm:"size:30;index:,composite:pair"`
	G     string `gorm:"size:30;index:,composite:pair"`
	H     int    `gorm:"index:,sort:desc"`
	I     int    `gorm:"index:,sort:asc"`
	J     int    `gorm:"index:idx_many,priority:12"`
	K     int    `gorm:"index:idx_many,priority:3"`
	L     int    `gorm:"index:idx_many"`
	M     string `gorm:"size:60;uniqueIndex:,length:20"`
	N     int    `gorm:"index:,comment:hello \\, world"`

	VeryLongColumnNameThatGoesOnUntilTheNameIsTooLong int `gorm:"index"`
}

type Checked struct {
	ID    uint
	Name  string  `gorm:"size:20;check:name <> ''"`
	Count int     `gorm:"check:positive,count > 0"`
	Low   int     `gorm:"check:,low < 100 OR low IS NULL"`
	Kind  string  `gorm:"size:10;check:kind_known,kind IN ('a', 'b')"`
	Price float64 `gorm:"precision:8;scale:2;check:price >= 0 AND price < 1000"`
}

// Access has permissions, which change nothing in the database.
type Access struct {
	ID      uint
	Read    string `gorm:"->"`
	Neither string `gorm:"->:false;<-:false"`
	Create  string `gorm:"<-:create"`
	Gone    string `gorm:"-"`
	Runtime string `gorm:"-:migration"`
	Nothing string `gorm:"-:all"`
	Named   string `gorm:"column:other_name"`
	Loud    string `gorm:"COLUMN:Loud;Size:30;NOT NULL"`
}

// Migrate is how an application would make the tables.
func Migrate(db *gorm.DB) error {
	return db.AutoMigrate(&Sizes{}, &Typed{}, &Times{}, &Defaults{}, &Nulls{}, &Comments{}, &Uniques{}, &Indexes{}, &Checked{}, &Access{})
}
