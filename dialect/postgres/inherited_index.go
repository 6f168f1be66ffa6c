package postgres

import (
	"strings"

	"github.com/limbeck/migrate/schema"
)

// inheritedSettings are the options of a partition that tell of the index that it has for
// one of its parents, which they name, and what makes it so. All begin with the word index. Which index that is, only the
// catalog knows.
var inheritedSettings = map[string]string{
	"index": `
  IF own::oid <> COALESCE(other, 0::oid) THEN
    IF other IS NOT NULL THEN -- it waits for its own name
      EXECUTE format('ALTER INDEX %s RENAME TO %I', other::regclass, 'limbeck_' || other);
    END IF;
    EXECUTE format('ALTER INDEX %s RENAME TO %I', own, {value});
  END IF;`,
	"index_with": `
  IF had IS NOT NULL THEN
    EXECUTE format('ALTER INDEX %s RESET (%s)', own, had);
  END IF;
  IF has <> 'none' THEN
    EXECUTE format('ALTER INDEX %s SET (%s)', own, has);
  END IF;`,
	"index_comment": `
  EXECUTE format('COMMENT ON INDEX %s IS %L', own, NULLIF({value}, ''));`,
	"index_key_comment": `
  EXECUTE format('COMMENT ON CONSTRAINT %I ON %s IS %L', (SELECT conname FROM pg_constraint WHERE conindid = own AND conrelid = {table}::regclass
    AND contype IN ('p', 'u', 'x')), {table}, NULLIF({value}, ''));`,
}

// inheritedVariables are what these need to know.
var inheritedVariables = map[string]string{
	"index": `
  other oid := (SELECT c.oid FROM pg_class c JOIN pg_class t ON t.oid = {table}::regclass AND t.relnamespace = c.relnamespace
    WHERE c.relname = {value});`,
	"index_with": `
  had text := (SELECT string_agg(split_part(o, '=', 1), ', ') FROM pg_class, unnest(reloptions) AS o WHERE oid = own);
  has text := COALESCE(NULLIF({value}, ''), (SELECT string_agg(format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ')
    FROM pg_class, unnest(reloptions) AS o WHERE oid = to_regclass({parent})), 'none');`,
}

// setInherited changes one of the settings. Without a value it is as the server makes it, if
// the index is still there.
func setInherited(t schema.Name, key, value string) string {
	kind, parent, _ := strings.Cut(key, " ")
	missing := "RAISE EXCEPTION 'the partition has no index for %', {parent}"
	if value == "" {
		missing = "RETURN"
	}
	sql := strings.NewReplacer("{parent}", quoteString(table(schema.Name{Name: parent, Schema: t.Schema})), "{table}", quoteString(table(t)),
		"{value}", quoteString(value))
	return "DO " + dollarQuote(sql.Replace(strings.NewReplacer("{variables}", inheritedVariables[kind], "{missing}", missing,
		"{change}", inheritedSettings[kind]).Replace(`
DECLARE
  own regclass := (SELECT i.indexrelid FROM pg_index i WHERE i.indrelid = {table}::regclass AND i.indexrelid <> to_regclass({parent})
    AND to_regclass({parent}) IN (SELECT pg_partition_ancestors(i.indexrelid)));{variables}
BEGIN
  IF own IS NULL THEN
    {missing};
  END IF;{change}
END
`)))
}
