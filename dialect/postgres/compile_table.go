package postgres

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func (c compiler) compileTable(op ops.Op) ([]dialect.Statement, error) {
	switch o := op.(type) {
	case *ops.CreateTable:
		return c.createTable(&o.Table)
	case *ops.DropTable:
		var list []dialect.Statement
		if o.DetachFrom != "" {
			list = statements("ALTER TABLE " + o.DetachFrom + " DETACH PARTITION " + table(o.ID()))
		}
		return append(list, statements("DROP TABLE "+table(o.ID()))...), nil
	case *ops.RenameTable:
		return c.renameTable(o)
	case *ops.AlterTable:
		return c.alterTable(o)
	}
	return nil, unknown(op)
}

// createTable creates a table, then all that CREATE TABLE can't say.
func (c compiler) createTable(neutral *schema.Table) ([]dialect.Statement, error) {
	t, err := c.lowerTable(neutral)
	if err != nil {
		return nil, err
	}
	opts := t.Options[name]
	head := "CREATE TABLE "
	if opts[schema.Unlogged] == "true" {
		head = "CREATE UNLOGGED TABLE "
	}
	sql := head + table(t.ID())
	column, follows, late := c.ownColumn, true, typedLate(t)
	switch {
	case opts[schema.PartitionOf] != "":
		sql, column = sql+" PARTITION OF "+opts[schema.PartitionOf], c.partitionColumn
	case opts[schema.OfType] != "" && !late:
		sql, column = sql+" OF "+opts[schema.OfType], c.typedColumn
	default:
		follows = false
	}
	first, again := c.repeated(t)
	if lines := c.tableLines(first, column); len(lines) > 0 || !follows {
		sql += " " + parenthesized(lines)
	}
	list := append(statements(sql+tableTail(opts)), again...)
	on := ops.OnTable(t.ID())
	if late {
		list = append(list, c.alter(on, "OF "+opts[schema.OfType])...)
	}
	for _, x := range t.Indexes {
		list = append(list, c.indexStatements(on, x, false)...)
	}
	list = append(list, c.nameAttached(t)...)
	own, err := c.overrides(t)
	if err != nil {
		return nil, err
	}
	list = append(list, own...)
	list = append(list, c.unvalidated(t)...)
	list = append(list, c.settings(on, opts)...)
	return append(list, c.tableComments(t)...), nil
}

// repeated takes the keys and exclusions out of a new table that are the same as others of it, and makes
// them when it is there: CREATE TABLE takes them for one, whatever their names and storage parameters are
// (transformIndexConstraints in the server's parse_utilcmd.c).
func (c compiler) repeated(t *schema.Table) (first *schema.Table, again []dialect.Statement) {
	once, seen := *t, map[string]bool{}
	once.Uniques, once.Exclusions = nil, nil
	if k := t.PrimaryKey; k != nil {
		seen[c.unique(&schema.Unique{Columns: k.Columns, Include: k.Include, WithoutOverlaps: k.WithoutOverlaps, Deferrable: k.Deferrable, Deferred: k.Deferred})] = true
	}
	repeats := func(bare, clause string) bool {
		if !seen[bare] {
			seen[bare] = true
			return false
		}
		again = append(again, c.alter(ops.OnTable(t.ID()), "ADD "+clause)...)
		return true
	}
	for _, u := range t.Uniques {
		bare := *u
		if bare.Name, bare.Options = "", nil; !repeats(c.unique(&bare), c.unique(u)) {
			once.Uniques = append(once.Uniques, u)
		}
	}
	for _, x := range t.Exclusions {
		bare := *x
		if bare.Name, bare.Options = "", nil; x.Options.Attached() || !repeats(c.exclusion(&bare), c.exclusion(x)) {
			once.Exclusions = append(once.Exclusions, x)
		}
	}
	return &once, again
}

// nameAttached gives the exclusions that the server makes with a partition their names.
func (c compiler) nameAttached(t *schema.Table) []dialect.Statement {
	var list []dialect.Statement
	for _, x := range t.Exclusions {
		standard := IndexName(t.Name, elementNames(x), "excl")
		if x.Options.Attached() && x.Name != standard {
			list = append(list, c.alter(ops.OnTable(t.ID()), "RENAME CONSTRAINT "+c.Quote(standard)+" TO "+c.Quote(x.Name))...)
		}
	}
	return list
}

// tableLines are the columns, each as column spells it, and constraints between the
// parentheses.
func (c compiler) tableLines(t *schema.Table, column func(*schema.Column) string) []string {
	var lines []string
	for _, col := range t.Columns {
		if line := column(col); line != "" {
			lines = append(lines, line)
		}
	}
	if t.PrimaryKey != nil {
		lines = append(lines, c.primaryKey(t.PrimaryKey))
	}
	for _, u := range t.Uniques {
		lines = append(lines, c.unique(u))
	}
	for _, k := range t.Checks {
		if !k.NotValid {
			lines = append(lines, c.check(k))
		}
	}
	for _, x := range t.Exclusions {
		if !x.Options.Attached() { // else the server makes it
			lines = append(lines, c.exclusion(x))
		}
	}
	for _, f := range t.ForeignKeys {
		if !f.NotValid {
			lines = append(lines, c.foreignKey(f))
		}
	}
	return lines
}

