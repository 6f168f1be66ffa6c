package postgres

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func (c compiler) createEnum(e *schema.Enum) []dialect.Statement {
	id := table(schema.Name{Schema: e.Schema, Name: e.Name})
	return withComment("TYPE", id, e.Comment, "CREATE TYPE "+id+" AS ENUM "+valueList(e.Values))
}

func valueList(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = quoteString(v)
	}
	return "(" + strings.Join(quoted, ", ") + ")"
}

func (c compiler) alterEnum(o *ops.AlterEnum) ([]dialect.Statement, error) {
	id := table(o.ID())
	var list []dialect.Statement
	for _, from := range slices.Sorted(maps.Keys(o.Rename)) {
		list = append(list, statements("ALTER TYPE "+id+" RENAME VALUE "+quoteString(from)+" TO "+quoteString(o.Rename[from]))...)
	}
	for _, v := range o.Add {
		sql := "ALTER TYPE " + id + " ADD VALUE " + quoteString(v.Value)
		switch {
		case v.Before != "":
			sql += " BEFORE " + quoteString(v.Before)
		case v.After != "":
			sql += " AFTER " + quoteString(v.After)
		}
		list = append(list, dialect.Statement{SQL: sql, NoTransaction: o.Transaction == "off"})
	}
	if o.Values != nil {
		list = append(list, statements(c.replaceEnum(o))...)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s: nothing to do: give add, rename or values", o.ID())
	}
	return list, nil
}

// replaceEnum makes the type anew with another list of values. Which columns,
// defaults, checks and indexes use it only the catalog knows, so the server looks
// them up: it takes away the ones that hold constants of the type, casts the
// columns by way of text, and puts back what it took.
func (c compiler) replaceEnum(o *ops.AlterEnum) string {
	id := table(o.ID())
	sql := strings.NewReplacer(
		"{name}", quoteString(id), "{id}", id,
		"{old}", quoteString(clip(o.Name, maxName-len("__old__old"))+"__old"), "{values}", valueList(o.Values),
	).Replace(replaceEnumSQL)
	return "DO " + dollarQuote(sql)
}

