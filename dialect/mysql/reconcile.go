package mysql

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// Reconcile settles what the wish leaves open and the live database has decided.
func (d *Dialect) Reconcile(wish, live *schema.Database) {
	byName := map[schema.Name]*schema.Table{}
	for _, t := range live.Tables {
		byName[t.ID()] = t
	}
	_ = schema.Parallel(len(wish.Tables), func(i int) error {
		w := wish.Tables[i]
		if l := byName[w.ID()]; l != nil {
			reconcileOptions(w, l)
			hideGeneratedKey(w, l)
			reconcileColumns(w, l)
			reconcileUniques(w, l)
			keepMethods(w, l)
			keepSaid(w, l)
			reconcileForeignKeys(w, l)
			reconcileChecks(w, l)
			hideForeignKeyIndexes(w, l)
			foreseeForeignKeyIndexes(w, l)
		}
		return nil
	})
	reconcileObjects(wish, live)
}

// settledOptions are taken from live where the wish does not name them. The
// others (row_format, partition, …) are the server's default when not said.
var settledOptions = []string{"engine", "collate"}

// reconcileOptions takes all of live's options where the wish names none: a
// model that says nothing about storage must not undo somebody's partitions.
func reconcileOptions(w, l *schema.Table) {
	said := maps.Clone(w.Options[name])
	if len(said) == 0 {
		for key, value := range l.Options[name] {
			w.Options.Set(name, key, value)
		}
	}
	if charset := said["charset"]; charset != "" && sameCollation(charset, l.Options.Get(name, "collate")) {
		delete(w.Options[name], "charset")
	}
	for _, key := range settledOptions {
		if key == "collate" && w.Options.Get(name, "charset") != "" {
			continue
		}
		if value := l.Options.Get(name, key); value != "" && w.Options.Get(name, key) == "" {
			w.Options.Set(name, key, value)
		}
	}
	reconcileStart(w, l, said[schema.AutoIncrement])
	reconcileCase(w.Options[name], l.Options[name])
	for _, t := range []*schema.Table{w, l} {
		delete(t.Options[name], "autoextend_size") // MySQL's catalog doesn't tell it
		if len(t.Options[name]) == 0 {
			t.Options = nil
		}
	}
}

// generatedKey is the column that MySQL gives to a table without a primary key, where
// sql_generate_invisible_primary_key says so.
const generatedKey = "my_row_id"

// hideGeneratedKey takes it out of live where the wish has neither it nor another key.
func hideGeneratedKey(w, l *schema.Table) {
	c, key := l.Column(generatedKey), l.PrimaryKey
	if c == nil || key == nil || w.PrimaryKey != nil || w.Column(generatedKey) != nil {
		return
	}
	if c.Autoincrement && c.Options.Get(name, "invisible") != "" && slices.Equal(key.Columns, []string{generatedKey}) {
		l.PrimaryKey = nil
		l.Columns = slices.DeleteFunc(l.Columns, func(other *schema.Column) bool { return other == c })
	}
}

// reconcileCase: an engine's own option stays as somebody wrote it, which makes no
// other option of it.
func reconcileCase(wish, live map[string]string) {
	for _, said := range sortedKeys(wish) {
		for _, key := range sortedKeys(live) {
			if key != said && strings.EqualFold(key, said) {
				wish[key] = wish[said]
				delete(wish, said)
			}
		}
	}
}

// reconcileStart: where the numbers start is a difference only when the wish says
// so of a table that has numbers, and not when the server has got further.
func reconcileStart(w, l *schema.Table, said string) {
	const key = schema.AutoIncrement
	if said == "" || !slices.ContainsFunc(w.Columns, func(c *schema.Column) bool { return c.Autoincrement }) {
		delete(l.Options[name], key)
		delete(w.Options[name], key)
		return
	}
	wished, err := strconv.ParseUint(said, 10, 64)
	reached, errLive := strconv.ParseUint(l.Options.Get(name, key), 10, 64)
	if err == nil && errLive == nil && reached >= wished {
		l.Options.Set(name, key, said)
	}
}

