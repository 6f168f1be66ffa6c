// Package models is a staff: a table that refers to itself, and one table for several kinds of people.
package models

type Employee struct {
	ID        int64  `db:"id"`
	Name      string `db:"name" migrate:"size=100"`
	ManagerID *int64 `db:"manager_id" migrate:"references=employees.id;on_delete=set null;index"`
}

// Person holds customers and engineers; the type tells which, and each leaves the other's columns empty.
type Person struct {
	ID          int64    `db:"id"`
	Type        string   `db:"type" migrate:"size=20;default=person"`
	Name        string   `db:"name" migrate:"size=100"`
	Salary      *int32   `db:"salary"`
	CreditLimit *float64 `db:"credit_limit" migrate:"check=credit_limit >= 0"`
}

func (*Person) TableName() string { return "people" }
