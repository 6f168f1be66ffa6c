package introspect

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/schema"
)

// sequences reads sequences. Those behind identity columns give their settings to
// the column; the others are listed, and serial's are folded away at the end.
func (r *pgReader) sequences() error {
	query := `SELECT s.oid, s.relnamespace, s.relname, format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax,
			q.seqcache, q.seqcycle, s.relpersistence = 'u', COALESCE(dp.refobjid, 0), COALESCE(dp.refobjsubid, 0), COALESCE(dp.deptype::text, ''), COALESCE(d.description, '')
		FROM pg_class s JOIN pg_sequence q ON q.seqrelid = s.oid
		LEFT JOIN pg_depend dp ON dp.classid = 'pg_class'::regclass AND dp.objid = s.oid AND dp.refclassid = 'pg_class'::regclass
			AND dp.deptype IN ('a', 'i')
		LEFT JOIN pg_class c ON c.oid = dp.refobjid` + description("pg_class", "s.oid") + `
		WHERE s.relnamespace` + r.within + r.only + ` AND` + notExtension("pg_class", "s.oid") + ` ORDER BY s.relname`
	return r.each(query, r.sequence)
}

func (r *pgReader) sequence(scan func(...any) error) error {
	var oid, space, owner, start, minimum, maximum int64
	var number int
	var dependency string
	s := &schema.Sequence{Start: &start, Min: &minimum, Max: &maximum}
	if err := scan(&oid, &space, &s.Name, &s.Type, &start, &s.Increment, &minimum, &maximum, &s.Cache, &s.Cycle, &s.Unlogged, &owner, &number,
		&dependency, &s.Comment); err != nil {
		return err
	}
	s.Schema = r.spaces[space]
	rel := r.rels[owner]
	if rel != nil && rel.attributes[number] != nil {
		a := rel.attributes[number]
		if dependency == "i" && a.column.Identity != nil {
			identify(rel, a.column, s)
			return nil
		}
		s.OwnedBy = postgres.Ident(rel.id.Name) + "." + postgres.Ident(a.name)
	}
	r.db.Sequences = append(r.db.Sequences, s)
	return nil
}

// identify moves the settings of a sequence to the identity column that it serves.
func identify(rel *pgRel, c *schema.Column, s *schema.Sequence) {
	i := c.Identity
	i.Start, i.Increment, i.Min, i.Max, i.Cache, i.Cycle = s.Start, s.Increment, s.Min, s.Max, s.Cache, s.Cycle
	postgres.FoldIdentity(i, s.Type)
	if s.Name != postgres.SequenceName(rel.id.Name, c.Name) {
		c.Options.Set("postgres", schema.SequenceOf, postgres.Ident(s.Name))
	}
	if s.Comment != "" {
		c.Options.Set("postgres", schema.SequenceComment, s.Comment)
	}
}

// cloneStates are the states of a trigger in the partitions of its table, by their names, where these are others
// than its own.
var cloneStates = `(SELECT json_object_agg(` + inScope("k.relname") + `, x.tgenabled)::text FROM pg_partition_tree(g.tgrelid) p
	JOIN pg_trigger x ON x.tgrelid = p.relid AND x.tgname = g.tgname AND x.tgparentid <> 0 AND x.tgenabled <> g.tgenabled
	JOIN pg_class k ON k.oid = p.relid JOIN pg_namespace n ON n.oid = k.relnamespace)`

// triggers reads triggers that somebody made, on tables and views.
func (r *pgReader) triggers() error {
	query := `SELECT g.tgrelid, g.tgname, pg_get_triggerdef(g.oid), g.tgenabled::text,
			' ON ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname), COALESCE(d.description, ''),
			CASE WHEN c.relkind = 'p' THEN ` + cloneStates + ` END
		FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace` +
		description("pg_trigger", "g.oid") + `
		WHERE c.relnamespace` + r.within + r.only + ` AND NOT g.tgisinternal AND g.tgparentid = 0 ORDER BY g.tgname`
	return r.each(query, func(scan func(...any) error) error {
		var relation int64
		var text, enabled, qualified string
		var clones sql.NullString
		g := &schema.Trigger{}
		if err := scan(&relation, &g.Name, &text, &enabled, &qualified, &g.Comment, &clones); err != nil {
			return err
		}
		rel := r.rels[relation]
		if rel == nil {
			return nil
		}
		if clones.Valid {
			states := map[string]string{}
			if err := json.Unmarshal([]byte(clones.String), &states); err != nil {
				return err
			}
			for partition, state := range states {
				g.Options.Set("postgres", "state "+partition, cmp.Or(triggerStates[state], "enabled"))
			}
		}
		g.Schema, g.Table = rel.id.Schema, rel.id.Name
		g.SQL = schema.SQL(r.unqualify(postgres.StableText(text), qualified, rel.id))
		if state := triggerStates[enabled]; state != "" {
			g.Options.Set("postgres", "state", state)
		}
		r.db.Triggers = append(r.db.Triggers, g)
		return nil
	})
}

