package tests

import (
	"os"
	"strings"
	"testing"
)

// TestGrants runs pairs again, with privileges on much of what is there, other ones on either
// side: LIMBECK_GRANTS=all takes every pair of PostgreSQL.
func TestGrants(t *testing.T) {
	for i, p := range readPairs(t) {
		refused := p.MayRefuse || p.DumpEqual != nil && !*p.DumpEqual
		if p.Dialect != "postgres" || refused || i%12 != 0 && os.Getenv("LIMBECK_GRANTS") != "all" {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			p.Grants, p.Expect, p.ExpectBack = true, nil, nil
			p.From, p.To = p.From+granting("from"), p.To+granting("to")
			run := &pairRun{t: t, pair: p}
			if run.all(); len(run.failures) > 0 {
				t.Error(strings.Join(run.failures, "\n"))
			}
		})
	}
}

// granting grants something on most objects of a database: what, is as their names and the seed have it.
func granting(seed string) string { return strings.ReplaceAll(grantMuch, "SEED", seed) }

const grantMuch = `;
DO $limbeck$
DECLARE o record;
BEGIN
	FOR o IN
		SELECT x.kind, x.name, ('x' || substr(md5('SEED' || x.name), 1, 7))::bit(28)::int AS chance, x.part FROM (
			SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass::text,
				(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname LIMIT 1), 'pg_class', c.oid
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^(pg_|information)'
			UNION ALL SELECT 'ROUTINE', p.oid::regprocedure::text, NULL, 'pg_proc', p.oid
			FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname !~ '^(pg_|information)'
			UNION ALL SELECT 'TYPE', format_type(t.oid, NULL), NULL, 'pg_type', t.oid
			FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
			WHERE (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c') AND n.nspname !~ '^(pg_|information)'
			UNION ALL SELECT 'SCHEMA', quote_ident(n.nspname), NULL, 'pg_namespace', n.oid FROM pg_namespace n WHERE n.nspname !~ '^(pg_|information|public)'
		) x(kind, name, part, class, oid)
		WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = x.class::regclass AND d.objid = x.oid AND d.deptype = 'e')
	LOOP
		IF o.kind IN ('ROUTINE', 'TYPE') AND o.chance & 1 > 0 THEN
			EXECUTE format('REVOKE ALL ON %s %s FROM PUBLIC', o.kind, o.name);
		END IF;
		IF o.chance & 6 = 2 THEN
			EXECUTE format('GRANT %s ON %s %s TO pg_monitor', CASE o.kind WHEN 'TABLE' THEN 'SELECT, TRIGGER' WHEN 'ROUTINE' THEN 'EXECUTE' ELSE 'USAGE' END, o.kind, o.name);
		ELSIF o.chance & 6 = 4 THEN
			EXECUTE format('GRANT ALL ON %s %s TO pg_monitor', o.kind, o.name);
		END IF;
		IF o.part IS NOT NULL AND o.kind = 'TABLE' AND o.chance & 8 > 0 THEN
			EXECUTE format('GRANT SELECT (%I), UPDATE (%I) ON %s TO pg_signal_backend', o.part, o.part, o.name);
		END IF;
		IF o.chance & 48 = 16 THEN
			EXECUTE format('GRANT ALL ON %s %s TO pg_signal_backend WITH GRANT OPTION', o.kind, o.name);
		ELSIF o.chance & 48 = 32 AND o.kind IN ('TABLE', 'SEQUENCE') THEN
			EXECUTE format('GRANT SELECT ON %s %s TO pg_signal_backend WITH GRANT OPTION', o.kind, o.name);
		END IF;
	END LOOP;
END $limbeck$;
`
