package autogen

import (
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// settings compares the table's comment and options, and knows whether its keys change.
func (d *tableDiff) settings(keys bool) {
	o := &ops.AlterTable{On: d.on, Existing: &ops.TableExisting{Comment: d.before.Comment, Options: schema.Clone(d.before.Options)}}
	if d.native.Comment == d.live.Comment && (d.comments || d.past == nil || d.before.Comment == d.wish.Comment) {
		d.before.Comment = d.wish.Comment
	} else {
		comment := d.wish.Comment
		o.Comment = &comment
	}
	if d.native.Options.Equal(d.live.Options) {
		d.before.Options = schema.Clone(d.wish.Options)
	} else {
		o.Options = ops.ChangeOptions(d.live.Options, d.native.Options)
		if delete(o.Options["sqlite"], schema.WithoutRowid); len(o.Options["sqlite"]) == 0 {
			delete(o.Options, "sqlite")
		}
		if len(o.Options) == 0 {
			o.Options = nil
		}
	}
	if rowless := d.d.Traits().Rowless; rowless != nil && rowless(d.native.Options) && !rowless(d.live.Options) {
		d.warnings = append(d.warnings, Note{"table " + d.wish.Name, "is to keep no rows of its own: those that it has are lost"})
	}
	d.letGo(o)
	d.codeOptions(o)
	if keys {
		d.regroup(o)
	}
	d.scatter(o, keys)
	late := d.laterOptions(o)
	last := takeOptions(late, func(key, _ string) bool {
		return key == schema.Partition && late.Existing.Options.Get("mysql", key) == ""
	})
	first := takeOptions(o, func(key, value string) bool { return value == "" && slices.Contains(onColumns, key) })
	narrow := takeOptions(o, func(key, value string) bool { return d.formats(key) && isNarrow(value) })
	trims := d.trims(o)
	followed := takeOptions(o, func(key, _ string) bool { return trims && (key == "collate" || key == "charset") })
	wide := takeOptions(o, func(key, _ string) bool { return d.formats(key) && isNarrow(d.live.Options.Get("mysql", key)) })
	for _, part := range []struct {
		change *ops.AlterTable
		to     *[]ops.Op
	}{{first, &d.found.tableDefaults}, {wide, &d.found.tableDefaults}, {followed, &d.found.tableDefaults}, {late, &d.found.alterTables}, {narrow, &d.found.partition}, {last, &d.found.partition}} {
		if part.change != nil && part.change.Options != nil {
			*part.to = append(*part.to, part.change)
		}
	}
	switch {
	case o.Options.Get("sqlite", schema.Strict) != "": // a column that goes may have a type that a strict table refuses
		d.found.partition = append(d.found.partition, o)
	case o.Options != nil && d.d.Traits().OptionsFirst:
		d.found.tableDefaults = append(d.found.tableDefaults, o)
	case o.Comment != nil || o.Options != nil:
		d.found.alterTables = append(d.found.alterTables, o)
	}
}

// trims reports whether a change gives the table an engine that takes less, or undone does: that comes
// after the columns have changed, and what these follow before.
func (d *tableDiff) trims(o *ops.AlterTable) bool {
	lean := d.d.Traits().Lean
	_, changes := o.Options[d.d.Name()]["engine"]
	return changes && lean != nil && (lean(d.live.Options) || lean(d.native.Options))
}

// formats reports whether an option is the format of the rows, and the engine stays.
func (d *tableDiff) formats(key string) bool {
	return key == "row_format" && d.live.Options.Get("mysql", "engine") == d.native.Options.Get("mysql", "engine")
}

// isNarrow reports whether a format of rows holds indexes of short columns only: all columns are short,
// also by their character set, before a table has it, and until it has another.
func isNarrow(format string) bool { return format == "COMPACT" || format == "REDUNDANT" }

// regroup takes a table out of its partitions before its keys change, and puts it into them after
// that, where they are by its key without naming it: PARTITION BY KEY ().
func (d *tableDiff) regroup(o *ops.AlterTable) {
	const key = schema.Partition
	if d.byKey(d.live.Options.Get("mysql", key)) || d.byKey(d.native.Options.Get("mysql", key)) {
		d.meanwhileWithout(key, o)
	}
}

// scatter takes from a table what it is the union of before its columns or keys change, and gives
// it back after that: the server opens none whose tables are not alike.
func (d *tableDiff) scatter(o *ops.AlterTable, keys bool) {
	key := d.d.Traits().Union
	if key == "" {
		return
	}
	same := d.live.Options.Get(d.d.Name(), key) == d.native.Options.Get(d.d.Name(), key)
	if !same || keys || len(d.found.addColumns)+len(d.found.alterColumns)+len(d.found.dropColumns) > 0 {
		d.meanwhileWithout(key, o)
	}
}

// meanwhileWithout takes an option from a table before all else changes, and gives it back, or
// another value, last.
func (d *tableDiff) meanwhileWithout(key string, o *ops.AlterTable) {
	name := d.d.Name()
	was, is := d.live.Options.Get(name, key), d.native.Options.Get(name, key)
	if was != "" {
		d.found.detach = append(d.found.detach, setOption(d.live, name, key, ""))
	}
	if is != "" {
		d.found.partition = append(d.found.partition, setOption(d.live, name, key, is))
	}
	takeOptions(o, func(changed, _ string) bool { return changed == key })
}

// byKey reports whether partitions are by no columns that they name.
func (d *tableDiff) byKey(clause string) bool {
	tokens := d.d.Lexicon().Tokens(clause)
	open := slices.IndexFunc(tokens, func(t dialect.Token) bool { return t.Is("(") })
	return open >= 0 && open+1 < len(tokens) && tokens[open+1].Is(")")
}

// onColumns are MySQL's options that are about columns: they come when these are
// what they are to be, and go before that and before all other options change.
// The first partitions come last, for not every column can be in a table that has any.
var onColumns = []string{schema.AutoIncrement, schema.Partition, schema.Period, schema.SystemPeriod, schema.SystemVersioning}

// takeOptions moves some of MySQL's options of a change to a change of their own, nil
// where there are none.
func takeOptions(o *ops.AlterTable, which func(key, value string) bool) *ops.AlterTable {
	if o == nil {
		return nil
	}
	taken := &ops.AlterTable{On: o.On, Existing: schema.Clone(o.Existing)}
	for _, key := range slices.Sorted(maps.Keys(o.Options["mysql"])) {
		if value := o.Options["mysql"][key]; which(key, value) {
			taken.Options.Set("mysql", key, value)
			delete(o.Options["mysql"], key)
		}
	}
	if taken.Options == nil {
		return nil
	}
	if len(o.Options["mysql"]) == 0 {
		o.Options = nil
	}
	return taken
}

// laterOptions takes out of a change what has to wait for the columns. A period
// that becomes another one goes first, since it would hold the columns fast, and so
// do partitions by a column that changes.
func (d *tableDiff) laterOptions(o *ops.AlterTable) *ops.AlterTable {
	late := &ops.AlterTable{On: o.On, Existing: schema.Clone(o.Existing)}
	for _, key := range onColumns {
		value := o.Options.Get("mysql", key)
		if value == "" {
			continue
		}
		late.Options.Set("mysql", key, value)
		delete(o.Options["mysql"], key)
		was := o.Existing.Options.Get("mysql", key)
		if (key == schema.Period || key == schema.SystemPeriod) && was != "" || key == schema.Partition && d.partsByMoved(was) {
			o.Options.Set("mysql", key, "")
			delete(late.Existing.Options["mysql"], key)
		}
	}
	if late.Options == nil {
		return nil
	}
	if len(o.Options["mysql"]) == 0 {
		o.Options = nil
	}
	return late
}

// partsByMoved reports whether partitions are by a column whose type changes.
func (d *tableDiff) partsByMoved(clause string) bool {
	return slices.ContainsFunc(mentioned(d.before, schema.SQL(clause), d.d.Lexicon()), func(c string) bool { return slices.Contains(d.moved, c) })
}

// isCode reports whether an option of a table is an object of its own: a policy or a
// rule, which may name other tables.
func isCode(option string) bool {
	return strings.HasPrefix(option, "policy ") || strings.HasPrefix(option, "rule ")
}

// changesCode reports whether an operation makes a policy or rule, which may keep other
// tables than its own from going.
func changesCode(o *ops.AlterTable) bool {
	for _, options := range o.Options {
		for key := range options {
			if isCode(key) {
				return true
			}
		}
	}
	return false
}

// codeOptions takes policies and rules out of a change of a table: they come and go by
// themselves, since columns and other tables have to be there, or gone.
func (d *tableDiff) codeOptions(o *ops.AlterTable) {
	name := d.d.Name()
	d.repartition(o)
	for _, key := range slices.Sorted(maps.Keys(o.Options[name])) {
		if !isCode(key) {
			continue
		}
		if d.live.Options.Get(name, key) != "" {
			d.found.dropCode = append(d.found.dropCode, setOption(d.live, name, key, ""))
		}
		if value := o.Options.Get(name, key); value != "" {
			d.found.createCode = append(d.found.createCode, setOption(d.live, name, key, value))
		}
		if delete(o.Options[name], key); len(o.Options[name]) == 0 {
			o.Options = nil
		}
	}
}

// partitioned are the options that make a table a partition.
var partitioned = []string{schema.PartitionOf, schema.PartitionBound}

// partitioning are the options of a table that come with those.
func partitioning(options map[string]string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(options)), func(key string) bool {
		return !slices.Contains(partitioned, key) && !strings.HasPrefix(key, schema.ParentExclusion+" ")
	})
}

