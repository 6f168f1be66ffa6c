package autogen

import (
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

func (d *tableDiff) changesRowid(sameKey bool) bool {
	return !sameKey || d.native.Options.Get("sqlite", schema.WithoutRowid) != d.live.Options.Get("sqlite", schema.WithoutRowid)
}

func (d *tableDiff) rowidOp(value string) ops.Op {
	return &ops.AlterTable{On: d.on, Options: schema.Options{"sqlite": {schema.WithoutRowid: value}},
		Existing: &ops.TableExisting{Options: schema.Clone(d.before.Options)}}
}
