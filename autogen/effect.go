package autogen

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// The spaces of names.
const (
	relations = "relation"
	types     = "type"
	routine   = "routine"
	triggered = "trigger"
	scheduled = "event"
	namespace = "schema"
	columned  = "column"
	collated  = "collation"
	searched  = "text search"
	operating = "operator"
	defaulted = "default"      // what new columns of a table follow
	keyed     = "key"          // that a table has a primary key
	referable = "referable"    // what foreign keys to a table refer to
	standing  = "column there" // that a table has a column
	inherited = "heirloom"     // a column of a table's parents, of which a new table says more
	numbering = "numbering"    // that a column numbers the rows of a table
	indexed   = "index"
	checked   = "check"
	bounded   = "partition of" // that a partitioned table's rows have a place, which no two partitions may offer
	left      = "left"         // that a partition has left its table, with keys that go with that one's before
	adoption  = "adoption"     // that an index of a partitioned table takes those of its partitions
	historic  = "history"      // that a table keeps one, from which some of its columns may be left out
	shaped    = "shape"        // what columns a type has, which a table of it has to have
	rowed     = "row"          // of which types a table's columns are, as its rows' type has them
	attribute = "attribute"    // a column of a composite type, or of that of a table's rows
	notNulls  = "not null"     // the names of the constraints behind NOT NULL
	untyped   = "untyped"      // that a table has left the type whose columns it had
	unlike    = "unlike"       // that a table has not the columns yet of the type that it is to have
	ownColumn = "own column"   // a column that a table has of its own and not from a parent
	timed     = "timed"        // that columns tell when a row was there
	logged    = "logged"       // that a table is, as those that refer to one that isn't may not be
	bearing   = "bearing"      // that tables may inherit from a table, as from no partition
	merged    = "merged"       // what a table is like whose rows others have, as these have to be
	unkeyed   = "unkeyed"      // that indexes have gone which another engine wouldn't take
	trimmed   = "trimmed"      // that columns have which another engine wouldn't take
	nullable  = "nullable"     // whether a column takes NULL, which a primary key implies that it doesn't
)

func relation(n schema.Name) thing { return thing{relations, n.Schema, n.Name, ""} }

// rowsOf is the type of the rows of a table or view.
func rowsOf(n schema.Name) thing { return thing{types, n.Schema, n.Name, ""} }

// placeIn is what a partition of that table takes and, going, leaves to others.
func (a *arranger) placeIn(parent string) []thing {
	of, ok := a.named(parent)
	if !ok {
		return nil
	}
	return []thing{{bounded, of.Schema, of.Name, ""}}
}

func uniqueOf(table schema.Name) []thing { return []thing{{referable, table.Schema, table.Name, ""}} }

func keyOf(table schema.Name) thing { return thing{keyed, table.Schema, table.Name, ""} }

// numberingOf are what comes and goes with a column that numbers rows. MySQL and SQLite
// take one of them in a table.
func (a *arranger) numberingOf(table schema.Name, c *schema.Column) []thing {
	return append(a.sequenceOf(table, c), thing{numbering, table.Schema, table.Name, ""})
}

// timedOf are the columns that tell when a row was there: MariaDB takes those of one period.
func timedOf(table schema.Name) thing { return thing{timed, table.Schema, table.Name, ""} }

func notNullsOf(table schema.Name) thing { return thing{notNulls, table.Schema, table.Name, ""} }

func unkeyedOf(table schema.Name) thing { return thing{unkeyed, table.Schema, table.Name, ""} }

// namesNotNull reports whether the NOT NULL of a column has a name of its own, which may be
// that which another column's would get (PostgreSQL 18).
func (a *arranger) namesNotNull(c *schema.Column) bool {
	return c.Options.Get(a.name, schema.NotNullName) != ""
}

// index is the thing that an index, or a constraint that has one, is.
func (a *arranger) index(table schema.Name, name string) []thing {
	switch {
	case name == "":
		return nil
	case a.d.Traits().OwnIndexes:
		return []thing{{indexed, table.Schema, name, table.Name}}
	}
	return []thing{{relations, table.Schema, name, ""}}
}

// check is the thing that the name of a check is where a database has it once.
func (a *arranger) check(table schema.Name, name string) []thing {
	if name == "" || a.d.Traits().OwnChecks {
		return nil
	}
	return []thing{{checked, table.Schema, name, ""}}
}

