package postgres

import (
	"fmt"

	"github.com/limbeck/migrate/schema"
)

// typedColumn spells what a table says of a column that it has from its type.
func (c compiler) typedColumn(col *schema.Column) string {
	if rest := c.columnRest(col); rest != "" {
		return c.Quote(col.Name) + " WITH OPTIONS" + rest
	}
	return ""
}

// typedLate reports whether a table can be given its type only when it is there:
// CREATE TABLE … OF lets no column number the rows or be computed.
func typedLate(t *schema.Table) bool {
	if t.Options.Get(name, schema.OfType) == "" {
		return false
	}
	for _, c := range t.Columns {
		if c.Autoincrement || c.Identity != nil || c.Generated != nil || serialTypes[c.Type.For(name)] != "" {
			return true
		}
	}
	return false
}

// finishTyped gives the tables of composite types the columns that they do not list.
func finishTyped(db *schema.Database) error {
	types := map[schema.Name]*schema.Composite{}
	for _, t := range db.Composites {
		types[t.ID()] = t
	}
	for _, t := range db.Tables {
		for _, id := range Names(t.Options.Get(name, schema.OfType)) {
			of := types[id]
			if of == nil { // which somebody else looks after
				continue
			}
			for _, c := range t.Columns {
				if of.Column(c.Name) == nil {
					return fmt.Errorf("table %s is of the type %s, which has no column %s: a table of a type has its columns and no others", t.ID(), id, c.Name)
				}
			}
			addMissing(t, of.Columns)
		}
	}
	return nil
}

// reconcileTyped takes the columns of a type that the wish says nothing of from the table as
// it is.
func reconcileTyped(wish, live *schema.Database) {
	there := byName(live)
	for _, t := range wish.Tables {
		now := there[t.ID()]
		if of := t.Options.Get(name, schema.OfType); of != "" && now != nil && now.Options.Get(name, schema.OfType) == of && len(wish.Composites) == 0 {
			addMissing(t, now.Columns)
		}
	}
}

// addMissing lets a table have columns that it does not list: what a type says of them.
func addMissing(t *schema.Table, columns []*schema.Column) {
	for _, c := range columns {
		if t.Column(c.Name) == nil {
			t.Columns = append(t.Columns, &schema.Column{Name: c.Name, Type: c.Type, Collation: c.Collation})
		}
	}
}
