package sqlite

import (
	"fmt"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Compile turns an operation into statements.
func (d Dialect) Compile(op ops.Op, present dialect.Present) ([]dialect.Statement, error) {
	list, err := compiler{d, present}.compile(op)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op.Kind(), err)
	}
	return list, nil
}

// CompileNext has one rebuild make all the changes of a table that need one.
func (d Dialect) CompileNext(list []ops.Op, present dialect.Present) (int, []dialect.Statement, error) {
	_, adds := list[0].(*ops.AddColumn)
	if adds || changeOf(list[0]) == nil {
		statements, err := d.Compile(list[0], present)
		if err != nil || !adds || len(statements) < 2 { // which is an ALTER TABLE
			return 1, statements, err
		}
	}
	n, statements, err := compiler{d, present}.rebuildFor(list)
	if err != nil {
		return 1, nil, fmt.Errorf("%s: %w", list[0].Kind(), err)
	}
	return n, statements, nil
}

type compiler struct {
	Dialect
	present dialect.Present
}

func statements(texts ...string) []dialect.Statement {
	list := make([]dialect.Statement, len(texts))
	for i, sql := range texts {
		list[i] = dialect.Statement{SQL: sql}
	}
	return list
}

func (c compiler) compile(op ops.Op) ([]dialect.Statement, error) {
	if add, ok := op.(*ops.AddColumn); ok {
		return c.addColumn(add)
	}
	if changeOf(op) != nil {
		_, list, err := c.rebuildFor([]ops.Op{op})
		return list, err
	}
	switch o := op.(type) {
	case *ops.CreateTable:
		return c.createTable(&o.Table)
	case *ops.DropTable:
		return onTable(o.On, "DROP TABLE "+quote(o.Table))
	case *ops.RenameTable:
		return c.renameTable(o)
	case *ops.DropColumn:
		return c.dropColumn(o)
	case *ops.RenameColumn:
		return onTable(o.On, "ALTER TABLE "+quote(o.Table)+" RENAME COLUMN "+quote(o.Column)+" TO "+quote(o.To))
	case *ops.CreateIndex:
		return c.createIndex(o)
	case *ops.DropIndex:
		return onTable(o.On, "DROP INDEX "+quote(o.Name))
	case *ops.AlterIndex:
		if len(o.Options[name]) > 0 {
			return nil, fmt.Errorf("indexes have no options on SQLite")
		}
		return nil, nil // the options are other dialects'
	case *ops.RenameIndex:
		return c.renameIndex(o)
	}
	return c.compileObject(op)
}

// compileObject compiles what is about no table, or about its rows.
func (c compiler) compileObject(op ops.Op) ([]dialect.Statement, error) {
	switch o := op.(type) {
	case *ops.CreateView, *ops.DropView, *ops.CreateTrigger, *ops.DropTrigger:
		return c.view(op)
	case *ops.AlterView:
		if len(o.Options[name]) > 0 {
			return nil, fmt.Errorf("views have no options on SQLite")
		}
		if o.SQL.For(name) != "" {
			return nil, fmt.Errorf("alter_view %s: SQLite changes no view: drop it and create it again", o.Name)
		}
		return nil, nil // the options are other dialects'
	case *ops.Execute:
		return execute(o), nil
	case *ops.InsertRows:
		return insertRows(o)
	case *ops.Call:
		return nil, fmt.Errorf("%s is a function of the program: it can't be written as SQL", o.Name)
	case *ops.CreateEnum, *ops.AlterEnum, *ops.DropEnum: // the values are in the columns' types
		return nil, nil
	case *ops.SetComment, *ops.ValidateConstraint, *ops.Grant, *ops.Revoke: // nothing to set; always valid; nobody to grant to
		return nil, nil
	case *ops.CreateSchema, *ops.DropSchema:
		return nil, noSchemas()
	case *ops.CreateExtension, *ops.AlterExtension, *ops.DropExtension:
		return nil, noExtensions()
	case *ops.CreateDomain, *ops.AlterDomain, *ops.DropDomain:
		return nil, noDomains()
	case *ops.CreateComposite, *ops.AlterComposite, *ops.DropComposite:
		return nil, noComposites()
	case *ops.CreateObject, *ops.DropObject:
		return nil, noObjects()
	case *ops.CreateSequence, *ops.AlterSequence, *ops.DropSequence:
		return nil, noSequences()
	case *ops.CreateRoutine:
		if o.SQL.For(name) == "" {
			return nil, nil
		}
		return nil, noRoutines()
	case *ops.DropRoutine:
		return nil, noRoutines()
	case *ops.CreateEvent, *ops.AlterEvent, *ops.DropEvent:
		return nil, noEvents()
	}
	return nil, fmt.Errorf("sqlite doesn't know this operation")
}

