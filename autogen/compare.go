package autogen

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Options steer a comparison.
type Options struct {
	// Judge asks the server how it spells native tables; nil compares texts only.
	Judge func(ctx context.Context, wish *schema.Database) (*schema.Database, error)
	// Spell makes a whole wish (neutral form) where nobody sees it and reads it back:
	// for the objects beside tables, which stand on each other. It is asked when the
	// wish is not complete; nil compares texts only.
	Spell func(ctx context.Context, wish *schema.Database) (*schema.Database, error)
	// History is the database as the applied revisions describe it, neutral; nil
	// when there are none.
	History *schema.Database
	// Naming names what the models leave unnamed.
	Naming Naming
	// Filter says what is compared.
	Filter Filter
	// Native says that the wish comes from a database of this dialect: that it is
	// silent on what the dialect has not means nothing.
	Native bool
	// Complete says that the wish declares every kind of object: what it does not
	// have is to go. Models that can only say tables leave it false.
	Complete bool
	// CompleteKinds says so of the kinds of which the wish declares anything, and of what the
	// history has of the others.
	CompleteKinds bool
	// Verbatim leaves without a name what has none: to copy a database as it is.
	Verbatim bool
	// Renames tell what is called otherwise in the database than in the models.
	Renames []Rename
	// Moved are extensions that live is read with as if they were in the schemas that the wish has them in.
	Moved []string
	// Fresh are tables and columns (table.column) of the models that are new, and no
	// renamed ones.
	Fresh []string

	back bool // it is for a way back, which may be one that the server doesn't go
}

// Result is what a comparison found.
type Result struct {
	Upgrade, Downgrade []ops.Op
	// Unconfirmed are differences that the server could not be asked about.
	Unconfirmed []Note
	// Warnings are changes that may fail or lose something on a table with rows.
	Warnings []Note
	// Candidates are what may be a rename. Each has its warning too.
	Candidates []Candidate
	// Skipped are things that were not compared.
	Skipped []Note
}

// Note is a remark on one object.
type Note struct {
	Object string // such as "table posts"
	Reason string
}

// Compare returns the operations that make the live database (native form) what
// is wished (neutral form). Neither is changed. Where a change can be made in place in one
// direction alone, what stands on it goes and comes in the other one alone: each has a plan of
// its own then.
func Compare(ctx context.Context, d dialect.Dialect, wish, live *schema.Database, opts Options) (*Result, error) {
	c, err := compare(ctx, d, wish, live, opts, false)
	if err != nil || !c.oneWay {
		return c.result, err
	}
	back, err := compare(ctx, d, wish, live, opts, true)
	if err != nil {
		return nil, err
	}
	c.result.Downgrade = back.result.Downgrade
	return c.result, nil
}

// compare finds the operations, for one direction above all, with as much in place as can be.
func compare(ctx context.Context, d dialect.Dialect, wish, live *schema.Database, opts Options, back bool) (*comparison, error) {
	var anew []schema.Name
	for {
		c := &comparison{d: d, opts: opts, back: back, anew: anew, result: &Result{}}
		if err := c.find(ctx, wish, live); err != nil {
			return &comparison{}, err
		}
		if len(c.stuck) == 0 {
			return c, nil
		}
		anew = append(anew, c.stuck...)
	}
}

