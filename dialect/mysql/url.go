package mysql

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
)

const defaultPort = "3306"

// schemes are the URL schemes of this dialect, before any "+driver".
var schemes = []string{"mysql", "mariadb", "maria"}

// target is what a URL says, decoded.
type target struct {
	user, password string
	network, addr  string
	database       string
	params         []param
}

type param struct{ key, value string }

// DSN turns a URL, or the driver's own user:password@tcp(host:port)/database,
// into what github.com/go-sql-driver/mysql opens.
func (*Dialect) DSN(raw string) (driver, dsn string, ok bool, err error) {
	rest, socket, isURL := cutScheme(raw)
	var to target
	switch {
	case isURL && driverForm(rest):
		to, err = parseDriverForm(rest)
	case isURL:
		to, err = parseURL(rest, socket)
	case !strings.Contains(raw, "://") && driverForm(raw):
		to, err = parseDriverForm(raw)
	default:
		return "", "", false, nil
	}
	if err == nil {
		dsn, err = to.dsn()
	}
	if err != nil {
		return "", "", true, fmt.Errorf("the database URL: %w", err)
	}
	return "mysql", dsn, true, nil
}

// cutScheme cuts mysql://, mariadb+pymysql:// and the like off a URL. socket
// tells that the part after the plus is "unix".
func cutScheme(raw string) (rest string, socket, ok bool) {
	scheme, rest, found := strings.Cut(raw, "://")
	if !found {
		return "", false, false
	}
	base, suffix, _ := strings.Cut(strings.ToLower(scheme), "+")
	return rest, suffix == "unix", slices.Contains(schemes, base)
}

// cutDriverForm cuts the driver's own form at its ")/": the last one, so that a
// password may have any character.
func cutDriverForm(s string) (head, database, query string, ok bool) {
	head, rest, ok := cutLast(s, ")/")
	database, query, _ = strings.Cut(rest, "?")
	return head, database, query, ok
}

func cutLast(s, sep string) (before, after string, ok bool) {
	at := strings.LastIndex(s, sep)
	if at < 0 {
		return s, "", false
	}
	return s[:at], s[at+len(sep):], true
}

// driverForm reports whether a text has the driver's protocol(address)/ in it.
func driverForm(s string) bool {
	head, _, _, ok := cutDriverForm(s)
	network, _, paren := strings.Cut(head[strings.LastIndexByte(head, '@')+1:], "(")
	return ok && paren && !strings.ContainsAny(network, "/: ")
}

// parseDriverForm reads [user[:password]@]protocol(address)/database[?params].
// The password is taken as it stands, as the driver does.
func parseDriverForm(s string) (target, error) {
	to := target{network: "tcp"}
	head, database, query, _ := cutDriverForm(s)
	if login, address, ok := cutLast(head, "@"); ok {
		to.user, to.password, _ = strings.Cut(login, ":")
		head = address
	}
	network, address, _ := strings.Cut(head, "(")
	if network != "" {
		to.network = network
	}
	to.addr = address
	if to.network == "tcp" && to.addr != "" {
		to.addr = withPort(to.addr)
	}
	var err error
	if to.database, err = unescape(database, "database name"); err != nil {
		return to, err
	}
	return to, to.query(query)
}

// parseURL reads user:password@host:port/database?params, or, for a socket,
// [user:password@]/path?database=name.
func parseURL(s string, socket bool) (target, error) {
	to := target{network: "tcp"}
	// A password may hold an unescaped slash, @ or question mark.
	authority, path, query := splitURL(s)
	host := authority
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		host = authority[at+1:]
		user, password, _ := strings.Cut(authority[:at], ":")
		var err error
		if to.user, err = unescape(user, "user name"); err != nil {
			return to, err
		}
		if to.password, err = unescape(password, "password"); err != nil {
			return to, err
		}
	}
	path, err := unescape(path, "path")
	if err != nil {
		return to, err
	}
	if socket {
		to.network, to.addr = "unix", "/"+path
		return to, to.query(query)
	}
	to.database = path
	if host == "" {
		host = "127.0.0.1"
	}
	if host, err = unescape(host, "host"); err != nil {
		return to, err
	}
	to.addr = withPort(host)
	return to, to.query(query)
}

// splitURL cuts what follows a scheme into authority, path and query.
func splitURL(s string) (authority, path, query string) {
	s, query = cutQuery(s)
	at := strings.LastIndexByte(s, '@')
	slash := strings.IndexByte(s[at+1:], '/')
	if slash < 0 {
		return s, "", query
	}
	slash += at + 1
	return s[:slash], s[slash+1:], query
}

