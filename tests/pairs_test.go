package tests

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"

	"github.com/limbeck/migrate"
	"github.com/limbeck/migrate/config"
	"github.com/limbeck/migrate/internal/pgdump"
	"github.com/limbeck/migrate/introspect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/revision"
	"github.com/limbeck/migrate/runner"
	"github.com/limbeck/migrate/schema"
)

// pair is a line of testdata/*-pairs.jsonl: two schemas, and what a comparison of
// the second with the first must find.
type pair struct {
	Name, Dialect, From, To string
	Rows                    string     // what is in the tables of From, and must survive
	Check                   string     // a query for after the upgrade
	CheckResult             string     `json:"check_result"`
	Expect                  []string   // the changes that must be found
	ExpectBack              []string   `json:"expect_back"` // those of the downgrade
	ExpectAlt               [][]string `json:"expect_alt"`  // other answers that are as right
	MayRefuse               bool       `json:"may_refuse"`
	DumpEqual               *bool      `json:"dump_equal"`
	Rename                  []string
	Grants                  bool   // privileges are compared too
	Since, Until            int    // the first and the last version of PostgreSQL that knows what the scripts say
	Server                  string // mariadb or mysql, where it alone knows it, or answers otherwise
}

// pairsOpen are the pairs that do not pass yet, with what is missing. One that
// passes has to be taken out.
var pairsOpen = map[string]string{}

// TestPairs runs every pair: the comparison finds what it must and nothing else,
// the upgrade makes the database what To makes, rows survive, a second comparison
// finds nothing, and the downgrade brings the old database back.
func TestPairs(t *testing.T) {
	for _, p := range readPairs(t) {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			run := &pairRun{t: t, pair: p}
			run.all()
			reason, open := pairsOpen[p.Name]
			switch failed := len(run.failures) > 0; {
			case open && failed:
				t.Logf("open (%s): %s", reason, run.failures[0])
			case open:
				t.Errorf("passes: take it out of pairsOpen")
			case failed:
				t.Error(strings.Join(run.failures, "\n"))
			}
		})
	}
}

func readPairs(t *testing.T) []pair {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*-pairs.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	var list []pair
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := json.NewDecoder(bytes.NewReader(text))
		for lines.More() {
			var p pair
			if err := lines.Decode(&p); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if p.Since > 0 && p.Since > postgresMajor(t) || p.Until > 0 && p.Until < postgresMajor(t) {
				t.Logf("%s is for other versions of PostgreSQL than this", p.Name)
				continue
			}
			if p.Server != "" && p.Server != mysqlServer(t) {
				t.Logf("%s is for %s", p.Name, p.Server)
				continue
			}
			list = append(list, p)
		}
	}
	return list
}

// mysqlServer tells which of the two products runs as MySQL: mariadb or mysql.
func mysqlServer(t *testing.T) string {
	t.Helper()
	server, err := serverURL("mysql")
	if err != nil {
		t.Fatal(err)
	}
	version, err := database{"mysql", server.String()}.query("SELECT VERSION()")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(version, "MariaDB") {
		return "mariadb"
	}
	return "mysql"
}

// pairRun is one pair at work.
type pairRun struct {
	pair
	t        *testing.T
	config   *config.Config
	db       database
	wished   database // made by To
	failures []string
}

func (r *pairRun) failed(what string, detail ...string) {
	r.failures = append(r.failures, what+": "+strings.Join(detail, "\n"))
}

// all goes through the steps until one fails.
func (r *pairRun) all() {
	r.db, r.wished = r.load(r.From), r.load(r.To)
	from, to := r.dump(r.db), r.dump(r.wished)
	if r.Rows != "" {
		r.query(r.Rows)
	}
	r.configure()
	before := r.read(r.db)
	written := r.autogenerate()
	if written == nil {
		return
	}
	if r.Expect != nil {
		r.judge("changes", written.Difference.Upgrade, before, append([][]string{r.Expect}, r.ExpectAlt...))
	}
	if r.ExpectBack != nil {
		r.judge("changes back", written.Difference.Downgrade, r.read(r.wished), [][]string{r.ExpectBack})
	}
	if written.Revision == nil {
		return
	}
	if err := r.migrate("head"); err != nil {
		if !r.MayRefuse {
			r.failed("upgrade", err.Error())
		} else if got := r.dump(r.db); got != from {
			r.failed("a refused upgrade left something", difference(got, from))
		}
		return
	}
	exact := r.DumpEqual == nil || *r.DumpEqual
	if got := r.dump(r.db); exact && got != to {
		r.failed("dump after the upgrade", difference(got, to))
	}
	if r.Check != "" {
		if got := strings.TrimSpace(r.query(r.Check)); got != strings.TrimSpace(r.CheckResult) {
			r.failed("rows after the upgrade", got, "want", r.CheckResult)
		}
	}
	if again, err := r.open().Diff(context.Background()); err != nil {
		r.failed("second comparison", err.Error())
	} else if len(again.Upgrade) > 0 {
		r.failed("second comparison", describeAll(again.Upgrade)...)
	}
	if err := r.migrate("base"); err != nil {
		r.failed("downgrade", err.Error())
	} else if got := r.dump(r.db); got != from {
		r.failed("dump after the downgrade", difference(got, from))
	}
}

// dump is the dump of a database, with the privileges where these are compared.
func (r *pairRun) dump(db database) string {
	r.t.Helper()
	text := sortedDump(r.t, db)
	if r.Grants {
		privileges, err := pgdump.Privileges(db.url, ownTables...)
		if err != nil {
			r.t.Fatal(err)
		}
		text += sortedLines(privileges)
	}
	return text
}

