package autogen

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// stop is the type that a column has while its own is made anew: none for one that gets
// away from it by itself.
func (d *tableDiff) stop(before, live, wish *schema.Column) string {
	between := d.stopover(live.Type.Any)
	if between == "" || d.follows(live.Name) {
		return ""
	}
	if change := ops.ChangeColumn(d.on, before, wish); change != nil && !change.Type.IsZero() && !d.staysWith(live) {
		return ""
	}
	return between
}

// staysWith reports whether a column stands on a type that is made anew before and after its own
// changes, as from a domain to an array of it: it can't have either meanwhile.
func (d *tableDiff) staysWith(live *schema.Column) bool {
	was, is := words{}, words{}
	d.a.addRow(was, live.Type.Any)
	newArranger(d.d, d.comparison.native).addRow(is, d.native.Column(live.Name).Type.Any)
	for native := range d.stopovers {
		if of := rowed + " " + lower(lastName(d.a.lex.Tokens(native))); was[of] && is[of] {
			return true
		}
	}
	return false
}

// detour gives a column another type while its own is made anew, and takes a default away
// while what that calls is. It returns the column as it comes back.
func (d *tableDiff) detour(before, live, wish *schema.Column, stop string) *schema.Column {
	if len(d.remade)+len(d.stopovers) == 0 {
		return before
	}
	between, back := schema.Clone(before), before
	if stop != "" {
		between.Type, between.Default = schema.SQL(stop), nil
		back = schema.Clone(before)
		back.Type, back.Default = wish.Type, schema.Clone(wish.Default)
	}
	collation := live.Collation.For(d.d.Name())
	if collation != "" && collation == wish.Collation.For(d.d.Name()) && d.stands(func(w words) { d.a.addCollation(w, collation) }) {
		between.Collation = schema.Text{}
	}
	if def := live.Default; before.Default != nil && def != nil && d.standsOn(&def.SQL) {
		between.Default = nil
	}
	there := ops.ChangeColumn(d.on, before, between)
	if there == nil {
		return before
	}
	d.found.alterColumns = append(d.found.alterColumns, there)
	d.found.back = append(d.found.back, ops.ChangeColumn(d.on, between, back))
	return back
}

