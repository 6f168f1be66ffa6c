package gostruct

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// valueKind returns what the values of the field's column are.
func (f *gormField) valueKind() valueKind {
	switch f.kind {
	case gBool:
		return boolValue
	case gInt, gUint:
		return intValue
	case gFloat:
		return floatValue
	case gString:
		return stringValue
	case gTime:
		return timeValue
	case gBytes:
		return bytesValue
	}
	return kindOfType(f.kind, otherValue)
}

// text returns the field's column type as GORM's drivers spell it, for each
// dialect; a type that is the same on all of them stands alone.
func (f *gormField) text() schema.Text {
	spell := map[string]func(*gormField) string{"mysql": mysqlType, "postgres": postgresType, "sqlite": sqliteType}
	t := schema.Text{Any: f.neutral(), By: map[string]string{}}
	for _, d := range dialects {
		typ := spell[d](f)
		if own := f.byMethod[d]; own != "" {
			typ = nativeFor(d, own)
		}
		if typ != t.Any {
			t.By[d] = typ
		}
	}
	if len(t.By) == 0 {
		t.By = nil
	}
	return t
}

// nativeFor returns a type that is said in a server's own language.
func nativeFor(dialect, typ string) string {
	switch dialect {
	case "mysql":
		return mysqlNative(typ)
	case "sqlite":
		return sqliteNative(typ)
	}
	return typ
}

// neutral returns the neutral type that is nearest.
func (f *gormField) neutral() string {
	switch f.kind {
	case gBool:
		return "boolean"
	case gInt, gUint:
		return integerFor(f)
	case gFloat:
		switch {
		case f.precision > 0:
			return fmt.Sprintf("numeric(%d,%d)", f.precision, f.scale)
		case f.size <= 32:
			return "real"
		}
		return "double"
	case gString:
		if f.size > 0 && f.size < 65536 {
			return fmt.Sprintf("varchar(%d)", f.size)
		}
		return "text"
	case gTime:
		return "timestamp"
	case gBytes:
		if f.size > 0 && f.size < 65536 {
			return fmt.Sprintf("varbinary(%d)", f.size)
		}
		return "blob"
	}
	if len(f.byMethod) > 0 && !slices.Contains([]string{"json", "date", "time"}, f.kind) {
		for _, d := range []string{"postgres", "mysql", "sqlite"} {
			if typ := f.byMethod[d]; typ != "" {
				return typ
			}
		}
	}
	return f.kind
}

// integerFor returns the signed integer that holds a field's values.
func integerFor(f *gormField) string {
	size := f.size
	if f.kind == gUint {
		size++
	}
	switch {
	case size <= 16:
		return "smallint"
	case size <= 32:
		return "integer"
	}
	return "bigint"
}

const (
	mediumLimit = 1 << 24 // of MySQL's mediumtext and mediumblob, as GORM draws it
	smallLimit  = 65536
	keyLength   = 191 // of utf8mb4 characters in an index
)

func mysqlType(f *gormField) string {
	switch f.kind {
	case gBool:
		return "boolean"
	case gInt, gUint:
		return mysqlInteger(f)
	case gFloat:
		switch {
		case f.precision > 0:
			return fmt.Sprintf("decimal(%d,%d)", f.precision, f.scale)
		case f.size <= 32:
			return "float"
		}
		return "double"
	case gString:
		size := cmp.Or(f.size, f.schema.names.DefaultStringSize)
		if size == 0 && (f.primary || f.hasDefault || f.settings["INDEX"] != "" || f.settings["UNIQUE"] != "") {
			size = keyLength
		}
		return sized("varchar", "mediumtext", "longtext", size)
	case gTime:
		precision := f.precision
		if precision == 0 && f.settings["PRECISION"] == "" {
			precision = 3
			if own := f.schema.names.DatetimePrecision; own != nil {
				precision = *own
			}
		}
		if precision > 0 {
			return fmt.Sprintf("datetime(%d)", precision)
		}
		return "datetime"
	case gBytes:
		return sized("varbinary", "mediumblob", "longblob", f.size)
	}
	return mysqlNative(f.kind)
}

