package autogen

import (
	"context"
	"slices"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// settleObjects does for views, routines, triggers and domains what settle does for
// tables, where the wish has them in somebody's own words and not in a server's.
func (c *comparison) settleObjects(ctx context.Context) error {
	if c.opts.Complete || c.opts.Spell == nil {
		return nil
	}
	disputed := different(c.native.Views, c.live.Views, c.views())
	disputed = append(disputed, different(c.native.Routines, c.live.Routines, c.routines())...)
	disputed = append(disputed, c.newRoutines()...)
	disputed = append(disputed, different(c.native.Triggers, c.live.Triggers, c.triggers())...)
	disputed = append(disputed, different(c.native.Domains, c.live.Domains, c.domains())...)
	disputed = append(disputed, different(c.native.Objects, c.live.Objects, others)...)
	if len(disputed) == 0 {
		return nil
	}
	spelled, err := c.opts.Spell(ctx, c.wish)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		for _, object := range disputed {
			c.unconfirmed(object, err.Error())
		}
		return nil
	}
	takeObjects(c.native.Views, spelled.Views, c.views())
	c.takeArguments(spelled.Routines)
	takeObjects(c.native.Routines, spelled.Routines, c.routines())
	takeObjects(c.native.Triggers, spelled.Triggers, c.triggers())
	takeObjects(c.native.Domains, spelled.Domains, c.domains())
	takeObjects(c.native.Objects, spelled.Objects, others)
	return nil
}

// settlePartitions does so for the clauses by which tables are partitioned (MySQL): no temporary
// table has one, of which settle could ask.
func (c *comparison) settlePartitions(ctx context.Context) error {
	if c.opts.Native || c.opts.Spell == nil {
		return nil
	}
	clause := func(t *schema.Table) string { return t.Options.Get(c.d.Name(), schema.Partition) }
	live, disputed := c.live.TablesByID(), &schema.Database{Sequences: c.wish.Sequences}
	for i, t := range c.native.Tables {
		if was := live[t.ID()]; was != nil && clause(t) != "" && clause(was) != "" && !c.sameCode(schema.SQL(clause(t)), schema.SQL(clause(was))) {
			disputed.Tables = append(disputed.Tables, c.wish.Tables[i])
		}
	}
	if len(disputed.Tables) == 0 {
		return nil
	}
	spelled, err := c.opts.Spell(ctx, disputed)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		for _, t := range disputed.Tables {
			c.unconfirmed("table "+t.ID().String(), err.Error())
		}
		return nil
	}
	said := spelled.TablesByID()
	for _, t := range c.native.Tables {
		if s := said[t.ID()]; s != nil && clause(s) != "" {
			t.Options.Set(c.d.Name(), schema.Partition, clause(s))
		}
	}
	return nil
}

// settleWords takes the live words of the policies, rules, partition keys and domains that differ
// from them in words alone.
func (c *comparison) settleWords() {
	live := map[schema.Name]schema.Options{} // tables and views share their names
	for _, t := range c.live.Tables {
		live[t.ID()] = t.Options
	}
	for _, v := range c.live.Views {
		live[id(v.Schema, v.Name)] = v.Options
	}
	for _, t := range c.native.Tables {
		c.takeCode(t.Options, live[t.ID()])
	}
	for _, v := range c.native.Views {
		c.takeCode(v.Options, live[id(v.Schema, v.Name)])
	}
	domains := map[schema.Name]*schema.Domain{}
	for _, d := range c.live.Domains {
		domains[id(d.Schema, d.Name)] = d
	}
	for _, d := range c.native.Domains {
		if was := domains[id(d.Schema, d.Name)]; was != nil {
			c.takeRules(d, was)
		}
	}
}

func (c *comparison) takeCode(native, live schema.Options) {
	own := native[c.d.Name()]
	for key, text := range live[c.d.Name()] {
		if said := own[key]; isText(key) && said != "" && said != text && c.sameCode(schema.SQL(said), schema.SQL(text)) {
			own[key] = text
		}
	}
}

func (c *comparison) takeRules(native, live *schema.Domain) {
	if c.sameDefault(native.Default, live.Default) {
		native.Default = schema.Clone(live.Default)
	}
	for _, k := range native.Checks {
		for _, was := range live.Checks {
			if k.Name == was.Name && c.sameText(k.SQL, was.SQL) {
				k.SQL = was.SQL
			}
		}
	}
}

// newRoutines lists the routines whose arguments tell them from others, and may be called otherwise by
// the server: none of these arguments is live.
func (c *comparison) newRoutines() []string {
	if !c.d.Traits().Overloads {
		return nil
	}
	routines, there := c.routines(), map[string]bool{}
	for _, r := range c.live.Routines {
		there[routines.name(r)] = true
	}
	var out []string
	for _, r := range c.native.Routines {
		if !there[routines.name(r)] {
			out = append(out, routines.called(r))
		}
	}
	return out
}

// takeArguments lets the routines of the wish, and the grants on them, have their arguments as the
// server calls them.
func (c *comparison) takeArguments(spelled []*schema.Routine) {
	if !c.d.Traits().Overloads {
		return
	}
	routines, exact := c.routines(), map[string]bool{}
	for _, r := range c.native.Routines {
		exact[routines.name(r)] = true
	}
	others := slices.DeleteFunc(slices.Clone(spelled), func(s *schema.Routine) bool { return exact[routines.name(s)] })
	said := map[string]bool{}
	for _, s := range spelled {
		said[routines.name(s)] = true
	}
	called := map[schema.Target]string{}
	for _, n := range c.native.Routines {
		if s := c.overload(n, others); s != nil && !said[routines.name(n)] {
			called[routineTarget(n)] = s.Args
		}
	}
	for _, db := range []*schema.Database{c.native, c.wish} {
		for _, r := range db.Routines {
			if args, other := called[routineTarget(r)]; other {
				r.Args = args
			}
		}
		for _, g := range db.Grants {
			if args, other := called[g.Target()]; other {
				g.Args = args
			}
		}
	}
}

// overload finds a routine by its name, and by its body where there are several of that name; nil
// where that doesn't tell either.
func (c *comparison) overload(n *schema.Routine, list []*schema.Routine) *schema.Routine {
	var named, found []*schema.Routine
	for _, s := range list {
		if s.Name == n.Name && s.Schema == n.Schema && s.Kind == n.Kind {
			named = append(named, s)
		}
	}
	for _, s := range named {
		if len(named) == 1 || c.body(s) == c.body(n) {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// body is the last string that a routine is written with: a server keeps it as it is.
func (c *comparison) body(r *schema.Routine) (text string) {
	for _, t := range c.d.Lexicon().Tokens(r.SQL.For(c.d.Name())) {
		if t.Kind == dialect.String {
			text = t.Value
		}
	}
	return text
}

// different lists the objects of one kind that are on both sides and differ.
func different[T any](native, live []*T, k kind[T]) []string {
	there := map[string]*T{}
	for _, l := range live {
		there[k.name(l)] = l
	}
	var out []string
	for _, n := range native {
		if l := there[k.name(n)]; l != nil && !k.same(n, l) {
			out = append(out, k.called(n))
		}
	}
	return out
}

// takeObjects puts what the server made of the objects of one kind in their place.
func takeObjects[T any](native, spelled []*T, k kind[T]) {
	said := map[string]*T{}
	for _, s := range spelled {
		said[k.name(s)] = s
	}
	for i, n := range native {
		if s := said[k.name(n)]; s != nil {
			native[i] = schema.Clone(s)
		}
	}
}
