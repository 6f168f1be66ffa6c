package introspect

import (
	"database/sql"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/schema"
)

// relations reads tables and views.
func (r *pgReader) relations() error {
	query := `SELECT c.oid, c.relnamespace, c.relname, c.relkind::text, c.relpersistence::text, to_json(c.reloptions)::text,
			to_json(tt.reloptions)::text,
			CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN 'forced' WHEN c.relrowsecurity THEN 'enabled'
				WHEN c.relforcerowsecurity THEN 'forced once enabled' ELSE '' END, c.relreplident::text,
			CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) ELSE '' END,
			CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) ELSE '' END,
			CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) ELSE '' END, c.relispopulated,
			h.oids::text, COALESCE(h.names, ''), CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text ELSE '' END, COALESCE(s.spcname, ''),
			CASE WHEN am.amname <> current_setting('default_table_access_method') OR am.oid <> NULLIF(up.relam, 0) THEN am.amname ELSE '' END,
			c.relhassubclass AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid), COALESCE(d.description, ''), ` + granted("CASE WHEN c.relkind IN ('v', 'm') THEN c.relacl END", "c.relowner", "c.oid::regclass", "") + `
		FROM pg_class c
		LEFT JOIN pg_class tt ON tt.oid = c.reltoastrelid
		LEFT JOIN (SELECT i.inhrelid, array_agg(i.inhparent ORDER BY i.inhseqno) AS oids,
				string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) AS names
			FROM pg_inherits i GROUP BY 1) h ON h.inhrelid = c.oid
		LEFT JOIN pg_class up ON up.oid = h.oids[1] AND c.relispartition
		LEFT JOIN pg_tablespace s ON s.spcname <> current_setting('default_tablespace') AND s.oid = CASE
			WHEN c.reltablespace = 0 AND up.reltablespace <> 0 THEN (SELECT b.dattablespace FROM pg_database b WHERE b.datname = current_database())
			ELSE c.reltablespace END
		LEFT JOIN pg_am am ON am.oid = c.relam` + description("pg_class", "c.oid") + `
		WHERE c.relnamespace` + r.within + ` AND c.relkind IN ('r', 'p', 'v', 'm')` + r.only + ` AND` + notExtension("pg_class", "c.oid")
	return r.each(query, r.relation)
}

func (r *pgReader) relation(scan func(...any) error) error {
	var oid, space int64
	var id schema.Name
	var kind, persistence, security, replica, partKey, bound, view, parentNames, ofType, tablespace, method, comment, grants string
	var with, toast, parents sql.NullString
	var populated, heirs bool
	if err := scan(&oid, &space, &id.Name, &kind, &persistence, &with, &toast, &security, &replica, &partKey, &bound, &view,
		&populated, &parents, &parentNames, &ofType, &tablespace, &method, &heirs, &comment, &grants); err != nil {
		return err
	}
	id.Schema = r.spaces[space]
	rel := &pgRel{id: id, parents: numbers(parents.String), attributes: map[int]*pgAttribute{}}
	r.rels[oid] = rel
	settings, err := stringList(with)
	if err != nil {
		return err
	}
	var opts schema.Options
	setParameters(&opts, settings)
	set := func(key, value string) {
		if value != "" {
			opts.Set("postgres", key, value)
		}
	}
	if settings, err = stringList(toast); err != nil {
		return err
	}
	for i := range settings {
		settings[i] = "toast." + settings[i]
	}
	setParameters(&opts, settings)
	if kind != "v" {
		set(schema.ReplicaIdentity, map[string]string{"f": "full", "n": "nothing"}[replica])
	}
	if kind == "v" || kind == "m" {
		if kind == "m" && !populated {
			set("no_data", "true")
		}
		set("tablespace", tablespace)
		set("access_method", method)
		rel.view = &schema.View{Name: id.Name, Schema: id.Schema, SQL: schema.SQL(postgres.StableText(view)), Materialized: kind == "m", Comment: comment, Options: opts, Granted: grants}
		r.db.Views = append(r.db.Views, rel.view)
		return nil
	}
	if persistence == "u" {
		set(schema.Unlogged, "true")
	}
	set("row_security", security)
	set(schema.PartitionBy, postgres.StableText(partKey))
	set(schema.PartitionBound, bound)
	if bound != "" {
		r.anyPartition = true
		set(schema.PartitionOf, parentNames)
	} else {
		set(schema.Inherits, parentNames)
	}
	set(schema.OfType, ofType)
	set("tablespace", tablespace)
	set("access_method", method)
	rel.table = &schema.Table{Name: id.Name, Schema: id.Schema, Comment: comment, Options: opts, Heirs: heirs}
	r.db.Tables = append(r.db.Tables, rel.table)
	return nil
}

