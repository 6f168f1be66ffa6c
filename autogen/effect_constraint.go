package autogen

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// constraintEffect is effect for the constraints of a table; false for all else.
func (a *arranger) constraintEffect(e *effect, op ops.Op, t *schema.Table, on schema.Name) bool {
	switch o := op.(type) {
	case *ops.CreatePrimaryKey:
		e.makes, e.retypes = append(a.index(on, o.Name), keyOf(on)), uniqueOf(on)
		a.addPlaces(e.needs, on, a.places(comesTo(op)))
		addNullable(e.needs, on, o.Columns)
		a.attach(e, on, o.Options)
	case *ops.DropPrimaryKey:
		e.removes, e.retypes = append(a.index(on, o.Name), keyOf(on)), uniqueOf(on)
		e.makes = append(e.makes, unkeyedOf(on))
		a.dropAttached(e, on, o.Name)
		if t.PrimaryKey != nil {
			a.replace(e, t, piece{Indexed: schema.Indexed{Primary: t.PrimaryKey}})
			a.addPlaces(e.frees, on, a.places(&schema.Table{PrimaryKey: t.PrimaryKey}))
			addNullable(e.frees, on, t.PrimaryKey.Columns)
		}
	case *ops.CreateUnique:
		e.makes, e.retypes = a.index(on, o.Name), uniqueOf(on)
		a.addPlaces(e.needs, on, a.places(comesTo(op)))
		a.attach(e, on, o.Options)
	case *ops.DropUnique:
		e.removes, e.retypes = a.index(on, o.Name), uniqueOf(on)
		e.makes = append(e.makes, unkeyedOf(on))
		a.dropAttached(e, on, o.Name)
		for _, u := range t.Uniques {
			if u.Name == o.Name {
				a.replace(e, t, piece{name: u.Name, Indexed: schema.Indexed{Unique: u}})
				a.addPlaces(e.frees, on, a.places(&schema.Table{Uniques: []*schema.Unique{u}}))
			}
		}
	case *ops.CreateExclusion:
		e.makes = a.index(on, o.Name)
		a.addExclusion(e.needs, &o.Exclusion)
		a.addPlaces(e.needs, on, a.places(comesTo(op)))
		a.attach(e, on, o.Options)
		e.needColumns(on, a.names(o.Exclusion.Expressions()...)...)
	case *ops.DropExclusion:
		e.removes = a.index(on, o.Name)
		a.dropAttached(e, on, o.Name)
		for _, x := range t.Exclusions {
			if x.Name == o.Name {
				a.addExclusion(e.frees, x)
				a.addPlaces(e.frees, on, a.places(&schema.Table{Exclusions: []*schema.Exclusion{x}}))
				for _, text := range x.Expressions() {
					a.addColumns(e.frees, on, *text)
				}
			}
		}
	case *ops.CreateForeignKey:
		e.retypes = append(a.referredBy(t, on, &o.ForeignKey), a.writes(on, &o.ForeignKey)...)
		e.needs.add(relations, o.References)
		e.needs.add(referable, o.References)
		a.addServing(e.needs, &o.ForeignKey)
		a.addPlaces(e.needs, on, o.Columns)
		a.addPlaces(e.needs, o.Target(), o.Referred)
		a.addColumnTypes(e.needs, t, o.Columns)
		e.needColumns(on, o.Columns...) // of their last type
		e.needColumns(o.Target(), o.Referred...)
		e.inOrder(o.Target())
	case *ops.DropForeignKey:
		e.wants.add(left, on.Name)
		for _, part := range a.descendants(on) {
			e.wants.add(left, part.Name)
		}
		for _, f := range t.ForeignKeys {
			if f.Name == o.Name {
				e.retypes = append(a.referredBy(t, on, f), a.writes(on, f)...)
				e.frees.add(relations, f.References)
				e.frees.add(referable, f.References)
				a.addServing(e.frees, f)
				a.freePartitions(e, f.Target())
				a.addColumnTypes(e.frees, t, f.Columns) // which are made anew on one side after the other
				a.addPlaces(e.frees, on, f.Columns)
				a.addPlaces(e.frees, f.Target(), f.Referred)
				e.inOrder(f.Target())
			}
		}
	case *ops.CreateCheck:
		if o.Column == "" {
			e.makes = a.check(on, o.Name)
		}
		e.needs.addExpression(a.lex, o.SQL.For(a.name))
		e.needColumns(on, a.names(&o.SQL)...)
	case *ops.DropCheck:
		e.removes = []thing{{checked, on.Schema, columnWord(on, o.Name), ""}}
		for _, child := range a.descendants(on) { // which can lose its own only when it has not this one
			e.frees.add(checked, columnWord(child, o.Name))
		}
		for _, k := range t.Checks {
			if k.Name == o.Name {
				if k.Column == "" {
					e.removes = append(e.removes, a.check(on, o.Name)...)
				}
				e.frees.addExpression(a.lex, k.SQL.For(a.name))
				a.addPlaces(e.frees, on, mentioned(t, k.SQL, a.lex))
				a.addColumns(e.frees, on, k.SQL) // which may be of types then that it can't read
			}
		}
	case *ops.RenameConstraint:
		switch {
		case a.hasIndex(t, o.Name):
			e.removes, e.makes = a.index(on, o.Name), a.index(on, o.To)
		case slices.ContainsFunc(t.Checks, func(k *schema.Check) bool { return k.Name == o.Name }):
			e.removes, e.makes = a.check(on, o.Name), a.check(on, o.To)
		case !slices.ContainsFunc(t.ForeignKeys, func(f *schema.ForeignKey) bool { return f.Name == o.Name }):
			a.renameBetween(e, on, o.Name, o.To)
		}
	default:
		return false
	}
	return true
}

