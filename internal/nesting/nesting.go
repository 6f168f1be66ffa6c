// Package nesting bounds how deep a TOML file nests, before it is decoded: the
// memory that the decoder takes grows with the square of the depth.
package nesting

import (
	"fmt"
	"strings"
)

// Most is how deep arrays and inline tables may nest. An operation needs six levels.
const Most = 100

// Check returns an error that begins with path:line where the text nests deeper
// than [Most]. Of other mistakes it says nothing.
func Check(path, text string) error {
	depth, line := 0, 1
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\n':
			line++
		case '#':
			if end := strings.IndexByte(text[i:], '\n'); end >= 0 {
				i += end - 1
			} else {
				return nil
			}
		case '"', '\'':
			end := quoted(text[i:])
			line += strings.Count(text[i:i+end], "\n")
			i += end - 1
		case '[', '{':
			if depth++; depth > Most {
				return fmt.Errorf("%s:%d: arrays and tables nest deeper than %d levels", path, line, Most)
			}
		case ']', '}':
			depth--
		}
	}
	return nil
}

// quoted is how long the string is that a text begins with; one that does not end
// on its line, or at all, goes on to there.
func quoted(text string) int {
	quote := text[:1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(text, triple) {
		for i := 3; i < len(text); i++ {
			switch {
			case text[i] == '\\' && quote == `"`:
				i++
			case strings.HasPrefix(text[i:], triple):
				return i + 3
			}
		}
		return len(text)
	}
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\n':
			return i
		case text[i] == '\\' && quote == `"`:
			i++
		case text[i] == quote[0]:
			return i + 1
		}
	}
	return len(text)
}