// onTable is a statement on a table of the default schema.
func onTable(on ops.On, sql string) ([]dialect.Statement, error) {
	if err := finishSchema(&on.Schema); err != nil {
		return nil, err
	}
	return statements(sql), nil
}

func (c compiler) createTable(neutral *schema.Table) ([]dialect.Statement, error) {
	t, err := dialect.LowerTable(c, neutral)
	if err != nil {
		return nil, err
	}
	if t, err = numbered(c, t); err != nil {
		return nil, err
	}
	list := statements(CreateTable(t))
	for _, x := range t.Indexes {
		list = append(list, dialect.Statement{SQL: CreateIndex(t.Name, x)})
	}
	return list, nil
}

// numbered makes an autoincrement column the primary key where there is none: it
// can't number rows otherwise.
func numbered(d dialect.Dialect, t *schema.Table) (*schema.Table, error) {
	for _, c := range t.Columns {
		if c.Autoincrement && t.PrimaryKey == nil {
			t.PrimaryKey = &schema.PrimaryKey{Columns: []string{c.Name}}
			return dialect.LowerTable(d, t)
		}
	}
	return t, nil
}

func (c compiler) createIndex(o *ops.CreateIndex) ([]dialect.Statement, error) {
	// A table of its own is enough to lower an index: only a collation that a
	// column has anyway would not be seen, and does no harm.
	t, err := dialect.LowerTable(c, &schema.Table{Name: o.Table, Schema: o.Schema, Indexes: []*schema.Index{&o.Index}})
	if err != nil {
		return nil, err
	}
	return statements(CreateIndex(o.Table, t.Indexes[0])), nil
}

// renameIndex makes the index anew: SQLite can't rename one.
func (c compiler) renameIndex(o *ops.RenameIndex) ([]dialect.Statement, error) {
	to, err := c.table(o.On)
	if err != nil {
		return nil, err
	}
	if err := ops.Apply(to.db, o); err != nil {
		return nil, err
	}
	return statements("DROP INDEX "+quote(o.Name), CreateIndex(to.stored, to.table.Index(o.To))), nil
}

func (c compiler) view(op ops.Op) ([]dialect.Statement, error) {
	switch o := op.(type) {
	case *ops.CreateView:
		db, err := dialect.Lower(c, &schema.Database{Views: []*schema.View{&o.View}})
		if err != nil || len(db.Views) == 0 {
			return nil, err
		}
		return statements(CreateView(db.Views[0])), nil
	case *ops.DropView:
		if o.Materialized {
			return nil, noMaterialized()
		}
		return onTable(ops.On{Schema: o.Schema}, "DROP VIEW "+quote(o.Name))
	case *ops.CreateTrigger:
		db, err := dialect.Lower(c, &schema.Database{Triggers: []*schema.Trigger{&o.Trigger}})
		if err != nil || len(db.Triggers) == 0 {
			return nil, err
		}
		return statements(db.Triggers[0].SQL.Any), nil
	case *ops.DropTrigger:
		return onTable(o.On, "DROP TRIGGER "+quote(o.Name))
	}
	return nil, nil
}

// execute cuts the user's SQL into statements.
func execute(o *ops.Execute) []dialect.Statement {
	var list []dialect.Statement
	for _, piece := range lexicon.Split(o.SQL.For(name)) {
		list = append(list, dialect.Statement{SQL: piece.SQL, NoTransaction: o.Transaction == "off"})
	}
	return list
}
