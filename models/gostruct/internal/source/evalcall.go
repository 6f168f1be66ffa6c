package source

import (
	"go/ast"
	"go/constant"
	"slices"
	"strings"
)

// evalCall returns the first result of a call.
func (w *walker) evalCall(f *frame, e *ast.CallExpr) Value {
	if t := w.typeNamed(f, e.Fun); t != nil {
		if len(e.Args) != 1 {
			return Value{}
		}
		return convert(w.eval(f, e.Args[0]), t)
	}
	args := make([]Value, len(e.Args))
	for i, a := range e.Args {
		if _, function := a.(*ast.FuncLit); !function {
			args[i] = w.eval(f, a)
		}
	}
	switch fun := e.Fun.(type) {
	case *ast.ParenExpr:
		return w.evalCall(f, &ast.CallExpr{Fun: fun.X, Args: e.Args})
	case *ast.Ident:
		return w.function(f, fun.Name, e, args)
	case *ast.SelectorExpr:
		if p, importPath := w.imported(f, fun); importPath != "" {
			return w.qualified(p, importPath, fun.Sel.Name, args)
		}
		return w.method(w.eval(f, fun.X), fun.Sel.Name, args)
	}
	return Value{}
}

// convert is a value as another type.
func convert(v Value, t *Type) Value {
	out := Value{Type: t, Zero: v.Zero, nilness: v.nilness, to: v.to}
	switch under := t.Under(); {
	case under.Kind == Interface:
		return v
	case under.Kind != Basic:
		if under.Kind == Slice && v.Type != nil && v.Type.Under().Kind == Basic { // []byte(s)
			out.Zero, out.nilness = false, notNil
		}
	case v.Const != nil && (v.Const.Kind() == constant.String) == (under.Name == "string"):
		out.Const, out.nilness = v.Const, notNil
	default:
		out.Zero, out.nilness = false, notNil
	}
	return out
}

// typeNamed returns the type that an expression names, nil when it names none.
func (w *walker) typeNamed(f *frame, e ast.Expr) *Type {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return w.typeNamed(f, e.X)
	case *ast.StarExpr:
		if t := w.typeNamed(f, e.X); t != nil {
			return &Type{Kind: Pointer, Elem: t}
		}
	case *ast.ArrayType, *ast.MapType, *ast.InterfaceType:
		return w.loader.resolve(f.scope, e)
	case *ast.Ident:
		if _, hidden := f.vars[e.Name]; hidden {
			return nil
		}
		if t := w.loader.resolve(f.scope, e); t.Kind != Unresolved {
			return t
		}
	case *ast.IndexExpr:
		if t := w.loader.resolve(f.scope, e); t.Kind == Named || t.Kind == Opaque {
			return t
		}
	case *ast.SelectorExpr:
		if _, importPath := w.imported(f, e); importPath == "driver" || importPath == "database/sql/driver" && e.Sel.Name == "Value" {
			return &Type{Kind: Interface}
		} else if importPath != "" {
			if t := w.loader.resolve(f.scope, e); t.Kind != Unresolved {
				return t
			}
		}
	}
	return nil
}

// function is a call of a builtin, or of a function of the package.
func (w *walker) function(f *frame, name string, e *ast.CallExpr, args []Value) Value {
	switch name {
	case "len":
		return length(args)
	case "new", "make":
		if len(e.Args) > 0 {
			if t := w.typeNamed(f, e.Args[0]); t != nil && name == "new" {
				return pointerTo(zeroValue(t))
			} else if t != nil {
				return Value{Type: t, nilness: notNil}
			}
		}
		return Value{}
	case "append":
		if len(args) > 0 {
			return Value{Type: args[0].Type, nilness: notNil}
		}
		return Value{}
	}
	for _, p := range append([]*Package{f.pkg}, w.loader.dotted(f.scope)...) {
		if v := w.declaredFunc(p, name, args); v.Type != nil || v.nilness == isNil {
			return v
		}
	}
	return Value{}
}

func length(args []Value) Value {
	if len(args) == 1 {
		switch v := args[0].pointed(); {
		case v.Const != nil && v.Const.Kind() == constant.String:
			return Number(len(constant.StringVal(v.Const)))
		case v.Zero && v.Type != nil && v.Type.Under().Kind != Array, v.nilness == isNil:
			return Number(0)
		}
	}
	return typed("int", nil)
}

// declaredFunc follows a function of a package.
func (w *walker) declaredFunc(p *Package, name string, args []Value) Value {
	for _, file := range p.files {
		for _, d := range file.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == name {
				return w.result(fn, scope{pkg: p, file: file}, Value{}, args)
			}
		}
	}
	return Value{}
}