// detours tells which types the columns of a live table, in lower case, have while their own
// are made anew, with those that it has from its parents.
func (c *comparison) detours(t *schema.Table) map[string]string {
	if len(c.stopovers) == 0 || t == nil {
		return nil
	}
	out := map[string]string{}
	list := []*schema.Table{t}
	for i := 0; i < len(list); i++ {
		for _, column := range list[i].Columns {
			if stop := c.stopover(column.Type.Any); stop != "" && out[lower(column.Name)] == "" {
				out[lower(column.Name)] = stop
			}
		}
		for _, parent := range c.a.parents(list[i]) {
			if p := c.a.tables[parent]; p != nil && !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
	}
	return out
}

// differs reports whether an expression of the table may not be what it was after its columns
// have had other types: text has other operators and functions, and PostgreSQL takes a cast
// for needless, and out of the expression, that is to the type which a column has then.
func (d *tableDiff) differs(texts ...*schema.Text) bool {
	casts := func(t *schema.Text) bool { return strings.Contains(t.For(d.d.Name()), "::") }
	return len(d.detoured) > 0 && slices.ContainsFunc(d.a.names(texts...), func(name string) bool {
		stop := d.detoured[lower(name)]
		return stop == "text" || stop != "" && slices.ContainsFunc(texts, casts)
	})
}

// keepsCasts reports whether an expression names several columns whose types change, one after
// the other: PostgreSQL casts the first to what the second still is, and leaves that there.
func (d *tableDiff) keepsCasts(texts ...*schema.Text) bool {
	if len(d.moved) < 2 || !d.d.Traits().PinsViews {
		return false
	}
	named := map[string]bool{}
	for _, name := range d.a.names(texts...) {
		if slices.Contains(d.moved, name) {
			named[name] = true
		}
	}
	return len(named) > 1
}

// indexDiffers reports whether an index does, or whether it is of a kind that text may not have.
func (d *tableDiff) indexDiffers(x *schema.Index) bool {
	return d.differs(x.Expressions()...) || (x.Using != "" || hasText(x)) &&
		slices.ContainsFunc(x.ColumnNames(), func(c string) bool { return d.detoured[lower(c)] == "text" })
}

// regenerate drops and adds the generated columns that are the same on both sides,
// but computed from a column whose type changes, by a routine that is made anew, or to a type
// that is.
func (d *tableDiff) regenerate() {
	d.regenerateAlong()
	if !d.d.Traits().PinsViews {
		return
	}
	var changed []string
	for _, op := range d.found.alterColumns {
		if o := op.(*ops.AlterColumn); o.ID() == d.on.ID() && d.moves(o) {
			changed = append(changed, o.Column)
		}
	}
	for _, column := range d.live.Columns {
		if d.replacesEnum(func(w words) { w.addType(d.a.lex, column.Type.For(d.d.Name())) }) {
			changed = append(changed, column.Name)
		}
	}
	for i, wish := range d.wish.Columns {
		live := d.live.Column(wish.Name)
		if live == nil || wish.Generated == nil || live.Generated == nil || slices.Contains(d.again, wish.Name) {
			continue
		}
		computed := slices.ContainsFunc(mentioned(d.wish, live.Generated.SQL, d.d.Lexicon()), func(c string) bool { return slices.Contains(changed, c) })
		if computed || d.standsOn(&live.Generated.SQL) || d.stop(d.before.Column(wish.Name), live, wish) != "" ||
			d.replacesEnum(func(w words) { w.addExpression(d.a.lex, live.Generated.SQL.For(d.d.Name())) }) {
			d.recreate(d.wish.Columns[i])
		}
	}
}

// replacesEnum reports whether the plan makes an enum anew that something mentions.
func (c *comparison) replacesEnum(mentions func(words)) bool {
	if len(c.plan.alterEnums) == 0 {
		return false // without reading every column for nothing
	}
	w := words{}
	mentions(w)
	return slices.ContainsFunc(c.plan.alterEnums, func(op ops.Op) bool {
		o := op.(*ops.AlterEnum)
		return o.Values != nil && w[types+" "+lower(o.Name)]
	})
}

// regenerateAlong makes the columns anew that were computed from others that are, or
// come to be: those are at the end of the table then, and MariaDB computes none from a
// computed one that stands after it.
func (d *tableDiff) regenerateAlong() {
	again := func(c string) bool { return slices.Contains(d.again, c) }
	for more := len(d.again) > 0; more; {
		more = false
		for _, wish := range d.wish.Columns {
			live := d.live.Column(wish.Name)
			if live == nil || live.Generated == nil || wish.Generated == nil || again(wish.Name) {
				continue
			}
			if slices.ContainsFunc(mentioned(d.live, live.Generated.SQL, d.d.Lexicon()), again) ||
				slices.ContainsFunc(mentioned(d.wish, wish.Generated.SQL, d.d.Lexicon()), again) {
				d.recreate(wish)
				more = true
			}
		}
	}
}

// uncompute has the columns that come to be computed otherwise, or not at all, read none that is
// made anew any more, before that goes (MariaDB: of a default too, which may not read one that
// comes to be computed either).
func (d *tableDiff) uncompute() {
	list, computed := d.found.alterColumns, d.comesComputed()
	if len(d.again) == 0 && len(computed) == 0 {
		return
	}
	d.found.alterColumns = nil
	for _, op := range list {
		o := op.(*ops.AlterColumn)
		live := d.live.Column(o.Column)
		var reads []string
		if live.Generated != nil {
			reads = mentioned(d.live, live.Generated.SQL, d.d.Lexicon())
		} else if live.Default != nil {
			reads = mentioned(d.live, live.Default.SQL, d.d.Lexicon())
		}
		defaults := live.Generated == nil && o.Generated != nil && slices.ContainsFunc(reads, func(c string) bool { return slices.Contains(computed, c) })
		if !defaults && !d.standsOnAgain(reads) {
			d.found.alterColumns = append(d.found.alterColumns, o)
			continue
		}
		before := schema.Clone(o.Existing)
		before.Name = o.Column
		between := schema.Clone(before)
		between.Default, between.Generated = nil, nil
		d.found.tableDefaults = append(d.found.tableDefaults, ops.ChangeColumn(d.on, before, between))
		if rest := ops.ChangeColumn(d.on, between, d.wish.Column(o.Column)); rest != nil {
			d.found.alterColumns = append(d.found.alterColumns, rest)
		}
	}
}

// comesComputed are the columns that come to be computed where they are.
func (d *tableDiff) comesComputed() (names []string) {
	for _, op := range d.found.alterColumns {
		if o := op.(*ops.AlterColumn); o.Generated != nil && d.live.Column(o.Column).Generated == nil {
			names = append(names, o.Column)
		}
	}
	return names
}

// recreate drops a column and adds it again, which does all else that changes in it.
func (d *tableDiff) recreate(wish *schema.Column) {
	alters := func(op ops.Op) bool {
		o, ok := op.(*ops.AlterColumn)
		return ok && o.ID() == d.on.ID() && o.Column == wish.Name
	}
	d.found.alterColumns = slices.DeleteFunc(d.found.alterColumns, alters)
	d.found.back = slices.DeleteFunc(d.found.back, alters)
	d.again = append(d.again, wish.Name)
	d.found.dropAgain = append(d.found.dropAgain, &ops.DropColumn{On: d.on, Column: wish.Name})
	d.found.addGenerated = append(d.found.addGenerated, &ops.AddColumn{On: d.on, Column: *schema.Clone(wish)})
}

// inheritAgain makes anew, in the tables that inherit columns which their parent drops and adds
// again, what those tables have on them; and where it gives these other types, the indexes with
// targets for statistics, which the server would forget.
func (c *comparison) inheritAgain(diffs []tableDiff) {
	at := map[schema.Name]int{}
	for i := range diffs {
		at[diffs[i].on.ID()] = i
	}
	for i := range diffs {
		if len(diffs[i].again)+len(diffs[i].moved) == 0 {
			continue
		}
		for _, child := range c.a.descendants(diffs[i].on.ID()) {
			if j, ok := at[child]; ok && diffs[j].live != nil {
				diffs[j].takeAgain(diffs[i].again)
				diffs[j].targetsAgain(diffs[i].moved)
			}
		}
	}
}

// pieceAgain makes a key or an index anew, unless it goes already.
func (d *tableDiff) pieceAgain(drop, create ops.Op) {
	if f := &d.found; !contains(f.dropConstraints, drop) && !contains(f.dropIndexes, drop) {
		f.dropConstraints, f.createUniques = append(f.dropConstraints, drop), append(f.createUniques, create)
	}
}

// indexesAgain makes those indexes anew that the table has on columns.
func (d *tableDiff) indexesAgain(columns []string, which func(*schema.Index) bool) {
	for _, x := range d.wish.Indexes {
		names := slices.Concat(x.ColumnNames(), x.Include, d.a.names(x.Expressions()...))
		on := slices.ContainsFunc(names, func(c string) bool { return slices.Contains(columns, c) })
		if on && d.before.Index(x.Name) != nil && which(x) {
			d.pieceAgain(&ops.DropIndex{On: d.on, Name: x.Name}, &ops.CreateIndex{On: d.on, Index: *schema.Clone(x)})
		}
	}
}

// targetsAgain makes the indexes anew that have targets for statistics; those of partitions'
// parents stay.
func (d *tableDiff) targetsAgain(columns []string) {
	d.indexesAgain(columns, func(x *schema.Index) bool {
		_, attached := d.a.attachedTo(x.Options)
		for key := range x.Options[d.d.Name()] {
			if strings.HasPrefix(key, "statistics ") && !attached {
				return true
			}
		}
		return false
	})
}

// takeAgain makes the indexes and keys anew that the table has on columns.
func (d *tableDiff) takeAgain(columns []string) {
	among := func(c string) bool { return slices.Contains(columns, c) }
	d.indexesAgain(columns, func(*schema.Index) bool { return true })
	for _, u := range d.wish.Uniques {
		there := slices.ContainsFunc(d.before.Uniques, func(b *schema.Unique) bool { return b.Name == u.Name })
		if there && slices.ContainsFunc(slices.Concat(u.Columns, u.Include), among) {
			d.pieceAgain(&ops.DropUnique{On: d.on, Name: u.Name}, &ops.CreateUnique{On: d.on, Unique: *schema.Clone(u)})
		}
	}
	if k := d.wish.PrimaryKey; k != nil && d.before.PrimaryKey != nil && slices.ContainsFunc(slices.Concat(k.Columns, k.Include), among) {
		d.pieceAgain(&ops.DropPrimaryKey{On: d.on, Name: d.before.PrimaryKey.Name}, &ops.CreatePrimaryKey{On: d.on, PrimaryKey: *schema.Clone(k)})
	}
}
