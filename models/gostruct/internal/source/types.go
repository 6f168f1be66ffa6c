package source

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// Kind says what a type is made of.
type Kind int

// The kinds of type.
const (
	Unresolved Kind = iota // could not be found; Err says why
	Basic                  // bool, string, int64, …; byte is uint8, rune is int32
	Named                  // declared in a package that was found
	Opaque                 // of another package, known without looking
	Pointer
	Slice
	Array
	Map
	Struct
	Interface
	Func
	Chan
)

// Type is a Go type. Types that are declared stay apart from what they are made
// of ([Type.Under]), which is resolved when asked for: they may be recursive.
type Type struct {
	Kind Kind
	Path string // import path of a named, opaque or unresolved type
	Name string
	Args []*Type
	Elem *Type
	Key  *Type
	Len  int64 // of an array; -1 when it could not be told
	Err  error
	Decl *Decl // of a named type

	scope      scope
	fieldList  *ast.FieldList
	fields     []*Field
	haveFields bool
	under      *Type
	loader     *Loader
}

// Field is one field of a struct.
type Field struct {
	Name     string
	Type     *Type
	Tag      string // without its quotes
	Embedded bool
	Pos      token.Pos
}

// Exported reports whether other packages see the field.
func (f *Field) Exported() bool { return ast.IsExported(f.Name) }

// scope is where a type expression stands.
type scope struct {
	pkg  *Package
	file *file
	args map[string]*Type
}

// ID names a type for use as a key: equal types have equal IDs.
func (t *Type) ID() string {
	switch t.Kind {
	case Basic:
		return t.Name
	case Named, Opaque, Unresolved:
		return t.Path + "." + t.Name + t.arguments((*Type).ID)
	}
	return t.structure((*Type).ID)
}

// String returns the type as code would write it.
func (t *Type) String() string {
	switch t.Kind {
	case Basic:
		return t.Name
	case Named:
		return t.Decl.Pkg.Name + "." + t.Name + t.arguments((*Type).String)
	case Opaque, Unresolved:
		name := t.Name
		if t.Path != "" {
			name = packageNames(t.Path)[0] + "." + name
		}
		return name + t.arguments((*Type).String)
	}
	return t.structure((*Type).String)
}

