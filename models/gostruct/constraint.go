package gostruct

import (
	"cmp"
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/schema"
)

// groups are the constraints and indexes that fields of one table share by name.
type groups struct {
	uniques map[string]*schema.Unique
	indexes map[string]*indexGroup
	keys    map[string]*keyGroup
	order   []*indexGroup
	fks     []*keyGroup
}

// indexGroup is an index while its columns gather.
type indexGroup struct {
	index      *schema.Index
	priorities []int
	origin     string
}

// keyGroup is a foreign key while its columns gather.
type keyGroup struct {
	key    *schema.ForeignKey
	origin string
	target string // the table as written
}

// finishTable adds the constraints and indexes of the fields, then those of the
// table's settings.
func (r *reader) finishTable(m *model, set settings) {
	g := &groups{uniques: map[string]*schema.Unique{}, indexes: map[string]*indexGroup{}, keys: map[string]*keyGroup{}}
	for _, d := range m.drafts {
		r.fieldUniques(m, d, g)
		r.fieldIndexes(d, g)
		r.fieldChecks(m, d)
		r.fieldKey(d, g)
	}
	for _, x := range g.order {
		m.table.Indexes = append(m.table.Indexes, x.finish())
	}
	for _, k := range g.fks {
		m.table.ForeignKeys = append(m.table.ForeignKeys, k.key)
		m.keys = append(m.keys, k)
	}
	r.applyTableSettings(m, set)
}

func (r *reader) fieldUniques(m *model, d *draft, g *groups) {
	for _, s := range d.set.all("unique") {
		switch {
		case s.value == "false":
		case s.value == "" || s.value == "true":
			m.table.Uniques = append(m.table.Uniques, &schema.Unique{Columns: []string{d.col.Name}})
		case strings.ContainsAny(s.value, ",() "):
			r.errs.add(d.col.Origin, "%s: unique=%s: a name is wanted; several columns are said by the same name on each field, or on _ struct{} with unique=name(a, b)", d.label(), s.value)
		case g.uniques[s.value] != nil:
			g.uniques[s.value].Columns = append(g.uniques[s.value].Columns, d.col.Name)
		default:
			u := &schema.Unique{Name: s.value, Columns: []string{d.col.Name}}
			g.uniques[s.value] = u
			m.table.Uniques = append(m.table.Uniques, u)
		}
	}
}

func (r *reader) fieldIndexes(d *draft, g *groups) {
	for _, s := range d.set {
		if s.key != "index" && s.key != "unique_index" || s.value == "false" {
			continue
		}
		spec, err := parseFieldIndex(s)
		if err != nil {
			r.errs.add(d.col.Origin, "%s: %v", d.label(), err)
			continue
		}
		if spec.part.SQL.IsZero() {
			spec.part.Name = d.col.Name
		}
		x := g.indexes[spec.index.Name]
		if x == nil || spec.index.Name == "" {
			x = &indexGroup{index: &spec.index, origin: d.col.Origin}
			g.indexes[spec.index.Name] = x
			g.order = append(g.order, x)
		} else if err := x.merge(spec.index); err != "" {
			r.errs.add(d.col.Origin, "%s: index %s has another %s here than at %s", d.label(), spec.index.Name, err, x.origin)
		}
		x.index.Columns = append(x.index.Columns, spec.part)
		x.priorities = append(x.priorities, spec.priority)
	}
}

// merge takes over the options of another field for the same index; it returns
// the option that contradicts, if one does.
func (x *indexGroup) merge(o schema.Index) string {
	mine := x.index
	if mine.Unique != o.Unique {
		return "uniqueness"
	}
	for _, pair := range []struct {
		name   string
		mine   *string
		theirs string
	}{{"where", &mine.Where.Any, o.Where.Any}, {"using", &mine.Using, o.Using}, {"comment", &mine.Comment, o.Comment}} {
		switch {
		case *pair.mine == "":
			*pair.mine = pair.theirs
		case pair.theirs != "" && *pair.mine != pair.theirs:
			return pair.name
		}
	}
	if len(mine.Include) == 0 {
		mine.Include = o.Include
	}
	mine.NullsNotDistinct = mine.NullsNotDistinct || o.NullsNotDistinct
	return ""
}

