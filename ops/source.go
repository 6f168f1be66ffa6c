package ops

import (
	"regexp"
	"strings"
)

// source finds the lines of a TOML file on which things stand. The TOML library
// tells lines only for what it refuses itself.
type source struct {
	path   string
	lines  []string
	blocks map[string][]int // lines of the [[upgrade]] and [[downgrade]] headers
	starts []int            // the lines of all headers
}

var blockHeader = regexp.MustCompile(`^\s*\[\[\s*"?(\w+)"?\s*\]\]`)

func newSource(path, text string) *source {
	s := &source{path: path, lines: strings.Split(text, "\n"), blocks: map[string][]int{}}
	quote := "" // the kind of multi-line string that a line starts in
	for i, line := range s.lines {
		if quote == "" && strings.Contains(line, "[[") {
			if m := blockHeader.FindStringSubmatch(line); m != nil {
				s.blocks[m[1]] = append(s.blocks[m[1]], i+1)
				s.starts = append(s.starts, i+1)
			}
		}
		quote = endQuote(line, quote)
	}
	return s
}

// endQuote returns the multi-line quote that is open at the end of a line.
func endQuote(line, open string) string {
	for line != "" {
		if open != "" {
			_, rest, found := strings.Cut(line, open)
			if !found {
				return open
			}
			line, open = rest, ""
			continue
		}
		i := strings.IndexAny(line, `"'#`)
		if i < 0 || line[i] == '#' {
			return ""
		}
		if q := strings.Repeat(line[i:i+1], 3); strings.HasPrefix(line[i:], q) {
			line, open = line[i+3:], q
			continue
		}
		line = skipString(line[i:])
	}
	return open
}

// skipString returns what follows the one-line string at the start of a text.
func skipString(s string) string {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && s[0] == '"':
			i++
		case s[i] == s[0]:
			return s[i+1:]
		}
	}
	return ""
}

// block returns the line of the n-th header of a kind (from 0), 1 when the list
// is written another way.
func (s *source) block(name string, n int) int {
	if n < len(s.blocks[name]) {
		return s.blocks[name][n]
	}
	return 1
}

// find returns the line, at or after the given one and before the next
// operation, that the keys of a path lead to.
func (s *source) find(line int, path ...string) int {
	at := line
	for _, key := range path {
		pattern := regexp.MustCompile(`(^|[\s{,.\[])["']?` + regexp.QuoteMeta(key) + `["']?\s*(=|\]|\.)`)
		for i := at; i <= len(s.lines); i++ {
			if i > line && blockHeader.MatchString(s.lines[i-1]) {
				break
			}
			if pattern.MatchString(s.lines[i-1]) {
				at = i
				break
			}
		}
	}
	return at
}
