package ops

import (
	"reflect"
	"testing"

	"github.com/limbeck/migrate/schema"
)

// TestIndexesOfNewTable: an index that others begin with comes after them, so that none of
// them has MySQL take the shorter one for a foreign key's, to be given up.
func TestIndexesOfNewTable(t *testing.T) {
	index := func(name string, columns ...string) *schema.Index {
		x := &schema.Index{Name: name}
		for _, c := range columns {
			x.Columns = append(x.Columns, schema.IndexPart{Name: c})
		}
		return x
	}
	table := &schema.Table{Name: "t", Indexes: []*schema.Index{index("a", "a"), index("c", "c"), index("ab", "a", "b"), index("abc", "a", "b", "c"), index("cb", "b", "c")}}
	var got []string
	for _, op := range CreateTableOps(table)[1:] {
		got = append(got, op.(*CreateIndex).Name)
	}
	if want := []string{"c", "abc", "cb", "ab", "a"}; !reflect.DeepEqual(got, want) {
		t.Errorf("they come as %v, want %v", got, want)
	}
}
