package sqlite

import (
	"testing"

	"github.com/limbeck/migrate/schema"
)

// TestReconcile: what ORMs write otherwise than Limbeck is no difference, and what
// stores something else stays one.
func TestReconcile(t *testing.T) {
	column := func(typ, def string) *schema.Column {
		c := &schema.Column{Name: "c", Type: schema.SQL(typ)}
		if def != "" {
			c.Default = &schema.Default{SQL: schema.SQL(def)}
		}
		return c
	}
	for _, test := range []struct {
		typ, wish, live string
		same            bool
	}{
		{"text", "'draft'", `"draft"`, true},
		{"text", "'it''s'", `"it's"`, true},
		{"text", "'draft'", `"other"`, false},
		{"real", "0.0", "0", true},
		{"numeric", "1", "true", true},
		{"text", "0.0", "0", false},
		{"integer", "7", "8", false},
		{"text", "", "NULL", true},
	} {
		wish, live := column(test.typ, test.wish), column(test.typ, test.live)
		Dialect{}.reconcileColumn(wish, live)
		same := wish.Default == nil && live.Default == nil || wish.Default != nil && live.Default != nil && wish.Default.SQL.Any == live.Default.SQL.Any
		if same != test.same {
			t.Errorf("%s: %s and %s: the same %t, want %t", test.typ, test.wish, test.live, same, test.same)
		}
	}
}

// TestReconcileKey: a live key that takes NULL stays as it is, and one that doesn't
// is not loosened.
func TestReconcileKey(t *testing.T) {
	for _, loose := range []bool{true, false} {
		wish := &schema.Table{Name: "t", Columns: []*schema.Column{{Name: "code", Type: schema.SQL("text"), NotNull: true}}, PrimaryKey: &schema.PrimaryKey{Columns: []string{"code"}}}
		live := schema.Clone(wish)
		if loose {
			live.Columns[0].NotNull = false
			live.Columns[0].Options.Set(name, "not_null", "false")
		}
		Dialect{}.Reconcile(&schema.Database{Tables: []*schema.Table{wish}}, &schema.Database{Tables: []*schema.Table{live}})
		if c := wish.Columns[0]; c.NotNull == loose || c.Options.Get(name, "not_null") != live.Columns[0].Options.Get(name, "not_null") {
			t.Errorf("loose %t: the wish is %+v", loose, c)
		}
	}
}
