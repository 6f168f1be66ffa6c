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
package mysql
