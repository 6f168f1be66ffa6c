package introspect

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// granting lists all that has an access control list of its own, or another owner than the user:
// what it is, in which schema, its name and arguments, the column that the list is about, the
// owner and the list, and the letter of its kind for acldefault.
func (r *pgReader) granting() string {
	schemas := []string{literal(r.current)}
	for _, s := range r.db.Schemas { // those too that are empty and were not read
		schemas = append(schemas, literal(s.Name))
	}
	return `SELECT CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, c.relnamespace, c.relname, '', '', c.relowner, c.relacl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END
			FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND (c.relacl IS NOT NULL OR c.relowner <> current_user::regrole) AND c.relnamespace` + r.within + ` AND` + notExtension("pg_class", "c.oid") + `
		UNION ALL SELECT 'table', c.relnamespace, c.relname, '', a.attname, c.relowner, a.attacl, ''
			FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
			WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace` + r.within + ` AND` + notExtension("pg_class", "c.oid") + `
		UNION ALL SELECT 'routine', p.pronamespace, p.proname, CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END,
			'', p.proowner, p.proacl, 'f' FROM pg_proc p WHERE (p.proacl IS NOT NULL OR p.proowner <> current_user::regrole) AND p.pronamespace` + r.within + ` AND` + notExtension("pg_proc", "p.oid") + `
		UNION ALL SELECT 'type', t.typnamespace, t.typname, '', '', t.typowner, t.typacl, 'T'
			FROM pg_type t WHERE (t.typacl IS NOT NULL OR t.typowner <> current_user::regrole) AND t.typnamespace` + r.within + ` AND` + notExtension("pg_type", "t.oid") + `
		UNION ALL SELECT 'schema', 0, n.nspname, '', '', n.nspowner, n.nspacl, 'n'
			FROM pg_namespace n WHERE (n.nspacl IS NOT NULL OR n.nspowner <> current_user::regrole) AND n.nspname IN (` + strings.Join(schemas, ", ") + `)`
}

// grants reads what the owners of objects granted to others. A list says all of it, what is
// so by default too.
func (r *pgReader) grants() error {
	query := `SELECT o.*, COALESCE((SELECT json_agg(json_build_object('To', CASE WHEN a.grantee <> 0 THEN pg_get_userbyid(a.grantee) END, 'What', a.privilege_type, 'Option', a.is_grantable))
				FROM aclexplode(o.acl) a WHERE a.grantor = o.owner AND a.grantee <> o.owner), '[]'),
			CASE WHEN o.owner <> current_user::regrole THEN pg_get_userbyid(o.owner) ELSE '' END,
			(SELECT json_agg(a.privilege_type) FROM aclexplode(CASE WHEN o.kind <> '' THEN acldefault(o.kind::"char", o.owner) END) a WHERE a.grantee = o.owner)
		FROM (` + r.granting() + `) AS o("on", space, name, args, part, owner, acl, kind) ORDER BY 1, 2, 3, 4, 5`
	standing := schema.Standing{}
	err := r.each(query, func(scan func(...any) error) error {
		var of pgGranted
		var oid, kind, granted, owner string
		var acl, all *string
		if err := scan(&of.target.On, &of.space, &of.target.Name.Name, &of.target.Args, &of.column, &oid, &acl, &kind, &granted, &owner, &all); err != nil {
			return err
		}
		of.target.Schema = r.spaces[of.space]
		of.public = of.column == "" && (of.target.On != "schema" || of.target.Name.Name == r.current)
		if owner != "" {
			r.db.Owners = append(r.db.Owners, schema.Owner{Of: of.target, Role: owner})
		}
		if acl == nil { // it is as by default
			return nil
		}
		return of.add(standing, granted, all)
	})
	r.db.Grants = standing.Grants()
	return err
}

// pgGranted is one access control list.
type pgGranted struct {
	target schema.Target
	space  int64
	column string
	public bool // to be silent on PUBLIC is to say that it has nothing
}

// add adds what the roles have by a list. Where that is all there is, it is called ALL, as
// another version of the server may know more.
func (of pgGranted) add(standing schema.Standing, granted string, all *string) error {
	var list []struct {
		To     *string
		What   string
		Option bool
	}
	if err := json.Unmarshal([]byte(granted), &list); err != nil {
		return err
	}
	roles := map[string]schema.Privileges{}
	if of.public {
		roles[schema.Public] = schema.Privileges{}
	}
	for _, g := range list {
		role := schema.Public
		if g.To != nil {
			role = *g.To
		}
		if roles[role] == nil {
			roles[role] = schema.Privileges{}
		}
		if of.column != "" {
			g.What = ops.OfColumn(g.What, of.column)
		}
		roles[role][g.What] = g.Option
	}
	for role, has := range roles {
		if err := foldAll(has, all); err != nil {
			return err
		}
		for p, option := range standing[of.target][role] {
			has[p] = option
		}
		standing.Set(of.target, role, has)
	}
	return nil
}

// foldAll makes ALL of all privileges that there are on an object.
func foldAll(has schema.Privileges, all *string) error {
	if all == nil {
		return nil
	}
	var names []string
	if err := json.Unmarshal([]byte(*all), &names); err != nil {
		return err
	}
	for _, option := range []bool{false, true} {
		missing := func(p string) bool { is, ok := has[p]; return !ok || is != option }
		if len(names) > 1 && !slices.ContainsFunc(names, missing) {
			clear(has)
			has["ALL"] = option
		}
	}
	return nil
}

// asNew reads what the user's new objects get at once (ALTER DEFAULT PRIVILEGES). What is said
// for all schemas stands in place of what is so by default; what is said for one comes to that.
// Large objects (PostgreSQL 18) are rows, which nothing here makes.
func (r *pgReader) asNew() error {
	return r.each(`SELECT CASE d.defaclobjtype WHEN 'r' THEN 'table' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'routine' WHEN 'T' THEN 'type' ELSE 'schema' END,
			d.defaclnamespace, COALESCE((SELECT json_agg(json_build_object('To', CASE WHEN a.grantee <> 0 THEN pg_get_userbyid(a.grantee) END, 'What', a.privilege_type, 'Option', a.is_grantable))
				FROM aclexplode(d.defaclacl) a WHERE a.grantee <> d.defaclrole), '[]'),
			(SELECT json_agg(a.privilege_type) FROM aclexplode(acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)) a WHERE a.grantee = d.defaclrole)
		FROM pg_default_acl d WHERE d.defaclrole = current_user::regrole AND d.defaclobjtype IN ('r', 'S', 'f', 'T', 'n') AND (d.defaclnamespace = 0 OR d.defaclnamespace`+r.within+`) ORDER BY 1, 2`,
		func(scan func(...any) error) error {
			var of pgGranted
			var granted string
			var all *string
			if err := scan(&of.target.On, &of.space, &granted, &all); err != nil {
				return err
			}
			if of.target.Schema = r.spaces[of.space]; of.space == 0 {
				of.target.Schema = schema.AnySchema
			}
			of.public = of.space == 0
			standing := schema.Standing{}
			if err := of.add(standing, granted, all); err != nil {
				return err
			}
			r.db.AsNew = append(r.db.AsNew, standing.Grants()...)
			return nil
		})
}
