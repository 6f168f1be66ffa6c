package dialect

import (
	"slices"
	"strings"
)

// Piece is one statement of a script, without its terminator. Line is where it
// starts, counted from 1.
type Piece struct {
	SQL  string
	Line int
}

// Split cuts a script into statements. Semicolons within quotes, comments,
// parentheses, dollar quotes and BEGIN … END bodies do not end one. What only the
// dialect's own client understands is obeyed where that client would: DELIMITER,
// and what Inline reads.
func (l Lexicon) Split(script string) []Piece {
	sp := splitter{scan: scanner{lex: l, sql: script}, delimiter: ";", line: 1}
	for sp.statement() {
	}
	return sp.pieces
}

// Terminate ends a statement as the dialect's own client has to be told: where MySQL's takes
// any semicolon for the end, it gets another DELIMITER for one that has semicolons within.
func (l Lexicon) Terminate(statement string) string {
	text := strings.TrimRight(statement, "; \n")
	tokens := l.Tokens(text)
	if !l.Delimiter || !slices.ContainsFunc(tokens, func(t Token) bool { return t.Is(";") }) {
		if n := len(tokens); n > 0 && tokens[n-1].End < len(text) { // a comment, which may go to the end of the line
			text += "\n"
		}
		return text + ";"
	}
	end := "//"
	for strings.Contains(text, end) {
		end += "/"
	}
	return "DELIMITER " + end + "\n" + text + "\n" + end + "\nDELIMITER ;"
}

type splitter struct {
	scan      scanner
	delimiter string
	pieces    []Piece

	joints []int // where a \ at the end of a line is, of the statement being read

	line    int // of the position counted
	counted int
}

// statement takes one statement off the script; false at its end.
func (s *splitter) statement() bool {
	s.scan.skipBlank()
	start := s.scan.pos
	if start >= len(s.scan.sql) {
		return false
	}
	if s.dashes() || s.setDelimiter() || s.inline("", start) {
		return true
	}
	end := s.body()
	text := strings.TrimSpace(s.joined(start, end))
	if text != "" && !s.inline(text, start) {
		s.add(text, start)
	}
	return true
}

// joined is a part of the script without the \ at the ends of its lines, which the
// client with a DELIMITER drops.
func (s *splitter) joined(start, end int) string {
	var text strings.Builder
	for _, at := range s.joints {
		text.WriteString(s.scan.sql[start:at])
		start = at + 1
	}
	s.joints = s.joints[:0]
	return text.String() + s.scan.sql[start:end]
}

func (s *splitter) add(text string, start int) {
	s.line += strings.Count(s.scan.sql[s.counted:start], "\n")
	s.counted = start
	s.pieces = append(s.pieces, Piece{SQL: text, Line: s.line})
}

// inline lets the dialect read what follows: at the start of a statement, and
// after its text.
func (s *splitter) inline(text string, start int) bool {
	if s.scan.lex.Inline == nil {
		return false
	}
	instead, taken, ok := s.scan.lex.Inline(text, s.scan.sql[s.scan.pos:])
	if !ok {
		return false
	}
	for _, text := range instead {
		s.add(text, start)
	}
	s.scan.pos += taken
	return true
}

// dashes skips a line that begins with -- where a statement would begin: the client with a
// DELIMITER takes it for a comment there, also where no space follows.
func (s *splitter) dashes() bool {
	rest := s.scan.sql[s.scan.pos:]
	if !s.scan.lex.Delimiter || !strings.HasPrefix(rest, "--") {
		return false
	}
	line, _, _ := strings.Cut(rest, "\n")
	s.scan.pos += len(line)
	return true
}

// setDelimiter obeys the client command DELIMITER at the scanner's position.
func (s *splitter) setDelimiter() bool {
	rest := s.scan.sql[s.scan.pos:]
	if !s.scan.lex.Delimiter || len(rest) < 10 || !strings.EqualFold(rest[:9], "delimiter") || !strings.ContainsRune(" \t", rune(rest[9])) {
		return false
	}
	line, _, _ := strings.Cut(rest, "\n")
	s.scan.pos += len(line)
	if fields := strings.Fields(line); len(fields) > 1 {
		s.delimiter, s.scan.stop = fields[1], fields[1]
	}
	if s.delimiter == ";" {
		s.scan.stop = ""
	}
	return true
}

