// Package models has forty models that a generator made (seed 5): names, kinds, tags and relations at random.
package models

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/datatypes"
	"gorm.io/gorm"
)

var _ = sql.ErrNoRows
var _ uuid.UUID
var _ decimal.Decimal
var _ datatypes.JSON

type Status string
type Level uint8
type Blob []byte

func (b Blob) Value() (driver.Value, error) { return []byte(b), nil }

type Flag int

func (b Flag) Value() (driver.Value, error) { return b > 0, nil }

type Score struct{ a, b int }

func (b Score) Value() (driver.Value, error) { return int64(b.a), nil }

type Doc struct{ A string }

func (d Doc) Value() (driver.Value, error) {
	b, err := json.Marshal(d)
	return string(b), err
}

type Words []string

func (d Words) Value() (driver.Value, error) { return strings.Join(d, ","), nil }

var _ = fmt.Sprint

type MixA struct {
	ID             uint
	IPv4Person     sql.NullFloat64 `gorm:"precision:2"`
	PersonMp3OAuth *string         `gorm:"index:other,priority:8;unique"`
	PersonDay      uint64
}

type MixB struct {
	Mp3HTTPKey sql.NullTime `gorm:"-:all"`
	TagBox     *int64
	JSON       sql.NullFloat64 `gorm:"autoIncrement:false"`
}

type MixC struct {
	PersonCategory bool `gorm:"index:idx_shared_personcategory"`
	UserMp3        uuid.UUID
	Mp3UUIDID      uint64 `gorm:"precision:1"`
}

type NoteMp3 struct {
	ID          string
	DayURL      *string `gorm:"uniqueIndex:ugrp;default:'x y';comment:some text"`
	Note        *time.Time
	IDOrderUser *string
	UUIDOAuth   int32 `gorm:"NOTNULL"`
	Key         int32 `gorm:"column:custom_Key;NOTNULL"`
}

type OAuth struct {
	APIBoxV2Key      string     `gorm:"primaryKey;autoIncrement:false"`
	SubOrder         MixC       `gorm:"embedded;embeddedPrefix:sub_"`
	PersonID         string     `gorm:"comment:some text"`
	OAuthCity        *time.Time `gorm:"precision:0;not null"`
	NoteV2Order      uint32
	OAuthMp3Category *time.Time    `gorm:"check:OAuthMp3Category <> ''"`
	PersonData       sql.NullInt32 `gorm:"not null"`
	Child            int           `gorm:"precision:0;index:,unique"`
	ChildUUIDURL     []byte        `gorm:"check:,a > 1;size:24;column:custom_ChildUUIDURL"`
	ManyKey          []NoteMp3     `gorm:"many2many:join_oauth_manykey"`
	ParCategoryRef   *string
	ParCategory      *OAuth  `gorm:"foreignKey:ParCategoryRef"`
	KidsParCategory  []OAuth `gorm:"foreignKey:ParCategoryRef"`
}

type CityItem struct {
	gorm.Model
	IPv4CategoryV2 float32 `gorm:"not null;scale:4;autoIncrement:false"`
	SHA256         uint8   `gorm:"NOTNULL;column:custom_SHA256;size:255"`
	CityTag        sql.Null[int16]
}

type URL struct {
	gorm.Model
	SubXml      MixC           `gorm:"embedded;embeddedPrefix:sub_"`
	HTTP        Score          `gorm:"type:decimal(10,2);unique;precision:8;index:grp"`
	CityData    datatypes.JSON `gorm:"->;<-:false;size:64;column:cCityData"`
	Line        float32        `gorm:"autoIncrement:false;check:chk_name_line,Line > 0"`
	PostJSONKey sql.NullInt32  `gorm:"check:,a > 1;index:grp,priority:7;default:7"`
	ParUserRef  *uint
	ParUser     *URL `gorm:"foreignKey:ParUserRef"`
	RelUserID   uint
	RelUser     *CityItem
}

