package introspect

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/schema"
)

// readPostgres reads the catalog of PostgreSQL 13 and newer. Every query is a
// plain join on oid over all objects of a kind; arrays of column numbers are
// taken as they are and resolved here.
func readPostgres(ctx context.Context, q dialect.Queryer, opts Options) (*schema.Database, error) {
	r := &pgReader{ctx: ctx, q: q, db: &schema.Database{}, rels: map[int64]*pgRel{}}
	err := r.scope(opts)
	if err == nil && len(r.spaces) > 0 {
		err = r.read(opts)
	}
	if back := r.restore(); err == nil {
		err = back
	}
	if err != nil {
		return nil, err
	}
	return r.db, nil
}

// setting is one of the server's, of a session.
type setting struct{ name, value string }

// spelling is how the server is to write constants, so that they are the same in every database
// and mean the same in all: those of a database or role may be others (pg_dump sets most of them
// too). The time zone is the first.
var spelling = []setting{{"TimeZone", "UTC"}, {"DateStyle", "ISO"}, {"IntervalStyle", "postgres"}, {"extra_float_digits", "1"}, {"bytea_output", "hex"}}

// planner is how the server is to plan a reading of everything: without nested loops, since
// the catalog of a database that was never analyzed is small to it, however many rows it
// has, and a nested loop takes the square of them; and without compiling queries, which
// takes longer than they do.
var planner = []setting{{"enable_nestloop", "off"}, {"jit", "off"}}

// changing is a query that changes settings and says in two lists what they were and what they are.
func changing(settings []setting) string {
	was, is := make([]string, len(settings)), make([]string, len(settings))
	for i, s := range settings {
		was[i], is[i] = "current_setting("+literal(s.name)+")", fmt.Sprintf("set_config(%s, %s, false)", literal(s.name), literal(s.value))
	}
	return "SELECT to_json(ARRAY[" + strings.Join(was, ", ") + "]) AS was, to_json(ARRAY[" + strings.Join(is, ", ") + "]) AS is_now"
}

// set changes settings.
func (r *pgReader) set(settings []setting) error {
	return r.each(changing(settings), func(scan func(...any) error) error {
		var was, is sql.NullString
		if err := scan(&was, &is); err != nil {
			return err
		}
		return r.note(settings, was, is)
	})
}

// note keeps what those settings were that had another value.
func (r *pgReader) note(settings []setting, was, is sql.NullString) error {
	before, err := stringList(was)
	if err != nil {
		return err
	}
	now, err := stringList(is)
	for i := range min(len(before), len(now)) {
		if before[i] != now[i] {
			r.changed = append(r.changed, setting{settings[i].name, before[i]})
		}
	}
	return err
}

// restore puts back what was changed.
func (r *pgReader) restore() error {
	if len(r.changed) == 0 {
		return nil
	}
	return r.set(r.changed)
}

