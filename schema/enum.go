package schema

import "strings"

// EnumType spells the type that carries the values of an enum in itself:
// enum('a','b').
func EnumType(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "'" + strings.ReplaceAll(v, "'", "''") + "'"
	}
	return "enum(" + strings.Join(quoted, ",") + ")"
}

// EnumValues reads what [EnumType] spells; ok is false for any other type.
func EnumValues(typ string) (values []string, ok bool) {
	if len(typ) < 6 || !strings.EqualFold(typ[:5], "enum(") || typ[len(typ)-1] != ')' {
		return nil, false
	}
	rest := strings.TrimSpace(typ[5 : len(typ)-1])
	for {
		if !strings.HasPrefix(rest, "'") {
			return nil, false
		}
		value, after, ok := cutQuoted(rest[1:])
		if !ok {
			return nil, false
		}
		values = append(values, value)
		if rest = strings.TrimSpace(after); rest == "" {
			return values, true
		}
		if rest[0] != ',' {
			return nil, false
		}
		rest = strings.TrimSpace(rest[1:])
	}
}

// cutQuoted reads up to the closing quote; a doubled one is part of the value.
func cutQuoted(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\'' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		return b.String(), s[i+1:], true
	}
	return "", "", false
}

// Uses reports whether a column's type is this enum, on any dialect.
func (e *Enum) Uses(c *Column) bool {
	name := (Name{e.Schema, e.Name}).String()
	if c.Type.Any == name {
		return true
	}
	for _, t := range c.Type.By {
		if t == name {
			return true
		}
	}
	return false
}
