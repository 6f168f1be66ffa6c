package source

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"path"
	"strings"
)

// eval returns what is known of an expression's value.
func (w *walker) eval(f *frame, e ast.Expr) Value {
	values := w.evalSeveral(f, e)
	if len(values) == 0 {
		return Value{}
	}
	return values[0]
}

// evalSeveral returns what is known of the values of an expression, of which a
// call may have several: then the last one, an error, is taken to be nil.
func (w *walker) evalSeveral(f *frame, e ast.Expr) []Value {
	none := Value{nilness: isNil}
	switch e := e.(type) {
	case *ast.CallExpr:
		return []Value{w.evalCall(f, e), none, none}
	case *ast.IndexExpr: // v, ok := m[k]
		v := w.index(f, e)
		if v.Const == nil {
			return []Value{v, typed("bool", nil)}
		}
		return []Value{v, boolean(!v.Zero)}
	case *ast.TypeAssertExpr:
		if e.Type == nil {
			return nil
		}
		return []Value{{Type: w.loader.resolve(f.scope, e.Type)}}
	}
	return []Value{w.evalOne(f, e)}
}

func (w *walker) evalOne(f *frame, e ast.Expr) Value {
	switch e := e.(type) {
	case *ast.BasicLit:
		return literal(e)
	case *ast.Ident:
		return w.name(f, e.Name)
	case *ast.ParenExpr:
		return w.eval(f, e.X)
	case *ast.StarExpr:
		return w.eval(f, e.X).pointed()
	case *ast.UnaryExpr:
		return w.unary(f, e)
	case *ast.BinaryExpr:
		return w.binary(f, e)
	case *ast.SelectorExpr:
		return w.selector(f, e)
	case *ast.CompositeLit:
		if e.Type == nil {
			return Value{}
		}
		t := w.loader.resolve(f.scope, e.Type)
		return Value{Type: t, Zero: len(e.Elts) == 0 && t.Under().Kind != Slice && t.Under().Kind != Map, nilness: notNil}
	case *ast.SliceExpr:
		v := w.eval(f, e.X).pointed()
		if v.Type != nil && v.Type.Under().Kind == Array {
			return Value{Type: &Type{Kind: Slice, Elem: v.Type.Under().Elem}, nilness: notNil}
		}
		return Value{Type: v.Type}
	}
	return Value{}
}

func literal(e *ast.BasicLit) Value {
	name := map[token.Token]string{token.STRING: "string", token.INT: "int", token.FLOAT: "float64", token.CHAR: "int32"}[e.Kind]
	return typed(name, constant.MakeFromLiteral(e.Value, e.Kind, 0))
}

// name returns the value that a name stands for: a variable of the function, or a
// constant or a variable of the package.
func (w *walker) name(f *frame, name string) Value {
	if v, ok := f.vars[name]; ok {
		return v
	}
	switch name {
	case "nil":
		return Value{nilness: isNil}
	case "true", "false":
		return boolean(name == "true")
	}
	for _, p := range append([]*Package{f.pkg}, w.loader.dotted(f.scope)...) {
		if v := w.declared(p, name); v.Type != nil || v.Const != nil {
			return v
		}
	}
	return Value{}
}

// declared returns the value of a package's constant, or of a variable that
// nothing in the package assigns to and that no other package sees.
func (w *walker) declared(p *Package, name string) Value {
	if c := p.constBy[name]; c != nil {
		v := Value{Const: w.loader.evalConst(p, name, 0), nilness: notNil}
		switch s := (scope{pkg: p, file: c.file}); {
		case c.typ != nil:
			v.Type = w.loader.resolve(s, c.typ)
		case v.Const.Kind() == constant.String:
			v.Type = &Type{Kind: Basic, Name: "string"}
		case v.Const.Kind() == constant.Int:
			v.Type = &Type{Kind: Basic, Name: "int"}
		}
		if v.Const.Kind() == constant.Unknown {
			v.Const = nil
		}
		return v
	}
	return w.packageVar(p, name)
}

func (w *walker) packageVar(p *Package, name string) Value {
	for _, file := range p.files {
		for _, d := range file.ast.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, one := range gen.Specs {
				spec, ok := one.(*ast.ValueSpec)
				if !ok {
					continue
				}
				for i, n := range spec.Names {
					if n.Name == name {
						return w.varValue(&frame{scope: scope{pkg: p, file: file}, vars: map[string]Value{}}, spec, i)
					}
				}
			}
		}
	}
	return Value{}
}

func (w *walker) varValue(f *frame, spec *ast.ValueSpec, i int) Value {
	var v Value
	if i < len(spec.Values) {
		v = w.eval(f, spec.Values[i])
	}
	if spec.Type != nil {
		v.Type = w.loader.resolve(f.scope, spec.Type)
	}
	if name := spec.Names[i].Name; ast.IsExported(name) || i >= len(spec.Values) || f.pkg.assigns(name) {
		return Value{Type: v.Type}
	}
	return v
}

// assigns reports whether code of the package assigns to a name, or takes its
// address.
func (p *Package) assigns(name string) bool {
	found := false
	for _, f := range p.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					found = found || n.Tok != token.DEFINE && isNamed(left, name)
				}
			case *ast.UnaryExpr:
				found = found || n.Op == token.AND && isNamed(n.X, name)
			}
			return !found
		})
	}
	return found
}

