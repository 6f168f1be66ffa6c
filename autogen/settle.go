package autogen

import (
	"context"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// settle puts to the server what the wish and the live database spell
// differently, and takes the server's spelling of the wish. Tables that differ in
// no text are not asked about.
func (c *comparison) settle(ctx context.Context) error {
	var disputed []*schema.Table
	there := c.live.TablesByID()
	for _, t := range c.native.Tables {
		if live := there[t.ID()]; live != nil && c.disputed(t, live) {
			disputed = append(disputed, t)
		}
	}
	if len(disputed) == 0 || c.opts.Judge == nil {
		return nil
	}
	return c.spell(ctx, disputed)
}

// withParents adds the tables that others inherit from or are partitions of, without which a
// server can't make these.
func (c *comparison) withParents(tables []*schema.Table) []*schema.Table {
	name := c.d.Name()
	if !slices.ContainsFunc(tables, func(t *schema.Table) bool {
		return t.Options.Get(name, schema.PartitionOf)+t.Options.Get(name, schema.Inherits) != ""
	}) {
		return tables
	}
	a, byID := newArranger(c.d, c.native), c.native.TablesByID()
	list, there := slices.Clone(tables), map[*schema.Table]bool{}
	for _, t := range list {
		there[t] = true
	}
	for i := 0; i < len(list); i++ {
		for _, parent := range a.parents(list[i]) {
			if t := byID[parent]; t != nil && !there[t] {
				list, there[t] = append(list, t), true
			}
		}
	}
	return list
}

// unconfirmed notes an object that may be the same in other words.
func (c *comparison) unconfirmed(object, why string) {
	c.result.Unconfirmed = append(c.result.Unconfirmed, Note{object, "differs in text, and the server could not be asked whether in meaning: " + why})
}

// spell takes the server's spelling of the disputed tables. Where it refuses them together,
// each half is asked about alone, so that a table that it can't take hides no other.
func (c *comparison) spell(ctx context.Context, disputed []*schema.Table) error {
	asked := &schema.Database{Enums: c.native.Enums, Domains: c.native.Domains, Composites: c.native.Composites, Sequences: c.native.Sequences, Routines: c.native.Routines}
	for _, t := range c.withParents(disputed) {
		asked.Tables = append(asked.Tables, withNames(t))
	}
	spelled, err := c.opts.Judge(ctx, asked)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if half := len(disputed) / 2; err != nil && half > 0 {
		for _, tables := range [][]*schema.Table{disputed[:half], disputed[half:]} {
			if err := c.spell(ctx, tables); err != nil {
				return err
			}
		}
		return nil
	}
	if err != nil {
		id := disputed[0].ID()
		c.unconfirmed("table "+id.String(), strings.TrimPrefix(err.Error(), "table "+id.String()+": "))
		return nil
	}
	wished := c.native.TablesByID()
	for _, t := range spelled.Tables {
		if wish := wished[t.ID()]; wish != nil {
			takeSpelling(c.d.Name(), wish, t)
		}
	}
	return nil
}

// disputed reports whether any text of the table differs from the live one's.
func (c *comparison) disputed(t, live *schema.Table) bool {
	for _, column := range t.Columns {
		was := live.Column(column.Name)
		if was == nil {
			continue
		}
		if column.Type.Any != was.Type.Any || !c.sameDefault(column.Default, was.Default) ||
			!c.sameGenerated(column.Generated, was.Generated) || column.Generated != nil && column.NotNull != was.NotNull || !c.sameText(column.OnUpdate, was.OnUpdate) || !c.sameText(column.Collation, was.Collation) {
			return true
		}
	}
	for _, check := range t.Checks {
		if !slices.ContainsFunc(live.Checks, func(o *schema.Check) bool { return c.sameText(check.SQL, o.SQL) }) {
			return true
		}
	}
	for _, x := range t.Indexes {
		if hasText(x) && !slices.ContainsFunc(live.Indexes, func(o *schema.Index) bool { return c.sameIndex(x, o) }) {
			return true
		}
	}
	if c.opts.Native { // a server has spelled the rest
		return false
	}
	for _, x := range t.Exclusions {
		if !slices.ContainsFunc(live.Exclusions, func(o *schema.Exclusion) bool { return c.sameExclusion(x, o) }) {
			return true
		}
	}
	said := live.Options[c.d.Name()]
	for key, text := range t.Options[c.d.Name()] {
		if isText(key) && said[key] != "" && !c.sameCode(schema.SQL(text), schema.SQL(said[key])) {
			return true
		}
	}
	return false
}

// isText reports whether an option of a table is SQL that the server spells in its own way: a policy, a
// rule, by what the table is partitioned, or what a partition holds.
func isText(option string) bool {
	return isCode(option) || option == schema.PartitionBy || option == schema.PartitionBound || option == schema.Partition
}

// hasText reports whether an index has parts that only the server can compare. Among them is
// DESC, which MariaDB before 10.8 reads and forgets.
func hasText(x *schema.Index) bool {
	return !x.Where.IsZero() || slices.ContainsFunc(x.Columns, func(p schema.IndexPart) bool {
		return !p.SQL.IsZero() || p.Opclass != "" || p.Collation != "" || p.Order != ""
	})
}

// withNames returns the table with a name for everything, by which its parts are
// found again in the server's answer.
func withNames(t *schema.Table) *schema.Table {
	t = schema.Clone(t)
	tag(t)
	return t
}

// takeSpelling copies the server's texts into the native wish of a dialect.
func takeSpelling(d string, wish, spelled *schema.Table) {
	for _, column := range wish.Columns {
		if said := spelled.Column(column.Name); said != nil {
			column.Type, column.Default, column.Generated = said.Type, said.Default, said.Generated
			column.OnUpdate, column.Collation = said.OnUpdate, said.Collation
			if column.Generated != nil { // a server may have no NOT NULL there
				column.NotNull = said.NotNull
			}
		}
	}
	for key, text := range spelled.Options[d] {
		if isText(key) && wish.Options.Get(d, key) != "" {
			wish.Options.Set(d, key, text)
		}
	}
	named := withNames(wish)
	for i, check := range wish.Checks {
		for _, said := range spelled.Checks {
			if said.Name == named.Checks[i].Name {
				check.SQL = said.SQL
			}
		}
	}
	for i, x := range wish.Exclusions {
		for _, said := range spelled.Exclusions {
			if said.Name == named.Exclusions[i].Name {
				x.Where, x.Elements = said.Where, schema.Clone(said.Elements)
			}
		}
	}
	for i, x := range wish.Indexes {
		for _, said := range spelled.Indexes {
			if said.Name == named.Indexes[i].Name && hasText(x) {
				name, options := x.Name, x.Options
				*x = *schema.Clone(said)
				x.Name = name
				for key, value := range options[d] { // which a reading may leave out
					if x.Options.Get(d, key) == "" {
						x.Options.Set(d, key, value)
					}
				}
			}
		}
	}
}
