// Package pgdump runs pg_dump for tests, which judge by it. A pg_dump that is older
// than the server, which it refuses, is told that the server is of its own
// version, and what only newer servers have is read from the catalog.
package pgdump

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"regexp"
	"strconv"
	"strings"

	_ "github.com/lib/pq" // for what pg_dump does not know
)

// Schema returns the dump of a database's schema, without owners and privileges,
// and without the tables whose names start with one of those given.
func Schema(address string, without ...string) (string, error) {
	return dump(address, without, "--no-privileges")
}

// Privileges returns what grants and revokes in the dump of a database.
func Privileges(address string, without ...string) (string, error) {
	text, err := dump(address, without)
	return strings.Join(granting.FindAllString(text, -1), ""), err
}

var granting = regexp.MustCompile(`(?m)^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES) .*\n`)

func dump(address string, without []string, args ...string) (string, error) {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return "", err
	}
	defer db.Close()
	var server int
	if err := db.QueryRow("SELECT current_setting('server_version_num')::int / 10000").Scan(&server); err != nil {
		return "", err
	}
	own, err := ownVersion()
	if err != nil {
		return "", err
	}
	args = append(args, "--schema-only", "--no-owner")
	for _, table := range without {
		args = append(args, "--exclude-table", "*."+table+"*")
	}
	if server <= own {
		return run(append(args, "--dbname", address)...)
	}
	text, err := runOlder(address, server, own, args)
	if err != nil {
		return "", err
	}
	news, err := news(db, server, without)
	return noStatistics.ReplaceAllString(text, "") + news, err
}

// noStatistics is how a pg_dump before 17 takes that a column has no target of its own.
var noStatistics = regexp.MustCompile(`(?m)^ALTER (MATERIALIZED VIEW|TABLE) (ONLY )?.* ALTER COLUMN .* SET STATISTICS 0;\n`)

var versionNumber = regexp.MustCompile(`\) (\d+)`)

// ownVersion returns the major version of pg_dump.
func ownVersion() (int, error) {
	text, err := run("--version")
	if err != nil {
		return 0, err
	}
	m := versionNumber.FindStringSubmatch(text)
	if m == nil {
		return 0, fmt.Errorf("pg_dump --version: no version in %q", text)
	}
	return strconv.Atoi(m[1])
}

func runOlder(address string, server, own int, args []string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	p, err := listen(u.Host, server, own)
	if err != nil {
		return "", err
	}
	defer p.close()
	query := u.Query()
	query.Set("sslmode", "disable")
	query.Set("gssencmode", "disable")
	u.Host, u.RawQuery = p.listener.Addr().String(), query.Encode()
	return run(append(args, "--dbname", u.String())...)
}

func run(args ...string) (string, error) {
	var out, complaint bytes.Buffer
	cmd := exec.Command("pg_dump", args...)
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return "", errors.Join(fmt.Errorf("pg_dump: %w", err), errors.New(complaint.String()))
	}
	return out.String(), nil
}
