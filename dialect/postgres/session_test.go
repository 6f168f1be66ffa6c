package postgres

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

func TestLock(t *testing.T) {
	ctx, url := context.Background(), testURL(t)
	first, second := connect(t, url), connect(t, url)
	unlock, err := New().Lock(ctx, first, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New().Lock(ctx, second, 100*time.Millisecond); !errors.Is(err, dialect.ErrLockTimeout) {
		t.Errorf("a second runner got %v", err)
	}
	cancelled, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if _, err := New().Lock(cancelled, connect(t, url), -1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a cancelled wait gives %v", err)
	}
	unlock()
	again, err := New().Lock(ctx, second, time.Second)
	if err != nil {
		t.Fatalf("the lock is not free: %v", err)
	}
	again()
}

// TestLockCrowd: of many runners one works at a time, and all get their turn.
func TestLockCrowd(t *testing.T) {
	url := testURL(t)
	var inside, turns atomic.Int32
	var crowd sync.WaitGroup
	for range 8 {
		conn := connect(t, url)
		crowd.Go(func() {
			unlock, err := New().Lock(context.Background(), conn, -1)
			if err != nil {
				t.Error(err)
				return
			}
			if inside.Add(1) != 1 {
				t.Error("two runners have the lock")
			}
			time.Sleep(5 * time.Millisecond)
			inside.Add(-1)
			turns.Add(1)
			unlock()
		})
	}
	crowd.Wait()
	if turns.Load() != 8 {
		t.Errorf("%d of 8 had their turn", turns.Load())
	}
}

// TestLockDies: the lock of a runner that is gone is free.
func TestLockDies(t *testing.T) {
	ctx, url := context.Background(), testURL(t)
	db := open(t, url)
	dead, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New().Lock(ctx, dead, 0); err != nil {
		t.Fatal(err)
	}
	dead.Close()
	db.Close()
	unlock, err := New().Lock(ctx, connect(t, url), 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}

func TestTransaction(t *testing.T) {
	ctx, conn := context.Background(), testConn(t)
	d := New()
	if err := d.Prepare(ctx, conn); err != nil {
		t.Fatal(err)
	}
	mustExec(t, conn, "CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES t DEFERRABLE INITIALLY DEFERRED)")
	begin := func() {
		if err := d.Begin(ctx, conn); err != nil {
			t.Fatal(err)
		}
	}
	begin()
	mustExec(t, conn, "INSERT INTO t VALUES (1, 2), (2, 1)")
	if err := d.Commit(ctx, conn); err != nil {
		t.Error(err)
	}
	begin()
	mustExec(t, conn, "INSERT INTO t VALUES (3, 4)")
	if err := d.Commit(ctx, conn); err == nil {
		t.Error("a deferred constraint was not checked")
	}
	mustExec(t, conn, "ROLLBACK")
	begin()
	if _, err := conn.ExecContext(ctx, "SELECT 1/0"); err == nil {
		t.Fatal("no error")
	}
	if err := d.Commit(ctx, conn); err == nil {
		t.Error("a failed transaction was committed")
	}
	mustExec(t, conn, "ROLLBACK")
}

func TestHasTable(t *testing.T) {
	ctx, conn := context.Background(), testConn(t)
	mustExec(t, conn, `CREATE TABLE "it's" (a int); CREATE SCHEMA other; CREATE TABLE other.t (a int); CREATE VIEW v AS SELECT 1; SET search_path = public, other`)
	tests := map[schema.Name]bool{
		{Name: "it's"}: true, {Name: "t"}: false, {Schema: "other", Name: "t"}: true, {Name: "v"}: false, {Schema: "public", Name: "it's"}: true, {Schema: "none", Name: "t"}: false,
	}
	for name, want := range tests {
		if got, err := New().HasTable(ctx, conn, name); err != nil || got != want {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

// TestLiterals: what a literal says is what the server reads.
func TestLiterals(t *testing.T) {
	conn := testConn(t)
	d := New()
	if err := d.Prepare(context.Background(), conn); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		value any
		want  string
	}{
		{"it's \\ \"x\"\n$$é", "it's \\ \"x\"\n$$é"}, {true, "t"}, {int64(-5), "-5"}, {1.5, "1.5"}, {1e20, "100000000000000000000"},
		{[]byte{0, 255}, `\x00ff`}, {time.Date(2026, 11, 22, 13, 40, 2, 5000, time.UTC), "2026-11-22 13:40:02.000005Z"},
		{time.Date(2026, 11, 22, 0, 0, 0, 0, time.FixedZone("date-local", 0)), "2026-11-22"},
		{time.Date(2026, 11, 22, 7, 8, 9, 0, time.FixedZone("datetime-local", 3600)), "2026-11-22 07:08:09"},
	}
	for _, tt := range tests {
		sql := "SELECT (" + d.Literal(tt.value) + ")::text"
		if b, ok := tt.value.(bool); ok && b {
			sql = "SELECT CASE WHEN true THEN 't' END"
		}
		var got string
		if err := conn.QueryRowContext(context.Background(), sql).Scan(&got); err != nil || got != tt.want {
			t.Errorf("%v: got %q, %v, want %q", tt.value, got, err, tt.want)
		}
	}
	if got := d.Literal(nil); got != "NULL" {
		t.Errorf("nil: %s", got)
	}
}

// TestRemember: what was set before is there again, what was set since is not, within
// a transaction too.
func TestRemember(t *testing.T) {
	ctx, conn := context.Background(), testConn(t)
	mustExec(t, conn, `CREATE SCHEMA "odd, one"; SET search_path = "odd, one", public; SET work_mem = '5MB'; SET TIME ZONE 'Asia/Tokyo'; SET ROLE pg_monitor`)
	show := func() string {
		var all string
		err := conn.QueryRowContext(ctx, `SELECT concat_ws(' ', current_setting('search_path'), current_setting('work_mem'),
			current_setting('TimeZone'), current_setting('role'), current_setting('check_function_bodies'), current_setting('lock_timeout'))`).Scan(&all)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	before := show()
	restore, err := New().Remember(ctx, conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{
		"SET search_path = ''; SET work_mem = '7MB'; RESET ROLE; SET lock_timeout = 5; SET check_function_bodies = off; SET TIME ZONE 0",
		"SELECT set_config('search_path', '', false); RESET ALL",
		"BEGIN; SET search_path = ''; SET ROLE postgres",
	} {
		mustExec(t, conn, change)
		if err := restore(ctx); err != nil {
			t.Fatal(err)
		}
		if got := show(); got != before {
			t.Errorf("after %s: %s, want %s", change, got, before)
		}
	}
}
