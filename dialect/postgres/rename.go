package postgres

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Follow writes a new name everywhere: PostgreSQL knows what its texts name
// by number. A view keeps the name of its own column, which is then an alias; that
// is not foreseen here.
func (d Dialect) Follow(db *schema.Database, op ops.Op) []string {
	r := dialect.Renamer{Lexicon: lexicon, Quote: Ident}
	switch o := op.(type) {
	case *ops.RenameTable:
		to := schema.Name{Schema: o.Schema, Name: o.To}
		rename := func(sql string) string { return r.Table(sql, o.ID(), o.To) }
		for _, t := range db.Tables {
			followOptions(t, namesTables, rename)
		}
		for _, v := range db.Views {
			v.SQL.Any = rename(v.SQL.Any)
		}
		for _, tr := range db.Triggers {
			tr.SQL.Any = rename(tr.SQL.Any)
		}
		followRows(db, r, o)
		followOwner(db, o.ID(), "", func(column string) string { return Ident(to.Name) + "." + Ident(column) })
		if t := db.Table(to); t != nil {
			for _, c := range t.Columns {
				keepNotNull(db, c, NotNullName(o.Table, c.Name))
			}
			keepIndexNames(db, t, o.Table, func(column string) string { return column })
		}
	case *ops.RenameColumn:
		followColumn(db, r, o)
		if t := db.Table(o.ID()); t != nil && t.Column(o.To) != nil {
			keepNotNull(db, t.Column(o.To), NotNullName(o.Table, o.Column))
		}
		for _, heir := range heirs(db, o.ID()) {
			own := &ops.RenameColumn{On: ops.OnTable(heir.ID()), Column: o.Column, To: o.To}
			if c := heir.Column(o.Column); c != nil {
				c.Name = o.To
				keepNotNull(db, c, NotNullName(heir.Name, o.Column))
			}
			own.Follow(db)
			followColumn(db, r, own)
			keepIndexNames(db, heir, heir.Name, func(column string) string {
				if column == o.To {
					return o.Column
				}
				return column
			})
		}
	case *ops.AlterColumn:
		d.followType(db, o)
	}
	return nil
}

// followType has the tables that have a column from the one that changes get its new type with
// it. One that was numbered by a sequence of its own, which is others' to drop if the operation
// takes it for a column with a default, is so no longer, nor is one whose type can't be.
func (d Dialect) followType(db *schema.Database, o *ops.AlterColumn) {
	t := db.Table(o.ID())
	if t == nil || t.Column(o.Column) == nil {
		return
	}
	c := t.Column(o.Column)
	if takesForDefault(o) && !o.Existing.Type.IsZero() {
		after := o.Change(o.Existing)
		c.Type, c.Default, c.Autoincrement = after.Type, after.Default, after.Autoincrement
	}
	if native, err := d.LowerType(c.Type.For(name)); err == nil && integerTypes[storedType(native)] == 0 {
		c.Autoincrement = false
	}
	if o.Type.IsZero() {
		return
	}
	for _, heir := range heirs(db, o.ID()) {
		if own := heir.Column(o.Column); own != nil {
			own.Type, own.Collation = c.Type, c.Collation
		}
	}
}

// followRows gives the type of a table's rows its new name: in the types of columns, in casts, and
// in the heads of routines. The bodies that the server has read follow, too.
func followRows(db *schema.Database, r dialect.Renamer, o *ops.RenameTable) {
	if t, err := parseType(o.Table); err == nil && t.known() && o.Schema == "" {
		return // the name alone is that of the server's own type
	}
	rename := func(sql *string) { *sql = r.Type(*sql, o.ID(), o.To) }
	cast := func(texts []*schema.Text) {
		for _, text := range texts {
			text.Any = r.Cast(text.Any, o.ID(), o.To)
		}
	}
	for _, t := range db.Tables {
		for _, c := range t.Columns {
			rename(&c.Type.Any)
			if c.Default != nil {
				cast([]*schema.Text{&c.Default.SQL})
			}
		}
		cast(t.Expressions())
	}
	for _, t := range db.Composites {
		for _, c := range t.Columns {
			rename(&c.Type.Any)
		}
	}
	for _, d := range db.Domains {
		rename(&d.Type.Any)
		for _, k := range d.Checks {
			cast([]*schema.Text{&k.SQL})
		}
	}
	for _, f := range db.Routines {
		rename(&f.Args)
		head, body := routineHead(f.SQL.Any)
		rename(&head)
		f.SQL.Any = head + r.Cast(r.Table(body, o.ID(), o.To), o.ID(), o.To)
	}
}

