-- The least that reading a whole schema asks of PostgreSQL.
SELECT c.oid, c.relname, c.relkind, c.relpersistence, c.reloptions, c.relrowsecurity, d.description
  FROM pg_class c LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm');
SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
    pg_get_expr(x.adbin, x.adrelid), a.attcollation, d.description
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef x ON x.adrelid = a.attrelid AND x.adnum = a.attnum
  LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm');
SELECT k.conrelid, k.conname, k.contype, k.conkey, k.confrelid, k.confkey, k.confupdtype, k.confdeltype, k.condeferrable, k.convalidated,
    pg_get_expr(k.conbin, k.conrelid)
  FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace;
SELECT i.indrelid, x.relname, i.indisunique, i.indkey, i.indoption, i.indclass, i.indcollation, x.reloptions, pg_get_expr(i.indexprs, i.indrelid),
    pg_get_expr(i.indpred, i.indrelid)
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE x.relnamespace = 'public'::regnamespace;
SELECT s.relname, q.*, dp.refobjid, dp.refobjsubid FROM pg_sequence q JOIN pg_class s ON s.oid = q.seqrelid
  LEFT JOIN pg_depend dp ON dp.classid = 'pg_class'::regclass AND dp.objid = s.oid AND dp.deptype IN ('a', 'i')
  WHERE s.relnamespace = 'public'::regnamespace;
SELECT t.typname, t.typtype, pg_get_expr(t.typdefaultbin, 0) FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd');
SELECT g.tgrelid, pg_get_triggerdef(g.oid) FROM pg_trigger g WHERE NOT g.tgisinternal;