func (w *walker) unary(f *frame, e *ast.UnaryExpr) Value {
	v := w.eval(f, e.X)
	switch e.Op {
	case token.AND:
		if v.given != nil {
			return v
		}
		return pointerTo(v)
	case token.NOT:
		if holds, known := truthOf(v); known {
			return boolean(!holds)
		}
		return typed("bool", nil)
	}
	return Value{Type: v.Type, nilness: v.nilness}
}

func (w *walker) binary(f *frame, e *ast.BinaryExpr) Value {
	x := w.eval(f, e.X)
	switch e.Op {
	case token.LAND, token.LOR:
		stops := e.Op == token.LOR // what the left side is when the right one isn't looked at
		left, known := truthOf(x)
		if known && left == stops {
			return x
		}
		y := w.eval(f, e.Y)
		if right, knownToo := truthOf(y); known || knownToo && right == stops {
			return y
		}
		return typed("bool", nil)
	}
	y := w.eval(f, e.Y)
	switch e.Op {
	case token.EQL:
		return equal(x, y)
	case token.NEQ:
		if same, known := truthOf(equal(x, y)); known {
			return boolean(!same)
		}
		return typed("bool", nil)
	case token.LSS, token.GTR, token.LEQ, token.GEQ:
		if x.Const != nil && y.Const != nil && x.Const.Kind() == y.Const.Kind() && x.Const.Kind() != constant.Bool {
			return boolean(constant.Compare(x.Const, e.Op, y.Const))
		}
		return typed("bool", nil)
	case token.ADD:
		return add(x, y)
	}
	return Value{Type: x.Type, nilness: notNil}
}

// selector is a package's constant or variable, or a field.
func (w *walker) selector(f *frame, e *ast.SelectorExpr) Value {
	if p, _ := w.imported(f, e); p != nil {
		return w.declared(p, e.Sel.Name)
	}
	v := w.eval(f, e.X)
	if v.given != nil {
		return v.part("." + e.Sel.Name)
	}
	v = v.pointed()
	if v.Type == nil {
		return Value{}
	}
	t := v.Type.field(e.Sel.Name)
	switch {
	case t == nil:
		return Value{}
	case v.Zero:
		return zeroValue(t)
	}
	return Value{Type: t}
}

// imported returns the package that a qualified name speaks of, with its path;
// no package when it can't be found, no path when it is no such name.
func (w *walker) imported(f *frame, e *ast.SelectorExpr) (*Package, string) {
	id, ok := e.X.(*ast.Ident)
	if !ok {
		return nil, ""
	}
	if _, hidden := f.vars[id.Name]; hidden {
		return nil, ""
	}
	importPath, ok := w.loader.importNamed(f.scope, id.Name)
	if !ok {
		return nil, ""
	}
	p, err := w.loader.Import(importPath, f.pkg)
	if err != nil {
		return nil, importPath
	}
	return p, importPath
}

// field returns the type of a struct's field, also of one that it embeds.
func (t *Type) field(name string) *Type {
	level := []*Type{t.Indirect()}
	for depth := 0; len(level) > 0 && depth < maxDepth; depth++ {
		var next []*Type
		for _, at := range level {
			for _, f := range at.Fields() {
				if f.Name == name {
					return f.Type
				}
				if f.Embedded {
					next = append(next, f.Type.Indirect())
				}
			}
		}
		level = next
	}
	return nil
}

// index is an element of a map or a list.
func (w *walker) index(f *frame, e *ast.IndexExpr) Value {
	v, key := w.eval(f, e.X), w.eval(f, e.Index)
	if v.given != nil {
		if key.Const == nil || key.Const.Kind() != constant.String {
			return Value{}
		}
		if part := v.part("[" + constant.StringVal(key.Const) + "]"); part.given == nil {
			return part
		}
		return zeroValue(&Type{Kind: Basic, Name: "string"})
	}
	if v.Type == nil || v.Type.Under().Elem == nil {
		return Value{}
	}
	return Value{Type: v.Type.Under().Elem}
}

// formatted is what fmt.Sprintf makes of values that are known.
func formatted(format Value, args []Value) Value {
	unknown := typed("string", nil)
	if format.Const == nil || format.Const.Kind() != constant.String {
		return unknown
	}
	plain := make([]any, len(args))
	for i, a := range args {
		if a.Const == nil {
			return unknown
		}
		switch a.Const.Kind() {
		case constant.String:
			plain[i] = constant.StringVal(a.Const)
		case constant.Int:
			n, exact := constant.Int64Val(a.Const)
			if !exact {
				return unknown
			}
			plain[i] = n
		default:
			return unknown
		}
	}
	return Text(fmt.Sprintf(constant.StringVal(format.Const), plain...))
}

// driverName is what the Dialector of one of GORM's drivers calls itself.
func driverName(t *Type) (string, bool) {
	if t == nil || t.Indirect().Name != "Dialector" {
		return "", false
	}
	return strings.TrimSuffix(path.Base(t.Indirect().Path), "-driver"), true
}
