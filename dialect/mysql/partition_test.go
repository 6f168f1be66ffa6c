package mysql

import "testing"

// TestRepartition: only what is cut otherwise is made anew.
func TestRepartition(t *testing.T) {
	const ranges, list = "PARTITION BY RANGE (`y`)\n", "PARTITION BY LIST (`y`)\n"
	const low, high, rest = "PARTITION `a` VALUES LESS THAN (10)", "PARTITION `b` VALUES LESS THAN (20) COMMENT = 'x), (y'", "PARTITION `r` VALUES LESS THAN MAXVALUE"
	for name, c := range map[string]struct{ before, after, want string }{
		"added":         {ranges + "(" + low + ")", ranges + "(" + low + ",\n " + high + ",\n " + rest + ")", "ADD PARTITION (" + high + ",\n " + rest + ")"},
		"split":         {ranges + "(" + low + ",\n " + rest + ")", ranges + "(" + low + ",\n " + high + ",\n " + rest + ")", "REORGANIZE PARTITION `r` INTO (" + high + ",\n " + rest + ")"},
		"joined":        {ranges + "(" + low + ",\n " + high + ",\n " + rest + ")", ranges + "(PARTITION `c` VALUES LESS THAN (20),\n " + rest + ")", "REORGANIZE PARTITION `a`, `b` INTO (PARTITION `c` VALUES LESS THAN (20))"},
		"of a list":     {list + "(PARTITION `a` VALUES IN (1,2))", list + "(PARTITION `a` VALUES IN (1,2),\n PARTITION `b` VALUES IN (3))", "ADD PARTITION (PARTITION `b` VALUES IN (3))"},
		"none":          {"", ranges + "(" + low + ")", ""},
		"fewer":         {ranges + "(" + low + ",\n " + rest + ")", ranges + "(" + low + ")", ""},
		"other column":  {"PARTITION BY RANGE (`x`)\n(" + low + ")", ranges + "(" + low + ",\n " + rest + ")", ""},
		"from the rest": {list + "(PARTITION `d` DEFAULT)", list + "(PARTITION `d` DEFAULT,\n PARTITION `b` VALUES IN (3))", ""},
		"other values":  {list + "(PARTITION `a` VALUES IN (1,2))", list + "(PARTITION `a` VALUES IN (1),\n PARTITION `b` VALUES IN (2))", ""},
		"by hash":       {"PARTITION BY HASH (`y`)\nPARTITIONS 2", "PARTITION BY HASH (`y`)\nPARTITIONS 4", ""},
	} {
		want := c.want
		if want == "" {
			want = c.after
		}
		if got := repartition(c.before, c.after); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
