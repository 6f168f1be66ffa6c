package sqlite

import (
	"reflect"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// rebuild makes a table another one by the procedure of SQLite's manual: a new
// table, the rows copied, the old one dropped, the new one renamed. Both are
// native.
//
// All of it stands within a savepoint, so that nothing is half done even outside
// of a transaction. Foreign keys have to be off ([Dialect.Prepare]): dropping the
// old table would delete the rows that refer to it. legacy_alter_table keeps the
// renaming from rewriting, or stumbling over, the views, triggers and references
// that speak of the table by its name.
type rebuild struct {
	compiler
	before, after *schema.Table
	triggers      []*schema.Trigger
	using         map[string]string // column: the expression that fills it
}

const savepoint = `"migrate_rebuild"`

func (r rebuild) statements() ([]dialect.Statement, error) {
	table := r.after.Name
	temporary, err := r.freeName(table)
	if err != nil {
		return nil, err
	}
	list := []string{
		"SAVEPOINT " + savepoint,
		"PRAGMA legacy_alter_table = ON",
		r.create(temporary),
	}
	if sql := r.copyRows(temporary); sql != "" {
		list = append(list, sql)
	}
	list = append(list, r.copySequence(temporary)...)
	list = append(list,
		"DROP TABLE "+quote(table),
		"ALTER TABLE "+quote(temporary)+" RENAME TO "+quote(table),
		"PRAGMA legacy_alter_table = OFF",
	)
	for _, x := range r.after.Indexes {
		list = append(list, r.index(x))
	}
	for _, t := range r.triggers {
		list = append(list, t.SQL.For(name))
	}
	return statements(append(list, "RELEASE "+savepoint)...), nil
}

// create spells the new table with as much of the old text as still holds, if
// that reads as just the new table.
func (r rebuild) create(temporary string) string {
	sql := createTable(temporary, r.after, r.before)
	if back, err := ParseTable(sql); err == nil && sameButReferences(back, r.after) {
		return sql
	}
	return createTable(temporary, r.after, nil)
}

// index keeps the text of an index that did not change.
func (r rebuild) index(x *schema.Index) string {
	old := r.before.Index(x.Name)
	if x.Source != "" && old != nil && reflect.DeepEqual(old, x) {
		return x.Source
	}
	return CreateIndex(r.after.Name, x)
}

// copyRows copies what both tables have. OR ABORT overrides the conflict clauses
// of the new table, by which rows could vanish without a word.
func (r rebuild) copyRows(temporary string) string {
	var into, from []string
	alias := rowidAlias(r.after)
	for _, c := range r.after.Columns {
		if c.Generated != nil {
			continue
		}
		old := columnLike(r.before, c.Name)
		source := r.using[c.Name]
		switch {
		case source != "":
		case old != nil:
			source = quote(old.Name)
			if c == alias && !old.NotNull && rowidAlias(r.before) != old {
				source = r.numbers(source)
			}
		case c == alias && !withoutRowid(r.before):
			source = rowidName(r.before)
		}
		if source != "" {
			into, from = append(into, quote(c.Name)), append(from, source)
		}
	}
	oldRowid, newRowid := rowidName(r.before), rowidName(r.after)
	if alias == nil && !withoutRowid(r.before) && !withoutRowid(r.after) && oldRowid != "" && newRowid != "" {
		into, from = append([]string{newRowid}, into...), append([]string{oldRowid}, from...)
	}
	if len(into) == 0 {
		return ""
	}
	return "INSERT OR ABORT INTO " + quote(temporary) + " (" + strings.Join(into, ", ") + ")\n" +
		"SELECT " + strings.Join(from, ", ") + " FROM " + quote(r.before.Name)
}

// numbers are the values of a column that becomes the rowid: its own, or, where it has none in any
// row since it is new, the rows' numbers.
func (r rebuild) numbers(column string) string {
	own := "ifnull(" + column + ", 'NULL')" // which is no number, as NULL is no key
	rowid := rowidName(r.before)
	if rowid == "" || withoutRowid(r.before) {
		return own
	}
	return "CASE WHEN EXISTS (SELECT 1 FROM " + quote(r.before.Name) + " WHERE " + column + " IS NOT NULL) THEN " + own + " ELSE " + rowid + " END"
}

// rowidNames are the names of the rowid where no column has them.
var rowidNames = []string{"rowid", "_rowid_", "oid"}

func isRowid(column string) bool { return slices.Contains(rowidNames, strings.ToLower(column)) }

// rowidName returns a name of the rowid that no column has taken.
func rowidName(t *schema.Table) string {
	for _, n := range rowidNames {
		if columnLike(t, n) == nil {
			return n
		}
	}
	return ""
}

// copySequence carries the AUTOINCREMENT counter over: it may be ahead of the
// rows, and there is none while no row was ever inserted.
func (r rebuild) copySequence(temporary string) []string {
	numbers := func(t *schema.Table) bool {
		return slices.ContainsFunc(t.Columns, func(c *schema.Column) bool { return c.Autoincrement })
	}
	if !numbers(r.before) || !numbers(r.after) {
		return nil
	}
	return []string{
		"DELETE FROM sqlite_sequence WHERE name = " + textLiteral(temporary),
		"INSERT INTO sqlite_sequence (name, seq)\nSELECT " + textLiteral(temporary) + ", seq FROM sqlite_sequence WHERE name = " + textLiteral(r.before.Name),
	}
}

// sameTable reports whether SQLite would see no difference between two tables.
func sameTable(a, b *schema.Table) bool {
	return reflect.DeepEqual(bare(a), bare(b))
}

// bare strips what says where a table comes from.
func bare(t *schema.Table) *schema.Table {
	t = schema.Clone(t)
	t.Origin, t.Source = "", ""
	for _, c := range t.Columns {
		c.Origin = ""
	}
	for _, x := range t.Indexes {
		x.Source = ""
	}
	t.Uniques, t.ForeignKeys, t.Checks, t.Indexes = orNil(t.Uniques), orNil(t.ForeignKeys), orNil(t.Checks), orNil(t.Indexes)
	return t
}

// orNil makes a list that was emptied equal to one that never was.
func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// sameButReferences compares two tables but for their names, indexes, and how
// their foreign keys name other tables, which a text may leave open.
func sameButReferences(a, b *schema.Table) bool {
	a, b = bare(a), bare(b)
	for _, t := range []*schema.Table{a, b} {
		t.Name, t.Indexes = "", nil
		for _, f := range t.ForeignKeys {
			f.References, f.Referred = strings.ToLower(f.References), nil
		}
		slices.SortFunc(t.ForeignKeys, func(f, g *schema.ForeignKey) int { return strings.Compare(foreignKey(f), foreignKey(g)) })
		slices.SortFunc(t.Uniques, func(f, g *schema.Unique) int {
			return strings.Compare(f.Name+strings.Join(f.Columns, ","), g.Name+strings.Join(g.Columns, ","))
		})
		slices.SortFunc(t.Checks, func(f, g *schema.Check) int { return strings.Compare(f.Name+f.SQL.Any, g.Name+g.SQL.Any) })
	}
	return reflect.DeepEqual(a, b)
}
