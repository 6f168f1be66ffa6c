// Package models has a table in a schema of its own, beside one in the default schema. PostgreSQL only: what MySQL
// calls a schema is a database, and SQLite has none.
package models

type Customer struct {
	ID    int64  `db:"id"`
	Email string `db:"email" migrate:"size=120;index=ix_customers_email,where=email <> ''"`
}

type Invoice struct {
	_ struct{} `migrate:"schema=billing"`

	ID         int64 `db:"id"`
	CustomerID int64 `db:"customer_id" migrate:"references=customers.id;on_delete=cascade;deferrable"`
}

type InvoiceLine struct {
	_ struct{} `migrate:"schema=billing;foreign_key=fk_invoice_lines_invoice_id(invoice_id) references billing.invoices(id)"`

	InvoiceID int64 `db:"invoice_id" migrate:"primary_key"`
	Position  int32 `db:"position" migrate:"primary_key"`
}
