package tomlfile

import (
	"fmt"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Parse reads the text of a TOML model into a neutral database. Every error says
// path:line.
func Parse(path string, text []byte) (*schema.Database, error) {
	list, err := ops.DecodeModel(path, text)
	if err != nil {
		return nil, err
	}
	db := &schema.Database{}
	there := map[schema.Name]*schema.Table{}
	for _, l := range list {
		if o, ok := l.Op.(*ops.CreateSequence); ok && o.After != "" {
			return nil, fmt.Errorf("%s:%d: sequence %s: after is for revisions: take it out", path, l.Line, o.Name)
		}
		if o, ok := l.Op.(*ops.Grant); ok {
			db.Grants = append(db.Grants, &o.Grant)
			continue
		}
		o, ok := l.Op.(*ops.CreateTable)
		if !ok {
			if err := ops.Apply(db, l.Op); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, l.Line, err)
			}
			continue
		}
		table := &o.Table
		table.Origin = fmt.Sprintf("%s:%d", path, l.Line)
		if other := there[table.ID()]; other != nil {
			return nil, fmt.Errorf("%s: table %s is declared twice: first at %s", table.Origin, table.ID(), other.Origin)
		}
		there[table.ID()] = table
		db.Tables = append(db.Tables, table)
	}
	return db, nil
}

// Render writes a neutral database as a TOML model, which Parse reads back.
func Render(db *schema.Database) string {
	var list []ops.Op
	for _, s := range db.Schemas {
		list = append(list, &ops.CreateSchema{Schema: *s})
	}
	for _, e := range db.Extensions {
		list = append(list, &ops.CreateExtension{Extension: *e})
	}
	for _, e := range db.Enums {
		list = append(list, &ops.CreateEnum{Enum: *e})
	}
	for _, d := range db.Domains {
		list = append(list, &ops.CreateDomain{Domain: *d})
	}
	for _, t := range db.Composites {
		list = append(list, &ops.CreateComposite{Composite: *t})
	}
	for _, x := range db.Objects {
		list = append(list, &ops.CreateObject{Object: *x})
	}
	for _, s := range db.Sequences {
		list = append(list, &ops.CreateSequence{Sequence: *s})
	}
	for _, t := range db.Tables {
		list = append(list, ops.NewCreateTable(t))
	}
	for _, v := range db.Views {
		list = append(list, &ops.CreateView{View: *v})
	}
	for _, r := range db.Routines {
		list = append(list, &ops.CreateRoutine{Routine: *r})
	}
	for _, t := range db.Triggers {
		list = append(list, &ops.CreateTrigger{Trigger: *t})
	}
	for _, e := range db.Events {
		list = append(list, &ops.CreateEvent{Event: *e})
	}
	for _, g := range db.Grants {
		list = append(list, &ops.Grant{Grant: *g})
	}
	return ops.EncodeModel(list)
}
