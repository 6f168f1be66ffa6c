package autogen

import (
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// giveRowid takes WITHOUT ROWID from a table before its primary key goes, which it is never
// without, and takeRowid says it after the next one is made.
func (d *tableDiff) giveRowid(sameKey bool) {
	if d.live.Options.Get("sqlite", schema.WithoutRowid) != "" && d.changesRowid(sameKey) {
		d.found.dropConstraints = append(d.found.dropConstraints, d.rowidOp(""))
	}
}

func (d *tableDiff) takeRowid(sameKey bool) {
	if now := d.native.Options.Get("sqlite", schema.WithoutRowid); now != "" && d.changesRowid(sameKey) {
		d.found.createUniques = append(d.found.createUniques, d.rowidOp(now))
	}
}

// numberedRows reports whether a new column of a table is a key whose rows the server numbers
// by itself, also those that are there.
func (d *tableDiff) numberedRows(native *schema.Column) bool {
	key := d.native.PrimaryKey
	return d.d.Traits().NumbersInKey && key != nil && len(key.Columns) == 1 && key.Columns[0] == native.Name && key.Options.Get("sqlite", "rowid") == "" &&
		native.Type.Any == "integer" && d.native.Options.Get("sqlite", schema.WithoutRowid) == ""
}

// numberRows lets such a column take NULL until its key is made, which gives numbers to the rows.
func (c *comparison) numberRows(list []ops.Op) []ops.Op {
	if !c.d.Traits().NumbersInKey {
		return list
	}
	keys := map[schema.Name]string{}
	for _, op := range list {
		if o, ok := op.(*ops.CreatePrimaryKey); ok && len(o.Columns) == 1 && o.Options.Get("sqlite", "rowid") == "" {
			keys[o.ID()] = o.Columns[0]
		}
	}
	out := slices.Clone(list)
	for i, op := range list {
		o, ok := op.(*ops.AddColumn)
		if !ok || o.Column.Name != keys[o.ID()] || o.Column.Default != nil || o.Column.Autoincrement || o.Column.Generated != nil {
			continue
		}
		if native, err := c.d.LowerType(o.Column.Type.For(c.d.Name())); err == nil && native == "integer" {
			bare := *o
			bare.Column = *withoutNulls(&o.Column, &schema.Column{}, false)
			bare.Column.NotNull = false
			out[i] = &bare
		}
	}
	return out
}

func (d *tableDiff) changesRowid(sameKey bool) bool {
	return !sameKey || d.native.Options.Get("sqlite", schema.WithoutRowid) != d.live.Options.Get("sqlite", schema.WithoutRowid)
}

func (d *tableDiff) rowidOp(value string) ops.Op {
	return &ops.AlterTable{On: d.on, Options: schema.Options{"sqlite": {schema.WithoutRowid: value}},
		Existing: &ops.TableExisting{Options: schema.Clone(d.before.Options)}}
}
