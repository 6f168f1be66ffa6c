package postgres

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// Reconcile settles what the wish leaves open as the live database has it: the
// form of auto-increment, the names of sequences that nobody named, the versions
// of extensions.
func (Dialect) Reconcile(wish, live *schema.Database) {
	unfoldSerials(wish, live)
	reconcileCalls(wish, live)
	reconcileReferred(wish, live)
	r := reconciler{wish, live, byName(live), ownedSequences(live)}
	for _, t := range wish.Tables {
		there := r.tables[t.ID()]
		for _, c := range t.Columns {
			var now *schema.Column
			if there != nil {
				now = there.Column(c.Name)
			}
			r.numbering(c, now, t.Exact)
			reconcileMoment(c, now)
			reconcileText(c, now)
			if live.User != "" && !live.NotNullNames { // a server that reads such a name and forgets it
				forgetOption(c.Options, schema.NotNullName)
			}
			keepNotNullName(c, now)
		}
	}
	keepDomainNames(wish, live)
	reconcileOrder(wish, live, r.tables)
	reconcileTablespace(wish, live.Tablespace)
	reconcilePlaces(wish, r.tables)
	reconcileDefault(wish, live)
	reconcileTyped(wish, live)
	reconcileHeirs(wish, live)
	for _, e := range wish.Extensions {
		for _, l := range live.Extensions {
			if e.Name != l.Name {
				continue
			}
			e.Version, e.Schema = or(e.Version, l.Version), or(e.Schema, l.Schema)
		}
	}
}

// part is what options are of: a table itself, or a key, an exclusion or an index of it.
type part struct{ kind, name string }

// partOptions are the options of a table and of its parts.
func partOptions(t *schema.Table) iter.Seq2[part, schema.Options] {
	return func(yield func(part, schema.Options) bool) {
		if !yield(part{kind: "table"}, t.Options) {
			return
		}
		for x := range t.Indexed() {
			kind, name, options := x.Named()
			if x.Primary != nil {
				name = "" // which the wish need not say
			}
			if !yield(part{kind, name}, *options) {
				return
			}
		}
	}
}

// reconcileTablespace forgets the tablespace that what names none is in.
func reconcileTablespace(wish *schema.Database, home string) {
	if home == "" {
		return
	}
	forget := func(o schema.Options) {
		if o.Get(name, "tablespace") == home {
			forgetOption(o, "tablespace")
		}
	}
	for _, t := range wish.Tables {
		for _, o := range partOptions(t) {
			forget(o)
		}
	}
	for _, v := range wish.Views {
		forget(v.Options)
	}
}

// reconcilePlaces says where a partition is and how it is stored where the wish doesn't: the server makes
// it like the table that it is of, and leaves it as it is when that one changes.
func reconcilePlaces(wish *schema.Database, there map[schema.Name]*schema.Table) {
	isPartition := func(t *schema.Table) bool { return t.Options.Get(name, schema.PartitionOf) != "" }
	if !slices.ContainsFunc(wish.Tables, isPartition) {
		return
	}
	tables := byName(wish)
	var above func(t *schema.Table, key string) string
	above = func(t *schema.Table, key string) string {
		if t == nil {
			return ""
		}
		value := t.Options.Get(name, key)
		for _, parent := range Names(t.Options.Get(name, schema.PartitionOf)) {
			value = or(value, above(tables[parent], key))
		}
		return value
	}
	for _, t := range wish.Tables {
		for _, key := range []string{"tablespace", "access_method"} {
			if !isPartition(t) || t.Options.Get(name, key) != "" {
				continue
			}
			value := above(t, key)
			if now := there[t.ID()]; now != nil && value != "" {
				value = now.Options.Get(name, key)
			}
			if value != "" {
				t.Options.Set(name, key, value)
			}
		}
	}
}

func forgetOption(o schema.Options, key string) {
	if delete(o[name], key); len(o[name]) == 0 {
		delete(o, name)
	}
}