type Mp3 struct {
	UserLineKey   uint64 `gorm:"primaryKey;autoIncrement:false"`
	SubOrder      MixC   `gorm:"embedded;embeddedPrefix:sub_"`
	Mp3Child      Doc    `gorm:"precision:6"`
	ChildChildMp3 []byte
	HTTPPerson    sql.NullBool `gorm:"check:chk_name_httpperson,HTTPPerson > 0;not null;size:8"`
	User          float32      `gorm:"not null"`
	JSON          sql.NullInt32
	ChildPostUser uint8 `gorm:"default:7"`
	APISHA256     Level `gorm:"precision:2;check:chk_name_apisha256,APISHA256 > 0"`
}

type DayItem struct {
	ID            uint
	XmlIPv4User   int16 `gorm:"autoIncrement:false;precision:0;size:16777216"`
	Post          float32
	Category      int       `gorm:"precision:2;column:WeirdCategory"`
	APIAPI        uuid.UUID `gorm:"-"`
	ItemIPv4      []byte    `gorm:"unique;column:WeirdItemIPv4;not null"`
	UUIDOrderNote float64
	ParNoteRef    *uint
	ParNote       *DayItem  `gorm:"foreignKey:ParNoteRef"`
	KidsParNote   []DayItem `gorm:"foreignKey:ParNoteRef"`
}

type SHA256API struct {
	gorm.Model
	SubLine      MixC            `gorm:"embedded;embeddedPrefix:sub_"`
	KeyItemChild *string         `gorm:"autoIncrement:false"`
	NoteIPv4     json.RawMessage `gorm:"index:,where:x > 1;column:custom_NoteIPv4"`
	PostUser     sql.NullInt32   `gorm:"default:7"`
	ParLineRef   *uint
	ParLine      *SHA256API `gorm:"foreignKey:ParLineRef"`
	ManyItem     []Mp3      `gorm:"many2many:Joinsha256api_manyitem;constraint:-"`
}

type User struct {
	ID          int64
	APIJSONLine datatypes.JSON
	TagNoteCity *string `gorm:"index:grp,priority:11;size:16777217;precision:0;comment:some text"`
	IPv4TagMp3  int32   `gorm:"NOTNULL"`
	URLJSONTag  Flag    `gorm:"NOTNULL;size:32"`
	RelNoteID   *string
	RelNote     *OAuth
}

type Data struct {
	XmlAPIPostKey int16          `gorm:"primaryKey;autoIncrement:false"`
	ChildOrder    Score          `gorm:"NOTNULL"`
	JSONCityNote  int8           `gorm:"size:20;autoIncrement"`
	OAuthMp3      int8           `gorm:"NOTNULL"`
	Mp3DataStatus sql.NullString `gorm:"check:Mp3DataStatus <> '';not null;scale:3"`
	City          Status         `gorm:"<-:false;column:WeirdCity;default:null"`
	V2            float32        `gorm:"default:1.25;index:other,priority:8"`
	Tag           Words          `gorm:"precision:9"`
	ParNoteRef    *int16
	ParNote       *Data    `gorm:"foreignKey:ParNoteRef"`
	ManyOrder     []*OAuth `gorm:"many2many:Joindata_manyorder"`
}

type URLDay struct {
	gorm.Model
	SHA256DataURL uuid.UUID      `gorm:"type:jsonb;comment:some text"`
	CategoryBox   uint8          `gorm:"column:WeirdCategoryBox"`
	Status        sql.NullString `gorm:"size:100;<-:false;column:WeirdStatus"`
	UUIDOAuth     Blob
}

type URLCity struct {
	APIStatusCityKey string     `gorm:"primaryKey;autoIncrement:false"`
	Post             *time.Time `gorm:"unique"`
	UUID             *int64
	ManyIPv4         []*URL `gorm:"many2many:join_urlcity_manyipv4;constraint:-"`
}

type ID struct {
	gorm.Model
	SubOAuth       MixC           `gorm:"embedded;embeddedPrefix:sub_"`
	ItemChild      gorm.DeletedAt `gorm:"<-:create;unique;index:,unique;scale:1"`
	Child          uint8          `gorm:"not null"`
	OAuthUser      sql.NullString `gorm:"unique;type:string"`
	OAuth          string         `gorm:"check:,a > 1"`
	StatusJSONPost uint16         `gorm:"default:7"`
	OAuthUserPost  string         `gorm:"autoIncrement:false"`
	SHA256User     float32        `gorm:"index:other,priority:6"`
	ParOrderRef    *uint
	ParOrder       *ID `gorm:"foreignKey:ParOrderRef"`
}

