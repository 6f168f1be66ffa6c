package autogen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// liveEnums says which enums there are on a dialect that has no such objects: the
// ones that the history made, and those whose columns are there.
func (c *comparison) liveEnums() {
	if c.opts.Native || len(c.native.Enums) > 0 || len(c.live.Enums) > 0 {
		return
	}
	if c.opts.History != nil {
		c.live.Enums = schema.Clone(c.opts.History.Enums)
	}
	for _, e := range c.wish.Enums {
		id := schema.Name{Schema: e.Schema, Name: e.Name}
		if c.live.Enum(id) != nil {
			continue
		}
		if values := c.columnValues(e); values != nil {
			c.live.Enums = append(c.live.Enums, &schema.Enum{Name: e.Name, Schema: e.Schema, Values: values})
		}
	}
}

// columnValues returns the values of the first live column that an enum is for.
func (c *comparison) columnValues(e *schema.Enum) []string {
	there := c.live.TablesByID()
	for _, t := range c.wish.Tables {
		live := there[t.ID()]
		if live == nil {
			continue
		}
		for _, column := range t.Columns {
			if was := live.Column(column.Name); was != nil && e.Uses(column) {
				if values, ok := schema.EnumValues(was.Type.Any); ok {
					return values
				}
			}
		}
	}
	return nil
}

// enums finds what differs in the enum types.
func (c *comparison) enums() {
	for _, e := range c.wish.Enums {
		id := schema.Name{Schema: e.Schema, Name: e.Name}
		live := c.live.Enum(id)
		if live == nil {
			c.plan.createEnums = append(c.plan.createEnums, &ops.CreateEnum{Enum: *schema.Clone(e)})
			continue
		}
		if !slices.Equal(e.Values, live.Values) {
			o := alterEnum(e, live.Values)
			c.commitFirst(o)
			c.plan.alterEnums = append(c.plan.alterEnums, o)
		}
		if (c.opts.Complete || e.Comment != "") && e.Comment != live.Comment {
			c.plan.comments = append(c.plan.comments, &ops.SetComment{On: "enum", Name: e.Name, Schema: e.Schema, Comment: e.Comment})
		}
	}
	for _, live := range c.live.Enums {
		named := ops.Named{Name: live.Name, Schema: live.Schema}
		if c.wish.Enum(named.ID()) == nil {
			c.plan.dropEnums = append(c.plan.dropEnums, &ops.DropEnum{Named: named})
		}
	}
}

// warnLostValues warns of the values that enums lose while columns may have them, and says how to
// rename them where others stand in their places.
func (c *comparison) warnLostValues() {
	for _, op := range c.plan.alterEnums {
		o := op.(*ops.AlterEnum)
		lost := slices.DeleteFunc(slices.Clone(o.Existing), func(v string) bool { return slices.Contains(o.Values, v) })
		used := false
		c.columnsOf(o.Name, func(*schema.Table, string) { used = true })
		if o.Values == nil || len(lost) == 0 || !used {
			continue
		}
		reason := losesValues(lost)
		if renames := renamedValues(o.Values, o.Existing); renames != "" {
			reason += ", or, if it is a rename, say rename = { " + renames + " } there instead of values, and in the downgrade the other way round"
		}
		c.result.Warnings = append(c.result.Warnings, Note{"enum " + o.ID().String(), reason})
	}
	c.warnLostInline()
}

// warnLostInline does so for the values that are listed in the type of a column.
func (c *comparison) warnLostInline() {
	for _, op := range c.plan.alterColumns {
		o, ok := op.(*ops.AlterColumn)
		if !ok || c.live.Table(o.ID()) == nil || c.live.Table(o.ID()).Column(o.Column) == nil {
			continue
		}
		was, _ := listedValues(c.live.Table(o.ID()).Column(o.Column).Type.For(c.d.Name()))
		is, listed := listedValues(o.Type.For(c.d.Name()))
		if lost := without(was, is); listed && len(lost) > 0 {
			c.result.Warnings = append(c.result.Warnings, Note{"column " + o.ID().String() + "." + o.Column, losesValues(lost)})
		}
	}
}

func losesValues(lost []string) string {
	return "loses " + strings.Join(lost, ", ") + ", which fails where a row has it: change those rows with an execute before it"
}

// listedValues are the values that the type of a column lists: those of an enum, or of MySQL's set.
func listedValues(typ string) (values []string, ok bool) {
	if len(typ) > 4 && strings.EqualFold(typ[:4], "set(") {
		typ = "enum" + typ[3:]
	}
	return schema.EnumValues(typ)
}

// renamedValues pairs the values of an enum with those that stand in their places, as a revision
// has it, where that is all the difference.
func renamedValues(wish, live []string) string {
	if len(wish) != len(live) {
		return ""
	}
	var pairs []string
	for i, v := range live {
		switch {
		case wish[i] == v:
		case slices.Contains(wish, v) || slices.Contains(live, wish[i]):
			return ""
		default:
			pairs = append(pairs, fmt.Sprintf("%q = %q", v, wish[i]))
		}
	}
	return strings.Join(pairs, ", ")
}

// alterEnum adds values in place where that is all there is to do, else replaces
// the list.
func alterEnum(wish *schema.Enum, before []string) *ops.AlterEnum {
	o := &ops.AlterEnum{Named: ops.Named{Name: wish.Name, Schema: wish.Schema}, Existing: slices.Clone(before)}
	next := 0 // of before
	for i, v := range wish.Values {
		if next < len(before) && before[next] == v {
			next++
			continue
		}
		add := ops.EnumValue{Value: v}
		switch {
		case next == len(before):
		case i > 0:
			add.After = wish.Values[i-1]
		default:
			add.Before = before[0]
		}
		o.Add = append(o.Add, add)
	}
	if next < len(before) {
		o.Add, o.Values = nil, append([]string{}, wish.Values...)
	}
	return o
}

// sameKindOfType reports whether a live column may have had the type that an enum is before it
// changes: that very one, or a list of values.
func (d *tableDiff) sameKindOfType(live, wish int) bool {
	was := d.live.Columns[live].Type
	_, inline := schema.EnumValues(was.Any)
	return inline || was.Equal(d.native.Columns[wish].Type)
}

// enumBefore returns the type, in the wish's words but with the old values, of a
// column whose enum changes: the dialects that keep the values in the column need
// an alter_column even where this one does not. Zero for every other column.
func (c *comparison) enumBefore(wish *schema.Column) schema.Text {
	if c.opts.Complete {
		return schema.Text{} // said in one dialect, for that one
	}
	for _, op := range c.plan.alterEnums {
		o := op.(*ops.AlterEnum)
		e := c.wish.Enum(o.ID())
		if _, inline := schema.EnumValues(wish.Type.Any); inline && e.Uses(wish) {
			old := schema.Clone(wish.Type)
			old.Any = schema.EnumType(o.Existing)
			return old
		}
	}
	return schema.Text{}
}
