// Package models has the options of tables: MySQL's engine and character set, comments, composite keys and references,
// and two tables that refer to each other.
package models

import "time"

// Region has a primary key of two columns.
type Region struct {
	_ struct{} `migrate:"comment=Where we deliver;engine=InnoDB;charset=utf8mb4;collate=utf8mb4_unicode_ci"`

	Country string `db:"country" migrate:"type=char(2);primary_key;comment=ISO 3166"`
	Code    string `db:"code" migrate:"size=10;primary_key"`
	Name    string `db:"name" migrate:"size=100"`
}

// City refers to both columns of a region's key.
type City struct {
	_ struct{} `migrate:"engine=InnoDB;charset=utf8mb4;collate=utf8mb4_unicode_ci;foreign_key=fk_cities_region(country, region_code) references regions(country, code) on delete cascade on update cascade;unique=(country, name)"`

	ID         int64     `db:"id"`
	Country    string    `db:"country" migrate:"type=char(2)"`
	RegionCode string    `db:"region_code" migrate:"size=10"`
	Name       string    `db:"name" migrate:"size=100;comment=It's the local name"`
	ChangedAt  time.Time `db:"changed_at" migrate:"default_sql=CURRENT_TIMESTAMP;auto_update=CURRENT_TIMESTAMP"`
}

// Department has a head, who has a department: neither table can come first with all of its keys.
type Department struct {
	_ struct{} `migrate:"index=ix_departments_name(name desc, head_id)"`

	ID     int64  `db:"id"`
	Name   string `db:"name" migrate:"size=100"`
	HeadID *int64 `db:"head_id" migrate:"references=workers.id;on_delete=set null"`
}

type Worker struct {
	ID           int64 `db:"id"`
	DepartmentID int64 `db:"department_id" migrate:"references=departments.id;on_delete=cascade"`
}
