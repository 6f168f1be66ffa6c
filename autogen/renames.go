package autogen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Rename says that what the database calls Old (a table, or table.column) is New
// (the bare name, or with its table) in the models.
type Rename struct{ Old, New string }

// BadRename is a rename that names what is not there.
type BadRename struct {
	Rename
	Reason string
}

func (e *BadRename) Error() string {
	return fmt.Sprintf("rename %s=%s: %s", e.Old, e.New, e.Reason)
}

// renames turns what was asked for into operations: tables first, each when its
// new name is free.
func (c *comparison) renames() ([]ops.Op, error) {
	r := &renamer{wish: c.wish, live: c.live}
	for _, rename := range c.opts.Renames {
		r.asked = append(r.asked, Rename{r.bare(rename.Old), r.bare(rename.New)})
	}
	var columns []Rename
	for _, rename := range r.asked {
		if id := parseName(rename.Old); r.live.Table(id) == nil && strings.Contains(rename.Old, ".") {
			columns = append(columns, rename)
		} else if err := r.table(rename, id); err != nil {
			return nil, err
		}
	}
	for _, rename := range columns {
		if err := r.column(rename); err != nil {
			return nil, err
		}
	}
	tables := freeFirst(r.tables, func(o *ops.RenameTable) (from, to string) { return o.ID().String(), id(o.Schema, o.To).String() },
		func(o *ops.RenameTable) (first, then *ops.RenameTable) {
			way := between(o.Table)
			return &ops.RenameTable{On: o.On, To: way}, &ops.RenameTable{On: ops.OnTable(id(o.Schema, way)), To: o.To}
		})
	cols := freeFirst(c.parentsFirst(r.columns), func(o *ops.RenameColumn) (from, to string) {
		return o.ID().String() + "." + o.Column, o.ID().String() + "." + o.To
	}, func(o *ops.RenameColumn) (first, then *ops.RenameColumn) {
		way := between(o.Column)
		return &ops.RenameColumn{On: o.On, Column: o.Column, To: way}, &ops.RenameColumn{On: o.On, Column: way, To: o.To}
	})
	return slices.Concat(tables, cols), nil
}

// orderParts does the same for indexes and constraints, which get new names where
// their tables do.
func (c *comparison) orderParts() {
	c.plan.renameParts = freeFirst(c.plan.renameParts, func(op ops.Op) (from, to string) {
		on, from, to := partNames(op)
		word := func(name string) string {
			t := c.a.index(on.ID(), name)[0]
			return t.schema + "." + t.more + "." + t.name
		}
		return word(from), word(to)
	}, func(op ops.Op) (first, then ops.Op) {
		on, from, to := partNames(op)
		way := between(from)
		if _, ok := op.(*ops.RenameIndex); ok {
			return &ops.RenameIndex{On: on, Name: from, To: way}, &ops.RenameIndex{On: on, Name: way, To: to}
		}
		return &ops.RenameConstraint{On: on, Name: from, To: way}, &ops.RenameConstraint{On: on, Name: way, To: to}
	})
}

func partNames(op ops.Op) (on ops.On, from, to string) {
	if o, ok := op.(*ops.RenameIndex); ok {
		return o.On, o.Name, o.To
	}
	o := op.(*ops.RenameConstraint)
	return o.On, o.Name, o.To
}

// between is a name by way of which a name is exchanged, short enough for every server.
func between(name string) string {
	return "_migrate_" + strings.ToValidUTF8(name[:min(len(name), 50)], "")
}

// freeFirst orders renames such that a name is taken after it has become free. Where
// each waits for another one, the first makes its name free by a detour.
func freeFirst[T ops.Op](list []T, names func(T) (from, to string), detour func(T) (first, then T)) []ops.Op {
	var out []ops.Op
	for len(list) > 0 {
		next := slices.IndexFunc(list, func(o T) bool {
			_, to := names(o)
			return !slices.ContainsFunc(list, func(p T) bool { from, _ := names(p); return from == to })
		})
		if next < 0 {
			first, then := detour(list[0])
			out, list[0] = append(out, first), then
			continue
		}
		out, list = append(out, list[next]), slices.Delete(list, next, next+1)
	}
	return out
}

// renamer checks renames against both sides.
type renamer struct {
	wish, live *schema.Database
	asked      []Rename
	tables     []*ops.RenameTable
	columns    []*ops.RenameColumn
}

