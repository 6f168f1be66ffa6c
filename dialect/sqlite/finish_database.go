package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// FinishDatabase drops enums, whose values are in the columns' types, and objects
// that have no text for SQLite. Other kinds that SQLite hasn't got are errors.
func (d Dialect) FinishDatabase(db *schema.Database) error {
	db.Enums = nil
	db.Objects = slices.DeleteFunc(db.Objects, func(x *schema.Object) bool { return x.SQL.IsZero() })
	db.Views = slices.DeleteFunc(db.Views, func(v *schema.View) bool { return v.SQL.IsZero() })
	db.Routines = slices.DeleteFunc(db.Routines, func(r *schema.Routine) bool { return r.SQL.IsZero() })
	db.Triggers = slices.DeleteFunc(db.Triggers, func(t *schema.Trigger) bool { return t.SQL.IsZero() })
	for _, kind := range []struct {
		some bool
		err  func() error
	}{
		{len(db.Schemas) > 0, noSchemas}, {len(db.Extensions) > 0, noExtensions}, {len(db.Domains) > 0, noDomains},
		{len(db.Composites) > 0, noComposites}, {len(db.Objects) > 0, noObjects}, {len(db.Sequences) > 0, noSequences},
		{len(db.Routines) > 0, noRoutines}, {len(db.Events) > 0, noEvents},
	} {
		if kind.some {
			return kind.err()
		}
	}
	for _, v := range db.Views {
		if v.Materialized {
			return fmt.Errorf("view %s: %w", v.Name, noMaterialized())
		}
		if err := finishSchema(&v.Schema); err != nil {
			return fmt.Errorf("view %s: %w", v.Name, err)
		}
		v.SQL = schema.SQL(trimStatement(v.SQL.Any))
		v.Comment, v.Indexes, v.Options = "", nil, nil
	}
	for _, t := range db.Triggers {
		if err := finishSchema(&t.Schema); err != nil {
			return fmt.Errorf("trigger %s: %w", t.Name, err)
		}
		t.SQL = schema.SQL(trimStatement(t.SQL.Any))
		t.Comment, t.Options = "", nil
	}
	return nil
}

// trimStatement cuts space and semicolons off both ends of a statement.
func trimStatement(sql string) string { return strings.Trim(sql, "; \t\r\n") }

func noSchemas() error {
	return dialect.Unsupported(name, "schemas", "use a project and a database file for each")
}
func noExtensions() error {
	return dialect.Unsupported(name, "extensions", "say them in SQL for the databases that have them")
}
func noDomains() error {
	return dialect.Unsupported(name, "domains", "give the columns a type and a check of their own")
}
func noComposites() error {
	return dialect.Unsupported(name, "composite types", "give the tables the columns, or one of type json")
}
func noObjects() error {
	return dialect.Unsupported(name, "objects of such a kind", "keep the operation in a revision for PostgreSQL only")
}
func noSequences() error {
	return dialect.Unsupported(name, "sequences", "use an autoincrement column")
}
func noRoutines() error {
	return dialect.Unsupported(name, "stored routines", "give a routine no text for sqlite, or use a trigger")
}
func noEvents() error {
	return dialect.Unsupported(name, "events", "run the job from the application, or by cron")
}
func noMaterialized() error {
	return dialect.Unsupported(name, "materialized views", "use a plain view for sqlite, or a table that triggers fill")
}
