package source

import (
	"go/ast"
	"go/token"
	"slices"
)

// valueScope is where an expression stands: in a file, and in a declaration of it.
type valueScope struct {
	scope
	decl ast.Decl
}

// visitor is told of the types that are found, and remembers where it has been: the
// ways through the calls of a program are many, its expressions few.
type visitor struct {
	found func(*Type)
	field string // of the structs that are found, it is this field's values that count
	seen  map[visited]bool
}

type visited struct {
	expr  ast.Expr
	field string
}

func newVisitor(found func(*Type)) *visitor {
	return &visitor{found: found, seen: map[visited]bool{}}
}

// of is a visitor that looks into a field.
func (v *visitor) of(field string) *visitor { return &visitor{v.found, field, v.seen} }

// values visits the types of the values that an expression holds.
func (s valueScope) values(e ast.Expr, visit *visitor) {
	if visit.seen[visited{e, visit.field}] {
		return
	}
	visit.seen[visited{e, visit.field}] = true
	switch e := e.(type) {
	case *ast.UnaryExpr:
		s.values(e.X, visit)
	case *ast.ParenExpr:
		s.values(e.X, visit)
	case *ast.KeyValueExpr:
		s.values(e.Value, visit)
	case *ast.CompositeLit:
		s.literal(e, visit)
	case *ast.FuncLit:
		s.returns(e.Body, visit)
	case *ast.CallExpr:
		s.result(e, visit)
	case *ast.Ident:
		s.named(e, visit)
	case *ast.IndexExpr:
		s.values(e.X, visit)
	case *ast.SelectorExpr:
		if p := s.imported(e); p != nil {
			p.variable(e.Sel.Name, visit)
		} else {
			s.values(e.X, visit.of(e.Sel.Name))
		}
	}
}

// literal visits a composite literal: the elements of a list or a map, or a struct,
// of which a field's value may be what is asked for.
func (s valueScope) literal(e *ast.CompositeLit, visit *visitor) {
	switch e.Type.(type) {
	case *ast.ArrayType, *ast.MapType, nil:
	default:
		if visit.field == "" {
			s.found(e.Type, visit)
			return
		}
	}
	for _, el := range e.Elts {
		pair, ok := el.(*ast.KeyValueExpr)
		switch {
		case ok && isNamed(pair.Key, visit.field):
			s.values(pair.Value, visit.of(""))
		case ok:
			s.values(pair.Value, visit)
		default:
			if inner, ok := el.(*ast.CompositeLit); !ok || inner.Type != nil {
				s.values(el, visit.of("")) // the fields in their order
			}
			s.values(el, visit)
		}
	}
}

// found tells of the type that an expression names; of a type parameter, of what
// takes its place in the program.
func (s valueScope) found(e ast.Expr, visit *visitor) {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if id, ok := e.(*ast.Ident); ok {
		if fn, ok := s.decl.(*ast.FuncDecl); ok && s.typeArgument(fn, id.Name, visit) {
			return
		}
	}
	if t := s.pkg.loader.resolve(s.scope, e); visit.field == "" {
		visit.found(t)
	}
}

// typeArgument visits what stands for a type parameter of a function, or of its
// receiver, where the program says so.
func (s valueScope) typeArgument(fn *ast.FuncDecl, name string, visit *visitor) bool {
	generic, at := fn.Name.Name, 0
	if fn.Type.TypeParams != nil {
		for _, p := range fn.Type.TypeParams.List {
			for _, n := range p.Names {
				if n.Name == name {
					s.instances(generic, at, visit)
					return true
				}
				at++
			}
		}
	}
	if fn.Recv == nil || len(fn.Recv.List) != 1 {
		return false
	}
	recv := fn.Recv.List[0].Type
	if star, ok := recv.(*ast.StarExpr); ok {
		recv = star.X
	}
	at = slices.IndexFunc(typeArguments(recv), func(e ast.Expr) bool { return isNamed(e, name) })
	if at >= 0 {
		s.instances(called(recv), at, visit)
	}
	return at >= 0
}

// typeArguments returns what stands in the brackets of a generic type or function.
func typeArguments(e ast.Expr) []ast.Expr {
	switch e := e.(type) {
	case *ast.IndexExpr:
		return []ast.Expr{e.Index}
	case *ast.IndexListExpr:
		return e.Indices
	}
	return nil
}

// instances visits one type argument of all instances of a generic type or
// function of the package.
func (s valueScope) instances(generic string, at int, visit *visitor) {
	for _, p := range s.pkg.users(generic) {
		for _, in := range p.places().instances[generic] {
			e := in.node.(ast.Expr)
			args := typeArguments(e)
			if at >= len(args) || !in.names(e, s.pkg, false) || visit.seen[visited{args[at], ""}] {
				continue
			}
			visit.seen[visited{args[at], ""}] = true
			in.found(args[at], visit)
		}
	}
}