// types reads enums and domains.
func (r *pgReader) types() error {
	query := `SELECT t.oid, t.typnamespace, t.typname, t.typtype::text,
			CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE '' END, COALESCE(b.typnamespace <> 'pg_catalog'::regnamespace, false),
			t.typnotnull, COALESCE(pg_get_expr(t.typdefaultbin, 0), ''),
			CASE WHEN t.typcollation <> b.typcollation THEN ` + collationName + ` ELSE '' END,
			CASE WHEN t.typtype = 'e' THEN (SELECT to_json(COALESCE(array_agg(e.enumlabel ORDER BY e.enumsortorder), '{}'))::text FROM pg_enum e WHERE e.enumtypid = t.oid) END,
			COALESCE(d.description, ''), ` + r.since(18, "COALESCE((SELECT k.conname FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n'), '')", "''") + `
		FROM pg_type t LEFT JOIN pg_type b ON b.oid = t.typbasetype LEFT JOIN pg_collation co ON co.oid = t.typcollation` +
		description("pg_type", "t.oid") + `
		WHERE t.typnamespace` + r.within + ` AND t.typtype IN ('e', 'd') AND` + notExtension("pg_type", "t.oid") + ` ORDER BY t.typname`
	return r.each(query, r.userType)
}

func (r *pgReader) userType(scan func(...any) error) error {
	var oid, space int64
	var name, kind, base, def, collation, comment, constraint string
	var foreign, notNull bool
	var labels sql.NullString
	if err := scan(&oid, &space, &name, &kind, &base, &foreign, &notNull, &def, &collation, &labels, &comment, &constraint); err != nil {
		return err
	}
	if kind == "e" {
		values, err := stringList(labels)
		r.db.Enums = append(r.db.Enums, &schema.Enum{Name: name, Schema: r.spaces[space], Values: values, Comment: comment})
		return err
	}
	if foreign {
		base = postgres.UserType(base)
	}
	d := &schema.Domain{Name: name, Schema: r.spaces[space], Type: schema.SQL(base), NotNull: notNull, Collation: collation, Comment: comment}
	if def != "" {
		d.Default = &schema.Default{SQL: schema.SQL(postgres.StableText(def))}
	}
	if constraint != postgres.NotNullName(name, "") {
		d.NotNullName = constraint
	}
	r.domains[oid] = d
	r.db.Domains = append(r.db.Domains, d)
	return nil
}

// userDomains are the domains that people may use.
const userDomains = `FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND n.nspname <> 'information_schema'`

// domainBases reads what the domains stand on that aren't read otherwise: a column may be of one
// in any schema.
func (r *pgReader) domainBases() error {
	query := `SELECT n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod), b.typnamespace <> 'pg_catalog'::regnamespace
		FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
		WHERE t.typtype = 'd' AND n.nspname <> 'information_schema'`
	return r.each(query, func(scan func(...any) error) error {
		d := &schema.Domain{}
		var base string
		var foreign bool
		if err := scan(&d.Schema, &d.Name, &base, &foreign); err != nil {
			return err
		}
		if foreign {
			base = postgres.UserType(base)
		}
		if d.Schema == r.current {
			d.Schema = ""
		}
		known := func(o *schema.Domain) bool { return o.Name == d.Name && o.Schema == d.Schema }
		if d.Type = schema.SQL(base); !slices.ContainsFunc(r.db.Domains, known) {
			r.db.Domains = append(r.db.Domains, d)
		}
		return nil
	})
}

// routines reads functions, procedures and aggregates.
func (r *pgReader) routines() error {
	query := `SELECT p.pronamespace, p.proname, CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
			pg_get_function_identity_arguments(p.oid), CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) ELSE '' END,
			quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(', quote_ident(p.proname) || '(',
			` + aggregateSettings + `, COALESCE(d.description, ''), ` + granted("p.proacl", "p.proowner", "p.oid::regprocedure", "ROUTINE ") + `
		FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid` +
		description("pg_proc", "p.oid") + `
		WHERE p.pronamespace` + r.within + ` AND` + notOwned("pg_proc", "p.oid") + ` ORDER BY p.proname`
	return r.each(query, r.routine)
}

// granted spells what gives the privileges of an access control list, but for the owner's, to
// an object that has just been made: nothing where the list is the default one. What PUBLIC
// has by default on a routine is taken away where the list doesn't say it.
func granted(acl, owner, object, kind string) string {
	revoke := "NULL"
	if kind != "" {
		revoke = "CASE WHEN NOT EXISTS (SELECT FROM aclexplode(" + acl + ") WHERE grantee = 0) THEN 'REVOKE ALL ON " + kind + "' || " + object + " || ' FROM PUBLIC' END"
	}
	return `CASE WHEN ` + acl + ` IS NULL THEN '' ELSE concat_ws('; ', ` + revoke + `, (SELECT string_agg('GRANT ' || g.what || ' ON ` + kind + `' || ` + object + ` || ' TO ' || g.role, '; ' ORDER BY g.role)
		FROM (SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS role, string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS what
			FROM aclexplode(` + acl + `) a WHERE a.grantee <> ` + owner + ` GROUP BY 1) g)) END`
}

