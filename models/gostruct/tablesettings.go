package gostruct

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/schema"
)

// tableKeys are the keys of the migrate tag on _ struct{}.
var tableKeys = map[string]keyRule{
	"table":        {value: needsValue, plainOnly: true},
	"schema":       {value: needsValue, plainOnly: true},
	"comment":      {value: mayBeEmpty},
	"renamed_from": {value: needsValue},
	"engine":       {value: needsValue},
	"charset":      {value: needsValue},
	"collate":      {value: needsValue},
	"option":       {value: needsValue, dialects: true, repeats: true},
	"primary_key":  {value: needsValue, plainOnly: true},
	"unique":       {value: needsValue, repeats: true},
	"index":        {value: needsValue, repeats: true},
	"unique_index": {value: needsValue, repeats: true},
	"check":        {value: needsValue, repeats: true},
	"foreign_key":  {value: needsValue, repeats: true},
}

// tableSettings returns the settings on the blank fields of a model.
func (r *reader) tableSettings(m *model) settings {
	var out settings
	for _, f := range m.typ.Fields() {
		if f.Name != "_" {
			continue
		}
		origin := r.loader.Origin(f.Pos)
		tag, err := parseStructTag(f.Tag)
		if err != nil {
			r.errs.add(origin, "%s: %v", m.decl.Name, err)
			continue
		}
		set, errs := parseSettings(tag["migrate"], tableKeys)
		for _, err := range errs {
			r.errs.add(origin, "%s: %v", m.decl.Name, err)
		}
		for _, s := range set {
			s.origin = origin
			if !tableKeys[s.key].repeats && out.has(s.key, s.dialect) {
				r.errs.add(origin, "%s: migrate tag: %s is set twice", m.decl.Name, s)
			}
			out = append(out, s)
		}
	}
	return out
}

// applyTableSettings applies what stands on the blank fields, after the fields.
func (r *reader) applyTableSettings(m *model, set settings) {
	t := m.table
	if comment, ok := set.get("comment"); ok {
		t.Comment = comment
	}
	t.RenamedFrom, _ = set.get("renamed_from")
	for _, name := range []string{"engine", "charset", "collate"} {
		if value, ok := set.get(name); ok {
			t.Options.Set("mysql", name, value)
		}
	}
	for _, s := range set {
		if err := r.applyTableSetting(m, s); err != nil {
			r.errs.add(s.origin, "%s: %s=%s: %v", m.decl.Name, s, s.value, err)
		}
	}
}

func (r *reader) applyTableSetting(m *model, s setting) error {
	t := m.table
	switch s.key {
	case "option":
		dialect, name, _ := strings.Cut(s.dialect, ".")
		t.Options.Set(dialect, name, s.value)
	case "unique":
		return tableUnique(t, s)
	case "index", "unique_index":
		return tableIndex(t, s)
	case "check":
		name, sql := "", s.value
		if before, after, ok := strings.Cut(s.value, ":"); ok && isName(before) && !strings.HasPrefix(after, ":") {
			name, sql = before, strings.TrimSpace(after)
		}
		t.Checks = append(t.Checks, &schema.Check{Name: name, SQL: schema.SQL(sql)})
	case "foreign_key":
		key, err := tableForeignKey(t, s)
		if err != nil {
			return err
		}
		t.ForeignKeys = append(t.ForeignKeys, key)
		m.keys = append(m.keys, &keyGroup{key: key, origin: s.origin, target: key.Target().String()})
	}
	return nil
}

// isName reports whether a word can be the name of a constraint without quotes.
func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-$") == ""
}

// list is name(a, b),option=value taken apart.
type list struct {
	name  string
	items []string
	rest  string // what follows the list
}

func parseList(value string) (list, error) {
	open := strings.IndexByte(value, '(')
	if open < 0 {
		return list{}, fmt.Errorf("it is written name(column, column), the name optional")
	}
	end := closing(value, open)
	if end < 0 {
		return list{}, fmt.Errorf("a closing parenthesis is missing")
	}
	l := list{name: strings.TrimSpace(value[:open]), items: splitTop(value[open+1 : end]), rest: strings.TrimSpace(value[end+1:])}
	if l.name != "" && !isName(l.name) {
		return l, fmt.Errorf("%q is no name", l.name)
	}
	if slices.Contains(l.items, "") {
		return l, fmt.Errorf("a column is missing in the list")
	}
	return l, nil
}

// parseColumns reads a list of columns of the table.
func parseColumns(t *schema.Table, value string) (list, error) {
	l, err := parseList(value)
	if err != nil {
		return l, err
	}
	return l, knownColumns(t, l.items)
}

func knownColumns(t *schema.Table, names []string) error {
	for _, n := range names {
		if t.Column(n) == nil {
			return fmt.Errorf("the table has no column %s%s", n, spelling.DidYouMean(n, columnNames(t)))
		}
	}
	return nil
}

