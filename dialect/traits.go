package dialect

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Traits are the ways of a kind of server that changes are ordered by.
type Traits struct {
	// TransactionalDDL: a transaction undoes DDL.
	TransactionalDDL bool
	// Serverwide tells the statements that change what the whole server has, and not just one database;
	// nil where none are told.
	Serverwide func(statement string) bool
	// WantsKeys: a server may refuse a table without a primary key.
	WantsKeys bool
	// Now is when a statement runs, as a text. Where WantsKeys, no two have the same.
	Now string
	// Comments: the database keeps comments.
	Comments bool
	// Grants: roles have privileges on objects, which are compared where that is asked for.
	Grants bool
	// PinsViews: a column can't change its type while a view reads it.
	PinsViews bool
	// Rebuilds: a table is made anew when a column changes, whatever is computed from that.
	Rebuilds bool
	// ReadsViews: columns come and go only where all that views and triggers name is there.
	ReadsViews bool
	// BindsLate: the server looks for what routines and triggers name only when they run.
	// Then nothing stands in the way of what they name, and two that name each other's
	// tables make no circle.
	BindsLate bool
	// Overloads: routines of one name may differ in their arguments, and are told apart by them.
	Overloads bool
	// FoldsTables, FoldsColumns: two names are one when they differ in nothing but case.
	FoldsTables, FoldsColumns bool
	// OwnIndexes, OwnForeignKeys, OwnChecks: two tables may have such parts by the same name.
	OwnIndexes, OwnForeignKeys, OwnChecks bool
	// RenamesInPlace are the parts of a table that can get another name and stay what they
	// are: "index", "primary_key", "unique", "foreign_key", "check", "exclusion".
	RenamesInPlace []string
	// AtOnce tells the operations that are done at once where they follow one another on one table
	// (see CompileNext), in whatever order with those on other tables.
	AtOnce func(op ops.Op) bool
	// IndexesWithin: the statement that makes a table makes its indexes too, which costs less than
	// one for each of them.
	IndexesWithin bool
	// AdjustsIndex reports whether the options of an index can become others while it stays, given those
	// of its table; nil where none can.
	AdjustsIndex func(table, from, to schema.Options) bool
	// Referred is what a foreign key needs in the table that it refers to.
	Referred Referred
	// OptionsFirst: the options of a table are about its columns, and change before these.
	OptionsFirst bool
	// FillsNotNull: a new column that is NOT NULL and has no default is 0 or empty in the rows
	// that are there already, where others refuse it.
	FillsNotNull bool
	// FillsNull tells what else the server may do to NULL in a column of a native type that becomes
	// NOT NULL than refuse it; empty where it does nothing else, and nil where no server does.
	FillsNull func(native string) string
	// SequenceName, NotNullName: the names that the server gives to the sequence of a column that
	// numbers rows and to the constraint behind NOT NULL; nil where there are no such things.
	SequenceName, NotNullName func(table, column string) string
	// OwnType tells the server's own types from those of tables, views and the like by their names, which
	// may be the same; nil where only columns have types.
	OwnType func(native string) bool
	// NumbersInKey: a column numbers the rows only when it is the primary key already.
	NumbersInKey bool
	// HandedDown are the options of a column that a change sets in the tables that inherit it too, as
	// it does with the default and NOT NULL; nil where no table inherits.
	HandedDown []string
	// Union is the option of a table that names others whose rows it has: it can't be read where
	// they have other columns or keys, or another engine. Empty where there is none.
	Union string
	// Rowless tells that a table with such options keeps no rows of its own: nil where all do.
	Rowless func(table schema.Options) bool
	// Lean tells that a table with such options, by its engine, takes less than others do: not every type,
	// not NULL, or few keys. Nil where all take the same.
	Lean func(table schema.Options) bool
	// ResetByType are the options of a column that another type sets back, there and in the tables that
	// inherit it: how values are stored.
	ResetByType []string
}

// Renames reports whether a part of a table, of a kind as in RenamesInPlace, can get another
// name and stay what it is.
func (t Traits) Renames(kind string) bool { return slices.Contains(t.RenamesInPlace, kind) }

// Referred is what a foreign key needs in the table that it refers to.
type Referred int

const (
	// AnyColumns: the server looks for a key only when rows are written.
	AnyColumns Referred = iota
	// UniqueColumns: a unique key or index on just these columns, which can't go while the
	// foreign key is there.
	UniqueColumns
	// LeadingColumns: an index that begins with these columns. When it goes, another one
	// will do.
	LeadingColumns
)
