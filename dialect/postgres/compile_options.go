package postgres

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// tableOptions are the options of a table, beside with_…, policy … and rule ….
var tableOptions = wordSet(`unlogged partition_by partition_of partition_bound inherits of_type row_security replica_identity cluster tablespace
	access_method ` + ParameterOrder)

// checkOptions refuses options that would have no effect.
func checkOptions(opts map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(opts)) {
		kind, object, _ := strings.Cut(key, " ")
		named := object != "" && (kind == "policy" || kind == "rule" || kind == schema.ParentExclusion || inheritedSettings[kind] != "")
		if !tableOptions[key] && !named && !strings.HasPrefix(key, "with_") {
			return fmt.Errorf("there is no option postgres.%s: a storage parameter is called with_%s, the others are %s",
				key, key, strings.Join(slices.Sorted(maps.Keys(tableOptions)), ", "))
		}
	}
	return nil
}

func (c compiler) alterTable(o *ops.AlterTable) ([]dialect.Statement, error) {
	opts := o.Options[name]
	if err := checkOptions(opts); err != nil {
		return nil, err
	}
	list, err := c.changePartition(o)
	if err != nil {
		return nil, err
	}
	set, reset := c.alterParameters(o.On, opts)
	list = append(list, reset...) // user_catalog_table before the table is rewritten, which it forbids
	for _, key := range inTurn(opts) {
		more, err := c.changeOption(o, key, opts[key])
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	list = append(list, set...)
	if o.Comment != nil {
		list = append(list, statements(comment("TABLE", table(o.ID()), *o.Comment))...)
	}
	return list, nil
}

// inTurn puts options into the order in which they are set: what goes first, and last what is the
// name of an index, which another option may give to it.
func inTurn(opts map[string]string) []string {
	turn := func(key string) int {
		switch {
		case opts[key] == "":
			return 0
		case key == schema.ReplicaIdentity || key == schema.ClusterOn:
			return 2
		}
		return 1
	}
	return slices.SortedStableFunc(slices.Values(slices.Sorted(maps.Keys(opts))), func(a, b string) int { return cmp.Compare(turn(a), turn(b)) })
}

// alterParameters sets and resets storage parameters.
func (c compiler) alterParameters(on ops.On, opts map[string]string) (sets, resets []dialect.Statement) {
	set, reset := changedParameters(opts)
	for _, action := range set {
		sets = append(sets, c.alter(on, action)...)
	}
	for _, action := range reset {
		resets = append(resets, c.alter(on, action)...)
	}
	return sets, resets
}

// changedParameters are what sets storage parameters, and what resets others: one action each, if any.
func changedParameters(opts map[string]string) (sets, resets []string) {
	var set, reset []string
	for _, key := range slices.Sorted(maps.Keys(opts)) {
		param, ok := strings.CutPrefix(key, "with_")
		switch value := opts[key]; {
		case ok && value == "":
			reset = append(reset, param)
		case ok:
			set = append(set, param+" = "+parameterValue(value))
		}
	}
	if len(set) > 0 {
		sets = []string{"SET (" + strings.Join(set, ", ") + ")"}
	}
	if len(reset) > 0 {
		resets = []string{"RESET (" + strings.Join(reset, ", ") + ")"}
	}
	return sets, resets
}

// changeOption changes one option of a table; an empty value takes it away.
func (c compiler) changeOption(o *ops.AlterTable, key, value string) ([]dialect.Statement, error) {
	kind, object, _ := strings.Cut(key, " ")
	switch kind {
	case schema.Unlogged:
		if value == "true" {
			return c.alter(o.On, "SET UNLOGGED"), nil
		}
		return c.alter(o.On, "SET LOGGED"), nil
	case "tablespace":
		return statements(move("ALTER TABLE "+table(o.ID()), value)), nil
	case "access_method":
		return c.alter(o.On, "SET ACCESS METHOD "+Ident(or(value, "heap"))), nil
	case "policy", "rule":
		drop := statements("DROP " + strings.ToUpper(kind) + " IF EXISTS " + c.Quote(object) + " ON " + table(o.ID()))
		if value == "" {
			return drop, nil
		}
		return append(drop, c.setting(o.On, key, value)...), nil
	case schema.OfType:
		if value == "" {
			return c.alter(o.On, "NOT OF"), nil
		}
		return c.alter(o.On, "OF "+value), nil
	case schema.Inherits:
		return c.changeParents(o, value)
	case schema.PartitionOf, schema.PartitionBound: // see changePartition
		return nil, nil
	case schema.ParentExclusion:
		if value == "" {
			return c.alter(o.On, "DROP CONSTRAINT "+c.Quote(object)), nil
		}
		return nil, nil
	case ParameterOrder: // the server appends what is set
		return nil, nil
	case schema.PartitionBy:
		return nil, fmt.Errorf("a table can't change how it is partitioned: make a new table and move the rows (option %s)", key)
	}
	return c.setting(o.On, key, value), nil
}

// changePartition detaches a table from the one that it is a partition of, attaches it to
// another, or does both.
func (c compiler) changePartition(o *ops.AlterTable) ([]dialect.Statement, error) {
	opts := o.Options[name]
	parent, changed := opts[schema.PartitionOf]
	bound, rebound := opts[schema.PartitionBound]
	if !changed && !rebound {
		return nil, nil
	}
	var before schema.Options
	if o.Existing != nil {
		before = o.Existing.Options
	}
	if t, err := c.now(o.ID()); err != nil {
		return nil, err
	} else if t != nil {
		before = t.Options
	}
	var list []dialect.Statement
	was := before.Get(name, schema.PartitionOf)
	if was != "" {
		list = append(list, statements("ALTER TABLE "+was+" DETACH PARTITION "+table(o.ID()))...)
	}
	if !changed {
		parent = was
	}
	if !rebound {
		bound = before.Get(name, schema.PartitionBound)
	}
	if parent != "" {
		list = append(list, statements("ALTER TABLE "+parent+" ATTACH PARTITION "+table(o.ID())+" "+bound)...)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("partition %s: say in existing which table it is a partition of", o.ID())
	}
	return list, nil
}

// changeParents makes a table inherit from these tables and no others, in this order: one
// that comes is the last. It comes before the others go where it can, since what a table has
// from both stays inherited then.
func (c compiler) changeParents(o *ops.AlterTable, value string) ([]dialect.Statement, error) {
	var before string
	if o.Existing != nil {
		before = o.Existing.Options.Get(name, schema.Inherits)
	}
	t, err := c.now(o.ID())
	if err != nil {
		return nil, err
	} else if t != nil {
		before = t.Options.Get(name, schema.Inherits)
	}
	had, has := names(before), names(value)
	kept := 0
	var gone []string
	for _, p := range had {
		if kept < len(has) && has[kept] == p {
			kept++
		} else {
			gone = append(gone, p)
		}
	}
	var list []dialect.Statement
	come := has[kept:]
	for ; len(come) > 0 && !slices.Contains(gone, come[0]); come = come[1:] {
		list = append(list, c.alter(o.On, "INHERIT "+come[0])...)
	}
	for _, p := range gone {
		leave, err := c.leaveParent(o.On, t, p)
		if err != nil {
			return nil, err
		}
		list = append(list, leave...)
	}
	for _, p := range come {
		list = append(list, c.alter(o.On, "INHERIT "+p)...)
	}
	return list, nil
}

// leaveParent lets a table no longer inherit from a parent. The server takes each check that
// is called like one of the parent for inherited, and stops at one that isn't, as where the
// parent's is NO INHERIT: that has another name meanwhile.
func (c compiler) leaveParent(on ops.On, t *schema.Table, parent string) ([]dialect.Statement, error) {
	leave := c.alter(on, "NO INHERIT "+parent)
	ids := Names(parent)
	if t == nil || len(ids) == 0 {
		return leave, nil
	}
	p, err := c.now(ids[0])
	if p == nil {
		return leave, err
	}
	var aside, back []dialect.Statement
	for i, k := range t.Checks {
		if slices.ContainsFunc(p.Checks, func(o *schema.Check) bool { return o.NoInherit && o.Name == k.Name }) {
			between := fmt.Sprintf("limbeck_%d", i+1)
			aside = append(aside, c.alter(on, "RENAME CONSTRAINT "+c.Quote(k.Name)+" TO "+between)...)
			back = append(back, c.alter(on, "RENAME CONSTRAINT "+between+" TO "+c.Quote(k.Name))...)
		}
	}
	return slices.Concat(aside, leave, back), nil
}

// Names reads a list of SQL names, as the option inherits has it.
func Names(list string) []schema.Name {
	var out []schema.Name
	for _, one := range names(list) {
		switch parts := parseName(one); len(parts) {
		case 1:
			out = append(out, schema.Name{Name: parts[0]})
		case 2:
			out = append(out, schema.Name{Schema: parts[0], Name: parts[1]})
		}
	}
	return out
}

// names takes a list of SQL names apart.
func names(list string) []string {
	var out []string
	start := 0
	for _, t := range lexicon.Tokens(list) {
		if t.Is(",") {
			out = append(out, strings.TrimSpace(list[start:t.Start]))
			start = t.End
		}
	}
	if last := strings.TrimSpace(list[start:]); last != "" {
		out = append(out, last)
	}
	return out
}
