package gostruct

import (
	"regexp"
	"strings"

	"github.com/limbeck/migrate/schema"
)

// valueKind says what a column's values are, for its default.
type valueKind int

const (
	otherValue valueKind = iota // given as a string
	boolValue
	intValue
	floatValue
	numericValue
	stringValue
	bytesValue
	timeValue
	jsonValue
)

// known is a type of another package that is known without looking it up.
type known struct {
	typ    string            // neutral type; empty: as the type argument
	by     map[string]string // other types for single dialects
	null   bool              // the type holds NULL
	kind   valueKind
	valuer bool // it has a Value method

	gorm     string            // what GORM makes of it: a generic kind, with its size ("int64"); empty when GORM can't
	gormType string            // GormDataType
	gormBy   map[string]string // GormDBDataType
}

func on(dialect, typ string) map[string]string { return map[string]string{dialect: typ} }

// The common shapes.
var (
	number = known{typ: "numeric", kind: numericValue, gorm: "string", valuer: true}
	uuids  = known{typ: "uuid", kind: otherValue, gorm: "string", valuer: true}
	jsons  = known{typ: "json", kind: jsonValue, gorm: "bytes"}
)

// majorVersion is the part of an import path that names a major version.
var majorVersion = regexp.MustCompile(`/v[0-9]+(/|$)`)

// nullable returns a known type that holds NULL.
func nullable(typ string, kind valueKind, gorm string) known {
	return known{typ: typ, kind: kind, gorm: gorm, null: true, valuer: true}
}

// nulls are the types that wrap one of Go's, by the names that most packages use.
var nulls = map[string]known{
	"String": nullable("text", stringValue, "string"), "Bool": nullable("boolean", boolValue, "bool"),
	"Int": nullable("bigint", intValue, "int64"), "Int8": nullable("smallint", intValue, "int8"), "Int16": nullable("smallint", intValue, "int16"),
	"Int32": nullable("integer", intValue, "int32"), "Int64": nullable("bigint", intValue, "int64"),
	"Uint": nullable("bigint", intValue, "uint64"), "Uint8": nullable("smallint", intValue, "uint8"), "Uint16": nullable("integer", intValue, "uint16"),
	"Uint32": nullable("bigint", intValue, "uint32"), "Uint64": nullable("bigint", intValue, "uint64"),
	"Byte": nullable("smallint", intValue, "uint8"), "Float": nullable("double", floatValue, "float64"),
	"Float32": nullable("real", floatValue, "float32"), "Float64": nullable("double", floatValue, "float64"),
	"Time": nullable("timestamp", timeValue, "time"), "Bytes": nullable("blob", bytesValue, "bytes"), "JSON": nullable("json", jsonValue, "bytes"),
	"Value": {null: true, valuer: true},
}

