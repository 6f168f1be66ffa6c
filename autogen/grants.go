package autogen

import (
	"fmt"
	"maps"
	"slices"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// leftToOthers are the objects of a live database on which roles have privileges that are
// not compared.
func leftToOthers(live *schema.Database, f Filter) map[schema.Target]bool {
	out := map[schema.Target]bool{}
	for _, g := range live.Grants {
		if !matches(f.Grants, []string{g.To}) {
			out[g.Target()] = true
		}
	}
	return out
}

// grants ends either direction with what the roles get and lose. It comes when all else is in
// its order: nothing needs a privilege, an object that goes takes those on it along, and one
// that is made anew has none until it gets them back.
func (c *comparison) grants() error {
	if len(c.opts.Filter.Grants) == 0 || !c.d.Traits().Grants {
		return nil
	}
	state, err := c.unrenamed()
	if err != nil {
		return err
	}
	was := schema.StandingOf(state.Grants)
	w := walk{comparison: c, state: state}
	have, err := w.through(c.result.Upgrade, was)
	if err != nil {
		return err
	}
	wished := schema.StandingOf(c.wish.Grants)
	if err := c.checkGranted(wished, w.objects()); err != nil {
		return err
	}
	c.stay(wished)
	c.result.Upgrade = append(c.result.Upgrade, w.settle(have, wished)...)
	if have, err = w.through(c.result.Downgrade, wished); err != nil {
		return err
	}
	c.result.Downgrade = append(c.result.Downgrade, w.settle(have, was)...)
	return nil
}

// stay adds to what is wished what stays as it is: that on which a wish is silent that doesn't
// say all, and, of the default schema, what PUBLIC has where one side doesn't say.
func (c *comparison) stay(wished schema.Standing) {
	live := schema.StandingOf(c.live.Grants)
	all := c.opts.Complete || c.opts.CompleteKinds && len(wished) > 0
	made := schema.StandingOf(c.past().Grants)
	for t, roles := range live {
		if _, said := wished[t]; !said && !all && !(c.opts.CompleteKinds && made[t] != nil) {
			wished[t] = maps.Clone(roles)
		}
	}
	base := schema.Target{On: "schema", Name: schema.Name{Name: c.live.Default}}
	now, there := live[base][schema.Public]
	if _, said := wished[base][schema.Public]; there && !said {
		wished.Set(base, schema.Public, now)
	} else if said && !there {
		delete(wished[base], schema.Public)
	}
}

// checkGranted refuses a grant on what is not there.
func (c *comparison) checkGranted(wished schema.Standing, there map[schema.Target]bool) error {
	for _, t := range wished.Targets() {
		if !there[t] && !c.opts.Complete && c.opts.Filter.schema(c.wish, t.Schema) && c.opts.Filter.table(c.wish, t.Name) {
			return fmt.Errorf("a grant is on the %s %s%s, which no model declares", t.On, t.Name, inBrackets(t))
		}
	}
	return nil
}

func inBrackets(t schema.Target) string {
	if t.On != "routine" {
		return ""
	}
	return "(" + t.Args + ")"
}

// walk follows what the roles may do through a list of operations.
type walk struct {
	*comparison
	state *schema.Database
}

// through does the operations to the state, and returns what is left of what the roles could
// do, with what they get on new objects.
func (w *walk) through(list []ops.Op, before schema.Standing) (schema.Standing, error) {
	w.state.Grants = before.Grants()
	for _, op := range list {
		w.forget(op)
		made, numbering := w.made(op), w.numbering(op)
		if err := dialect.Apply(w.d, w.state, op); err != nil {
			return nil, err
		}
		w.rename(numbering, w.numbering(op))
		for _, t := range made {
			w.asNew(t)
		}
	}
	return schema.StandingOf(w.state.Grants), nil
}

// forget takes the privileges on what an operation drops.
func (w *walk) forget(op ops.Op) {
	gone := map[schema.Target]bool{}
	for _, t := range w.gone(op) {
		gone[t] = true
	}
	if len(gone) > 0 {
		keep(&w.state.Grants, func(g *schema.Grant) bool { return !gone[g.Target()] })
	}
	if o, ok := op.(*ops.DropColumn); ok {
		w.forgetColumn(o)
	}
}

// forgetColumn takes the privileges on a column that goes, from those that inherit the table too.
func (w *walk) forgetColumn(o *ops.DropColumn) {
	tables := []schema.Name{o.ID()}
	if !o.Only {
		tables = append(tables, w.a.descendants(o.ID())...)
	}
	for _, g := range w.state.Grants {
		if g.On == "table" && slices.Contains(tables, g.Target().Name) {
			g.Privileges = slices.DeleteFunc(g.Privileges, func(p string) bool {
				_, column := ops.Privilege(p)
				return column == o.Column
			})
		}
	}
}

// asNew gives the roles what they get on a new object at once.
func (w *walk) asNew(t schema.Target) {
	for _, g := range w.state.AsNew {
		if g.On == t.On && (g.Schema == t.Schema || g.Schema == schema.AnySchema) {
			on := schema.Clone(g)
			on.Name, on.Schema, on.Args = t.Name.Name, t.Schema, t.Args
			w.state.Grants = append(w.state.Grants, on)
		}
	}
}

// numbering is the sequence of a column that changes, empty where it has none.
func (w *walk) numbering(op ops.Op) schema.Target {
	o, ok := op.(*ops.AlterColumn)
	if !ok || w.state.Table(o.ID()) == nil {
		return schema.Target{}
	}
	list := w.sequences(o.ID(), w.state.Table(o.ID()).Column(o.Column))
	return append(list, schema.Target{})[0]
}

// rename lets privileges follow what has another name now.
func (w *walk) rename(from, to schema.Target) {
	for _, g := range w.state.Grants {
		if g.Target() == from && to.On != "" {
			g.Name, g.Schema = to.Name.Name, to.Schema
		}
	}
}

// gone are the objects that an operation drops, or makes anew.
func (w *walk) gone(op ops.Op) []schema.Target {
	switch o := op.(type) {
	case *ops.DropTable:
		return w.table(w.state.Table(o.ID()))
	case *ops.DropColumn:
		if t := w.state.Table(o.ID()); t != nil {
			return w.sequences(t.ID(), t.Column(o.Column))
		}
	case *ops.DropView:
		return []schema.Target{{On: "table", Name: o.ID()}}
	case *ops.DropSequence:
		return []schema.Target{{On: "sequence", Name: o.ID()}}
	case *ops.DropRoutine:
		return []schema.Target{{On: "routine", Name: o.ID(), Args: o.Args}}
	case *ops.DropEnum, *ops.DropDomain, *ops.DropComposite:
		return typed(op.(interface{ ID() schema.Name }).ID())
	case *ops.DropObject:
		if o.ObjectKind == "type" {
			return typed(o.ID())
		}
	case *ops.DropSchema:
		return []schema.Target{{On: "schema", Name: schema.Name{Name: o.Name}}}
	}
	return anew(op)
}

// made are the objects that an operation creates, or makes anew.
func (w *walk) made(op ops.Op) []schema.Target {
	switch o := op.(type) {
	case *ops.CreateTable:
		return w.table(&o.Table)
	case *ops.AddColumn:
		return w.sequences(o.ID(), &o.Column)
	case *ops.CreateView:
		return []schema.Target{{On: "table", Name: id(o.Schema, o.Name)}}
	case *ops.CreateSequence:
		return []schema.Target{{On: "sequence", Name: id(o.Schema, o.Name)}}
	case *ops.CreateRoutine:
		t := routineTarget(&o.Routine)
		same := func(r *schema.Routine) bool { return routineTarget(r) == t }
		if !slices.ContainsFunc(w.state.Routines, same) { // else it is replaced, and keeps them
			return []schema.Target{t}
		}
	case *ops.CreateEnum:
		return typed(id(o.Schema, o.Name))
	case *ops.CreateDomain:
		return typed(id(o.Schema, o.Name))
	case *ops.CreateComposite:
		return typed(o.Composite.ID())
	case *ops.CreateObject:
		if o.Object.Kind == "type" {
			return typed(o.Object.ID())
		}
	case *ops.CreateSchema:
		return []schema.Target{{On: "schema", Name: schema.Name{Name: o.Name}}}
	}
	return anew(op)
}

// anew is the type that an operation replaces by another one.
func anew(op ops.Op) []schema.Target {
	if o, ok := op.(*ops.AlterEnum); ok && o.Values != nil {
		return typed(o.ID())
	}
	return nil
}

func typed(name schema.Name) []schema.Target { return []schema.Target{{On: "type", Name: name}} }

func routineTarget(r *schema.Routine) schema.Target {
	return schema.Target{On: "routine", Name: id(r.Schema, r.Name), Args: r.Args}
}

// table is a table with the sequences of its columns.
func (w *walk) table(t *schema.Table) []schema.Target {
	if t == nil {
		return nil
	}
	out := []schema.Target{{On: "table", Name: t.ID()}}
	for _, column := range t.Columns {
		out = append(out, w.sequences(t.ID(), column)...)
	}
	return out
}

// sequences is the sequence of a column that numbers rows.
func (w *walk) sequences(table schema.Name, c *schema.Column) (out []schema.Target) {
	if c != nil && (c.Autoincrement || c.Identity != nil) {
		for _, s := range w.a.sequenceOf(table, c) {
			out = append(out, schema.Target{On: "sequence", Name: id(s.schema, s.name)})
		}
	}
	return out
}

// objects are all that privileges can be on.
func (w *walk) objects() map[schema.Target]bool {
	out := map[schema.Target]bool{{On: "schema", Name: schema.Name{Name: w.state.Default}}: true}
	add := func(list ...schema.Target) {
		for _, t := range list {
			out[t] = true
		}
	}
	db := w.state
	for _, s := range db.Schemas {
		add(schema.Target{On: "schema", Name: schema.Name{Name: s.Name}})
	}
	for _, t := range db.Tables {
		add(w.table(t)...)
	}
	for _, v := range db.Views {
		add(schema.Target{On: "table", Name: id(v.Schema, v.Name)})
	}
	for _, s := range db.Sequences {
		add(schema.Target{On: "sequence", Name: id(s.Schema, s.Name)})
	}
	for _, r := range db.Routines {
		add(routineTarget(r))
	}
	for _, e := range db.Enums {
		add(typed(id(e.Schema, e.Name))...)
	}
	for _, d := range db.Domains {
		add(typed(id(d.Schema, d.Name))...)
	}
	for _, t := range db.Composites {
		add(typed(t.ID())...)
	}
	for _, x := range ofKind(db.Objects, "type") {
		add(typed(x.ID())...)
	}
	return out
}

// settle lists what makes of one standing another, on what is there.
func (w *walk) settle(have, want schema.Standing) (list []ops.Op) {
	there, owners := w.objects(), map[schema.Target]string{}
	for _, o := range w.live.Owners {
		owners[o.Of] = o.Role
	}
	both := schema.Standing{}
	for _, s := range []schema.Standing{have, want} {
		for t, roles := range s {
			for role := range roles {
				both.Set(t, role, nil)
			}
		}
	}
	var given []ops.Op
	for _, t := range both.Targets() {
		owner, others := owners[t] // the wish can't tell what the one and the user have: its objects are all the user's
		for _, role := range slices.Sorted(maps.Keys(both[t])) {
			if there[t] && !(others && (role == owner || role == w.live.User)) {
				taken, more := settleRole(t, role, have.Of(t, role), want.Of(t, role))
				list, given = append(list, taken...), append(given, more...)
			}
		}
	}
	return append(list, given...)
}

// settleRole lists what a role loses and gets on an object. ALL takes the others in, but for those on columns.
func settleRole(t schema.Target, role string, have, want schema.Privileges) (taken, given []ops.Op) {
	_, hasAll := have["ALL"]
	_, wantsAll := want["ALL"]
	if hasAll && !wantsAll { // what it has is not known one by one
		taken = append(taken, &ops.Revoke{Grant: grantOn(t, role, false, "ALL")})
		have = nil // nor those on columns
	}
	var gone, less []string
	left := schema.Privileges{}
	for _, p := range slices.Sorted(maps.Keys(have)) { // on a table before those on its columns
		word, column := ops.Privilege(p)
		option, wanted := want[p]
		switch {
		case column != "" && slices.Contains(gone, word): // which goes along
		case !wanted && (!wantsAll || column != ""):
			gone = append(gone, p)
		default:
			if left[p] = have[p]; have[p] && !option && !want["ALL"] {
				less, left[p] = append(less, p), false
			}
		}
	}
	more := map[bool][]string{}
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if option, there := left[p]; !there || want[p] && !option {
			more[want[p]] = append(more[want[p]], p)
		}
	}
	for _, r := range []struct {
		option bool
		what   []string
	}{{false, gone}, {true, less}} {
		if r.what != nil {
			taken = append(taken, &ops.Revoke{Grant: grantOn(t, role, r.option, r.what...)})
		}
	}
	for _, option := range []bool{false, true} {
		if more[option] != nil {
			given = append(given, &ops.Grant{Grant: grantOn(t, role, option, more[option]...)})
		}
	}
	return taken, given
}

func grantOn(t schema.Target, role string, option bool, what ...string) schema.Grant {
	return schema.Grant{On: t.On, Name: t.Name.Name, Schema: t.Schema, Args: t.Args, To: role, Privileges: what, Grantable: option}
}
