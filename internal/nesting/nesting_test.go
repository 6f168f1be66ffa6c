package nesting

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	deep := strings.Repeat("[", Most+1)
	for name, c := range map[string]struct{ text, want string }{
		"flat":              {"[[upgrade]]\ncolumns = [{ name = \"a\", type = { any = \"int[]\" } }]\n", ""},
		"many beside":       {strings.Repeat("a = [[1], [2]]\n", Most), ""},
		"arrays":            {"a = 1\nb = " + deep, "f:2: "},
		"tables":            {"b = " + strings.Repeat("{a=", Most+1), "f:1: "},
		"in a string":       {`b = "\"` + deep + `"`, ""},
		"in a literal":      {`b = '\'` + "\nc = 1", ""},
		"in a long string":  {"b = \"\"\"\n\\\"\"\" " + deep + "\n\"\"\"\nc = " + deep, "f:4: "},
		"in a long literal": {"b = '''\n" + deep + "'''", ""},
		"in a comment":      {"# ' " + deep + "\nb = 1 # " + deep, ""},
		"after a comment":   {"# it's\nb = " + deep, "f:2: "},
		"unfinished string": {"b = \"" + deep + "\nc = " + deep, "f:2: "},
	} {
		err := Check("f", c.text)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
