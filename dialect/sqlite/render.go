package sqlite

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// CreateTable spells a native table as a CREATE TABLE statement, without its indexes.
func CreateTable(t *schema.Table) string { return createTable(t.Name, t, nil) }

// CreateIndex spells a native index as a CREATE INDEX statement.
func CreateIndex(table string, x *schema.Index) string {
	sql := "CREATE "
	if x.Unique {
		sql += "UNIQUE "
	}
	parts := make([]string, len(x.Columns))
	for i, part := range x.Columns {
		parts[i] = indexPart(part)
	}
	sql += "INDEX " + quote(x.Name) + " ON " + quote(table) + " (" + strings.Join(parts, ", ") + ")"
	if where := x.Where.Any; where != "" {
		sql += " WHERE " + where
	}
	return sql
}

func indexPart(part schema.IndexPart) string {
	sql := part.SQL.Any
	if part.Name != "" {
		sql = quote(part.Name)
	}
	if part.Collation != "" {
		sql += " COLLATE " + quoteCollation(part.Collation)
	}
	if part.Order == "desc" {
		sql += " DESC"
	}
	return sql
}

// CreateView spells a native view as a CREATE VIEW statement.
func CreateView(v *schema.View) string {
	sql := "CREATE VIEW " + quote(v.Name)
	if len(v.Columns) > 0 {
		sql += " (" + quoteAll(v.Columns) + ")"
	}
	return sql + " AS " + v.SQL.Any
}

// createTable spells a table under a name, keeping of the text of old what still
// holds; old may be nil.
func createTable(as string, t, old *schema.Table) string {
	w := newTableWriter(t)
	if old != nil {
		w.keep(old)
	}
	lines := append(w.columnLines(), w.constraintLines()...)
	var b strings.Builder
	b.WriteString("CREATE TABLE " + quote(as) + " (\n")
	for i, l := range lines {
		if as != t.Name {
			l.text = unqualify(l.text, t.Name)
		}
		l.write(&b, i == len(lines)-1)
	}
	b.WriteString(")")
	var options []string
	if strict(t) {
		options = append(options, "STRICT")
	}
	if withoutRowid(t) {
		options = append(options, "WITHOUT ROWID")
	}
	if len(options) > 0 {
		b.WriteString(" " + strings.Join(options, ", "))
	}
	return b.String()
}

// line is one column or constraint with the comments around it.
type line struct{ lead, text, trail string }

func (l line) write(b *strings.Builder, last bool) {
	if l.lead != "" {
		for comment := range strings.Lines(l.lead) {
			b.WriteString(strings.TrimRight("  "+strings.TrimSpace(comment), " ") + "\n")
		}
	}
	b.WriteString("  " + l.text)
	if !last {
		b.WriteString(",")
	}
	if l.trail != "" {
		b.WriteString(" " + l.trail)
	}
	b.WriteString("\n")
}

// tableWriter writes the lines of a table. What kept lines declare is marked as
// done.
type tableWriter struct {
	t           *schema.Table
	kept        []keptElement
	primaryKey  bool
	uniques     []bool
	foreignKeys []bool
	checks      []bool
}

func newTableWriter(t *schema.Table) *tableWriter {
	return &tableWriter{t: t, uniques: make([]bool, len(t.Uniques)), foreignKeys: make([]bool, len(t.ForeignKeys)), checks: make([]bool, len(t.Checks))}
}

func (w *tableWriter) columnLines() []line {
	var lines []line
	for _, c := range w.t.Columns {
		at := slices.IndexFunc(w.kept, func(k keptElement) bool { return k.column == c.Name })
		switch {
		case at < 0:
			lines = append(lines, line{text: w.column(c)})
		case w.kept[at].whole:
			lines = append(lines, w.kept[at].line())
		default:
			l := w.kept[at].line()
			l.text = w.column(c)
			lines = append(lines, l)
		}
	}
	return lines
}

// constraintLines are the kept constraints in their old order, then the others.
func (w *tableWriter) constraintLines() []line {
	var lines []line
	for _, k := range w.kept {
		if k.column == "" && k.whole {
			lines = append(lines, k.line())
		}
	}
	if w.t.PrimaryKey != nil && !w.primaryKey {
		lines = append(lines, line{text: primaryKey(w.t)})
	}
	for i, u := range w.t.Uniques {
		if !w.uniques[i] {
			lines = append(lines, line{text: named(u.Name) + "UNIQUE (" + keyColumns(u.Columns, u.Options) + ")" + conflict(u.Options.Get(name, "on_conflict"))})
		}
	}
	for i, f := range w.t.ForeignKeys {
		if !w.foreignKeys[i] {
			lines = append(lines, line{text: foreignKey(f)})
		}
	}
	for i, c := range w.t.Checks {
		if !w.checks[i] {
			lines = append(lines, line{text: named(c.Name) + "CHECK (" + c.SQL.Any + ")"})
		}
	}
	return lines
}

