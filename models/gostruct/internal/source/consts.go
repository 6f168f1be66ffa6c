package source

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
)

// constDecl is one declared constant.
type constDecl struct {
	name  string
	typ   ast.Expr // as declared, or repeated from the line above
	value ast.Expr
	iota  int
	pos   token.Pos
	file  *file
}

// Const is one constant of a named type.
type Const struct {
	Name  string
	Value string
	Pos   token.Pos
}

func (p *Package) addConsts(f *file, d *ast.GenDecl) {
	var typ ast.Expr
	var values []ast.Expr
	for i, s := range d.Specs {
		spec, ok := s.(*ast.ValueSpec)
		if !ok {
			continue
		}
		if len(spec.Values) > 0 || spec.Type != nil {
			typ, values = spec.Type, spec.Values
		}
		for j, n := range spec.Names {
			c := &constDecl{name: n.Name, typ: typ, iota: i, pos: n.Pos(), file: f}
			if j < len(values) {
				c.value = values[j]
			}
			p.consts = append(p.consts, c)
			if n.Name != "_" {
				p.constBy[n.Name] = c
			}
		}
	}
}

// StringConsts returns the constants of a named string type that its package
// declares, in the order of the source: typed ones (A T = "a") and conversions
// (A = T("a")).
func (d *Decl) StringConsts() ([]Const, error) {
	var out []Const
	for _, c := range d.Pkg.consts {
		if !isNamed(c.typ, d.Name) && !converts(c, d.Name) {
			continue
		}
		v := d.Pkg.loader.eval(scope{pkg: d.Pkg, file: c.file}, c.value, 0)
		if v.Kind() != constant.String {
			return nil, fmt.Errorf("%s: constant %s is no string that can be read", d.Pkg.loader.Origin(c.pos), c.name)
		}
		out = append(out, Const{c.name, constant.StringVal(v), c.pos})
	}
	return out, nil
}

func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func converts(c *constDecl, name string) bool {
	call, ok := c.value.(*ast.CallExpr)
	return ok && c.typ == nil && len(call.Args) == 1 && isNamed(call.Fun, name)
}

// maxDepth ends the evaluation of constants that refer to each other.
const maxDepth = 32

// eval returns the value of a constant expression of strings and integers;
// unknown for anything else.
func (l *Loader) eval(s scope, e ast.Expr, depth int) constant.Value {
	unknown := constant.MakeUnknown()
	if depth > maxDepth {
		return unknown
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		return constant.MakeFromLiteral(e.Value, e.Kind, 0)
	case *ast.ParenExpr:
		return l.eval(s, e.X, depth+1)
	case *ast.Ident:
		return l.evalConst(s.pkg, e.Name, depth)
	case *ast.SelectorExpr:
		id, ok := e.X.(*ast.Ident)
		if !ok {
			return unknown
		}
		importPath, ok := l.importNamed(s, id.Name)
		if !ok {
			return unknown
		}
		p, err := l.Import(importPath, s.pkg)
		if err != nil {
			return unknown
		}
		return l.evalConst(p, e.Sel.Name, depth)
	case *ast.CallExpr: // a conversion
		if len(e.Args) == 1 && isTypeName(e.Fun) {
			return l.eval(s, e.Args[0], depth+1)
		}
	case *ast.BinaryExpr:
		x, y := l.eval(s, e.X, depth+1), l.eval(s, e.Y, depth+1)
		if x.Kind() == y.Kind() && (x.Kind() == constant.String && e.Op == token.ADD || x.Kind() == constant.Int && (e.Op == token.ADD || e.Op == token.SUB || e.Op == token.MUL)) {
			return constant.BinaryOp(x, e.Op, y)
		}
	}
	return unknown
}

func isTypeName(e ast.Expr) bool {
	switch e.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return true
	}
	return false
}

func (l *Loader) evalConst(p *Package, name string, depth int) constant.Value {
	c := p.constBy[name]
	if c == nil || c.value == nil {
		return constant.MakeUnknown()
	}
	return l.eval(scope{pkg: p, file: c.file}, c.value, depth+1)
}

func (l *Loader) intValue(s scope, e ast.Expr) (int64, bool) {
	v := l.eval(s, e, 0)
	if v.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(v)
}
