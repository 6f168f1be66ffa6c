package ops

import (
	"errors"
	"fmt"
	"slices"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/schema"
)

// droppable is what alter_column's drop may list.
var droppable = []string{"default", "identity", "generated", "on_update", "collation"}

// validate checks what an operation's types can't say, and folds spellings.
func validate(op Op) error {
	switch o := op.(type) {
	case *CreateTable:
		return validateTable(&o.Table)
	case *AddColumn:
		return validateColumn(&o.Column)
	case *AlterColumn:
		return validateAlterColumn(o)
	case *CreateForeignKey:
		return validateForeignKey(&o.ForeignKey)
	case *CreateIndex:
		if o.Name == "" {
			return errors.New("needs name")
		}
		return validateIndex(&o.Index)
	case *CreatePrimaryKey:
		return needColumns(o.Columns)
	case *CreateUnique:
		return needColumns(o.Columns)
	case *CreateCheck:
		return needSQL(o.SQL)
	case *CreateView:
		return errors.Join(needName(o.Name), needSQL(o.SQL))
	case *AlterIndex:
		if len(o.Options) == 0 {
			return errors.New("changes nothing: give options")
		}
	case *AlterView:
		if o.SQL.IsZero() && len(o.Options) == 0 {
			return errors.New("changes nothing: give sql or options")
		}
	case *CreateRoutine:
		return errors.Join(needName(o.Name), needSQL(o.SQL))
	case *CreateTrigger:
		return errors.Join(needName(o.Name), needSQL(o.SQL))
	case *CreateEvent:
		return validateEvent(&o.Event)
	case *AlterEvent:
		return validateEvent(&o.Event)
	case *CreateEnum:
		if o.Values == nil { // PostgreSQL has enums without any
			return errors.New("needs values")
		}
		return needName(o.Name)
	case *CreateSchema:
		return needName(o.Name)
	case *CreateExtension:
		return needName(o.Name)
	case *CreateComposite:
		return validateComposite(&o.Composite)
	case *AlterComposite:
		return errors.Join(validateComposite(&o.Composite), validateComposite(o.Existing))
	case *CreateObject:
		return needSQL(o.SQL)
	case *CreateSequence:
		return needName(o.Name)
	case *CreateDomain:
		if o.Type.IsZero() {
			return errors.New("needs type")
		}
		return needName(o.Name)
	case *Grant:
		return validateGrant(&o.Grant)
	case *Revoke:
		return validateGrant(&o.Grant)
	case *Execute:
		return onOrOff(o.Transaction)
	case *AlterEnum:
		return onOrOff(o.Transaction)
	case *DropForeignKey:
		return nameOr(o.Name, len(o.Columns) > 0, "columns")
	case *DropUnique:
		return nameOr(o.Name, len(o.Columns) > 0, "columns")
	case *DropCheck:
		return nameOr(o.Name, !o.SQL.IsZero(), "sql")
	}
	return nil
}

func validateTable(t *schema.Table) error {
	if t.Name == "" {
		return errors.New("needs table")
	}
	if t.Columns == nil && hasOwnColumns(t) {
		return errors.New("needs columns")
	}
	seen := map[string]bool{}
	for _, c := range t.Columns {
		if err := validateColumn(c); err != nil {
			return err
		}
		if seen[c.Name] {
			return fmt.Errorf("has column %q twice", c.Name)
		}
		seen[c.Name] = true
	}
	for _, f := range t.ForeignKeys {
		if err := validateForeignKey(f); err != nil {
			return err
		}
	}
	for _, x := range t.Indexes {
		if err := validateIndex(x); err != nil {
			return err
		}
	}
	for _, c := range t.Checks {
		if err := needSQL(c.SQL); err != nil {
			return fmt.Errorf("check %q: %w", c.Name, err)
		}
	}
	for _, u := range t.Uniques {
		if err := needColumns(u.Columns); err != nil {
			return fmt.Errorf("unique %q: %w", u.Name, err)
		}
	}
	if t.PrimaryKey != nil {
		return needColumns(t.PrimaryKey.Columns)
	}
	return nil
}

