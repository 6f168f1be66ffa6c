package orm

import (
	"fmt"
	"strings"
)

const gormHead = `package models

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"gorm.io/datatypes"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

type Status string
type Level uint8
type Moment time.Time

type Words []string

func (w Words) Value() (driver.Value, error) {
	if len(w) == 0 {
		return "", nil
	}
	return strings.Join(w, ","), nil
}

type Doc struct{ Title string }

func (d Doc) Value() (driver.Value, error) {
	b, err := json.Marshal(d)
	return string(b), err
}

type Cents int64

func (c Cents) Value() (driver.Value, error) {
	if c == 0 {
		return nil, nil
	}
	return float64(c) / 100, nil
}

type Tree map[string]any

func (Tree) GormDataType() string { return "json" }
func (Tree) GormDBDataType(db *gorm.DB, _ *schema.Field) string {
	if db.Dialector.Name() == "postgres" {
		return "jsonb"
	}
	return "json"
}

type MixA struct {
	CreatedAt time.Time
	MixNote   string ` + "`gorm:\"size:40;not null;default:none\"`" + `
}

type MixB struct {
	ByUser   sql.NullInt64 ` + "`gorm:\"index\"`" + `
	MixPrice decimal.Decimal ` + "`gorm:\"type:decimal(8,2)\"`" + `
	Seen     *MixC ` + "`gorm:\"embedded;embeddedPrefix:seen_\"`" + `
}

type MixC struct {
	SeenAt time.Time ` + "`gorm:\"precision:6\"`" + `
	SeenIP string ` + "`gorm:\"size:45;comment:whence\"`" + `
}

type Tracked struct {
	Track string ` + "`gorm:\"size:12;index:,sort:desc\"`" + `
	*MixC
}

type Base[K comparable] struct {
	ID K ` + "`gorm:\"primaryKey\"`" + `
	MixA
}

var (
	_ uuid.UUID
	_ datatypes.JSON
	_ decimal.Decimal
)
`

// gormModels writes a package of n models and those that they need, with a function
// that makes the tables.
func gormModels(seed uint64, n int) string {
	g := newGenerator(seed)
	g.b.WriteString(gormHead)
	var all []string
	for range n {
		all = append(all, "&"+g.gormModel()+"{}")
	}
	for _, name := range g.others {
		all = append(all, "&"+name+"{}")
	}
	g.line("func Migrate(db *gorm.DB) error {\n\treturn db.AutoMigrate(%s)\n}", strings.Join(all, ", "))
	return g.b.String()
}

func (g *generator) gormModel() string {
	name := g.name(g.used)
	g.fields = map[string]bool{}
	for _, taken := range strings.Fields("mixnote mixprice byuser seen seenat seenip track createdat updatedat deletedat id tenantid num mixa mixb mixc tracked base model tablename") {
		g.fields[taken] = true
	}
	out := g.b
	g.b = &strings.Builder{}
	own := g.gormKey(name)
	if g.chance(30) {
		g.line("\tIn%s MixB `gorm:\"embedded;embeddedPrefix:in_\"`", g.pick("Ner", "Side"))
	}
	if g.chance(10) {
		g.line("\t%s", g.pick("Tracked", "*Tracked"))
	}
	for range 2 + g.IntN(7) {
		g.gormField()
	}
	for range g.IntN(3) {
		g.gormRelation(own)
	}
	text, extra := g.b.String(), g.extra
	g.b, g.extra = out, ""
	g.line("\ntype %s struct {\n%s}\n%s", name, text, extra)
	if g.chance(10) {
		g.line("func (%s%s) TableName() string { return \"own_name_%d\" }", g.pick("", "*"), name, g.number())
	}
	g.keys = append(g.keys, own)
	return name
}

// gormKey writes the primary key of a model.
func (g *generator) gormKey(name string) key {
	own := key{name: name}
	switch style := g.IntN(12); {
	case style < 4:
		g.line("\tgorm.Model")
		own.typ = "uint"
	case style < 7:
		own.typ = g.pick("uint", "int", "int64", "uint32")
		g.line("\tID %s", own.typ)
	case style < 8:
		own.typ = "string"
		g.line("\tID string `gorm:\"size:30\"`")
	case style < 10:
		own.typ = "composite"
		g.line("\tTenantID uint `gorm:\"primaryKey\"`\n\tNum int32 `gorm:\"primaryKey;autoIncrement:false\"`")
	case style < 11:
		own.typ = g.pick("int64", "uint32")
		g.line("\tBase[%s]", own.typ)
	default:
		own.typ = "int32"
		g.line("\tMixA\n\tID int32")
	}
	return own
}

