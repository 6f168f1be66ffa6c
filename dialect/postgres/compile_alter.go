package postgres

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// columnChange is an alter_column on its way to statements.
type columnChange struct {
	compiler
	op     *ops.AlterColumn
	table  *schema.Table // native; nil when it isn't known, as is before
	before *schema.Column
	after  *schema.Column // native: what the operation names, over before
	checks []*schema.Check
	list   []dialect.Statement

	domains map[string]typeName // what domains stand on
}

func (c compiler) alterColumn(o *ops.AlterColumn) ([]dialect.Statement, error) {
	ch := &columnChange{compiler: c, op: o}
	if err := ch.look(); err != nil {
		return nil, err
	}
	steps := []func() error{ch.generated, ch.unnumber, ch.typ, ch.nullable, ch.defaults, ch.number}
	if ch.narrows() {
		steps = []func() error{ch.generated, ch.unnumber, ch.number, ch.typ, ch.nullable, ch.defaults}
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, fmt.Errorf("table %s, column %s: %w", o.ID(), o.Column, err)
		}
	}
	opts := o.Options[name]
	for _, key := range slices.Sorted(maps.Keys(opts)) {
		ch.list = append(ch.list, c.columnSetting(o.On, ch.after, key, opts[key])...)
	}
	if o.Comment != nil {
		ch.list = append(ch.list, statements(comment("COLUMN", table(o.ID())+"."+c.Quote(o.Column), *o.Comment))...)
	}
	return ch.list, nil
}

// look finds out what the column is now, and what it will be: from the database,
// else from what the operation says of it.
func (ch *columnChange) look() error {
	o := ch.op
	var t *schema.Table
	if ch.present != nil {
		db, err := ch.present(o.ID())
		if err != nil {
			return err
		}
		if db != nil {
			t, ch.domains = db.Table(o.ID()), domainBases(db.Domains)
		}
	}
	if ch.table = t; t != nil {
		ch.before = t.Column(o.Column)
	}
	ch.unfoldSerial()
	said := o.Existing != nil && !o.Existing.Type.IsZero() // of a column that was the parent's, nothing else may know
	if ch.before == nil && t != nil && parents(t) == "" && !said {
		return fmt.Errorf("table %s has no column %s", o.ID(), o.Column)
	}
	if ch.before == nil && o.Existing != nil && !o.Existing.Type.IsZero() {
		existing := schema.Clone(o.Existing)
		existing.Name = o.Column
		lowered, err := ch.lowerColumn(o.ID(), existing)
		if err != nil {
			return err
		}
		ch.before = lowered.Columns[0]
	}
	return ch.lookAhead()
}

// unfoldSerial takes a serial column for one whose default names a sequence, where the
// operation says so: the sequence is somebody else's to drop.
func (ch *columnChange) unfoldSerial() {
	if ch.before == nil || serialTypes[ch.before.Type.For(name)] == "" || !takesForDefault(ch.op) {
		return
	}
	ch.before = schema.Clone(ch.before)
	ch.before.Type, ch.before.Default = withoutSerial(ch.before.Type), schema.Clone(ch.op.Existing.Default.For(name))
}

func (ch *columnChange) lookAhead() error {
	o := ch.op
	start := ch.before
	if start == nil {
		start = &schema.Column{Name: o.Column, Type: schema.SQL("unknown")}
		if o.Autoincrement != nil || o.Identity != nil {
			start.Type = schema.SQL("bigint")
		}
	}
	wanted := o.Change(start)
	if err := ch.settleNumbering(wanted); err != nil {
		return err
	}
	t, err := ch.lowerColumn(o.ID(), wanted)
	if err != nil {
		return err
	}
	ch.after, ch.checks = t.Columns[0], t.Checks
	return nil
}

// settleNumbering says which form of numbering the column is to have: none when
// the operation takes it away; what there is, else; and from serial to identity
// when the operation, knowing of the serial, sets a type that is none.
func (ch *columnChange) settleNumbering(wanted *schema.Column) error {
	o := ch.op
	if o.Autoincrement != nil && !*o.Autoincrement && o.Identity == nil {
		wanted.Identity, wanted.Type = nil, withoutSerial(wanted.Type)
		return nil
	}
	wasSerial := ch.before != nil && serialTypes[ch.before.Type.For(name)] != ""
	if !wasSerial || o.Type.For(name) == "" || o.Identity != nil || o.Drops("default") || o.Drops("identity") {
		return nil
	}
	to, err := ch.LowerType(o.Type.For(name))
	if err != nil || integerTypes[to] == 0 {
		return err
	}
	if o.Existing != nil && serialTypes[o.Existing.Type.For(name)] != "" {
		wanted.Autoincrement = true
	} else {
		wanted.Type = schema.SQL(serialOf(to))
	}
	return nil
}

