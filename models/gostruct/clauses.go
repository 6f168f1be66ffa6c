package gostruct

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// clauses are what the type of an ORM's tag says after the type itself: it is part
// of CREATE TABLE, so that type:varchar(50) NOT NULL DEFAULT ” works.
type clauses struct {
	notNull, unique, numbered bool
	value, onUpdate           string
	collation, comment, check string
	references                *schema.ForeignKey
	generated                 *schema.Generated
	identity                  *schema.Identity
}

// clauseWords begin a clause.
var clauseWords = []string{
	"NOT", "NULL", "DEFAULT", "UNIQUE", "REFERENCES", "COLLATE", "CHARSET", "COMMENT", "AUTO_INCREMENT", "AUTOINCREMENT", "CHECK", "ON", "CONSTRAINT", "GENERATED",
	"PRIMARY", "AS",
}

// cutClauses parts a column type from the clauses that follow it. What isn't
// understood stays with the type.
func cutClauses(text string) (string, clauses) {
	p := clauseParser{words: splitWords(text)}
	typ := p.until()
	for p.at < len(p.words) {
		if !p.clause() {
			return text, clauses{}
		}
	}
	return typ, p.out
}

// splitWords splits a definition at spaces outside of quotes and parentheses.
func splitWords(text string) []string {
	var out []string
	depth, start := 0, -1
	var quote byte
	for i := range len(text) {
		c := text[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth == 0 && (c == ' ' || c == '\t' || c == '\n'):
			if start >= 0 {
				out = append(out, text[start:i])
			}
			start = -1
			continue
		}
		if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		out = append(out, text[start:])
	}
	return out
}

type clauseParser struct {
	words []string
	at    int
	out   clauses
}

// next reports whether the next words are these, and passes them.
func (p *clauseParser) next(words ...string) bool {
	if p.at+len(words) > len(p.words) {
		return false
	}
	for i, w := range words {
		if !strings.EqualFold(p.words[p.at+i], w) {
			return false
		}
	}
	p.at += len(words)
	return true
}

// until returns the words before the next clause.
func (p *clauseParser) until() string {
	start := p.at
	for ; p.at < len(p.words); p.at++ {
		word, _, _ := strings.Cut(p.words[p.at], "(")
		set := p.at+1 < len(p.words) && strings.EqualFold(word, "CHARACTER") && strings.EqualFold(p.words[p.at+1], "SET")
		if set || slices.Contains(clauseWords, strings.ToUpper(word)) {
			break
		}
	}
	return strings.Join(p.words[start:p.at], " ")
}

func (p *clauseParser) clause() bool {
	out := &p.out
	switch {
	case p.next("NOT", "NULL"):
		out.notNull = true
	case p.next("NULL"):
	case p.next("DEFAULT", "NULL"):
	case p.next("DEFAULT"):
		out.value = p.until()
		return out.value != ""
	case p.next("UNIQUE", "KEY"), p.next("UNIQUE"):
		out.unique = true
	case p.next("AUTO_INCREMENT"), p.next("AUTOINCREMENT"):
		out.numbered = true
	case p.next("COLLATE"):
		out.collation = unquoted(p.until())
	case p.next("CHARACTER", "SET"), p.next("CHARSET"):
		charset := unquoted(p.until())
		if out.collation == "" {
			out.collation = charset
		}
	case p.next("COMMENT"):
		out.comment = strings.ReplaceAll(unquoted(p.until()), "''", "'")
	case p.next("CHECK"), p.unglue("CHECK"):
		out.check = strings.TrimSuffix(strings.TrimPrefix(p.until(), "("), ")")
		return out.check != ""
	case p.next("ON", "UPDATE"):
		out.onUpdate = p.until()
	case p.next("REFERENCES"):
		return p.reference()
	case p.next("GENERATED", "ALWAYS", "AS", "IDENTITY"):
		out.identity = &schema.Identity{Always: true}
	case p.next("GENERATED", "BY", "DEFAULT", "AS", "IDENTITY"):
		out.identity = &schema.Identity{}
	default:
		return p.computed()
	}
	return true
}