// knownTypes are the types of other packages, by canonical path and name.
var knownTypes = map[string]known{
	"time.Time":     {typ: "timestamp", kind: timeValue, gorm: "time"},
	"time.Duration": {typ: "bigint", kind: intValue, gorm: "int64"},
	"time.Month":    {typ: "bigint", kind: intValue, gorm: "int64"},
	"time.Weekday":  {typ: "bigint", kind: intValue, gorm: "int64"},

	"database/sql.NullString":  nulls["String"],
	"database/sql.NullBool":    nulls["Bool"],
	"database/sql.NullByte":    nulls["Byte"],
	"database/sql.NullInt16":   nulls["Int16"],
	"database/sql.NullInt32":   nulls["Int32"],
	"database/sql.NullInt64":   nulls["Int64"],
	"database/sql.NullFloat64": nulls["Float64"],
	"database/sql.NullTime":    nulls["Time"],
	"database/sql.Null":        nulls["Value"],
	"database/sql.RawBytes":    {typ: "blob", kind: bytesValue, gorm: "bytes"},

	"encoding/json.RawMessage": jsons,
	"net.IP":                   {typ: "varchar(45)", by: on("postgres", "inet"), gorm: "bytes"},
	"net.IPNet":                {typ: "varchar(49)", by: on("postgres", "cidr")},
	"net.HardwareAddr":         {typ: "varchar(23)", by: on("postgres", "macaddr"), gorm: "bytes"},
	"net/netip.Addr":           {typ: "varchar(45)", by: on("postgres", "inet")},
	"net/netip.Prefix":         {typ: "varchar(49)", by: on("postgres", "cidr")},
	"math/big.Int":             {typ: "numeric(65,0)", by: on("postgres", "numeric"), kind: numericValue},
	"math/big.Rat":             {typ: "numeric", kind: numericValue},
	"math/big.Float":           {typ: "numeric", kind: numericValue},

	"github.com/google/uuid.UUID":               uuids,
	"github.com/google/uuid.NullUUID":           nullable("uuid", otherValue, "bytes"),
	"github.com/gofrs/uuid.UUID":                uuids,
	"github.com/gofrs/uuid.NullUUID":            nullable("uuid", otherValue, "bytes"),
	"github.com/satori/go.uuid.UUID":            uuids,
	"github.com/satori/go.uuid.NullUUID":        nullable("uuid", otherValue, "bytes"),
	"github.com/shopspring/decimal.Decimal":     number,
	"github.com/shopspring/decimal.NullDecimal": nullable("numeric", numericValue, "bool"), // GORM goes down to the sign of a big.Int
	"github.com/ericlagergren/decimal.Big":      number,
	"github.com/cockroachdb/apd.Decimal":        number,
	"github.com/cockroachdb/apd.NullDecimal":    nullable("numeric", numericValue, ""),
	"gorm.io/gorm.DeletedAt":                    nulls["Time"],
	"gorm.io/plugin/soft_delete.DeletedAt":      {typ: "bigint", kind: intValue, gorm: "uint64"},
	"github.com/oklog/ulid.ULID":                {typ: "binary(16)", kind: bytesValue, gorm: "bytes", valuer: true},
	"github.com/segmentio/ksuid.KSUID":          {typ: "char(27)", kind: stringValue, gorm: "string", valuer: true},
	"github.com/rs/xid.ID":                      {typ: "char(20)", kind: stringValue, gorm: "string", valuer: true},

	"gorm.io/plugin/optimisticlock.Version":      nulls["Int64"],
	"github.com/pborman/uuid.UUID":               uuids,
	"github.com/govalues/decimal.Decimal":        number,
	"github.com/quagmt/udecimal.Decimal":         number,
	"github.com/alpacahq/alpacadecimal.Decimal":  number,
	"github.com/bwmarrin/snowflake.ID":           {typ: "bigint", kind: intValue, gorm: "int64"},
	"github.com/jmoiron/sqlx/types.JSONText":     {typ: "json", kind: jsonValue, gorm: "bytes", valuer: true},
	"github.com/jmoiron/sqlx/types.NullJSONText": nullable("json", jsonValue, "bytes"),
	"github.com/jmoiron/sqlx/types.BitBool":      {typ: "boolean", by: on("mysql", "bit(1)"), kind: boolValue, gorm: "bytes", valuer: true},
	"github.com/jmoiron/sqlx/types.GzippedText":  {typ: "blob", kind: bytesValue, gorm: "bytes", valuer: true},
	"github.com/sqlc-dev/pqtype.NullRawMessage":  nullable("json", jsonValue, "bytes"),
	"github.com/sqlc-dev/pqtype.Inet":            {typ: "varchar(45)", by: on("postgres", "inet"), null: true, valuer: true},
	"github.com/sqlc-dev/pqtype.CIDR":            {typ: "varchar(49)", by: on("postgres", "cidr"), null: true, valuer: true},
	"github.com/sqlc-dev/pqtype.Macaddr":         {typ: "varchar(23)", by: on("postgres", "macaddr"), null: true, valuer: true},
	"github.com/lib/pq/hstore.Hstore":            {typ: "json", by: on("postgres", "hstore"), null: true, valuer: true},
	"github.com/lib/pq.StringArray":              {typ: "text[]", valuer: true},
	"github.com/lib/pq.Int64Array":               {typ: "bigint[]", valuer: true},
	"github.com/lib/pq.Int32Array":               {typ: "integer[]", valuer: true},
	"github.com/lib/pq.Float64Array":             {typ: "double[]", valuer: true},
	"github.com/lib/pq.Float32Array":             {typ: "real[]", valuer: true},
	"github.com/lib/pq.BoolArray":                {typ: "boolean[]", valuer: true},
	"github.com/lib/pq.ByteaArray":               {typ: "blob[]", valuer: true},
	"github.com/lib/pq.NullTime":                 nulls["Time"],
	"gorm.io/datatypes.JSON":                     {typ: "json", kind: jsonValue, valuer: true, gormType: "json", gormBy: gormJSON},
	"gorm.io/datatypes.JSONMap":                  {typ: "json", kind: jsonValue, valuer: true, gormType: "jsonmap", gormBy: gormJSON},
	"gorm.io/datatypes.JSONType":                 {typ: "json", kind: jsonValue, valuer: true, gormType: "json", gormBy: gormJSON},
	"gorm.io/datatypes.JSONSlice":                {typ: "json", kind: jsonValue, valuer: true, gormType: "json", gormBy: gormJSON},
	"gorm.io/datatypes.Date":                     {typ: "date", kind: timeValue, valuer: true, gorm: "time", gormType: "date"},
	"gorm.io/datatypes.Time":                     {typ: "time", kind: timeValue, valuer: true, gormType: "time", gormBy: map[string]string{"mysql": "time", "postgres": "time", "sqlite": "text"}},
	"gorm.io/datatypes.URL":                      {typ: "text", kind: stringValue, valuer: true, gorm: "string", gormType: "url", gormBy: map[string]string{"mysql": "text", "postgres": "text", "sqlite": "text"}},
	"gorm.io/datatypes.UUID":                     {typ: "uuid", valuer: true, gorm: "string", gormType: "string", gormBy: map[string]string{"mysql": "longtext", "postgres": "uuid", "sqlite": "text"}},
	"gorm.io/datatypes.BinUUID":                  {typ: "binary(16)", kind: bytesValue, valuer: true, gorm: "bytes", gormType: "BINARY(16)", gormBy: map[string]string{"mysql": "binary(16)", "postgres": "bytea", "sqlite": "blob"}},
	"gorm.io/datatypes.Null":                     nulls["Value"],
	"gorm.io/datatypes.NullString":               nulls["String"],
	"gorm.io/datatypes.NullBool":                 nulls["Bool"],
	"gorm.io/datatypes.NullByte":                 nulls["Byte"],
	"gorm.io/datatypes.NullInt16":                nulls["Int16"],
	"gorm.io/datatypes.NullInt32":                nulls["Int32"],
	"gorm.io/datatypes.NullInt64":                nulls["Int64"],
	"gorm.io/datatypes.NullFloat64":              nulls["Float64"],
	"gorm.io/datatypes.NullTime":                 nulls["Time"],
	"github.com/go-sql-driver/mysql.NullTime":    nulls["Time"],
	"github.com/uptrace/bun.NullTime":            nulls["Time"],
	"github.com/uptrace/bun/schema.NullTime":     nulls["Time"],
}