func withoutSerial(t schema.Text) schema.Text {
	if base, ok := serialTypes[t.For(name)]; ok {
		return schema.SQL(base)
	}
	return t
}

func (ch *columnChange) alter(action string) {
	ch.list = append(ch.list, ch.compiler.alter(ch.op.On, "ALTER COLUMN "+ch.Quote(ch.op.Column)+" "+action)...)
}

// generated drops a column's expression. There is no way to give or change one
// that every supported server has.
func (ch *columnChange) generated() error {
	o := ch.op
	if o.Drops("generated") {
		ch.alter("DROP EXPRESSION")
	}
	if o.Generated == nil || o.Generated.SQL.For(name) == "" {
		return nil
	}
	if ch.before != nil && ch.before.Generated != nil && ch.before.Generated.Stored == o.Generated.Stored &&
		lexicon.Normalize(ch.before.Generated.SQL.For(name)) == lexicon.Normalize(o.Generated.SQL.For(name)) {
		return nil
	}
	return fmt.Errorf("PostgreSQL can't change what an existing column is generated from: use drop_column and add_column, which computes all rows again")
}

// unnumber takes a sequence away from a column that had one and keeps none, or
// one of another form.
func (ch *columnChange) unnumber() error {
	after := ch.after
	wasSerial := ch.before != nil && serialTypes[ch.before.Type.For(name)] != ""
	isSerial := serialTypes[after.Type.For(name)] != ""
	hadIdentity := ch.hadIdentity() != nil || ch.op.Drops("identity")
	switch {
	case wasSerial && !isSerial:
		ch.alter("DROP DEFAULT")
		seq := schema.Name{Schema: ch.op.Schema, Name: SequenceName(ch.op.Table, ch.op.Column)}
		ch.list = append(ch.list, statements("DROP SEQUENCE "+table(seq))...)
	case wasSerial && ch.before.Type.For(name) != after.Type.For(name):
		seq := schema.Name{Schema: ch.op.Schema, Name: SequenceName(ch.op.Table, ch.op.Column)}
		ch.list = append(ch.list, statements("ALTER SEQUENCE "+table(seq)+" AS "+storedType(after.Type.For(name)))...)
	case hadIdentity && after.Identity == nil && !after.Autoincrement:
		ch.alter("DROP IDENTITY")
	case ch.before == nil && ch.op.Autoincrement != nil && !*ch.op.Autoincrement:
		ch.alter("DROP IDENTITY IF EXISTS")
		ch.alter("DROP DEFAULT")
	}
	return nil
}

// typ changes the type and the collation, which belong together: a type that is
// set without its collation loses it.
func (ch *columnChange) typ() error {
	o := ch.op
	if o.Type.For(name) == "" && o.Collation.For(name) == "" && !o.Drops("collation") {
		return nil
	}
	if o.Type.For(name) == "" && ch.before == nil {
		return fmt.Errorf("a change of collation repeats the type: give type, or existing")
	}
	from, to := "", storedType(ch.after.Type.For(name))
	if ch.before != nil {
		from = storedType(ch.before.Type.For(name))
	}
	sameCollation := ch.before != nil && ch.before.Collation.For(name) == ch.after.Collation.For(name)
	if from == to && sameCollation && o.Using.IsZero() {
		return nil
	}
	action := "TYPE " + to
	if collation := ch.after.Collation.For(name); collation != "" {
		action += " COLLATE " + Collation(collation)
	}
	using := ch.using(from, to)
	if using != "" {
		action += " USING " + using
	}
	ch.retype(action, from, to)
	ch.keepTargets()
	ch.keepStorage(to)
	for _, k := range ch.checks {
		ch.list = append(ch.list, ch.compiler.alter(o.On, "DROP CONSTRAINT IF EXISTS "+ch.Quote(k.Name))...)
		ch.list = append(ch.list, ch.compiler.alter(o.On, "ADD "+ch.check(k))...)
	}
	return nil
}

