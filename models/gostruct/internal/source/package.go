package source

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/scanner"
	"go/token"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// errNoFiles is returned for a folder without Go files.
var errNoFiles = errors.New("no Go files")

// Package is one parsed package.
type Package struct {
	Path string // import path; the folder's name where there is no module
	Name string
	// Types are the package's type declarations, file by file (sorted by name), in
	// the order of the source.
	Types []*Decl

	loader   *Loader
	module   *module
	files    []*file
	byName   map[string]*Decl
	methods  map[string]map[string]*Method
	consts   []*constDecl
	constBy  map[string]*constDecl
	imported map[string]imported
	placed   *places
}

type imported struct {
	pkg *Package
	err error
}

type file struct {
	ast     *ast.File
	imports []importSpec
}

type importSpec struct{ name, path string }

// Decl is one type declaration.
type Decl struct {
	Name string
	Pkg  *Package
	Spec *ast.TypeSpec
	Doc  []*ast.Comment

	file *file
}

// Origin returns where the type is declared, as file:line.
func (d *Decl) Origin() string { return d.Pkg.loader.Origin(d.Spec.Pos()) }

// Generic reports whether the type has type parameters.
func (d *Decl) Generic() bool { return d.Spec.TypeParams != nil && len(d.Spec.TypeParams.List) > 0 }

// Type returns the declared type; of a generic one, without arguments.
func (d *Decl) Type() *Type { return d.Pkg.loader.instance(d, nil) }

// load parses the package in a folder.
func (l *Loader) load(dir string) (*Package, error) {
	if p, ok := l.packages[dir]; ok {
		return p, nil
	}
	names, err := sortedGoFiles(dir)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", l.display(dir), withoutPath(err))
	}
	p := l.newPackage()
	if p.module, err = l.moduleOf(dir); err != nil {
		return nil, err
	}
	p.Path = l.importPath(dir, p.module)
	if err := p.parse(dir, names); err != nil {
		return nil, err
	}
	if len(p.files) == 0 {
		return nil, fmt.Errorf("%s: %w", l.display(dir), errNoFiles)
	}
	for _, f := range p.files {
		p.collect(f)
	}
	l.packages[dir] = p
	return p, nil
}

func (l *Loader) newPackage() *Package {
	return &Package{
		loader: l, byName: map[string]*Decl{}, methods: map[string]map[string]*Method{},
		constBy: map[string]*constDecl{}, imported: map[string]imported{},
	}
}

// builtin parses a package whose source is given.
func (l *Loader) builtin(importPath, text string) (*Package, error) {
	if p, ok := l.packages[importPath]; ok {
		return p, nil
	}
	f, err := parser.ParseFile(l.fset, importPath, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	p := l.newPackage()
	p.Path, p.Name = importPath, f.Name.Name
	one := &file{ast: f, imports: importsOf(f)}
	p.files = []*file{one}
	p.collect(one)
	l.packages[importPath] = p
	return p, nil
}

// Importing returns where the package imports another one, as file:line; empty when
// it doesn't.
func (p *Package) Importing(importPath string) string {
	for _, f := range p.files {
		for _, spec := range f.ast.Imports {
			if spec.Path.Value == strconv.Quote(importPath) {
				return p.loader.Origin(spec.Pos())
			}
		}
	}
	return ""
}

func withoutPath(err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// importPath returns the import path of a folder's package.
func (l *Loader) importPath(dir string, m *module) string {
	if m == nil {
		return l.display(dir)
	}
	rel, err := filepath.Rel(m.dir, dir)
	if err != nil || rel == "." {
		return m.path
	}
	rel = filepath.ToSlash(rel)
	if rest, ok := within(rel, "vendor"); ok {
		return rest
	}
	return path.Join(m.path, rel)
}

// parse reads the files that the build constraints let through. All files are
// parsed before an error is returned: it tells of every file.
func (p *Package) parse(dir string, names []string) error {
	var errs []error
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return fmt.Errorf("reading %s: %w", p.loader.display(filepath.Join(dir, name)), withoutPath(err))
		}
		if !built(dir, name, data) {
			continue
		}
		f, err := parser.ParseFile(p.loader.fset, p.loader.display(filepath.Join(dir, name)), data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			errs = append(errs, parseErrors(err)...)
			continue
		}
		if p.Name != "" && f.Name.Name != p.Name {
			errs = append(errs, fmt.Errorf("%s: package %s, but %s is package %s: one folder, one package",
				p.loader.Origin(f.Name.Pos()), f.Name.Name, p.loader.Origin(p.files[0].ast.Name.Pos()), p.Name))
			continue
		}
		p.Name = f.Name.Name
		p.files = append(p.files, &file{ast: f, imports: importsOf(f)})
	}
	return errors.Join(errs...)
}