// routineHead cuts the text of a routine before its language: what comes after a body names its
// tables, unless it is a string.
func routineHead(sql string) (head, body string) {
	for _, t := range lexicon.Tokens(sql) {
		if t.Is("language") {
			return sql[:t.Start], sql[t.Start:]
		}
	}
	return "", sql
}

// followFields writes the new name of a column where it is selected from a row of its table, which
// other tables and domains have.
func followFields(db *schema.Database, r dialect.Renamer, o *ops.RenameColumn) {
	rows := func(t schema.Text) bool { return slices.Contains(Names(strings.TrimSuffix(t.Any, "[]")), o.ID()) }
	for _, t := range db.Tables {
		var columns []string
		for _, c := range t.Columns {
			if rows(c.Type) {
				columns = append(columns, c.Name)
			}
		}
		if columns == nil {
			continue
		}
		for _, text := range t.Expressions() {
			text.Any = r.Field(text.Any, columns, o.Column, o.To)
		}
	}
	for _, d := range db.Domains {
		for _, k := range d.Checks {
			if rows(d.Type) {
				k.SQL.Any = r.Field(k.SQL.Any, []string{"value"}, o.Column, o.To)
			}
		}
	}
}

// keepNotNull does for what is behind a column's NOT NULL what keepIndexNames does for indexes.
func keepNotNull(db *schema.Database, c *schema.Column, own string) {
	if db.NotNullNames && c.NotNull && c.Options.Get(name, schema.NotNullName) == "" {
		c.Options.Set(name, schema.NotNullName, own)
	}
}

// keepIndexNames spells out how the indexes are called that a partition has for those of its
// parents: as the server chose by the names of the table and its columns then, and not as it
// would choose by those that they have now.
func keepIndexNames(db *schema.Database, t *schema.Table, table string, column func(string) string) {
	if t.Options.Get(name, schema.PartitionOf) == "" {
		return
	}
	for parent, own := range heritageOf(db).chosenNames(t, table, column) {
		if t.Options.Get(name, "index "+parent) == "" {
			t.Options.Set(name, "index "+parent, own)
		}
	}
}

// followColumn writes the new name of a column into the texts of its table.
func followColumn(db *schema.Database, r dialect.Renamer, o *ops.RenameColumn) {
	if t := db.Table(o.ID()); t != nil {
		r.InTable(t, o)
		followOptions(t, namesColumns, func(sql string) string { return r.Column(sql, o.Column, o.To) })
	}
	followFields(db, r, o)
	for _, tr := range db.Triggers {
		if (schema.Name{Schema: tr.Schema, Name: tr.Table}) == o.ID() {
			tr.SQL.Any = r.Column(tr.SQL.Any, o.Column, o.To)
		}
	}
	followOwner(db, o.ID(), o.Column, func(string) string { return Ident(o.Table) + "." + Ident(o.To) })
}

// heirs are the tables that have the columns of another one: those that inherit from it, its
// partitions, and theirs.
func heirs(db *schema.Database, of schema.Name) []*schema.Table {
	children := map[schema.Name][]*schema.Table{}
	for _, t := range db.Tables {
		for _, parent := range Names(parents(t)) {
			children[parent] = append(children[parent], t)
		}
	}
	list := slices.Clone(children[of])
	for i := 0; i < len(list) && len(list) <= len(db.Tables); i++ {
		for _, t := range children[list[i].ID()] {
			if !slices.Contains(list, t) {
				list = append(list, t)
			}
		}
	}
	return list
}

// The options of a table that are SQL, or lists of names.
var (
	namesColumns = []string{"policy", "rule", schema.PartitionBy}
	namesTables  = []string{"policy", "rule", schema.PartitionOf, schema.Inherits}
)

// followOptions rewrites the options of a table that are of some kinds.
func followOptions(t *schema.Table, kinds []string, rename func(string) string) {
	for key, value := range t.Options[name] {
		if kind, _, _ := strings.Cut(key, " "); slices.Contains(kinds, kind) {
			t.Options[name][key] = rename(value)
		}
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
