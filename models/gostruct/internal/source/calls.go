package source

import (
	"go/ast"
	"go/token"
	"slices"
)

// Calls visits what the package passes to methods of these names: the types of
// the values &T{}, T{}, new(T) and (*T)(nil), also where these stand in a slice, in
// a variable, or in what a function returns, in this package or another one.
func (p *Package) Calls(methods []string, visit func(method string, arg *Type)) {
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			fn, _ := d.(*ast.FuncDecl)
			ast.Inspect(d, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok || !slices.Contains(methods, sel.Sel.Name) {
					return true
				}
				for _, arg := range call.Args {
					at := valueScope{scope{pkg: p, file: f}, fn}
					at.values(arg, 0, func(t *Type) { visit(sel.Sel.Name, t) })
				}
				return true
			})
		}
	}
}

// valueScope is where an expression stands: in a file, and in a function of it.
type valueScope struct {
	scope
	fn *ast.FuncDecl
}

// values visits the types of the values that an expression holds.
func (s valueScope) values(e ast.Expr, depth int, visit func(*Type)) {
	if depth > maxDepth {
		return
	}
	switch e := e.(type) {
	case *ast.UnaryExpr:
		s.values(e.X, depth+1, visit)
	case *ast.ParenExpr:
		s.values(e.X, depth+1, visit)
	case *ast.KeyValueExpr:
		s.values(e.Value, depth+1, visit)
	case *ast.CompositeLit:
		switch e.Type.(type) {
		case *ast.ArrayType, *ast.MapType:
			for _, el := range e.Elts {
				s.values(el, depth+1, visit)
			}
		case nil: // {} in a slice of structs
		default:
			visit(s.pkg.loader.resolve(s.scope, e.Type))
		}
	case *ast.CallExpr:
		s.result(e, depth, visit)
	case *ast.Ident:
		if !s.local(e.Name, depth, visit) {
			s.pkg.variable(e.Name, depth, visit)
		}
	case *ast.SelectorExpr:
		if p := s.imported(e); p != nil {
			p.variable(e.Sel.Name, depth, visit)
		}
	}
}

// result visits what a call results in.
func (s valueScope) result(e *ast.CallExpr, depth int, visit func(*Type)) {
	switch fun := e.Fun.(type) {
	case *ast.ParenExpr: // (*T)(nil)
		if star, ok := fun.X.(*ast.StarExpr); ok {
			visit(s.pkg.loader.resolve(s.scope, star.X))
		}
	case *ast.Ident:
		switch {
		case fun.Name == "new" && len(e.Args) == 1:
			visit(s.pkg.loader.resolve(s.scope, e.Args[0]))
		case fun.Name == "append":
			for _, arg := range e.Args {
				s.values(arg, depth+1, visit)
			}
		default:
			s.pkg.returned(fun.Name, depth, visit)
		}
	case *ast.SelectorExpr:
		if p := s.imported(fun); p != nil {
			p.returned(fun.Sel.Name, depth, visit)
		}
	}
}

// imported returns the package that a qualified name speaks of, nil for a field,
// or where the package can't be found.
func (s valueScope) imported(e *ast.SelectorExpr) *Package {
	id, ok := e.X.(*ast.Ident)
	if !ok {
		return nil
	}
	importPath, ok := s.pkg.loader.importNamed(s.scope, id.Name)
	if !ok {
		return nil
	}
	p, err := s.pkg.loader.Import(importPath, s.pkg)
	if err != nil {
		return nil
	}
	return p
}

// local visits the values that a function assigns to a variable of its own.
func (s valueScope) local(name string, depth int, visit func(*Type)) (found bool) {
	if s.fn == nil || s.fn.Body == nil {
		return false
	}
	ast.Inspect(s.fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if isNamed(left, name) && i < len(n.Rhs) {
					found = found || n.Tok == token.DEFINE
					s.assigned(name, n.Rhs[i], depth, visit)
				}
			}
		case *ast.RangeStmt:
			if n.Value != nil && isNamed(n.Value, name) {
				found = true
				s.values(n.X, depth+1, visit)
			}
		case *ast.ValueSpec:
			found = s.declared(n, name, depth, visit) || found
		}
		return true
	})
	return found
}

// assigned leaves out that a variable is appended to itself.
func (s valueScope) assigned(name string, e ast.Expr, depth int, visit func(*Type)) {
	call, ok := e.(*ast.CallExpr)
	if !ok || !isNamed(call.Fun, "append") || len(call.Args) == 0 || !isNamed(call.Args[0], name) {
		s.values(e, depth+1, visit)
		return
	}
	for _, arg := range call.Args[1:] {
		s.values(arg, depth+1, visit)
	}
}

func (s valueScope) declared(spec *ast.ValueSpec, name string, depth int, visit func(*Type)) (found bool) {
	for i, n := range spec.Names {
		if n.Name != name {
			continue
		}
		found = true
		if i < len(spec.Values) {
			s.values(spec.Values[i], depth+1, visit)
		}
	}
	return found
}

// variable visits the values of a variable of the package.
func (p *Package) variable(name string, depth int, visit func(*Type)) {
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					valueScope{scope{pkg: p, file: f}, nil}.declared(v, name, depth, visit)
				}
			}
		}
	}
}

// returned visits what a function of the package returns.
func (p *Package) returned(name string, depth int, visit func(*Type)) {
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || fn.Name.Name != name || fn.Body == nil {
				continue
			}
			at := valueScope{scope{pkg: p, file: f}, fn}
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if ret, ok := n.(*ast.ReturnStmt); ok {
					for _, e := range ret.Results {
						at.values(e, depth+1, visit)
					}
				}
				return true
			})
		}
	}
}