// effect tells what an operation makes, removes and needs.
func (a *arranger) effect(op ops.Op) effect {
	e := effect{needs: words{}, frees: words{}, wants: words{}}
	switch o := op.(type) {
	case *ops.CreateTable:
		e.makes = append(a.tableThings(&o.Table), a.checksApart(&o.Table, &o.Table)...)
		a.addTable(e.needs, &o.Table)
		for _, c := range o.Columns {
			if c.Options.Get(a.name, schema.Inherited) != "" {
				e.needs.add(inherited, c.Name)
			}
		}
		if len(a.parents(&o.Table)) > 0 {
			for _, c := range o.Columns { // a parent's of that name has gone, or is of its last type
				e.needs.add(inherited, columnWord(o.ID(), c.Name))
				e.needColumns(o.ID(), c.Name)
			}
		}
		a.addHeirlooms(e.needs, &o.Table, &o.Table)
		for _, f := range o.ForeignKeys {
			if f.Target() != o.ID() {
				e.needColumns(f.Target(), f.Referred...) // of their last type
			}
		}
		e.inOrder(o.ID(), o.ForeignKeys...)
	case *ops.DropTable:
		a.dropTable(&e, o.ID())
	case *ops.RenameTable:
		to := id(o.Schema, o.To)
		e.removes, e.makes = []thing{relation(o.ID())}, []thing{relation(to)}
		e.tables, e.reshapes = []schema.Name{o.ID(), to}, []string{o.Table}
	case interface{ ID() schema.Name }:
		if !a.partEffect(&e, op, o.ID()) {
			a.objectEffect(&e, op)
		}
	default:
		a.objectEffect(&e, op)
	}
	return e
}

// checksApart are the checks of the tables that a new one is to inherit from by whose names it has
// its own: where they go, they would take these along.
func (a *arranger) checksApart(t, under *schema.Table) (out []thing) {
	if t == nil || len(under.Checks) == 0 {
		return nil
	}
	for _, parent := range a.parents(t) {
		for _, k := range under.Checks {
			out = append(out, thing{checked, parent.Schema, columnWord(parent, k.Name), ""})
		}
		out = append(out, a.checksApart(a.tables[parent], under)...)
	}
	return out
}

// addHeirlooms adds the columns that a new table has from its parents and that its keys, checks and
// indexes are over, or those that come to it after it.
func (a *arranger) addHeirlooms(w words, t, with *schema.Table) {
	for _, name := range a.places(with) {
		if t.Column(name) == nil {
			w.add(inherited, name)
			w.add(columned, columnWord(t.ID(), name)) // of its last type
		}
	}
}

// comesTo is a table that has nothing but what an operation makes of a table's keys, checks and indexes.
func comesTo(op ops.Op) *schema.Table {
	t := &schema.Table{}
	switch o := op.(type) {
	case *ops.CreatePrimaryKey:
		t.PrimaryKey = &o.PrimaryKey
	case *ops.CreateUnique:
		t.Uniques = append(t.Uniques, &o.Unique)
	case *ops.CreateExclusion:
		t.Exclusions = append(t.Exclusions, &o.Exclusion)
	case *ops.CreateForeignKey:
		t.ForeignKeys = append(t.ForeignKeys, &o.ForeignKey)
	case *ops.CreateCheck:
		t.Checks = append(t.Checks, &o.Check)
	case *ops.CreateIndex:
		t.Indexes = append(t.Indexes, &o.Index)
	}
	return t
}

// places are the columns that a table's keys and indexes stand on, which go with one of these, and
// those that its expressions read.
func (a *arranger) places(t *schema.Table) []string {
	return append(keyColumns(t), a.names(t.Expressions()...)...)
}

// keyColumns are the columns that a table's keys and indexes are over, with those that they include.
func keyColumns(t *schema.Table) (names []string) {
	for _, f := range t.ForeignKeys {
		names = append(names, f.Columns...)
	}
	for _, x := range t.Indexes {
		names = append(append(names, x.ColumnNames()...), x.Include...)
	}
	for _, x := range t.Exclusions {
		names = append(names, x.Include...)
	}
	for _, u := range t.Uniques {
		names = append(append(names, u.Columns...), u.Include...)
	}
	if k := t.PrimaryKey; k != nil {
		names = append(append(names, k.Columns...), k.Include...)
	}
	return names
}

// needColumns says that columns of a table have to be there.
func (e *effect) needColumns(table schema.Name, columns ...string) {
	for _, c := range columns {
		e.needs.add(columned, table.Name+"."+c)
	}
}

