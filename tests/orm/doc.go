// Package orm compares what Limbeck reads from models with what the ORMs
// themselves make of the same structs, on SQLite, PostgreSQL and MariaDB.
//
// It is a module of its own, so that GORM and Bun stay out of the main one. The
// models are in gormmodels and bunmodels, a package each subject; the packages
// named after a dialect are for that one only. Each package has a function that
// hands its models to the ORM.
package orm
