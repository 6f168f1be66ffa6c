package introspect

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// pgIndex is an index, of its own or behind a constraint.
type pgIndex struct {
	name, method, where string
	unique, valid       bool
	nullsNotDistinct    bool
	replica, clustered  bool
	partitioned         bool
	parts               []schema.IndexPart
	include             []string
	options             schema.Options
	comment             string
}

// indexes reads all indexes: columns as numbers, texts only for expressions and
// predicates.
func (r *pgReader) indexes() error {
	query := `SELECT i.indrelid, i.indexrelid, x.relname, am.amname, i.indisunique, i.indisvalid, i.indisreplident, i.indisclustered, c.relkind = 'p',
			` + r.since(15, "i.indnullsnotdistinct", "false") + `, i.indnkeyatts, i.indkey::text, i.indoption::text, i.indclass::text,
			i.indcollation::text, to_json(x.reloptions)::text,
			CASE WHEN i.indexprs IS NOT NULL THEN (SELECT to_json(array_agg(pg_get_indexdef(i.indexrelid, n, false) ORDER BY n))::text
				FROM generate_series(1, i.indnkeyatts) AS n) END,
			COALESCE(pg_get_expr(i.indpred, i.indrelid), ''), COALESCE(s.spcname, ''), COALESCE(h.inhparent::regclass::text, ''), COALESCE(d.description, ''),
			CASE WHEN i.indexprs IS NOT NULL THEN (SELECT to_json(array_agg(attnum || '=' || attstattarget))::text
				FROM pg_attribute WHERE attrelid = i.indexrelid AND attstattarget >= 0) END
		FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am am ON am.oid = x.relam
		LEFT JOIN pg_tablespace s ON s.oid = x.reltablespace AND s.spcname <> current_setting('default_tablespace')
		LEFT JOIN pg_inherits h ON h.inhrelid = x.oid LEFT JOIN pg_index p ON p.indexrelid = h.inhparent` + description("pg_class", "x.oid") + `
		WHERE c.relnamespace` + r.within + r.only + ` AND (NOT x.relispartition OR` + halfAttached + `)`
	err := r.each(query, r.index)
	for _, rel := range r.rels {
		slices.SortFunc(*rel.indexes(), func(a, b *schema.Index) int { return cmp.Compare(a.Name, b.Name) })
	}
	return err
}

// halfAttached is a condition for an index that belongs to an index p of a partitioned
// table which not all partitions have: that one would not bring it along.
const halfAttached = ` NOT p.indisvalid`

func (r *pgReader) index(scan func(...any) error) error {
	var relation, oid int64
	var keys int
	var columns, options, classes, collations, tablespace, parent string
	var with, exprs, targets sql.NullString
	x := &pgIndex{}
	if err := scan(&relation, &oid, &x.name, &x.method, &x.unique, &x.valid, &x.replica, &x.clustered, &x.partitioned, &x.nullsNotDistinct, &keys, &columns,
		&options, &classes, &collations, &with, &exprs, &x.where, &tablespace, &parent, &x.comment, &targets); err != nil {
		return err
	}
	rel := r.rels[relation]
	if rel == nil {
		return nil
	}
	x.where = expression(x.where).Any
	settings, err := stringList(with)
	if err != nil {
		return err
	}
	setParameters(&x.options, settings)
	if tablespace != "" {
		x.options.Set("postgres", "tablespace", tablespace)
	}
	if parent != "" {
		x.options.Set("postgres", schema.AttachTo, parent)
	}
	statistics, err := stringList(targets)
	if err != nil {
		return err
	}
	for _, s := range statistics {
		number, target, _ := strings.Cut(s, "=")
		x.options.Set("postgres", "statistics "+number, target)
	}
	switch {
	case !x.valid && x.partitioned: // partitions that have no such index
		x.options.Set("postgres", schema.OnlyHere, "true")
	case !x.valid:
		x.options.Set("postgres", "invalid", "true")
	}
	texts, err := stringList(exprs)
	if err != nil {
		return err
	}
	numbersOf := numbers(columns)
	x.include = rel.columnNames(numbersOf[keys:])
	x.parts = r.parts(rel, oid, numbersOf[:keys], numbers(options), numbers(classes), numbers(collations), texts)
	if x.replica {
		rel.set(schema.ReplicaIdentity, x.name)
	}
	if x.clustered {
		rel.set(schema.ClusterOn, x.name)
	}
	if own := r.owners[oid]; own != nil {
		own(x)
		return nil
	}
	rel.addIndex(x)
	return nil
}