type IDID struct {
	MixC
	ID         uint
	JSON       Blob
	Data       gorm.DeletedAt
	Day        uint32         `gorm:"size:70000;comment:some text"`
	ItemURLXml Blob           `gorm:"index:grp;index:other,priority:1"`
	JSONMp3    datatypes.JSON `gorm:"size:16"`
	UUID       sql.NullString `gorm:"column:cUUID;type:varchar(30);->:false;<-:create;precision:4"`
	RelUUIDID  *string
	RelUUID    *OAuth
}

type Day struct {
	PostKey   uint64          `gorm:"primaryKey;autoIncrement:false"`
	APIAPI    Words           `gorm:"check:APIAPI <> ''"`
	LineJSON  time.Time       `gorm:"unique;index:,type:btree,length:5;comment:some text;default:CURRENT_TIMESTAMP"`
	KeyDayID  json.RawMessage `gorm:"type:uint"`
	RelDayID  uint
	RelDay    *DayItem `gorm:"constraint:OnDelete:CASCADE"`
	RelDataID *int16
	RelData   Data `gorm:"constraint:OnUpdate:CASCADE,OnDelete:SET NULL"`
}

type JSON struct {
	ID      uint
	City    float32
	XmlTag  uint64    `gorm:"column:WeirdXmlTag"`
	ManyKey []URLCity `gorm:"many2many:join_json_manykey"`
}

type Post struct {
	ID                 int
	StatusTagChild     *string
	ChildURL           uint16 `gorm:"precision:4"`
	DataCategoryPerson uint
	Note               int32     `gorm:"NOTNULL;type:decimal(10,2)"`
	StatusXmlPost      uint8     `gorm:"<-:create"`
	XmlData            time.Time `gorm:"comment:some text"`
	DataHTTPTag        *int64    `gorm:"not null;unique"`
	ManyV2             []NoteMp3 `gorm:"many2many:Joinpost_manyv2;constraint:-"`
}

type JSONSHA256 struct {
	MixC
	ID         uint
	User       float32 `gorm:"autoIncrement:false;->;<-:false"`
	Xml        string  `gorm:"column:custom_Xml;index:grp,priority:8"`
	Note       Words
	Mp3        Score
	IDLineNote sql.NullFloat64
	Order      *int64
}

type V2 struct {
	ID              int64
	OAuthJSON       datatypes.JSON `gorm:"unique;index:grp,priority:11"`
	StatusNoteOAuth *int64         `gorm:"not null"`
	PersonID        *int64         `gorm:"autoIncrement:false;<-:false;not null"`
	URLItem         json.RawMessage
	CategoryUUID    []byte `gorm:"precision:4"`
	Category        json.RawMessage
	ManyKey         []Mp3 `gorm:"many2many:join_v2_manykey"`
	RelDayID        *uint
	RelDay          URL `gorm:"constraint:fk_mine_line,OnDelete:RESTRICT"`
}

type UserMp3 struct {
	gorm.Model
	NoteXmlData     gorm.DeletedAt `gorm:"size:16777217"`
	SHA256DayPerson gorm.DeletedAt
	ChildMp3Line    sql.NullFloat64
	DayItem         []byte         `gorm:"type:varchar(30)"`
	JSONChild       int            `gorm:"-:migration"`
	NoteDataUUID    Score          `gorm:"index:other,priority:5"`
	CityOAuthSHA256 sql.NullString `gorm:"index:,sort:desc"`
	ChildIDItem     time.Time      `gorm:"index:,unique;check:,a > 1"`
	ParNoteRef      *uint
	ParNote         *UserMp3  `gorm:"foreignKey:ParNoteRef"`
	KidsParNote     []UserMp3 `gorm:"foreignKey:ParNoteRef"`
}

