// Package social is a social network: models that share bases of other packages.
package social

import (
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/social/internal/base"
	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/social/internal/media"
)

type (
	Visibility uint8
	Handle     = string
)

const (
	Public Visibility = iota
	Followers
	Direct
)

// Account is a person, or a bot.
type Account struct {
	base.Numbered
	base.Deletable
	Handle    Handle  `gorm:"size:30;uniqueIndex:idx_handle_host"`
	Host      *string `gorm:"size:120;uniqueIndex:idx_handle_host"`
	Locked    bool    `gorm:"not null;default:false"`
	Profile   Profile
	Posts     []*Post   `gorm:"foreignKey:AuthorID;constraint:OnDelete:CASCADE"`
	Follows   []Account `gorm:"many2many:account_follows;joinForeignKey:FollowerID;joinReferences:FolloweeID"`
	MovedTo   *Account
	MovedToID *uint64
}

type Profile struct {
	AccountID uint64            `gorm:"primaryKey;autoIncrement:false"`
	Bio       string            `gorm:"type:text"`
	Born      *time.Time        `gorm:"type:date"`
	Avatar    *media.Attachment `gorm:"polymorphic:Owner;polymorphicValue:profile"`
	Fields    []ProfileField
}

type ProfileField struct {
	ID               uint
	ProfileAccountID uint64
	Name, Text       string `gorm:"size:80"`
}

// AccountFollow is the join table, with columns of its own.
type AccountFollow struct {
	FollowerID uint64 `gorm:"primaryKey"`
	FolloweeID uint64 `gorm:"primaryKey"`
	Since      time.Time
	Muted      bool `gorm:"default:false"`
}

type Post struct {
	base.Numbered
	AuthorID    uint64 `gorm:"index:idx_author_created,priority:1"`
	Author      *Account
	Text        string             `gorm:"type:text;not null"`
	Visibility  Visibility         `gorm:"not null;default:0;check:visibility < 3"`
	ReplyToID   *uint64            `gorm:"index"`
	ReplyTo     *Post              `gorm:"constraint:OnDelete:SET NULL"`
	Replies     []Post             `gorm:"foreignKey:ReplyToID"`
	Attachments []media.Attachment `gorm:"polymorphic:Owner"`
	Tags        []Tag              `gorm:"many2many:post_tags;foreignKey:ID;joinForeignKey:PostRef;references:Name;joinReferences:TagName"`
	Likes       []Like
	Pinned      bool    `gorm:"-:migration"`
	Score       float64 `gorm:"->;-:migration"`
}

type Tag struct {
	Name  string `gorm:"primaryKey;size:60"`
	Trend float32
}

// Like is keyed by what it joins.
type Like struct {
	AccountID uint64 `gorm:"primaryKey;autoIncrement:false"`
	Account   Account
	PostID    uint64 `gorm:"primaryKey;autoIncrement:false;index"`
	CreatedAt time.Time
}

// List has its own name and a composite key that others refer to.
type List struct {
	OwnerID uint64 `gorm:"primaryKey;autoIncrement:false"`
	Slug    string `gorm:"primaryKey;size:40"`
	Owner   Account
	Entries []ListEntry `gorm:"foreignKey:ListOwnerID,ListSlug;references:OwnerID,Slug;constraint:OnUpdate:CASCADE,OnDelete:CASCADE"`
}

func (*List) TableName() string { return tablePrefix + "lists" }

const tablePrefix = "soc_"

type ListEntry struct {
	ID          uint32
	ListOwnerID uint64
	ListSlug    string `gorm:"size:40"`
	AccountID   uint64
	Account     *Account
}

// Feed is a page of posts.
type Feed struct {
	base.Page[Post]
	Next string
}

// OnlyVisible is a scope, not a model.
type OnlyVisible struct{ Viewer uint64 }

func (o OnlyVisible) ModifyStatement(*gorm.Statement) {}
func (o OnlyVisible) Build(clause.Builder)            {}

func tables() (all []any) {
	all = append(all, &Account{}, &Profile{}, new(ProfileField))
	all = append(all, (*Post)(nil), Tag{}, &Like{}, &List{}, &ListEntry{})
	return append(all, &media.Attachment{})
}

// Migrate makes the tables.
func Migrate(db *gorm.DB) error {
	if err := db.SetupJoinTable(&Account{}, "Follows", &AccountFollow{}); err != nil {
		return err
	}
	return db.AutoMigrate(tables()...)
}