func (c *comparison) find(ctx context.Context, wish, live *schema.Database) error {
	d, opts := c.d, c.opts
	c.comments = opts.Native || d.Traits().Comments
	var copied sync.WaitGroup
	copied.Go(func() { c.wish = schema.Clone(wish) })
	c.live, c.found = schema.Clone(live), live
	copied.Wait()
	if c.live.Default != "" {
		c.wish.Default = c.live.Default
	}
	c.ungranted = leftToOthers(live, opts.Filter)
	c.wish, c.live = opts.Filter.Apply(c.wish), opts.Filter.Apply(c.live)
	if !opts.Complete { // a server has taken what is complete
		if err := c.checkReferences(live); err != nil {
			return err
		}
	}
	if err := cmp.Or(c.checkNames(), c.checkVirtual(), c.checkKinds()); err != nil {
		return err
	}
	if err := c.rename(); err != nil {
		return err
	}
	if c.original != nil {
		c.found = schema.Clone(c.live)
	}
	if err := c.lower(); err != nil {
		return err
	}
	c.standing = map[*schema.Index]bool{}
	for _, t := range c.live.Tables {
		for _, x := range t.Indexes {
			c.standing[x] = true
		}
	}
	d.Reconcile(c.native, c.live)
	c.keepNames()
	c.inherit()
	c.uniquesOfHistory()
	if err := c.settle(ctx); err != nil {
		return err
	}
	if err := c.settleObjects(ctx); err != nil {
		return err
	}
	if err := c.settlePartitions(ctx); err != nil {
		return err
	}
	c.settleWords()
	c.liveEnums()
	c.raise()
	c.tablesOfHistory(ctx)
	c.schemas()
	c.enums()
	c.objects()
	if err := c.pin(); err != nil {
		return err
	}
	c.tables()
	c.keepOwn()
	c.candidates()
	c.changeParents()
	c.lateChecks()
	c.earlyChecks()
	c.partialIndexes()
	c.recreateKeys()
	c.dropPartial()
	c.inheritedAgain()
	c.orderParts()
	c.numberAnew()
	c.around()
	if err := cmp.Or(c.partitionKeys(), c.rowsWritten(), c.leaveOthers()); err != nil {
		return err
	}
	c.insteadTriggers()
	c.goAlong()
	c.warnReaders()
	c.warnStale()
	c.warnLostValues()
	c.owners()
	if err := c.write(ctx); err != nil {
		return err
	}
	c.warnHeld()
	if err := c.grants(); err != nil {
		return err
	}
	c.warnGrants()
	return nil
}

// write puts the operations into their order, for each direction. Renames come
// before all else, but for the views and triggers that know the old names.
func (c *comparison) write(ctx context.Context) error {
	code := c.codeBeforeRenames()
	list := c.order()
	if len(list)+len(c.plan.renames) == 0 {
		return nil
	}
	state, err := c.unrenamed()
	if err != nil {
		return err
	}
	lead := slices.Concat(c.arrange(code, state), c.plan.renames)
	last, err := c.takeBack(ctx, lead, state)
	if err != nil {
		return err
	}
	list = c.arrange(c.numberRows(list), state)
	c.result.Upgrade = slices.Concat(lead, leaveReferred(c.d, list, state))
	back, err := c.takeBack(ctx, list, state)
	if err != nil {
		return err
	}
	for _, leg := range back {
		c.result.Downgrade = append(c.result.Downgrade, leaveReferred(c.d, c.arrange(c.numberRows(leg.list), leg.from), leg.from)...)
	}
	for _, leg := range last {
		c.result.Downgrade = append(c.result.Downgrade, leg.list...)
	}
	c.goOn(c.result.Upgrade, c.before, c.wish)
	c.goOn(c.result.Downgrade, c.wish, c.before)
	return nil
}

// comparison is the state of one Compare. Tables of wish and native are the same
// ones, in the same order; so are those of live and before.
type comparison struct {
	d      dialect.Dialect
	opts   Options
	back   bool             // whether it is the downgrade that counts
	oneWay bool             // whether something can change in place in one direction alone
	stuck  []schema.Name    // views that can't change in place: what they need has to wait for them
	anew   []schema.Name    // those that have been found to be so
	wish   *schema.Database // neutral
	native *schema.Database // wish, lowered
	live   *schema.Database // native
	before *schema.Database // live, neutral: what the operations start from
	plan   phases
	result *Result

	original *schema.Database // live before the renames; nil without any
	found    *schema.Database // live as it was read, with its new names

	named    sync.Once
	names    map[string]bool // see isName
	comments bool            // the dialect keeps comments

	standing map[*schema.Index]bool // what is in live and not only foreseen there

	ungranted map[schema.Target]bool // objects with privileges of roles that are not compared

	pins // what has to be made anew
}