// result is what a function returns; of one that can't be followed, its type.
func (w *walker) result(fn *ast.FuncDecl, s scope, receiver Value, args []Value) Value {
	if v := merged(w.call(fn, s, receiver, args)); v.Type != nil || v.nilness == isNil {
		return v
	}
	if fn.Type.Results == nil || len(fn.Type.Results.List) == 0 {
		return Value{}
	}
	t := w.loader.resolve(s, fn.Type.Results.List[0].Type)
	if t.Under().Kind == Interface || t.Kind == Unresolved {
		return Value{}
	}
	return Value{Type: t}
}

// textual and others are functions and methods of other packages that are known by
// their names, which mean the same everywhere.
var (
	textual = []string{
		"String", "Error", "Format", "Hex", "EncodeToString", "MarshalToString", "MarshalString", "Sprintf", "Sprint", "Sprintln",
		"Join", "ToLower", "ToUpper", "TrimSpace", "Trim", "TrimSuffix", "TrimPrefix", "TrimRight", "TrimLeft", "Replace", "ReplaceAll", "Repeat",
		"Itoa", "FormatInt", "FormatUint", "FormatFloat", "FormatBool", "Quote",
	}
	binary   = []string{"Marshal", "MarshalIndent", "MarshalJSON", "MarshalText", "MarshalBinary", "Bytes"}
	integers = []string{"Unix", "UnixNano", "UnixMilli", "UnixMicro", "IntPart", "Int64"}
	emptys   = []string{"IsZero", "IsNil", "IsNull", "IsEmpty"}
	moments  = []string{"UTC", "Local", "In", "Round", "Truncate", "Add", "AddDate"}
)

func byName(name string) Value {
	switch {
	case slices.Contains(textual, name):
		return typed("string", nil)
	case slices.Contains(binary, name):
		return bytesValue()
	case slices.Contains(integers, name):
		return typed("int64", nil)
	case name == "Float64":
		return typed("float64", nil)
	}
	return Value{}
}

// qualified is a call of another package's function.
func (w *walker) qualified(p *Package, importPath, name string, args []Value) Value {
	if importPath == "fmt" && name == "Sprintf" && len(args) > 0 {
		return formatted(args[0], args[1:])
	}
	if importPath == "strings" && len(args) == 1 && args[0].Const != nil && args[0].Const.Kind() == constant.String {
		switch s := constant.StringVal(args[0].Const); name {
		case "ToLower":
			return Text(strings.ToLower(s))
		case "ToUpper":
			return Text(strings.ToUpper(s))
		case "TrimSpace":
			return Text(strings.TrimSpace(s))
		}
	}
	if importPath == "time" && (name == "Now" || name == "Unix" || name == "UnixMilli" || name == "Date") {
		return Value{Type: &Type{Kind: Opaque, Path: "time", Name: "Time", loader: w.loader}, nilness: notNil}
	}
	if p != nil {
		if v := w.declaredFunc(p, name, args); v.Type != nil || v.nilness == isNil {
			return v
		}
	}
	return byName(name)
}

// method is a call of a value's method.
func (w *walker) method(v Value, name string, args []Value) Value {
	if v.given != nil {
		return v.part("." + name + "(" + spelledArgs(args) + ")")
	}
	if driver, ok := driverName(v.Type); ok && name == "Name" {
		return Text(driver)
	}
	v = v.pointed()
	if v.Type == nil {
		return byName(name)
	}
	m := v.Type.Method(name)
	if m != nil && m.Func != nil {
		receiver := Value{Type: m.Owner, Zero: v.Zero, Const: v.Const, nilness: v.nilness}
		if v.Zero {
			receiver = zeroValue(m.Owner)
		}
		if _, pointer := m.Func.Recv.List[0].Type.(*ast.StarExpr); pointer {
			receiver = pointerTo(receiver)
		}
		return w.result(m.Func, m.scope, receiver, args)
	}
	return w.foreignMethod(v, name)
}

// foreignMethod is a call of a method that isn't in the source: of a type of
// another package, or promoted from a field of one.
func (w *walker) foreignMethod(v Value, name string) Value {
	switch {
	case slices.Contains(emptys, name):
		if v.Zero {
			return boolean(true)
		}
		return typed("bool", nil)
	case slices.Contains(moments, name):
		if t := v.Type.moment(); t != nil {
			return Value{Type: t, nilness: notNil}
		}
	case name == "Value":
		return Value{Type: v.Type, nilness: notNil}
	}
	return byName(name)
}

// moment returns time.Time when the type is that, or embeds it.
func (t *Type) moment() *Type {
	if t = t.Indirect(); t.Kind == Opaque && t.Path == "time" && t.Name == "Time" {
		return t
	}
	for _, f := range t.Fields() {
		if inner := f.Type.Indirect(); f.Embedded && inner.Kind == Opaque && inner.Path == "time" && inner.Name == "Time" {
			return inner
		}
	}
	return nil
}

// spelledArgs spells the strings that a given value's method is called with.
func spelledArgs(args []Value) string {
	var words []string
	for _, a := range args {
		word := "?"
		if a.Const != nil && a.Const.Kind() == constant.String {
			word = constant.StringVal(a.Const)
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}