// finish puts the columns in the order of their priorities, equal ones in that
// of the fields.
func (x *indexGroup) finish() *schema.Index {
	places := make([]int, len(x.priorities))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(x.priorities[a], x.priorities[b]) })
	parts := make([]schema.IndexPart, len(places))
	for i, p := range places {
		parts[i] = x.index.Columns[p]
	}
	x.index.Columns = parts
	return x.index
}

func (r *reader) fieldChecks(m *model, d *draft) {
	name, named := d.set.get("check_name")
	checks := d.set.all("check")
	byDialect := slices.ContainsFunc(checks, func(s setting) bool { return s.dialect != "" })
	switch {
	case len(checks) == 0:
		if named {
			r.errs.add(d.col.Origin, "%s: check_name names a check: check=… is missing", d.label())
		}
	case byDialect:
		m.table.Checks = append(m.table.Checks, &schema.Check{Name: name, SQL: textOf(d.set, "check")})
	case named && len(checks) > 1:
		r.errs.add(d.col.Origin, "%s: check_name can't name %d checks; say them on _ struct{} with check=name: …", d.label(), len(checks))
	default:
		for _, s := range checks {
			m.table.Checks = append(m.table.Checks, &schema.Check{Name: name, SQL: schema.SQL(s.value)})
		}
	}
}

// keyOptions are the settings that are about a foreign key.
var keyOptions = []string{"on_delete", "on_update", "match", "fk", "deferrable", "deferred"}

// actions are what a foreign key may do; no action is the default and not said.
var actions = map[string]string{"cascade": "cascade", "set null": "set null", "set default": "set default", "restrict": "restrict", "no action": ""}

func (r *reader) fieldKey(d *draft, g *groups) {
	target, ok := d.set.get("references")
	if !ok {
		for _, key := range keyOptions {
			if d.set.has(key, "") {
				r.errs.add(d.col.Origin, "%s: %s is about a foreign key: references=table.column is missing", d.label(), key)
			}
		}
		return
	}
	key := &schema.ForeignKey{Columns: []string{d.col.Name}, Deferrable: d.set.on("deferrable"), Deferred: d.set.on("deferred")}
	key.Deferrable = key.Deferrable || key.Deferred
	if err := readTarget(key, target); err != "" {
		r.errs.add(d.col.Origin, "%s: references=%s: %s", d.label(), target, err)
		return
	}
	for _, action := range []struct {
		key string
		to  *string
	}{{"on_delete", &key.OnDelete}, {"on_update", &key.OnUpdate}} {
		if said, ok := d.set.get(action.key); ok {
			if *action.to, ok = readAction(said); !ok {
				r.errs.add(d.col.Origin, "%s: %s=%s is no action: cascade, set null, set default, restrict or no action", d.label(), action.key, said)
			}
		}
	}
	if said, ok := d.set.get("match"); ok {
		if !strings.EqualFold(said, "full") && !strings.EqualFold(said, "simple") {
			r.errs.add(d.col.Origin, "%s: match=%s is neither full nor simple", d.label(), said)
		} else if strings.EqualFold(said, "full") {
			key.Match = "full"
		}
	}
	key.Name, _ = d.set.get("fk")
	r.addFieldKey(d, g, &keyGroup{key: key, origin: d.col.Origin, target: target})
}

