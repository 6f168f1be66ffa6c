package mysql

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Follow writes the new name into the table itself. Views and the bodies of
// triggers are texts, which stay as they are. Columns move as the change of one moves them.
func (d *Dialect) Follow(db *schema.Database, op ops.Op) (broken []string) {
	r := dialect.Renamer{Lexicon: lexicon, Quote: d.Quote}
	var mentions func(sql string) bool
	switch o := op.(type) {
	case *ops.RenameTable:
		mentions = func(sql string) bool { return r.Mentions(sql, o.ID()) }
		if t := db.Table(schema.Name{Schema: o.Schema, Name: o.To}); t != nil {
			for _, name := range ownNames(t, o.Table) {
				*name = o.To + (*name)[len(o.Table):]
			}
		}
		for _, tr := range db.Triggers {
			if (schema.Name{Schema: tr.Schema, Name: tr.Table}) == (schema.Name{Schema: o.Schema, Name: o.To}) {
				tr.SQL.Any = triggerOn(tr.SQL.Any, o.Table, d.Quote(o.To))
			}
		}
	case *ops.RenameColumn:
		if t := db.Table(o.ID()); t != nil {
			renameIn(t, o)
		}
		mentions = func(sql string) bool {
			return r.Mentions(sql, o.ID()) && r.Column(sql, o.Column, o.Column+"_") != sql
		}
	case *ops.AlterColumn:
		if t := db.Table(o.ID()); t != nil {
			d.move(t, o.Column)
		}
		return nil
	default:
		return nil
	}
	for _, v := range db.Views {
		if mentions(v.SQL.Any) {
			broken = append(broken, "view "+v.Name)
		}
	}
	for _, tr := range db.Triggers {
		if mentions(tr.SQL.Any) {
			broken = append(broken, "trigger "+tr.Name)
		}
	}
	return broken
}

// move has a column of a table, and those that come along, stand where [moved] says.
func (d *Dialect) move(t *schema.Table, column string) {
	native, err := dialect.LowerTable(d, t)
	if err != nil || native.Column(column) == nil {
		return
	}
	after, along := moved(native.Column(column), native.Columns)
	if after == "" {
		return
	}
	group := []*schema.Column{t.Column(column)}
	for _, c := range along {
		group = append(group, t.Column(c.Name))
	}
	t.Columns = slices.DeleteFunc(t.Columns, func(c *schema.Column) bool { return slices.Contains(group, c) })
	t.Columns = slices.Insert(t.Columns, slices.Index(t.Columns, t.Column(after))+1, group...)
}

// ownNames are the names that a server gave to the foreign keys and checks of a table of
// that name: it renames them with the table.
func ownNames(t *schema.Table, table string) (names []*string) {
	for _, f := range t.ForeignKeys {
		if numbered(f.Name, table+"_ibfk_") {
			names = append(names, &f.Name)
		}
	}
	for _, k := range ownChecks(t, table) {
		names = append(names, &k.Name)
	}
	return names
}

// ownChecks are the checks that MySQL named after the table.
func ownChecks(t *schema.Table, table string) (checks []*schema.Check) {
	for _, k := range t.Checks {
		if k.Column == "" && numbered(k.Name, table+"_chk_") {
			checks = append(checks, k)
		}
	}
	return checks
}