// load makes a database of a script.
func (r *pairRun) load(script string) database {
	r.t.Helper()
	db := testDatabase(r.t, r.Dialect)
	path := filepath.Join(r.t.TempDir(), "load.sql")
	if err := os.WriteFile(path, []byte(script), 0o644); err != nil {
		r.t.Fatal(err)
	}
	if err := db.load(path); err != nil {
		r.t.Fatal(err)
	}
	return db
}

func (r *pairRun) query(statements string) string {
	r.t.Helper()
	rows, err := r.db.query(statements)
	if err != nil {
		r.t.Fatal(err)
	}
	return rows
}

// configure makes a project whose model is To.
func (r *pairRun) configure() {
	p := &project{t: r.t, dir: r.t.TempDir()}
	settings := "[databases.main]\nurl = \"" + r.db.url + "\"\n\n[models]\nsql = [\"to.sql\"]\n"
	if r.Grants {
		settings += "\n[autogenerate]\ngrants = \"*\"\n"
	}
	p.write("migrations.toml", settings)
	p.write("to.sql", r.To)
	c, err := config.Load(filepath.Join(p.dir, "migrations.toml"))
	if err != nil {
		r.t.Fatal(err)
	}
	r.config = c
}

// open makes a fresh Migrator: each step sees the files as the one before left them.
func (r *pairRun) open() *migrate.Migrator {
	r.t.Helper()
	m, err := migrate.Open(r.config, migrate.Target{URL: r.db.url})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = m.Close() })
	return m
}

// autogenerate writes the revision; nil when it refuses.
func (r *pairRun) autogenerate() *migrate.Written {
	r.t.Helper()
	n := migrate.NewRevision{NewOptions: revision.NewOptions{Message: "x"}, Autogenerate: true}
	for _, text := range r.Rename {
		rename, err := migrate.ParseRename(text)
		if err != nil {
			r.t.Fatal(err)
		}
		n.Renames = append(n.Renames, rename)
	}
	written, err := r.open().Revision(context.Background(), n)
	if err != nil {
		if !r.MayRefuse {
			r.failed("autogenerate", err.Error())
		}
		return nil
	}
	return written
}

func (r *pairRun) read(from database) *schema.Database {
	r.t.Helper()
	d, driver, dsn, err := migrate.ParseURL(from.url)
	if err != nil {
		r.t.Fatal(err)
	}
	conn := openConn(r.t, driver, dsn)
	db, err := introspect.Read(context.Background(), conn, d, introspect.Options{Schemas: userSchemas(from)})
	if err != nil {
		r.t.Fatal(err)
	}
	return db
}

// judge compares the changes found with those expected.
func (r *pairRun) judge(what string, found []ops.Op, before *schema.Database, expected [][]string) {
	report, err := newChanges(r.Dialect, found, before)
	if err != nil {
		r.failed(what, err.Error())
		return
	}
	if !slices.ContainsFunc(expected, report.equal) {
		r.failed(what, "got  "+strings.Join(report.list(), ", "), "want "+strings.Join(expected[0], ", "))
	}
}

// migrate runs what is to do, which has to be what the preview says. (SQLite's rebuilds of a table keep its spelling, which
// the table alone tells once there has been one.)
func (r *pairRun) migrate(target string) error {
	m := r.open()
	act, direction := m.Upgrade, revision.Up
	if target == "base" {
		act, direction = m.Downgrade, revision.Down
	}
	foreseen, err := m.Preview(context.Background(), direction, target)
	if err != nil {
		return err
	}
	done, err := act(context.Background(), target)
	if err != nil {
		return err
	}
	if want, got := statementsOf(foreseen), statementsOf(done); want != got && r.Dialect != "sqlite" {
		r.failed("preview of "+target, difference(got, want))
	}
	return nil
}

func statementsOf(result *runner.Result) string {
	var list []string
	for _, step := range result.Steps {
		list = append(list, step.Statements...)
	}
	return strings.Join(list, ";\n")
}

// sortedDump is a dump whose lines may come in any order: columns that were added
// later come last, and settings stand as they were made. Of SQLite, which keeps every text as it is written, it is the
// meaning. On PostgreSQL 18 a NOT NULL has a name, which counts only where a model
// gives it (see [TestCorpusChanges]): a new name of the column leaves it as it is.
func sortedDump(t *testing.T, db database) string {
	t.Helper()
	if db.dialect == "sqlite" {
		text, err := db.meaning()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	return sortedLines(notNullName.ReplaceAllString(mustDump(t, db), "$1$2"))
}

var notNullName = regexp.MustCompile(`(?m)^(CONSTRAINT .*\.)(?:"[^"]+"|[^. ]+)( NOT NULL .*)$`)

// settings are the storage parameters of a table, or the options of a view.
var settings = regexp.MustCompile(`^((?:CREATE VIEW .* )?WITH \()(.*)(\)(?:;| AS))$`)

func sortedLines(dump string) string {
	list := strings.Split(dump, "\n")
	for i, line := range list {
		list[i] = strings.TrimSuffix(line, ",")
		if with := settings.FindStringSubmatch(line); with != nil {
			words := strings.Split(with[2], ", ")
			slices.Sort(words)
			list[i] = with[1] + strings.Join(words, ", ") + with[3]
		}
		if head, columns, ok := strings.Cut(line, " ON "); ok && strings.HasPrefix(line, "CREATE STATISTICS ") { // in the table's order
			columns, table, _ := strings.Cut(columns, " FROM ")
			words := strings.Split(columns, ", ")
			slices.Sort(words)
			list[i] = head + " ON " + strings.Join(words, ", ") + " FROM " + table
		}
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}
