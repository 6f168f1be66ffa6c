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
	defaulted = "default"      // what new columns of a table follow
	keyed     = "key"          // that a table has a primary key
	referable = "referable"    // what foreign keys to a table refer to
	standing  = "column there" // that a table has a column
	peopled   = "new column"   // that a table has a column of those that come
	inherited = "heirloom"     // a column of a table's parents, of which a new table says more
	numbering = "numbering"    // that a column numbers the rows of a table
	indexed   = "index"
	bounded   = "partition of" // that a partitioned table's rows have a place, which no two partitions may offer
	historic  = "history"      // that a table keeps one, from which some of its columns may be left out
	shaped    = "shape"        // what columns a type has, which a table of it has to have
	notNulls  = "not null"     // the names of the constraints behind NOT NULL
	nullable  = "nullable"     // whether a column takes NULL, which a primary key implies that it doesn't
)

func relation(n schema.Name) thing { return thing{relations, n.Schema, n.Name, ""} }

// rowsOf is the type of the rows of a table or view.
func rowsOf(n schema.Name) thing { return thing{types, n.Schema, n.Name, ""} }

// placeIn is what a partition of that table takes and, going, leaves to others.
func placeIn(parent string) []thing {
	if parent == "" {
		return nil
	}
	return []thing{{bounded, "", parent, ""}}
}

func uniqueOf(table schema.Name) []thing { return []thing{{referable, table.Schema, table.Name, ""}} }

func keyOf(table schema.Name) thing { return thing{keyed, table.Schema, table.Name, ""} }

// numberingOf are what comes and goes with a column that numbers rows. MySQL and SQLite
// take one of them in a table.
func (a *arranger) numberingOf(table schema.Name, c *schema.Column) []thing {
	return []thing{a.sequenceOf(table, c), {numbering, table.Schema, table.Name, ""}}
}

func notNullsOf(table schema.Name) thing { return thing{notNulls, table.Schema, table.Name, ""} }

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

