package source

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
)

// Calls visits what the package passes to functions and methods of these names:
// the types of the values &T{}, T{}, new(T) and (*T)(nil), also where these stand in
// a slice, in a variable, in what a function returns, in this package or another
// one, or where a function passes on what it was called with. A name such as
// "NewCreateTable.Model" is that of a method of what another one returned.
func (p *Package) Calls(methods []string, visit func(method string, arg *Type)) {
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			fn, _ := d.(*ast.FuncDecl)
			ast.Inspect(d, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				method := called(call.Fun)
				if !slices.Contains(methods, method) {
					if method = origin(call) + "." + method; !slices.Contains(methods, method) {
						return true
					}
				}
				for _, arg := range call.Args {
					at := valueScope{scope{pkg: p, file: f}, fn}
					at.values(arg, &visitor{found: func(t *Type) { visit(method, t) }, seen: map[ast.Expr]bool{}})
				}
				return true
			})
		}
	}
}

// called returns the name of what is called.
func called(fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// origin returns the first New… method that a chain of calls goes through.
func origin(call *ast.CallExpr) string {
	for {
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return ""
		}
		if call, ok = sel.X.(*ast.CallExpr); !ok {
			return ""
		}
		if name := called(call.Fun); len(name) > 3 && name[:3] == "New" {
			return name
		}
	}
}

// valueScope is where an expression stands: in a file, and in a function of it.
type valueScope struct {
	scope
	fn *ast.FuncDecl
}

// visitor is told of the types that are found, and remembers where it has been: the
// ways through the calls of a program are many, its expressions few.
type visitor struct {
	found func(*Type)
	seen  map[ast.Expr]bool
}

// values visits the types of the values that an expression holds.
func (s valueScope) values(e ast.Expr, visit *visitor) {
	if visit.seen[e] {
		return
	}
	visit.seen[e] = true
	switch e := e.(type) {
	case *ast.UnaryExpr:
		s.values(e.X, visit)
	case *ast.ParenExpr:
		s.values(e.X, visit)
	case *ast.KeyValueExpr:
		s.values(e.Value, visit)
	case *ast.CompositeLit:
		switch e.Type.(type) {
		case *ast.ArrayType, *ast.MapType, nil:
			for _, el := range e.Elts {
				s.values(el, visit)
			}
		default:
			visit.found(s.pkg.loader.resolve(s.scope, e.Type))
		}
	case *ast.CallExpr:
		s.result(e, visit)
	case *ast.Ident:
		s.named(e.Name, visit)
	case *ast.IndexExpr:
		s.values(e.X, visit)
	case *ast.SelectorExpr:
		if p := s.imported(e); p != nil {
			p.variable(e.Sel.Name, visit)
		} else {
			s.values(e.X, visit)
		}
	}
}

// named visits the values of a variable: of the function, of what it was called
// with, of the package.
func (s valueScope) named(name string, visit *visitor) {
	if s.local(name, visit) {
		return
	}
	if t, at := s.parameter(name); t != nil {
		if t := s.pkg.loader.resolve(s.scope, t); t.Indirect().Under().Kind == Struct {
			visit.found(t)
			return
		}
		s.pkg.passed(s.fn, at, visit)
		return
	}
	s.pkg.variable(name, visit)
}

// parameter returns the type of a function's parameter or receiver, and which
// parameter it is.
func (s valueScope) parameter(name string) (t ast.Expr, at int) {
	if s.fn == nil {
		return nil, 0
	}
	if s.fn.Recv != nil {
		for _, p := range s.fn.Recv.List {
			if len(p.Names) == 1 && p.Names[0].Name == name {
				return p.Type, -1
			}
		}
	}
	for _, p := range s.fn.Type.Params.List {
		for _, n := range p.Names {
			if n.Name == name {
				return p.Type, at
			}
			at++
		}
	}
	return nil, 0
}

// passed visits what a function of the package is called with, here or in another
// package that was loaded, as its parameter at that place; a variadic one goes on.
func (p *Package) passed(fn *ast.FuncDecl, at int, visit *visitor) {
	if at < 0 {
		return
	}
	variadic := false
	if list := fn.Type.Params.List; len(list) > 0 {
		_, variadic = list[len(list)-1].Type.(*ast.Ellipsis)
		variadic = variadic && at == fn.Type.Params.NumFields()-1
	}
	for _, q := range p.loader.loaded() {
		q.callsOf(p, fn, func(s valueScope, args []ast.Expr) {
			for i, arg := range args {
				if i == at || variadic && i > at {
					s.values(arg, visit)
				}
			}
		})
	}
}

