package postgres

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// columnClause spells a column in CREATE TABLE and ADD COLUMN, with its compression if that is not
// set afterwards.
func (c compiler) columnClause(col *schema.Column, compression string) string {
	sql := c.Quote(col.Name) + " " + col.Type.For(name)
	if compression != "" {
		sql += " COMPRESSION " + compression
	}
	if collation := col.Collation.For(name); collation != "" {
		sql += " COLLATE " + Collation(collation)
	}
	return sql + c.columnRest(col)
}

// columnRest is what follows a column's type.
func (c compiler) columnRest(col *schema.Column) string {
	var sql string
	switch {
	case col.Identity != nil:
		sql += " " + c.identity(col)
	case col.Autoincrement:
		sql += " " + c.identity(&schema.Column{Identity: &schema.Identity{}, Options: col.Options})
	case col.Generated != nil:
		sql += " GENERATED ALWAYS AS (" + col.Generated.SQL.For(name) + ")" + stored(col.Generated)
	case col.Default != nil:
		sql += " DEFAULT " + col.Default.SQL.For(name)
	}
	return sql + c.notNull(col)
}

func stored(g *schema.Generated) string {
	if g.Stored {
		return " STORED"
	}
	return " VIRTUAL"
}

// identity spells GENERATED … AS IDENTITY with the settings that aren't the server's own.
func (c compiler) identity(col *schema.Column) string {
	i := col.Identity
	sql := "GENERATED " + generation(i) + " AS IDENTITY"
	settings := sequenceSettings(&schema.Sequence{Start: i.Start, Increment: i.Increment, Min: i.Min, Max: i.Max, Cache: i.Cache, Cycle: i.Cycle})
	if own := col.Options.Get(name, schema.SequenceOf); own != "" {
		settings = append([]string{"SEQUENCE NAME " + own}, settings...)
	}
	if len(settings) > 0 {
		sql += " (" + strings.Join(settings, " ") + ")"
	}
	return sql
}

// identityOf is the sequence of an identity column.
func identityOf(on schema.Name, col *schema.Column) schema.Name {
	if parts := parseName(col.Options.Get(name, schema.SequenceOf)); len(parts) > 0 {
		return schema.Name{Schema: on.Schema, Name: parts[len(parts)-1]}
	}
	return schema.Name{Schema: on.Schema, Name: SequenceName(on.Name, col.Name)}
}

func generation(i *schema.Identity) string {
	if i.Always {
		return "ALWAYS"
	}
	return "BY DEFAULT"
}

// columnSettings are the options of a column that have statements of their own.
func (c compiler) columnSettings(id schema.Name, col *schema.Column) []dialect.Statement {
	var list []dialect.Statement
	opts := col.Options[name]
	list = append(list, c.lateNotNull(ops.OnTable(id), col)...)
	for _, key := range slices.Sorted(maps.Keys(opts)) {
		list = append(list, c.columnSetting(ops.OnTable(id), col, key, opts[key])...)
	}
	return list
}

// storages are how values of a type are stored unless a column says otherwise; those
// of types that are not here are "extended" if they are long, as all users' types are taken to be.
var storages = map[string]string{
	"numeric": "main", "inet": "main", "cidr": "main", "boolean": "plain", "smallint": "plain", "integer": "plain", "bigint": "plain",
	"real": "plain", "double precision": "plain", "date": "plain", "uuid": "plain", "money": "plain", "interval": "plain",
	"timestamp without time zone": "plain", "timestamp with time zone": "plain", "time without time zone": "plain", "time with time zone": "plain",
	"tsquery": "plain", "name": "plain", "oid": "plain",
}

func storage(native string) string {
	t, err := parseType(native)
	if err != nil || t.array {
		return "extended"
	}
	return or(storages[t.base], "extended")
}

func (c compiler) columnSetting(on ops.On, col *schema.Column, key, value string) []dialect.Statement {
	alter := "ALTER COLUMN " + c.Quote(col.Name)
	switch key {
	case "storage":
		return c.alter(on, alter+" SET STORAGE "+strings.ToUpper(or(value, storage(storedType(col.Type.For(name))))))
	case "n_distinct", "n_distinct_inherited":
		if value == "" {
			return c.alter(on, alter+" RESET ("+key+")")
		}
		return c.alter(on, alter+" SET ("+key+" = "+value+")")
	case "compression":
		return c.alter(on, alter+" SET COMPRESSION "+or(value, "default"))
	case schema.SequenceComment:
		if col.Identity == nil && !col.Autoincrement { // it went with the sequence
			return nil
		}
		return statements(comment("SEQUENCE", table(identityOf(on.ID(), col)), value))
	case "statistics":
		return c.alter(on, alter+" SET STATISTICS "+or(value, "-1"))
	}
	return nil
}

