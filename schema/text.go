package schema

import (
	"maps"
	"slices"
)

// Text is a piece of SQL or a type name that may differ by dialect. Any serves
// every dialect that By does not name. The zero Text means "absent".
type Text struct {
	Any string
	By  map[string]string
}

// SQL returns a Text that is the same on every dialect.
func SQL(s string) Text { return Text{Any: s} }

// For returns the text for one dialect; empty when there is none.
func (t Text) For(dialect string) string {
	if s, ok := t.By[dialect]; ok {
		return s
	}
	return t.Any
}

// IsZero reports whether the text is absent on every dialect.
func (t Text) IsZero() bool { return t.Any == "" && len(t.By) == 0 }

// Equal reports whether both texts are the same for every dialect.
func (t Text) Equal(o Text) bool { return t.Any == o.Any && maps.Equal(t.By, o.By) }

// Dialects returns the dialects that have a text of their own, sorted.
func (t Text) Dialects() []string { return slices.Sorted(maps.Keys(t.By)) }

// Default is a column's server default: a value, which the dialect quotes, or an
// SQL expression. By overrides it for single dialects. A column without a
// default has a nil *Default.
type Default struct {
	Value any // string, bool, int64 or float64; nil when SQL is set
	SQL   Text
	By    map[string]*Default
}

// For returns the default for one dialect: nil when that dialect has none.
func (d *Default) For(dialect string) *Default {
	if d == nil {
		return nil
	}
	if own, ok := d.By[dialect]; ok {
		return own
	}
	if d.Value != nil {
		return &Default{Value: d.Value}
	}
	if sql := d.SQL.For(dialect); sql != "" {
		return &Default{SQL: SQL(sql)}
	}
	return nil
}

// Equal reports whether both defaults are the same for every dialect.
func (d *Default) Equal(o *Default) bool {
	if d == nil || o == nil {
		return d == o
	}
	return d.Value == o.Value && d.SQL.Equal(o.SQL) && maps.EqualFunc(d.By, o.By, (*Default).Equal)
}

// Options are settings that only some dialects have, keyed by dialect and then
// by name: {"mysql": {"engine": "InnoDB"}}.
type Options map[string]map[string]string

// Get returns one option of one dialect, empty when it is not set.
func (o Options) Get(dialect, name string) string { return o[dialect][name] }

// Set sets one option of one dialect, making the maps as needed.
func (o *Options) Set(dialect, name, value string) {
	if *o == nil {
		*o = Options{}
	}
	if (*o)[dialect] == nil {
		(*o)[dialect] = map[string]string{}
	}
	(*o)[dialect][name] = value
}

// Only returns the options of one dialect, in their own Options.
func (o Options) Only(dialect string) Options {
	if len(o[dialect]) == 0 {
		return nil
	}
	return Options{dialect: o[dialect]}
}

// Equal reports whether both hold the same options.
func (o Options) Equal(p Options) bool {
	return maps.EqualFunc(o, p, func(a, b map[string]string) bool { return maps.Equal(a, b) })
}