// parseErrors returns a parser's errors, at most three of a file: what follows
// is mostly their echo.
func parseErrors(err error) []error {
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return []error{err}
	}
	var errs []error
	for _, e := range list[:min(len(list), 3)] {
		errs = append(errs, e)
	}
	return errs
}

// built reports whether a file is part of the build for linux/amd64.
func built(dir, name string, data []byte) bool {
	ctx := build.Context{
		GOOS: "linux", GOARCH: "amd64", Compiler: "gc", CgoEnabled: true, ReleaseTags: build.Default.ReleaseTags,
		OpenFile: func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	}
	ok, err := ctx.MatchFile(dir, name)
	return ok || err != nil // a header that can't be read is the parser's to report
}

func importsOf(f *ast.File) []importSpec {
	var out []importSpec
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		s := importSpec{path: p}
		if spec.Name != nil {
			s.name = spec.Name.Name
		}
		out = append(out, s)
	}
	return out
}

// collect indexes the declarations of one file.
func (p *Package) collect(f *file) {
	for _, d := range f.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			p.addMethod(f, d)
		case *ast.GenDecl:
			switch d.Tok {
			case token.TYPE:
				p.addTypes(f, d)
			case token.CONST:
				p.addConsts(f, d)
			}
		}
	}
}

func (p *Package) addTypes(f *file, d *ast.GenDecl) {
	for _, s := range d.Specs {
		spec, ok := s.(*ast.TypeSpec)
		if !ok || spec.Name.Name == "_" {
			continue
		}
		decl := &Decl{Name: spec.Name.Name, Pkg: p, Spec: spec, file: f}
		if spec.Doc != nil {
			decl.Doc = spec.Doc.List
		} else if d.Doc != nil && !d.Lparen.IsValid() {
			decl.Doc = d.Doc.List
		}
		if p.byName[decl.Name] == nil {
			p.byName[decl.Name] = decl
			p.Types = append(p.Types, decl)
		}
	}
}

func (p *Package) addMethod(f *file, d *ast.FuncDecl) {
	if d.Recv == nil || len(d.Recv.List) != 1 {
		return
	}
	receiver := receiverName(d.Recv.List[0].Type)
	if receiver == "" {
		return
	}
	if p.methods[receiver] == nil {
		p.methods[receiver] = map[string]*Method{}
	}
	p.methods[receiver][d.Name.Name] = &Method{Func: d, scope: scope{pkg: p, file: f}}
}

// receiverName returns the type that a method belongs to.
func receiverName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return receiverName(e.X)
	case *ast.ParenExpr:
		return receiverName(e.X)
	case *ast.IndexExpr:
		return receiverName(e.X)
	case *ast.IndexListExpr:
		return receiverName(e.X)
	}
	return ""
}

// packageNames returns the names that an import path's package may go by, the
// likeliest first.
func packageNames(importPath string) []string {
	base := path.Base(importPath)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(importPath))
	}
	if i := strings.LastIndex(base, ".v"); i > 0 && strings.Trim(base[i+2:], "0123456789") == "" {
		base = base[:i]
	}
	names := []string{base}
	for _, affix := range []string{"go-", "go."} {
		names = append(names, strings.TrimPrefix(base, affix))
	}
	for _, affix := range []string{"-go", ".go"} {
		names = append(names, strings.TrimSuffix(base, affix))
	}
	return names
}
