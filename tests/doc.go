// Package tests drives the built command end to end against real servers.
//
// The scripts in testdata/script are what a user would type, and each line of
// them is checked; start reading there. The folders in testdata/apps each hold
// models as Go structs and, beside them, the same schema as SQL written by hand:
// the two must make equal databases, and pg_dump, mariadb-dump and sqlite_master
// are the judges of that.
package tests
