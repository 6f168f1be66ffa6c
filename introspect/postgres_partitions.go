package introspect

import (
	"database/sql"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/schema"
)

// pgInherited is the index that a partition has for one of its parent.
type pgInherited struct {
	relation, index, of    int64
	parent, name, standard string
	with, withOf           string // its settings, the parent's
	comment, keyComment    string // of the index, of the constraint that it is behind
	replica, clustered     bool
}

// pgSettings spells the settings of an index.
const pgSettings = `COALESCE((SELECT string_agg(format('%s = %L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') FROM unnest(`

// inheritedIndexes notes how partitions call the indexes that they have for those of
// their parents, where that is not what the server calls them by itself, and what else
// these have of their own.
func (r *pgReader) inheritedIndexes() error {
	if !r.anyPartition {
		return nil
	}
	query := `SELECT i.indrelid, x.oid, p.oid, p.relname, x.relname,
			CASE WHEN NOT i.indisprimary THEN (SELECT to_json(array_agg(COALESCE(n.attname, a.attname) ORDER BY a.attnum))::text
				FROM pg_attribute a LEFT JOIN pg_attribute n ON n.attrelid = i.indrelid AND n.attnum = i.indkey[a.attnum - 1] WHERE a.attrelid = x.oid) END,
			CASE WHEN i.indisprimary THEN 'pkey' WHEN i.indisexclusion THEN 'excl' WHEN k.oid IS NOT NULL THEN 'key' ELSE 'idx' END,
			` + pgSettings + `x.reloptions) AS o), 'none'), ` + pgSettings + `p.reloptions) AS o), 'none'),
			COALESCE(d.description, ''), COALESCE(obj_description(k.oid, 'pg_constraint'), ''), i.indisreplident, i.indisclustered
		FROM pg_class x JOIN pg_index i ON i.indexrelid = x.oid JOIN pg_class c ON c.oid = i.indrelid
		JOIN pg_inherits h ON h.inhrelid = x.oid JOIN (pg_class JOIN pg_index ON indexrelid = oid) p ON p.oid = h.inhparent
		LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')` + description("pg_class", "x.oid") + `
		WHERE x.relispartition AND x.relkind IN ('i', 'I') AND c.relnamespace` + r.within + r.only + ` AND NOT (` + halfAttached + `) ORDER BY x.relname`
	var list []*pgInherited
	byIndex, taken := map[int64]*pgInherited{}, map[string]int{}
	err := r.each(query, func(scan func(...any) error) error {
		x := &pgInherited{}
		var columns sql.NullString
		var label string
		if err := scan(&x.relation, &x.index, &x.of, &x.parent, &x.name, &columns, &label, &x.with, &x.withOf, &x.comment, &x.keyComment,
			&x.replica, &x.clustered); err != nil {
			return err
		}
		names, err := stringList(columns)
		if rel := r.rels[x.relation]; rel != nil {
			x.standard = postgres.IndexName(rel.id.Name, names, label)
			taken[rel.id.Schema+"."+x.standard]++
			byIndex[x.index], list = x, append(list, x)
		}
		return err
	})
	for _, x := range list {
		rel, top := r.rels[x.relation], x
		for byIndex[top.of] != nil { // a partition's that is itself not listed
			top = byIndex[top.of]
		}
		if x.name != x.standard || taken[rel.id.Schema+"."+x.standard] > 1 {
			rel.table.Options.Set("postgres", "index "+top.parent, x.name)
		}
		if x.with == x.withOf && x.with == top.withOf {
			x.with = ""
		}
		for key, value := range map[string]string{"index_with ": x.with, "index_comment ": x.comment, "index_key_comment ": x.keyComment} {
			if value != "" {
				rel.table.Options.Set("postgres", key+top.parent, value)
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
