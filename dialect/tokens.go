package dialect

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TokenKind says what a token is.
type TokenKind int

// The kinds of token. Space and comments are skipped, never returned.
const (
	Word   TokenKind = iota // keyword or bare identifier
	Quoted                  // quoted identifier; Value is the name without quotes
	String                  // string literal; Value is the text without quotes
	Number
	Symbol
)

// Token is one token of SQL text. Text is the source as written, Start and End
// its byte offsets.
type Token struct {
	Kind       TokenKind
	Text       string
	Value      string
	Start, End int
}

// Is reports whether the token is this keyword or symbol, in any case.
func (t Token) Is(word string) bool {
	return (t.Kind == Word || t.Kind == Symbol) && strings.EqualFold(t.Text, word)
}

// Name returns the identifier that the token spells: the bare or quoted name.
func (t Token) Name() string {
	if t.Kind == Word {
		return t.Text
	}
	return t.Value
}

// Tokens reads SQL text. An unterminated quote or comment runs to the end of the
// text: it is the server's to complain about.
func (l Lexicon) Tokens(sql string) []Token {
	var out []Token
	for s := (scanner{lex: l, sql: sql}); ; {
		t, ok := s.next()
		if !ok {
			return out
		}
		if out == nil { // most texts are short; a long one has some five bytes to a token
			out = make([]Token, 0, 2+len(sql)/5)
		}
		out = append(out, t)
	}
}

// Normalize returns SQL text in a spelling in which texts that differ only in
// case, spacing, comments, needless identifier quotes and one pair of outer
// parentheses are equal. Texts that mean different things stay different.
func (l Lexicon) Normalize(sql string) string { return l.NormalizeStrings(sql, nil) }

// NormalizeStrings is Normalize, but what stands in double quotes and is the name of
// nothing, it takes for the string that SQLite takes it for.
func (l Lexicon) NormalizeStrings(sql string, isName func(string) bool) string {
	tokens := stripParens(l.Tokens(sql))
	if l.Fold != nil {
		tokens = l.Fold(tokens)
	}
	parts := make([]string, len(tokens))
	for i, t := range tokens {
		switch {
		case t.Kind == Word:
			parts[i] = strings.ToLower(t.Text)
		case isName != nil && t.Kind == Quoted && t.Text[0] == '"' && !isName(t.Value):
			parts[i] = "'" + strings.ReplaceAll(t.Value, "'", "''") + "'"
		case t.Kind == Quoted && plainName(t.Value):
			parts[i] = t.Value
		case t.Kind == Quoted:
			parts[i] = `"` + strings.ReplaceAll(t.Value, `"`, `""`) + `"`
		default:
			parts[i] = t.Text
		}
	}
	return strings.Join(parts, " ")
}

// stripParens removes pairs of parentheses that enclose all of the tokens.
func stripParens(tokens []Token) []Token {
	for len(tokens) >= 2 && tokens[0].Is("(") {
		depth, closes := 0, 0
		for i, t := range tokens {
			if t.Is("(") {
				depth++
			} else if t.Is(")") {
				if depth--; depth == 0 {
					closes = i
					break
				}
			}
		}
		if closes != len(tokens)-1 {
			break
		}
		tokens = tokens[1 : len(tokens)-1]
	}
	return tokens
}