// repartition takes a table from where it is a partition before all else is done to it, and
// makes it one after that; or at once with its new bound, so that it follows what is done to
// the same parent.
func (d *tableDiff) repartition(o *ops.AlterTable) {
	name := d.d.Name()
	d.disinherit(o)
	d.leaveType(o)
	if !slices.ContainsFunc(partitioned, func(key string) bool { _, changes := o.Options[name][key]; return changes }) {
		return
	}
	detach, attach := &ops.AlterTable{On: d.on, Existing: o.Existing}, &ops.AlterTable{On: d.on}
	for _, key := range partitioning(d.live.Options[name]) {
		detach.Options.Set(name, key, "")
		delete(o.Options[name], key)
	}
	for _, key := range partitioning(d.native.Options[name]) {
		attach.Options.Set(name, key, d.native.Options.Get(name, key))
		delete(o.Options[name], key)
	}
	if len(o.Options[name]) == 0 {
		o.Options = nil
	}
	if d.live.Options.Get(name, schema.PartitionOf) != "" {
		d.found.detach = append(d.found.detach, detach)
	}
	switch parent := d.live.Options.Get(name, schema.PartitionOf); {
	case attach.Options == nil:
	case parent != "" && parent == d.native.Options.Get(name, schema.PartitionOf):
		d.found.reattach = append(d.found.reattach, attach)
		d.warnings = append(d.warnings, Note{"table " + d.wish.Name, "is to be a partition with another bound, which fails if it has rows " +
			"that belong elsewhere: then make a new partition and move the rows"})
	default:
		d.found.attach = append(d.found.attach, attach)
	}
}

