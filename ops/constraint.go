package ops

import "github.com/limbeck/migrate/schema"

// constraint points into a constraint of any kind; what its kind hasn't got is nil.
type constraint struct {
	name, comment, indexComment *string
	notValid                    *bool
}

// constraintOf finds a constraint of a table by its name; nil when there is none.
func constraintOf(t *schema.Table, name string) *constraint {
	if k := t.PrimaryKey; k != nil && k.Name == name {
		return &constraint{&k.Name, &k.Comment, &k.IndexComment, nil}
	}
	for _, u := range t.Uniques {
		if u.Name == name {
			return &constraint{&u.Name, &u.Comment, &u.IndexComment, nil}
		}
	}
	for _, f := range t.ForeignKeys {
		if f.Name == name {
			return &constraint{&f.Name, &f.Comment, nil, &f.NotValid}
		}
	}
	for _, c := range t.Checks {
		if c.Name == name {
			return &constraint{&c.Name, &c.Comment, nil, &c.NotValid}
		}
	}
	for _, x := range t.Exclusions {
		if x.Name == name {
			return &constraint{&x.Name, &x.Comment, &x.IndexComment, nil}
		}
	}
	return nil
}

// indexOptions points at the options of an index of a table, which may be that of a constraint; nil
// where there is none of the name.
func indexOptions(t *schema.Table, name string) *schema.Options {
	for x := range t.Indexed() {
		if _, is, options := x.Named(); is == name {
			return options
		}
	}
	return nil
}
