package mysql

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// compiler compiles one operation.
type compiler struct {
	d       *Dialect
	present dialect.Present
	seen    map[schema.Name]*schema.Database // what was asked of present
}

// Compile turns an operation into statements that MySQL and MariaDB both take.
func (d *Dialect) Compile(op ops.Op, present dialect.Present) ([]dialect.Statement, error) {
	c := compiler{d, present, map[schema.Name]*schema.Database{}}
	var sql []string
	var err error
	switch op := op.(type) {
	case *ops.CreateTable:
		sql, err = c.createTable(&op.Table)
	case *ops.DropTable:
		sql = []string{"DROP TABLE " + tableName(op.ID())}
	case *ops.RenameTable:
		sql, err = c.renameTable(op)
	case *ops.AlterTable:
		sql, err = c.alterTable(op)
	case *ops.AddColumn:
		sql, err = c.addColumn(op)
	case *ops.DropColumn:
		sql, err = c.dropColumn(op)
	case *ops.RenameColumn:
		sql, err = c.renameColumn(op)
	case *ops.AlterColumn:
		sql, err = c.alterColumn(op)
	default:
		sql, err = c.compileKeys(op)
	}
	if err == nil {
		sql, err = c.complete(op, sql)
	}
	if err == nil {
		sql, err = c.strictly(op, sql)
	}
	if err != nil {
		return nil, err
	}
	out := make([]dialect.Statement, len(sql))
	for i, s := range sql {
		out[i].SQL = s
	}
	return out, nil
}

// complete adds to an operation's statements what the table needs beside them.
func (c compiler) complete(op ops.Op, sql []string) ([]string, error) {
	if _, ok := op.(*ops.AlterTable); !ok { // which has them in the midst of its own work
		keepers, err := c.keepers(op)
		if err != nil || len(sql) == 0 {
			return sql, err
		}
		last := len(sql) - 1
		for last > 0 && !strings.HasPrefix(sql[last], "ALTER TABLE ") { // but the rows are filled
			last--
		}
		for _, action := range keepers {
			sql[last] += ", " + action
		}
	}
	return c.keepHistory(op, sql)
}

// strictly has the statements that change the values of rows fail where the session would rather have
// them cut off or replaced, without a word: under no strict sql_mode.
func (c compiler) strictly(op ops.Op, sql []string) ([]string, error) {
	switch op.(type) {
	case *ops.AlterColumn, *ops.AlterTable:
	default:
		return sql, nil
	}
	db, err := c.database(op.(interface{ ID() schema.Name }).ID())
	if err != nil || db == nil || db.StrictMode == "" {
		return sql, err
	}
	var out []string
	for _, s := range sql {
		out = append(out, inSession(map[string]string{"sql_mode": db.StrictMode}, s)...)
	}
	return out, nil
}

// compileKeys takes the operations on constraints and indexes.
func (c compiler) compileKeys(op ops.Op) ([]string, error) {
	switch op := op.(type) {
	case *ops.CreatePrimaryKey:
		return c.createPrimaryKey(op)
	case *ops.DropPrimaryKey:
		return c.dropPrimaryKey(op)
	case *ops.CreateUnique:
		return c.createIndex(op.On, uniqueIndex(&op.Unique))
	case *ops.DropUnique:
		return c.dropUnique(op)
	case *ops.CreateForeignKey:
		return c.createForeignKey(op)
	case *ops.DropForeignKey:
		return c.dropForeignKey(op)
	case *ops.CreateCheck:
		return c.createCheck(op)
	case *ops.DropCheck:
		return c.dropCheck(op)
	case *ops.CreateExclusion, *ops.DropExclusion:
		return nil, dialect.Unsupported("MySQL", "exclusion constraints", "keep the rule in a trigger")
	case *ops.RenameConstraint:
		return c.renameConstraint(op)
	case *ops.ValidateConstraint:
		return nil, nil // every constraint is validated when it is made
	case *ops.CreateIndex:
		return c.createIndex(op.On, &op.Index)
	case *ops.DropIndex:
		return c.dropIndex(op.On, op.Name)
	case *ops.AlterIndex:
		if len(op.Options[name]) > 0 {
			return nil, fmt.Errorf("alter_index %s: on MySQL an index changes as a whole: drop it and create it again", op.Name)
		}
		return nil, nil // the options are other dialects'
	case *ops.RenameIndex:
		return c.named(op.On, "RENAME INDEX "+quote(op.Name)+" TO "+quote(op.To), op.To)
	}
	return c.compileObjects(op)
}

