package sqlite

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
)

// driver is the name under which modernc.org/sqlite registers itself.
const driver = "sqlite"

// extensions of files that a bare path is taken for a database by.
var extensions = []string{".db", ".sqlite", ".sqlite3", ".db3"}

// defaults are the driver's settings, unless the URL has its own: how long to
// wait for a lock, and to write a time.Time in a form that SQLite's functions and
// the driver itself can read.
var defaults = []struct{ key, value string }{
	{"_pragma", fmt.Sprintf("busy_timeout(%d)", busyTimeout)},
	{"_time_format", "sqlite"},
}

// DSN understands
//
//	sqlite://relative.db   sqlite:///absolute/path.db   sqlite::memory:   (also sqlite3)
//	sqlite+aiosqlite:///relative.db   sqlite+pysqlite:////absolute/path.db   (SQLAlchemy's)
//	file:path.db?mode=ro   app.db   ./data/app.sqlite3   :memory:
//
// In a URL, but not in a bare path, %20 is a space and ? starts settings for the
// driver.
func (Dialect) DSN(raw string) (driverName, dsn string, ok bool, err error) {
	scheme, rest := cutScheme(raw)
	switch {
	case raw == ":memory:":
		dsn = memory(nil)
	case scheme == "file":
		dsn, err = fileURI(raw)
	case scheme == "sqlite", scheme == "sqlite3":
		dsn, err = fromURL(rest, false)
	case strings.HasPrefix(scheme, "sqlite+"), strings.HasPrefix(scheme, "sqlite3+"):
		dsn, err = fromURL(rest, true)
	case scheme == "" && slices.Contains(extensions, strings.ToLower(filepath.Ext(raw))):
		dsn = fileDSN(filepath.ToSlash(raw), nil)
	default:
		return "", "", false, nil
	}
	return driver, dsn, true, err
}

// Existing opens a file without making it. One in memory is made, always.
func (Dialect) Existing(dsn string) string {
	if strings.Contains(dsn, "mode=") || strings.Contains(dsn, "vfs=memdb") {
		return dsn
	}
	return dsn + "&mode=rw"
}

// cutScheme parts a URL's scheme, in lower case. A drive letter is none.
func cutScheme(raw string) (scheme, rest string) {
	before, after, found := strings.Cut(raw, ":")
	if !found || len(before) < 2 || strings.ContainsFunc(before, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("+-.", r)
	}) {
		return "", raw
	}
	return strings.ToLower(before), after
}

// fromURL reads what follows the scheme. In SQLAlchemy's URLs the path starts
// behind the third slash.
func fromURL(rest string, alchemy bool) (string, error) {
	path, rawQuery, _ := strings.Cut(rest, "?")
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return "", fmt.Errorf("the settings after ? in the SQLite URL: %w", err)
	}
	path, authority := strings.CutPrefix(path, "//")
	if alchemy {
		path = strings.TrimPrefix(path, "/")
	}
	if path, err = url.PathUnescape(path); err != nil {
		return "", fmt.Errorf("the path of the SQLite URL: %w: write %%25 for a percent sign", err)
	}
	switch {
	case path == ":memory:" || path == "/:memory:" || path == "" && alchemy && authority:
		return memory(query), nil
	case path == "" || path == "/":
		return "", errors.New("the SQLite URL names no file: write sqlite://app.db, or sqlite:///folder/app.db for an absolute path")
	}
	return fileDSN(path, query), nil
}

// fileDSN makes the URI that the driver opens a file by. SQLite takes what stands
// between two slashes and a third for a host, so a path starts with one at most.
func fileDSN(path string, query url.Values) string {
	if strings.HasPrefix(path, "/") {
		path = "/" + strings.TrimLeft(path, "/")
	} else if len(path) > 2 && path[1] == ':' && path[2] == '/' {
		path = "/" + path // C:/app.db
	}
	escaped := (&url.URL{Path: path}).EscapedPath()
	return "file:" + escaped + "?" + withDefaults(query).Encode()
}

var memories atomic.Int64

// memory makes the URI of a database in memory that all connections of one
// sql.DB see, and no other.
func memory(query url.Values) string {
	query = withDefaults(query)
	query.Set("vfs", "memdb")
	return fmt.Sprintf("file:/limbeck-%d?%s", memories.Add(1), query.Encode())
}

// fileURI completes the settings of a file: URI, which is passed on as it is.
func fileURI(raw string) (string, error) {
	rest, _, _ := strings.Cut(raw, "#") // SQLite does not read a fragment either
	head, rawQuery, _ := strings.Cut(rest, "?")
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return "", fmt.Errorf("the settings after ? in the file: URI: %w", err)
	}
	if path := strings.TrimPrefix(head, "file:"); path == ":memory:" || query.Get("mode") == "memory" && query.Get("cache") == "" {
		query.Del("mode")
		return memory(query), nil
	}
	return head + "?" + withDefaults(query).Encode(), nil
}

// withDefaults adds the settings that a query lacks.
func withDefaults(query url.Values) url.Values {
	if query == nil {
		query = url.Values{}
	}
	for _, d := range defaults {
		setting, _, _ := strings.Cut(d.value, "(")
		if !slices.ContainsFunc(query[d.key], func(v string) bool { return d.key != "_pragma" || strings.Contains(v, setting) }) {
			query.Add(d.key, d.value)
		}
	}
	return query
}