// body moves past one statement and returns where its text ends.
func (s *splitter) body() int {
	b := body{splitter: s}
	for {
		s.scan.skipSpace()
		at := s.scan.pos
		rest := s.scan.sql[at:]
		switch {
		case strings.HasPrefix(rest, s.delimiter) && (s.delimiter != ";" || b.depth == 0 && b.parens == 0):
			s.scan.pos += len(s.delimiter)
			return at
		case s.delimiter != ";" && strings.HasPrefix(rest, ";") && b.parens == 0 && b.head != nil && !b.hasBody():
			s.scan.pos++ // the client would send both at once: a driver may not
			return at
		}
		t, ok := s.scan.next()
		if !ok {
			return len(s.scan.sql)
		}
		if s.scan.lex.Delimiter && t.Is("\\") && strings.HasPrefix(s.scan.sql[s.scan.pos:], "\n") {
			s.joints = append(s.joints, s.scan.pos-1)
		}
		b.read(t)
	}
}

// body is what Split knows of the statement that it reads.
type body struct {
	*splitter
	head   []string // the first words, lower case
	kind   string   // what a CREATE or ALTER is about
	last   Token
	depth  int // of BEGIN … END
	parens int
}

func (b *body) read(t Token) {
	switch {
	case t.Is("("):
		b.parens++
	case t.Is(")"):
		b.parens = max(0, b.parens-1)
	case t.Kind == Word && !b.last.Is("."):
		word := strings.ToLower(t.Text)
		if len(b.head) < 12 {
			b.head = append(b.head, word)
			if b.kind == "" && b.parens == 0 && slices.Contains(objectKinds, word) {
				b.kind = word
			}
		}
		switch {
		case len(b.head) == 2 && b.hasBody() && b.head[0] == "begin": // NOT ATOMIC
			b.depth = 1
		case b.parens == 0 && b.hasBody():
			b.depth += b.block(word)
		}
	case b.head == nil:
		b.head = []string{}
	}
	b.last = t
}

// What may follow END where it closes something other than a BEGIN, and what
// follows BEGIN where that is the name of a column.
var (
	endings   = []string{"if", "loop", "while", "repeat", "for", "case"}
	afterName = []string{",", "=", ".", ")", ";", "<", ">", "<=", ">=", "<>", "!=", "+", "-", "from", "and", "or", "is", "in", "between", "as", "asc", "desc"}
)

// block returns by how much a word changes the depth of BEGIN … END. The END of a
// block follows the end of a statement, that of a CASE expression never does.
func (b *body) block(word string) int {
	if word != "begin" && (word != "end" || b.depth == 0) {
		return 0
	}
	ahead := b.scan
	next, _ := ahead.next()
	follows := strings.ToLower(next.Text)
	switch {
	case word == "begin" && (next.Kind == Word || next.Kind == Symbol) && slices.Contains(afterName, follows):
		return 0
	case word == "begin":
		return 1
	case !b.last.Is(";") && !b.last.Is("begin") && !b.last.Is("atomic"):
		return 0
	case next.Kind == Word && slices.Contains(endings, follows):
		b.scan = ahead
		return 0
	}
	return -1
}

// hasBody reports whether the statement may hold a BEGIN … END body: CREATE …
// TRIGGER and its like, or MariaDB's statements outside of any routine.
func (b *body) hasBody() bool {
	if len(b.head) == 0 || len(b.scan.lex.Bodies) == 0 {
		return false
	}
	switch first := b.head[0]; first {
	case "create", "alter":
		return slices.Contains(b.scan.lex.Bodies, b.kind)
	case "begin":
		return len(b.head) > 1 && b.head[1] == "not" && b.scan.lex.Delimiter
	default:
		return b.delimiter != ";" && slices.Contains(endings, first)
	}
}
