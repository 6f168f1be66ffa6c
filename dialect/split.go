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

// Split cuts a script into statements. Semicolons within quotes, comments, dollar
// quotes and BEGIN … END bodies do not end one; the client command DELIMITER is
// obeyed where the dialect's own client does so.
func (l Lexicon) Split(script string) []Piece {
	sp := splitter{scan: scanner{l, script, 0}, delimiter: ";"}
	for sp.statement() {
	}
	return sp.pieces
}

// routineWords are what CREATE makes that has a body of statements.
var routineWords = []string{"trigger", "function", "procedure", "event", "package"}

// loopWords follow END where it closes something that Split does not count.
var loopWords = []string{"if", "loop", "while", "repeat", "for"}

type splitter struct {
	scan      scanner
	delimiter string
	pieces    []Piece
}

// statement takes one statement off the script; false at its end.
func (s *splitter) statement() bool {
	s.scan.skipSpace()
	start := s.scan.pos
	if start >= len(s.scan.sql) {
		return false
	}
	if s.setDelimiter() {
		return true
	}
	end := s.body()
	if text := strings.TrimSpace(s.scan.sql[start:end]); text != "" {
		line := 1 + strings.Count(s.scan.sql[:start], "\n")
		s.pieces = append(s.pieces, Piece{SQL: text, Line: line})
	}
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
		s.delimiter = fields[1]
	}
	return true
}

// body moves past one statement and returns where its text ends.
func (s *splitter) body() int {
	var head []string // the first words, lower case
	atomic := false   // the body is PostgreSQL's BEGIN ATOMIC … END
	depth := 0
	for {
		s.scan.skipSpace()
		at := s.scan.pos
		if strings.HasPrefix(s.scan.sql[at:], s.delimiter) && (depth == 0 || s.delimiter != ";") {
			s.scan.pos += len(s.delimiter)
			return at
		}
		if s.delimiter != ";" && s.scan.sql[at:min(at+1, len(s.scan.sql))] == ";" && len(head) > 0 && !hasBody(head) {
			s.scan.pos++ // the client would send both at once: a driver may not
			return at
		}
		t, ok := s.scan.next()
		if !ok {
			return len(s.scan.sql)
		}
		if t.Is("begin") && s.atomic() {
			atomic = true
		}
		if t.Kind == Word && len(head) < 12 {
			head = append(head, strings.ToLower(t.Text))
		}
		if t.Kind == Word && (s.scan.lex.Blocks || atomic) && hasBody(head) {
			depth += s.block(t, depth)
		}
	}
}

// atomic reports whether the next word is ATOMIC, where BEGIN without it starts no body.
func (s *splitter) atomic() bool {
	ahead := s.scan
	next, ok := ahead.next()
	return ok && next.Is("atomic") && !s.scan.lex.Blocks
}

// block returns by how much a word changes the depth of BEGIN … END.
func (s *splitter) block(t Token, depth int) int {
	switch strings.ToLower(t.Text) {
	case "begin":
		return 1
	case "case":
		if depth > 0 {
			return 1
		}
	case "end":
		if depth == 0 {
			return 0
		}
		ahead := s.scan
		next, ok := ahead.next()
		if ok && next.Kind == Word && slices.Contains(loopWords, strings.ToLower(next.Text)) {
			s.scan = ahead
			return 0
		}
		if ok && next.Is("case") {
			s.scan = ahead
		}
		return -1
	}
	return 0
}

// hasBody reports whether a statement that starts with these words may hold a
// BEGIN … END body: CREATE … TRIGGER and its like, or MariaDB's BEGIN NOT ATOMIC.
func hasBody(head []string) bool {
	switch head[0] {
	case "create", "alter":
		return slices.ContainsFunc(head[1:], func(w string) bool { return slices.Contains(routineWords, w) })
	case "begin":
		return len(head) > 1 && head[1] == "not"
	}
	return false
}
