package ops

import (
	"slices"

	"github.com/limbeck/migrate/schema"
)

// Changes reports whether the operation says anything at all.
func (o *AlterColumn) Changes() bool {
	return !o.Type.IsZero() || o.Nullable != nil || o.Default != nil || o.Autoincrement != nil || o.Identity != nil ||
		o.Generated != nil || !o.OnUpdate.IsZero() || !o.Collation.IsZero() || o.Comment != nil || o.Options != nil || len(o.Drop) > 0
}

// Drops reports whether the operation takes a property of the column away.
func (o *AlterColumn) Drops(what string) bool { return slices.Contains(o.Drop, what) }

// Change returns the column as it is after the operation.
func (o *AlterColumn) Change(before *schema.Column) *schema.Column {
	c := schema.Clone(before)
	for _, what := range o.Drop {
		switch what {
		case "default":
			c.Default = nil
		case "identity":
			c.Identity, c.Autoincrement = nil, false
		case "generated":
			c.Generated = nil
		case "on_update":
			c.OnUpdate = schema.Text{}
		case "collation":
			c.Collation = schema.Text{}
		}
	}
	if !o.Type.IsZero() {
		c.Type = o.Type
	}
	if o.Nullable != nil {
		c.NotNull = !*o.Nullable
	}
	if o.Default != nil {
		c.Default = o.Default
	}
	if o.Autoincrement != nil {
		c.Autoincrement = *o.Autoincrement
	}
	if o.Identity != nil {
		c.Identity = o.Identity
	}
	if o.Generated != nil {
		c.Generated = o.Generated
	}
	if !o.OnUpdate.IsZero() {
		c.OnUpdate = o.OnUpdate
	}
	if !o.Collation.IsZero() {
		c.Collation = o.Collation
	}
	if o.Comment != nil {
		c.Comment = *o.Comment
	}
	c.Options = mergeOptions(c.Options, o.Options)
	return schema.Clone(c)
}

// ChangeColumn returns the operation that makes one column of a table into
// another, with all that it was in Existing; nil when they are equal. Names are
// not compared.
func ChangeColumn(on On, before, after *schema.Column) *AlterColumn {
	o := &AlterColumn{On: on, Column: before.Name}
	if !before.Type.Equal(after.Type) {
		o.Type = after.Type
	}
	if before.NotNull != after.NotNull {
		nullable := !after.NotNull
		o.Nullable = &nullable
	}
	if !before.Default.Equal(after.Default) {
		if o.Default = schema.Clone(after.Default); o.Default == nil {
			o.Drop = append(o.Drop, "default")
		}
	}
	if before.Comment != after.Comment {
		comment := after.Comment
		o.Comment = &comment
	}
	o.changeNumbering(before, after)
	o.changeTexts(before, after)
	if !o.Changes() {
		return nil
	}
	o.Existing = schema.Clone(before)
	o.Existing.Name = ""
	return o
}

func (o *AlterColumn) changeNumbering(before, after *schema.Column) {
	autoincrement := after.Autoincrement
	if before.Autoincrement != autoincrement {
		o.Autoincrement = &autoincrement
	}
	switch {
	case equalPtr(before.Identity, after.Identity, equalIdentity):
	case after.Identity == nil:
		o.Drop = append(o.Drop, "identity")
		if autoincrement { // drop takes both; say what stays
			o.Autoincrement = &autoincrement
		}
	default:
		o.Identity = schema.Clone(after.Identity)
	}
	if !equalPtr(before.Generated, after.Generated, equalGenerated) {
		if o.Generated = schema.Clone(after.Generated); o.Generated == nil {
			o.Drop = append(o.Drop, "generated")
		}
	}
}

func (o *AlterColumn) changeTexts(before, after *schema.Column) {
	if !before.OnUpdate.Equal(after.OnUpdate) {
		if o.OnUpdate = after.OnUpdate; o.OnUpdate.IsZero() {
			o.Drop = append(o.Drop, "on_update")
		}
	}
	if !before.Collation.Equal(after.Collation) {
		if o.Collation = after.Collation; o.Collation.IsZero() {
			o.Drop = append(o.Drop, "collation")
		}
	}
	if !before.Options.Equal(after.Options) {
		o.Options = ChangeOptions(before.Options, after.Options)
	}
}

// ChangeOptions returns what turns one set of options into another: those that
// are new or different, and the ones that went, set to empty.
func ChangeOptions(before, after schema.Options) schema.Options {
	var out schema.Options
	for dialect, own := range after {
		for k, v := range own {
			if old, had := before[dialect][k]; !had || old != v {
				out.Set(dialect, k, v)
			}
		}
	}
	for dialect, own := range before {
		for k := range own {
			if _, kept := after[dialect][k]; !kept {
				out.Set(dialect, k, "")
			}
		}
	}
	return out
}

// mergeOptions applies a change of options; an empty value takes an option away.
func mergeOptions(before, change schema.Options) schema.Options {
	out := schema.Clone(before)
	for dialect, own := range change {
		for k, v := range own {
			if v != "" {
				out.Set(dialect, k, v)
			} else if delete(out[dialect], k); len(out[dialect]) == 0 {
				delete(out, dialect)
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func equalPtr[T any](a, b *T, equal func(a, b *T) bool) bool {
	if a == nil || b == nil {
		return a == b
	}
	return equal(a, b)
}

func equalGenerated(a, b *schema.Generated) bool {
	return a.Stored == b.Stored && a.SQL.Equal(b.SQL)
}

func equalIdentity(a, b *schema.Identity) bool {
	same := func(p, q *int64) bool { return equalPtr(p, q, func(a, b *int64) bool { return *a == *b }) }
	return a.Always == b.Always && a.Increment == b.Increment && a.Cache == b.Cache && a.Cycle == b.Cycle &&
		same(a.Start, b.Start) && same(a.Min, b.Min) && same(a.Max, b.Max)
}
