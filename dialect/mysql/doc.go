// Package mysql is the dialect of MySQL 8 and MariaDB 10.5 and later; both go
// by the name "mysql". It imports no driver: a program that opens a URL of this
// dialect brings github.com/go-sql-driver/mysql.
//
// A Dialect does not know which of the two servers it speaks to, so the
// statements that it makes are accepted by both; where only one has a feature
// (MariaDB's sequences and system versioning, MySQL's functional indexes), the
// other one's own error says so. What differs in reading is package introspect's.
//
// # Types
//
// The native form of a type is what COLUMN_TYPE says, with four differences that
// keep it apart from the neutral names and make both servers say the same:
//
//   - an integer's display width is left out where it is the default one (int,
//     not int(11)); MySQL 8 shows none;
//   - the type TIMESTAMP is spelled timestamptz: it is an instant, stored in UTC
//     and shown in the session's time zone, and ends in 2038. The neutral
//     timestamp is DATETIME;
//   - MariaDB's own UUID is spelled mariadb_schema.uuid (which the server also
//     takes): the neutral uuid is char(36), which both servers have;
//   - JSON is json; MariaDB's catalog says longtext with a check.
//
// The neutral numeric without a precision holds what fits into decimal(65,30),
// because MySQL's own default, decimal(10,0), would cut off every fraction. Text
// is TEXT (64 KB) and blob is BLOB (64 KB), as other tools map them; longtext
// and longblob are native names. There is no interval.
//
// # Options
//
// Settings that only these servers have are options under "mysql". An option that
// is absent is the server's default, and of engine and collate what the table has.
//
//	table:    engine, charset, collate, row_format, auto_increment, … as CREATE TABLE calls them
//	          partition = "PARTITION BY …"
//	          system_versioning = "true", system_period = "PERIOD FOR SYSTEM_TIME (a, b)"
//	          period = "PERIOD FOR name (a, b)"
//	column:   invisible = "true"; srid (MySQL) or ref_system_id (MariaDB); engine_attribute
//	          compressed, without_system_versioning = "true" (MariaDB)
//	          check = an expression, which offline SQL repeats with the column (MariaDB)
//	key:      length.COLUMN, order.COLUMN of a primary key's part
//	          without_overlaps = the name of a period, which is the key's last part (MariaDB)
//	index:    parser; invisible (MySQL) or ignored (MariaDB) = "true"; without_overlaps
//	view:     algorithm, security, check_option
//	trigger:  follows = the one that fires before it; first = "true", before all others
//	view, trigger, routine, event:
//	          definer, and, of the session that made it: sql_mode, client_charset,
//	          client_collation, time_zone
//
// # What the server wants beside an operation
//
// A column that numbers itself must be a key at all times: between the drop of its
// key and the making of the next an index of our own stands in (keeper.go), as one
// does for a foreign key (compile_keys.go). A change of a versioned table's columns
// changes its history along; to get or lose a period of its own it is versioned
// anew, and its history starts again (period.go). MySQL lets no column come with a
// default like UUID(): it gets that afterwards, and the rows are filled by an UPDATE,
// which their triggers see (compile_column.go).
package mysql
