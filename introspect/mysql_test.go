package introspect

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	driver "github.com/go-sql-driver/mysql"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// mysqlDatabase makes an empty database for one test and returns a connection to it.
func mysqlDatabase(t *testing.T) (*sql.Conn, string) {
	t.Helper()
	url := os.Getenv("TEST_MYSQL_URL")
	if url == "" {
		t.Fatal("TEST_MYSQL_URL is not set")
	}
	driverName, dsn, _, err := mysql.New().DSN(url)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(driverName, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("limbeck_introspect_%x", rand.Uint64())
	mysqlExec(t, conn, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")
	t.Cleanup(func() {
		if _, err := db.ExecContext(context.Background(), "DROP DATABASE "+name); err != nil {
			t.Error(err)
		}
	})
	mysqlExec(t, conn, "USE "+name)
	t.Cleanup(func() { conn.Close() })
	return conn, name
}

func mysqlExec(t *testing.T, conn *sql.Conn, script string) {
	t.Helper()
	mysqlRun(t, conn, &ops.Execute{SQL: schema.SQL(script)})
}

func mysqlRead(t *testing.T, conn *sql.Conn) *schema.Database {
	t.Helper()
	db, err := Read(t.Context(), conn, mysql.New(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// mysqlShow returns SHOW CREATE of every table and view.
func mysqlShow(t *testing.T, conn *sql.Conn) map[string]string {
	t.Helper()
	out := map[string]string{}
	rows, err := conn.QueryContext(t.Context(), "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for rows.Next() {
		var n string
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		names = append(names, n)
	}
	rows.Close()
	for _, n := range names {
		shown, err := showCreate(t.Context(), conn, "SHOW CREATE TABLE `"+strings.ReplaceAll(n, "`", "``")+"`")
		if err != nil {
			t.Fatal(err)
		}
		out[n] = shown["Create Table"] + shown["Create View"]
	}
	return out
}

// mysqlDump is what mariadb-dump says of a database, which is nobody's opinion
// but the server's; empty where the program is not installed.
func mysqlDump(t *testing.T, name string) string {
	t.Helper()
	program, err := exec.LookPath("mariadb-dump")
	if err != nil {
		return ""
	}
	_, dsn, _, _ := mysql.New().DSN(os.Getenv("TEST_MYSQL_URL"))
	c, err := driver.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--no-defaults", "--no-data", "--routines", "--triggers", "--skip-comments", "--single-transaction", "--force", "--user=" + c.User}
	if host, port, err := net.SplitHostPort(c.Addr); err == nil {
		args = append(args, "--host="+host, "--port="+port)
	} else {
		args = append(args, "--socket="+c.Addr)
	}
	cmd := exec.CommandContext(t.Context(), program, append(args, name)...)
	cmd.Env = append(os.Environ(), "MYSQL_PWD="+c.Passwd)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(out), name, "the_database")
}

// firstDifference shows where two texts part.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d: got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// mysqlCopy creates the tables and objects of one reading in another database.
func mysqlCopy(t *testing.T, conn *sql.Conn, db *schema.Database, neutral bool) {
	t.Helper()
	d := mysql.New()
	var list []ops.Op
	for _, s := range db.Sequences {
		list = append(list, &ops.CreateSequence{Sequence: *s})
	}
	for _, table := range db.Tables {
		table = schema.Clone(table)
		if neutral {
			d.RaiseTable(table, db)
		}
		list = append(list, &ops.CreateTable{Table: *table})
	}
	for _, r := range db.Routines {
		list = append(list, &ops.CreateRoutine{Routine: *r})
	}
	for _, tr := range db.Triggers {
		list = append(list, &ops.CreateTrigger{Trigger: *tr})
	}
	views := make([]ops.Op, len(db.Views))
	for i, v := range db.Views {
		views[i] = &ops.CreateView{View: *v}
	}
	mysqlExec(t, conn, "SET foreign_key_checks = 0")
	for _, op := range list {
		mysqlRun(t, conn, op)
	}
	mysqlExec(t, conn, "SET foreign_key_checks = 1")
	for len(views) > 0 { // a view may use another one
		var later []ops.Op
		for _, op := range views {
			statements, err := d.Compile(op, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range statements {
				if _, err := conn.ExecContext(t.Context(), s.SQL); err != nil {
					later = append(later, op)
				}
			}
		}
		if len(later) == len(views) {
			t.Fatalf("%d views can't be created", len(views))
		}
		views = later
	}
}

func mysqlRun(t *testing.T, conn *sql.Conn, op ops.Op) {
	t.Helper()
	statements, err := mysql.New().Compile(op, nil)
	if err != nil {
		t.Fatalf("%s: %v", op.Kind(), err)
	}
	for _, s := range statements {
		if _, err := conn.ExecContext(t.Context(), s.SQL); err != nil {
			t.Fatalf("%v\nin: %s", err, s.SQL)
		}
	}
}

// mysqlSame reports the first tables in which two readings differ.
func mysqlSame(t *testing.T, got, want *schema.Database) {
	t.Helper()
	if len(got.Tables) != len(want.Tables) {
		t.Fatalf("%d tables, want %d", len(got.Tables), len(want.Tables))
	}
	for i, table := range want.Tables {
		mysqlSameTable(t, got.Tables[i], table)
	}
	for _, part := range []struct {
		what      string
		got, want any
	}{
		{"views", got.Views, want.Views}, {"routines", got.Routines, want.Routines},
		{"triggers", got.Triggers, want.Triggers}, {"sequences", got.Sequences, want.Sequences},
	} {
		if !reflect.DeepEqual(part.got, part.want) {
			t.Errorf("%s: got %+v, want %+v", part.what, part.got, part.want)
		}
	}
}

func mysqlSameTable(t *testing.T, got, want *schema.Table) {
	t.Helper()
	if reflect.DeepEqual(got, want) {
		return
	}
	g, w := reflect.ValueOf(got).Elem(), reflect.ValueOf(want).Elem()
	for i := range g.NumField() {
		mysqlSameField(t, want.Name+"."+g.Type().Field(i).Name, g.Field(i), w.Field(i))
	}
}

func mysqlSameField(t *testing.T, what string, got, want reflect.Value) {
	t.Helper()
	if reflect.DeepEqual(got.Interface(), want.Interface()) {
		return
	}
	if got.Kind() == reflect.Slice && got.Len() == want.Len() {
		for i := range got.Len() {
			if !reflect.DeepEqual(got.Index(i).Interface(), want.Index(i).Interface()) {
				t.Errorf("%s[%d]: got %+v, want %+v", what, i, reflect.Indirect(got.Index(i)), reflect.Indirect(want.Index(i)))
			}
		}
		return
	}
	t.Errorf("%s: got %+v, want %+v", what, got, want)
}

func mysqlScripts(t *testing.T) map[string]string {
	t.Helper()
	scripts := map[string]string{}
	files, _ := filepath.Glob(filepath.Join("testdata", "mysql", "*.sql"))
	if dir := os.Getenv("CORPUS_DIR"); dir != "" {
		more, _ := filepath.Glob(filepath.Join(dir, "mysql", "*.sql"))
		files = append(files, more...)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		scripts[strings.TrimSuffix(filepath.Base(f), ".sql")] = string(text)
	}
	if len(scripts) == 0 {
		t.Fatal("no schemas to read")
	}
	return scripts
}

// TestMySQLCorpus: what is read and created again elsewhere is the same, to
// the reader and to the server, also by way of the neutral form; parsing SHOW
// CREATE TABLE and asking the server by a temporary table say the same as the
// catalog. CORPUS_DIR names a folder with more schemas, mysql/*.sql.
func TestMySQLCorpus(t *testing.T) {
	for name, script := range mysqlScripts(t) {
		t.Run(name, func(t *testing.T) {
			conn, name := mysqlDatabase(t)
			mysqlExec(t, conn, script)
			mysqlExec(t, conn, "SET NAMES utf8mb4; SET SESSION sql_mode = @@GLOBAL.sql_mode, foreign_key_checks = 1, unique_checks = 1")
			db := mysqlRead(t, conn)
			exact, err := Read(t.Context(), conn, mysql.New(), Options{Exact: true})
			if err != nil {
				t.Fatal(err)
			}
			shown := mysqlShow(t, conn)
			for _, table := range db.Tables {
				mysqlCheckTable(t, table, name, shown[table.Name])
				mysqlCheckOne(t, conn, exact.Table(table.ID()))
			}
			canonical, err := Canonicalize(t.Context(), conn, mysql.New(), db)
			if err != nil {
				t.Fatal(err)
			}
			for i, table := range db.Tables {
				mysqlSameTable(t, canonical.Tables[i], table)
			}
			for _, neutral := range []bool{false, true} {
				copied, other := mysqlDatabase(t)
				mysqlCopy(t, copied, exact, neutral)
				mysqlSame(t, mysqlRead(t, copied), db)
				if got, want := mysqlDump(t, other), mysqlDump(t, name); got != want {
					t.Errorf("neutral=%v: the dumps differ: %s", neutral, firstDifference(got, want))
				}
				for n, sql := range mysqlShow(t, copied) {
					if sql = strings.ReplaceAll(sql, other, name); sql != shown[n] {
						t.Errorf("neutral=%v: %s", neutral, firstDifference(sql, shown[n]))
					}
				}
			}
		})
	}
}

// mysqlCheckTable: lowering is idempotent and the inverse of raising, reading one
// table gives the same, and so does the parser.
func mysqlCheckTable(t *testing.T, table *schema.Table, database, shown string) {
	t.Helper()
	d := mysql.New()
	again, err := dialect.LowerTable(d, table)
	if err != nil {
		t.Fatal(err)
	}
	mysqlSameTable(t, again, table)
	raised := schema.Clone(table)
	d.RaiseTable(raised, nil)
	if again, err = dialect.LowerTable(d, raised); err != nil {
		t.Fatal(err)
	}
	mysqlSameTable(t, again, table)
	parsed, err := parseShowCreate(&mysql.Dialect{}, shown)
	if err != nil {
		t.Fatal(err)
	}
	if err := finishMySQLTable(&mysql.Dialect{}, parsed, database, false); err != nil {
		t.Fatal(err)
	}
	mysqlSameTable(t, parsed, table)
}

// mysqlCheckOne: reading one table gives the same as reading all of them.
func mysqlCheckOne(t *testing.T, conn *sql.Conn, table *schema.Table) {
	t.Helper()
	one, err := Read(t.Context(), conn, mysql.New(), Options{Table: &schema.Name{Name: table.Name}})
	if err != nil || len(one.Tables) != 1 {
		t.Fatal(one, err)
	}
	mysqlSameTable(t, one.Tables[0], table)
}

// countingQueryer counts the queries that go through it.
type countingQueryer struct {
	dialect.Queryer
	count int
}

func (q *countingQueryer) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	q.count++
	return q.Queryer.QueryContext(ctx, query, args...)
}

// TestMySQLQueries: as many queries for many tables as for one.
func TestMySQLQueries(t *testing.T) {
	conn, _ := mysqlDatabase(t)
	count := func() int {
		q := &countingQueryer{Queryer: conn}
		if _, err := Read(t.Context(), q, mysql.New(), Options{}); err != nil {
			t.Fatal(err)
		}
		return q.count
	}
	const table = "CREATE TABLE t%d (id int PRIMARY KEY, a int, b varchar(9) CHECK (b <> ''), UNIQUE (a), FOREIGN KEY (a) REFERENCES t%d (id));"
	mysqlExec(t, conn, fmt.Sprintf(table, 0, 0))
	one := count()
	for i := range 20 {
		mysqlExec(t, conn, fmt.Sprintf(table, i+1, i))
	}
	mysqlExec(t, conn, "CREATE VIEW v AS SELECT 1 AS a; CREATE VIEW w AS SELECT 1 AS a")
	if many := count(); many != one || one > 12 {
		t.Errorf("%d queries for one table, %d for 21", one, many)
	}
}

// TestMySQLCanonicalize: what people write comes back as the server says it, and
// nothing is left behind, no transaction ended.
func TestMySQLCanonicalize(t *testing.T) {
	conn, name := mysqlDatabase(t)
	d := mysql.New()
	mysqlExec(t, conn, "CREATE TABLE posts (id int PRIMARY KEY); START TRANSACTION; INSERT INTO posts VALUES (1)")
	table := &schema.Table{Name: "posts",
		Columns: []*schema.Column{
			{Name: "id", Type: schema.SQL("bigint"), Autoincrement: true},
			{Name: "price", Type: schema.SQL("numeric(8,2)"), Default: &schema.Default{SQL: schema.SQL("1+1")}},
			{Name: "d", Type: schema.SQL("datetime"), Default: &schema.Default{SQL: schema.SQL("'2020-1-2'")}},
			{Name: "body", Type: schema.SQL("text"), Comment: "x"},
			{Name: "double_price", Type: schema.SQL("numeric(8,2)"), Generated: &schema.Generated{SQL: schema.SQL("PRICE*2")}},
		},
		PrimaryKey:  &schema.PrimaryKey{Columns: []string{"id"}},
		Uniques:     []*schema.Unique{{Name: "uq", Columns: []string{"d"}}},
		Indexes:     []*schema.Index{{Name: "ft", Using: "fulltext", Columns: []schema.IndexPart{{Name: "body"}}}},
		Checks:      []*schema.Check{{Name: "ck", SQL: schema.SQL("(Price>0) AND body IN('a')")}},
		ForeignKeys: []*schema.ForeignKey{{Name: "fk", Columns: []string{"id"}, References: "nowhere", Referred: []string{"id"}}},
		Options:     schema.Options{"mysql": {"row_format": "compressed"}},
	}
	native, err := dialect.LowerTable(d, table)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Canonicalize(t.Context(), conn, d, &schema.Database{Tables: []*schema.Table{native}})
	if err != nil {
		t.Fatal(err)
	}
	c := got.Tables[0]
	for _, tt := range []struct{ what, got, want string }{
		{"name", c.Name, "posts"}, {"default", c.Column("price").Default.SQL.Any, "1 + 1"}, {"date", c.Column("d").Default.SQL.Any, "'2020-01-02 00:00:00'"},
		{"generated", c.Column("double_price").Generated.SQL.Any, "`price` * 2"}, {"check", c.Checks[0].SQL.Any, "`price` > 0 and `body` = 'a'"},
		{"key", c.ForeignKeys[0].References, "nowhere"}, {"index", c.Indexes[0].Using, "fulltext"}, {"unique", c.Uniques[0].Name, "uq"},
		{"row format", c.Options.Get("mysql", "row_format"), "COMPRESSED"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s is %s, want %s", tt.what, tt.got, tt.want)
		}
	}
	native.Checks[0].SQL = schema.SQL("no_such_column > 0")
	if _, err := Canonicalize(t.Context(), conn, d, &schema.Database{Tables: []*schema.Table{native}}); err == nil || !strings.Contains(err.Error(), "table posts") || !strings.Contains(err.Error(), "no_such_column") {
		t.Errorf("an impossible check: %v", err)
	}
	mysqlExec(t, conn, "ROLLBACK")
	var rows, tables int
	if err := conn.QueryRowContext(t.Context(), "SELECT (SELECT COUNT(*) FROM posts), (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = '"+name+"')").Scan(&rows, &tables); err != nil || rows != 0 || tables != 1 {
		t.Errorf("%d rows, %d tables, %v", rows, tables, err)
	}
}

// TestMySQLOneTable: of what is not a table there is none.
func TestMySQLOneTable(t *testing.T) {
	conn, name := mysqlDatabase(t)
	mysqlExec(t, conn, "CREATE TABLE t (id int); CREATE VIEW v AS SELECT 1 AS a; CREATE SEQUENCE s; CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1")
	for table, want := range map[schema.Name]int{{Name: "t"}: 1, {Name: "T"}: 0, {Name: "v"}: 0, {Name: "s"}: 0, {Name: "it's"}: 0, {Schema: name, Name: "t"}: 1, {Schema: "nowhere", Name: "t"}: 0} {
		db, err := Read(t.Context(), conn, mysql.New(), Options{Table: &table})
		if err != nil || len(db.Tables) != want || len(db.Triggers) != want {
			t.Errorf("%v: %+v, %v", table, db, err)
		}
	}
	other, err := Read(t.Context(), conn, mysql.New(), Options{Schemas: []string{"nowhere", name}})
	if err != nil || len(other.Tables) != 2 || other.Tables[1].Schema != name || len(other.Schemas) != 1 {
		t.Errorf("%+v, %v", other, err)
	}
}
