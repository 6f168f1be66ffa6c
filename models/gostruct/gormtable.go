package gostruct

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// build makes the table of a model that follows GORM's rules.
func (g *gormReader) build(m *model) {
	s, t := m.gorm, m.table
	for _, column := range s.columns {
		f := s.byColumn[column]
		if f.ignored || f.kind == "" {
			continue
		}
		d := &draft{field: f.src, owner: s.name, set: f.set, kind: f.valueKind(), primary: f.primary}
		d.col = g.column(f, g.loader.Origin(f.src.Pos))
		f.clauses.addTo(t, d.col)
		g.applyColumn(d)
		m.drafts = append(m.drafts, d)
		t.Columns = append(t.Columns, d.col)
	}
	t.PrimaryKey = s.primaryKey(t)
	g.uniques(s, t)
	g.checks(s, t)
	g.indexes(s, t)
	t.ForeignKeys = append(t.ForeignKeys, g.foreignKeys(s)...)
	g.finishTable(m, m.tableSet)
}

func (s *gormSchema) primaryKey(t *schema.Table) *schema.PrimaryKey {
	var columns []string
	for _, f := range s.primary {
		if t.Column(f.column) != nil {
			columns = append(columns, f.column)
		}
	}
	if columns == nil {
		return nil
	}
	return &schema.PrimaryKey{Columns: columns}
}

func (g *gormReader) column(f *gormField, origin string) *schema.Column {
	c := &schema.Column{Name: f.column, Type: f.text(), NotNull: f.notNull || f.primary, Comment: f.comment, Origin: origin}
	c.Autoincrement = f.autoIncrement && !isGenerated(f)
	c.AnyNumbering = c.Autoincrement
	if f.hasDefault && (f.defaultValue != nil || f.defaultText != "" && f.defaultText != "(-)") {
		c.Default = &schema.Default{Value: f.defaultValue}
		if f.defaultValue == nil {
			text, update := cutOnUpdate(f.defaultText)
			c.Default.SQL, c.OnUpdate = schema.SQL(text), schema.SQL(update)
		}
	}
	if mode, expr := f.generated(); mode != nil {
		c.Identity = mode
	} else if expr != "" {
		c.Generated = &schema.Generated{SQL: schema.Text{By: map[string]string{"postgres": expr}}, Stored: true}
	}
	return c
}

var onUpdate = regexp.MustCompile(`(?i)^(.*\S)\s+on\s+update\s+(\S.*)$`)

// cutOnUpdate parts a default from MySQL's ON UPDATE, which a tag can only say
// after it.
func cutOnUpdate(text string) (value, update string) {
	if m := onUpdate.FindStringSubmatch(text); m != nil {
		return m[1], m[2]
	}
	return text, ""
}

func isGenerated(f *gormField) bool {
	mode, expr := f.generated()
	return mode != nil || expr != "" || f.clauses.identity != nil
}

// generated reads the generated setting of GORM's PostgreSQL driver.
func (f *gormField) generated() (*schema.Identity, string) {
	said := strings.TrimSpace(f.settings["GENERATED"])
	if said == "" || said == "GENERATED" {
		return nil, ""
	}
	words := strings.Fields(strings.ToLower(said))
	other := slices.ContainsFunc(words, func(w string) bool { return !slices.Contains([]string{"identity", "always", "by", "default"}, w) })
	if other || !slices.Contains(words, "identity") {
		return nil, said
	}
	return &schema.Identity{Always: slices.Contains(words, "always")}, ""
}

// uniques adds a constraint for each field tagged unique.
func (g *gormReader) uniques(s *gormSchema, t *schema.Table) {
	for _, f := range s.fields {
		if f.unique && t.Column(f.column) != nil {
			t.Uniques = append(t.Uniques, &schema.Unique{Name: g.names.generated("uni", s.table, g.names.column(f.column)), Columns: []string{f.column}, AnyName: true})
		}
	}
}

// checks adds the checks of the tags: check:name,expression or check:expression.
func (g *gormReader) checks(s *gormSchema, t *schema.Table) {
	for _, column := range s.columns {
		f := s.byColumn[column]
		expr := f.settings["CHECK"]
		if expr == "" {
			continue
		}
		name := g.names.generated("chk", s.table, f.column)
		if before, after, ok := strings.Cut(expr, ","); ok && word.MatchString(before) {
			name, expr = before, after
		} else if ok && before == "" {
			expr = after
		}
		if !slices.ContainsFunc(t.Checks, func(c *schema.Check) bool { return c.Name == name }) {
			t.Checks = append(t.Checks, &schema.Check{Name: name, SQL: schema.SQL(expr)})
		}
	}
}

// gormIndex is one index setting of a field.
type gormIndex struct {
	class, method, where, comment, option string
	part                                  schema.IndexPart
	priority                              int
}

