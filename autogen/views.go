package autogen

import (
	"maps"
	"reflect"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

func (c *comparison) views() kind[schema.View] {
	return kind[schema.View]{
		what:    "view",
		name:    func(v *schema.View) string { return id(v.Schema, v.Name).String() },
		comment: func(v *schema.View) *string { return &v.Comment },
		same:    c.sameView,
		create:  func(v *schema.View) ops.Op { return &ops.CreateView{View: *v} },
		drop:    dropView,
		alter:   c.alterView,
		setComment: func(v *schema.View) ops.Op {
			on := "view"
			if v.Materialized {
				on = "materialized_view"
			}
			return &ops.SetComment{On: on, Name: v.Name, Schema: v.Schema, Comment: v.Comment}
		},
	}
}

func dropView(v *schema.View) ops.Op {
	return &ops.DropView{Named: ops.Named{Name: v.Name, Schema: v.Schema}, Materialized: v.Materialized}
}

// alterView changes a view while it is there, where the dialect can do that: its options, and
// its query where that gives the same columns, and maybe more after them.
func (c *comparison) alterView(wish, live *schema.View) ops.Op {
	views := c.views()
	native := *c.native.View(id(wish.Schema, wish.Name))
	query := !c.sameCode(native.SQL, live.SQL)
	if query && !c.keepsColumns(&native, live) || !c.keepsIndexes(&native, live) {
		return nil
	}
	o := ops.ChangeView(live, &native, query)
	if query && len(wish.Columns) == 0 {
		o.SQL = schema.Clone(wish.SQL)
	}
	if query {
		native.SQL, native.Columns = live.SQL, live.Columns
	}
	native.Options, native.Indexes = live.Options, live.Indexes
	if _, err := c.d.Compile(o, nil); err != nil || !c.sameView(&native, live) {
		return nil
	}
	if native.Comment != live.Comment {
		c.plan.comments = append(c.plan.comments, views.setComment(wish))
	}
	return o
}

// keepsColumns reports whether a view has its columns still, by name, type and collation, with
// another query, and has others only after them: in the direction that the comparison is for.
// What a query reads under another name is not foreseen (see Follow).
func (c *comparison) keepsColumns(wish, live *schema.View) bool {
	if slices.Contains(c.anew, id(live.Schema, live.Name)) || wish.Materialized || live.Materialized || len(wish.Shape) == 0 || len(live.Shape) == 0 || len(c.plan.renames) > 0 {
		return false
	}
	begins := func(long, short []string) bool {
		return len(short) <= len(long) && slices.Equal(long[:len(short)], short)
	}
	up, down := begins(wish.Shape, live.Shape), begins(live.Shape, wish.Shape)
	if up != down {
		c.oneWay = true
	}
	if c.back {
		return down
	}
	return up
}

// changed is a view as the plan changes it, which is for one that is made anew to be at once.
func (c *comparison) changed(v *schema.View) *schema.View {
	state := &schema.Database{Views: []*schema.View{schema.Clone(v)}}
	changes := func(op ops.Op) bool {
		switch o := op.(type) {
		case *ops.AlterView, *ops.CreateIndex, *ops.DropIndex, *ops.AlterIndex:
			on := o.(interface{ ID() schema.Name }).ID()
			return on == id(v.Schema, v.Name) && ops.Apply(state, op) == nil
		}
		return false
	}
	c.plan.dropCode = slices.DeleteFunc(c.plan.dropCode, changes)
	c.plan.createCode = slices.DeleteFunc(c.plan.createCode, changes)
	return state.Views[0]
}

// changedQuery is the query that a view which stays is to have, empty where it keeps the one it has.
func (c *comparison) changedQuery(v *schema.View) string {
	for _, op := range c.plan.createCode {
		if o, ok := op.(*ops.AlterView); ok && o.ID() == id(v.Schema, v.Name) {
			return o.SQL.For(c.d.Name())
		}
	}
	return ""
}

// sameView compares views but for the indexes that can come and go while the view stays.
func (c *comparison) sameView(a, b *schema.View) bool {
	return a.Materialized == b.Materialized && c.sameCode(a.SQL, b.SQL) && reflect.DeepEqual(a.Columns, b.Columns) &&
		sameOwnOptions(a.Options, b.Options) && c.keepsIndexes(a, b)
}

// keepsIndexes reports whether the indexes of a view can become those of another one by coming and
// going. One without a name couldn't go again; with one, what names it goes.
func (c *comparison) keepsIndexes(wish, live *schema.View) bool {
	m := c.matchIndexes(wish, live)
	return !slices.ContainsFunc(m.created, func(i int) bool { return wish.Indexes[i].Name == "" }) &&
		!slices.ContainsFunc(m.gone, func(j int) bool {
			return slices.ContainsFunc(indexOptions, func(key string) bool {
				name := live.Indexes[j].Name
				return live.Options.Get(c.d.Name(), key) == name && wish.Options.Get(c.d.Name(), key) == name
			})
		})
}

func (c *comparison) matchIndexes(wish, live *schema.View) matching {
	m := match(wish.Indexes, live.Indexes, indexName, c.sameIndex, false)
	turned(&m, wish.Indexes, live.Indexes, c.sameIndex, indexName, func(is, wished *schema.Index) bool {
		can := c.adjusts(live.Options, is.Options, wished.Options)
		is.Options = wished.Options
		return can
	})
	return m
}

// viewIndexes finds what differs in the indexes of the views that stay.
func (c *comparison) viewIndexes() {
	for _, wish := range c.wish.Views {
		if !wish.Materialized { // and has none
			continue
		}
		name := id(wish.Schema, wish.Name)
		native, live := c.native.View(name), c.live.View(name)
		if live == nil || contains(c.plan.dropCode, dropView(live)) {
			continue
		}
		on := ops.OnTable(name)
		m := c.matchIndexes(native, live)
		emit(m, wish.Indexes, live.Indexes, &c.plan.dropCode, &c.plan.createCode,
			func(x *schema.Index) ops.Op { return &ops.CreateIndex{On: on, Index: *x} },
			func(x *schema.Index) ops.Op { return &ops.DropIndex{On: on, Name: x.Name} })
		for _, i := range slices.Sorted(maps.Keys(m.same)) {
			was, is := live.Indexes[m.same[i]], wish.Indexes[i]
			if change := ops.ChangeOptions(was.Options, native.Indexes[i].Options); change != nil {
				c.plan.createCode = append(c.plan.createCode, &ops.AlterIndex{On: on, Name: was.Name, Options: change})
			}
			if was.Comment != is.Comment {
				c.plan.comments = append(c.plan.comments, &ops.SetComment{On: "index", Name: was.Name, Table: on.Table, Schema: on.Schema, Comment: is.Comment})
			}
		}
	}
}

// warnStale warns of the materialized views that read one whose query changes while all of them stay.
func (c *comparison) warnStale() {
	from := map[string]string{} // the view that changes, by what reads it
	for _, op := range c.plan.createCode {
		if o, ok := op.(*ops.AlterView); ok && !o.SQL.IsZero() {
			from[relation(o.ID()).word()] = o.ID().String()
		}
	}
	for again := len(from) > 0; again; {
		again = false
		for _, v := range c.live.Views {
			own, read := relation(id(v.Schema, v.Name)).word(), words{}
			read.addView(c.d.Lexicon(), v.SQL.Any)
			for _, word := range slices.Sorted(maps.Keys(read)) {
				if from[own] != "" || from[word] == "" || contains(c.plan.dropCode, dropView(v)) {
					continue
				}
				from[own], again = from[word], true
				if v.Materialized {
					c.result.Warnings = append(c.result.Warnings, Note{"materialized view " + id(v.Schema, v.Name).String(),
						"reads view " + from[word] + ", whose query changes, and keeps its rows: refresh it with an execute after that"})
				}
			}
		}
	}
}
