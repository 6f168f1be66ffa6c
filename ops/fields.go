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
	empty    bool // a list without items is not the same as none
	model    bool // models have it, and revision files don't
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
		out = append(out, field{key: key, index: []int{i}, required: option == "required", not: option == "not", empty: option == "empty", model: option == "model"})
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
