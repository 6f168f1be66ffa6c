package introspect

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"strings"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/schema"
)

// pgKind is the query for one kind of object that is kept as the statement that
// makes it. In each, n is the object's schema, where it has one.
type pgKind struct {
	kind   string
	class  string // the catalog that it is a row of
	oid    string
	name   string
	sql    string // without it the kind is skipped, for this reason
	from   string
	reason string
	whole  bool   // it belongs to the database, not to a schema
	told   string // of one that is skipped: what is compared of it all the same
	holds  string // the tables and columns that it holds, as JSON
}

// inScope is how a statement made here calls an object: with its schema, unless that is
// the default one.
func inScope(name string) string {
	return `CASE WHEN n.nspname = current_schema() THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(` + name + `)`
}

const foreignReason = "it tells of another server, mostly with a password: say it in an execute"

// kinds lists the kinds in the order in which they are best made.
func (r *pgReader) kinds() []pgKind {
	return []pgKind{
		{kind: "collation", class: "pg_collation", oid: "c.oid", name: "c.collname", sql: r.collationSQL(),
			from: "pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace"},
		{kind: "type", class: "pg_type", oid: "t.oid", name: "t.typname", sql: r.rangeSQL(),
			from: `pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace
				JOIN pg_type s ON s.oid = r.rngsubtype JOIN pg_opclass o ON o.oid = r.rngsubopc JOIN pg_namespace os ON os.oid = o.opcnamespace` +
				r.since(14, " JOIN pg_type m ON m.oid = r.rngmultitypid", "")},
		{kind: "text search dictionary", class: "pg_ts_dict", oid: "d.oid", name: "d.dictname",
			sql: `'CREATE TEXT SEARCH DICTIONARY ' || ` + inScope("d.dictname") + ` || ' (TEMPLATE = ' || quote_ident(ts.nspname) || '.'
				|| quote_ident(t.tmplname) || COALESCE(', ' || d.dictinitoption, '') || ')'`,
			from: `pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
				JOIN pg_namespace ts ON ts.oid = t.tmplnamespace`},
		{kind: "text search configuration", class: "pg_ts_config", oid: "c.oid", name: "c.cfgname",
			sql: `'CREATE TEXT SEARCH CONFIGURATION ' || ` + inScope("c.cfgname") + ` || ' (PARSER = ' || quote_ident(ps.nspname) || '.'
				|| quote_ident(p.prsname) || ')' || COALESCE(` + textSearchMappings + `, '')`,
			from: `pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
				JOIN pg_namespace ps ON ps.oid = p.prsnamespace`},
		{kind: "operator", class: "pg_operator", oid: "o.oid", name: operatorName, sql: operatorSQL,
			from: "pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace AND o.oprcode <> 0"},
		{kind: "cast", class: "pg_cast", oid: "c.oid", name: castName, sql: castSQL, from: "pg_cast c", whole: true},
		{kind: "statistics", class: "pg_statistic_ext", oid: "s.oid", name: "s.stxname", sql: r.statisticsSQL(),
			from: "pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace"},
		{kind: "event trigger", class: "pg_event_trigger", oid: "v.oid", name: "v.evtname", sql: eventTriggerSQL, from: "pg_event_trigger v", whole: true},
		{kind: "foreign table", class: "pg_class", oid: "c.oid", name: "c.relname", reason: foreignReason, told: foreignColumns,
			from: "pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_namespace n ON n.oid = c.relnamespace"},
		{kind: "server", class: "pg_foreign_server", oid: "s.oid", name: "s.srvname", reason: foreignReason, from: "pg_foreign_server s", whole: true},
		{kind: "foreign-data wrapper", class: "pg_foreign_data_wrapper", oid: "w.oid", name: "w.fdwname", reason: foreignReason,
			from: "pg_foreign_data_wrapper w", whole: true},
		{kind: "publication", class: "pg_publication", oid: "p.oid", name: "p.pubname", reason: "replication is the administrator's", from: "pg_publication p", holds: published, whole: true},
		{kind: "base type", class: "pg_type", oid: "t.oid", name: "t.typname", reason: "it is made of C functions: say it in an execute",
			from: "pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND t.typtype = 'b' AND t.typcategory <> 'A'"},
		{kind: "operator class", class: "pg_opclass", oid: "c.oid", name: "c.opcname", reason: "say it in an execute",
			from: "pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace"},
		{kind: "operator family", class: "pg_opfamily", oid: "f.oid", name: "f.opfname", reason: "say it in an execute",
			from: `pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace AND NOT EXISTS (SELECT FROM pg_opclass c WHERE c.opcfamily = f.oid)`},
		{kind: "conversion", class: "pg_conversion", oid: "c.oid", name: "c.conname", reason: "say it in an execute",
			from: "pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace"},
		{kind: "text search parser", class: "pg_ts_parser", oid: "p.oid", name: "p.prsname", reason: "it is made of C functions: say it in an execute",
			from: "pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace"},
		{kind: "text search template", class: "pg_ts_template", oid: "t.oid", name: "t.tmplname", reason: "it is made of C functions: say it in an execute",
			from: "pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace"},
		{kind: "access method", class: "pg_am", oid: "m.oid", name: "m.amname", reason: "it is the administrator's", from: "pg_am m", whole: true},
		{kind: "user mapping", class: "pg_user_mapping", oid: "u.umid", name: "u.usename || ' on ' || u.srvname", reason: foreignReason,
			from: "pg_user_mappings u", whole: true},
		{kind: "language", class: "pg_language", oid: "l.oid", name: "l.lanname", reason: "it is the administrator's", from: "pg_language l", whole: true},
		{kind: "transform", class: "pg_transform", oid: "t.oid", name: "format_type(t.trftype, NULL)", reason: "it is the administrator's", from: "pg_transform t", whole: true},
	}
}

