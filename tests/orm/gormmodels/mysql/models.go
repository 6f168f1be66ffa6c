// Package mysql has what GORM models say to MySQL and MariaDB alone.
package mysql

import (
	"time"

	"gorm.io/gorm"
)

type Article struct {
	ID     uint    `gorm:"comment:the key"`
	Title  string  `gorm:"size:200;index:,class:FULLTEXT"`
	Body   string  `gorm:"type:mediumtext"`
	Status string  `gorm:"type:enum('draft','live');default:'draft';not null"`
	Flags  string  `gorm:"type:set('a','b')"`
	Prefix string  `gorm:"type:text;index:,length:20"`
	Tiny   bool    `gorm:"type:tinyint(1);default:1"`
	Wide   uint    `gorm:"type:int unsigned"`
	Year   int     `gorm:"type:year"`
	Bits   []byte  `gorm:"type:binary(16)"`
	Double float64 `gorm:"type:double(10,2)"`
	UTF    string  `gorm:"type:varchar(20) character set utf8mb4 collate utf8mb4_bin"`

	UpdatedAt time.Time `gorm:"type:timestamp;not null;default:CURRENT_TIMESTAMP on update CURRENT_TIMESTAMP"`
	At        time.Time `gorm:"type:datetime(6)"`
	Date      time.Time `gorm:"type:date;default:'2020-01-02'"`
}

type Numbered struct {
	Mid  int32 `gorm:"primaryKey;autoIncrement;size:24"`
	Hash int   `gorm:"index:,type:btree,comment:by hand"`
}

// Migrate is how an application would make the tables.
func Migrate(db *gorm.DB) error {
	return db.AutoMigrate(&Article{}, &Numbered{})
}