// addFieldKey lists a foreign key, or adds a column to the one of that name.
func (r *reader) addFieldKey(d *draft, g *groups, k *keyGroup) {
	first := g.keys[k.key.Name]
	if k.key.Name == "" || first == nil {
		g.keys[k.key.Name] = k
		g.fks = append(g.fks, k)
		return
	}
	if first.key.Target() != k.key.Target() {
		r.errs.add(d.col.Origin, "%s: foreign key %s refers to %s here, and to %s at %s", d.label(), k.key.Name, k.key.Target(), first.key.Target(), first.origin)
		return
	}
	first.key.Columns = append(first.key.Columns, k.key.Columns...)
	first.key.Referred = append(first.key.Referred, k.key.Referred...)
	first.key.OnDelete = cmp.Or(first.key.OnDelete, k.key.OnDelete)
	first.key.OnUpdate = cmp.Or(first.key.OnUpdate, k.key.OnUpdate)
	first.key.Match = cmp.Or(first.key.Match, k.key.Match)
	first.key.Deferrable = first.key.Deferrable || k.key.Deferrable
	first.key.Deferred = first.key.Deferred || k.key.Deferred
}

func readAction(said string) (string, bool) {
	action, ok := actions[strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(said, "_", " "))), " ")]
	return action, ok
}

// readTarget reads table.column or schema.table.column; a table alone means its
// primary key, which is looked up later.
func readTarget(key *schema.ForeignKey, target string) string {
	parts := strings.Split(target, ".")
	for _, p := range parts {
		if p == "" || strings.ContainsAny(p, "() ,") {
			return "it is written table.column, or schema.table.column"
		}
	}
	switch len(parts) {
	case 1:
		key.References = parts[0]
	case 2:
		key.References, key.Referred = parts[0], parts[1:]
	case 3:
		key.ReferencesSchema, key.References, key.Referred = parts[0], parts[1], parts[2:]
	default:
		return "it is written table.column, or schema.table.column"
	}
	return ""
}

// resolveReferences completes the foreign keys that name only a table, and
// checks those that point to a model.
func (r *reader) resolveReferences(m *model) {
	for _, k := range m.keys {
		t := r.db.Table(k.key.Target())
		switch {
		case t == nil && len(k.key.Referred) == 0:
			r.errs.add(k.origin, "references=%s: there is no model of that table, so the column has to be named: references=%s.id", k.target, k.target)
		case t == nil:
		case len(k.key.Referred) == 0 && (t.PrimaryKey == nil || len(t.PrimaryKey.Columns) != len(k.key.Columns)):
			r.errs.add(k.origin, "references=%s: that table (%s) has no primary key of %d column(s): name the column, references=%s.column", k.target, t.Origin, len(k.key.Columns), k.target)
		case len(k.key.Referred) == 0:
			k.key.Referred = slices.Clone(t.PrimaryKey.Columns)
		default:
			r.checkReferred(k, t)
		}
	}
	r.referredKeys(m)
}

// referredKeys gives the keys that name only a table, as an ORM's type:… may
// (clauses), the columns of that table's own key.
func (r *reader) referredKeys(m *model) {
	for _, k := range m.table.ForeignKeys {
		to := r.db.Table(k.Target())
		switch {
		case len(k.Referred) > 0 || slices.ContainsFunc(m.keys, func(g *keyGroup) bool { return g.key == k }):
		case to != nil && to.PrimaryKey != nil:
			k.Referred = slices.Clone(to.PrimaryKey.Columns)
		case r.opts.Dialect != "sqlite": // which asks for them when a row comes
			r.errs.add(m.table.Column(k.Columns[0]).Origin, "REFERENCES %[1]s: there is no model of that table with a key, so the column has to be named: REFERENCES %[1]s(id)", k.Target())
		}
	}
}

func (r *reader) checkReferred(k *keyGroup, t *schema.Table) {
	for _, name := range k.key.Referred {
		if t.Column(name) == nil {
			r.errs.add(k.origin, "the foreign key refers to %s.%s, but that table (%s) has no such column%s", t.ID(), name, t.Origin, spelling.DidYouMean(name, columnNames(t)))
		}
	}
}

func columnNames(t *schema.Table) []string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return names
}
