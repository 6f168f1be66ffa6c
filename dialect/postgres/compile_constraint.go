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

// named starts a constraint: CONSTRAINT and its name, if it has one.
func (c compiler) named(name, rest string) string {
	if name == "" {
		return rest
	}
	return "CONSTRAINT " + c.Quote(name) + " " + rest
}

func deferral(deferrable, deferred bool) string {
	switch {
	case deferred:
		return " DEFERRABLE INITIALLY DEFERRED"
	case deferrable:
		return " DEFERRABLE"
	}
	return ""
}

// covering is the part of a key that is not its columns.
func covering(include []string, opts schema.Options) string {
	var s string
	if len(include) > 0 {
		s = " INCLUDE (" + columnList(include) + ")"
	}
	if with := parameters(opts[name]); len(with) > 0 {
		s += " WITH (" + strings.Join(with, ", ") + ")"
	}
	if space := opts.Get(name, "tablespace"); space != "" {
		s += " USING INDEX TABLESPACE " + Ident(space)
	}
	return s
}

func (c compiler) primaryKey(k *schema.PrimaryKey) string {
	return c.named(k.Name, "PRIMARY KEY ("+columnList(k.Columns)+withoutOverlaps(k.WithoutOverlaps)+")"+covering(k.Include, k.Options)+deferral(k.Deferrable, k.Deferred))
}

func (c compiler) unique(u *schema.Unique) string {
	nulls := ""
	if u.NullsNotDistinct {
		nulls = "NULLS NOT DISTINCT "
	}
	return c.named(u.Name, "UNIQUE "+nulls+"("+columnList(u.Columns)+withoutOverlaps(u.WithoutOverlaps)+")"+covering(u.Include, u.Options)+deferral(u.Deferrable, u.Deferred))
}

func (c compiler) foreignKey(f *schema.ForeignKey) string {
	sql := "FOREIGN KEY (" + periodList(f.Columns, f.Period) + ") REFERENCES " + table(f.Target())
	if len(f.Referred) > 0 {
		sql += " (" + periodList(f.Referred, f.Period) + ")"
	}
	if f.Match != "" {
		sql += " MATCH " + strings.ToUpper(f.Match)
	}
	if f.OnUpdate != "" {
		sql += " ON UPDATE " + strings.ToUpper(f.OnUpdate)
	}
	if f.OnDelete != "" {
		sql += " ON DELETE " + strings.ToUpper(f.OnDelete)
		if len(f.OnDeleteColumns) > 0 {
			sql += " (" + columnList(f.OnDeleteColumns) + ")"
		}
	}
	sql += deferral(f.Deferrable, f.Deferred)
	if f.NotEnforced {
		sql += " NOT ENFORCED"
	} else if f.NotValid {
		sql += " NOT VALID"
	}
	return c.named(f.Name, sql)
}

func withoutOverlaps(yes bool) string {
	if yes {
		return " WITHOUT OVERLAPS"
	}
	return ""
}

// periodList lists the columns of a foreign key, the last of which may be a period.
func periodList(columns []string, period bool) string {
	if !period {
		return columnList(columns)
	}
	last := len(columns) - 1
	return columnList(columns[:last]) + ", PERIOD " + columnList(columns[last:])
}

func (c compiler) check(k *schema.Check) string {
	sql := "CHECK (" + k.SQL.For(name) + ")"
	if k.NoInherit {
		sql += " NO INHERIT"
	}
	if k.NotEnforced {
		sql += " NOT ENFORCED"
	} else if k.NotValid {
		sql += " NOT VALID"
	}
	return c.named(k.Name, sql)
}

func (c compiler) exclusion(x *schema.Exclusion) string {
	elements := make([]string, len(x.Elements))
	for i, e := range x.Elements {
		elements[i] = element(e.SQL.For(name)) + " WITH " + e.With
	}
	sql := "EXCLUDE "
	if x.Using != "" {
		sql += "USING " + Ident(x.Using) + " "
	}
	sql += "(" + strings.Join(elements, ", ") + ")" + covering(x.Include, x.Options)
	if where := x.Where.For(name); where != "" {
		sql += " WHERE (" + where + ")"
	}
	return c.named(x.Name, sql+deferral(x.Deferrable, x.Deferred))
}

// element spells the expression of an exclusion. One that starts with a name or in
// parentheses may go on with an operator class, so it is left as it is written; only an
// expression that has operators, or a field of a row, needs parentheses.
func element(sql string) string {
	depth := 0
	tokens := lexicon.Tokens(sql)
	for i, t := range tokens {
		field := t.Is(".") && i > 0 && tokens[i-1].Is(")")
		word := t.Kind == dialect.Word && slices.Contains(operatorWords, strings.ToLower(t.Text)) && (i > 0 || !t.Is("at")) // which may be a column
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth == 0 && (t.Kind == dialect.Symbol && !t.Is(".") || field || word):
			return "(" + sql + ")"
		}
	}
	return sql
}

