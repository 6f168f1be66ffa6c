package introspect_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/introspect"
)

func TestZZPairs(t *testing.T) {
	f, _ := os.Open("/work/shared/autogen-pairs.jsonl")
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		var p struct {
			Name, Dialect, From, To string
			Expect                  []string
			DumpEqual               *bool `json:"dump_equal"`
		}
		if err := json.Unmarshal(sc.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if p.Dialect != "postgres" {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			a, b := pgDatabase(t), pgDatabase(t)
			pgExec(t, a, p.From)
			pgExec(t, b, p.To)
			x := pgRead(t, a, introspect.Options{Schemas: pgOtherSchemas(t, a)})
			y := pgRead(t, b, introspect.Options{Schemas: pgOtherSchemas(t, b)})
			same := reflect.DeepEqual(lines(t, x), lines(t, y))
			if len(p.Expect) == 0 && !same && (p.DumpEqual == nil || *p.DumpEqual) {
				sameDatabase(t, x, y)
			}
			if len(p.Expect) > 0 && same {
				t.Errorf("no difference seen, want %v", p.Expect)
			}
			// canonicalizing what was read changes nothing and leaves nothing
			conn, err := b.Conn(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			c, err := introspect.Canonicalize(context.Background(), conn, postgres.New(), y)
			conn.Close()
			if err != nil {
				t.Fatal(err)
			}
			sameDatabase(t, y, c)
			raisesAndLowers(t, y)
			raisesAndLowers(t, x)
			pgMake(t, pgDatabase(t), y)
		})
	}
}
