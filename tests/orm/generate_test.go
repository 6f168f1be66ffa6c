package orm

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generator writes packages of random models: names with initialisms and digits,
// tags, embedded structs and relations, all of which every database takes.
type generator struct {
	*rand.Rand
	b      strings.Builder
	used   map[string]bool // the names of the structs, in small letters
	keys   []key           // of the structs written so far
	fields map[string]bool // of the struct that is being written
	unique int
}

// key is a struct that others can refer to.
type key struct{ name, typ, tag string }

func newGenerator(seed uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, 0)), used: map[string]bool{}}
}

var words = strings.Fields("User Order HTTP API ID URL JSON Item Line Post Tag Mp3 V2 UUID Xml IPv4 SHA256 Status Person Category Box Child Note City Key OAuth Day UTF8 Sheep")

func (g *generator) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// name makes a name that is not among those used.
func (g *generator) name(used map[string]bool) string {
	for {
		name := ""
		for range 1 + g.IntN(3) {
			name += g.pick(words...)
		}
		if low := strings.ToLower(name); !used[low] && low != "id" && low != "status" {
			used[low] = true
			return name
		}
	}
}

func (g *generator) line(format string, args ...any) { fmt.Fprintf(&g.b, format+"\n", args...) }

// number tells things apart that share a database, such as checks.
func (g *generator) number() int {
	g.unique++
	return g.unique
}

const gormHead = `package models

import (
	"database/sql"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/gorm"
)

type Status string
type Level uint8

type MixA struct {
	CreatedAt time.Time
	MixNote   string ` + "`gorm:\"size:40;not null;default:none\"`" + `
}

type MixB struct {
	ByUser   sql.NullInt64 ` + "`gorm:\"index\"`" + `
	MixPrice decimal.Decimal ` + "`gorm:\"type:decimal(8,2)\"`" + `
}

var _ uuid.UUID
`

// gormModels writes a package of n models, with a function that makes the tables.
func gormModels(seed uint64, n int) string {
	g := newGenerator(seed)
	g.b.WriteString(gormHead)
	var all []string
	for range n {
		all = append(all, "&"+g.gormModel()+"{}")
	}
	g.line("func Migrate(db *gorm.DB) error {\n\treturn db.AutoMigrate(%s)\n}", strings.Join(all, ", "))
	return g.b.String()
}

func (g *generator) gormModel() string {
	name := g.name(g.used)
	g.fields = map[string]bool{"mixnote": true, "mixprice": true, "byuser": true, "createdat": true, "updatedat": true, "deletedat": true}
	g.line("\ntype %s struct {", name)
	own := key{name: name}
	switch style := g.IntN(10); {
	case style < 4:
		g.line("\tgorm.Model")
		own.typ = "uint"
	case style < 7:
		own.typ = g.pick("uint", "int", "int64", "uint32")
		g.line("\tID %s", own.typ)
	case style < 8:
		own.typ = "string"
		g.line("\tID string `gorm:\"size:30\"`")
	case style < 9:
		g.line("\tTenantID uint `gorm:\"primaryKey\"`\n\tNum int32 `gorm:\"primaryKey;autoIncrement:false\"`")
	default:
		own.typ = "int32"
		g.line("\tMixA\n\tID int32")
	}
	if g.chance(30) {
		g.line("\tIn%s MixB `gorm:\"embedded;embeddedPrefix:in_\"`", g.pick("Ner", "Side"))
	}
	for range 2 + g.IntN(7) {
		g.gormField()
	}
	for range g.IntN(3) {
		g.gormRelation(own)
	}
	g.line("}")
	if own.typ != "" {
		g.keys = append(g.keys, own)
	}
	return name
}

// gormField writes a column.
func (g *generator) gormField() {
	name := g.name(g.fields)
	typ := g.pick("string", "string", "Status", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "Level", "bool", "float32",
		"float64", "time.Time", "[]byte", "*string", "*int64", "*time.Time", "sql.NullString", "sql.NullInt32", "sql.NullBool", "sql.NullTime", "sql.NullFloat64",
		"sql.Null[int16]", "uuid.UUID", "decimal.Decimal", "gorm.DeletedAt")
	var tags []string
	add := func(percent int, tag string) {
		if g.chance(percent) {
			tags = append(tags, tag)
		}
	}
	add(15, "not null")
	add(10, "comment:what it's for")
	add(10, fmt.Sprintf("column:%s%d", g.pick("col_", "Weird", "c"), g.number()))
	switch {
	case strings.Contains(typ, "tring") || typ == "Status":
		tags = append(tags, g.pick("size:20", "size:100", "size:191", "type:varchar(30)", "type:char(4)"))
		add(10, "default:"+g.pick("abc", "'x y'", "''"))
		add(10, "unique")
		add(15, g.pick("index", "uniqueIndex", "index:,sort:desc", "index:,unique", "index:,composite:pair", fmt.Sprintf("index:idx_own_%d", g.number())))
	case strings.Contains(strings.ToLower(typ), "int") && typ != "gorm.DeletedAt":
		add(10, "default:7")
		add(10, "unique")
		add(15, g.pick("index", "uniqueIndex", "index:,sort:desc", "index:,composite:pair", "index:,composite:pair,priority:3"))
		add(10, "size:"+g.pick("8", "16", "24", "32", "64"))
	case typ == "bool":
		add(30, "default:"+g.pick("true", "false"))
	case strings.HasPrefix(typ, "float"):
		add(20, "precision:10;scale:2")
		add(10, "default:1.25")
		if g.chance(20) {
			n := g.number()
			tags = append(tags, fmt.Sprintf("column:f_%d;check:%sf_%d > 0", n, g.pick("", fmt.Sprintf("chk_own_%d,", n)), n))
		}
	case strings.Contains(typ, "Time"):
		add(20, "precision:"+g.pick("0", "3", "6"))
		add(10, "index")
	case typ == "[]byte":
		add(30, "size:"+g.pick("16", "300", "70000"))
	case typ == "decimal.Decimal":
		tags = append(tags, "type:numeric(12,4)")
	case typ == "uuid.UUID":
		tags = append(tags, "type:char(36)")
	}
	if g.chance(4) {
		tags = []string{g.pick("-", "-:migration", "-:all")}
	}
	g.line("\t%s %s%s", name, typ, gormTag(tags))
}

