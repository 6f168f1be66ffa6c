package postgres

import (
	"strings"

	"github.com/limbeck/migrate/schema"
)

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

// sameFamily reports whether a type is another one, or of its family.
func sameFamily(from, to typeName) bool {
	return from.array == to.array && (from.base == to.base || families[from.base] != "" && families[from.base] == families[to.base])
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

// casts are the explicit casts that the server has between types of no common
// family. Strings can be cast to everything, and everything becomes a string.
var casts = map[string]map[string]bool{
	"boolean":                     wordSet("integer"),
	"smallint":                    wordSet("oid regclass regproc regtype regrole"),
	"integer":                     wordSet(`boolean bit money "char" oid regclass regproc regtype regrole`),
	"bigint":                      wordSet("bit money oid regclass regproc regtype regrole"),
	"numeric":                     wordSet("money"),
	"money":                       wordSet("numeric"),
	`"char"`:                      wordSet("integer"),
	"oid":                         wordSet("integer bigint regclass regproc regtype regrole"),
	"bit":                         wordSet("integer bigint"),
	"interval":                    {"time without time zone": true},
	"time without time zone":      {"interval": true, "time with time zone": true},
	"time with time zone":         {"time without time zone": true},
	"timestamp without time zone": {"time without time zone": true},
	"timestamp with time zone":    {"time without time zone": true, "time with time zone": true},
	"jsonb":                       {"boolean": true, "smallint": true, "integer": true, "bigint": true, "numeric": true, "real": true, "double precision": true},
	"macaddr":                     wordSet("macaddr8"),
	"macaddr8":                    wordSet("macaddr"),
	"point":                       wordSet("box"),
	"lseg":                        wordSet("point"),
	"path":                        wordSet("polygon"),
	"box":                         wordSet("circle lseg point polygon"),
	"polygon":                     wordSet("box circle path point"),
	"circle":                      wordSet("box point polygon"),
	"int4range":                   wordSet("int4multirange"),
	"int8range":                   wordSet("int8multirange"),
	"numrange":                    wordSet("nummultirange"),
	"tsrange":                     wordSet("tsmultirange"),
	"tstzrange":                   wordSet("tstzmultirange"),
	"daterange":                   wordSet("datemultirange"),
	"hstore":                      wordSet("json jsonb"),
}

// using returns the expression that converts a column's rows to another type,
// empty when the server does it by itself. from is empty when it isn't known.
// A domain takes what the type takes that it stands on.
func (ch *columnChange) using(from, to string) string {
	if own := ch.op.Using.For(name); own != "" {
		return own
	}
	t, err := parseType(to)
	generated := ch.before != nil && ch.before.Generated != nil && !ch.op.Drops("generated")
	if err != nil || generated || ch.follows(from, to) {
		return ""
	}
	f, err := parseType(from)
	f, base := ch.under(f), ch.under(t)
	if isString(base) && !base.array && !f.array {
		return ""
	}
	sql := convert(ch.Quote(ch.op.Column), f, base, err == nil && from != "")
	if base != t {
		sql = "(" + sql + ")::" + t.String()
	}
	return sql
}

// follows reports whether the rows follow a change of type by themselves. from is empty when
// it isn't known.
func (ch *columnChange) follows(from, to string) bool {
	f, errFrom := parseType(from)
	t, errTo := parseType(to)
	return errFrom == nil && errTo == nil && sameFamily(ch.under(f), ch.under(t))
}

// domainBases are the types that domains stand on, by the names that types have.
func domainBases(domains []*schema.Domain) map[string]typeName {
	bases := map[string]typeName{}
	for _, d := range domains {
		id := Ident(d.Name)
		if d.Schema != "" {
			id = Ident(d.Schema) + "." + id
		}
		if base, err := parseType(d.Type.For(name)); err == nil {
			bases[id] = base
		}
	}
	return bases
}

// under is a type without the domains over it. There is no array of a domain over arrays that
// would be another type's.
func (ch *columnChange) under(t typeName) typeName {
	for {
		base, ok := ch.domains[t.base]
		if !ok || t.array && base.array {
			return t
		}
		base.array = base.array || t.array
		t = base
	}
}

// convert casts an expression to a type. Where the server has no cast, it goes by
// way of text: then what fits is kept, and what doesn't stops the change. One value
// becomes an array of one, and such an array becomes its value; JSON has its own
// way to hold arrays, and strings of one length their blanks, which text has not.
func convert(sql string, from, to typeName, known bool) string {
	switch {
	case !known:
	case from.base == "character" && !from.array && !isString(to):
		from.base = "text"
		return convert(sql+"::text", from, to, true)
	case isJSON(to) && !isJSON(from) && !castable(from, to):
		return "to_jsonb(" + sql + ")" + strings.TrimPrefix("::"+to.String(), "::jsonb")
	case to.array && !from.array:
		return arrayOf(sql, from, to)
	case from.array && !to.array:
		return valueOf(sql, from, to)
	case isJSON(from) && !castable(from, to):
		sql = "(" + sql + " #>> '{}')"
	case !castable(from, to):
		sql += "::text"
	}
	return sql + "::" + to.String()
}

// valueOf makes a value of an array of one. A string holds other arrays as they are written, so
// that they can come back; elsewhere one without values is NULL, and one with more stops the change.
func valueOf(sql string, from, to typeName) string {
	from.array = false
	whole := sql + "::text::" + to.String()
	if isString(to) {
		return "CASE WHEN cardinality(" + sql + ") = 1 AND array_lower(" + sql + ", 1) = 1 AND " + sql + "[1]::text !~ '^[[{]' THEN " +
			convert(sql+"[1]", from, to, true) + " ELSE " + whole + " END"
	}
	value := convert(sql+"[array_lower("+sql+", 1)]", from, to, true)
	return "CASE WHEN cardinality(" + sql + ") > 1 OR array_ndims(" + sql + ") > 1 THEN " + whole + " ELSE " + value + " END"
}

// arrayOf makes an array of a value: of itself, or of what it writes out as one. To
// take a JSON array apart there is no cast and an ALTER TABLE allows no subquery,
// but a record takes its columns from JSON, and this one has an array of text.
func arrayOf(sql string, from, to typeName) string {
	element := to
	element.array = false
	value := sql
	if from.base != to.base {
		value = convert(sql, from, element, true)
	}
	one := "WHEN " + sql + " IS NOT NULL THEN ARRAY[" + value + "]::" + to.String() + " END"
	switch {
	case isString(from):
		return "CASE WHEN " + sql + " ~ '^([[].*[]]=)?[{].*[}]$' THEN " + sql + "::" + to.String() + " " + one
	case isJSON(from):
		return "CASE WHEN jsonb_typeof(" + sql + "::jsonb) = 'array' THEN (jsonb_populate_record(NULL::pg_catalog.pg_class, jsonb_build_object('reloptions', " +
			sql + "))).reloptions::" + to.String() + " " + one
	}
	return "CASE " + one
}

// castable reports whether the server has an explicit cast between two types.
func castable(from, to typeName) bool {
	family := families[from.base]
	return isString(from) && !from.array || isString(to) && !to.array ||
		from.array == to.array && (from.base == to.base || casts[from.base][to.base] || family != "" && family == families[to.base])
}

func isString(t typeName) bool { return families[t.base] == "string" }

func isJSON(t typeName) bool { return families[t.base] == "json" && !t.array }
