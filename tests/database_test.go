package tests

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// dialects are those that every test runs on.
var dialects = []string{"sqlite", "postgres", "mysql"}

// serverVariables name the environment variables that say where the servers are.
var serverVariables = map[string]string{"postgres": "TEST_POSTGRES_URL", "mysql": "TEST_MYSQL_URL"}

// database is one database of a server, reached through the server's own
// client: psql, mariadb or sqlite3. What the tool under test says about a
// database is never what a test believes.
type database struct {
	dialect string
	url     string
}

// newDatabase creates an empty database; drop removes it. A SQLite file is made
// in dir.
func newDatabase(dialect, dir string) (db database, drop func(), err error) {
	name := "limbeck_" + randomHex()
	if dialect == "sqlite" {
		return database{dialect, "sqlite://" + filepath.Join(dir, name+".db")}, func() {}, nil
	}
	server, err := serverURL(dialect)
	if err != nil {
		return db, nil, err
	}
	admin := database{dialect, server.String()}
	create, remove := "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci", "DROP DATABASE IF EXISTS "+name
	if dialect == "postgres" {
		create = "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
		remove += " WITH (FORCE)"
	}
	if _, err := admin.query(create); err != nil {
		return db, nil, err
	}
	server.Path = "/" + name
	drop = func() { _, _ = admin.query(remove) }
	return database{dialect, server.String()}, drop, nil
}

// testDatabase is newDatabase for the length of a test.
func testDatabase(t *testing.T, dialect string) database {
	t.Helper()
	db, drop, err := newDatabase(dialect, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(drop)
	return db
}

func randomHex() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b) // it never fails
	return hex.EncodeToString(b)
}

func serverURL(dialect string) (*url.URL, error) {
	variable := serverVariables[dialect]
	value := os.Getenv(variable)
	if value == "" {
		return nil, fmt.Errorf("%s is not set: run the tests by `make test`, which starts the servers", variable)
	}
	u, err := url.Parse(value)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", variable, err)
	}
	return u, nil
}

// databaseOf tells the dialect from a URL.
func databaseOf(address string) (database, error) {
	scheme, _, _ := strings.Cut(address, "://")
	for _, dialect := range dialects {
		if scheme == dialect {
			return database{dialect, address}, nil
		}
	}
	return database{}, fmt.Errorf("%q is no URL of a test database", address)
}

// query runs one or several statements and returns the rows: a line each,
// columns separated by "|".
func (db database) query(statements string) (string, error) {
	switch db.dialect {
	case "postgres":
		return output("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", db.url, "-c", statements)
	case "mysql":
		rows, err := db.mariadb("mariadb", "--batch", "--skip-column-names", "--execute", statements)
		return strings.ReplaceAll(rows, "\t", "|"), err
	}
	return output("sqlite3", "-batch", "-bail", db.file(), statements)
}

// load runs a file of SQL.
func (db database) load(path string) error {
	var err error
	switch db.dialect {
	case "postgres":
		_, err = output("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", db.url, "-f", path)
	case "mysql":
		var script []byte
		if script, err = os.ReadFile(path); err == nil {
			_, err = outputOf(bytes.NewReader(script), "mariadb", db.mariadbArgs("--comments")...) // `source` goes on after an error
		}
	default:
		_, err = output("sqlite3", "-batch", "-bail", db.file(), ".read '"+path+"'")
	}
	return err
}

// mariadb runs a client program of MariaDB.
func (db database) mariadb(program string, args ...string) (string, error) {
	return output(program, db.mariadbArgs(args...)...)
}

// mariadbArgs are the arguments of a client program of MariaDB, which takes no URL.
func (db database) mariadbArgs(args ...string) []string {
	u := db.parts()
	connection := []string{"--no-defaults", "--protocol=tcp", "--default-character-set=utf8mb4",
		"--host=" + u.Hostname(), "--port=" + u.Port(), "--user=" + u.User.Username()}
	if password, ok := u.User.Password(); ok {
		connection = append(connection, "--password="+password)
	}
	return append(append(connection, args...), db.name())
}

// name and host are parts of the database's URL.
func (db database) name() string { return strings.TrimPrefix(db.parts().Path, "/") }
func (db database) host() string { return db.parts().Host }

func (db database) parts() *url.URL {
	u, err := url.Parse(db.url)
	if err != nil { // it was made from a URL that was read before
		return &url.URL{}
	}
	return u
}

// file is a SQLite database's path.
func (db database) file() string { return strings.TrimPrefix(db.url, "sqlite://") }

// output runs a client program.
func output(program string, args ...string) (string, error) { return outputOf(nil, program, args...) }

// outputOf runs a client program that reads from in.
func outputOf(in io.Reader, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(context.Background(), program, args...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", program, err, errs.String())
	}
	return out.String(), nil
}