// disinherit takes a table from the parents that it leaves before all else is done to it:
// its columns are its own then, and they may go.
func (d *tableDiff) disinherit(o *ops.AlterTable) {
	const key = schema.Inherits
	name := d.d.Name()
	value, changes := o.Options[name][key]
	had, has := listed(d.a.lex, d.live.Options.Get(name, key)), listed(d.a.lex, value)
	stay := slices.DeleteFunc(slices.Clone(had), func(p string) bool { return !slices.Contains(has, p) })
	if !changes || len(stay) == len(had) {
		return
	}
	leave := setOption(d.live, name, key, strings.Join(stay, ", ")).(*ops.AlterTable)
	leave.Existing = o.Existing
	d.found.detach = append(d.found.detach, leave)
	if o.Existing = schema.Clone(o.Existing); o.Existing != nil {
		o.Existing.Options.Set(name, key, strings.Join(stay, ", "))
	}
	if len(stay) < len(has) {
		return
	}
	if delete(o.Options[name], key); len(o.Options[name]) == 0 {
		o.Options = nil
	}
}

// listed takes a list of names apart.
func listed(lex dialect.Lexicon, names string) []string {
	var out []string
	start := 0
	for _, t := range lex.Tokens(names + ",") {
		if t.Is(",") {
			out = append(out, strings.TrimSpace(names[start:t.Start]))
			start = min(t.End, len(names))
		}
	}
	return slices.DeleteFunc(out, func(name string) bool { return name == "" })
}

// optionsAgain does for the policies and rules of a table what takeDown does for
// the rest.
func (c *comparison) optionsAgain(t *schema.Table) {
	name := c.d.Name()
	wish := c.wish.Table(t.ID())
	if wish == nil {
		return
	}
	options := t.Options[name]
	for _, key := range slices.Sorted(maps.Keys(options)) {
		if isCode(key) && wish.Options.Get(name, key) == options[key] && !c.dropsCode(t.ID(), key) && c.pinned(options[key], t.ID()) {
			c.plan.dropCode = append(c.plan.dropCode, setOption(t, name, key, ""))
			c.plan.createCode = append(c.plan.createCode, setOption(t, name, key, options[key]))
		}
	}
}

// dropsCode reports whether the plan drops a policy or rule already.
func (c *comparison) dropsCode(table schema.Name, key string) bool {
	return slices.ContainsFunc(c.plan.dropCode, func(op ops.Op) bool {
		o, ok := op.(*ops.AlterTable)
		if !ok || o.ID() != table {
			return false
		}
		value, changes := o.Options[c.d.Name()][key]
		return changes && value == ""
	})
}

// setOption sets one option of a table, or takes it away.
func setOption(t *schema.Table, dialect, key, value string) ops.Op {
	o := &ops.AlterTable{On: ops.OnTable(t.ID())}
	o.Options.Set(dialect, key, value)
	return o
}
