package gostruct

import (
	"cmp"
	"strings"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
	"github.com/limbeck/migrate/schema"
)

// bunType is what Bun makes of a Go type: one word for most of it, another where
// the dialect has its own. An empty one is no type: Bun then leaves it out.
type bunType struct {
	common, postgres string
	kind             valueKind
	element          string // PostgreSQL's type in an array, where that is another one
}

var (
	bunVarchar = bunType{"varchar", "varchar", stringValue, ""}
	bunTime    = bunType{"timestamp", "timestamptz", timeValue, ""}
	bunBlob    = bunType{"blob", "bytea", bytesValue, ""}
	bunJSON    = bunType{"json", "jsonb", jsonValue, ""}
	bunStored  = bunType{"varchar", "jsonb", jsonValue, ""} // structs, maps and slices
	bunArray   = bunType{"", "jsonb", jsonValue, ""}
	bunBytes   = bunType{"", "bytea", bytesValue, ""} // an array of them
)

var bunBasic = map[string]bunType{
	"bool": {"boolean", "boolean", boolValue, ""}, "string": bunVarchar,
	"int8": {"smallint", "smallint", intValue, ""}, "int16": {"smallint", "smallint", intValue, ""}, "int32": {"integer", "integer", intValue, ""},
	"int64": {"bigint", "bigint", intValue, ""}, "int": {"bigint", "bigint", intValue, ""},
	"uint8": {"smallint", "smallint", intValue, ""}, "uint16": {"smallint", "smallint", intValue, ""}, "uint32": {"integer", "integer", intValue, ""},
	"uint64": {"bigint", "bigint", intValue, ""}, "uint": {"bigint", "bigint", intValue, ""}, "uintptr": {"bigint", "bigint", intValue, ""},
	"float32": {"real", "real", floatValue, ""}, "float64": {"double", "double precision", floatValue, ""},
}

// bunKnown are the types of other packages that Bun looks at, or that are no
// structs; any other is one.
var bunKnown = map[string]bunType{
	"time.Time": bunTime, "database/sql.NullTime": bunTime, bunPath + ".NullTime": bunTime, bunPath + "/schema.NullTime": bunTime,
	"time.Duration": bunBasic["int64"], "time.Month": bunBasic["int"], "time.Weekday": bunBasic["int"],
	"database/sql.NullBool": bunBasic["bool"], "database/sql.NullFloat64": bunBasic["float64"], "database/sql.NullInt64": bunBasic["int64"],
	"database/sql.NullString": bunVarchar, "database/sql.RawBytes": bunBlob,
	"encoding/json.RawMessage": bunJSON, "net.IP": {"blob", "bytea", bytesValue, "inet"}, "net.IPNet": {"varchar", "cidr", otherValue, ""}, "net.HardwareAddr": bunBlob,
	"github.com/google/uuid.UUID": bunBytes, "github.com/gofrs/uuid.UUID": bunBytes, "github.com/satori/go.uuid.UUID": bunBytes,
	"github.com/oklog/ulid.ULID": bunBytes, "github.com/segmentio/ksuid.KSUID": bunBytes, "github.com/rs/xid.ID": bunBytes,
	"gorm.io/datatypes.JSON": bunBlob,

	// structs of the standard library
	"crypto/ecdsa.PrivateKey": bunStored, "crypto/ecdsa.PublicKey": bunStored, "crypto/rsa.PrivateKey": bunStored, "crypto/rsa.PublicKey": bunStored,
	"crypto/x509.Certificate": bunStored, "net/url.URL": bunStored, "net/url.Userinfo": bunStored, "regexp.Regexp": bunStored, "time.Location": bunStored,
	"crypto/ed25519.PrivateKey": bunBlob, "crypto/ed25519.PublicKey": bunBlob,
}

func (b *bunReader) typeOf(t *source.Type) (bunType, error) {
	u := t.Under()
	if t.Kind == source.Opaque || t.Kind == source.Unresolved {
		u = t
	}
	switch u.Kind {
	case source.Unresolved:
		if known, ok := bunKnown[canonicalPath(u.Path)+"."+u.Name]; ok {
			return known, nil
		}
		return bunType{}, u.Err
	case source.Opaque:
		if known, ok := bunKnown[canonicalPath(u.Path)+"."+u.Name]; ok {
			return known, nil
		}
		return bunStored, nil
	case source.Basic:
		return bunBasic[u.Name], nil
	case source.Slice:
		if isBytes(u) {
			return bunBlob, nil
		}
		return bunStored, nil
	case source.Array:
		if isBytes(u) {
			return bunBytes, nil
		}
		return bunArray, nil
	case source.Map, source.Struct:
		if known, ok := bunKnown[canonicalPath(t.Path)+"."+t.Name]; ok {
			return known, nil
		}
		return bunStored, nil
	}
	return bunType{}, nil
}