// gormKinds are the columns that there may be: types, what their tags always say,
// and what they may say.
var gormKinds = []struct {
	types          string // separated by spaces
	always, choice []string
	chance         int // of each choice
}{
	{
		"string string *string Status sql.NullString sql.Null[string] Words",
		[]string{"size:20", "size:100", "size:191", "type:varchar(30)", "type:char(4)", "type:string;size:40"},
		[]string{
			"default:abc", "default:'x y'", "default:''", "default:it's", "default:ünï", "unique", "index", "uniqueIndex", "index:,sort:desc", "index:,unique",
			"index:,composite:pair", "index:idx_own_%d", "index:,where:1 = 1", "uniqueIndex:,composite:three,priority:2", "index;index:idx_two_%d,priority:1",
		}, 4,
	},
	{"string []byte Doc", []string{"type:text", "type:text;not null"}, nil, 0},
	{
		"int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 Level *int64 sql.NullInt16 sql.NullInt32 sql.NullInt64 sql.NullByte sql.Null[int16] time.Duration",
		nil,
		[]string{
			"default:7", "default:0", "default:(1+2)", "default:null", "unique", "index", "uniqueIndex", "index:,sort:desc", "index:,composite:pair",
			"index:,composite:pair,priority:3", "uniqueIndex:,composite:three", "size:8", "size:16", "size:24", "size:32", "type:bigint", "type:smallint", "type:int",
		}, 4,
	},
	{"int int64 *int32", nil, []string{"default:-1", "type:decimal(12)"}, 20},
	{"bool *bool sql.NullBool", nil, []string{"default:true", "default:false", "index"}, 15},
	{"float32 float64 *float64 sql.NullFloat64", nil, []string{"precision:10;scale:2", "precision:9", "default:1.25", "default:-0.5", "type:decimal(10,3)", "index"}, 12},
	{"float64 float32", []string{"column:f_%d;check:f_%[1]d > 0", "column:f_%d;check:chk_own_%[1]d,f_%[1]d between 1 and 5"}, nil, 0},
	{"string", []string{"size:20;column:s_%d;check:s_%[1]d <> 'x'", "size:20;column:s_%d;check:chk_own_%[1]d,length(s_%[1]d) > 2;not null"}, nil, 0},
	{
		"time.Time *time.Time sql.NullTime sql.Null[time.Time] gorm.DeletedAt Moment *gorm.DeletedAt", nil,
		[]string{"precision:0", "precision:3", "precision:6", "index", "autoCreateTime", "autoUpdateTime:milli", "type:date", "index:,sort:desc"}, 8,
	},
	{"time.Time", []string{"precision:0;default:CURRENT_TIMESTAMP;not null", "type:timestamp;default:CURRENT_TIMESTAMP;not null"}, nil, 0},
	{"[]byte *[]byte [16]byte json.RawMessage", nil, []string{"size:16", "size:300", "size:70000"}, 15},
	{"decimal.Decimal Cents", []string{"type:numeric(12,4)", "type:decimal(20,8);default:0"}, nil, 0},
	{"uuid.UUID *uuid.UUID", []string{"type:char(36)", "type:char(36);uniqueIndex", "type:char(36);not null"}, nil, 0},
	{"[]string map[string]int Doc []Doc any", []string{"serializer:json", "serializer:json;size:300", "serializer:json;type:text"}, nil, 0},
	{"datatypes.JSON datatypes.JSONMap datatypes.JSONType[Doc] datatypes.JSONSlice[int] datatypes.Date Tree Cents", nil, []string{"not null"}, 15},
}

// gormField writes a column.
func (g *generator) gormField() {
	name := g.name(g.fields)
	kind := gormKinds[g.IntN(len(gormKinds))]
	typ := g.pick(strings.Fields(kind.types)...)
	var tags []string
	tag := func(text string) {
		if strings.Contains(text, "%") {
			text = fmt.Sprintf(text, g.number())
		}
		tags = append(tags, text)
	}
	if len(kind.always) > 0 {
		tag(g.pick(kind.always...))
	}
	for _, choice := range kind.choice {
		key, _, _ := strings.Cut(choice, ":")
		key, _, _ = strings.Cut(strings.Replace(key, "uniqueIndex", "ndex", 1), ";")
		if g.chance(kind.chance) && !strings.Contains(strings.Join(tags, ";"), strings.TrimPrefix(key, "i")) && !unfit(typ, choice) {
			tag(choice)
		}
	}
	said := strings.Join(tags, ";")
	if g.chance(12) && !strings.Contains(said, "null") {
		tag("not null")
	}
	if g.chance(8) {
		tag(g.pick("comment:what it's for", "comment:ä, \\\\; b", "<-:create", "->", "<-:false"))
	}
	if g.chance(8) && !strings.Contains(said, "column:") {
		tag("column:" + g.pick("col_", "Weird", "c") + "%d")
	}
	if g.chance(4) {
		out := g.pick("-", "-:migration", "-:all")
		if tags = append(tags, out); out != "-:migration" || strings.Contains(said, "check:") || strings.Contains(said, "ndex") || strings.Contains(strings.Join(tags, ";"), "comment:") {
			tags = []string{g.pick("-", "-:all")}
		}
	}
	written := ""
	if len(tags) > 0 {
		written = " `gorm:\"" + strings.Join(tags, ";") + "\"`"
	}
	g.line("\t%s %s%s", name, typ, written)
}

