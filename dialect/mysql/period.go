package mysql

import (
	"fmt"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// periodOf takes a PERIOD clause apart, as SHOW CREATE TABLE has it.
func periodOf(clause string) (name string, columns []string) {
	tokens := lexicon.Tokens(clause)
	if len(tokens) < 8 {
		return "", nil
	}
	return tokens[2].Name(), []string{tokens[4].Name(), tokens[6].Name()}
}

// periodChange is how an alter_table changes periods: actions of its own ALTER TABLE,
// and of one before and one after it.
type periodChange struct {
	before  [][]string
	actions []string
	after   []string
}

// periods are the actions that change a table's periods and its versioning. The
// columns of the system's period are plain ones until it comes, and after it has
// gone: the server takes them only together with it, and only while the table is
// not versioned. A table that has to stop being versioned for that loses its history.
func (c compiler) periods(op *ops.AlterTable, live *schema.Table, change map[string]string) (periodChange, error) {
	var p periodChange
	if _, ok := change[schema.Period]; ok {
		if was := settingBefore(op, live, schema.Period); was != "" {
			period, _ := periodOf(was)
			p.actions = append(p.actions, "DROP PERIOD FOR "+quote(period))
		} else if change[schema.Period] == "" {
			return p, fmt.Errorf("table %s: which period goes must be read from the database, or stand in `existing`", op.ID())
		}
		if clause := change[schema.Period]; clause != "" {
			p.actions = append(p.actions, "ADD "+clause)
		}
	}
	const start, stop = "ADD SYSTEM VERSIONING", "DROP SYSTEM VERSIONING"
	versioning, changes := change[schema.SystemVersioning]
	versioned := settingBefore(op, live, schema.SystemVersioning) != ""
	if clause, ok := change[schema.SystemPeriod]; ok {
		rowTimes, err := c.rowTimes(op, live, clause)
		if err != nil {
			return p, err
		}
		p.actions = append(p.actions, rowTimes...)
		switch stays := versioned && !changes; {
		case clause != "" && stays:
			p.before = [][]string{{stop}}
			p.actions = append(p.actions, "ADD "+clause, start)
		case clause != "":
			p.actions = append(p.actions, "ADD "+clause)
		case stays:
			p.actions = append(p.actions, stop)
			p.after = []string{start}
		}
	}
	switch {
	case changes && versioning == "":
		p.actions = append(p.actions, stop)
	case changes:
		p.actions = append(p.actions, start)
	}
	return p, nil
}

// settingBefore is an option of the table as it was.
func settingBefore(op *ops.AlterTable, live *schema.Table, key string) string {
	if live != nil {
		return live.Options.Get(name, key)
	}
	if op.Existing != nil {
		return op.Existing.Options.Get(name, key)
	}
	return ""
}

// rowTimes makes two plain columns the ends of the system's period, or, without a
// clause, the reverse.
func (c compiler) rowTimes(op *ops.AlterTable, live *schema.Table, clause string) ([]string, error) {
	said := clause
	if said == "" {
		said = settingBefore(op, live, schema.SystemPeriod)
	}
	_, columns := periodOf(said)
	if columns == nil {
		return nil, fmt.Errorf("table %s: %q is no period such as PERIOD FOR SYSTEM_TIME (`a`, `b`)", op.ID(), said)
	}
	var actions []string
	for i, name := range columns {
		column := &schema.Column{Name: name, Type: schema.SQL("timestamptz(6)")}
		if live != nil && live.Column(name) != nil {
			column = live.Column(name)
		}
		column.Default, column.NotNull, column.Generated = nil, false, nil
		if clause != "" {
			column.Generated = &schema.Generated{SQL: schema.SQL([]string{"ROW START", "ROW END"}[i]), Stored: true}
		}
		actions = append(actions, "MODIFY COLUMN "+columnSQL(column, nil))
	}
	return actions, nil
}

// plainRowTime makes of a column of the system's period what it is before that comes.
func plainRowTime(column *schema.Column, live *schema.Table) {
	if isRowTime(column) && (live == nil || live.Options.Get(name, schema.SystemPeriod) == "") {
		column.Generated = nil
	}
}

func isRowTime(c *schema.Column) bool {
	return c.Generated != nil && strings.HasPrefix(strings.ToUpper(c.Generated.SQL.Any), "ROW ")
}

// keepHistory lets a statement change the columns of a table whose rows have a
// history: the server wants to be told that the history is to change along.
func (c compiler) keepHistory(op ops.Op, sql []string) ([]string, error) {
	switch op.(type) {
	case *ops.AddColumn, *ops.DropColumn, *ops.AlterColumn, *ops.RenameColumn, *ops.AlterTable, *ops.CreateCheck, *ops.DropCheck,
		*ops.CreatePrimaryKey, *ops.CreateUnique, *ops.CreateIndex:
	default:
		return sql, nil
	}
	if len(sql) == 0 {
		return sql, nil
	}
	live, err := c.live(ops.OnTable(op.(interface{ ID() schema.Name }).ID()))
	if err != nil || live == nil || live.Options.Get(name, schema.SystemVersioning) == "" {
		return sql, err
	}
	for i, text := range sql {
		if strings.HasPrefix(text, "ALTER TABLE ") {
			sql[i] = "SET STATEMENT system_versioning_alter_history = KEEP FOR " + text
		}
	}
	return sql, nil
}
