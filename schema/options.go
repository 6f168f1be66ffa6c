package schema

// Options that are read outside their own dialect too: operations are ordered, taken back
// or written by what they say. All others are between a dialect and its introspection.

// PostgreSQL.
const (
	// PartitionOf, PartitionBound: of a table, the one that it is a partition of, and which.
	PartitionOf    = "partition_of"
	PartitionBound = "partition_bound"
	// PartitionBy: of a table, how it is partitioned.
	PartitionBy = "partition_by"
	// Inherits: of a table, its parents.
	Inherits = "inherits"
	// ParentExclusion: of a partition, with the name of an exclusion that it has from its parent, the
	// name of the parent's.
	ParentExclusion = "exclusion"
	// Unlogged: of a table, "true" where it is (PostgreSQL).
	Unlogged = "unlogged"
	// CatalogTable: of a table, "true" where logical decoding reads it as it does the catalog (PostgreSQL),
	// and the server refuses to write it anew.
	CatalogTable = "with_user_catalog_table"
	// OfType: of a table, the composite type whose columns it has, and no others.
	OfType = "of_type"
	// ReplicaIdentity, ClusterOn: of a table, the name of the index that serves for it.
	ReplicaIdentity = "replica_identity"
	ClusterOn       = "cluster"
	// Inherited: of a column, that it is the parent's and not said again.
	Inherited = "inherited"
	// SequenceOf: of a column that numbers rows, its sequence where that has not the server's own name.
	SequenceOf = "sequence"
	// SequenceComment: of an identity column, the comment on its sequence (PostgreSQL).
	SequenceComment = "sequence_comment"
	// NotNullName: of a column, the name of its NOT NULL where it is not the server's own.
	NotNullName = "not_null_name"
	// OnlyHere: of a key, an exclusion or an index, that it is not on the partitions. AttachTo: of a
	// partition's, the parent's index that it is attached to, where that is not valid: where it is,
	// all have one.
	OnlyHere = "only"
	AttachTo = "attach_to"
)

// Partial reports whether a key, an exclusion or an index is, by its options, part of one that
// not all partitions have.
func (o Options) Partial() bool { return o.Get("postgres", OnlyHere) != "" || o.Attached() }

// Attached reports whether one is, by its options, attached to its parent's and goes with it.
func (o Options) Attached() bool { return o.Get("postgres", AttachTo) != "" }

// MySQL and MariaDB.
const (
	// AutoIncrement: of a table, the next number.
	AutoIncrement = "auto_increment"
	// Partition: of a table, its PARTITION BY clause.
	Partition = "partition"
	// Period, SystemPeriod: of a table, PERIOD FOR valid (from, to), and PERIOD FOR SYSTEM_TIME (from, to).
	Period       = "period"
	SystemPeriod = "system_period"
	// SystemVersioning: of a table. WithoutSystemVersioning: of a column in one.
	SystemVersioning        = "system_versioning"
	WithoutSystemVersioning = "without_system_versioning"
	// WithoutOverlaps: of a key, its period.
	WithoutOverlaps = "without_overlaps"
	// Follows: of a trigger, the one that fires before it.
	Follows = "follows"
)

// SQLite.
const (
	// Strict, WithoutRowid: of a table.
	Strict       = "strict"
	WithoutRowid = "without_rowid"
	// KeyNotNull: of a column in a primary key, false when it may be NULL, and true when NOT
	// NULL is said though it goes without saying.
	KeyNotNull = "not_null"
)
