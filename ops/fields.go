package ops

import (
	"reflect"
	"strings"
)

// field is one key of an operation's TOML form and the struct field behind it.
type field struct {
	key      string
	index    []int
	required bool
	not      bool // the file says the opposite of the bool: nullable, NotNull
}

// fields lists the keys of a struct in the order of its declaration; embedded
// structs count as if their fields stood there.
func fields(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("toml")
		if f.Anonymous && !tagged {
			for _, inner := range fields(f.Type) {
				inner.index = append([]int{i}, inner.index...)
				out = append(out, inner)
			}
			continue
		}
		key, option, _ := strings.Cut(tag, ",")
		if key == "" || key == "-" {
			continue
		}
		out = append(out, field{key: key, index: []int{i}, required: option == "required", not: option == "not"})
	}
	return tableFirst(out)
}

// tableFirst moves the keys that name the subject to the front, so that every
// operation reads alike whatever its struct embeds.
func tableFirst(fs []field) []field {
	var first, rest []field
	for _, f := range fs {
		if f.key == "table" || f.key == "schema" {
			first = append(first, f)
		} else {
			rest = append(rest, f)
		}
	}
	return append(first, rest...)
}

// nearest returns the candidate that a misspelled word most likely means, empty
// when none is close.
func nearest(word string, candidates []string) string {
	best, bestDistance := "", 1+len(word)/3
	for _, c := range candidates {
		if d := distance(word, c); d <= bestDistance && (best == "" || d < distance(word, best)) {
			best = c
		}
	}
	return best
}

// distance is the Levenshtein distance between two words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		previous := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			previous, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, previous+cost)
		}
	}
	return row[len(b)]
}
