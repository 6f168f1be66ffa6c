package ops

import (
	"strings"
	"testing"

	"github.com/limbeck/migrate/schema"
)

// TestDescribe: an operation without a line of its own says what it is about with its schema,
// and of routines which one.
func TestDescribe(t *testing.T) {
	for want, op := range map[string]Op{
		"drop_check positive on crm.orders":                 &DropCheck{On: On{Schema: "crm", Table: "orders"}, Name: "positive"},
		"drop_table orders":                                 &DropTable{On: On{Table: "orders"}},
		"drop_view crm.totals":                              &DropView{Named: Named{"totals", "crm"}},
		"drop_routine crm.f(a integer, b text)":             &DropRoutine{Named: Named{"f", "crm"}, Args: "a integer, b text"},
		"create_extension hstore":                           &CreateExtension{Extension: schema.Extension{Name: "hstore", Schema: "crm"}},
		"create_schema crm":                                 &CreateSchema{Schema: schema.Schema{Name: "crm"}},
		"drop_routine f(" + strings.Repeat("é", 60) + " …)": &DropRoutine{Named: Named{Name: "f"}, Args: strings.Repeat("é", 70)},
	} {
		if got := Describe(op); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
