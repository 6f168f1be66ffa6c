package tests

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// grammar makes up random changes of a database. It is read from a text file:
//
//	@name query        what {name} may stand for: the first column of the query's rows
//	name               a rule: {name} stands for any of the indented lines that follow
//	    3* text        an alternative, here with a weight
//
// In a text {a|b|} is one of the choices, {new} a name that is not taken yet, {n} a
// small number. What a query or {new} stands for stays the same within one change;
// {name2} stands for another one. Statements are separated by ";;".
type grammar struct {
	rules   map[string][]string
	queries map[string]string
	quote   string // around a name that needs it
}

// errNothing says that there is nothing in the database that a name could stand for.
var errNothing = errors.New("nothing to choose from")

func readGrammar(t *testing.T, dialect string) *grammar {
	t.Helper()
	text, err := os.ReadFile("testdata/mutations/" + dialect + ".grammar")
	if err != nil {
		t.Fatal(err)
	}
	g := &grammar{map[string][]string{}, map[string]string{}, map[string]string{"mysql": "`"}[dialect]}
	if g.quote == "" {
		g.quote = `"`
	}
	rule := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, " \n")
		body := strings.TrimLeft(line, "\t ")
		switch query, isQuery := strings.CutPrefix(line, "@"); {
		case body == "" || strings.HasPrefix(line, "#"):
		case isQuery:
			name, sql, _ := strings.Cut(query, " ")
			g.queries[name] = sql
			rule = ""
		case body == line:
			rule = line
		case rule == "":
			t.Fatalf("%s.grammar: %q belongs to no rule", dialect, line)
		default:
			weight, alternative, ok := strings.Cut(body, "* ")
			n, err := strconv.Atoi(weight)
			if !ok || err != nil {
				n, alternative = 1, body
			}
			g.rules[rule] = append(g.rules[rule], slices.Repeat([]string{alternative}, n)...)
		}
	}
	return g
}

// expansion is one change in the making.
type expansion struct {
	*grammar
	db    *sql.DB
	r     *rand.Rand
	bound map[string]string
	fresh *int // how many new names there are
}

// change makes up one change of a database, as one or several statements.
func (g *grammar) change(db *sql.DB, r *rand.Rand, fresh *int) ([]string, error) {
	e := &expansion{g, db, r, map[string]string{}, fresh}
	text, err := e.reference("change")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, statement := range strings.Split(text, ";;") {
		out = append(out, strings.TrimSpace(statement))
	}
	return out, nil
}

var spaces = regexp.MustCompile(`  +`)

// expand replaces what is in braces.
func (e *expansion) expand(text string) (string, error) {
	var out strings.Builder
	for {
		at := strings.IndexByte(text, '{')
		if at < 0 {
			out.WriteString(text)
			return spaces.ReplaceAllString(out.String(), " "), nil
		}
		out.WriteString(text[:at])
		choices, rest, err := cutBraces(text[at+1:])
		if err != nil {
			return "", err
		}
		var chosen string
		if len(choices) == 1 {
			chosen, err = e.reference(choices[0])
		} else {
			chosen, err = e.expand(choices[e.r.IntN(len(choices))])
		}
		if err != nil {
			return "", err
		}
		out.WriteString(chosen)
		text = rest
	}
}

// cutBraces splits what follows an opening brace into its choices and the rest. Two
// bars between spaces are the operator.
func cutBraces(text string) (choices []string, rest string, err error) {
	depth, start := 0, 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '{':
			depth++
		case text[i] == '}' && depth > 0:
			depth--
		case text[i] == '}':
			return append(choices, text[start:i]), text[i+1:], nil
		case strings.HasPrefix(text[i:], " || "):
			i += 3
		case text[i] == '|' && depth == 0:
			choices, start = append(choices, text[start:i]), i+1
		}
	}
	return nil, "", fmt.Errorf("a brace is not closed: {%s", text)
}

// reference is what a name in braces stands for.
func (e *expansion) reference(name string) (string, error) {
	if value, ok := e.bound[name]; ok {
		return value, nil
	}
	base := strings.TrimRight(name, "0123456789")
	if base == "n" {
		return strconv.Itoa(1 + e.r.IntN(9)), nil
	}
	if alternatives := e.rules[base]; alternatives != nil {
		return e.expand(alternatives[e.r.IntN(len(alternatives))])
	}
	var value string
	var err error
	if base == "new" {
		value = e.newName()
	} else {
		value, err = e.pick(base)
	}
	e.bound[name] = value
	return value, err
}

// newName is mostly plain, and now and then one that has to be quoted.
func (e *expansion) newName() string {
	*e.fresh++
	name := fmt.Sprintf("n%d", *e.fresh)
	if e.r.IntN(8) == 0 {
		name = e.quote + []string{"Mixed", "two words", "order", "ünï", "100%"}[e.r.IntN(5)] + " " + name + e.quote
	}
	return name
}

// pick runs a query and takes one of its rows that no name stands for yet.
func (e *expansion) pick(base string) (string, error) {
	query, ok := e.queries[base]
	if !ok {
		return "", fmt.Errorf("the grammar has no {%s}", base)
	}
	query, err := e.expand(query)
	if err != nil {
		return "", err
	}
	rows, err := e.db.Query(query)
	if err != nil {
		return "", fmt.Errorf("{%s}: %w: %s", base, err, query)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return "", fmt.Errorf("{%s}: %w", base, err)
		}
		if !e.taken(base, value) {
			list = append(list, value)
		}
	}
	if len(list) == 0 {
		return "", errors.Join(errNothing, rows.Err())
	}
	slices.Sort(list)
	return list[e.r.IntN(len(list))], rows.Err()
}

func (e *expansion) taken(base, value string) bool {
	for name, other := range e.bound {
		if strings.TrimRight(name, "0123456789") == base && other == value {
			return true
		}
	}
	return false
}
