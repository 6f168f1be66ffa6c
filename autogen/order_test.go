package autogen

import (
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// tablesOf makes tables from "a:b,c d:" (a refers to b and c; d to nothing).
func tablesOf(text string) []*schema.Table {
	var out []*schema.Table
	for _, word := range strings.Fields(text) {
		name, refs, _ := strings.Cut(word, ":")
		t := &schema.Table{Name: name, Columns: []*schema.Column{{Name: "id", Type: schema.SQL("bigint")}}}
		for _, ref := range strings.FieldsFunc(refs, func(r rune) bool { return r == ',' }) {
			t.ForeignKeys = append(t.ForeignKeys, &schema.ForeignKey{Name: "fk_" + name + "_" + ref, Columns: []string{"id"}, References: ref, Referred: []string{"id"}})
		}
		out = append(out, t)
	}
	return out
}

func TestSortTables(t *testing.T) {
	tests := []struct{ name, tables, order, late string }{
		{"as they stand", "a: b: c:", "a b c", ""},
		{"referred first", "a:b b:c c:", "c b a", ""},
		{"self", "a:a b:", "a b", ""},
		{"unknown target", "a:x", "a", ""},
		{"pair", "a:b b:a", "a b", "fk_a_b"},
		{"circle of three with a tail", "t:a a:b b:c c:a", "a t c b", "fk_a_b"},
		{"only the circle is cut", "z:y y:x x:y", "y z x", "fk_y_x"},
		{"twice the same", "a:b,b b:", "b a", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			order, late := sortTables(postgres.New(), tablesOf(tt.tables))
			var names, keys []string
			for _, table := range order {
				names = append(names, table.Name)
				for _, f := range table.ForeignKeys {
					if late[f] {
						keys = append(keys, f.Name)
					}
				}
			}
			if got := strings.Join(names, " "); got != tt.order || strings.Join(keys, " ") != tt.late {
				t.Errorf("got %s late %s, want %s late %s", got, keys, tt.order, tt.late)
			}
		})
	}
}

// TestCreateAndDropRun: whatever tables refer to each other, creating them and
// dropping them again never names a table that is not there.
func TestCreateAndDropRun(t *testing.T) {
	for seed := range int64(300) {
		random := rand.New(rand.NewSource(seed))
		n := 1 + random.Intn(8)
		var words []string
		for i := range n {
			var refs []string
			for range random.Intn(4) {
				refs = append(refs, fmt.Sprintf("t%d", random.Intn(n)))
			}
			words = append(words, fmt.Sprintf("t%d:%s", i, strings.Join(refs, ",")))
		}
		tables := tablesOf(strings.Join(words, " "))
		creates, keys := createTables(postgres.New(), tables)
		cuts, drops := dropTables(postgres.New(), tables)
		there := map[string]bool{}
		pointing := map[string]map[string]bool{} // table → keys that point to it from elsewhere
		link := func(from string, f *schema.ForeignKey) {
			if !there[f.References] {
				t.Fatalf("seed %d: %s points to %s, which is not there", seed, from, f.References)
			}
			if pointing[f.References] == nil {
				pointing[f.References] = map[string]bool{}
			}
			if from != f.References {
				pointing[f.References][f.Name] = true
			}
		}
		for _, op := range slices.Concat(creates, keys) {
			switch o := op.(type) {
			case *ops.CreateTable:
				there[o.Name] = true
				for _, f := range o.ForeignKeys {
					link(o.Name, f)
				}
			case *ops.CreateForeignKey:
				link(o.Table, &o.ForeignKey)
			}
		}
		for _, op := range slices.Concat(cuts, drops) {
			switch o := op.(type) {
			case *ops.DropForeignKey:
				for _, names := range pointing {
					delete(names, o.Name)
				}
			case *ops.DropTable:
				if len(pointing[o.Table]) > 0 {
					t.Fatalf("seed %d: %s is dropped while %v point to it (%s)", seed, o.Table, pointing[o.Table], words)
				}
				for _, names := range pointing {
					for name := range names {
						if strings.HasPrefix(name, "fk_"+o.Table+"_") {
							delete(names, name)
						}
					}
				}
				delete(there, o.Table)
			}
		}
		if len(there) > 0 {
			t.Fatalf("seed %d: %v are left", seed, there)
		}
	}
}

