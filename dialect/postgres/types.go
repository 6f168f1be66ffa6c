package postgres

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/limbeck/migrate/dialect"
)

// typeNames maps every other spelling of a built-in type, neutral names among
// them, to the one that format_type() prints.
var typeNames = map[string]string{
	"bool": "boolean", "boolean": "boolean",
	"int2": "smallint", "smallint": "smallint",
	"int": "integer", "int4": "integer", "integer": "integer",
	"int8": "bigint", "bigint": "bigint",
	"real": "real", "float4": "real",
	"double": "double precision", "double precision": "double precision", "float8": "double precision",
	"numeric": "numeric", "decimal": "numeric", "dec": "numeric",
	"char": "character", "character": "character", "nchar": "character",
	"national char": "character", "national character": "character",
	"varchar": "character varying", "char varying": "character varying", "character varying": "character varying",
	"nchar varying": "character varying", "national char varying": "character varying",
	"national character varying": "character varying",
	"bytea":                      "bytea", "blob": "bytea", "binary": "bytea", "varbinary": "bytea",
	"bit": "bit", "bit varying": "bit varying", "varbit": "bit varying",
	"time": "time without time zone", "timetz": "time with time zone",
	"timestamp": "timestamp without time zone", "timestamptz": "timestamp with time zone",
	"interval": "interval",
	"serial":   "serial", "serial4": "serial",
	"bigserial": "bigserial", "serial8": "bigserial",
	"smallserial": "smallserial", "serial2": "smallserial",
}

// internalNames are the names that the catalog has for types that SQL calls
// otherwise; unlike SQL's words they keep their meaning within quotes.
var internalNames = wordSet("bool int2 int4 int8 float4 float8 numeric varchar bpchar varbit timestamp timestamptz time timetz interval")

// builtins are the types that every server has and whose name is the same in
// neutral, native and catalog form, beside those of typeNames.
var builtins = wordSet(`text uuid json jsonb date xml inet cidr macaddr macaddr8 money oid name bpchar tsvector tsquery point line
	lseg box path polygon circle int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange
	nummultirange tsmultirange tstzmultirange datemultirange regclass regproc regprocedure regtype regrole regnamespace regconfig
	regdictionary regoper regoperator regcollation jsonpath pg_lsn txid_snapshot pg_snapshot xid xid8 cid tid int2vector oidvector record
	unknown`)

// neutralNames are what RaiseType turns native names back into.
var neutralNames = map[string]string{
	"double precision":            "double",
	"character":                   "char",
	"character varying":           "varchar",
	"bytea":                       "blob",
	"time without time zone":      "time",
	"timestamp without time zone": "timestamp",
	"timestamp with time zone":    "timestamptz",
}

// typeName is a type name taken apart.
type typeName struct {
	base   string // as format_type() prints it, without modifiers
	mods   string // "10,2"; the p of timestamp(p)
	fields string // an interval's, such as "day to second"
	array  bool
}

// String spells the type as format_type() does.
func (t typeName) String() string {
	s := t.base
	if t.fields != "" {
		s += " " + t.fields
	}
	if t.mods != "" {
		if head, zone, timed := strings.Cut(s, " with"); timed && zone != "" {
			s = head + "(" + t.mods + ") with" + zone
		} else {
			s += "(" + t.mods + ")"
		}
	}
	if t.array {
		s += "[]"
	}
	return s
}

// known reports whether the type is one of the server's own.
func (t typeName) known() bool {
	return builtins[t.base] || typeNames[t.base] != "" || strings.HasSuffix(t.base, " time zone") || t.base == `"char"`
}

// ownType reports whether the type that this native name means is one of the server's own.
func ownType(native string) bool {
	t, err := parseType(native)
	return err == nil && t.known()
}

// LowerType spells a type name as format_type() prints it.
func (Dialect) LowerType(name string) (string, error) {
	t, err := parseType(name)
	if err != nil {
		return "", err
	}
	return t.String(), nil
}

