package sqlite

import (
	"errors"
	"regexp"
	"strings"
)

// advice is what a user can do about an error: by SQLite's primary result code,
// where the driver tells one, else by the words of its message.
var advice = []struct {
	code  int
	words string
	text  string
}{
	{5, "database is locked", "another program is writing to the database, or keeps a transaction open: wait for it or end it, then run the same command again"},
	{6, "table is locked", "a query on the same database is still open: end it, then run the same command again"},
	{8, "readonly database", "the file or its folder can't be written: check the owner and permissions of both, and that the URL has no mode=ro"},
	{10, "disk I/O error", "the disk has no room or is failing, or the file has reached a limit (ulimit -f): mend that, then run the same command again"},
	{11, "malformed", "the file is damaged: restore a backup, or save what is left with the sqlite3 shell's .recover"},
	{13, "disk is full", "make room on the disk (a rebuilt table is there twice for a while), then run the same command again; nothing was changed"},
	{14, "unable to open", "the folder of the database must exist and be writable, and the path must not be a folder; a command that only looks wants the file to be there"},
	{26, "not a database", "the file is no SQLite database, or an encrypted one"},
}

// rowAdvice is about rows, and objects, that stand in the way of a new schema. $1 is the table
// and $2 the column or columns; a rebuild's messages name the table that it makes.
var rowAdvice = []struct {
	message *regexp.Regexp
	text    string
}{
	{regexp.MustCompile(`NOT NULL constraint failed: _migrate_new_(.+)\.(.+?)(?: \(\d+\)|$)`),
		"table $1 has rows that hold NULL in column $2, or would: fill them first, with op = \"execute\", or give the column a default"},
	{regexp.MustCompile(`UNIQUE constraint failed: _migrate_new_(.+?)\.(.+?)(?: \(\d+\)|$)`),
		"rows of table $1 hold the same in column $2: mend them first, with op = \"execute\""},
	{regexp.MustCompile(`CHECK constraint failed`), "rows break the check: mend them first, with op = \"execute\""},
	{regexp.MustCompile(`datatype mismatch`),
		"the column becomes the table's row number (INTEGER PRIMARY KEY), but rows hold NULL or something other than whole numbers in it"},
	{regexp.MustCompile(`no such module`),
		"the SQLite in this program hasn't got that module (it has fts5 and rtree): drop the triggers and views that use its tables before, and make them again after"},
	{regexp.MustCompile(`after drop column`), "a view, trigger or generated column still uses the column: drop or change it first"},
}

// Explain adds to a driver's error what the user can do about it.
func (Dialect) Explain(err error) string {
	if err == nil {
		return ""
	}
	code := code(err)
	message := err.Error()
	for _, a := range advice {
		if a.code == code || strings.Contains(message, a.words) {
			return a.text
		}
	}
	for _, a := range rowAdvice {
		if at := a.message.FindStringSubmatchIndex(message); at != nil {
			text := a.message.ExpandString(nil, a.text, message, at)
			return strings.ReplaceAll(string(text), "_migrate_new_", "")
		}
	}
	return ""
}

// busy is SQLITE_BUSY: another program has the lock.
const busy = 5

// code is SQLite's primary result code of a driver's error, 0 when it has none.
// What the rest of the number tells is more, but not what to do.
func code(err error) int {
	var coded interface{ Code() int }
	if errors.As(err, &coded) {
		return coded.Code() & 0xff
	}
	return 0
}
