// Package gostruct reads Go structs as models: it turns the structs of a
// project's packages, with their db, migrate, gorm and bun tags, into a neutral
// [schema.Database]. Nothing is compiled or run (see internal/source); what
// can't be told from the source is an error that names the field and the line
// to add. The tags are documented in docs/models.md.
//
// A file of the package is about one step: discover.go finds the models;
// plain*.go reads structs with db and migrate tags, gorm*.go those that follow
// GORM's rules, bun*.go those that follow Bun's; column.go, constraint.go and tablesettings.go apply the migrate
// tag to either.
package gostruct
