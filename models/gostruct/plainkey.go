package gostruct

import (
	"fmt"
	"slices"

	"github.com/limbeck/migrate/schema"
)

// plainKey gives a plain table its primary key: that of the table's settings, the
// fields that say so, else the column id. A single integer key called id numbers
// itself.
func (r *reader) plainKey(m *model, set settings) {
	key := r.keyFields(m)
	if i := slices.IndexFunc(set, func(s setting) bool { return s.key == "primary_key" }); i >= 0 {
		said := set[i]
		l, err := parseColumns(m.table, said.value)
		if err == nil && l.rest != "" {
			err = fmt.Errorf("%q has no place after the columns", l.rest)
		}
		if err != nil {
			r.errs.add(said.origin, "%s: primary_key=%s: %v", m.decl.Name, said.value, err)
			return
		}
		for _, d := range key {
			if d.set.on("primary_key") {
				r.errs.add(d.col.Origin, "%s: primary_key is said here and on the blank field at %s", d.label(), said.origin)
			}
		}
		key = nil
		for _, name := range l.items {
			i := slices.IndexFunc(m.drafts, func(d *draft) bool { return d.col.Name == name })
			key = append(key, m.drafts[i])
		}
		m.table.PrimaryKey = &schema.PrimaryKey{Name: l.name}
	} else if len(key) > 0 {
		m.table.PrimaryKey = &schema.PrimaryKey{}
	}
	for _, d := range key {
		d.primary = true
		m.table.PrimaryKey.Columns = append(m.table.PrimaryKey.Columns, d.col.Name)
		d.col.NotNull = true
		if null := d.set.on("nullable"); null {
			r.errs.add(d.col.Origin, "%s: a primary key can't be nullable", d.label())
		}
	}
	for _, d := range m.drafts {
		r.autoincrement(d, len(key))
	}
}

// keyFields returns the fields that make the key without the table's settings.
func (r *reader) keyFields(m *model) []*draft {
	var key []*draft
	for _, d := range m.drafts {
		if d.set.on("primary_key") {
			key = append(key, d)
		}
	}
	if len(key) > 0 {
		return key
	}
	for _, d := range m.drafts {
		if _, said := d.set.flag("primary_key"); d.col.Name == "id" && !said {
			key = append(key, d)
		}
	}
	return key
}

func (r *reader) autoincrement(d *draft, keys int) {
	on, said := d.set.flag("autoincrement")
	if !said {
		c := d.col
		numbered := kindOfType(c.Type.Any, d.kind) == intValue && !isSerial(c.Type)
		c.Autoincrement = d.primary && keys == 1 && c.Name == "id" && d.integer && numbered &&
			c.Default == nil && c.Generated == nil && c.Identity == nil
		return
	}
	if on && d.kind != intValue {
		r.errs.add(d.col.Origin, "%s (%s): only an integer column can be numbered by the server", d.label(), d.field.Type)
		return
	}
	d.col.Autoincrement = on
}

// isSerial reports whether a type numbers itself already.
func isSerial(t schema.Text) bool {
	for _, name := range []string{t.Any, t.By["postgres"]} {
		switch name {
		case "serial", "bigserial", "smallserial":
			return true
		}
	}
	return false
}