type URLID struct {
	gorm.Model
	SubLine        MixC         `gorm:"embedded;embeddedPrefix:sub_"`
	JSON           sql.NullBool `gorm:"unique;autoIncrement:false"`
	HTTPCityHTTP   uint32
	PostSHA256Data Words `gorm:"type:bool;size:300"`
}

type HTTPTag struct {
	gorm.Model
	DataPost     uint8 `gorm:"index:other,priority:5;size:65535;unique"`
	DayJSONIPv4  Level
	IPv4XmlMp3   Status   `gorm:"autoIncrement:false"`
	CityKeyV2    uint     `gorm:"autoIncrement:false"`
	ManyDay      []*V2    `gorm:"many2many:Joinhttptag_manyday"`
	ManyCategory []*OAuth `gorm:"many2many:join_httptag_manycategory;constraint:OnDelete:CASCADE"`
}

type OAuthPerson struct {
	NoteTagOAuthKey uuid.UUID       `gorm:"primaryKey;autoIncrement:false"`
	API             Score           `gorm:"autoIncrement:false"`
	V2              json.RawMessage `gorm:"size:65535"`
	DataBoxIPv4     int16
	APIID           *Doc `gorm:"size:8"`
	SHA256          *time.Time
	ChildURL        int8            `gorm:"default:7;column:custom_ChildURL;index:other,priority:11"`
	OrderOrder      sql.NullFloat64 `gorm:"index:,where:x > 1;precision:7;size:8"`
	DayHTTPCategory uint64
}

type Person struct {
	MixC
	ID           uint
	PostIPv4HTTP int8 `gorm:"comment:some text;default:7;index:,unique;column:cPostIPv4HTTP"`
	Day          Status
	Mp3KeyXml    sql.NullBool `gorm:"column:cMp3KeyXml;size:20"`
	RelKeyID     int64
	RelKey       *User `gorm:"constraint:OnDelete:CASCADE"`
}

type HTTPPost struct {
	gorm.Model
	City         decimal.Decimal `gorm:"type:text;not null;check:City <> ''"`
	TagTagPerson bool            `gorm:"index:idx_shared_tagtagperson"`
	NoteOAuth    bool            `gorm:"column:cNoteOAuth;default:false;comment:some text"`
	HTTP         json.RawMessage
	ManyBox      []URLDay   `gorm:"many2many:Joinhttppost_manybox;constraint:-"`
	ManyStatus   []*NoteMp3 `gorm:"many2many:Joinhttppost_manystatus;constraint:OnUpdate:CASCADE,OnDelete:SET NULL"`
}

type OAuthPost struct {
	gorm.Model
	KeyJSONOAuth decimal.Decimal `gorm:"autoIncrement:false;index:,where:x > 1"`
	LineChildKey uint8           `gorm:"type:varchar(30)"`
	UUID         bool            `gorm:"type:varchar(30);default:true"`
	Category     Blob            `gorm:"index:grp,priority:14;column:cCategory;type:timestamp with time zone;precision:8"`
	Order        Level           `gorm:"check:chk_name_order,Order > 0;autoIncrement:false"`
	ParUserRef   *uint
	ParUser      *OAuthPost `gorm:"foreignKey:ParUserRef"`
	ManyURL      []*Person  `gorm:"many2many:Joinoauthpost_manyurl;constraint:OnDelete:CASCADE"`
}

type ChildTag struct {
	gorm.Model
	ChildOAuthHTTP uint64 `gorm:"check:chk_name_childoauthhttp,ChildOAuthHTTP > 0;column:cChildOAuthHTTP"`
	ChildPersonMp3 []byte `gorm:"unique"`
	JSON           uint8
	V2             Words
	PostHTTP       sql.NullString `gorm:"default:null;size:300"`
	RelStatusID    uint
	RelStatus      *DayItem `gorm:"constraint:OnUpdate:CASCADE,OnDelete:SET NULL"`
}

