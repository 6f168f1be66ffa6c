// Package postgres is the dialect of PostgreSQL 13 and newer.
//
//	url.go        connection URLs
//	names.go      identifiers
//	types.go      type names, neutral and native
//	literal.go    values
//	defaults.go   column defaults as the catalog spells them
//	arrays.go     the two forms in which the catalog prints IN over varchar
//	lower.go      tables and other objects in native form, and back
//	serial.go     serial columns, identity columns and the sequences behind them
//	typed.go      tables of a composite type
//	reconcile.go  what a model leaves open and the live database has settled
//	compile*.go   operations as statements; cast.go says when a change of type needs USING
//	session.go    transactions and the lock
//	explain.go    what to do about an error
//
// # Options
//
// Settings that only PostgreSQL has are options under "postgres". An option that
// is absent is the server's default.
//
//	table:   unlogged = "true"
//	         with_NAME = "VALUE"            storage parameter, e.g. with_fillfactor, with_toast.autovacuum_enabled
//	         parameter_order = "b, a"       in which a dump lists these, where not by name
//	         partition_by = "RANGE (day)"
//	         partition_of = "events"        the parent, as SQL spells it; a partition lists
//	                                        only the columns that differ from the parent's
//	         partition_bound = "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"
//	         inherits = "base, other"       parents; inherited columns are not listed
//	         of_type = "person"             the composite type whose columns it has
//	         row_security = "enabled" | "forced" | "forced once enabled"
//	         replica_identity = "full" | "nothing" | the name of an index
//	         tablespace, access_method
//	         "index NAME"                   what a partition calls its part of the parent's index,
//	         "index_with NAME" = "fillfactor = '70'" | "none", "index_comment NAME", "index_key_comment NAME"
//	                                        and what else that has of its own
//	         "policy NAME" = "AS PERMISSIVE FOR ALL TO PUBLIC USING (…)"
//	         "rule NAME" = the CREATE RULE statement
//	column:  storage = "external", compression = "lz4", statistics = "500"
//	         sequence = NAME                of an identity column, where it is not TABLE_COLUMN_seq
//	         sequence_comment = "…"         of an identity column, on its sequence
//	index:   with_NAME = "VALUE", tablespace, invalid = "true"
//	         "statistics N" = "500"         of the expression in place N
//	         only = "true"                  of a partitioned table: not all partitions have one
//	         attach_to = "ix"               of a partition: that one, of which it is a part
//	unique, primary key: with_NAME = "VALUE", only, attach_to
//	view:    with_NAME = "VALUE" (security_barrier, check_option, …)
//	         no_data = "true"               a materialized view that has not been filled
//	         cluster, replica_identity, tablespace, access_method
//	         "default COLUMN", "comment COLUMN", "storage COLUMN", "compression COLUMN", "statistics COLUMN"
//	         "rule NAME" = the CREATE RULE statement
//	trigger: state = "disabled" | "replica" | "always"
//	         "state PARTITION" = one of these or "enabled": in a partition of its table, where it is another one
//
// Names within options and in [schema.Sequence].OwnedBy ("table.column") are
// written as SQL writes them: quoted where they need it.
package postgres