// named visits the values of a variable: of the function, of what it was called
// with, of the package.
func (s valueScope) named(id *ast.Ident, visit *visitor) {
	if s.local(id.Name, visit) || s.ofLiteral(id, visit) {
		return
	}
	fn, _ := s.decl.(*ast.FuncDecl)
	t, at := parameter(fn, id.Name)
	switch {
	case t == nil:
		for _, p := range append([]*Package{s.pkg}, s.pkg.loader.dotted(s.scope)...) {
			p.variable(id.Name, visit)
		}
	case s.open(t, visit) && at >= 0:
		s.pkg.passed(fn, at, visit)
	}
}

// open reports whether a type leaves it open what its values are: an interface, a
// type parameter, or a list of them. Of a struct it visits the type.
func (s valueScope) open(e ast.Expr, visit *visitor) bool {
	switch e := e.(type) {
	case *ast.Ellipsis:
		return s.open(e.Elt, visit)
	case *ast.ArrayType:
		return s.open(e.Elt, visit)
	case *ast.MapType:
		return s.open(e.Value, visit)
	case *ast.InterfaceType:
		return true
	case *ast.FuncType:
		return e.Results != nil && len(e.Results.List) > 0 && s.open(e.Results.List[0].Type, visit)
	}
	if isNamed(e, "error") {
		return false
	}
	t := s.pkg.loader.resolve(s.scope, e)
	base := t.Indirect()
	for base.Under().Elem != nil {
		base = base.Under().Elem.Indirect()
	}
	switch base.Under().Kind {
	case Struct:
		if visit.field == "" {
			visit.found(base)
		} else {
			base.held(visit)
		}
	case Interface:
		return true
	case Unresolved:
		_, qualified := e.(*ast.SelectorExpr)
		return !qualified
	}
	return false
}

// parameter returns the type of a function's parameter or receiver, and which
// parameter it is, -1 for the receiver.
func parameter(fn *ast.FuncDecl, name string) (t ast.Expr, at int) {
	if fn == nil {
		return nil, 0
	}
	if fn.Recv != nil {
		if t, _ := among(fn.Recv, name); t != nil {
			return t, -1
		}
	}
	return among(fn.Type.Params, name)
}

func among(list *ast.FieldList, name string) (t ast.Expr, at int) {
	for _, p := range list.List {
		for _, n := range p.Names {
			if n.Name == name {
				return p.Type, at
			}
			at++
		}
	}
	return nil, 0
}

// held visits what a field of a struct holds, wherever its package gives it a
// value.
func (t *Type) held(visit *visitor) {
	if t.Decl == nil {
		return
	}
	for _, at := range t.Decl.Pkg.places().literals[t.Name] {
		at.values(at.node.(ast.Expr), visit)
	}
	for _, at := range t.Decl.Pkg.places().fields[visit.field] {
		at.values(at.node.(ast.Expr), visit.of(""))
	}
}

// ofLiteral visits what a function literal is called with, if the name is that of
// a parameter of one around it.
func (s valueScope) ofLiteral(id *ast.Ident, visit *visitor) (found bool) {
	ast.Inspect(s.decl, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if !ok || id.Pos() < lit.Pos() || id.Pos() > lit.End() {
			return true
		}
		if t, at := among(lit.Type.Params, id.Name); t != nil {
			found = true
			s.calledWith(lit, t, at, visit)
		}
		return true
	})
	return found
}

// calledWith visits the arguments of a function literal: where it is called at
// once, by the name that it is given, or by what it is passed to with them.
func (s valueScope) calledWith(lit *ast.FuncLit, t ast.Expr, at int, visit *visitor) {
	_, variadic := t.(*ast.Ellipsis)
	arguments := func(call *ast.CallExpr) {
		for i, arg := range call.Args {
			if i == at || variadic && i > at {
				s.values(arg, visit)
			}
		}
	}
	name := s.nameOf(lit)
	ast.Inspect(s.decl, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		switch {
		case !ok:
		case ast.Unparen(call.Fun) == lit, name != "" && isNamed(call.Fun, name):
			arguments(call)
		case slices.Contains(call.Args, ast.Expr(lit)):
			for _, arg := range call.Args {
				if arg != lit {
					s.values(arg, visit)
				}
			}
		}
		return true
	})
}

// nameOf returns the variable that a function literal is assigned to.
func (s valueScope) nameOf(lit *ast.FuncLit) (name string) {
	ast.Inspect(s.decl, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == len(a.Rhs) {
			for i, right := range a.Rhs {
				if id, ok := a.Lhs[i].(*ast.Ident); ok && right == lit {
					name = id.Name
				}
			}
		}
		return name == ""
	})
	return name
}