// operatorWords are the keywords of expressions that need parentheses in an index.
var operatorWords = []string{"and", "array", "at", "between", "case", "ilike", "in", "is", "isnull", "like", "not", "notnull", "or", "row", "similar"}

func (c compiler) createConstraint(op ops.Op) ([]dialect.Statement, error) {
	var on ops.On
	t := &schema.Table{}
	switch o := op.(type) {
	case *ops.CreatePrimaryKey:
		on, t.PrimaryKey = o.On, &o.PrimaryKey
	case *ops.CreateUnique:
		on, t.Uniques = o.On, []*schema.Unique{&o.Unique}
	case *ops.CreateForeignKey:
		on, t.ForeignKeys = o.On, []*schema.ForeignKey{&o.ForeignKey}
	case *ops.CreateCheck:
		on, t.Checks = o.On, []*schema.Check{&o.Check}
	case *ops.CreateExclusion:
		if on, t.Exclusions = o.On, []*schema.Exclusion{&o.Exclusion}; o.Options.Attached() {
			return nil, fmt.Errorf("exclusion %s of %s: PostgreSQL attaches none to %s, but makes it with a partition that comes later: detach the table and attach it again",
				o.Name, o.ID(), o.Options.Get(name, schema.AttachTo))
		}
	}
	t.Name, t.Schema = on.Table, on.Schema
	t, err := c.lowerTable(t)
	if err != nil {
		return nil, err
	}
	var list []dialect.Statement
	key, opts := ofKey(t)
	for _, line := range append(c.tableLines(t, c.ownColumn), c.lateLines(t)...) {
		if opts.Get(name, schema.OnlyHere) == "true" {
			list = append(list, statements("ALTER TABLE ONLY "+table(on.ID())+" ADD "+line)...)
		} else {
			list = append(list, c.alter(on, "ADD "+line)...)
		}
	}
	list = append(list, attach(on, key, opts)...)
	return append(list, c.tableComments(t)...), nil
}

// ofKey returns the name and the options of the only key of a table.
func ofKey(t *schema.Table) (string, schema.Options) {
	switch {
	case t.PrimaryKey != nil:
		return t.PrimaryKey.Name, t.PrimaryKey.Options
	case len(t.Uniques) > 0:
		return t.Uniques[0].Name, t.Uniques[0].Options
	case len(t.Exclusions) > 0:
		return t.Exclusions[0].Name, t.Exclusions[0].Options
	}
	return "", nil
}

// attach makes an index part of the one that its options name.
func attach(on ops.On, index string, opts schema.Options) []dialect.Statement {
	parent := opts.Get(name, schema.AttachTo)
	if parent == "" {
		return nil
	}
	return statements("ALTER INDEX " + parent + " ATTACH PARTITION " + table(schema.Name{Schema: on.Schema, Name: index}))
}

// lateLines are the constraints that tableLines leaves for later.
func (c compiler) lateLines(t *schema.Table) []string {
	var lines []string
	for _, k := range t.Checks {
		if k.NotValid {
			lines = append(lines, c.check(k))
		}
	}
	for _, f := range t.ForeignKeys {
		if f.NotValid {
			lines = append(lines, c.foreignKey(f))
		}
	}
	return lines
}

func (c compiler) dropConstraint(op ops.Op) ([]dialect.Statement, error) {
	var on ops.On
	var given string
	var ifExists bool
	var find func(*schema.Table) (string, bool)
	switch o := op.(type) {
	case *ops.DropPrimaryKey:
		on, given, find, ifExists = o.On, o.Name, findPrimaryKey, o.IfExists
	case *ops.DropUnique:
		on, given, find, ifExists = o.On, o.Name, findUnique(o.Columns), o.IfExists
	case *ops.DropForeignKey:
		on, given, find = o.On, o.Name, findForeignKey(o.Columns)
	case *ops.DropCheck:
		on, given, find = o.On, o.Name, findCheck(o.SQL.For(name))
	case *ops.DropExclusion:
		on, given, ifExists = o.On, o.Name, o.IfExists
	}
	if given == "" && find != nil {
		t, err := c.now(on.ID())
		if err != nil {
			return nil, err
		}
		if t == nil {
			return nil, fmt.Errorf("table %s: the constraint to drop has no name, and there is no database to look it up in: add name", on.ID())
		}
		found, ok := find(t)
		if !ok {
			return nil, fmt.Errorf("table %s has no such constraint", on.ID())
		}
		given = found
	}
	drop := "DROP CONSTRAINT "
	if ifExists {
		drop += "IF EXISTS "
	}
	return c.alter(on, drop+c.Quote(given)), nil
}

func findPrimaryKey(t *schema.Table) (string, bool) {
	if t.PrimaryKey == nil {
		return "", false
	}
	return t.PrimaryKey.Name, true
}