// columns reads the columns of all relations. A default reads no columns, and its text is written
// without those of its table (pg_get_expr with zero for the relation: the manual, "System Catalog
// Information Functions"), which spares the server gathering their names for each.
func (r *pgReader) columns() error {
	query := `SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), t.typnamespace <> 'pg_catalog'::regnamespace,
			a.attnotnull, a.attidentity::text, a.attgenerated::text, COALESCE(pg_get_expr(x.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE x.adrelid END), ''),
			a.attcollation, CASE WHEN a.attcollation <> t.typcollation THEN ` + collationName + ` ELSE '' END,
			CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text ELSE '' END,
			` + r.since(14, "a.attcompression::text", "''") + `, COALESCE(a.attstattarget, -1), to_json(a.attoptions)::text,
			a.attislocal, COALESCE(d.description, '')
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		JOIN pg_type t ON t.oid = a.atttypid
		LEFT JOIN pg_collation co ON co.oid = a.attcollation
		LEFT JOIN pg_attrdef x ON x.adrelid = a.attrelid AND x.adnum = a.attnum
		LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
		WHERE c.relnamespace` + r.within + ` AND c.relkind IN ('r', 'p', 'v', 'm')` + r.only // in no order, so that the first rows come at once
	return r.each(query, r.column)
}

// collationName spells a collation co: by its bare name where that finds it, else in quotes,
// as a bare name may have a dot in it.
const collationName = `CASE WHEN pg_collation_is_visible(co.oid) THEN co.collname ELSE
	(SELECT '"' || replace(n.nspname, '"', '""') || '"."' || replace(co.collname, '"', '""') || '"' FROM pg_namespace n WHERE n.oid = co.collnamespace) END`

var storageNames = map[string]string{"p": "plain", "e": "external", "m": "main", "x": "extended"}

func (r *pgReader) column(scan func(...any) error) error {
	var oid, collation int64
	var number, statistics int
	var typ, identity, generated, expr, collate, storage, compression string
	var foreign, local bool
	var settings sql.NullString
	c := &schema.Column{}
	if err := scan(&oid, &number, &c.Name, &typ, &foreign, &c.NotNull, &identity, &generated, &expr, &collation, &collate,
		&storage, &compression, &statistics, &settings, &local, &c.Comment); err != nil {
		return err
	}
	rel := r.rels[oid]
	if rel == nil {
		return nil
	}
	rel.attributes[number] = &pgAttribute{c.Name, collation, local, c}
	if foreign {
		typ = postgres.UserType(typ)
	}
	c.Type, c.Collation = schema.SQL(typ), schema.SQL(collate)
	switch {
	case generated != "":
		c.Generated = &schema.Generated{SQL: expression(expr), Stored: generated == "s"}
	case identity != "":
		c.Identity = &schema.Identity{Always: identity == "a"}
	case expr != "":
		c.Default = &schema.Default{SQL: schema.SQL(postgres.StableText(expr))}
	}
	if storage != "" {
		c.Options.Set("postgres", "storage", storageNames[storage])
	}
	if method := map[string]string{"p": "pglz", "l": "lz4"}[compression]; method != "" {
		c.Options.Set("postgres", "compression", method)
	}
	if statistics >= 0 {
		c.Options.Set("postgres", "statistics", strconv.Itoa(statistics))
	}
	list, err := stringList(settings)
	for _, s := range list {
		// of what else a server may note there, nothing is anybody's setting
		if key, value, _ := strings.Cut(s, "="); key == "n_distinct" || key == "n_distinct_inherited" {
			c.Options.Set("postgres", key, value)
		}
	}
	return err
}

// inheritance lists the columns of tables, now that their constraints are known.
func (r *pgReader) inheritance() error {
	for _, rel := range r.rels {
		r.listColumns(rel)
	}
	return nil
}

// listColumns gives a table its columns. Inherited ones are listed only where they
// differ from the parent's, or when the parent is not read.
func (r *pgReader) listColumns(rel *pgRel) {
	if rel.table == nil {
		rel.viewColumns()
		return
	}
	if r.version >= 170000 && rel.table.Options.Get("postgres", schema.PartitionOf) != "" {
		for _, a := range rel.attributes {
			a.column.Identity = nil // it is the parent's
		}
	}
	for number := 1; len(rel.table.Columns) < len(rel.attributes) && number <= 1600; number++ {
		a := rel.attributes[number]
		if a != nil && (a.local || r.overrides(rel, a.column)) {
			if !a.local {
				a.column.Options.Set("postgres", schema.Inherited, "true")
			}
			rel.table.Columns = append(rel.table.Columns, a.column)
		}
	}
}

