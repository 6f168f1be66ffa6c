package postgres

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// scheme matches the URLs that are PostgreSQL's, with SQLAlchemy's +driver.
var scheme = regexp.MustCompile(`^(?i)postgres(ql)?(\+[a-z0-9_]+)?://`)

// clientOnly are settings of other client libraries that the server would refuse
// and that change nothing here.
var clientOnly = []string{"channel_binding", "gssencmode", "gssdelegation", "gsslib", "keepalives", "keepalives_count",
	"keepalives_idle", "keepalives_interval", "requirepeer", "require_auth", "sslcompression", "sslcrl", "sslcrldir",
	"tcp_user_timeout", "async_fallback", "prepared_statement_cache_size"}

// DSN turns a URL into the driver's key='value' form. What the URL leaves out is
// left to the driver, and so to the PG… variables; but for sslmode, which defaults
// to what psql does.
func (Dialect) DSN(raw string) (driver, dsn string, ok bool, err error) {
	head := scheme.FindString(raw)
	if head == "" {
		return "", "", false, nil
	}
	settings, err := parseURL(raw[len(head):])
	if err != nil {
		return "", "", true, fmt.Errorf("the PostgreSQL URL is not valid: %w (it is postgres://user:password@host:port/database?sslmode=…)", err)
	}
	if settings["sslmode"] == "" && os.Getenv("PGSSLMODE") == "" {
		settings["sslmode"] = "prefer" // libpq's default; the driver's own is require
	}
	keys := make([]string, 0, len(settings))
	for k, v := range settings {
		if v != "" && !slices.Contains(clientOnly, k) {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	quote := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	for i, k := range keys {
		keys[i] = k + "='" + quote.Replace(settings[k]) + "'"
	}
	return name, strings.Join(keys, " "), true, nil
}

// parseURL reads what follows the scheme. It takes passwords as people paste
// them, with or without percent encoding, which net/url does not. No error of it
// quotes the URL: the password could be anywhere in a malformed one.
func parseURL(rest string) (map[string]string, error) {
	rest, query := cutQuery(rest)
	settings := map[string]string{}
	if at := strings.LastIndexByte(rest, '@'); at >= 0 {
		user, password, _ := strings.Cut(rest[:at], ":")
		settings["user"], settings["password"] = unescape(user), unescape(password)
		rest = rest[at+1:]
	}
	hosts, database, _ := strings.Cut(rest, "/")
	settings["dbname"] = unescape(database)
	if err := parseHosts(hosts, settings); err != nil {
		return nil, err
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, errors.New("its part after the ? can't be read")
	}
	for k := range values {
		if k == "" || strings.ContainsAny(k, " ='\\") {
			return nil, errors.New("its part after the ? has a key that is no name")
		}
		settings[k] = values.Get(k)
	}
	return settings, nil
}

// cutQuery cuts off the settings at the end: after the last question mark from
// which on everything reads as key=value&…, since a password may have one too.
func cutQuery(rest string) (before, query string) {
	for i := len(rest) - 1; i >= 0; i-- {
		if rest[i] == '?' && isQuery(rest[i+1:]) {
			return rest[:i], rest[i+1:]
		}
	}
	return rest, ""
}

func isQuery(s string) bool {
	for _, part := range strings.Split(s, "&") {
		key, _, ok := strings.Cut(part, "=")
		if part != "" && (!ok || strings.ContainsAny(key, "@/:?#")) {
			return false
		}
	}
	return true
}

// unescape undoes percent encoding; text that has none that is valid stays.
func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

// parseHosts reads host:port, several of them separated by commas, an IPv6
// address in brackets, or a socket folder in percent encoding.
func parseHosts(list string, settings map[string]string) error {
	if list == "" {
		return nil
	}
	var hosts, ports []string
	numbered := false
	for _, one := range strings.Split(list, ",") {
		host, port, err := splitPort(one)
		if err != nil {
			return err
		}
		hosts, ports = append(hosts, unescape(host)), append(ports, port)
		numbered = numbered || port != ""
	}
	settings["host"] = strings.Join(hosts, ",")
	if numbered {
		for i := range ports {
			ports[i] = or(ports[i], "5432")
		}
		settings["port"] = strings.Join(ports, ",")
	}
	return nil
}

func splitPort(s string) (host, port string, err error) {
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		return s[1 : len(s)-1], "", nil
	}
	if strings.ContainsAny(s, "[]") && !strings.Contains(s, "]:") {
		return "", "", errors.New("its host has a bracket without its twin")
	}
	if !strings.Contains(s, ":") {
		return s, "", nil
	}
	host, port, err = net.SplitHostPort(s)
	if err != nil {
		return "", "", errors.New("its host and port can't be told apart; an IPv6 address goes in brackets, and @ / : in a password are written %40 %2F %3A")
	}
	if strings.IndexFunc(port, func(r rune) bool { return r < '0' || r > '9' }) >= 0 {
		return "", "", errors.New("its port is not a number; @ / : in a password are written %40 %2F %3A")
	}
	return host, port, nil
}
