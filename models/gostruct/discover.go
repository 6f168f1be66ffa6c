package gostruct

import (
	"slices"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
)

// findModels loads the packages and decides which structs are models. Its error
// is about packages; what is wrong with a struct is noted.
func (r *reader) findModels() error {
	var listed []listing
	var errs Errors
	for _, pattern := range r.opts.Packages {
		found, err := r.loader.Match(pattern)
		if err != nil {
			errs.addAll(err)
			continue
		}
		if len(found) == 0 {
			errs.add("", "package %q: there are no Go files in or below that folder", pattern)
		}
		for _, p := range found {
			known := slices.ContainsFunc(listed, func(l listing) bool { return slices.Contains(l.packages, p) })
			if !known {
				r.addPackage(p)
			}
		}
		listed = append(listed, listing{pattern, found})
	}
	for _, glob := range r.opts.Include {
		if !r.included[glob] {
			errs.add("", "[models] include: no struct of the packages is called %q: a pattern is matched with \"Name\" and with \"package.Name\"", glob)
		}
	}
	if err := errs.orNil(); err != nil {
		return err
	}
	r.refuseOldGORM(listed)
	r.readCalls(listed)
	r.classify()
	r.collectModels()
	for _, l := range listed {
		if !slices.ContainsFunc(r.candidates, l.models) && len(r.errs) == 0 {
			errs.add("", "package %q: no models were found: a struct is one when a field has a migrate, gorm or db tag, when it embeds bun.BaseModel, when it has a TableName() method, or when its comment says //migrate:model", l.pattern)
		}
	}
	return errs.orNil()
}

// refuseOldGORM: models of GORM v1 have tags that look the same, but make other
// tables.
func (r *reader) refuseOldGORM(listed []listing) {
	for _, l := range listed {
		for _, p := range l.packages {
			origin := p.Importing("github.com/jinzhu/gorm")
			if origin != "" && slices.ContainsFunc(r.candidates, func(c *candidate) bool { return c.gormish && c.decl.Pkg == p }) {
				r.errs.add(origin, "these are models of GORM v1 (github.com/jinzhu/gorm), which made other types, indexes and constraints of its tags: move them to gorm.io/gorm, or take the tables from SQL (`migrate inspect --format sql`, then sql = [\"schema.sql\"] under [models])")
			}
		}
	}
}

// listing is what one entry of Options.Packages names.
type listing struct {
	pattern  string
	packages []*source.Package
}

// models reports whether a struct is a model, or part of one, of the listing: its
// own, or one that it hands to an ORM.
func (l listing) models(c *candidate) bool {
	own := func(p *source.Package) bool { return slices.Contains(l.packages, p) }
	return c.verdict != notModel && (own(c.decl.Pkg) || slices.ContainsFunc(c.callers, own))
}

func (r *reader) addPackage(p *source.Package) {
	for _, d := range p.Types {
		r.addType(d)
	}
}

func (r *reader) addType(d *source.Decl) {
	if c := r.newCandidate(d); c != nil {
		r.candidates = append(r.candidates, c)
		r.byType[d.Type().ID()] = c
	}
}

// classify decides what each candidate is.
func (r *reader) classify() {
	for _, c := range r.candidates {
		r.inherit(c, c, map[string]bool{})
	}
	for _, c := range r.candidates {
		switch {
		case c.marked == "ignore":
			c.skipping = "it is marked //migrate:ignore"
		case c.marked == excluded:
			c.skipping = "[models] exclude takes it out"
		case c.marked == "mixin":
			c.verdict = isMixin
		case c.decl.Generic():
			c.skipping = "it is generic: only what embeds it can be a table"
		case c.settled || c.tagged:
			c.verdict = isModel
		}
	}
	r.spread()
	r.findMixins()
	r.spread()
	for _, c := range r.candidates {
		c.flavor = r.flavorOf(c)
	}
}

