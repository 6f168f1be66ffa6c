package postgres

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// indexParameters are the storage parameters that an index follows from then on. Others shape it
// when it is built (pages_per_range, those of extensions): it has to be built anew to have them
// (https://www.postgresql.org/docs/current/sql-alterindex.html).
var indexParameters = wordSet("with_fillfactor with_deduplicate_items with_fastupdate with_gin_pending_list_limit with_autosummarize with_buffering")

// adjusts reports whether an option of an index can change while it stays.
func adjusts(key string) bool {
	return indexParameters[key] || key == "tablespace" || key == ParameterOrder || strings.HasPrefix(key, indexStatistics)
}

// adjustsIndex reports whether all that differs can: the server sets nothing for an index of a
// partitioned table. One that is attached to another comes and goes with that.
func adjustsIndex(table, from, to schema.Options) bool {
	if table.Get(name, schema.PartitionBy) != "" || from.Attached() {
		return false
	}
	for key := range ops.ChangeOptions(from, to)[name] {
		if !adjusts(key) {
			return false
		}
	}
	return true
}

// move takes what an ALTER is about to a tablespace: to the one where the server would make it if none is named.
func move(alter, space string) string {
	if alter += " SET TABLESPACE "; space != "" {
		return alter + Ident(space)
	}
	return "DO " + quoteString("BEGIN EXECUTE "+quoteString(alter)+" || quote_ident(COALESCE(NULLIF(current_setting('default_tablespace'), ''), "+
		"(SELECT s.spcname FROM pg_catalog.pg_database d JOIN pg_catalog.pg_tablespace s ON s.oid = d.dattablespace WHERE d.datname = current_database()))); END")
}

// alterIndex changes options of an index.
func (c compiler) alterIndex(o *ops.AlterIndex) ([]dialect.Statement, error) {
	id, opts := table(schema.Name{Schema: o.Schema, Name: o.Name}), o.Options[name]
	set, reset := changedParameters(opts)
	actions, list := slices.Concat(reset, set), []dialect.Statement(nil)
	for _, key := range slices.Sorted(maps.Keys(opts)) {
		number, statistics := strings.CutPrefix(key, indexStatistics)
		switch {
		case statistics:
			actions = append(actions, "ALTER COLUMN "+number+" SET STATISTICS "+cmp.Or(opts[key], "-1"))
		case key == "tablespace":
			list = append(list, statements(move("ALTER INDEX "+id, opts[key]))...)
		case key != ParameterOrder && !strings.HasPrefix(key, "with_"):
			return nil, fmt.Errorf("the option %s of index %s can't change while it is there: drop the index and create it again", key, o.Name)
		}
	}
	for _, action := range actions {
		list = append(list, statements("ALTER INDEX "+id+" "+action)...)
	}
	return list, nil
}