// reconcileColumns settles collations. Where the table's own differs, a column
// without one would follow it in the text but not in the server, which keeps
// each column as it is: then both sides say each column's collation.
func reconcileColumns(w, l *schema.Table) {
	wishTable, liveTable := w.Options.Get(name, "collate"), l.Options.Get(name, "collate")
	if wishTable == "" {
		wishTable = w.Options.Get(name, "charset")
	}
	differ := wishTable != liveTable
	for _, wc := range w.Columns {
		lc := l.Column(wc.Name)
		if !differ {
			settleCollation(wc, lc, wishTable)
		}
		if lc == nil || !differ || !hasCharset(wc.Type.Any) || !hasCharset(lc.Type.Any) {
			continue
		}
		follow(wc, wishTable)
		follow(lc, liveTable)
		if sameCollation(wc.Collation.Any, lc.Collation.Any) {
			wc.Collation = lc.Collation
		}
	}
}

// follow says the table's collation of a column that has none of its own.
func follow(c *schema.Column, table string) {
	if c.Collation.IsZero() {
		c.Collation = schema.SQL(table)
	}
}

// settleCollation decides what a bare character set means on this server.
func settleCollation(wc, lc *schema.Column, table string) {
	said := wc.Collation.Any
	switch {
	case said == "":
	case sameCollation(said, table):
		wc.Collation = schema.Text{}
	case lc != nil && sameCollation(said, lc.Collation.Any):
		wc.Collation = lc.Collation
	}
}

// reconcileUniques: a unique constraint is a unique index here, so a live index
// is what the wish calls it. An unnamed wish takes the live name.
func reconcileUniques(w, l *schema.Table) {
	for _, u := range w.Uniques {
		at := slices.IndexFunc(l.Indexes, func(x *schema.Index) bool {
			return x.Unique && plain(x) && (x.Name == u.Name || u.Name == "" && slices.Equal(x.ColumnNames(), u.Columns))
		})
		if at < 0 && u.AnyName {
			at = slices.IndexFunc(l.Indexes, func(x *schema.Index) bool {
				return x.Unique && plain(x) && w.Index(x.Name) == nil && slices.Equal(x.ColumnNames(), u.Columns)
			})
		}
		if at < 0 {
			continue
		}
		x := l.Indexes[at]
		u.Name = x.Name
		l.Indexes = slices.Delete(l.Indexes, at, at+1)
		l.Uniques = append(l.Uniques, &schema.Unique{Name: x.Name, Columns: x.ColumnNames(), Comment: x.Comment, Options: x.Options})
	}
}

// plain reports whether an index is of whole columns in ascending order, as a
// unique constraint's is.
func plain(x *schema.Index) bool {
	return x.Using == "" && !slices.ContainsFunc(x.Columns, func(p schema.IndexPart) bool {
		return p.Name == "" || p.Length > 0 || p.Order != ""
	})
}

// reconcileForeignKeys: NO ACTION and RESTRICT do the same, and an unnamed wish
// takes the name of the live key over the same columns.
func reconcileForeignKeys(w, l *schema.Table) {
	for _, wf := range w.ForeignKeys {
		at := slices.IndexFunc(l.ForeignKeys, func(lf *schema.ForeignKey) bool {
			return lf.Name == wf.Name || wf.Name == "" && slices.Equal(lf.Columns, wf.Columns) && lf.Target() == wf.Target()
		})
		if at < 0 {
			continue
		}
		lf := l.ForeignKeys[at]
		wf.Name = lf.Name
		if restricts(wf.OnDelete) && restricts(lf.OnDelete) {
			wf.OnDelete = lf.OnDelete
		}
		if restricts(wf.OnUpdate) && restricts(lf.OnUpdate) {
			wf.OnUpdate = lf.OnUpdate
		}
	}
}

func restricts(rule string) bool { return rule == "" || rule == "no action" || rule == "restrict" }

// reconcileChecks: an unnamed wish takes the name of the live check that says the
// same; MySQL makes a column's check one of the table and names it.
func reconcileChecks(w, l *schema.Table) {
	ofColumns := slices.ContainsFunc(l.Checks, func(c *schema.Check) bool { return c.Column != "" })
	for _, wc := range w.Checks {
		if wc.Name != "" && (wc.Column == "" || ofColumns) {
			continue
		}
		for _, lc := range l.Checks {
			if lexicon.Normalize(lc.SQL.Any) == lexicon.Normalize(wc.SQL.Any) {
				wc.Name, wc.Column = lc.Name, lc.Column
				break
			}
		}
	}
}