// lower makes the native form of the wish. The parts of a table that is live
// already then stand in the same order in both.
func (c *comparison) lower() (err error) {
	for _, t := range c.wish.Tables {
		tag(t)
	}
	if c.native, err = dialect.Lower(c.d, c.wish); err != nil {
		return err
	}
	there := c.live.TablesByID()
	for i, t := range c.wish.Tables {
		if there[t.ID()] != nil {
			align(t, c.native.Tables[i])
		}
		untag(t)
		untag(c.native.Tables[i])
	}
	return nil
}

// inherit takes over the columns, keys and indexes that a table of the wish has been found to
// have from its parents.
func (c *comparison) inherit() {
	for i, t := range c.wish.Tables {
		native := c.native.Tables[i]
		t.Columns = append(t.Columns, schema.Clone(native.Columns[len(t.Columns):])...)
		t.Uniques = append(t.Uniques, schema.Clone(native.Uniques[len(t.Uniques):])...)
		t.Indexes = append(t.Indexes, schema.Clone(native.Indexes[len(t.Indexes):])...)
		t.ForeignKeys = append(t.ForeignKeys, schema.Clone(native.ForeignKeys[len(t.ForeignKeys):])...)
		if t.PrimaryKey == nil {
			t.PrimaryKey = schema.Clone(native.PrimaryKey)
		}
	}
}

// checkReferences refuses a foreign key to a table that neither the wish nor, among
// what is not compared, the database has. A key to nowhere that is live already
// (SQLite) may stay.
func (c *comparison) checkReferences(live *schema.Database) error {
	there, tables, compared := map[schema.Name]bool{}, live.TablesByID(), c.live.TablesByID()
	for _, t := range c.wish.Tables {
		there[t.ID()] = true
	}
	for _, t := range live.Tables {
		there[t.ID()] = there[t.ID()] || compared[t.ID()] == nil
	}
	for _, t := range live.Tables { // SQLite has keys that point nowhere
		for _, f := range t.ForeignKeys {
			there[f.Target()] = there[f.Target()] || tables[f.Target()] == nil
		}
	}
	for _, t := range c.wish.Tables {
		for _, f := range t.ForeignKeys {
			if !there[f.Target()] && !refersTo(tables[t.ID()], f.Target()) {
				where := ""
				if c := t.Column(f.Columns[0]); c != nil && c.Origin != "" {
					where = c.Origin + ": "
				} else if t.Origin != "" {
					where = t.Origin + ": "
				}
				return fmt.Errorf("%stable %s refers to the table %s, which no model declares", where, t.ID(), f.Target())
			}
		}
	}
	return nil
}

// checkNames refuses what no operation could name, and SQLite alone takes: a column without a
// name, unless it may stay as it is, and checks of one name that a table is to get.
func (c *comparison) checkNames() error {
	live := c.live.TablesByID()
	for _, t := range c.wish.Tables {
		was := live[t.ID()]
		if (t.Column("") != nil) != (was != nil && was.Column("") != nil) {
			return fmt.Errorf("table %s: a column has no name, so that no operation can be about it; give it one", t.ID())
		}
		if name := namesake(t); name != "" && was != nil && namesake(was) == "" {
			return fmt.Errorf("table %s: several checks are called %s; give each a name of its own", t.ID(), name)
		}
	}
	return nil
}

// namesake is a name that several checks of a table have, empty where none do. MariaDB's check of
// a column may be called as one of the table.
func namesake(t *schema.Table) string {
	names := map[[2]string]bool{}
	for _, k := range t.Checks {
		id := [2]string{k.Column, k.Name}
		if k.Name != "" && names[id] {
			return k.Name
		}
		names[id] = true
	}
	return ""
}

// checkVirtual refuses a table that is a virtual or a foreign one on the other side: what that is
// nobody here knows, so that the one could not come nor the other go.
func (c *comparison) checkVirtual() error {
	for _, side := range []struct {
		virtual, plain *schema.Database
		where          string
	}{{c.live, c.wish, "the database"}, {c.wish, c.live, "the models"}} {
		for _, s := range side.virtual.Skipped {
			if what := s.Instead(); what != "" && side.plain.Table(s.ID()) != nil {
				return fmt.Errorf("table %s is a %s one in %s only: drop the one and make the other by executes in a revision of its own", s.ID(), what, side.where)
			}
		}
	}
	return nil
}

