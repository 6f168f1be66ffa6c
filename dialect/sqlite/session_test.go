package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	a, b := openDatabase(t, path, ""), openDatabase(t, path, "")
	unlock, err := a.Lock(ctx, a.conn, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Lock(ctx, b.conn, 100*time.Millisecond); !errors.Is(err, dialect.ErrLockTimeout) {
		t.Errorf("a second lock: %v", err)
	}
	short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	if _, err := b.Lock(short, b.conn, -1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting until the context ends: %v", err)
	}
	a.exec("CREATE TABLE t (a INT)") // the database itself stays open to all
	b.exec("INSERT INTO t VALUES (1)")
	unlock()
	if unlock, err = b.Lock(ctx, b.conn, 0); err != nil {
		t.Fatal(err)
	}
	unlock()
	if left, _ := filepath.Glob(path + "-migrate-lock"); len(left) > 0 {
		t.Errorf("left behind: %s", left)
	}
}

// TestLockIsExclusive has many takers, each of whom removes the file at the end.
func TestLockIsExclusive(t *testing.T) {
	d := newDatabase(t, "CREATE TABLE t (a INT)")
	var holders, most int
	var mu sync.Mutex
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			for range 5 {
				unlock, err := d.Lock(ctx, d.conn, -1)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				holders++
				most = max(most, holders)
				mu.Unlock()
				time.Sleep(time.Millisecond)
				mu.Lock()
				holders--
				mu.Unlock()
				unlock()
			}
		})
	}
	group.Wait()
	if most != 1 {
		t.Errorf("%d held the lock at once", most)
	}
}

// TestLockSurvivesItsFile: a file that a dead process has left does not lock.
func TestLockSurvivesItsFile(t *testing.T) {
	d := newDatabase(t, "CREATE TABLE t (a INT)")
	if err := os.WriteFile(d.path+"-migrate-lock", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	unlock, err := d.Lock(ctx, d.conn, 0)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}

const family = `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, pid INT REFERENCES p (id));
	INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1, 1), (2, 2)`

func TestCommitFindsOrphans(t *testing.T) {
	d := newDatabase(t, family)
	_, err := d.run(&ops.Execute{SQL: schema.SQL("DELETE FROM p WHERE id = 2")})
	if err == nil || !strings.Contains(err.Error(), "rowid 2 of table c") || !strings.Contains(err.Error(), "row of p") {
		t.Errorf("orphans: %v", err)
	}
	d.want("SELECT count(*) FROM p", "2")
}

func TestCommitLetsOldOrphansBe(t *testing.T) {
	d := newDatabase(t, family+`; INSERT INTO c VALUES (3, 33), (4, 44)`)
	on := ops.On{Table: "c"}
	d.must(&ops.Execute{SQL: schema.SQL("DELETE FROM c WHERE id = 1")})
	d.must(&ops.AlterColumn{On: on, Column: "pid", Type: schema.SQL("bigint")})
	d.must(&ops.RenameTable{On: on, To: "child"})
	d.must(&ops.RenameTable{On: ops.On{Table: "p"}, To: "parent"})
	if _, err := d.run(&ops.Execute{SQL: schema.SQL("UPDATE child SET pid = 55 WHERE id = 2")}); err == nil || !strings.Contains(err.Error(), "rowid 2") || strings.Contains(err.Error(), "more") {
		t.Errorf("a new orphan among old ones: %v", err)
	}
	d.must(&ops.Execute{SQL: schema.SQL("DELETE FROM child")})
}

func TestCommitFindsBrokenKeys(t *testing.T) {
	d := newDatabase(t, family+`; CREATE TABLE q (k TEXT)`)
	bad := &ops.CreateForeignKey{On: ops.On{Table: "c"}, ForeignKey: schema.ForeignKey{Name: "bad", Columns: []string{"pid"}, References: "q", Referred: []string{"k"}}}
	if _, err := d.run(bad); err == nil || !strings.Contains(err.Error(), "no unique constraint") {
		t.Errorf("a broken key: %v", err)
	}
	d.exec(`CREATE TABLE broken (k REFERENCES q (k)); INSERT INTO broken VALUES (1)`)
	d.must(&ops.Execute{SQL: schema.SQL("INSERT INTO p VALUES (9)")})
	if _, err := d.run(&ops.Execute{SQL: schema.SQL("DELETE FROM p WHERE id = 2")}); err == nil || !strings.Contains(err.Error(), "rowid 2 of table c") {
		t.Errorf("an orphan beside a broken key: %v", err)
	}
}

func TestPrepareEndsATransaction(t *testing.T) {
	d := newDatabase(t, "PRAGMA foreign_keys = ON; BEGIN; CREATE TABLE t (a INT)")
	if err := d.Prepare(ctx, d.conn); err != nil {
		t.Fatal(err)
	}
	d.want("PRAGMA foreign_keys", "0")
	for table, want := range map[string]bool{"t": false, "nowhere": false} {
		if has, err := d.HasTable(ctx, d.conn, schema.Name{Name: table}); err != nil || has != want {
			t.Errorf("HasTable(%s) = %v, %v", table, has, err)
		}
	}
	d.exec("CREATE TABLE Users (a INT)")
	if has, err := d.HasTable(ctx, d.conn, schema.Name{Name: "users"}); err != nil || !has {
		t.Errorf("HasTable(users) = %v, %v", has, err)
	}
}
