package gostruct

import (
	"path"
	"slices"
	"strings"

	"github.com/limbeck/migrate/internal/spelling"
	"github.com/limbeck/migrate/models/gostruct/internal/source"
)

// flavor is whose rules a struct follows.
type flavor int

const (
	plainFlavor flavor = iota
	gormFlavor
	bunFlavor
)

// candidate is a struct that may be a model, with what speaks for it.
type candidate struct {
	decl *source.Decl
	typ  *source.Type

	marked     string // //migrate:model, ignore or mixin
	tagged     bool   // a field says something about a column
	gormish    bool   // by GORM's tags or types
	bunBase    bool   // it embeds bun.BaseModel, or is handed to Bun's RegisterModel
	bunTags    bool
	settled    bool              // TableName(), table settings, AutoMigrate, or a relation of a GORM model points to it
	registered bool              // it is handed to an ORM
	callers    []*source.Package // that hand it over
	given      tableNames
	target     bool // a relation points to it
	keyed      bool // it has a primary key of its own
	embeds     []string

	tableFunc tableFunc
	flavor    flavor
	verdict   verdict
	skipping  string // why it is no model
	disputed  bool   // an error says that it could be either
}

// verdict is what a candidate turned out to be.
type verdict int

const (
	notModel verdict = iota
	isModel
	isMixin
)

// tableFunc is what a TableName method says.
type tableFunc struct {
	method *source.Method
	own    bool // not promoted from an embedded struct
}

const directive = "//migrate:"

var marks = []string{"model", "ignore", "mixin"}

// newCandidate reads what a struct's declaration says; nil when it is no struct.
func (r *reader) newCandidate(d *source.Decl) *candidate {
	c := &candidate{decl: d}
	if c.marked = r.mark(d); c.marked == "" {
		c.marked = r.listed(d)
	}
	if c.marked == "ignore" || c.marked == excluded {
		return c
	}
	if c.typ = d.Type(); c.typ.Kind != source.Named || c.typ.Under().Kind != source.Struct {
		return nil
	}
	if m := tableNameMethod(c.typ); m != nil {
		c.tableFunc = tableFunc{method: m, own: m.Owner == c.typ}
	}
	c.settled = c.marked == "model" || c.tableFunc.own
	c.readFields(c.typ, false, 0)
	c.settled = c.settled || c.bunBase
	return c
}

// excluded is the mark of a struct that a pattern of the configuration takes out.
const excluded = "exclude"

// listed returns what the patterns of the configuration say of a struct.
func (r *reader) listed(d *source.Decl) string {
	matches := func(glob string) bool {
		byName, _ := path.Match(glob, d.Name)
		qualified, _ := path.Match(glob, d.Pkg.Name+"."+d.Name)
		return byName || qualified
	}
	mark := ""
	for _, glob := range r.opts.Include {
		if matches(glob) {
			r.included[glob], mark = true, "model"
		}
	}
	if slices.ContainsFunc(r.opts.Exclude, matches) {
		return excluded
	}
	return mark
}

// mark returns the directive in a type's comment.
func (r *reader) mark(d *source.Decl) string {
	mark := ""
	for _, line := range d.Doc {
		word, ok := strings.CutPrefix(line.Text, directive)
		if !ok {
			continue
		}
		word = strings.TrimSpace(word)
		switch {
		case mark != "":
			r.errs.add(d.Origin(), "%s has two directives, %s%s and %s%s", d.Name, directive, mark, directive, word)
		case word == "model" || word == "ignore" || word == "mixin":
			mark = word
		default:
			r.errs.add(d.Origin(), "unknown directive %s%s%s", directive, word, spelling.DidYouMean(word, marks))
		}
	}
	return mark
}

// readFields gathers what the fields of a struct say. Those of embedded structs
// speak for the struct only when these can't be models themselves.
func (c *candidate) readFields(t *source.Type, embedded bool, depth int) {
	for _, f := range t.Fields() {
		tag, _ := parseStructTag(f.Tag)
		if f.Name == "_" {
			c.settled = c.settled || !embedded && tag["migrate"] != ""
			continue
		}
		c.readTag(f, tag)
		if !f.Embedded && !flattened(tag) || depth > maxNesting {
			continue
		}
		inner := f.Type.Indirect()
		switch inner.Kind {
		case source.Opaque, source.Unresolved:
			c.readForeign(inner)
		case source.Named:
			c.embeds = append(c.embeds, inner.ID())
			c.readForeign(inner)
		case source.Struct:
			c.readFields(inner, true, depth+1)
		}
	}
}

// flattened reports whether a field's own fields become columns.
func flattened(tag structTag) bool {
	if own := tag["migrate"]; strings.Contains(own, "prefix") || strings.Contains(own, "embed") {
		set, _ := parseSettings(own, fieldKeys)
		if _, prefixed := set.get("prefix"); prefixed || set.on("embed") {
			return true
		}
	}
	if !strings.Contains(strings.ToUpper(tag["gorm"]), "EMBEDDED") {
		return false
	}
	_, ok := parseGormTag(tag["gorm"], ";")["EMBEDDED"]
	return ok
}

// readForeign notes the embedded types that mean a model wherever they stand.
func (c *candidate) readForeign(t *source.Type) {
	switch {
	case t.Path == "gorm.io/gorm" && t.Name == "Model":
		c.gormish, c.tagged, c.keyed = true, true, true
	case isBunBase(t):
		c.bunBase = true
	}
}

// readTag notes what one field's tags say about its column.
func (c *candidate) readTag(f *source.Field, tag structTag) {
	inner := f.Type.Indirect()
	if inner.Path == "gorm.io/gorm" && inner.Name == "DeletedAt" {
		c.gormish, c.tagged = true, true
	}
	if strings.EqualFold(f.Name, "id") {
		c.keyed = true
	}
	if g, ok := tag["gorm"]; ok && strings.TrimSpace(g) != "-" {
		set := parseGormTag(g, ";")
		c.gormish, c.tagged = true, true
		c.keyed = c.keyed || truth(set["PRIMARYKEY"]) || truth(set["PRIMARY_KEY"])
	}
	if m, ok := tag["migrate"]; ok && strings.TrimSpace(m) != "-" {
		set, _ := parseSettings(m, fieldKeys)
		c.tagged = true
		c.keyed = c.keyed || set.on("primary_key")
	}
	if db, ok := tag["db"]; ok && db != "-" {
		c.tagged = true
		c.keyed = c.keyed || db == "id"
	}
	if text, ok := tag["bun"]; ok && text != "-" {
		key := parseBunTag(text).has("pk")
		c.bunTags = true
		c.keyed, c.tagged = c.keyed || key, c.tagged || key // without a key it may as well be the row of a query
	}
}
