package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// constraint is what an operation on a constraint does to its table, in memory.
func constraint(op ops.Op) change {
	switch o := op.(type) {
	case *ops.CreatePrimaryKey:
		return func(to *target) error { return createPrimaryKey(to, o) }
	case *ops.DropPrimaryKey:
		return dropPrimaryKey
	case *ops.DropUnique:
		return func(to *target) error {
			return drop(&to.table.Uniques, "unique constraint", o.Name, func(u *schema.Unique) string { return u.Name },
				func(u *schema.Unique) bool { return slices.EqualFunc(u.Columns, o.Columns, strings.EqualFold) })
		}
	case *ops.DropForeignKey:
		return func(to *target) error {
			return drop(&to.table.ForeignKeys, "foreign key", o.Name, func(f *schema.ForeignKey) string { return f.Name },
				func(f *schema.ForeignKey) bool { return slices.EqualFunc(f.Columns, o.Columns, strings.EqualFold) })
		}
	case *ops.DropCheck:
		return func(to *target) error {
			wanted := lexicon.Normalize(spellStrings(o.SQL.For(name), to.table))
			return drop(&to.table.Checks, "check", o.Name, func(k *schema.Check) string { return k.Name },
				func(k *schema.Check) bool { return wanted != "" && lexicon.Normalize(k.SQL.Any) == wanted })
		}
	case *ops.CreateUnique, *ops.CreateForeignKey, *ops.CreateCheck, *ops.CreateExclusion, *ops.DropExclusion, *ops.RenameConstraint:
		return func(to *target) error { return ops.Apply(to.db, op) }
	}
	return nil
}

func createPrimaryKey(to *target, o *ops.CreatePrimaryKey) error {
	if k := to.table.PrimaryKey; k != nil && slices.Equal(k.Columns, o.Columns) {
		*k = *schema.Clone(&o.PrimaryKey) // an autoincrement column came with one
		return nil
	}
	return ops.Apply(to.db, o)
}

// dropPrimaryKey also ends the numbering of rows, which needs the key.
func dropPrimaryKey(to *target) error {
	if to.table.PrimaryKey == nil {
		return fmt.Errorf("table %s has no primary key", to.table.Name)
	}
	for _, c := range to.table.Columns {
		c.Autoincrement = false
	}
	to.table.PrimaryKey = nil
	return nil
}

// drop takes a constraint out: the one of that name, or, where none has it, one
// without a name that is made of the same.
func drop[T any](list *[]*T, what, name string, nameOf func(*T) string, same func(*T) bool) error {
	at := slices.IndexFunc(*list, func(x *T) bool { return name != "" && strings.EqualFold(nameOf(x), name) })
	if at < 0 {
		at = slices.IndexFunc(*list, func(x *T) bool { return (name == "" || nameOf(x) == "") && same(x) })
	}
	if at < 0 {
		return fmt.Errorf("there is no %s %s%s", what, name, unnamedHint(*list, nameOf))
	}
	*list = slices.Delete(*list, at, at+1)
	return nil
}

// unnamedHint tells how to drop what has no name.
func unnamedHint[T any](list []*T, nameOf func(*T) string) string {
	if slices.ContainsFunc(list, func(x *T) bool { return nameOf(x) == "" }) {
		return "; the table has some without a name, which are dropped by what they are made of (columns, or a check's sql)"
	}
	return ""
}
