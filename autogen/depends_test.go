package autogen

import (
	"strings"
	"testing"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func TestArrange(t *testing.T) {
	column := func(name, typ, def string) schema.Column {
		c := schema.Column{Name: name, Type: schema.SQL(typ)}
		if def != "" {
			c.Default = &schema.Default{SQL: schema.SQL(def)}
		}
		return c
	}
	table := func(name string, columns ...schema.Column) *schema.Table {
		out := &schema.Table{Name: name}
		for _, c := range columns {
			out.Columns = append(out.Columns, &c)
		}
		return out
	}
	view := func(name, sql string) schema.View { return schema.View{Name: name, SQL: schema.SQL(sql)} }
	a, b := view("a_base", "SELECT id FROM s"), view("z_top", "SELECT id FROM a_base")
	gone := table("gone")
	gone.Indexes = []*schema.Index{{Name: "ix", Columns: []schema.IndexPart{{Name: "x"}}}}
	state := &schema.Database{
		Tables: []*schema.Table{table("s", column("id", "integer", "nextval('n'::regclass)")), gone},
		Views:  []*schema.View{&a, &b}, Sequences: []*schema.Sequence{{Name: "n"}},
	}
	on := func(name string) ops.On { return ops.On{Table: name} }
	function := &ops.CreateRoutine{Routine: schema.Routine{Name: "f", SQL: schema.SQL("CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT id FROM late $$")}}
	tests := []struct {
		name string
		list []ops.Op
		want string
	}{
		{"what needs nothing stays", []ops.Op{&ops.DropView{Named: ops.Named{Name: "other"}}, &ops.CreateTable{Table: *table("t")}}, "drop_view create_table"},
		{"function before the default that calls it", []ops.Op{&ops.AddColumn{On: on("s"), Column: column("c", "text", "f()")}, function}, "create_routine add_column"},
		{"function after the table that its body reads", []ops.Op{function, &ops.CreateTable{Table: *table("late")}}, "create_table create_routine"},
		{"but before it where the table calls it", []ops.Op{&ops.CreateTable{Table: *table("late", column("c", "text", "f()"))}, function}, "create_routine create_table"},
		{"default before its sequence goes", []ops.Op{&ops.DropSequence{Named: ops.Named{Name: "n"}}, &ops.AlterColumn{On: on("s"), Column: "id", Drop: []string{"default"}}}, "alter_column drop_sequence"},
		{"view on view", []ops.Op{&ops.DropView{Named: ops.Named{Name: "a_base"}}, &ops.DropView{Named: ops.Named{Name: "z_top"}}, &ops.CreateView{View: b}, &ops.CreateView{View: a}},
			"drop_view z_top drop_view a_base create_view a_base create_view z_top"},
		{"view around a change of type", []ops.Op{&ops.CreateView{View: a}, &ops.AlterColumn{On: on("s"), Column: "id", Type: schema.SQL("bigint")}, &ops.DropView{Named: ops.Named{Name: "a_base"}}},
			"drop_view alter_column create_view"},
		{"the name of an index is free first", []ops.Op{&ops.CreateIndex{On: on("s"), Index: schema.Index{Name: "ix", Columns: []schema.IndexPart{{Name: "id"}}}}, &ops.DropTable{On: on("gone")}},
			"drop_table create_index"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, op := range arrange(postgres.New(), tt.list, state) {
				got = append(got, op.Kind())
				if strings.Contains(tt.want, " z_top") || strings.Contains(tt.want, " a_base") {
					got = append(got, subjectOf(op))
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %s, want %s", strings.Join(got, " "), tt.want)
			}
		})
	}
}

func subjectOf(op ops.Op) string {
	switch o := op.(type) {
	case *ops.DropView:
		return o.Name
	case *ops.CreateView:
		return o.Name
	}
	return ""
}