// bare leaves out the name of the default schema, which tables there are known without.
func (r *renamer) bare(name string) string {
	rest, ok := strings.CutPrefix(name, r.live.Default+".")
	table := id("", r.live.Default)
	if !ok || r.live.Default == "" || r.live.Table(table) != nil || r.wish.Table(table) != nil {
		return name
	}
	return rest
}

// asks reports whether something is to lose a name.
func (r *renamer) asks(names ...string) bool {
	return slices.ContainsFunc(r.asked, func(a Rename) bool { return slices.Contains(names, a.Old) })
}

func (r *renamer) table(rename Rename, from schema.Name) error {
	fail := func(format string, args ...any) error { return &BadRename{rename, fmt.Sprintf(format, args...)} }
	to := parseName(rename.New)
	if to.Schema == "" {
		to.Schema = from.Schema
	}
	if from == to && r.live.Table(from) != nil {
		return nil
	}
	for _, other := range r.tables {
		switch {
		case other.ID() == from && other.To == to.Name:
			return nil
		case other.ID() == from || id(other.Schema, other.To) == to:
			return fail("%s is asked for too", ops.Describe(other))
		}
	}
	switch {
	case r.live.Table(from) == nil:
		return fail("the database has no table %s%s", from, spelling.DidYouMean(from.String(), tableNames(r.live)))
	case to.Schema != from.Schema:
		return fail("a table can't be moved to another schema")
	case r.wish.Table(to) == nil:
		return fail("the models have no table %s%s", to, spelling.DidYouMean(to.String(), tableNames(r.wish)))
	case r.live.Table(to) != nil && !r.asks(to.String()):
		return fail("the database has a table %s already", to)
	}
	r.tables = append(r.tables, &ops.RenameTable{On: ops.OnTable(from), To: to.Name})
	return nil
}

// owner finds a live table by its old name or by its new one.
func (r *renamer) owner(name schema.Name) (live *schema.Table, now schema.Name) {
	for _, o := range r.tables {
		if o.ID() == name || id(o.Schema, o.To) == name {
			return r.live.Table(o.ID()), id(o.Schema, o.To)
		}
	}
	return r.live.Table(name), name
}

// column takes a rename of a column, whose table has its old name or the new one.
func (r *renamer) column(rename Rename) error {
	fail := func(format string, args ...any) error { return &BadRename{rename, fmt.Sprintf(format, args...)} }
	said, column := cutColumn(rename.Old)
	live, table := r.owner(said)
	if live == nil {
		return fail("the database has no table %s%s", said, spelling.DidYouMean(said.String(), tableNames(r.live)))
	}
	other, to := cutColumn(rename.New)
	op := &ops.RenameColumn{On: ops.OnTable(table), Column: column, To: to}
	wish := r.wish.Table(table)
	switch {
	case live.Column(column) == nil:
		return fail("the database's table %s has no column %s%s", live.ID(), column, spelling.DidYouMean(column, columnNames(live)))
	case other.Name != "" && other != said && other != table:
		return fail("a column can't be moved to another table")
	case wish == nil:
		return fail("the models have no table %s%s", table, spelling.DidYouMean(table.String(), tableNames(r.wish)))
	case wish.Column(to) == nil:
		return fail("the models' table %s has no column %s%s", table, to, spelling.DidYouMean(to, columnNames(wish)))
	case column == to:
		return nil
	case live.Column(to) != nil && !r.asks(live.ID().String()+"."+to, table.String()+"."+to):
		return fail("the database's table %s has a column %s already", live.ID(), to)
	}
	for _, o := range r.columns {
		switch {
		case *o == *op:
			return nil
		case o.On == op.On && (o.Column == column || o.To == to):
			return fail("%s is asked for too", ops.Describe(o))
		}
	}
	r.columns = append(r.columns, op)
	return nil
}

// cutColumn takes table.column apart; a bare column has no table.
func cutColumn(text string) (schema.Name, string) {
	dot := strings.LastIndex(text, ".")
	if dot < 0 {
		return schema.Name{}, text
	}
	return parseName(text[:dot]), text[dot+1:]
}

func parseName(text string) schema.Name {
	if s, name, ok := strings.Cut(text, "."); ok {
		return schema.Name{Schema: s, Name: name}
	}
	return schema.Name{Name: text}
}

func tableNames(db *schema.Database) []string {
	out := make([]string, len(db.Tables))
	for i, t := range db.Tables {
		out[i] = t.ID().String()
	}
	return out
}

func columnNames(t *schema.Table) []string {
	out := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = c.Name
	}
	return out
}