// ownColumn spells a column that no parent has.
func (c compiler) ownColumn(col *schema.Column) string {
	if col.Options.Get(name, schema.Inherited) == "true" {
		return ""
	}
	return c.columnClause(col, "")
}

// partitionColumn spells what a partition says of a column.
func (c compiler) partitionColumn(col *schema.Column) string {
	own := *col
	own.Identity = nil // see overrides
	return c.Quote(col.Name) + " WITH OPTIONS" + c.columnRest(&own)
}

// overrides says what a table has other than its parents in columns that it does not
// list itself, and of a partition what its list can't say.
func (c compiler) overrides(t *schema.Table) (list []dialect.Statement, err error) {
	partition := t.Options.Get(name, schema.PartitionOf) != ""
	for _, col := range t.Columns {
		if col.Options.Get(name, schema.Inherited) != "true" && !partition {
			continue
		}
		alter := func(action string) {
			list = append(list, c.alter(ops.OnTable(t.ID()), "ALTER COLUMN "+c.Quote(col.Name)+" "+action)...)
		}
		none := c.columnRest(col) == c.notNull(col) && serialTypes[col.Type.For(name)] == ""
		if none && col.Options.Get(name, schema.Inherited) == "true" { // where the parent may have a default
			alter("DROP DEFAULT")
		}
		if col.Default != nil && !partition {
			alter("SET DEFAULT " + col.Default.SQL.For(name))
		}
		if col.NotNull && !partition {
			if handed, err := c.handsNotNull(t, col.Name); err != nil {
				return nil, err
			} else if !handed {
				alter("SET NOT NULL")
			}
		}
		if col.Identity != nil {
			alter("ADD " + c.identity(col))
		}
	}
	return list, nil
}

// handsNotNull reports whether a new table has the NOT NULL of a column from its parents. Said again, it would be the
// table's own as well from 18 on, and stay where theirs goes (ATExecSetNotNull in the server's tablecmds.c).
func (c compiler) handsNotNull(t *schema.Table, column string) (bool, error) {
	for _, id := range Names(parents(t)) {
		parent, err := c.now(id)
		if err != nil {
			return false, err
		}
		if parent == nil {
			continue
		}
		if col := parent.Column(column); col != nil && col.NotNull && noInherit(col) == "" {
			return true, nil
		} else if col != nil {
			continue
		}
		if handed, err := c.handsNotNull(parent, column); handed || err != nil {
			return handed, err
		}
	}
	return false, nil
}

// tableTail is what follows the closing parenthesis.
func tableTail(opts map[string]string) string {
	var b strings.Builder
	if parents := opts[schema.Inherits]; parents != "" {
		b.WriteString("\nINHERITS (" + parents + ")")
	}
	if bound := opts[schema.PartitionBound]; bound != "" {
		b.WriteString(" " + bound)
	}
	if by := opts[schema.PartitionBy]; by != "" {
		b.WriteString("\nPARTITION BY " + by)
	}
	if am := opts["access_method"]; am != "" {
		b.WriteString("\nUSING " + Ident(am))
	}
	if with := parameters(opts); len(with) > 0 {
		b.WriteString("\nWITH (" + strings.Join(with, ", ") + ")")
	}
	if space := opts["tablespace"]; space != "" {
		b.WriteString("\nTABLESPACE " + Ident(space))
	}
	return b.String()
}

// ParameterOrder is the option that lists storage parameters which are not to be in
// the order of their names. It says nothing of what a table is, only of how dumps of
// it look: a comparison passes over it.
const ParameterOrder = "parameter_order"

// parameters spells the storage parameters among options.
func parameters(opts map[string]string) []string {
	keys := slices.Sorted(maps.Keys(opts))
	if said := opts[ParameterOrder]; said != "" {
		order := strings.Split(said, ", ")
		place := func(key string) int { return slices.Index(order, strings.TrimPrefix(key, "with_")) }
		slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	}
	var list []string
	for _, key := range keys {
		if param, ok := strings.CutPrefix(key, "with_"); ok {
			list = append(list, param+" = "+parameterValue(opts[key]))
		}
	}
	return list
}

// parameterValue quotes a storage parameter's value unless it is a plain word or number.
func parameterValue(v string) string {
	if v != "" && strings.IndexFunc(v, func(r rune) bool {
		return r != '.' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	}) < 0 && !keywords[v] || v == "true" || v == "false" || v == "on" {
		return v
	}
	return quoteString(v)
}

