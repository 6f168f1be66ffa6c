package gostruct

import "strings"

// bunTag is a bun tag taken apart: a name, and options that may repeat.
type bunTag struct {
	name    string
	options map[string][]string
}

func (t bunTag) has(option string) bool { _, ok := t.options[option]; return ok }

// get returns the last value of an option.
func (t bunTag) get(option string) (string, bool) {
	values, ok := t.options[option]
	if !ok {
		return "", false
	}
	return values[len(values)-1], true
}

// list returns the values of an option that may be said once with commas, in
// quotes, or several times.
func (t bunTag) list(option string) []string {
	values := t.options[option]
	if len(values) == 1 {
		return strings.Split(values[0], ",")
	}
	return values
}

// parseBunTag splits a tag at commas. The first part without a value is the name;
// a value may stand in quotes, and in parentheses a comma does not separate.
func parseBunTag(text string) bunTag {
	p := bunTagParser{text: text}
	for p.at < len(p.text) {
		p.option()
		if p.at < len(p.text) && p.text[p.at] == ',' {
			p.at++
		}
	}
	return p.tag
}

type bunTagParser struct {
	text  string
	at    int
	tag   bunTag
	named bool
}

func (p *bunTagParser) option() {
	start := p.at
	for ; p.at < len(p.text); p.at++ {
		switch p.text[p.at] {
		case ',':
			p.word(p.text[start:p.at])
			return
		case ':':
			key := p.text[start:p.at]
			p.at++
			p.set(key, p.value())
			return
		case '"':
			p.at++
			p.word(p.quoted())
			return
		}
	}
	p.word(p.text[start:])
}

func (p *bunTagParser) word(text string) {
	if !p.named {
		p.named, p.tag.name = true, text
		return
	}
	p.set(text, "")
}

func (p *bunTagParser) set(key, value string) {
	p.named = true
	if key == "" {
		return
	}
	if p.tag.options == nil {
		p.tag.options = map[string][]string{}
	}
	p.tag.options[key] = append(p.tag.options[key], value)
}

func (p *bunTagParser) value() string {
	start, depth := p.at, 0
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return p.quoted()
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ',' && depth == 0:
			return p.text[start:p.at]
		}
	}
	return p.text[start:]
}

// quoted reads up to the closing quote and passes it.
func (p *bunTagParser) quoted() string {
	var b strings.Builder
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '\\' && p.at+1 < len(p.text):
			p.at++
			b.WriteByte(p.text[p.at])
		case c == '"':
			p.at++
			return b.String()
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// bunName is Bun's snake case, which goes byte by byte and knows no initialisms:
// OAuth2ID is o_auth2id.
func bunName(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if !isUpper(c) {
			b.WriteByte(c)
			continue
		}
		if i > 0 && i+1 < len(name) && (isLower(name[i-1]) || isLower(name[i+1])) {
			b.WriteByte('_')
		}
		b.WriteByte(c - 'A' + 'a')
	}
	return b.String()
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
