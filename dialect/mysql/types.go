package mysql

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/dialect"
)

// columnType is a type taken apart. Args is normalized text without parentheses.
type columnType struct {
	base     string
	args     string
	unsigned bool
	zerofill bool
	charset  string
	collate  string
}

func (t columnType) String() string {
	s := t.base
	if t.args != "" {
		s += "(" + t.args + ")"
	}
	if t.unsigned {
		s += " unsigned"
	}
	if t.zerofill {
		s += " zerofill"
	}
	if t.charset != "" {
		s += " character set " + t.charset
	}
	if t.collate != "" {
		s += " collate " + t.collate
	}
	return s
}

// aliases are the spellings that the server itself understands, as it would read
// them.
var aliases = map[string]columnType{
	"integer": {base: "int"}, "int4": {base: "int"}, "int8": {base: "bigint"},
	"int1": {base: "tinyint"}, "int2": {base: "smallint"},
	"int3": {base: "mediumint"}, "middleint": {base: "mediumint"},
	"bool": {base: "tinyint", args: "1"}, "boolean": {base: "tinyint", args: "1"},
	"serial": {base: "bigint", unsigned: true},
	"dec":    {base: "decimal"}, "fixed": {base: "decimal"}, "numeric": {base: "decimal"}, "number": {base: "decimal"},
	"float4": {base: "float"}, "float8": {base: "double"}, "real": {base: "double"}, "double precision": {base: "double"},
	"character": {base: "char"}, "nchar": {base: "char", charset: "utf8mb3"},
	"national char": {base: "char", charset: "utf8mb3"}, "national character": {base: "char", charset: "utf8mb3"},
	"character varying": {base: "varchar"}, "char varying": {base: "varchar"}, "varcharacter": {base: "varchar"},
	"nvarchar": {base: "varchar", charset: "utf8mb3"}, "national varchar": {base: "varchar", charset: "utf8mb3"},
	"national char varying": {base: "varchar", charset: "utf8mb3"}, "national character varying": {base: "varchar", charset: "utf8mb3"},
	"nchar varchar": {base: "varchar", charset: "utf8mb3"}, "nchar varying": {base: "varchar", charset: "utf8mb3"},
	"char byte": {base: "binary"},
	"long":      {base: "mediumtext"}, "long varchar": {base: "mediumtext"}, "long varbinary": {base: "mediumblob"},
	"timestamp": {base: "timestamptz"}, "uuid": {base: nativeUUID},
	"timestamp with time zone": {base: "timestamptz"}, "timestamp without time zone": {base: "datetime"},
	"time without time zone": {base: "time"},
	"geomcollection":         {base: "geometrycollection"},
}

// nativeUUID is MariaDB's own UUID type, apart from the neutral name uuid.
const nativeUUID = "mariadb_schema.uuid"

// neutral are the names that mean one thing in a model or revision file and
// another in the server's SQL.
var neutral = map[string]columnType{
	"timestamp": {base: "datetime"},
	"real":      {base: "float"},
	"uuid":      {base: "char", args: "36"},
	"numeric":   {base: "decimal", args: "65,30"},
}

// LowerType spells a neutral or native type name as the catalog does; the
// package's comment tells where it differs.
func (*Dialect) LowerType(name string) (string, error) {
	if strings.HasSuffix(strings.TrimSpace(name), "]") {
		return "json", nil
	}
	t, err := parseType(name)
	if err != nil {
		return "", err
	}
	if own, ok := neutral[t.base]; ok {
		if t.args != "" {
			own.args = t.args
		}
		t.base, t.args = own.base, own.args
	}
	if t.base == "interval" {
		return "", dialect.Unsupported("MySQL", "type interval", "use time (up to 838 hours) or a bigint of microseconds, e.g. { postgres = \"interval\", mysql = \"bigint\" }")
	}
	return settle(t, name)
}

// SQLType reads a type as the server's own SQL means it, for text that was
// written for this server: there TIMESTAMP is not DATETIME, REAL is DOUBLE,
// NUMERIC is DECIMAL(10,0) and UUID is MariaDB's type.
func (*Dialect) SQLType(name string) (string, error) {
	t, err := parseType(name)
	if err != nil {
		return "", err
	}
	return settle(t, name)
}

// settle resolves aliases and default lengths.
func settle(t columnType, name string) (string, error) {
	if a, ok := aliases[t.base]; ok {
		t.base = a.base
		t.unsigned = t.unsigned || a.unsigned
		if t.args == "" {
			t.args = a.args
		}
		if t.charset == "" {
			t.charset = a.charset
		}
	}
	rule, ok := lengths[t.base]
	if !ok {
		return t.String(), nil
	}
	if err := rule(&t); err != nil {
		return "", fmt.Errorf("type %s: %w", name, err)
	}
	return t.String(), nil
}