// reconcileReferred says the columns that a key refers to where the wish names only
// the table: the server keeps those that were its primary key's.
func reconcileReferred(wish, live *schema.Database) {
	for _, t := range wish.Tables {
		for _, f := range t.ForeignKeys {
			if len(f.Referred) > 0 {
				continue
			}
			if to := cmp.Or(wish.Table(f.Target()), live.Table(f.Target())); to != nil && to.PrimaryKey != nil {
				f.Referred = slices.Clone(to.PrimaryKey.Columns)
			}
		}
	}
}

// reconcileOrder forgets in which order storage parameters stand, of what both have.
func reconcileOrder(wish, live *schema.Database, there map[schema.Name]*schema.Table) {
	for _, t := range wish.Tables {
		if now := there[t.ID()]; now != nil && (ordered(t) || ordered(now)) {
			forgetOrder(t, now)
		}
	}
	views := map[schema.Name]*schema.View{}
	for _, v := range live.Views {
		views[schema.Name{Schema: v.Schema, Name: v.Name}] = v
	}
	for _, v := range wish.Views {
		if o := views[schema.Name{Schema: v.Schema, Name: v.Name}]; o != nil {
			forgetOrder(&schema.Table{Options: v.Options, Indexes: v.Indexes}, &schema.Table{Options: o.Options, Indexes: o.Indexes})
		}
	}
}

// ordered reports whether the order is said of anything that a table has.
func ordered(t *schema.Table) bool {
	for _, o := range partOptions(t) {
		if o.Get(name, ParameterOrder) != "" {
			return true
		}
	}
	return false
}

func forgetOrder(t, now *schema.Table) {
	there := maps.Collect(partOptions(now))
	for p, o := range partOptions(t) {
		if is, both := there[p]; both {
			forgetOption(o, ParameterOrder)
			forgetOption(is, ParameterOrder)
		}
	}
}

// reconcileMoment takes a constant moment for what 'now' was when the column was made.
func reconcileMoment(c, now *schema.Column) {
	if now == nil || now.Default == nil || c.Default == nil || !strings.HasPrefix(c.Type.For(name), "timestamp") {
		return
	}
	said, is := lexicon.Tokens(c.Default.SQL.For(name)), lexicon.Tokens(now.Default.SQL.For(name))
	if len(said) > 0 && len(is) > 1 && said[0].Kind == dialect.String && strings.HasPrefix(strings.ToLower(said[0].Value), "now") &&
		is[0].Kind == dialect.String && is[1].Is("::") && c.Type.Equal(now.Type) {
		c.Default = schema.Clone(now.Default)
	}
}

// reconcileText takes a string that is a default for the same one by way of another type:
// a column whose type was changed keeps the cast to what it was before.
func reconcileText(c, now *schema.Column) {
	if now == nil || now.Default == nil || c.Default == nil || !c.Type.Equal(now.Type) {
		return
	}
	native := c.Type.For(name)
	said, ok := castText(c.Default.SQL.For(name), native)
	is, also := castText(now.Default.SQL.For(name), native)
	if ok && also && said == is {
		c.Default = schema.Clone(now.Default)
	}
}

// castText returns the value of a string literal that is cast to nothing but strings
// without a length and the native type. Blanks at its end may get lost.
func castText(sql, native string) (value string, ok bool) {
	tokens := slices.DeleteFunc(lexicon.Tokens(sql), func(t dialect.Token) bool { return t.Is("(") || t.Is(")") })
	if len(tokens) == 0 || tokens[0].Kind != dialect.String || !strings.HasPrefix(tokens[0].Text, "'") || strings.HasSuffix(tokens[0].Value, " ") {
		return "", false
	}
	for rest := tokens[1:]; len(rest) > 0; {
		if !rest[0].Is("::") {
			return "", false
		}
		end := 1
		for end < len(rest) && !rest[end].Is("::") {
			end++
		}
		if end == 1 {
			return "", false
		}
		cast := sql[rest[1].Start:rest[end-1].End]
		if t, err := parseType(cast); err != nil || cast != native && (t.array || t.mods != "" || !isString(t)) {
			return "", false
		}
		rest = rest[end:]
	}
	return tokens[0].Value, true
}

