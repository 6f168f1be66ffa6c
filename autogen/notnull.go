package autogen

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// aside gives the NOT NULL of a column a name for a while where a column before it comes to have
// the one that it has (PostgreSQL 18). It returns the column as it is then.
func (d *tableDiff) aside(at int, before, wish *schema.Column) *schema.Column {
	own := d.notNullName(before)
	if own == "" || d.notNullName(wish) == own || !slices.ContainsFunc(d.wish.Columns[:at], func(c *schema.Column) bool {
		return d.notNullName(c) == own && (d.a.namesNotNull(c) || d.a.namesNotNull(before))
	}) {
		return before
	}
	between := schema.Clone(before)
	between.Options.Set(d.d.Name(), schema.NotNullName, fmt.Sprintf("limbeck_%d", at+1))
	d.found.alterColumns = slices.Insert(d.found.alterColumns, 0, ops.Op(ops.ChangeColumn(d.on, before, between)))
	return between
}

// notNullName is the name of the constraint behind a column's NOT NULL, where it has one.
func (d *tableDiff) notNullName(c *schema.Column) string {
	usual := d.d.Traits().NotNullName
	if usual == nil || !c.NotNull {
		return ""
	}
	return cmp.Or(c.Options.Get(d.d.Name(), schema.NotNullName), usual(d.wish.Name, c.Name))
}
