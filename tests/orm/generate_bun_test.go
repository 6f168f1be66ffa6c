package orm

import (
	"fmt"
	"strings"
)

const bunHead = `package models

import (
	"database/sql"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"
)

type Status string

type MixA struct {
	CreatedAt time.Time ` + "`bun:\",nullzero,notnull,default:current_timestamp\"`" + `
	MixNote   string ` + "`bun:\"type:varchar(40)\"`" + `
}

type MixB struct {
	ByUser   sql.NullInt64
	MixTags  []string
	Deep     MixC ` + "`bun:\"embed:deep_\"`" + `
}

type MixC struct {
	SeenAt time.Time ` + "`bun:\",notnull\"`" + `
	SeenIP string    ` + "`bun:\"seen_ip,type:varchar(45),unique\"`" + `
}
`

// bunModels writes a package of n models, listed in the order of creation.
func bunModels(seed uint64, n int) string {
	g := newGenerator(seed)
	g.b.WriteString(bunHead)
	var all []string
	for range n {
		all = append(all, "(*"+g.bunModel()+")(nil)")
	}
	g.line("var _ json.RawMessage\n\nvar Models = []any{%s}", strings.Join(all, ", "))
	return g.b.String()
}

func (g *generator) bunModel() string {
	name := g.name(g.used)
	g.fields = map[string]bool{"mixnote": true, "mixtags": true, "byuser": true, "createdat": true, "basemodel": true, "inner": true, "paira": true, "pairb": true, "num": true, "tenantid": true}
	own := key{name: name, typ: g.pick("int64", "int64", "int32", "int16", "string"), tag: ",pk,autoincrement"}
	if own.typ == "string" {
		own.tag = "type:varchar(30),pk"
	}
	own.composite = g.chance(12)
	g.line("\ntype %s struct {\n\tbun.BaseModel%s", name, g.pick("", fmt.Sprintf(" `bun:\"table:own_%d,alias:x\"`", g.number())))
	if own.composite {
		g.line("\tTenantID int64 `bun:\",pk\"`\n\tNum int32 `bun:\"num,pk\"`")
	} else {
		g.line("\tID %s `bun:\"%s\"`", own.typ, own.tag)
	}
	if g.chance(30) {
		g.line("\tMixA")
	}
	if g.chance(30) {
		g.line("\tInner MixB `bun:\"embed:in_\"`")
	}
	if g.chance(15) {
		n := g.number()
		g.line("\tPairA int64 `bun:\"pair_a,unique:pair_%d\"`\n\tPairB string `bun:\"pair_b,type:varchar(20),unique:pair_%[1]d,notnull\"`", n)
	}
	for range 2 + g.IntN(7) {
		g.bunField()
	}
	for range g.IntN(3) {
		g.bunRelation(own)
	}
	g.line("}")
	if !own.composite {
		g.keys = append(g.keys, own)
	}
	return name
}

// bunField writes a column.
func (g *generator) bunField() {
	name := g.name(g.fields)
	typ := g.pick("string", "string", "Status", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "bool", "float32", "float64",
		"time.Time", "[]byte", "*string", "*int64", "*time.Time", "sql.NullString", "sql.NullInt32", "sql.NullBool", "sql.NullTime", "sql.NullFloat64",
		"json.RawMessage", "map[string]any", "[]string", "MixB", "bun.NullTime", "*bool", "[]int", "[]MixC", "*MixC", "time.Duration", "[]byte", "any", "*float64", "*Status")
	tag := g.pick("", "", "", fmt.Sprintf("own_%d", g.number()))
	add := func(percent int, option string) {
		if g.chance(percent) {
			tag += "," + option
		}
	}
	add(15, "notnull")
	add(10, "nullzero")
	switch {
	case strings.Contains(typ, "tring") && !strings.ContainsAny(typ, "[]") || typ == "Status":
		add(40, g.pick("type:varchar(20)", "type:char(4)", "type:varchar"))
		add(10, "default:'x y'")
		add(15, g.pick("unique", "unique", fmt.Sprintf("unique:own_uq_%d", g.number())))
	case typ == "sql.NullInt32": // a struct to Bun
	case strings.HasPrefix(typ, "[]string"), strings.HasPrefix(typ, "[]int"):
		add(30, "array")
	case strings.Contains(strings.ToLower(typ), "int"):
		add(10, "default:7")
		add(10, "unique")
		add(10, g.pick("type:bigint", "type:integer", "type:decimal(10,2)"))
	case strings.HasSuffix(typ, "bool"):
		add(30, "default:"+g.pick("true", "false"))
	case typ == "time.Time":
		add(20, g.pick("type:date", "soft_delete", "default:current_timestamp", "notnull,default:current_timestamp"))
	case typ == "bun.NullTime":
		add(20, "soft_delete,nullzero")
	case strings.HasPrefix(typ, "map"):
		add(20, g.pick("json_use_number", "msgpack", "type:json"))
	case typ == "any":
		tag += ",type:text"
	case strings.HasSuffix(typ, "float64"):
		add(20, g.pick("type:decimal(10,3)", "default:1.5", "default:0"))
	}
	if g.chance(5) {
		tag = g.pick("-", ",scanonly")
	}
	if tag != "" {
		tag = " `bun:\"" + tag + "\"`"
	}
	g.line("\t%s %s%s", name, typ, tag)
}

// bunRelation writes a field that refers to a struct written before, or to the
// same one.
func (g *generator) bunRelation(own key) {
	if len(g.keys) == 0 {
		return
	}
	target := g.keys[g.IntN(len(g.keys))]
	name, n := "Rel"+g.name(g.fields), g.number()
	if !own.composite && g.chance(20) {
		target = own
	}
	action := g.pick("", "", ",on_delete:cascade", ",on_update:cascade,on_delete:set null")
	switch {
	case !own.composite && g.chance(15): // the other side of what the same struct has
		g.line("\t%sKey *%s `bun:\"rel_%d%s\"`\n\t%s []%s `bun:\"rel:has-many,join:id=rel_%d\"`", name, own.typ, n, sizedBun(own), name, own.name, n)
	default:
		g.line("\t%sKey *%s `bun:\"rel_%d%s\"`\n\t%s *%s `bun:\"rel:belongs-to,join:rel_%d=id%s\"`", name, target.typ, n, sizedBun(target), name, target.name, n, action)
	}
}

func sizedBun(target key) string {
	if target.typ == "string" {
		return ",type:varchar(30)"
	}
	return ""
}
