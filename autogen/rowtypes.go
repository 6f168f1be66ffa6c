package autogen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// typedByView reports whether a column has the type of a view's rows.
func (c *comparison) typedByView() bool {
	views := words{}
	for _, v := range c.live.Views {
		views.add(types, v.Name)
	}
	return len(c.typedBy(views)) > 0
}

// typedBy are those of some types that there are columns of, in arrays and domains too.
func (c *comparison) typedBy(some words) words {
	found, known := words{}, map[string]bool{} // many columns have few types
	note := func(columns ...*schema.Column) {
		for _, column := range columns {
			text := column.Type.Any
			if known[text] || c.serversOwn(text) {
				continue
			}
			known[text] = true
			w := words{}
			w.addType(c.a.lex, text)
			for word := range w {
				if some[word] {
					found[word] = true
				}
			}
		}
	}
	if len(some) == 0 {
		return nil
	}
	for _, t := range c.live.Tables {
		note(t.Columns...)
	}
	for _, t := range c.live.Composites {
		note(t.Columns...)
	}
	for _, d := range c.live.Domains {
		note(&schema.Column{Type: d.Type})
	}
	return found
}

// retypeRows notes the tables whose columns get other types, or inherit them, where there are columns
// of the types of their rows: PostgreSQL changes no type then, so that those are text meanwhile.
func (c *comparison) retypeRows() {
	changed, names, there := map[schema.Name]bool{}, words{}, c.live.TablesByID()
	for _, t := range c.native.Tables {
		if live := there[t.ID()]; live != nil && slices.ContainsFunc(t.Columns, func(column *schema.Column) bool {
			was := live.Column(column.Name)
			return was != nil && !sameAttribute(column, was)
		}) {
			for _, name := range append(c.a.descendants(t.ID()), t.ID()) {
				changed[name] = true
				names.add(types, name.Name)
			}
		}
	}
	typed := c.typedBy(names)
	for _, t := range c.live.Tables {
		if changed[t.ID()] && typed[rowsOf(t.ID()).word()] {
			c.pins.reshaped = append(c.pins.reshaped, t.ID())
			c.remade.add(shaped, t.Name)
		}
	}
}

// serversOwn reports whether a type is the server's own, whatever else has its name.
func (c *comparison) serversOwn(native string) bool {
	own := c.d.Traits().OwnType
	return own != nil && own(native)
}

// rowColumn is a column of a table that has the type of the rows of another one, or of one that has
// all columns of that, in an array perhaps, and is in another database too; empty where there is none.
func (c *comparison) rowColumn(db, too *schema.Database, of schema.Name) string {
	for _, name := range append(newArranger(c.d, db).descendants(of), of) {
		native, err := c.d.LowerType(quoted(c.d, name))
		if err != nil || c.serversOwn(native) {
			continue
		}
		for _, t := range db.Tables {
			for _, column := range t.Columns {
				if same := too.Table(t.ID()); strings.TrimSuffix(column.Type.Any, "[]") == native && same != nil && same.Column(column.Name) != nil {
					return t.ID().String() + "." + column.Name
				}
			}
		}
	}
	return ""
}

// rowsWritten refuses what PostgreSQL writes the rows of a table for, where a column has the type of
// these: a column that comes with a value (ATRewriteTables). One that goes does so before that. That the way back would have to, it warns of.
func (c *comparison) rowsWritten() error {
	if !c.d.Traits().PinsViews || c.opts.back {
		return nil
	}
	for _, op := range slices.Concat(c.plan.addColumns, c.plan.addGenerated) {
		o := op.(*ops.AddColumn)
		t := c.wish.Table(o.ID())
		if t == nil || !c.valued(c.wish, t.Column(o.Column.Name)) {
			continue
		}
		if by := c.rowColumn(c.live, c.native, o.ID()); by != "" {
			return fmt.Errorf("table %s: the column %s would come with a value, which the server refuses while %s has the type of the table's rows: "+
				"let it come without one, and have a default in a next revision", o.ID(), o.Column.Name, by)
		}
	}
	for _, op := range c.plan.dropColumns {
		o := op.(*ops.DropColumn)
		t := c.before.Table(o.ID())
		if t == nil || !c.valued(c.before, t.Column(o.Column)) {
			continue
		}
		if by := c.rowColumn(c.native, c.live, o.ID()); by != "" {
			c.result.Warnings = append(c.result.Warnings, Note{"column " + o.ID().String() + "." + o.Column,
				"can't come back with the value that it has in new rows while " + by + " has the type of the table's rows: the server will refuse the downgrade"})
		}
	}
	return nil
}

// valued reports whether a column that comes has a value in the rows that are there, or has to be looked at in them.
func (c *comparison) valued(db *schema.Database, column *schema.Column) bool {
	return column != nil && (column.Default != nil || column.Generated != nil || column.Identity != nil || column.Autoincrement ||
		slices.ContainsFunc(db.Domains, func(d *schema.Domain) bool { return namesType(c.a.lex, column.Type.Any, d.Name) }))
}
