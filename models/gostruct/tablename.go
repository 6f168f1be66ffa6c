package gostruct

import (
	"go/ast"

	"github.com/limbeck/migrate/models/gostruct/internal/source"
)

// tableNameOf returns what a model's TableName method returns, when it is the
// same constant whenever it is called.
func (r *reader) tableNameOf(m *model) (string, bool) {
	g := gormReader{reader: r, names: gormNames{r.opts.GORM}}
	return g.constTableName(m.tableFunc.method)
}

// constTableName reads TableName() string, and TableName(namer schema.Namer)
// string where it returns namer.TableName of a constant.
func (g *gormReader) constTableName(m *source.Method) (string, bool) {
	if m == nil {
		return "", false
	}
	if name, ok := m.ConstString(); ok {
		return name, true
	}
	results := m.Results()
	if len(results) != 1 || m.Func.Type.Params.NumFields() != 1 {
		return "", false
	}
	call, ok := results[0].(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return "", false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "TableName" {
		return "", false
	}
	name, ok := m.Eval(call.Args[0])
	return g.names.table(name), ok
}
