package gostruct

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// format writes a schema as text, a line for each thing, only what is set.
func format(db *schema.Database) string {
	var b strings.Builder
	for _, e := range db.Enums {
		fmt.Fprintf(&b, "enum %s: %s\n", e.Name, strings.Join(e.Values, " | "))
	}
	for _, t := range db.Tables {
		formatTable(&b, t)
	}
	return b.String()
}

func formatTable(b *strings.Builder, t *schema.Table) {
	fmt.Fprintf(b, "table %s  %s\n", t.ID(), t.Origin)
	words(b, "  ", pair("comment", t.Comment), optionsText(t.Options))
	for _, c := range t.Columns {
		formatColumn(b, c)
	}
	if p := t.PrimaryKey; p != nil {
		words(b, "  primary key", p.Name, columnsText(p.Columns))
	}
	for _, u := range t.Uniques {
		words(b, "  unique", u.Name, columnsText(u.Columns), mark("nulls not distinct", u.NullsNotDistinct), mark("deferrable", u.Deferrable),
			mark("deferred", u.Deferred), pair("include", strings.Join(u.Include, " ")), pair("comment", u.Comment))
	}
	for _, f := range t.ForeignKeys {
		words(b, "  foreign key", f.Name, columnsText(f.Columns), "->", f.Target().String()+columnsText(f.Referred), pair("delete", f.OnDelete),
			pair("update", f.OnUpdate), pair("match", f.Match), mark("deferrable", f.Deferrable), mark("deferred", f.Deferred))
	}
	for _, c := range t.Checks {
		words(b, "  check", c.Name, "["+textText(c.SQL)+"]")
	}
	for _, x := range t.Indexes {
		parts := make([]string, len(x.Columns))
		for i, p := range x.Columns {
			parts[i] = partText(p)
		}
		words(b, "  index", mark("unique", x.Unique), x.Name, columnsText(parts), pair("using", x.Using), pair("where", textText(x.Where)),
			pair("include", strings.Join(x.Include, " ")), mark("nulls not distinct", x.NullsNotDistinct), pair("comment", x.Comment), optionsText(x.Options))
	}
}

func formatColumn(b *strings.Builder, c *schema.Column) {
	null := "null"
	if c.NotNull {
		null = "not null"
	}
	identity := ""
	if c.Identity != nil {
		identity = "identity"
		if c.Identity.Always {
			identity = "identity always"
		}
	}
	generated := ""
	if c.Generated != nil {
		generated = "generated=[" + textText(c.Generated.SQL) + "]"
		if c.Generated.Stored {
			generated += " stored"
		}
	}
	words(b, "  "+c.Name+":", textText(c.Type), null, defaultText(c.Default), mark("auto", c.Autoincrement), identity, generated,
		pair("on_update", textText(c.OnUpdate)), pair("collation", textText(c.Collation)), pair("comment", c.Comment), optionsText(c.Options))
}

// words writes what isn't empty on one line; nothing when all is.
func words(b *strings.Builder, head string, rest ...string) {
	rest = slices.DeleteFunc(rest, func(s string) bool { return s == "" })
	if len(rest) > 0 {
		fmt.Fprintf(b, "%s %s\n", head, strings.Join(rest, " "))
	}
}

func mark(word string, on bool) string {
	if on {
		return word
	}
	return ""
}

func pair(key, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf("%s=[%s]", key, value)
}

func columnsText(names []string) string { return "(" + strings.Join(names, ", ") + ")" }

func textText(t schema.Text) string {
	out := []string{}
	if t.Any != "" {
		out = append(out, t.Any)
	}
	for _, d := range t.Dialects() {
		out = append(out, d+":"+t.By[d])
	}
	return strings.Join(out, " / ")
}

func partText(p schema.IndexPart) string {
	var b strings.Builder
	length := ""
	if p.Length > 0 {
		length = fmt.Sprintf("len %d", p.Length)
	}
	words(&b, p.Name+textText(p.SQL), p.Order, pair("nulls", p.Nulls), length, pair("opclass", p.Opclass), pair("collate", p.Collation))
	if b.Len() == 0 {
		return p.Name + textText(p.SQL)
	}
	return strings.TrimSpace(b.String())
}

func defaultText(d *schema.Default) string {
	if d == nil {
		return ""
	}
	out := []string{}
	switch {
	case d.Value != nil:
		out = append(out, fmt.Sprintf("%T %v", d.Value, d.Value))
	case !d.SQL.IsZero():
		out = append(out, "sql "+textText(d.SQL))
	}
	for _, dialect := range dialects {
		if own := d.By[dialect]; own != nil {
			out = append(out, dialect+":"+strings.TrimPrefix(defaultText(own), "default="))
		}
	}
	return "default=[" + strings.Join(out, " / ") + "]"
}

func optionsText(o schema.Options) string {
	var out []string
	for _, d := range dialects {
		var names []string
		for n := range o[d] {
			names = append(names, n)
		}
		slices.Sort(names)
		for _, n := range names {
			out = append(out, fmt.Sprintf("%s.%s=%s", d, n, o[d][n]))
		}
	}
	return strings.Join(out, " ")
}