const replaceEnumSQL = `
DECLARE
  typ oid := {name}::regtype;
  arr oid := (SELECT typarray FROM pg_type WHERE oid = {name}::regtype);
  about text := obj_description(typ, 'pg_type');
  old text := {old};
  again text[] := '{}';
  gone text[] := '{}';
  attach text[] := '{}';
  statement text;
  columns jsonb;
  comparing oid[] := ARRAY( -- indexes whose expressions and conditions have several columns of the type
    SELECT d.objid FROM pg_depend d JOIN pg_index i ON i.indexrelid = d.objid
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND a.atttypid IN (typ, arr)
      AND COALESCE(i.indexprs, i.indpred) IS NOT NULL GROUP BY 1 HAVING count(DISTINCT a.attnum) > 1);
  targets text[] := ARRAY(
    SELECT format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', a.attrelid::regclass, a.attnum, a.attstattarget)
    FROM pg_attribute a JOIN pg_index i ON i.indexrelid = a.attrelid JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.attstattarget >= 0 AND NOT c.relispartition
      AND EXISTS (SELECT FROM pg_attribute x WHERE x.attrelid = i.indrelid AND x.atttypid IN (typ, arr)) ORDER BY 1);
  item record;
BEGIN
  -- checks and indexes with constants of the type come back after it, and such that compare
  -- columns of it: a table and its heirs change one after another
  FOR item IN
    SELECT DISTINCT k.conrelid::regclass AS tbl, k.conname, pg_get_constraintdef(k.oid) AS def, obj_description(k.oid, 'pg_constraint') AS about
    FROM pg_depend d JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
      OR d.classid = 'pg_class'::regclass AND k.contype = 'x' AND k.conindid = d.objid
    WHERE (d.refclassid = 'pg_type'::regclass AND d.refobjid IN (typ, arr)
        OR k.contype = 'x' AND k.conindid = ANY (comparing)
        OR k.contype = 'c' AND 1 < (SELECT count(*) FROM pg_attribute a
          WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND a.atttypid IN (typ, arr)))
      AND k.contype IN ('c', 'x') AND k.conrelid <> 0 AND k.conislocal
    ORDER BY 1, 2
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', item.tbl, item.conname);
    again := again || format('ALTER TABLE %s ADD CONSTRAINT %I %s', item.tbl, item.conname, item.def);
    IF item.about IS NOT NULL THEN
      again := again || format('COMMENT ON CONSTRAINT %I ON %s IS %L', item.conname, item.tbl, item.about);
    END IF;
  END LOOP;
  FOR item IN
    SELECT DISTINCT d.objid::regclass AS idx, pg_get_indexdef(d.objid) AS def, obj_description(d.objid, 'pg_class') AS about,
      CASE WHEN i.indisclustered THEN i.indrelid::regclass END AS clustered, c.relname,
      (SELECT h.inhparent::regclass FROM pg_inherits h WHERE h.inhrelid = c.oid) AS parent
    FROM pg_depend d JOIN pg_index i ON i.indexrelid = d.objid JOIN pg_class c ON c.oid = d.objid
    WHERE d.classid = 'pg_class'::regclass
      AND (d.refclassid = 'pg_type'::regclass AND d.refobjid IN (typ, arr) OR d.objid = ANY (comparing))
    ORDER BY 2
  LOOP
    again := again || item.def;
    IF item.about IS NOT NULL THEN
      again := again || format('COMMENT ON INDEX %s IS %L', item.idx, item.about);
    END IF;
    IF item.clustered IS NOT NULL THEN
      again := again || format('ALTER TABLE %s CLUSTER ON %I', item.clustered, item.relname);
    END IF;
    IF item.parent IS NULL THEN
      gone := gone || format('DROP INDEX %s', item.idx);
    ELSE
      attach := attach || format('ALTER INDEX %s ATTACH PARTITION %s', item.parent, item.idx);
    END IF;
  END LOOP;
  FOREACH statement IN ARRAY gone LOOP
    EXECUTE statement;
  END LOOP;
  SELECT jsonb_agg(jsonb_build_object('tbl', a.attrelid::regclass::text, 'col', a.attname,
      'suffix', CASE WHEN a.atttypid = arr THEN '[]' ELSE '' END, 'def', pg_get_expr(x.adbin, x.adrelid), 'own', a.attinhcount = 0))
    INTO columns
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef x ON x.adrelid = a.attrelid AND x.adnum = a.attnum
    WHERE a.atttypid IN (typ, arr) AND NOT a.attisdropped AND c.relkind IN ('r', 'p');
  WHILE EXISTS (SELECT FROM pg_type t JOIN pg_type o ON o.typnamespace = t.typnamespace WHERE t.oid = typ AND o.typname = old) LOOP
    old := old || '_';
  END LOOP;
  EXECUTE format('ALTER TYPE %s RENAME TO %I', {name}, old);
  CREATE TYPE {id} AS ENUM {values};
  IF about IS NOT NULL THEN
    EXECUTE format('COMMENT ON TYPE %s IS %L', {name}, about);
  END IF;
  -- children have their types from their parents, and defaults of their own
  FOR statement IN
    SELECT format('ALTER TABLE %s %s', CASE WHEN n = 2 THEN tbl ELSE 'ONLY ' || tbl END, string_agg(format('ALTER COLUMN %I ', col) || CASE n
        WHEN 1 THEN 'DROP DEFAULT'
        WHEN 2 THEN format('TYPE %s USING %I::text%s::%1$s', {name} || suffix, col, suffix)
        ELSE 'SET DEFAULT ' || def
      END, ', ' ORDER BY col))
    FROM generate_series(1, 3) AS n, jsonb_to_recordset(COALESCE(columns, '[]')) AS r(tbl text, col text, suffix text, def text, own boolean)
    WHERE CASE WHEN n = 2 THEN own ELSE def IS NOT NULL END GROUP BY n, tbl ORDER BY n, tbl
  LOOP
    EXECUTE statement;
  END LOOP;
  FOR item IN SELECT def FROM unnest(again || attach || targets) WITH ORDINALITY AS u(def, n) ORDER BY n LOOP
    EXECUTE item.def;
  END LOOP;
  EXECUTE format('DROP TYPE %s', typ::regtype);
END
`

// dollarQuote quotes a text with a tag that does not occur in it.
func dollarQuote(s string) string {
	tag := "$limbeck$"
	for i := 0; strings.Contains(s, tag); i++ {
		tag = fmt.Sprintf("$limbeck%d$", i)
	}
	return tag + s + tag
}