// cutQuery cuts at the question mark that starts the query: the first one, unless
// what is before it is still part of the password (no host and no path yet).
func cutQuery(s string) (before, query string) {
	mark := strings.IndexByte(s, '?')
	if mark < 0 {
		return s, ""
	}
	if at := strings.LastIndexByte(s, '@'); at > mark && !strings.ContainsAny(s[:mark], "@/") {
		next := strings.IndexByte(s[at:], '?')
		if next < 0 {
			return s, ""
		}
		mark = at + next
	}
	return s[:mark], s[mark+1:]
}

// withPort adds the default port to a host that has none; an IPv6 address may
// come with or without brackets.
func withPort(host string) string {
	if _, _, err := net.SplitHostPort(host); err == nil {
		if strings.HasSuffix(host, ":") {
			return host + defaultPort
		}
		return host
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), defaultPort)
}

// unescape decodes %XX; a text that has a stray % is an error that does not
// show the text.
func unescape(s, what string) (string, error) {
	out, err := url.PathUnescape(s)
	if err != nil {
		return "", fmt.Errorf("the %s has a %% that is not followed by two hexadecimal digits; write %%25 for a percent sign", what)
	}
	return out, nil
}

// query takes the parameters: some are ours (socket, database), the rest are the
// driver's.
func (t *target) query(query string) error {
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		key, errKey := url.QueryUnescape(key)
		value, errValue := url.QueryUnescape(value)
		if errKey != nil || errValue != nil {
			return errors.New("a parameter has a % that is not followed by two hexadecimal digits; write %25 for a percent sign")
		}
		if err := t.set(key, value); err != nil {
			return err
		}
	}
	return nil
}

// sslModes are the values of PostgreSQL's and MySQL's ssl-mode in terms of the
// driver's tls.
var sslModes = map[string]string{
	"disable": "false", "disabled": "false",
	"prefer": "preferred", "preferred": "preferred",
	"require": "skip-verify", "required": "skip-verify",
	"verify-full": "true", "verify_identity": "true",
}

func (t *target) set(key, value string) error {
	switch strings.ToLower(key) {
	case "socket", "unix_socket":
		t.network, t.addr = "unix", value
	case "database", "db":
		t.database = value
	case "sslmode", "ssl-mode", "ssl_mode":
		tls, ok := sslModes[strings.ToLower(value)]
		if !ok {
			return fmt.Errorf("ssl-mode %q is not one of disabled, preferred, required, verify_identity", value)
		}
		t.params = append(t.params, param{"tls", tls})
	case "multistatements", "parsetime":
		// Both are decided here: scripts are split by Limbeck itself.
	case "ssl-ca", "ssl_ca", "sslca", "sslrootcert":
		return fmt.Errorf("the driver has no parameter %s: say tls=true, and name the file in the environment variable SSL_CERT_FILE", key)
	case "strict":
		return errors.New("the driver has no parameter strict: set sql_mode instead")
	default:
		t.params = append(t.params, param{key, value})
	}
	return nil
}

func (t *target) has(key string) bool {
	return slices.ContainsFunc(t.params, func(p param) bool { return p.key == key })
}

// dsn spells the target in the driver's syntax. The driver splits the user off
// at the first colon and the address at the last @ and the last slash, and
// decodes neither: what would be misread is refused.
func (t *target) dsn() (string, error) {
	if strings.ContainsAny(t.user, ":") {
		return "", errors.New("the driver can't log in as a user whose name has a colon")
	}
	if strings.ContainsAny(t.addr, "@()") {
		return "", fmt.Errorf("the address %q has a character that the driver can't take: @, ( or )", t.addr)
	}
	var b strings.Builder
	if t.user != "" || t.password != "" {
		b.WriteString(t.user)
		if t.password != "" {
			b.WriteString(":" + t.password)
		}
		b.WriteByte('@')
	}
	fmt.Fprintf(&b, "%s(%s)/%s?parseTime=true", t.network, t.addr, url.PathEscape(t.database))
	if !t.has("charset") && !t.has("collation") {
		b.WriteString("&charset=utf8mb4")
	}
	for _, p := range t.params {
		b.WriteString("&" + p.key + "=" + escapeParam(p))
	}
	return b.String(), nil
}

// escapeParam escapes a parameter's value unless the driver reads it raw.
func escapeParam(p param) string {
	switch p.key {
	case "charset", "collation", "timeout", "readTimeout", "writeTimeout", "maxAllowedPacket":
		return p.value
	}
	return url.QueryEscape(p.value)
}