// sized returns the one of three types that a size needs.
func sized(small, medium, large string, size int) string {
	switch {
	case size > 0 && size < smallLimit:
		return fmt.Sprintf("%s(%d)", small, size)
	case size >= smallLimit && size <= mediumLimit:
		return medium
	}
	return large
}

func mysqlInteger(f *gormField) string {
	name := "bigint"
	switch {
	case f.size <= 8:
		name = "tinyint"
	case f.size <= 16:
		name = "smallint"
	case f.size <= 24:
		name = "mediumint"
	case f.size <= 32:
		name = "int"
	}
	if f.kind == gUint {
		name += " unsigned"
	}
	return name
}

// mysqlNames are the names that a tag, which speaks the server's own language,
// means otherwise than a neutral type does.
var mysqlNames = map[string]string{"timestamp": "timestamptz", "real": "double", "uuid": "mariadb_schema.uuid", "numeric": "decimal"}

func mysqlNative(typ string) string {
	base, args := splitArgs(typ)
	if own, ok := mysqlNames[base]; ok && (base != "numeric" || args == "") {
		return own + args
	}
	return typ
}

// sqliteNames are the names that a neutral type has another declaration for;
// those in sqlitePlain keep no length. In capitals they are taken as they are.
var (
	sqliteNames = []string{"json", "uuid", "interval", "timestamptz", "binary", "varbinary"}
	sqlitePlain = []string{"boolean", "smallint", "integer", "bigint", "real", "double", "text", "blob", "date", "time", "timestamp"}
)

func sqliteNative(typ string) string {
	base, args := splitArgs(typ)
	if slices.Contains(sqliteNames, base) || args != "" && slices.Contains(sqlitePlain, base) {
		return strings.ToUpper(typ)
	}
	return typ
}

// splitArgs parts decimal(10,2) into its name, in small letters, and (10,2).
func splitArgs(typ string) (base, args string) {
	base = typ
	if i := strings.IndexByte(typ, '('); i >= 0 {
		base, args = typ[:i], typ[i:]
	}
	return strings.ToLower(strings.TrimSpace(base)), args
}

// serials are PostgreSQL's names for a column with a sequence of its own.
var serials = map[string]string{"smallint": "smallserial", "integer": "serial", "bigint": "bigserial"}

func postgresType(f *gormField) string {
	switch f.kind {
	case gBool:
		return "boolean"
	case gInt, gUint:
		if name := integerFor(f); !f.autoIncrement || isGenerated(f) {
			return name
		}
		return serials[integerFor(f)]
	case gFloat:
		switch {
		case f.precision > 0 && f.scale > 0:
			return fmt.Sprintf("numeric(%d,%d)", f.precision, f.scale)
		case f.precision > 0:
			return fmt.Sprintf("numeric(%d)", f.precision)
		}
		return "numeric"
	case gString:
		if f.size > 0 && f.size <= 10485760 {
			return fmt.Sprintf("varchar(%d)", f.size)
		}
		return "text"
	case gTime:
		if f.precision > 0 {
			return fmt.Sprintf("timestamptz(%d)", f.precision)
		}
		return "timestamptz"
	case gBytes:
		return "bytea"
	}
	if f.autoIncrement && !strings.Contains(strings.ToLower(f.kind), "serial") {
		own := *f
		own.kind = f.goKind
		return serials[integerFor(&own)]
	}
	return f.kind
}

func sqliteType(f *gormField) string {
	switch f.kind {
	case gBool:
		return "numeric"
	case gInt, gUint:
		return "integer"
	case gFloat:
		return "real"
	case gString:
		return "text"
	case gTime:
		if typ, ok := f.settings["TYPE"]; ok {
			return sqliteNative(typ)
		}
		return "datetime"
	case gBytes:
		return "blob"
	}
	return sqliteNative(f.kind)
}
