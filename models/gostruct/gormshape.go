package gostruct

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
)

// gormShape is what a Go type looks like to GORM.
type gormShape struct {
	kind   string // a generic kind, "struct" for one, "" for anything else
	size   int
	valuer bool
	err    error // why the kind can't be told
}

// shapeOf returns what GORM takes a type for: by its Value method if it has one,
// else by what it is made of.
func (g *gormReader) shapeOf(t *source.Type, seen map[string]bool) gormShape {
	if t.Kind == source.Opaque {
		return g.knownShape(t)
	}
	value := t.Method("Value")
	if value == nil || t.Method("GormDataType") != nil {
		shape := g.plainShape(t)
		shape.valuer = value != nil
		return shape
	}
	shape := g.valueShape(t, value, seen)
	shape.valuer = true
	return shape
}

func (g *gormReader) knownShape(t *source.Type) gormShape {
	k := lookUpKnown(t.Path, t.Name)
	switch {
	case k == nil: // named in Options.Types
		return gormShape{}
	case k.typ == "" && len(t.Args) == 1: // sql.Null[T]: by its field, whatever Value method that has
		shape := g.plainShape(t.Args[0].Indirect())
		shape.valuer = true
		return shape
	case k.gorm == "" && k.gormType == "":
		return gormShape{valuer: k.valuer, err: fmt.Errorf("GORM doesn't know how to store it")}
	}
	kind, size := sizedKind(k.gorm)
	return gormShape{kind: kind, size: size, valuer: k.valuer}
}

// sizedKind takes int32 apart.
func sizedKind(name string) (string, int) {
	base := strings.TrimRight(name, "0123456789")
	size, _ := strconv.Atoi(name[len(base):])
	return base, size
}

// plainShape is that of what a type is made of.
func (g *gormReader) plainShape(t *source.Type) gormShape {
	u := t.Under()
	switch u.Kind {
	case source.Opaque:
		if k := lookUpKnown(u.Path, u.Name); k != nil && (u.Name == "UUID" || u.Name == "NullUUID") {
			return gormShape{kind: gBytes}
		}
		shape := g.knownShape(u)
		shape.valuer = false
		return shape
	case source.Unresolved:
		return gormShape{err: u.Err}
	case source.Struct:
		return gormShape{kind: "struct"}
	case source.Slice, source.Array:
		if isBytes(u) {
			return gormShape{kind: gBytes}
		}
	case source.Basic:
		kind, size := sizedKind(u.Name)
		if size == 0 && (kind == gInt || kind == gUint) {
			size = 64
		}
		if slices.Contains(gormKinds, kind) {
			return gormShape{kind: kind, size: size}
		}
	}
	return gormShape{}
}

// valueShape is that of what a Value method returns for a zero value: what its
// return statements show, else, where they may return nil, the first field of a
// struct, or what the type is made of.
func (g *gormReader) valueShape(t *source.Type, value *source.Method, seen map[string]bool) gormShape {
	under := t.Under()
	kind, mayBeNil, clear := returned(value)
	switch {
	case clear && !mayBeNil && kind != "":
		size := 0
		if kind == gInt || kind == gFloat {
			size = 64
		}
		return gormShape{kind: kind, size: size}
	case under.Kind == source.Opaque || under.Kind == source.Basic || isBytes(under):
		return g.plainShape(t)
	case under.Kind == source.Struct && (mayBeNil || value.Func == nil) && !seen[t.ID()]:
		seen[t.ID()] = true
		return g.firstField(under, seen)
	}
	return gormShape{err: fmt.Errorf("its Value method decides how it is stored")}
}

// firstField is the shape of the first field of a struct, of which GORM goes down
// to the first that is no struct.
func (g *gormReader) firstField(t *source.Type, seen map[string]bool) gormShape {
	fields := t.Fields()
	if len(fields) == 0 {
		return gormShape{}
	}
	first := fields[0].Type.Indirect()
	if first.Under().Kind == source.Struct && !seen[first.ID()] {
		seen[first.ID()] = true
		return g.firstField(first.Under(), seen)
	}
	return g.plainShape(first)
}

