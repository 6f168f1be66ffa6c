// Package system has the models of users, roles and menus.
package system

import (
	"time"

	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/admin/global"
)

type SysAuthority struct {
	CreatedAt       time.Time
	UpdatedAt       time.Time
	DeletedAt       *time.Time      `sql:"index"`
	AuthorityId     uint            `json:"authorityId" gorm:"not null;unique;primary_key;comment:角色ID;size:90"`
	AuthorityName   string          `json:"authorityName" gorm:"comment:角色名"`
	ParentId        *uint           `json:"parentId" gorm:"comment:父角色ID"`
	DataAuthorityId []*SysAuthority `json:"dataAuthorityId" gorm:"many2many:sys_data_authority_id;"`
	Children        []SysAuthority  `json:"children" gorm:"-"`
	SysBaseMenus    []SysBaseMenu   `json:"menus" gorm:"many2many:sys_authority_menus;"`
	Users           []SysUser       `json:"-" gorm:"many2many:sys_user_authority;"`
	DefaultRouter   string          `json:"defaultRouter" gorm:"comment:默认菜单;default:dashboard"`
}

func (SysAuthority) TableName() string {
	return "sys_authorities"
}

type SysUser struct {
	global.BASE_MODEL
	UUID        string         `json:"uuid" gorm:"index;comment:用户UUID"`
	Username    string         `json:"userName" gorm:"index;comment:用户登录名"`
	Password    string         `json:"-"  gorm:"comment:用户登录密码"`
	NickName    string         `json:"nickName" gorm:"default:系统用户;comment:用户昵称"`
	HeaderImg   string         `json:"headerImg" gorm:"default:https://example.com/head.jpg;comment:用户头像"`
	AuthorityId uint           `json:"authorityId" gorm:"default:888;comment:用户角色ID"`
	Authority   SysAuthority   `json:"authority" gorm:"foreignKey:AuthorityId;references:AuthorityId;comment:用户角色"`
	Authorities []SysAuthority `json:"authorities" gorm:"many2many:sys_user_authority;"`
	Phone       string         `json:"phone"  gorm:"comment:用户手机号"`
	Enable      int            `json:"enable" gorm:"default:1;comment:用户是否被冻结 1正常 2冻结"`
}

func (SysUser) TableName() string {
	return "sys_users"
}

// SysUserAuthority is the join table of users and roles.
type SysUserAuthority struct {
	SysUserId               uint `gorm:"column:sys_user_id"`
	SysAuthorityAuthorityId uint `gorm:"column:sys_authority_authority_id"`
}

func (s *SysUserAuthority) TableName() string {
	return "sys_user_authority"
}