func validateColumn(c *schema.Column) error {
	switch {
	case c.Name == "":
		return errors.New("a column needs name")
	case c.Type.IsZero():
		return fmt.Errorf("column %q needs type", c.Name)
	case c.Generated != nil && c.Generated.SQL.IsZero():
		return fmt.Errorf("column %q: generated needs sql", c.Name)
	}
	return nil
}

// validateComposite accepts of a column what a composite type's column can have.
func validateComposite(c *schema.Composite) error {
	for _, column := range c.Columns {
		if err := validateColumn(column); err != nil {
			return err
		}
		if column.NotNull || column.Default != nil || column.Generated != nil || column.Identity != nil || column.Autoincrement {
			return fmt.Errorf("column %q: a composite type's column has a name, a type, a collation and a comment", column.Name)
		}
	}
	return needName(c.Name)
}

func validateAlterColumn(o *AlterColumn) error {
	for _, what := range o.Drop {
		if !slices.Contains(droppable, what) {
			return fmt.Errorf("can't drop %q of a column%s", what, spelling.DidYouMean(what, droppable))
		}
	}
	if !o.Changes() {
		return errors.New("changes nothing: give type, nullable, default, comment, … or drop")
	}
	return nil
}

func validateForeignKey(f *schema.ForeignKey) (err error) {
	switch {
	case len(f.Columns) == 0:
		return errors.New("a foreign key needs columns")
	case f.References == "":
		return errors.New("a foreign key needs references")
	case f.Referred == nil:
		return errors.New("a foreign key needs referred, the columns that it points to")
	case len(f.Referred) > 0 && len(f.Referred) != len(f.Columns):
		return fmt.Errorf("a foreign key has %d columns but %d referred", len(f.Columns), len(f.Referred))
	}
	if f.OnDelete, err = normalizeAction(f.OnDelete); err != nil {
		return fmt.Errorf("on_delete: %w", err)
	}
	if f.OnUpdate, err = normalizeAction(f.OnUpdate); err != nil {
		return fmt.Errorf("on_update: %w", err)
	}
	return nil
}

func validateIndex(x *schema.Index) error {
	if len(x.Columns) == 0 {
		return fmt.Errorf("index %q needs columns", x.Name)
	}
	for i := range x.Columns {
		p := &x.Columns[i]
		if (p.Name == "") == p.SQL.IsZero() {
			return fmt.Errorf("index %q: each of its columns has either a name or sql", x.Name)
		}
		if p.Order == "asc" {
			p.Order = ""
		}
		if p.Order != "" && p.Order != "desc" {
			return fmt.Errorf(`index %q: order is "asc" or "desc", not %q`, x.Name, p.Order)
		}
	}
	return nil
}

// hasOwnColumns reports whether a table has no others from which its columns come.
func hasOwnColumns(t *schema.Table) bool {
	return t.Options.Get("postgres", schema.PartitionOf)+t.Options.Get("postgres", schema.Inherits)+t.Options.Get("postgres", schema.OfType) == ""
}

func needColumns(columns []string) error {
	if len(columns) == 0 {
		return errors.New("needs columns")
	}
	return nil
}

func needName(name string) error { return nameOr(name, false, "") }

func nameOr(name string, other bool, otherKey string) error {
	switch {
	case name != "" || other:
		return nil
	case otherKey == "":
		return errors.New("needs name")
	}
	return fmt.Errorf("needs name (or %s, where the database knows no name)", otherKey)
}

func needSQL(t schema.Text) error {
	if t.IsZero() {
		return errors.New("needs sql")
	}
	return nil
}

func onOrOff(transaction string) error {
	if !slices.Contains([]string{"", "on", "off"}, transaction) {
		return fmt.Errorf(`transaction is "on" or "off", not %q`, transaction)
	}
	return nil
}