// returned tells what a Value method returns, as far as the return statements
// show it: one kind for all of them, or nothing clear.
func returned(m *source.Method) (kind string, mayBeNil, clear bool) {
	clear = true
	marshalled := map[string]bool{}
	if m.Func != nil && m.Func.Body != nil {
		ast.Inspect(m.Func.Body, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok && len(a.Rhs) == 1 && calls(a.Rhs[0], "json", "Marshal") {
				if id, ok := a.Lhs[0].(*ast.Ident); ok {
					marshalled[id.Name] = true
				}
			}
			return true
		})
	}
	for _, e := range m.Results() {
		one := resultKind(e, marshalled)
		switch {
		case one == "nil":
			mayBeNil = true
		case one == "" || kind != "" && one != kind:
			clear = false
		default:
			kind = one
		}
	}
	return kind, mayBeNil, clear && kind != ""
}

func resultKind(e ast.Expr, marshalled map[string]bool) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if strings.HasPrefix(e.Value, `"`) || strings.HasPrefix(e.Value, "`") {
			return gString
		}
	case *ast.Ident:
		switch {
		case e.Name == "nil":
			return "nil"
		case marshalled[e.Name]:
			return gBytes
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.EQL, token.NEQ, token.LSS, token.GTR, token.LEQ, token.GEQ, token.LAND, token.LOR:
			return gBool
		}
	case *ast.CallExpr:
		return callKind(e)
	}
	return ""
}

// callKind tells a conversion or a well-known call by its name.
func callKind(e *ast.CallExpr) string {
	switch fun := e.Fun.(type) {
	case *ast.Ident:
		switch fun.Name {
		case "string", "bool":
			return fun.Name
		case "int64":
			return gInt
		case "float64":
			return gFloat
		}
	case *ast.ArrayType:
		if id, ok := fun.Elt.(*ast.Ident); ok && id.Name == "byte" {
			return gBytes
		}
	case *ast.SelectorExpr:
		switch {
		case fun.Sel.Name == "String" && len(e.Args) == 0, calls(e, "fmt", "Sprintf"), calls(e, "fmt", "Sprint"), calls(e, "strings", "Join"):
			return gString
		case calls(e, "json", "Marshal"):
			return gBytes
		}
	}
	return ""
}

// dialectTypes reads a GormDBDataType method: a switch over the dialect's name
// whose cases return constants, or one constant for all.
func dialectTypes(m *source.Method) (map[string]string, bool) {
	if m.Func == nil || m.Func.Body == nil {
		return nil, false
	}
	by := map[string]string{}
	fallback, hasFallback, ok := "", false, true
	result := func(stmts []ast.Stmt) (string, bool) {
		for _, s := range stmts {
			if ret, is := s.(*ast.ReturnStmt); is && len(ret.Results) == 1 {
				return m.Eval(ret.Results[0])
			}
		}
		return "", false
	}
	for _, s := range m.Func.Body.List {
		sw, is := s.(*ast.SwitchStmt)
		if !is {
			continue
		}
		for _, c := range sw.Body.List {
			clause, _ := c.(*ast.CaseClause)
			typ, constant := result(clause.Body)
			ok = ok && constant
			for _, e := range clause.List {
				name, constant := m.Eval(e)
				ok = ok && constant
				by[name] = typ
			}
			if clause.List == nil {
				fallback, hasFallback = typ, true
			}
		}
	}
	if typ, constant := result(m.Func.Body.List); constant && !hasFallback {
		fallback, hasFallback = typ, true
	}
	if len(by) == 0 && !hasFallback {
		return nil, false
	}
	out := map[string]string{}
	for _, d := range dialects {
		if typ, said := by[d]; said {
			out[d] = typ
		} else if fallback != "" {
			out[d] = fallback
		}
	}
	return out, ok
}
