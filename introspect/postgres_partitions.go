package introspect

import (
	"database/sql"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/schema"
)

// pgInherited is the index that a partition has for one of its parent.
type pgInherited struct {
	relation               int64
	parent, name, standard string
	with                   string // where it is not the parent's
	comment, keyComment    string // of the index, of the constraint that it is behind
	replica, clustered     bool
}

// inheritedIndexes notes how partitions call the indexes that they have for those of
// their parent, where that is not what the server calls them by itself, and what else
// these have of their own.
func (r *pgReader) inheritedIndexes() error {
	query := `SELECT i.indrelid, p.relname, x.relname,
			CASE WHEN NOT i.indisprimary THEN (SELECT to_json(array_agg(COALESCE(n.attname, a.attname) ORDER BY a.attnum))::text
				FROM pg_attribute a LEFT JOIN pg_attribute n ON n.attrelid = i.indrelid AND n.attnum = i.indkey[a.attnum - 1] WHERE a.attrelid = x.oid) END,
			CASE WHEN i.indisprimary THEN 'pkey' WHEN i.indisexclusion THEN 'excl' WHEN k.oid IS NOT NULL THEN 'key' ELSE 'idx' END,
			CASE WHEN x.reloptions IS DISTINCT FROM p.reloptions THEN COALESCE((SELECT string_agg(format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ')
				FROM unnest(x.reloptions) AS o), 'none') ELSE '' END, COALESCE(d.description, ''), COALESCE(obj_description(k.oid, 'pg_constraint'), ''), i.indisreplident, i.indisclustered
		FROM pg_class x JOIN pg_index i ON i.indexrelid = x.oid JOIN pg_class c ON c.oid = i.indrelid
		JOIN pg_inherits h ON h.inhrelid = x.oid JOIN (pg_class JOIN pg_index ON indexrelid = oid) p ON p.oid = h.inhparent
		LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')` + description("pg_class", "x.oid") + `
		WHERE x.relispartition AND x.relkind IN ('i', 'I') AND c.relnamespace` + r.within + r.only + ` AND NOT (` + halfAttached + `) ORDER BY x.relname`
	var list []pgInherited
	taken := map[string]int{}
	err := r.each(query, func(scan func(...any) error) error {
		var x pgInherited
		var columns sql.NullString
		var label string
		if err := scan(&x.relation, &x.parent, &x.name, &columns, &label, &x.with, &x.comment, &x.keyComment, &x.replica, &x.clustered); err != nil {
			return err
		}
		if rel := r.rels[x.relation]; rel != nil {
			names, err := stringList(columns)
			if err != nil {
				return err
			}
			x.standard = postgres.IndexName(rel.id.Name, names, label)
			taken[rel.id.Schema+"."+x.standard]++
			list = append(list, x)
		}
		return nil
	})
	for _, x := range list {
		rel := r.rels[x.relation]
		if x.name != x.standard || taken[rel.id.Schema+"."+x.standard] > 1 {
			rel.table.Options.Set("postgres", "index "+x.parent, x.name)
		}
		for key, value := range map[string]string{"index_with " + x.parent: x.with, "index_comment " + x.parent: x.comment,
			"index_key_comment " + x.parent: x.keyComment} {
			if value != "" {
				rel.table.Options.Set("postgres", key, value)
			}
		}
		if x.replica {
			rel.table.Options.Set("postgres", schema.ReplicaIdentity, x.name)
		}
		if x.clustered {
			rel.table.Options.Set("postgres", schema.ClusterOn, x.name)
		}
	}
	return err
}
