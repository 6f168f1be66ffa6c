package revision

import (
	"strconv"
	"strings"
)

// Identifier is a parsed name of a place in the history:
//
//	[label "@"] symbol
//	[label "@"] [symbol] ("+"|"-") digits
//
// A symbol is an id or a label or a unique prefix of one, "head", "heads" or "base".
// A label is a branch label, an id or a prefix.
type Identifier struct {
	Text     string // as typed
	Label    string
	Symbol   string // may be empty when Relative
	Relative bool
	Steps    int // upwards; negative is downwards
}

// farAway is more steps than any history has.
const farAway = 1 << 30

// ParseIdentifier reads an identifier by its form alone.
func ParseIdentifier(text string) (Identifier, error) {
	id := Identifier{Text: text}
	if text == "" {
		return id, fail(CodeEmptyIdentifier, "Name a revision, head, heads, base, a branch label, +N or -N.", "the revision identifier is empty")
	}
	rest := text
	if label, after, ok := strings.Cut(text, "@"); ok {
		id.Label, rest = label, after
	}
	if rest == "" {
		return id, fail(CodeEmptyIdentifier, "Write "+id.Label+"@head, for example.", "'%s' names no revision after '@'", text)
	}
	if strings.ContainsAny(rest, "@:") {
		hint := "An identifier has at most one '@'."
		if strings.Contains(rest, ":") {
			hint = "A range a:b is for `history -r`, and for upgrade, downgrade and stamp with --sql."
		}
		return id, fail(CodeBadIdentifier, hint, "can't locate a revision identified by '%s'", text)
	}
	id.Symbol = rest
	at := len(rest)
	for at > 0 && '0' <= rest[at-1] && rest[at-1] <= '9' {
		at--
	}
	if at == 0 || at == len(rest) || rest[at-1] != '+' && rest[at-1] != '-' {
		return id, nil
	}
	id.Relative, id.Symbol = true, rest[:at-1]
	steps, err := strconv.Atoi(rest[at:])
	if err != nil || steps > farAway {
		steps = farAway
	}
	if id.Steps = steps; rest[at-1] == '-' {
		id.Steps = -steps
	}
	return id, nil
}

// relative returns the signed number as typed.
func (id Identifier) relative() string { return id.Text[strings.LastIndexAny(id.Text, "+-"):] }

// parse reads an identifier; the full name of a label wins over its reading as a
// relative form (a label may be called "ticket-12").
func (g *Graph) parse(text string) (Identifier, error) {
	id := Identifier{Text: text, Symbol: text}
	if _, ok := g.lookup(text); ok {
		return id, nil
	}
	if label, rest, ok := strings.Cut(text, "@"); ok {
		if _, known := g.lookup(rest); known {
			id.Label, id.Symbol = label, rest
			return id, nil
		}
	}
	return ParseIdentifier(text)
}

// ParseRange splits "a:b", "a:", ":b" at its colon; ok is false when there is none.
func ParseRange(text string) (lower, upper string, ok bool, err error) {
	lower, upper, ok = strings.Cut(strings.TrimSpace(text), ":")
	if strings.Contains(upper, ":") {
		return "", "", true, fail(CodeBadRange, "Write start:end, start: or :end.", "'%s' has more than one ':'", text)
	}
	return lower, upper, ok, nil
}
