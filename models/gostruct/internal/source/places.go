package source

import (
	"go/ast"
	"go/token"
)

// place is a piece of code, and where it stands.
type place struct {
	valueScope
	node ast.Node
}

// places are the pieces of a package's code that say where values go, by the name
// that they speak of.
type places struct {
	calls     map[string][]place // *ast.CallExpr, by what is called
	instances map[string][]place // ast.Expr: a generic type or function with its arguments
	literals  map[string][]place // *ast.CompositeLit, by the type
	variables map[string][]place // ast.Expr: what is assigned to a variable
	fields    map[string][]place // ast.Expr: what is assigned to a field
}

// places reads the code of a package, once.
func (p *Package) places() *places {
	if p.placed != nil {
		return p.placed
	}
	at := &places{map[string][]place{}, map[string][]place{}, map[string][]place{}, map[string][]place{}, map[string][]place{}}
	p.placed = at
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			s := valueScope{scope{pkg: p, file: f}, d}
			ast.Inspect(d, func(n ast.Node) bool {
				at.add(s, n)
				return true
			})
		}
	}
	return at
}

func (at *places) add(s valueScope, n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		at.calls[called(n.Fun)] = append(at.calls[called(n.Fun)], place{s, n})
	case *ast.IndexExpr:
		at.instances[called(n)] = append(at.instances[called(n)], place{s, n})
	case *ast.IndexListExpr:
		at.instances[called(n)] = append(at.instances[called(n)], place{s, n})
	case *ast.CompositeLit:
		if n.Type != nil {
			at.literals[called(n.Type)] = append(at.literals[called(n.Type)], place{s, n})
		}
	case *ast.AssignStmt:
		if len(n.Lhs) == len(n.Rhs) && n.Tok == token.ASSIGN {
			for i, left := range n.Lhs {
				at.assign(s, left, n.Rhs[i])
			}
		}
	}
}

func (at *places) assign(s valueScope, left, right ast.Expr) {
	switch left := left.(type) {
	case *ast.Ident:
		at.variables[left.Name] = append(at.variables[left.Name], place{s, right})
	case *ast.SelectorExpr:
		at.fields[left.Sel.Name] = append(at.fields[left.Sel.Name], place{s, right})
	}
}
