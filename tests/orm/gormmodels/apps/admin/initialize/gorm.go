// Package initialize makes the tables.
package initialize

import (
	"gorm.io/gorm"

	"github.com/limbeck/migrate/tests/orm/gormmodels/apps/admin/model/system"
)

// RegisterTables makes the tables, as the program does when it starts.
func RegisterTables(db *gorm.DB) error {
	db.DisableForeignKeyConstraintWhenMigrating = true
	return db.AutoMigrate(
		system.SysUser{},
		system.SysAuthority{},
		system.SysBaseMenu{},
		system.SysBaseMenuParameter{},
		system.SysBaseMenuBtn{},
		system.SysAuthorityBtn{},
		system.JwtBlacklist{},
	)
}
