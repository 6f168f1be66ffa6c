// Package relations covers GORM's relations.
package relations

import (
	"time"

	"gorm.io/gorm"
)

type User struct {
	gorm.Model
	Name      string
	CompanyID *int
	Company   Company
	ManagerID *uint
	Manager   *User
	Team      []User `gorm:"foreignKey:ManagerID"`
	Card      CreditCard
	Cards     []Card      `gorm:"foreignKey:UserRefer;constraint:OnUpdate:CASCADE,OnDelete:SET NULL"`
	Languages []*Language `gorm:"many2many:user_languages;"`
	Friends   []*User     `gorm:"many2many:user_friends"`
	Toys      []Toy       `gorm:"polymorphic:Owner;"`
	Account   Account
	Pets      []*Pet
	Skills    []Skill `gorm:"many2many:UserSkills;constraint:OnDelete:CASCADE"`
	Info      Info    `gorm:"embedded"`
	NamedPet  *Pet    `gorm:"foreignKey:NameOwnerID;constraint:fk_named,OnDelete:CASCADE"`
	Free      []Free  `gorm:"constraint:-"`
}

type Info struct {
	CountryID int
	Country   Country
}

type Country struct {
	ID   int
	Code string `gorm:"size:2"`
}

// Company has no tags: it is a model by the relation.
type Company struct {
	ID   int
	Name string
}

type CreditCard struct {
	gorm.Model
	Number string
	UserID uint
}

type Card struct {
	ID        uint
	UserRefer uint
}

type Language struct {
	Code  string  `gorm:"primaryKey;size:8;uniqueIndex;column:lang_code"`
	Users []*User `gorm:"many2many:user_languages;"`
}

type Toy struct {
	ID        int
	Name      string
	OwnerID   string
	OwnerType string
}

type Account struct {
	ID     int
	UserID uint
	User   *User
	Number string
}

type Pet struct {
	gorm.Model
	UserID      *uint
	NameOwnerID uint
	Name        string
	Toy         Toy `gorm:"polymorphicType:OwnerType;polymorphicId:OwnerID;polymorphicValue:pet"`
}

type Skill struct {
	ID   int64
	Name string `gorm:"index"`
}

type Free struct {
	ID     int
	UserID uint
}

// Tenant and what hangs on it have composite keys.
type Tenant struct {
	Region string `gorm:"primaryKey;size:4"`
	Number uint32 `gorm:"primaryKey;autoIncrement:false"`
	Stores []Store
}

type Store struct {
	ID           uint
	TenantRegion string
	TenantNumber uint32
	Tenant       Tenant
	Labels       []Label `gorm:"many2many:store_labels"`
}

type Label struct {
	Tenant string `gorm:"primaryKey;size:4"`
	Name   string `gorm:"primaryKey;size:20;default:x"`
}

// Invoice refers by a unique name.
type Invoice struct {
	ID           uint
	CustomerName string
	Customer     Customer `gorm:"foreignKey:CustomerName;references:Name"`
	ParentID     *uint
	Parent       *Invoice
	Children     []Invoice `gorm:"foreignKey:ParentID"`
	PaidBy       *Customer `gorm:"belongsTo:x;foreignKey:PayerID"`
	PayerID      uint
}

type Customer struct {
	ID   uint
	Name string `gorm:"size:60;unique"`
}

type Node struct {
	ID       uint
	ParentID uint
	Parent   *Node  `gorm:"constraint:OnDelete:SET NULL"`
	Links    []Node `gorm:"many2many:node_links;foreignKey:ID;joinForeignKey:FromID;references:ID;joinReferences:ToID"`
}

// Person and Address have a join table of their own.
type Person struct {
	ID        int
	Addresses []Address `gorm:"many2many:person_addresses;"`
}

type Address struct {
	ID   uint
	Name string
}

type PersonAddress struct {
	PersonID  int `gorm:"primaryKey"`
	AddressID int `gorm:"primaryKey"`
	CreatedAt time.Time
	DeletedAt gorm.DeletedAt
}

type Creator struct {
	CreatorID uint
	Creator   *Customer
	Tags      []Tagging `gorm:"foreignKey:DocID"`
}

type Document struct {
	ID uint
	Creator
	Lines []Line `gorm:"many2many:document_lines"`
}

type Tagging struct {
	ID    uint
	DocID uint
}

type Line struct {
	UUID string `gorm:"primaryKey;size:36"`
}

type ProfileRow struct {
	ID        uint `gorm:"primaryKey"`
	AuthorId  uint
	Author    Writer
	EditorRef uint
	Editor    Writer `gorm:"foreignKey:EditorRef"`
}

type Writer struct {
	ID       uint
	Profiles []ProfileRow `gorm:"foreignKey:AuthorId"`
}

// Migrate is how an application would make the tables.
func Migrate(db *gorm.DB) error {
	if err := db.SetupJoinTable(&Person{}, "Addresses", &PersonAddress{}); err != nil {
		return err
	}
	return db.AutoMigrate(&User{}, &Country{}, &Company{}, &CreditCard{}, &Card{}, &Language{}, &Toy{}, &Account{}, &Pet{}, &Skill{}, &Free{},
		&Tenant{}, &Store{}, &Label{}, &Invoice{}, &Customer{}, &Node{}, &PersonAddress{}, &Person{}, &Address{}, &Document{}, &Tagging{},
		&Line{}, &ProfileRow{}, &Writer{})
}
