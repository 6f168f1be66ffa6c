package autogen

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// warnHeld warns of columns that the upgrade drops or gives another type while an object that is left
// alone holds them, which the server refuses, and of tables that such an object loses without a word.
func (c *comparison) warnHeld() {
	for _, s := range c.live.Skipped {
		called := Note{s.Kind + " " + s.ID().String(), ""}
		for _, held := range s.Holds {
			called.Reason = ""
			for _, op := range c.result.Upgrade {
				held = renamedHeld(held, op)
				switch {
				case c.takes(op, held) && held.Column == "":
					called.Reason = "loses table " + held.Table.String() + ", which the revision drops, and a downgrade does not put it back: do so with an execute"
				case c.takes(op, held):
					called.Reason = "names column " + held.Table.String() + "." + held.Column + ", which the revision changes or drops, and the server refuses that: " +
						"take the table out of it with an execute before that, and put it back with one after, in either direction"
				}
			}
			if called.Reason != "" {
				c.result.Warnings = append(c.result.Warnings, called)
			}
		}
	}
}

// renamedHeld is what an object holds after an operation: it follows renames.
func renamedHeld(held schema.Held, op ops.Op) schema.Held {
	switch o := op.(type) {
	case *ops.RenameTable:
		if o.ID() == held.Table {
			held.Table = id(o.Schema, o.To)
		}
	case *ops.RenameColumn:
		if o.ID() == held.Table && o.Column == held.Column {
			held.Column = o.To
		}
	}
	return held
}

// takes reports whether an operation drops what an object holds, or gives the column another type.
func (c *comparison) takes(op ops.Op, held schema.Held) bool {
	switch o := op.(type) {
	case *ops.DropTable:
		return o.ID() == held.Table && held.Column == ""
	case *ops.DropColumn:
		return o.Column == held.Column && c.reaches(o.ID(), held.Table)
	case *ops.AlterColumn:
		return o.Column == held.Column && c.moves(o) && c.reaches(o.ID(), held.Table)
	case *ops.AlterEnum:
		t := c.live.Table(held.Table)
		return o.Values != nil && t != nil && t.Column(held.Column) != nil && namesType(c.d.Lexicon(), t.Column(held.Column).Type.For(c.d.Name()), o.Name)
	}
	return false
}

// reaches reports whether what becomes of a table's column becomes of another's too.
func (c *comparison) reaches(table, other schema.Name) bool {
	return table == other || slices.Contains(c.a.descendants(table), other)
}