// unfit reports settings that no database takes for a type, or GORM refuses.
func unfit(typ, choice string) bool {
	switch {
	case strings.HasPrefix(choice, "default:") && typ == "Words":
		return true
	case strings.HasPrefix(choice, "auto"):
		return !strings.HasSuffix(typ, "time.Time")
	case strings.Contains(typ, "16]byte") && choice == "size:70000":
		return true
	}
	return false
}

var actions = []string{"", "", ";constraint:OnDelete:CASCADE", ";constraint:OnUpdate:CASCADE,OnDelete:SET NULL", ";constraint:-", ";constraint:OnDelete:NO ACTION"}

// gormRelation writes a field that refers to a struct written before, to the same
// one, or to one that is written for it.
func (g *generator) gormRelation(own key) {
	name := "Rel" + g.name(g.fields)
	numeric := own.typ != "composite" && own.typ != "string"
	var target key
	if len(g.keys) > 0 {
		target = g.keys[g.IntN(len(g.keys))]
	}
	switch way := g.IntN(9); {
	case way == 0 && own.typ != "composite":
		g.line("\t%sRef *%s\n\t%s *%s `gorm:\"foreignKey:%sRef%s\"`", name, own.typ, name, own.name, name, g.pick(actions...))
		if g.chance(40) {
			g.line("\t%sKids []%s `gorm:\"foreignKey:%sRef\"`", name, own.name, name)
		}
	case way == 1 && numeric:
		kid := g.kid("OwnerID %s\n\tOwnerType string `gorm:\"size:40\"`", own.typ)
		g.line("\t%s %s%s `gorm:\"polymorphic:Owner%s\"`", name, g.pick("", "*", "[]"), kid, g.pick("", ";polymorphicValue:x"))
	case way == 2 && own.typ != "composite":
		kid := g.kid("%sID *%s%s", own.name, own.typ, sizedAs(own))
		g.line("\t%s %s%s%s", name, g.pick("", "*", "[]", "[]*"), kid, constraintOnly(g.pick(actions...)))
	case way == 3 && own.typ == "composite":
		kid := g.kid("%sTenantID uint\n\t%[2]sNum int32", own.name)
		g.line("\t%s []%s%s", name, kid, constraintOnly(g.pick(actions...)))
	case way == 4:
		g.line("\t%s []*%s `gorm:\"many2many:peers_%d\"`", name, own.name, g.number())
	case target.name == "":
	case way == 5 && target.typ != "composite" && own.typ != "composite":
		g.line("\t%s []%s `gorm:\"many2many:custom_%d;foreignKey:ID;joinForeignKey:LeftRef;references:ID;joinReferences:RightRef\"`", name, target.name, g.number())
	case way == 6:
		g.line("\t%s []%s%s `gorm:\"many2many:%s%d%s\"`", name, g.pick("", "*"), target.name, g.pick("join_", "Join"), g.number(), strings.Replace(g.pick(actions...), "SET NULL", "CASCADE", 1))
	case target.typ == "composite":
		g.line("\t%sA uint\n\t%[1]sB int32\n\t%[1]s *%s `gorm:\"foreignKey:%[1]sA,%[1]sB;references:TenantID,Num%[3]s\"`", name, target.name, g.pick(actions...))
	default:
		g.line("\t%sID *%s%s\n\t%s %s%s%s", name, target.typ, sizedAs(target), name, g.pick("", "*"), target.name, constraintOnly(g.pick(actions...)))
	}
}

// sizedAs gives a column that refers to a text the size that the text has.
func sizedAs(target key) string {
	if target.typ == "string" {
		return " `gorm:\"size:30\"`"
	}
	return ""
}

func constraintOnly(action string) string {
	if action == "" {
		return ""
	}
	return " `gorm:\"" + action[1:] + "\"`"
}

// kid writes a struct that refers to the one that is being written, and returns
// its name.
func (g *generator) kid(format string, args ...any) string {
	name := fmt.Sprintf("Kid%d", g.number())
	g.others = append(g.others, name)
	g.extra += fmt.Sprintf("\ntype %s struct {\n\tID uint\n\t"+format+"\n\tNote string\n}\n", append([]any{name}, args...)...)
	return name
}
