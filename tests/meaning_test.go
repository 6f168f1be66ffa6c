package tests

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// meaningQueries read what SQLite itself says of its tables.
var meaningQueries = []string{
	`SELECT 'column', m.name, x.name, lower(x.type), x."notnull", x.dflt_value, x.pk, x.hidden FROM sqlite_master m, pragma_table_xinfo(m.name) x WHERE m.type IN ('table', 'view')`,
	`SELECT 'foreign key', m.name, f.seq, f."table", f."from", f."to", f.on_update, f.on_delete FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
	`SELECT 'index', m.name, CASE i.origin WHEN 'c' THEN i.name ELSE i.origin END, i."unique", i.partial,
		(SELECT group_concat(coalesce(x.name, x.cid) || ' ' || x."desc" || ' ' || x.coll) FROM pragma_index_xinfo(i.name) x WHERE x.key)
		FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table'`,
	`SELECT 'table', name, wr, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'`,
}

// shownByPragma are the parts of an index that index_xinfo shows.
var shownByPragma = regexp.MustCompile(` asc\b| collate \w+`)

// meaning is what a SQLite database means: what the pragmas say, and of the stored
// texts the parts that no pragma shows.
func (db database) meaning() (string, error) {
	var out []string
	for _, query := range meaningQueries {
		rows, err := db.query(query)
		if err != nil {
			return "", err
		}
		for line := range strings.Lines(rows) {
			if !slices.ContainsFunc(ownTables, func(own string) bool { return strings.Contains(line, "|"+own+"|") }) && !strings.Contains(line, "|sqlite_") {
				out = append(out, strings.TrimSpace(line))
			}
		}
	}
	dump, err := db.dump()
	if err != nil {
		return "", err
	}
	subject := ""
	for line := range strings.Lines(dump) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "  ") {
			subject = line
			continue
		}
		line = strings.ReplaceAll(strings.ToLower(line), `"`, "")
		if strings.HasPrefix(subject, "index ") {
			line = shownByPragma.ReplaceAllString(line, "")
		}
		if !strings.HasPrefix(subject, "table ") {
			out = append(out, subject+": "+line)
			continue
		}
		for _, part := range unseen(strings.Fields(line)) {
			out = append(out, subject+": "+part)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n"), nil
}

// unseen are the parts of a normalized column or constraint that no pragma shows:
// expressions in parentheses after these words, and the words in unseenWords. To say a
// collation twice says nothing more.
func unseen(words []string) []string {
	var out []string
	for i, w := range words {
		switch {
		case (w == "check" || w == "as") && i+1 < len(words) && words[i+1] == "(":
			out = append(out, fmt.Sprint(w, " ", enclosed(words[i+1:])))
		case unseenWords[w] > 0:
			if part := strings.Join(words[i:min(i+unseenWords[w], len(words))], " "); part != "collate binary" && !(w == "collate" && slices.Contains(out, part)) {
				out = append(out, part)
			}
		}
	}
	return out
}

// unseenWords are words that no pragma shows, and how many words each is the first of.
var unseenWords = map[string]int{"autoincrement": 1, "collate": 2, "conflict": 2, "initially": 2}

// enclosed returns the words of the pair of parentheses at the start.
func enclosed(words []string) string {
	depth := 0
	for i, w := range words {
		switch w {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return strings.Join(words[1:i], " ")
			}
		}
	}
	return strings.Join(words, " ")
}
