package mysql

import (
	"fmt"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// parseType takes a type name apart. The base is the words before the
// parentheses in lower case, and those after them that belong to it, such as
// "with time zone".
func parseType(name string) (columnType, error) {
	p := typeParser{tokens: lexicon.Tokens(name)}
	if len(p.tokens) == 0 {
		return columnType{}, fmt.Errorf("the type is empty")
	}
	p.base()
	for p.pos < len(p.tokens) {
		if err := p.next(); err != nil {
			return columnType{}, fmt.Errorf("type %s: %w", name, err)
		}
	}
	p.out.base = strings.Join(p.words, " ")
	return p.out, nil
}

type typeParser struct {
	tokens []dialect.Token
	pos    int
	words  []string
	out    columnType
}

// base reads the first word, with the schema that MariaDB allows before it.
func (p *typeParser) base() {
	p.words = append(p.words, strings.ToLower(p.tokens[0].Text))
	p.pos = 1
	if len(p.tokens) < 3 || !p.tokens[1].Is(".") {
		return
	}
	own := strings.ToLower(p.tokens[2].Text)
	if p.words[0] == "mariadb_schema" && own != "uuid" {
		p.words[0] = own
	} else {
		p.words[0] += "." + own
	}
	p.pos = 3
}

func (p *typeParser) peek(words ...string) bool {
	if p.pos+len(words) > len(p.tokens) {
		return false
	}
	for i, w := range words {
		if !p.tokens[p.pos+i].Is(w) {
			return false
		}
	}
	return true
}

// take moves past words when they come next.
func (p *typeParser) take(words ...string) bool {
	if !p.peek(words...) {
		return false
	}
	p.pos += len(words)
	return true
}

func (p *typeParser) next() error {
	switch {
	case p.take("("):
		return p.args()
	case p.take("unsigned"):
		p.out.unsigned = true
	case p.take("zerofill"):
		p.out.zerofill = true
	case p.take("signed"):
	case p.take("compressed"): // how a column is stored (MariaDB), which its options say
	case p.take("character", "set"), p.take("char", "set"), p.take("charset"):
		return p.name(&p.out.charset)
	case p.take("collate"):
		return p.name(&p.out.collate)
	case p.take("ascii"):
		p.out.charset = "latin1"
	case p.take("unicode"):
		p.out.charset = "ucs2"
	case p.take("binary"):
		// CHAR(n) BINARY: the character set's _bin collation. Which character
		// set that is, is known to the table only.
		p.out.collate = "binary"
	case p.tokens[p.pos].Kind == dialect.Word:
		p.words = append(p.words, strings.ToLower(p.tokens[p.pos].Text))
		p.pos++
	default:
		return fmt.Errorf("%q can't be part of a type", p.tokens[p.pos].Text)
	}
	return nil
}

func (p *typeParser) name(to *string) error {
	if p.pos >= len(p.tokens) {
		return fmt.Errorf("a name is missing at the end")
	}
	*to = strings.ToLower(p.tokens[p.pos].Name())
	p.pos++
	return nil
}

// args reads what stands in parentheses: numbers, or the values of ENUM and SET,
// which are spelled as the catalog does.
func (p *typeParser) args() error {
	var b strings.Builder
	for ; p.pos < len(p.tokens); p.pos++ {
		t := p.tokens[p.pos]
		switch {
		case t.Is(")"):
			p.pos++
			p.out.args = b.String()
			return nil
		case t.Kind == dialect.String:
			// The server drops spaces at the end of a value.
			b.WriteString(quoteString(strings.TrimRight(t.Value, " ")))
		default:
			b.WriteString(strings.ToLower(t.Text))
		}
	}
	return fmt.Errorf("the closing parenthesis is missing")
}
