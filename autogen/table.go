package autogen

import (
	"maps"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// tables finds what differs in the tables.
func (c *comparison) tables() {
	var past map[schema.Name]*schema.Table
	if c.opts.History != nil {
		past = c.opts.History.TablesByID()
	}
	there := map[schema.Name]int{}
	for i, t := range c.live.Tables {
		there[t.ID()] = i
	}
	diffs := make([]tableDiff, len(c.wish.Tables))
	_ = schema.Parallel(len(diffs), func(i int) error {
		wish, d := c.wish.Tables[i], &diffs[i]
		if at, ok := there[wish.ID()]; ok {
			*d = tableDiff{comparison: c, on: ops.OnTable(wish.ID()), wish: wish, native: c.native.Tables[i],
				live: c.live.Tables[at], before: c.before.Tables[at], past: past[wish.ID()]}
			d.diff()
		} else if d.found.created = []*schema.Table{wish}; !c.opts.Verbatim {
			c.opts.Naming.fill(wish, c.d.Lexicon())
		}
		return nil
	})
	c.inheritAgain(diffs)
	for i := range diffs {
		c.plan.add(&diffs[i].found)
		c.result.Warnings = append(c.result.Warnings, diffs[i].warnings...)
	}
	wished := c.wish.TablesByID()
	for i, live := range c.live.Tables {
		if wished[live.ID()] == nil {
			c.plan.dropped = append(c.plan.dropped, c.before.Tables[i])
		}
	}
}

// tableDiff compares one table that is on both sides. It writes to nothing but itself and
// its tables: others are compared at the same time.
type tableDiff struct {
	*comparison
	on                         ops.On
	wish, native, live, before *schema.Table
	past                       *schema.Table // as the history describes it, nil when it does not

	found    phases
	warnings []Note

	again []string // columns that are dropped and added again
	moved []string // columns that change their type
	// detoured are the types that columns, in lower case, have for a while.
	detoured map[string]string
}

func (d *tableDiff) diff() {
	primaryKey := d.primaryKey()
	d.columns(primaryKey)
	if key := d.wish.PrimaryKey; primaryKey && key != nil && (d.standsOnAgain(slices.Concat(key.Columns, key.Include)) || d.movesPeriod(key.Options)) {
		primaryKey = false
	}
	renames := d.d.Traits().Renames
	uniques := match(d.native.Uniques, d.live.Uniques, uniqueName, sameUnique, renames("unique"))
	keys := match(d.native.ForeignKeys, d.live.ForeignKeys, foreignKeyName, sameForeignKey, renames("foreign_key"))
	checks := match(d.native.Checks, d.live.Checks, checkName, d.sameCheck, renames("check"))
	validated(&keys, d.native.ForeignKeys, d.live.ForeignKeys, sameForeignKey, foreignKeyName, foreignKeyNotValid)
	validated(&checks, d.native.Checks, d.live.Checks, d.sameCheck, checkName, checkNotValid)
	exclusions := match(d.native.Exclusions, d.live.Exclusions, exclusionName, d.sameExclusion, renames("exclusion"))
	indexes := match(d.native.Indexes, d.live.Indexes, indexName, d.sameIndex, renames("index"))
	adjusted(d, &uniques, d.native.Uniques, d.live.Uniques, sameUnique, uniqueName, uniqueOptions)
	adjusted(d, &exclusions, d.native.Exclusions, d.live.Exclusions, d.sameExclusion, exclusionName, exclusionOptions)
	adjusted(d, &indexes, d.native.Indexes, d.live.Indexes, d.sameIndex, indexName, indexSettings)

	remake(&uniques, d.wish.Uniques, func(u *schema.Unique) bool { return d.movesPeriod(u.Options) })
	remake(&indexes, d.wish.Indexes, func(x *schema.Index) bool { return d.movesPeriod(x.Options) })
	if d.detoured = d.detours(d.live); len(d.again)+len(d.remade)+len(d.detoured)+len(d.moved) > 0 {
		remake(&uniques, d.wish.Uniques, func(u *schema.Unique) bool { return d.standsOnAgain(slices.Concat(u.Columns, u.Include)) })
		remake(&keys, d.wish.ForeignKeys, func(f *schema.ForeignKey) bool { return d.standsOnAgain(f.Columns) })
		remake(&checks, d.wish.Checks, func(k *schema.Check) bool {
			return d.standsOnAgain(mentioned(d.wish, k.SQL, d.d.Lexicon())) || d.standsOn(&k.SQL) || d.differs(&k.SQL) || d.keepsCasts(&k.SQL)
		})
		remake(&exclusions, d.wish.Exclusions, func(x *schema.Exclusion) bool {
			texts := x.Expressions()
			return d.standsOn(texts...) || d.differs(texts...) || d.keepsCasts(texts...) || d.standsOnAgain(x.Include) || slices.ContainsFunc(texts, func(t *schema.Text) bool { return d.standsOnAgain(mentioned(d.wish, *t, d.d.Lexicon())) })
		})
		remake(&indexes, d.wish.Indexes, func(x *schema.Index) bool {
			return d.standsOnAgain(indexColumns(d.wish, x, d.d.Lexicon())) || d.indexStandsOn(x) || d.indexDiffers(x) || d.keepsCasts(x.Expressions()...)
		})
	}

	dropAlike(&keys, d.live.ForeignKeys)

	names := d.conventional()
	adopt(d.wish.Uniques, d.before.Uniques, uniques, uniqueName, names)
	adopt(d.wish.ForeignKeys, d.before.ForeignKeys, keys, foreignKeyName, names)
	adopt(d.wish.Checks, d.before.Checks, checks, checkName, names)
	adopt(d.wish.Exclusions, d.before.Exclusions, exclusions, exclusionName, names)
	adopt(d.wish.Indexes, d.before.Indexes, indexes, indexName, names)
	d.opts.Naming.fill(d.wish, d.d.Lexicon())

	renamed(d.wish.Uniques, d.before.Uniques, uniques, uniqueName, d.renameConstraint)
	renamed(d.wish.ForeignKeys, d.before.ForeignKeys, keys, foreignKeyName, d.renameConstraint)
	renamed(d.wish.Checks, d.before.Checks, checks, checkName, d.renameConstraint)
	renamed(d.wish.Exclusions, d.before.Exclusions, exclusions, exclusionName, d.renameConstraint)
	emit(uniques, d.wish.Uniques, d.before.Uniques, &d.found.dropConstraints, &d.found.createUniques,
		func(u *schema.Unique) ops.Op { return &ops.CreateUnique{On: d.on, Unique: *u} },
		func(u *schema.Unique) ops.Op {
			return &ops.DropUnique{On: d.on, Name: u.Name, Columns: orColumns(u.Name, u.Columns)}
		})
	emit(keys, d.wish.ForeignKeys, d.before.ForeignKeys, &d.found.dropForeignKeys, &d.found.createForeignKeys,
		func(f *schema.ForeignKey) ops.Op { return &ops.CreateForeignKey{On: d.on, ForeignKey: *f} },
		func(f *schema.ForeignKey) ops.Op { return dropForeignKey(d.on, f) })
	d.indexedLast()
	emit(checks, d.wish.Checks, d.before.Checks, &d.found.dropConstraints, &d.found.createConstraints,
		func(k *schema.Check) ops.Op { return &ops.CreateCheck{On: d.on, Check: *k} },
		func(k *schema.Check) ops.Op { return dropCheck(d.on, k) })
	validate(d, keys, d.wish.ForeignKeys, d.live.ForeignKeys, d.before.ForeignKeys, foreignKeyName, foreignKeyNotValid, &d.found.createForeignKeys)
	validate(d, checks, d.wish.Checks, d.live.Checks, d.before.Checks, checkName, checkNotValid, &d.found.createConstraints)
	emit(exclusions, d.wish.Exclusions, d.before.Exclusions, &d.found.dropConstraints, &d.found.createConstraints,
		func(x *schema.Exclusion) ops.Op { return &ops.CreateExclusion{On: d.on, Exclusion: *x} },
		func(x *schema.Exclusion) ops.Op { return &ops.DropExclusion{On: d.on, Name: x.Name} })
	w, n, l, b := d.wish, d.native, d.live, d.before
	comments(d, uniques, parts[schema.Unique]{"constraint", w.Uniques, n.Uniques, l.Uniques, b.Uniques, uniqueName, uniqueComment})
	comments(d, keys, parts[schema.ForeignKey]{"constraint", w.ForeignKeys, n.ForeignKeys, l.ForeignKeys, b.ForeignKeys, foreignKeyName, foreignKeyComment})
	comments(d, checks, parts[schema.Check]{"constraint", w.Checks, n.Checks, l.Checks, b.Checks, checkName, checkComment})
	comments(d, exclusions, parts[schema.Exclusion]{"constraint", w.Exclusions, n.Exclusions, l.Exclusions, b.Exclusions, exclusionName, exclusionComment})
	ofUniques := parts[schema.Unique]{"index", w.Uniques, n.Uniques, l.Uniques, b.Uniques, uniqueName, uniqueIndexComment}
	ofExclusions := parts[schema.Exclusion]{"index", w.Exclusions, n.Exclusions, l.Exclusions, b.Exclusions, exclusionName, exclusionIndexComment}
	ofIndexes := parts[schema.Index]{"index", w.Indexes, n.Indexes, l.Indexes, b.Indexes, indexName, indexComment}
	comments(d, uniques, ofUniques)
	comments(d, exclusions, ofExclusions)
	comments(d, indexes, ofIndexes)
	if primaryKey && n.PrimaryKey != nil {
		one := func(t *schema.Table) []*schema.PrimaryKey { return []*schema.PrimaryKey{t.PrimaryKey} }
		only := matching{same: map[int]int{0: 0}}
		comments(d, only, parts[schema.PrimaryKey]{"constraint", one(w), one(n), one(l), one(b), primaryKeyName, primaryKeyComment})
		ofKey := parts[schema.PrimaryKey]{"index", one(w), one(n), one(l), one(b), primaryKeyName, primaryKeyIndexComment}
		comments(d, only, ofKey)
		adjust(d, only, ofKey, primaryKeyOptions)
	}
	adjust(d, uniques, ofUniques, uniqueOptions)
	adjust(d, exclusions, ofExclusions, exclusionOptions)
	adjust(d, indexes, ofIndexes, indexSettings)
	renamed(d.wish.Indexes, d.before.Indexes, indexes, indexName, d.renameIndex)
	d.indexes(indexes)
	d.giveRowid(primaryKey)
	if !primaryKey {
		d.replacePrimaryKey()
	}
	d.takeRowid(primaryKey)
	d.namedIndexes()
	d.followRenames()
	d.settings(!primaryKey || len(uniques.created)+len(uniques.gone)+len(indexes.created)+len(indexes.gone) > 0)
}

// columns finds added, changed and dropped columns.
func (d *tableDiff) columns(sameKey bool) {
	for i, wish := range d.wish.Columns {
		at := slices.IndexFunc(d.live.Columns, func(c *schema.Column) bool { return c.Name == wish.Name })
		if at < 0 {
			add, to := &ops.AddColumn{On: d.on, Column: *schema.Clone(wish)}, &d.found.addColumns
			if wish.Generated != nil {
				to = &d.found.addGenerated
			}
			*to = append(*to, add)
			d.warnNotNull(wish, d.native.Columns[i])
			continue
		}
		before := d.before.Columns[at]
		was, def := before.Comment, before.Default
		d.adoptColumn(before, d.live.Columns[at], wish, d.native.Columns[i])
		if !d.comments && d.past != nil {
			before.Comment = was
		}
		stop := d.stop(before, d.live.Columns[at], wish)
		if stop == "" {
			before = d.unnumber(before, d.live.Columns[at], wish)
		} else { // in its own words, which those of the type that comes may differ from
			before.Default = def
		}
		before = d.detour(before, d.live.Columns[at], wish, stop)
		if old := d.enumBefore(wish); !old.IsZero() && d.sameKindOfType(at, i) {
			before.Type = old
		}
		before = d.aside(i, before, wish)
		if change := ops.ChangeColumn(d.on, before, withoutNulls(wish, before, sameKey)); change != nil {
			d.alterColumn(change, before, wish)
		}
	}
	d.regenerate()
	d.uncompute()
	d.dropColumns()
}

// dropColumns drops generated columns before those that they are computed from.
func (d *tableDiff) dropColumns() {
	var generated, plain []ops.Op
	for _, live := range d.live.Columns {
		if d.wish.Column(live.Name) != nil {
			continue
		}
		if live.Options.Get(d.d.Name(), schema.Inherited) != "" && d.numberedByAnother(live) {
			d.found.alterColumns = append(d.found.alterColumns, &ops.AlterColumn{On: d.on, Column: live.Name, Drop: []string{"default"}, Existing: schema.Clone(live)})
		}
		drop := &ops.DropColumn{On: d.on, Column: live.Name, Only: live.Kept}
		if live.Generated != nil {
			generated = append(generated, drop)
		} else {
			plain = append(plain, drop)
		}
	}
	slices.Reverse(generated) // one may be computed from another
	slices.Reverse(plain)     // so that they come back in their order, which that of a type has to be
	d.found.dropColumns = slices.Concat(d.found.dropColumns, generated, plain)
}

// alterColumn changes a column in place, or drops it and adds it again.
func (d *tableDiff) alterColumn(change *ops.AlterColumn, before, wish *schema.Column) {
	if !d.d.Recreates(change) || wish.Generated == nil && before.Generated == nil {
		if change.Nullable != nil && !*change.Nullable {
			outcome := "which fails where a row has NULL"
			if fills := d.d.Traits().FillsNull; fills != nil {
				outcome += fills(d.native.Column(wish.Name).Type.Any)
			}
			d.warn(wish, "becomes NOT NULL, "+outcome+": fill those rows with an execute before it")
		}
		d.found.alterColumns = append(d.found.alterColumns, change)
		if !change.Type.IsZero() {
			d.moved = append(d.moved, wish.Name)
		}
		if back := ops.ChangeColumn(d.on, wish, before); back.Generated != nil && d.d.Recreates(back) { // on the way back the column is added anew
			d.again = append(d.again, wish.Name)
		}
		return
	}
	d.recreate(wish)
}

// remake makes the parts of a table that are the same on both sides, but stand on
// a column that is dropped and added again, anew as well.
func remake[T any](m *matching, parts []*T, stands func(*T) bool) {
	for _, i := range slices.Sorted(maps.Keys(m.same)) {
		if i < len(parts) && stands(parts[i]) {
			m.created, m.gone = append(m.created, i), append(m.gone, m.same[i])
			delete(m.same, i)
		}
	}
}

// alike reports whether a drop can't tell two foreign keys apart: it says the columns of one that
// has no name.
func alike(a, b *schema.ForeignKey) bool {
	return a.Name+b.Name == "" && slices.Equal(a.Columns, b.Columns)
}

// dropAlike makes a foreign key anew where one that is [alike] goes.
func dropAlike(m *matching, live []*schema.ForeignKey) {
	gone := m.gone
	if len(gone) == 0 {
		return
	}
	for _, i := range slices.Sorted(maps.Keys(m.same)) {
		at := m.same[i]
		if slices.ContainsFunc(gone, func(j int) bool { return alike(live[at], live[j]) }) {
			m.created, m.gone = append(m.created, i), append(m.gone, at)
			delete(m.same, i)
		}
	}
}

// movesPeriod reports whether a key is one without overlaps of a period that gets other columns,
// for which it goes (MariaDB).
func (d *tableDiff) movesPeriod(key schema.Options) bool {
	return key.Get("mysql", schema.WithoutOverlaps) != "" && d.native.Options.Get("mysql", schema.Period) != d.live.Options.Get("mysql", schema.Period)
}

// standsOnAgain reports whether any column is dropped and added again.
func (d *tableDiff) standsOnAgain(columns []string) bool {
	return slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(d.again, c) })
}

