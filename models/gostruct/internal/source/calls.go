package source

import (
	"go/ast"
	"slices"
)

// Call is a value that code passes to a function or a method.
type Call struct {
	Method string
	Arg    *Type  // the type of the value
	Table  string // what a method Table earlier in the chain was called with, if it was
	Origin string // of the call
}

// Calls visits what the package passes to functions and methods of these names:
// the types of the values &T{}, T{}, new(T) and (*T)(nil), also where these stand in
// a slice, in a variable, in what a function returns, in this package or another
// one, or where a function passes on what it was called with. A name such as
// "NewCreateTable.Model" is that of a method of what another one returned.
func (p *Package) Calls(methods []string, visit func(Call)) {
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			at := valueScope{scope{pkg: p, file: f}, d}
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
				table := at.table(call)
				for _, arg := range call.Args {
					found := func(t *Type) { visit(Call{method, t, table, p.loader.Origin(call.Pos())}) }
					at.values(arg, newVisitor(found))
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
	case *ast.IndexExpr:
		return called(fun.X)
	case *ast.IndexListExpr:
		return called(fun.X)
	}
	return ""
}

// chain visits the calls that a call is a method of, the nearest first, until
// visit returns false.
func chain(call *ast.CallExpr, visit func(*ast.CallExpr) bool) {
	for {
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return
		}
		if call, ok = sel.X.(*ast.CallExpr); !ok || !visit(call) {
			return
		}
	}
}

// origin returns the first New… method that a chain of calls goes through.
func origin(call *ast.CallExpr) (name string) {
	chain(call, func(c *ast.CallExpr) bool {
		name = called(c.Fun)
		if len(name) > 3 && name[:3] == "New" {
			return false
		}
		name = ""
		return true
	})
	return name
}

// Unknown stands for a table's name that can't be told from the code.
const Unknown = "?"

// table returns the name that a chain of calls gives to the table.
func (s valueScope) table(call *ast.CallExpr) (name string) {
	chain(call, func(c *ast.CallExpr) bool {
		if called(c.Fun) != "Table" || len(c.Args) == 0 {
			return true
		}
		w := &walker{loader: s.pkg.loader}
		v := w.eval(&frame{scope: s.scope, vars: map[string]Value{}}, c.Args[0])
		if name = constantText(v); name == "" {
			name = Unknown
		}
		return false
	})
	return name
}

// passed visits what a function of the package is called with, in the project's
// module, as its parameter at that place; a variadic one goes on.
func (p *Package) passed(fn *ast.FuncDecl, at int, visit *visitor) {
	variadic := false
	if list := fn.Type.Params.List; len(list) > 0 {
		_, variadic = list[len(list)-1].Type.(*ast.Ellipsis)
		variadic = variadic && at == fn.Type.Params.NumFields()-1
	}
	p.callsOf(fn, func(s valueScope, call *ast.CallExpr) {
		for i, arg := range call.Args {
			if i == at || variadic && i > at {
				s.values(arg, visit)
			}
		}
	})
}

// callsOf visits the calls of a function of the package, or of methods of its name.
func (p *Package) callsOf(fn *ast.FuncDecl, visit func(s valueScope, call *ast.CallExpr)) {
	for _, q := range p.users(fn.Name.Name) {
		for _, at := range q.places().calls[fn.Name.Name] {
			if call := at.node.(*ast.CallExpr); at.decl != fn && at.names(call.Fun, p, fn.Recv != nil) {
				visit(at.valueScope, call)
			}
		}
	}
}

// users returns the project's packages that may use what the package calls by a name.
func (p *Package) users(name string) []*Package {
	if !p.own() {
		return nil
	}
	var out []*Package
	for _, q := range p.loader.mentioning(name) {
		uses := func(f *file) bool {
			return slices.ContainsFunc(f.imports, func(i importSpec) bool { return i.path == p.Path })
		}
		if q == p || slices.ContainsFunc(q.files, uses) {
			out = append(out, q)
		}
	}
	return out
}

// names reports whether an expression is the name of something that a package
// declares, or of a method.
func (s valueScope) names(e ast.Expr, p *Package, method bool) bool {
	switch e := e.(type) {
	case *ast.IndexExpr:
		return s.names(e.X, p, method)
	case *ast.IndexListExpr:
		return s.names(e.X, p, method)
	case *ast.SelectorExpr:
		return method || s.imported(e) == p
	}
	return !method && s.pkg == p
}
