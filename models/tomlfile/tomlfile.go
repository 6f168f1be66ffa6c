package tomlfile

import (
	"fmt"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// Parse reads the text of a TOML model into a neutral database. Every error says
// path:line.
func Parse(path string, text []byte) (*schema.Database, error) {
	tables, enums, err := ops.DecodeModel(path, text)
	if err != nil {
		return nil, err
	}
	db := &schema.Database{}
	there := map[schema.Name]*schema.Table{}
	for _, t := range tables {
		table := &t.Op.(*ops.CreateTable).Table
		table.Origin = fmt.Sprintf("%s:%d", path, t.Line)
		if other := there[table.ID()]; other != nil {
			return nil, fmt.Errorf("%s: table %s is declared twice: first at %s", table.Origin, table.ID(), other.Origin)
		}
		there[table.ID()] = table
		db.Tables = append(db.Tables, table)
	}
	for _, e := range enums {
		db.Enums = append(db.Enums, &e.Op.(*ops.CreateEnum).Enum)
	}
	return db, nil
}
