// Package models is a shop: money, JSON, an enum, a check, a named unique constraint, a composite key.
package models

import (
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"
)

type ProductStatus string

const (
	Active       ProductStatus = "active"
	Inactive     ProductStatus = "inactive"
	Discontinued ProductStatus = "discontinued"
)

type User struct {
	ID   int64  `db:"id"`
	Name string `db:"name" migrate:"size=100"`
}

type Product struct {
	_ struct{} `migrate:"unique=uq_product_name(name)"`

	ID          int64           `db:"id"`
	Name        string          `db:"name" migrate:"size=200"`
	Description *string         `db:"description"`
	Price       decimal.Decimal `db:"price" migrate:"type=numeric(10,2);check=price > 0"`
	Quantity    int32           `db:"quantity" migrate:"default=0"`
	CreatedAt   time.Time       `db:"created_at" migrate:"default_sql=CURRENT_TIMESTAMP"`
	Metadata    json.RawMessage `db:"metadata" migrate:"nullable"`
	Status      ProductStatus   `db:"status" migrate:"enum;default=active"`
}

type Order struct {
	ID     int64   `db:"id"`
	UserID int64   `db:"user_id" migrate:"references=users.id"`
	Total  float64 `db:"total"`
}

type OrderItem struct {
	OrderID   int64 `db:"order_id" migrate:"primary_key;references=orders.id"`
	ProductID int64 `db:"product_id" migrate:"primary_key;references=products.id"`
	Quantity  int32 `db:"quantity" migrate:"default=1"`
}