// names are the names in some texts.
func (a *arranger) names(texts ...*schema.Text) []string {
	var out []string
	for _, text := range texts {
		for _, t := range a.lex.Tokens(text.For(a.name)) {
			if isName(t) {
				out = append(out, t.Name())
			}
		}
	}
	return out
}

// inOrder says that operations on these tables keep their order.
func (e *effect) inOrder(table schema.Name, keys ...*schema.ForeignKey) {
	e.tables = append(e.tables, table)
	for _, f := range keys {
		e.tables = append(e.tables, f.Target())
	}
}

// tableThings are a table, the type of its rows, and the indexes and names of checks that
// come and go with it.
func (a *arranger) tableThings(t *schema.Table) []thing {
	out := []thing{relation(t.ID()), rowsOf(t.ID())}
	if !attachedExclusion(t) {
		out = append(out, a.placeIn(t.Options.Get(a.name, schema.PartitionOf))...)
	}
	for _, c := range t.Columns {
		if c.Autoincrement || c.Identity != nil {
			out = append(out, a.sequenceOf(t.ID(), c)...)
		}
	}
	for x := range pieces(t) {
		out = append(out, a.index(t.ID(), x.name)...)
	}
	for _, k := range t.Checks {
		if k.Column == "" { // else it has the column's name
			out = append(out, a.check(t.ID(), k.Name)...)
		}
	}
	return out
}

// hasIndex reports whether a constraint of that name has an index.
func (a *arranger) hasIndex(t *schema.Table, name string) bool {
	return slices.Contains(a.tableThings(t), a.index(t.ID(), name)[0])
}

func (a *arranger) dropTable(e *effect, name schema.Name) {
	e.removes = []thing{relation(name)}
	t := a.tables[name]
	if t == nil {
		e.inOrder(name)
		return
	}
	cut := func(part string) bool { return a.cut[cutKey{name, part}] }
	rest := *t
	if k := rest.PrimaryKey; k != nil && cut(k.Name) {
		rest.PrimaryKey = nil
	}
	rest.Uniques = slices.DeleteFunc(slices.Clone(t.Uniques), func(u *schema.Unique) bool { return cut(u.Name) })
	rest.Exclusions = slices.DeleteFunc(slices.Clone(t.Exclusions), func(x *schema.Exclusion) bool { return cut(x.Name) })
	rest.Indexes = slices.DeleteFunc(slices.Clone(t.Indexes), func(x *schema.Index) bool { return cut(x.Name) })
	rest.Checks = slices.DeleteFunc(slices.Clone(t.Checks), func(k *schema.Check) bool { return cut(k.Name) })
	rest.ForeignKeys = slices.DeleteFunc(slices.Clone(t.ForeignKeys), func(f *schema.ForeignKey) bool { return cut(f.Name) })
	rest.Options = schema.Clone(t.Options)
	for key := range rest.Options[a.name] {
		if cut(key) {
			delete(rest.Options[a.name], key)
		}
	}
	e.removes = a.tableThings(&rest)
	if len(a.parents(t)) > 0 { // which may get columns of these names, or change theirs under what stands on them
		for _, c := range t.Columns {
			e.removes = append(e.removes, thing{ownColumn, t.Schema, columnWord(name, c.Name), ""})
			e.frees.add(columned, columnWord(name, c.Name)) // that it comes back with the type it had
		}
		for _, text := range rest.Expressions() {
			a.addColumns(e.frees, name, *text)
		}
	}
	a.addTable(e.frees, &rest)
	for key, value := range rest.Options[a.name] {
		if isCode(key) {
			a.addQuery(e.frees, value) // columns of what stays, too
		}
	}
	for _, f := range rest.ForeignKeys {
		if !a.within(f.Target(), name) { // whose partitions go before it
			a.freePartitions(e, f.Target())
		}
	}
	e.inOrder(name, t.ForeignKeys...)
	if a.d.Traits().BindsLate {
		return
	}
	for _, tr := range a.triggers[name] {
		if !cut(triggered + " " + tr.Name) {
			e.frees.addCode(a.lex, tr.SQL.For(a.name))
		}
	}
}

