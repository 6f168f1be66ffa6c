-- What the catalog says of everything that is somebody's, a line each. The order of
-- columns is no part of it, nor is what a key notes of the way in which it came to be a
-- partition's: a loaded dump has it otherwise. Nor are privileges, which dumps are asked
-- to leave out. The search_path has to be pg_catalog.
WITH spaces AS (
	SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), mine AS (
	SELECT c.*, c.oid::regclass::text AS name FROM pg_class c JOIN spaces n ON n.oid = c.relnamespace WHERE c.relname !~ '^migrate_(version|journal)'
		AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid AND x.deptype = 'e')
)
SELECT format('schema %s %s', n.nspname, obj_description(n.oid, 'pg_namespace')) FROM spaces n
UNION ALL
SELECT format('extension %s %s', extname, extnamespace::regnamespace) FROM pg_extension
UNION ALL
SELECT concat_ws(' | ', 'relation ' || c.name, c.relkind, c.relpersistence, (SELECT string_agg(o, ',' ORDER BY o) FROM unnest(c.reloptions) o), c.relrowsecurity, c.relforcerowsecurity,
	c.relreplident, pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), (SELECT amname FROM pg_am WHERE oid = c.relam), c.reloftype::regtype,
	(SELECT string_agg(inhparent::regclass::text, ',' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = c.oid), obj_description(c.oid, 'pg_class'))
FROM mine c WHERE c.relkind <> 'i' AND c.relkind <> 'I'
UNION ALL
SELECT concat_ws(' | ', 'column ' || c.name || '.' || quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
	a.attidentity, a.attgenerated, a.attcollation::regcollation, a.attstorage, nullif(to_jsonb(a) ->> 'attcompression', ''), nullif(a.attstattarget, -1), (SELECT string_agg(o, ',' ORDER BY o) FROM unnest(a.attoptions) o WHERE o !~ '^pg_'), a.attinhcount,
	col_description(c.oid, a.attnum))
FROM mine c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'c', 'f')
UNION ALL
SELECT concat_ws(' | ', 'constraint ' || conrelid::regclass || '.' || quote_ident(k.conname), pg_get_constraintdef(k.oid), k.contype, k.convalidated, CASE WHEN k.contype = 'c' THEN k.connoinherit END, k.conislocal, k.coninhcount,
	obj_description(k.oid, 'pg_constraint'))
FROM pg_constraint k JOIN mine c ON c.oid = k.conrelid WHERE k.contype <> 'n'
	-- what a foreign key has for each of the partitions that it refers to is numbered as it comes, and dumped nowhere
	AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)
UNION ALL
SELECT concat_ws(' | ', 'index ' || c.name, pg_get_indexdef(c.oid), i.indisvalid, i.indisclustered, i.indisreplident, obj_description(c.oid, 'pg_class'),
	(SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = c.oid),
	(SELECT string_agg(a.attnum || '=' || a.attstattarget::text, ',') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget <> -1))
FROM mine c JOIN pg_index i ON i.indexrelid = c.oid
UNION ALL
SELECT concat_ws(' | ', 'sequence ' || c.name, format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,
	(SELECT d.refobjid::regclass || '.' || a.attname || ' ' || d.deptype::text FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
		WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))
FROM mine c JOIN pg_sequence q ON q.seqrelid = c.oid
UNION ALL
SELECT concat_ws(' | ', 'view ' || c.name, pg_get_viewdef(c.oid)) FROM mine c WHERE c.relkind IN ('v', 'm')
UNION ALL
SELECT concat_ws(' | ', 'rule', pg_get_ruledef(r.oid), r.ev_enabled, obj_description(r.oid, 'pg_rewrite')) FROM pg_rewrite r JOIN mine c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'
UNION ALL
SELECT concat_ws(' | ', 'trigger', pg_get_triggerdef(g.oid), g.tgenabled, obj_description(g.oid, 'pg_trigger')) FROM pg_trigger g JOIN mine c ON c.oid = g.tgrelid WHERE NOT g.tgisinternal
UNION ALL
SELECT concat_ws(' | ', 'policy ' || c.name || '.' || quote_ident(p.polname), p.polcmd, p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid),
	obj_description(p.oid, 'pg_policy'))
FROM pg_policy p JOIN mine c ON c.oid = p.polrelid
UNION ALL
SELECT concat_ws(' | ', 'routine ' || p.oid::regprocedure, CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END, p.prokind, obj_description(p.oid, 'pg_proc'),
	(SELECT concat_ws(',', aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn, aggmtransfn, aggminvtransfn, aggmfinalfn, aggfinalextra, aggmfinalextra, aggfinalmodify, aggsortop,
		format_type(aggtranstype, NULL), aggtransspace, agginitval, aggminitval, aggkind) FROM pg_aggregate WHERE aggfnoid = p.oid), p.proparallel)
FROM pg_proc p JOIN spaces n ON n.oid = p.pronamespace WHERE NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid AND x.deptype = 'e')
UNION ALL
SELECT concat_ws(' | ', 'type ' || format_type(t.oid, NULL), t.typtype, (SELECT string_agg(quote_literal(enumlabel), ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
	CASE WHEN t.typtype = 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault, t.typcollation::regcollation) END, obj_description(t.oid, 'pg_type'))
FROM pg_type t JOIN spaces n ON n.oid = t.typnamespace LEFT JOIN mine c ON c.oid = t.typrelid
WHERE t.typtype IN ('d', 'e', 'r', 'c') AND (t.typrelid = 0 OR c.relkind = 'c')
	AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_type'::regclass AND x.objid = t.oid AND x.deptype = 'e')
UNION ALL
SELECT concat_ws(' | ', 'domain constraint ' || format_type(k.contypid, NULL) || '.' || quote_ident(k.conname), pg_get_constraintdef(k.oid), k.convalidated, obj_description(k.oid, 'pg_constraint'))
FROM pg_constraint k JOIN spaces n ON n.oid = k.connamespace WHERE k.contypid <> 0 AND k.contype <> 'n'
UNION ALL
SELECT concat_ws(' | ', 'statistics ' || s.stxnamespace::regnamespace || '.' || quote_ident(s.stxname), s.stxrelid::regclass, s.stxkind,
	(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)), pg_get_expr(s.stxexprs, s.stxrelid), s.stxstattarget, obj_description(s.oid, 'pg_statistic_ext')) FROM pg_statistic_ext s JOIN spaces n ON n.oid = s.stxnamespace
UNION ALL
SELECT concat_ws(' | ', 'event trigger ' || quote_ident(evtname), evtevent, evtfoid::regprocedure, evtenabled, evttags, obj_description(oid, 'pg_event_trigger')) FROM pg_event_trigger