// effect tells what an operation makes, removes and needs.
func (a *arranger) effect(op ops.Op) effect {
	e := effect{needs: words{}, frees: words{}, wants: words{}}
	switch o := op.(type) {
	case *ops.CreateTable:
		e.makes = a.tableThings(&o.Table)
		a.addTable(e.needs, &o.Table)
		for _, c := range o.Columns {
			if c.Options.Get(a.name, schema.Inherited) != "" {
				e.needs.add(inherited, c.Name)
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

// needColumns says that columns of a table have to be there.
func (e *effect) needColumns(table schema.Name, columns ...string) {
	for _, c := range columns {
		e.needs.add(columned, table.Name+"."+c)
	}
}

// names are the names in some texts.
func (a *arranger) names(texts ...schema.Text) []string {
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

// tableThings are a table, the type of its rows, and the indexes that come and go with it.
func (a *arranger) tableThings(t *schema.Table) []thing {
	out := []thing{relation(t.ID()), rowsOf(t.ID())}
	out = append(out, placeIn(t.Options.Get(a.name, schema.PartitionOf))...)
	for _, c := range t.Columns {
		if c.Autoincrement || c.Identity != nil {
			out = append(out, a.sequenceOf(t.ID(), c))
		}
	}
	if t.PrimaryKey != nil {
		out = append(out, a.index(t.ID(), t.PrimaryKey.Name)...)
	}
	for _, u := range t.Uniques {
		out = append(out, a.index(t.ID(), u.Name)...)
	}
	for _, x := range t.Exclusions {
		out = append(out, a.index(t.ID(), x.Name)...)
	}
	for _, x := range t.Indexes {
		out = append(out, a.index(t.ID(), x.Name)...)
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
	rest.ForeignKeys = slices.DeleteFunc(slices.Clone(t.ForeignKeys), func(f *schema.ForeignKey) bool { return cut(f.Name) })
	rest.Options = schema.Clone(t.Options)
	for key := range rest.Options[a.name] {
		if cut(key) {
			delete(rest.Options[a.name], key)
		}
	}
	e.removes = a.tableThings(&rest)
	a.addTable(e.frees, &rest)
	e.inOrder(name, t.ForeignKeys...)
	if a.d.Traits().BindsLate {
		return
	}
	for _, tr := range a.triggers[name] {
		e.frees.addCode(a.lex, tr.SQL.For(a.name))
	}
}

// partEffect is effect for what is done to a part of a table; false for what isn't.
func (a *arranger) partEffect(e *effect, op ops.Op, on schema.Name) bool {
	t := a.tables[on]
	if t == nil {
		t = &schema.Table{}
	}
	switch o := op.(type) {
	case *ops.AddColumn, *ops.DropColumn, *ops.RenameColumn, *ops.AlterColumn:
		a.columnEffect(e, op, t, on)
	case *ops.AlterTable:
		if _, ok := o.Options["mysql"]["collate"]; ok {
			e.makes = []thing{{defaulted, on.Schema, on.Name, ""}}
		}
		a.optionEffect(e, o, t)
		a.placeEffect(e, o, t)
		switch value, changes := o.Options["mysql"][schema.SystemVersioning]; {
		case value != "":
			e.makes = append(e.makes, thing{historic, on.Schema, on.Name, ""})
		case changes:
			e.removes = append(e.removes, thing{historic, on.Schema, on.Name, ""})
		}
	case *ops.CreatePrimaryKey:
		e.makes, e.retypes = append(a.index(on, o.Name), keyOf(on)), uniqueOf(on)
		a.addPlaces(e.needs, on, o.Columns)
		addNullable(e.needs, on, o.Columns)
	case *ops.DropPrimaryKey:
		e.removes, e.retypes = append(a.index(on, o.Name), keyOf(on)), uniqueOf(on)
		if t.PrimaryKey != nil {
			a.addPlaces(e.frees, on, t.PrimaryKey.Columns)
			addNullable(e.frees, on, t.PrimaryKey.Columns)
		}
	case *ops.CreateUnique:
		e.makes, e.retypes = a.index(on, o.Name), uniqueOf(on)
		a.addPlaces(e.needs, on, o.Columns)
	case *ops.DropUnique:
		e.removes, e.retypes = a.index(on, o.Name), uniqueOf(on)
		for _, u := range t.Uniques {
			if u.Name == o.Name {
				a.addPlaces(e.frees, on, u.Columns)
			}
		}
	case *ops.CreateExclusion:
		e.makes = a.index(on, o.Name)
		a.addExclusion(e.needs, &o.Exclusion)
		e.needColumns(on, a.names(exclusionTexts(&o.Exclusion)...)...)
	case *ops.DropExclusion:
		e.removes = a.index(on, o.Name)
		for _, x := range t.Exclusions {
			if x.Name == o.Name {
				a.addExclusion(e.frees, x)
			}
		}
	case *ops.CreateForeignKey:
		e.needs.add(relations, o.References)
		e.needs.add(referable, o.References)
		a.addPlaces(e.needs, on, o.Columns)
		a.addPlaces(e.needs, o.Target(), o.Referred)
		e.inOrder(o.Target())
	case *ops.DropForeignKey:
		for _, f := range t.ForeignKeys {
			if f.Name == o.Name {
				e.frees.add(relations, f.References)
				e.frees.add(referable, f.References)
				a.addPlaces(e.frees, on, f.Columns)
				a.addPlaces(e.frees, f.Target(), f.Referred)
				e.inOrder(f.Target())
			}
		}
	case *ops.CreateCheck:
		e.needs.addExpression(a.lex, o.SQL.For(a.name))
		e.needColumns(on, a.names(o.SQL)...)
	case *ops.DropCheck:
		for _, k := range t.Checks {
			if k.Name == o.Name {
				e.frees.addExpression(a.lex, k.SQL.For(a.name))
				a.addPlaces(e.frees, on, mentioned(t, k.SQL, a.lex))
			}
		}
	case *ops.CreateIndex:
		e.makes = a.index(on, o.Name)
		a.addIndex(e.needs, &o.Index)
		if parent, ok := a.attachedTo(&o.Index); ok {
			e.needs.add(relations, parent.Name)
		}
		a.addTypes(e.needs, on, &o.Index)
		a.addPlaces(e.needs, on, o.ColumnNames())
	case *ops.DropIndex:
		e.removes = a.index(on, o.Name)
		e.frees.add(relations, a.attached[id(on.Schema, o.Name)]...) // which go with it
		if x := t.Index(o.Name); x != nil {
			a.addIndex(e.frees, x)
			a.addTypes(e.frees, on, x)
			a.addPlaces(e.frees, on, x.ColumnNames())
		}
	case *ops.RenameIndex:
		e.removes, e.makes = a.index(on, o.Name), a.index(on, o.To)
	case *ops.RenameConstraint:
		if a.hasIndex(t, o.Name) {
			e.removes, e.makes = a.index(on, o.Name), a.index(on, o.To)
		}
	case *ops.ValidateConstraint:
	default: // its name is that of another object
		return false
	}
	_, drop := op.(*ops.DropColumn)
	_, change := op.(*ops.AlterTable)
	if !e.code || !drop && (!change || len(e.needs) > 0) { // code that only goes does not wait for the last shape
		e.needs.add(relations, on.Name)
	}
	e.inOrder(on)
	return true
}

func (a *arranger) columnEffect(e *effect, op ops.Op, t *schema.Table, on schema.Name) {
	column := func(name string) []thing {
		return []thing{{columned, on.Schema, columnWord(on, name), ""}, {standing, on.Schema, columnWord(on, name), ""}}
	}
	add := func(w words, c *schema.Column) {
		a.addColumn(w, c)
		if c.Generated != nil {
			a.addColumns(w, on, c.Generated.SQL)
		}
		if d := c.Default.For(a.name); d != nil { // which may read other columns on MySQL
			a.addColumns(w, on, d.SQL)
		}
		if c.Options.Get(a.name, schema.WithoutSystemVersioning) != "" {
			w.add(historic, on.Name)
		}
	}
	free := func(name string) {
		if c := t.Column(name); c != nil {
			add(e.frees, c)
		}
	}
	if _, ok := op.(*ops.DropColumn); !ok {
		e.needs.add(defaulted, on.Name)
	}
	switch o := op.(type) {
	case *ops.AddColumn:
		e.makes, e.reshapes = append(column(o.Column.Name), thing{inherited, "", o.Column.Name, ""}), []string{on.Name}
		if o.Column.Autoincrement { // it becomes the primary key at once
			e.makes = append(append(e.makes, keyOf(on)), a.numberingOf(on, &o.Column)...)
		} else if o.Column.Identity != nil {
			e.makes = append(e.makes, a.sequenceOf(on, &o.Column))
		}
		if o.Column.NotNull && (a.namesNotNull(&o.Column) || slices.ContainsFunc(t.Columns, a.namesNotNull)) {
			e.makes = append(e.makes, notNullsOf(on))
		}
		add(e.needs, &o.Column)
		e.code = o.Column.Generated != nil
	case *ops.DropColumn:
		e.removes, e.reshapes = column(o.Column), []string{on.Name}
		if o.Only {
			e.makes = []thing{{inherited, "", columnWord(on, o.Column), ""}}
		}
		if c := t.Column(o.Column); c != nil && c.Options.Get(a.name, schema.Inherited) != "" { // the parents' goes first
			for _, parent := range listed(a.lex, t.Options.Get(a.name, schema.Inherits)) {
				if p, ok := a.named(parent); ok {
					e.needs.add(inherited, columnWord(p, o.Column))
				}
			}
		}
		if c := t.Column(o.Column); c != nil && c.Autoincrement { // no other primary key can be there beside it
			e.removes = append(append(e.removes, keyOf(on)), a.numberingOf(on, c)...)
		} else if c != nil && c.Identity != nil {
			e.removes = append(e.removes, a.sequenceOf(on, c))
		}
		if c := t.Column(o.Column); c != nil && c.NotNull {
			e.removes = append(e.removes, notNullsOf(on))
		}
		free(o.Column)
		if c := t.Column(o.Column); c != nil && c.Generated != nil { // the others may change when it is gone
			e.code = true
			e.frees.add(relations, on.Name)
		}
	case *ops.RenameColumn:
		e.makes, e.removes, e.reshapes = column(o.To), column(o.Column), []string{on.Name}
	case *ops.AlterColumn:
		old, after := t.Column(o.Column), &schema.Column{Name: o.Column}
		if old == nil {
			old = after
		} else {
			after = o.Change(old)
			add(e.needs, after)
			e.regenerates = o.Generated != nil || o.Drops("generated")
			a.leaveEnum(e.needs, old, after)
			switch numbered := old.Identity != nil || old.Autoincrement; {
			case numbered && after.Identity == nil && !after.Autoincrement:
				e.removes = append(e.removes, a.sequenceOf(on, old))
			case !numbered && after.Identity != nil:
				e.makes = append(e.makes, a.sequenceOf(on, after))
			}
		}
		if !o.Type.IsZero() {
			e.reshapes, e.retypes = []string{on.Name}, column(o.Column)[:1]
		}
		numbers := o.Autoincrement != nil && *o.Autoincrement
		if o.Nullable != nil && !(numbers && a.d.Traits().NumbersInKey) {
			e.retypes = append(e.retypes, thing{nullable, on.Schema, columnWord(on, o.Column), ""})
		}
		if o.Autoincrement != nil {
			e.retypes = append(e.retypes, column(o.Column)[0]) // MySQL computes nothing from one that numbers rows
			if *o.Autoincrement {
				e.makes = append(e.makes, a.numberingOf(on, after)...)
			} else {
				e.removes = append(e.removes, a.numberingOf(on, old)...)
			}
		}
		free(o.Column)
		e.frees.without(e.needs)
	}
}

// placeEffect is effect for a table that is attached to a partitioned one, or detached.
func (a *arranger) placeEffect(e *effect, o *ops.AlterTable, t *schema.Table) {
	if of, changes := o.Options[a.name][schema.PartitionOf]; changes {
		e.makes = append(e.makes, placeIn(of)...)
		if of == "" {
			e.removes = append(e.removes, placeIn(t.Options.Get(a.name, schema.PartitionOf))...)
		}
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
			if strings.HasPrefix(key, "index ") {
				e.makes = append(e.makes, a.index(o.ID(), value)...)
			}
		}
		if key == schema.OfType {
			a.addShape(e.needs, value)
			if value == "" {
				a.addShape(e.frees, t.Options.Get(a.name, key))
			}
		}
		if isCode(key) {
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
// taken from where it was before that; where it inherits from others now, from some perhaps.
func (a *arranger) left(o *ops.AlterTable, t *schema.Table, key string) string {
	before, value := t.Options.Get(a.name, key), o.Options.Get(a.name, key)
	switch {
	case value != "" && (slices.Contains(partitioned, key) || key == schema.OfType):
		return ""
	case key == schema.Inherits && o.Existing != nil:
		return strings.Join(without(listed(a.lex, o.Existing.Options.Get(a.name, key)), listed(a.lex, value)), ", ")
	}
	return before
}

// retypeEnum says that the columns of an enum change with it, of which others are computed.
func (a *arranger) retypeEnum(e *effect, o *ops.AlterEnum) {
	for _, t := range a.state.Tables {
		for _, column := range t.Columns {
			if column.Generated == nil && namesType(a.lex, column.Type.For(a.name), o.Name) {
				e.retypes = append(e.retypes, thing{columned, t.Schema, columnWord(t.ID(), column.Name), ""})
			}
		}
	}
}

// objectEffect is effect for the objects beside tables.
func (a *arranger) objectEffect(e *effect, op ops.Op) {
	switch o := op.(type) {
	case *ops.CreateSchema:
		e.makes = []thing{{namespace, "", o.Name, ""}}
	case *ops.DropSchema:
		e.removes = []thing{{namespace, "", o.Name, ""}}
	case *ops.CreateEnum:
		e.make(types, o.Schema, o.Name)
	case *ops.AlterEnum:
		if o.Values != nil {
			e.make(types, o.Schema, o.Name)
			e.removes = e.makes
			a.retypeEnum(e, o)
		}
	case *ops.DropEnum:
		e.remove(types, o.ID())
	case *ops.CreateDomain:
		e.make(types, o.Schema, o.Name)
		a.addDomain(e.needs, &o.Domain)
	case *ops.AlterDomain:
		a.addDomain(e.needs, &o.Domain)
	case *ops.DropDomain:
		e.remove(types, o.ID())
		for _, d := range a.state.Domains {
			if id(d.Schema, d.Name) == o.ID() {
				a.addDomain(e.frees, d)
			}
		}
	case *ops.CreateComposite:
		e.make(types, o.Schema, o.Name)
		a.addAll(e.needs, o.Columns)
	case *ops.AlterComposite:
		a.alterComposite(e, o)
	case *ops.DropComposite:
		e.remove(types, o.ID())
		for _, t := range a.state.Composites {
			if t.ID() == o.ID() {
				a.addAll(e.frees, t.Columns)
			}
		}
	case *ops.CreateObject:
		a.createAny(e, &o.Object)
	case *ops.DropObject:
		a.dropAny(e, o)
	case *ops.CreateSequence:
		e.make(relations, o.Schema, o.Name)
		e.needs.add(relations, ownerTable(a, o.OwnedBy))
		e.inOrder(id(o.Schema, o.Name))
	case *ops.AlterSequence:
		e.needs.add(relations, o.Name, ownerTable(a, o.OwnedBy))
		e.needs.add(standing, ownerColumn(a, o.OwnedBy))
		for _, s := range a.state.Sequences {
			if s.Name == o.Name && s.Schema == o.Schema && s.OwnedBy != o.OwnedBy && !a.freed[s] {
				e.frees.add(relations, o.Name, ownerTable(a, s.OwnedBy))
				e.frees.add(standing, ownerColumn(a, s.OwnedBy))
				delete(e.needs, relations+" "+lower(o.Name)) // which may be another one, made later
				a.freed[s] = true
			}
		}
		e.inOrder(id(o.Schema, o.Name))
	case *ops.DropSequence:
		e.remove(relations, o.ID())
		e.inOrder(o.ID())
	default:
		a.codeEffect(e, op)
	}
}

// argTypes tells routines of one name apart, as a server does: by the types of the
// arguments, of which the last words will do. What a function only returns is none.
func (a *arranger) argTypes(kind, args string) string {
	var out []string
	last, depth, returned := "", 0, false
	end := func() {
		if !returned && last != "" {
			out = append(out, last)
		}
		last, returned = "", false
	}
	for _, t := range a.lex.Tokens(args) {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case t.Is(",") && depth == 0:
			end()
		case depth == 0 && last == "" && kind == "function" && t.Is("out"):
			returned = true
		case depth == 0 && isName(t):
			last = lower(t.Name())
		}
	}
	end()
	return strings.Join(out, ",")
}

// ownerTable is the table of table.column, as SQL spells it.
func ownerTable(a *arranger, ownedBy string) string {
	if tokens := a.lex.Tokens(ownedBy); len(tokens) > 0 {
		return tokens[0].Name()
	}
	return ""
}

// ownerColumn is the column that a sequence belongs to, as [columnWord] has it.
func ownerColumn(a *arranger, ownedBy string) string {
	if tokens := a.lex.Tokens(ownedBy); len(tokens) == 3 {
		return columnWord(id("", tokens[0].Name()), tokens[2].Name())
	}
	return ""
}

// codeEffect is effect for what is written in SQL.
func (a *arranger) codeEffect(e *effect, op ops.Op) {
	switch o := op.(type) {
	case *ops.CreateView:
		e.code = true
		e.make(relations, o.Schema, o.Name)
		e.makes = append(e.makes, rowsOf(id(o.Schema, o.Name)))
		e.needs.addView(a.lex, o.SQL.For(a.name))
		for _, x := range o.Indexes {
			e.makes = append(e.makes, a.index(id(o.Schema, o.Name), x.Name)...)
			a.addIndex(e.needs, x)
		}
	case *ops.AlterView:
		e.code = true
		e.needs.add(relations, o.Name)
		for _, value := range o.Options[a.name] {
			e.needs.addCode(a.lex, value)
		}
		e.inOrder(o.ID())
	case *ops.DropView:
		e.code = true
		e.remove(relations, o.ID())
		e.removes = append(e.removes, rowsOf(o.ID()))
		for _, v := range a.state.Views {
			if id(v.Schema, v.Name) == o.ID() {
				e.frees.addView(a.lex, v.SQL.For(a.name))
				for _, x := range v.Indexes {
					a.addIndex(e.frees, x)
				}
			}
		}
	case *ops.CreateRoutine:
		e.make(routine, o.Schema, o.Name)
		e.makes[0].more = a.argTypes(o.Routine.Kind, o.Args)
		if a.d.Traits().BindsLate {
			a.addRoutine(e.wants, &o.Routine)
			break
		}
		e.code = a.parsed(&o.Routine)
		a.addRoutine(e.needs, &o.Routine)
		a.addBody(e.wants, o.SQL.For(a.name))
	case *ops.DropRoutine:
		e.remove(routine, o.ID())
		e.removes[0].more = a.argTypes(o.RoutineKind, o.Args)
		for _, r := range a.state.Routines {
			if id(r.Schema, r.Name) == o.ID() && r.Args == o.Args && !a.d.Traits().BindsLate {
				e.code = a.parsed(r)
				a.addRoutine(e.frees, r)
			}
		}
	case *ops.CreateTrigger:
		e.code = true
		e.makes = []thing{{triggered, o.Schema, o.Name, o.Table}}
		e.needs.addCode(a.lex, o.SQL.For(a.name))
		e.needs.add(relations, o.Table)
	case *ops.DropTrigger:
		e.code = true
		e.removes = []thing{{triggered, o.Schema, o.Name, o.Table}}
		for _, t := range a.state.Triggers {
			if t.Name == o.Name && t.Table == o.Table && t.Schema == o.Schema {
				e.frees.addCode(a.lex, t.SQL.For(a.name))
			}
		}
		e.frees.add(relations, o.Table)
	case *ops.CreateEvent:
		e.makes = []thing{{scheduled, o.Schema, o.Name, ""}}
		e.wants.addCode(a.lex, o.SQL.For(a.name))
	case *ops.AlterEvent:
		e.wants.addCode(a.lex, o.SQL.For(a.name))
	case *ops.DropEvent:
		e.removes = []thing{{scheduled, o.Schema, o.Name, ""}}
		for _, x := range a.state.Events {
			if x.ID() == o.ID() {
				e.frees.addCode(a.lex, x.SQL.For(a.name))
			}
		}
	case *ops.SetComment:
		e.needs.add(relations, o.Name, o.Table)
		e.needs.add(types, o.Name)
		e.needs.add(routine, o.Name)
		e.needs.add(triggered, o.Name)
		e.needs.add(namespace, o.Schema)
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
