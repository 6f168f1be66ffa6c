package mysql

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// firstOption is the option of the first trigger of those that share its table, time and
// event, as [schema.Follows] is of all the others. They fire in that order, and a trigger
// that is made without a word fires last.
const firstOption = "first"

// PlaceTriggers gives neighbouring triggers of the same table, time and event the
// options that keep their order.
func PlaceTriggers(list []*schema.Trigger) {
	for i, t := range list {
		switch {
		case i > 0 && together(list[i-1], t):
			t.Options.Set(name, schema.Follows, list[i-1].Name)
		case i+1 < len(list) && together(t, list[i+1]):
			t.Options.Set(name, firstOption, "true")
		}
	}
}

func together(a, b *schema.Trigger) bool {
	return a.Table == b.Table && a.Schema == b.Schema && firing(a) == firing(b)
}

// firing is when a trigger fires: "before insert".
func firing(t *schema.Trigger) string {
	tokens := lexicon.Tokens(t.SQL.For(name))
	for i := 0; i+1 < len(tokens); i++ {
		if tokens[i].Is("before") || tokens[i].Is("after") {
			return strings.ToLower(tokens[i].Text + " " + tokens[i+1].Text)
		}
	}
	return ""
}

func (c compiler) createTrigger(op *ops.CreateTrigger) ([]string, error) {
	place, err := c.place(op)
	if err != nil {
		return nil, err
	}
	text := op.SQL.For(name)
	if tokens := lexicon.Tokens(text); place != "" {
		for i := 1; i < len(tokens); i++ {
			if tokens[i-1].Is("each") && tokens[i].Is("row") {
				text = text[:tokens[i].End] + " " + place + text[tokens[i].End:]
				break
			}
		}
	}
	return c.createBody(schema.SQL(text), op.Options, "trigger "+op.Name)
}

// place is the clause that puts a trigger where its options want it among those that
// are there.
func (c compiler) place(op *ops.CreateTrigger) (string, error) {
	before := op.Options.Get(name, schema.Follows)
	if c.present == nil || before == "" && op.Options.Get(name, firstOption) == "" {
		return "", nil
	}
	db, err := c.present(schema.Name{Schema: op.Schema, Name: op.Table})
	if err != nil || db == nil {
		return "", err
	}
	others := slices.DeleteFunc(db.Triggers, func(t *schema.Trigger) bool { return t.Name == op.Name || !together(t, &op.Trigger) })
	called := func(name string) bool {
		return slices.ContainsFunc(others, func(t *schema.Trigger) bool { return t.Name == name })
	}
	if before != "" {
		if called(before) {
			return "FOLLOWS " + quote(before), nil
		}
		return "", nil
	}
	for _, t := range others { // the one that follows none of them
		if !called(t.Options.Get(name, schema.Follows)) {
			return "PRECEDES " + quote(t.Name), nil
		}
	}
	return "", nil
}
