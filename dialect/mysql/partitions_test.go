package mysql

import "testing"

// TestRepartition: what a change of a table's partitions reads.
func TestRepartition(t *testing.T) {
	const (
		ranges = "PARTITION BY RANGE (`y`)\n(PARTITION `p0` VALUES LESS THAN (10) COMMENT = 'a, (b',\n PARTITION `p1` VALUES LESS THAN (20)"
		lists  = "PARTITION BY LIST  COLUMNS(y)\n(PARTITION p0 VALUES IN (1,2)"
		subs   = "PARTITION BY RANGE (y) SUBPARTITION BY HASH (id) (PARTITION p0 VALUES LESS THAN (10) (SUBPARTITION a, SUBPARTITION b)"
		hash   = "PARTITION BY HASH (y) (PARTITION a, PARTITION b"
		whole  = ""
	)
	for _, tt := range []struct{ name, before, after, want string }{
		{"at the end", ranges + ")", ranges + ", PARTITION p2 VALUES LESS THAN (30), PARTITION p3 VALUES LESS THAN MAXVALUE)",
			"ADD PARTITION (PARTITION p2 VALUES LESS THAN (30),\n PARTITION p3 VALUES LESS THAN MAXVALUE)"},
		{"spelled otherwise", ranges + ")", "partition by range (y) (partition p0 values less than (10) comment = 'a, (b', partition p1 values less than (20), partition p2 values less than (30))",
			"ADD PARTITION (partition p2 values less than (30))"},
		{"back", ranges + ", PARTITION p2 VALUES LESS THAN (30))", ranges + ")", whole},
		{"before the last", ranges + ", PARTITION `p9` VALUES LESS THAN MAXVALUE)", ranges + ", PARTITION `p2` VALUES LESS THAN (30), PARTITION p9 VALUES LESS THAN MAXVALUE)",
			"REORGANIZE PARTITION `p9` INTO (PARTITION `p2` VALUES LESS THAN (30),\n PARTITION p9 VALUES LESS THAN MAXVALUE)"},
		{"and back", ranges + ", PARTITION `p2` VALUES LESS THAN (30), PARTITION p9 VALUES LESS THAN MAXVALUE)", ranges + ", PARTITION p9 VALUES LESS THAN MAXVALUE)",
			"REORGANIZE PARTITION `p2`, `p9` INTO (PARTITION p9 VALUES LESS THAN MAXVALUE)"},
		{"another last bound", ranges + ")", ranges[:len(ranges)-len("(20)")] + "(25))", whole},
		{"the same", ranges + ")", ranges + ")", whole},
		{"none before", "", ranges + ")", whole},
		{"another expression", ranges + ")", "PARTITION BY RANGE (z) (PARTITION p0 VALUES LESS THAN (10))", whole},
		{"subpartitions", subs + ")", subs + ", PARTITION p1 VALUES LESS THAN (20) (SUBPARTITION c, SUBPARTITION d))",
			"ADD PARTITION (PARTITION p1 VALUES LESS THAN (20) (SUBPARTITION c, SUBPARTITION d))"},
		{"a list", lists + ")", lists + ", PARTITION p1 VALUES IN ('default', NULL))", "ADD PARTITION (PARTITION p1 VALUES IN ('default', NULL))"},
		{"amid a list", lists + ")", "PARTITION BY LIST COLUMNS (y) (PARTITION p1 VALUES IN (3), PARTITION p0 VALUES IN (1,2))", whole},
		{"a list with a default", lists + ", PARTITION pd DEFAULT)", lists + ", PARTITION pd DEFAULT, PARTITION p2 VALUES IN (3))", whole},
		{"another number", "PARTITION BY HASH (y) PARTITIONS 3", "PARTITION BY HASH (y) PARTITIONS 4", whole},
		{"by hash", hash + ")", hash + ", PARTITION c)", whole},
		{"history", "PARTITION BY SYSTEM_TIME LIMIT 9 (PARTITION p0 HISTORY, PARTITION pn CURRENT)", "PARTITION BY SYSTEM_TIME LIMIT 9 (PARTITION p0 HISTORY, PARTITION p1 HISTORY, PARTITION pn CURRENT)", whole},
	} {
		if tt.want == whole {
			tt.want = tt.after
		}
		if got := repartition(tt.before, tt.after); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
}