// publicComment is the comment that the schema public has when nobody gave it one.
const publicComment = "standard public schema"

// reconcileDefault reads a default schema that nobody has commented on as saying nothing.
func reconcileDefault(wish, live *schema.Database) {
	if live.Default == "" && wish.Default != "" {
		if live.Default = wish.Default; wish.Default == "public" {
			live.DefaultComment = publicComment
		}
	}
	if wish.DefaultComment == publicComment && live.DefaultComment == "" {
		wish.DefaultComment = ""
	}
}

// unfoldSerials takes a live serial column apart where the wish speaks of its
// sequence: with other settings, another owner, or for another column.
func unfoldSerials(wish, live *schema.Database) {
	said := map[schema.Name]*schema.Sequence{}
	for _, s := range wish.Sequences {
		said[schema.Name{Schema: s.Schema, Name: s.Name}] = s
	}
	for _, s := range live.Sequences {
		delete(said, schema.Name{Schema: s.Schema, Name: s.Name})
	}
	for _, t := range live.Tables {
		for _, c := range t.Columns {
			base, ok := serialTypes[c.Type.For(name)]
			id := schema.Name{Schema: t.Schema, Name: SequenceName(t.Name, c.Name)}
			if !ok || said[id] == nil {
				continue
			}
			s := &schema.Sequence{Schema: id.Schema, Name: id.Name, Type: base, OwnedBy: Ident(t.Name) + "." + Ident(c.Name),
				Unlogged: said[id].Unlogged && t.Options.Get(name, schema.Unlogged) != ""}
			finishSequence(s)
			live.Sequences = append(live.Sequences, s)
			c.Type, c.NotNull = schema.SQL(base), true
			c.Default = nextval(id)
		}
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

type reconciler struct {
	wish, live *schema.Database
	tables     map[schema.Name]*schema.Table
	sequences  map[*schema.Column]*schema.Sequence
}

// numbering takes over how a live column is numbered, where the wish leaves that open.
func (r *reconciler) numbering(c, now *schema.Column, exact bool) {
	native := c.Type.For(name)
	if s := r.sequences[now]; s != nil && !exact && (c.Autoincrement || serialTypes[native] != "") {
		r.adopt(c, now, s)
		return
	}
	switch {
	case c.Autoincrement && exact:
		c.Identity = &schema.Identity{}
	case c.Autoincrement && now != nil && serialTypes[now.Type.For(name)] != "":
		c.Type = schema.SQL(serialOf(native))
	case c.Autoincrement && now != nil && now.Identity != nil:
		c.Identity = schema.Clone(now.Identity)
	case c.Autoincrement:
		c.Identity = &schema.Identity{}
	}
	c.Autoincrement = false
	if c.Identity == nil || now == nil || exact {
		return
	}
	for _, key := range []string{schema.SequenceOf, schema.SequenceComment} {
		if is := now.Options.Get(name, key); is != "" && c.Options.Get(name, key) == "" {
			c.Options.Set(name, key, is)
		}
	}
}

// ownedSequences maps the columns that are serial but for their sequence's name
// or settings to that sequence.
func ownedSequences(db *schema.Database) map[*schema.Column]*schema.Sequence {
	tables := byName(db)
	owned := map[*schema.Column]*schema.Sequence{}
	for _, s := range db.Sequences {
		_, c := owner(tables, s)
		if c != nil && c.Default != nil && nextvalOf(c.Default.SQL.For(name), schema.Name{Schema: s.Schema, Name: s.Name}) {
			owned[c] = s
		}
	}
	return owned
}

// adopt makes the wish's column use the live one's sequence.
func (r *reconciler) adopt(c, now *schema.Column, s *schema.Sequence) {
	c.Type = schema.SQL(storedType(c.Type.For(name)))
	c.Default, c.Autoincrement = schema.Clone(now.Default), false
	known := slices.ContainsFunc(r.wish.Sequences, func(o *schema.Sequence) bool { return o.Schema == s.Schema && o.Name == s.Name })
	if !known {
		r.wish.Sequences = append(r.wish.Sequences, schema.Clone(s))
	}
}
