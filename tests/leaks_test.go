package tests

import (
	"context"
	"database/sql"
	"runtime"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/limbeck/migrate"
)

// TestNothingLeaks is a program that embeds its migrations: whatever becomes of a run,
// its pool has all connections back afterwards, no goroutine is left, and the next run
// gets the lock.
func TestNothingLeaks(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	versions := fstest.MapFS{
		"versions/1.sql": file("-- revision: aaa1\n-- migrate:up\nCREATE TABLE a (n int);\nINSERT INTO a VALUES (1);\n-- migrate:down\nDROP TABLE a;\n"),
		"versions/2.toml": file("revision = \"bbb2\"\ndown_revision = \"aaa1\"\n[[upgrade]]\nop = \"call\"\nname = \"wait\"\n" +
			"[[upgrade]]\nop = \"execute\"\nsql = \"CREATE TABLE a (n int)\"\n[[downgrade]]\nop = \"execute\"\nsql = \"UPDATE a SET n = 2\"\n"),
	}
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			pool, err := openURL(testDatabase(t, dialect).url)
			if err != nil {
				t.Fatal(err)
			}
			defer pool.Close()
			pool.SetMaxOpenConns(0)
			ctx, cancel := context.WithCancel(t.Context())
			stop := false
			wait := func(context.Context, *sql.Conn, map[string]any) error {
				if stop {
					cancel()
				}
				return nil
			}
			m, err := migrate.New(pool, dialect, versions, migrate.WithFunction("wait", wait))
			if err != nil {
				t.Fatal(err)
			}
			fails := func(ctx context.Context, target string) {
				t.Helper()
				if _, err := m.Upgrade(ctx, target); err == nil {
					t.Error("the upgrade has not failed")
				}
			}
			crowd := func() {
				var wg sync.WaitGroup
				for range 20 {
					wg.Go(func() {
						if _, err := m.Upgrade(t.Context(), "aaa1"); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
			}
			crowd()
			before := goroutines(pool)
			for range 3 {
				crowd()
				fails(t.Context(), "head")
				fails(t.Context(), "unknown")
				if _, err := m.Check(t.Context()); err != nil {
					t.Error(err)
				}
			}
			stop = true
			fails(ctx, "head")
			fails(ctx, "head") // the context has ended
			if _, err := m.Downgrade(t.Context(), "base"); err != nil {
				t.Error(err)
			}
			if used := pool.Stats().InUse; used != 0 {
				t.Errorf("%d connections are not back", used)
			}
			for tries := 0; goroutines(pool) > before; tries++ {
				if tries == 100 {
					stacks := make([]byte, 1<<20)
					t.Fatalf("%d goroutines, there were %d\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
				}
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
}

// goroutines counts them, without those of idle connections.
func goroutines(pool *sql.DB) int {
	pool.SetMaxIdleConns(-1)
	defer pool.SetMaxIdleConns(2)
	return runtime.NumGoroutine()
}
