// Package dialect says what a database has to be able to tell the rest of
// Limbeck: its URL forms, its quoting and spelling, how an operation becomes
// statements, which of them may run in a transaction, and how to lock. The
// dialects themselves live in the folders below, one each; what they share
// (lowering a schema, reading SQL text by tokens) lives here.
//
// No dialect imports a database driver: a program brings its own, and the
// migrate command brings all of them.
package dialect
