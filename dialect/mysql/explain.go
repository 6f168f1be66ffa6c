package mysql

import (
	"regexp"
	"strconv"
	"strings"
)

// advice is what a user can do about an error of the server, by its number.
var advice = map[int]string{
	1040: "the server has no free connection: close some, or raise max_connections",
	1044: "the user may not use this database: GRANT it the privileges, or connect as another user",
	1045: "the server refused the user name or password: check both in the URL; special characters of a password are written %40 for @, %2F for /, %25 for %",
	1049: "there is no such database: create it, or mend the name in the URL",
	1005: "if errno is 150, a foreign key does not fit: both columns need the same type, sign and character set, the referred ones an index, and the referred table must exist",
	1022: "rows that are there have the same value twice: find them with GROUP BY … HAVING COUNT(*) > 1, and mend them in an execute before this operation",
	1025: "if errno is 150, another table's foreign key needs what was to go: drop that key first",
	1050: "the table is there already: was this revision applied by hand? Then stamp it",
	1059: "a name is longer than 64 characters",
	1060: "the column is there already: was this revision applied by hand? Then stamp it",
	1061: "an index of this name is there already",
	1062: "rows that are there have the same value twice: find them with GROUP BY … HAVING COUNT(*) > 1, and mend them in an execute before this operation",
	1067: "the default does not fit the column's type; with sql_mode NO_ZERO_DATE, zero dates are not allowed",
	1068: "the table has a primary key already: drop that first",
	1071: "the index is too long: give text columns a length in the index, or use a shorter type",
	1074: "the column is too long for a varchar: use text",
	1075: "a column with auto_increment must be a key, and there can be one only",
	1091: "it is not there: was this revision undone by hand? Then stamp it",
	1101: "MySQL before 8.0.13 and MariaDB before 10.2 take no default here",
	1118: "the columns of a row take more than 65535 bytes together: make some of them text",
	1138: "rows that are there have NULL in the column: fill them in an execute before this operation",
	1142: "the user lacks a privilege on this table",
	1170: "a text or blob column in an index needs a length: { name = \"…\", length = 100 }",
	1173: "the server lets no table be without a primary key: change it by an execute of one statement, ALTER TABLE … DROP PRIMARY KEY, ADD PRIMARY KEY (…)",
	1205: "another transaction holds a lock: try again, or raise lock_wait_timeout and innodb_lock_wait_timeout",
	1213: "two transactions waited for each other, and the server ended this one: try again",
	1215: "the foreign key does not fit: both columns need the same type, sign and character set, and the referred ones an index",
	1227: "the user lacks a privilege for this; a DEFINER other than oneself needs SET USER (MariaDB) or SET_USER_ID (MySQL)",
	1264: "a value that is there does not fit the new type",
	1265: "a value that is there, or a NULL, does not fit the new type: mend it in an execute before this operation",
	1290: "the server does not allow this: is it read-only?",
	1364: "the statement leaves out a column that takes no NULL and has no default: name it there, or give the column a default",
	1366: "a value that is there does not fit the column's new type or character set",
	1406: "a value that is there is longer than the new type allows",
	1419: "with binary logging on, the server wants log_bin_trust_function_creators = 1, or a user with SUPER",
	1451: "other rows refer to this one",
	1452: "rows that are there refer to rows that are not: find them with a LEFT JOIN, and mend them in an execute before this operation",
	1553: "a foreign key needs this index: create another one over its columns first, or drop the key",
	1674: "MySQL lets no column come with such a default: add it without, change the default by an alter_column, and fill the rows in an execute",
	1826: "a foreign key of this name is there already: their names are unique in the whole database",
	1828: "a foreign key needs this column: drop the key first",
	1832: "a foreign key uses this column: drop the key, change the column, make the key again",
	1833: "a foreign key of another table uses this column: drop the key, change the column, make the key again",
	1846: "the server can't do this without a copy of the table",
	3750: "the server lets no table be without a primary key: change it by an execute of one statement, ALTER TABLE … DROP PRIMARY KEY, ADD PRIMARY KEY (…), or with a user who may set sql_require_primary_key in the session",
	3780: "the foreign key's columns differ in type: both need the same type, sign and character set",
	3819: "rows that are there break the check: mend them in an execute before this operation",
	4025: "rows that are there break the check: mend them in an execute before this operation",
	3959: "the check uses this column: drop the check first",
	1901: "the expression uses something that the server does not allow here",
}

// serverError is how the driver spells an error of the server.
var serverError = regexp.MustCompile(`Error (\d{4})(?: \([0-9A-Z]{5}\))?:`)

// Explain adds what the user can do about an error.
func (*Dialect) Explain(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	if m := serverError.FindStringSubmatch(text); m != nil {
		number, _ := strconv.Atoi(m[1])
		return advice[number]
	}
	for _, a := range connectionAdvice {
		if strings.Contains(text, a.text) {
			return a.advice
		}
	}
	return ""
}

const lost = "the server closed the connection: was it restarted, or the connection idle for too long? When it is back, run the same command again"

// connectionAdvice is for errors that no server sent.
var connectionAdvice = []struct{ text, advice string }{
	{"connection refused", "nothing listens there: is the server running, are host and port right?"},
	{"no such host", "the host name is not known: check it in the URL"},
	{"no such file or directory", "there is no such socket: is the server running, is the path right?"},
	{"i/o timeout", "the server did not answer: a firewall, or the wrong host"},
	{"invalid connection", lost}, {"bad connection", lost}, {"EOF", lost}, {"connection reset", lost}, {"broken pipe", lost},
	{"TLS requested but server does not support TLS", "leave tls out of the URL, or say tls=preferred"},
	{"certificate", "the server's certificate is not trusted: name the file of its authority in the environment variable SSL_CERT_FILE; tls=skip-verify turns the check off"},
}