// RaiseType returns the neutral name of a native type, where it has one.
func (d Dialect) RaiseType(native string) string {
	t, err := parseType(native)
	if err != nil {
		return native
	}
	if neutral, ok := neutralNames[t.base]; ok {
		t.base = neutral
	}
	raised := t.String()
	if back, err := d.LowerType(raised); err != nil || back != native {
		return native
	}
	return raised
}

// typeParser reads a type name token by token.
type typeParser struct {
	text   string
	tokens []dialect.Token
}

// parsedTypes remembers what parseType has read: a schema has many columns of few types.
var parsedTypes sync.Map

func parseType(text string) (typeName, error) {
	if known, ok := parsedTypes.Load(text); ok {
		return known.(typeName), nil
	}
	t, err := readType(text)
	if err == nil {
		parsedTypes.Store(text, t)
	}
	return t, err
}

func readType(text string) (typeName, error) {
	p := &typeParser{text, lexicon.Tokens(text)}
	if len(p.tokens) == 0 {
		return typeName{}, fmt.Errorf("the type is empty")
	}
	if p.tokens[0].Is("enum") && len(p.tokens) > 1 && p.tokens[1].Is("(") {
		return p.enum()
	}
	t, err := p.base()
	if err != nil {
		return t, err
	}
	return p.array(t)
}

// peek reports whether the next token is this word or symbol; accept takes it.
func (p *typeParser) peek(word string) bool { return len(p.tokens) > 0 && p.tokens[0].Is(word) }

func (p *typeParser) accept(words ...string) bool {
	if len(p.tokens) < len(words) {
		return false
	}
	for i, w := range words {
		if !p.tokens[i].Is(w) {
			return false
		}
	}
	p.tokens = p.tokens[len(words):]
	return true
}

func (p *typeParser) errorf(format string, args ...any) error {
	return fmt.Errorf("type %q: %s", p.text, fmt.Sprintf(format, args...))
}

// enum spells the neutral enum('a','b'), which only [Dialect.FinishTable] can
// lower further.
func (p *typeParser) enum() (typeName, error) {
	var values []string
	for _, t := range p.tokens[1:] {
		if t.Kind == dialect.String {
			values = append(values, quoteString(t.Value))
		}
	}
	if len(values) == 0 || !p.tokens[len(p.tokens)-1].Is(")") {
		return typeName{}, p.errorf("an enum lists its values: enum('a','b')")
	}
	return typeName{base: "enum", mods: strings.Join(values, ",")}, nil
}

// base reads everything but the array suffix.
func (p *typeParser) base() (typeName, error) {
	t := typeName{base: p.name()}
	if t.base == "" {
		return t, p.errorf("is not a type name")
	}
	if t.base == "interval" {
		t.fields = p.intervalFields()
	}
	mods, given, err := p.modifiers()
	if err != nil {
		return t, err
	}
	if t.base == "time" || t.base == "timestamp" {
		switch {
		case p.accept("with", "time", "zone"):
			t.base += "tz"
		case p.accept("without", "time", "zone"):
		}
	}
	t.mods = mods
	return t, p.settle(&t, given)
}

// twoWords are the type names of several words, longest first.
var twoWords = [][]string{
	{"national", "character", "varying"}, {"national", "char", "varying"}, {"national", "character"}, {"national", "char"},
	{"double", "precision"}, {"character", "varying"}, {"char", "varying"}, {"nchar", "varying"}, {"bit", "varying"},
}

// name reads the name itself: in lower case, or quoted where it needs quotes.
func (p *typeParser) name() string {
	for _, words := range twoWords {
		if p.accept(words...) {
			return strings.Join(words, " ")
		}
	}
	var parts []dialect.Token
	for len(p.tokens) > 0 && (p.tokens[0].Kind == dialect.Word || p.tokens[0].Kind == dialect.Quoted) {
		parts = append(parts, p.tokens[0])
		p.tokens = p.tokens[1:]
		if !p.accept(".") {
			return spellType(parts)
		}
	}
	return ""
}