// refersTo reports whether a table has a foreign key to another one.
func refersTo(t *schema.Table, target schema.Name) bool {
	return t != nil && slices.ContainsFunc(t.ForeignKeys, func(f *schema.ForeignKey) bool { return f.Target() == target })
}

// raise fills before: each part of the live database in the wish's own words
// where both are natively equal, in those of the history where these are, else in
// the dialect's.
func (c *comparison) raise() {
	beside := *c.live
	beside.Tables = nil // each is cloned as it is raised
	c.before = schema.Clone(&beside)
	c.before.Tables = make([]*schema.Table, len(c.live.Tables))
	history := map[schema.Name]*schema.Table{}
	if c.opts.History != nil {
		history = c.opts.History.TablesByID()
	}
	_ = schema.Parallel(len(c.live.Tables), func(i int) error {
		t := schema.Clone(c.live.Tables[i])
		c.d.RaiseTable(t, c.live)
		if past := history[t.ID()]; past != nil {
			c.adoptHistory(t, c.live.Tables[i], past)
		}
		c.before.Tables[i] = t
		return nil
	})
}

// adoptHistory takes over from the history what lowers to just what is live.
func (c *comparison) adoptHistory(t, live, past *schema.Table) {
	native, err := dialect.LowerTable(c.d, past)
	if err != nil {
		return // the history can't be lowered here: the dialect's words will do
	}
	shadow := &schema.Database{Tables: []*schema.Table{native}}
	c.d.Reconcile(shadow, &schema.Database{Tables: []*schema.Table{schema.Clone(live)}})
	native = shadow.Tables[0]
	for i, column := range t.Columns {
		mine, theirs := past.Column(column.Name), native.Column(column.Name)
		if mine != nil && theirs != nil {
			c.adoptColumn(t.Columns[i], live.Columns[i], mine, theirs)
		}
	}
	if !c.comments { // the database has forgotten them
		t.Comment = past.Comment
		for _, column := range t.Columns {
			if was := past.Column(column.Name); was != nil {
				column.Comment = was.Comment
			}
		}
	}
	adoptTexts(c, t, live, past, native)
}

// uniquesOfHistory reads the unique indexes of a dialect that does not tell them
// from unique constraints as the revisions that made them say.
func (c *comparison) uniquesOfHistory() {
	if c.opts.History == nil {
		return
	}
	history, wished := c.opts.History.TablesByID(), c.wish.TablesByID()
	for _, t := range c.live.Tables {
		past, mine := history[t.ID()], wished[t.ID()]
		if past == nil {
			continue
		}
		for _, u := range past.Uniques {
			if x := t.Index(u.Name); x != nil && x.Unique && slices.Equal(x.ColumnNames(), u.Columns) && (mine == nil || mine.Index(u.Name) == nil) {
				t.Indexes = slices.DeleteFunc(t.Indexes, func(o *schema.Index) bool { return o == x })
				t.Uniques = append(t.Uniques, &schema.Unique{Name: u.Name, Columns: slices.Clone(u.Columns)})
			}
		}
	}
}

// tablesOfHistory gives tables that go the definition that the history has of
// them, where that is what is live: to bring them back on any dialect, without the
// names and indexes that this one made by itself.
func (c *comparison) tablesOfHistory(ctx context.Context) {
	if c.opts.History == nil {
		return
	}
	history, wished := c.opts.History.TablesByID(), c.wish.TablesByID()
	for i, live := range c.live.Tables {
		past := history[live.ID()]
		if past == nil || wished[live.ID()] != nil {
			continue
		}
		only := &comparison{d: c.d, opts: Options{Judge: c.opts.Judge, Naming: c.opts.Naming}, result: &Result{}, comments: c.comments, found: c.found,
			wish: &schema.Database{Tables: []*schema.Table{schema.Clone(past)}, Enums: schema.Clone(c.opts.History.Enums)},
			live: &schema.Database{Tables: []*schema.Table{schema.Clone(live)}, Enums: c.live.Enums}}
		if only.sameTables(ctx) {
			c.before.Tables[i] = schema.Clone(past)
		}
	}
}