// partEffect is effect for what is done to a part of a table; false for what isn't.
func (a *arranger) partEffect(e *effect, op ops.Op, on schema.Name) bool {
	t := a.tables[on]
	if t == nil {
		if t = (&schema.Table{}); a.state.View(on) != nil { // materialized
			t.Indexes = a.state.View(on).Indexes
		}
	}
	switch o := op.(type) {
	case *ops.AddColumn, *ops.DropColumn, *ops.RenameColumn, *ops.AlterColumn:
		(&columnEffect{a, e, t, on}).op(op)
		if _, comes := op.(*ops.AddColumn); !comes {
			e.makes = append(e.makes, thing{trimmed, on.Schema, on.Name, ""})
		}
		if o, ok := op.(*ops.AlterColumn); !ok || retyped(o) {
			e.needs.add(untyped, on.Name)
			e.frees.add(unlike, on.Name)
		}
	case *ops.AlterTable:
		if _, ok := o.Options["mysql"]["collate"]; ok {
			e.makes = []thing{{defaulted, on.Schema, on.Name, ""}}
		}
		a.optionEffect(e, o, t)
		a.placeEffect(e, o, t)
		a.heirEffect(e, o)
		if period, changes := o.Options["mysql"][schema.SystemPeriod]; changes && period == "" {
			e.removes = append(e.removes, timedOf(on))
		}
		switch value, changes := o.Options["mysql"][schema.SystemVersioning]; {
		case value != "":
			e.makes = append(e.makes, thing{historic, on.Schema, on.Name, ""})
		case changes:
			e.removes = append(e.removes, thing{historic, on.Schema, on.Name, ""})
		}
		a.engineEffect(e, o)
	case *ops.ValidateConstraint:
	default: // its name is that of another object, unless it is a constraint's
		if !a.constraintEffect(e, op, t, on) && !a.indexEffect(e, op, t, on) {
			return false
		}
	}
	if t := a.coming[on]; t != nil {
		a.addHeirlooms(e.needs, t, comesTo(op))
	}
	if a.d.Traits().Union != "" {
		e.retypes = append(e.retypes, thing{merged, on.Schema, on.Name, ""})
	}
	_, drop := op.(*ops.DropColumn)
	_, change := op.(*ops.AlterTable)
	last := e.code && (drop || change && len(e.needs) == 0) // code that only goes does not wait for the last shape
	if !last && !a.goes[on] {                               // nor does what is done to a table that goes for what gets its name
		e.needs.add(relations, on.Name)
	}
	e.inOrder(on)
	return true
}

// engineEffect is effect for a table that gets another engine, which may not take the indexes that go,
// nor the columns as they were.
func (a *arranger) engineEffect(e *effect, o *ops.AlterTable) {
	lean := a.d.Traits().Lean
	if _, changes := o.Options[a.name]["engine"]; !changes || lean == nil {
		return
	}
	e.needs.add(unkeyed, o.Table)
	if lean(o.Options) {
		e.needs.add(trimmed, o.Table)
	}
}

// placeEffect is effect for a table that is attached to a partitioned one, or detached.
func (a *arranger) placeEffect(e *effect, o *ops.AlterTable, t *schema.Table) {
	if of, changes := o.Options[a.name][schema.PartitionOf]; changes {
		e.retypes = append(e.retypes, thing{bearing, o.Schema, o.Table, ""})
		e.makes = append(e.makes, a.placeIn(of)...)
		if of == "" {
			e.removes = append(e.removes, a.placeIn(t.Options.Get(a.name, schema.PartitionOf))...)
			if parent, ok := a.partitionOf(t); ok {
				e.makes = append(e.makes, thing{left, parent.Schema, parent.Name, ""})
			}
		}
	}
}

// heirEffect is effect for a table that leaves parents, before what it has from them changes, or
// comes to others after it.
func (a *arranger) heirEffect(e *effect, o *ops.AlterTable) {
	value, changes := o.Options[a.name][schema.Inherits]
	if !changes || o.Existing == nil {
		return
	}
	had, has := listed(a.lex, o.Existing.Options.Get(a.name, schema.Inherits)), listed(a.lex, value)
	columns := func(w words, parents []string) {
		for _, parent := range parents {
			if of, ok := a.named(parent); ok && a.tables[of] != nil {
				for _, c := range a.tables[of].Columns {
					w.add(columned, columnWord(of, c.Name))
				}
			}
		}
	}
	a.addBearing(e.frees, without(had, has))
	a.addBearing(e.needs, without(has, had))
	switch {
	case len(without(has, had)) == 0:
		columns(e.frees, had)
	case len(without(had, has)) == 0:
		columns(e.needs, has)
	}
}

// addBearing adds the tables, by a list of their names, that are inherited from.
func (a *arranger) addBearing(w words, parents []string) {
	for _, parent := range parents {
		if of, ok := a.named(parent); ok {
			w.add(bearing, of.Name)
		}
	}
}