// narrows reports whether an identity column gets a smaller type, which the bounds of its sequence
// have to fit into before.
func (ch *columnChange) narrows() bool {
	return ch.hadIdentity() != nil && ch.after.Identity != nil &&
		integerTypes[ch.after.Type.For(name)] < integerTypes[ch.before.Type.For(name)]
}

// keepTargets sets the statistics targets of the indexes again that stand on the column: the
// server makes these anew, and forgets them.
func (ch *columnChange) keepTargets() {
	if ch.table == nil {
		return
	}
	names := func(text *schema.Text) bool {
		return slices.ContainsFunc(lexicon.Tokens(text.For(name)), func(t dialect.Token) bool { return t.Name() == ch.op.Column })
	}
	for _, x := range ch.table.Indexes {
		if slices.Contains(x.ColumnNames(), ch.op.Column) || slices.ContainsFunc(x.Expressions(), names) {
			ch.list = append(ch.list, indexTargets(ch.op.On, x)...)
		}
	}
}

// keepStorage says again how the values are stored: a type that is set brings its own ways.
func (ch *columnChange) keepStorage(to string) {
	for _, key := range traits.ResetByType {
		value := ch.after.Options.Get(name, key)
		_, said := ch.op.Options[name][key]
		if value == "" || said || key == "storage" && value != "plain" && storage(to) == "plain" { // which allows no other
			continue
		}
		ch.list = append(ch.list, ch.columnSetting(ch.op.On, ch.after, key, value)...)
	}
}

// retype changes the type, and where the default can't follow by itself, takes it
// away first and sets it again afterwards, in one statement. A constant gets the new
// type, unless the operation says it in SQL that will do for that one too.
func (ch *columnChange) retype(action, from, to string) {
	quoted := ch.Quote(ch.op.Column)
	keeps := ch.before == nil || ch.before.Default == nil || sameDefault(from, to)
	if keeps {
		ch.alter(action)
		return
	}
	actions := []string{"ALTER COLUMN " + quoted + " DROP DEFAULT", "ALTER COLUMN " + quoted + " " + action}
	if ch.op.Default == nil && ch.after.Default != nil {
		moved := ch.after.Default.SQL.For(name)
		if raised := raiseDefault(ch.before.Default, from); ch.keepsDefault(from, to) {
		} else if raised.Value != nil {
			moved = spellDefault(ch.Literal(raised.Value), to)
		} else if text, ok := castText(ch.before.Default.SQL.For(name), from); ok {
			moved = spellDefault(quoteString(text), to)
		}
		actions = append(actions, "ALTER COLUMN "+quoted+" SET DEFAULT "+moved)
	}
	ch.list = append(ch.list, statements("ALTER TABLE "+table(ch.op.ID())+"\n  "+strings.Join(actions, ",\n  "))...)
}

// keepsDefault reports whether the operation says the default that stays in SQL, with a cast that
// values of the new type can have been through. Of strings the new type is all that matters.
func (ch *columnChange) keepsDefault(from, to string) bool {
	t, err := parseType(to)
	if err != nil || ch.op.Existing == nil || isString(ch.under(t)) && !t.array {
		return false
	}
	d := ch.op.Existing.Default.For(name)
	return d != nil && d.Value == nil && ch.follows(from, to)
}

func (ch *columnChange) defaults() error {
	o := ch.op
	hadNone := ch.before != nil && ch.before.Default == nil && serialTypes[ch.before.Type.For(name)] == "" &&
		(o.Existing == nil || o.Existing.Default == nil) // which it may have from its parent only now
	switch {
	case ch.after.Default != nil && o.Default != nil:
		ch.alter("SET DEFAULT " + ch.after.Default.SQL.For(name))
	case o.Drops("default") || o.Default != nil && o.Default.For(name) != nil:
		if !hadNone {
			ch.alter("DROP DEFAULT")
		}
	}
	return nil
}

// number makes a column serial or an identity column, or changes its settings.
// A new sequence goes on after the highest number in the table.
func (ch *columnChange) number() error {
	before, after := ch.before, ch.after
	wasSerial := before != nil && serialTypes[before.Type.For(name)] != ""
	isSerial := serialTypes[after.Type.For(name)] != ""
	identity := after.Identity
	if identity == nil && (after.Autoincrement || ch.op.Autoincrement != nil && *ch.op.Autoincrement) {
		identity = &schema.Identity{}
	}
	switch {
	case isSerial && !wasSerial:
		ch.addSerial()
	case isSerial || identity == nil:
	case ch.hadIdentity() != nil:
		ch.changeIdentity(ch.hadIdentity(), identity)
	case ch.op.Identity != nil || ch.op.Autoincrement != nil || wasSerial:
		ch.addIdentity(identity)
	}
	return nil
}