// read goes through the kinds of objects.
func (r *pgReader) read(opts Options) error {
	if opts.Table == nil {
		if err := r.set(planner); err != nil {
			return err
		}
	}
	steps := []func() error{r.relations, r.columns, r.constraints, r.inheritance, r.names, r.indexes, r.inheritedIndexes, r.sequences, r.triggers, r.policies}
	if opts.Fresh {
		steps = append(steps, r.moments)
	}
	if opts.Table == nil {
		steps = append(steps, r.types, r.domainChecks, r.composites, r.routines, r.extensions, r.objects)
	}
	if r.anyDomain {
		steps = append(steps, r.domainBases)
	}
	if opts.Grants {
		steps = append(steps, r.grants, r.asNew)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	r.tidy()
	if err := postgres.New().FinishDatabase(r.db); err != nil {
		return err
	}
	if opts.Table != nil {
		r.db.Sequences = nil
	}
	return nil
}

// pgReader collects what the queries bring.
type pgReader struct {
	ctx          context.Context
	q            dialect.Queryer
	db           *schema.Database
	version      int
	changed      []setting        // of the session, as they were
	zone         string           // its time zone
	anyDomain    bool             // there are domains whose bases are asked for
	anyPartition bool             // there are partitions among the tables
	current      string           // the default schema
	spaces       map[int64]string // the schemas to read, by oid; "" for the default one
	within       string           // their oids, for IN (…)
	only         string           // a condition that narrows pg_class c to one table
	rels         map[int64]*pgRel
	lookup       map[int64]pgName         // operator classes and collations
	parameters   map[pgPart]string        // of operator classes
	owners       map[int64]func(*pgIndex) // index oid → the constraint that it serves
	domains      map[int64]*schema.Domain
}

// pgRel is a table or view and what is needed to resolve references to it.
type pgRel struct {
	id         schema.Name
	table      *schema.Table
	view       *schema.View
	parents    []int64
	attributes map[int]*pgAttribute
}

type pgAttribute struct {
	name      string
	collation int64
	local     bool
	column    *schema.Column
}

// pgName is the name of a catalog entry as SQL would have to spell it.
type pgName struct {
	name      string
	isDefault bool
}

// each runs a query and hands over its rows.
func (r *pgReader) each(query string, row func(scan func(...any) error) error) error {
	rows, err := r.q.QueryContext(r.ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// since returns an expression that only servers from that version on know.
func (r *pgReader) since(major int, expr, otherwise string) string {
	if r.version >= major*10000 {
		return expr
	}
	return otherwise
}

// scope finds out what to read.
func (r *pgReader) scope(opts Options) error {
	wanted := "n.nspname = current_schema()"
	if t := opts.Table; t != nil && t.Schema != "" {
		wanted = "n.nspname = " + literal(t.Schema)
	}
	if opts.Table != nil {
		r.only = " AND c.relname = " + literal(opts.Table.Name)
	}
	for _, s := range opts.Schemas {
		wanted += " OR n.nspname = " + literal(s)
	}
	users := "(n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND" + notExtension("pg_namespace", "n.oid") + ")"
	if opts.AllSchemas {
		wanted += " OR " + users
	}
	seen, used := wanted, "EXISTS (SELECT FROM pg_depend d WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid)"
	if opts.NameSchemas {
		seen += " OR " + users
	}
	r.spaces, r.owners, r.domains = map[int64]string{}, map[int64]func(*pgIndex){}, map[int64]*schema.Domain{}
	r.parameters = map[pgPart]string{}
	domains := "false"
	if opts.Table != nil || opts.OtherDomains {
		domains = "EXISTS (SELECT " + userDomains + ")"
	}
	var was, is sql.NullString
	err := r.each(`WITH settings AS (`+changing(spelling)+`, `+domains+` AS any_domain)
		SELECT was, is_now, was->>0, any_domain, current_setting('server_version_num')::int, current_user, current_setting('default_tablespace'), n.oid, n.nspname, n.nspname = current_schema(),
			COALESCE(obj_description(n.oid, 'pg_namespace'), ''), `+wanted+`, `+used+`
		FROM pg_namespace n, settings WHERE (`+seen+`) ORDER BY n.nspname`, func(scan func(...any) error) error {
		var oid int64
		var s schema.Schema
		var isDefault, isWanted, isUsed sql.NullBool
		if err := scan(&was, &is, &r.zone, &r.anyDomain, &r.version, &r.db.User, &r.db.Tablespace, &oid, &s.Name, &isDefault, &s.Comment, &isWanted, &isUsed); err != nil {
			return err
		}
		s.Empty = !isUsed.Bool
		if !isWanted.Bool && isUsed.Bool {
			r.db.Unread = append(r.db.Unread, s.Name)
			return nil
		} else if !isWanted.Bool {
			r.db.Schemas = append(r.db.Schemas, &s)
			return nil
		}
		r.spaces[oid] = s.Name
		if isDefault.Bool {
			r.spaces[oid], r.current, r.db.Default = "", s.Name, s.Name
			r.db.DefaultComment = s.Comment
		} else if opts.Table == nil {
			r.db.Schemas = append(r.db.Schemas, &s)
		}
		return nil
	})
	if set := r.note(spelling, was, is); err == nil {
		err = set
	}
	r.db.NotNullNames, r.db.UnloggedSequences = r.version >= 180000, r.version >= 150000
	if err == nil && r.version > 0 && r.version < 130000 {
		err = fmt.Errorf("this is PostgreSQL %d: 13 or newer is needed", r.version/10000)
	}
	oids := make([]string, 0, len(r.spaces))
	for oid := range r.spaces {
		oids = append(oids, strconv.FormatInt(oid, 10))
	}
	slices.Sort(oids)
	r.within = " IN (" + strings.Join(oids, ", ") + ")"
	return err
}

// tidy puts the objects in the order of their names, the default schema first.
func (r *pgReader) tidy() {
	byName(r.db.Tables, func(t *schema.Table) schema.Name { return t.ID() })
	byName(r.db.Views, func(v *schema.View) schema.Name { return schema.Name{Schema: v.Schema, Name: v.Name} })
	byName(r.db.Enums, func(e *schema.Enum) schema.Name { return schema.Name{Schema: e.Schema, Name: e.Name} })
	byName(r.db.Domains, func(d *schema.Domain) schema.Name { return schema.Name{Schema: d.Schema, Name: d.Name} })
	byName(r.db.Composites, (*schema.Composite).ID)
	byName(r.db.Sequences, func(s *schema.Sequence) schema.Name { return schema.Name{Schema: s.Schema, Name: s.Name} })
	byName(r.db.Routines, func(p *schema.Routine) schema.Name {
		return schema.Name{Schema: p.Schema, Name: p.Name + "(" + p.Args + ")"}
	})
	byName(r.db.Triggers, func(t *schema.Trigger) schema.Name {
		return schema.Name{Schema: t.Schema, Name: t.Table + "." + t.Name}
	})
}

func byName[T any](list []T, name func(T) schema.Name) {
	slices.SortStableFunc(list, func(a, b T) int {
		x, y := name(a), name(b)
		if c := strings.Compare(x.Schema, y.Schema); c != 0 {
			return c
		}
		return strings.Compare(x.Name, y.Name)
	})
}

func literal(s string) string { return postgres.New().Literal(s) }

// notExtension is a condition that excludes what belongs to an extension.
func notExtension(class, oid string) string { return " NOT" + ofExtension(class, oid) }

// ofExtension is the condition for that.
func ofExtension(class, oid string) string {
	return ` EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = '` + class + `'::regclass AND e.objid = ` + oid + ` AND e.deptype = 'e')`
}

// description joins the comment of an object as d.
func description(class, oid string) string {
	return ` LEFT JOIN pg_description d ON d.objoid = ` + oid + ` AND d.classoid = '` + class + `'::regclass AND d.objsubid = 0`
}

// numbers reads an int2vector, an oidvector or an array of numbers: "1 2", "{1,2}".
func numbers(text string) []int64 {
	fields := strings.FieldsFunc(text, func(r rune) bool { return r != '-' && (r < '0' || r > '9') })
	list := make([]int64, len(fields))
	for i, f := range fields {
		list[i], _ = strconv.ParseInt(f, 10, 64)
	}
	return list
}

// stringList reads an array that the query turned to JSON; NULL gives none.
func stringList(text sql.NullString) ([]string, error) {
	if !text.Valid || text.String == "" {
		return nil, nil
	}
	var list []string
	err := json.Unmarshal([]byte(text.String), &list)
	return list, err
}

// setParameters stores "name=value" settings as with_name options, and the order in
// which the catalog has them where it is another than by name.
func setParameters(opts *schema.Options, settings []string) {
	names := make([]string, len(settings))
	for i, s := range settings {
		key, value, _ := strings.Cut(s, "=")
		opts.Set("postgres", "with_"+key, value)
		names[i] = key
	}
	if !slices.IsSorted(names) {
		opts.Set("postgres", postgres.ParameterOrder, strings.TrimPrefix(opts.Get("postgres", postgres.ParameterOrder)+", "+strings.Join(names, ", "), ", "))
	}
}
