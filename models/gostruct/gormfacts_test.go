package gostruct

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/limbeck/migrate/schema"
)

// TestGormFacts compares what we read with what GORM itself makes of the same
// structs: gorm.txt was written by GORM v1.31.2 with the drivers mysql v1.6.0,
// postgres v1.6.3 and glebarez/sqlite v1.11.0, from its parsed schemas and its
// migrators' types.
func TestGormFacts(t *testing.T) {
	folders, err := filepath.Glob("testdata/gorm/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no folders: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			db, err := Load(Options{Dir: folder, Packages: []string{"."}})
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join(folder, "gorm.txt"))
			if err != nil {
				t.Fatal(err)
			}
			compareTables(t, factsOf(db), splitTables(string(want)))
		})
	}
}

func compareTables(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name, w := range want {
		if g := got[name]; g != w {
			t.Errorf("table %s\ngot:\n%s\nGORM:\n%s", name, g, w)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("GORM makes no table %s", name)
		}
	}
}

func splitTables(text string) map[string]string {
	out := map[string]string{}
	for _, part := range strings.Split(text, "table ")[1:] {
		name, body, _ := strings.Cut(part, "\n")
		out[name] = body
	}
	return out
}

func factsOf(db *schema.Database) map[string]string {
	out := map[string]string{}
	for _, t := range db.Tables {
		out[t.ID().String()] = tableFacts(t)
	}
	return out
}

func tableFacts(t *schema.Table) string {
	var b strings.Builder
	for _, c := range t.Columns {
		null := "null"
		if c.NotNull {
			null = "not null"
		}
		fmt.Fprintf(&b, "  %s: %s | %s | %s | %s%s", c.Name, gormSpelling(c.Type, "mysql"), gormSpelling(c.Type, "postgres"), gormSpelling(c.Type, "sqlite"), null, defaultFact(c))
		if c.Autoincrement {
			b.WriteString(" auto")
		}
		if c.Comment != "" {
			b.WriteString(" comment " + c.Comment)
		}
		b.WriteByte('\n')
	}
	if t.PrimaryKey != nil {
		fmt.Fprintf(&b, "  primary key (%s)\n", strings.Join(t.PrimaryKey.Columns, ", "))
	}
	var lines []string
	for _, u := range t.Uniques {
		lines = append(lines, fmt.Sprintf("  unique %s (%s)\n", u.Name, strings.Join(u.Columns, ", ")))
	}
	b.WriteString(sorted(lines))
	lines = nil
	for _, f := range t.ForeignKeys {
		actions := ""
		if f.OnDelete != "" {
			actions += " delete " + f.OnDelete
		}
		if f.OnUpdate != "" {
			actions += " update " + f.OnUpdate
		}
		lines = append(lines, fmt.Sprintf("  foreign key %s (%s) -> %s(%s)%s\n", f.Name, strings.Join(f.Columns, ", "), f.Target(), strings.Join(f.Referred, ", "), actions))
	}
	b.WriteString(sorted(lines))
	lines = nil
	for _, c := range t.Checks {
		lines = append(lines, fmt.Sprintf("  check %s [%s]\n", c.Name, c.SQL.Any))
	}
	b.WriteString(sorted(lines))
	for _, x := range t.Indexes {
		b.WriteString(indexFact(x))
	}
	return b.String()
}

func sorted(lines []string) string {
	slices.SortFunc(lines, cmp.Compare[string])
	return strings.Join(lines, "")
}

// gormSpelling returns a type as the drivers spell it.
func gormSpelling(t schema.Text, dialect string) string {
	typ := strings.ToLower(t.For(dialect))
	switch {
	case dialect == "mysql" && strings.HasPrefix(typ, "timestamptz"):
		return "timestamp" + strings.TrimPrefix(typ, "timestamptz")
	case dialect == "mysql":
		return strings.TrimPrefix(typ, "mariadb_schema.")
	case dialect == "postgres" && typ == "numeric":
		return "decimal"
	}
	return typ
}

func defaultFact(c *schema.Column) string {
	switch d := c.Default; {
	case d == nil:
		return ""
	case d.Value == nil:
		return " default " + d.SQL.Any
	default:
		if s, ok := d.Value.(string); ok {
			return " default '" + strings.ReplaceAll(s, "'", "''") + "'"
		}
		return fmt.Sprintf(" default %v", d.Value)
	}
}

func indexFact(x *schema.Index) string {
	class, using := "", x.Using
	if x.Unique {
		class = "unique"
	}
	if using == "fulltext" || using == "spatial" {
		class, using = using, ""
	}
	parts := make([]string, len(x.Columns))
	for i, p := range x.Columns {
		parts[i] = p.Name + p.SQL.Any
		if p.Length > 0 {
			parts[i] += fmt.Sprintf(" len %d", p.Length)
		}
		if p.Collation != "" {
			parts[i] += " collate " + p.Collation
		}
		if p.Order != "" {
			parts[i] += " " + p.Order
		}
	}
	return fmt.Sprintf("  index %s %s (%s) using %s where [%s] comment [%s]\n", class, x.Name, strings.Join(parts, ", "), using, x.Where.By["postgres"], x.Comment)
}
