package autogen

import (
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
	i := slices.IndexFunc(c.native.Views, func(v *schema.View) bool { return views.name(v) == views.name(wish) })
	native := *c.native.Views[i]
	query := !c.sameCode(native.SQL, live.SQL)
	if query && !c.keepsColumns(&native, live) {
		return nil
	}
	o := ops.ChangeView(live, &native, query)
	if query && len(wish.Columns) == 0 {
		o.SQL = schema.Clone(wish.SQL)
	}
	native.SQL, native.Columns, native.Options = live.SQL, live.Columns, live.Options
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
// What a query reads under another name is not foreseen (see FollowRename).
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
	v = schema.Clone(v)
	c.plan.createCode = slices.DeleteFunc(c.plan.createCode, func(op ops.Op) bool {
		o, ok := op.(*ops.AlterView)
		if ok = ok && o.ID() == id(v.Schema, v.Name); ok {
			v = o.Change(v)
		}
		return ok
	})
	return v
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

func (c *comparison) sameView(a, b *schema.View) bool {
	if a.Materialized != b.Materialized || len(a.Indexes) != len(b.Indexes) || !c.sameCode(a.SQL, b.SQL) ||
		!reflect.DeepEqual(a.Columns, b.Columns) || !sameOwnOptions(a.Options, b.Options) {
		return false
	}
	m := match(a.Indexes, b.Indexes, indexName, c.sameIndex, false)
	for i, j := range m.same {
		if a.Indexes[i].Comment != b.Indexes[j].Comment {
			return false
		}
	}
	return len(m.created)+len(m.gone) == 0
}
