// Package runner takes the steps of a plan to a database, or writes them as SQL.
//
// A run locks first, reads the version table under the lock, plans, and runs one
// revision after the other. Where DDL is transactional a revision, its version
// row and its journal row commit together. Where it is not (MySQL, MariaDB), and for what
// refuses a transaction, the journal is told before each statement, and the next run
// finds out from the catalog whether the one that was cut off took effect.
//
// The version table has Alembic's layout: one row per current head. The journal
// (migrate_journal) keeps what was run, when, by whom, and the checksum of the
// file as it was then.
package runner