// hadIdentity is the identity of the column before, which one that revisions say to number rows was given.
func (ch *columnChange) hadIdentity() *schema.Identity {
	switch {
	case ch.before == nil:
		return nil
	case ch.before.Identity != nil || !ch.before.Autoincrement:
		return ch.before.Identity
	}
	i := &schema.Identity{}
	FoldIdentity(i, ch.before.Type.For(name))
	return i
}

func (ch *columnChange) addIdentity(i *schema.Identity) {
	if ch.before != nil && ch.before.Default != nil && !ch.op.Drops("default") {
		ch.alter("DROP DEFAULT")
	}
	if ch.before == nil || !ch.before.NotNull {
		ch.setNotNull()
	}
	col := schema.Clone(ch.after)
	col.Identity = i
	ch.alter("ADD " + ch.identity(col))
	ch.catchUp(identitySequence(i))
}

// setNotNull sets NOT NULL, which identity and serial imply, unless that was just done.
func (ch *columnChange) setNotNull() {
	if ch.op.Nullable == nil || *ch.op.Nullable {
		ch.alter("SET NOT NULL")
	}
}

func (ch *columnChange) addSerial() {
	o := ch.op
	seq := schema.Name{Schema: o.Schema, Name: SequenceName(o.Table, o.Column)}
	create := "CREATE SEQUENCE "
	if ch.unloggedSequence() {
		create = "CREATE UNLOGGED SEQUENCE "
	}
	ch.list = append(ch.list, statements(create+table(seq)+" AS "+storedType(ch.after.Type.For(name))+
		" OWNED BY "+table(o.ID())+"."+ch.Quote(o.Column))...)
	ch.alter("SET DEFAULT nextval(" + quoteString(table(seq)) + ")")
	if ch.before == nil || !ch.before.NotNull {
		ch.setNotNull()
	}
	ch.catchUp(&schema.Sequence{})
}

// unloggedSequence reports whether a sequence that comes with the column is unlogged, as its table is.
func (ch *columnChange) unloggedSequence() bool {
	if ch.table == nil || ch.table.Options.Get(name, schema.Unlogged) == "" {
		return false
	}
	db, err := ch.present(ch.op.ID())
	return err == nil && db.UnloggedSequences
}

// catchUp moves a new sequence past the numbers that the rows have already; to its end where
// these go beyond that.
func (ch *columnChange) catchUp(s *schema.Sequence) {
	if s.Increment < 0 {
		return
	}
	o := ch.op
	highest := fmt.Sprintf("(SELECT max(%s)", ch.Quote(o.Column))
	next, used := fmt.Sprintf("GREATEST(%s + 1 FROM %s), %d)", highest, table(o.ID()), firstValue(s)), "false"
	if s.Max != nil {
		next, used = fmt.Sprintf("LEAST(%s, %d)", next, *s.Max), fmt.Sprintf("COALESCE(%s FROM %s) >= %d, false)", highest, table(o.ID()), *s.Max)
	}
	ch.list = append(ch.list, statements(fmt.Sprintf("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
		quoteString(table(o.ID())), quoteString(o.Column), next, used))...)
}

// changeIdentity sets what differs; what goes back to the default is said in full.
func (ch *columnChange) changeIdentity(before, after *schema.Identity) {
	from, to := identityOf(ch.op.ID(), ch.before), identityOf(ch.op.ID(), ch.after)
	if from != to {
		ch.list = append(ch.list, statements("ALTER SEQUENCE "+table(from)+" RENAME TO "+ch.Quote(to.Name))...)
	}
	var set []string
	if before.Always != after.Always {
		set = append(set, "SET GENERATED "+generation(after))
	}
	was, is, native := identitySequence(before), identitySequence(after), storedType(ch.after.Type.For(name))
	ch.list = append(ch.list, ahead(table(to), was, is, native, native)...)
	for _, s := range fullSettings(was, is, native) {
		set = append(set, "SET "+s)
	}
	if len(set) > 0 {
		ch.alter(strings.Join(set, " "))
	}
}

func identitySequence(i *schema.Identity) *schema.Sequence {
	return &schema.Sequence{Start: i.Start, Increment: i.Increment, Min: i.Min, Max: i.Max, Cache: i.Cache, Cycle: i.Cycle}
}
