package tests

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"github.com/limbeck/migrate"
)

// renameSome gives other names to up to three tables or columns that the start has, or
// exchanges those of two columns.
func (m *mutations) renameSome(db *copied, before *state, r *rand.Rand) []string {
	var list []string
	keys := slices.DeleteFunc(slices.Sorted(maps.Keys(before.columns)), shadowTable.MatchString)
	for n := range 1 + r.IntN(3) {
		if len(keys) == 0 {
			break
		}
		table, column := splitKey(keys[r.IntN(len(keys))])
		fresh := fmt.Sprintf("renamed_%d", n)
		statements := []string{renameColumn(table, column, fresh)}
		other, otherColumn := splitKey(keys[r.IntN(len(keys))])
		switch r.IntN(5) {
		case 0:
			statements = []string{"ALTER TABLE " + table + " RENAME TO " + fresh}
		case 1:
			if other == table && otherColumn != column {
				statements = append(statements, renameColumn(table, otherColumn, column), renameColumn(table, fresh, otherColumn))
			}
		}
		list = append(list, m.take(db, statements)...)
	}
	return list
}

// shadowTable matches the tables that SQLite's virtual tables keep their content in.
var shadowTable = regexp.MustCompile(`_(content|data|idx|docsize|config|node|parent|rowid)"\.`)

func renameColumn(table, from, to string) string {
	return "ALTER TABLE " + table + " RENAME COLUMN " + from + " TO " + to
}

// splitKey takes the key of a column apart.
func splitKey(key string) (table, column string) {
	at := strings.LastIndexByte(key, '.')
	return key[:at], key[at+1:]
}

const quotedName = "(?:\"[^\"]+\"|`[^`]+`|\\w+)"

var (
	columnRenamed = regexp.MustCompile(`^ALTER TABLE (` + quotedName + `(?:\.` + quotedName + `)?) RENAME COLUMN (` + quotedName + `) TO (` + quotedName + `)$`)
	tableRenamed  = regexp.MustCompile(`^(?:ALTER TABLE|RENAME TABLE) (` + quotedName + `(?:\.` + quotedName + `)?) (?:RENAME )?TO (` + quotedName + `)$`)
)

// renamed tells how the columns of the start, by their keys, are called after the changes,
// where that is otherwise, and how a user says so.
func renamed(changes []string, before, goal *state) (names map[string]string, answers []migrate.Rename) {
	tables, columns := map[string]string{}, map[string]string{} // what they were called, by what they are called
	for _, change := range changes {
		if m := tableRenamed.FindStringSubmatch(change); m != nil {
			schemaName := m[1][:strings.LastIndexByte(m[1], '.')+1]
			from, to := schemaName+likeKeys(m[1][len(schemaName):], before), schemaName+likeKeys(m[2], before)
			tables[to] = cmp.Or(tables[from], from)
			delete(tables, from)
			continue
		}
		if m := columnRenamed.FindStringSubmatch(change); m != nil {
			schemaName := m[1][:strings.LastIndexByte(m[1], '.')+1]
			table := schemaName + likeKeys(m[1][len(schemaName):], before)
			table = cmp.Or(tables[table], table)
			from, to := table+"."+likeKeys(m[2], before), table+"."+likeKeys(m[3], before)
			columns[to] = cmp.Or(columns[from], from)
			delete(columns, from)
		}
	}
	now := map[string]string{}
	for to, from := range tables {
		now[from] = to
	}
	names = map[string]string{}
	told := map[string]bool{}
	columnNow := map[string]string{}
	for to, from := range columns {
		columnNow[from] = to
	}
	for _, key := range slices.Sorted(maps.Keys(before.columns)) {
		table, column := splitKey(key)
		newTable := cmp.Or(now[table], table)
		_, newColumn := splitKey(cmp.Or(columnNow[key], key))
		to := newTable + "." + newColumn
		if _, there := goal.columns[to]; !there || to == key {
			continue
		}
		names[key] = to
		if newTable != table && !told[table] {
			told[table] = true
			answers = append(answers, migrate.Rename{Old: bareName(table), New: bareName(newTable)})
		}
		if newColumn != column {
			answers = append(answers, migrate.Rename{Old: bareName(table) + "." + bareName(column), New: bareName(newColumn)})
		}
	}
	return names, answers
}

// likeKeys quotes a name as the keys of a state do.
func likeKeys(name string, s *state) string {
	for key := range s.columns {
		if quote := key[:1]; quote == `"` || quote == "`" {
			if !strings.HasPrefix(name, quote) {
				return quote + name + quote
			}
		}
		break
	}
	return name
}

func bareName(name string) string {
	return strings.TrimPrefix(strings.NewReplacer(`"`, "", "`", "").Replace(name), "public.")
}
