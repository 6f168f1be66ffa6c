package mysql_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/mysql"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func (s *server) second() *sql.Conn {
	s.Helper()
	conn, err := s.pool.Conn(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { conn.Close() })
	if _, err := conn.ExecContext(s.Context(), "USE "+s.name); err != nil {
		s.Fatal(err)
	}
	return conn
}

func TestLock(t *testing.T) {
	d, s := mysql.New(), newServer(t)
	unlock, err := d.Lock(t.Context(), s.conn, -1)
	if err != nil {
		t.Fatal(err)
	}
	other := s.second()
	if _, err := d.Lock(t.Context(), other, 0); !errors.Is(err, dialect.ErrLockTimeout) {
		t.Errorf("a second lock: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	waiting := s.second()
	if _, err := d.Lock(ctx, waiting, -1); err == nil {
		t.Error("a lock with an ended context")
	}
	unlock()
	unlock, err = d.Lock(t.Context(), other, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	elsewhere := newServer(t)
	if unlock, err = d.Lock(t.Context(), elsewhere.conn, 0); err != nil {
		t.Errorf("another database: %v", err)
	} else {
		unlock()
	}
}

// TestLockIsFreedByDeath: a runner whose connection dies holds nobody up.
func TestLockIsFreedByDeath(t *testing.T) {
	d, s := mysql.New(), newServer(t)
	dying := s.second()
	if _, err := d.Lock(t.Context(), dying, 0); err != nil {
		t.Fatal(err)
	}
	var id string
	if err := dying.QueryRowContext(t.Context(), "SELECT CONNECTION_ID()").Scan(&id); err != nil {
		t.Fatal(err)
	}
	s.exec("KILL " + id)
	unlock, err := d.Lock(t.Context(), s.conn, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}

func TestLockOneAtATime(t *testing.T) {
	d, s := mysql.New(), newServer(t)
	var inside, worst int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 8 {
		conn := s.second()
		wg.Go(func() {
			unlock, err := d.Lock(t.Context(), conn, -1)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			inside++
			worst = max(worst, inside)
			mu.Unlock()
			time.Sleep(5 * time.Millisecond)
			mu.Lock()
			inside--
			mu.Unlock()
			unlock()
		})
	}
	wg.Wait()
	if worst != 1 {
		t.Errorf("%d at once", worst)
	}
}

// TestChangesCutNothing: under no strict sql_mode the server would make abc of abcdef.
func TestChangesCutNothing(t *testing.T) {
	const lenient = "NO_ENGINE_SUBSTITUTION"
	s := newServer(t)
	s.exec("SET SESSION sql_mode = '"+lenient+"'", "CREATE TABLE t (a varchar(10), b int)", "INSERT INTO t VALUES ('abcdef', 100000), (NULL, NULL)")
	no := false
	for _, op := range []ops.AlterColumn{{Column: "a", Type: text("varchar(3)")}, {Column: "b", Type: text("smallint")}, {Column: "b", Nullable: &no}} {
		op.On = on("t")
		statements, err := mysql.New().Compile(&op, s.present)
		for i := 0; err == nil && i < len(statements); i++ {
			_, err = s.conn.ExecContext(t.Context(), statements[i].SQL)
		}
		if err == nil {
			t.Errorf("%v: the server changed it", op)
		}
		s.exec("SET SESSION sql_mode = '" + lenient + "'")
	}
	s.run(&ops.AlterColumn{On: on("t"), Column: "a", Type: text("varchar(6)")})
	if got := s.column("SELECT CONCAT_WS(' ', a, b, @@sql_mode) FROM t WHERE a IS NOT NULL", 0)[0]; got != "abcdef 100000 "+lenient {
		t.Error(got)
	}
}

func TestPrepareMakesLiteralsSafe(t *testing.T) {
	d, s := mysql.New(), newServer(t)
	s.exec("SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'")
	if err := d.Prepare(t.Context(), s.conn); err != nil {
		t.Fatal(err)
	}
	if got := s.column("SELECT @@sql_mode", 0)[0]; got != "STRICT_ALL_TABLES" {
		t.Errorf("sql_mode is %s", got)
	}
	for _, text := range []string{"", `\`, `\'`, "''", "\x00\n\r\t\x1a", "é☃😀", `"`, "`", "%_"} {
		if got := s.column("SELECT "+d.Literal(text), 0)[0]; got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	}
	if err := d.Begin(t.Context(), s.conn); err != nil {
		t.Fatal(err)
	}
	if err := d.Commit(t.Context(), s.conn); err != nil {
		t.Fatal(err)
	}
}

func TestLiteralsOfTime(t *testing.T) {
	d := mysql.New()
	at := time.Date(2026, 11, 22, 13, 40, 2, 123456000, time.FixedZone("", 3600))
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{at, "'2026-11-22 12:40:02.123456'"},
		{time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), "'2026-11-22 00:00:00'"},
		{time.Date(2026, 11, 22, 0, 0, 0, 0, time.FixedZone("date-local", 3600)), "'2026-11-22'"},
		{time.Date(2026, 11, 22, 7, 8, 9, 0, time.FixedZone("datetime-local", 3600)), "'2026-11-22 07:08:09'"},
		{time.Date(0, 1, 1, 7, 8, 9, 5e8, time.FixedZone("time-local", 3600)), "'07:08:09.5'"},
		{time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC), "'2026-11-22 13:00:00'"},
	} {
		if got := d.Literal(tt.at); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.at, got, tt.want)
		}
	}
}

