package postgres

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// compileObject compiles the operations on objects beside tables.
func (c compiler) compileObject(op ops.Op) ([]dialect.Statement, error) {
	switch o := op.(type) {
	case *ops.CreateSchema:
		return withComment("SCHEMA", c.Quote(o.Name), o.Comment, "CREATE SCHEMA "+c.Quote(o.Name)), nil
	case *ops.DropSchema:
		return statements("DROP SCHEMA " + c.Quote(o.Name)), nil
	case *ops.CreateExtension:
		return c.createExtension(o), nil
	case *ops.AlterExtension:
		return statements("ALTER EXTENSION " + c.Quote(o.Name) + " SET SCHEMA " + c.Quote(o.Schema)), nil
	case *ops.DropExtension:
		return statements("DROP EXTENSION " + c.Quote(o.Name)), nil
	case *ops.CreateEnum:
		return c.createEnum(&o.Enum), nil
	case *ops.AlterEnum:
		return c.alterEnum(o)
	case *ops.DropEnum:
		return statements("DROP TYPE " + table(o.ID())), nil
	case *ops.CreateDomain:
		return c.createDomain(&o.Domain)
	case *ops.AlterDomain:
		return c.alterDomain(o)
	case *ops.DropDomain:
		return statements("DROP DOMAIN " + table(o.ID())), nil
	case *ops.CreateComposite:
		return c.createComposite(&o.Composite)
	case *ops.AlterComposite:
		return c.alterComposite(o)
	case *ops.DropComposite:
		return statements("DROP TYPE " + table(o.ID())), nil
	case *ops.CreateObject:
		return c.createAny(&o.Object)
	case *ops.DropObject:
		target, err := objectName(o.ObjectKind, o.ID())
		return statements("DROP " + strings.ToUpper(o.ObjectKind) + " " + target), err
	case *ops.CreateSequence:
		return c.createSequence(o)
	case *ops.AlterSequence:
		return c.alterSequence(o)
	case *ops.DropSequence:
		return statements("DROP SEQUENCE " + table(o.ID())), nil
	case *ops.Grant:
		return c.grant(&o.Grant), nil
	case *ops.Revoke:
		return c.revoke(&o.Grant), nil
	}
	return c.compileCode(op)
}

// compileCode compiles the operations on objects that are written in SQL.
func (c compiler) compileCode(op ops.Op) ([]dialect.Statement, error) {
	switch o := op.(type) {
	case *ops.CreateView:
		return c.createView(o)
	case *ops.AlterView:
		return c.alterView(o)
	case *ops.DropView:
		return statements("DROP " + viewKind(o.Materialized) + " " + table(o.ID())), nil
	case *ops.CreateRoutine:
		list := script(o.SQL.For(name))
		if o.Comment != "" {
			list = append(list, statements(comment(routineKind(o.Routine.Kind), routineSignature(o.Schema, o.Name, o.Args), o.Comment))...)
		}
		return list, nil
	case *ops.DropRoutine:
		return statements("DROP " + routineKind(o.RoutineKind) + " " + routineSignature(o.Schema, o.Name, o.Args)), nil
	case *ops.CreateTrigger:
		list := script(o.SQL.For(name))
		on := table(schema.Name{Schema: o.Schema, Name: o.Table})
		if verb := triggerStates[o.Options.Get(name, "state")]; verb != "" {
			list = append(list, statements("ALTER TABLE "+on+" "+verb+" TRIGGER "+c.Quote(o.Name))...)
		}
		for _, key := range slices.Sorted(maps.Keys(o.Options[name])) { // after the table's own, which they follow
			if partition, ok := strings.CutPrefix(key, "state "); ok {
				list = append(list, statements("ALTER TABLE ONLY "+partition+" "+cmp.Or(triggerStates[o.Options.Get(name, key)], "ENABLE")+" TRIGGER "+c.Quote(o.Name))...)
			}
		}
		if o.Comment != "" {
			list = append(list, statements(comment("TRIGGER", c.Quote(o.Name)+" ON "+on, o.Comment))...)
		}
		return list, nil
	case *ops.DropTrigger:
		return statements("DROP TRIGGER " + c.Quote(o.Name) + " ON " + table(o.ID())), nil
	}
	return nil, unknown(op)
}