// hideForeignKeyIndexes takes the indexes out of live that InnoDB made for a
// foreign key and that the wish does not name.
func hideForeignKeyIndexes(w, l *schema.Table) {
	l.Indexes = slices.DeleteFunc(l.Indexes, func(x *schema.Index) bool {
		if w.Index(x.Name) != nil { // it goes with the key, and has to come back
			f := foreignKey(l, x.Name)
			return f != nil && impliedBy(l, x, f) && !sameColumns(w, f)
		}
		return slices.ContainsFunc(l.ForeignKeys, func(f *schema.ForeignKey) bool {
			return impliedBy(l, withoutMethod(x), f) && (x.Name == f.Name || sameColumns(w, f) && !outserved(w, x, f))
		})
	})
}

// outserved reports whether another index serves a foreign key than the one x that it had:
// one of the user's, for which the server drops x, so that nobody knew its name on the way
// back; or any, where the key is made anew over the same columns, since nobody takes x away
// then.
func outserved(w *schema.Table, x *schema.Index, f *schema.ForeignKey) bool {
	is := foreignKey(w, f.Name)
	changed := is.Target() != f.Target() || !slices.Equal(is.Referred, f.Referred) || is.OnDelete != f.OnDelete || is.OnUpdate != f.OnUpdate
	users := &schema.Table{PrimaryKey: w.PrimaryKey, Uniques: w.Uniques}
	for _, o := range w.Indexes {
		if changed || !slices.ContainsFunc(w.ForeignKeys, func(k *schema.ForeignKey) bool { return madeFor(o, k) }) {
			users.Indexes = append(users.Indexes, o)
		}
	}
	return served(users, f.Columns, x.Name)
}

// sameColumns reports whether a table has a foreign key of that name over the same columns.
func sameColumns(t *schema.Table, f *schema.ForeignKey) bool {
	is := foreignKey(t, f.Name)
	return is != nil && slices.Equal(is.Columns, f.Columns)
}

// foreseeForeignKeyIndexes puts the indexes into live that InnoDB is going to make
// for the foreign keys that only the wish has, and those that are going to stand in
// for an index that goes: nobody else need make them.
func foreseeForeignKeyIndexes(w, l *schema.Table) {
	for _, f := range w.ForeignKeys {
		x := w.Index(f.Name)
		if x == nil || !impliedBy(w, x, f) {
			continue
		}
		at := slices.IndexFunc(l.Indexes, func(old *schema.Index) bool { return old.Name == f.Name })
		if at < 0 {
			l.Indexes = append(l.Indexes, schema.Clone(x))
		} else if was := foreignKey(l, f.Name); was != nil && !slices.Equal(was.Columns, f.Columns) && impliedBy(l, l.Indexes[at], was) {
			l.Indexes[at] = schema.Clone(x) // it goes with the old key, and comes with the new one
		}
	}
}

func foreignKey(t *schema.Table, name string) *schema.ForeignKey {
	at := slices.IndexFunc(t.ForeignKeys, func(f *schema.ForeignKey) bool { return f.Name == name })
	if at < 0 {
		return nil
	}
	return t.ForeignKeys[at]
}

// serverNamed are the names that InnoDB gives to foreign keys without one; the
// index is then named after the first column.
var serverNamed = regexp.MustCompile(`_ibfk_[0-9]+$`)

// madeFor reports whether an index is what InnoDB makes for a foreign key by
// itself: the key's columns and nothing else, under the key's name.
func madeFor(x *schema.Index, f *schema.ForeignKey) bool {
	if x.Unique || !plain(x) || x.Comment != "" || len(x.Options) > 0 || !slices.Equal(x.ColumnNames(), f.Columns) {
		return false
	}
	return x.Name == f.Name || serverNamed.MatchString(f.Name) && x.Name == f.Columns[0]
}

// impliedBy reports whether an index of a table was made for a foreign key: where
// another one serves it, InnoDB makes none, so somebody else did.
func impliedBy(t *schema.Table, x *schema.Index, f *schema.ForeignKey) bool {
	return madeFor(x, f) && !served(t, f.Columns, x.Name)
}