// plainName reports whether an identifier means the same with and without quotes.
func plainName(s string) bool {
	for i, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// scanner walks over SQL text, a token at a time.
type scanner struct {
	lex  Lexicon
	sql  string
	pos  int
	stop string // ends a word wherever it stands: a client's delimiter
	open bool   // within an executable comment
}

func (s *scanner) next() (Token, bool) {
	s.skipSpace()
	if s.pos >= len(s.sql) {
		return Token{}, false
	}
	start := s.pos
	kind, value := s.scan()
	text := s.sql[start:s.pos]
	if kind == Word || kind == Number || kind == Symbol {
		value = text
	}
	return Token{Kind: kind, Text: text, Value: value, Start: start, End: s.pos}, true
}

func (s *scanner) scan() (TokenKind, string) {
	c := s.sql[s.pos]
	switch {
	case c == '\'':
		return String, s.quoted('\'', s.lex.Backslashes)
	case c == '"':
		return Quoted, s.quoted('"', s.lex.Backslashes)
	case c == '`' && s.lex.Backticks:
		return Quoted, s.quoted('`', false)
	case c == '[' && s.lex.Brackets:
		return Quoted, s.quoted(']', false)
	case c == '$' && s.lex.DollarQuotes:
		if value, ok := s.dollarQuoted(); ok {
			return String, value
		}
	case (c == 'E' || c == 'e') && s.lex.EscapeStrings && s.at(1) == '\'':
		s.pos++
		return String, s.quoted('\'', true)
	case c >= '0' && c <= '9' || c == '.' && isDigit(s.at(1)):
		s.number()
		return Number, ""
	}
	if r, size := utf8.DecodeRuneInString(s.sql[s.pos:]); isWordStart(r) {
		s.pos += size
		s.word()
		return Word, ""
	} else if r == utf8.RuneError || r >= utf8.RuneSelf {
		s.pos += size
		return Symbol, ""
	}
	s.pos++
	for _, op := range []string{"::", "||", "<=", ">=", "<>", "!=", "->>", "->", ":="} {
		if strings.HasPrefix(s.sql[s.pos-1:], op) {
			s.pos += len(op) - 1
			break
		}
	}
	return Symbol, ""
}

func (s *scanner) at(offset int) byte {
	if s.pos+offset < len(s.sql) {
		return s.sql[s.pos+offset]
	}
	return 0
}

// skipSpace moves past space and comments, and past the marks around what is only
// spelled as a comment.
func (s *scanner) skipSpace() {
	s.skipBlank()
	for s.executable() {
		s.skipBlank()
	}
}

// executable moves past the mark that begins or ends an executable comment.
func (s *scanner) executable() bool {
	mark := ""
	if rest := s.sql[s.pos:]; s.open && strings.HasPrefix(rest, "*/") {
		mark = "*/"
	} else if s.lex.Executable && strings.HasPrefix(rest, "/*") {
		mark = executable.FindString(rest)
	}
	if mark == "" {
		return false
	}
	s.open = mark != "*/"
	s.pos += len(mark)
	return true
}

// executable begins a comment that the server runs, from some version on.
var executable = regexp.MustCompile(`^/\*M?!\d*`)

// lineComment reports whether a comment to the end of the line begins here.
func (s *scanner) lineComment(rest string) bool {
	if s.lex.HashComments && rest[0] == '#' {
		return true
	}
	return strings.HasPrefix(rest, "--") && (!s.lex.DashSpace || len(rest) == 2 || rest[2] <= ' ')
}

// skipBlank moves past space and comments.
func (s *scanner) skipBlank() {
	for s.pos < len(s.sql) {
		rest := s.sql[s.pos:]
		switch {
		case s.lineComment(rest):
			if end := strings.IndexByte(rest, '\n'); end >= 0 {
				s.pos += end + 1
			} else {
				s.pos = len(s.sql)
			}
		case strings.HasPrefix(rest, "/*") && !(s.lex.Executable && executable.MatchString(rest)):
			s.comment()
		default:
			r, size := utf8.DecodeRuneInString(rest)
			if !unicode.IsSpace(r) && r != '\ufeff' {
				return
			}
			s.pos += size
		}
	}
}

func (s *scanner) comment() {
	depth := 0
	for s.pos < len(s.sql) {
		switch rest := s.sql[s.pos:]; {
		case strings.HasPrefix(rest, "/*") && (depth == 0 || s.lex.NestedComment):
			depth++
			s.pos += 2
		case strings.HasPrefix(rest, "*/"):
			s.pos += 2
			if depth--; depth == 0 {
				return
			}
		default:
			s.pos++
		}
	}
}

// quoted reads to the closing quote and returns what stands between; a doubled
// quote is one.
func (s *scanner) quoted(quote byte, backslashes bool) string {
	var b strings.Builder
	for s.pos++; s.pos < len(s.sql); s.pos++ {
		c := s.sql[s.pos]
		switch {
		case backslashes && c == '\\' && s.pos+1 < len(s.sql):
			s.pos++
			b.WriteByte(unescape(s.sql[s.pos]))
		case c == quote && s.at(1) == quote:
			s.pos++
			b.WriteByte(c)
		case c == quote:
			s.pos++
			return b.String()
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unescape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	case '0':
		return 0
	}
	return c
}

// dollarQuoted reads $tag$ … $tag$.
func (s *scanner) dollarQuoted() (string, bool) {
	end := strings.IndexByte(s.sql[s.pos+1:], '$')
	if end < 0 {
		return "", false
	}
	tag := s.sql[s.pos : s.pos+end+2]
	for i, r := range tag[1 : len(tag)-1] {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return "", false
		}
	}
	body := s.sql[s.pos+len(tag):]
	if stop := strings.Index(body, tag); stop >= 0 {
		s.pos += len(tag) + stop + len(tag)
		return body[:stop], true
	}
	s.pos = len(s.sql)
	return body, true
}

func (s *scanner) number() {
	for s.pos < len(s.sql) {
		c := s.sql[s.pos]
		exponent := (c == '+' || c == '-') && (s.sql[s.pos-1] == 'e' || s.sql[s.pos-1] == 'E')
		if !isDigit(c) && c != '.' && c != '_' && !exponent && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return
		}
		s.pos++
	}
}

func (s *scanner) word() {
	for s.pos < len(s.sql) {
		r, size := utf8.DecodeRuneInString(s.sql[s.pos:])
		if !isWordStart(r) && !unicode.IsDigit(r) && r != '$' || s.stop != "" && strings.HasPrefix(s.sql[s.pos:], s.stop) {
			return
		}
		s.pos += size
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWordStart(r rune) bool {
	return r == '_' || r == '@' || r != utf8.RuneError && unicode.IsLetter(r)
}
