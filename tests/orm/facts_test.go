package orm

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// withoutNames forgets the names of what an ORM leaves to the server to name, and
// Limbeck names itself.
func withoutNames(db *schema.Database) *schema.Database {
	for _, t := range db.Tables {
		t.Indexes = slices.DeleteFunc(t.Indexes, func(x *schema.Index) bool {
			return slices.ContainsFunc(t.ForeignKeys, func(f *schema.ForeignKey) bool { return f.Name == x.Name || x.Name == f.Columns[0] })
		})
		for _, f := range t.ForeignKeys {
			f.Name = ""
		}
		for _, u := range t.Uniques {
			u.Name = ""
		}
		for _, x := range t.Indexes {
			if x.Unique {
				x.Name = ""
			}
		}
	}
	return db
}

// facts prints what a database is, table by table, a line for each part. Where a
// part stands in its table makes no difference, nor the order of a key (that is
// compared by diff), nor where a sequence of numbers has got to.
func facts(db *schema.Database) []string {
	var out []string
	for _, t := range db.Tables {
		if strings.HasPrefix(t.Name, "migrate_") {
			continue
		}
		add := func(kind string, part any) { out = append(out, t.ID().String()+" "+kind+" "+fact(part)) }
		for _, c := range t.Columns {
			for _, d := range deliberate {
				d.forget(t, c)
			}
			add("column", c)
		}
		if t.PrimaryKey != nil {
			slices.Sort(t.PrimaryKey.Columns)
			t.PrimaryKey.Name = "" // the server's, or that of a unique constraint which PostgreSQL makes one with the key
		}
		add("key", t.PrimaryKey)
		for _, u := range t.Uniques {
			add("unique", u)
		}
		for _, f := range t.ForeignKeys {
			f.OnDelete, f.OnUpdate = strings.TrimSuffix(f.OnDelete, "no action"), strings.TrimSuffix(f.OnUpdate, "no action") // the default, said or not
			add("foreign key", f)
		}
		for _, c := range t.Checks {
			add("check", c)
		}
		for _, x := range t.Indexes {
			if slices.ContainsFunc(t.ForeignKeys, func(f *schema.ForeignKey) bool { return f.Name == x.Name || x.Name == f.Columns[0] }) {
				continue // MariaDB makes it where the primary key doesn't serve: a matter of that one's order
			}
			x.Source = ""
			add("index", x)
		}
		options := schema.Clone(t.Options)
		delete(options["mysql"], "auto_increment")
		add("options", options)
		add("comment", t.Comment)
	}
	slices.Sort(out)
	return out
}

// fact prints what a part says, without what it leaves open.
func fact(part any) string {
	text, _ := json.Marshal(part) // plain data
	var tree any
	_ = json.Unmarshal(text, &tree)
	text, _ = json.Marshal(said(tree))
	return string(text)
}

func said(tree any) any {
	switch v := tree.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, value := range v {
			if value = said(value); value != nil {
				out[key] = value
			}
		}
		if len(out) > 0 {
			return out
		}
		return nil
	case string, bool, float64:
		if v == "" || v == false || v == 0.0 {
			return nil
		}
	}
	return tree
}

// difference lists the lines that only one of two sorted lists has.
func difference(got, want []string) string {
	var b strings.Builder
	for _, line := range got {
		if _, ok := slices.BinarySearch(want, line); !ok {
			b.WriteString("+ " + line + "\n")
		}
	}
	for _, line := range want {
		if _, ok := slices.BinarySearch(got, line); !ok {
			b.WriteString("- " + line + "\n")
		}
	}
	return b.String()
}

// deliberate are the differences that we make on purpose, each with its reason in
// docs/gorm.md: what they forget is not compared. That they are none to "migrate
// diff" is tested apart.
var deliberate = []struct {
	name   string
	forget func(*schema.Table, *schema.Column)
}{
	{"a key takes no NULL on SQLite, and one that numbers rows doesn't say so", func(t *schema.Table, c *schema.Column) {
		if t.PrimaryKey != nil && slices.Contains(t.PrimaryKey.Columns, c.Name) && c.Options.Get("sqlite", "not_null") != "" {
			c.NotNull, c.Options = true, nil
		}
	}},
	{"a string in SQLite has single quotes, true is 1, and a real number has a point", func(_ *schema.Table, c *schema.Column) {
		if c.Default == nil {
			return
		}
		sql := c.Default.SQL.Any
		switch {
		case strings.HasPrefix(sql, `"`):
			sql = "'" + strings.ReplaceAll(strings.Trim(sql, `"`), "'", "''") + "'"
		case sql == "true":
			sql = "1"
		case sql == "false":
			sql = "0"
		case c.Type.Any == "real":
			sql = strings.TrimSuffix(sql, ".0")
		}
		c.Default = &schema.Default{SQL: schema.SQL(sql)}
	}},
}
