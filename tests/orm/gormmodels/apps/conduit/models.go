// Package conduit is a blog platform of the kind that every framework has one of.
package conduit

import (
	"time"

	"gorm.io/gorm"
)

type UserModel struct {
	ID           uint    `gorm:"primary_key"`
	Username     string  `gorm:"column:username"`
	Email        string  `gorm:"column:email;uniqueIndex"`
	Bio          string  `gorm:"column:bio;size:1024"`
	Image        *string `gorm:"column:image"`
	PasswordHash string  `gorm:"column:password;not null"`
}

type FollowModel struct {
	gorm.Model
	Following    UserModel
	FollowingID  uint
	FollowedBy   UserModel
	FollowedByID uint
}

type ArticleModel struct {
	gorm.Model
	Slug        string `gorm:"uniqueIndex"`
	Title       string
	Description string `gorm:"size:2048"`
	Body        string `gorm:"size:2048"`
	Author      ArticleUserModel
	AuthorID    uint
	Tags        []TagModel     `gorm:"many2many:article_tags;"`
	Comments    []CommentModel `gorm:"ForeignKey:ArticleID"`
}

type ArticleUserModel struct {
	gorm.Model
	UserModel      UserModel
	UserModelID    uint
	ArticleModels  []ArticleModel  `gorm:"ForeignKey:AuthorID"`
	FavoriteModels []FavoriteModel `gorm:"ForeignKey:FavoriteByID"`
}

type FavoriteModel struct {
	gorm.Model
	Favorite     ArticleModel
	FavoriteID   uint
	FavoriteBy   ArticleUserModel
	FavoriteByID uint
}

type TagModel struct {
	gorm.Model
	Tag           string         `gorm:"uniqueIndex"`
	ArticleModels []ArticleModel `gorm:"many2many:article_tags;"`
}

type CommentModel struct {
	gorm.Model
	Article   ArticleModel
	ArticleID uint
	Author    ArticleUserModel
	AuthorID  uint
	Body      string `gorm:"size:2048"`
}

// Product is the first model of every tutorial.
type Product struct {
	gorm.Model
	Code  string
	Price uint
}

type Email struct {
	ID     int
	UserID int    `gorm:"index"`
	Email  string `gorm:"type:varchar(100);unique"`
	Sub    bool
}

type Address struct {
	ID       int
	Address1 string  `gorm:"not null;unique;size:100"`
	Address2 string  `gorm:"type:varchar(100);unique"`
	Post     *string `gorm:"not null"`
}

type Language struct {
	ID   int
	Name string `gorm:"index:idx_name_code;size:50"`
	Code string `gorm:"index:idx_name_code;size:10"`
}

type CreditCard struct {
	gorm.Model
	Number   string
	UserName string    `gorm:"size:60"`
	Owner    *Customer `gorm:"foreignKey:UserName;references:Name"`
}

type Customer struct {
	Num       uint   `gorm:"primaryKey;autoIncrement"`
	Name      string `gorm:"size:60;unique"`
	Hotel     string `gorm:"size:60;uniqueIndex:,composite:hotel"`
	Birthday  *time.Time
	Age       uint8      `gorm:"check:age_is_fine,age >= 18"`
	Languages []Language `gorm:"many2many:customer_speaks;constraint:OnDelete:CASCADE"`
}

// Migrate makes the tables.
func Migrate(db *gorm.DB) error {
	err := db.AutoMigrate(&UserModel{}, &FollowModel{}, &ArticleModel{}, &TagModel{}, &FavoriteModel{}, &ArticleUserModel{}, &CommentModel{})
	if err != nil {
		return err
	}
	return db.AutoMigrate(&Product{}, &Email{}, &Address{}, &Language{}, &Customer{}, &CreditCard{})
}