// inherit adds to c what the structs that it embeds, and those that they embed,
// mean for it: all that they say when they can't be models themselves, else only
// whose rules they follow and whether they bring a key.
func (r *reader) inherit(c, from *candidate, seen map[string]bool) {
	for _, id := range slices.Clone(from.embeds) {
		if seen[id] {
			continue
		}
		seen[id] = true
		if x := r.byType[id]; x != nil && x.typ != nil {
			r.inherit(c, x, seen)
			c.gormish, c.bunBase, c.keyed = c.gormish || x.gormish, c.bunBase || x.bunBase, c.keyed || x.keyed
			if c != from {
				c.embeds = append(c.embeds, id)
			}
			continue
		}
		if t := r.typeByID(from.typ, id); t != nil { // of a package that is not listed, or generic
			foreign := &candidate{typ: t, decl: t.Decl}
			foreign.readFields(t, true, 1)
			r.inherit(foreign, foreign, seen)
			c.gormish, c.bunBase = c.gormish || foreign.gormish, c.bunBase || foreign.bunBase
			c.keyed, c.tagged = c.keyed || foreign.keyed, c.tagged || foreign.tagged
		}
	}
}

// typeByID returns the embedded type of a struct that has this ID.
func (r *reader) typeByID(t *source.Type, id string) *source.Type {
	for _, f := range t.Fields() {
		if inner := f.Type.Indirect(); inner.Kind == source.Named && inner.ID() == id {
			return inner
		}
	}
	return nil
}

// spread makes models of the structs that relations of GORM models point to, and
// notes which structs any relation points to.
func (r *reader) spread() {
	for changed := true; changed; {
		changed = false
		for _, c := range r.candidates {
			if c.verdict == notModel {
				continue
			}
			for _, x := range r.targets(c.typ, 0) {
				if c.gormish && x.verdict == notModel && x.skipping == "" {
					x.verdict, changed = isModel, true
				}
				if c.gormish && !x.gormish {
					x.gormish, changed = true, true
				}
				x.target = x.target || x.keyed
				x.settled = x.settled || c.gormish
			}
		}
	}
}

// targets returns the candidates that the fields of a struct, and of those that
// it embeds, refer to.
func (r *reader) targets(in *source.Type, depth int) []*candidate {
	var out []*candidate
	for _, f := range in.Fields() {
		t := f.Type.Indirect()
		for t.Kind == source.Slice || t.Kind == source.Array {
			t = t.Elem.Indirect()
		}
		if t.Kind != source.Named && t.Kind != source.Struct {
			continue
		}
		tag, _ := parseStructTag(f.Tag)
		if (f.Embedded || flattened(tag)) && depth < maxNesting {
			out = append(out, r.targets(f.Type.Indirect(), depth+1)...)
			continue
		}
		x := r.byType[t.ID()]
		if x == nil || x.typ == nil || !f.Exported() || tag["db"] == "-" {
			continue
		}
		gorm := parseGormTag(tag["gorm"], ";")
		stored := gorm["SERIALIZER"] != "" || gorm["JSON"] != "" || gorm["TYPE"] != "" || gorm["-"] != ""
		if !stored && !hasValuer(t) && t.Method("GormDataType") == nil {
			out = append(out, x)
		}
	}
	return out
}

// findMixins tells the structs that others embed from models, and makes models of
// those that have a model's fields only by embedding.
func (r *reader) findMixins() {
	for _, x := range r.candidates {
		if x.verdict == isModel && !x.settled && !x.target {
			r.judgeMixin(x)
		}
	}
	for _, c := range r.candidates {
		if c.verdict == notModel && c.skipping == "" {
			r.judgeEmbedder(c)
		}
	}
	for _, x := range r.candidates { // what became a model only now may embed another
		if x.verdict == isModel && !x.settled && !x.target {
			r.judgeMixin(x)
		}
	}
	for _, c := range r.candidates {
		if c.verdict == isModel && !c.settled {
			r.judgeExtension(c)
			r.judgeRow(c)
		}
	}
}

// embedders returns the candidates that embed x, at any depth.
func (r *reader) embedders(x *candidate) (models, others []*candidate) {
	id := x.typ.ID()
	for _, c := range r.candidates {
		if c == x || !slices.Contains(c.embeds, id) || c.marked == "ignore" || c.marked == "mixin" {
			continue
		}
		if c.verdict == isModel {
			models = append(models, c)
		} else {
			others = append(others, c)
		}
	}
	return models, others
}

// onlyEmbedded reports whether models embed a struct.
func (r *reader) onlyEmbedded(c *candidate) bool {
	models, _ := r.embedders(c)
	return len(models) > 0
}