type Xml struct {
	gorm.Model
	SubURL      MixC           `gorm:"embedded;embeddedPrefix:sub_"`
	Mp3NoteCity datatypes.JSON `gorm:"precision:9;<-:false;size:24"`
	UUID        *time.Time     `gorm:"default:CURRENT_TIMESTAMP"`
	RelMp3ID    uint64
	RelMp3      *Day `gorm:"constraint:-"`
}

type ChildURL struct {
	gorm.Model
	LineAPIItem        sql.NullBool
	V2IPv4URL          Words           `gorm:"autoIncrement:false"`
	V2City             json.RawMessage `gorm:"index:other,priority:12;unique"`
	HTTPCategoryPerson uint64          `gorm:"precision:6;default:7;scale:0"`
	IPv4NoteUser       float64         `gorm:"->;size:24;comment:some text;precision:2"`
	RelItemID          uuid.UUID
	RelItem            OAuthPerson `gorm:"constraint:fk_mine_post,OnDelete:RESTRICT"`
	ManyID             []User      `gorm:"many2many:Joinchildurl_manyid;constraint:OnDelete:CASCADE"`
}

type Line struct {
	SHA256Key       uint64 `gorm:"primaryKey"`
	Mp3Xml          int8   `gorm:"-:migration"`
	TagCategoryLine int16  `gorm:"comment:some text"`
}

type Note struct {
	ID            int64
	Note          *Doc            `gorm:"precision:9"`
	UserURLSHA256 sql.Null[int16] `gorm:"comment:some text;not null;size:32;index:other,priority:1"`
	ItemIPv4      uint            `gorm:"<-:false;unique;type:string;index:,where:x > 1"`
	API           uint            `gorm:"unique;size:16777217"`
	ItemCityAPI   uint16          `gorm:"comment:some text;precision:8"`
	Category      Words           `gorm:"unique;type:decimal(10,2);index:,expression:lower(x),comment:hey;scale:0;size:70000"`
	PostBoxV2     float32         `gorm:"<-:create;index:,unique;size:300"`
	RelDataID     uint
	RelData       *Xml `gorm:"constraint:OnUpdate:CASCADE,OnDelete:SET NULL"`
}

type DayV2 struct {
	MixB
	ID           uint
	DayTagUser   json.RawMessage `gorm:"type:text;unique"`
	PersonIDItem Score
	Data         int16  `gorm:"size:64;NOTNULL"`
	OrderURLNote uint16 `gorm:"type:bytes;autoIncrement:false;not null"`
	XmlIPv4      uint8  `gorm:"size:16;not null;comment:some text"`
	IPv4UserJSON decimal.Decimal
}

type SHA256 struct {
	ID       int
	BoxLine  time.Time
	IDAPIXml uint8  `gorm:"size:300;index:other,priority:3"`
	UUIDTag  Doc    `gorm:"NOTNULL"`
	NoteHTTP uint64 `gorm:"default:7;index;->"`
	Mp3      sql.NullBool
	JSON     json.RawMessage `gorm:"type:timestamp with time zone"`
	Data     sql.NullBool    `gorm:"size:20"`
}

type Mp3V2 struct {
	ID           int
	Mp3StatusXml time.Time `gorm:"type:int"`
	Key          decimal.Decimal
	DataPerson   time.Time `gorm:"size:20"`
	OAuthStatus  []byte
	XmlXmlKey    decimal.Decimal `gorm:"index:other,priority:11"`
	CityPerson   bool            `gorm:"size:16"`
	PostBox      sql.NullInt32   `gorm:"default:7"`
	Item         Blob            `gorm:"type:uint;not null;autoIncrement:false"`
	ManyUser     []*HTTPTag      `gorm:"many2many:Joinmp3v2_manyuser"`
}

type UUID struct {
	TenantID      uint         `gorm:"primaryKey"`
	Num           int32        `gorm:"primaryKey"`
	OAuthPostPost sql.NullBool `gorm:"size:20;unique"`
	APIUUID       Words        `gorm:"precision:8"`
	Mp3IPv4       int16        `gorm:"not null"`
	UUIDUser      int8         `gorm:"default:7;index:,expression:lower(x),comment:hey"`
	OrderURL      int16        `gorm:"default:7"`
	Day           Score        `gorm:"comment:some text"`
}

