package tests

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/internal/pgdump"
)

// ownTables are the tool's own, which no dump shows.
var ownTables = []string{"migrate_version", "migrate_journal", "alembic_version"}

// dump returns the schema as the server's own dumper writes it, without what
// differs from run to run or doesn't matter: comments, session settings, the
// name of the database, the order of keys within a table. An empty database has
// an empty dump.
func (db database) dump() (string, error) {
	switch db.dialect {
	case "postgres":
		return db.dumpPostgres()
	case "mysql":
		return db.dumpMySQL()
	}
	return db.dumpSQLite()
}

func (db database) dumpPostgres() (string, error) {
	text, err := pgdump.Schema(db.url, ownTables...)
	if err != nil {
		return "", err
	}
	return dropLines(text, regexp.MustCompile(`^(--.*|SET .*;|SELECT pg_catalog\.set_config.*|\\(un)?restrict.*|)$`)), nil
}

var (
	mysqlSession       = regexp.MustCompile(`^(/\*M?!.* SET .*|/\*M!999999.*|)$`)
	mysqlAutoIncrement = regexp.MustCompile(` AUTO_INCREMENT=\d+`)
	mysqlKey           = regexp.MustCompile(`^  (PRIMARY|UNIQUE|FULLTEXT|SPATIAL)? ?(KEY|CONSTRAINT) `)
)

func (db database) dumpMySQL() (string, error) {
	args := []string{"--no-data", "--routines", "--triggers", "--events", "--compact"}
	for _, table := range ownTables {
		args = append(args, "--ignore-table="+db.name()+"."+table)
	}
	text, err := db.mariadb("mariadb-dump", args...)
	if err != nil {
		return "", err
	}
	text = strings.ReplaceAll(text, db.name(), "DATABASE")
	text = strings.ReplaceAll(text, "; ;;", " ;;") // MySQL keeps with a body what ended it among other statements, which no single one can say
	text = mysqlAutoIncrement.ReplaceAllString(dropLines(text, mysqlSession), "")
	return sortRuns(strings.Split(text, "\n"), mysqlKey), nil
}

// sortRuns sorts each run of neighbouring lines that match, without the commas
// that end them: MySQL lists keys in the order in which they were made.
func sortRuns(lines []string, key *regexp.Regexp) string {
	for i := 0; i < len(lines); i++ {
		end := i
		for end < len(lines) && key.MatchString(lines[end]) {
			lines[end] = strings.TrimSuffix(lines[end], ",")
			end++
		}
		if end > i {
			slices.Sort(lines[i:end])
			i = end
		}
	}
	return strings.Join(lines, "\n")
}

func dropLines(text string, unwanted *regexp.Regexp) string {
	var kept strings.Builder
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\n"); !unwanted.MatchString(line) {
			kept.WriteString(line + "\n")
		}
	}
	return kept.String()
}

// sqliteLexicon reads what sqlite_master holds.
var sqliteLexicon = dialect.Lexicon{Backticks: true, Brackets: true}

// dumpSQLite compares the tokens of the stored text: SQLite keeps it as typed.
func (db database) dumpSQLite() (string, error) {
	text, err := output("sqlite3", "-batch", "-json", db.file(),
		`SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT IN ('`+strings.Join(ownTables, "', '")+
			`') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY type, name`)
	if err != nil || strings.TrimSpace(text) == "" {
		return "", err
	}
	var objects []struct{ Type, Name, SQL string }
	if err := json.Unmarshal([]byte(text), &objects); err != nil {
		return "", fmt.Errorf("sqlite3 -json: %w", err)
	}
	var b strings.Builder
	for _, o := range objects {
		fmt.Fprintf(&b, "%s %s\n", o.Type, o.Name)
		lines := []string{sqliteLexicon.Normalize(o.SQL)}
		if o.Type == "table" {
			lines = sqliteTable(o.SQL)
		}
		for _, line := range lines {
			b.WriteString("  " + line + "\n")
		}
	}
	return b.String(), nil
}

// sqliteTable returns the columns of a CREATE TABLE in their order, its table
// constraints sorted, and what follows the closing parenthesis.
func sqliteTable(sql string) []string {
	var columns, constraints []string
	start, depth := 0, 0
	end := func(at int) {
		part := strings.TrimSpace(sql[start:at])
		if first, _, _ := strings.Cut(sqliteLexicon.Normalize(part), " "); slices.Contains(tableConstraints, first) {
			constraints = append(constraints, sqliteLexicon.Normalize(part))
		} else {
			columns = append(columns, sqliteLexicon.Normalize(part))
		}
		start = at + 1
	}
	for _, t := range sqliteLexicon.Tokens(sql) {
		switch {
		case t.Is("("):
			if depth++; depth == 1 {
				start = t.End
			}
		case t.Is(","):
			if depth == 1 {
				end(t.Start)
			}
		case t.Is(")"):
			if depth--; depth == 0 {
				end(t.Start)
			}
		}
	}
	slices.Sort(constraints)
	lines := append(columns, constraints...)
	if options := sqliteLexicon.Normalize(sql[start:]); options != "" {
		lines = append(lines, ") "+options)
	}
	return lines
}

var tableConstraints = []string{"constraint", "primary", "unique", "foreign", "check"}
