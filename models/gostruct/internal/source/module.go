package source

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	xmodule "golang.org/x/mod/module"
)

// module is a go.mod with its folder.
type module struct {
	dir, path string
	file      *modfile.File
}

// workspace is a go.work above the project.
type workspace struct {
	dir     string
	modules []*module
}

// moduleCache returns the folder of the module cache; empty when none is known.
func moduleCache() string {
	if dir := os.Getenv("GOMODCACHE"); dir != "" {
		return filepath.Clean(dir)
	}
	if list := filepath.SplitList(os.Getenv("GOPATH")); len(list) > 0 && list[0] != "" {
		return filepath.Join(list[0], "pkg", "mod")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, "go", "pkg", "mod")
}

// moduleOf returns the module that a folder is part of; nil when there is none.
func (l *Loader) moduleOf(dir string) (*module, error) {
	if m, ok := l.modules[dir]; ok {
		return m, nil
	}
	m, err := l.readModule(dir)
	if err != nil {
		return nil, err
	}
	if parent := filepath.Dir(dir); m == nil && parent != dir && dir != l.cache {
		if m, err = l.moduleOf(parent); err != nil {
			return nil, err
		}
	}
	l.modules[dir] = m
	return m, nil
}

// readModule reads the go.mod of a folder; nil when the folder has none.
func (l *Loader) readModule(dir string) (*module, error) {
	name := filepath.Join(dir, "go.mod")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, nil //nolint:nilerr // most folders have no go.mod
	}
	parse := modfile.Parse
	if l.inCache(dir) {
		parse = modfile.ParseLax // a dependency's replace directives don't count
	}
	file, err := parse(l.display(name), data, nil)
	if err != nil {
		return nil, err
	}
	if file.Module == nil {
		return nil, fmt.Errorf("%s: there is no module line", l.display(name))
	}
	return &module{dir: dir, path: file.Module.Mod.Path, file: file}, nil
}

func (l *Loader) inCache(dir string) bool {
	_, ok := within(filepath.ToSlash(dir), filepath.ToSlash(l.cache))
	return ok && l.cache != ""
}

// findWorkspace reads the go.work above the project, unless GOWORK says otherwise.
func (l *Loader) findWorkspace() (*workspace, error) {
	name := os.Getenv("GOWORK")
	for dir := l.dir; name == ""; dir = filepath.Dir(dir) {
		if file := filepath.Join(dir, "go.work"); exists(file) {
			name = file
		} else if filepath.Dir(dir) == dir {
			return nil, nil
		}
	}
	if name == "off" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	file, err := modfile.ParseWork(l.display(name), data, nil)
	if err != nil {
		return nil, err
	}
	w := &workspace{dir: filepath.Dir(name)}
	for _, use := range file.Use {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(w.dir, dir)
		}
		m, err := l.readModule(dir)
		if err != nil {
			return nil, err
		}
		if m != nil {
			w.modules = append(w.modules, m)
		}
	}
	return w, nil
}

// ownModules returns a module and those of the workspace, the longest paths first.
func (l *Loader) ownModules(m *module) []*module {
	var out []*module
	if m != nil {
		out = append(out, m)
	}
	if l.work != nil {
		out = append(out, l.work.modules...)
	}
	slices.SortStableFunc(out, func(a, b *module) int { return cmp.Compare(len(b.path), len(a.path)) })
	return out
}

// locate returns the folder of a package that code of module from imports.
func (l *Loader) locate(importPath string, from *module) (string, error) {
	for _, m := range l.ownModules(from) {
		if rest, ok := within(importPath, m.path); ok {
			if dir := filepath.Join(m.dir, filepath.FromSlash(rest)); isDir(dir) {
				return dir, nil
			}
		}
	}
	if first, _, _ := strings.Cut(importPath, "/"); !strings.Contains(first, ".") && (from == nil || !l.replaced(from, importPath)) {
		return "", fmt.Errorf("package %s is of the standard library, which is not searched, or is missing in this module", importPath)
	}
	main := from
	if from == nil || l.inCache(from.dir) {
		project, err := l.moduleOf(l.dir)
		if err != nil {
			return "", err
		}
		main = project
	}
	for _, m := range []*module{main, from} {
		if m == nil {
			continue
		}
		if dir, ok := l.dependency(m, importPath); ok {
			return dir, nil
		}
	}
	return "", fmt.Errorf("package %s is neither in vendor/ nor in the module cache (run `go mod download`)", importPath)
}

func (l *Loader) replaced(m *module, importPath string) bool {
	return slices.ContainsFunc(m.file.Replace, func(r *modfile.Replace) bool {
		_, ok := within(importPath, r.Old.Path)
		return ok
	})
}

// dependency returns the folder of a package among what a module requires.
func (l *Loader) dependency(m *module, importPath string) (string, bool) {
	roots := []string{m.dir}
	if l.work != nil {
		roots = append(roots, l.work.dir)
	}
	for _, root := range roots {
		if dir := filepath.Join(root, "vendor", filepath.FromSlash(importPath)); isDir(dir) {
			return dir, true
		}
	}
	for _, mod := range l.providers(m, importPath) {
		rest, _ := within(importPath, mod.path)
		if dir := filepath.Join(mod.dir, filepath.FromSlash(rest)); isDir(dir) {
			return dir, true
		}
	}
	return "", false
}

// providers returns the required modules whose path starts the import path, with
// their folders, the longest first.
func (l *Loader) providers(m *module, importPath string) []module {
	var out []module
	add := func(p, dir string) {
		if _, ok := within(importPath, p); ok && dir != "" {
			out = append(out, module{path: p, dir: dir})
		}
	}
	for _, r := range m.file.Replace {
		add(r.Old.Path, l.replacement(m, r))
	}
	for _, r := range m.file.Require {
		replaced := slices.ContainsFunc(m.file.Replace, func(x *modfile.Replace) bool {
			return x.Old.Path == r.Mod.Path && (x.Old.Version == "" || x.Old.Version == r.Mod.Version)
		})
		if !replaced {
			add(r.Mod.Path, l.cached(r.Mod))
		}
	}
	slices.SortStableFunc(out, func(a, b module) int { return cmp.Compare(len(b.path), len(a.path)) })
	return out
}

// replacement returns the folder that a replace directive points to; empty when
// it is for another version than the one required.
func (l *Loader) replacement(m *module, r *modfile.Replace) string {
	applies := r.Old.Version == "" || slices.ContainsFunc(m.file.Require, func(q *modfile.Require) bool { return q.Mod == r.Old })
	switch {
	case !applies:
		return ""
	case r.New.Version != "":
		return l.cached(r.New)
	case filepath.IsAbs(r.New.Path):
		return r.New.Path
	}
	return filepath.Join(m.dir, filepath.FromSlash(r.New.Path))
}

// cached returns a module version's folder in the module cache.
func (l *Loader) cached(v xmodule.Version) string {
	p, err := xmodule.EscapePath(v.Path)
	if err != nil {
		return ""
	}
	version, err := xmodule.EscapeVersion(v.Version)
	if err != nil || l.cache == "" {
		return ""
	}
	return filepath.Join(l.cache, filepath.FromSlash(p)+"@"+version)
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
