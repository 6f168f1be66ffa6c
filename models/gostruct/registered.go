package gostruct

import (
	"slices"
	"strings"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
)

// registering are the calls whose arguments are models, and whose rules these
// follow then.
var registering = map[string]flavor{
	"AutoMigrate": gormFlavor, "CreateTable": gormFlavor, "SetupJoinTable": gormFlavor,
	"RegisterModel": bunFlavor, "ResetModel": bunFlavor, "NewCreateTable.Model": bunFlavor,
}

// adopting are those that only an ORM has: what they are called with is a model
// whatever package it is of.
var adopting = []string{"AutoMigrate", "NewCreateTable.Model"}

// registered are the names of registering, sorted, and the calls that each begins
// with.
var registered, registeredCalls = func() (names, calls []string) {
	for name := range registering {
		first, _, _ := strings.Cut(name, ".")
		names, calls = append(names, name), append(calls, first)
	}
	slices.Sort(names)
	slices.Sort(calls)
	return names, calls
}()

// readCalls notes the structs that the listed packages hand to an ORM, also those of
// other packages; where that leaves some undecided, also what the rest of the module
// hands over of them.
func (r *reader) readCalls(listed []listing) {
	var packages []*source.Package
	for _, l := range listed {
		packages = append(packages, l.packages...)
	}
	own := len(packages)
	if slices.ContainsFunc(r.candidates, func(c *candidate) bool { return c.undecided() }) {
		packages = append(packages, r.loader.Calling(registeredCalls, packages)...)
	}
	for i, p := range packages {
		r.readCallsOf(p, i < own)
	}
}

func (r *reader) readCallsOf(p *source.Package, listed bool) {
	p.Calls(registered, func(call source.Call) {
		t := call.Arg.Indirect()
		if listed && slices.Contains(adopting, call.Method) && t.Kind == source.Named && r.byType[t.Decl.Type().ID()] == nil {
			r.addType(t.Decl)
		}
		if c := r.byType[t.ID()]; c != nil && c.typ != nil {
			c.settled, c.registered = true, true
			c.callers = append(c.callers, p)
			c.given.add(call)
			c.gormish = c.gormish || registering[call.Method] == gormFlavor
			c.bunBase = c.bunBase || registering[call.Method] == bunFlavor
		}
	})
}

// tableNames are those of a struct that AutoMigrate makes tables of.
type tableNames struct {
	own      bool     // the struct's
	named    []string // those that db.Table(…) gives it
	computed string   // where it gives one that can't be told
}

func (n *tableNames) add(call source.Call) {
	switch {
	case call.Table == "":
		n.own = true
	case call.Table == source.Unknown:
		n.computed = call.Origin
	case !slices.Contains(n.named, call.Table):
		n.named = append(n.named, call.Table)
	}
}

// tablesOf returns a model for each table that is made of a struct.
func (r *reader) tablesOf(c *candidate) []*model {
	if c.flavor != gormFlavor || c.given.named == nil && c.given.computed == "" {
		return []*model{{candidate: c}}
	}
	var out []*model
	own := r.ownTable(c)
	if c.given.own || c.given.named == nil {
		out = append(out, &model{candidate: c})
	}
	for _, name := range c.given.named {
		if len(out) == 0 || name != own {
			out = append(out, &model{candidate: c, as: name, again: len(out) > 0})
		}
	}
	if c.given.computed != "" && !c.given.own && c.given.named == nil && own == "" {
		r.errs.add(c.decl.Origin(), "%s is a table whose name can't be told from the code that hands it to AutoMigrate (%s): say the name with _ struct{} `migrate:\"table=…\"`, or //migrate:ignore in its comment", c.decl.Name, c.given.computed)
	}
	return out
}

// ownTable returns the name that a struct gives to its table; without the rules,
// where only these name it.
func (r *reader) ownTable(c *candidate) string {
	m := &model{candidate: c}
	if said, ok := r.tableSettings(m).get("table"); ok {
		return said
	}
	name, _ := r.constTableName(c.tableFunc.method)
	if name == "" && c.given.own {
		name = newGormNames(r.opts).table(c.decl.Name)
	}
	return name
}

// amongRegistered reports whether other GORM models of a struct's package are
// handed to GORM in code that was found.
func (r *reader) amongRegistered(c *candidate) bool {
	return slices.ContainsFunc(r.candidates, func(o *candidate) bool { return o.registered && o.gormish && o.decl.Pkg == c.decl.Pkg })
}

// judgeRow takes out a struct with GORM's tags that is no table by anything else:
// without a key, and not handed to GORM where others are, it is the row of a query.
func (r *reader) judgeRow(c *candidate) {
	if c.gormish && !c.keyed && !c.settled && !c.target && r.amongRegistered(c) {
		c.verdict = notModel
		c.skipping = "it has gorm tags, but no primary key, and is not handed to AutoMigrate as others of its package are: say //migrate:model in its comment if it is a table"
	}
}

// undecided reports whether nothing in a struct's own declaration says what it is.
func (c *candidate) undecided() bool {
	return c.marked == "" && c.typ != nil && !c.settled && !c.tagged && !c.decl.Generic()
}