func spellType(parts []dialect.Token) string {
	if len(parts) == 2 && parts[0].Name() == "pg_catalog" {
		parts = parts[1:]
	}
	if len(parts) == 1 && parts[0].Kind == dialect.Quoted {
		return quotedType(parts[0].Value)
	}
	if len(parts) == 1 {
		return strings.ToLower(parts[0].Text)
	}
	spelled := make([]string, len(parts))
	for i, t := range parts {
		if spelled[i] = Ident(t.Value); t.Kind == dialect.Word {
			spelled[i] = Ident(strings.ToLower(t.Text))
		}
	}
	return strings.Join(spelled, ".")
}

// quotedType spells a type name that was written in quotes. A user's type may be
// called like one of our neutral names: the quotes tell them apart.
func quotedType(name string) string {
	_, alias := typeNames[name]
	switch {
	case internalNames[name]:
		return name
	case alias || name == "enum" || name == "float" || !plain(name) || keywords[name]:
		return Dialect{}.Quote(name)
	}
	return name
}

// UserType spells the name of a type that is not the server's own, as
// format_type() prints it, so that LowerType can't take it for a neutral name.
func UserType(formatted string) string {
	base, array := strings.CutSuffix(formatted, "[]")
	if _, alias := typeNames[base]; alias || base == "float" || base == "enum" {
		base = Dialect{}.Quote(base)
	}
	if array {
		base += "[]"
	}
	return base
}

// modifiers reads "(10, 2)" as "10,2".
func (p *typeParser) modifiers() (mods string, given bool, err error) {
	if !p.accept("(") {
		return "", false, nil
	}
	var b strings.Builder
	for len(p.tokens) > 0 {
		t := p.tokens[0]
		p.tokens = p.tokens[1:]
		switch {
		case t.Is(")") && b.Len() == 0:
			return "", false, p.errorf("its parentheses are empty")
		case t.Is(")"):
			return b.String(), true, nil
		}
		b.WriteString(t.Text)
	}
	return "", false, p.errorf("a parenthesis is not closed")
}

func (p *typeParser) intervalFields() string {
	var words []string
	for len(p.tokens) > 0 && p.tokens[0].Kind == dialect.Word && !p.peek("array") {
		words = append(words, strings.ToLower(p.tokens[0].Text))
		p.tokens = p.tokens[1:]
	}
	return strings.Join(words, " ")
}

func (p *typeParser) array(t typeName) (typeName, error) {
	for len(p.tokens) > 0 {
		if !p.accept("array") && !p.peek("[") {
			return t, p.errorf("%q is not understood", p.tokens[0].Text)
		}
		t.array = true
		if p.accept("[") {
			if len(p.tokens) > 0 && p.tokens[0].Kind == dialect.Number {
				p.tokens = p.tokens[1:]
			}
			if !p.accept("]") {
				return t, p.errorf("a bracket is not closed")
			}
		}
	}
	return t, nil
}

// settle replaces an alias by the server's name and fills in implied modifiers.
func (p *typeParser) settle(t *typeName, given bool) error {
	switch written := t.base; written {
	case "float":
		return p.float(t, given)
	case "char", "character", "nchar", "national char", "national character", "bit":
		if !given {
			t.mods = "1"
		}
	case "bpchar":
		if given {
			t.base = "character"
		}
	case "numeric", "decimal", "dec":
		if given && !strings.Contains(t.mods, ",") {
			t.mods += ",0"
		}
	case "time", "timestamp", "timetz", "timestamptz", "interval":
		if n, err := strconv.Atoi(t.mods); err == nil && n > 6 {
			t.mods = "6" // as the server does, with a warning
		}
	case "blob", "binary", "varbinary":
		t.mods = "" // bytea has no length
	}
	if native, ok := typeNames[t.base]; ok {
		t.base = native
	}
	return nil
}

// float settles float(p), which is real up to 24 bits.
func (p *typeParser) float(t *typeName, given bool) error {
	t.base, t.mods = "double precision", strings.TrimSpace(t.mods)
	if !given {
		return nil
	}
	bits, err := strconv.Atoi(t.mods)
	if err != nil || bits < 1 || bits > 53 {
		return p.errorf("float takes 1 to 53 bits")
	}
	if t.mods = ""; bits <= 24 {
		t.base = "real"
	}
	return nil
}