// result visits what a call results in.
func (s valueScope) result(e *ast.CallExpr, visit *visitor) {
	fun := ast.Unparen(e.Fun)
	if len(typeArguments(fun)) > 0 {
		switch f := fun.(type) {
		case *ast.IndexExpr:
			fun = f.X
		case *ast.IndexListExpr:
			fun = f.X
		}
	}
	switch fun := fun.(type) {
	case *ast.StarExpr: // (*T)(nil)
		s.found(fun.X, visit)
	case *ast.FuncLit:
		s.returns(fun.Body, visit)
	case *ast.Ident:
		switch {
		case fun.Name == "new" && len(e.Args) == 1:
			s.found(e.Args[0], visit)
		case fun.Name == "append":
			s.each(e.Args, visit)
		case !s.pkg.returned(fun.Name, false, visit):
			for _, p := range s.pkg.loader.dotted(s.scope) {
				p.returned(fun.Name, false, visit)
			}
			s.named(fun, visit)
		}
	case *ast.SelectorExpr:
		switch p := s.imported(fun); {
		case p != nil && p.own():
			p.returned(fun.Sel.Name, false, visit)
		case s.importPath(fun) != "": // slices.Concat and its kin
			s.each(e.Args, visit)
		case !s.pkg.returned(fun.Sel.Name, true, visit):
			s.values(fun, visit)
		}
	}
}

func (s valueScope) each(list []ast.Expr, visit *visitor) {
	for _, e := range list {
		s.values(e, visit)
	}
}

// importPath returns the path of the package that a qualified name speaks of,
// empty for a field.
func (s valueScope) importPath(e *ast.SelectorExpr) string {
	id, ok := e.X.(*ast.Ident)
	if !ok {
		return ""
	}
	importPath, _ := s.pkg.loader.importNamed(s.scope, id.Name)
	return importPath
}

// imported returns the package that a qualified name speaks of, nil for a field,
// or where the package can't be found.
func (s valueScope) imported(e *ast.SelectorExpr) *Package {
	importPath := s.importPath(e)
	if importPath == "" {
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
	for _, body := range bodies(s.decl) {
		ast.Inspect(body, func(n ast.Node) bool {
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
	}
	return found
}

// bodies returns the code of a function, or of the function literals that variables
// are declared with.
func bodies(d ast.Decl) []*ast.BlockStmt {
	if fn, ok := d.(*ast.FuncDecl); ok {
		if fn.Body == nil {
			return nil
		}
		return []*ast.BlockStmt{fn.Body}
	}
	var out []*ast.BlockStmt
	ast.Inspect(d, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if ok {
			out = append(out, lit.Body)
		}
		return !ok
	})
	return out
}

// assigned leaves out that a variable is appended to itself.
func (s valueScope) assigned(name string, e ast.Expr, visit *visitor) {
	call, ok := e.(*ast.CallExpr)
	if !ok || !isNamed(call.Fun, "append") || len(call.Args) == 0 || !isNamed(call.Args[0], name) {
		s.values(e, visit)
		return
	}
	s.each(call.Args[1:], visit)
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
			if s.open(spec.Type, visit) { // a type parameter
				s.found(spec.Type, visit)
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
					found = valueScope{scope{pkg: p, file: f}, d}.declared(v, name, visit) || found
				}
			}
		}
	}
	if !found {
		return
	}
	for _, at := range p.places().variables[name] {
		at.assigned(name, at.node.(ast.Expr), visit)
	}
}

// returned visits what a function of the package returns, or its methods of that
// name, and those of the rest of the module that return values of any kind.
func (p *Package) returned(name string, method bool, visit *visitor) (found bool) {
	packages := []*Package{p}
	if method {
		packages = p.loader.mentioning(name)
	}
	for _, q := range packages {
		for _, f := range q.files {
			for _, d := range f.ast.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || (fn.Recv != nil) != method || fn.Name.Name != name || fn.Body == nil || q != p && !returnsAny(fn) {
					continue
				}
				found = true
				at := valueScope{scope{pkg: q, file: f}, fn}
				if fn.Type.Results != nil && len(fn.Type.Results.List) > 0 && at.open(fn.Type.Results.List[0].Type, visit) {
					at.returns(fn.Body, visit)
				}
			}
		}
	}
	return found
}

// returnsAny reports whether a function's first result is any, or a list of it.
func returnsAny(fn *ast.FuncDecl) bool {
	if fn.Type.Results == nil || len(fn.Type.Results.List) == 0 {
		return false
	}
	t := fn.Type.Results.List[0].Type
	if list, ok := t.(*ast.ArrayType); ok {
		t = list.Elt
	}
	_, empty := t.(*ast.InterfaceType)
	return empty || isNamed(t, "any")
}

// returns visits what the code of a function returns first.
func (s valueScope) returns(body *ast.BlockStmt, visit *visitor) {
	ast.Inspect(body, func(n ast.Node) bool {
		if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) > 0 {
			s.values(ret.Results[0], visit)
		}
		return true
	})
}