// logEffect is effect for a table that is logged, or isn't any longer: no table that is refers
// to one that isn't.
func (a *arranger) logEffect(e *effect, t *schema.Table, unlogged string) {
	for _, f := range t.ForeignKeys {
		switch {
		case f.Target() == t.ID():
		case unlogged == "":
			e.needs.add(logged, f.References)
		default:
			e.frees.add(logged, f.References)
		}
	}
	own := []thing{{logged, t.Schema, t.Name, ""}}
	if unlogged == "" {
		e.makes = append(e.makes, own...)
	} else {
		e.removes = append(e.removes, own...)
	}
}

// optionEffect is effect for the options of a table. Policies and rules need the
// tables that they name in their last shape.
func (a *arranger) optionEffect(e *effect, o *ops.AlterTable, t *schema.Table) {
	for key, value := range o.Options[a.name] {
		e.needs.addCode(a.lex, value)
		e.frees.addCode(a.lex, a.left(o, t, key))
		if parent, ok := inheritedIndex(key); ok && value != "" {
			e.needs.add(relations, parent)
			if of, ok := a.parted[id(o.Schema, parent)]; ok { // which has come to it by then, or what it is a partition of
				e.needs.add(bounded, of)
			}
			if strings.HasPrefix(key, "index ") {
				e.makes = append(e.makes, a.index(o.ID(), value)...)
			}
		}
		if name, ok := strings.CutPrefix(key, schema.ParentExclusion+" "); ok && value == "" {
			e.removes = append(e.removes, a.index(o.ID(), name)...)
		} else if ok {
			e.makes = append(e.makes, a.index(o.ID(), name)...)
		}
		if key == schema.OfType {
			a.addShape(e.needs, value)
			if value == "" {
				a.addShape(e.frees, t.Options.Get(a.name, key))
				e.makes = append(e.makes, thing{untyped, o.Schema, o.Table, ""})
			} else {
				e.removes = append(e.removes, thing{unlike, o.Schema, o.Table, ""})
			}
		}
		if key == a.d.Traits().Union {
			a.addMerged(e.needs, value)
			a.addMerged(e.frees, a.left(o, t, key))
		}
		if key == schema.Unlogged {
			a.logEffect(e, t, value)
		}
		if key == schema.WithoutRowid { // a table without rowids is never without a primary key
			if value == "" {
				e.frees.add(keyed, o.Table)
			} else {
				e.needs.add(keyed, o.Table)
			}
		}
		if isCode(key) || key == schema.CatalogTable {
			e.code = true
			e.frees.add(relations, o.Table)
		}
		if value != "" {
			e.frees.without(e.needs)
			delete(e.frees, relations+" "+lower(o.Table))
		}
	}
}

// left is what an option no longer says of a table. One that becomes part of another has been
// taken from where it was before that, as has one from its index, and a policy that another change drops; where it inherits from others now, from some perhaps.
func (a *arranger) left(o *ops.AlterTable, t *schema.Table, key string) string {
	before, value := t.Options.Get(a.name, key), o.Options.Get(a.name, key)
	switch {
	case value != "" && (a.cut[cutKey{o.ID(), key}] || slices.Contains(partitioned, key) || slices.Contains(indexOptions, key) || key == schema.OfType):
		return ""
	case key == schema.Inherits && o.Existing != nil:
		return strings.Join(without(listed(a.lex, o.Existing.Options.Get(a.name, key)), listed(a.lex, value)), ", ")
	}
	return before
}

// retypeEnum says that the columns of an enum change with it, of which others are computed,
// and that code reads.
func (a *arranger) retypeEnum(e *effect, o *ops.AlterEnum) {
	for _, t := range a.state.Tables {
		for _, column := range t.Columns {
			if column.Generated == nil && namesType(a.lex, column.Type.For(a.name), o.Name) {
				e.reshapes = append(e.reshapes, t.Name)
				for _, child := range a.descendants(t.ID()) {
					e.reshapes = append(e.reshapes, child.Name)
				}
				e.retypes = append(e.retypes, thing{columned, t.Schema, columnWord(t.ID(), column.Name), ""})
			}
		}
	}
}

func (e *effect) make(space, schemaName, name string) {
	e.makes = []thing{{space, schemaName, name, ""}}
	e.needs.add(namespace, schemaName)
}

func (e *effect) remove(space string, name schema.Name) {
	e.removes = []thing{{space, name.Schema, name.Name, ""}}
	e.frees.add(namespace, name.Schema)
}
