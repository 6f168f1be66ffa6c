package gateway

import (
	"fmt"
	"os"

	"gorm.io/gorm"
)

var DB *gorm.DB

type User struct {
	Id               int    `json:"id"`
	Username         string `json:"username" gorm:"unique;index" validate:"max=12"`
	Password         string `json:"password" gorm:"not null;" validate:"min=8,max=20"`
	DisplayName      string `json:"display_name" gorm:"index" validate:"max=20"`
	Role             int    `json:"role" gorm:"type:int;default:1"` // admin, util
	Status           int    `json:"status" gorm:"type:int;default:1"`
	Email            string `json:"email" gorm:"index" validate:"max=50"`
	GitHubId         string `json:"github_id" gorm:"column:github_id;index"`
	OidcId           string `json:"oidc_id" gorm:"column:oidc_id;index"`
	VerificationCode string `json:"verification_code" gorm:"-:all"`
	AccessToken      string `json:"access_token" gorm:"type:char(32);column:access_token;uniqueIndex"`
	Quota            int64  `json:"quota" gorm:"bigint;default:0"`
	RequestCount     int    `json:"request_count" gorm:"type:int;default:0;"`
	Group            string `json:"group" gorm:"type:varchar(32);default:'default'"`
	AffCode          string `json:"aff_code" gorm:"type:varchar(32);column:aff_code;uniqueIndex"`
	InviterId        int    `json:"inviter_id" gorm:"type:int;column:inviter_id;index"`
}

type Log struct {
	Id        int    `json:"id" gorm:"index:idx_created_at_id,priority:1"`
	UserId    int    `json:"user_id" gorm:"index"`
	CreatedAt int64  `json:"created_at" gorm:"bigint;index:idx_created_at_id,priority:2;index:idx_created_at_type"`
	Type      int    `json:"type" gorm:"index:idx_created_at_type"`
	Content   string `json:"content"`
	Username  string `json:"username" gorm:"index;index:index_username_model_name,priority:2;default:''"`
	TokenName string `json:"token_name" gorm:"index;default:''"`
	ModelName string `json:"model_name" gorm:"index;index:index_username_model_name,priority:1;default:''"`
	Quota     int    `json:"quota" gorm:"default:0"`
	IsStream  bool   `json:"is_stream" gorm:"default:false"`
	ChannelId int    `json:"channel" gorm:"index"`
}

type LogStatistic struct {
	Day   string `gorm:"column:day"`
	Quota int    `gorm:"column:quota"`
}

type Token struct {
	Id             int     `json:"id"`
	UserId         int     `json:"user_id"`
	Key            string  `json:"key" gorm:"type:char(48);uniqueIndex"`
	Name           string  `json:"name" gorm:"index" `
	ExpiredTime    int64   `json:"expired_time" gorm:"bigint;default:-1"` // -1 means never expired
	UnlimitedQuota bool    `json:"unlimited_quota" gorm:"default:false"`
	Models         *string `json:"models" gorm:"type:text"`  // allowed models
	Subnet         *string `json:"subnet" gorm:"default:''"` // allowed subnet
}

// InitDB makes the tables of whatever database the environment names.
func InitDB(db *gorm.DB) (err error) {
	if os.Getenv("GATEWAY_DRY") != "" {
		return fmt.Errorf("dry")
	}
	DB = db
	return migrateDB()
}

func migrateDB() error {
	var err error
	if err = DB.AutoMigrate(&Channel{}); err != nil {
		return err
	}
	if err = DB.AutoMigrate(&Token{}, &User{}); err != nil {
		return err
	}
	for _, model := range []interface{}{&Option{}, &Redemption{}, &Ability{}, &Log{}} {
		if err := DB.AutoMigrate(model); err != nil {
			return err
		}
	}
	return nil
}