// lowerColumn lowers one column, with the check that a nameless enum brings.
func (c compiler) lowerColumn(id schema.Name, col *schema.Column) (*schema.Table, error) {
	return c.lowerTable(&schema.Table{Name: id.Name, Schema: id.Schema, Columns: []*schema.Column{col}})
}

func (c compiler) addColumn(o *ops.AddColumn) ([]dialect.Statement, error) {
	t, err := c.lowerColumn(o.ID(), &o.Column)
	if err != nil {
		return nil, err
	}
	col := schema.Clone(t.Columns[0])
	list, err := c.addClause(o, col)
	if err != nil {
		return nil, err
	}
	forgetOption(col.Options, "compression")
	t.Columns[0] = col
	for _, k := range t.Checks {
		list = append(list, c.alter(o.On, "ADD "+c.check(k))...)
	}
	return append(list, c.tableComments(t)...), nil
}

// addClause adds the column itself. One that numbers its rows comes to be so afterwards in a table
// that others inherit from, or that has partitions up to PostgreSQL 16: the server adds none there.
// A sequence that is there meanwhile gives numbers to the rows of all, and the column goes on from these.
// A default that an heir had itself stays.
func (c compiler) addClause(o *ops.AddColumn, col *schema.Column) ([]dialect.Statement, error) {
	t, err := c.now(o.ID())
	if col.Autoincrement {
		col = schema.Clone(col)
		col.Identity, col.Autoincrement = &schema.Identity{}, false
	}
	if err != nil || col.Identity == nil || t == nil || !t.Heirs {
		return c.alter(o.On, "ADD COLUMN "+c.columnClause(col, col.Options.Get(name, "compression"))), err // SET COMPRESSION leaves those that inherit it as they are
	}
	meanwhile, of := schema.Name{Schema: o.Schema, Name: "limbeck_numbers"}, "ONLY "
	if t.Options.Get(name, schema.PartitionBy) != "" {
		of = "" // all partitions number their rows then, from PostgreSQL 17 on
	}
	plain := *col
	plain.Identity, plain.NotNull, plain.Default = nil, true, nextval(meanwhile)
	settings := append([]string{"CREATE SEQUENCE " + table(meanwhile) + " AS " + col.Type.For(name)}, sequenceSettings(identitySequence(col.Identity))...)
	alter := "ALTER COLUMN " + c.Quote(col.Name)
	return slices.Concat(
		statements(strings.Join(settings, " ")),
		c.alter(o.On, "ADD COLUMN "+c.columnClause(&plain, "")),
		statements("ALTER TABLE "+of+table(o.ID())+" "+alter+" DROP DEFAULT"),
		c.alter(o.On, alter+" ADD "+c.identity(col)),
		statements(fmt.Sprintf("SELECT setval(pg_get_serial_sequence(%s, %s), last_value, is_called) FROM %s",
			quoteString(table(o.ID())), quoteString(col.Name), table(meanwhile)), "DROP SEQUENCE "+table(meanwhile)+" CASCADE")), nil
}

func (c compiler) renameColumn(o *ops.RenameColumn) ([]dialect.Statement, error) {
	list := c.alter(o.On, "RENAME COLUMN "+c.Quote(o.Column)+" TO "+c.Quote(o.To))
	t, err := c.now(o.ID())
	if t == nil {
		return list, err
	}
	if col := t.Column(o.Column); col != nil {
		list = append(list, renameSequence(t.Schema, col, SequenceName(t.Name, o.Column), SequenceName(t.Name, o.To))...)
	}
	return list, nil
}

// sequenceSettings spells the settings of a sequence that aren't the default.
func sequenceSettings(s *schema.Sequence) []string {
	var list []string
	number := func(word string, n *int64) {
		if n != nil {
			list = append(list, word+" "+strconv.FormatInt(*n, 10))
		}
	}
	if s.Increment != 0 {
		number("INCREMENT BY", &s.Increment)
	}
	number("MINVALUE", s.Min)
	number("MAXVALUE", s.Max)
	number("START WITH", s.Start)
	if s.Cache != 0 {
		number("CACHE", &s.Cache)
	}
	if s.Cycle {
		list = append(list, "CYCLE")
	}
	return list
}