// aggregateSettings spells what an aggregate is made of, as CREATE AGGREGATE takes it.
const aggregateSettings = `CASE WHEN g.aggfnoid IS NULL THEN '' ELSE concat_ws(', ',
	'SFUNC = ' || g.aggtransfn, 'STYPE = ' || format_type(g.aggtranstype, NULL), 'SSPACE = ' || nullif(g.aggtransspace, 0),
	'FINALFUNC = ' || nullif(g.aggfinalfn::text, '-'), CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
	CASE WHEN g.aggfinalmodify <> CASE WHEN g.aggkind = 'n' THEN 'r' ELSE 'w' END::"char"
		THEN 'FINALFUNC_MODIFY = ' || CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
	'COMBINEFUNC = ' || nullif(g.aggcombinefn::text, '-'), 'SERIALFUNC = ' || nullif(g.aggserialfn::text, '-'),
	'DESERIALFUNC = ' || nullif(g.aggdeserialfn::text, '-'), 'INITCOND = ' || quote_literal(g.agginitval),
	'MSFUNC = ' || nullif(g.aggmtransfn::text, '-'), 'MINVFUNC = ' || nullif(g.aggminvtransfn::text, '-'),
	'MSTYPE = ' || CASE WHEN g.aggmtranstype <> 0 THEN format_type(g.aggmtranstype, NULL) END, 'MSSPACE = ' || nullif(g.aggmtransspace, 0),
	'MFINALFUNC = ' || nullif(g.aggmfinalfn::text, '-'), CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
	'MINITCOND = ' || quote_literal(g.aggminitval),
	'SORTOP = ' || (SELECT 'OPERATOR(' || quote_ident(os.nspname) || '.' || o.oprname || ')' FROM pg_operator o
		JOIN pg_namespace os ON os.oid = o.oprnamespace WHERE o.oid = g.aggsortop),
	CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END,
	CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END) END`

func (r *pgReader) routine(scan func(...any) error) error {
	var space int64
	var text, qualified, bare, settings string
	p := &schema.Routine{}
	if err := scan(&space, &p.Name, &p.Kind, &p.Args, &text, &qualified, &bare, &settings, &p.Comment, &p.Granted); err != nil {
		return err
	}
	if p.Schema = r.spaces[space]; p.Schema != "" {
		bare = qualified
	}
	if p.Kind == "aggregate" {
		if p.Args == "" {
			p.Args = "*"
		}
		text = "CREATE AGGREGATE " + bare + p.Args + ") (" + settings + ")"
	}
	p.SQL = schema.SQL(postgres.StableText(strings.TrimSpace(strings.Replace(text, qualified, bare, 1)))) // a body may be a query (BEGIN ATOMIC)
	r.db.Routines = append(r.db.Routines, p)
	return nil
}

// ReadMoved is [Read] as if extensions were in these schemas already, by their names (PostgreSQL), for which
// they are moved there and back. It returns those too that the server lets be moved.
func ReadMoved(ctx context.Context, conn *sql.Conn, d dialect.Dialect, opts Options, extensions map[string]string) (db *schema.Database, moved []string, err error) {
	run := func(sql string) error {
		_, err := conn.ExecContext(ctx, sql)
		return err
	}
	if err := run("BEGIN"); err != nil {
		return nil, nil, err
	}
	defer func() {
		_, failed := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		err = cmp.Or(err, failed)
	}()
	for _, name := range slices.Sorted(maps.Keys(extensions)) {
		to, after := d.Quote(extensions[name]), "RELEASE SAVEPOINT limbeck_move"
		if err := run("SAVEPOINT limbeck_move"); err != nil {
			return nil, nil, err
		}
		if run("CREATE SCHEMA IF NOT EXISTS "+to+"; ALTER EXTENSION "+d.Quote(name)+" SET SCHEMA "+to) == nil {
			moved = append(moved, name)
		} else {
			after = "ROLLBACK TO SAVEPOINT limbeck_move"
		}
		if err := run(after); err != nil {
			return nil, nil, err
		}
	}
	db, err = Read(ctx, conn, d, opts)
	return db, moved, err
}

// extensions reads what is installed in the database beside the language that
// every database has.
func (r *pgReader) extensions() error {
	return r.each(`SELECT x.extname, n.nspname, x.extversion FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace
		WHERE x.extname <> 'plpgsql' ORDER BY x.extname`, func(scan func(...any) error) error {
		x := &schema.Extension{}
		if err := scan(&x.Name, &x.Schema, &x.Version); err != nil {
			return err
		}
		x.Schema = r.schemaName(x.Schema)
		r.db.Extensions = append(r.db.Extensions, x)
		return nil
	})
}