// lengths gives each type its arguments as the catalog shows them.
var lengths = map[string]func(*columnType) error{
	"tinyint":     displayWidth("4", "3"),
	"smallint":    displayWidth("6", "5"),
	"mediumint":   displayWidth("9", "8"),
	"int":         displayWidth("11", "10"),
	"bigint":      displayWidth("20", "20"),
	"decimal":     decimalArgs,
	"float":       floatArgs,
	"bit":         defaultArgs("1"),
	"char":        defaultArgs("1"),
	"binary":      defaultArgs("1"),
	"varchar":     needArgs("write varchar(n), or text"),
	"varbinary":   needArgs("write varbinary(n), or blob"),
	"text":        blobSize("text", 4),
	"blob":        blobSize("blob", 1),
	"year":        func(t *columnType) error { t.args = ""; return nil },
	"time":        precision,
	"datetime":    precision,
	"timestamptz": precision,
}

// displayWidth drops the width where it is the server's default. With ZEROFILL
// it means something and is kept.
func displayWidth(signed, unsigned string) func(*columnType) error {
	return func(t *columnType) error {
		t.unsigned = t.unsigned || t.zerofill
		switch {
		case t.zerofill && t.args == "":
			t.args = unsigned
		case t.zerofill:
		case t.args == signed && !t.unsigned, t.args == unsigned && t.unsigned:
			t.args = ""
		}
		return nil
	}
}

func decimalArgs(t *columnType) error {
	t.unsigned = t.unsigned || t.zerofill
	p, s, hasScale := strings.Cut(t.args, ",")
	if p == "" || p == "0" {
		p = "10"
	}
	if !hasScale {
		s = "0"
	}
	t.args = p + "," + s
	return nil
}

// floatArgs: FLOAT(p) is a choice between the two sizes.
func floatArgs(t *columnType) error {
	t.unsigned = t.unsigned || t.zerofill
	if t.args == "" || strings.Contains(t.args, ",") {
		return nil
	}
	bits, err := strconv.Atoi(t.args)
	if err != nil || bits > 53 {
		return fmt.Errorf("a float has at most 53 bits")
	}
	t.args = ""
	if bits > 24 {
		t.base = "double"
	}
	return nil
}

func defaultArgs(args string) func(*columnType) error {
	return func(t *columnType) error {
		if t.args == "" {
			t.args = args
		}
		return nil
	}
}

func needArgs(advice string) func(*columnType) error {
	return func(t *columnType) error {
		if t.args == "" {
			return fmt.Errorf("MySQL needs a length: %s", advice)
		}
		return nil
	}
}

// blobSize: TEXT(n) and BLOB(n) choose the smallest type that holds n characters.
func blobSize(suffix string, width int) func(*columnType) error {
	return func(t *columnType) error {
		if t.args == "" {
			return nil
		}
		n, err := strconv.Atoi(t.args)
		if err != nil {
			return fmt.Errorf("the length must be a number")
		}
		t.args = ""
		switch n *= width; {
		case n < 1<<8:
			t.base = "tiny" + suffix
		case n < 1<<16:
			t.base = suffix
		case n < 1<<24:
			t.base = "medium" + suffix
		default:
			t.base = "long" + suffix
		}
		return nil
	}
}

func precision(t *columnType) error {
	if t.args == "0" {
		t.args = ""
	}
	if t.args != "" && (len(t.args) != 1 || t.args > "6") {
		return fmt.Errorf("MySQL keeps at most 6 digits of a second")
	}
	return nil
}

// raised are the neutral names that lower to exactly these native types.
var raised = map[string]string{
	"int": "integer", "tinyint(1)": "boolean", "float": "real",
}

// RaiseType returns the neutral name of a native type.
func (*Dialect) RaiseType(native string) string {
	if n, ok := raised[native]; ok {
		return n
	}
	base, args, _ := strings.Cut(native, "(")
	switch {
	case base == "datetime":
		return "timestamp" + native[len(base):]
	case base == "decimal" && strings.HasSuffix(args, ")"):
		return "numeric(" + strings.TrimSuffix(strings.TrimSuffix(args, ")"), ",0") + ")"
	}
	return native
}

// spellType is a native type in the server's SQL, without character set and collation.
func spellType(native string) string {
	switch baseOf(native) {
	case "timestamptz":
		return "timestamp" + strings.TrimPrefix(native, "timestamptz")
	case nativeUUID:
		return "uuid"
	}
	return native
}

// baseOf is the first word of a native type.
func baseOf(native string) string {
	end := strings.IndexAny(native, "( ")
	if end < 0 {
		return native
	}
	return native[:end]
}

// argsOf is what a native type has in parentheses.
func argsOf(native string) string {
	_, rest, ok := strings.Cut(native, "(")
	if !ok {
		return ""
	}
	return rest[:max(strings.LastIndexByte(rest, ')'), 0)]
}

var (
	charTypes = []string{"char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"}
	intTypes  = []string{"tinyint", "smallint", "mediumint", "int", "bigint"}
	timeTypes = []string{"datetime", "timestamptz"}
	// lobTypes take a default on MySQL 8 only in parentheses.
	lobTypes   = append([]string{"tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob", "json"}, geometries...)
	geometries = []string{"geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection"}
)

// IsGeometry reports whether a native type is a spatial one.
func IsGeometry(native string) bool { return slices.Contains(geometries, baseOf(native)) }

// hasCharset reports whether columns of a native type have a character set.
func hasCharset(native string) bool { return slices.Contains(charTypes, baseOf(native)) }