func gormTag(tags []string) string {
	if len(tags) == 0 {
		return ""
	}
	return " `gorm:\"" + strings.Join(tags, ";") + "\"`"
}

// gormRelation writes a field that refers to a struct written before, or to the
// same one.
func (g *generator) gormRelation(own key) {
	name := "Rel" + g.name(g.fields)
	constraint := g.pick("", "", " `gorm:\"constraint:OnDelete:CASCADE\"`", " `gorm:\"constraint:OnUpdate:CASCADE,OnDelete:SET NULL\"`", " `gorm:\"constraint:-\"`")
	switch {
	case own.typ != "" && g.chance(25):
		g.line("\t%sRef *%s\n\t%s *%s `gorm:\"foreignKey:%sRef\"`", name, own.typ, name, own.name, name)
	case len(g.keys) == 0:
	case own.typ != "" && g.chance(40):
		target := g.keys[g.IntN(len(g.keys))]
		g.line("\t%s []%s%s `gorm:\"many2many:%s%d\"`", name, g.pick("", "*"), target.name, g.pick("join_", "Join"), g.number())
	default:
		target := g.keys[g.IntN(len(g.keys))]
		g.line("\t%sID *%s\n\t%s %s%s%s", name, target.typ, name, g.pick("", "*"), target.name, constraint)
	}
}

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
	g.fields = map[string]bool{"mixnote": true, "mixtags": true, "byuser": true, "createdat": true, "basemodel": true}
	own := key{name: name, typ: g.pick("int64", "int64", "int32", "int16", "string"), tag: ",pk,autoincrement"}
	if own.typ == "string" {
		own.tag = "type:varchar(30),pk"
	}
	g.line("\ntype %s struct {\n\tbun.BaseModel%s\n\tID %s `bun:\"%s\"`", name, g.pick("", fmt.Sprintf(" `bun:\"table:own_%d,alias:x\"`", g.number())), own.typ, own.tag)
	if g.chance(30) {
		g.line("\tMixA")
	}
	if g.chance(30) {
		g.line("\tInner MixB `bun:\"embed:in_\"`")
	}
	for range 2 + g.IntN(7) {
		g.bunField()
	}
	for range g.IntN(3) {
		g.bunRelation()
	}
	g.line("}")
	g.keys = append(g.keys, own)
	return name
}

// bunField writes a column.
func (g *generator) bunField() {
	name := g.name(g.fields)
	typ := g.pick("string", "string", "Status", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "bool", "float32", "float64",
		"time.Time", "[]byte", "*string", "*int64", "*time.Time", "sql.NullString", "sql.NullInt32", "sql.NullBool", "sql.NullTime", "sql.NullFloat64",
		"json.RawMessage", "map[string]any", "[]string", "MixB", "bun.NullTime")
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
	case strings.Contains(strings.ToLower(typ), "int"):
		add(10, "default:7")
		add(10, "unique")
		add(10, g.pick("type:bigint", "type:integer", "type:decimal(10,2)"))
	case typ == "bool":
		add(30, "default:"+g.pick("true", "false"))
	case typ == "time.Time":
		add(20, g.pick("type:date", "soft_delete", "default:current_timestamp"))
	}
	if g.chance(5) {
		tag = g.pick("-", ",scanonly")
	}
	if tag != "" {
		tag = " `bun:\"" + tag + "\"`"
	}
	g.line("\t%s %s%s", name, typ, tag)
}

// bunRelation writes a field that refers to a struct written before.
func (g *generator) bunRelation() {
	if len(g.keys) == 0 {
		return
	}
	target := g.keys[g.IntN(len(g.keys))]
	name, n := "Rel"+g.name(g.fields), g.number()
	sized := ""
	if target.typ == "string" {
		sized = ",type:varchar(30)"
	}
	action := g.pick("", "", ",on_delete:cascade", ",on_update:cascade,on_delete:set null")
	g.line("\t%sKey *%s `bun:\"rel_%d%s\"`\n\t%s *%s `bun:\"rel:belongs-to,join:rel_%d=id%s\"`", name, target.typ, n, sized, name, target.name, n, action)
}