// viewColumns notes the columns of a view, and the defaults, comments and settings that they have been given.
func (rel *pgRel) viewColumns() {
	for number := 1; number <= len(rel.attributes); number++ { // none of them ever goes
		c := rel.attributes[number].column
		rel.view.Shape = append(rel.view.Shape, postgres.Ident(c.Name)+" "+c.Type.Any+" "+c.Collation.Any)
	}
	for _, a := range rel.attributes {
		if def := a.column.Default; def != nil {
			rel.view.Options.Set("postgres", "default "+a.name, def.SQL.Any)
		}
		if a.column.Comment != "" {
			rel.view.Options.Set("postgres", "comment "+a.name, a.column.Comment)
		}
		for key, value := range a.column.Options["postgres"] {
			rel.view.Options.Set("postgres", key+" "+a.name, value)
		}
	}
}

// overrides reports whether an inherited column has a default, a NOT NULL, a comment or
// a setting that it did not inherit.
func (r *pgReader) overrides(rel *pgRel, c *schema.Column) bool {
	for _, oid := range rel.parents {
		parent := r.rels[oid]
		if parent == nil {
			return true
		}
		for _, a := range parent.attributes {
			if a.name == c.Name {
				inherited := a.column.NotNull && a.column.Options.Get("postgres", "not_null_no_inherit") == ""
				return inherited != c.NotNull || c.Identity != nil || !a.column.Default.Equal(c.Default) || c.Comment != "" || overrideOptions(a.column, c)
			}
		}
	}
	return false
}

func overrideOptions(parent, c *schema.Column) bool {
	for key, value := range c.Options["postgres"] {
		if key != schema.Inherited && parent.Options.Get("postgres", key) != value {
			return true
		}
	}
	return false
}

// columnNames resolves the numbers of a relation's columns.
func (rel *pgRel) columnNames(numbers []int64) []string {
	var names []string
	for _, n := range numbers {
		if a := rel.attributes[int(n)]; a != nil {
			names = append(names, a.name)
		}
	}
	return names
}

// policies reads row security policies and rules, which are options of their table.
func (r *pgReader) policies() error {
	query := `SELECT p.polrelid, 'policy ' || p.polname, 'AS ' || CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END
				|| ' FOR ' || CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END
				|| ' TO ' || (SELECT string_agg(CASE WHEN u = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(u)) END, ', ' ORDER BY n)
					FROM unnest(p.polroles) WITH ORDINALITY AS t(u, n))
				|| COALESCE(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
				|| COALESCE(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', ''), '', 'O', COALESCE(obj_description(p.oid, 'pg_policy'), '')
			FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace` + r.within + r.only + `
		UNION ALL SELECT w.ev_class, 'rule ' || w.rulename, pg_get_ruledef(w.oid), ' TO ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname),
				w.ev_enabled::text, COALESCE(obj_description(w.oid, 'pg_rewrite'), '')
			FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relnamespace` + r.within + r.only + ` AND w.rulename <> '_RETURN'`
	return r.each(query, func(scan func(...any) error) error {
		var oid int64
		var key, text, qualified, state, comment string
		if err := scan(&oid, &key, &text, &qualified, &state, &comment); err != nil {
			return err
		}
		rel := r.rels[oid]
		if rel == nil {
			return nil
		}
		text = r.unqualify(postgres.StableText(text), qualified, rel.id) + codeSettings(rel.id, key, state, comment)
		rel.set(key, text)
		return nil
	})
}

// set sets an option of the table or view.
func (rel *pgRel) set(key, value string) {
	if rel.table != nil {
		rel.table.Options.Set("postgres", key, value)
	} else {
		rel.view.Options.Set("postgres", key, value)
	}
}

// triggerStates are the states that a trigger or rule may be in, other than enabled.
var triggerStates = map[string]string{"D": "disabled", "R": "replica", "A": "always"}

// codeSettings are the statements that give a policy or rule its state and comment.
func codeSettings(on schema.Name, key, state, comment string) string {
	kind, name, _ := strings.Cut(key, " ")
	table := postgres.Ident(on.Name)
	if on.Schema != "" {
		table = postgres.Ident(on.Schema) + "." + table
	}
	sql := ""
	if verb := map[string]string{"D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}[state]; verb != "" {
		sql = "; ALTER TABLE " + table + " " + verb + " RULE " + postgres.Ident(name)
	}
	if comment != "" {
		sql += "; COMMENT ON " + strings.ToUpper(kind) + " " + postgres.Ident(name) + " ON " + table + " IS " + literal(comment)
	}
	return sql
}

// unqualify takes the default schema out of a statement: after a keyword, as in
// " ON public.posts", where the server always prints it.
func (r *pgReader) unqualify(text, qualified string, id schema.Name) string {
	text = strings.TrimSuffix(strings.TrimSpace(text), ";")
	if id.Schema != "" || qualified == "" {
		return text
	}
	keyword, _, _ := strings.Cut(strings.TrimSpace(qualified), " ")
	return strings.Replace(text, qualified, " "+keyword+" "+postgres.Ident(id.Name), 1)
}