func findUnique(columns []string) func(*schema.Table) (string, bool) {
	return func(t *schema.Table) (string, bool) {
		for _, u := range t.Uniques {
			if slices.Equal(u.Columns, columns) {
				return u.Name, true
			}
		}
		return "", false
	}
}

func findForeignKey(columns []string) func(*schema.Table) (string, bool) {
	return func(t *schema.Table) (string, bool) {
		for _, f := range t.ForeignKeys {
			if slices.Equal(f.Columns, columns) {
				return f.Name, true
			}
		}
		return "", false
	}
}

func findCheck(sql string) func(*schema.Table) (string, bool) {
	wanted := lexicon.Normalize(sql)
	return func(t *schema.Table) (string, bool) {
		for _, k := range t.Checks {
			if lexicon.Normalize(k.SQL.For(name)) == wanted {
				return k.Name, true
			}
		}
		return "", false
	}
}

// createIndex creates one index.
func (c compiler) createIndex(o *ops.CreateIndex) ([]dialect.Statement, error) {
	t, err := c.lowerTable(&schema.Table{Name: o.Table, Schema: o.Schema, Indexes: []*schema.Index{&o.Index}})
	if err != nil {
		return nil, err
	}
	return append(c.indexStatements(o.On, t.Indexes[0], o.Concurrently), c.tableComments(t)...), nil
}

func (c compiler) indexStatements(on ops.On, x *schema.Index, concurrently bool) []dialect.Statement {
	head := "CREATE "
	if x.Unique {
		head += "UNIQUE "
	}
	head += "INDEX "
	if concurrently {
		head += "CONCURRENTLY "
	}
	if x.Name != "" {
		head += c.Quote(x.Name) + " "
	}
	sql := head + "ON "
	if x.Options.Get(name, schema.OnlyHere) == "true" {
		sql += "ONLY "
	}
	sql += table(on.ID())
	if x.Using != "" {
		sql += " USING " + Ident(x.Using)
	}
	parts := make([]string, len(x.Columns))
	for i, p := range x.Columns {
		parts[i] = c.indexPart(p)
	}
	sql += " (" + strings.Join(parts, ", ") + ")"
	if len(x.Include) > 0 {
		sql += " INCLUDE (" + columnList(x.Include) + ")"
	}
	if x.NullsNotDistinct {
		sql += " NULLS NOT DISTINCT"
	}
	sql += tableTailInline(x.Options[name])
	if where := x.Where.For(name); where != "" {
		sql += " WHERE " + where
	}
	list := append([]dialect.Statement{{SQL: sql, NoTransaction: concurrently}}, indexTargets(on, x)...)
	return append(list, attach(on, x.Name, x.Options)...)
}

// indexTargets sets the statistics targets of an index's expressions.
func indexTargets(on ops.On, x *schema.Index) (list []dialect.Statement) {
	for _, key := range slices.Sorted(maps.Keys(x.Options[name])) {
		if number, ok := strings.CutPrefix(key, indexStatistics); ok {
			list = append(list, dialect.Statement{SQL: "ALTER INDEX " + table(schema.Name{Schema: on.Schema, Name: x.Name}) +
				" ALTER COLUMN " + number + " SET STATISTICS " + x.Options.Get(name, key)})
		}
	}
	return list
}

// indexStatistics and a number is the option of an index for the statistics target of its expression
// in that place, which CREATE INDEX can't say.
const indexStatistics = "statistics "

// tableTailInline is what an index has of a table's tail, on the same line.
func tableTailInline(opts map[string]string) string {
	own := maps.Clone(opts)
	maps.DeleteFunc(own, func(k, _ string) bool {
		return k != "tablespace" && k != "access_method" && k != ParameterOrder && !strings.HasPrefix(k, "with_")
	})
	return strings.ReplaceAll(tableTail(own), "\n", " ")
}

func (c compiler) indexPart(p schema.IndexPart) string {
	sql := "(" + p.SQL.For(name) + ")"
	if p.Name != "" {
		sql = c.Quote(p.Name)
	}
	if p.Collation != "" {
		sql += " COLLATE " + Collation(p.Collation)
	}
	if p.Opclass != "" {
		sql += " " + p.Opclass
	}
	if p.Order == "desc" {
		sql += " DESC"
	}
	if p.Nulls != "" {
		sql += " NULLS " + strings.ToUpper(p.Nulls)
	}
	return sql
}

func (c compiler) dropIndex(o *ops.DropIndex) []dialect.Statement {
	sql := "DROP INDEX "
	if o.Concurrently {
		sql += "CONCURRENTLY "
	}
	if o.IfExists {
		sql += "IF EXISTS "
	}
	return []dialect.Statement{{SQL: sql + table(schema.Name{Schema: o.Schema, Name: o.Name}), NoTransaction: o.Concurrently}}
}