// alter is one ALTER TABLE.
func (c compiler) alter(on ops.On, actions ...string) []string {
	sql := "ALTER TABLE " + tableName(on.ID())
	for i, a := range actions {
		if i > 0 {
			sql += ","
		}
		sql += " " + a
	}
	return []string{sql}
}

// named is one ALTER TABLE that gives something a name.
func (c compiler) named(on ops.On, action string, names ...string) ([]string, error) {
	if err := checkNames(names...); err != nil {
		return nil, err
	}
	return c.alter(on, action), nil
}

// live is the table as it is now, nil when that is not known. It is a copy, and
// without the keepers, which nobody else has to make anew or to reckon with.
func (c compiler) live(on ops.On) (*schema.Table, error) {
	db, err := c.database(on.ID())
	if err != nil || db == nil {
		return nil, err
	}
	live := schema.Clone(db.Table(on.ID()))
	if live != nil {
		live.Indexes = slices.DeleteFunc(live.Indexes, func(x *schema.Index) bool { return x.Name == keeperIndex })
		live.Columns = slices.DeleteFunc(live.Columns, func(c *schema.Column) bool { return c.Name == keeperColumn })
	}
	return live, nil
}

// database is what is known of the database of a table, with that table; nil when nothing is. It is not to be changed.
func (c compiler) database(table schema.Name) (*schema.Database, error) {
	db, ok := c.seen[table]
	if ok || c.present == nil {
		return db, nil
	}
	db, err := c.present(table)
	if err == nil {
		c.seen[table] = db
	}
	return db, err
}

// lower takes parts of a table through LowerTable by way of a table that has
// nothing else.
func (c compiler) lower(on ops.On, part schema.Table) (*schema.Table, error) {
	part.Name, part.Schema = on.Table, on.Schema
	return dialect.LowerTable(c.d, &part)
}

func (c compiler) createTable(t *schema.Table) ([]string, error) {
	native, err := dialect.LowerTable(c.d, t)
	if err != nil {
		return nil, err
	}
	if len(native.Columns) == 0 {
		return nil, fmt.Errorf("table %s has no columns; MySQL needs one", t.ID())
	}
	if err := checkNames(namesOf(native)...); err != nil {
		return nil, fmt.Errorf("table %s: %w", t.ID(), err)
	}
	return []string{createTableSQL(native, "CREATE TABLE "+tableName(native.ID()))}, nil
}

// namesOf lists what a table gives names to.
func namesOf(t *schema.Table) []string {
	names := []string{t.Name}
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	for _, u := range t.Uniques {
		names = append(names, u.Name)
	}
	for _, x := range t.Indexes {
		names = append(names, x.Name)
	}
	for _, f := range t.ForeignKeys {
		names = append(names, f.Name)
	}
	for _, c := range t.Checks {
		names = append(names, c.Name)
	}
	return names
}

// temporaryOptions are the options that every temporary table takes.
var temporaryOptions = []string{"engine", "charset", "collate", schema.AutoIncrement}

// Permanent reports whether an index is one that no temporary table can have.
func Permanent(x *schema.Index) bool {
	return x.Using == "fulltext" || x.Options.Get(name, schema.WithoutOverlaps) != ""
}

// CreateTemporary returns the statement that creates a native table as a
// temporary one of another name, without what a temporary table can't have:
// foreign keys, [Permanent] indexes, and options about its storage and its periods.
func (d *Dialect) CreateTemporary(t *schema.Table, as string) string {
	copied := schema.Clone(t)
	copied.Name, copied.Schema, copied.ForeignKeys = as, "", nil
	copied.Indexes = slices.DeleteFunc(copied.Indexes, Permanent)
	if copied.PrimaryKey != nil {
		delete(copied.PrimaryKey.Options[name], schema.WithoutOverlaps)
	}
	maps.DeleteFunc(copied.Options[name], func(key, _ string) bool { return !slices.Contains(temporaryOptions, key) })
	return createTableSQL(copied, "CREATE TEMPORARY TABLE "+quote(as))
}

