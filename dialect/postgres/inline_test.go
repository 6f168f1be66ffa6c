package postgres

import (
	"slices"
	"strings"
	"testing"
)

func TestInline(t *testing.T) {
	tests := []struct {
		name, script string
		want         []string
	}{
		{"psql's commands", "\\restrict abc\n\\set a 1\nSELECT 1;\n\\unrestrict abc\n", []string{"SELECT 1"}},
		{"another command", "SELECT 1;\n\\i other.sql\nSELECT 2;", []string{"SELECT 1", `\i other.sql`, "SELECT 2"}},
		{"rows", "COPY public.t (a, \"B\") FROM stdin;\n1\tit's\n\\N\t\\\\x\\t\\101\\x42\n\\.\nSELECT 1;",
			[]string{"INSERT INTO public.t (a, \"B\") OVERRIDING SYSTEM VALUE VALUES\n('1', 'it''s'),\n(NULL, '\\x\tAB')", "SELECT 1"}},
		{"no rows", "COPY t FROM stdin;\n\\.\nSELECT 1;", []string{"SELECT 1"}},
		{"rows to the end", "copy t from stdin;\n1;2", []string{"INSERT INTO t OVERRIDING SYSTEM VALUE VALUES\n('1;2')"}},
		{"rows with a delimiter", "COPY t (a, b, c) FROM stdin WITH DELIMITER '|' NULL AS '';\n1||x\\|y\n\\.\nSELECT 1;",
			[]string{"INSERT INTO t (a, b, c) OVERRIDING SYSTEM VALUE VALUES\n('1', NULL, 'x|y')", "SELECT 1"}},
		{"rows with options", "COPY t FROM stdin (FORMAT text, DELIMITER ',');\n1,\\N\n\\.\n", []string{"INSERT INTO t OVERRIDING SYSTEM VALUE VALUES\n('1', NULL)"}},
		{"from a file", "COPY t FROM '/a;b'; SELECT 1", []string{"COPY t FROM '/a;b'", "SELECT 1"}},
		{"another format", "COPY t FROM stdin WITH (FORMAT csv); SELECT 1", []string{"COPY t FROM stdin WITH (FORMAT csv)", "SELECT 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range lexicon.Split(tt.script) {
				got = append(got, p.SQL)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestManyRows(t *testing.T) {
	script := "COPY t FROM stdin;\n" + strings.Repeat("1\n", 2*rowsPerInsert+1) + "\\.\n"
	if n := len(lexicon.Split(script)); n != 3 {
		t.Errorf("%d statements, want 3", n)
	}
}