// unvalidated adds the constraints that are NOT VALID, which CREATE TABLE ignores.
func (c compiler) unvalidated(t *schema.Table) []dialect.Statement {
	var list []dialect.Statement
	on := ops.OnTable(t.ID())
	for _, k := range t.Checks {
		if k.NotValid {
			list = append(list, c.alter(on, "ADD "+c.check(k))...)
		}
	}
	for _, f := range t.ForeignKeys {
		if f.NotValid {
			list = append(list, c.alter(on, "ADD "+c.foreignKey(f))...)
		}
	}
	return list
}

// settings are the options of a table that have statements of their own.
func (c compiler) settings(on ops.On, opts map[string]string) []dialect.Statement {
	var list []dialect.Statement
	for _, key := range inTurn(opts) {
		list = append(list, c.setting(on, key, opts[key])...)
	}
	return list
}

func (c compiler) setting(on ops.On, key, value string) []dialect.Statement {
	kind, object, _ := strings.Cut(key, " ")
	switch kind {
	case "row_security":
		return c.rowSecurity(on, value)
	case schema.ReplicaIdentity:
		return c.alter(on, "REPLICA IDENTITY "+c.replicaIdentity(value))
	case schema.ClusterOn:
		if value == "" {
			return c.alter(on, "SET WITHOUT CLUSTER")
		}
		return c.alter(on, "CLUSTER ON "+c.Quote(value))
	case "policy":
		return script("CREATE POLICY " + c.Quote(object) + " ON " + table(on.ID()) + " " + value)
	case "rule":
		return script(value)
	}
	if inheritedSettings[kind] == "" || kind == "index" && value == "" { // it has gone, or has the name that the server gave it
		return nil
	}
	return statements(setInherited(on.ID(), key, value))
}

func (c compiler) rowSecurity(on ops.On, value string) []dialect.Statement {
	switch value {
	case "forced":
		return c.alter(on, "ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
	case "enabled":
		return c.alter(on, "ENABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")
	case "forced once enabled":
		return c.alter(on, "DISABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
	}
	return c.alter(on, "DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")
}

func (c compiler) replicaIdentity(value string) string {
	switch value {
	case "":
		return "DEFAULT"
	case "full", "nothing":
		return strings.ToUpper(value)
	}
	return "USING INDEX " + c.Quote(value)
}

func (c compiler) tableComments(t *schema.Table) []dialect.Statement {
	var list []dialect.Statement
	add := func(kind, target, text string) {
		if text != "" {
			list = append(list, dialect.Statement{SQL: comment(kind, target, text)})
		}
	}
	id := table(t.ID())
	add("TABLE", id, t.Comment)
	for _, col := range t.Columns {
		list = append(list, c.columnSettings(t.ID(), col)...)
		add("COLUMN", id+"."+c.Quote(col.Name), col.Comment)
	}
	constraint := func(name, text string) { add("CONSTRAINT", c.Quote(name)+" ON "+id, text) }
	index := func(name, text string) { add("INDEX", table(schema.Name{Schema: t.Schema, Name: name}), text) }
	if pk := t.PrimaryKey; pk != nil {
		constraint(or(pk.Name, t.Name+"_pkey"), pk.Comment)
		index(or(pk.Name, t.Name+"_pkey"), pk.IndexComment)
	}
	for _, u := range t.Uniques {
		constraint(u.Name, u.Comment)
		index(u.Name, u.IndexComment)
	}
	for _, k := range t.Checks {
		constraint(k.Name, k.Comment)
	}
	for _, x := range t.Exclusions {
		constraint(x.Name, x.Comment)
		index(x.Name, x.IndexComment)
	}
	for _, f := range t.ForeignKeys {
		constraint(f.Name, f.Comment)
	}
	for _, x := range t.Indexes {
		index(x.Name, x.Comment)
	}
	return list
}

// renameTable renames a table together with the sequences that the server named
// after it.
func (c compiler) renameTable(o *ops.RenameTable) ([]dialect.Statement, error) {
	list := c.alter(o.On, "RENAME TO "+c.Quote(o.To))
	t, err := c.now(o.ID())
	if t == nil {
		return list, err
	}
	for _, col := range t.Columns {
		list = append(list, renameSequence(t.Schema, col, SequenceName(t.Name, col.Name), SequenceName(o.To, col.Name))...)
	}
	return list, nil
}

// renameSequence renames the sequence behind a numbered column, when it has the
// name that the server gave it.
func renameSequence(schemaName string, col *schema.Column, from, to string) []dialect.Statement {
	numbered := serialTypes[col.Type.For(name)] != "" || (col.Identity != nil || col.Autoincrement) && col.Options.Get(name, schema.SequenceOf) == ""
	if !numbered || from == to {
		return nil
	}
	return statements("ALTER SEQUENCE " + table(schema.Name{Schema: schemaName, Name: from}) + " RENAME TO " + Dialect{}.Quote(to))
}
