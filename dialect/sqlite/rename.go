package sqlite

import (
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Follow writes the new name everywhere: SQLite rewrites its stored texts.
func (d Dialect) Follow(db *schema.Database, op ops.Op) []string {
	r := dialect.Renamer{Lexicon: lexicon, Quote: d.Quote}
	var rename func(sql string) string
	switch o := op.(type) {
	case *ops.RenameTable:
		rename = func(sql string) string { return r.Table(sql, o.ID(), o.To) }
	case *ops.RenameColumn:
		if t := db.Table(o.ID()); t != nil {
			r.InTable(t, o)
		}
		rename = func(sql string) string {
			if !r.Mentions(sql, o.ID()) {
				return sql
			}
			return r.Column(sql, o.Column, o.To)
		}
	default:
		return nil
	}
	for _, t := range db.Tables {
		for _, x := range t.Indexes {
			x.Source = rename(x.Source)
		}
	}
	for _, v := range db.Views {
		v.SQL.Any = rename(v.SQL.Any)
	}
	for _, tr := range db.Triggers {
		tr.SQL.Any = rename(tr.SQL.Any)
	}
	return nil
}