func TestAlterEnum(t *testing.T) {
	tests := []struct{ name, before, after, want string }{
		{"at the end", "a b", "a b c d", `add = ["c", "d"]`},
		{"in between", "a c", "a b c", `add = [{ value = "b", after = "a" }]`},
		{"first", "b", "a b", `add = [{ value = "a", before = "b" }]`},
		{"first two", "c", "a b c", `{ value = "a", before = "c" }, { value = "b", after = "a" }`},
		{"removed", "a b", "a", `values = ["a"]`},
		{"reordered", "a b", "b a", `values = ["b", "a"]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wish := &schema.Enum{Name: "e", Values: strings.Fields(tt.after)}
			o := alterEnum(wish, strings.Fields(tt.before))
			if got := strings.ReplaceAll(strings.ReplaceAll(ops.BlockTOML(o), ",\n  {", ", {"), " before = ", " before = "); !strings.Contains(strings.Join(strings.Fields(got), " "), tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if values, err := o.Change(strings.Fields(tt.before)); err != nil || !slices.Equal(values, wish.Values) {
				t.Errorf("gives %v %v", values, err)
			}
		})
	}
}

func TestNaming(t *testing.T) {
	table := &schema.Table{
		Name:        "posts",
		Columns:     []*schema.Column{{Name: "price"}, {Name: "user_id"}, {Name: "Title"}},
		PrimaryKey:  &schema.PrimaryKey{Columns: []string{"price"}},
		Uniques:     []*schema.Unique{{Columns: []string{"price", "user_id"}}},
		ForeignKeys: []*schema.ForeignKey{{Columns: []string{"user_id"}}},
		Checks:      []*schema.Check{{SQL: schema.SQL("price > 0")}, {SQL: schema.SQL("price < 9")}, {SQL: schema.SQL("1 = 1")}},
		Indexes:     []*schema.Index{{Columns: []schema.IndexPart{{SQL: schema.SQL(`lower("Title")`)}, {Name: "price"}}}},
	}
	Naming{}.fill(table, dialect.Lexicon{})
	got := []string{table.PrimaryKey.Name, table.Uniques[0].Name, table.ForeignKeys[0].Name, table.Checks[0].Name, table.Checks[1].Name, table.Checks[2].Name, table.Indexes[0].Name}
	want := []string{"", "uq_posts_price_user_id", "fk_posts_user_id", "ck_posts_price", "ck_posts_price_2", "ck_posts_check", "ix_posts_Title_price"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	long := Naming{"ix": "i_{table}"}.name("ix", strings.Repeat("x", 100), nil)
	other := Naming{"ix": "i_{table}"}.name("ix", strings.Repeat("x", 101), nil)
	if len(long) != maxName || long == other {
		t.Errorf("%s and %s", long, other)
	}
}

// TestPhases: no phase is forgotten when plans are put together.
func TestPhases(t *testing.T) {
	var p phases
	fields, list := reflect.ValueOf(&p).Elem(), p.lists()
	for i := range fields.NumField() {
		if f := fields.Field(i); f.Type() == reflect.TypeFor[[]ops.Op]() {
			at := slices.IndexFunc(list, func(l *[]ops.Op) bool { return reflect.ValueOf(l).Pointer() == f.Addr().Pointer() })
			if at < 0 {
				t.Errorf("%s is not in the list of phases", fields.Type().Field(i).Name)
			}
		}
	}
}

// TestDropTablesOfPartitions: partitions go before their table, and after the keys that
// stand on them.
func TestDropTablesOfPartitions(t *testing.T) {
	table := func(name, of string, keys ...*schema.ForeignKey) *schema.Table {
		table := &schema.Table{Name: name, ForeignKeys: keys}
		if of != "" {
			table.Options.Set("postgres", schema.PartitionOf, of)
		}
		return table
	}
	live := &schema.Database{Tables: []*schema.Table{
		table("a_part", "whole"), table("b_part", "a_part"), table("refers", "", &schema.ForeignKey{Name: "fk", References: "whole"}), table("stays", "", &schema.ForeignKey{Name: "fk", References: "a_part"}),
		table("whole", "", &schema.ForeignKey{Name: "self", References: "whole"}),
	}}
	wish := &schema.Database{Tables: slices.Clone(live.Tables)}
	wish.Tables = slices.Delete(wish.Tables, 3, 4)
	var got []string
	for _, op := range DropTables(postgres.New(), wish, live) {
		line := ops.Describe(op)
		if o, ok := op.(*ops.DropTable); ok && o.DetachFrom != "" {
			line += " from " + o.DetachFrom
		}
		got = append(got, line)
	}
	want := []string{"drop_table refers", "drop_foreign_key self on whole", "drop_table b_part from a_part", "drop_table a_part", "drop_table whole"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
