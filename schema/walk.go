package schema

import "iter"

// Expressions yields the SQL of a table that is over its columns: what computes one, checks,
// exclusions and indexes. Defaults are not among it, nor options.
func (t *Table) Expressions() iter.Seq[*Text] {
	return func(yield func(*Text) bool) {
		for _, c := range t.Columns {
			if c.Generated != nil && !yield(&c.Generated.SQL) {
				return
			}
		}
		for _, k := range t.Checks {
			if !yield(&k.SQL) {
				return
			}
		}
		for _, x := range t.Exclusions {
			if !forward(x.Expressions(), yield) {
				return
			}
		}
		for _, x := range t.Indexes {
			if !forward(x.Expressions(), yield) {
				return
			}
		}
	}
}

// Expressions yields what an index is over, where that is no column, and its WHERE.
func (x *Index) Expressions() iter.Seq[*Text] {
	return func(yield func(*Text) bool) {
		for i := range x.Columns {
			if !yield(&x.Columns[i].SQL) {
				return
			}
		}
		yield(&x.Where)
	}
}

// Expressions yields what a constraint compares, where that is no column, and its WHERE.
func (x *Exclusion) Expressions() iter.Seq[*Text] {
	return func(yield func(*Text) bool) {
		for i := range x.Elements {
			if !yield(&x.Elements[i].SQL) {
				return
			}
		}
		yield(&x.Where)
	}
}

// Expressions yields the SQL of tables, defaults among it, and that of domains, views and
// triggers: what the server reads when it is made, unlike the bodies of routines.
func (db *Database) Expressions() iter.Seq[*Text] {
	return func(yield func(*Text) bool) {
		for _, t := range db.Tables {
			for _, c := range t.Columns {
				if c.Default != nil && !yield(&c.Default.SQL) {
					return
				}
			}
			if !forward(t.Expressions(), yield) {
				return
			}
		}
		for _, d := range db.Domains {
			if d.Default != nil && !yield(&d.Default.SQL) {
				return
			}
			for _, k := range d.Checks {
				if !yield(&k.SQL) {
					return
				}
			}
		}
		for _, v := range db.Views {
			if !yield(&v.SQL) {
				return
			}
			for _, x := range v.Indexes {
				if !forward(x.Expressions(), yield) {
					return
				}
			}
		}
		for _, t := range db.Triggers {
			if !yield(&t.SQL) {
				return
			}
		}
	}
}

// forward yields all of a sequence; false when no more is asked for.
func forward(texts iter.Seq[*Text], yield func(*Text) bool) bool {
	for text := range texts {
		if !yield(text) {
			return false
		}
	}
	return true
}
