package introspect

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect/postgres"
	"github.com/limbeck/migrate/schema"
)

// pgConstraint is a row of pg_constraint.
type pgConstraint struct {
	relation, domain, target, index             int64
	name, kind, expr, targetSchema, targetTable string
	columns, targetColumns, deleteColumns       string
	onUpdate, onDelete, match, comment          string
	targetNames, operators                      sql.NullString
	deferrable, deferred, valid                 bool
	noInherit, enforced, period                 bool
}

// constraints reads the constraints of all tables: columns as numbers, texts only
// for checks. Partitions' and children's inherited ones are the parent's, but for keys that
// not all partitions have.
func (r *pgReader) constraints() error {
	return r.constraintRows("JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace"+r.within+r.only+" AND (k.conislocal AND k.conparentid = 0 OR "+halfAttachedKey+
		") AND (k.contype <> 'n'"+r.since(18, ownNotNull, "")+")", r.constraint)
}

// halfAttachedKey is a condition for the constraint of an index that is [halfAttached].
const halfAttachedKey = `k.conparentid <> 0 AND k.contype IN ('p', 'u', 'x') AND EXISTS (SELECT 1 FROM pg_inherits h
	JOIN pg_index p ON p.indexrelid = h.inhparent WHERE h.inhrelid = k.conindid AND` + halfAttached + `)`

// ownNotNull lets a NOT NULL through that is not just what the server makes of the words.
const ownNotNull = ` OR k.connoinherit OR NOT k.convalidated OR k.conname <> c.relname || '_' ||
	(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]) || '_not_null'`

// domainChecks reads the checks of domains.
func (r *pgReader) domainChecks() error {
	return r.constraintRows("JOIN pg_type c ON c.oid = k.contypid WHERE c.typnamespace"+r.within+" AND k.contype = 'c'", r.constraint)
}

func (r *pgReader) constraintRows(where string, use func(*pgConstraint) error) error {
	query := `SELECT k.conrelid, k.contypid, k.conname, k.contype::text, COALESCE(k.conkey::text, ''), k.confrelid,
			COALESCE(fs.nspname, ''), COALESCE(f.relname, ''), COALESCE(k.confkey::text, ''),
			CASE WHEN ` + r.unread("f") + ` THEN (SELECT to_json(array_agg(a.attname ORDER BY u.n))::text
				FROM unnest(k.confkey) WITH ORDINALITY AS u(num, n) JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = u.num) END,
			k.confupdtype::text, k.confdeltype::text, k.confmatchtype::text,
			COALESCE(` + r.since(15, "k.confdelsetcols::text", "''") + `, ''),
			k.condeferrable, k.condeferred, k.convalidated, k.connoinherit, ` + r.since(18, "k.conenforced", "true") + `,
			` + r.since(18, "k.conperiod", "false") + `, k.conindid,
			COALESCE(pg_get_expr(k.conbin, k.conrelid), ''),
			CASE WHEN k.contype = 'x' THEN (SELECT to_json(array_agg(CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname
					ELSE 'OPERATOR(' || quote_ident(s.nspname) || '.' || o.oprname || ')' END ORDER BY u.n))::text
				FROM unnest(k.conexclop) WITH ORDINALITY AS u(op, n) JOIN pg_operator o ON o.oid = u.op
				JOIN pg_namespace s ON s.oid = o.oprnamespace) END,
			COALESCE(d.description, '')
		FROM pg_constraint k LEFT JOIN pg_class f ON f.oid = k.confrelid AND k.contype = 'f'
		LEFT JOIN pg_namespace fs ON fs.oid = f.relnamespace` + description("pg_constraint", "k.oid") + ` ` + where +
		` AND k.contype IN ('p', 'u', 'f', 'c', 'x', 'n')`
	var list []*pgConstraint
	err := r.each(query, func(scan func(...any) error) error {
		k := &pgConstraint{}
		list = append(list, k)
		return scan(&k.relation, &k.domain, &k.name, &k.kind, &k.columns, &k.target, &k.targetSchema, &k.targetTable, &k.targetColumns,
			&k.targetNames, &k.onUpdate, &k.onDelete, &k.match, &k.deleteColumns, &k.deferrable, &k.deferred, &k.valid, &k.noInherit,
			&k.enforced, &k.period, &k.index, &k.expr, &k.operators, &k.comment)
	})
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b *pgConstraint) int {
		return cmp.Or(cmp.Compare(a.relation, b.relation), cmp.Compare(a.name, b.name))
	})
	for _, k := range list {
		if err := use(k); err != nil {
			return err
		}
	}
	return nil
}

// unread is a condition for a table that is referred to, and is not itself among those that are read.
func (r *pgReader) unread(table string) string {
	if r.only != "" {
		return table + ".oid <> k.conrelid"
	}
	return table + ".relnamespace NOT" + r.within + " OR" + ofExtension("pg_class", table+".oid")
}