// computed reads "GENERATED ALWAYS AS (a + b) STORED", whose first two words MySQL and SQLite
// don't ask for.
func (p *clauseParser) computed() bool {
	p.next("GENERATED", "ALWAYS")
	if !p.next("AS") && !p.unglue("AS") || p.at == len(p.words) {
		return false
	}
	word := p.words[p.at]
	if !strings.HasPrefix(word, "(") || !strings.HasSuffix(word, ")") {
		return false
	}
	p.at++
	stored := p.next("STORED") || p.next("PERSISTENT")
	if !stored {
		p.next("VIRTUAL")
	}
	p.out.generated = &schema.Generated{SQL: schema.SQL(word[1 : len(word)-1]), Stored: stored}
	return true
}

// unglue takes a word from before the parenthesis that it stands at without a space.
func (p *clauseParser) unglue(word string) bool {
	if p.at == len(p.words) {
		return false
	}
	rest, ok := cutFold(p.words[p.at], word+"(")
	if ok {
		p.words[p.at] = "(" + rest
	}
	return ok
}

// reference reads "t(a) ON DELETE CASCADE", the word REFERENCES being past.
func (p *clauseParser) reference() bool {
	table, columns, _ := strings.Cut(p.until(), "(")
	key := &schema.ForeignKey{Referred: []string{}}
	schemaName, name, ok := strings.Cut(strings.TrimSpace(table), ".")
	if !ok {
		schemaName, name = "", schemaName
	}
	key.ReferencesSchema, key.References = unquoted(schemaName), unquoted(name)
	for _, c := range splitTop(strings.TrimSuffix(strings.TrimSpace(columns), ")")) {
		if c = unquoted(c); c != "" {
			key.Referred = append(key.Referred, c)
		}
	}
	for p.at+2 < len(p.words) && strings.EqualFold(p.words[p.at], "ON") {
		event := strings.ToUpper(p.words[p.at+1])
		action := p.words[p.at+2]
		p.at += 3
		if (strings.EqualFold(action, "SET") || strings.EqualFold(action, "NO")) && p.at < len(p.words) {
			action += " " + p.words[p.at]
			p.at++
		}
		known, ok := readAction(action)
		switch {
		case !ok:
			return false
		case event == "DELETE":
			key.OnDelete = known
		default:
			key.OnUpdate = known
		}
	}
	p.out.references = key
	return key.References != ""
}

func unquoted(s string) string {
	if len(s) >= 2 && strings.ContainsRune("'\"`", rune(s[0])) && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// addTo gives a column and its table what the clauses say, where nothing else did.
func (c clauses) addTo(t *schema.Table, col *schema.Column) {
	col.NotNull = col.NotNull || c.notNull
	col.Autoincrement = col.Autoincrement || c.numbered
	if c.value != "" && col.Default == nil {
		col.Default = &schema.Default{SQL: schema.SQL(c.value)}
	}
	if c.onUpdate != "" {
		col.OnUpdate = schema.SQL(c.onUpdate)
	}
	if c.collation != "" {
		col.Collation = schema.SQL(c.collation)
	}
	if col.Comment == "" {
		col.Comment = c.comment
	}
	if c.generated != nil {
		col.Generated = c.generated
	}
	if c.identity != nil {
		col.Identity, col.NotNull, col.Autoincrement = c.identity, true, false
	}
	if c.unique {
		t.Uniques = append(t.Uniques, &schema.Unique{Columns: []string{col.Name}})
	}
	if c.check != "" {
		t.Checks = append(t.Checks, &schema.Check{SQL: schema.SQL(c.check)})
	}
	if c.references != nil {
		key := *c.references
		key.Columns = []string{col.Name}
		t.ForeignKeys = append(t.ForeignKeys, &key)
	}
}