// indexes adds the indexes of the tags; settings of one name make one index.
func (g *gormReader) indexes(s *gormSchema, t *schema.Table) {
	groups := map[string]*indexGroup{}
	var order []*indexGroup
	for _, f := range s.fields {
		if t.Column(f.column) == nil {
			continue
		}
		for _, one := range strings.Split(f.rawTag, ";") {
			key, value, _ := strings.Cut(one, ":")
			key = strings.ToUpper(strings.TrimSpace(key))
			if key != "INDEX" && key != "UNIQUEINDEX" {
				continue
			}
			name, x := g.parseIndex(s, f, key, value)
			group := groups[name]
			if group == nil {
				group = &indexGroup{index: &schema.Index{Name: name}}
				groups[name] = group
				order = append(order, group)
			}
			x.addTo(group)
		}
	}
	for _, group := range order {
		t.Indexes = append(t.Indexes, group.finish())
	}
}

// operatorClass is how a tag says a PostgreSQL operator class: after the
// expression.
var operatorClass = regexp.MustCompile(`^(.+?)\s+(\w+_ops)$`)

func (g *gormReader) parseIndex(s *gormSchema, f *gormField, key, value string) (string, gormIndex) {
	name, rest, _ := strings.Cut(value, ",")
	set := parseGormTag(rest, ",")
	x := gormIndex{
		class: strings.ToUpper(set["CLASS"]), method: set["TYPE"], where: set["WHERE"], comment: set["COMMENT"], option: set["OPTION"],
		part: schema.IndexPart{Name: f.column, Collation: set["COLLATE"]}, priority: defaultPriority,
	}
	if key == "UNIQUEINDEX" || set["UNIQUE"] != "" {
		x.class = "UNIQUE"
	}
	if name == "" {
		base := f.name
		if composite, ok := set["COMPOSITE"]; ok {
			base = composite
			if composite == "" || composite == "COMPOSITE" {
				g.errs.add(g.loader.Origin(f.src.Pos), "%s.%s: index: composite needs a name: composite:…", s.name, f.name)
			}
		}
		name = g.names.generated("idx", s.table, g.names.column(base))
	}
	if expr := set["EXPRESSION"]; expr != "" {
		x.part.Name, x.part.SQL = "", schema.SQL(expr)
		if m := operatorClass.FindStringSubmatch(expr); m != nil {
			x.part.SQL, x.part.Opclass = schema.SQL(m[1]), m[2]
			if m[1] == f.column {
				x.part.Name, x.part.SQL = f.column, schema.Text{}
			}
		}
	}
	x.sort(set["SORT"])
	if s.dialect == "sqlite" || s.dialect == "postgres" { // whose drivers leave both out
		x.comment = ""
	} else if x.part.Name != "" {
		x.part.Length, _ = strconv.Atoi(set["LENGTH"])
	}
	if n, err := strconv.Atoi(set["PRIORITY"]); err == nil {
		x.priority = n
	}
	return name, x
}

// sort reads "desc", and what PostgreSQL allows after it.
func (x *gormIndex) sort(said string) {
	words := strings.Fields(strings.ToLower(said))
	if slices.Contains(words, "desc") {
		x.part.Order = "desc"
	}
	if i := slices.Index(words, "nulls"); i >= 0 && i+1 < len(words) {
		x.part.Nulls = words[i+1]
	}
}

// addTo adds a field's part to its index; of the options, the first one said holds.
func (x gormIndex) addTo(group *indexGroup) {
	index := group.index
	switch x.class {
	case "UNIQUE":
		index.Unique = true
	case "FULLTEXT", "SPATIAL":
		index.Using = strings.ToLower(x.class)
	}
	if index.Using == "" {
		index.Using = strings.ToLower(x.method)
	}
	if index.Where.IsZero() && x.where != "" { // GORM's MySQL driver leaves it out
		index.Where = schema.Text{By: map[string]string{"postgres": x.where, "sqlite": x.where}}
	}
	if index.Comment == "" {
		index.Comment = x.comment
	}
	if parser, ok := cutFold(x.option, "WITH PARSER "); ok {
		index.Options.Set("mysql", "parser", strings.TrimSpace(parser))
	}
	if cols, ok := cutFold(x.option, "INCLUDE "); ok {
		index.Include = splitTop(strings.Trim(strings.TrimSpace(cols), "()"))
	}
	if strings.EqualFold(strings.TrimSpace(x.option), "NULLS NOT DISTINCT") {
		index.NullsNotDistinct = true
	}
	index.Columns = append(index.Columns, x.part)
	group.priorities = append(group.priorities, x.priority)
}

// cutFold cuts a prefix whatever its case.
func cutFold(s, prefix string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
