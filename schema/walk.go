package schema

// Expressions are the SQL of a table that is over its columns: what computes one, checks,
// exclusions and indexes. Defaults are not among it, nor options.
func (t *Table) Expressions() (list []*Text) {
	for _, c := range t.Columns {
		if c.Generated != nil {
			list = append(list, &c.Generated.SQL)
		}
	}
	for _, k := range t.Checks {
		list = append(list, &k.SQL)
	}
	for _, x := range t.Exclusions {
		list = append(list, x.Expressions()...)
	}
	for _, x := range t.Indexes {
		list = append(list, x.Expressions()...)
	}
	return list
}

// Expressions are what an index is over, where that is no column, and its WHERE.
func (x *Index) Expressions() (list []*Text) {
	for i := range x.Columns {
		list = append(list, &x.Columns[i].SQL)
	}
	return append(list, &x.Where)
}

// Expressions are what a constraint compares, where that is no column, and its WHERE.
func (x *Exclusion) Expressions() (list []*Text) {
	for i := range x.Elements {
		list = append(list, &x.Elements[i].SQL)
	}
	return append(list, &x.Where)
}

// Defaults are those of the columns of tables, and of domains.
func (db *Database) Defaults() (list []*Default) {
	for _, t := range db.Tables {
		for _, c := range t.Columns {
			if c.Default != nil {
				list = append(list, c.Default)
			}
		}
	}
	for _, d := range db.Domains {
		if d.Default != nil {
			list = append(list, d.Default)
		}
	}
	return list
}

// Expressions are the SQL of tables, defaults among it, and that of domains, views and
// triggers: what the server reads when it is made, unlike the bodies of routines.
func (db *Database) Expressions() (list []*Text) {
	for _, def := range db.Defaults() {
		list = append(list, &def.SQL)
	}
	for _, t := range db.Tables {
		list = append(list, t.Expressions()...)
	}
	for _, d := range db.Domains {
		for _, k := range d.Checks {
			list = append(list, &k.SQL)
		}
	}
	for _, v := range db.Views {
		list = append(list, &v.SQL)
		for _, x := range v.Indexes {
			list = append(list, x.Expressions()...)
		}
	}
	for _, t := range db.Triggers {
		list = append(list, &t.SQL)
	}
	return list
}