// bunSerials are PostgreSQL's names for integers that number themselves.
var bunSerials = map[string]string{"smallint": "smallserial", "integer": "serial", "bigint": "bigserial"}

// typeColumn gives a column the types that Bun's dialects declare it with, and
// the default.
func (b *bunReader) typeColumn(f *bunField, d *draft) {
	goType, err := b.typeOf(f.src.Type.Indirect())
	own, said := f.tag.get("type")
	own, f.clauses = cutClauses(own)
	_, typed := f.set.get("type")
	custom := b.opts.Types[typeKey(f.src.Type.Indirect())]
	switch {
	case custom != "":
		d.col.Type, d.kind = schema.SQL(custom), kindOfType(custom, otherValue)
	case said && own != "":
		d.kind = kindOfType(own, goType.kind)
		mysql := own
		if strings.EqualFold(own, "varchar") && goType.common == "varchar" {
			mysql = "varchar(255)"
		}
		d.col.Type = bunText(mysql, own, own)
	case err != nil && !typed:
		b.errs.add(d.col.Origin, "%s (%s): the type can't be mapped to a column: %v; add type:… to its bun tag, or bun:\"-\" to leave it out", d.label(), f.src.Type, err)
		return
	default:
		b.discovered(f, d, goType, typed)
	}
	if f.autoincrement && d.kind != intValue {
		b.errs.add(d.col.Origin, "%s (%s): only an integer column can be numbered by the server", d.label(), f.src.Type)
	}
	if f.tag.has("identity") {
		d.col.Identity, d.col.NotNull = &schema.Identity{}, true
		d.col.Autoincrement = false
	}
	if sql, ok := f.tag.get("default"); ok && sql != "" {
		d.col.Default = &schema.Default{SQL: schema.SQL(sql)}
	}
}

// discovered is the type that follows from the Go type.
func (b *bunReader) discovered(f *bunField, d *draft, goType bunType, typed bool) {
	mysql, postgres, sqlite := goType.common, goType.postgres, goType.common
	d.kind = goType.kind
	elem := f.src.Type.Indirect()
	switch composite, ok := f.tag.get("composite"); {
	case ok:
		postgres = composite
	case f.tag.has("hstore"):
		postgres = "hstore"
	case f.tag.has("array") && (elem.Under().Kind == source.Slice || elem.Under().Kind == source.Array):
		if of, err := b.typeOf(elem.Under().Elem.Indirect()); err == nil {
			postgres, d.kind = cmp.Or(of.element, of.postgres)+"[]", otherValue
		}
	}
	if f.autoincrement && !f.tag.has("identity") && bunSerials[postgres] != "" {
		postgres = bunSerials[postgres]
	}
	switch mysql {
	case "timestamp":
		mysql = "datetime"
	case "varchar":
		mysql = "varchar(255)"
	case "":
		mysql, sqlite = mysqlBytes, "untyped"
	}
	switch sqlite {
	case "smallint", "bigint":
		sqlite = "integer"
	case "double":
		sqlite = "double precision"
	}
	if postgres == "" && !typed {
		b.errs.add(d.col.Origin, "%s (%s): Bun makes no column type of it: add type:… to its bun tag, or bun:\"-\" to leave it out", d.label(), f.src.Type)
		return
	}
	d.col.Type = bunText(mysql, postgres, sqlite)
}

// mysqlBytes stands where Bun declares a column without a type, which MySQL
// refuses: what the array holds fits in.
const mysqlBytes = "blob"

// bunNeutral are the neutral names of what Bun declares on PostgreSQL.
var bunNeutral = map[string]string{
	"smallserial": "smallint", "serial": "integer", "bigserial": "bigint", "jsonb": "json", "bytea": "blob", "double precision": "double",
}

// bunText makes a column type of what each dialect declares. A dialect that has
// no word of its own for it is not mentioned.
func bunText(mysql, postgres, sqlite string) schema.Text {
	t := schema.Text{Any: cmp.Or(bunNeutral[postgres], postgres)}
	for dialect, typ := range map[string]string{"mysql": nativeFor("mysql", mysql), "postgres": postgres, "sqlite": nativeFor("sqlite", sqlite)} {
		if typ == t.Any {
			continue
		}
		if t.By == nil {
			t.By = map[string]string{}
		}
		t.By[dialect] = typ
	}
	return t
}
