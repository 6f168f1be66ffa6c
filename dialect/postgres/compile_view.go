package postgres

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func viewKind(materialized bool) string {
	if materialized {
		return "MATERIALIZED VIEW"
	}
	return "VIEW"
}

func (c compiler) createView(o *ops.CreateView) ([]dialect.Statement, error) {
	v, sql, err := c.queryOf("CREATE", &o.View)
	if err != nil {
		return nil, err
	}
	list := withComment(viewKind(v.Materialized), table(schema.Name{Schema: v.Schema, Name: v.Name}), v.Comment, sql)
	for _, x := range v.Indexes {
		t, err := c.lowerTable(&schema.Table{Name: v.Name, Schema: v.Schema, Indexes: []*schema.Index{x}})
		if err != nil {
			return nil, err
		}
		list = append(list, c.indexStatements(ops.OnTable(t.ID()), t.Indexes[0], false)...)
		list = append(list, c.tableComments(t)...)
	}
	on := ops.On{Table: v.Name, Schema: v.Schema}
	for _, key := range slices.Sorted(maps.Keys(v.Options[name])) {
		list = append(list, c.viewSetting(on, key, v.Options.Get(name, key))...)
	}
	return list, nil
}

// queryOf spells what makes a view, and returns it in native form.
func (c compiler) queryOf(create string, view *schema.View) (*schema.View, string, error) {
	lowered, err := dialect.Lower(c.Dialect, &schema.Database{Views: []*schema.View{view}})
	if err != nil {
		return nil, "", err
	}
	v := lowered.Views[0]
	sql := create + " " + viewKind(v.Materialized) + " " + table(schema.Name{Schema: v.Schema, Name: v.Name})
	if len(v.Columns) > 0 {
		sql += " (" + columnList(v.Columns) + ")"
	}
	sql += tableTailInline(v.Options[name]) + " AS\n" + v.SQL.For(name)
	if v.Options.Get(name, "no_data") == "true" {
		sql += "\nWITH NO DATA"
	}
	return v, sql, nil
}

// viewSetting changes what is set of a view once it is there, or of one of its columns, as
// in "storage NAME"; an empty value takes it away. ALTER TABLE alters views of all kinds.
func (c compiler) viewSetting(on ops.On, key, value string) []dialect.Statement {
	kind, column, _ := strings.Cut(key, " ")
	alter := "ALTER COLUMN " + c.Quote(column) + " "
	switch kind {
	case "rule", schema.ClusterOn, schema.ReplicaIdentity:
		return c.setting(on, key, value)
	case "comment":
		return statements(comment("COLUMN", table(on.ID())+"."+c.Quote(column), value))
	case "default":
		if value == "" {
			return c.alter(on, alter+"DROP DEFAULT")
		}
		return c.alter(on, alter+"SET DEFAULT "+value)
	case "storage":
		if value == "" {
			return statements(resetStorage(on.ID(), column))
		}
	}
	return c.columnSetting(on, &schema.Column{Name: column}, kind, value)
}

// resetStorage lets values be stored as their type is: which one a view's column has, only
// the catalog knows.
func resetStorage(view schema.Name, column string) string {
	return "DO " + dollarQuote(strings.NewReplacer("{view}", quoteString(table(view)), "{column}", quoteString(column)).Replace(`
BEGIN
  EXECUTE (SELECT format('ALTER TABLE %s ALTER COLUMN %I SET STORAGE %s', a.attrelid::regclass, a.attname,
      CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END)
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = {view}::regclass AND a.attname = {column});
END
`))
}

// viewSettings are the options of a view, or of its columns, that can change while it stays.
var viewSettings = wordSet("cluster replica_identity tablespace access_method default comment storage compression statistics n_distinct n_distinct_inherited")

func (c compiler) alterView(o *ops.AlterView) ([]dialect.Statement, error) {
	on := ops.On{Table: o.Name, Schema: o.Schema}
	set, reset := c.alterParameters(on, o.Options[name])
	list := slices.Concat(reset, set)
	query := o.SQL.For(name) != ""
	if query {
		_, sql, err := c.queryOf("CREATE OR REPLACE", o.Change(&schema.View{Name: o.Name, Schema: o.Schema, Options: o.Existing}))
		if err != nil {
			return nil, err
		}
		list = statements(sql)
	}
	for _, key := range slices.Sorted(maps.Keys(o.Options[name])) {
		value := o.Options.Get(name, key)
		switch kind, _, _ := strings.Cut(key, " "); {
		case strings.HasPrefix(key, "with_") || query && key == ParameterOrder:
		case !viewSettings[kind]:
			return nil, fmt.Errorf("the option %s of view %s can't change while it is there: drop the view and create it again", key, o.ID())
		case kind == "tablespace":
			list = append(list, statements(move("ALTER TABLE "+table(on.ID()), value))...)
		case kind == "access_method":
			list = append(list, c.alter(on, "SET ACCESS METHOD "+Ident(or(value, "heap")))...)
		default:
			list = append(list, c.viewSetting(on, key, value)...)
		}
	}
	return list, nil
}
