package system

import (
	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/admin/global"
)

type SysBaseMenu struct {
	global.BASE_MODEL
	MenuLevel uint   `json:"-"`
	ParentId  uint   `json:"parentId" gorm:"comment:父菜单ID"`
	Path      string `json:"path" gorm:"comment:路由path"`
	Name      string `json:"name" gorm:"comment:路由name"`
	Hidden    bool   `json:"hidden" gorm:"comment:是否在列表隐藏"`
	Sort      int    `json:"sort" gorm:"comment:排序标记"`
	Meta      `json:"meta" gorm:"embedded;comment:附加属性"`

	SysAuthoritys []SysAuthority         `json:"authoritys" gorm:"many2many:sys_authority_menus;"`
	Children      []SysBaseMenu          `json:"children" gorm:"-"`
	Parameters    []SysBaseMenuParameter `json:"parameters"`
	MenuBtn       []SysBaseMenuBtn       `json:"menuBtn"`
}

type Meta struct {
	ActiveName  string `json:"activeName" gorm:"comment:高亮菜单"`
	KeepAlive   bool   `json:"keepAlive" gorm:"comment:是否缓存"`
	DefaultMenu bool   `json:"defaultMenu"`
	Title       string `json:"title"`
	Icon        string `json:"icon"`
}

type SysBaseMenuParameter struct {
	global.BASE_MODEL
	SysBaseMenuID uint
	Type          string `json:"type"`
	Key           string `json:"key"`
	Value         string `json:"value"`
}

func (SysBaseMenu) TableName() string {
	return "sys_base_menus"
}

type SysBaseMenuBtn struct {
	global.BASE_MODEL
	Name          string `json:"name" gorm:"comment:按钮关键key"`
	Desc          string `json:"desc" gorm:"按钮备注"`
	SysBaseMenuID uint   `json:"sysBaseMenuID" gorm:"comment:菜单ID"`
}

// SysMenu is what a query returns, not a table.
type SysMenu struct {
	SysBaseMenu
	MenuId      uint                   `json:"menuId" gorm:"comment:菜单ID"`
	AuthorityId uint                   `json:"-" gorm:"comment:角色ID"`
	Children    []SysMenu              `json:"children" gorm:"-"`
	Parameters  []SysBaseMenuParameter `json:"parameters" gorm:"foreignKey:SysBaseMenuID;references:MenuId"`
	Btns        map[string]uint        `json:"btns" gorm:"-"`
}

// SysAuthorityMenu is the join table of roles and menus.
type SysAuthorityMenu struct {
	MenuId      string `json:"menuId" gorm:"comment:菜单ID;column:sys_base_menu_id"`
	AuthorityId string `json:"-" gorm:"comment:角色ID;column:sys_authority_authority_id"`
}

func (s SysAuthorityMenu) TableName() string {
	return "sys_authority_menus"
}

// JwtBlacklist has nothing of its own that says that it is a table.
type JwtBlacklist struct {
	global.BASE_MODEL
	Jwt string
}

// SysAuthorityBtn has neither tags nor a base.
type SysAuthorityBtn struct {
	AuthorityId      uint
	SysMenuID        uint
	SysBaseMenuBtnID uint
	SysBaseMenuBtn   SysBaseMenuBtn
}

// LoginRequest is none.
type LoginRequest struct {
	Username string `json:"username"`
	Password string `json:"password"`
}