func numbered(name, prefix string) bool {
	digits, ok := strings.CutPrefix(name, prefix)
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// renameTable renames a table. MySQL renames the checks along that it has named after it.
// MariaDB names none so; to have the same names in the end, it is told.
func (c compiler) renameTable(op *ops.RenameTable) ([]string, error) {
	if err := checkNames(op.To); err != nil {
		return nil, err
	}
	to := schema.Name{Schema: op.Schema, Name: op.To}
	out := []string{"RENAME TABLE " + tableName(op.ID()) + " TO " + tableName(to)}
	live, err := c.live(ops.OnTable(op.ID()))
	if err != nil || live == nil {
		return out, err
	}
	var actions []string
	for _, k := range ownChecks(live, op.Table) {
		actions = append(actions, "DROP CONSTRAINT "+quote(k.Name))
		k.Name = op.To + k.Name[len(op.Table):]
		actions = append(actions, "ADD "+checkSQL(k))
	}
	if len(actions) > 0 {
		out = append(out, "ALTER TABLE "+tableName(to)+" /*M!100000 "+strings.Join(actions, ", ")+" */")
	}
	return out, nil
}

// triggerOn names another table after the ON of a CREATE TRIGGER.
func triggerOn(sql, from, quoted string) string {
	tokens := lexicon.Tokens(sql)
	for i, t := range tokens {
		if i > 0 && tokens[i-1].Is("on") && t.Name() == from {
			return sql[:t.Start] + quoted + sql[t.End:]
		}
	}
	return sql
}

// renameIn writes a column's new name into all of its table, defaults among it.
func renameIn(t *schema.Table, op *ops.RenameColumn) {
	r := dialect.Renamer{Lexicon: lexicon, Quote: quote}
	r.InTable(t, op)
	for _, k := range t.Checks {
		if k.Column == op.To && k.Name == op.Column { // MariaDB calls a column's check as the column
			k.Name = op.To
		}
	}
	for _, c := range t.Columns {
		if c.Default != nil {
			c.Default.SQL.Any = r.Column(c.Default.SQL.Any, op.Column, op.To)
		}
	}
	if by := t.Options.Get(name, schema.Partition); by != "" {
		t.Options.Set(name, schema.Partition, partitionedBy(r, by, op))
	}
}

// partitionedBy writes a column's new name into what a table is partitioned by: between
// parentheses, before the list of the partitions, which have names of their own.
func partitionedBy(r dialect.Renamer, by string, op *ops.RenameColumn) string {
	var out strings.Builder
	tokens := lexicon.Tokens(by)
	depth, written, open := 0, 0, 0
	for i, t := range tokens {
		switch {
		case t.Is("(") && depth == 0 && i+1 < len(tokens) && tokens[i+1].Is("partition"):
			return out.String() + by[written:]
		case t.Is("("):
			if depth++; depth == 1 {
				open = t.Start
			}
		case t.Is(")"):
			if depth--; depth == 0 {
				out.WriteString(by[written:open] + r.Column(by[open:t.End], op.Column, op.To))
				written = t.End
			}
		}
	}
	return out.String() + by[written:]
}

// renameColumn renames a column. MariaDB follows it in checks, defaults, computed columns
// and what the table is partitioned by. MySQL refuses while any of them names it, so they are
// told it in a comment, which MySQL reads and MariaDB doesn't: it passes over versions from
// 50700 to 99999 (MariaDB Knowledge Base, Comment Syntax).
func (c compiler) renameColumn(op *ops.RenameColumn) ([]string, error) {
	rename := "RENAME COLUMN " + quote(op.Column) + " TO " + quote(op.To)
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	if live != nil {
		if told := toldAnew(live, op); told != "" {
			rename += " /*!80000 " + told + " */"
		}
	}
	return c.named(op.On, rename, op.To)
}

// toldAnew makes anew what names a column that is renamed: what goes on after the renaming.
func toldAnew(live *schema.Table, op *ops.RenameColumn) (rest string) {
	var actions []string
	after := schema.Clone(live)
	renameIn(after, op)
	var last []string
	for i, was := range live.Checks {
		if k := after.Checks[i]; k.Name != "" && k.SQL.Any != was.SQL.Any {
			actions, last = append(actions, "DROP CONSTRAINT "+quote(k.Name)), append(last, "ADD "+checkSQL(k))
		}
	}
	for i, was := range live.Indexes {
		for j, part := range was.Columns {
			if x := after.Indexes[i]; x.Columns[j].SQL.Any != part.SQL.Any {
				actions, last = append(actions, "DROP INDEX "+quote(x.Name)), append(last, "ADD "+indexSQL(x))
				break
			}
		}
	}
	for i, was := range live.Columns {
		column := after.Columns[i]
		if was.Generated != nil && column.Generated.SQL.Any != was.Generated.SQL.Any || was.Default != nil && column.Default.SQL.Any != was.Default.SQL.Any {
			actions = append(actions, "MODIFY COLUMN "+columnSQL(column, nil))
		}
	}
	for _, action := range append(actions, last...) {
		rest += ", " + action
	}
	if by := after.Options.Get(name, schema.Partition); by != live.Options.Get(name, schema.Partition) {
		rest += " " + by
	}
	return strings.TrimSpace(rest)
}
