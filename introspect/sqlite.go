package introspect

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/sqlite"
	"github.com/limbeck/migrate/schema"
)

// SQLite keeps the statements that made a schema, as they were written, so one
// query reads it all; what the pragmas tell is in these texts, and less than they
// say. Objects that SQLite makes for itself are called sqlite_….
const (
	sqliteCatalog = `SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name`
	// sqliteOne reads one table, and all others without what hangs on them: a
	// foreign key may leave it to them what it refers to.
	sqliteOne = `SELECT type, name, tbl_name, sql FROM sqlite_master
WHERE sql IS NOT NULL AND (tbl_name = ? COLLATE NOCASE AND type <> 'view' OR type = 'table') ORDER BY name`
)

// sqliteObject is a row of the catalog.
type sqliteObject struct{ kind, name, table, sql string }

func readSQLite(ctx context.Context, q dialect.Queryer, opts Options) (*schema.Database, error) {
	objects, err := sqliteObjects(ctx, q, opts)
	if err != nil {
		return nil, err
	}
	r := newSQLiteReader(objects)
	if opts.Table != nil {
		return r.one(opts.Table.Name)
	}
	return r.all()
}

func sqliteObjects(ctx context.Context, q dialect.Queryer, opts Options) ([]sqliteObject, error) {
	query, args := sqliteCatalog, []any{}
	if opts.Table != nil {
		if opts.Table.Schema != "" && !strings.EqualFold(opts.Table.Schema, "main") {
			return nil, nil
		}
		query, args = sqliteOne, []any{opts.Table.Name}
	}
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var objects []sqliteObject
	for rows.Next() {
		var o sqliteObject
		if err := rows.Scan(&o.kind, &o.name, &o.table, &o.sql); err != nil {
			return nil, err
		}
		if !strings.HasPrefix(strings.ToLower(o.name), "sqlite_") {
			objects = append(objects, o)
		}
	}
	return objects, rows.Err()
}

// sqliteReader turns the catalog into a schema. Names are looked up in lower case.
type sqliteReader struct {
	objects []sqliteObject
	virtual []schema.Skipped
	sources map[string]string        // the CREATE TABLE statements
	tables  map[string]*schema.Table // those that are parsed
}

func newSQLiteReader(objects []sqliteObject) *sqliteReader {
	r := &sqliteReader{sources: map[string]string{}, tables: map[string]*schema.Table{}}
	r.objects, r.virtual = withoutVirtual(objects)
	for _, o := range r.objects {
		if o.kind == "table" {
			r.sources[strings.ToLower(o.name)] = o.sql
		}
	}
	return r
}

func (r *sqliteReader) all() (*schema.Database, error) {
	db := &schema.Database{Skipped: r.virtual}
	for _, o := range r.objects {
		if o.kind != "view" {
			continue
		}
		v, err := sqlite.ParseView(o.sql)
		if err != nil {
			return nil, err
		}
		v.Name = o.name
		db.Views = append(db.Views, v)
	}
	return db, r.read(db, func(sqliteObject) bool { return true })
}

func (r *sqliteReader) one(name string) (*schema.Database, error) {
	db := &schema.Database{}
	return db, r.read(db, func(o sqliteObject) bool { return strings.EqualFold(o.table, name) })
}

// read adds the tables that are wanted, with their indexes and triggers.
func (r *sqliteReader) read(db *schema.Database, wanted func(sqliteObject) bool) error {
	if err := r.parse(db, wanted); err != nil {
		return err
	}
	for _, o := range r.objects {
		switch {
		case !wanted(o):
		case o.kind == "index" && r.sources[strings.ToLower(o.table)] != "":
			if err := r.index(o); err != nil {
				return err
			}
		case o.kind == "trigger":
			table := o.table
			if t, ok := r.tables[strings.ToLower(o.table)]; ok {
				table = t.Name
			}
			db.Triggers = append(db.Triggers, &schema.Trigger{Name: o.name, Table: table, SQL: schema.SQL(o.sql)})
		}
	}
	for _, t := range db.Tables {
		if err := r.resolve(t); err != nil {
			return err
		}
	}
	return nil
}

// parse adds the tables that are wanted.
func (r *sqliteReader) parse(db *schema.Database, wanted func(sqliteObject) bool) error {
	list := slices.DeleteFunc(slices.Clone(r.objects), func(o sqliteObject) bool { return o.kind != "table" || !wanted(o) })
	db.Tables = make([]*schema.Table, len(list))
	parse := func(i int) (err error) {
		db.Tables[i], err = sqlite.ParseTable(list[i].sql)
		return err
	}
	if err := schema.Parallel(len(list), parse); err != nil {
		return err
	}
	for i, o := range list {
		r.tables[strings.ToLower(o.name)] = db.Tables[i]
	}
	return nil
}

