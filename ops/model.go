package ops

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
)

// modelKinds are the blocks of a TOML model, each with the keys of its create
// operation, in the order in which they are written.
var modelKinds = []string{"schema", "extension", "enum", "domain", "composite", "object", "sequence", "table", "view", "routine", "trigger", "event", "grant"}

// DecodeModel reads a TOML model: [[table]] blocks, which have the keys of
// create_table, and the same for the other kinds of objects.
func DecodeModel(path string, text []byte) ([]Located, error) {
	src := newSource(path, string(text))
	all, err := src.decode(text)
	if err != nil {
		return nil, err
	}
	var out []Located
	for _, kind := range modelKinds {
		op := "create_" + kind
		if kind == "grant" {
			op = kind
		}
		list, err := blocks(src, all, kind, op)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		return nil, fmt.Errorf("%s:%d: a model has no key %q%s: it has [[%s]]", path, src.find(1, key), key,
			spelling.DidYouMean(key, modelKinds), strings.Join(modelKinds, "]], [["))
	}
	return out, nil
}

// EncodeModel writes create operations as the blocks of a TOML model.
func EncodeModel(list []Op) string {
	var b strings.Builder
	for i, op := range list {
		if i > 0 {
			b.WriteString("\n")
		}
		_, keys, _ := strings.Cut(BlockTOML(op), "\n") // the first is op
		fmt.Fprintf(&b, "[[%s]]\n%s", strings.TrimPrefix(op.Kind(), "create_"), keys)
	}
	return b.String()
}