func (t *Type) arguments(spell func(*Type) string) string {
	if len(t.Args) == 0 {
		return ""
	}
	parts := make([]string, len(t.Args))
	for i, a := range t.Args {
		parts[i] = spell(a)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (t *Type) structure(spell func(*Type) string) string {
	switch t.Kind {
	case Pointer:
		return "*" + spell(t.Elem)
	case Slice:
		return "[]" + spell(t.Elem)
	case Array:
		if t.Len < 0 {
			return "[…]" + spell(t.Elem)
		}
		return "[" + strconv.FormatInt(t.Len, 10) + "]" + spell(t.Elem)
	case Map:
		return "map[" + spell(t.Key) + "]" + spell(t.Elem)
	case Struct:
		return "struct{…}"
	case Interface:
		if t.Name != "" {
			return t.Name
		}
		return "interface{…}"
	case Func:
		return "func"
	case Chan:
		return "chan"
	}
	return "?"
}

// Indirect returns what a pointer, or a pointer to a pointer, points to.
func (t *Type) Indirect() *Type {
	for t.Kind == Pointer {
		t = t.Elem
	}
	return t
}

// Under returns what a named type is made of: a type that is not Named, which
// may be Opaque (type Moment time.Time) or Unresolved.
func (t *Type) Under() *Type {
	if t.Kind != Named {
		return t
	}
	if t.under == nil {
		t.under = &Type{Kind: Unresolved, Path: t.Path, Name: t.Name, Err: fmt.Errorf("type %s refers to itself", t)}
		t.under = t.loader.resolve(t.scope, t.Decl.Spec.Type).Under()
	}
	return t.under
}

// Fields returns the fields of a struct, nil for other types.
func (t *Type) Fields() []*Field {
	if t.Kind == Named {
		return t.Under().Fields()
	}
	if t.Kind != Struct || t.haveFields {
		return t.fields
	}
	t.haveFields = true
	for _, f := range t.fieldList.List {
		typ := t.loader.resolve(t.scope, f.Type)
		tag := ""
		if f.Tag != nil {
			tag, _ = strconv.Unquote(f.Tag.Value)
		}
		if len(f.Names) == 0 {
			t.fields = append(t.fields, &Field{Name: embeddedName(f.Type), Type: typ, Tag: tag, Embedded: true, Pos: f.Type.Pos()})
		}
		for _, n := range f.Names {
			t.fields = append(t.fields, &Field{Name: n.Name, Type: typ, Tag: tag, Pos: n.Pos()})
		}
	}
	return t.fields
}

// embeddedName returns the name of an embedded field.
func embeddedName(e ast.Expr) string {
	if sel, ok := e.(*ast.SelectorExpr); ok {
		return sel.Sel.Name
	}
	switch e := e.(type) {
	case *ast.StarExpr:
		return embeddedName(e.X)
	case *ast.IndexExpr:
		return embeddedName(e.X)
	case *ast.IndexListExpr:
		return embeddedName(e.X)
	case *ast.ParenExpr:
		return embeddedName(e.X)
	}
	return receiverName(e)
}

var basics = []string{
	"bool", "string", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr",
	"float32", "float64", "complex64", "complex128",
}

// resolve returns the type that an expression names.
func (l *Loader) resolve(s scope, e ast.Expr) *Type {
	switch e := e.(type) {
	case *ast.Ident:
		return l.resolveIdent(s, e.Name, nil)
	case *ast.SelectorExpr:
		return l.resolveSelector(s, e, nil)
	case *ast.IndexExpr:
		return l.resolveGeneric(s, e.X, []ast.Expr{e.Index})
	case *ast.IndexListExpr:
		return l.resolveGeneric(s, e.X, e.Indices)
	case *ast.ParenExpr:
		return l.resolve(s, e.X)
	case *ast.StarExpr:
		return &Type{Kind: Pointer, Elem: l.resolve(s, e.X)}
	case *ast.ArrayType:
		if e.Len == nil {
			return &Type{Kind: Slice, Elem: l.resolve(s, e.Elt)}
		}
		n, ok := l.intValue(s, e.Len)
		if !ok {
			n = -1
		}
		return &Type{Kind: Array, Len: n, Elem: l.resolve(s, e.Elt)}
	case *ast.MapType:
		return &Type{Kind: Map, Key: l.resolve(s, e.Key), Elem: l.resolve(s, e.Value)}
	case *ast.StructType:
		return &Type{Kind: Struct, scope: s, fieldList: e.Fields, loader: l}
	case *ast.InterfaceType:
		return &Type{Kind: Interface}
	case *ast.FuncType:
		return &Type{Kind: Func}
	case *ast.ChanType:
		return &Type{Kind: Chan}
	}
	return &Type{Kind: Unresolved, Name: "?", Err: fmt.Errorf("this is not a type expression that can be read")}
}

func (l *Loader) resolveGeneric(s scope, base ast.Expr, args []ast.Expr) *Type {
	types := make([]*Type, len(args))
	for i, a := range args {
		types[i] = l.resolve(s, a)
	}
	switch base := base.(type) {
	case *ast.Ident:
		return l.resolveIdent(s, base.Name, types)
	case *ast.SelectorExpr:
		return l.resolveSelector(s, base, types)
	}
	return l.resolve(s, base)
}

func (l *Loader) resolveIdent(s scope, name string, args []*Type) *Type {
	if t, ok := s.args[name]; ok {
		return t
	}
	if d := s.pkg.byName[name]; d != nil {
		return l.instance(d, args)
	}
	for _, p := range l.dotted(s) {
		if p.byName[name] != nil {
			return l.instance(p.byName[name], args)
		}
	}
	for _, imp := range s.file.imports {
		if imp.name == "." && l.opts.Opaque(imp.path, name) {
			return &Type{Kind: Opaque, Path: imp.path, Name: name, Args: args, loader: l}
		}
	}
	switch {
	case name == "byte":
		return &Type{Kind: Basic, Name: "uint8"}
	case name == "rune":
		return &Type{Kind: Basic, Name: "int32"}
	case name == "error" || name == "any":
		return &Type{Kind: Interface, Name: name}
	case slices.Contains(basics, name):
		return &Type{Kind: Basic, Name: name}
	}
	return &Type{Kind: Unresolved, Name: name, Args: args, Err: fmt.Errorf("package %s declares no type %s", s.pkg.Name, name)}
}

// dotted returns the packages whose names a file uses as its own.
func (l *Loader) dotted(s scope) []*Package {
	var out []*Package
	for _, imp := range s.file.imports {
		if imp.name != "." {
			continue
		}
		if p, err := l.Import(imp.path, s.pkg); err == nil {
			out = append(out, p)
		}
	}
	return out
}

func (l *Loader) resolveSelector(s scope, e *ast.SelectorExpr, args []*Type) *Type {
	id, ok := e.X.(*ast.Ident)
	if !ok {
		return &Type{Kind: Unresolved, Name: e.Sel.Name, Err: fmt.Errorf("this is not a type expression that can be read")}
	}
	name := e.Sel.Name
	importPath, ok := l.importNamed(s, id.Name)
	if !ok {
		return &Type{Kind: Unresolved, Name: id.Name + "." + name, Args: args, Err: fmt.Errorf("no import is called %s", id.Name)}
	}
	if l.opts.Opaque(importPath, name) {
		return &Type{Kind: Opaque, Path: importPath, Name: name, Args: args, loader: l}
	}
	p, err := l.Import(importPath, s.pkg)
	if err != nil {
		return &Type{Kind: Unresolved, Path: importPath, Name: name, Args: args, Err: err}
	}
	d := p.byName[name]
	if _, given := l.opts.Builtin[importPath]; given && d == nil {
		return &Type{Kind: Unresolved, Path: importPath, Name: name, Args: args, Err: fmt.Errorf("package %s is not searched, and nothing is known of its type %s", importPath, name)}
	}
	if d == nil {
		return &Type{Kind: Unresolved, Path: importPath, Name: name, Args: args, Err: fmt.Errorf("package %s declares no type %s", importPath, name)}
	}
	return l.instance(d, args)
}

// importNamed returns the path of the import that a file knows by that name: its
// own name for it, the name that the path suggests, or what the package says.
func (l *Loader) importNamed(s scope, name string) (string, bool) {
	for _, imp := range s.file.imports {
		if imp.name == name || imp.name == "" && packageNames(imp.path)[0] == name {
			return imp.path, true
		}
	}
	for _, imp := range s.file.imports {
		if imp.name != "" {
			continue
		}
		if slices.Contains(packageNames(imp.path), name) {
			return imp.path, true
		}
		if p, err := l.Import(imp.path, s.pkg); err == nil && p.Name == name {
			return imp.path, true
		}
	}
	return "", false
}

// maxID bounds the length of a type's ID: a generic type that refers to itself
// with ever longer arguments would have no end.
const maxID = 1000

// instance returns a declared type with its type arguments; the same *Type for
// the same arguments. An alias is what it stands for.
func (l *Loader) instance(d *Decl, args []*Type) *Type {
	t := &Type{Kind: Named, Path: d.Pkg.Path, Name: d.Name, Args: args, Decl: d, loader: l}
	id := t.ID()
	if known, ok := l.named[id]; ok {
		return known
	}
	if len(id) > maxID {
		return &Type{Kind: Unresolved, Path: t.Path, Name: t.Name, Err: fmt.Errorf("type %s has type arguments without end", d.Name)}
	}
	l.named[id] = t
	t.scope = scope{pkg: d.Pkg, file: d.file, args: bind(d.Spec.TypeParams, args)}
	if d.Spec.Assign.IsValid() {
		l.named[id] = &Type{Kind: Unresolved, Path: t.Path, Name: t.Name, Err: fmt.Errorf("type %s refers to itself", d.Name)}
		l.named[id] = l.resolve(t.scope, d.Spec.Type)
	}
	return l.named[id]
}

// bind pairs type parameters with arguments. One without an argument resolves to
// an error that says so.
func bind(params *ast.FieldList, args []*Type) map[string]*Type {
	if params == nil {
		return nil
	}
	out := map[string]*Type{}
	for _, f := range params.List {
		for _, n := range f.Names {
			if i := len(out); i < len(args) {
				out[n.Name] = args[i]
			} else {
				out[n.Name] = &Type{Kind: Unresolved, Name: n.Name, Err: fmt.Errorf("type parameter %s has no argument", n.Name)}
			}
		}
	}
	return out
}
