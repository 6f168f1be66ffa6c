package ops

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/limbeck/migrate/internal/nesting"
	"github.com/limbeck/migrate/schema"
)

// decode reads the TOML text, which the source was made of.
func (s *source) decode(text []byte) (map[string]any, error) {
	if err := nesting.Check(s.path, string(text)); err != nil {
		return nil, err
	}
	if all := decodeParts(s.parts(runtime.GOMAXPROCS(0))); all != nil {
		return all, nil
	}
	all := map[string]any{}
	if err := toml.Unmarshal(text, &all); err != nil {
		return nil, syntaxError(s.path, err)
	}
	return all, nil
}

// worthParts is how many blocks a file has at least that is decoded in parts.
const worthParts = 100

// parts are about n equal pieces of a long file that has nothing but blocks, each of which
// begins with one.
func (s *source) parts(n int) (parts []string) {
	if n < 2 || len(s.starts) < worthParts || slices.ContainsFunc(s.lines[:s.starts[0]-1], holdsKey) {
		return nil
	}
	from := 0
	for i := 1; i < n; i++ {
		to := s.starts[len(s.starts)*i/n] - 1
		parts = append(parts, strings.Join(s.lines[from:to], "\n"))
		from = to
	}
	return append(parts, strings.Join(s.lines[from:], "\n"))
}

func holdsKey(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && line[0] != '#'
}

// decodeParts decodes the parts of a file at once and puts their blocks together. It is nil where
// a part has a mistake, or something beside blocks: [table.options] of the last table of the part
// before. These the whole file tells. (Where a part begins in a string or an array, the one before
// has a mistake.)
func decodeParts(parts []string) map[string]any {
	if parts == nil {
		return nil
	}
	decoded := make([]map[string]any, len(parts))
	if schema.Parallel(len(parts), func(i int) error { return toml.Unmarshal([]byte(parts[i]), &decoded[i]) }) != nil {
		return nil
	}
	all := map[string]any{}
	for _, part := range decoded {
		for key, value := range part {
			list, ok := value.([]map[string]any)
			if !ok {
				return nil
			}
			before, _ := all[key].([]map[string]any)
			all[key] = append(before, list...)
		}
	}
	return all
}

func syntaxError(path string, err error) error {
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("%s:%d: %s", path, parse.Position.Line, parse.Message)
	}
	return fmt.Errorf("%s: %w", path, err)
}
