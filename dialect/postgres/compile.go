package postgres

import (
	"fmt"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Compile turns an operation into statements.
func (d Dialect) Compile(op ops.Op, present dialect.Present) ([]dialect.Statement, error) {
	c := compiler{d, present}
	list, err := c.compile(op)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op.Kind(), err)
	}
	switch op.(type) {
	case *ops.Execute, *ops.InsertRows: // not ours to read
		return list, nil
	}
	if err := checkLengths(list); err != nil {
		return nil, fmt.Errorf("%s: %w", op.Kind(), err)
	}
	return list, nil
}

type compiler struct {
	Dialect
	present dialect.Present
}

func (c compiler) compile(op ops.Op) ([]dialect.Statement, error) {
	switch o := op.(type) {
	case *ops.CreateTable, *ops.DropTable, *ops.RenameTable, *ops.AlterTable:
		return c.compileTable(op)
	case *ops.AddColumn:
		return c.addColumn(o)
	case *ops.DropColumn:
		only := ""
		if o.Only {
			only = "ONLY "
		}
		return statements("ALTER TABLE " + only + table(o.ID()) + " DROP COLUMN " + c.Quote(o.Column)), nil
	case *ops.RenameColumn:
		return c.renameColumn(o)
	case *ops.AlterColumn:
		return c.alterColumn(o)
	case *ops.CreatePrimaryKey, *ops.CreateUnique, *ops.CreateForeignKey, *ops.CreateCheck, *ops.CreateExclusion:
		return c.createConstraint(op)
	case *ops.DropPrimaryKey, *ops.DropUnique, *ops.DropForeignKey, *ops.DropCheck, *ops.DropExclusion:
		return c.dropConstraint(op)
	case *ops.RenameConstraint:
		return c.alter(o.On, "RENAME CONSTRAINT "+c.Quote(o.Name)+" TO "+c.Quote(o.To)), nil
	case *ops.ValidateConstraint:
		return c.alter(o.On, "VALIDATE CONSTRAINT "+c.Quote(o.Name)), nil
	case *ops.CreateIndex:
		return c.createIndex(o)
	case *ops.DropIndex:
		return c.dropIndex(o), nil
	case *ops.AlterIndex:
		return c.alterIndex(o)
	case *ops.RenameIndex:
		return statements("ALTER INDEX " + table(schema.Name{Schema: o.Schema, Name: o.Name}) + " RENAME TO " + c.Quote(o.To)), nil
	case *ops.Execute:
		return c.execute(o), nil
	case *ops.InsertRows:
		return c.insertRows(o)
	case *ops.SetComment:
		return c.setComment(o)
	case *ops.Call:
		return nil, fmt.Errorf("the Go function %q can't be turned into SQL: run the revision from the program that registers it", o.Name)
	}
	return c.compileObject(op)
}

// statements makes statements of texts.
func statements(texts ...string) []dialect.Statement {
	list := make([]dialect.Statement, len(texts))
	for i, s := range texts {
		list[i] = dialect.Statement{SQL: s}
	}
	return list
}

// script makes statements of a text that may hold several.
func script(text string) []dialect.Statement {
	var list []dialect.Statement
	for _, piece := range lexicon.Split(text) {
		list = append(list, dialect.Statement{SQL: piece.SQL})
	}
	return list
}

func (c compiler) alter(on ops.On, action string) []dialect.Statement {
	return statements("ALTER TABLE " + table(on.ID()) + " " + action)
}

// now returns the table as it is in the database, nil where that is not known.
func (c compiler) now(id schema.Name) (*schema.Table, error) {
	if c.present == nil {
		return nil, nil
	}
	db, err := c.present(id)
	if err != nil || db == nil {
		return nil, err
	}
	return db.Table(id), nil
}

// lowerTable lowers a table that is made for the occasion: just one index, say.
func (c compiler) lowerTable(t *schema.Table) (*schema.Table, error) {
	return dialect.LowerTable(c.Dialect, t)
}

// comment makes a COMMENT ON statement. An empty comment is none.
func comment(kind, target, text string) string {
	value := "NULL"
	if text != "" {
		value = quoteString(text)
	}
	return "COMMENT ON " + kind + " " + target + " IS " + value
}

// parenthesized joins clauses as a list in parentheses, one a line.
func parenthesized(lines []string) string {
	if len(lines) == 0 {
		return "()"
	}
	return "(\n  " + strings.Join(lines, ",\n  ") + "\n)"
}

func unknown(op ops.Op) error { return fmt.Errorf("PostgreSQL has no operation %s", op.Kind()) }