var gormJSON = map[string]string{"mysql": "json", "postgres": "jsonb", "sqlite": "json"}

// pgTypes are the types of pgtype, which all hold NULL.
var pgTypes = map[string]known{
	"Bool": nulls["Bool"], "Int2": nulls["Int16"], "Int4": nulls["Int32"], "Int8": nulls["Int64"], "Uint32": nulls["Uint32"], "Uint64": nulls["Uint64"],
	"Float4": nulls["Float32"], "Float8": nulls["Float64"], "Text": nulls["String"], "Varchar": nulls["String"], "BPChar": nulls["String"],
	"Numeric": nullable("numeric", numericValue, "bool"), "Bytea": nulls["Bytes"], "JSON": nulls["JSON"],
	"JSONB": {typ: "json", by: on("postgres", "jsonb"), kind: jsonValue, null: true, gorm: "bytes", valuer: true},
	"Date":  nullable("date", timeValue, "time"), "Time": nullable("time", timeValue, "int64"), "Timestamp": nullable("timestamp", timeValue, "time"),
	"Timestamptz": nullable("timestamptz", timeValue, "time"), "Interval": nullable("interval", otherValue, "int64"),
	"UUID": nullable("uuid", otherValue, "bytes"),
	"Inet": {typ: "varchar(45)", by: on("postgres", "inet"), null: true, valuer: true}, "CIDR": {typ: "varchar(49)", by: on("postgres", "cidr"), null: true, valuer: true},
	"Macaddr": {typ: "varchar(23)", by: on("postgres", "macaddr"), null: true, valuer: true},
	"Hstore":  {typ: "json", by: on("postgres", "hstore"), null: true, valuer: true},
	"Bits":    nullable("varbit", otherValue, "bytes"),
	"Point":   nullable("point", otherValue, "float64"), "Line": nullable("line", otherValue, "float64"), "Lseg": nullable("lseg", otherValue, "float64"),
	"Box": nullable("box", otherValue, "float64"), "Path": nullable("path", otherValue, "float64"), "Polygon": nullable("polygon", otherValue, "float64"),
	"Circle": nullable("circle", otherValue, "float64"),
}

// families are packages whose types are named alike.
var families = map[string]map[string]known{
	"github.com/jackc/pgtype":      pgTypes,
	"github.com/jackc/pgx/pgtype":  pgTypes,
	"github.com/guregu/null":       nulls,
	"github.com/guregu/null/zero":  nulls,
	"github.com/volatiletech/null": nulls,
	"github.com/aarondl/null":      nulls,
	"github.com/gobuffalo/nulls":   nulls,
	"github.com/emvi/null":         nulls,
}

// canonicalPath returns an import path without its major version.
func canonicalPath(path string) string {
	if strings.Contains(path, "/v") {
		path = majorVersion.ReplaceAllString(path, "$1")
	}
	if rest, ok := strings.CutPrefix(path, "gopkg.in/"); ok {
		base, _, _ := strings.Cut(rest, ".v")
		return "github.com/" + base
	}
	return path
}

// lookUpKnown returns what is known of a type of another package, nil when
// nothing is.
func lookUpKnown(path, name string) *known {
	canonical := canonicalPath(path)
	if k, ok := knownTypes[canonical+"."+name]; ok {
		return &k
	}
	if k, ok := families[canonical][name]; ok {
		return &k
	}
	return nil
}

func opaqueMethod(path, name, method string) bool {
	k := lookUpKnown(path, name)
	return k != nil && method == "Value" && k.valuer
}

// text returns the column type of a known type.
func (k *known) text() schema.Text { return schema.Text{Any: k.typ, By: k.by} }