// The bits of indoption.
const (
	indexDesc       = 1
	indexNullsFirst = 2
)

func (r *pgReader) parts(rel *pgRel, index int64, columns, options, classes, collations []int64, texts []string) []schema.IndexPart {
	parts := make([]schema.IndexPart, len(columns))
	for n, number := range columns {
		p := &parts[n]
		own := int64(100) // the database's collation, which expressions mostly have
		if a := rel.attributes[int(number)]; a != nil {
			p.Name, own = a.name, a.collation
		} else if n < len(texts) {
			p.SQL = expression(texts[n])
		}
		class, parameters := r.lookup[classes[n]], r.parameters[pgPart{index, n + 1}]
		if !class.isDefault || parameters != "" {
			p.Opclass = strings.TrimSpace(class.name + " " + parameters)
		}
		if c := collations[n]; c != 0 && c != own {
			p.Collation = r.lookup[c].name
		}
		desc, first := options[n]&indexDesc != 0, options[n]&indexNullsFirst != 0
		if desc {
			p.Order = "desc"
		}
		if first != desc {
			p.Nulls = map[bool]string{true: "first", false: "last"}[first]
		}
	}
	return parts
}

// addIndex lists an index that no constraint made.
func (rel *pgRel) addIndex(x *pgIndex) {
	index := &schema.Index{
		Name: x.name, Unique: x.unique, Columns: x.parts, Where: schema.SQL(x.where), Include: x.include,
		NullsNotDistinct: x.nullsNotDistinct, Comment: x.comment, Options: x.options,
	}
	if x.method != "btree" {
		index.Using = x.method
	}
	list := rel.indexes()
	*list = append(*list, index)
}

// indexes are those of the table or view.
func (rel *pgRel) indexes() *[]*schema.Index {
	if rel.table != nil {
		return &rel.table.Indexes
	}
	return &rel.view.Indexes
}

// names reads what index columns refer to by oid: operator classes and collations.
func (r *pgReader) names() error {
	r.lookup = map[int64]pgName{}
	query := `SELECT o.oid, CASE WHEN pg_opclass_is_visible(o.oid) THEN quote_ident(o.opcname)
				ELSE quote_ident(n.nspname) || '.' || quote_ident(o.opcname) END, o.opcdefault
			FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
		UNION ALL SELECT co.oid, ` + collationName + `, false FROM pg_collation co
			WHERE co.oid IN (SELECT unnest(i.indcollation) FROM pg_index i)`
	err := r.each(query, func(scan func(...any) error) error {
		var oid int64
		var n pgName
		if err := scan(&oid, &n.name, &n.isDefault); err != nil {
			return err
		}
		r.lookup[oid] = n
		return nil
	})
	if err != nil {
		return err
	}
	return r.classParameters()
}

// pgPart is a column of an index.
type pgPart struct {
	index  int64
	number int
}

// classParameters reads the few parameters that operator classes have been given.
func (r *pgReader) classParameters() error {
	query := `SELECT a.attrelid, a.attnum, to_json(a.attoptions)::text FROM pg_attribute a JOIN pg_index i ON i.indexrelid = a.attrelid
		JOIN pg_class c ON c.oid = i.indrelid WHERE a.attoptions IS NOT NULL AND c.relnamespace` + r.within + r.only
	return r.each(query, func(scan func(...any) error) error {
		var part pgPart
		var options sql.NullString
		if err := scan(&part.index, &part.number, &options); err != nil {
			return err
		}
		settings, err := stringList(options)
		for i, s := range settings {
			key, value, _ := strings.Cut(s, "=")
			settings[i] = key + "=" + literal(value)
		}
		r.parameters[part] = "(" + strings.Join(settings, ", ") + ")"
		return err
	})
}
