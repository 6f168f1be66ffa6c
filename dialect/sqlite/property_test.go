package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// TestChanges makes random changes to a table with rows, on a live database and,
// compiled from a replay in memory, on another: the two must be the same, be what
// the replay says, and keep the rows.
func TestChanges(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			g := newGenerator(t, seed)
			for range 12 {
				g.step(g.op())
			}
		})
	}
}

type generator struct {
	*testing.T
	*rand.Rand
	live, offline *database
	replay        *schema.Database // neutral
	count         int
}

func newGenerator(t *testing.T, seed uint64) *generator {
	g := &generator{T: t, Rand: rand.New(rand.NewPCG(seed, 1)), live: newDatabase(t, ""), offline: newDatabase(t, ""), replay: &schema.Database{}}
	parent := &ops.CreateTable{Table: schema.Table{Name: "p", Columns: []*schema.Column{{Name: "id", Type: schema.SQL("integer"), NotNull: true}}, PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}}}}
	start := &ops.CreateTable{Table: schema.Table{Name: "t", Columns: []*schema.Column{
		{Name: "id", Type: schema.SQL("bigint"), NotNull: true, Autoincrement: g.IntN(2) == 0}, {Name: "kept", Type: schema.SQL("text")}},
		PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}}}}
	g.step(parent)
	g.step(start)
	for _, d := range []*database{g.live, g.offline} {
		d.exec("INSERT INTO t (id, kept) VALUES (3, 'a'), (5, 'b'), (8, NULL)")
	}
	return g
}

// step runs an operation everywhere.
func (g *generator) step(op ops.Op) {
	g.Helper()
	statements, err := g.offline.Compile(op, g.present)
	if err != nil {
		g.Fatalf("offline %s %+v: %v", op.Kind(), op, err)
	}
	g.live.must(op)
	for _, s := range statements {
		g.offline.exec(s.SQL)
	}
	if err := ops.Apply(g.replay, op); err != nil {
		g.Fatal(err)
	}
	lowered, err := dialect.Lower(g.live.Dialect, g.replay)
	if err != nil {
		g.Fatal(err)
	}
	a, b := g.live.read(), g.offline.read()
	same(g.T, op.Kind()+" offline", a, b)
	for i, table := range lowered.Tables {
		if i > 0 && table.Name < lowered.Tables[i-1].Name {
			g.Fatal("the replay is not in order")
		}
		table.Uniques, table.Checks = orNil(table.Uniques), orNil(table.Checks)
		table.ForeignKeys, table.Indexes = orNil(table.ForeignKeys), sorted(table.Indexes)
	}
	same(g.T, op.Kind()+" in memory", lowered, a)
	if a, b := pragmas(g.live), pragmas(g.offline); a != b {
		g.Errorf("%s: the pragmas differ:\n%s\n\n%s", op.Kind(), a, b)
	}
	if g.replay.Table(schema.Name{Name: "t"}) != nil {
		if rows := g.live.query("SELECT * FROM t"); rows != g.offline.query("SELECT * FROM t") {
			g.Errorf("%s: the rows differ", op.Kind())
		}
		if g.live.query("SELECT count(*) FROM t") != "0" {
			g.live.want("SELECT id, kept FROM t ORDER BY id", "3|a\n5|b\n8|NULL")
		}
	}
	if g.Failed() {
		g.FailNow()
	}
}

func (g *generator) present(name schema.Name) (*schema.Database, error) {
	db := &schema.Database{}
	if t := g.replay.Table(name); t != nil {
		native, err := dialect.LowerTable(g.live.Dialect, t)
		if err != nil {
			return nil, err
		}
		db.Tables = append(db.Tables, native)
	}
	return db, nil
}

// op makes up a change that the table as it is allows.
func (g *generator) op() ops.Op {
	t := g.replay.Table(schema.Name{Name: "t"})
	on := ops.On{Table: "t"}
	g.count++
	fresh := fmt.Sprintf("x%d", g.count)
	column := t.Columns[1:][g.IntN(len(t.Columns)-1)] // any but the key
	free := column.Name != "kept"
	switch g.IntN(14) {
	case 0:
		return &ops.AddColumn{On: on, Column: schema.Column{Name: fresh, Type: schema.SQL(g.pick("text", "json", "enum('a','b')", "timestamp", "varchar(9)", "uuid"))}}
	case 1:
		return &ops.AddColumn{On: on, Column: schema.Column{Name: fresh, Type: schema.SQL(g.pick("integer", "boolean", "double")), NotNull: true, Default: &schema.Default{Value: g.IntN(2) == 0}}}
	case 2:
		return &ops.AddColumn{On: on, Column: schema.Column{Name: fresh, Type: schema.SQL("text"), NotNull: true, Default: &schema.Default{SQL: schema.SQL("upper('a') || 'b'")}}}
	case 3:
		return &ops.AddColumn{On: on, Column: schema.Column{Name: fresh, Type: schema.SQL("integer"), Generated: &schema.Generated{SQL: schema.SQL("id + 1"), Stored: g.IntN(2) == 0}}}
	case 4:
		return &ops.AlterColumn{On: on, Column: column.Name, Collation: schema.SQL(g.pick("nocase", "rtrim"))}
	case 5:
		if column.Generated == nil {
			return &ops.AlterColumn{On: on, Column: column.Name, Default: &schema.Default{Value: g.pick("a", "b")}}
		}
	case 6:
		return &ops.CreateCheck{On: on, Check: schema.Check{Name: g.pick("ck_", "Ck ") + fresh, SQL: schema.SQL("id > 0 AND id <> 4")}}
	case 7:
		return &ops.CreateUnique{On: on, Unique: schema.Unique{Name: "uq_" + fresh, Columns: []string{column.Name, "id"}}}
	case 8:
		return &ops.CreateIndex{On: on, Index: schema.Index{Name: "ix_" + fresh, Columns: []schema.IndexPart{{Name: column.Name, Order: "desc"}, {SQL: schema.SQL("lower(kept)")}}}}
	case 9:
		return g.dropSome(t, on)
	case 10:
		if free {
			return &ops.RenameColumn{On: on, Column: column.Name, To: fresh + " new"}
		}
	case 11:
		if free {
			return &ops.DropColumn{On: on, Column: column.Name}
		}
	case 12:
		return &ops.AddColumn{On: on, Column: schema.Column{Name: fresh, Type: schema.SQL("bigint")}}
	case 13:
		if column.Type.Any == "bigint" {
			return &ops.CreateForeignKey{On: on, ForeignKey: schema.ForeignKey{Name: "fk_" + fresh, Columns: []string{column.Name}, References: "p", Referred: []string{"id"}, OnDelete: "cascade"}}
		}
	}
	return g.op()
}

// dropSome drops a constraint or an index, if there is one.
func (g *generator) dropSome(t *schema.Table, on ops.On) ops.Op {
	switch {
	case len(t.Uniques) > 0:
		return &ops.DropUnique{On: on, Name: t.Uniques[g.IntN(len(t.Uniques))].Name}
	case len(t.Checks) > 0:
		return &ops.DropCheck{On: on, Name: t.Checks[g.IntN(len(t.Checks))].Name}
	case len(t.Indexes) > 0:
		return &ops.DropIndex{On: on, Name: t.Indexes[g.IntN(len(t.Indexes))].Name}
	}
	return g.op()
}

func (g *generator) pick(words ...string) string { return words[g.IntN(len(words))] }
