// Package db opens the database.
package db

import (
	"context"
	"reflect"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	. "github.com/limbeck/migrate/tests/orm/gormmodels/apps/mesh/types"
)

type textSerialiser struct{}

func (textSerialiser) Scan(context.Context, *schema.Field, reflect.Value, interface{}) error {
	return nil
}
func (textSerialiser) Value(context.Context, *schema.Field, reflect.Value, interface{}) (interface{}, error) {
	return "", nil
}

// Migrate makes the tables one by one.
func Migrate(tx *gorm.DB) error {
	schema.RegisterSerializer("text", textSerialiser{})
	if err := tx.AutoMigrate(&KV{}); err != nil {
		return err
	}
	if err := tx.AutoMigrate(&User{}, &PreAuthKey{}); err != nil {
		return err
	}
	return tx.AutoMigrate(&Node{}, &APIKey{}, &Policy{})
}
