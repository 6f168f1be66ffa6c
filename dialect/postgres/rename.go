package postgres

import (
	"maps"
	"slices"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// FollowRename writes the new name everywhere: PostgreSQL knows what its texts name
// by number. A view keeps the name of its own column, which is then an alias; that
// is not foreseen here.
func (d Dialect) FollowRename(db *schema.Database, op ops.Op) []string {
	r := dialect.Renamer{Lexicon: lexicon, Quote: d.Quote}
	switch o := op.(type) {
	case *ops.RenameTable:
		to := schema.Name{Schema: o.Schema, Name: o.To}
		rename := func(sql string) string { return r.Table(sql, o.ID(), o.To) }
		for _, t := range db.Tables {
			followOptions(t, rename)
		}
		for _, v := range db.Views {
			v.SQL.Any = rename(v.SQL.Any)
		}
		for _, tr := range db.Triggers {
			tr.SQL.Any = rename(tr.SQL.Any)
		}
		followOwner(db, o.ID(), "", func(column string) string { return Ident(to.Name) + "." + Ident(column) })
	case *ops.RenameColumn:
		if t := db.Table(o.ID()); t != nil {
			r.InTable(t, o)
			followOptions(t, func(sql string) string { return r.Column(sql, o.Column, o.To) })
		}
		for _, tr := range db.Triggers {
			if (schema.Name{Schema: tr.Schema, Name: tr.Table}) == o.ID() {
				tr.SQL.Any = r.Column(tr.SQL.Any, o.Column, o.To)
			}
		}
		followOwner(db, o.ID(), o.Column, func(string) string { return Ident(o.Table) + "." + Ident(o.To) })
	}
	return nil
}

// followOptions rewrites the options of a table that are SQL.
func followOptions(t *schema.Table, rename func(string) string) {
	for _, key := range slices.Sorted(maps.Keys(t.Options[name])) {
		t.Options[name][key] = rename(t.Options[name][key])
	}
}

// followOwner gives the sequences of a table's columns, or of one column, their
// owner's new name.
func followOwner(db *schema.Database, table schema.Name, column string, owner func(column string) string) {
	for _, s := range db.Sequences {
		parts := parseName(s.OwnedBy)
		if n := len(parts); n >= 2 && s.Schema == table.Schema && parts[n-2] == table.Name && (column == "" || parts[n-1] == column) {
			s.OwnedBy = owner(parts[n-1])
		}
	}
}
