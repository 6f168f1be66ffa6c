package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// parser reads the statements that SQLite keeps of a schema. It knows only what
// SQLite itself has accepted before: it need not tell what is wrong.
type parser struct {
	sql    string
	tokens []dialect.Token
	pos    int
}

func newParser(sql string) *parser { return &parser{sql: sql, tokens: lexicon.Tokens(sql)} }

func (p *parser) done() bool { return p.pos >= len(p.tokens) }

// at returns the token at an offset from the current one; the zero Token beyond
// the end.
func (p *parser) at(offset int) dialect.Token {
	if i := p.pos + offset; i < len(p.tokens) {
		return p.tokens[i]
	}
	return dialect.Token{}
}

// accept moves past a sequence of keywords and symbols, if it stands here.
func (p *parser) accept(words ...string) bool {
	for i, w := range words {
		if !p.at(i).Is(w) {
			return false
		}
	}
	p.pos += len(words)
	return true
}

func (p *parser) expect(words ...string) error {
	if !p.accept(words...) {
		return p.fail(strings.ToUpper(strings.Join(words, " ")))
	}
	return nil
}

func (p *parser) fail(wanted string) error {
	if p.done() {
		return fmt.Errorf("expected %s at the end of the text", wanted)
	}
	t := p.at(0)
	return fmt.Errorf("expected %s, not %s, in line %d", wanted, t.Text, 1+strings.Count(p.sql[:t.Start], "\n"))
}

// isName reports whether a token can be an identifier; SQLite takes strings too.
func isName(t dialect.Token) bool {
	return t.Text != "" && (t.Kind == dialect.Word || t.Kind == dialect.Quoted || t.Kind == dialect.String)
}

func (p *parser) name() (string, error) {
	t := p.at(0)
	if !isName(t) {
		return "", p.fail("a name")
	}
	p.pos++
	return t.Name(), nil
}

// qualifiedName reads a name and drops the schema before it.
func (p *parser) qualifiedName() (string, error) {
	n, err := p.name()
	if err == nil && p.accept(".") {
		return p.name()
	}
	return n, err
}

// nameList reads ("a", "b").
func (p *parser) nameList() ([]string, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var names []string
	for {
		n, err := p.name()
		if err != nil {
			return nil, err
		}
		names = append(names, n)
		if p.accept(")") {
			return names, nil
		}
		if err := p.expect(","); err != nil {
			return nil, err
		}
	}
}

// parens moves past ( … ) and returns the text between.
func (p *parser) parens() (string, error) {
	if err := p.expect("("); err != nil {
		return "", err
	}
	start := p.pos
	p.skipTo(")")
	inner := p.text(start, p.pos)
	return inner, p.expect(")")
}

// skipTo moves to the next of the symbols that is not within parentheses.
func (p *parser) skipTo(symbols ...string) {
	for depth := 0; !p.done(); p.pos++ {
		t := p.at(0)
		switch {
		case depth == 0 && slices.ContainsFunc(symbols, t.Is):
			return
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		}
	}
}

// text returns the source of the tokens from one to before another, without the
// space and comments around.
func (p *parser) text(from, to int) string {
	if from >= to {
		return ""
	}
	return p.sql[p.tokens[from].Start:p.tokens[to-1].End]
}

// typeEnds are the keywords that end a column's type name.
var typeEnds = []string{"constraint", "primary", "not", "null", "unique", "check", "default", "collate", "references", "as"}

// typeName reads a column's type: names, and numbers in parentheses.
func (p *parser) typeName() string {
	start := p.pos
	for t := p.at(0); isName(t) && !slices.ContainsFunc(typeEnds, t.Is) && !(t.Is("generated") && p.at(1).Is("always")); t = p.at(0) {
		p.pos++
	}
	if p.pos == start {
		return ""
	}
	if p.at(0).Is("(") {
		before := p.pos
		if _, err := p.parens(); err != nil || !numbersOnly(p.tokens[before+1:p.pos-1]) {
			p.pos = before
		}
	}
	return p.text(start, p.pos)
}

func numbersOnly(tokens []dialect.Token) bool {
	for _, t := range tokens {
		if t.Kind != dialect.Number && !t.Is(",") && !t.Is("-") && !t.Is("+") {
			return false
		}
	}
	return len(tokens) > 0
}

// tidy cuts space and comments off both ends of an expression that SQLite keeps as it is
// written.
func tidy(sql string) string {
	p := newParser(sql)
	return p.text(0, len(p.tokens))
}

// trim cuts space and comments off both ends of an expression, and the pairs of
// parentheses that enclose all of it.
func trim(sql string) string {
	p := newParser(sql)
	from, to := 0, len(p.tokens)
	for to-from >= 2 && p.tokens[from].Is("(") {
		p.pos = from + 1
		if p.skipTo(")"); p.pos != to-1 {
			break
		}
		from, to = from+1, to-1
	}
	return p.text(from, to)
}