// alterTable changes options and comment. A new collation is the default for
// columns to come: those that are there keep theirs, as on the server itself.
func (c compiler) alterTable(op *ops.AlterTable) ([]string, error) {
	part, err := c.lower(op.On, schema.Table{Options: op.Options})
	if err != nil {
		return nil, err
	}
	options := part.Options[name]
	var out, actions []string
	live, err := c.live(op.On)
	if err != nil {
		return nil, err
	}
	_, resized := options["key_block_size"]
	if _, ok := options["engine"]; ok { // the new engine may not know the old one's options
		if resets := takeResets(options); len(resets) > 0 {
			out = c.alter(op.On, optionsSQL(resets))
		}
	}
	if text := optionsSQL(options); text != "" {
		actions = append(actions, text)
	}
	keepers, err := c.keepers(op)
	if err != nil {
		return nil, err
	}
	actions = append(actions, keepers...)
	if resized && live != nil {
		actions = append(actions, keysAgain(live)...)
	}
	for _, key := range []string{"engine", "collate", "charset"} {
		if value, ok := options[key]; ok && value == "" {
			return nil, fmt.Errorf("table %s: the option %s needs a value", op.ID(), key)
		}
	}
	if op.Comment != nil {
		actions = append(actions, "COMMENT="+quoteString(*op.Comment))
	}
	periods, err := c.periods(op, live, options)
	if err != nil {
		return nil, err
	}
	partition, ok := options[schema.Partition]
	if ok && partition == "" { // before the versioning goes that it may be by
		out = append(out, c.alter(op.On, "REMOVE PARTITIONING")...)
	}
	for _, one := range append(periods.before, append(actions, periods.actions...), periods.after) {
		if len(one) > 0 {
			out = append(out, c.alter(op.On, one...)...)
		}
	}
	if partition != "" {
		out = append(out, c.alter(op.On, repartition(settingBefore(op, live, schema.Partition), partition))...)
	}
	if _, ok := options["engine"]; ok && settingBefore(op, live, "engine") == "Aria" {
		out = append(out, c.alter(op.On, "PAGE_CHECKSUM=DEFAULT")...) // it came along as if it had been said
	}
	return out, nil
}

// keysAgain makes all keys of a table anew, in a change that makes them anew anyway:
// MariaDB would have them say that they keep to the size that the table had before.
func keysAgain(t *schema.Table) []string {
	var actions []string
	if t.PrimaryKey != nil {
		actions = append(actions, "DROP PRIMARY KEY", "ADD "+primaryKeySQL(t.PrimaryKey))
	}
	for _, u := range t.Uniques {
		actions = append(actions, "DROP INDEX "+quote(u.Name), "ADD "+indexSQL(uniqueIndex(u)))
	}
	for _, x := range t.Indexes {
		actions = append(actions, "DROP INDEX "+quote(x.Name), "ADD "+indexSQL(x))
	}
	return actions
}

// takeResets takes out of a change of options what goes back to the default.
func takeResets(options map[string]string) map[string]string {
	resets := map[string]string{}
	for key, value := range options {
		if value == "" && !slices.Contains(spokenOptions, key) {
			resets[key] = value
			delete(options, key)
		}
	}
	return resets
}

// execute splits a script into its statements.
func execute(op *ops.Execute) ([]string, error) {
	var out []string
	for _, piece := range lexicon.Split(op.SQL.For(name)) {
		out = append(out, leading(piece.SQL)...)
	}
	return out, nil
}

// leading cuts off the statements before a body: between two of its own
// delimiters, a script may well say DROP PROCEDURE IF EXISTS p; CREATE PROCEDURE p …,
// which the client sends as it is but the driver must not.
func leading(sql string) []string {
	var out []string
	for !hasBody(sql) {
		pieces := lexicon.Split(sql)
		if len(pieces) < 2 {
			break
		}
		first := pieces[0].SQL
		out = append(out, first)
		rest := sql[strings.Index(sql, first)+len(first):]
		sql = strings.TrimLeft(rest, "; \t\r\n")
	}
	return append(out, sql)
}

// hasBody reports whether a statement makes something whose text may have
// semicolons of its own.
func hasBody(sql string) bool {
	for i, t := range lexicon.Tokens(sql) {
		switch {
		case i == 0 && t.Is("begin"):
			return true
		case i == 0 && !t.Is("create") && !t.Is("alter"), i > 12, t.Is("("):
			return false
		case t.Is("trigger"), t.Is("function"), t.Is("procedure"), t.Is("event"), t.Is("package"):
			return true
		}
	}
	return false
}

func (c compiler) insertRows(op *ops.InsertRows) ([]string, error) {
	columns := map[string]bool{}
	for _, row := range op.Rows {
		for column := range row {
			columns[column] = true
		}
	}
	if len(columns) == 0 {
		return nil, errors.New("insert_rows: the rows have no columns")
	}
	keys := sortedKeys(columns)
	sql := "INSERT INTO " + tableName(op.ID()) + " (" + quoteList(keys) + ") VALUES"
	for i, row := range op.Rows {
		if i > 0 {
			sql += ","
		}
		sql += "\n  ("
		for j, key := range keys {
			if j > 0 {
				sql += ", "
			}
			text, err := rowLiteral(c.d, row[key])
			if err != nil {
				return nil, fmt.Errorf("insert_rows, row %d, column %s: %w", i+1, key, err)
			}
			sql += text
		}
		sql += ")"
	}
	return []string{sql}, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