// firstUser is the first oid that the server gives to what users make.
const firstUser = "16384"

// objects reads the objects of all other kinds, in one query.
func (r *pgReader) objects() error {
	var parts []string
	for _, k := range r.kinds() {
		space, where := "n.oid", "n.oid"+r.within
		if k.whole {
			space, where = "0", k.oid+" >= "+firstUser
		}
		text, told, holds := cmp.Or(k.sql, "''"), cmp.Or(k.told, "NULL"), cmp.Or(k.holds, "NULL")
		parts = append(parts, `SELECT `+literal(k.kind)+`, `+space+`, (`+k.name+`)::text, `+text+`, COALESCE(obj_description(`+k.oid+`, '`+k.class+`'), ''),
			`+literal(k.reason)+`, `+told+`::text, `+holds+`::text FROM `+k.from+` WHERE `+where+` AND`+notOwned(k.class, k.oid))
	}
	query := "SELECT * FROM (" + strings.Join(parts, " UNION ALL ") + `) AS o(kind, space, name, sql, comment, reason, told, holds) ORDER BY kind, name`
	return r.each(query, func(scan func(...any) error) error {
		var space int64
		var text, reason string
		var told, holds sql.NullString
		x := &schema.Object{}
		if err := scan(&x.Kind, &space, &x.Name, &text, &x.Comment, &reason, &told, &holds); err != nil {
			return err
		}
		x.Schema, x.SQL = r.spaces[space], schema.SQL(postgres.StableText(text))
		if text == "" {
			held, err := r.held(holds.String)
			if err != nil {
				return err
			}
			r.db.Skipped = append(r.db.Skipped, schema.Skipped{Kind: x.Kind, Schema: x.Schema, Name: x.Name, Reason: reason, Text: told.String, Holds: held})
		} else {
			r.db.Objects = append(r.db.Objects, x)
		}
		return nil
	})
}

// notOwned is a condition that excludes what belongs to an extension, or to
// another object that it comes and goes with.
func notOwned(class, oid string) string {
	return strings.Replace(notExtension(class, oid), "e.deptype = 'e'", "e.deptype IN ('e', 'i')", 1)
}

// foreignColumns are the columns of a foreign table that it has itself. In which order they stand is
// no difference.
const foreignColumns = `(SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
	', ' ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attinhcount = 0)`

// published are the tables of a publication, and the columns that its lists and conditions name.
const published = `(SELECT jsonb_agg(DISTINCT jsonb_build_object('Space', c.relnamespace::bigint, 'Table', c.relname, 'Column', COALESCE(a.attname, '')))
	FROM pg_publication_rel pr JOIN pg_class c ON c.oid = pr.prrelid
	JOIN pg_depend d ON d.classid = 'pg_publication_rel'::regclass AND d.objid = pr.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
	LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid AND a.attnum > 0 WHERE pr.prpubid = p.oid)`

// held reads what an object holds, of the schemas that are read.
func (r *pgReader) held(text string) (list []schema.Held, err error) {
	var rows []struct {
		Space         int64
		Table, Column string
	}
	if text == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		return nil, err
	}
	for _, row := range rows {
		if space, ok := r.spaces[row.Space]; ok {
			list = append(list, schema.Held{Table: schema.Name{Schema: space, Name: row.Table}, Column: row.Column})
		}
	}
	return list, nil
}

const textSearchMappings = `(SELECT string_agg('; ALTER TEXT SEARCH CONFIGURATION ' || CASE WHEN n.nspname = current_schema() THEN '' ELSE quote_ident(n.nspname) || '.' END
	|| quote_ident(c.cfgname) || ' ADD MAPPING FOR ' || quote_ident(k.alias) || ' WITH ' || k.dicts, '' ORDER BY k.tokid)
	FROM (SELECT t.tokid, t.alias, string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS dicts
		FROM ts_token_type(c.cfgparser) t JOIN pg_ts_config_map m ON m.mapcfg = c.oid AND m.maptokentype = t.tokid GROUP BY 1, 2) k)`

const operatorName = `o.oprname || ' (' || CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END
	|| ', ' || CASE WHEN o.oprright = 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END || ')'`