func (r *pgReader) constraint(k *pgConstraint) error {
	if d := r.domains[k.domain]; d != nil {
		d.Checks = append(d.Checks, k.check())
		return nil
	}
	rel := r.rels[k.relation]
	if rel == nil || rel.table == nil {
		return nil
	}
	t, columns := rel.table, rel.columnNames(numbers(k.columns))
	switch k.kind {
	case "p":
		t.PrimaryKey = &schema.PrimaryKey{Name: k.name, Columns: columns, WithoutOverlaps: k.period, Deferrable: k.deferrable, Deferred: k.deferred, Comment: k.comment}
		r.owners[k.index] = func(x *pgIndex) {
			t.PrimaryKey.Include, t.PrimaryKey.Options, t.PrimaryKey.IndexComment = x.include, x.options, x.comment
		}
	case "u":
		u := &schema.Unique{Name: k.name, Columns: columns, WithoutOverlaps: k.period, Deferrable: k.deferrable, Deferred: k.deferred, Comment: k.comment}
		t.Uniques = append(t.Uniques, u)
		r.owners[k.index] = func(x *pgIndex) {
			u.Include, u.Options, u.NullsNotDistinct, u.IndexComment = x.include, x.options, x.nullsNotDistinct, x.comment
		}
	case "c":
		t.Checks = append(t.Checks, k.check())
	case "x":
		return r.exclusion(t, k)
	case "f":
		return r.foreignKey(rel, k, columns)
	case "n":
		for _, n := range numbers(k.columns) {
			k.notNull(t, rel.attributes[int(n)].column)
		}
	}
	return nil
}

// notNull notes what is special about a NOT NULL.
func (k *pgConstraint) notNull(t *schema.Table, c *schema.Column) {
	if k.name != postgres.NotNullName(t.Name, c.Name) {
		c.Options.Set("postgres", schema.NotNullName, k.name)
	}
	if k.noInherit {
		c.Options.Set("postgres", "not_null_no_inherit", "true")
	}
	if !k.valid {
		c.Options.Set("postgres", "not_null_not_valid", "true")
	}
}

func (k *pgConstraint) check() *schema.Check {
	return &schema.Check{Name: k.name, SQL: expression(k.expr), NoInherit: k.noInherit,
		NotValid: !k.valid && k.enforced, NotEnforced: !k.enforced, Comment: k.comment}
}

// pgActions are the actions of a foreign key; "a", NO ACTION, is absent.
var pgActions = map[string]string{"r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}

func (r *pgReader) foreignKey(rel *pgRel, k *pgConstraint, columns []string) error {
	f := &schema.ForeignKey{
		Name: k.name, Columns: columns, References: k.targetTable, ReferencesSchema: r.schemaName(k.targetSchema),
		OnDelete: pgActions[k.onDelete], OnUpdate: pgActions[k.onUpdate], OnDeleteColumns: rel.columnNames(numbers(k.deleteColumns)),
		Deferrable: k.deferrable, Deferred: k.deferred, NotValid: !k.valid && k.enforced, NotEnforced: !k.enforced, Period: k.period, Comment: k.comment,
	}
	if k.match == "f" {
		f.Match = "full"
	}
	referred, err := stringList(k.targetNames)
	if target := r.rels[k.target]; referred == nil && target != nil {
		referred = target.columnNames(numbers(k.targetColumns))
	} else if referred == nil && err == nil {
		err = fmt.Errorf("foreign key %s of %s: the table %s was made while the database was being read: run this again", k.name, rel.id, k.targetTable)
	}
	f.Referred = referred
	rel.table.ForeignKeys = append(rel.table.ForeignKeys, f)
	return err
}

// schemaName returns "" for the default schema, else the name itself.
func (r *pgReader) schemaName(name string) string {
	if name == r.current {
		return ""
	}
	return name
}

func (r *pgReader) exclusion(t *schema.Table, k *pgConstraint) error {
	operators, err := stringList(k.operators)
	if err != nil {
		return err
	}
	x := &schema.Exclusion{Name: k.name, Deferrable: k.deferrable, Deferred: k.deferred, Comment: k.comment}
	t.Exclusions = append(t.Exclusions, x)
	r.owners[k.index] = func(i *pgIndex) {
		x.Where, x.Include, x.Options, x.IndexComment = schema.SQL(i.where), i.include, i.options, i.comment
		if x.Using = i.method; x.Using == "btree" {
			x.Using = ""
		}
		for n, p := range i.parts {
			if n < len(operators) {
				x.Elements = append(x.Elements, &schema.ExclusionElement{SQL: schema.SQL(element(p)), With: operators[n]})
			}
		}
	}
	return nil
}

// element spells a part of an exclusion.
func element(p schema.IndexPart) string {
	sql := p.SQL.For("postgres")
	switch {
	case p.Name != "":
		sql = postgres.Ident(p.Name)
	case p.Collation+p.Opclass+p.Order+p.Nulls != "":
		sql = "(" + sql + ")"
	}
	if p.Collation != "" {
		sql += ` COLLATE ` + postgres.Collation(p.Collation)
	}
	if p.Opclass != "" {
		sql += " " + p.Opclass
	}
	if p.Order != "" {
		sql += " " + strings.ToUpper(p.Order)
	}
	if p.Nulls != "" {
		sql += " NULLS " + strings.ToUpper(p.Nulls)
	}
	return sql
}

// expression returns an expression of the catalog as native text.
func expression(sql string) schema.Text { return schema.SQL(postgres.StableText(postgres.Unwrap(sql))) }
