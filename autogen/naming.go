package autogen

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// Naming gives names to what the models leave unnamed. The keys are ix, uq, fk,
// ck and pk; {table}, {columns} and {name} stand for the table's name, the columns
// joined with _, and for a check the columns that it mentions. Without a pk
// pattern primary keys keep the server's own name.
type Naming map[string]string

// DefaultNaming is used for the keys that a project does not set.
var DefaultNaming = Naming{
	"ix": "ix_{table}_{columns}",
	"uq": "uq_{table}_{columns}",
	"fk": "fk_{table}_{columns}",
	"ck": "ck_{table}_{name}",
	"ex": "ex_{table}_{columns}",
}

// maxName is the shortest limit of all dialects: PostgreSQL's 63 bytes.
const maxName = 63

func (n Naming) name(kind, table string, columns []string) string {
	pattern, ok := n[kind]
	if !ok {
		pattern = DefaultNaming[kind]
	}
	joined := strings.Join(columns, "_")
	return shorten(strings.NewReplacer("{table}", table, "{columns}", joined, "{name}", joined).Replace(pattern))
}

// shorten cuts a name to what every dialect takes; a hash of the whole keeps two
// long names apart.
func shorten(name string) string {
	if len(name) <= maxName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	cut := maxName - 9
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + "_" + hex.EncodeToString(sum[:4])
}

// fill names everything in a table that has no name yet, keeping clear of the
// names that are taken.
func (n Naming) fill(t *schema.Table, lex dialect.Lexicon) {
	taken := takenNames(t)
	give := func(name *string, kind string, columns []string) {
		if *name != "" {
			return
		}
		*name = n.name(kind, t.Name, columns)
		for i := 2; taken[*name]; i++ {
			*name = n.name(kind, t.Name, append(slices.Clone(columns), string(rune('0'+i))))
		}
		taken[*name] = true
	}
	if t.PrimaryKey != nil && n["pk"] != "" {
		give(&t.PrimaryKey.Name, "pk", t.PrimaryKey.Columns)
	}
	for _, u := range t.Uniques {
		give(&u.Name, "uq", u.Columns)
	}
	for _, f := range t.ForeignKeys {
		give(&f.Name, "fk", f.Columns)
	}
	for _, check := range t.Checks {
		give(&check.Name, "ck", mentioned(t, check.SQL, lex))
	}
	for _, x := range t.Exclusions {
		give(&x.Name, "ex", mentioned(t, x.Elements[0].SQL, lex))
	}
	for _, x := range t.Indexes {
		give(&x.Name, "ix", indexWords(t, x, lex))
	}
}

// again names everything in a copy of a table anew.
func (n Naming) again(t *schema.Table, lex dialect.Lexicon) *schema.Table {
	t = schema.Clone(t)
	for _, x := range t.Indexes {
		x.Name = ""
	}
	for _, u := range t.Uniques {
		u.Name = ""
	}
	for _, f := range t.ForeignKeys {
		f.Name = ""
	}
	for _, k := range t.Checks {
		k.Name = ""
	}
	for _, x := range t.Exclusions {
		x.Name = ""
	}
	n.fill(t, lex)
	return t
}

// takenNames lists the names that a table's constraints and indexes have.
func takenNames(t *schema.Table) map[string]bool {
	taken := map[string]bool{}
	if t.PrimaryKey != nil {
		taken[t.PrimaryKey.Name] = true
	}
	for _, u := range t.Uniques {
		taken[u.Name] = true
	}
	for _, f := range t.ForeignKeys {
		taken[f.Name] = true
	}
	for _, c := range t.Checks {
		taken[c.Name] = true
	}
	for _, x := range t.Indexes {
		taken[x.Name] = true
	}
	delete(taken, "")
	return taken
}

// mentioned returns the table's columns that a text names, in the order in which
// it does, whatever the dialect.
func mentioned(t *schema.Table, text schema.Text, lex dialect.Lexicon) []string {
	sql := text.Any
	if sql == "" && len(text.By) > 0 {
		sql = text.By[text.Dialects()[0]]
	}
	var out []string
	for _, token := range lex.Tokens(sql) {
		if token.Kind != dialect.Word && token.Kind != dialect.Quoted {
			continue
		}
		for _, c := range t.Columns {
			if strings.EqualFold(c.Name, token.Name()) && !slices.Contains(out, c.Name) {
				out = append(out, c.Name)
			}
		}
	}
	if len(out) == 0 {
		return []string{"check"}
	}
	return out
}

// indexWords are the columns that an index is over.
func indexWords(t *schema.Table, x *schema.Index, lex dialect.Lexicon) []string {
	var words []string
	for _, p := range x.Columns {
		if p.Name != "" {
			words = append(words, p.Name)
		} else {
			words = append(words, mentioned(t, p.SQL, lex)...)
		}
	}
	return words
}

// indexColumns are all columns that an index can't be without.
func indexColumns(t *schema.Table, x *schema.Index, lex dialect.Lexicon) []string {
	return slices.Concat(indexWords(t, x, lex), mentioned(t, x.Where, lex), x.Include)
}