// loaded returns the packages that were read so far, by path.
func (l *Loader) loaded() []*Package {
	out := make([]*Package, 0, len(l.packages))
	for _, p := range l.packages {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *Package) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// callsOf visits the package's calls of a function, or of a method of that name.
func (p *Package) callsOf(of *Package, fn *ast.FuncDecl, visit func(s valueScope, args []ast.Expr)) {
	for _, f := range p.files {
		if p != of && !slices.ContainsFunc(f.imports, func(i importSpec) bool { return i.path == of.Path }) {
			continue
		}
		for _, d := range f.ast.Decls {
			in, _ := d.(*ast.FuncDecl)
			if in == fn {
				continue
			}
			ast.Inspect(d, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || called(call.Fun) != fn.Name.Name {
					return true
				}
				s := valueScope{scope{pkg: p, file: f}, in}
				sel, qualified := call.Fun.(*ast.SelectorExpr)
				if fn.Recv != nil && qualified || fn.Recv == nil && (!qualified && p == of || qualified && s.imported(sel) == of) {
					visit(s, call.Args)
				}
				return true
			})
		}
	}
}

// result visits what a call results in.
func (s valueScope) result(e *ast.CallExpr, visit *visitor) {
	switch fun := e.Fun.(type) {
	case *ast.ParenExpr: // (*T)(nil)
		if star, ok := fun.X.(*ast.StarExpr); ok {
			visit.found(s.pkg.loader.resolve(s.scope, star.X))
		}
	case *ast.Ident:
		switch {
		case fun.Name == "new" && len(e.Args) == 1:
			visit.found(s.pkg.loader.resolve(s.scope, e.Args[0]))
		case fun.Name == "append":
			for _, arg := range e.Args {
				s.values(arg, visit)
			}
		default:
			s.pkg.returned(fun.Name, false, visit)
		}
	case *ast.SelectorExpr:
		if p := s.imported(fun); p != nil {
			p.returned(fun.Sel.Name, false, visit)
		} else {
			s.pkg.returned(fun.Sel.Name, true, visit)
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
func (s valueScope) local(name string, visit *visitor) (found bool) {
	if s.fn == nil || s.fn.Body == nil {
		return false
	}
	ast.Inspect(s.fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if isNamed(left, name) && i < len(n.Rhs) {
					found = found || n.Tok == token.DEFINE
					s.assigned(name, n.Rhs[i], visit)
				}
			}
		case *ast.RangeStmt:
			if n.Value != nil && isNamed(n.Value, name) {
				found = true
				s.values(n.X, visit)
			}
		case *ast.ValueSpec:
			found = s.declared(n, name, visit) || found
		}
		return true
	})
	return found
}

// assigned leaves out that a variable is appended to itself.
func (s valueScope) assigned(name string, e ast.Expr, visit *visitor) {
	call, ok := e.(*ast.CallExpr)
	if !ok || !isNamed(call.Fun, "append") || len(call.Args) == 0 || !isNamed(call.Args[0], name) {
		s.values(e, visit)
		return
	}
	for _, arg := range call.Args[1:] {
		s.values(arg, visit)
	}
}

// declared visits what a variable is declared with: values, or the type of a
// struct.
func (s valueScope) declared(spec *ast.ValueSpec, name string, visit *visitor) (found bool) {
	for i, n := range spec.Names {
		if n.Name != name {
			continue
		}
		found = true
		if i < len(spec.Values) {
			s.values(spec.Values[i], visit)
		} else if spec.Type != nil {
			if t := s.pkg.loader.resolve(s.scope, spec.Type); t.Indirect().Under().Kind == Struct {
				visit.found(t)
			}
		}
	}
	return found
}

// variable visits the values of a variable of the package, also those that its
// functions add to it.
func (p *Package) variable(name string, visit *visitor) {
	found := false
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					found = valueScope{scope{pkg: p, file: f}, nil}.declared(v, name, visit) || found
				}
			}
		}
	}
	if !found {
		return
	}
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			at := valueScope{scope{pkg: p, file: f}, fn}
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if a, ok := n.(*ast.AssignStmt); ok && a.Tok == token.ASSIGN {
					for i, left := range a.Lhs {
						if isNamed(left, name) && i < len(a.Rhs) {
							at.assigned(name, a.Rhs[i], visit)
						}
					}
				}
				return true
			})
		}
	}
}

// returned visits what a function of the package returns, or its methods of that
// name.
func (p *Package) returned(name string, method bool, visit *visitor) {
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || (fn.Recv != nil) != method || fn.Name.Name != name || fn.Body == nil {
				continue
			}
			at := valueScope{scope{pkg: p, file: f}, fn}
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if ret, ok := n.(*ast.ReturnStmt); ok {
					for _, e := range ret.Results {
						at.values(e, visit)
					}
				}
				return true
			})
		}
	}
}