// triggerStates are how a trigger is put into a state other than enabled.
var triggerStates = map[string]string{"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}

func withComment(kind, target, text string, sql ...string) []dialect.Statement {
	list := statements(sql...)
	if text != "" {
		list = append(list, dialect.Statement{SQL: comment(kind, target, text)})
	}
	return list
}

func (c compiler) createExtension(o *ops.CreateExtension) []dialect.Statement {
	sql := "CREATE EXTENSION IF NOT EXISTS " + c.Quote(o.Name)
	if o.Schema != "" {
		sql += " SCHEMA " + c.Quote(o.Schema)
	}
	if o.Version != "" {
		sql += " VERSION " + quoteString(o.Version)
	}
	return statements(sql)
}

func (c compiler) createDomain(neutral *schema.Domain) ([]dialect.Statement, error) {
	lowered, err := dialect.Lower(c.Dialect, &schema.Database{Domains: []*schema.Domain{neutral}})
	if err != nil {
		return nil, err
	}
	d := lowered.Domains[0]
	id := table(schema.Name{Schema: d.Schema, Name: d.Name})
	sql := "CREATE DOMAIN " + id + " AS " + d.Type.For(name)
	if d.Collation != "" {
		sql += " COLLATE " + Collation(d.Collation)
	}
	if d.Default != nil {
		sql += " DEFAULT " + d.Default.SQL.For(name)
	}
	if d.NotNull {
		sql += " " + c.named(d.NotNullName, "NOT NULL")
	}
	for _, k := range d.Checks {
		if !k.NotValid {
			sql += "\n  " + c.check(k)
		}
	}
	list := withComment("DOMAIN", id, d.Comment, sql)
	for _, k := range d.Checks {
		if k.NotValid {
			list = append(list, statements("ALTER DOMAIN "+id+" ADD "+c.check(k))...)
		}
		if k.Comment != "" {
			list = append(list, statements(comment("CONSTRAINT", c.Quote(k.Name)+" ON DOMAIN "+id, k.Comment))...)
		}
	}
	return list, nil
}

// alterDomain changes what differs from the domain as it was. Its type stays: the
// server can't change that.
func (c compiler) alterDomain(o *ops.AlterDomain) ([]dialect.Statement, error) {
	if o.Existing == nil {
		return nil, fmt.Errorf("alter_domain %s: say in existing what the domain is now", o.Name)
	}
	lowered, err := dialect.Lower(c.Dialect, &schema.Database{Domains: []*schema.Domain{o.Existing, &o.Domain}})
	if err != nil {
		return nil, err
	}
	was, is := lowered.Domains[0], lowered.Domains[1]
	if !was.Type.Equal(is.Type) || was.Collation != is.Collation {
		return nil, fmt.Errorf("PostgreSQL can't change the type of domain %s: make another domain, and alter the columns that use this one", o.Name)
	}
	id := table(schema.Name{Schema: is.Schema, Name: is.Name})
	var list []dialect.Statement
	alter := func(sql string) { list = append(list, statements("ALTER DOMAIN "+id+" "+sql)...) }
	switch {
	case is.Default == nil && was.Default != nil:
		alter("DROP DEFAULT")
	case is.Default != nil && !is.Default.Equal(was.Default):
		alter("SET DEFAULT " + is.Default.SQL.For(name))
	}
	usual := NotNullName(is.Name, "")
	before, now := or(was.NotNullName, usual), or(is.NotNullName, usual)
	switch {
	case was.NotNull && !is.NotNull:
		alter("DROP NOT NULL")
	case was.NotNull && before != now:
		alter("RENAME CONSTRAINT " + c.Quote(before) + " TO " + c.Quote(now))
	case !was.NotNull && is.NotNull && is.NotNullName != "":
		alter("ADD " + c.named(now, "NOT NULL"))
	case !was.NotNull && is.NotNull:
		alter("SET NOT NULL")
	}
	has := func(list []*schema.Check, k *schema.Check) bool {
		return slices.ContainsFunc(list, func(o *schema.Check) bool { return reflect.DeepEqual(o, k) })
	}
	for _, k := range was.Checks {
		valid := *k
		valid.NotValid = false
		switch {
		case has(is.Checks, k):
		case has(is.Checks, &valid):
			alter("VALIDATE CONSTRAINT " + c.Quote(k.Name))
			*k = valid
		default:
			alter("DROP CONSTRAINT " + c.Quote(k.Name))
		}
	}
	for _, k := range is.Checks {
		if has(was.Checks, k) {
			continue
		}
		alter("ADD " + c.check(k))
		if k.Comment != "" {
			list = append(list, statements(comment("CONSTRAINT", c.Quote(k.Name)+" ON DOMAIN "+id, k.Comment))...)
		}
	}
	if is.Comment != was.Comment {
		list = append(list, statements(comment("DOMAIN", id, is.Comment))...)
	}
	return list, nil
}

func (c compiler) createSequence(o *ops.CreateSequence) ([]dialect.Statement, error) {
	s := schema.Clone(&o.Sequence)
	finishSequence(s)
	id := table(schema.Name{Schema: s.Schema, Name: s.Name})
	sql := "CREATE SEQUENCE " + id
	if s.Unlogged {
		sql = "CREATE UNLOGGED SEQUENCE " + id
	}
	if s.Type != "" {
		sql += " AS " + s.Type
	}
	for _, setting := range sequenceSettings(s) {
		sql += " " + setting
	}
	if s.OwnedBy != "" {
		sql += " OWNED BY " + ownedBy(s)
	}
	list := statements(sql)
	if o.After != "" {
		after, err := goOnAfter(id, s, o.After)
		if err != nil {
			return nil, err
		}
		list = append(list, statements(after)...)
	}
	return append(list, withComment("SEQUENCE", id, s.Comment)...), nil
}

// goOnAfter lets a sequence go on after the values that a column has, if there are any that the
// sequence may come to.
func goOnAfter(id string, s *schema.Sequence, column string) (string, error) {
	parts := parseName(column)
	if len(parts) < 2 {
		return "", fmt.Errorf("sequence %s: after is a column, as table.column, not %q", s.Name, column)
	}
	of := schema.Name{Name: parts[len(parts)-2]}
	if len(parts) > 2 {
		of.Schema = parts[0]
	}
	last, within := "max", " >= "+strconv.FormatInt(orNumber(s.Min, 1), 10)
	if s.Increment < 0 {
		last, within = "min", " <= "+strconv.FormatInt(orNumber(s.Max, -1), 10)
	}
	value := last + "(" + Dialect{}.Quote(parts[len(parts)-1]) + ")"
	return "SELECT setval(" + quoteString(id) + ", " + value + ") FROM " + table(of) + " HAVING " + value + within, nil
}

func orNumber(n *int64, otherwise int64) int64 {
	if n == nil {
		return otherwise
	}
	return *n
}

// ownedBy spells the owner of a sequence, which is in the same schema.
func ownedBy(s *schema.Sequence) string {
	parts := parseName(s.OwnedBy)
	if len(parts) < 2 {
		return "NONE"
	}
	owner := schema.Name{Schema: s.Schema, Name: parts[len(parts)-2]}
	return table(owner) + "." + Dialect{}.Quote(parts[len(parts)-1])
}

// alterSequence sets all that an alter_sequence describes, which is the whole
// sequence.
func (c compiler) alterSequence(o *ops.AlterSequence) ([]dialect.Statement, error) {
	s := schema.Clone(&o.Sequence)
	finishSequence(s)
	native := or(s.Type, "bigint")
	id := table(schema.Name{Schema: s.Schema, Name: s.Name})
	sql := "ALTER SEQUENCE " + id + " AS " + native
	for _, setting := range fullSettings(nil, s, native) {
		sql += " " + setting
	}
	var list []dialect.Statement
	if o.Existing != nil {
		was := schema.Clone(o.Existing)
		finishSequence(was)
		list = ahead(id, was, s, or(was.Type, "bigint"), native)
	}
	list = append(list, statements(sql+" OWNED BY "+ownedBy(s), comment("SEQUENCE", id, s.Comment))...)
	switch {
	case s.Unlogged:
		list = append(list, statements("ALTER SEQUENCE "+id+" SET UNLOGGED")...)
	case o.Existing != nil && o.Existing.Unlogged:
		list = append(list, statements("ALTER SEQUENCE "+id+" SET LOGGED")...)
	}
	return list, nil
}

// ahead lets a sequence that has not come to its new bounds yet, or has begun beyond them, go on
// at its new start, since the server takes no bounds that leave it outside. It never goes back to
// values that it has had. What setval does is undone with the transaction only after an ALTER
// SEQUENCE in it.
func ahead(id string, was, is *schema.Sequence, before, after string) []dialect.Statement {
	oldLow, oldHigh := sequenceBounds(was, before)
	low, high := sequenceBounds(is, after)
	falls, begun := is.Increment < 0, firstValue(was)
	var outside []string
	if !falls && low > oldLow || falls && low > begun {
		outside = append(outside, "last_value < "+strconv.FormatInt(low, 10))
	}
	if falls && high < oldHigh || !falls && high < begun {
		outside = append(outside, "last_value > "+strconv.FormatInt(high, 10))
	}
	if outside == nil {
		return nil
	}
	as := ""
	if before != after {
		as = " AS bigint"
	}
	return statements(fmt.Sprintf("ALTER SEQUENCE %s%s MINVALUE %d MAXVALUE %d", id, as, min(low, oldLow), max(high, oldHigh)),
		fmt.Sprintf("SELECT setval(%s, %d, false) FROM %s WHERE %s", quoteString(id), firstValue(is), id, strings.Join(outside, " OR ")))
}

// sequenceBounds are the bounds of a sequence, the default ones too.
func sequenceBounds(s *schema.Sequence, native string) (low, high int64) {
	low, high = defaultBounds(s.Increment, native)
	if s.Min != nil {
		low = *s.Min
	}
	if s.Max != nil {
		high = *s.Max
	}
	return low, high
}

// fullSettings spells the settings in which after differs from before, those that
// are the default too; all of them when there is no before.
func fullSettings(before, after *schema.Sequence, native string) []string {
	b, a := allSettings(before, native), allSettings(after, native)
	var list []string
	for i := range a {
		if before == nil || a[i] != b[i] {
			list = append(list, a[i])
		}
	}
	return list
}

// allSettings spells every setting of a sequence, in a fixed order.
func allSettings(s *schema.Sequence, native string) []string {
	if s == nil {
		return nil
	}
	increment, cache := s.Increment, s.Cache
	if increment == 0 {
		increment = 1
	}
	if cache == 0 {
		cache = 1
	}
	cycle := "NO CYCLE"
	if s.Cycle {
		cycle = "CYCLE"
	}
	low, high := sequenceBounds(s, native) // spelled out: beside a change of type, NO MINVALUE would not mean the default
	return []string{
		"INCREMENT BY " + strconv.FormatInt(increment, 10),
		"MINVALUE " + strconv.FormatInt(low, 10),
		"MAXVALUE " + strconv.FormatInt(high, 10),
		"START WITH " + strconv.FormatInt(firstValue(s), 10),
		"CACHE " + strconv.FormatInt(cache, 10),
		cycle,
	}
}

// firstValue is where a sequence starts: where it says, else at its near bound.
func firstValue(s *schema.Sequence) int64 {
	switch {
	case s.Start != nil:
		return *s.Start
	case s.Increment < 0 && s.Max != nil:
		return *s.Max
	case s.Increment < 0:
		return -1
	case s.Min != nil:
		return *s.Min
	}
	return 1
}

func routineKind(kind string) string {
	if kind == "" {
		return "FUNCTION"
	}
	return strings.ToUpper(kind)
}

func routineSignature(schemaName, routine, args string) string {
	return table(schema.Name{Schema: schemaName, Name: routine}) + "(" + args + ")"
}

// setComment comments on an object that has no other operation for it.
func (c compiler) setComment(o *ops.SetComment) ([]dialect.Statement, error) {
	target := table(schema.Name{Schema: o.Schema, Name: o.Name})
	kind := strings.ToUpper(strings.ReplaceAll(o.On, "_", " "))
	switch kind {
	case "INDEX", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "DOMAIN", "TABLE":
	case "ENUM", "COMPOSITE":
		kind = "TYPE"
	case "FUNCTION", "PROCEDURE", "AGGREGATE":
		target = routineSignature(o.Schema, o.Name, o.Args)
	case "SCHEMA", "EXTENSION":
		target = c.Quote(o.Name)
	case "CONSTRAINT", "TRIGGER":
		if o.Table == "" {
			return nil, fmt.Errorf("the %s %s is on a table: add table", o.On, o.Name)
		}
		target = c.Quote(o.Name) + " ON " + table(schema.Name{Schema: o.Schema, Name: o.Table})
	default:
		if objectKinds[strings.ToLower(kind)] != nil {
			target, err := objectName(strings.ToLower(kind), schema.Name{Schema: o.Schema, Name: o.Name})
			return statements(comment(kind, target, o.Comment)), err
		}
		return nil, fmt.Errorf("there are no comments on %q here: on is index, constraint, trigger, view, materialized_view, sequence, function, procedure, aggregate, schema, enum, domain, composite or extension", o.On)
	}
	return statements(comment(kind, target, o.Comment)), nil
}
