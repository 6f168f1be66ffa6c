package autogen

import (
	"slices"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// around takes the views down that stand on columns whose type changes, with the
// views and triggers on them, and puts them up again after it, where the server
// would refuse the change otherwise.
func (c *comparison) around() {
	if !c.d.PinsViews() {
		return
	}
	moved := words{}
	for _, op := range c.plan.alterColumns {
		if o := op.(*ops.AlterColumn); !o.Type.IsZero() {
			moved.add(relations, o.Table)
		}
	}
	for _, op := range c.plan.alterEnums {
		if o := op.(*ops.AlterEnum); o.Values != nil {
			c.usersOf(o.Name, moved)
		}
	}
	gone := map[schema.Name]bool{} // views that the plan drops already
	for _, op := range c.plan.dropCode {
		if o, ok := op.(*ops.DropView); ok {
			gone[o.ID()] = true
			moved.add(relations, o.Name)
		}
	}
	lex := c.d.Lexicon()
	for again := len(moved) > 0; again; {
		again = false
		for _, v := range c.live.Views {
			name := id(v.Schema, v.Name)
			if gone[name] || !mentions(lex, v.SQL.Any, moved) {
				continue
			}
			gone[name], again = true, true
			moved.add(relations, v.Name)
			c.plan.dropCode = append(c.plan.dropCode, dropView(v))
			c.plan.createCode = append(c.plan.createCode, &ops.CreateView{View: *schema.Clone(v)})
			c.triggersAround(name)
		}
	}
}

// mentions reports whether a view's text names any of some relations.
func mentions(lex dialect.Lexicon, sql string, any words) bool {
	w := words{}
	w.addCode(lex, sql)
	for word := range any {
		if w[word] {
			return true
		}
	}
	return false
}

// usersOf adds the tables that have columns of a type.
func (c *comparison) usersOf(typeName string, tables words) {
	for _, t := range c.live.Tables {
		if slices.ContainsFunc(t.Columns, func(col *schema.Column) bool {
			w := words{}
			w.addType(c.d.Lexicon(), col.Type.Any)
			return w[types+" "+lower(typeName)]
		}) {
			tables.add(relations, t.Name)
		}
	}
}

func (c *comparison) triggersAround(view schema.Name) {
	for _, t := range c.live.Triggers {
		if id(t.Schema, t.Table) != view {
			continue
		}
		c.plan.dropCode = append(c.plan.dropCode, dropTrigger(t))
		c.plan.createCode = append(c.plan.createCode, &ops.CreateTrigger{Trigger: *schema.Clone(t)})
	}
}

// owners lets a sequence come before the table that uses it, and belong to it
// after; and takes it away from a table that goes.
func (c *comparison) owners() {
	p := &c.plan
	for _, op := range p.createObjects {
		if o, ok := op.(*ops.CreateSequence); ok && o.OwnedBy != "" {
			p.comments = append(p.comments, &ops.AlterSequence{Sequence: *schema.Clone(&o.Sequence)})
			o.OwnedBy = ""
		}
	}
	for _, op := range slices.Concat(p.createObjects, p.dropObjects) {
		for _, s := range c.live.Sequences {
			if s.OwnedBy == "" {
				continue
			}
			switch o := op.(type) {
			case *ops.DropSequence:
				if id(s.Schema, s.Name) != o.ID() {
					continue
				}
			case *ops.AlterSequence: // a table that goes takes its sequences along
				if id(s.Schema, s.Name) != id(o.Schema, o.Name) || !c.goes(s) {
					continue
				}
			default:
				continue
			}
			free := schema.Clone(s)
			free.OwnedBy = ""
			p.dropCode = append(p.dropCode, &ops.AlterSequence{Sequence: *free})
		}
	}
}

// goes reports whether the table that a sequence belongs to is dropped.
func (c *comparison) goes(s *schema.Sequence) bool {
	tokens := c.d.Lexicon().Tokens(s.OwnedBy)
	return len(tokens) > 0 && slices.ContainsFunc(c.plan.dropped, func(t *schema.Table) bool {
		return t.Schema == s.Schema && t.Name == tokens[0].Name()
	})
}
