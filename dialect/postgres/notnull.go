package postgres

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/ops"
	"github.com/limbeck/migrate/schema"
)

// From 18 on, NOT NULL is a constraint, which has a name and may be NO INHERIT or
// NOT VALID. What is not the server's own choice is in these options of the column, and
// in [schema.NotNullName].
const (
	notNullNoInherit = "not_null_no_inherit"
	notNullNotValid  = "not_null_not_valid"
)

// NotNullName returns the name that the server gives to the constraint behind NOT NULL.
func NotNullName(tableName, column string) string { return madeName(tableName, column, "not_null") }

// finishNotNull drops the options of a constraint that is not there.
func finishNotNull(c *schema.Column) {
	if c.NotNull {
		return
	}
	for _, key := range []string{schema.NotNullName, notNullNoInherit, notNullNotValid} {
		delete(c.Options[name], key)
	}
	if len(c.Options[name]) == 0 {
		delete(c.Options, name)
	}
}

// notNull spells NOT NULL after a column's type. NOT VALID can't stand there: it
// is added later.
func (c compiler) notNull(col *schema.Column) string {
	if !col.NotNull || col.Options.Get(name, notNullNotValid) != "" {
		return ""
	}
	return " " + c.named(col.Options.Get(name, schema.NotNullName), "NOT NULL"+noInherit(col))
}

func noInherit(col *schema.Column) string {
	if col.Options.Get(name, notNullNoInherit) != "" {
		return " NO INHERIT"
	}
	return ""
}

// notNullConstraint spells it as a constraint of the table.
func (c compiler) notNullConstraint(col *schema.Column) string {
	sql := "NOT NULL " + c.Quote(col.Name) + noInherit(col)
	if col.Options.Get(name, notNullNotValid) != "" {
		sql += " NOT VALID"
	}
	return "ADD " + c.named(col.Options.Get(name, schema.NotNullName), sql)
}

// lateNotNull adds the constraint that a column's clause could not have.
func (c compiler) lateNotNull(on ops.On, col *schema.Column) []dialect.Statement {
	if !col.NotNull || col.Options.Get(name, notNullNotValid) == "" {
		return nil
	}
	return c.alter(on, c.notNullConstraint(col))
}

// nullable sets or drops NOT NULL, or changes the constraint behind it.
func (ch *columnChange) nullable() error {
	n := ch.op.Nullable
	switch {
	case n == nil:
		ch.changeNotNull()
	case *n:
		ch.alter("DROP NOT NULL")
	case ch.hasOwnNotNull():
		ch.list = append(ch.list, ch.compiler.alter(ch.op.On, ch.notNullConstraint(ch.after))...)
	default:
		ch.alter("SET NOT NULL")
	}
	return nil
}

// hasOwnNotNull reports whether the constraint is to be other than SET NOT NULL makes it.
func (ch *columnChange) hasOwnNotNull() bool {
	for key := range ch.after.Options[name] {
		if strings.HasPrefix(key, "not_null_") {
			return true
		}
	}
	return false
}

// changeNotNull changes the name of the constraint and what children inherit, and
// validates it. Only a constraint that is to be NOT VALID again is made anew.
func (ch *columnChange) changeNotNull() {
	changed := ch.op.Options[name]
	value, ok := changed[notNullNotValid]
	if ok && value != "" {
		ch.alter("DROP NOT NULL")
		ch.list = append(ch.list, ch.compiler.alter(ch.op.On, ch.notNullConstraint(ch.after))...)
		return
	}
	usual := NotNullName(ch.op.Table, ch.op.Column)
	now := or(ch.after.Options.Get(name, schema.NotNullName), usual)
	before := now
	if ch.before != nil {
		before = or(ch.before.Options.Get(name, schema.NotNullName), usual)
	}
	if before != now {
		ch.list = append(ch.list, ch.compiler.alter(ch.op.On, "RENAME CONSTRAINT "+ch.Quote(before)+" TO "+ch.Quote(now))...)
	}
	if ok {
		ch.list = append(ch.list, ch.compiler.alter(ch.op.On, "VALIDATE CONSTRAINT "+ch.Quote(now))...)
	}
	if value, ok := changed[notNullNoInherit]; ok {
		inherit := " INHERIT"
		if value != "" {
			inherit = " NO INHERIT"
		}
		ch.list = append(ch.list, ch.compiler.alter(ch.op.On, "ALTER CONSTRAINT "+ch.Quote(now)+inherit)...)
	}
}

// keepNotNullName gives the wish the name that the live constraint has, when it
// does not say one itself: a renamed column keeps the old one, for example.
func keepNotNullName(c, now *schema.Column) {
	if now == nil || !c.NotNull || !now.NotNull || c.Options.Get(name, schema.NotNullName) != "" {
		return
	}
	if live := now.Options.Get(name, schema.NotNullName); live != "" {
		c.Options.Set(name, schema.NotNullName, live)
	}
}

// keepDomainNames does for domains what keepNotNullName does for columns. A server that knows of no such
// names is asked for none.
func keepDomainNames(wish, live *schema.Database) {
	for _, d := range wish.Domains {
		i := slices.IndexFunc(live.Domains, func(l *schema.Domain) bool { return l.Name == d.Name && l.Schema == d.Schema })
		if i >= 0 && d.NotNull && live.Domains[i].NotNull && (d.NotNullName == "" || !live.NotNullNames) {
			d.NotNullName = live.Domains[i].NotNullName
		}
	}
}
