package source

import (
	"go/ast"
	"go/constant"
	"slices"
)

// Method is a method of a named type. Func is nil when the type is opaque.
type Method struct {
	Func  *ast.FuncDecl
	Owner *Type

	scope scope
}

// Method returns the method of that name that a value or a pointer of the type
// has, its own or promoted from an embedded field; nil when there is none.
func (t *Type) Method(name string) *Method {
	level := []*Type{t}
	for depth := 0; len(level) > 0 && depth < maxDepth; depth++ {
		var next []*Type
		for _, at := range level {
			if m := at.ownMethod(name); m != nil {
				return m
			}
			for _, f := range at.Fields() {
				if f.Embedded {
					next = append(next, f.Type.Indirect())
				}
			}
		}
		level = next
	}
	return nil
}

func (t *Type) ownMethod(name string) *Method {
	switch t.Kind {
	case Opaque:
		if t.loaderMethod(name) {
			return &Method{Owner: t}
		}
	case Named:
		if m := t.Decl.Pkg.methods[t.Name][name]; m != nil {
			own := *m
			own.Owner = t
			own.scope.args = t.scope.args
			return &own
		}
	}
	return nil
}

func (t *Type) loaderMethod(name string) bool {
	return t.loader != nil && t.loader.opts.OpaqueMethod(t.Path, t.Name, name)
}

// Results returns the first results of a method's return statements, those of
// function literals within it left out.
func (m *Method) Results() []ast.Expr {
	if m.Func == nil || m.Func.Body == nil {
		return nil
	}
	var out []ast.Expr
	ast.Inspect(m.Func.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			if len(n.Results) > 0 {
				out = append(out, n.Results[0])
			}
		}
		return true
	})
	return out
}

// Takes reports whether a method has so many parameters, and results of these
// types. What is not in the source is taken to have them.
func (m *Method) Takes(parameters int, results ...string) bool {
	if m.Func == nil {
		return true
	}
	var types []string
	if m.Func.Type.Results != nil {
		for _, r := range m.Func.Type.Results.List {
			for range max(1, len(r.Names)) {
				types = append(types, spelled(r.Type))
			}
		}
	}
	return m.Func.Type.Params.NumFields() == parameters && slices.Equal(types, results)
}

// TakesA reports whether a method's first parameter is of a type of that name.
func (m *Method) TakesA(name string) bool {
	if m.Func == nil {
		return true
	}
	list := m.Func.Type.Params.List
	return len(list) > 0 && spelled(list[0].Type) == name
}

// spelled returns a type's name as the code has it, without its package.
func spelled(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// Eval returns the value of a constant string expression within the method.
func (m *Method) Eval(e ast.Expr) (string, bool) {
	v := m.Owner.loader.eval(m.scope, e, 0)
	if v.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(v), true
}