func TestHasTable(t *testing.T) {
	d, s := mysql.New(), newServer(t)
	s.exec("CREATE TABLE migrate_version (version_num varchar(32))")
	for _, tt := range []struct {
		table schema.Name
		want  bool
	}{
		{schema.Name{Name: "migrate_version"}, true}, {schema.Name{Name: "it's"}, false},
		{schema.Name{Schema: s.name, Name: "migrate_version"}, true}, {schema.Name{Schema: "mysql", Name: "migrate_version"}, false},
	} {
		if got, err := d.HasTable(t.Context(), s.conn, tt.table); err != nil || got != tt.want {
			t.Errorf("%s: %v, %v", tt.table, got, err)
		}
	}
}

func TestExplain(t *testing.T) {
	d, s := mysql.New(), newServer(t)
	s.exec("CREATE TABLE p (id bigint PRIMARY KEY)", "CREATE TABLE c (id int, t text, KEY k (id))", "INSERT INTO c VALUES (1, 'x'), (1, NULL)")
	for query, want := range map[string]string{
		"ALTER TABLE c ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES p (id)": "same type",
		"ALTER TABLE c ADD UNIQUE (id)":                                      "same value twice",
		"ALTER TABLE c MODIFY t text NOT NULL":                               "NULL",
		"ALTER TABLE c ADD CHECK (id > 1)":                                   "break the check",
		"ALTER TABLE c ADD x int AUTO_INCREMENT":                             "must be a key",
		"CREATE TABLE c (id int)":                                            "there already",
		"USE no_such_database_of_limbeck":                                    "no such database",
		"ALTER TABLE c DROP INDEX nope":                                      "not there",
		"CREATE TABLE w (a varchar(16000), b varchar(16000))":                "65535",
	} {
		_, err := s.conn.ExecContext(t.Context(), query)
		if got := d.Explain(err); err == nil || !strings.Contains(got, want) {
			t.Errorf("%s: %v: %q", query, err, got)
		}
	}
	if got := d.Explain(errors.New("dial tcp 127.0.0.1:1: connect: connection refused")); !strings.Contains(got, "running") {
		t.Errorf("%q", got)
	}
	if got := d.Explain(nil) + d.Explain(errors.New("something else")); got != "" {
		t.Errorf("%q", got)
	}
}

// TestRemember: the variables and the database are those from before.
func TestRemember(t *testing.T) {
	d, s := mysql.New(), newServer(t)
	const show = "SELECT CONCAT_WS(' ', DATABASE(), @@sql_mode, @@foreign_key_checks, @@time_zone, @@sql_select_limit, @@lock_wait_timeout, @@character_set_client)"
	s.exec("SET time_zone = '+02:00', sql_mode = 'STRICT_ALL_TABLES'")
	before := s.column(show, 0)[0]
	restore, err := d.Remember(t.Context(), s.conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{
		"SET sql_mode = '', foreign_key_checks = 0, time_zone = 'SYSTEM', sql_select_limit = 5, lock_wait_timeout = 7",
		"USE information_schema", "SET NAMES latin1",
	} {
		s.exec(change)
		if err := restore(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.column(show, 0)[0]; got != before {
			t.Errorf("after %s: %s, want %s", change, got, before)
		}
	}
}

func TestTransactionWords(t *testing.T) {
	d := mysql.New()
	for text, want := range map[string]dialect.EffectKind{
		"LOCK TABLES a WRITE, b READ": dialect.Begin, "unlock  tables": dialect.Commit, "/*!40000 LOCK TABLE `a` WRITE */": dialect.Begin,
		"SET autocommit=0": dialect.Begin, "SET @@session.autocommit := ON": dialect.Commit, "SET SESSION AUTOCOMMIT = false": dialect.Begin,
		"SET autocommit = 0, foreign_key_checks = 0": dialect.Session, "SET autocommit_x = 0": dialect.Session, "LOCK INSTANCE FOR BACKUP": dialect.Unknown,
	} {
		if got := d.Effect(text).Kind; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
