package source

import (
	"errors"
	"fmt"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Options say where to look, and where not to.
type Options struct {
	// Dir is the project's folder; names of files are told from there.
	Dir string
	// Opaque reports whether a type of another package is known well enough not to
	// be looked up on disk.
	Opaque func(importPath, name string) bool
	// OpaqueMethod reports whether such a type has a method of that name.
	OpaqueMethod func(importPath, name, method string) bool
	// Builtin is the source of packages that are not looked up on disk, by import path.
	Builtin map[string]string
}

// Loader finds and parses packages, each once.
type Loader struct {
	opts      Options
	dir       string // absolute
	fset      *token.FileSet
	modules   map[string]*module  // by folder; nil when there is no go.mod above it
	packages  map[string]*Package // by folder
	named     map[string]*Type    // instantiated named types, by ID
	callers   map[string][]string // folders of the module, by what they call
	mentioned map[string]bool     // names whose callers were read
	work      *workspace
	cache     string // the module cache
}

// NewLoader returns a Loader for the project in opts.Dir.
func NewLoader(opts Options) (*Loader, error) {
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, err
	}
	l := &Loader{
		opts: opts, dir: dir, fset: token.NewFileSet(), cache: moduleCache(),
		modules: map[string]*module{}, packages: map[string]*Package{}, named: map[string]*Type{}, mentioned: map[string]bool{},
	}
	if l.work, err = l.findWorkspace(); err != nil {
		return nil, err
	}
	return l, nil
}

// Origin returns a position as file:line.
func (l *Loader) Origin(pos token.Pos) string {
	p := l.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// Match returns the packages that a pattern names: a folder relative to the
// project ("./models"), an import path within the module, and either of them
// with "/..." for all below. What has no Go files is left out of the latter.
func (l *Loader) Match(pattern string) ([]*Package, error) {
	base, all := strings.CutSuffix(filepath.ToSlash(pattern), "/...")
	if pattern == "..." {
		base, all = ".", true
	}
	if base == "" || strings.Contains(base, "...") {
		return nil, fmt.Errorf("package %q: \"...\" can only end a pattern, after a folder: \"./internal/...\"", pattern)
	}
	dir, err := l.patternDir(base)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("package %q: there is no folder %s", pattern, l.display(dir))
	}
	if !all {
		p, err := l.load(dir)
		if err != nil {
			return nil, err
		}
		return []*Package{p}, nil
	}
	return l.walk(dir)
}

// patternDir returns the folder of a pattern without its "/...".
func (l *Loader) patternDir(base string) (string, error) {
	if filepath.IsAbs(base) {
		return filepath.Clean(base), nil
	}
	dir := filepath.Join(l.dir, filepath.FromSlash(base))
	if base == "." || base == ".." || strings.HasPrefix(base, "./") || strings.HasPrefix(base, "../") {
		return dir, nil
	}
	mod, err := l.moduleOf(l.dir)
	if err != nil {
		return "", err
	}
	for _, m := range l.ownModules(mod) {
		if rest, ok := within(base, m.path); ok {
			return filepath.Join(m.dir, filepath.FromSlash(rest)), nil
		}
	}
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return dir, nil
	}
	return "", fmt.Errorf("package %q: it is neither a folder here nor an import path of this module; folders start with \"./\"", base)
}

// walk loads the packages in and below a folder, in the order of their paths.
func (l *Loader) walk(root string) ([]*Package, error) {
	var out []*Package
	var errs []error
	err := filepath.WalkDir(root, func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if dir != root && (skippedFolder(entry.Name()) || exists(filepath.Join(dir, "go.mod"))) {
			return filepath.SkipDir
		}
		p, err := l.load(dir)
		switch {
		case errors.Is(err, errNoFiles):
		case err != nil:
			errs = append(errs, err)
		default:
			out = append(out, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, errors.Join(errs...)
}

func skippedFolder(name string) bool {
	return name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

// Import returns the package that code in from imports as importPath.
func (l *Loader) Import(importPath string, from *Package) (*Package, error) {
	if p, ok := from.imported[importPath]; ok {
		return p.pkg, p.err
	}
	p, err := l.find(importPath, from)
	from.imported[importPath] = imported{p, err}
	return p, err
}

func (l *Loader) find(importPath string, from *Package) (*Package, error) {
	if text, ok := l.opts.Builtin[importPath]; ok {
		return l.builtin(importPath, text)
	}
	dir, err := l.locate(importPath, from.module)
	if err != nil {
		return nil, err
	}
	return l.load(dir)
}

// display returns a file's name as messages tell it: relative to the project
// where it is near, else by its place in the module cache.
func (l *Loader) display(file string) string {
	if rest, ok := within(filepath.ToSlash(file), filepath.ToSlash(l.cache)); ok && l.cache != "" {
		return path.Clean(rest)
	}
	rel, err := filepath.Rel(l.dir, file)
	if err != nil {
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(rel)
}

// within returns what follows a folder in a slash-separated path.
func within(name, folder string) (string, bool) {
	if name == folder {
		return "", true
	}
	return strings.CutPrefix(name, strings.TrimSuffix(folder, "/")+"/")
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// sortedGoFiles returns the names of a folder's Go files but tests, sorted.
func sortedGoFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); !e.IsDir() && strings.HasSuffix(n, ".go") && !strings.HasSuffix(n, "_test.go") {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names, nil
}
