package migrate

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/dialect/sqlite"
	"github.com/limbeck/migrate/internal/spelling"
)

// dialects are the databases that there are. To add one, add it here.
var dialects = []dialect.Dialect{postgres.New(), mysql.New(), sqlite.New()}

// Dialect returns the dialect of a name: "postgres", "mysql" or "sqlite".
func Dialect(name string) (dialect.Dialect, error) {
	var names []string
	for _, d := range dialects {
		if d.Name() == name {
			return d, nil
		}
		names = append(names, d.Name())
	}
	if name == "mariadb" {
		return Dialect("mysql")
	}
	return nil, fmt.Errorf("there is no dialect %q%s (there are %s)", name, spelling.DidYouMean(name, names), strings.Join(names, ", "))
}

// ParseURL tells the dialect of a database URL, and with what driver and data
// source name to open it. The error never contains a password.
func ParseURL(text string) (d dialect.Dialect, driver, dsn string, err error) {
	for _, d := range dialects {
		driver, dsn, ok, err := d.DSN(text)
		if err != nil {
			return nil, "", "", err
		}
		if ok {
			return d, driver, dsn, nil
		}
	}
	return nil, "", "", fmt.Errorf("the URL %s is of no known kind of database: it starts with postgres://, mysql://, mariadb:// or sqlite://, or is the path of a .db file", Redact(text))
}

var secret = regexp.MustCompile(`(?i)((?:password|pwd|sslpassword)=)[^&\s]+`)

// Redact hides the password of a database URL, however broken the URL is: rather
// more than the password goes than that a part of it stays.
func Redact(text string) string {
	if at := strings.LastIndex(text, "@"); at >= 0 {
		scheme, login, found := strings.Cut(text[:at], "://")
		if !found {
			scheme, login = "", text[:at]
		} else {
			scheme += "://"
		}
		if user, _, has := strings.Cut(login, ":"); has {
			text = scheme + user + ":xxxxx" + text[at:]
		}
	}
	return secret.ReplaceAllString(text, "${1}xxxxx")
}