// table parses a table, once; nil when there is none.
func (r *sqliteReader) table(name string) (*schema.Table, error) {
	key := strings.ToLower(name)
	if t, ok := r.tables[key]; ok {
		return t, nil
	}
	source, ok := r.sources[key]
	if !ok {
		return nil, nil
	}
	t, err := sqlite.ParseTable(source)
	if err != nil {
		return nil, err
	}
	r.tables[key] = t
	return t, nil
}

func (r *sqliteReader) index(o sqliteObject) error {
	t, err := r.table(o.table)
	if err != nil {
		return err
	}
	x, err := sqlite.ParseIndex(o.sql, t)
	if err != nil {
		return err
	}
	x.Name = o.name
	t.Indexes = append(t.Indexes, x)
	return nil
}

// resolve gives foreign keys the spelling that the tables have to which they refer.
// One without columns, which means the primary key, stays so.
func (r *sqliteReader) resolve(t *schema.Table) error {
	for _, f := range t.ForeignKeys {
		parent, err := r.table(f.References)
		if err != nil {
			return err
		}
		if f.Referred == nil {
			f.Referred = []string{}
		}
		if parent == nil {
			continue
		}
		f.References = parent.Name
		for i, name := range f.Referred {
			at := slices.IndexFunc(parent.Columns, func(c *schema.Column) bool { return strings.EqualFold(c.Name, name) })
			if at >= 0 {
				f.Referred[i] = parent.Columns[at].Name
			}
		}
	}
	return nil
}

// shadows are, for each module of virtual tables, the endings of the tables in
// which it keeps its data.
var shadows = map[string][]string{
	"fts3":      {"_content", "_docsize", "_segdir", "_segments", "_stat"},
	"fts4":      {"_content", "_docsize", "_segdir", "_segments", "_stat"},
	"fts5":      {"_config", "_content", "_data", "_docsize", "_idx"},
	"rtree":     {"_node", "_parent", "_rowid"},
	"rtree_i32": {"_node", "_parent", "_rowid"},
	"geopoly":   {"_node", "_parent", "_rowid"},
	"spellfix1": {"_vocab"},
}

// withoutVirtual leaves virtual tables out, which are their modules' affair, with
// the tables that belong to them.
func withoutVirtual(objects []sqliteObject) (rest []sqliteObject, virtual []schema.Skipped) {
	hidden := map[string]bool{}
	for _, o := range objects {
		if o.kind != "table" || !strings.HasPrefix(o.sql, "CREATE VIRTUAL TABLE ") { // which the catalog always begins with
			continue
		}
		_, module, told, _ := sqlite.VirtualTable(o.sql)
		virtual = append(virtual, virtualTable(o.name, told))
		table := strings.ToLower(o.name)
		hidden[table] = true
		for _, ending := range shadows[module] {
			hidden[table+ending] = true
		}
	}
	if virtual == nil {
		return objects, nil
	}
	return slices.DeleteFunc(objects, func(o sqliteObject) bool { return o.kind != "view" && hidden[strings.ToLower(o.table)] }), virtual
}

func virtualTable(name, told string) schema.Skipped {
	return schema.Skipped{Kind: "virtual table", Name: name, Reason: "what it is, its module knows: say it in an execute", Text: told}
}

// Virtual returns the virtual table that a statement of a SQL model makes, whose module
// may not be there; ok is false for all other statements.
func Virtual(d dialect.Dialect, statement string) (table schema.Skipped, ok bool) {
	if d.Name() != "sqlite" {
		return table, false
	}
	name, _, told, ok := sqlite.VirtualTable(statement)
	return virtualTable(name, told), ok
}

// canonicalizeSQLite has no need of a server: SQLite keeps a text as it is
// written, so what it would say is what the reader makes of the text.
func canonicalizeSQLite(_ context.Context, _ *sql.Conn, _ dialect.Dialect, wish *schema.Database) (*schema.Database, error) {
	out := schema.Clone(wish)
	for i, t := range out.Tables {
		spelled, err := sqlite.ParseTable(sqlite.CreateTable(t))
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", t.ID(), err)
		}
		spelled.Name, spelled.Origin, spelled.Source, spelled.ForeignKeys = t.Name, t.Origin, "", t.ForeignKeys
		for _, x := range t.Indexes {
			index, err := sqlite.ParseIndex(sqlite.CreateIndex(t.Name, x), spelled)
			if err != nil {
				return nil, fmt.Errorf("table %s: %w", t.ID(), err)
			}
			index.Source = ""
			spelled.Indexes = append(spelled.Indexes, index)
		}
		for _, c := range spelled.Columns {
			if was := t.Column(c.Name); was != nil {
				c.Origin = was.Origin
			}
		}
		out.Tables[i] = spelled
	}
	return out, nil
}
