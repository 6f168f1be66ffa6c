package ops

import (
	"reflect"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// between are texts to stand among the blocks of a long file.
var between = []string{
	"",
	"[[view]]\nname = 'v'\nsql = '''\n[[table]]\nselect 1\n'''\n",
	"[[view]]\nname = \"v\"\nsql = \"\"\"a\\\"\"\"\n[[table]]\n\"\"\"\"\n",
	"[[view]]\nlist = [\n[[1]],\n[[2]],\n]\n",
	"[table.options]\na = 1\n",
	"[[table.columns]]\nname = 'a'\n",
	"[view.options]\na = 1\n[[view]]\nname = 'v'\n",
	"[table]\nname = 'x'\n",
	"[ [table] ]\nname = 'x'\n",
	"[[ 'table' ]]\nname = 'x'\n",
	"[[\"table\"]]\nname = 'x'\n[table.more]\nb = [{}]\n",
	"[[view.table]]\nname = 'x'\n",
	"name = 'x'\n",
	"[[table]]\nname = 'x'\nname = 'y'\n",
	"[[table\n",
	"sql = '''\n",
	"sql = [\n",
	"\x00",
}

// among puts a text between two lots of blocks, the first of them or the last.
func among(text string) []string {
	blocks := strings.Repeat("[[table]]\nname = 't'\ncolumns = [{ name = 'a' }]\n\n", worthParts)
	return []string{text + blocks, blocks + text, blocks + text + blocks, "# a comment\n\n" + blocks + text + "[[view]]\nname = 'w'\n" + text + blocks}
}

// checkParts: a file in parts is what it is as a whole, or not in parts.
func checkParts(t *testing.T, text string) (inParts bool) {
	t.Helper()
	var whole map[string]any
	err := toml.Unmarshal([]byte(text), &whole)
	for _, n := range []int{2, 3, 8} {
		got := decodeParts(newSource("f", text).parts(n))
		if got != nil && (err != nil || !reflect.DeepEqual(got, whole)) {
			t.Fatalf("in %d parts: %v, want %v, %v, of\n%s", n, got, whole, err, text)
		}
		inParts = inParts || got != nil
	}
	return inParts
}

func TestParts(t *testing.T) {
	for _, text := range among("") {
		if !checkParts(t, text) {
			t.Error("blocks alone are not decoded in parts")
		}
	}
	for _, insert := range between {
		for _, text := range among(insert) {
			checkParts(t, text)
		}
	}
	if checkParts(t, "name = 'x'\n"+among("")[0]) {
		t.Error("a file with settings is decoded in parts")
	}
}

func FuzzParts(f *testing.F) {
	for _, text := range between {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, insert string) {
		for _, text := range among(insert) {
			checkParts(t, text)
		}
	})
}