type Child struct {
	MixA
	ID                 uint
	HTTP               Words           `gorm:"index:grp"`
	StatusIPv4HTTP     time.Time       `gorm:"default:CURRENT_TIMESTAMP;index:other,priority:1;index:,type:btree,length:5"`
	Note               int64           `gorm:"index:grp,priority:1;type:jsonb;size:16777217"`
	Child              sql.Null[int16] `gorm:"not null"`
	SHA256             uint64
	StatusJSONCategory Doc
	ManyTag            []SHA256API `gorm:"many2many:Joinchild_manytag"`
}

type API struct {
	MixC
	ID          uint
	JSONIPv4Day *Doc    `gorm:"index:other,priority:12"`
	ItemPerson  int     `gorm:"-:all"`
	ManyUser    []*User `gorm:"many2many:Joinapi_manyuser;constraint:OnDelete:CASCADE"`
}

type Mp3IPv4 struct {
	ID            int64
	UserUUIDIPv4  uint16  `gorm:"scale:2"`
	APIURLAPI     *string `gorm:"default:abc;check:chk_name_apiurlapi,APIURLAPI > 0"`
	NoteIPv4Child float32 `gorm:"-:migration"`
	Mp3API        Score
	StatusDay     uint64 `gorm:"unique;size:70000"`
	ParDataRef    *int64
	ParData       *Mp3IPv4   `gorm:"foreignKey:ParDataRef"`
	KidsParData   []Mp3IPv4  `gorm:"foreignKey:ParDataRef"`
	ManyTag       []ChildURL `gorm:"many2many:Joinmp3ipv4_manytag;constraint:OnDelete:CASCADE"`
}

type IPv4Line struct {
	ID            int
	Post          int16
	IPv4Data      sql.NullTime
	URLAPI        *Doc           `gorm:"uniqueIndex"`
	Status        sql.NullString `gorm:"index:,type:btree,length:5;NOTNULL;size:65535;type:uint;index:other,priority:6"`
	StatusUUID    sql.NullString
	CityOAuthUUID Blob
	OrderItem     float32 `gorm:"unique"`
	ParIDRef      *int
	ParID         *IPv4Line  `gorm:"foreignKey:ParIDRef"`
	KidsParID     []IPv4Line `gorm:"foreignKey:ParIDRef"`
	ParJSONRef    *int
	ParJSON       *IPv4Line  `gorm:"foreignKey:ParJSONRef"`
	KidsParJSON   []IPv4Line `gorm:"foreignKey:ParJSONRef"`
}

type APIStatus struct {
	ID             uint32
	UserURL        *string
	CategorySHA256 Blob           `gorm:"size:64;autoIncrement:false;check:,a > 1"`
	Item           Level          `gorm:"autoIncrement:false;index:other,priority:8"`
	Category       datatypes.JSON `gorm:"index:,expression:lower(x),comment:hey"`
	Day            uint           `gorm:"size:8;type:decimal(10,2)"`
	PostSHA256     float32        `gorm:"default:1.25"`
}

type DayPost struct {
	ID         int64
	Mp3        Status `gorm:"not null"`
	JSONDayDay uint32 `gorm:"default:7;precision:3;index:grp"`
}

func Migrate(db *gorm.DB) error {
	return db.AutoMigrate(&NoteMp3{}, &OAuth{}, &CityItem{}, &URL{}, &Mp3{}, &DayItem{}, &SHA256API{}, &User{}, &Data{}, &URLDay{}, &URLCity{}, &ID{}, &IDID{}, &Day{}, &JSON{}, &Post{}, &JSONSHA256{}, &V2{}, &UserMp3{}, &URLID{}, &HTTPTag{}, &OAuthPerson{}, &Person{}, &HTTPPost{}, &OAuthPost{}, &ChildTag{}, &Xml{}, &ChildURL{}, &Line{}, &Note{}, &DayV2{}, &SHA256{}, &Mp3V2{}, &UUID{}, &Child{}, &API{}, &Mp3IPv4{}, &IPv4Line{}, &APIStatus{}, &DayPost{})
}
