package postgres

// Families of types between whose members the server converts by assignment: no
// USING is needed, and one would hide that a value does not fit, because an
// explicit cast cuts strings short.
var families = map[string]string{
	"text": "string", "character varying": "string", "character": "string", "bpchar": "string", "name": "string", "citext": "string",
	"smallint": "number", "integer": "number", "bigint": "number", "numeric": "number", "real": "number", "double precision": "number",
	"date": "time", "timestamp without time zone": "time", "timestamp with time zone": "time",
	"json": "json", "jsonb": "json",
	"bit": "bit", "bit varying": "bit",
	"inet": "network", "cidr": "network",
}

// sameFamily reports whether the rows follow a change of type by themselves.
func sameFamily(from, to string) bool {
	f, errFrom := parseType(from)
	t, errTo := parseType(to)
	if errFrom != nil || errTo != nil || f.array != t.array {
		return false
	}
	return f.base == t.base || families[f.base] != "" && families[f.base] == families[t.base]
}

// sameDefault reports whether a default means the same after a change of type,
// and is printed the same.
func sameDefault(from, to string) bool {
	f, errFrom := parseType(from)
	t, errTo := parseType(to)
	if errFrom != nil || errTo != nil || f.array != t.array {
		return false
	}
	return f.base == t.base || integerTypes[f.base] != 0 && integerTypes[t.base] != 0
}

// using returns the expression that converts a column's rows to another type,
// empty when the server does it by itself. from is empty when it isn't known.
func (ch *columnChange) using(from, to string) string {
	if own := ch.op.Using.For(name); own != "" {
		return own
	}
	t, err := parseType(to)
	generated := ch.before != nil && ch.before.Generated != nil && !ch.op.Drops("generated")
	if err != nil || generated || from != "" && sameFamily(from, to) || !t.array && families[t.base] == "string" {
		return ""
	}
	column := ch.Quote(ch.op.Column)
	if f, err := parseType(from); err == nil && from != "" && !f.known() && !t.known() {
		return column + "::text::" + to // two types of the user's, such as enums
	}
	return column + "::" + to
}