// judgeMixin decides whether a struct that has tags, but nothing else that makes
// it a table, is only there to be embedded.
func (r *reader) judgeMixin(x *candidate) {
	models, others := r.embedders(x)
	sure := slices.ContainsFunc(models, func(c *candidate) bool { return c.settled || c.gormish })
	switch {
	case sure || len(models) > 0 && !x.keyed:
		x.verdict = isMixin
	case !x.keyed && slices.ContainsFunc(others, func(c *candidate) bool { return c.keyed }):
		x.verdict = isMixin
	case x.keyed && len(models)+len(others) > 0:
		by := append(models, others...)[0]
		x.disputed = true
		r.errs.add(x.decl.Origin(), "%s has a key of its own and is embedded in %s (%s): is it a table or a mixin? Say //migrate:mixin in its comment, or //migrate:model, or //migrate:ignore in that of %s",
			x.decl.Name, by.decl.Name, by.decl.Origin(), by.decl.Name)
	}
}

// judgeEmbedder decides whether a struct without tags is a model by what it embeds.
func (r *reader) judgeEmbedder(c *candidate) {
	for _, id := range c.embeds {
		x := r.byType[id]
		switch {
		case x == nil || x.typ == nil:
		case x.verdict == isModel && c.skipping == "":
			c.skipping = "it embeds the model " + x.decl.Name + " and has no tags of its own"
			if x.settled { // what that one embeds is no mixin of c's
				return
			}
		case x.verdict == isMixin && c.keyed:
			c.verdict = isModel
			return
		}
	}
}

// judgeExtension takes out a struct with tags that embeds a model: most often it
// is the row of a query, not a table.
func (r *reader) judgeExtension(c *candidate) {
	for _, id := range c.embeds {
		x := r.byType[id]
		if x == nil || x.verdict != isModel || x.disputed {
			continue
		}
		switch {
		case c.tableFunc.method != nil:
			c.verdict, c.skipping = notModel, "it embeds the model "+x.decl.Name+" and has its table name from there"
		case c.bunTags && !c.gormish, c.gormish && x.settled && !c.target:
			c.verdict, c.skipping = notModel, "it embeds the model "+x.decl.Name+": it is the row of a query"
		case !c.gormish && x.keyed && !c.target:
			r.errs.add(c.decl.Origin(), "%s embeds the model %s (%s): is it a table of its own, or the row of a query? Say //migrate:model or //migrate:ignore in its comment",
				c.decl.Name, x.decl.Name, x.decl.Origin())
		}
		return
	}
}

// flavorOf returns whose rules a struct follows: those of the ORM whose tags it
// has, or, of a struct without tags, those of the models around it.
func (r *reader) flavorOf(c *candidate) flavor {
	switch {
	case c.bunBase:
		return bunFlavor
	case c.gormish:
		return gormFlavor
	case c.bunTags:
		return bunFlavor
	case !c.tagged && r.amongGorm(c):
		return gormFlavor
	case !c.tagged && r.amongBun(c):
		return bunFlavor
	}
	return plainFlavor
}

// amongBun reports whether a struct's package has Bun models.
func (r *reader) amongBun(c *candidate) bool {
	return slices.ContainsFunc(r.candidates, func(o *candidate) bool { return o.bunBase && o.decl.Pkg == c.decl.Pkg })
}

// amongGorm reports whether a struct's package has GORM models.
func (r *reader) amongGorm(c *candidate) bool {
	return slices.ContainsFunc(r.candidates, func(o *candidate) bool { return o.gormish && o.decl.Pkg == c.decl.Pkg })
}

// collectModels lists what is a model, and what looks like one and is not.
func (r *reader) collectModels() {
	for _, c := range r.candidates {
		switch {
		case c.verdict == isModel:
			r.models = append(r.models, r.tablesOf(c)...)
		case c.verdict == isMixin, c.skipping == "" && c.bunTags && r.onlyEmbedded(c):
			r.result.Skipped = append(r.result.Skipped, Skipped{c.name(), c.decl.Origin(), "it is a mixin: its columns are those of the structs that embed it"})
		case c.skipping != "":
			r.result.Skipped = append(r.result.Skipped, Skipped{c.name(), c.decl.Origin(), c.skipping})
		case c.bunTags:
			r.result.Skipped = append(r.result.Skipped, Skipped{c.name(), c.decl.Origin(), "it has bun tags, but neither bun.BaseModel nor a primary key: say //migrate:model in its comment if it is a table"})
		case c.keyed && r.amongGorm(c):
			r.result.Skipped = append(r.result.Skipped, Skipped{c.name(), c.decl.Origin(), "it has no tags, and no model refers to it: say //migrate:model in its comment if it is a table"})
		}
	}
}
