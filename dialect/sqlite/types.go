package sqlite

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/limbeck/migrate/dialect"
	"github.com/limbeck/migrate/schema"
)

// untyped stands for a column that is declared without a type.
const untyped = "untyped"

// spelling says how a neutral type is declared.
type spelling struct {
	declared string
	length   bool // the neutral type's (n) is part of the declaration
}

// spellings are the neutral types, less enums and arrays. A declaration's
// affinity (see [affinityOf]) must not change the values that the type holds:
//
//   - json and uuid would be NUMERIC, which stores the text 1e5 or a uuid of
//     digits as a number; with "text" in the name they have TEXT affinity.
//   - interval holds the letters INT: as INTEGER it would store '01' as 1.
//   - binary and varbinary would be NUMERIC too; "blob" changes nothing.
//   - boolean, date, time, timestamp and numeric are NUMERIC: 0, 1 and numbers
//     are what they hold, and a text such as 2026-01-31 looks like no number.
//   - a precision of times means nothing here, and drivers turn a column into a
//     time.Time only where it is declared as just DATE, DATETIME or TIMESTAMP.
var spellings = map[string]spelling{
	"boolean": {"boolean", false}, "smallint": {"smallint", false}, "integer": {"integer", false}, "bigint": {"bigint", false},
	"real": {"real", false}, "double": {"double", false}, "numeric": {"numeric", true},
	"char": {"char", true}, "varchar": {"varchar", true}, "text": {"text", false},
	"binary": {"binary blob", true}, "varbinary": {"varbinary blob", true}, "blob": {"blob", false},
	"date": {"date", false}, "time": {"time", false}, "timestamp": {"timestamp", false}, "timestamptz": {"timestamp", false},
	"interval": {"text", false}, "uuid": {"uuid text", false}, "json": {"json text", false},
}

// raised are the declarations that only a neutral type has.
var raised = map[string]string{"binary blob": "binary", "varbinary blob": "varbinary", "uuid text": "uuid", "json text": "json"}

// splitType parts numeric(10,2) into numeric and (10,2).
func splitType(typ string) (base, args string) {
	base = typ
	if at := strings.LastIndexByte(typ, '('); at >= 0 && strings.IndexByte(typ[at:], ')') == len(typ)-at-1 {
		base, args = typ[:at], typ[at:]
	}
	return strings.TrimSuffix(base, " "), args
}

// LowerType returns how a type is declared. A neutral name is in lower case; any
// other name is a declaration of its own and keeps its words, in lower case,
// unless it would then be read as a neutral type that is declared otherwise:
// JSON in capitals is a column declared as JSON, with all that follows from it.
func (Dialect) LowerType(typ string) (string, error) {
	if values, ok := schema.EnumValues(typ); ok {
		return schema.EnumType(values), nil
	}
	spelled := respace(typ)
	native, ok := lowerNeutral(spelled)
	if ok && typ == spelled && !strings.Contains(typ, "(") { // what most columns are
		return native, nil
	}
	if !ok || native == spelled {
		native = nativeType(strings.TrimSpace(typ))
	}
	if !declarable(native) {
		return "", fmt.Errorf("sqlite can't declare the type %s: add `sqlite` to the type", typ)
	}
	return native, nil
}

// lowerNeutral declares a neutral type; ok is false for any other.
func lowerNeutral(typ string) (string, bool) {
	if strings.HasSuffix(typ, "[]") && typ == strings.ToLower(typ) {
		return spellings["json"].declared, true
	}
	base, args := splitType(typ)
	s, ok := spellings[base]
	if !ok {
		return "", false
	}
	if s.length {
		return s.declared + args, true
	}
	return s.declared, true
}

// nativeType is the form in which a declared type is kept.
func nativeType(declared string) string {
	low := strings.ToLower(declared)
	tight := respace(low)
	if neutral, ok := lowerNeutral(tight); low == untyped && declared != untyped || ok && neutral != tight {
		return strings.ToUpper(declared)
	}
	return low
}

// RaiseType returns the neutral name of a declared type where it has one that
// lowers to just that.
func (d Dialect) RaiseType(native string) string {
	base, args := splitType(native)
	if neutral, ok := raised[base]; ok {
		if back, _ := lowerNeutral(neutral + args); back == native {
			return neutral + args
		}
	}
	return native
}

var (
	spaces     = regexp.MustCompile(`\s+`)
	tightSpace = regexp.MustCompile(` ?([(),]) ?`)
)

// respace folds the spacing of a type name, which means nothing. The catalog shows it as it
// is written, and so it stays (see [Dialect.Reconcile]).
func respace(typ string) string {
	if !strings.ContainsAny(typ, " \t\n\f\r") {
		return typ
	}
	return tightSpace.ReplaceAllString(spaces.ReplaceAllString(strings.TrimSpace(typ), " "), "$1")
}

// declarable reports whether SQLite's grammar takes the text as a column's type:
// names, and up to two signed numbers in parentheses.
func declarable(typ string) bool {
	p := newParser(typ)
	if p.done() {
		return false
	}
	p.typeName()
	return p.done()
}

// affinity is what SQLite derives from a declared type.
type affinity string

const (
	integerAffinity affinity = "integer"
	textAffinity    affinity = "text"
	blobAffinity    affinity = "blob"
	realAffinity    affinity = "real"
	numericAffinity affinity = "numeric"
)

// affinityOf follows SQLite's rules, in their order.
func affinityOf(declared string) affinity {
	up := strings.ToUpper(declared)
	for _, rule := range []struct {
		letters string
		affinity
	}{
		{"INT", integerAffinity}, {"CHAR", textAffinity}, {"CLOB", textAffinity}, {"TEXT", textAffinity},
		{"BLOB", blobAffinity}, {"REAL", realAffinity}, {"FLOA", realAffinity}, {"DOUB", realAffinity},
	} {
		if strings.Contains(up, rule.letters) {
			return rule.affinity
		}
	}
	if declared == untyped {
		return blobAffinity
	}
	return numericAffinity
}

// strictNumeric are the types of NUMERIC affinity that a STRICT table has a safe
// place for.
var strictNumeric = map[string]string{"boolean": "integer", "date": "text", "time": "text", "timestamp": "text", "datetime": "text", untyped: "any", "any": "any"}

// strictType returns the type that a column has in a STRICT table.
func strictType(native string) (string, error) {
	if _, isEnum := schema.EnumValues(native); isEnum || native == "int" {
		return native, nil
	}
	if typ, ok := strictNumeric[native]; ok {
		return typ, nil
	}
	if a := affinityOf(native); a != numericAffinity {
		return string(a), nil
	}
	return "", dialect.Unsupported("a STRICT table", "type "+native, "give the column one of integer, real, text, blob or any for sqlite")
}
