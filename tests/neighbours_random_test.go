package tests

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// neighbourStart has a column of each sort that the changes are about.
const neighbourStart = "CREATE TABLE t (id integer PRIMARY KEY, a integer, b varchar(10), c varchar(20) DEFAULT 'x', d integer DEFAULT 5 NOT NULL, e bigint);" +
	" INSERT INTO t VALUES (1, 2, '3', 'x', 4, 5), (2, 7, '8', 'y', 9, 10)"

// neighbourChange is one operation of a random kind on one of the columns that are there, or on a new one.
func neighbourChange(r *rand.Rand, columns *[]string) string {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	column := (*columns)[r.IntN(len(*columns))]
	if r.IntN(3) == 0 {
		column = (*columns)[len(*columns)-1] // a new one, more often than not
	}
	change := func(fields string) string {
		return fmt.Sprintf("op = \"alter_column\"\ntable = \"t\"\ncolumn = %q\n%s\n", column, fields)
	}
	switch r.IntN(9) {
	case 0, 1:
		name := fmt.Sprintf("n%d", len(*columns))
		*columns = append(*columns, name)
		return fmt.Sprintf("op = \"add_column\"\ntable = \"t\"\ncolumn = { name = %q, %s }\n", name, pick(`type = "integer", default = 7`, `type = "integer", nullable = false, default = 7`,
			`type = "varchar(10)"`, `type = "varchar(10)", default = { sql = "lower('Q')" }`, `type = "bigint", nullable = false, default = 1, comment = "new"`))
	case 2:
		if len(*columns) > 2 {
			*columns = slices.DeleteFunc(slices.Clone(*columns), func(c string) bool { return c == column })
			return fmt.Sprintf("op = \"drop_column\"\ntable = \"t\"\ncolumn = %q\n", column)
		}
		return change(`nullable = true`)
	case 3:
		return change(`nullable = ` + pick("true", "false"))
	case 4:
		return change(pick(`drop = ["default"]`, `default = "8"`))
	case 5:
		return fmt.Sprintf("op = \"create_check\"\ntable = \"t\"\nname = \"ck%d\"\nsql = \"%s IS NULL OR %[2]s <> '0'\"\n", r.IntN(1000), column)
	}
	return change(pick(`type = "varchar(30)"`, `type = "varchar(30)"`+"\nnullable = true", `type = "text"`, `type = "varchar(40)"`+"\ndefault = \"9\"", `type = "varchar(50)"`+"\ndrop = [\"default\"]"))
}

// TestNeighboursAtRandom: operations that are done at once come to the same schema and rows as
// one by one, which hand-written SQL between them makes them be.
func TestNeighboursAtRandom(t *testing.T) {
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			done := 0
			for seed := range uint64(40) {
				r := rand.New(rand.NewPCG(seed, 1))
				columns := []string{"a", "b", "c", "d", "e"}
				var changes []string
				for range 2 + r.IntN(5) {
					changes = append(changes, neighbourChange(r, &columns))
				}
				one, refused := neighbourRun(t, dialect, changes, "\n[[upgrade]]\nop = \"execute\"\nsql = \"SELECT 1\"\n")
				if refused {
					continue
				}
				together, _ := neighbourRun(t, dialect, changes, "")
				if done++; together != one {
					t.Errorf("seed %d\n%s\n\n%s", seed, strings.Join(changes, "\n"), difference(one, together))
				}
			}
			if t.Logf("%d lists of changes", done); done < 10 {
				t.Error("too few that the server takes")
			}
		})
	}
}

// neighbourRun runs a revision of changes, with something between them, and returns what the database
// is then, or what the command says where it is refused.
func neighbourRun(t *testing.T, dialect string, changes []string, between string) (state string, refused bool) {
	t.Helper()
	text := "revision = \"aaa1\"\n"
	for _, change := range changes {
		text += "\n[[upgrade]]\n" + change + between
	}
	db, p := prepared(t, dialect, neighbourStart, "1.toml", text)
	if code, output := p.ended(time.Minute, "upgrade", "head"); code != 0 {
		return output, true
	}
	return db.wholeState(t), false
}
