// Package models is one table of contacts.
package models

import "database/sql"

type Contact struct {
	ID    int64          `db:"id"`
	Name  string         `db:"name" migrate:"size=100"`
	Email string         `db:"email" migrate:"size=100;unique"`
	Phone sql.NullString `db:"phone" migrate:"size=20"`
}