// column spells a column, with the primary key where it is just this one.
func (w *tableWriter) column(c *schema.Column) string {
	sql := columnClause(c, rowidAlias(w.t) == c)
	k := w.t.PrimaryKey
	if k == nil || w.primaryKey || !slices.Equal(k.Columns, []string{c.Name}) || k.Options.Get(name, "terms") != "" && k.Options.Get(name, "rowid") == "" {
		return sql
	}
	w.primaryKey = true
	sql += " " + named(k.Name) + "PRIMARY KEY"
	if k.Options.Get(name, "rowid") != "" {
		sql += " DESC"
	}
	sql += conflict(k.Options.Get(name, "on_conflict"))
	if c.Autoincrement {
		sql += " AUTOINCREMENT"
	}
	return sql
}

// columnClause spells a column without its part in the primary key.
func columnClause(c *schema.Column, alias bool) string {
	sql := quote(c.Name)
	values, isEnum := schema.EnumValues(c.Type.Any)
	switch {
	case isEnum:
		sql += " text"
	case c.Type.Any != untyped:
		sql += " " + c.Type.Any
	}
	if c.NotNull && (!alias || c.Options.Get(name, schema.KeyNotNull) == "true") {
		sql += " NOT NULL" + conflict(c.Options.Get(name, "not_null_on_conflict"))
	}
	if c.Default != nil {
		sql += " DEFAULT " + defaultClause(c.Default.SQL.Any)
	}
	if !c.Collation.IsZero() {
		sql += " COLLATE " + quoteCollation(c.Collation.Any)
	}
	if isEnum {
		sql += " CHECK (" + quote(c.Name) + " IN (" + literals(values) + "))"
	}
	if c.Generated != nil {
		sql += " GENERATED ALWAYS AS (" + c.Generated.SQL.Any + ")"
		if c.Generated.Stored {
			sql += " STORED"
		} else {
			sql += " VIRTUAL"
		}
	}
	return sql
}

func literals(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = textLiteral(v)
	}
	return strings.Join(out, ", ")
}

// defaultClause puts what isn't a literal in parentheses, as the grammar wants.
func defaultClause(sql string) string {
	if isLiteral(sql) {
		return sql
	}
	return "(" + sql + ")"
}

// isLiteral reports whether a default is a literal or a keyword such as
// CURRENT_TIMESTAMP.
func isLiteral(sql string) bool {
	tokens := lexicon.Tokens(sql)
	switch len(tokens) {
	case 1:
		return true
	case 2:
		blob := tokens[0].Is("x") && tokens[1].Kind == dialect.String && tokens[0].End == tokens[1].Start
		return blob || (tokens[0].Is("-") || tokens[0].Is("+")) && tokens[1].Kind == dialect.Number
	}
	return false
}

func named(constraint string) string {
	if constraint == "" {
		return ""
	}
	return "CONSTRAINT " + quote(constraint) + " "
}

func conflict(action string) string {
	if action == "" {
		return ""
	}
	return " ON CONFLICT " + strings.ToUpper(action)
}

func quoteCollation(collation string) string {
	if slices.Contains(builtinCollations, strings.ToUpper(collation)) {
		return collation
	}
	return quote(collation)
}

func primaryKey(t *schema.Table) string {
	k := t.PrimaryKey
	columns := keyColumns(k.Columns, k.Options)
	if c := t.Column(k.Columns[0]); len(k.Columns) == 1 && c != nil && c.Autoincrement {
		columns += " AUTOINCREMENT"
	}
	return named(k.Name) + "PRIMARY KEY (" + columns + ")" + conflict(k.Options.Get(name, "on_conflict"))
}

// keyColumns spells the columns of a key, each with what follows it.
func keyColumns(columns []string, opts schema.Options) string {
	terms := strings.Split(opts.Get(name, "terms"), ",")
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = quote(c)
		if i >= len(terms) || strings.TrimSpace(terms[i]) == "" {
			continue
		}
		term := strings.TrimSpace(terms[i])
		if !strings.Contains(term, `"`) { // a collation of SQLite's own
			term = strings.ToUpper(term)
		}
		out[i] += " " + term
	}
	return strings.Join(out, ", ")
}

func foreignKey(f *schema.ForeignKey) string {
	sql := named(f.Name) + "FOREIGN KEY (" + quoteAll(f.Columns) + ") REFERENCES " + quote(f.References)
	if len(f.Referred) > 0 {
		sql += " (" + quoteAll(f.Referred) + ")"
	}
	if f.OnDelete != "" {
		sql += " ON DELETE " + strings.ToUpper(f.OnDelete)
	}
	if f.OnUpdate != "" {
		sql += " ON UPDATE " + strings.ToUpper(f.OnUpdate)
	}
	switch {
	case f.Deferred:
		sql += " DEFERRABLE INITIALLY DEFERRED"
	case f.Deferrable:
		sql += " DEFERRABLE"
	}
	return sql
}