const operatorSQL = `'CREATE OPERATOR ' || CASE WHEN n.nspname = current_schema() THEN '' ELSE quote_ident(n.nspname) || '.' END || o.oprname || ' ('
	|| concat_ws(', ', 'FUNCTION = ' || o.oprcode, 'LEFTARG = ' || CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END,
	'RIGHTARG = ' || CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END,
	'COMMUTATOR = ' || (SELECT 'OPERATOR(' || CASE WHEN s.nspname = current_schema() THEN '' ELSE quote_ident(s.nspname) || '.' END || x.oprname || ')'
		FROM pg_operator x JOIN pg_namespace s ON s.oid = x.oprnamespace WHERE x.oid = o.oprcom),
	'NEGATOR = ' || (SELECT 'OPERATOR(' || CASE WHEN s.nspname = current_schema() THEN '' ELSE quote_ident(s.nspname) || '.' END || x.oprname || ')'
		FROM pg_operator x JOIN pg_namespace s ON s.oid = x.oprnamespace WHERE x.oid = o.oprnegate),
	'RESTRICT = ' || nullif(o.oprrest::text, '-'), 'JOIN = ' || nullif(o.oprjoin::text, '-'),
	CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) || ')'`

const castName = `'(' || format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) || ')'`

const castSQL = `'CREATE CAST ' || ` + castName + ` || CASE c.castmethod WHEN 'f' THEN ' WITH FUNCTION ' || c.castfunc::regprocedure
	WHEN 'i' THEN ' WITH INOUT' ELSE ' WITHOUT FUNCTION' END || CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END`

const eventTriggerSQL = `'CREATE EVENT TRIGGER ' || quote_ident(v.evtname) || ' ON ' || v.evtevent
	|| COALESCE(' WHEN TAG IN (' || (SELECT string_agg(quote_literal(t), ', ' ORDER BY i) FROM unnest(v.evttags) WITH ORDINALITY u(t, i)) || ')', '')
	|| ' EXECUTE FUNCTION ' || v.evtfoid::regproc || '()' || COALESCE('; ALTER EVENT TRIGGER ' || quote_ident(v.evtname)
	|| CASE v.evtenabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' WHEN 'A' THEN ' ENABLE ALWAYS' END, '')`

// statisticsSQL names the columns in the order of their names: the server does so in that of
// the table, which is no difference.
func (r *pgReader) statisticsSQL() string {
	columns := func(order string) string {
		return `(SELECT ' ON ' || string_agg(quote_ident(a.attname), ', ' ORDER BY ` + order + `)
			FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys))`
	}
	text := `COALESCE(replace(pg_get_statisticsobjdef(s.oid), ` + columns("a.attnum") + `, ` + columns("a.attname") + `), pg_get_statisticsobjdef(s.oid))`
	return `replace(` + text + `, 'CREATE STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname),
		'CREATE STATISTICS ' || ` + inScope("s.stxname") + `) || CASE WHEN COALESCE(s.stxstattarget, -1) >= 0 THEN '; ALTER STATISTICS '
		|| ` + inScope("s.stxname") + ` || ' SET STATISTICS ' || s.stxstattarget ELSE '' END`
}

func (r *pgReader) collationSQL() string {
	locale := r.since(17, "c.colllocale", r.since(15, "c.colliculocale", "CASE WHEN c.collprovider = 'i' THEN c.collcollate END"))
	return `'CREATE COLLATION ' || ` + inScope("c.collname") + ` || ' (' || concat_ws(', ',
		'PROVIDER = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
		CASE WHEN NOT c.collisdeterministic THEN 'DETERMINISTIC = false' END, 'LOCALE = ' || quote_literal(` + locale + `),
		'LC_COLLATE = ' || CASE WHEN c.collprovider = 'c' THEN quote_literal(c.collcollate) END,
		'LC_CTYPE = ' || CASE WHEN c.collprovider = 'c' THEN quote_literal(c.collctype) END` +
		r.since(16, `, 'RULES = ' || quote_literal(c.collicurules)`, "") + `) || ')'`
}

func (r *pgReader) rangeSQL() string {
	return `'CREATE TYPE ' || ` + inScope("t.typname") + ` || ' AS RANGE (' || concat_ws(', ', 'SUBTYPE = ' || format_type(r.rngsubtype, NULL),
		CASE WHEN NOT o.opcdefault THEN 'SUBTYPE_OPCLASS = ' || quote_ident(os.nspname) || '.' || quote_ident(o.opcname) END,
		CASE WHEN r.rngcollation <> s.typcollation THEN 'COLLATION = ' || r.rngcollation::regcollation END,
		'CANONICAL = ' || nullif(r.rngcanonical::text, '-'), 'SUBTYPE_DIFF = ' || nullif(r.rngsubdiff::text, '-')` +
		r.since(14, `, 'MULTIRANGE_TYPE_NAME = ' || `+inScope("m.typname"), "") + `) || ')'`
}