// warnNotNull warns of a column that a table with rows can't take, or not as it is meant.
func (d *tableDiff) warnNotNull(wish, native *schema.Column) {
	if !native.NotNull || native.Default != nil || native.Autoincrement || native.Identity != nil || native.Generated != nil || d.numberedRows(native) {
		return
	}
	outcome := "which fails on a table with rows"
	if d.d.Traits().FillsNotNull {
		outcome = "so that it is 0 or empty in the rows that are there"
	}
	d.warn(wish, "is NOT NULL and has no default, "+outcome+": give it a default, or add it as nullable, fill it with an execute, then make it NOT NULL")
}

func (d *tableDiff) warn(column *schema.Column, what string) {
	d.warnings = append(d.warnings, Note{"column " + d.wish.Name + "." + column.Name, what})
}

func (d *tableDiff) renameConstraint(from, to string) {
	d.found.renameParts = append(d.found.renameParts, &ops.RenameConstraint{On: d.on, Name: from, To: to})
}

func (d *tableDiff) primaryKey() (same bool) {
	if wish, live := d.wish.PrimaryKey, d.live.PrimaryKey; wish != nil && wish.AnyOrder && live != nil && sameSet(wish.Columns, live.Columns) {
		wish.Columns, d.native.PrimaryKey.Columns = slices.Clone(live.Columns), slices.Clone(live.Columns)
	}
	wish, live := d.native.PrimaryKey, d.live.PrimaryKey
	if wish != nil && live != nil && d.adjusts(d.live.Options, live.Options, wish.Options) {
		live = schema.Clone(live)
		live.Options = wish.Options
	}
	if !samePrimaryKey(wish, live, d.d.Traits().Renames("primary_key")) {
		return false
	}
	if wish == nil {
		return true
	}
	if d.wish.PrimaryKey.Name == "" {
		d.wish.PrimaryKey.Name = live.Name
	}
	d.before.PrimaryKey = schema.Clone(d.wish.PrimaryKey)
	d.before.PrimaryKey.Name = live.Name
	if !wish.Options.Equal(d.live.PrimaryKey.Options) {
		d.giveBack(&d.before.PrimaryKey.Options, d.live.PrimaryKey.Options)
	}
	if wish.Name != "" && live.Name != "" && wish.Name != live.Name {
		d.renameConstraint(live.Name, wish.Name)
	}
	return true
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func (d *tableDiff) replacePrimaryKey() {
	noteNulls(d.before.PrimaryKey, d.live)
	noteNulls(d.wish.PrimaryKey, d.native)
	if old := d.before.PrimaryKey; old != nil {
		d.found.dropConstraints = append(d.found.dropConstraints, &ops.DropPrimaryKey{On: d.on, Name: old.Name})
	}
	if key := d.wish.PrimaryKey; key != nil {
		d.found.createUniques = append(d.found.createUniques, &ops.CreatePrimaryKey{On: d.on, PrimaryKey: *schema.Clone(key)})
	}
}

// indexes drops an old index after the new ones are there, so that a foreign key
// that needs one (MySQL) is never without; but before, when the name is the same,
// or when what it stands on changes or goes first.
func (d *tableDiff) indexes(m matching) {
	for _, j := range m.gone {
		old := d.before.Indexes[j]
		drop := &ops.DropIndex{On: d.on, Name: old.Name}
		if d.standing[d.live.Indexes[j]] && d.d.LosesIndex(d.live.Indexes[j], d.live, nil) {
			d.found.dropForeignKeys = slices.Insert(d.found.dropForeignKeys, 0, ops.Op(drop))
		} else if d.wish.Index(old.Name) != nil || d.hinders(old) {
			d.found.dropConstraints = append(d.found.dropConstraints, drop)
		} else {
			d.found.dropIndexes = append(d.found.dropIndexes, drop)
		}
	}
	d.lostIndexes(m)
	for _, i := range m.created {
		create := &ops.CreateIndex{On: d.on, Index: *schema.Clone(d.wish.Indexes[i])}
		if d.d.LosesIndex(d.native.Indexes[i], d.native, nil) { // the way back gives it up before the key, with which it would go
			d.found.createForeignKeys = append(d.found.createForeignKeys, create)
		} else {
			d.found.createIndexes = append(d.found.createIndexes, create)
		}
	}
}

// lostIndexes makes the indexes anew that the server would drop by itself on one of the
// ways: they go before, and come after, all that could have it do so.
func (d *tableDiff) lostIndexes(m matching) {
	for _, i := range slices.Sorted(maps.Keys(m.same)) {
		x := d.live.Indexes[m.same[i]]
		if d.standing[x] && x.Name == d.native.Indexes[i].Name && (d.d.LosesIndex(x, d.live, d.native) || d.d.LosesIndex(x, d.native, d.live)) {
			d.makeAround(x.Name, d.wish.Indexes[i])
		}
	}
}

// makeAround makes an index anew, with all that happens to foreign keys and to other indexes between.
func (d *tableDiff) makeAround(old string, x *schema.Index) {
	d.found.dropForeignKeys = slices.Insert(d.found.dropForeignKeys, 0, ops.Op(&ops.DropIndex{On: d.on, Name: old}))
	d.found.createForeignKeys = append(d.found.createForeignKeys, &ops.CreateIndex{On: d.on, Index: *schema.Clone(x)})
}

// keysOfBoth are the foreign keys of a table that it has in another state too.
func keysOfBoth(t, too *schema.Table) []*schema.ForeignKey {
	return slices.DeleteFunc(slices.Clone(t.ForeignKeys), func(f *schema.ForeignKey) bool {
		return !slices.ContainsFunc(too.ForeignKeys, func(o *schema.ForeignKey) bool { return o.Name == f.Name && sameForeignKey(f, o) })
	})
}

// renameIndex gives an index another name, unless the server would drop it by itself under that one.
func (d *tableDiff) renameIndex(from, to string) {
	under := *d.live
	under.Indexes = make([]*schema.Index, len(d.live.Indexes))
	for j, x := range d.live.Indexes {
		if under.Indexes[j] = x; x.Name == from {
			under.Indexes[j] = schema.Clone(x)
			under.Indexes[j].Name = to
		}
	}
	is := *d.native
	under.ForeignKeys, is.ForeignKeys = keysOfBoth(d.live, d.native), keysOfBoth(d.native, d.live) // others go before and come after
	x, after := under.Index(to), is.Index(to)
	if x != nil && after != nil && (d.d.LosesIndex(x, &under, &is) || d.d.LosesIndex(after, &is, &under)) {
		d.makeAround(from, d.wish.Index(to))
		return
	}
	d.found.renameParts = append(d.found.renameParts, &ops.RenameIndex{On: d.on, Name: from, To: to})
}

// namedIndexes lets go of an index, which may be a constraint's, that an option of the table names
// while it is made anew, or until the option names another one.
func (d *tableDiff) namedIndexes() {
	for _, op := range slices.Concat(d.found.dropConstraints, d.found.dropIndexes) {
		gone, ok := droppedPiece(op)
		for _, key := range indexOptions {
			old, is := d.live.Options.Get("postgres", key), d.native.Options.Get("postgres", key)
			if !ok || is == "" || old != gone.name.Name || is != old && d.letsGo(key) {
				continue
			}
			d.found.dropConstraints = append(d.found.dropConstraints, setOption(d.live, "postgres", key, ""))
			if is == old {
				d.found.alterTables = append(d.found.alterTables, setOption(d.live, "postgres", key, old))
			}
		}
	}
}

// followRenames does to the options that name an index what its rename does to them.
func (d *tableDiff) followRenames() {
	if len(d.found.renameParts) == 0 {
		return
	}
	live := *d.live
	for _, op := range d.found.renameParts {
		_, from, to := partNames(op)
		for _, key := range indexOptions {
			if d.live.Options.Get("postgres", key) == from {
				live.Options = schema.Clone(live.Options)
				live.Options.Set("postgres", key, to)
			}
		}
	}
	d.live = &live
}

// indexedLast lets the foreign key that an index is called after come as the last of its table,
// and go first: of several over the same columns MySQL keeps the index that it made last.
func (d *tableDiff) indexedLast() {
	if max(len(d.found.createForeignKeys), len(d.found.dropForeignKeys)) < 2 {
		return
	}
	indexed := func(t *schema.Table, key string) int {
		if t != nil && t.Index(key) != nil {
			return 1
		}
		return 0
	}
	was := d.comparison.found.Table(d.on.ID())
	slices.SortStableFunc(d.found.createForeignKeys, func(a, b ops.Op) int {
		return indexed(d.wish, a.(*ops.CreateForeignKey).Name) - indexed(d.wish, b.(*ops.CreateForeignKey).Name)
	})
	slices.SortStableFunc(d.found.dropForeignKeys, func(a, b ops.Op) int {
		return indexed(was, b.(*ops.DropForeignKey).Name) - indexed(was, a.(*ops.DropForeignKey).Name)
	})
}

// letGo gives up the index that rows are told apart by before its columns change: the
// server lets none of them be NULL.
func (d *tableDiff) letGo(o *ops.AlterTable) {
	const key = schema.ReplicaIdentity
	if _, changes := o.Options["postgres"][key]; changes && d.letsGo(key) {
		d.found.dropConstraints = append(d.found.dropConstraints, setOption(d.live, "postgres", key, ""))
		if o.Options.Get("postgres", key) == "" {
			delete(o.Options["postgres"], key)
		}
		if len(o.Options["postgres"]) == 0 {
			o.Options = nil
		}
	}
}

// letsGo reports whether letGo does so to what an option names, if that changes.
func (d *tableDiff) letsGo(key string) bool {
	return key == schema.ReplicaIdentity && d.live.Index(d.live.Options.Get("postgres", key)) != nil
}

// hinders reports whether an index stands in the way of what comes before its drop.
func (d *tableDiff) hinders(x *schema.Index) bool {
	columns := indexColumns(d.before, x, d.d.Lexicon())
	moved := slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(d.moved, c) })
	// MySQL's kinds that ask something of their columns, of a period, or of partitions.
	special := x.Using == "spatial" || x.Using == "fulltext" || x.Options.Get("mysql", schema.WithoutOverlaps) != "" ||
		x.Unique && d.native.Options.Get("mysql", schema.Partition) != d.live.Options.Get("mysql", schema.Partition)
	return moved || special || d.standsOnAgain(columns)
}

func primaryKeyName(k *schema.PrimaryKey) *string { return &k.Name }
func uniqueName(u *schema.Unique) *string         { return &u.Name }
func foreignKeyName(f *schema.ForeignKey) *string { return &f.Name }
func checkName(c *schema.Check) *string           { return &c.Name }
func exclusionName(x *schema.Exclusion) *string   { return &x.Name }
func indexName(x *schema.Index) *string           { return &x.Name }

func foreignKeyNotValid(f *schema.ForeignKey) *bool { return &f.NotValid }
func checkNotValid(c *schema.Check) *bool           { return &c.NotValid }

func dropForeignKey(on ops.On, f *schema.ForeignKey) ops.Op {
	return &ops.DropForeignKey{On: on, Name: f.Name, Columns: orColumns(f.Name, f.Columns)}
}

func dropCheck(on ops.On, k *schema.Check) ops.Op {
	o := &ops.DropCheck{On: on, Name: k.Name}
	if k.Name == "" {
		o.SQL = k.SQL
	}
	return o
}

// orColumns identifies a constraint without a name by its columns.
func orColumns(name string, columns []string) []string {
	if name != "" {
		return nil
	}
	return slices.Clone(columns)
}