// sameTables reports whether the tables of wish and live are natively the same.
func (c *comparison) sameTables(ctx context.Context) bool {
	if c.lower() != nil {
		return false
	}
	c.d.Reconcile(c.native, c.live)
	if c.settle(ctx) != nil {
		return false
	}
	c.raise()
	c.pins.a = newArranger(c.d, c.live)
	c.tables()
	return len(c.order()) == 0
}

// takeBack returns the inverse of a list of operations, last one first, and does
// the operations to the state. An index, rule or trigger on a table that the list
// creates goes with the table.
func (c *comparison) takeBack(ctx context.Context, list []ops.Op, state *schema.Database) ([]leg, error) {
	created, tables, holding := map[schema.Name]bool{}, words{}, c.holding(list)
	values := addedValues{comparison: c}
	var back [][]ops.Op
	for _, op := range list {
		if values.note(op, state, len(back)) {
			if err := ops.Apply(state, op); err != nil {
				return nil, err
			}
			continue
		}
		inverse, err := ops.Inverse(op, state)
		if err != nil {
			return nil, err
		}
		if c.inherits(op, state) { // it comes back with the parent's
			inverse = nil
		}
		inverse = c.regenerated(recreated(c.d, inverse, state), state)
		if err := dialect.Apply(c.d, state, op); err != nil {
			return nil, err
		}
		switch o := op.(type) {
		case *ops.AlterColumn:
			c.handDown(state, o)
		case *ops.CreateTable:
			created[o.ID()] = true
			tables.add(relations, o.Table.Name)
		case *ops.CreatePrimaryKey, *ops.CreateUnique, *ops.CreateIndex:
			if name, _ := madePiece(op); created[op.(interface{ ID() schema.Name }).ID()] && !holding[name] {
				continue
			}
		case *ops.AlterTable:
			if created[o.ID()] && !changesCode(o) {
				continue
			}
		case *ops.CreateTrigger:
			if created[id(o.Schema, o.Table)] && !c.namesAny(o, tables) {
				continue
			}
		}
		back = append(back, inverse)
	}
	slices.Reverse(back)
	return values.takeBack(ctx, back, state)
}

// namesAny reports whether a trigger names another table than its own of these, which then couldn't
// go before it.
func (c *comparison) namesAny(o *ops.CreateTrigger, tables words) bool {
	if c.d.Traits().BindsLate {
		return false
	}
	w, own := words{}, words{}
	w.addCode(c.d.Lexicon(), o.SQL.For(c.d.Name()))
	own.add(relations, o.Table)
	w.without(own)
	for word := range w {
		if tables[word] {
			return true
		}
	}
	return false
}

// inherits reports whether an operation drops a column that is the parent's.
func (c *comparison) inherits(op ops.Op, state *schema.Database) bool {
	o, ok := op.(*ops.DropColumn)
	if !ok {
		return false
	}
	t := state.Table(o.ID())
	return t != nil && t.Column(o.Column) != nil && t.Column(o.Column).Options.Get(c.d.Name(), schema.Inherited) != ""
}

// regenerated drops and adds the column that a way back can't change in place: one that
// was generated before.
func (c *comparison) regenerated(back []ops.Op, before *schema.Database) []ops.Op {
	var out []ops.Op
	for _, op := range back {
		change, ok := op.(*ops.AlterColumn)
		if ok && change.Generated != nil && c.d.Recreates(change) {
			was := before.Table(change.ID()).Column(change.Column)
			out = append(out, &ops.DropColumn{On: change.On, Column: change.Column}, &ops.AddColumn{On: change.On, Column: *schema.Clone(was)})
			continue
		}
		out = append(out, op)
	}
	return out
}
