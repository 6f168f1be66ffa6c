// Package sqlite is the dialect of SQLite.
//
// Types. SQLite keeps a declared type as it is written and derives from it an
// affinity, by which it may change values. A neutral type is declared under its
// own name where that gives the right affinity, and under a longer one where it
// would not ([Dialect.LowerType] has the table).
//
// Alterations that ALTER TABLE can't do, or not exactly, are done by making a new
// table, copying the rows and renaming it, all within a savepoint; see rebuild.go.
// It keeps rows and rowids, the AUTOINCREMENT counter, indexes, triggers, views,
// references from and to the table, and of the old CREATE TABLE text whatever did
// not change, comments included.
//
// Options. What only SQLite has stands in options under "sqlite":
//
//	table        strict, without_rowid    "true"
//	column       not_null                 "false": a primary key column that takes NULL, as SQLite allows;
//	                                      "true": NOT NULL said of an INTEGER PRIMARY KEY, which needs none
//	             not_null_on_conflict     rollback, abort, fail, ignore, replace
//	primary key  on_conflict              the same
//	             terms                    what follows each of two columns: "desc,collate nocase"
//	             rowid                    "false": INTEGER PRIMARY KEY DESC, which is no alias of the rowid
//	unique       on_conflict, terms       as above
//
// A column declared without a type has the type "untyped".
//
// Foreign keys are enforced by SQLite only where an application turns them on.
// While migrating they are off, and [Dialect.Commit] looks for rows that a
// transaction has left without their parent.
package sqlite
