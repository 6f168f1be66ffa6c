package autogen

import (
	"cmp"
	"slices"

	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// compareTriggers compares triggers, and the order in which those fire that say so.
func (c *comparison) compareTriggers() {
	var creates, drops []ops.Op
	objectsOf(c, c.wish.Triggers, c.native.Triggers, c.live.Triggers, c.past().Triggers, c.triggers(), &creates, &drops)
	for _, group := range c.firingOrders() {
		c.moveTriggers(group, &creates, &drops)
	}
	if slices.ContainsFunc(c.live.Triggers, follower) {
		// Each comes after the one that it follows, also on the way back.
		slices.SortStableFunc(creates, func(a, b ops.Op) int { return cmp.Compare(c.triggerAt(c.native, a), c.triggerAt(c.native, b)) })
		slices.SortStableFunc(drops, func(a, b ops.Op) int { return cmp.Compare(c.triggerAt(c.live, b), c.triggerAt(c.live, a)) })
	}
	c.plan.createCode = append(c.plan.createCode, creates...)
	c.plan.dropCode = append(c.plan.dropCode, drops...)
}

func follower(t *schema.Trigger) bool { return t.Options.Get("mysql", schema.Follows) != "" }

// firingOrders lists the triggers of the wish that fire one after the other.
func (c *comparison) firingOrders() [][]*schema.Trigger {
	var groups [][]*schema.Trigger
	for i, t := range c.native.Triggers {
		last := len(groups) - 1
		switch {
		case !follower(t):
		case i > 0 && last >= 0 && groups[last][len(groups[last])-1] == c.native.Triggers[i-1]:
			groups[last] = append(groups[last], t)
		case i > 0:
			groups = append(groups, []*schema.Trigger{c.native.Triggers[i-1], t})
		}
	}
	return groups
}

// moveTriggers makes those anew that stay as they are, but not where they are: all
// but the longest row of them that stands in the right order.
func (c *comparison) moveTriggers(group []*schema.Trigger, creates, drops *[]ops.Op) {
	var kept, at []int // places in the group, and in the live list
	for i, t := range group {
		drop := dropTrigger(t)
		if live := c.triggerAt(c.live, drop); live >= 0 && !slices.ContainsFunc(*drops, func(op ops.Op) bool { return c.triggerAt(c.live, op) == live }) {
			kept, at = append(kept, i), append(at, live)
		}
	}
	stay := longestRise(at)
	for k, i := range kept {
		if stay[k] {
			continue
		}
		*drops = append(*drops, dropTrigger(c.live.Triggers[at[k]]))
		wish := c.wish.Triggers[c.triggerAt(c.wish, dropTrigger(group[i]))]
		*creates = append(*creates, &ops.CreateTrigger{Trigger: *schema.Clone(wish)})
	}
}

// longestRise marks the members of the longest subsequence that rises.
func longestRise(list []int) []bool {
	length, before := make([]int, len(list)), make([]int, len(list))
	best := -1
	for i := range list {
		length[i], before[i] = 1, -1
		for j := range i {
			if list[j] < list[i] && length[j] >= length[i] {
				length[i], before[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	marks := make([]bool, len(list))
	for ; best >= 0; best = before[best] {
		marks[best] = true
	}
	return marks
}

// triggerAt is the place of the trigger that an operation makes or drops, -1 when
// there is none.
func (c *comparison) triggerAt(db *schema.Database, op ops.Op) int {
	return slices.IndexFunc(db.Triggers, func(t *schema.Trigger) bool {
		switch o := op.(type) {
		case *ops.CreateTrigger:
			return o.Name == t.Name && o.Table == t.Table && o.Schema == t.Schema
		case *ops.DropTrigger:
			return o.Name == t.Name && o.Table == t.Table && o.Schema == t.Schema
		}
		return false
	})
}
