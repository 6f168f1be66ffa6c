package autogen

import (
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// withoutRowid is SQLite's option of a table that is never without a primary key.
const withoutRowid = "without_rowid"

// giveRowid takes the option away before the primary key goes, and takeRowid sets
// it after the next one is made.
func (d *tableDiff) giveRowid(sameKey bool) {
	if d.live.Options.Get("sqlite", withoutRowid) != "" && d.changesRowid(sameKey) {
		d.plan.dropConstraints = append(d.plan.dropConstraints, d.rowidOp(""))
	}
}

func (d *tableDiff) takeRowid(sameKey bool) {
	if now := d.native.Options.Get("sqlite", withoutRowid); now != "" && d.changesRowid(sameKey) {
		d.plan.createUniques = append(d.plan.createUniques, d.rowidOp(now))
	}
}

func (d *tableDiff) changesRowid(sameKey bool) bool {
	return !sameKey || d.native.Options.Get("sqlite", withoutRowid) != d.live.Options.Get("sqlite", withoutRowid)
}

func (d *tableDiff) rowidOp(value string) ops.Op {
	return &ops.AlterTable{On: d.on, Options: schema.Options{"sqlite": {withoutRowid: value}},
		Existing: &ops.TableExisting{Options: schema.Clone(d.before.Options)}}
}