// indexEffect is effect for the indexes of a table; false for all else.
func (a *arranger) indexEffect(e *effect, op ops.Op, t *schema.Table, on schema.Name) bool {
	switch o := op.(type) {
	case *ops.CreateIndex:
		e.makes = append(a.index(on, o.Name), a.adopted(on, &o.Index)...)
		a.addIgnored(e.needs, on, &o.Index)
		a.addIndex(e.needs, &o.Index)
		a.attach(e, on, o.Options)
		a.addTypes(e.needs, on, &o.Index)
		a.addPlaces(e.needs, on, a.places(comesTo(op)))
	case *ops.DropIndex:
		e.removes = a.index(on, o.Name)
		e.makes = append(e.makes, unkeyedOf(on))
		a.dropAttached(e, on, o.Name)
		if x := t.Index(o.Name); x != nil {
			a.replace(e, t, piece{name: x.Name, Indexed: schema.Indexed{Index: x}})
			a.addIgnored(e.frees, on, x)
			e.removes = append(e.removes, a.adopted(on, x)...)
			a.addIndex(e.frees, x)
			a.addTypes(e.frees, on, x)
			a.addPlaces(e.frees, on, a.places(&schema.Table{Indexes: []*schema.Index{x}}))
		}
	case *ops.AlterIndex:
		for _, x := range a.index(on, o.Name) {
			e.needs[x.word()] = true
		}
	case *ops.RenameIndex:
		if t.Index(o.Name) == nil {
			a.renameBetween(e, on, o.Name, o.To)
		} else {
			e.removes, e.makes = a.index(on, o.Name), a.index(on, o.To)
		}
	default:
		return false
	}
	return true
}

// addIgnored says of a unique index that the server ignores (MariaDB) that there is a primary key:
// else it could be taken for that.
func (a *arranger) addIgnored(w words, on schema.Name, x *schema.Index) {
	if x.Unique && x.Options.Get(a.name, "ignored") != "" {
		w.add(keyed, on.Name)
	}
}

// renameBetween is the effect of a rename from a name that nothing has at first: another
// rename gives it, and comes before.
func (a *arranger) renameBetween(e *effect, on schema.Name, from, to string) {
	e.makes = a.index(on, to)
	for _, x := range a.index(on, from) {
		e.needs[x.word()] = true
	}
}

// addColumnTypes adds the types of a table's columns.
func (a *arranger) addColumnTypes(w words, t *schema.Table, columns []string) {
	for _, name := range columns {
		if c := t.Column(name); c != nil {
			w.addType(a.lex, c.Type.For(a.name))
		}
	}
}

// adopted are what an index of a partition, or of what it is a partition of, goes before another one
// comes: one that is made above takes one that is there for its part, which goes with it alone then.
func (a *arranger) adopted(on schema.Name, x *schema.Index) (out []thing) {
	if _, ok := a.attachedTo(x.Options); ok {
		return nil
	}
	for t := a.tables[on]; t != nil; {
		of, partition := a.partitionOf(t)
		if partition || t.Options.Get(a.name, schema.PartitionBy) != "" {
			out = append(out, thing{adoption, t.Schema, strings.Join(x.ColumnNames(), " "), t.Name})
		}
		t = a.tables[of]
	}
	return out
}

// attach says that the index is there which another one is attached to, and that one which
// not all partitions have comes after them: those that come later would have it.
func (a *arranger) attach(e *effect, on schema.Name, options schema.Options) {
	if options.Get(a.name, schema.OnlyHere) != "" {
		e.needs.add(bounded, on.Name)
	}
	if parent, ok := a.attachedTo(options); ok {
		e.needs.add(relations, parent.Name)
	}
}

// dropAttached says that what is attached to an index goes with it.
func (a *arranger) dropAttached(e *effect, on schema.Name, name string) {
	for _, part := range a.attached[id(on.Schema, name)] {
		e.frees.add(relations, part.name)
		e.retypes = append(e.retypes, uniqueOf(part.table)...)
	}
}
