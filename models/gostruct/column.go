package gostruct

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/models/gostruct/internal/source"
	"github.com/limbeck/migrate/schema"
)

// applyColumn applies the settings of a migrate tag to a column that has its
// type by the rules of its flavor.
func (r *reader) applyColumn(d *draft) {
	r.applyType(d)
	r.applyNull(d)
	r.applyDefault(d)
	c, set := d.col, d.set
	if t := textOf(set, "auto_update"); !t.IsZero() {
		c.OnUpdate = t
	}
	if t := textOf(set, "collation"); !t.IsZero() {
		c.Collation = t
	}
	d.col.RenamedFrom, _ = set.get("renamed_from")
	if comment, ok := set.get("comment"); ok {
		c.Comment = comment
	}
	if t := textOf(set, "generated"); !t.IsZero() {
		c.Generated = &schema.Generated{SQL: t, Stored: set.on("stored")}
		if c.Default != nil {
			r.errs.add(c.Origin, "%s: a generated column has no default", d.label())
		}
	} else if set.on("stored") {
		r.errs.add(c.Origin, "%s: stored says how a generated column is kept: generated=… is missing", d.label())
	}
	r.applyIdentity(d)
	for _, o := range set.all("option") {
		dialect, name, _ := strings.Cut(o.dialect, ".")
		c.Options.Set(dialect, name, o.value)
	}
}

// textOf returns a setting that may differ by dialect.
func textOf(set settings, key string) schema.Text {
	var t schema.Text
	for _, s := range set.all(key) {
		if s.dialect == "" {
			t.Any = s.value
			continue
		}
		if t.By == nil {
			t.By = map[string]string{}
		}
		t.By[s.dialect] = s.value
	}
	return t
}

// applyType overrides the type: type=… for all dialects, type.mysql=… for one.
func (r *reader) applyType(d *draft) {
	own := textOf(d.set, "type")
	if d.set.has("enum", "") {
		if own.Any != "" {
			r.errs.add(d.col.Origin, "%s: enum and type=… exclude each other", d.label())
			return
		}
		r.applyEnum(d)
	}
	if own.Any != "" {
		d.col.Type = schema.Text{Any: own.Any, By: own.By}
		d.kind = kindOfType(own.Any, d.kind)
		return
	}
	if len(own.By) == 0 {
		return
	}
	by := map[string]string{}
	for _, dialect := range d.col.Type.Dialects() {
		by[dialect] = d.col.Type.By[dialect]
	}
	for _, dialect := range own.Dialects() {
		by[dialect] = own.By[dialect]
	}
	d.col.Type.By = by
}

func (r *reader) applyNull(d *draft) {
	notNull, said := d.set.flag("not_null")
	null, also := d.set.flag("nullable")
	switch {
	case said && also && notNull == null:
		r.errs.add(d.col.Origin, "%s: not_null and nullable contradict each other", d.label())
	case said:
		d.col.NotNull = notNull
	case also:
		d.col.NotNull = !null
	}
}

func (r *reader) applyIdentity(d *draft) {
	mode, ok := d.set.get("identity")
	if !ok || mode == "false" {
		return
	}
	switch strings.ToLower(mode) {
	case "", "true", "by default":
		d.col.Identity = &schema.Identity{}
	case "always":
		d.col.Identity = &schema.Identity{Always: true}
	default:
		r.errs.add(d.col.Origin, "%s: identity=%s is neither always nor \"by default\"", d.label(), mode)
		return
	}
	d.col.NotNull = true
	if d.col.Default != nil {
		r.errs.add(d.col.Origin, "%s: an identity column has no default", d.label())
	}
}

// enumUse is an enum that columns use, and where its type is declared.
type enumUse struct {
	enum   *schema.Enum
	typeID string
	origin string
}

// applyEnum makes the column an enum of the constants of its type.
func (r *reader) applyEnum(d *draft) {
	name, _ := d.set.get("enum")
	if name == "false" {
		return
	}
	t := enumType(d.field.Type)
	if t == nil {
		r.errs.add(d.col.Origin, "%s (%s): enum needs a named string type: type %sStatus string, with constants", d.label(), d.field.Type, d.owner)
		return
	}
	consts, err := t.Decl.StringConsts()
	if err != nil {
		r.errs.add("", "%v: it is a value of the enum in %s (%s)", err, d.label(), d.col.Origin)
		return
	}
	if len(consts) == 0 {
		r.errs.add(d.col.Origin, "%s: type %s has no constants to be the values of an enum (%s)", d.label(), t, t.Decl.Origin())
		return
	}
	if name == "" || name == "true" {
		name = snake(t.Name)
	}
	e := &schema.Enum{Name: name}
	for _, c := range consts {
		if !slices.Contains(e.Values, c.Value) {
			e.Values = append(e.Values, c.Value)
		}
	}
	r.addEnum(d, e, t)
	d.col.Type = schema.Text{Any: enumText(e.Values), By: map[string]string{"postgres": name}}
	d.kind = stringValue
	r.checkEnumDefault(d, e)
}

// enumType returns the named string type of an enum field: T, *T or sql.Null[T].
func enumType(t *source.Type) *source.Type {
	t = t.Indirect()
	if t.Kind == source.Opaque && len(t.Args) == 1 {
		t = t.Args[0].Indirect()
	}
	if u := t.Under(); t.Kind != source.Named || u.Kind != source.Basic || u.Name != "string" {
		return nil
	}
	return t
}

// addEnum lists an enum once; one name for two types is an error.
func (r *reader) addEnum(d *draft, e *schema.Enum, t *source.Type) {
	other := r.enums[e.Name]
	switch {
	case other == nil:
		r.enums[e.Name] = &enumUse{e, t.ID(), t.Decl.Origin()}
		r.db.Enums = append(r.db.Enums, e)
	case other.typeID != t.ID() && !slices.Equal(other.enum.Values, e.Values):
		r.errs.add(d.col.Origin, "%s: enum %s has other values in %s (%s) than in the type at %s; name one with enum=…", d.label(), e.Name, t, t.Decl.Origin(), other.origin)
	}
}

func (r *reader) checkEnumDefault(d *draft, e *schema.Enum) {
	if value, ok := d.set.get("default"); ok && !slices.Contains(e.Values, value) {
		r.errs.add(d.col.Origin, "%s: the default %q is not among the values of enum %s%s", d.label(), value, e.Name, spelling.DidYouMean(value, e.Values))
	}
}

// enumText returns the neutral type of an enum.
func enumText(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "'" + strings.ReplaceAll(v, "'", "''") + "'"
	}
	return "enum(" + strings.Join(quoted, ",") + ")"
}
