package mysql

import (
	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// FoldsCase reports that those of columns are; of tables it depends on the file system.
func (*Dialect) FoldsCase(kind string) bool { return kind == "column" }

// RenamesInPlace reports that indexes can, and so unique constraints, which are.
func (*Dialect) RenamesInPlace(kind string) bool { return kind == "index" || kind == "unique" }

// FollowRename writes the new name into the table itself. Views and the bodies of
// triggers are texts, which stay as they are.
func (d *Dialect) FollowRename(db *schema.Database, op ops.Op) (broken []string) {
	r := dialect.Renamer{Lexicon: lexicon, Quote: d.Quote}
	var mentions func(sql string) bool
	switch o := op.(type) {
	case *ops.RenameTable:
		mentions = func(sql string) bool { return r.Mentions(sql, o.ID()) }
		for _, tr := range db.Triggers {
			if (schema.Name{Schema: tr.Schema, Name: tr.Table}) == (schema.Name{Schema: o.Schema, Name: o.To}) {
				tr.SQL.Any = triggerOn(tr.SQL.Any, o.Table, d.Quote(o.To))
			}
		}
	case *ops.RenameColumn:
		if t := db.Table(o.ID()); t != nil {
			r.InTable(t, o)
		}
		mentions = func(sql string) bool {
			return r.Mentions(sql, o.ID()) && r.Column(sql, o.Column, o.Column+"_") != sql
		}
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