func tableUnique(t *schema.Table, s setting) error {
	l, err := parseColumns(t, s.value)
	if err != nil {
		return err
	}
	u := &schema.Unique{Name: l.name, Columns: l.items}
	for _, option := range options(l.rest) {
		key, value, _ := strings.Cut(option, "=")
		switch strings.TrimSpace(key) {
		case "nulls_not_distinct":
			u.NullsNotDistinct = true
		case "deferrable":
			u.Deferrable = true
		case "deferred":
			u.Deferrable, u.Deferred = true, true
		case "include":
			u.Include = splitTop(strings.Trim(value, "()"))
		case "comment":
			u.Comment = strings.TrimSpace(value)
		default:
			return fmt.Errorf("unknown option %s%s", option, spelling.DidYouMean(key, []string{"nulls_not_distinct", "deferrable", "deferred", "include", "comment"}))
		}
	}
	t.Uniques = append(t.Uniques, u)
	return nil
}

// options returns what follows a list, item by item.
func options(rest string) []string {
	rest = strings.TrimSpace(strings.TrimPrefix(rest, ","))
	if rest == "" {
		return nil
	}
	return splitTop(rest)
}

func tableIndex(t *schema.Table, s setting) error {
	l, err := parseList(s.value)
	if err != nil {
		return err
	}
	x := &schema.Index{Name: l.name, Unique: s.key == "unique_index"}
	for _, item := range l.items {
		part, err := parsePart(item, columnNames(t))
		if err != nil {
			return err
		}
		if part.Name != "" {
			if err := knownColumns(t, []string{part.Name}); err != nil {
				return err
			}
		}
		x.Columns = append(x.Columns, part)
	}
	for _, option := range options(l.rest) {
		key, value, _ := strings.Cut(option, "=")
		if err := indexOption(x, s, strings.TrimSpace(key), strings.TrimSpace(value)); err != nil {
			return err
		}
	}
	t.Indexes = append(t.Indexes, x)
	return nil
}

const foreignKeyForm = "it is written name(a, b) references t(x, y) on delete cascade"

// tableForeignKey reads name(a, b) references t(x, y) and the clauses after it.
func tableForeignKey(t *schema.Table, s setting) (*schema.ForeignKey, error) {
	l, err := parseColumns(t, s.value)
	if err != nil {
		return nil, err
	}
	verb, rest, _ := strings.Cut(l.rest, " ")
	if !strings.EqualFold(verb, "references") {
		return nil, fmt.Errorf("%s", foreignKeyForm)
	}
	key := &schema.ForeignKey{Name: l.name, Columns: l.items}
	target, clauses := rest, ""
	if open := strings.IndexByte(rest, '('); open >= 0 {
		end := closing(rest, open)
		if end < 0 {
			return nil, fmt.Errorf("a closing parenthesis is missing")
		}
		target, key.Referred, clauses = rest[:open], splitTop(rest[open+1:end]), rest[end+1:]
	} else {
		target, clauses, _ = strings.Cut(rest, " ")
	}
	key.References = strings.TrimSpace(target)
	if schemaName, table, ok := strings.Cut(key.References, "."); ok {
		key.ReferencesSchema, key.References = schemaName, table
	}
	if key.References == "" || len(key.Referred) > 0 && len(key.Referred) != len(key.Columns) {
		return nil, fmt.Errorf("%s, with as many columns on both sides", foreignKeyForm)
	}
	return key, foreignKeyClauses(key, clauses)
}

func foreignKeyClauses(key *schema.ForeignKey, clauses string) error {
	rest := strings.Join(strings.Fields(strings.ToLower(clauses)), " ")
	for rest != "" {
		switch {
		case strings.HasPrefix(rest, "on delete "):
			rest = takeAction(&key.OnDelete, strings.TrimPrefix(rest, "on delete "))
		case strings.HasPrefix(rest, "on update "):
			rest = takeAction(&key.OnUpdate, strings.TrimPrefix(rest, "on update "))
		case strings.HasPrefix(rest, "match full"):
			key.Match, rest = "full", strings.TrimPrefix(rest, "match full")
		case strings.HasPrefix(rest, "deferrable initially deferred"):
			key.Deferrable, key.Deferred, rest = true, true, strings.TrimPrefix(rest, "deferrable initially deferred")
		case strings.HasPrefix(rest, "deferrable"):
			key.Deferrable, rest = true, strings.TrimPrefix(rest, "deferrable")
		default:
			return fmt.Errorf("%q is not understood: after the columns come on delete, on update, match full, deferrable [initially deferred]", rest)
		}
		rest = strings.TrimSpace(rest)
	}
	return nil
}

// takeAction takes an action off the front of a text; what is left tells by
// itself when there was none.
func takeAction(to *string, rest string) string {
	for _, action := range []string{"cascade", "set null", "set default", "restrict", "no action"} {
		if after, ok := strings.CutPrefix(rest, action); ok {
			*to = actions[action]
			return after
		}
	}
	return "on … " + rest
}
